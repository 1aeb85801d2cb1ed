"""The ways to write a link so that it leads to a file or a part of one, the likeliest first."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
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
from knotwork.rules.links.link_text import heading_in_link

_RAW = re.compile(r"[^\w./!$'*+,;=@^~-]")
_ENCODED = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
_TAGS_AT_END = re.compile(r"(?:\s+#\S+)+$")


def wikilink_targets(link: Link, source: NotePath, before: NotePath, after: NotePath) -> Iterator[str]:
    """Targets of a wikilink in `source` to a file that was called `before` and is called `after`.

    They are written like the old one: with its folders, dots, slash, extension and letter case.
    """
    old = link.target
    ending = before[len(without_md(before)) :].lower() if is_note(before) else ""
    drops = bool(ending) and not old.lower().endswith(ending)
    new = without_md(after) if drops and is_note(after) else after
    was = without_md(before) if drops else before
    if basename(new) in FOLDER_NOTES or f"{basename(new)}.md" in FOLDER_NOTES:
        was_folder = folder(before)
        if was_folder and old.strip("/").endswith(basename(was_folder)) and folder(new):
            yield from _written_like(old, source, was_folder, folder(new))
    yield from _written_like(old, source, was, new)


def _written_like(old: str, source: NotePath, was: str, new: str) -> Iterator[str]:
    name = basename(old)
    if name != basename(was) and name == basename(was).lower():
        new = posixpath.join(folder(new), basename(new).lower())
    if old.startswith("/"):
        yield f"/{new}"
    elif old.startswith(("./", "../")):
        yield _relative(old, source, new)
    elif old == was and "/" in old:
        yield new
    parts = new.split("/")
    for count in range(old.strip("/").count("/") + 1, len(parts) + 1):
        yield "/".join(parts[-count:])
    yield f"/{new}"


def markdown_targets(
    link: Link, rule: str, source: NotePath, before: NotePath, after: NotePath
) -> Iterator[str]:
    """The same for a Markdown link, decoded; `rule` is the one by which it was followed."""
    old = link.target
    bare = is_note(before) and not is_note(old)
    new = without_md(after) if bare else after
    if rule == "address on the site":
        above = page_url(source).rpartition("/")[0]
        address = page_url(after) if is_note(after) else after
        relative = posixpath.relpath(address or ".", above or ".")
        yield f"{relative}/" if address.endswith("/") or not address else relative
    if old.endswith("/"):
        where = after if after.endswith("/") else f"{folder(after)}/"
        yield f"/{where}" if old.startswith("/") else f"{_relative(old, source, where.rstrip('/'))}/"
    if old.startswith("/"):
        yield f"/{new}"
    elif rule not in ("relative to the note", "address on the site", "folder index", "folder page"):
        yield from _written_like(old, source, without_md(before) if bare else before, new)
    yield _relative(old, source, new)
    yield _relative(old, source, after)


def _relative(old: str, source: NotePath, new: str) -> str:
    path = posixpath.relpath(new, folder(source) or ".")
    return f"./{path}" if old.startswith("./") and not path.startswith("../") else path


def destination(text: str, written: str, *, angle: bool) -> str:
    """A path as it stands in a Markdown link, percent-encoded as the one `written` there before."""
    if angle:
        return re.sub(r"[<>\\#?%]", lambda mark: quote(mark[0]), text)
    encoded = _RAW.sub(lambda mark: quote(mark[0], safe=""), text)
    if "%5e" in written.lower():
        encoded = encoded.replace("^", "%5E")
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
