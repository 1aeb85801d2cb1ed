"""`ambiguous-link` and `alias-link`: a wikilink does not name one note."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.knowledge.resolution import Attachment, MissingAnchor, MissingNote, Resolved
from knotwork.model.diagnostics import Diagnostic, Location, Related
from knotwork.model.equivalences import Equivalence
from knotwork.model.note import Link
from knotwork.model.text import FILE_START
from knotwork.rules.links.fixes import display_text_fix, target_fix
from knotwork.rules.links.link_text import link_text
from knotwork.rules.links.suggestions import MAX_LISTED, file_list, location
from knotwork.rules.rule import link_rule


@link_rule("ambiguous-link", "warning")
def ambiguous_link(kb: KnowledgeBase, resolved: ResolvedLink) -> Iterator[Diagnostic]:
    """A link fits several files, and only the shortest path decided.

    Obsidian decides such ties by luck; knotwork takes the shortest path, then the first in the
    alphabet, and reports it. The next file of that name may silently change where the link leads.

    Bad: `[[notes]]` when there are `2024/notes.md` and `2025/notes.md`.

    Good: `[[2025/notes]]`.
    """
    reached = resolved.resolution
    if isinstance(reached, Resolved | Attachment | MissingAnchor) and len(reached.candidates) > 1:
        others = file_list(reached.candidates)
        message = (
            f"'{resolved.link.target}' fits {len(reached.candidates)} files: {others}; the first is used"
        )
        help_ = f"Write [[{link_text(kb, resolved.source, reached.target)}]]."
        related = tuple(
            Related(Location(path, FILE_START), "fits too")
            for path in reached.candidates[: MAX_LISTED + 1]
            if path != reached.target
        )
        fix = target_fix(kb, resolved, reached.target)
        yield Diagnostic(
            ambiguous_link.code,
            ambiguous_link.severity,
            location(resolved),
            message,
            help_,
            related[:MAX_LISTED],
            fix,
        )


@link_rule("alias-link", "error", safe_by=(Equivalence.ALIAS,))
def alias_link(kb: KnowledgeBase, resolved: ResolvedLink) -> Iterator[Diagnostic]:
    """A wikilink names an alias, which Obsidian does not follow.

    An alias helps you find a note while you type; Obsidian then writes the note's name, and the alias
    as display text. A bare alias is a link to a note that does not exist.

    Bad: `[[svc]]` when `svc` is an alias of `services`.

    Good: `[[services|svc]]`.

    With `aliases: resolve` in the settings, aliases are names like any other and this rule is silent.
    """
    missing = resolved.resolution
    if isinstance(missing, MissingNote) and missing.alias_of and resolved.link.kind != "markdown":
        message = f"'{missing.name}' is only an alias of {file_list(missing.alias_of)}"
        text = link_text(kb, resolved.source, missing.alias_of[0])
        only = len(missing.alias_of) == 1 and not (missing.unpublished or missing.rivals)
        fix = display_text_fix(kb, resolved, missing.alias_of[0], only=only)
        help_ = f"Write [[{_as_display_text(resolved.link, text)}]], or set `aliases: resolve`."
        yield Diagnostic(alias_link.code, alias_link.severity, location(resolved), message, help_, fix=fix)


def _as_display_text(link: Link, name: str) -> str:
    """A link by the note's own name: heading and display text stay, a bare alias becomes the display text."""
    if link.subpath or link.display is not None:
        display = "" if link.display is None else f"|{link.display}"
        return f"{name}{link.subpath and '#'}{link.subpath}{display}"
    return f"{name}|{link.target}"
