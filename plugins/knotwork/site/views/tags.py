"""A page for each tag, with the sentences around it, and an index of all tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape

from knotwork.knowledge.tag_index import TagOccurrence
from knotwork.model.names import NotePath, TagKey, tag_key
from knotwork.site.addresses import TAGS, relative, tag_source
from knotwork.site.views.folders import note_with_summary
from knotwork.site.views.page import GeneratedPage, View, parts, unordered

_BLOCKS_SHOWN, _NESTED_SHOWN = 3, 50

Children = Mapping[str, Sequence[TagKey]]
"""For each tag those nested in it directly; top-level tags are under the empty name."""


def tag_pages(view: View) -> Iterator[GeneratedPage]:
    """The pages of all tags, a note an entry; a parent lists the notes of its children too."""
    children = _children(view)
    for key, occurrences in view.kb.tags.occurrences.items():
        by_note: dict[NotePath, list[TagOccurrence]] = defaultdict(list)
        for occurrence in occurrences:
            by_note[occurrence.path].append(occurrence)
        entries = [partial(_entry, view, key, path, in_note) for path, in_note in by_note.items()]
        intro = partial(_intro, view, key, len(by_note), children[key])
        name = f"#{view.kb.tags.names[key]}"
        yield from parts(view, tag_source(key), name, intro, entries, "kw-list kw-tagged")


def tag_sources(view: View) -> Iterator[tuple[str, str]]:
    """The source paths of all tags' pages, with titles."""
    for key in view.kb.tags.occurrences:
        yield tag_source(key), f"#{key}"


def tag_index(view: View) -> Iterator[GeneratedPage]:
    """The index of all tags as a tree; none when no note has a tag."""
    if not view.kb.tags.occurrences:
        return
    children = _children(view)
    notes = len({occurrence.path for key in children[""] for occurrence in view.kb.tags.occurrences[key]})
    words = view.words
    tags, in_notes = words.counted(len(view.kb.tags.occurrences), "tag"), words.counted(notes, "note")
    intro = f"<p>{words('{tags} in {notes}.', tags=tags, notes=in_notes)}</p>\n"
    entries = [partial(_line, view, children, key) for key in children[""]]
    for page in parts(view, TAGS, words("Tags"), lambda here: intro, entries, "kw-list kw-tags"):
        yield replace(page, entry=page.source == TAGS)


def _children(view: View) -> Children:
    children: dict[str, list[TagKey]] = defaultdict(list)
    for key in view.kb.tags.occurrences:
        children[key.rpartition("/")[0]].append(key)
    return children


def _intro(view: View, key: TagKey, notes: int, nested: Sequence[TagKey], here: str) -> str:
    above = key.rpartition("/")[0]
    words = view.words
    up = " · " + words("part of {tag}", tag=_chip(view, TagKey(above), here)) if above else ""
    all_tags = view.to(view.site.generated(TAGS), here, words("All tags"))
    inside = " ".join(_counted(view, child, here) for child in nested[:_NESTED_SHOWN])
    if len(nested) > _NESTED_SHOWN:
        inside += " " + words("and {n} more", n=words.number(len(nested) - _NESTED_SHOWN))
    listed = f'<p class="kw-nested">{words("Parts of it: {tags}", tags=inside)}</p>\n' if nested else ""
    return f"<p>{words.counted(notes, 'note')}{up} · {all_tags}</p>\n{listed}"


def _line(view: View, children: Children, key: TagKey, here: str) -> str:
    nested = children.get(key, ())
    line = _counted(view, key, here)
    inner = unordered(_line(view, children, child, here) for child in nested[:_NESTED_SHOWN])
    if len(nested) > _NESTED_SHOWN:
        number = view.words.number(len(nested) - _NESTED_SHOWN)
        rest = view.to(view.site.tag(key), here, view.words("{n} more", n=number))
        inner += f'<p class="kw-where">{view.words("and {rest}", rest=rest)}</p>\n'
    return line + inner


def _counted(view: View, key: TagKey, here: str) -> str:
    count = len({occurrence.path for occurrence in view.kb.tags.occurrences[key]})
    return f'{_chip(view, key, here)} <span class="kw-count">{view.words.number(count)}</span>'


def _chip(view: View, key: TagKey, here: str) -> str:
    url = escape(relative(view.site.tag(key), here))
    return f'<a class="kw-tag" href="{url}">#{escape(view.kb.tags.names[key])}</a>'


# -- a note's entry


def _entry(view: View, key: TagKey, path: NotePath, occurrences: Sequence[TagOccurrence], here: str) -> str:
    """A note with the blocks around the tag; without any its summary, and the nested tags it has."""
    quoted = [html for occurrence in _blocks(occurrences) if (html := _quoted(view, occurrence, here))]
    if not quoted:
        inner = sorted({tag_key(occurrence.tag.name) for occurrence in occurrences} - {key})
        chips = "".join(f" {_chip(view, tag, here)}" for tag in inner[:_BLOCKS_SHOWN])
        return note_with_summary(view, path, here, view.where(path) + chips)
    rest = len(quoted) - _BLOCKS_SHOWN
    places = view.words.plural(rest, "and {n} more place", "and {n} more places")
    more = f'<p class="kw-where">{places}</p>' if rest > 0 else ""
    return f"{view.link(path, here)}{view.where(path)}\n{''.join(quoted[:_BLOCKS_SHOWN])}{more}"


def _blocks(occurrences: Iterable[TagOccurrence]) -> list[TagOccurrence]:
    """One occurrence of the tag for each block, in the order of the text."""
    by_block = {
        occurrence.tag.context: occurrence
        for occurrence in reversed(list(occurrences))
        if occurrence.tag.context is not None
    }
    return [by_block[context] for context in sorted(by_block, key=lambda context: context or 0)]


def _quoted(view: View, occurrence: TagOccurrence, here: str) -> str:
    assert occurrence.tag.context is not None, "the tag stands in the text"
    context = view.kb.notes[occurrence.path].contexts[occurrence.tag.context]
    if not context.text or context.text == view.kb.notes[occurrence.path].title:
        return ""
    return view.quoted(occurrence.path, context, here)
