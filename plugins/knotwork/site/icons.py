"""The theme's icons: `material-kubernetes` is `material/kubernetes.svg` in its folder of icons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

from knotwork.html.attributes import attributes_html
from knotwork.model.body import Attributes
from knotwork.model.patterns import lazy_regex

_NAME = lazy_regex(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_SET = lazy_regex(r"^(?:material|octicons|simple|fontawesome-(?:brands|regular|solid))-")
_SIZE_OF_OCTICON = lazy_regex(r"-(?:12|16|24|32|48|96)$")
_LONGEST = 64 * 1024


def icon_html(name: str, attributes: Attributes) -> str | None:
    """An icon as Material writes it, with a label for screen readers; None when it has none of that name."""
    svg = icon(name)
    if svg is None:
        return None
    label = _SIZE_OF_OCTICON.sub("", _SET.sub("", name)).replace("-", " ").replace("_", " ")
    labelled = any(attribute.startswith("aria-") for attribute, _ in attributes)
    described = "" if labelled else f' role="img" aria-label="{escape(label)}"'
    return f"<span{attributes_html(attributes)}{described}>{svg}</span>"


@lru_cache(maxsize=512)
def icon(name: str) -> str | None:
    """The `<svg>` of an icon; None when the theme is not installed or has no icon of that name."""
    root = _folder()
    if root is None or not _NAME.fullmatch(name):
        return None
    for file in _files(root, name):
        if file.is_file() and file.stat().st_size <= _LONGEST:
            svg = file.read_text("utf-8").strip()
            return svg if svg.startswith("<svg") else None
    return None


def _files(folder: Path, name: str) -> Iterator[Path]:
    """The files that a name may mean: a hyphen in it may be a slash, where there is such a folder."""
    yield folder / f"{name}.svg"
    for at in (match.start() for match in re.finditer("-", name)):
        below = folder / name[:at]
        if below.is_dir():
            yield from _files(below, name[at + 1 :])


@lru_cache(maxsize=1)
def _folder() -> Path | None:
    """The theme's folder of icons, found without importing the theme."""
    spec = find_spec("material")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "templates" / ".icons"
        if folder.is_dir():
            return folder
    return None
