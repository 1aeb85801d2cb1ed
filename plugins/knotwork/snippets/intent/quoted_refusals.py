"""What kubectl and helm say when they refuse the manifest of a block, quoted in the text around it."""

from __future__ import annotations

import re
from itertools import takewhile

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.apis import UNKNOWN_KIND
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.lints.unmatched_selector import UNMATCHED_SELECTOR
from knotwork.snippets.violation import Violation

_REFUSES = lazy_regex(
    r"\berror:|\berror from server|\bis invalid:|error converting YAML|YAML parse error|\bno matches for kind"
    r"|error validating|ValidationError|strict decoding error|unable to recognize|error parsing",
    re.IGNORECASE,
)
"""What kubectl or helm says of a manifest."""
_NO_YAML = lazy_regex(
    r"error converting YAML|YAML parse error|error parsing|yaml: line|mapping values|did not find", re.I
)
_REFUSED_FIELD = lazy_regex(
    r"(?:^|[\s.\"'(])([\w-]+)(?:\[[^\]]*\])*: (?:(?:Invalid|Required|Unsupported|Duplicate) value"
    r"|Forbidden|Too (?:long|many))\b"
)
"""The field that a line of a refusal names: `spec.port: Invalid value`."""
_UNMATCHED = "does not match template"
_NAMES = lazy_regex(r"[\"`]([A-Za-z][\w./-]*)[\"`]")
_STOPS = lazy_regex(r"strict decoding error|cannot unmarshal")
"""What is said of a manifest whose values are not looked at: its fields were not understood."""
_UNREAD = lazy_regex(
    r"unknown field \"(?:[^\"\n]*\.)?([\w-]+)\"|Go (?:struct field|value)[^\n]*?\.([\w-]+) of type"
)
"""The field that such a refusal names: `unknown field "spec.replcas"`."""
OF_APIS = frozenset((REMOVED_API, DEPRECATED_API, UNKNOWN_KIND))


def refused_below(below: str) -> str:
    """The lines in which kubectl or helm refuses a manifest, right below it: before the next manifest."""
    lines = []
    for line in below.split("\n"):
        if re.match(r"\s*#{1,6} |\s*apiVersion:|\s*(?:```|~~~)\s*ya?ml", line):
            break
        lines.append(line)
    refusal = "\n".join(lines)
    return refusal if _REFUSES.search(refusal) else ""


def refused_above(above: str) -> str:
    """The paragraphs right above a block in which kubectl or helm refuses it.

    What stands right below another block is about that one.
    """
    pieces = text_above(above).pieces
    own = [*takewhile(lambda piece: piece.kind == "paragraph", pieces)]
    if len(own) < len(pieces) and pieces[len(own)].kind == "block":
        own = own[:-1]
    return "\n".join(piece.text for piece in own if _REFUSES.search(piece.text))


def is_named(violation: Violation, text: str, refusal: str) -> bool:
    """Whether a refusal is about a violation. `text`: that of its offsets."""
    rule = violation.rule
    if rule in OF_APIS:
        return "no matches for kind" in refusal or "unable to recognize" in refusal
    if rule.family == "yaml":
        return _NO_YAML.search(refusal) is not None
    if rule is UNMATCHED_SELECTOR and _UNMATCHED in refusal:
        return True
    names = {name for name in _NAMES.findall(violation.message) if len(name) > 2}
    names |= {violation.missing.rpartition(".")[2]} - {""}
    lines = [
        line for line in refusal.split("\n") if not line.lstrip().startswith(("$", "kubectl", "#", "```"))
    ]
    fields = {field[1] for line in lines for field in _REFUSED_FIELD.finditer(line)}
    fields |= {field[1] or field[2] for line in lines for field in _UNREAD.finditer(line)}
    of_message = violation.message.partition(": ")[0].rpartition(".")[2]
    written = text[violation.start : violation.end].strip("\"'")
    if not fields.isdisjoint((key_of_line(violation, text), of_message, written)):
        return True
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line) for line in lines for name in names)


def hides(refusal: str, violation: Violation) -> bool:
    """Whether a refusal may come before a violation is looked at; of unknown fields it names each."""
    return violation.rule is not UNKNOWN_FIELD and _STOPS.search(refusal) is not None


def key_of_line(violation: Violation, text: str) -> str:
    """The field on the line of a violation."""
    line = text[line_start(text, violation.start) : line_end(text, violation.start)]
    return line.strip().lstrip("- ").partition(":")[0].strip("\"'")
