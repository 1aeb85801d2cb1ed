"""How another machine installs the knotwork that runs here."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution

from knotwork import __version__


def requirement() -> str:
    """What `pip install` is given: the commit it was installed from, if it was, else its version."""
    try:
        origin = json.loads(distribution("knotwork").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        origin = {}
    commit = origin.get("vcs_info", {}).get("commit_id")
    if commit and str(origin.get("url", "")).startswith("https://") and "@" not in origin["url"]:
        return f"knotwork @ git+{origin['url']}@{commit}"
    return f"knotwork=={__version__}"
