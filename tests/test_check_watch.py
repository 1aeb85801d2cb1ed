"""`knotwork check --watch` reports what each saved file makes of the findings, until Ctrl+C."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from knotwork.cli.main import main

_LONGEST = 30


@contextmanager
def watching(*arguments: str) -> Iterator[Callable[[str], list[str]]]:
    """A running command; what it yields waits for a line with a text; it returns all up to it."""
    command = [sys.executable, "-m", "knotwork", "check", "--watch", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "CI": "1"}
    )
    assert process.stdout is not None
    lines: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=lambda: [lines.put(line.rstrip()) for line in process.stdout or ()])
    reader.start()

    def until(text: str) -> list[str]:
        seen = [lines.get(timeout=_LONGEST)]
        while text not in seen[-1]:
            seen.append(lines.get(timeout=_LONGEST))
        return seen

    try:
        yield until
        process.send_signal(signal.SIGINT)

        assert process.wait(_LONGEST) == 0
        reader.join(_LONGEST)
        assert not [line for line in lines.queue if "Traceback" in line or "Interrupt" in line]
    finally:
        process.kill()
        process.wait()
        reader.join(_LONGEST)


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for one process")
def test_new_and_fixed_findings_are_reported_with_each_save(tmp_path: Path) -> None:
    vault = tmp_path / "docs"
    vault.mkdir()
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: X\nplugins: [knotwork]\n")
    (vault / "index.md").write_text("# Home\n\n[[b]] [[gone]]\n")
    (vault / "b.md").write_text("# B\n\n[[index]]\n")

    with watching(str(vault)) as until:
        first = until("watching")
        found = next(line for line in first if "error" in line)
        assert found.startswith(f"{vault.as_posix()}/index.md:3:7: error[missing-note]")

        (vault / "gone.md").write_text("# Gone\n\n[[nowhere]]\n")
        new = f"{vault.as_posix()}/gone.md:3:1: error[missing-note]: no note is called 'nowhere'"
        seen = until("no other findings")
        assert new in seen
        assert "fixed: index.md: no note is called 'gone' [missing-note]" in " ".join(seen)

        (vault / ".hidden.md").write_text("[[nothing]]")
        (vault / "gone.md").write_text("# Gone\n")
        assert until("no findings")[0].startswith("fixed: gone.md: no note is called 'nowhere'")

        (vault / "gone.md.bak").write_text("# Gone\n")
        assert "gone.md.bak" in until("[editor-copy]")[-1]
        (vault / "gone.md~").write_text("# Gone\n")
        assert "gone.md~" in until("[editor-copy]")[-1]

        config.write_text("site_name: X\nplugins:\n  - knotwork: {nothing: 1}\n")
        assert any("nothing" in line for line in until("watching"))

        config.write_text("site_name: X\nplugins:\n  - knotwork: {rules: {missing-note: 'off'}}\n")
        until("watching")
        (vault / "b.md").write_text("# B\n\n[[index]] [[nobody]] [[index#Nobody]]\n")
        assert not any("missing-note" in line for line in until("error[missing-heading]"))


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for one process")
def test_findings_are_watched_as_json_a_line_for_each_change_until_the_folder_is_gone(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: X\nplugins: [knotwork]\n")
    vault = tmp_path / "docs"
    vault.mkdir()
    (vault / "index.md").write_text("[[b]]\n")
    command = [sys.executable, "-m", "knotwork", "check", "--watch", "--output-format=json", str(vault)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        rules = [[finding["rule"] for finding in json.loads(process.stdout.readline())]]
        (vault / "b.md").write_text("[[index]]\n")
        rules.append([finding["rule"] for finding in json.loads(process.stdout.readline())])
        shutil.rmtree(vault)
        _, status = process.communicate(timeout=_LONGEST)

    assert rules == [["missing-note"], []]
    assert process.returncode == 2
    assert status.splitlines()[-1] == f"Error: {vault}: the folder is gone"


@pytest.mark.parametrize(
    "option", ["--fix", "--diff", "--published", "--fail-on=error", "--output-format=sarif"]
)
def test_other_outputs_are_not_watched(tmp_path: Path, option: str) -> None:
    result = CliRunner().invoke(main, ["check", str(tmp_path), "--watch", option])

    assert result.exit_code == 2
    assert "--watch goes with" in result.output


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for one process")
def test_of_many_findings_a_person_sees_the_number_at_the_start_and_what_is_new_then(tmp_path: Path) -> None:
    links = [f"[[gone {number}]]" for number in range(20)]
    (tmp_path / "mkdocs.yml").write_text("site_name: X\nplugins: [knotwork]\n")
    vault = tmp_path / "docs"
    vault.mkdir()
    (vault / "index.md").write_text(f"{' '.join(links)} [[b]]\n")
    (vault / "b.md").write_text("[[index]] [[gone]]\n")

    with watching(str(vault)) as until:
        first = until("watching")
        assert first[0] == f"21 errors in 2 of 2 notes (knotwork check {vault} lists them)"
        assert len(first) == 2

        (vault / "b.md").write_text("[[index]]\n")
        assert until("20 others")[0] == "fixed: b.md: no note is called 'gone' [missing-note]"

    with watching(str(vault)) as until:
        assert "error[missing-note]" in until("watching")[0]
