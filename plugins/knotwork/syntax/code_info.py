"""The words behind a fence's marks: `yaml title="a.yaml" linenums="1" hl_lines="2 3-5"`, or `{ .go .x }`."""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec import Struct, field

from knotwork.html.attributes import allowed_attribute, published_id
from knotwork.model.body import Attributes
from knotwork.model.names import Anchor
from knotwork.syntax.attributes import Attributes as WrittenAttributes
from knotwork.syntax.attributes import parse_attributes
from knotwork.syntax.colouring import lexer_name
from knotwork.syntax.diagram import DIAGRAMS

_LANGUAGE = re.compile(r"\s*\.?(?P<name>[\w#.+-]+)?[^\s{]*\s*")
_FILE = re.compile(r"[\w./@+-]*[\w-]\.[A-Za-z][A-Za-z0-9]{0,9}")
"""A file name behind the language, which is the block's title."""
_K8S = re.compile(r"\bk8s\b")
"""A directive for the validation of snippets, which has a finding of its own for what it cannot read."""
_WORD = re.compile(r"[^\W\d_]{2}")
_OPTIONS = frozenset(("hl_lines", "k8s", "k8s-version", "linenums", "schema", "title"))
_OPTION = re.compile(r"""([A-Za-z][\w-]{0,60})=(?:"([^"]*)"|'([^']*)')""")
_LINES = re.compile(r"\d{1,6}(?:-\d{1,6})?(?:[ \t]+\d{1,6}(?:-\d{1,6})?)*")
_NUMBERS = re.compile(r"(\d{1,9})(?:[ \t]+(\d{1,9}))?(?:[ \t]+(\d{1,9}))?")


class LineNumbers(NamedTuple):
    """The numbers beside the lines of a block."""

    first: int
    step: int
    """Each `step`-th is shown."""
    special: int
    """Each `special`-th stands out; 0 for none."""


class CodeInfo(Struct):
    """What the words behind a fence's marks say."""

    language: str
    """In lower case; empty for none."""
    options: dict[str, str]
    """By name: `{"title": "a.yaml", "k8s": "skip"}`."""
    classes: list[str] = field(default_factory=list)
    id: str = ""
    rest: str = ""
    """The words that are none of these."""

    @property
    def anchor(self) -> Anchor | None:
        """The id with which the block is published."""
        return published_id(self.id)

    @property
    def title(self) -> str:
        """The title above the block; empty for none."""
        return self.options.get("title", "").strip()

    @property
    def numbers(self) -> LineNumbers | None:
        """The numbers beside the lines, by `linenums="1 2 10"`: first, step, special; None without any."""
        match = _NUMBERS.match(self.options.get("linenums", ""))
        if match is None or int(match[1]) == 0:
            return None
        return LineNumbers(*(int(number or 0) for number in match.groups()))

    @property
    def data(self) -> Attributes:
        """Those `data-` attributes that may be published."""
        return tuple(
            (key, value)
            for key, value in self.options.items()
            if key.startswith("data-") and allowed_attribute("div", key, value) is not None
        )

    def highlighted(self, count: int) -> frozenset[int]:
        """The 1-based lines, of that many, that `hl_lines="2 3-5"` gives a background."""
        written = self.options.get("hl_lines", "")
        lines: set[int] = set()
        for part in written.split() if _LINES.fullmatch(written) else ():
            first, _, last = part.partition("-")
            lines.update(range(int(first), min(int(last or first), count) + 1))
        return frozenset(lines)


def code_info(info: str) -> CodeInfo:
    """What the words behind a fence's marks say."""
    match = _LANGUAGE.match(info)
    assert match is not None, "an empty name matches anything"
    name, brace = match["name"] or "", match.end()
    if name and info.startswith("=", match.end("name")):  # an option, and no language before it
        name, brace = "", 0
    attributes = parse_attributes(info, brace, len(info)) if info.startswith("{", brace) else None
    if attributes is None:
        options = {key: double or single for key, double, single in _OPTION.findall(info)}
        rest = _OPTION.sub(_unless_used, info[brace:]).strip()
        if _FILE.fullmatch(rest) and "title" not in options:
            return CodeInfo(name.lower(), {"title": rest, **options})
        return CodeInfo(name.lower(), options, rest=rest)
    parsed = _from_attributes(name, attributes[0])
    unused = (f'{key}="{value}"' for key, value in parsed.options.items() if not _is_used(key))
    parsed.rest = " ".join((*unused, info[attributes[1] :].strip())).strip()
    return parsed


def code_behind_marks(info: str, text: str) -> str:
    """All that stands behind a fence's marks where it is code, or a sentence, and no language; else empty.

    `text` is what the fence holds.
    """
    parsed, first = code_info(info), info.partition(" ")[0]
    if "/" in first or first.endswith(":"):
        return info  # `alb/x: 499`: no language has such a name
    if not parsed.language or parsed.title or parsed.language in DIAGRAMS or _K8S.search(info):
        return ""
    is_code = bool(_WORD.search(parsed.rest) or (not text.strip() and _WORD.search(info)))
    return info if is_code and not lexer_name(parsed.language) else ""


def unused_words(info: str) -> str:
    """The words behind a fence's marks, beside a language, that no page shows and nothing reads."""
    parsed = code_info(info)
    is_read = _K8S.search(f"{parsed.language} {parsed.rest}")
    return parsed.rest if _WORD.search(parsed.rest) and not is_read else ""


def _unless_used(option: re.Match[str]) -> str:
    return "" if _is_used(option[1]) else option[0]


def _is_used(key: str) -> bool:
    return key in _OPTIONS or key.startswith("data-")


def _from_attributes(name: str, attributes: WrittenAttributes) -> CodeInfo:
    info = CodeInfo(name.lower(), {})
    for key, value in attributes:
        if key == "class" and value and not info.language:
            info.language = value.lower()
        elif key == "class" and value:
            info.classes.append(value)
        elif key == "id" and value:
            info.id = value
        elif value is not None:
            info.options[key] = value
    return info
