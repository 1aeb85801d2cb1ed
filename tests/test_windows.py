"""What is different on Windows, as far as other systems can show it."""

from __future__ import annotations

import ast
import ntpath
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from knotwork.cli import explain, output, repository_paths
from knotwork.cli.write_note import write_note
from knotwork.model.names import NotePath
from knotwork.vault import scan

PACKAGE = Path(__file__).parents[1] / "plugins" / "knotwork"


@pytest.mark.parametrize(("tag", "is_junction"), [(0xA0000003, True), (0xA000000C, False), (0, False)])
def test_a_junction_is_known_by_its_tag(tag: int, is_junction: bool) -> None:
    entry: Any = SimpleNamespace(stat=lambda follow_symlinks: SimpleNamespace(st_reparse_tag=tag))

    assert scan._is_junction(entry) is is_junction


def test_a_note_is_fixed_where_files_have_no_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    monkeypatch.delattr(os, "chown", raising=False)

    assert write_note(tmp_path, NotePath("a.md"), "old", "new")
    assert (tmp_path / "a.md").read_bytes() == b"new"


def test_a_vault_on_another_drive_has_its_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_drive(path: Path, start: Path) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", other_drive)

    assert repository_paths.path_prefix(tmp_path) == f"{tmp_path.resolve().as_posix()}/"


def test_a_note_is_explained_by_its_path_with_slashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explain, "os", SimpleNamespace(path=ntpath))

    assert "folder/a.md" in explain._paths("folder\\a.md", tmp_path)
    assert "folder/a.md" in explain._paths("folder/./a.md", tmp_path)


def test_a_pipe_that_nobody_reads_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Unread:
        def write(self, text: str) -> None:
            raise OSError(22, "Invalid argument")

        def fileno(self) -> int:
            return handle

    monkeypatch.setattr("sys.stdout", Unread())
    with (tmp_path / "out").open("wb") as file:
        handle = file.fileno()
        with pytest.raises(OSError, match="Invalid"):
            output.write_out("x")
        monkeypatch.setattr(output.os, "name", "nt")
        output.write_out("x")


def test_no_file_is_read_in_the_encoding_of_the_system() -> None:
    unsaid = [
        f"{file.relative_to(PACKAGE)}:{call.lineno}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and depends_on_system(call)
    ]

    assert unsaid == []


def depends_on_system(call: ast.Call) -> bool:
    """Whether a call opens a file as text, and does not say in which encoding."""
    if not isinstance(call.func, ast.Attribute) or any(word.arg == "encoding" for word in call.keywords):
        return False
    arguments = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    match call.func.attr:
        case "read_text" if getattr(getattr(call.func.value, "func", None), "id", "") == "distribution":
            return False  # the metadata of a package is UTF-8
        case "read_text" | "write_text":
            return "utf-8" not in arguments
        case "open" if arguments or not call.args:
            return not any(isinstance(mode, str) and "b" in mode for mode in arguments)
        case "Popen" | "run" | "check_output":
            return any(word.arg in ("text", "universal_newlines") for word in call.keywords)
    return False
