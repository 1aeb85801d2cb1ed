"""Pages of other plugins, such as a blog's lists: what the theme prints of them is escaped."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from mkdocs.structure.pages import Page

from knotwork.config.settings import Settings
from knotwork.html.policy import filtered
from knotwork.mkdocs_plugin.material_blog import BLOG_TEMPLATES, is_listing
from knotwork.mkdocs_plugin.theme_files import has_template
from knotwork.site.meta import checked_meta, without_markup


def check_page(page: Page, settings: Settings, environment: Any) -> None:
    """Escape markup in what the theme prints of such a page: its properties, title and category names."""
    allowed = replace(settings, templates=(*settings.templates, *BLOG_TEMPLATES))
    page.meta = checked_meta(page.meta, allowed, partial(has_template, environment))
    if isinstance(page.title, str) and (title := without_markup(page.title)) != page.title:
        page.title = title
    if is_listing(page) and page.content and settings.html != "trust":
        page.content = filtered(page.content, "sanitize", settings.url_schemes)
