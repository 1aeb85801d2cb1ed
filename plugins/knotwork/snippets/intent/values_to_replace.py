"""Values that a comment beside them asks to replace: `HOST_IP  # replace with that of your host`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.line_offsets import line_end
from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.apis import UNKNOWN_KIND
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.quantities import INVALID_QUANTITY
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.intent.words_to_replace import without_words, words_to_replace
from knotwork.snippets.lints.forms import INVALID_NAME
from knotwork.snippets.lints.invalid_base64 import INVALID_BASE64
from knotwork.snippets.lints.labels import INVALID_LABEL
from knotwork.snippets.violation import Violation, severity, unquoted, with_infos

_DOES = (
    r"(?:replace|change|set|put|fill in|insert|enter|use|adjust|adapt|update|substitute|customi[sz]e|edit)"
)
_ASKS = lazy_regex(
    r"[\"'\]},]*[ \t]+#[\s#<>=\u2190\u2b05\U0001f448!*-]*(?:"
    rf"(?:(?:todo|fixme|tbd)\b[: (-]*|please |(?:you )?(?:must|should|need to|have to) )*{_DOES}\b"
    r"(?: (?:this|it|me|here)\b(?=[ \t]*[.!)]*[ \t]*$|[^\n]*\byour?\b)|[^\n]*\b(?:your|real|actual)\b)"
    rf"|(?:todo|fixme)\b[: (-]*(?:{_DOES}\b|$)|tbd\b|(?:to be|must be|needs to be|has to be) "
    r"(?:replaced|changed|set|filled|adjusted|adapted)\b"
    r"|[\u00e0a] (?:remplacer|adapter|modifier|changer|compl[\u00e9e]ter)\b"
    r"|remplace[rz]\b[^\n]*\bv(?:otre|os)\b"
    r"|(?:bitte )?(?:ersetzen|anpassen)\b|(?:hier )?eigene[rns]? |(?:reemplazar|reemplace|cambiar|cambie) "
    r"[^\n]*\b(?:su|tu)\b|(?:substitua|altere|troque) [^\n]*\bseu?\b|\u0437\u0430\u043c\u0435\u043d\u0438"
    r"|[^\n]{0,10}(?:\u66ff\u6362|\u4fee\u6539|\u6539)(?:\u4e3a|\u6210)[^\n]{0,4}(?:\u4f60|\u60a8|\u81ea\u5df1|\u5b9e\u9645))",
    re.IGNORECASE,
)
"""A comment that asks for a value of one's own; `# change to NodePort` or `# use it as root` does not."""
_IN_BASE64 = lazy_regex(
    r"[\"']?[ \t]+#[ \t]*"
    r"(?:(?:(?:the |your |my )?[\w-]+ )?(?:in|as)|(?:must|should|needs to|has to) be(?: in)?) base-?64\b",
    re.IGNORECASE,
)
"""A comment on how a value is to be written: `# in base64`; one like `# base64 encoded` says that it is."""
_OF_VALUES = (INVALID_VALUE, UNKNOWN_VALUE, WRONG_TYPE, INVALID_QUANTITY, INVALID_BASE64, INVALID_NAME)
_OF_WORDS = frozenset((*_OF_VALUES, INVALID_LABEL, UNKNOWN_KIND))
_REST = {INVALID_NAME: re.compile(r"[a-z0-9.-]*"), INVALID_LABEL: re.compile(r"[\w./-]*")}
"""What else a name or a label may hold: beside a word, too, other signs are a mistake."""
_SAYS_SO = "It holds a word that is to be replaced, as a comment or the text says."
_HELP = "If it is to be filled in, show that: `<{}>`."
_LONGEST = 60


def values_to_replace(
    violations: Sequence[Violation], text: str, fence: Fence, *, file: bool
) -> list[Violation]:
    """The violations; those of values that are to be replaced as infos. `text`: that of their offsets.

    One with a known correction is a slip, whatever the comment beside it asks; names always have one. `file`:
    the block is one, and says itself what is to be replaced in it.
    """
    if not violations:
        return []
    if any(violation.rule in _OF_WORDS for violation in violations):
        words = words_to_replace(text, fence, file=file)
        violations = [_with_word(violation, text, words) for violation in violations] if words else violations
    return with_infos(
        violations,
        lambda violation: _is_to_be_replaced(violation, text),
        lambda violation: _help(violation, text),
    )


def _with_word(violation: Violation, text: str, words: frozenset[str]) -> Violation:
    """A violation; as an info that of a value with a word that is to be replaced."""
    if violation.rule not in _OF_WORDS or severity(violation) == "info":
        return violation
    written = unquoted(violation, text)
    rest = without_words(written, words)
    fits = _REST.get(violation.rule)
    if rest == written or (fits is not None and not fits.fullmatch(rest)):
        return violation
    message = violation.message.partition(": did you mean")[0]
    return replace(violation, severity="info", message=message, help=_SAYS_SO, repair=None, meant="")


def _is_to_be_replaced(violation: Violation, text: str) -> bool:
    is_slip = violation.repair is not None and violation.rule is not INVALID_NAME
    if is_slip or violation.rule not in _OF_VALUES:
        return False
    end = line_end(text, violation.end)
    if "#" not in text[violation.end : end]:
        return False
    asks = _ASKS.match(text[:end], violation.end)
    return asks is not None or (
        violation.rule is INVALID_BASE64 and _IN_BASE64.match(text[:end], violation.end) is not None
    )


def _help(violation: Violation, text: str) -> str | None:
    """How the value is written so that it shows that it is to be filled in, where that is possible."""
    written = text[violation.start : violation.end].strip("\"' ")
    fits = (
        violation.rule is not INVALID_BASE64
        and written
        and len(written) <= _LONGEST
        and "\n" not in written
        and not set("<>`{}") & set(written)
    )
    return _HELP.format(written) if fits else violation.help
