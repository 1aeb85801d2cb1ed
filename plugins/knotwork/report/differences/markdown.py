"""Differences as a comment for a pull request: the counts, then a list for each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from knotwork.model.differences import TO_LOOK_AT, Difference, DifferenceKind
from knotwork.model.text import FILE_START
from knotwork.report.differences.grouped import Compared, by_kind, heading
from knotwork.report.terminal import visible

MARK = "<!-- knotwork diff -->"
"""Stands first, so that a program finds its comment of before and replaces it."""
_MOST_OF_A_KIND = 50
_MOST_CHARACTERS = 60_000
"""A comment on GitHub has at most 65,536 characters."""
_OPEN = 8
"""Kinds with more differences are folded."""
_CODE = re.compile(r"(`[^`]+`)")
_REFERENCE = re.compile(r"([@#!])(?=\w)")
_SPECIAL = re.compile(r"([\\*_{}\[\]<>()#+!|~&@:$-])")


def markdown_differences(differences: Sequence[Difference], compared: Compared) -> str:
    """Short, with the kinds that may not be meant first and open, the others folded."""
    groups = by_kind(differences)
    if not groups:
        return f"{MARK}\n**Notes:** no differences since {_text(compared.base)}\n"
    parts = [f"{MARK}\n{_summary(groups, compared)}"]
    size, left = len(parts[0]), 0
    for kind, group in groups.items():
        part = _section(kind, group, compared)
        if size + len(part) > _MOST_CHARACTERS:
            left += len(group)
            continue
        parts.append(part)
        size += len(part)
    if left:
        parts.append(f"{left:,} more are not shown here; `knotwork diff` lists them.\n")
    return "\n".join(parts)


def _summary(groups: Mapping[DifferenceKind, Sequence[Difference]], compared: Compared) -> str:
    """What the change does in one line, and in a second one what may not be meant."""
    to_look_at = [heading(kind, len(group)) for kind, group in groups.items() if kind in TO_LOOK_AT]
    others = [heading(kind, len(group)) for kind, group in groups.items() if kind not in TO_LOOK_AT]
    done = _text(", ".join(others)) or "nothing is renamed, added or removed"
    lines = f"**Notes:** {done} since {_text(compared.base)}\n"
    return f"{lines}\n**To look at:** {_text(', '.join(to_look_at))}\n" if to_look_at else lines


def _section(kind: DifferenceKind, group: Sequence[Difference], compared: Compared) -> str:
    lines = "".join(_lines(group[:_MOST_OF_A_KIND], compared))
    if len(group) > _MOST_OF_A_KIND:
        lines += f"- and {len(group) - _MOST_OF_A_KIND:,} more\n"
    opened = " open" if kind in TO_LOOK_AT and len(group) <= _OPEN else ""
    title = heading(kind, len(group))
    if kind == "renamed-note" and any(difference.fix for difference in group):
        lines += "\n`knotwork diff --fix` writes the new names.\n"
    return f"<details{opened}><summary>{title}</summary>\n\n{lines}\n</details>\n"


def _lines(group: Sequence[Difference], compared: Compared) -> Iterator[str]:
    for difference in group:
        help_ = f"<br>{_text(difference.help)}" if difference.help else ""
        yield f"- {_place(difference, compared)}{_text(difference.message)}{help_}\n"


def _place(difference: Difference, compared: Compared) -> str:
    """`[a.md:3](https://…/docs/a.md?plain=1#L3): `; nothing for a file as a whole."""
    location = difference.location
    if location.span == FILE_START:
        return ""
    where = _text(f"{location.path}:{location.span.start.line}")
    if difference.state == "before" or not compared.source:
        return f"{where}{' before' if difference.state == 'before' else ''}: "
    url = compared.source + quote(f"{compared.prefix}{location.path}".encode("utf-8", "replace"), safe="/")
    # `?plain=1`: GitHub shows lines of Markdown only in its source
    return f"[{where}]({url}?plain=1#L{location.span.start.line}): "


def _text(text: str) -> str:
    """A text on one line that Markdown shows as it is, but for code in backticks."""
    line = visible(text)
    # two backticks side by side would be another mark, and what follows no code
    parts = [line] if "``" in line else _CODE.split(line)
    return "".join(part if at % 2 else _escaped(part) for at, part in enumerate(parts))


def _escaped(text: str) -> str:
    # hosts look for `@name` and `#1` when Markdown is read: an invisible character parts them
    return _REFERENCE.sub("\\1\u2060", _SPECIAL.sub(r"\\\1", text))
