"""The aliases of notes, for the fields that find a note in the folder tree and in the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knotwork.model.names import NotePath
from knotwork.site.views.page import View


def alias_data(view: View, paths: Sequence[NotePath]) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """`{"aliases": {"3": ["Pods"]}}`: by their indexes the notes that have other names than their titles;
    empty when none has.
    """
    aliases = {str(index): names for index, path in enumerate(paths) if (names := _aliases(view, path))}
    return {"aliases": aliases} if aliases else {}


def _aliases(view: View, path: NotePath) -> list[str]:
    note = view.kb.notes[path]
    return list(dict.fromkeys(alias.name for alias in note.aliases if alias.name != note.title))
