"""The lines of kubectl in our own notes: each command and each flag is in the table made from kubectl's help.

`.dev/notes-commands` runs them, and those of helm, with the real programs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from knotwork.model.names import NotePath
from knotwork.snippets.commands.invocations import Invocation, invocation
from knotwork.snippets.commands.kubectl_table import kubectl_commands
from knotwork.snippets.commands.shell_lines import commands
from knotwork.snippets.here_documents import SHELLS
from knotwork.syntax.reader import read_note

NOTES = Path(__file__).resolve().parent.parent / "notes"


def unknown(text: str) -> list[str]:
    """What kubectl does not know in the lines of a block."""
    called = [line for words in commands(text) if (line := invocation(words)) is not None]
    return [part for line in called for part in _unknown(line)]


def _unknown(line: Invocation) -> list[str]:
    if not line.command:
        return [" ".join(word.text for word in line.arguments)]
    flags = kubectl_commands()[line.command].flags
    return [f"{line.command} --{name}" for name, _ in line.flags if name not in flags]


def test_kubectl_knows_every_command_and_flag_of_the_notes() -> None:
    blocks = lines = 0
    for file in sorted(NOTES.rglob("*.md")):
        if "handbook" in file.parts:
            continue
        for fence in read_note(NotePath(file.name), file.read_text(encoding="utf-8")).fences:
            if fence.language in SHELLS:
                blocks += 1
                lines += fence.text.count("kubectl ")
                assert unknown(fence.text) == [], f"{file.name}:{fence.first_line}"

    assert blocks > 100
    assert lines > 400


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kubectl get pods -n dev --wide", ["get --wide"]),
        ("kubectl get pods -wQ", ["get --Q"]),
        ("kubectl gett pods", ["gett pods"]),
        ("kubectl get pods -o wide -- --anything", []),
    ],
)
def test_what_kubectl_does_not_know_is_seen(line: str, expected: list[str]) -> None:
    assert unknown(line) == expected
