"""Generated pages, and the sections below a note: one module for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from knotwork.model.failures import IN_THE_LOG, small_panel
from knotwork.model.names import NotePath
from knotwork.site.views.api_state import api_state
from knotwork.site.views.backlinks import linked_from
from knotwork.site.views.cluster import on_a_cluster
from knotwork.site.views.dates import dates
from knotwork.site.views.empty_sections import with_empty_section_marks
from knotwork.site.views.folders import breadcrumbs
from knotwork.site.views.generated_content import GeneratedContent
from knotwork.site.views.kind_usage import KindUsage, used_in_notes
from knotwork.site.views.local_graph import local_graph
from knotwork.site.views.mentions import mentioned_in
from knotwork.site.views.page import GeneratedPage, View, attempt
from knotwork.site.views.properties import properties
from knotwork.site.views.rail import DRAWING, LINKS_HERE, rail, rail_links
from knotwork.site.words import marked

__all__ = [
    "GeneratedContent",
    "GeneratedPage",
    "View",
    "breadcrumbs",
    "note_footer",
    "note_properties",
    "note_rail",
    "with_empty_section_marks",
]


def note_properties(view: View, path: NotePath) -> str:
    """What is shown under a note's title: the APIs of its kind, and the table of its properties."""
    sections = {
        marked("Since when its API is there"): ("api_state", api_state),
        marked("The table of properties"): ("properties", properties),
    }
    return _parts(view, path, sections)


def note_rail(view: View, path: NotePath, below: str) -> tuple[str, str]:
    """What stands beside a note's text, and the links to it for above the text; empty unless it is shown.

    Both lead to what stands `below` the text (HTML), and are empty when a part of that could not be made.
    """
    if not view.shows("rail", path):
        return "", ""
    name = marked("The graph around this note")
    beside = attempt(view, path, name.lower(), lambda: (rail(view, path), rail_links(view, path)), ("", ""))
    targets = [target for target in (LINKS_HERE, DRAWING) if f'#{target}"' in "".join(beside)]
    return beside if all(f'id="{target}"' in below for target in targets) else ("", "")


def note_footer(view: View, usage: KindUsage, path: NotePath) -> str:
    """The sections below a note: what it makes, dates, backlinks, mentions, uses of its kinds, the graph."""
    sections = {
        marked("What it makes on a cluster"): (
            "cluster_objects",
            lambda view, path: on_a_cluster(view, usage, path),
        ),
        marked("When it was written"): ("dates", dates),
        marked("Who links here"): ("linked_from", linked_from),
        marked("Who mentions this"): ("mentions", mentioned_in),
        marked("Where it is used"): ("used_in", lambda view, path: used_in_notes(view, usage, path)),
        marked("The graph around this note"): ("local_graph", local_graph),
    }
    return _parts(view, path, sections)


def _parts(
    view: View, path: NotePath, sections: Mapping[str, tuple[str, Callable[[View, NotePath], str]]]
) -> str:
    """The parts of a page that are shown, each made for itself, by name: what switches it, what makes it."""
    return "".join(
        attempt(view, path, name.lower(), partial(section, view, path), small_panel(_not_shown(view, name)))
        for name, (part, section) in sections.items()
        if view.shows(part, path)
    )


def _not_shown(view: View, name: str) -> str:
    why = view.words(IN_THE_LOG)
    return f"{view.words('{part} could not be shown.', part=view.words(name))} {why}"
