"""A `.base` file of Obsidian becomes the facts of a note: one block with its queries."""

from __future__ import annotations

from knotwork.model.body import Body, FenceSlot
from knotwork.model.names import NotePath, basename
from knotwork.model.note import Fence, Note
from knotwork.model.text import Lines
from knotwork.syntax.queries import unread_queries


def read_base(path: NotePath, lines: Lines) -> Note:
    """The facts of a base."""
    text = lines.text if lines.text.endswith("\n") else f"{lines.text}\n"
    columns = (0,) * text.count("\n")
    fence = Fence("base", "base", text, lines.span(0, len(lines.text)), 1, columns)
    name = basename(path).rpartition(".")[0]
    problems = tuple(unread_queries([fence]))
    body = Body.of([FenceSlot(0), "\n"])
    return Note(path, name, "name", {}, (), (), (), (), (), (), (), (fence,), (), (), problems, body, {})
