"""The rows of a query as a list, a table or cards, with links that lead on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from knotwork.knowledge.query_rows import Answer, Part, Row
from knotwork.model.names import NotePath, basename, without_md
from knotwork.model.note import Fence, Note
from knotwork.model.patterns import lazy_regex
from knotwork.model.query import Query
from knotwork.site.addresses import relative
from knotwork.site.render_context import RenderContext
from knotwork.syntax.queries import LANGUAGES

ItemHtml = Callable[[NotePath, int], str]
_CODE = lazy_regex(r"`([^`]*)`")


def query_html(
    context: RenderContext, note: Note, fence: Fence, source: Callable[[], str], item: ItemHtml
) -> str:
    """What the queries of a block list; what is not computed is its source, and why.

    `item` gives the HTML of an item of a list in another note.
    """
    if fence.language not in LANGUAGES or context.inline:
        return source()
    answers = context.kb.queries.answers(fence.language, fence.text, note.path)
    unread = next((answer.unread for answer in answers if answer.query is None), None)
    if unread is not None:
        why = context.words("Not computed: {why}", why=_CODE.sub(r"<code>\1</code>", escape(unread)))
        return f'{source()}<p class="kw-query-unread">{why}</p>\n'
    return "".join(_answer(context, answer, answer.query, item) for answer in answers if answer.query)


def _answer(context: RenderContext, answer: Answer, query: Query, item: ItemHtml) -> str:
    title = f'<p class="kw-query-title">{escape(query.title)}</p>\n' if query.title else ""
    if not answer.rows:
        rows = f'<p class="kw-placeholder">{context.words("No note matches")}</p>\n'
    elif query.kind == "task":
        rows = _tasks(context, answer.rows, item)
    elif query.kind == "table":
        rows = _table(context, query, answer.rows)
    else:
        rows = _list(context, query, answer.rows)
    more = f"<p>+{context.words.number(answer.left_out)}</p>\n" if answer.left_out else ""
    return f'<div class="kw-query kw-query-{query.kind}">{title}{rows}{more}</div>\n'


def _table(context: RenderContext, query: Query, rows: Sequence[Row]) -> str:
    titles = [context.words("Note")] if query.shows_note else []
    titles += [escape(column.title) for column in query.columns]
    head = "".join(f"<th>{title}</th>" for title in titles)
    body = []
    for row in rows:
        cells = [_file_link(context, row.path)] if query.shows_note else []
        cells += [_cell(context, cell) for cell in row.cells]
        body.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n")
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(body)}</tbody>\n</table>\n"


def _list(context: RenderContext, query: Query, rows: Sequence[Row]) -> str:
    items = []
    for row in rows:
        name = _file_link(context, row.path) if query.shows_note else ""
        shown = [_cell(context, cell) for cell in row.cells]
        if query.dialect == "bases":
            titled = zip(query.columns, shown, strict=True)
            about = "".join(
                f'<span class="kw-query-field"><span>{escape(column.title)}</span> {cell}</span>'
                for column, cell in titled
                if cell
            )
        else:
            about = ": ".join(["", *shown]) if name else "".join(shown)
        items.append(f"<li>{name}{about}</li>\n")
    return f"<ul>\n{''.join(items)}</ul>\n"


def _tasks(context: RenderContext, rows: Sequence[Row], item: ItemHtml) -> str:
    """The tasks of each note below its name."""
    groups = []
    for path, tasks in groupby(rows, key=lambda row: row.path):
        items = "".join(item(path, row.item) for row in tasks if row.item is not None)
        if items:
            groups.append(f'<p>{_file_link(context, path)}</p>\n<ul class="task-list">\n{items}</ul>\n')
    return "".join(groups)


def _cell(context: RenderContext, parts: Sequence[Part]) -> str:
    return "".join(_part(context, part) for part in parts)


def _part(context: RenderContext, part: Part) -> str:
    if part.is_hidden:
        return f'<span class="kw-placeholder">{context.words("Not part of these notes")}</span>'
    return _file_link(context, NotePath(part.path), part.text) if part.path else escape(part.text)


def _file_link(context: RenderContext, path: NotePath, text: str = "") -> str:
    """A link to a note by its title, or to another file by its name."""
    note = context.kb.notes.get(path)
    address = context.site.file(path) if note is None else context.site.note(path)
    name = text or (note.title if note is not None else without_md(basename(path)))
    return f'<a href="{escape(relative(address, context.here))}">{escape(name)}</a>'
