"""Posts of Material's blog plugin: notes that it dates, moves, and leaves out of the menu."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

BLOG_TEMPLATES = ("blog.html", "blog-post.html")
"""The theme's templates that the plugin chooses for its pages."""


def is_listing(page: object) -> bool:
    """Whether the plugin made a page that lists posts: its heading is a category that a note names."""
    return type(page).__module__.startswith("material.plugins.blog.") and type(page).__name__ != "Post"


def blog_posts(plugins: Iterable[Any]) -> set[str]:
    """The paths of the posts that a blog publishes; until the menu is made it marks them as excluded."""
    blogs = (getattr(plugin, "blog", None) for plugin in plugins)
    return {
        post.file.src_uri
        for blog in blogs
        for post in getattr(blog, "posts", ()) or ()
        if hasattr(post, "file")
    }
