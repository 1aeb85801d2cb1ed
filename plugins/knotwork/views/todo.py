"""What is still to be written: every to-do tag, what it covers, and which of its items are open."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from knotwork.addresses import TODO
from knotwork.tasks import Todo, TodoItem
from knotwork.views.page import GeneratedPage, View, counted


def todo_page(view: View) -> Iterator[GeneratedPage]:
    """The to-do page; none when no note has a to-do."""
    todos = view.kb.todos
    if not todos:
        return
    here = view.site.generated(TODO)
    still = [todo for todo in todos if todo.open]
    done = [todo for todo in todos if not todo.open]
    notes = len({todo.path for todo in todos})
    html = f"<p>{counted(len(still), 'open to-do')}, {len(done)} done, in {counted(notes, 'note')}.</p>\n"
    headings: list[tuple[int, str, str]] = []
    for name, anchor, each in (("Open", "open", still), ("Done", "done", done)):
        if each:
            headings.append((2, anchor, name))
            html += f'<h2 id="{anchor}">{name}</h2>\n' + "".join(_card(view, todo, here) for todo in each)
    yield GeneratedPage(TODO, "To do", html, tuple(headings), entry=True)


def _card(view: View, todo: Todo, here: str) -> str:
    anchor = todo.heading.anchor if todo.heading else ""
    section = ""
    if todo.heading is not None and todo.heading.text != view.kb.notes[todo.path].title:
        section = f" › {view.link(todo.path, here, anchor, todo.heading.text)}"
    items = "".join(_item(view, todo, item, here) for item in todo.items)
    listed = f'<ul class="kw-items">\n{items}</ul>\n' if items else ""
    context = view.kb.notes[todo.path].contexts[todo.tag.context or 0]
    return (
        f'<div class="kw-card">\n<p class="kw-where">{view.link(todo.path, here)}{section}</p>\n'
        f"<div>{view.context(todo.path, context, here)}</div>\n{listed}</div>\n"
    )


def _item(view: View, todo: Todo, item: TodoItem, here: str) -> str:
    done = item.section == "written"
    text = escape(item.text)
    if item.heading is not None:
        text = view.link(todo.path, here, item.heading.anchor, item.text)
    state = {"written": "written", "empty": "not written yet", None: "no section yet"}[item.section]
    mark = "kw-done" if done else "kw-open"
    return f'<li class="{mark}">{text} <span class="kw-state">{state}</span></li>\n'
