"""Places in a note that a link can name: headings and chains of them, blocks, and any id on its page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import chain

from knotwork.equivalences import Equivalence, equivalences, name_form, plural_forms
from knotwork.names import HeadingKey, NotePath, github_slug, heading_key, slug
from knotwork.note import BlockId, Heading, Note

_ID = re.compile(r"""\bid=["']([^"']+)["']""")


class Anchors:
    """Finds them, and remembers what it made of each note for the next link."""

    def __init__(self) -> None:
        self._keys: dict[NotePath, tuple[list[HeadingKey], list[HeadingKey]]] = {}
        self._forms: dict[NotePath, dict[str, list[Heading]]] = {}
        self._ids: dict[NotePath, frozenset[str]] = {}

    def heading(self, note: Note, parts: list[str]) -> Heading | None:
        """The heading a chain leads to: each part names a heading in the section of the one before.

        A heading with a tag may be named without it, unless another heading has that very name: so a
        link can be written that holds before and after a to-do is done.
        """
        keys = self._keys.get(note.path)
        if keys is None:
            texts = [heading_key(heading.text) for heading in note.headings]
            keys = self._keys[note.path] = texts, [heading_key(heading.source) for heading in note.headings]
        shown, sources = keys
        wanted = [heading_key(part) for part in parts]
        slugs = [slug(part) for part in parts]

        def named(at: int, part: int) -> bool:
            return shown[at] == wanted[part]

        def named_without_tag(at: int, part: int) -> bool:
            return named(at, part) or (note.headings[at].plain_anchor == slugs[part] != "")

        def as_written(at: int, part: int) -> bool:
            # Obsidian writes the source, with spaces for `[[ ]] | # ^`: of links in it, too
            return named(at, part) or (sources[at] == wanted[part] != "")

        ways = (named, named_without_tag, as_written)
        found = (_chained(note.headings, len(parts), way) for way in ways)
        return next((heading for heading in found if heading), None)

    def same_heading(self, note: Note, written: str) -> tuple[str, tuple[Equivalence, ...]] | None:
        """The text of the one heading that a part of a link names, though written otherwise; and how."""
        if note.path not in self._forms:
            forms: dict[str, list[Heading]] = defaultdict(list)
            for heading in note.headings:
                forms[name_form(heading_key(heading.text))].append(heading)
            self._forms[note.path] = forms
        key = heading_key(written)
        found = [
            (heading.text, by)
            for form in plural_forms(name_form(key))
            for heading in self._forms[note.path].get(form, ())
            if (by := equivalences(key, heading_key(heading.text)))
        ]
        return found[0] if len(found) == 1 else None

    def element(self, note: Note, name: str, *, any_id: bool) -> str | None:
        """The id under which an element is published that the note calls so; `any_id`: or knotwork does."""
        if name in note.ids or not any_id:
            return note.ids.get(name)
        if note.path not in self._ids:
            found = (_ID.findall(each) for each in note.body.pieces if isinstance(each, str))
            self._ids[note.path] = frozenset(chain.from_iterable(found))
        return name if name in self._ids[note.path] else None


def block_of(note: Note, name: str) -> BlockId | None:
    """The first block with an id, whatever its case."""
    key = name.lower()
    return next((block for block in note.blocks if block.name.lower() == key), None)


def heading_of_fragment(note: Note, parts: list[str]) -> Heading | None:
    """The heading whose emitted id, or GitHub slug, the fragment of a Markdown link is."""
    if len(parts) != 1:
        return None
    fragment = parts[0]
    for heading in note.headings:
        if fragment in (heading.anchor, heading.plain_anchor):
            return heading
    lower = fragment.lower()
    seen: dict[str, int] = {}
    for heading in note.headings:
        theirs = github_slug(heading.text)
        count = seen.get(theirs, 0)
        seen[theirs] = count + 1
        if lower == (f"{theirs}-{count}" if count else theirs):
            return heading
    return None


def _chained(
    headings: Sequence[Heading], parts: int, named: Callable[[int, int], bool], first: int = 0, part: int = 0
) -> Heading | None:
    """The first heading that ends a chain; `named` tells whether a heading has the name of a part."""
    above = headings[first - 1].level if part else 0
    for at in range(first, len(headings)):
        if headings[at].level <= above:
            return None
        if named(at, part):
            last = part + 1 == parts
            end = headings[at] if last else _chained(headings, parts, named, at + 1, part + 1)
            if end is not None:
                return end
    return None
