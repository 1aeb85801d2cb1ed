"""What the theme's page for missing addresses says: where to look, and which notes have near names."""

from __future__ import annotations

import re
from html import escape

from knotwork.site.addresses import GRAPH, HOME, TAGS, WANTED
from knotwork.site.views.page import View

_TITLE = re.compile(r"<h1>\s*404 - Not found\s*</h1>")


def with_suggestions(html: str, view: View, root: str) -> str:
    """Material's 404 page with links to the pages that list notes, and a place for the nearest names.

    `root` is the address of the site, `/notes/`: the page is shown at any address. A page that is not
    Material's is left as it is.
    """
    words, site, kb = view.words, view.site, view.kb
    pages = {HOME: view.site_name}
    if kb.tags.occurrences:
        pages[TAGS] = words("Tags")
    if kb.links.missing_notes and view.has_page(WANTED):
        pages[WANTED] = words("Wanted notes")
    if len(kb.notes) > 1 and view.has_page(GRAPH):
        pages[GRAPH] = words("Graph")
    links = "".join(
        f'<li><a href="{escape(root + site.generated(source))}">{escape(name, quote=False)}</a></li>\n'
        for source, name in pages.items()
    )
    added = f"<p>{words('There is no page at this address.')}</p>\n"
    added += f'<div class="kw-not-found"></div>\n<ul>\n{links}</ul>\n'
    return _TITLE.sub(lambda title: f"{title[0]}\n{added}", html, count=1)
