"""Wanted notes: what is linked to and not written yet, most wanted first, and who asks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html import escape

from knotwork.addresses import WANTED, paged, wanted_anchor
from knotwork.compiler import Wanted
from knotwork.names import NotePath
from knotwork.note import Link
from knotwork.resolve import MissingNote
from knotwork.views.linking import linking_note
from knotwork.views.page import GeneratedPage, View, counted, unordered

_SHOWN = 10


def wanted_pages(view: View) -> Iterator[GeneratedPage]:
    """The pages of wanted notes; none when nothing is wanted."""
    wanted = view.kb.wanted
    size = view.kb.settings.page_size
    for start in range(0, len(wanted), size):
        number = 1 + start // size
        source = paged(WANTED, number)
        here = view.site.generated(source)
        shown = wanted[start : start + size]
        html = f"<p>{counted(len(wanted), 'note')} that others link to and nobody has written yet.</p>\n"
        if start + size < len(wanted):
            following = view.site.generated(paged(WANTED, number + 1))
            html += f"<p>{view.to(following, here, 'Next page')}</p>\n"
        html += "".join(_entry(view, each, here) for each in shown)
        headings = tuple((2, wanted_anchor(each.key), escape(each.name, quote=False)) for each in shown[:50])
        title = "Wanted notes" if number == 1 else f"Wanted notes ({number})"
        yield GeneratedPage(source, title, html, headings, entry=number == 1)


def _entry(view: View, wanted: Wanted, here: str) -> str:
    asking: dict[NotePath, list[Link]] = defaultdict(list)
    for each in wanted.links:
        asking[each.source].append(each.link)
    items = [linking_note(view, source, links, here) for source, links in list(asking.items())[:_SHOWN]]
    count = counted(len(asking), "note asks", "notes ask")
    rest = len(asking) - _SHOWN
    more = f"<p>and {counted(rest, 'more note')}</p>\n" if rest > 0 else ""
    return (
        f'<h2 id="{escape(wanted_anchor(wanted.key))}">{escape(wanted.name)}</h2>\n'
        f'<p class="kw-where">{count} for it.{_near(view, wanted, here)}</p>\n'
        f"{unordered(items, 'kw-backlinks')}{more}"
    )


def _near(view: View, wanted: Wanted, here: str) -> str:
    missing = wanted.links[0].resolution
    assert isinstance(missing, MissingNote), "a wanted note is missing"
    near = dict.fromkeys((*missing.alias_of, *missing.similar))
    links = ", ".join(view.link(path, here) for path in near)
    return f" Nearest: {links}." if links else ""
