"""All links follow: after names have changed, each is written so that it means what it meant.

What is written is read again, until every link means what it meant: a heading with a link in it has
another name when the link has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from msgspec import structs

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.resolve import resolver_of
from knotwork.model.diagnostics import Edit, Fix, Location
from knotwork.model.names import NotePath, is_canvas, is_markdown
from knotwork.model.note import Link, Note
from knotwork.model.text import Lines, normalized
from knotwork.renaming import canvas
from knotwork.renaming.link_meaning import Meaning, Notes, moved
from knotwork.renaming.link_places import LinkPlaces, link_places
from knotwork.renaming.link_spelling import (
    Ends,
    destination,
    goes_around,
    markdown_targets,
    renamed_headings,
    subpaths,
    wikilink_targets,
)
from knotwork.renaming.moves import Move, all_files, moved_notes, moved_vault, new_path
from knotwork.renaming.result import Refused, Renaming
from knotwork.rules.fixes import apply_fixes
from knotwork.syntax.reader import read_note

_MAX_ROUNDS = 6
_SHOWN = 20


@dataclass
class _Texts:
    """The texts that are changed."""

    exact: Callable[[NotePath], str | None]
    before: dict[NotePath, str] = field(default_factory=dict)
    after: dict[NotePath, str] = field(default_factory=dict)

    def apply(self, edits: list[Edit]) -> None:
        for edit in edits:
            if edit.path not in self.after:
                text = self.exact(edit.path)
                if text is None:
                    raise Refused(f"{edit.path} cannot be changed: it is not UTF-8, or not in the vault")
                self.before[edit.path] = self.after[edit.path] = text
        self.after, _ = apply_fixes(self.after, [Fix("", (), (edit,)) for edit in edits])


def renaming(
    kb: KnowledgeBase,
    held_back: Mapping[NotePath, Note],
    exact: Callable[[NotePath], str | None],
    move: Move,
    edits: list[Edit],
) -> Renaming:
    """The texts after a move and `edits` of what gets another name, with all links that follow.

    `held_back` are the notes that are not published; `exact` gives the text of a file as it is, None when it
    cannot be changed. Raises Refused when a link cannot be written so that it means what it meant.
    """
    notes = {**kb.notes, **held_back}
    before = Notes(notes, kb.resolver)
    texts, links = _Texts(exact), set[tuple[NotePath, int]]()
    texts.apply(edits)
    _check_read(kb, notes, texts)
    for _ in range(_MAX_ROUNDS):
        current = {path: _reread(kb, path, notes, texts) for path in notes}
        _check_shapes(notes, current)
        resolver = resolver_of(moved_vault(kb, current, move), kb.settings)
        after = Notes(moved_notes(current, move), resolver)
        round_ = _Round(before, after, move, texts)
        changes = list(round_.edits())
        if not changes:
            round_.follow_in_canvases(kb, texts)
            return Renaming(
                {
                    path: texts.before[path]
                    for path, text in texts.after.items()
                    if text != texts.before[path]
                },
                {path: text for path, text in texts.after.items() if text != texts.before[path]},
                len(links),
                round_.repaired,
            )
        links |= round_.changed
        texts.apply(changes)
        _check_read(kb, notes, texts)
    raise Refused("the links cannot be written so that each leads where it led")


def _reread(kb: KnowledgeBase, path: NotePath, notes: Mapping[NotePath, Note], texts: _Texts) -> Note:
    text = texts.after.get(path)
    return notes[path] if text is None else read_note(path, text, kb.settings.dialect)


def _check_read(kb: KnowledgeBase, notes: Mapping[NotePath, Note], texts: _Texts) -> None:
    for path, text in texts.before.items():
        read = read_note(path, text, kb.settings.dialect)
        if path in notes and (read.links, read.headings) != (notes[path].links, notes[path].headings):
            raise Refused(f"{path} was changed by another program meanwhile")


def _check_shapes(before: Mapping[NotePath, Note], after: Mapping[NotePath, Note]) -> None:
    """Raises Refused when a note has become something else than the same note with other names."""
    for path, note in after.items():
        old = before[path]
        if note is not old and _shape(note) != _shape(old):
            raise Refused(
                f"the new name would change more in {path} than names: it means something in Markdown"
            )


def _shape(note: Note) -> object:
    return (
        [(link.kind, link.display, link.published, link.field, link.embeds) for link in note.links],
        [(heading.level, heading.depth) for heading in note.headings],
        [fence.text for fence in note.fences],
        len(note.tags),
        len(note.blocks),
        len(note.items),
        len(note.urls),
        len(note.aliases),
        len(note.comments),
        list(note.front_matter),
        note.unreadable,
    )


@dataclass
class _Round:
    """One look at all links."""

    before: Notes
    after: Notes
    move: Move
    texts: _Texts
    repaired: int = 0
    changed: set[tuple[NotePath, int]] = field(default_factory=set)

    def edits(self) -> Iterator[Edit]:
        """The edits after which links mean what they meant; none when all do."""
        path_of = new_path(self.move)
        refused: list[Location] = []
        for path, note in self.before.notes.items():
            if not is_markdown(path):  # the links of a canvas are followed as texts of JSON
                continue
            source = NotePath(path_of(path))
            lines: Lines | None = None
            for at, (old, link) in enumerate(zip(note.links, self.after.notes[source].links, strict=True)):
                meaning = self.before.meaning(path, old)
                if meaning is None:
                    self.repaired += self.after.meaning(source, link) is not None
                    continue
                wanted = moved(meaning, path_of)
                now = self.after.meaning(source, link)
                detour = goes_around(link.target, source) and not goes_around(old.target, path)
                if now is not None and now.holds(wanted) and not detour:
                    continue
                lines = lines or Lines(normalized(self._text(path)))
                edit = self._edit(path, source, old, link, meaning, wanted, lines)
                if edit is None and detour:
                    continue
                if edit is None:
                    refused.append(Location(path, old.span))
                else:
                    self.changed.add((path, at))
                    yield edit
        if refused:
            raise Refused(
                "these links cannot be written so that they lead where they lead", tuple(refused[:_SHOWN])
            )

    def _text(self, path: NotePath) -> str:
        text = self.texts.after.get(path)
        text = self.texts.exact(path) if text is None else text
        if text is None:
            raise Refused(f"{path} cannot be changed: it is not UTF-8, or not in the vault")
        return text

    def _edit(
        self,
        path: NotePath,
        source: NotePath,
        old: Link,
        link: Link,
        meaning: Meaning,
        wanted: Meaning,
        lines: Lines,
    ) -> Edit | None:
        places = link_places(link, lines)
        if places is None:
            return None
        ends = Ends(path, NotePath(meaning.file)), Ends(source, NotePath(wanted.file))
        changed = self._rewritten(ends, old, link, meaning, wanted)
        return None if changed is None or changed == link else _edit_of(path, link, changed, places, lines)

    def follow_in_canvases(self, kb: KnowledgeBase, texts: _Texts) -> None:
        """Change the texts of canvas files whose links lead elsewhere; raises Refused."""
        for path in sorted(path for path in all_files(kb) if is_canvas(path)):
            text = texts.exact(path)
            changed = text and canvas.canvas_text(text, partial(self._in_canvas, path))
            if text and changed and changed != text:
                texts.before[path], texts.after[path] = text, changed

    def _in_canvas(self, path: NotePath, link: Link) -> Link:
        path_of = new_path(self.move)
        meaning = self.before.meaning(path, link) if link.target else None
        if meaning is None:
            return link
        wanted = moved(meaning, path_of)
        source = NotePath(path_of(path))
        ends = Ends(path, NotePath(meaning.file)), Ends(source, NotePath(wanted.file))
        changed = self._rewritten(ends, link, link, meaning, wanted)
        if changed is None:
            raise Refused(f"a link in {path} cannot be written so that it leads where it leads")
        return changed

    def _rewritten(
        self, ends: tuple[Ends, Ends], old: Link, link: Link, meaning: Meaning, wanted: Meaning
    ) -> Link | None:
        """The link written so that it means what is wanted; None when that cannot be."""
        for changed in self._candidates(ends, old, link, meaning):
            now = self.after.meaning(ends[1].source, changed)
            if now is not None and now.holds(wanted):
                return changed
        return None

    def _candidates(self, ends: tuple[Ends, Ends], old: Link, link: Link, meaning: Meaning) -> Iterator[Link]:
        """The link with other targets, and with other parts behind its `#`."""
        before, after = ends
        targets = [link.target]
        if link.target and link.kind == "markdown":
            targets += markdown_targets(old, meaning.rule, before, after)
        elif link.target:
            targets += wikilink_targets(old, before, after)
        parts = [link.subpath, *self._parts(old, before.target, after.target, meaning)]
        if not goes_around(old.target, before.source):
            targets.sort(key=lambda target: goes_around(target, after.source))
        for subpath in dict.fromkeys(parts):
            for target in dict.fromkeys(targets):
                yield structs.replace(link, target=target, subpath=subpath)

    def _parts(self, old: Link, before: NotePath, after: NotePath, meaning: Meaning) -> Iterator[str]:
        if meaning.part is None or not old.subpath or before not in self.before.notes:
            return
        kind, at = meaning.part
        was, now = self.before.notes[before], self.after.notes[after]
        if kind == "heading" and isinstance(at, int):
            renamed = renamed_headings(was, now)
            yield from subpaths(old, was, now, was.headings[at], now.headings[at], renamed)
        elif kind == "block" and isinstance(at, int):
            yield f"{old.subpath.rpartition('^')[0]}^{now.blocks[at].name}"


def _edit_of(path: NotePath, link: Link, changed: Link, places: LinkPlaces, lines: Lines) -> Edit | None:
    """The one edit that turns a link into another."""
    replaced = []
    for place, was, text in (
        (places.target, link.target, changed.target),
        (places.subpath, link.subpath, changed.subpath),
    ):
        if was != text:
            if place is None:
                return None
            written = lines.text[slice(*place)]
            is_path = link.kind == "markdown"
            replaced.append((place, destination(text, written, angle=places.angle) if is_path else text))
    (start, end), text = replaced[0]
    for (behind, until), more in replaced[1:]:
        text, end = f"{text}{lines.text[end:behind]}{more}", until
    span = lines.span(start, end)
    return Edit(path, span.start, span.end, text)
