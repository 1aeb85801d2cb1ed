"""Links that broke, were repaired, or silently lead elsewhere after a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from knotwork.knowledge.comparison.states import States
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
    may_be_site_page,
    target_of,
)
from knotwork.model.diagnostics import Location
from knotwork.model.differences import Difference, DifferenceKind
from knotwork.model.names import NotePath
from knotwork.model.note import Link

_LONGEST = 80
"""Characters of a link that are shown."""

_Key = tuple[str, str, str, bool, bool]


@dataclass(frozen=True, slots=True)
class LinkDifference:
    """A link whose meaning differs; the difference may still get a fix."""

    link: ResolvedLink
    """In the state that the difference has its location in."""
    difference: Difference
    target: NotePath | None = None
    """The new path of the renamed note that the link means, or meant; None for other links."""


def link_differences(states: States) -> Iterator[LinkDifference]:
    """The links that mean something else, by path and place; those that are new only when they are broken."""
    for path in states.after.notes:
        former = states.path_before(path)
        links = _counted(states.after, path)
        before = _counted(states.before, former) if former in states.before.notes and former else []
        known = {_key(resolved.link): resolved.resolution for resolved in reversed(before)}
        broken = Counter(_key(resolved.link) for resolved in before if _is_broken(resolved))
        for resolved in links:
            key = _key(resolved.link)
            old = known.get(key)
            if _is_broken(resolved) and broken[key]:
                broken[key] -= 1
                continue
            difference = _compared(states, resolved, old)
            if difference is not None:
                yield difference
        left = Counter(_key(resolved.link) for resolved in links)
        for resolved in before:
            key = _key(resolved.link)
            left[key] -= 1
            if left[key] < 0 and _is_broken(resolved):
                message = f"the broken link {shown(resolved.link)} is gone"
                yield _difference("repaired-link", resolved, message, state_before=True)


def shown(link: Link) -> str:
    """A link as it is written, on one line."""
    raw = " ".join(link.raw.split())
    return raw if len(raw) <= _LONGEST else f"{raw[:_LONGEST]}…"


def _counted(kb: KnowledgeBase, path: NotePath) -> list[ResolvedLink]:
    return [resolved for resolved in kb.links.of(path) if kb.links.counts(resolved.link)]


def _key(link: Link) -> _Key:
    return (link.kind, link.target, link.subpath, link.image, link.html)


def _is_broken(resolved: ResolvedLink) -> bool:
    if may_be_site_page(resolved.link, resolved.resolution):
        return False
    return not isinstance(resolved.resolution, Resolved | Attachment)


def _compared(states: States, resolved: ResolvedLink, old: Resolution | None) -> LinkDifference | None:
    reached = None if old is None else target_of(old)
    expected = None if reached is None else states.path_after(reached)
    renamed = states.renamed.get(reached) if reached else None
    match resolved.resolution:
        case Resolved(target=target) | Attachment(target=target):
            if reached is not None and target != expected:
                message = _retargeted(states, resolved.link, target, reached)
                return _difference("retargeted-link", resolved, message, reached, target, meant=renamed)
            if old is not None and not isinstance(old, Resolved | Attachment):
                message = f"{shown(resolved.link)} leads to `{target}` now"
                return _difference("repaired-link", resolved, message, None, target)
            if renamed and isinstance(resolved.resolution, Resolved) and resolved.resolution.rule == "alias":
                message = f"{shown(resolved.link)} has the old name of `{target}`, which is an alias"
                return _difference("old-name", resolved, message, reached, target, meant=renamed)
            return None
        case MissingAnchor(target=target, kind=kind, name=name, similar=similar):
            message = f"{shown(resolved.link)}: `{target}` has no {kind} '{name}'"
            if reached is not None and target != expected:
                message += _led(states, reached)
            elif isinstance(old, Resolved):
                message += "; it had"
            near = f"It has '{similar[0]}'." if similar else None
            return _difference("lost-anchor", resolved, message, reached, target, help_=near, meant=renamed)
        case MissingNote(unpublished=str(path)) | MissingAttachment(unpublished=str(path)):
            message = f"{shown(resolved.link)}: `{path}` is not published"
        case MissingNote(name=name):
            message = f"{shown(resolved.link)}: no note is called '{name}'"
        case MissingAttachment(name=name):
            message = f"{shown(resolved.link)}: no file is called '{name}'"
        case OutsideVault():
            message = f"{shown(resolved.link)} leads out of the vault"
    if may_be_site_page(resolved.link, resolved.resolution):
        return None
    message += _led(states, reached) if reached else "; the link is new"
    return _difference("broken-link", resolved, message, reached, meant=renamed)


def _retargeted(states: States, link: Link, target: NotePath, reached: NotePath) -> str:
    if target == reached:  # its path is that of another note by now
        now = states.renamed[reached]
        return f"{shown(link)} leads to the new `{target}`; the note it led to is `{now}` now"
    return f"{shown(link)} leads to `{target}` now{_led(states, reached)}"


def _led(states: States, reached: NotePath) -> str:
    """`; it led to `a.md`, which is `b.md` now`."""
    renamed = states.renamed.get(reached)
    if renamed:
        return f"; it led to `{reached}`, which is `{renamed}` now"
    vault = states.after.vault
    if reached in vault.notes or reached in vault.attachments:
        return f"; it led to `{reached}`"
    hidden = reached in vault.unpublished or reached in vault.left_out
    return "" if hidden else f"; it led to `{reached}`, which is gone"


def _difference(
    kind: DifferenceKind,
    resolved: ResolvedLink,
    message: str,
    before: str | None = None,
    after: str | None = None,
    *,
    help_: str | None = None,
    meant: NotePath | None = None,
    state_before: bool = False,
) -> LinkDifference:
    location = Location(resolved.source, resolved.link.span)
    state = "before" if state_before else "after"
    difference = Difference(kind, location, state, message, before, after, help_)  # type: ignore[arg-type]
    return LinkDifference(resolved, difference, meant)
