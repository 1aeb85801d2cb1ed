"""Names and texts of a vault never steer the terminal, or the log, that shows a report."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from knotwork.cli.main import main

STEERS = "\x1b[31m\x9b5n\x07\x7f\u202e\u2066\u061c\x1e"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / f"evil {STEERS}.md").write_text(
        f"# T {STEERS}\n\n[[missing {STEERS}]] #k8stodo\n\n[[evil {STEERS}]]\n", encoding="utf-8"
    )
    (tmp_path / "b.md").write_text(f"[[evil {STEERS}#no {STEERS}]] #tag\n", encoding="utf-8")
    return tmp_path


def steering(text: str) -> set[str]:
    return {sign for sign in text if sign != "\n" and unicodedata.category(sign) in ("Cc", "Zl", "Zp")} | {
        sign for sign in text if unicodedata.bidirectional(sign) in ("RLO", "LRO", "RLI", "LRI", "PDI", "AL")
    }


@pytest.mark.parametrize("output", ["text", "concise", "json", "github", "gitlab", "junit", "sarif"])
def test_check(vault: Path, output: str) -> None:
    result = CliRunner().invoke(main, ["check", str(vault), "--output-format", output])

    assert result.exit_code == 1, result.stderr
    assert steering(result.stdout) == set()
    assert steering(result.stderr) == set()
    if output == "junit":
        ElementTree.fromstring(result.stdout)


@pytest.mark.parametrize("command", ["links", "tags", "todo", "graph", "snippets"])
@pytest.mark.parametrize("output", ["text", "json", "dot"])
def test_lists(vault: Path, command: str, output: str) -> None:
    result = CliRunner().invoke(main, [command, str(vault), "--output-format", output])

    assert result.exit_code == (2 if output == "dot" and command != "graph" else 0)
    assert steering(result.stdout) == set()
    assert steering(result.stderr) == set()


def test_json_holds_the_names_as_they_are(vault: Path) -> None:
    result = CliRunner().invoke(main, ["links", str(vault), "--output-format", "json"])

    assert f"evil {STEERS}.md" in {row["path"] for row in json.loads(result.stdout)}


@pytest.mark.parametrize("options", [["-O"], ["-OO"]])
def test_without_docstrings_and_asserts(vault: Path, options: list[str]) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *options, "-m", "knotwork", *arguments]
        env = {"PYTHONPATH": str(Path(__file__).parents[1] / "plugins")}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    assert run("check", str(vault)).returncode == 1
    assert "A wikilink or embed names a note that does not exist." in run("rules", "missing-note").stdout
