"""Folders of other people's notes and manifests, read as vaults.

Markdown files are notes; each YAML file, and each JSON file that names an apiVersion, is the only block of
a note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from knotwork.config.settings import Settings
from knotwork.model.names import NotePath
from knotwork.snippets.contradicted_definitions import contradictions
from knotwork.snippets.intent.called_broken import sentences_of_broken
from knotwork.snippets.intent.files_to_fix import passages_to_fix
from knotwork.snippets.kustomizations import kustomized
from knotwork.snippets.kustomize_changes import NO_CHANGES, Changes, Patch
from knotwork.snippets.schema.definitions import definitions
from knotwork.snippets.schema.registry import schema_registry
from knotwork.snippets.validate import NoteSnippets, note_snippets
from knotwork.syntax.reader import read_note

_BLOCKS = {".yaml": "yaml", ".yml": "yaml", ".json": "json"}
"""The files that are blocks, with their languages."""
_LARGEST = 1_000_000
"""The largest file that is read, in bytes: no larger block is read, and a definition left out counts."""
_MARKS = "`" * 12
_OF_LAB = frozenset(("assets", "files", "manifests", "resources", "yaml"))
"""The folders of a lab's files, beside its notes or the folders of its steps."""
_OF_CHANGES = re.compile(r"(?:change|release|history|news)", re.IGNORECASE)


class FileRead(NamedTuple):
    """A file of a folder, and the YAML in it."""

    path: str
    text: str
    offset: int
    """How many lines of the note stand above the file's own."""
    snippets: NoteSnippets


def read_folder(folder: Path, settings: Settings) -> Iterator[FileRead]:
    """The files of a folder, validated with the definitions that all of them have."""
    files = dict(files_of(folder))
    texts = {path: _note(path, text, _of_exercise(path, files)) for path, text in files.items()}
    notes = {
        path: read_note(NotePath(_note_path(path)), text, settings.dialect) for path, text in texts.items()
    }
    listed, patches, labels, _, unlisted, changes = kustomized(
        [fence for note in notes.values() for fence in note.fences]
    )
    for path in (listed | patches) & files.keys():
        if not path.endswith(".md"):
            changed = "" if path in patches else _changes(changes.get(path, NO_CHANGES))
            text = texts[path] + _kustomization(path, labels.get(path, ()), changed, is_patch=path in patches)
            notes[path] = read_note(NotePath(_note_path(path)), text, settings.dialect)
    for path in (unlisted.keys() - listed - patches) & files.keys():
        text = texts[path] + _kustomization(path, unlisted[path], is_listed=False)
        notes[path] = read_note(NotePath(_note_path(path)), text, settings.dialect)
    registry = schema_registry({note.path: definitions(note) for note in notes.values()}, {}, settings)
    alone = {path: note_snippets(note, registry, settings) for path, note in notes.items()}
    contradicted = contradictions(checked for of in alone.values() for checked in of.objects)
    for path, note in notes.items():
        offset = 0 if path.endswith(".md") else texts[path].split(_MARKS)[0].count("\n") + 1
        yield FileRead(path, files[path], offset, alone[path].weighed(note, contradicted))


def files_of(folder: Path) -> Iterator[tuple[str, str]]:
    """The texts of a folder's notes and YAML files, by their paths in it."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".md", *_BLOCKS) or not path.is_file() or path.stat().st_size > _LARGEST:
            continue
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            continue
        if path.suffix != ".json" or '"apiVersion"' in text:
            yield path.relative_to(folder).as_posix(), text


def _note_path(path: str) -> str:
    return path if path.endswith(".md") else f"{path}.md"


def _of_exercise(path: str, files: Mapping[str, str]) -> str:
    """What the notes beside a file say of it where they call it broken, or ask to fix it."""
    if path.endswith(".md"):
        return ""
    notes = [*_notes_beside(PurePosixPath(path), files)]
    passages = [sentence for note in notes for sentence in sentences_of_broken(path, files[note])]
    passages += [passage for note in notes for passage in passages_to_fix(path, files[note])]
    return "\n".join(f"{sentence.rstrip(' .')}." for sentence in passages)


def _notes_beside(file: PurePosixPath, files: Mapping[str, str]) -> Iterator[str]:
    """The notes in the folder of a file; of a lab, whose files have a folder of their own, its steps.

    No list of changes: what it says of a file was done.
    """
    of_lab = file.parent.name in _OF_LAB
    root = file.parent.parent if of_lab else file.parent
    alike = [
        other for other in files if root in PurePosixPath(other).parents and other.endswith(f"/{file.name}")
    ]
    for other in files:
        note = PurePosixPath(other)
        if note.suffix != ".md" or _OF_CHANGES.match(note.name):
            continue
        if note.parent == file.parent or (
            of_lab and len(alike) == 1 and root in (note.parent, note.parent.parent)
        ):
            yield other


def _note(path: str, text: str, above: str = "") -> str:
    """The text of a note for a file: the file itself, or a block with it, whose title is its path.

    `above`: what stands above the block.
    """
    end = "" if text.endswith("\n") else "\n"
    title = path.replace('"', "")
    if path.endswith(".md"):
        return text
    if above:
        above = " ".join(above.replace("`" * 3, "").split()) + "\n\n"
    return f'{above}{_MARKS}{_BLOCKS[Path(path).suffix]} title="{title}"\n{text}{end}{_MARKS}\n'


def _changes(changes: Changes) -> str:
    """The fields of a kustomization that makes these changes."""
    targets = [
        {"select": _target(patch), "fieldPaths": patch.fields} for patch in changes.patches if patch.fields
    ]
    fields = {
        "namespace": "default" if changes.namespace else "",
        "namePrefix": "".join(prefix for prefix, _ in changes.affixes),
        "nameSuffix": "".join(suffix for _, suffix in changes.affixes),
        "transformers": ["changed.yaml"] if changes.transformers else [],
        "patches": [
            {"patch": patch.text, "target": _target(patch)}
            if patch.kind or patch.name
            else {"patch": patch.text}
            for patch in changes.patches
            if patch.text
        ],
        "replacements": [{"targets": targets}] if targets else [],
    }
    return "".join(f"\n{name}: {json.dumps(value)}" for name, value in fields.items() if value)


def _target(patch: Patch) -> dict[str, str]:
    return {"kind": patch.kind, "name": patch.name}


def _kustomization(
    path: str,
    labels: Iterable[tuple[str, str]],
    changed: str = "",
    *,
    is_patch: bool = False,
    is_listed: bool = True,
) -> str:
    """A block below the one of a file, that says what a kustomization beside it does with it."""
    folder, slash, name = path.rpartition("/")
    listed = f'patches: [{{path: "{name}"}}]' if is_patch else f'resources: ["{name}"]'
    if not is_listed:
        listed = f"# - {name}"
    given = "".join(f"\n    {json.dumps(key)}: {json.dumps(value)}" for key, value in dict(labels).items())
    listed += f"\nlabels:\n- includeSelectors: true\n  pairs:{given}" if given else ""
    listed += changed
    return f'\n{_MARKS}yaml title="{folder}{slash}kustomization.yaml"\n{listed}\n{_MARKS}\n'
