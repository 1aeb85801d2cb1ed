"""Characters that look like those of YAML and are others: no-break spaces, curly quotes, dashes, wide colons.

They come with text from web pages and word processors. The text is read as if the right ones stood there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import yaml
from msgspec.structs import replace

from knotwork.model.diagnostics import Severity
from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Repair, Violation
from knotwork.snippets.yaml.block_texts import lines_outside_texts
from knotwork.snippets.yaml.compose import Composed, broken_documents
from knotwork.snippets.yaml.templates import braces

CONFUSABLE_CHARACTER = snippet_rule(
    "confusable-character",
    "error",
    "yaml",
    """
    A character looks like one of YAML or of a command, and is a different one.

    Web pages and word processors write no-break spaces, curly quotes, long dashes and wide colons. YAML does
    not know them: the block cannot be read, or they become part of the value. What becomes part of a value is
    a warning.

    Bad:

    ```yaml {k8s="invalid:confusable-character"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
        - name: web
          image：nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
        - name: web
          image: nginx:1.27
    ```

    `check --fix --unsafe-fixes` writes the ordinary character. The rest of the block is checked as if it
    were there.
    """,
    position=2,
)

_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_ZERO_WIDTH = "\u200b\u2060\ufeff"
ANY_CONFUSABLE = lazy_regex(f"[{_SPACES}{_ZERO_WIDTH}\u2012-\u2015\u2018-\u201f\u2022\u2212\uff0c\uff1a]")
_SPACE = lazy_regex(f"[{_SPACES}](?:[ {_SPACES}]*[{_SPACES}])?")  # also with usual ones between them
_COLON = lazy_regex(r"^ *(?:- +)*[a-z][A-Za-z0-9./_-]*(\uff1a)", re.MULTILINE)
_COMMA = lazy_regex("\uff0c")
_BULLET = lazy_regex(f"^ *([\u2012-\u2015\u2022\u2212])(?=[ {_SPACES}])", re.MULTILINE)
_QUOTED = lazy_regex(
    '(?<![^\\s\\[{,:])(?:([\u201c-\u201f])([^\u201c-\u201f"\\\\\n]*)([\u201c-\u201f"])'
    "|([\u2018-\u201b])([^\u2018-\u201b'\n]*)([\u2018-\u201b']))(?=[ \t]*(?:$|[,\\]}#:]))",
    re.MULTILINE,
)
_OPTION = lazy_regex("([\u2012-\u2015\u2212]+)(-?)([A-Za-z][\\w-]*)(?:=[^\\s]*)?")
_INVISIBLE = lazy_regex(f"[{_ZERO_WIDTH}]")


class Confusable(NamedTuple):
    """A character that is another than it looks, and what it is read as."""

    start: int
    end: int
    character: str
    read_as: str
    """As long as what it replaces, or longer by one space at its end."""
    written: str
    """What a repair writes."""
    in_value: bool = False
    """Whether YAML reads it, as part of a value."""
    closes: bool = False
    """Whether it is the second of a pair of quotes."""


class WithoutConfusables(NamedTuple):
    """A text that was read without characters that are others than they look."""

    read: Composed
    violations: tuple[Violation, ...] = ()
    inserted: tuple[int, ...] = ()
    """The offsets of spaces that stand in the text that was read, and not in the block."""


def without_confusables(read: Composed, compose: Callable[[str], Composed]) -> WithoutConfusables:
    """A text read without such characters where they stand for those of YAML; `compose` reads a text."""
    text = read.text
    if text.isascii() or ANY_CONFUSABLE.search(text) is None:
        return WithoutConfusables(read)
    broken = broken_documents(read)
    characters = sorted(set(_in_lines(text) if broken else confusables_in_scalars(read)))
    if not characters:
        return WithoutConfusables(read)
    parts: list[str] = []
    inserted: list[int] = []
    placed: list[Confusable] = []
    at = shift = 0
    for character in characters:
        if character.start < at:
            continue  # it overlaps the one before
        read_as = text[character.start : character.end] if character.in_value else character.read_as
        parts += [text[at : character.start], read_as]
        longer = len(read_as) - (character.end - character.start)
        placed.append(character._replace(start=character.start + shift, end=character.end + shift + longer))
        if longer:
            inserted.append(character.end + shift)
        shift += longer
        at = character.end
    again = compose("".join((*parts, text[at:])))
    if broken and not broken_documents(again):
        placed = sorted(
            (*placed, *(character for character in confusables_in_scalars(again) if character.in_value))
        )
    return WithoutConfusables(again, tuple(confusable_violations(placed)), tuple(inserted))


# -- where they stand


def _in_lines(text: str) -> Iterator[Confusable]:
    """Those in a text that cannot be read, by its lines outside of block texts and of long braces."""
    comments = [span for span in braces(text) if "\n" in text[slice(*span)]]
    for start, end in lines_outside_texts(text):
        line = text[start:end]
        if ANY_CONFUSABLE.search(line) is None or any(first < start < last for first, last in comments):
            continue
        for match in (*_COLON.finditer(line), *_BULLET.finditer(line)):
            yield _mark(text, start + match.start(1))
        for match in _COMMA.finditer(line):
            if _is_between_brackets(line[: match.start()]):
                yield _mark(text, start + match.start())
        for match in _SPACE.finditer(line):
            if _stands_apart(line, match):
                yield _space(start + match.start(), match[0])
        for match in _QUOTED.finditer(line):
            yield from _quotes(start, match, in_value=False)


def confusables_in_scalars(read: Composed) -> Iterator[Confusable]:
    """Those in a text that can be read: at the ends of plain scalars, and in what looks like an option."""
    text = read.text
    scalars = (
        node for node in read.nodes if isinstance(node, yaml.ScalarNode) and node.style not in ("|", ">")
    )
    for node in scalars:
        start, end = node.start_mark.index, node.end_mark.index
        written = text[start:end]
        if written.isascii() or ANY_CONFUSABLE.search(written) is None:
            continue
        quotes = 1 if node.style else 0
        option = _OPTION.fullmatch(written, quotes, len(written) - quotes)
        if option is not None:
            yield _option(start, option)
        if quotes:
            continue
        line = line_start(text, start)
        is_value = not text[end : end + 20].lstrip(" ").startswith(":")
        for match in _SPACE.finditer(written):
            if match.start() == 0 or match.end() == len(written):
                yield _space(start + match.start(), match[0], in_value=is_value)
        marks = (_COLON.match(text, line), _BULLET.match(text, line))
        for mark in marks:
            if mark is not None and start <= mark.start(1) < end and "\n" not in text[start : mark.start(1)]:
                yield _mark(text, mark.start(1))
        quoted = _QUOTED.fullmatch(text, start, end) or _QUOTED.match(text, start)
        if quoted is not None and quoted.end() == end:
            yield from _quotes(0, quoted, in_value=is_value)
        for match in _INVISIBLE.finditer(written):
            if _beside_ascii(written, match.start()):
                yield Confusable(start + match.start(), start + match.end(), match[0], match[0], "", is_value)


def _stands_apart(line: str, match: re.Match[str]) -> bool:
    """Whether spaces stand between the parts of a line, and not between the words of a value."""
    before, after = _SPACE.sub(" ", line[: match.start()]).rstrip(" "), line[match.end() :].lstrip(" ")
    return not before.strip(" -") or before[-1] in ":,[{" or not after or after[0] in ":,]}"


def _is_between_brackets(before: str) -> bool:
    """Whether a bracket is open at the end of a part of a line, and no quotes are."""
    opened = max(before.rfind("{"), before.rfind("["))
    return opened > max(before.rfind("}"), before.rfind("]")) and not (
        before.count("'", opened) % 2 or before.count('"', opened) % 2
    )


def _beside_ascii(written: str, at: int) -> bool:
    """Whether a character that cannot be seen stands beside ASCII or at an end, not within other scripts."""
    around = written[max(0, at - 1) : at] + written[at + 1 : at + 2]
    return around.isascii()


# -- what is said about them


def _space(start: int, spaces: str, *, in_value: bool = False) -> Confusable:
    usual = " " * len(spaces)
    return Confusable(start, start + len(spaces), spaces[0], usual, usual, in_value)


def _mark(text: str, at: int) -> Confusable:
    """A colon, a comma or a bullet."""
    if text[at] == "\uff0c":
        return Confusable(at, at + 1, text[at], ",", ",")
    if text[at] != "\uff1a":
        return Confusable(at, at + 1, text[at], "-", "-")
    follows = text[at + 1 : at + 2]
    read_as = ":" if not follows or follows.isspace() else ": "
    return Confusable(at, at + 1, text[at], read_as, read_as)


def _quotes(start: int, match: re.Match[str], *, in_value: bool) -> Iterator[Confusable]:
    first, last = (1, 3) if match[1] else (4, 6)
    quote = '"' if match[1] else "'"
    for group in (first, last):
        if match[group] != quote:
            closes = group == last and match[first] != quote
            place = start + match.start(group)
            yield Confusable(place, place + 1, match[group], quote, quote, in_value, closes)


def _option(start: int, match: re.Match[str]) -> Confusable:
    dashes = "-" if len(match[3]) == 1 else "--"
    end = start + match.end(2)
    return Confusable(start + match.start(1), end, match[1][0], dashes, dashes, in_value=True)


def confusable_violations(characters: Sequence[Confusable]) -> list[Violation]:
    """The violations: one for a pair of quotes, and one for all that stand for one sign of YAML."""
    groups: list[list[Confusable]] = []
    of_sign: dict[str, list[Confusable]] = {}
    for character in characters:
        if character.in_value:
            if character.closes and groups:
                groups[-1].append(character)
            else:
                groups.append([character])
        else:
            of_sign.setdefault(character.written.strip() or " ", []).append(character)
    return sorted(map(_together, (*groups, *of_sign.values())), key=lambda violation: violation.start)


def _together(group: Sequence[Confusable]) -> Violation:
    """One violation at the first of several, with a repair of all."""
    first = _violation(group[0])
    others = [character for character in group[1:] if not character.closes]
    more = f", and {len(others)} more below" if others else ""
    related = tuple((character.start, character.end, THIS_TOO) for character in others[:MOST_PLACES])
    changes = tuple((character.start, character.end, character.written) for character in group)
    repair = first.repair and replace(first.repair, changes=changes)
    end = first.end if others else group[-1].end
    return replace(first, end=end, message=f"{first.message}{more}", repair=repair, related=related)


def _violation(character: Confusable) -> Violation:
    code = f"U+{ord(character.character):04X} ({unicodedata.name(character.character, 'no name').lower()})"
    severity: Severity | None = "warning" if character.in_value else None
    if not character.written:
        message, help_ = f"{code} cannot be seen, and is part of the text", "Remove it."
        title = "Remove it"
    else:
        usual = "a space" if not character.written.strip() else f"`{character.written.strip()}`"
        message, help_ = f"{code} looks like {usual} and is not", f"Write {usual} in its place."
        title = f"Write {usual}"
    return Violation(
        CONFUSABLE_CHARACTER,
        character.start,
        character.end,
        message,
        help_,
        severity=severity,
        repair=Repair(title, (), ((character.start, character.end, character.written),)),
    )
