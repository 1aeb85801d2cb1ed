"""Files that a note inserts: `--8<-- "part.md"`, in a site that sets `pymdownx.snippets`; `{!part.md!}`.

The lines of the file stand in place of the line that names it, also in code; what is found in them is
reported on that line. A part may be named behind a colon: `file:3:9` are lines, `file:name` is what stands
between `--8<-- [start:name]` and `--8<-- [end:name]`. Several files stand one a line between two lines
`--8<--`. A `;` before the marks shows the line as it is written. `{!file!}` alone on its line does so in a
site that sets `markdown_include.include`.

Only files in the site's folders for it are opened: none whose name begins with a dot, none that a link leads
out of them, and no note that may not be published.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from textwrap import dedent

from msgspec import Struct
from pathspec import GitIgnoreSpec

from knotwork.model.diagnostics import Problem
from knotwork.model.dialect import InsertedFiles
from knotwork.model.names import is_note
from knotwork.model.note import Insertion
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, Position, Span, normalized
from knotwork.syntax.expanded_lines import ExpandedLines
from knotwork.syntax.front_matter import FrontMatter, front_matter
from knotwork.syntax.inserted_parts import MARK, NotInserted, lines_in_ranges, marks_section, sections_of
from knotwork.syntax.stray_properties import stray_properties

MISSING = "missing-insertion"
"""The rule about files that cannot be inserted."""
BRACE = "{!"
"""It, or `MARK`, is in every line that inserts something."""

_LINE = lazy_regex(
    r"""(?P<space>[ \t]*)(?P<escape>;*)-+8<-+
        (?:[ \t]+(?:"(?P<double>[^"\n]+)"|'(?P<single>[^'\n]+)'))?[ \t]*""",
    re.VERBOSE,
)
_BRACES = lazy_regex(
    r"(?P<space>[ \t]*)\{!(?P<file>[^!\n]+)!(?:[ \t]*lines=(?P<lines>[\d \t-]+)|[ \t]*)\}[ \t]*"
)
_RANGE = r"-?\d*(?::-?\d*)?"
_TARGET = lazy_regex(rf"(?P<file>.*?)(?::(?P<name>[A-Za-z][\w-]*)|:(?P<lines>{_RANGE}(?:,{_RANGE})*))?")
_URL = lazy_regex(r"[a-z][a-z0-9+.-]+://", re.I)
_DEEPEST = 20
_MOST = 1_000
"""Files that one note inserts."""
_LONGEST = 1_000_000
"""Characters of one file, and of all that one note inserts."""
_LONGEST_NAME = 1_000
_HARMLESS = frozenset(
    "aliases authors categories comments created cssclasses date description hide icon id search social "
    "subtitle tags template title updated weight".split()
)
"""The properties with which a note is published in any case."""


class Expanded(Struct, frozen=True):
    """A text with the lines of the files it inserts."""

    text: str
    lines: ExpandedLines
    inserted: tuple[Insertion, ...]
    problems: tuple[Problem, ...]


def expanded(written: Lines, text: str, files: InsertedFiles) -> Expanded | None:
    """The text of a note with the files it inserts; None when it inserts none.

    `text` has the lines of `written`, without its front matter.
    """
    if not (files.marks and MARK in text) and not (files.braces and BRACE in text):
        return None
    expansion = _Expansion(files, written)
    for number, line in enumerate(expansion.lines_of(text.split("\n")), 1):
        expansion.add(line, number)
    return expansion.result()


def _colons(lines: str) -> str:
    """`3` as `3:3`, `3-5` as `3:5`."""
    first, _, last = lines.partition("-")
    return f"{first}:{last or first}"


def is_unchanged(insertion: Insertion) -> bool:
    """Whether a file that was inserted is as it was."""
    try:
        return _digest(Path(insertion.path).read_bytes()) == insertion.digest
    except OSError:
        return False


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


class _Line(Struct, frozen=True):
    """A line of a file, and what it inserts."""

    text: str
    target: str | None = None
    """The file it names; empty for a mark that is no text."""
    space: str = ""
    is_escaped: bool = False


class _Expansion:
    def __init__(self, files: InsertedFiles, written: Lines) -> None:
        self._files, self._written = files, written
        self._lines: list[str] = []
        self._origins: list[int] = []
        self._known: dict[str, list[str]] = {}
        self._sections: dict[str, dict[str, slice]] = {}
        self._digests: dict[str, bytes] = {}
        self._problems: list[Problem] = []
        self._count = self._length = 0

    def result(self) -> Expanded | None:
        """What was added; None when nothing of it is inserted."""
        if all(origin > 0 for origin in self._origins):
            return None
        text = "\n".join(self._lines)
        inserted = tuple(Insertion(path, digest) for path, digest in sorted(self._digests.items()))
        lines = ExpandedLines(text, self._written, self._origins)
        return Expanded(text, lines, inserted, tuple(self._problems))

    def lines_of(self, lines: Sequence[str]) -> Iterator[_Line]:
        """Lines with what they insert."""
        in_block = ""
        for line in lines:
            match = _LINE.fullmatch(line) if self._files.marks and MARK in line else None
            braces = _BRACES.fullmatch(line) if self._files.braces and BRACE in line else None
            if braces is not None:
                ranges = ",".join(_colons(part) for part in (braces["lines"] or "").split())
                yield _Line(line, braces["file"].strip() + (f":{ranges}" if ranges else ""), braces["space"])
            elif match is not None and match["escape"]:
                yield _Line(line.replace(";", "", 1), is_escaped=True)
            elif match is not None:
                target = match["double"] or match["single"]
                if target is None:
                    in_block = "" if in_block else f"{match['space']}|"
                yield _Line(line, target or "", match["space"])
            elif in_block:
                yield _Line(line, line.strip(), in_block[:-1])
            else:
                yield _Line(line)

    def add(self, line: _Line, number: int) -> None:
        """Add a line of the note."""
        if line.target is None:
            self._lines.append(line.text)
            self._origins.append(-number if line.is_escaped else number)
            return
        self._insert(line, number, ())

    def _insert(self, line: _Line, number: int, above: tuple[str, ...]) -> None:
        """Add the lines of the file that a line names; `above` are the files that it stands in."""
        target = (line.target or "").strip()
        if not target or target.startswith(";"):  # a mark, or a name that is commented out
            self._append("", number)
            return
        try:
            path, lines = self._read(target, above)
        except NotInserted as error:
            self._append("", number)
            if error.message:
                self._report(number, error)
            return
        for inner in self.lines_of(lines):
            if not inner.is_escaped and marks_section(inner.text):
                continue
            if inner.target is None:
                self._append(f"{line.space}{inner.text}" if inner.text else "", number)
            else:
                indented = _Line(inner.text, inner.target, line.space + inner.space)
                self._insert(indented, number, (*above, path))

    def _append(self, text: str, number: int) -> None:
        self._lines.append(text)
        self._origins.append(-number)
        self._length += len(text) + 1

    def _report(self, number: int, error: NotInserted) -> None:
        line = self._written.line(number)
        start = Position(number, len(line) - len(line.lstrip()) + 1)
        place = Span(start, Position(number, len(line.rstrip()) + 1))
        self._problems.append(Problem(MISSING, place, error.message, error.help))

    # -- files

    def _read(self, target: str, above: tuple[str, ...]) -> tuple[str, list[str]]:
        if _URL.match(target):
            raise NotInserted(f"`{target}` is on another host and is not loaded", "Keep a copy of it.")
        parts = _TARGET.fullmatch(target[:_LONGEST_NAME])
        assert parts is not None, "any text is a file's name"
        name = parts["file"]
        path = self._path(name)
        if path in above:
            raise NotInserted(f"`{name}` inserts itself", "Remove the line from one of the files.")
        self._count += 1
        if len(above) >= _DEEPEST or self._count > _MOST or self._length > _LONGEST:
            raise NotInserted(f"`{name}` is not inserted: the note inserts too much", "Insert fewer files.")
        lines = self._lines_in(path, name)
        if parts["name"]:
            lines = self._section(path, parts["name"], name)
        elif parts["lines"]:
            lines = lines_in_ranges(lines, parts["lines"], name)
        if self._files.dedent and (parts["name"] or parts["lines"]):
            lines = dedent("\n".join(lines)).split("\n")
        return path, lines

    def _path(self, name: str) -> str:
        """The file that a name means; it lies in one of the site's folders."""
        for folder in self._files.folders:
            path = os.path.normpath(Path(folder) / name)
            real, root = os.path.realpath(path), os.path.realpath(folder)
            if not Path(path).is_relative_to(folder) or not Path(real).is_relative_to(root):
                continue
            hidden = any(part.startswith(".") for part in Path(os.path.relpath(real, root)).parts)
            if not hidden and _is_file(real):
                return real
        help_ = "Names are read from the folders that `base_path` of the extension names."
        raise NotInserted(f"there is no file `{name}` to insert", help_)

    def _lines_in(self, path: str, name: str) -> list[str]:
        if path not in self._known:
            try:
                if Path(path).stat().st_size > _LONGEST:
                    raise NotInserted(f"`{name}` is not inserted: it is too large", "Insert a part of it.")
                data = Path(path).read_bytes()
                text = normalized(data.decode("utf-8"))
            except (OSError, UnicodeDecodeError) as error:
                raise NotInserted(f"`{name}` cannot be read", "Save it as UTF-8.") from error
            self._digests[path] = _digest(data)
            self._known[path] = self._published(path, name, text).split("\n")
            if self._known[path][-1:] == [""]:
                del self._known[path][-1]
        return self._known[path]

    def _section(self, path: str, name: str, file: str) -> list[str]:
        """The lines between the marks of a section."""
        lines = self._known[path]
        if path not in self._sections:  # a note may insert a thousand sections of one long file
            self._sections[path] = sections_of(lines)
        section = self._sections[path].get(name)
        if section is None:
            raise NotInserted(f"`{file}` has no section `{name}`", f"Write `--8<-- [start:{name}]` in it.")
        return lines[section]

    def _published(self, path: str, name: str, text: str) -> str:
        """The text of a file without its front matter, if that lets it be published."""
        docs_dir = os.path.realpath(self._files.docs_dir)
        if not is_note(path) or not Path(path).is_relative_to(docs_dir):
            return text
        lines = Lines(text)
        top = front_matter(lines)
        others = {declared.key.lower() for declared in top.declared} - _HARMLESS
        if top.values.get("publish") is True and not _is_repeated("publish", top):
            others.discard("publish")
        elif self._files.only_marked:
            others.add("publish")
        is_draft = GitIgnoreSpec.from_lines(self._files.drafts).match_file(os.path.relpath(path, docs_dir))
        if top.unreadable or others or is_draft or stray_properties(lines, top.end, []):
            message = f"`{name}` is not inserted: its properties may keep it from being published"
            raise NotInserted(message, "Move the part into a file of its own, or embed the note: `![[…]]`.")
        return text[top.end :]


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except OSError:  # a name that no file can have
        return False


def _is_repeated(key: str, top: FrontMatter) -> bool:
    return sum(declared.key.lower() == key for declared in top.declared) > 1
