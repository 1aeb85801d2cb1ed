"""Edits that lead a link elsewhere: only its target or its heading is written anew."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from dataclasses import replace
from urllib.parse import quote, unquote

from knotwork.html.attributes import address_names
from knotwork.html.tags import HtmlTag, html_tokens
from knotwork.knowledge.embeds import region
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.knowledge.resolution import (
    Attachment,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    Resolution,
    Resolved,
    target_of,
)
from knotwork.model.body import EmbedSlot
from knotwork.model.diagnostics import Edit, Fix
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath, basename, folder, without_md
from knotwork.model.note import Link
from knotwork.model.text import FILE_START, Position

_UNLINKABLE = re.compile(r"[\[\]|#^\n]")
"""What cannot stand in the target of a wikilink."""
_SPECIAL = re.compile(r"[\[\]|#\\`<>$\n]|%%")
"""What can begin another syntax, and so change what is around it."""
_SPECIAL_IN_YAML = re.compile(r"[^\w ./()-]")
_DESTINATION = re.compile(r"\]\((?:<([^<>#\n]+)|([^\s<>()#]+))[^\n]*\)$")


def link_text(kb: KnowledgeBase, source: NotePath, target: NotePath) -> str:
    """The shortest way to write `target` in a wikilink in `source`: its name if that leads there."""
    name = without_md(basename(target)) if target in kb.notes else basename(target)
    for text in (name, without_md(target) if target in kb.notes else target):
        if leads_to(kb, source, text, target):
            return text
    return "/" + without_md(target)


def leads_to(kb: KnowledgeBase, source: NotePath, text: str, target: NotePath) -> bool:
    """Whether `[[text]]` in `source` reaches `target` and nothing is ambiguous."""
    link = _plain(text)
    step = next((step for step in kb.resolver.steps(source, link) if step.found), None)
    return (
        step is not None
        and step.found[0] == target
        and not (step.rule == "shortest path" and len(step.found) > 1)
    )


def target_fix(
    kb: KnowledgeBase, each: ResolvedLink, target: NotePath, by: tuple[Equivalence, ...] = ()
) -> Fix | None:
    """The fix that makes a wikilink or embed lead to another file; None when it cannot be placed.

    `by` says what the old and the new target differ in. It is safe when the link then resolves whole,
    heading included. A target that names nothing keeps its parts: folders, dots, slash and extension.
    """
    missing = isinstance(each.resolution, MissingNote | MissingAttachment)
    text = _written_alike(kb, each, target) if missing else link_text(kb, each.source, target)
    place = _target_place(each)
    if place is None or _UNLINKABLE.search(text) or ("^" in each.link.target and "^" not in text):
        return None
    after = kb.resolver.resolve(each.source, replace(each.link, target=text))
    certain = target_of(after) == target and _clean(kb, each, after) and _is_plain(kb, each, text)
    edit = Edit(each.source, *place, text)
    return Fix(f"Write [[{text}]]", by if certain else (), (edit,))


def block_mark_fix(kb: KnowledgeBase, each: ResolvedLink) -> Fix | None:
    """The fix that turns `[[Note^id]]` into `[[Note#^id]]`; None when there is no such note."""
    name, mark, block = each.link.target.rpartition("^")
    place = _target_place(each)
    if not mark or not name or each.link.subpath or place is None:
        return None
    after = kb.resolver.resolve(each.source, replace(each.link, target=name, subpath=f"^{block}"))
    if not isinstance(after, Resolved | MissingAnchor):
        return None
    at = place[0]._replace(column=place[0].column + len(name))
    certain = isinstance(after, Resolved) and _clean(kb, each, after) and _is_plain(kb, each, "")
    by = (Equivalence.BLOCK_MARK,) if certain else ()
    return Fix(f"Write [[{name}#^{block}]]", by, (Edit(each.source, at, at, "#"),))


def display_text_fix(kb: KnowledgeBase, each: ResolvedLink, target: NotePath, *, only: bool) -> Fix | None:
    """The fix that turns `[[alias]]` into `[[Note|alias]]`; a display text that is there stays."""
    place = _target_place(each)
    text = link_text(kb, each.source, target)
    if place is None or _UNLINKABLE.search(text):
        return None
    bare = each.link.display is None and not each.link.subpath and each.link.kind == "wikilink"
    bar = r"\|" if _in_table(kb, each) else "|"
    new = f"{text}{bar}{each.link.target}" if bare else text
    after = kb.resolver.resolve(each.source, replace(each.link, target=text))
    certain = only and target_of(after) == target and _clean(kb, each, after) and _is_plain(kb, each, text)
    by = (Equivalence.ALIAS,) if certain else ()
    return Fix(f"Write [[{new}]]", by, (Edit(each.source, *place, new),))


def relative_url(source: NotePath, target: NotePath) -> str:
    """The path from a note to another file as a Markdown link has it, percent-encoded."""
    return quote(posixpath.relpath(target, folder(source) or "."), safe="/")


def path_fix(
    kb: KnowledgeBase, each: ResolvedLink, target: NotePath, by: tuple[Equivalence, ...] = ()
) -> Fix | None:
    """The fix that writes another path into a Markdown link; None for reference links and autolinks."""
    place = _path_place(each.link)
    if place is None or "\n" in each.link.raw:
        return None
    written = each.link.raw[slice(*place)]
    if unquote(written) != each.link.target:
        return None
    path = relative_url(each.source, target)
    line, column = each.link.span.start
    start = column + place[0]
    after = kb.resolver.resolve(each.source, replace(each.link, target=unquote(path)))
    certain = target_of(after) == target and isinstance(after, Resolved | Attachment)
    edit = Edit(each.source, Position(line, start), Position(line, start + len(written)), path)
    return Fix(f"Write ({path})", by if certain and not in_heading(kb, each) else (), (edit,))


def _path_place(link: Link) -> tuple[int, int] | None:
    """Where the path stands in what was written; None for reference links and autolinks."""
    if not link.html:
        match = _DESTINATION.search(link.raw)
        return match.span(1 if match[1] else 2) if match else None
    tag = next((each for each in html_tokens(link.raw) if isinstance(each, HtmlTag)), None)
    for each in tag.attributes if tag else ():
        path = link.raw[each.start : each.end].partition("#")[0].partition("?")[0]
        if tag and each.name in address_names(tag) and unquote(path) == link.target:
            return each.start, each.start + len(path)
    return None


def anchor_fix(
    kb: KnowledgeBase, each: ResolvedLink, heading: str, by: tuple[Equivalence, ...] = ()
) -> Fix | None:
    """The fix that writes another heading or block id; only for a single part behind `#`."""
    old = each.link.subpath
    if "#" in old or not old or each.link.kind == "markdown":
        return None
    at = each.link.raw.find("#" + old) if each.link.raw.count("#" + old) == 1 else -1
    if at == -1:
        return None
    new = f"^{heading}" if old.startswith("^") else heading
    line, column = each.link.span.start.line, each.link.span.start.column + at + 1
    after = kb.resolver.resolve(each.source, replace(each.link, subpath=new))
    certain = _clean(kb, each, after) and _is_plain(kb, each, new)
    edit = Edit(each.source, Position(line, column), Position(line, column + len(old)), new)
    return Fix(f"Write #{new}", by if certain else (), (edit,))


def heading_in_link(heading: str) -> str:
    """A heading's text as it can stand behind the `#` of a link, where it is found all the same."""
    return " ".join("".join(" " if mark in "#|[]^" else mark for mark in heading).split())


def _clean(kb: KnowledgeBase, each: ResolvedLink, after: Resolution) -> bool:
    """Whether a link that is fixed resolves whole and leaves no new finding.

    What an embed then shows must embed no note in turn: it could be, or become, the note it stands in.
    """
    if isinstance(after, Attachment):
        return True
    if not isinstance(after, Resolved):
        return False
    shown = region(kb.notes, after) if each.link.embeds else None
    if shown is None:
        return True
    links = kb.notes[shown.path].links
    pieces = kb.notes[shown.path].body.pieces[slice(*shown.cut)]
    inner = [piece.link for piece in pieces if isinstance(piece, EmbedSlot)]
    reached = kb.resolutions[shown.path]
    return all(not links[at].embeds or isinstance(reached[at], Attachment) for at in inner)


def _written_alike(kb: KnowledgeBase, each: ResolvedLink, target: NotePath) -> str:
    """A target for a link with all the parts that the old one has: folders, dots, slash and extension."""
    old = each.link.target
    count = posixpath.normpath(old).count("/") + 1
    if old.startswith("/"):
        path = f"/{target}"
    elif old.startswith(("./", "../")):
        path = posixpath.relpath(target, folder(each.source) or ".")
        path = path if path.startswith("../") else f"./{path}"
    else:
        path = "/".join(target.split("/")[-count:])
    if target in kb.notes and not old.lower().endswith(".md"):
        path = without_md(path)
    after = kb.resolver.resolve(each.source, replace(each.link, target=path))
    certain = target_of(after) == target and not (
        isinstance(after, Resolved | Attachment) and after.candidates
    )
    return path if certain else link_text(kb, each.source, target)


def _is_plain(kb: KnowledgeBase, each: ResolvedLink, text: str) -> bool:
    """Whether a text changes nothing but the link it is written into.

    A heading has its name from what stands in it, and other links lead there.
    """
    special = _SPECIAL_IN_YAML if each.link.field is not None else _SPECIAL
    return not special.search(text) and not in_heading(kb, each)


def in_heading(kb: KnowledgeBase, each: ResolvedLink) -> bool:
    """Whether a link stands in a heading."""
    start = each.link.span.start
    headings = kb.notes[each.source].headings
    before = bisect_right(headings, start, key=lambda heading: heading.span.start)
    return bool(before) and start < headings[before - 1].span.end


def _plain(text: str) -> Link:
    return Link("wikilink", f"[[{text}]]", FILE_START, text, "", None, True, None)


def _target_place(each: ResolvedLink) -> tuple[Position, Position] | None:
    """Where the target stands inside the brackets of a link that is written on one line."""
    raw, target = each.link.raw, each.link.target
    if each.link.kind == "markdown" or "[[" not in raw:
        return None
    inner = raw.index("[[") + 2
    at = inner + len(raw[inner:]) - len(raw[inner:].lstrip())
    if not raw.startswith(target, at) or not target:
        return None
    start = each.link.span.start
    column = start.column + at
    return Position(start.line, column), Position(start.line, column + len(target))


def _in_table(kb: KnowledgeBase, each: ResolvedLink) -> bool:
    context = each.link.context
    if context is None:
        return False
    return kb.notes[each.source].contexts[context].in_table
