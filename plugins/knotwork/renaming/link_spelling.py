"""The ways to write a link so that it leads to a file or a part of one, the likeliest first."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from knotwork.model.names import (
    FOLDER_NOTES,
    NotePath,
    basename,
    folder,
    github_slug,
    heading_key,
    is_note,
    page_url,
    without_md,
)
from knotwork.model.note import Heading, Link, Note
from knotwork.renaming.link_places import decoded
from knotwork.rules.links.link_text import heading_in_link

_RAW = re.compile(r"[^\w./!$'*+,;=@^~-]")
_ENCODED = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
_TAGS_AT_END = re.compile(r"(?:\s+#\S+)+$")


class Ends(NamedTuple):
    """Where a link stands, and what it leads to: paths in the vault."""

    source: NotePath
    target: NotePath


def wikilink_targets(link: Link, before: Ends, after: Ends) -> Iterator[str]:
    """Targets of a wikilink whose ends get other paths.

    They are written like the old one: with its folders, dots, slash, extension and letter case.
    """
    old, old_path, new_path = link.target, before.target, after.target
    ending = old_path[len(without_md(old_path)) :].lower() if is_note(old_path) else ""
    drops = bool(ending) and not old.lower().endswith(ending)
    new = without_md(new_path) if drops and is_note(new_path) else new_path
    was = without_md(old_path) if drops else old_path
    if basename(new) in FOLDER_NOTES or f"{basename(new)}.md" in FOLDER_NOTES:
        was_folder = folder(old_path)
        if was_folder and old.strip("/").endswith(basename(was_folder)) and folder(new):
            yield from _written_like(old, _to(before, was_folder), _to(after, folder(new)))
    yield from _written_like(old, _to(before, was), _to(after, new))


def _to(ends: Ends, target: str) -> Ends:
    return ends._replace(target=NotePath(target))


def _written_like(old: str, before: Ends, after: Ends) -> Iterator[str]:
    name, new = basename(old), str(after.target)
    if name != basename(before.target) and name == basename(before.target).lower():
        new = posixpath.join(folder(new), basename(new).lower())
    if old.startswith("/"):
        yield f"/{new}"
    elif old.startswith(("./", "../")):
        path = _relative(old.removeprefix("./"), before, _to(after, new))
        yield path if path.startswith("../") else f"./{path}"
    elif old == before.target and "/" in old:
        yield new
    parts = new.split("/")
    for count in range(old.strip("/").count("/") + 1, len(parts) + 1):
        yield "/".join(parts[-count:])
    yield f"/{new}"


def markdown_targets(link: Link, rule: str, before: Ends, after: Ends) -> Iterator[str]:
    """The same for a Markdown link, decoded; `rule` is the one by which it was followed."""
    old, path = link.target, after.target
    bare = is_note(before.target) and not is_note(old)
    new = without_md(path) if bare else path
    if rule == "address on the site":
        above = page_url(after.source).rpartition("/")[0]
        address = page_url(path) if is_note(path) else path
        relative = posixpath.relpath(address or ".", above or ".")
        yield f"{relative}/" if address.endswith("/") or not address else relative
    if old.endswith("/"):
        where = path.rstrip("/") if path.endswith("/") else folder(path)
        was = before.target.rstrip("/") if before.target.endswith("/") else folder(before.target)
        relative = _relative(old, _to(before, was), _to(after, where))
        yield f"/{where}/" if old.startswith("/") else f"{relative}/"
    if old.startswith("/"):
        yield f"/{new}"
    elif rule not in ("relative to the note", "address on the site", "folder index", "folder page"):
        was = without_md(before.target) if bare else before.target
        yield from _written_like(old, _to(before, was), _to(after, new))
    yield _relative(old, before, _to(after, new))
    yield _relative(old, before, after)


def goes_around(target: str, source: NotePath) -> bool:
    """Whether a target climbs out of a folder of its note and goes into it again: `../k/a` in `k`."""
    parts, above = target.removeprefix("./").split("/"), folder(source).split("/")
    climbs = _climbs(target.removeprefix("./"))
    return 0 < climbs <= len(above) and parts[climbs : climbs + 1] == above[-climbs:][:1]


def _relative(old: str, before: Ends, after: Ends) -> str:
    """The path from one end to the other, with `./` and by a way around where the old one has them.

    `../k/Pods.md` in a note of the folder `k` climbs one folder more than it must.
    """
    path = _path(after)
    if more := _climbs(old.removeprefix("./")) - _climbs(_path(before)):
        above = folder(after.source).split("/") if folder(after.source) else []
        climbs = min(_climbs(path) + max(0, more), len(above))
        start = "/".join(above[: len(above) - climbs])
        path = "../" * climbs + posixpath.relpath(after.target or ".", start or ".")
    return f"./{path}" if old.startswith("./") else path


def _path(ends: Ends) -> str:
    """The shortest path from one end to the other."""
    return posixpath.relpath(ends.target or ".", folder(ends.source) or ".")


def _climbs(path: str) -> int:
    """How many folders a path climbs at first."""
    parts = path.split("/")
    return next((at for at, part in enumerate(parts) if part != ".."), len(parts))


def destination(text: str, written: str, *, angle: bool) -> str:
    """A path as it stands in a Markdown link, percent-encoded as the one `written` there before.

    Names that both have stay as they are written.
    """
    names = {decoded(name): name for name in written.split("/")}
    return "/".join(names.get(name) or _encoded(name, written, angle=angle) for name in text.split("/"))


def _encoded(text: str, written: str, *, angle: bool) -> str:
    if angle:
        return re.sub(r"[<>\\#?%]", lambda mark: quote(mark[0]), text)
    encoded = _RAW.sub(lambda mark: quote(mark[0], safe=""), text)
    if "%5e" in written.lower():
        encoded = encoded.replace("^", "%5E")
    if " " in written:  # in an attribute of HTML
        encoded = encoded.replace("%20", " ")
    return quote(encoded, safe="/%!$'*+,;=@^~") if _ENCODED.search(written) else encoded


def subpaths(
    link: Link, before: Note, after: Note, old: Heading, new: Heading, renamed: Mapping[str, str]
) -> Iterator[str]:
    """What may stand behind the `#` of a link to a heading that was `old` and is `new`.

    `renamed` are the note's `renamed_headings`.
    """
    if link.kind == "markdown":
        ids = [heading.anchor for heading in before.headings]
        if link.subpath in (*ids, old.plain_anchor):
            yield new.plain_anchor if link.subpath == old.plain_anchor and new.plain_anchor else new.anchor
        if link.subpath == github_slug(old.text):
            yield github_slug(new.text)
    parts = [part.strip() for part in link.subpath.split("#") if part.strip()]
    yield "#".join(heading_in_link(renamed.get(heading_key(part), part)) for part in parts)
    yield heading_in_link(_TAGS_AT_END.sub("", new.text))
    yield heading_in_link(new.text)
    yield "#".join([*(heading_in_link(text) for text in _above(after, new)), heading_in_link(new.text)])
    if link.kind == "markdown":
        yield new.anchor


def renamed_headings(before: Note, after: Note) -> Mapping[str, str]:
    """The new texts of a note's headings by the keys of the old ones, each with its tags and without."""
    renamed: dict[str, str] = {}
    for old, new in zip(before.headings, after.headings, strict=True):
        if old.text != new.text:
            bare_old, bare_new = (_TAGS_AT_END.sub("", heading.text) for heading in (old, new))
            for key, text in ((old.text, new.text), (old.source, new.text), (bare_old, bare_new)):
                renamed.setdefault(heading_key(key), text)
    return renamed


def _above(note: Note, heading: Heading) -> list[str]:
    """The texts of the headings in whose sections a heading stands, outermost first."""
    level, above = heading.level, []
    at = next(at for at, other in enumerate(note.headings) if other is heading)
    for other in reversed(note.headings[:at]):
        if other.level < level:
            level = other.level
            above.append(other.text)
    return above[::-1]
