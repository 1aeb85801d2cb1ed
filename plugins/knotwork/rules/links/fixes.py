"""Fixes of links: an edit replaces the target, the heading or the display text, and nothing else."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from msgspec.structs import replace

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
    OutsideVault,
    Resolution,
    Resolved,
    target_of,
)
from knotwork.model.diagnostics import Edit, Fix
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath, folder, without_md
from knotwork.model.note import Link
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Position
from knotwork.rules.links.link_text import UNLINKABLE, in_heading, link_text, relative_url

_SPECIAL = lazy_regex(r"[\[\]|#\\`<>$\n]|%%")
"""Characters that can begin another syntax, and so change the text around them."""
_SPECIAL_IN_YAML = lazy_regex(r"[^\w ./()-]")
_DESTINATION = lazy_regex(r"\]\((?:<([^<>#\n]+)|([^\s<>()#]+))[^\n]*\)$")


def target_fix(
    kb: KnowledgeBase, resolved: ResolvedLink, target: NotePath, by: tuple[Equivalence, ...] = ()
) -> Fix | None:
    """The fix that makes a wikilink or embed lead to another file; None when it cannot be placed.

    `by` are the differences between the old and the new target. The fix is safe when the link then resolves,
    heading included. A target that names nothing keeps its parts: folders, dots, slash and extension.
    """
    missing = isinstance(resolved.resolution, MissingNote | MissingAttachment)
    text = _target_like_old(kb, resolved, target) if missing else link_text(kb, resolved.source, target)
    place = _target_place(resolved)
    if place is None or UNLINKABLE.search(text) or ("^" in resolved.link.target and "^" not in text):
        return None
    after = kb.resolver.resolve(resolved.source, replace(resolved.link, target=text))
    is_safe = (
        target_of(after) == target
        and _resolves_without_findings(kb, resolved, after)
        and _is_plain(kb, resolved, text)
    )
    edit = Edit(resolved.source, *place, text)
    return _wikilink_fix(text, by if is_safe else (), edit)


def block_mark_fix(kb: KnowledgeBase, resolved: ResolvedLink) -> Fix | None:
    """The fix that turns `[[Note^id]]` into `[[Note#^id]]`; None when there is no such note."""
    name, mark, block = resolved.link.target.rpartition("^")
    place = _target_place(resolved)
    if not mark or not name or resolved.link.subpath or place is None:
        return None
    after = kb.resolver.resolve(resolved.source, replace(resolved.link, target=name, subpath=f"^{block}"))
    if not isinstance(after, Resolved | MissingAnchor):
        return None
    at = replace(place[0], column=place[0].column + len(name))
    is_safe = (
        isinstance(after, Resolved)
        and _resolves_without_findings(kb, resolved, after)
        and _is_plain(kb, resolved, "")
    )
    by = (Equivalence.BLOCK_MARK,) if is_safe else ()
    return _wikilink_fix(f"{name}#^{block}", by, Edit(resolved.source, at, at, "#"))


def display_text_fix(
    kb: KnowledgeBase, resolved: ResolvedLink, target: NotePath, *, only: bool
) -> Fix | None:
    """The fix that turns `[[alias]]` into `[[Note|alias]]`; a display text that is there stays."""
    place = _target_place(resolved)
    text = link_text(kb, resolved.source, target)
    if place is None or UNLINKABLE.search(text):
        return None
    bare = resolved.link.display is None and not resolved.link.subpath and resolved.link.kind == "wikilink"
    bar = r"\|" if _in_table(kb, resolved) else "|"
    new = f"{text}{bar}{resolved.link.target}" if bare else text
    after = kb.resolver.resolve(resolved.source, replace(resolved.link, target=text))
    is_safe = (
        only
        and target_of(after) == target
        and _resolves_without_findings(kb, resolved, after)
        and _is_plain(kb, resolved, text)
    )
    by = (Equivalence.ALIAS,) if is_safe else ()
    return _wikilink_fix(new, by, Edit(resolved.source, *place, new))


def _wikilink_fix(text: str, by: tuple[Equivalence, ...], edit: Edit) -> Fix:
    wikilink = f"[[{text}]]"
    return Fix(f"Write {wikilink}", by, (edit,), wikilink)


def path_fix(
    kb: KnowledgeBase, resolved: ResolvedLink, target: NotePath, by: tuple[Equivalence, ...] = ()
) -> Fix | None:
    """The fix that writes another path into a Markdown link; None for reference links and autolinks."""
    place = _path_place(resolved.link)
    if place is None or "\n" in resolved.link.raw:
        return None
    written = resolved.link.raw[slice(*place)]
    if unquote(written) != resolved.link.target:
        return None
    path = relative_url(resolved.source, target)
    opens = resolved.link.span.start
    start = opens.column + place[0]
    after = kb.resolver.resolve(resolved.source, replace(resolved.link, target=unquote(path)))
    is_safe = target_of(after) == target and isinstance(after, Resolved | Attachment)
    edit = Edit(
        resolved.source, Position(opens.line, start), Position(opens.line, start + len(written)), path
    )
    return Fix(f"Write ({path})", by if is_safe and not in_heading(kb, resolved) else (), (edit,))


def _path_place(link: Link) -> tuple[int, int] | None:
    """Where the path stands in what was written; None for reference links and autolinks."""
    if not link.html:
        match = _DESTINATION.search(link.raw)
        return match.span(1 if match[1] else 2) if match else None
    tag = next((token for token in html_tokens(link.raw) if isinstance(token, HtmlTag)), None)
    for attribute in tag.attributes if tag else ():
        path = link.raw[attribute.start : attribute.end].partition("#")[0].partition("?")[0]
        if tag and attribute.name in address_names(tag) and unquote(path) == link.target:
            return attribute.start, attribute.start + len(path)
    return None


def anchor_fix(
    kb: KnowledgeBase, resolved: ResolvedLink, heading: str, by: tuple[Equivalence, ...] = ()
) -> Fix | None:
    """The fix that writes another heading or block id; only for a single part behind `#`."""
    old = resolved.link.subpath
    if "#" in old or not old or resolved.link.kind == "markdown":
        return None
    at = resolved.link.raw.find("#" + old) if resolved.link.raw.count("#" + old) == 1 else -1
    if at == -1:
        return None
    new = f"^{heading}" if old.startswith("^") else heading
    line, column = resolved.link.span.start.line, resolved.link.span.start.column + at + 1
    after = kb.resolver.resolve(resolved.source, replace(resolved.link, subpath=new))
    is_safe = _resolves_without_findings(kb, resolved, after) and _is_plain(kb, resolved, new)
    edit = Edit(resolved.source, Position(line, column), Position(line, column + len(old)), new)
    return Fix(f"Write #{new}", by if is_safe else (), (edit,))


def _resolves_without_findings(kb: KnowledgeBase, resolved: ResolvedLink, after: Resolution) -> bool:
    """Whether a fixed link resolves, heading included, and causes no new finding.

    An embed must not show text with an embed of a note in it: that could lead back to the note it stands in.
    """
    match after:
        case Attachment():
            return True
        case MissingAnchor() | MissingNote() | MissingAttachment() | OutsideVault():
            return False
        case Resolved():
            shown = region(kb.notes, after) if resolved.link.embeds else None
    if shown is None:
        return True
    links = kb.notes[shown.path].links
    start, end = shown.cut
    inner = [link for at, link in kb.notes[shown.path].body.embeds if start <= at < end]
    reached = kb.resolutions[shown.path]
    return all(not links[at].embeds or isinstance(reached[at], Attachment) for at in inner)


def _target_like_old(kb: KnowledgeBase, resolved: ResolvedLink, target: NotePath) -> str:
    """A target for a link with all the parts that the old one has: folders, dots, slash and extension."""
    old = resolved.link.target
    count = posixpath.normpath(old).count("/") + 1
    if old.startswith("/"):
        path = f"/{target}"
    elif old.startswith(("./", "../")):
        path = posixpath.relpath(target, folder(resolved.source) or ".")
        path = path if path.startswith("../") else f"./{path}"
    else:
        path = "/".join(target.split("/")[-count:])
    if target in kb.notes and not old.lower().endswith(".md"):
        path = without_md(path)
    after = kb.resolver.resolve(resolved.source, replace(resolved.link, target=path))
    is_safe = target_of(after) == target and not (
        isinstance(after, Resolved | Attachment) and after.candidates
    )
    return path if is_safe else link_text(kb, resolved.source, target)


def _is_plain(kb: KnowledgeBase, resolved: ResolvedLink, text: str) -> bool:
    """Whether a text changes nothing but the link it is written into.

    A heading has its name from what stands in it, and other links lead there.
    """
    special = _SPECIAL_IN_YAML if resolved.link.field is not None else _SPECIAL
    return not special.search(text) and not in_heading(kb, resolved)


def _target_place(resolved: ResolvedLink) -> tuple[Position, Position] | None:
    """Where the target stands inside the brackets of a link that is written on one line."""
    raw, target = resolved.link.raw, resolved.link.target
    if resolved.link.kind == "markdown" or "[[" not in raw:
        return None
    inner = raw.index("[[") + 2
    at = inner + len(raw[inner:]) - len(raw[inner:].lstrip())
    if not raw.startswith(target, at) or not target:
        return None
    start = resolved.link.span.start
    column = start.column + at
    return Position(start.line, column), Position(start.line, column + len(target))


def _in_table(kb: KnowledgeBase, resolved: ResolvedLink) -> bool:
    context = resolved.link.context
    if context is None:
        return False
    return kb.notes[resolved.source].contexts[context].in_table
