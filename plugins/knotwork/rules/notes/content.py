"""Rules about what stands in a note."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic, Location, Related
from knotwork.model.names import is_home, is_markdown
from knotwork.model.note import BlockId, Note
from knotwork.model.text import FILE_START
from knotwork.rules.rule import finding, note_rule, reader_rule


@note_rule("orphan-note", "info")
def orphan_note(kb: KnowledgeBase, note: Note) -> Iterator[Diagnostic]:
    """No other note links to this note.

    Readers find it only by search and folder. The home page (`index.md` or `README.md` at the root) is
    never an orphan, nor is a canvas or a base, nor a note among Obsidian's excluded files.

    Bad: a note `taints.md` that no note mentions as `[[taints]]`.

    Good: `nodes can repel pods: [[taints]]`
    """
    if kb.is_linked(note.path) or is_home(note.path) or not is_markdown(note.path):
        return
    if not kb.settings.obsidian.ignores(note.path):
        yield finding(orphan_note, note.path, FILE_START, "no other note links here")


@note_rule("duplicate-block-id", "warning")
def duplicate_block_id(kb: KnowledgeBase, note: Note) -> Iterator[Diagnostic]:
    """A note has the same block id twice; links lead to the first.

    Bad: two paragraphs that end with ` ^why`.

    Good: ` ^why` and ` ^why-not`.
    """
    first: dict[str, BlockId] = {}
    for block in note.blocks:
        before = first.setdefault(block.name.lower(), block)
        if before is not block:
            line = before.span.start.line
            message = f"the block id ^{block.name} is used again here; links lead to line {line}"
            related = (Related(Location(note.path, before.span), "first here"),)
            yield Diagnostic(
                duplicate_block_id.code,
                duplicate_block_id.severity,
                Location(note.path, block.span),
                message,
                None,
                related,
            )


@reader_rule("misplaced-block-id", "warning")
def misplaced_block_id() -> None:
    """A block id directly below a table is read as the table's last row.

    Bad:

    ```markdown
    | a | b |
    |---|---|
    | 1 | 2 |
    ^sizes
    ```

    Good: a blank line before `^sizes`.
    """


@reader_rule("front-matter", "error")
def front_matter() -> None:
    """The front matter, or an entry in it, cannot be used.

    When the front matter as a whole cannot be read, or `publish` is neither true nor false, it is
    unclear whether the note may be published: that is an error, and the note is held back. So is a
    note with `publish: false` or the like where it is not read: between the wrong marks, below the
    first line, in a comment, in a block of code at the very top, or as an inline field `publish:: false`.
    One odd value is a warning and costs that property only.

    Bad:

    ```yaml {k8s="invalid:yaml-syntax"}
    title: Pods: an overview
    up: [[index]]
    ```

    Good:

    ```yaml
    title: "Pods: an overview"
    up: "[[index]]"
    ```
    """


@reader_rule("broken-canvas", "error")
def broken_canvas() -> None:
    """A canvas is not what JSON Canvas describes: no JSON, an arrow to no card, a size that is no number.

    A file that is no JSON is shown empty: that is an error. What is wrong in one card or arrow is a warning;
    it is left out, or drawn with a usual size.

    Bad: `"edges": [{"id": "e", "fromNode": "a", "toNode": "z"}]` in a canvas without a card `z`.

    Good: `"toNode"` with the `id` of a card.
    """


@reader_rule("unclosed-comment", "warning")
def unclosed_comment() -> None:
    """A comment is never closed, or does not end with the paragraph it begins in.

    What follows a lone `%%` or `<!--` may be private: nothing of it is published, up to the next mark or
    the end of the note. For two per cent signs write `\\%%`, or put them in code.

    Bad: `50 %% of all pods`

    Good: `50 % of all pods`; `50 %% all of them? %% of all pods`
    """


@reader_rule("nesting-limit", "warning")
def nesting_limit() -> None:
    """Lists or quotes are nested so deeply that the rest is shown as it is written.

    Bad: fifty lists, each in an item of the one before.

    Good: headings, or a note for each branch.
    """


@reader_rule("internal-error", "error")
def internal_error() -> None:
    """Knotwork failed on a note; its text is left out, because its comments could not be recognised.

    This is a defect of knotwork, not of your note. Please report it with the note.

    Bad: a finding of this rule.

    Good: none.
    """
