"""What `--changed-since` and `diff` compare with in clones, worktrees, submodules and sparse checkouts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knotwork.cli.main import main
from knotwork.cli.source_address import source_address
from test_differences import git, write

NOTES = {"docs/index.md": "# Home\n[[pods]] [[old gone]]\n", "docs/k/pods.md": "# Pods\n[[index]]\n"}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose branch `change` deletes a note that another one links to."""
    for name in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"):
        monkeypatch.delenv(name, raising=False)
    root = new_repository(tmp_path / "repository", NOTES)
    git(root, "switch", "-q", "-c", "change")
    git(root, "rm", "-q", "docs/k/pods.md")
    commit(root)
    monkeypatch.chdir(root)
    return root


def new_repository(root: Path, files: dict[str, str]) -> Path:
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    write(root, files)
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "notes")


def new(*words: str, vault: str = "docs") -> list[str]:
    """The places of what is new."""
    result = check(*words, vault=vault)
    assert result.exit_code in (0, 1), result.stderr
    return [line.split(": ")[0] for line in result.stdout.splitlines()]


def check(*words: str, vault: str = "docs") -> Result:
    arguments = ["check", vault, *words, "--output-format", "concise"]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


BROKEN = ["docs/index.md:2:1"]


def test_a_detached_head_a_worktree_and_a_merge_have_the_same_base(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository, "checkout", "-q", "--detach")
    assert new("--changed-since", "main") == BROKEN
    git(repository, "worktree", "add", "-q", "../tree", "change")
    monkeypatch.chdir(repository.parent / "tree")
    assert new("--changed-since", "main") == BROKEN
    git(repository, "remote", "add", "origin", "git@github.com:owner/name.git")
    address = "https://github.com/owner/name/blob/change/"
    assert source_address(repository.parent / "tree" / "docs", {}) == address
    git(repository, "switch", "-q", "main")
    write(repository, {"docs/other.md": "# Other\n[[index]] [[gone too]]\n"})
    commit(repository)
    git(repository.parent / "tree", "merge", "-q", "--no-edit", "main")

    assert new("--changed-since", "main") == BROKEN


def test_a_folder_that_is_renamed_with_its_links_is_nothing_new(repository: Path) -> None:
    git(repository, "switch", "-q", "main")
    write(repository, {"docs/a.md": "# A\n[x](k/pods.md) [[gone]]\n"})
    commit(repository)
    git(repository, "mv", "docs/k", "docs/l m")
    write(repository, {"docs/a.md": "# A\n[x](<l m/pods.md>) [[gone]]\n"})

    assert new("--changed-since", "HEAD") == []


@pytest.mark.parametrize("words", [("check", "docs", "--changed-since", "origin/main"), ("diff",)])
def test_a_shallow_clone_says_what_it_has_not(
    repository: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository.parent, "init", "-q", "runner")
    runner = repository.parent / "runner"
    git(runner, "fetch", "-q", "--depth=1", f"file://{repository}", "change:refs/remotes/pull/1/merge")
    git(runner, "checkout", "-q", "--detach", "refs/remotes/pull/1/merge")
    git(runner, "update-ref", "refs/heads/main", "HEAD")
    monkeypatch.chdir(runner)
    monkeypatch.setenv("GITHUB_BASE_REF", "release")
    result = CliRunner().invoke(main, words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "the history is cut off here: fetch it, for example with `fetch-depth: 0`" in result.stderr


def test_a_submodule_is_compared_with_its_commit_of_then(repository: Path) -> None:
    new_repository(repository.parent / "lib", {"lib.md": "# Lib\n[[nowhere]]\n"})
    source = str(repository.parent / "lib")
    git(repository, "-c", "protocol.file.allow=always", "submodule", "add", "-q", source, "docs/lib")
    commit(repository)
    assert new("--changed-since", "HEAD") == []
    write(repository, {"docs/lib/lib.md": "# Lib\n[[nowhere]]\n\n[[new]]\n"})

    assert new("--changed-since", "HEAD") == ["docs/lib/lib.md:4:1"]
    assert new("--changed-since", "HEAD", vault="docs/lib") == ["docs/lib/lib.md:4:1"]
    lost = "0" * 39 + "1"
    git(repository, "update-index", "--cacheinfo", f"160000,{lost},docs/lib")
    git(repository, "commit", "-q", "-m", "lost")
    assert "the submodule lib has no commit 000000000000 here" in check("--changed-since", "HEAD").stderr


def test_what_a_sparse_checkout_leaves_out_is_not_gone(repository: Path) -> None:
    git(repository, "switch", "-q", "main")
    git(repository, "sparse-checkout", "set", "--no-cone", "/docs/index.md")

    assert not (repository / "docs/k").exists()
    assert new("--changed-since", "HEAD") == []


def test_line_ends_of_the_checkout_are_no_change(repository: Path) -> None:
    git(repository, "config", "core.autocrlf", "true")
    (repository / "docs/index.md").unlink()
    git(repository, "checkout", "-q", "docs/index.md")

    assert b"\r\n" in (repository / "docs/index.md").read_bytes()
    assert new("--changed-since", "HEAD") == []


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode there")
def test_names_that_are_not_utf8(repository: Path) -> None:
    (repository / "docs" / os.fsdecode(b"caf\xe9.md")).write_text("[[nowhere]]\n")
    commit(repository)
    write(repository, {"docs/new.md": "[[index]] [[x y]]\n"})

    assert new("--changed-since", "HEAD")[-1:] == ["docs/new.md:1:11"]


def test_some_files_of_a_change(repository: Path) -> None:
    write(repository, {"docs/b.md": "# B\n[[index]]\n[[no b]]\n"})

    assert new("docs/b.md", "--changed-since", "main", "--ignore", "orphan-note") == ["docs/b.md:3:1"]
    assert new("docs/index.md", "--changed-since", "main") == BROKEN
    assert new("docs/k/pods.md", "--changed-since", "main") == []
    assert check("docs/k/pod.md", "--changed-since", "main").exit_code == 2
