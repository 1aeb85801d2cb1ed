"""The part of `knotwork explain` about a link: the rules that were tried, and which one decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knotwork.cli.links import anchor, status
from knotwork.cli.output import aligned
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.knowledge.resolution import (
    Attachment,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    OutsideVault,
    Resolved,
    Rule,
    target_of,
)
from knotwork.knowledge.search import Step
from knotwork.model.names import NotePath
from knotwork.report.terminal import visible
from knotwork.rules.links.link_text import link_text


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that a rule found."""

    target: NotePath
    rule: Rule
    chosen: bool


def link_row(kb: KnowledgeBase, resolved: ResolvedLink) -> dict[str, object]:
    """A link's resolution as JSON."""
    start = resolved.link.span.start
    row: dict[str, object] = {
        "raw": resolved.link.raw,
        "path": resolved.source,
        "line": start.line,
        "column": start.column,
        "kind": resolved.link.kind,
        "target": target_of(resolved.resolution),
        "anchor": anchor(resolved.resolution),
        "status": status(resolved.resolution),
        "candidates": [
            {"target": candidate.target, "rule": candidate.rule, "chosen": candidate.chosen}
            for candidate in _candidates(_steps(kb, resolved))
        ],
        "suggestions": list(_suggestions(kb, resolved)),
    }
    if isinstance(resolved.resolution, MissingAnchor):
        row["headings"] = [heading.text for heading in kb.notes[resolved.resolution.target].headings]
    return row


def _steps(kb: KnowledgeBase, resolved: ResolvedLink) -> list[Step]:
    """Every rule that applies to the link, in order; none for a path that leads out of the vault."""
    if isinstance(resolved.resolution, OutsideVault):
        return []
    return list(dict.fromkeys(kb.resolver.steps(resolved.source, resolved.link)))


def _candidates(steps: Iterable[Step]) -> list[_Candidate]:
    """Every file that a rule finds, once, with the first rule that finds it."""
    rules: dict[NotePath, Rule] = {}
    for step in steps:
        for path in step.paths:
            rules.setdefault(path, step.rule)
    return [_Candidate(path, rule, at == 0) for at, (path, rule) in enumerate(rules.items())]


def _suggestions(kb: KnowledgeBase, resolved: ResolvedLink) -> Iterator[str]:
    """The links that could be written instead, the nearest first."""
    mark = "!" if resolved.link.kind == "embed" else ""
    match resolved.resolution:
        case MissingNote(similar=similar, alias_of=owners):
            for path in owners:
                yield f"{mark}[[{link_text(kb, resolved.source, path)}|{resolved.link.target}]]"
            others = (path for path in similar if path not in owners)
            yield from (f"{mark}[[{link_text(kb, resolved.source, path)}]]" for path in others)
        case MissingAttachment(similar=similar):
            yield from (f"{mark}[[{link_text(kb, resolved.source, path)}]]" for path in similar)
        case MissingAnchor(kind=kind, similar=names):
            block = "^" if kind == "block" else ""
            yield from (f"{mark}[[{resolved.link.target}#{block}{name}]]" for name in names)
        case Resolved() | Attachment() | OutsideVault():
            return


def link_report(kb: KnowledgeBase, resolved: ResolvedLink) -> str:
    """A link's resolution as text."""
    start = resolved.link.span.start
    steps = _steps(kb, resolved)
    parts = [
        visible(f"{resolved.source}:{start.line}:{start.column}: {resolved.link.raw} ({resolved.link.kind})")
        + "\n"
    ]
    parts.append(visible(_outcome(resolved)) + "\n")
    if steps:
        parts.append(f"Rules, in the order in which they are tried:\n{_step_table(steps)}")
    if rejected := _rejected_files(steps):
        parts.append(f"Not chosen:\n{rejected}")
    if suggestions := list(_suggestions(kb, resolved)):
        parts.append("Perhaps you mean:\n" + "".join(f"  {visible(text)}\n" for text in suggestions))
    if isinstance(resolved.resolution, MissingAnchor):
        headings = [heading.text for heading in kb.notes[resolved.resolution.target].headings]
        listed = "".join(f"  {visible(text)}\n" for text in headings)
        parts.append(f"Headings of '{visible(resolved.resolution.target)}':\n{listed or '  none'}")
    return "\n".join(parts)


def _outcome(resolved: ResolvedLink) -> str:
    match resolved.resolution:
        case Resolved(target=target) | Attachment(target=target):
            inner = anchor(resolved.resolution)
            return f"leads to '{target}'" + (f", there to '{inner}'" if inner else "")
        case MissingAnchor(target=target, kind=kind, name=name):
            return f"leads to '{target}', which has no {kind} '{name}'"
        case MissingNote(unpublished=str(unpublished)) | MissingAttachment(unpublished=str(unpublished)):
            return f"leads nowhere: '{unpublished}' is kept off the site"
        case MissingNote(name=name, alias_of=owners) if owners:
            return f"leads nowhere: '{name}' is only an alias of {', '.join(map(repr, owners))}"
        case MissingNote(name=name):
            return f"leads nowhere: no note is called '{name}'"
        case MissingAttachment(name=name):
            return f"leads nowhere: no file is called '{name}'"
        case OutsideVault(path=path):
            return f"leads out of the vault: nothing was looked for at '{path}'"


def _step_table(steps: Sequence[Step]) -> str:
    rows = []
    decided = False
    for number, step in enumerate(steps, start=1):
        paths = ", ".join(step.paths) or "nothing"
        if decided:
            status = "not tried"
        elif step.paths:
            status, decided = "decides", True
        else:
            status = ""
        rows.append((f"  {number}. {step.rule}", paths, status))
    return aligned(rows)


def _rejected_files(steps: Sequence[Step]) -> str:
    """Each file that was not chosen, and why not."""
    candidates = _candidates(steps)
    if len(candidates) < 2:
        return ""
    first = candidates[0]
    return aligned([(f"  {file.target}", _why_not(file, first)) for file in candidates[1:]])


def _why_not(file: _Candidate, chosen: _Candidate) -> str:
    if file.rule != chosen.rule:
        return f"'{chosen.rule}' is tried before '{file.rule}'"
    if file.rule != "shortest path":
        return "found by the same rule, and later in the alphabet"
    if len(file.target) > len(chosen.target):
        return "its path is longer"
    return "its path is as long, and later in the alphabet"
