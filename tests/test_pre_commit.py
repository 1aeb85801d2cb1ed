"""The hooks run at every commit: one that only deletes a note or renames a picture breaks links, too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
OFFERED = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
OWN = [
    hook
    for repository in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    for hook in repository["hooks"]
    if hook["entry"].startswith("knotwork")
]


@pytest.mark.parametrize("hook", [*OFFERED, *OWN], ids=lambda hook: hook["id"])
def test_a_hook_checks_all_notes_whatever_the_commit_changes(hook: dict[str, object]) -> None:
    assert hook["always_run"] is True
    assert hook["pass_filenames"] is False
    assert not hook.keys() & {"types", "types_or", "files"}


@pytest.mark.parametrize("program", ["pre-commit", "prek"])
def test_a_commit_that_only_deletes_a_note_is_refused(program: str, tmp_path: Path) -> None:
    beside = shutil.which(program, path=str(Path(sys.executable).parent))
    command = beside or shutil.which(program)
    if command is None:
        pytest.skip(f"{program} is not installed: it comes with the extra `test`")
    hook = {**OFFERED[0], "language": "system", "entry": f"{sys.executable} -m knotwork check notes"}
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.md").write_text("# A\n[[b]]\n")
    (tmp_path / "notes/b.md").write_text("# B\n[[a]]\n")
    (tmp_path / ".pre-commit-config.yaml").write_text(
        yaml.safe_dump({"repos": [{"repo": "local", "hooks": [hook]}]})
    )
    names = {f"GIT_{who}_{what}": "x@y.z" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    own = {"PRE_COMMIT_HOME": str(tmp_path / ".git/home"), "PREK_HOME": str(tmp_path / ".git/home")}
    own |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=tmp_path, env={**os.environ, **names, **own}, capture_output=True, text=True
        )

    assert run("git", "init", "-q").returncode == 0
    assert run("git", "add", "-A").returncode == 0
    assert run("git", "commit", "-q", "-m", "notes").returncode == 0
    assert run(command, "install").returncode == 0
    assert run("git", "rm", "-q", "notes/b.md").returncode == 0
    refused = run("git", "commit", "-m", "without b")
    assert refused.returncode == 1
    assert "no note is called 'b'" in refused.stdout + refused.stderr
    assert "a.md" in run("git", "ls-tree", "-r", "--name-only", "HEAD").stdout
