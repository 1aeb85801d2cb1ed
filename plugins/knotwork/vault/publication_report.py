"""The notes that are published and those that are held back: as a line, as a list, as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from knotwork.model.diagnostics import Problem
from knotwork.model.names import NotePath
from knotwork.model.plural import counted
from knotwork.model.text import FILE_START, Span
from knotwork.report.json import json_text
from knotwork.report.terminal import visible
from knotwork.vault.held_back import Reason
from knotwork.vault.vault import Vault

Publication = Mapping[NotePath, Reason | None]

_NAMED = 10
"""How many files the summary names."""
_COUNTED: dict[Reason, str] = {
    "publish": "{} by publish",
    "draft": "{} draft",
    "property": "{} by another property",
    "unclear": "{} unclear about publishing",
    "front-matter": "{} whose front matter cannot be read",
    "encoding": "{} not in UTF-8",
    "not-marked": "{} not marked with `publish: true`",
    "excluded": "{} excluded by the site's settings",
}
_EXPLAINED: dict[Reason, str] = {
    "publish": "`publish` is false",
    "draft": "it is a draft",
    "property": "a property says so, see the setting `unpublished_when`",
    "unclear": "it is unclear whether it may be published",
    "front-matter": "its front matter cannot be read",
    "encoding": "it is not in UTF-8",
    "not-marked": "it is not marked with `publish: true`",
    "excluded": "the site's settings exclude it",
}


def publication_summary(vault: Vault) -> str:
    """`published 132 notes, held back 4 (2 by publish, 1 draft, 1 not in UTF-8)`, then of attachments."""
    return "; ".join(part for part in (_of_notes(vault), _of_attachments(vault)) if part)


def _of_attachments(vault: Vault) -> str:
    """Files that readers can fetch though only unpublished notes show them, or that are held back."""
    unused = [path for path, why in vault.left_out.items() if why == "unused"]
    if unused:
        return f"held back {counted(len(unused), 'file')} that no published note shows"
    private = vault.only_unpublished
    if not private:
        return ""
    names = ", ".join(map(visible, private[:_NAMED])) + (" …" if len(private) > _NAMED else "")
    return (
        f"published {counted(len(private), 'file')} that only unpublished notes show ({names}), "
        "see the setting `attachments`"
    )


def _of_notes(vault: Vault) -> str:
    published = f"published {counted(len(vault.notes), 'note')}"
    if not vault.unpublished:
        return published
    reasons = Counter(vault.unpublished.values())
    listed = ", ".join(
        form.format(f"{reasons[reason]:,}") for reason, form in _COUNTED.items() if reasons[reason]
    )
    return f"{published}, held back {len(vault.unpublished):,} ({listed})"


def publication_list(vault: Vault) -> str:
    """A line for each note: whether it is published; if not, where and why."""
    return "".join(f"{visible(line)}\n" for line in _lines(vault))


def publication(vault: Vault) -> Publication:
    """For each note of a vault the reason why it is held back; None when it is published."""
    return dict(_notes(vault))


def has_publication(vault: Vault, publication: Publication) -> bool:
    """Whether the same notes are published, and the others held back for the same reasons."""
    count = len(vault.notes) + len(vault.unpublished)
    return (
        count == len(publication)
        and vault.notes.keys() <= publication.keys()
        and vault.unpublished.items() <= publication.items()
    )


def publication_changes(before: Publication, after: Publication) -> Iterator[str]:
    """`now published: plan.md`, `now held back: pay.md (publish)`: a line for each note that changed."""
    public = {path for path, reason in before.items() if reason is None}
    changed = [path for path, reason in after.items() if (reason is None) != (path in public)]
    for path in changed[:_NAMED]:
        reason = after[path]
        yield visible(f"now held back: {path} ({reason})" if reason else f"now published: {path}")
    if len(changed) > _NAMED:
        yield f"and {counted(len(changed) - _NAMED, 'more note')} published or held back"


def reason_text(vault: Vault, path: NotePath) -> str:
    """Why a note is held back, as a phrase: "`publish` is false"."""
    problems = vault.problems_by_path().get(path, ())
    return _message(vault, path, vault.unpublished[path], problems)


def publication_json(vault: Vault) -> str:
    """`[{path, published, reason, line, column, message}]`; the last four are null for a published note."""
    rows = []
    problems_of = vault.problems_by_path()
    for path, reason in _notes(vault):
        start = _reason_span(vault, path).start
        rows.append(
            {
                "path": path,
                "published": reason is None,
                "reason": reason,
                "line": start.line if reason else None,
                "column": start.column if reason else None,
                "message": _message(vault, path, reason, problems_of.get(path, ())) if reason else None,
            }
        )
    return json_text(rows)


def _lines(vault: Vault) -> Iterator[str]:
    problems_of = vault.problems_by_path()
    for path, reason in _notes(vault):
        if reason is None:
            yield f"published  {path}"
        else:
            start = _reason_span(vault, path).start
            why = _message(vault, path, reason, problems_of.get(path, ()))
            yield f"held back  {path}:{start.line}:{start.column}: {why}"


def _notes(vault: Vault) -> list[tuple[NotePath, Reason | None]]:
    """All notes by path, each with why it is held back."""
    return sorted({**dict.fromkeys(vault.notes, None), **vault.unpublished}.items())


def _reason_span(vault: Vault, path: NotePath) -> Span:
    return vault.reason_spans.get(path, FILE_START)


def _message(vault: Vault, path: NotePath, reason: Reason, problems: Iterable[Problem]) -> str:
    """The message of the error at that position, which is more exact than the reason."""
    place = _reason_span(vault, path)
    errors = (
        problem.message for problem in problems if problem.span == place and problem.severity == "error"
    )
    return next(errors, vault.reason_texts.get(path) or _EXPLAINED[reason])
