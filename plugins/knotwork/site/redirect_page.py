"""A page at another address of a note, which leads to the note without a script."""

from __future__ import annotations

from html import escape

from knotwork.model.names import NotePath
from knotwork.site.addresses import encoded, relative
from knotwork.site.site_info import SiteInfo
from knotwork.site.views import View


def redirect_page(file: str, note: NotePath, view: View, info: SiteInfo) -> bytes:
    """The HTML of the page that is `file`, as `old/index.html`, below the site's root."""
    address = view.site.note(note)
    title = escape(view.kb.notes[note].title)
    url = escape(relative(address, encoded(file)))
    canonical = escape(f"{info.url}{address}") if info.url else url
    return (
        f'<!doctype html>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<link rel="canonical" href="{canonical}">\n'
        '<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="refresh" content="0; url={url}">\n'
        f'<p><a href="{url}">{title}</a></p>\n'
    ).encode("utf-8", "replace")
