"""`missing-note`: a wikilink or embed names a note that does not exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from knotwork.config.option_kinds import Level
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink, missing_note_key
from knotwork.knowledge.resolution import MissingNote
from knotwork.model.diagnostics import Diagnostic, Fix
from knotwork.model.equivalences import NAMES, Equivalence
from knotwork.model.names import NotePath
from knotwork.rules.links.fixes import block_mark_fix, display_text_fix
from knotwork.rules.links.suggestions import (
    did_you_mean,
    location,
    nearest_files,
    nearest_links,
    nearest_target_fix,
)
from knotwork.rules.rule import link_rule


@link_rule("missing-note", "error", safe_by=(*NAMES, Equivalence.EXTENSION, Equivalence.BLOCK_MARK))
def missing_note(kb: KnowledgeBase, resolved: ResolvedLink) -> Iterator[Diagnostic]:
    """A wikilink or embed names a note that does not exist.

    On the site the link leads to the page of wanted notes.

    Bad:

    ```markdown
    after that the [[kubelett]] starts the pod
    ```

    Good:

    ```markdown
    after that the [[kubelet]] starts the pod
    ```

    Write the note, correct the name, or list it under `wanted:` in the settings, or in the front matter
    of the linking note, when it is to be written later: the finding is then information only. The setting
    `planned_notes` gives another severity to all missing notes that are not a misspelt name of another one.
    """
    missing = resolved.resolution
    if not isinstance(missing, MissingNote) or resolved.link.kind == "markdown":
        return
    if missing.alias_of or missing.unpublished:
        return
    key = missing_note_key(missing.name)
    is_planned = key in _planned(kb.settings.wanted) or key in _planned_by(kb, resolved.source)
    titled = () if is_planned else kb.titles.get(key, ())
    suggestion, fix = _suggestion(kb, resolved, missing, titled, may_fix=not is_planned)
    message = f"no note is called '{missing.name}'{suggestion}"
    severity: Level = "error"
    if is_planned:
        severity = "info"
    elif not (suggestion or fix):
        severity = kb.settings.planned_notes or severity
    if severity == "off":
        return
    yield Diagnostic(missing_note.code, severity, location(resolved), message, _help(missing.name), fix=fix)


@lru_cache(maxsize=8)
def _planned(names: tuple[str, ...]) -> Collection[str]:
    """The missing notes that the settings list as planned."""
    return frozenset(map(missing_note_key, names))


def _planned_by(kb: KnowledgeBase, path: NotePath) -> Collection[str]:
    """The missing notes that a note's front matter lists as planned."""
    names = kb.notes[path].front_matter.get("wanted")
    listed = names if isinstance(names, list) else [names] if isinstance(names, str) else []
    return _planned(tuple(str(name).strip("[] ") for name in listed))


def _suggestion(
    kb: KnowledgeBase,
    resolved: ResolvedLink,
    missing: MissingNote,
    titled: Sequence[NotePath],
    *,
    may_fix: bool,
) -> tuple[str, Fix | None]:
    """The end of a message with what the link may mean, and the fix that writes it.

    `titled` are the notes whose title is the missing name.
    """
    fix = block_mark_fix(kb, resolved) or nearest_target_fix(kb, resolved, missing) if may_fix else None
    if "^" in missing.name:
        return did_you_mean(fix.wikilink if fix else ""), fix
    near = nearest_links(kb, resolved, nearest_files(missing), fix)
    if missing.same or len(titled) != 1:
        return near, fix
    fix = display_text_fix(kb, resolved, titled[0], only=False)
    return (f" (did you mean {fix.wikilink}? That is its title)" if fix else near), fix


def _help(name: str) -> str | None:
    if "://" in name:
        return f"Write a Markdown link: [text]({name})."
    if name.endswith("/"):
        return "A folder is not a note: link to a note in it."
    return None
