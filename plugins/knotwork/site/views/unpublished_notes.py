"""In `serve`, a page for each note that a mistake keeps unpublished: the reason, without the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from knotwork.model.diagnostics import Problem
from knotwork.model.names import basename, without_md
from knotwork.site.manifests.block_findings import message_html
from knotwork.site.views.page import GeneratedPage, Made, View
from knotwork.site.words import Words

_MISTAKES = ("unclear", "front-matter", "encoding")
"""The reasons that the author did not intend."""


def unpublished_note_pages(view: View) -> Iterator[GeneratedPage]:
    """The pages at the addresses of these notes; never part of a published site."""
    problems_of = view.kb.vault.problems_by_path()
    for path, reason in view.kb.vault.unpublished.items():
        if reason not in _MISTAKES:
            continue
        make = partial(_panel, view.words, problems_of.get(path, ()))
        yield GeneratedPage(path, without_md(basename(path)), make, searched=False)


def _panel(words: Words, problems: Iterable[Problem]) -> Made:
    listed = "".join(
        f"<p>{words('Line {n}', n=problem.span.start.line)}: {message_html(problem.message)}</p>"
        + (f"<p>{message_html(problem.help)}</p>" if problem.help else "")
        for problem in problems
    )
    html = (
        '<div class="admonition failure kw-problem">'
        f'<p class="admonition-title">{words("This note is not published")}</p>{listed}</div>\n'
    )
    return html, ()
