"""The folder tree of all notes as data for the script that shows it on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from knotwork.model.names import basename, folder
from knotwork.site.views.folders import shadowed, tree
from knotwork.site.views.other_titles import alias_data
from knotwork.site.views.page import View

EXPLORER_DATA = "explorer"


def data_files(view: View) -> Iterator[tuple[str, Callable[[], object]]]:
    """The data file of the folder tree, by name, with what makes it."""
    yield EXPLORER_DATA, lambda: explorer_data(view)


def explorer_data(view: View) -> Mapping[str, object]:
    """Folders and notes in the order they are shown.

    `folders` are `[index of the folder above, name]`, each after its parent, the root first;
    `titles`, `urls` and `folder` have one entry for each note; `aliases` as in `alias_data`.
    """
    kb = view.kb
    notes = sorted(
        (path for path in kb.notes if not shadowed(kb.notes, path)),
        key=lambda path: (kb.notes[path].title.lower(), path),
    )
    paths = sorted(tree(kb.notes), key=lambda path: path.split("/") if path else [])
    numbers = {path: number for number, path in enumerate(paths)}
    return {
        "version": 1,
        "folders": [[numbers[folder(path)] if path else -1, basename(path)] for path in paths],
        "titles": [kb.notes[path].title for path in notes],
        "urls": [view.site.note(path) for path in notes],
        "folder": [numbers[folder(path)] for path in notes],
        **alias_data(view, notes),
    }
