"""A document as it stands in its block, for all that ask what its writer means."""

from __future__ import annotations

from msgspec import Struct

from knotwork.model.names import NotePath
from knotwork.model.note import Fence
from knotwork.snippets.directives import Directive
from knotwork.snippets.identity import identity
from knotwork.snippets.validation import Context
from knotwork.snippets.yaml.compose import Document


class Written(Struct, frozen=True):
    """A document as it stands in its block."""

    document: Document
    text: str
    """That of its offsets."""
    path: NotePath
    title: str
    """That of the block; empty for none."""
    block: Fence
    """The block it stands in."""
    directive: Directive
    context: Context
    elided: bool
    """Whether something is left out with `...`."""

    @property
    def is_custom(self) -> bool:
        """Whether a definition describes its kind."""
        api_version, kind, _, _ = identity(self.document.root)
        return (api_version or "", kind or "") in self.context.registry.custom

    @property
    def unmarked(self) -> bool:
        """Whether no directive says what the document is."""
        return self.directive.mode is None and not self.directive.fails

    @property
    def in_note(self) -> bool:
        """Whether that is so in a note, which may show a part."""
        return self.unmarked and not self.context.file

    @property
    def in_file(self) -> bool:
        """Whether that is so in a file, which is whole."""
        return self.unmarked and self.context.file
