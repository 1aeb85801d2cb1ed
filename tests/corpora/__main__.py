"""What is reported of other people's notes and manifests, by rule, with samples to judge by eye.

    python tests/corpora FOLDER … [--sample N] [--seed N] [--rule CODE] [--level LEVEL] [--lines N]
    python tests/corpora FOLDER … --server http://127.0.0.1:8001     # while `kubectl proxy` runs

Each folder is read as a vault: its Markdown files are notes, each of its YAML files, and of its JSON files
that name an apiVersion, is the only block of a note. It prints, for every rule about snippets, how many
findings there are and in how many files; then a sample of findings with their lines: of each rule in each
folder one, then a second one, until there are as many as asked for; the same ones at each run with the same
seed. Errors that a reader would call false are mended as kinds: beside each one its kind is a case in
tests/cases.

With `--server`, each whole manifest of an API that the server has is sent to it, as a dry run that creates
nothing; and where one side refuses what the other takes, that is printed.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from api_servers import print_differences
from corpus_folders import read_folder
from msgspec.structs import replace

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Diagnostic, at_least
from knotwork.snippets.rules import RULES

_LEVELS = {"error": ("error",), "warning": ("error", "warning"), "info": ("error", "warning", "info")}


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
    parser.add_argument("--server", metavar="URL", help="compare with this API server")
    parser.add_argument("--token", default="", help="the token of a user of that server")
    options = parser.parse_args()
    if options.server:
        print_differences(options.folders, options.server, options.token)
        return
    found: list[Finding] = []
    documents: Counter[str] = Counter()
    for folder in options.folders:
        findings, count = _findings(folder)
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


def _findings(folder: Path) -> tuple[list[Finding], int]:
    """What is found in the files of a folder, and how many documents there are."""
    found: list[Finding] = []
    documents = 0
    for file in read_folder(folder, Settings()):
        is_note = file.path.endswith(".md")
        documents += sum(is_note or snippet.fence == 0 for snippet in file.snippets.snippets)
        last = file.offset + file.text.count("\n") + 1  # below is what a kustomization says of the file
        found += [
            Finding(folder.name, file.path, file.text, file.offset, _as_reported(each))
            for each in file.snippets.diagnostics
            if each.location.span.start.line <= last
        ]
    return found, documents


def _as_reported(diagnostic: Diagnostic) -> Diagnostic:
    """A finding as users see it: it is at most as severe as its rule."""
    severity = RULES[diagnostic.rule].severity
    return diagnostic if at_least(severity, diagnostic.severity) else replace(diagnostic, severity=severity)


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
