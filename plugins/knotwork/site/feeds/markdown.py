"""A note's Markdown as it is published: the text as written, without what its page does not show."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from knotwork.model.note import Note
from knotwork.model.text import Lines, Span, normalized

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def markdown_file(url: str) -> str:
    """The file of a page's Markdown: `pods/index.md` for `pods/`, `pods.md` for `pods.html`."""
    return f"{url.removesuffix('.html')}.md" if url.endswith(".html") else f"{url}index.md"


def published_markdown(note: Note, text: str, start: int, *, html_comments: bool = False) -> str:
    """The text of a note as it is published, `start` being the offset at which its body begins.

    `note` is what the text was read as. Left out are comments (those of HTML only unless `html_comments`
    are published), link definitions that no link uses, and all properties but a few that a page shows.
    """
    return _front_matter(note) + published_body(note, text, start, html_comments=html_comments)


def published_body(
    note: Note, text: str, start: int, *, html_comments: bool = False, marks: re.Pattern[str] | None = None
) -> str:
    """The same without front matter; `marks` match comments that stay, such as `<!-- more -->`."""
    lines = Lines(normalized(text))
    hidden = (
        span
        for span in note.comments
        if not (html_comments and _is_html(lines, span))
        and not (marks and marks.fullmatch(lines.slice(span).strip()))
    )
    return _without(lines, start, hidden)


def _is_html(lines: Lines, span: Span) -> bool:
    return lines.text.startswith("<!--", lines.offset(span.start))


def _front_matter(note: Note) -> str:
    """The properties that are published; empty for none."""
    properties = dict(_properties(note))
    if not properties:
        return ""
    dumped = yaml.dump(
        properties,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=1_000_000,
    )
    return f"---\n{dumped}---\n"


def _properties(note: Note) -> Iterator[tuple[str, Any]]:
    if note.title_from == "front-matter":
        yield "title", note.title
    if note.aliases:
        yield "aliases", [alias.name for alias in note.aliases]
    if tags := [tag.name for tag in note.tags if tag.source == "front-matter"]:
        yield "tags", tags
    for name in ("description", "updated", "modified", "date", "created"):
        value = note.front_matter.get(name)
        if isinstance(value, str | datetime.date):
            yield name, value


def _without(lines: Lines, start: int, spans: Iterable[Span]) -> str:
    """The text from `start` on without those spans, and without the spaces they leave at a line's end."""
    out: list[str] = []
    at = start
    for span in spans:
        first, last = lines.offset(span.start), lines.offset(span.end)
        if first < at:  # within a span that is cut already
            at = max(at, last)
            continue
        kept = lines.text[at:first]
        at = last
        if lines.text[last : last + 1] in ("\n", ""):
            line = kept.rpartition("\n")[2]
            if not line.strip() and span.start.line == span.end.line and not _is_html(lines, span):
                at = min(
                    last + 1, len(lines.text)
                )  # a line of its own within a paragraph leaves no empty line
            kept = kept[: len(kept) - len(line)] + line.rstrip(" \t")
        out.append(kept)
    return "".join((*out, lines.text[at:]))
