"""The site's navigation: a handful of entry pages, and the notes when they are few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from knotwork.model.names import FOLDER_NOTES, NotePath, basename
from knotwork.model.note import Note
from knotwork.site.addresses import HOME, TAGS
from knotwork.site.views.folders import FolderContents, shadowed, tree

Nav = list[Any]
"""As MkDocs reads `nav:`: paths, and mappings from a title to a path or a list of these."""


def navigation(notes: Mapping[NotePath, Note], entries: Sequence[str], limit: int) -> Nav:
    """The nav of a site whose `mkdocs.yml` has none; `entries` are the generated pages for it.

    Material writes the whole navigation into each page, so more than `limit` notes are left out:
    links, folder pages and search lead to them.
    """
    notes = {path: note for path, note in notes.items() if not shadowed(notes, path)}
    home = [path for path in FOLDER_NOTES if NotePath(path) in notes or path in entries]
    listed = _listed(notes, tree(notes), "", home[:1]) if len(notes) <= limit else _folders(notes)
    others = [entry for entry in entries if entry != HOME and entry not in listed]
    others.sort(key=lambda entry: (entry != TAGS, entry))
    return [*home[:1], *listed, *others]


def _listed(
    notes: Mapping[NotePath, Note], folders: Mapping[str, FolderContents], path: str, without: Sequence[str]
) -> Nav:
    """A folder's notes by title, then its folders as sections, each opened by its own page.

    The sections' titles are escaped: themes print them as they are.
    """
    held = folders[path]
    own = [note for note in held.notes if note not in without]
    listed: Nav = sorted(
        own,
        key=lambda note: (basename(note) not in FOLDER_NOTES, notes[note].title.lower(), note),
    )
    return listed + [{escape(basename(child)): _listed(notes, folders, child, ())} for child in held.folders]


def _folders(notes: Mapping[NotePath, Note]) -> Nav:
    """The page of each folder at the root."""
    folders = tree(notes)
    nav: Nav = []
    for path in folders[""].folders:
        own = next((name for name in FOLDER_NOTES if NotePath(f"{path}/{name}") in notes), "index.md")
        sibling = NotePath(f"{path}.md")
        nav.append(
            sibling if sibling in notes and NotePath(f"{path}/{own}") not in notes else f"{path}/{own}"
        )
    return nav


def without_instant(features: Sequence[str]) -> list[str]:
    """Material's features without instant navigation, which fetches the whole sitemap of a large site."""
    return [feature for feature in features if not feature.startswith("navigation.instant")]
