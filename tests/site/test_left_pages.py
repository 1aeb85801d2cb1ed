"""A page that would be written as it is stands in the site untouched; all others are as of a first build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from site_builds import Build, built_site, write_vault

NOTES = {
    "index.md": "# Home\n\n[[Pods]]\n",
    "Pods.md": "# Pods\n\n[[Nodes]] #t\n\n```yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: n}\n```\n",
    "Nodes.md": "# Nodes\n\nnothing\n",
    "Alone.md": "# Alone\n\nnothing\n",
    "secret.md": "# Secret\n\n[[Pods]]\n",
}
# files of a build that takes no time count as if it had taken a while
_HOOK = "from knotwork.vault import file_stamps\n\nfile_stamps._FINE = 1\n"
_CONFIG = "hooks: [hook.py]\nplugins: [search, {knotwork: {cache: kept}}]\nnav: [index.md]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_vault(tmp_path / "docs", NOTES)
    (tmp_path / "hook.py").write_text(_HOOK)
    return tmp_path


def built(folder: Path) -> Build:
    return built_site(folder, {}, _CONFIG)


def fresh(folder: Path) -> Build:
    """The first build of the same notes, elsewhere."""
    other = folder / "other"
    shutil.copytree(folder / "docs", other / "docs")
    shutil.copy(folder / "hook.py", other)
    return built(other)


def test_after_an_edit_only_what_shows_it_is_written(folder: Path) -> None:
    site = built(folder).site
    left = [site / "Alone" / "index.html", *(site / "snippets").rglob("*.yaml")]
    before = [file.stat() for file in left]
    (folder / "docs" / "index.md").write_text("# Home\n\n[[Pods]] [[secret]]\n")
    (folder / "docs" / "secret.md").write_text("---\npublish: false\n---\n# Secret\n\n[[Pods]]\n")
    (site / "Pods" / "index.html").write_text("from elsewhere")
    again = built(folder)

    assert len(left) > 1
    assert [file.stat() for file in left] == before
    assert again.files() == fresh(folder).files()
    assert not (site / "secret").exists()


def test_a_build_that_fails_before_it_writes_leaves_no_site(folder: Path) -> None:
    site = built(folder).site
    (folder / "hook.py").write_text(f"{_HOOK}\ndef on_files(files, config):\n    raise ValueError\n")

    assert built(folder).code != 0
    assert not list(site.iterdir())


def test_a_list_is_written_again_when_it_lists_something_else_and_goes_with_its_last_note(
    folder: Path,
) -> None:
    (folder / "docs" / "Nodes.md").write_text("# Nodes\n\n#other\n")
    site = built(folder).site
    same, other = site / "tags" / "t" / "index.html", site / "tags" / "other" / "index.html"
    before = same.stat(), other.stat()
    (folder / "docs" / "Nodes.md").write_text("# Nodes\n\nchanged #other\n")
    again = built(folder)

    assert same.stat() == before[0]
    assert other.stat() != before[1]
    assert again.files() == fresh(folder).files()

    (folder / "docs" / "Nodes.md").write_text("# Nodes\n\nnothing\n")
    same.write_text("from elsewhere")
    shutil.rmtree(folder / "other")

    assert built(folder).files() == fresh(folder).files()
    assert not other.exists()


def test_the_menu_has_the_new_icon_of_a_page_that_python_markdown_renders(folder: Path) -> None:
    config = (
        "hooks: [hook.py]\nnav: [index.md, Alone.md]\n"
        "plugins: [search, {knotwork: {cache: kept, renderer: {Alone.md: python-markdown}}}]\n"
    )
    pages = []
    for icon in ("cat", "dog"):
        (folder / "docs" / "Alone.md").write_text(f"---\nicon: material/{icon}\n---\n# Alone\n")
        pages.append((built_site(folder, {}, config).site / "Nodes" / "index.html").read_bytes())

    assert pages[0] != pages[1]
