"""Since when the API of a kind is stable: under the title of a note that says in `kind` what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from knotwork.model.names import NotePath
from knotwork.model.patterns import lazy_regex
from knotwork.site.views.page import View
from knotwork.snippets.schema.builtin import NEWEST
from knotwork.snippets.schema.lifecycle import Lifecycle, known_lifecycles

_LEVEL = lazy_regex(r"v\d+(?:(alpha|beta)\d+)?")
_MOST = 3
"""How many kinds of a note are shown."""


def api_state(view: View, path: NotePath) -> str:
    """A line with the APIs of the note's kinds; empty without `kind`, or for kinds that are not Kubernetes'.

    Of the APIs that the newest bundled minor serves those of the highest level count: stable, else beta.
    """
    given = view.kb.notes[path].front_matter.get("kind")
    kinds = given if isinstance(given, list) else [given]
    badges = [badge for kind in kinds[:_MOST] if isinstance(kind, str) for badge in _badges(view, kind)]
    return f'<p class="kw-api">{" ".join(badges)}</p>\n' if badges else ""


def _badges(view: View, kind: str) -> Iterator[str]:
    by_level: dict[str, list[tuple[str, str]]] = {"": [], "beta": [], "alpha": []}
    for (api_version, name), api in known_lifecycles().items():
        version = _LEVEL.fullmatch(api_version.rpartition("/")[2])
        if name == kind and api.introduced and version and _is_served(api):
            by_level[version[1] or ""].append((api_version, api.introduced))
    words = view.words
    for level, apis in by_level.items():
        for api_version, minor in sorted(apis, key=lambda api: _number(api[1])):
            if level == "beta":
                text = words("Beta since Kubernetes {minor}", minor=minor)
            elif level == "alpha":
                text = words("Alpha since Kubernetes {minor}", minor=minor)
            else:
                text = words("Stable since Kubernetes {minor}", minor=minor)
            yield f"<span><code>{escape(f'{api_version} {kind}')}</code> {text}</span>"
        if apis:
            return


def _is_served(api: Lifecycle) -> bool:
    newest = _number(NEWEST)
    is_there = api.introduced is not None and _number(api.introduced) <= newest
    return is_there and (api.removed is None or _number(api.removed) > newest)


def _number(minor: str) -> int:
    """The second number of a minor: 22 for `1.22`."""
    return int(minor.partition(".")[2])
