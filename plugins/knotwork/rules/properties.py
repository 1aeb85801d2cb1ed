"""Rules about properties in front matter that a theme or the site acts on."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.config.switches import PROPERTY, wrong_switches
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.note import Note
from knotwork.model.text import FILE_START
from knotwork.rules.rule import finding, note_rule
from knotwork.vault.theme_properties import rejected_properties


@note_rule("unsafe-property", "warning")
def unsafe_property(kb: KnowledgeBase, note: Note) -> Iterator[Diagnostic]:
    """A property would choose a template, or give the theme an address that runs code; it is ignored.

    A theme's templates print properties as they are, and some templates do more than show a note:
    Material's `redirect.html` sends the reader wherever `location` says.

    Bad:

    ```yaml
    template: redirect.html
    location: javascript:alert(1)
    ```

    Good: no such property. A template that notes may use is named under `templates` in the settings.
    """
    for rejected in rejected_properties(note.front_matter, kb.settings):
        span = note.properties.get(rejected.name, FILE_START)
        yield finding(unsafe_property, note.path, span, rejected.message, rejected.help)


@note_rule("wrong-switch", "warning")
def wrong_switch(kb: KnowledgeBase, note: Note) -> Iterator[Diagnostic]:
    """The property `knotwork` names no part of a page, or sets it to neither true nor false; it is ignored.

    It switches parts of the page of its note, as the settings do for all pages.

    Bad:

    ```yaml
    knotwork:
      linked_form: false
    ```

    Good:

    ```yaml
    knotwork:
      linked_from: false
    ```
    """
    if PROPERTY in note.front_matter:
        span = note.properties.get(PROPERTY, FILE_START)
        for sentence in wrong_switches(note.front_matter[PROPERTY]):
            yield finding(wrong_switch, note.path, span, sentence)


RULES = (unsafe_property, wrong_switch)
