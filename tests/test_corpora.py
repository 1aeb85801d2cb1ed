"""The command that judges other people's manifests reads notes and YAML files, and shows findings in them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COMMAND = Path(__file__).parent / "corpora"


def test_findings_are_counted_by_rule_and_shown_at_the_lines_of_their_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: A}\nspec: {containers: []}\n"
    )
    (tmp_path / "note.md").write_text("# A\n\n```yaml\na: b: c\n```\n")
    command = [sys.executable, str(COMMAND), str(tmp_path), "--sample", "9", "--lines", "0"]
    shown = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    assert f"{tmp_path.name}: 2 documents, 3 findings in 2 files" in shown
    assert "error    invalid-name                    1      1" in shown
    assert f"{tmp_path.name}/a.yaml:3:18\n  error[invalid-name]" in shown
    assert f"{tmp_path.name}/note.md:4:5\n  error[yaml-syntax]" in shown
    assert "  >    4 a: b: c" in shown


def test_a_finding_is_at_most_as_severe_as_its_rule(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: { { .Release.Name } }\n"
    )
    command = [sys.executable, str(COMMAND), str(tmp_path)]
    of_warnings = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    command += ["--level", "info"]
    of_infos = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    assert "yaml-template" not in of_warnings
    assert "info     yaml-template" in of_infos
