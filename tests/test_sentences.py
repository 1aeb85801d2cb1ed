"""What the sentences around a manifest excuse, and what they do not: `sentences/*.md`, an item a sentence.

A sentence stands above a manifest, below it or as the heading of its section. The manifests are
right but for one mistake each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.rules import check
from knotwork.vault.vault import Vault

FOLDER = Path(__file__).parent / "sentences"
POSITIONS = ("above", "below", "heading", "remark", "beside")
MANIFESTS = {
    "field": """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  restartPolice: Always
  containers:
    - name: web
      image: registry.example/web:1.4
""",
    "api": """\
apiVersion: batch/v1beta1
kind: CronJob
metadata:
  name: report
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: registry.example/report:1.4
""",
}
LINES = {"field": "  restartPolice: Always", "api": "apiVersion: batch/v1beta1"}
RULES = {"field": "unknown-field", "api": "removed-api"}


class Sentence(NamedTuple):
    """An item of a file, and the section it stands in."""

    section: str
    text: str
    accepted: frozenset[str]
    """The positions at which it is known to excuse what it should not, or not to excuse what it should."""


def test_sentences_of_other_things_excuse_nothing() -> None:
    sentences = [*_sentences("no-excuses.md")]
    severities = _severities({(one.text, at) for one in sentences for at in POSITIONS})
    excused = [
        f"{one.section} | {at} | {manifest} | {one.text}"
        for one in sentences
        for at in POSITIONS
        for manifest in MANIFESTS
        if at not in one.accepted and severities[one.text, at, manifest] != "error"
    ]

    assert excused == []


def test_sentences_that_call_a_manifest_wrong_excuse_it() -> None:
    sentences = [(one, *_expected(one.section)) for one in _sentences("excuses.md")]
    severities = _severities({(one.text, at) for one, at, _ in sentences})
    reported = [
        f"{one.section} | {manifest} | {one.text}"
        for one, at, manifests in sentences
        for manifest in manifests
        if at not in one.accepted and severities[one.text, at, manifest] != "info"
    ]

    assert reported == []


def test_what_is_accepted_is_so() -> None:
    """An exception that is none any more is to be deleted."""
    others = [one for one in _sentences("no-excuses.md") if one.accepted]
    severities = _severities({(one.text, at) for one in others for at in one.accepted})

    assert [
        (one.text, at)
        for one in others
        for at in one.accepted
        if all(severities[one.text, at, manifest] == "error" for manifest in MANIFESTS)
    ] == []


@pytest.mark.parametrize(("file", "least"), [("no-excuses.md", 300), ("excuses.md", 80)])
def test_there_are_many_sentences_and_no_two_alike(file: str, least: int) -> None:
    sentences = [(one.section, one.text) for one in _sentences(file)]

    assert len(set(sentences)) == len(sentences) >= least


def _sentences(file: str) -> Iterator[Sentence]:
    section, text, accepted = "", "", frozenset[str]()
    for line in [*(FOLDER / file).read_text(encoding="utf-8").splitlines(), "- "]:
        if line.startswith("  - "):
            positions, reason = line.removeprefix("  - ").split(": ", 1)
            assert reason
            assert set(positions.split(", ")) <= set(POSITIONS), line
            accepted = frozenset(positions.split(", "))
        elif line.startswith(("- ", "## ")):
            if text:
                yield Sentence(section, text, accepted)
            section = line.removeprefix("## ") if line.startswith("#") else section
            text, accepted = line.removeprefix("- ") if line.startswith("-") else "", frozenset()


def _expected(section: str) -> tuple[str, Iterable[str]]:
    """Where the sentences of a section stand, and which manifests they excuse."""
    position, _, what = section.partition(": ")
    manifests = {"fields that are not known": ["field"], "removed APIs": ["api"]}.get(what, [*MANIFESTS])
    return position.lower(), manifests


def _severities(sentences: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str, str], str]:
    """How severe the mistake of each manifest is with a sentence at a position."""
    notes = {
        f"{number}-{manifest}.md": (sentence, at, manifest)
        for number, (sentence, at) in enumerate(sorted(sentences))
        for manifest in MANIFESTS
    }
    kb = compile_vault(Vault.of({path: _note(*note) for path, note in notes.items()}), Settings())
    severities = {
        notes[finding.location.path]: finding.severity
        for finding in check(kb)
        if finding.rule == RULES[notes[finding.location.path][2]]
    }
    assert len(severities) == len(notes), "a mistake is not reported"
    return severities


def _note(sentence: str, at: str, manifest: str) -> str:
    block = f"```yaml\n{MANIFESTS[manifest]}```\n"
    match at:
        case "above":
            return f"# Notes\n\n{sentence}\n\n{block}"
        case "below":
            return f"# Notes\n\n{block}\n{sentence}\n"
        case "remark":
            field = LINES[manifest]
            indent = " " * (len(field) - len(field.lstrip()))
            return f"# Notes\n\n{block}".replace(field, f"{indent}# {sentence}\n{field}")
        case "beside":
            return f"# Notes\n\n{block}".replace(LINES[manifest], f"{LINES[manifest]} # {sentence}")
        case _:
            return f"# Notes\n\n## {sentence.rstrip('.')}\n\n{block}"
