"""What stands in a block of YAML and is something else: marks of another block, a script, TOML, a drawing."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_above, line_end, line_start
from knotwork.model.patterns import first_character, lazy_regex
from knotwork.snippets.yaml.blocks_within import blocks_within
from knotwork.snippets.yaml.braced_texts import braced_text
from knotwork.snippets.yaml.slips import Cause

_MARKS = lazy_regex(r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w{]?)", re.MULTILINE)
_FIELD = lazy_regex(r"^[ \t]*(?:-[ \t]+)*[\w./\"'-]+:(?:[ \t]|$)", re.MULTILINE)
_SECTION = lazy_regex(
    r"^[ \t]*\[{1,2}[\w. :\"-]+\]{1,2}[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*[\w.-]+[ \t]*(?:=|[ ][a-z_]+=)",
    re.MULTILINE,
)
_CONFLICT = lazy_regex(r"^[ \t]*(<{7}|>{7}|={7}(?=[ \t]*$))(?:[ \t]|$)", re.MULTILINE)
_SIDE = lazy_regex(r"^[ \t]*(?:<{7}|>{7})(?:[ \t]|$)", re.MULTILINE)
_PLAIN_SECTION = lazy_regex(
    r"^[ \t]*\[[A-Z_]+\][ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*[A-Z][A-Za-z_]*[ \t]+[^\s:=]", re.MULTILINE
)
"""A section of a file with spaces in place of `=`, as Fluent Bit has: `[OUTPUT]`, then `Name es`."""
_OPTIONS = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(--[A-Za-z][\w-]*)(?:[= \t]|$)", re.MULTILINE)
"""The options of a command as the first line of a block."""
_HERE_DOCUMENT = lazy_regex(r"^[\w./$-]+[ \t][^\n:]*<<-?[ \t]*['\"]?[A-Za-z_]\w*['\"]?", re.MULTILINE)
"""A command with a here-document: `tee a.yaml <<'EOF'`."""
_DRAWING = re.compile(r"[ \t]*[│├└]")
_ARROWS = lazy_regex(r"^[ \t]*[↓↑⇓⇑⬇⬆▼▲]+\ufe0f?[ \t]*$", re.MULTILINE)
"""A line with nothing but an arrow; two of them join the parts of a drawing."""
_GO = lazy_regex(
    r"^[ \t]*(?:\w+[ \t]*:=?[ \t]+|return[ \t]+)&?(?:(?:\[\]|map\[\w+\])\*?)?[A-Za-z][\w.]*\{[ \t]*$",
    re.MULTILINE,
)
"""A value of a type of Go that begins on a line, and goes on below: `Spec: v1.PodSpec{`."""
_JSON_LINE = lazy_regex(
    r"^[ \t]*\"[^\"\n]+\":[ \t]+[^\n]*[^\s,{\[][ \t]*,[ \t]*\n[ \t]*\"[^\"\n]+\":", re.MULTILINE
)
"""Two entries of a JSON object, in lines of their own, with a comma between."""
NO_FIELD = "this line is neither a field nor a list item"
_NOT_INDENTED = "Indent it deeper than its key."
_COMMENT = "A comment cannot stand here: remove it, or write it above the key."
_TEXT = re.compile(r"[ \t]*(?![-#?&*!|>{\[\"'@`%])[^\s:]+(?:[ \t]+(?!#)[^\s]*[^\s:])*[ \t]*(?:#.*)?")
"""A line that is neither a field nor an item of a list."""
_BEGINS_TEXT = re.compile(
    r"[ ]*(?:- +)+(?![^\n]*:(?:[ \t]|$))[^\s|>&*\"'{\[#]|[ ]*(?:- +)*[\w./-]+:[ ]+[^\s|>&*\"'{\[#]"
)
"""A field or an item whose text may go on below it."""
_LOOKED_AT = 2000
"""The most characters above a manifest that are looked at."""
NOT_CLOSED = "another block begins here: the marks that close the first are missing"
CLOSE_IT = "Write the marks that close the first above it, or take out marks that are too many."
_MARKDOWN_HERE = "marks of Markdown are no YAML"
_UNMARK = "Remove them and the words around them: Markdown belongs in the note, outside of the block."
_NOT_CLOSING = (
    "Indent them as the opening marks are, and write no fewer of them; remove marks that close nothing."
)
_WORDS_ABOVE = 3
"""The most lines of words above the marks of a block that begins a text."""
_ONE_SIDE = "Keep one of its sides, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`."


def has_conflict(text: str) -> bool:
    """Whether lines of a merge conflict are in a text: `<<<<<<< HEAD`, `>>>>>>> main`."""
    return ("<" * 7 in text or ">" * 7 in text) and _SIDE.search(text) is not None


_TAG = lazy_regex(r"^[ \t]*(?P<tag></[A-Za-z][\w-]*>)[ \t]*$", re.MULTILINE)
"""A tag alone on its line, which ends something."""
_KEY_FILE = lazy_regex(r"^[ ]*(?P<key>[\w./\"'-]+):[ \t]*\n[ ]*(?P<text>-----BEGIN )", re.MULTILINE)
"""A key with a certificate, or the like, on the lines below it."""

_SECRET = lazy_regex(r"^kind:[ \t]+[\"']?Secret[\"']?[ \t]*$", re.MULTILINE)
_DATA = lazy_regex(r"^(?P<key>[a-z]\w*):[ \t]*$", re.MULTILINE)
"""A field of a manifest whose value stands below it."""


def _is_encoded(text: str, start: int, line: int) -> bool:
    """Whether a line stands under the `data:` of a manifest, whose values are encoded in a Secret."""
    above = [*_DATA.finditer(text, line_start(text, max(start, line - _LOOKED_AT), start), line)]
    return bool(above) and above[-1]["key"] == "data"


def foreign_text(text: str, start: int, end: int, place: int) -> Cause | None:
    """What does not belong into YAML at or above the place where a parser stops; None: it is not known."""
    tag = _TAG.search(text, line_start(text, max(start, place - 1), start), end)
    if tag is not None and text.count("\n", place, tag.start()) <= 1:
        return Cause(tag.start("tag"), f"`{tag['tag']}` is a tag of HTML", "Take it out.", "slip")
    if (file := _KEY_FILE.search(text, start, end)) is not None and file.start() <= place:
        help_ = f"Write `{file['key']}: |`, and indent the text deeper than it."
        if _SECRET.search(text, start, end) and _is_encoded(text, start, file.start()):
            help_ = f"{help_} A text that is not encoded stands under `stringData:`."
        return Cause(file.start("text"), "this text of several lines has no `|` above it", help_, "slip")
    if (left := _left_behind(text, start, end, place)) is not None:
        return left
    if (first := _text_not_indented(text, start, place)) is not None:
        return _not_indented(text, first)
    section = _section(text, start, end, place)
    if section is not None and (above := _HEADER.search(text, start, section.start())):
        key = text[line_start(text, above.start()) : above.start()]
        at = first_character(section)
        deeper = at - line_start(text, at) > len(key) - len(key.lstrip())
        return None if deeper else _not_indented(text, at)
    return None


def other_language(text: str, start: int, end: int, place: int) -> Cause | None:
    """What shows that a text is in another language, at or above the place where a parser stops.

    None: it is not known, or text of a field that is not indented.
    """
    marks = _MARKS.search(text, start, end)
    if marks is not None and marks[2]:
        is_first = _is_first(text, start, marks.start())
        if (own := blocks_within(text, marks, start, end, is_first=is_first)) is not None:
            return own
    if _left_behind(text, start, end, place) is not None:
        return None
    if text.startswith("#!", start):
        return Cause(start, "this is a script", "Name its language, such as `bash`.")
    if (reads := _HERE_DOCUMENT.search(text, start, end)) is not None and (
        reads.start() <= place or text[start : reads.start()].strip() in ("{", "(")
    ):
        help_ = "Name `sh` as the language of the block."
        return Cause(first_character(reads), "this is a shell command that reads the lines below it", help_)
    if (options := _OPTIONS.match(text, start, end)) is not None:
        return Cause(
            options.start(1), "these are options of a command", "Name `text` as the language of the block."
        )
    if (go := _GO.search(text, start, end)) is not None and go.start() <= place:
        return Cause(first_character(go), "this is a value of Go", "Name `go` as the language of the block.")
    section = _section(text, start, end, place)
    if section is not None:
        if _HEADER.search(text, start, section.start()):
            return None
        help_ = "Name it as the language of the block: `toml`, `ini`."
        return Cause(first_character(section), "this is TOML, or the like", help_)
    if _text_not_indented(text, start, place) is not None:
        return None
    if (braced := braced_text(text, start, end, place)) is not None:
        return braced
    if (entries := _JSON_LINE.match(text, start, end)) is not None:
        help_ = "Write the braces of the object around it, or name `text` as the language of the block."
        return Cause(first_character(entries), "these are lines of JSON without their braces", help_)
    if _DRAWING.match(text, line_start(text, place, start)) or len(_ARROWS.findall(text, start, end)) > 1:
        return Cause(place, "this is a drawing", "Name `text` as the language of the block.")
    return None


def _left_behind(text: str, start: int, end: int, place: int) -> Cause | None:
    """Marks that do not close the block, or those of a merge."""
    marks = _MARKS.search(text, start, end)
    if marks is not None and not _has_fields(
        text, line_start(text, min(place, marks.start()), start), marks.start()
    ):
        at = marks.start(1)
        if _is_first(text, start, marks.start()):
            return Cause(at, _MARKDOWN_HERE, _UNMARK, "slip")
        if marks[2]:
            return Cause(at, NOT_CLOSED, CLOSE_IT, "slip")
        return Cause(at, "these marks do not close the block", _NOT_CLOSING, "slip")
    if has_conflict(text) and (conflict := _CONFLICT.search(text, start, end)) is not None:
        return Cause(conflict.start(1), "a merge conflict of git is left here", _ONE_SIDE, "slip")
    return None


def _is_first(text: str, start: int, marks: int) -> bool:
    """Whether a text begins with marks of a block, or with these below words: it is no block of its own."""
    return text[start:marks].count("\n") <= _WORDS_ABOVE and not _has_fields(text, start, marks)


def _section(text: str, start: int, end: int, place: int) -> re.Match[str] | None:
    """The first section of a file such as TOML, where it begins above a place."""
    section = _SECTION.search(text, start, end) or _PLAIN_SECTION.search(text, start, end)
    return section if section is not None and section.start() <= place else None


_HEADER = lazy_regex(r":[ \t]+[|>][-+]?[ \t]*\n\Z")
"""The end of a line whose text stands below it."""

_SPACES = frozenset(("&nbsp;", "&#160;", "&#xa0;", "&#xA0;"))
"""The no-break space, which YAML does not take for a space."""
_ENTITY = lazy_regex(r"[^\n#\"']*?(&(?:nbsp|lt|gt|amp|quot|apos|#\d{1,6}|#x[0-9a-fA-F]{1,6});)")
_LINK = lazy_regex(r"[^\n#\"']*?(\[[^\[\]\n]+\]\(<?https?://[^\s)]*\))")
_MARKDOWN = re.compile(r"\*\*[^\s*]|\* (?=\[)")


def flat_text(text: str, line: int) -> Cause | None:
    """The line at an offset, if it is an item or words that belong to the text of `|` above it."""
    header = _HEADER.search(text, line_above(text, line), line)
    written = text[line : line_end(text, line)]
    indent = len(written) - len(written.lstrip())
    if (
        header is None
        or not written.strip()
        or (_FIELD.match(written) and not written.lstrip().startswith("- "))
    ):
        return None
    key = text[line_start(text, header.start()) : header.start()]
    if indent > len(key) - len(key.lstrip()):
        return None
    return _not_indented(text, line + indent)


def _not_indented(text: str, at: int) -> Cause:
    """The cause of an error: a text that is not deeper than its key, or a comment above such a text."""
    mark = next((mark for mark in reversed(_MARK_OF_TEXT.findall(text, 0, at))), "|")
    deeper = _DEEPER.match(text, at)
    return Cause(at, f"the text of `{mark}` is not indented", _COMMENT if deeper else _NOT_INDENTED, "slip")


_MARK_OF_TEXT = lazy_regex(r":[ \t]+([|>])[-+0-9]{0,2}[ \t]*$", re.MULTILINE)
_DEEPER = lazy_regex(r"#[^\n]*\n[ ]+(?![\w./-]+:[ ])\S")
"""A comment with a text below it that is indented."""


def markup_in(text: str, line: int) -> Cause | None:
    """The markup of a page in the line at an offset that YAML cannot read: an entity, a link, bold text."""
    if (entity := _ENTITY.match(text, line)) is not None:
        help_ = "Write a space." if entity[1] in _SPACES else "Write the character itself."
        return Cause(entity.start(1), f"`{entity[1]}` is an entity of HTML", help_, "slip")
    if (link := _LINK.match(text, line)) is not None:
        help_ = "Write its text alone; remove an image."
        return Cause(link.start(1), "this is a link of Markdown", help_, "slip")
    if _MARKDOWN.match(text, line):
        return Cause(line, "this is a text of Markdown", "Remove it, or close the block above it.")
    return None


def is_of_go(text: str) -> bool:
    """Whether a text has a value of a type of Go."""
    return "{\n" in text and _GO.search(text) is not None


def _text_not_indented(text: str, start: int, place: int) -> int | None:
    """Where the text of a block scalar begins that is not deeper than its key, above where a parser stops."""
    near = max(start, place - _LOOKED_AT)
    above = [*_BLOCK.finditer(text, line_start(text, near, start), place + 1)]
    if not above or len(above[-1]["indent"]) > len(above[-1]["key"]):
        return None
    at = above[-1].start("first")
    line = line_start(text, at, start)
    is_field = _FIELD.match(text, line) or _FIELD.search(text, line, line_start(text, place, start))
    return None if is_field else at


_BLOCK = lazy_regex(
    r"^(?P<key>[ ]*(?:-[ ]+)*)[\w./\"'-]+:[ \t]+[|>][-+0-9]{0,2}[ \t]*\n"
    r"(?:[ \t]*\n)*(?P<indent>[ ]*)(?P<first>[^\s-])",
    re.MULTILINE,
)
"""The key of a text that stands below it, and where this begins."""


def opened_within(text: str, start: int) -> int | None:
    """The offset of the marks of another block in the lines above a manifest; None: there are none."""
    near = max(0, start - _LOOKED_AT)
    marks = _MARKS.search(text, text.rfind("\n\n", near, max(0, start - 1)) + 1 or near, start)
    return marks.start(1) if marks is not None and marks[2] else None


def stray_text(text: str, start: int, place: int) -> Cause | None:
    """The cause: a line of text above the place where a parser stops."""
    above = line_start(text, place, start)
    while above > start:
        above = line_above(text, above, start)
        written = text[above : text.find("\n", above)]
        if not written.strip() or written.lstrip().startswith("#"):
            continue
        if _TEXT.fullmatch(written) is None:
            return None
        at = above + len(written) - len(written.lstrip())
        if _goes_on(text, start, above):
            return None
        return Cause(at, NO_FIELD, "Remove it, or write `# ` in front of it.", "vague")
    return None


def _goes_on(text: str, start: int, line: int) -> bool:
    """Whether a line continues the text of the field or item above it: `- while true; do`."""
    above = text[line_above(text, line, start) : max(start, line - 1)]
    written = text[line : line_end(text, line)]
    deeper = len(written) - len(written.lstrip()) > len(above) - len(above.lstrip())
    return deeper and _BEGINS_TEXT.match(above) is not None


def _has_fields(text: str, start: int, end: int) -> bool:
    return _FIELD.search(text, start, end) is not None
