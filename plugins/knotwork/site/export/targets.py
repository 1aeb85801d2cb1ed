"""What generators want of an export: where files lie, and how links and ids are written."""

from __future__ import annotations

import posixpath
from collections.abc import Container
from typing import Literal, get_args
from urllib.parse import quote

from knotwork.model.names import FOLDER_NOTES, NotePath, basename, folder, is_markdown

Target = Literal["markdown", "zensical", "hugo"]
TARGETS: tuple[Target, ...] = get_args(Target)


def exported_path(path: NotePath, target: Target, notes: Container[NotePath]) -> str:
    """The path of a file of the vault in the export.

    `README.md` beside `index.md` is `readme.md`: generators take both for the page of their folder.
    """
    path = _beside_index(path, notes)
    if target != "hugo":
        return path
    if not is_markdown(path):
        return f"static/{path}"
    where = f"{folder(path)}/" if folder(path) else ""
    return f"content/{where}_index.md" if basename(path) in FOLDER_NOTES else f"content/{path}"


def destination(
    source: NotePath, path: NotePath, anchor: str, target: Target, notes: Container[NotePath]
) -> str:
    """The destination of a link from a note to a file of the vault, and to an id on its page."""
    fragment = f"#{quote(anchor, safe='^')}" if anchor else ""
    if path == source and anchor:
        return fragment
    if target != "hugo":
        path = _beside_index(path, notes)
        return quote(posixpath.relpath(path, folder(source) or "."), safe="/") + fragment
    if is_markdown(path):
        page = exported_path(path, target, notes).removeprefix("content/")
        return f'{{{{< relref "/{page}" >}}}}{fragment}'
    return quote(f"/{path}", safe="/")


def _beside_index(path: NotePath, notes: Container[NotePath]) -> NotePath:
    name = basename(path)
    index = NotePath(posixpath.join(folder(path), "index.md"))
    if name == "README.md" and index in notes:
        return NotePath(posixpath.join(folder(path), name.lower()))
    return path


def heading_id(anchor: str, source: str, target: Target) -> str | None:
    """What gives a heading an id, behind its text; None when it stands in the line above it."""
    if target == "markdown":
        return None
    return "" if source.rstrip().endswith("}") else f" {{#{anchor}}}"


def id_mark(anchor: str) -> str:
    """The HTML that gives a place in a text an id."""
    return f'<a id="{anchor}"></a>'
