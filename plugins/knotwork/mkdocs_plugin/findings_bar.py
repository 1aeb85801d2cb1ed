"""What a server adds to each page for its writer: a bar with the findings of the note, never part of a build.

A page gets no more than a script and a style sheet of the server's own; the script asks for the bar.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from urllib.parse import unquote

from knotwork.model.diagnostics import Diagnostic, severity_rank
from knotwork.model.names import NotePath, name_key, page_file
from knotwork.model.plural import counted
from knotwork.report.summary import severity_counts
from knotwork.report.text import place
from knotwork.site.addresses import HEALTH
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.manifests.block_findings import message_html
from knotwork.site.manifests.blocks import finding_anchors
from knotwork.site.views.finding_places import section_of, shown_text

FOLDER = "/livereload/knotwork/"
"""The addresses of what is added, among those that MkDocs' server keeps for itself."""
_TYPES = {"bar.js": "application/javascript", "bar.css": "text/css"}
_LISTED = 100
_TAG = (
    f'<link rel="stylesheet" href="{FOLDER}bar.css"><script src="{FOLDER}bar.js" defer></script>'
).encode()


def with_bar(page: bytes) -> bytes:
    """A page with the script that shows the bar."""
    end = page.rfind(b"</body>")
    return page + _TAG if end < 0 else page[:end] + _TAG + page[end:]


def asset(name: str) -> tuple[bytes, str] | None:
    """A file of the bar and its type; None when it has none of that name."""
    kind = _TYPES.get(name)
    return (files(__package__).joinpath("assets", name).read_bytes(), kind) if kind else None


class FindingsBar:
    """The bars of one state of a site."""

    def __init__(self, site: CompiledSite, failures: Iterable[Diagnostic], command: str, root: str) -> None:
        """`failures` tell why pages could not be made; `command` lists all findings, in a shell; `root` is
        the site's own address on the server.
        """
        self._site, self._command, self._failures, self._root = site, command, tuple(failures), root

    def html(self, path: str) -> str:
        """The bar of the page at a path below the site's root, not percent-encoded."""
        note = self._note(page_file(path))
        failed = [failure for failure in self._failures if failure.location.path == note]
        own = sorted((*failed, *self._of(note)), key=severity_rank) if note else []
        total = len(self._site.view.diagnostics)
        others = f"{counted(total - len(own), 'other finding')}" if total > len(own) else ""
        if others and self._site.view.has_page(HEALTH):
            health = escape(self._root + self._site.view.site.generated(HEALTH))
            others = f'<a class="kw-all" href="{health}">{others}</a>'
        foot = f"<p>{others}{' · ' if others else ''}<code>{escape(self._command)}</code></p>"
        if not own:
            inner = f"<p>No findings on this page{' · ' if others else ''}{others}</p>" if note else ""
            return _bar(inner, "none") if inner else ""
        listed = "".join(self._item(finding) for finding in own[:_LISTED])
        more = f"<p>and {len(own) - _LISTED:,} more</p>" if len(own) > _LISTED else ""
        heading = f"<summary>{severity_counts(own)} on this page</summary>"
        return _bar(
            f'<details open>{heading}<div tabindex="0" role="region" aria-label="List of findings">'
            f"<ol>{listed}</ol>{more}{foot}</div></details>",
            own[0].severity,
        )

    def _note(self, file: str) -> NotePath | None:
        """The note whose page is a file of the site, or whose page says why it is not published."""
        view = self._site.view
        urls = [(path, view.site.generated(path)) for path in view.kb.vault.unpublished]
        for url in (file, file.removesuffix("index.html")):
            if (owner := view.site.owners.get(name_key(url))) is not None:
                # else another note has the address but for letter case
                is_it = page_file(unquote(view.site.notes[owner])) == file
                urls += [(owner, view.site.notes[owner])] if is_it else view.site.notes.items()
        return next((path for path, url in reversed(urls) if page_file(unquote(url)) == file), None)

    def _of(self, note: NotePath) -> Sequence[Diagnostic]:
        return self._site.view.findings_shown(note)

    def _item(self, finding: Diagnostic) -> str:
        view, path, line = self._site.view, finding.location.path, finding.location.span.start.line
        anchor, text = "", ""
        if (note := view.kb.notes.get(path)) is not None:
            in_block = finding_anchors(view.kb, note).get(finding)
            text = "" if in_block else shown_text(view, finding, self._site.source.read)
            anchor = in_block or section_of(view, path, line)
        help_ = f'<p class="kw-help">{message_html(finding.help)}</p>' if finding.help else ""
        return (
            f'<li class="kw-{finding.severity}"><a href="#{escape(anchor)}" data-text="{escape(text)}">'
            f"<b>{finding.severity}</b> line {line}: {message_html(finding.message)}</a> "
            f'<span class="kw-place">{escape(place(finding.location))} · {escape(finding.rule)}</span>'
            f"{help_}</li>"
        )


def _bar(inner: str, severity: str) -> str:
    return (
        f'<aside id="kw-writer" class="kw-{severity}" lang="en" dir="ltr" '
        f'aria-label="Findings of knotwork on this page">{inner}</aside>'
    )
