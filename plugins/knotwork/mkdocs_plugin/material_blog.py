"""Posts of Material's blog plugin: notes to which it gives dates and other addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

BLOG_TEMPLATES = ("blog.html", "blog-post.html")
"""The templates of the theme that the plugin uses."""


def is_listing(page: object) -> bool:
    """Whether it is a page of the plugin that lists posts; its heading is a category from a note."""
    return type(page).__module__.startswith("material.plugins.blog.") and type(page).__name__ != "Post"


def blog_posts(plugins: Iterable[Any]) -> set[str]:
    """The paths of the posts that a blog publishes; it marks them as excluded until there is a navigation."""
    blogs = (getattr(plugin, "blog", None) for plugin in plugins)
    return {
        post.file.src_uri
        for blog in blogs
        for post in getattr(blog, "posts", ()) or ()
        if hasattr(post, "file")
    }
