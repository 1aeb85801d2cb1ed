"""Definitions of links and footnotes that have no effect: unused, repeated, or glued to a paragraph."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from markdown_it.token import Token

from knotwork.model.diagnostics import Problem
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, SourceMap, Span
from knotwork.syntax.abbreviations import unused_abbreviations
from knotwork.syntax.appended import OF_SITE
from knotwork.syntax.open_comments import comments_in

_RAW_DEFINITION = lazy_regex(r"\n[ \t]*((\[[^\[\]\n^]+\]):[ \t]*\S+(?:[ \t]+[\"'(][^\n]*)?)[ \t]*(?=\n|\Z)")


def raw_definitions(inline: Token, lines: Lines) -> Iterator[Problem]:
    """A problem for each definition that is text, since it stands directly below a paragraph's text."""
    source: SourceMap | None = inline.meta.get("source")
    if source is None:
        return
    for match in _RAW_DEFINITION.finditer(inline.content):
        place = lines.span(source.offset(match.start(1)), source.end(match.end(1)))
        message = f"`{match[2]}:` is text here: a definition cannot follow a paragraph directly"
        yield Problem("raw-definition", place, message, "Leave a blank line above it.")


def unused_definitions(env: dict[str, Any], used: Collection[str], lines: Lines) -> Iterator[Span]:
    """The spans of link definitions that no link uses, such as `[//]: # (a comment)`: no page shows them."""
    references = {label: link for label, link in env.get("references", {}).items() if OF_SITE not in link}
    unused = [definition for label, definition in references.items() if label not in used]
    for definition in (*unused, *env.get("duplicate_refs", ())):
        first, last = definition["map"]
        start = lines.text.find("[", lines.starts[first], lines.end(last))
        yield lines.span(max(start, lines.starts[first]), lines.end(last))
    yield from unused_abbreviations(env, lines)
    for definition in references.values():
        if "%%" in definition.get("title", ""):
            first, last = definition["map"]
            for comment in comments_in(lines.text, lines.starts[first], lines.end(last)):
                yield lines.span(*comment)


def repeated_definitions(env: dict[str, Any], used: Collection[str], lines: Lines) -> Iterator[Problem]:
    """A problem for each definition whose label has another definition."""
    for label, (first, last) in env.get("repeated_footnotes", ()):
        place = lines.span(lines.starts[first], lines.end(last))
        message = f"the footnote [^{label}] is defined again below; this text is not shown"
        yield Problem("duplicate-definition", place, message, "Give it a label of its own.")
    for definition in env.get("duplicate_refs", ()):
        label = definition["label"]
        counts = env["references"].get(label)
        if label in used and counts is not None and counts["href"] != definition["href"]:
            first, last = definition["map"]
            place = lines.span(lines.starts[first], lines.end(last))
            message = (
                f"this label already has a destination, in line {counts['map'][0] + 1}; that one is used"
            )
            yield Problem("duplicate-definition", place, message, "Give it a label of its own.")
