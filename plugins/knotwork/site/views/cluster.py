"""On a cluster: what a note makes, what must be there first, how to remove it; for the end of its page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape

from knotwork.knowledge.resolution import Resolved
from knotwork.model.names import NotePath
from knotwork.site.addresses import snippet_anchor
from knotwork.site.views.kind_usage import KindUsage
from knotwork.site.views.page import View
from knotwork.site.words import marked
from knotwork.snippets.cluster_objects import ClusterObject, cluster_objects, removal
from knotwork.snippets.snippet import Snippet

_SHOWN = 30
"""The most objects in a list."""

Place = tuple[NotePath, Snippet]
"""A manifest and its note."""


def on_a_cluster(view: View, usage: KindUsage, path: NotePath) -> str:
    """The section, empty for a note that makes nothing and needs nothing.

    What only commands name is needed if a note that this one links to has a manifest of it.
    """
    objects = cluster_objects(view.kb.notes[path].fences, view.kb.snippets.of(path).snippets)
    if not (objects.made or objects.required or objects.named):
        return ""
    linked = {one.target for one in view.kb.resolutions[path] if isinstance(one, Resolved)} - {path}
    required = [(one, _place(usage, path, one, linked)) for one in objects.required]
    named = [(one, _place(usage, path, one, linked)) for one in objects.named]
    required += [(one, place) for one, place in named if place is not None and place[0] in linked]
    items = [
        _listed(view, marked("Needs"), (f"{_shown(one)}{_link(view, path, at)}" for one, at in required)),
        _listed(view, marked("Makes"), map(_shown, objects.made)),
    ]
    commands = "\n".join(removal(objects.made))
    if commands:
        title = view.words("To remove it")
        items.append(f"<li>{title}: <pre><code>{escape(commands, quote=False)}</code></pre></li>\n")
    if not any(items):
        return ""
    heading = view.words("On a cluster")
    return (
        f'<section class="kw-used kw-cluster" aria-labelledby="kw-on-a-cluster">\n'
        f'<h2 id="kw-on-a-cluster">{heading}</h2>\n<ul>\n{"".join(items)}</ul>\n</section>\n'
    )


def _listed(view: View, title: str, shown: Iterable[str]) -> str:
    objects = [*shown]
    rest = len(objects) - _SHOWN
    more = " " + view.words("and {n} more", n=view.words.number(rest)) if rest > 0 else ""
    return f"<li>{view.words(title)}: {', '.join(objects[:_SHOWN])}{more}</li>\n" if objects else ""


def _shown(one: ClusterObject) -> str:
    name = f"{one.namespace}/{one.name}" if one.namespace else one.name
    return f"{escape(one.kind)} <code>{escape(name)}</code>"


def _place(
    usage: KindUsage, path: NotePath, one: ClusterObject, linked: Collection[NotePath]
) -> Place | None:
    """The first whole manifest of an object in another note; in a linked one, if there is one."""
    places = [
        (note, snippet)
        for note, snippets in usage.manifests.get(one.kind, {}).items()
        for snippet in snippets
        if note != path and snippet.name == one.name and snippet.mode in ("full", "syntax")
        if not one.namespace or snippet.namespace == one.namespace
    ]
    return min(places, key=lambda place: place[0] not in linked, default=None)


def _link(view: View, path: NotePath, place: Place | None) -> str:
    if place is None:
        return ""
    note, snippet = place
    return f" ({view.link(note, view.site.note(path), snippet_anchor(snippet))})"
