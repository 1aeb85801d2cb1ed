"""What `mkdocs.yml` says about a site: its name, its address, where its source is edited."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """The parts of `mkdocs.yml` that pages and feeds depend on, as plain text."""

    name: str = "Notes"
    description: str = ""
    url: str = ""
    """Where the site will be published, with a slash at the end; empty when that is not set."""
    directories: bool = True
    """`use_directory_urls`."""
    edit_url: str = ""
    """Where the files of the vault are edited; empty when that is not known."""


def site_info(config: Any) -> SiteInfo:
    """What MkDocs' config says about a site; its texts are HTML there."""
    edit_url = urljoin(f"{(config.repo_url or '').rstrip('/')}/", config.edit_uri) if config.edit_uri else ""
    return SiteInfo(
        unescape(config.site_name or "Notes"),
        unescape(config.site_description or ""),
        config.site_url or "",
        config.use_directory_urls,
        edit_url,
    )
