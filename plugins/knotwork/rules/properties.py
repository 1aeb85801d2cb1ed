"""Rules about properties in front matter that a theme would act on."""

from __future__ import annotations

from collections.abc import Iterator

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


RULES = (unsafe_property,)
