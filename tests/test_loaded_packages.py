"""A run that finds everything as the run before left it does not load what reads, checks or shows notes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import knotwork
from knotwork.config.rule_codes import RULE_CODES
from knotwork.model.patterns import lazy_regex
from knotwork.rules import CODES

CONFIG = """\
site_name: Notes
theme: {name: material, font: false}
plugins: [search, knotwork: {jobs: 1, rules: {orphan-note: off}}]
"""
PROGRAM = """
import atexit, gc, sys
from importlib.metadata import entry_points
atexit.register(lambda: print("all is frozen" if gc.get_freeze_count() else ""))
sys.argv = [*{command}]
(script,) = entry_points(group="console_scripts", name=sys.argv[0])
try:
    script.load()()
finally:
    print(*sorted(sys.modules), sep="\\n")
"""
SLOW = ("syntax", "snippets", "knowledge", "rules", "renaming", "site", "model.note", "model.body")
"""The packages and modules of knotwork that an unchanged vault does not need."""
OTHERS = {
    "markdown_it",
    "mdit_py_plugins",
    "networkx",
    "ahocorasick",
    "rapidfuzz",
    "latex2mathml",
}


def loaded(project: Path, *command: str) -> set[str]:
    """The modules that a command has loaded when it ends."""
    paths = filter(None, (str(Path(knotwork.__file__).parents[1]), os.environ.get("PYTHONPATH")))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(command=command)],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines())


@pytest.mark.parametrize(
    "command",
    [("mkdocs", "build", "-q"), ("knotwork", "check", "--ignore", "alias-link")],
)
def test_an_unchanged_vault_needs_no_parser(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    os.utime(tmp_path / "mkdocs.yml", (time.time() - 3600,) * 2)
    time.sleep(0.15)  # what is saved and read at the same time is not kept
    slow = {f"knotwork.{package}" for package in SLOW} | OTHERS

    first, second = loaded(tmp_path, *command), loaded(tmp_path, *command)

    assert f"knotwork.{SLOW[0]}" in first
    assert sorted(slow & second) == []
    assert "all is frozen" in first & second  # the process ends without a run of the collector


def test_the_listed_codes_are_those_of_the_rules() -> None:
    """`.dev/handbook` writes the list."""
    assert RULE_CODES == CODES


def test_a_lazy_regex_is_compiled_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    compile_now = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given) or compile_now(*given))
    words = lazy_regex("[a-z]+", re.IGNORECASE)
    assert compiled == []

    assert words.findall("one, Two") == ["one", "Two"]
    assert words.sub("x", "a 1") == "x 1"
    assert words.pattern == "[a-z]+"
    assert len(compiled) == 1
