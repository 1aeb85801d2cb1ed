"""How another machine installs the knotwork that runs here."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

from knotwork import __version__
from knotwork.cli.git_remote import remote

UNKNOWN = "knotwork @ git+<address of knotwork's repository>"
"""What stands where nobody can tell: a name alone could be that of another package."""


def requirement() -> str:
    """What `pip install` is given: the commit or release it was installed from, else the clone's address.

    `UNKNOWN` for a folder without an address of its own.
    """
    try:
        origin = json.loads(distribution("knotwork").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return UNKNOWN
    url = str(origin.get("url", ""))
    commit = origin.get("vcs_info", {}).get("commit_id")
    if commit and url.startswith("https://") and "@" not in url:
        return f"knotwork @ git+{url}@{commit}"
    if not url:
        return f"knotwork=={__version__}"  # from an index, which has this release
    folder = urlsplit(url)
    cloned = remote(Path(unquote(folder.path))) if folder.scheme == "file" else None
    return f"knotwork @ git+{cloned.url}@{cloned.branch}" if cloned else UNKNOWN
