"""The parts of a site that can be switched off, for the whole site or for the page of one note."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from knotwork.config.option_kinds import PROPERTIES_OR_SWITCH, SWITCH, SettingsError, entries
from knotwork.model.nearest import did_you_mean

PROPERTY = "knotwork"
"""The property of a note that switches parts of its page."""


def _part(doc: str, *, default: bool = True) -> Any:
    """A part of a note's page, which the note may switch itself."""
    return field(default=default, metadata={"kind": SWITCH, "doc": doc, "of_page": True})


def _of_site(doc: str) -> Any:
    """A part of the site as a whole."""
    return field(default=True, metadata={"kind": SWITCH, "doc": doc})


@dataclass(frozen=True, slots=True)
class Switches:
    """Whether each part is shown; `page_parts()` are those that a note may switch for its page."""

    linked_from: bool = _part("Whether a note's page lists the notes that link to it.")
    mentions: bool = _part("Whether a note's page lists where it is named without a link.")
    used_in: bool = _part("Whether the page of a note about a kind of object lists its manifests.")
    local_graph: bool = _part("Whether a note's page has a drawing of the notes around it.")
    rail: bool = _part(
        "Whether a wide screen shows, beside a note's text, the notes around it and the first that link to "
        "it; `local_graph` and `linked_from` switch these."
    )
    cluster_objects: bool = _part(
        "Whether a note's page lists what its manifests and commands make on a cluster, what must be there "
        "first, and the commands that remove it.",
        default=False,
    )
    dates: bool = _part("Whether a note's page ends with the dates in its front matter: created, changed.")
    folder_lists: bool = _part("Whether the page of a folder's note ends with what else is in the folder.")
    unwritten_marks: bool = _part("Whether an empty section is marked as not written yet.")
    breadcrumbs: bool = _part("Whether a page begins with the folders it is in.")
    api_state: bool = _part(
        "Whether the page of a note with `kind: Pod` or the like in its front matter says since when the API "
        "of that kind is stable."
    )
    tag_chips: bool = _part("Whether a page shows the note's tags above its text.")
    properties: bool | tuple[str, ...] = field(
        default=False,
        metadata={
            "kind": PROPERTIES_OR_SWITCH,
            "doc": "Whether a folded table under the title shows the note's properties, with links in them. "
            "A list names those that are shown; `true` shows all that no program acts on.",
            "of_page": True,
        },
    )
    previews: bool = _part("Whether links of a page show the beginning of the page they lead to.")
    field_docs: bool = _part("Whether fields of manifests show their documentation.")
    snippet_headers: bool = _part("Whether a line above a manifest has its kind and what its check says.")
    snippet_findings: bool = _part("Whether a block of code shows what is wrong in it.")
    home: bool = _of_site("Whether a vault without `index.md` has a home page with its numbers and notes.")
    health: bool = _of_site(
        "Whether the site has a page with what `knotwork check` finds, and with notes that stand alone."
    )
    wanted_page: bool = _of_site(
        "Whether the site has a page of the notes that are still to be written; without it, links to these "
        "lead nowhere. `wanted: false` means the same."
    )
    todo: bool = _of_site("Whether the site has a page of what is still to be done.")
    snippets: bool = _of_site("Whether the site has a page with all snippets.")
    graph: bool = _of_site("Whether the site has a page with the graph of all notes.")
    explorer: bool = _of_site("Whether the menu has the folders with all notes.")
    stacked_panes: bool = field(
        default=False,
        metadata={
            "kind": SWITCH,
            "doc": "Whether a link opens its page beside the one that is read, so that pages stand in a row "
            "whose address has them all. Without scripts, and on phones, links lead to pages.",
        },
    )
    publish_markdown: bool = _of_site(
        "Whether each note's Markdown, without its comments, is published beside its page."
    )
    feeds: bool = _of_site("Whether `graph.json`, `manifests.json` and `feed.xml` are published.")
    llms: bool = _of_site("Whether `llms.txt` is published, the list of notes for language models.")

    def shows(self, part: str, properties: Mapping[str, Any]) -> bool:
        """Whether the page of a note with these properties shows a part: what the note says comes first."""
        own = properties.get(PROPERTY)
        value = own.get(part) if isinstance(own, Mapping) and part in page_parts() else None
        return value if isinstance(value, bool) else bool(getattr(self, part))


def page_parts() -> Collection[str]:
    """The parts that a note may switch for its own page."""
    return _PAGE_PARTS


_PAGE_PARTS = {part.name: None for part in fields(Switches) if "of_page" in part.metadata}


def wrong_switches(value: object) -> tuple[str, ...]:
    """What is wrong with the property that switches parts of a page, a sentence each."""

    def switch(name: str, item: object) -> object:
        if name not in _PAGE_PARTS:
            raise SettingsError(f"{PROPERTY}: unknown part '{name}'{did_you_mean(name, _PAGE_PARTS)}")
        return SWITCH.read(item, f"{PROPERTY}.{name}", ())

    try:
        entries(value, PROPERTY, "a mapping of parts of the page to true or false", switch)
    except SettingsError as error:
        return error.sentences
    return ()
