"""The files of a vault that a site's settings leave out, and the files that the site has of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knotwork.vault.collisions import SiteFiles


@dataclass(frozen=True, slots=True)
class Exclusions:
    """The files that are left out, as gitignore patterns."""

    exclude: Sequence[str] = ()
    """Files that are neither notes nor attachments."""
    drafts: Sequence[str] = ()
    """Notes that are known but not published."""
    named: Collection[str] = ()
    """Paths that `mkdocs.yml` names (its styles, scripts, logo): published even when browsers run them."""
    site: SiteFiles | None = None
    """The files that the site has besides its notes; None: no site is built."""
    host: str = ""
    """The host of the site's address, in lower case; a `CNAME` with it is published."""
