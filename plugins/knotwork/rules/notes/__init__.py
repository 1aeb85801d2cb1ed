"""Rules about notes as files: that they can be read, and that each has a name and a page of its own."""

from __future__ import annotations

from knotwork.rules.notes.commands import undefined_file, undefined_object
from knotwork.rules.notes.content import (
    broken_canvas,
    duplicate_block_id,
    front_matter,
    internal_error,
    misplaced_block_id,
    nesting_limit,
    orphan_note,
    unclosed_comment,
)
from knotwork.rules.notes.files import (
    active_file,
    bad_encoding,
    editor_copy,
    size_limit,
    symbolic_link,
    unpublished_folder,
    unreadable_file,
)
from knotwork.rules.notes.mentions import unlinked_first_mention
from knotwork.rules.notes.names import duplicate_note, page_collision, unportable_name
from knotwork.rules.notes.objects import clashing_object

RULES = (
    orphan_note,
    duplicate_note,
    page_collision,
    duplicate_block_id,
    misplaced_block_id,
    front_matter,
    broken_canvas,
    unclosed_comment,
    bad_encoding,
    unreadable_file,
    symbolic_link,
    editor_copy,
    active_file,
    size_limit,
    unportable_name,
    unpublished_folder,
    clashing_object,
    undefined_file,
    undefined_object,
    unlinked_first_mention,
    nesting_limit,
    internal_error,
)
