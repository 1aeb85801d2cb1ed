"""Values and keys that end with a quote and do not begin with one: `[pods", "services"]`, `- gpu"`.

YAML reads the quote as part of the text. What is found in such a text is right; what to do is to complete the
quotes, and not to write another text.
"""

from __future__ import annotations

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Repair, Violation

_ENDS_WITH_QUOTE = lazy_regex(r"""(?P<text>[^\s"'|>&*!%@`\[\]{}][^"'\n]*)(?P<quote>["'])""")
_SUGGESTION = lazy_regex(r": did you mean [^\n]*?\"(?P<other>[^\n]*)\"\?$")
_TEXTS = frozenset(("", "string", "quantity"))
"""The types of values that may stand in quotes."""
_OF_QUANTITIES = "invalid-quantity"
_QUANTITY = lazy_regex(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?")
_PLAIN = {
    "integer": lazy_regex(r"[-+]?[0-9]+"),
    "number": lazy_regex(r"[-+]?[0-9]+(?:\.[0-9]+)?"),
    "boolean": lazy_regex(r"true|false"),
}
"""The values of types that are written without quotes."""
_COLLECTIONS = frozenset(("object", "array"))


def with_opening_quote(violation: Violation, text: str) -> Violation:
    """The violation of a plain text that ends with a quote: it says that the first one is missing.

    `text`: that of the offsets. Where a number or a boolean is due, the quote at the end is one too many.
    """
    match = _ENDS_WITH_QUOTE.fullmatch(text, violation.start, violation.end)
    if match is None or violation.severity == "info" or violation.due in _COLLECTIONS:
        return violation
    quote, written = match["quote"], match["text"]
    suggestion = _SUGGESTION.search(violation.message)
    if suggestion and suggestion["other"] != written and quote not in suggestion["other"]:
        help_ = f"The quote in front of `{written}` is missing, too."
        return replace(violation, help=help_, repair=None)
    if violation.rule.code == _OF_QUANTITIES and _QUANTITY.fullmatch(written) is None:
        help_ = " ".join(
            filter(None, (violation.help, f"The quote in front of `{written}` is missing, too."))
        )
        return replace(violation, help=help_, repair=None)
    if violation.due in _PLAIN and _PLAIN[violation.due].fullmatch(written) is None:
        help_ = f"The `{quote}` behind it is one too many, too."
        return replace(violation, help=" ".join(filter(None, (violation.help, help_))), repair=None)
    if violation.due in _TEXTS:
        start = violation.start
        help_ = f"The quote in front of `{written}` is missing: write `{quote}{written}{quote}`."
        repair = Repair(f"Write `{quote}` in front of it", (), ((start, start, quote),))
    else:
        end = violation.end
        help_ = f"Remove the `{quote}` behind `{written}`: no quote in front of it belongs to it."
        repair = Repair(f"Remove `{quote}`", (), ((end - 1, end, ""),))
    message = violation.message[: suggestion.start()] if suggestion else violation.message
    return replace(violation, message=message, help=help_, meant="", repair=repair)
