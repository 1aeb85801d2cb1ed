"""A build that is interrupted leaves the site that stood; one that ends takes its place whole."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from knotwork.mkdocs_plugin.site_swap import MARKER, is_site, replaced


def files(folder: Path) -> dict[str, str]:
    found = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != MARKER)
    return {file.relative_to(folder).as_posix(): file.read_text() for file in found}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("main")
    (folder / "index.html").write_text("old")
    (folder / "gone.html").write_text("old")
    return folder


def test_a_site_is_replaced_whole_and_its_dot_files_stay(site: Path) -> None:
    with replaced(site) as folder:
        (folder / "index.html").write_text("new")

        assert files(site)["index.html"] == "old"
    assert files(site) == {".git/HEAD": "main", "index.html": "new"}
    assert [each.name for each in site.parent.iterdir()] == ["site"]
    assert is_site(site)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, SystemExit])
def test_an_interrupted_build_leaves_the_old_site(site: Path, error: type[BaseException]) -> None:
    before = files(site)

    def build() -> None:
        with replaced(site) as folder:
            (folder / "index.html").write_text("half")
            raise error

    with pytest.raises(error):
        build()

    assert files(site) == before
    assert [each.name for each in site.parent.iterdir()] == ["site"]


def test_a_site_is_made_where_there_was_none(tmp_path: Path) -> None:
    with replaced(tmp_path / "deep" / "site") as folder:
        (folder / "index.html").write_text("new")

    assert files(tmp_path) == {"deep/site/index.html": "new"}


def test_what_stays_when_a_build_is_killed_is_recognised_and_removed_later(site: Path) -> None:
    half = site.parent / ".site.new-killed"
    half.mkdir()
    (half / MARKER).write_text("")

    assert is_site(half)
    with replaced(site):
        assert half.exists()
    os.utime(half / MARKER, (0, 0))
    with replaced(site):
        assert not half.exists()


def test_a_site_that_was_moved_away_when_the_build_was_killed_comes_back(site: Path) -> None:
    before = files(site)
    site.rename(site.parent / ".site.old-killed")
    with pytest.raises(RuntimeError), replaced(site):
        raise RuntimeError

    assert files(site) == before


def test_dot_files_that_were_moved_away_when_the_build_was_killed_come_back(site: Path) -> None:
    shutil.copytree(site, site.parent / ".site.old-killed")
    shutil.rmtree(site / ".git")
    with replaced(site) as folder:
        (folder / "index.html").write_text("new")

    assert files(site) == {".git/HEAD": "main", "index.html": "new"}


def test_a_folder_that_cannot_be_moved_is_filled(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def refusing(path: Path, target: Path) -> Path:
        if path == site:
            raise OSError(16, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refusing)
    with replaced(site) as folder:
        (folder / "index.html").write_text("new")

    assert files(site) == {".git/HEAD": "main", "index.html": "new"}


def test_a_link_to_the_folder_of_a_site_stays_a_link(site: Path) -> None:
    link = site.parent / "public"
    link.symlink_to("site")
    with replaced(link) as folder:
        (folder / "index.html").write_text("new")

    assert link.is_symlink()
    assert files(site)["index.html"] == "new"
