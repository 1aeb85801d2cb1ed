"""What is reported of other people's notes and manifests, by rule, with samples to judge by eye.

    python tests/corpora FOLDER … [--sample N] [--seed N] [--rule CODE] [--level LEVEL] [--lines N]

Each folder is read as a vault: its Markdown files are notes, each of its YAML files, and of its JSON files
that name an apiVersion, is the only block of a note. It prints, for every rule about snippets, how many
findings there are and in how many files; then a sample of findings with their lines: of each rule in each
folder one, then a second one, until there are as many as asked for; the same ones at each run with the same
seed. Errors that a reader would call false are mended as kinds: beside each one its kind is a case in
tests/cases.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.snippets.kustomizations import kustomized
from knotwork.snippets.schema.registry import note_kinds, schema_registry
from knotwork.snippets.validate import note_snippets
from knotwork.syntax.reader import read_note

_LEVELS = {"error": ("error",), "warning": ("error", "warning"), "info": ("error", "warning", "info")}
_BLOCKS = {".yaml": "yaml", ".yml": "yaml", ".json": "json"}
"""The files that are blocks, with their languages."""
_LARGEST = 1_000_000
"""The largest file that is read, in bytes: no larger block is read, and a definition left out counts."""
_MARKS = "`" * 12


class Finding(NamedTuple):
    """A finding in a file of a folder."""

    folder: str
    path: str
    text: str
    offset: int
    """How many lines of the note stand above the file's own."""
    diagnostic: Diagnostic


def main() -> None:
    """Print the tables and samples for the folders of the command line."""
    parser = argparse.ArgumentParser(prog="python tests/corpora", description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="how many findings are shown")
    parser.add_argument("--seed", type=int, default=0, help="another seed shows others")
    parser.add_argument("--rule", help="only findings of this rule")
    parser.add_argument("--level", choices=_LEVELS, default="warning", help="the least severity that counts")
    parser.add_argument("--lines", type=int, default=2, help="how many lines are shown around a finding")
    options = parser.parse_args()
    found: list[Finding] = []
    documents: Counter[str] = Counter()
    for folder in options.folders:
        files = dict(_files(folder))
        findings, count = _findings(folder.name, files)
        documents[folder.name] = count
        found += [
            each
            for each in findings
            if each.diagnostic.severity in _LEVELS[options.level]
            and options.rule in (None, each.diagnostic.rule)
        ]
    _table(found, documents)
    for finding in _sample(found, options.sample, options.seed):
        _show(finding, options.lines)


def _files(folder: Path) -> Iterator[tuple[str, str]]:
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


def _findings(folder: str, files: Mapping[str, str]) -> tuple[list[Finding], int]:
    """What is found in the files of a folder, and how many documents there are."""
    settings = Settings()
    notes = {
        path: read_note(NotePath(_note_path(path)), _note(path, text), settings.dialect)
        for path, text in files.items()
    }
    listed, patches = kustomized([fence for note in notes.values() for fence in note.fences])
    for path in (listed | patches) & files.keys():
        if not path.endswith(".md"):
            text = _note(path, files[path]) + _kustomization(path, is_patch=path in patches)
            notes[path] = read_note(NotePath(_note_path(path)), text, settings.dialect)
    registry = schema_registry({note.path: note_kinds(note) for note in notes.values()}, {}, settings)
    found: list[Finding] = []
    documents = 0
    for path, note in notes.items():
        snippets = note_snippets(note, registry, settings)
        is_note = path.endswith(".md")
        documents += sum(is_note or snippet.fence == 0 for snippet in snippets.snippets)
        above = int(not path.endswith(".md"))
        found += [Finding(folder, path, files[path], above, each) for each in snippets.diagnostics]
    return found, documents


def _note_path(path: str) -> str:
    return path if path.endswith(".md") else f"{path}.md"


def _note(path: str, text: str) -> str:
    """The text of a note for a file: the file itself, or a block with it, whose title is its path."""
    end = "" if text.endswith("\n") else "\n"
    title = path.replace('"', "")
    if path.endswith(".md"):
        return text
    return f'{_MARKS}{_BLOCKS[Path(path).suffix]} title="{title}"\n{text}{end}{_MARKS}\n'


def _kustomization(path: str, *, is_patch: bool) -> str:
    """A block below the one of a file, that says what a kustomization beside it does with it."""
    folder, slash, name = path.rpartition("/")
    listed = f'patches: [{{path: "{name}"}}]' if is_patch else f'resources: ["{name}"]'
    return f'\n{_MARKS}yaml title="{folder}{slash}kustomization.yaml"\n{listed}\n{_MARKS}\n'


def _table(found: Sequence[Finding], documents: Mapping[str, int]) -> None:
    by_rule: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for each in found:
        by_rule[each.diagnostic.severity, each.diagnostic.rule].append(each)
    for name, count in documents.items():
        of_folder = [each for each in found if each.folder == name]
        paths = {each.path for each in of_folder}
        print(f"{name}: {count} documents, {len(of_folder)} findings in {len(paths)} files")
    print(f"\n{'severity':9}{'rule':24}{'findings':>9}{'files':>7}")
    for (severity, rule), findings in sorted(by_rule.items(), key=lambda item: (item[0][0], -len(item[1]))):
        files = {(each.folder, each.path) for each in findings}
        print(f"{severity:9}{rule:24}{len(findings):9}{len(files):7}")
    total = sum(documents.values())
    print(f"\n{len(found)} findings in {total} documents")


def _sample(found: Sequence[Finding], size: int, seed: int) -> list[Finding]:
    """Findings of all folders and rules alike, so that a rule found often hides no other."""
    chance = random.Random(seed)
    strata: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for each in chance.sample(found, len(found)):
        strata[each.diagnostic.rule, each.folder].append(each)
    in_turn = itertools.zip_longest(*strata.values())
    return [each for turn in in_turn for each in turn if each is not None][:size]


def _show(finding: Finding, around: int) -> None:
    diagnostic = finding.diagnostic
    line = diagnostic.location.span.start.line - finding.offset
    lines = finding.text.split("\n")
    print(f"\n{finding.folder}/{finding.path}:{line}:{diagnostic.location.span.start.column}")
    print(f"  {diagnostic.severity}[{diagnostic.rule}] {diagnostic.message}")
    for number in range(max(1, line - around), min(len(lines), line + around) + 1):
        print(f"  {'>' if number == line else ' '}{number:5} {lines[number - 1][:150]}")


if __name__ == "__main__":
    main()
