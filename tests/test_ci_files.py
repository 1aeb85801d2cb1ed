"""What others run of this repository in their pipelines: the GitHub action and the GitLab component."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
SPEC, COMPONENT = yaml.safe_load_all((ROOT / "templates" / "check.yml").read_text("utf-8"))
HOSTILE = "notes of $(touch stolen) `touch stolen`"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts are for bash")


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A checkout whose vault has a name that a careless script would run, and knotwork as it is here."""
    (tmp_path / HOSTILE).mkdir()
    (tmp_path / HOSTILE / "index.md").write_text("# Home\n\n[[nowhere]]\n")
    command = tmp_path / "knotwork" / "bin" / "knotwork"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m knotwork "$@"\n')
    command.chmod(0o755)
    return tmp_path


def run(script: str, here: Path, **values: str) -> subprocess.CompletedProcess[str]:
    path = f"{here / 'knotwork' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "plugins"),
        "RUNNER_TEMP": str(here),
        "PATH": path,
        **values,
    }
    environment.pop("GITHUB_STEP_SUMMARY", None)
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=here, env=environment, capture_output=True, text=True, check=False
    )


def test_the_action_checks_a_vault_of_any_name(runner: Path) -> None:
    [*_, step] = ACTION["runs"]["steps"]
    values = {"VAULT": HOSTILE, "ARGUMENTS": "--ignore orphan-note", "SARIF": "a b.sarif"}
    result = run(step["run"], runner, **values)

    assert set(step["env"]) == set(values)
    assert result.returncode == 1, result.stderr
    assert result.stdout.startswith("::error file=notes of ")
    assert json.loads((runner / "a b.sarif").read_text())["version"] == "2.1.0"
    assert not (runner / "stolen").exists()


def test_the_component_reports_to_the_log_and_as_code_quality(runner: Path) -> None:
    [job] = COMPONENT.values()
    result = run(job["script"][-1], runner, VAULT=HOSTILE, ARGUMENTS="--fail-on never")

    assert result.returncode == 0, result.stderr
    assert "error[missing-note]" in result.stdout
    [issue] = json.loads((runner / job["artifacts"]["reports"]["codequality"]).read_text())
    assert issue["check_name"] == "missing-note"
    assert not (runner / "stolen").exists()


def inputs_in(text: str) -> set[str]:
    return {part.split(" ")[0].split("}")[0] for part in text.split("inputs.")[1:]}


@pytest.mark.parametrize(
    ("given", "inputs"), [(ACTION["runs"], ACTION["inputs"]), (COMPONENT, SPEC["spec"]["inputs"])]
)
def test_every_input_is_used_and_none_stands_in_a_script(given: Any, inputs: dict[str, Any]) -> None:
    steps = given.get("steps", [])
    scripts = [step.get("run", "") for step in steps] + [str(job.get("script")) for job in COMPONENT.values()]

    assert inputs_in(yaml.safe_dump(given)) == set(inputs)
    assert [script for script in scripts if "inputs." in script] == []
