"""What kubectl and helm say when they refuse the manifest of a block, quoted in the text around it."""

from __future__ import annotations

import re
from functools import cached_property
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


class Refusal:
    """What kubectl or helm says around a block: read once for all that is wrong in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, without commands and remarks."""
        lines = self.text.split("\n")
        return [line for line in lines if not line.lstrip().startswith(("$", "kubectl", "#", "```"))]

    @cached_property
    def fields(self) -> set[str]:
        """The fields that it names."""
        refused = {field[1] for line in self.lines for field in _REFUSED_FIELD.finditer(line)}
        unread = {field[1] or field[2] for line in self.lines for field in _UNREAD.finditer(line)}
        return refused | unread

    @cached_property
    def stops(self) -> bool:
        """Whether fields were not understood, so that no value was looked at."""
        return _STOPS.search(self.text) is not None

    def names(self, violation: Violation, text: str) -> bool:
        """Whether it is about a violation. `text`: that of its offsets."""
        rule = violation.rule
        if rule in OF_APIS:
            return "no matches for kind" in self.text or "unable to recognize" in self.text
        if rule.family == "yaml":
            return _NO_YAML.search(self.text) is not None
        if rule is UNMATCHED_SELECTOR and _UNMATCHED in self.text:
            return True
        of_message = violation.message.partition(": ")[0].rpartition(".")[2]
        written = text[violation.start : violation.end].strip("\"'")
        if not self.fields.isdisjoint((key_of_line(violation, text), of_message, written)):
            return True
        names = {name for name in _NAMES.findall(violation.message) if len(name) > 2}
        names |= {violation.missing.rpartition(".")[2]} - {""}
        patterns = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in names]
        return any(re.search(pattern, line) for line in self.lines for pattern in patterns)

    def hides(self, violation: Violation) -> bool:
        """Whether it may come before a violation is looked at; of unknown fields it names each."""
        return self.stops and violation.rule is not UNKNOWN_FIELD


def refused_below(below: str) -> Refusal | None:
    """What refuses a manifest right below it, before the next manifest; None: nothing."""
    lines = []
    for line in below.split("\n"):
        if re.match(r"\s*#{1,6} |\s*apiVersion:|\s*(?:```|~~~)\s*ya?ml", line):
            break
        lines.append(line)
    return _refusal("\n".join(lines))


def refused_above(above: str) -> Refusal | None:
    """What refuses a manifest in the paragraphs right above it; None: nothing.

    What stands right below another block is about that one.
    """
    pieces = text_above(above).pieces
    own = [*takewhile(lambda piece: piece.kind == "paragraph", pieces)]
    if len(own) < len(pieces) and pieces[len(own)].kind == "block":
        own = own[:-1]
    return _refusal("\n".join(piece.text for piece in own if _REFUSES.search(piece.text)))


def _refusal(text: str) -> Refusal | None:
    return Refusal(text) if _REFUSES.search(text) else None


def key_of_line(violation: Violation, text: str) -> str:
    """The field on the line of a violation."""
    line = text[line_start(text, violation.start) : line_end(text, violation.start)]
    return line.strip().lstrip("- ").partition(":")[0].strip("\"'")
