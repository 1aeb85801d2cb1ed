"""What MkDocs knows of a site."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin

from knotwork.site.feeds.masthead import Masthead


@dataclass(frozen=True, slots=True)
class About:
    """The parts of `mkdocs.yml` that its pages and files depend on."""

    name: str
    """As it stands there: as HTML."""
    directories: bool = True
    """`use_directory_urls`."""
    repo_url: str | None = None
    edit_uri: str | None = None
    description: str = ""
    url: str = ""
    """Where it will be published; empty when nobody says."""

    @property
    def edit_url(self) -> str:
        """Where the files of the vault are edited; empty when that is not known."""
        if not self.edit_uri:
            return ""
        return urljoin(f"{(self.repo_url or '').rstrip('/')}/", self.edit_uri)

    @property
    def masthead(self) -> Masthead:
        """The site as its feeds name it."""
        return Masthead(unescape(self.name), unescape(self.description), self.url)


def about(config: Any) -> About:
    """What MkDocs' config says of a site."""
    return About(
        config.site_name or "Notes",
        config.use_directory_urls,
        config.repo_url,
        config.edit_uri,
        config.site_description or "",
        config.site_url or "",
    )
