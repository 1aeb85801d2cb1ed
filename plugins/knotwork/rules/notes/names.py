"""Rules about the names of notes, and the addresses they are published at."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic, Location, Related
from knotwork.model.names import name_key
from knotwork.model.text import FILE_START
from knotwork.rules.rule import reader_rule, vault_rule


@vault_rule("duplicate-note", "error", of_names=True)
def duplicate_note(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Two notes have the same name but for case or Unicode form.

    They cannot both exist on macOS and Windows, and links cannot tell them apart.

    Bad: `Pods.md` beside `pods.md`.

    Good: one note, or two names.
    """
    for files in kb.resolver.files.paths.values():
        paths = [path for path in files if path in kb.notes] if len(files) > 1 else ()
        for path in paths if len(paths) > 1 else ():
            namesakes = [namesake for namesake in paths if namesake != path]
            related = tuple(
                Related(Location(namesake, FILE_START), "the other one") for namesake in namesakes
            )
            message = f"'{path}' and '{namesakes[0]}' are one name on macOS and Windows"
            yield Diagnostic(
                duplicate_note.code,
                duplicate_note.severity,
                Location(path, FILE_START),
                message,
                "Rename one.",
                related,
            )


@vault_rule("page-collision", "error", of_names=True)
def page_collision(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Two files are published at the same address, so that one would hide the other.

    Two notes, or an attachment and a file of the theme, a plugin or knotwork itself: that file is
    published, and the attachment is left out.

    Bad: `pods.md` beside `pods/index.md`; `index.md` beside `README.md`; an attachment
    `assets/stylesheets/main.css` when the theme has a file of that name.

    Good: one of the two under another name.
    """
    for url, paths in kb.addresses.items():
        if len(paths) < 2 or len({name_key(path) for path in paths}) < 2:
            continue
        for path in paths:
            rivals = [rival for rival in paths if rival != path]
            message = f"'{path}' and '{rivals[0]}' are both published as '{url or '/'}'"
            related = tuple(Related(Location(rival, FILE_START), "the other one") for rival in rivals)
            yield Diagnostic(
                page_collision.code,
                page_collision.severity,
                Location(path, FILE_START),
                message,
                "Rename one.",
                related,
            )


@reader_rule("unportable-name", "warning")
def unportable_name() -> None:
    """A note's file name does not work on every system, or breaks links.

    Bad: `what?.md`, `C#.md`, `con.md`, `a .md`

    Good: `what.md`, `C sharp.md`
    """
