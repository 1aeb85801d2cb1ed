"""The to-do board: every to-do tag, the text it covers, and which of its items are open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape

from knotwork.knowledge.tag_index import ancestors
from knotwork.knowledge.todos import Todo, TodoItem, is_todo
from knotwork.model.names import NotePath, TagKey, slug, tag_key, unique_anchor
from knotwork.site.addresses import TODO, relative
from knotwork.site.views.page import GeneratedPage, View
from knotwork.site.views.sections import Section, section_addresses, section_pages
from knotwork.site.words import marked

_SHOWN = 30
"""The number of filters of each kind; the most frequent are shown."""
_STATES = {"open": marked("Open"), "done": marked("Done")}
_SECTIONS = {
    "written": marked("written"),
    "empty": marked("not written yet"),
    None: marked("no section yet"),
}
_AT_ROOT = marked("Outside folders")


@dataclass(frozen=True, slots=True)
class _Filter:
    """A filter for to-dos; without scripts, a link to the section that lists them."""

    kind: str
    value: str
    text: str
    count: int
    url: str


def todo_pages(view: View) -> Iterator[GeneratedPage]:
    """The board, and its later pages; none when no note has a to-do."""
    if not view.kb.todos:
        return
    anchors: dict[tuple[str, str], str] = {}
    sections = list(_sections(view, anchors))
    addresses = section_addresses(view, TODO, sections)
    places = {place: addresses[anchor] for place, anchor in anchors.items()}
    rows = {
        marked("State"): _by_state(view, places),
        marked("Tag"): _by_tag(view),
        marked("Folder"): _by_folder(view, places),
    }
    title, summary = view.words("To do"), _summary(view)
    for page in section_pages(view, TODO, title, partial(_intro, view, summary, rows), sections):
        yield replace(page, entry=page.source == TODO)


def _sections(view: View, anchors: dict[tuple[str, str], str]) -> Iterator[Section]:
    """The sections of open to-dos by folder, then those of done ones; their ids are added to `anchors`."""
    grouped: dict[tuple[str, str], list[Todo]] = defaultdict(list)
    for todo in view.kb.todos:
        grouped[_state(todo), _folder(todo)].append(todo)
    several = len({folder for _, folder in grouped}) > 1
    taken: set[str] = set()
    for state, folder in sorted(grouped, key=lambda place: (place[0] != "open", place[1])):
        title = (folder or _AT_ROOT) if several else ""
        shown = view.words(title) if title and not folder else title
        name = f"{state}-{slug(title)}" if title else state
        anchors[state, folder] = anchor = unique_anchor(name, taken)
        taken.add(anchor)
        entries = [partial(_card, view, todo) for todo in grouped[state, folder]]
        yield Section(_STATES[state], shown, anchor, entries, f"kw-cards kw-are-{state}", listed=_cards)


def _state(todo: Todo) -> str:
    return "open" if todo.open else "done"


def _folder(todo: Todo) -> str:
    """The folder at the vault's root that a to-do is in."""
    return todo.path.partition("/")[0] if "/" in todo.path else ""


# -- the opening


def _summary(view: View) -> str:
    words, todos = view.words, view.kb.todos
    open_ones = sum(todo.open for todo in todos)
    return words(
        "{todos}, {done} done, in {notes}.",
        todos=words.counted(open_ones, "open to-do"),
        done=words.number(len(todos) - open_ones),
        notes=words.counted(len({todo.path for todo in todos}), "note"),
    )


def _intro(view: View, summary: str, rows: Mapping[str, Sequence[_Filter]], here: str) -> str:
    shown = "".join(_row(view, name, filters, here) for name, filters in rows.items() if len(filters) > 1)
    return f"<p>{summary}</p>\n" + (f'<div class="kw-filters">\n{shown}</div>\n' if shown else "")


def _by_state(view: View, places: Mapping[tuple[str, str], str]) -> list[_Filter]:
    counts = Counter(map(_state, view.kb.todos))
    first = {state: url for (state, _), url in reversed(list(places.items()))}
    return [
        _Filter("state", state, view.words(_STATES[state]), counts[state], first[state]) for state in first
    ][::-1]


def _by_folder(view: View, places: Mapping[tuple[str, str], str]) -> list[_Filter]:
    counts = Counter(map(_folder, view.kb.todos))
    first = {folder: url for (_, folder), url in reversed(list(places.items()))}
    return [
        _Filter("folder", folder, folder or view.words(_AT_ROOT), count, first[folder])
        for folder, count in sorted(counts.most_common(_SHOWN))
    ]


def _by_tag(view: View) -> list[_Filter]:
    counts = Counter(key for todo in view.kb.todos for key in _tags(view, todo))
    return [
        _Filter("tag", key, f"#{view.kb.tags.names.get(key, key)}", count, view.site.tag(key))
        for key, count in sorted(counts.most_common(_SHOWN))
        if key in view.kb.tags.occurrences
    ]


def _tags(view: View, todo: Todo) -> list[TagKey]:
    """A to-do's tag and its parents, if they are to-do tags too."""
    keys = ancestors(tag_key(todo.tag.name))
    return [key for key in keys if is_todo(key, view.kb.settings.todo_tags)]


def _row(view: View, name: str, filters: Sequence[_Filter], here: str) -> str:
    items = "".join(
        f'<li><a href="{escape(relative(choice.url, here))}" data-kind="{choice.kind}" '
        f'data-value="{escape(choice.value)}">{escape(choice.text)} '
        f'<span class="kw-count">{view.words.number(choice.count)}</span></a></li>\n'
        for choice in filters
    )
    id_ = f"kw-by-{name.lower()}"
    return f'<span id="{id_}">{view.words(name)}</span>\n<ul aria-labelledby="{id_}">\n{items}</ul>\n'


# -- the to-dos


def _cards(cards: Iterable[str], name: str) -> str:
    return f'<ul class="{name}">\n{"".join(cards)}</ul>\n'


def _card(view: View, todo: Todo, here: str) -> str:
    items = "".join(_item(view, todo.path, item, here) for item in todo.items)
    listed = f'<ul class="kw-items">\n{items}</ul>\n' if items else ""
    context = view.kb.notes[todo.path].contexts[todo.tag.context or 0]
    tags = escape("\n".join(_tags(view, todo)))
    return (
        f'<li class="kw-card" data-state="{_state(todo)}" data-folder="{escape(_folder(todo))}" '
        f'data-tag="{tags}">\n<div>{view.context(todo.path, context, here)}</div>\n{listed}'
        f'<p class="kw-where">{_where(view, todo, here)}</p>\n</li>\n'
    )


def _where(view: View, todo: Todo, here: str) -> str:
    """Links to the note and the section of a to-do; a to-do that is a heading has no other section."""
    heading, note = todo.heading, view.kb.notes[todo.path]
    if heading is None:
        return view.link(todo.path, here)
    if todo.scope == "section" or heading.text == note.title:
        return view.link(todo.path, here, heading.anchor)
    return f"{view.link(todo.path, here)} › {view.link(todo.path, here, heading.anchor, heading.text)}"


def _item(view: View, path: NotePath, item: TodoItem, here: str) -> str:
    done = item.section == "written"
    text = escape(item.text)
    if item.heading is not None:
        text = view.link(path, here, item.heading.anchor, item.text)
    state = _SECTIONS[item.section]
    mark = "kw-done" if done else "kw-open"
    return f'<li class="{mark}">{text} <span class="kw-state">{view.words(state)}</span></li>\n'
