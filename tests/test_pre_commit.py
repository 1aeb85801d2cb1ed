"""The hooks run at every commit: one that only deletes a note or renames a picture breaks links, too."""

from __future__ import annotations

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
