"""The findings of a note at the top of its page, for its author: only `serve` shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from knotwork.model.diagnostics import HIDES_TEXT, Diagnostic
from knotwork.model.names import NotePath
from knotwork.site.manifests.block_findings import message_html
from knotwork.site.words import ENGLISH_WORDS, Words

_SHOWN = 20
_SHOWN_TO_READERS = frozenset(("bad-encoding", "internal-error"))
"""Rules for which readers get a panel, too."""


def by_note(findings: Iterable[Diagnostic]) -> Mapping[NotePath, Sequence[Diagnostic]]:
    """The findings of each file, in order."""
    grouped: dict[NotePath, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        grouped[finding.location.path].append(finding)
    return grouped


def findings_panel(findings: Sequence[Diagnostic], words: Words = ENGLISH_WORDS) -> str:
    """One box with a note's errors; empty when it has none."""
    own = [finding for finding in findings if finding.rule not in _SHOWN_TO_READERS]
    listed = [finding for finding in own if finding.severity == "error" or finding.rule in HIDES_TEXT]
    if not listed:
        return ""
    errors = sum(finding.severity == "error" for finding in listed)
    if errors == len(listed):
        title = words.plural(errors, "{n} error in this note", "{n} errors in this note")
    else:
        title = words.plural(len(listed), "{n} finding in this note", "{n} findings in this note")
    rest = [
        *([words("{n} more", n=words.number(len(listed) - _SHOWN))] if len(listed) > _SHOWN else []),
        *([words.counted(others, "less severe finding")] if (others := len(own) - len(listed)) else []),
    ]
    both = words("{first} and {second}", first=rest[0], second=rest[-1]) if len(rest) > 1 else "".join(rest)
    command = "<code>knotwork check</code>"
    more = words("Also {rest}; {command} lists all.", rest=both, command=command) + " " if rest else ""
    only = words("Only {command} shows this.", command="<code>serve</code>")
    items = "".join(_item(finding, words) for finding in listed[:_SHOWN])
    return (
        f'<details class="failure kw-problem" open>\n<summary>{title}</summary>\n'
        f"<ul>\n{items}</ul>\n"
        f"<p>{more}{only}</p>\n</details>\n"
    )


def _item(finding: Diagnostic, words: Words) -> str:
    help_ = f"<br>{message_html(finding.help)}" if finding.help else ""
    line = words("Line {n}", n=finding.location.span.start.line)
    return f"<li>{line}: {message_html(finding.message)} <code>{escape(finding.rule)}</code>{help_}</li>\n"
