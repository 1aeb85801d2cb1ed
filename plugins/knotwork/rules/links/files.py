"""`missing-attachment`, `broken-markdown-link` and `not-portable`: links that name a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.knowledge.resolution import (
    Attachment,
    MissingAttachment,
    MissingNote,
    Resolved,
    may_be_site_page,
)
from knotwork.knowledge.search import normal_path
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.equivalences import NAMES, Equivalence
from knotwork.model.names import folder
from knotwork.model.patterns import lazy_regex
from knotwork.rules.links.fixes import path_fix
from knotwork.rules.links.link_text import relative_path, relative_url
from knotwork.rules.links.suggestions import (
    did_you_mean,
    location,
    nearest_files,
    nearest_links,
    nearest_target_fix,
)
from knotwork.rules.rule import finding, link_rule

_HOST = lazy_regex(
    r"(?:www\.[\w-]+(?:\.[\w-]+)*|(?:[\w-]+\.)+(?:com|org|net|io|dev|app|edu|gov|info|cn|de|fr|uk|jp|eu))"
    r"(?::\d+)?(?:[/?#]|$)",
    re.IGNORECASE,
)
"""A host without its scheme, which Markdown reads as a file's name."""


@link_rule("missing-attachment", "error", safe_by=(*NAMES, Equivalence.EXTENSION))
def missing_attachment(kb: KnowledgeBase, resolved: ResolvedLink) -> Iterator[Diagnostic]:
    """A link or embed names a file that does not exist.

    The page shows a placeholder instead of a broken image. Attachments need their extension.

    Bad: `![[architecture.pgn]]`

    Good: `![[architecture.png]]`
    """
    missing = resolved.resolution
    if not isinstance(missing, MissingAttachment) or missing.unpublished:
        return
    if resolved.link.kind != "markdown" or resolved.link.image:
        if resolved.link.kind == "markdown":
            same = missing.same
            fix = path_fix(kb, resolved, same.path, same.by) if same else None
        else:
            fix = nearest_target_fix(kb, resolved, missing)
        suggestion = nearest_links(kb, resolved, nearest_files(missing), fix)
        message = f"no file is called '{missing.name}'{suggestion}"
        yield Diagnostic(
            missing_attachment.code,
            missing_attachment.severity,
            location(resolved),
            message,
            None,
            fix=fix,
        )


@link_rule("broken-markdown-link", "error", safe_by=(*NAMES, Equivalence.EXTENSION))
def broken_markdown_link(kb: KnowledgeBase, resolved: ResolvedLink) -> Iterator[Diagnostic]:
    """A Markdown link leads to a file that does not exist, or is no link because of a space in it.

    Paths are read from the folder of the note, `%20` is a space, and a destination with spaces must
    stand in `<…>`.

    Bad: `[start](guide/strat.md)`, `[plan](My Plan.md)`

    Good: `[start](guide/start.md)`, `[plan](<My Plan.md>)` or `[plan](My%20Plan.md)`
    """
    missing = resolved.resolution
    if resolved.link.kind != "markdown":
        return
    if may_be_site_page(resolved.link, missing):
        message = f"no note has the address '{resolved.link.target}'"
        help_ = "It is published as it is: right if another plugin or the theme makes that page."
        as_info = finding(broken_markdown_link, resolved.source, resolved.link.span, message, help_)
        yield replace(as_info, severity="info")
    elif isinstance(missing, MissingNote | MissingAttachment) and missing.unpublished:
        return
    elif isinstance(missing, MissingNote) or (
        isinstance(missing, MissingAttachment) and not resolved.link.image
    ):
        near = nearest_files(missing)
        hint = did_you_mean(f"'{relative_path(resolved.source, near[0])}'" if near else "")
        path = normal_path(folder(resolved.source), missing.name.rstrip("/"))
        is_folder = path in kb.folders or path in kb.attachment_folders
        why = "is a folder without a page" if is_folder else f"does not exist{hint}"
        message = f"the link leads to '{missing.name}', which {why}"
        help_ = (
            f"If a website is meant, write `https://{resolved.link.target}`."
            if _HOST.match(resolved.link.target)
            else "Paths start at the folder of this note; a path from the vault's root begins with `/`."
        )
        fix = path_fix(kb, resolved, near[0], missing.same.by if missing.same else ()) if near else None
        yield Diagnostic(
            broken_markdown_link.code,
            broken_markdown_link.severity,
            location(resolved),
            message,
            help_,
            fix=fix,
        )


@link_rule("not-portable", "info", safe_by=(Equivalence.PATH,))
def not_portable(kb: KnowledgeBase, resolved: ResolvedLink) -> Iterator[Diagnostic]:
    """A Markdown link resolves only by Obsidian's search through the whole vault.

    GitHub, other editors and plain MkDocs read the path from the note's own folder and find nothing.

    Bad: `[spec](Pod%20Spec.md)` in `notes/a.md` when the file is `notes/specs/Pod Spec.md`.

    Good: `[spec](specs/Pod%20Spec.md)`, or `[[Pod Spec]]`.
    """
    reached = resolved.resolution
    if isinstance(reached, Resolved | Attachment) and not reached.portable:
        message = f"only a search through the vault finds '{resolved.link.target}'"
        help_ = f"Write its path from here, `{relative_url(resolved.source, reached.target)}`, or a wikilink."
        fix = path_fix(kb, resolved, reached.target, () if reached.candidates else (Equivalence.PATH,))
        yield Diagnostic(
            not_portable.code, not_portable.severity, location(resolved), message, help_, fix=fix
        )
