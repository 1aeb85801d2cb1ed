"""Places in a note that a link can name: headings and chains of them, blocks, and any id on its page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from knotwork.model.equivalences import Equivalence, equivalences, name_form, only_equivalent, plural_forms
from knotwork.model.heading_ids import HeadingIds
from knotwork.model.names import HeadingKey, NotePath, github_slug, heading_key
from knotwork.model.nearest import Candidates
from knotwork.model.note import BlockId, Heading, Note

_CHAIN_STEPS = 5_000_000
"""Headings that the chains of all links to a note are compared with; then only their last part counts."""
_NONE = 1 << 60
_ALIKE = 100
"""How many headings of nearly the same name are compared; with several matches no fix is safe."""


class Anchors:
    """Finds anchors in notes; what it computes for a note is kept for the next link."""

    def __init__(self, ids: HeadingIds) -> None:
        self._ids = ids
        self._known: dict[NotePath, _NoteAnchors] = {}

    @property
    def is_exhausted(self) -> bool:
        """Whether the chains of links to a note were so many that only their last parts count."""
        return any(known.headings.steps < 0 for known in self._known.values() if known.has_headings)

    def heading(self, note: Note, parts: list[str]) -> Heading | None:
        """The heading a chain leads to: each part names a heading in the section of the one before.

        A heading with a tag may be named without it, unless another heading has that very name: so a
        link can be written that holds before and after a to-do is done.
        """
        return self._of(note).headings.chained(parts)

    def heading_of_fragment(self, note: Note, parts: list[str]) -> Heading | None:
        """The heading whose emitted id, or GitHub slug, the fragment of a Markdown link is."""
        if len(parts) != 1:
            return None
        known = self._of(note).headings
        return known.ids.get(parts[0]) or known.slugs.get(parts[0].lower())

    def near_headings(self, note: Note) -> Candidates:
        """The texts of a note's headings, for a link that names none of them."""
        return self._of(note).headings.texts

    def block(self, note: Note, name: str) -> BlockId | None:
        """The first block with an id, whatever its case."""
        return self._of(note).blocks.by_key.get(name.lower())

    def same_block(self, note: Note, written: str) -> tuple[str, tuple[Equivalence, ...]] | None:
        """The one block id with the same name in another spelling, and how they differ."""
        forms = self._of(note).blocks.forms
        near = [name for form in plural_forms(name_form(written)) for name in forms.get(form, ())]
        return only_equivalent(written, near)

    def near_blocks(self, note: Note) -> Candidates:
        """A note's block ids, for a link that names none of them."""
        return self._of(note).blocks.names

    def same_heading(self, note: Note, written: str) -> tuple[str, tuple[Equivalence, ...]] | None:
        """The text of the one heading with the same name in another spelling, and how they differ."""
        key = heading_key(written)
        forms = self._of(note).heading_forms
        matches = [
            (heading.text, by)
            for form in plural_forms(name_form(key))
            for heading in forms.get(form, ())[:_ALIKE]
            if (by := equivalences(key, heading_key(heading.text)))
        ]
        return matches[0] if len(matches) == 1 else None

    def element(self, note: Note, name: str, *, any_id: bool) -> str | None:
        """The published id of the element with that id in the note; with `any_id`, or on its page."""
        if name in note.ids or not any_id:
            return note.ids.get(name)
        return name if name in self._of(note).ids else None

    def _of(self, note: Note) -> _NoteAnchors:
        known = self._known.get(note.path)
        if known is None or known.note is not note:  # another plugin may have changed a note's text
            known = self._known[note.path] = _NoteAnchors(note, self._ids)
        return known


class _NoteAnchors:
    """The anchors of one note, each table made when a link asks for it."""

    def __init__(self, note: Note, ids: HeadingIds) -> None:
        self.note = note
        self._ids = ids

    @property
    def has_headings(self) -> bool:
        """Whether a link has asked for a heading."""
        return "headings" in vars(self)

    @cached_property
    def headings(self) -> _Headings:
        return _Headings(self.note.headings, self._ids)

    @cached_property
    def blocks(self) -> _Blocks:
        return _Blocks(self.note.blocks)

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(self.note.body.ids)

    @cached_property
    def heading_forms(self) -> Mapping[str, list[Heading]]:
        """The headings by what the spellings of a name have in common."""
        forms: dict[str, list[Heading]] = defaultdict(list)
        for heading in self.note.headings:
            forms[name_form(heading_key(heading.text))].append(heading)
        return forms


class _Headings:
    """A note's headings by all the names a link may have for them, the first of each name."""

    def __init__(self, headings: Sequence[Heading], ids: HeadingIds) -> None:
        self.headings = headings
        self._ids = ids
        self.shown = [heading_key(heading.text) for heading in headings]
        self.sources = [heading_key(heading.source) for heading in headings]
        self.steps = _CHAIN_STEPS

    def chained(self, parts: list[str]) -> Heading | None:
        keys = [heading_key(part) for part in parts]
        slugs = [self._ids.of(part) for part in parts]
        shown = self._by_shown.get(keys[-1], _NONE)
        plain = self._by_plain.get(slugs[-1], _NONE) if slugs[-1] else _NONE
        source = self._by_source.get(keys[-1], _NONE) if keys[-1] else _NONE
        ways = (shown, min(shown, plain), min(shown, source))
        if len(parts) == 1 or self.steps < 0:
            first = next((at for at in ways if at != _NONE), None)
            return None if first is None else self.headings[first]
        return self._in_sections(keys, slugs) if min(ways) != _NONE else None

    def _in_sections(self, keys: list[HeadingKey], slugs: list[str]) -> Heading | None:
        def named(at: int, part: int) -> bool:
            self.steps -= 1
            return self.shown[at] == keys[part]

        def named_without_tag(at: int, part: int) -> bool:
            return named(at, part) or (self.headings[at].plain_anchor == slugs[part] != "")

        def as_written(at: int, part: int) -> bool:
            # Obsidian writes the source, with spaces for `[[ ]] | # ^`: of links in it, too
            return named(at, part) or (self.sources[at] == keys[part] != "")

        ways = (named, named_without_tag, as_written)
        ends = (_chained(self.headings, len(keys), way) for way in ways)
        return next((heading for heading in ends if heading), None)

    @cached_property
    def _by_shown(self) -> Mapping[str, int]:
        return _first(self.shown)

    @cached_property
    def _by_source(self) -> Mapping[str, int]:
        return _first(self.sources)

    @cached_property
    def _by_plain(self) -> Mapping[str, int]:
        return _first(heading.plain_anchor or "" for heading in self.headings)

    @cached_property
    def ids(self) -> Mapping[str, Heading]:
        """By the ids that headings are published with."""
        ids = (
            (id_, heading)
            for heading in self.headings
            for id_ in (heading.anchor, heading.plain_anchor)
            if id_
        )
        return dict(reversed(list(ids)))

    @cached_property
    def slugs(self) -> Mapping[str, Heading]:
        """By the ids that GitHub would give them."""
        by_slug: dict[str, Heading] = {}
        seen: Counter[str] = Counter()
        for heading in self.headings:
            theirs = github_slug(heading.text)
            count = seen[theirs]
            seen[theirs] += 1
            by_slug.setdefault(f"{theirs}-{count}" if count else theirs, heading)
        return by_slug

    @cached_property
    def texts(self) -> Candidates:
        """Their texts, each once."""
        return Candidates(dict.fromkeys(heading.text for heading in self.headings))


class _Blocks:
    """A note's block ids, the first of each name."""

    def __init__(self, blocks: Sequence[BlockId]) -> None:
        self.by_key = {block.name.lower(): block for block in reversed(blocks)}
        self.names = Candidates(dict.fromkeys(block.name for block in blocks))

    @cached_property
    def forms(self) -> Mapping[str, list[str]]:
        """By what the spellings of a name have in common."""
        forms: dict[str, list[str]] = defaultdict(list)
        for name in self.names.names:
            forms[name_form(name)].append(name)
        return forms


def _first(keys: Iterable[str]) -> dict[str, int]:
    """For each key the first index at which it stands."""
    firsts: dict[str, int] = {}
    for at, key in enumerate(keys):
        firsts.setdefault(key, at)
    return firsts


def _chained(
    headings: Sequence[Heading], parts: int, named: Callable[[int, int], bool], first: int = 0, part: int = 0
) -> Heading | None:
    """The first heading that ends a chain; `named` is a test whether a heading has the name of a part."""
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
