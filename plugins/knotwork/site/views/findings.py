"""What is wrong with a note, at the top of its page, for the person who writes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from knotwork.model.diagnostics import HIDES_TEXT, Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.plural import counted
from knotwork.site.manifests.blocks import message_html

_SHOWN = 20
_SHOWN_ANYHOW = frozenset(("bad-encoding", "internal-error"))
"""Rules that readers are shown a panel for, too."""


def by_note(found: Iterable[Diagnostic]) -> Mapping[NotePath, Sequence[Diagnostic]]:
    """The findings of each file, in their order."""
    grouped: dict[NotePath, list[Diagnostic]] = defaultdict(list)
    for each in found:
        grouped[each.location.path].append(each)
    return grouped


def findings_panel(found: Sequence[Diagnostic]) -> str:
    """One box with a note's errors; empty when it has none."""
    left = [each for each in found if each.rule not in _SHOWN_ANYHOW]
    listed = [each for each in left if each.severity == "error" or each.rule in HIDES_TEXT]
    if not listed:
        return ""
    errors = sum(each.severity == "error" for each in listed)
    title = counted(errors, "error") if errors == len(listed) else counted(len(listed), "finding")
    rest = [
        *([f"{len(listed) - _SHOWN:,} more"] if len(listed) > _SHOWN else []),
        *([counted(others, "less severe finding")] if (others := len(left) - len(listed)) else []),
    ]
    more = f"Also {' and '.join(rest)}; <code>knotwork check</code> lists all. " if rest else ""
    return (
        f'<details class="failure kw-problem" open>\n<summary>{title} in this note</summary>\n'
        f"<ul>\n{''.join(map(_item, listed[:_SHOWN]))}</ul>\n"
        f"<p>{more}Only <code>serve</code> shows this.</p>\n</details>\n"
    )


def _item(found: Diagnostic) -> str:
    help_ = f"<br>{message_html(found.help)}" if found.help else ""
    line = found.location.span.start.line
    return f"<li>Line {line}: {message_html(found.message)} <code>{escape(found.rule)}</code>{help_}</li>\n"
