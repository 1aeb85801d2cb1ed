"""What generators want of an export: where files lie, and how links and ids are written."""

from __future__ import annotations

import posixpath
from typing import Literal, get_args
from urllib.parse import quote

from knotwork.model.names import FOLDER_NOTES, NotePath, basename, folder, is_markdown

Target = Literal["markdown", "zensical", "hugo"]
TARGETS: tuple[Target, ...] = get_args(Target)


def exported_path(path: NotePath, target: Target) -> str:
    """The path of a file of the vault in the export."""
    if target != "hugo":
        return path
    if not is_markdown(path):
        return f"static/{path}"
    where = f"{folder(path)}/" if folder(path) else ""
    return f"content/{where}_index.md" if basename(path) in FOLDER_NOTES else f"content/{path}"


def destination(source: NotePath, path: NotePath, anchor: str, target: Target) -> str:
    """The destination of a link from a note to a file of the vault, and to an id on its page."""
    fragment = f"#{quote(anchor, safe='^')}" if anchor else ""
    if path == source and anchor:
        return fragment
    if target != "hugo":
        return quote(posixpath.relpath(path, folder(source) or "."), safe="/") + fragment
    if is_markdown(path):
        page = exported_path(path, target).removeprefix("content/")
        return f'{{{{< relref "/{page}" >}}}}{fragment}'
    return quote(f"/{path}", safe="/")


def heading_id(anchor: str, source: str, target: Target) -> str | None:
    """What gives a heading an id, behind its text; None when it stands in the line above it."""
    if target == "markdown":
        return None
    return "" if source.rstrip().endswith("}") else f" {{#{anchor}}}"


def id_mark(anchor: str) -> str:
    """The HTML that gives a place in a text an id."""
    return f'<a id="{anchor}"></a>'
