"""ProperDocs, the maintained fork of MkDocs, builds the same site from the same `mkdocs.yml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from site_builds import PROJECT, Build, command_result, write_vault
from test_serve import serving, until

_CONFIG = "site_name: Notes\ntheme: {name: material, font: false}\nplugins: [search, knotwork]\n"
_GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


@pytest.fixture(scope="module")
def properdocs(tmp_path_factory: pytest.TempPathFactory) -> Build:
    target = tmp_path_factory.mktemp("properdocs") / "site"
    return command_result(
        PROJECT, "properdocs", "build", "-f", "mkdocs.yml", "--strict", "--site-dir", str(target), site=target
    )


def test_it_builds_our_notes_without_a_warning(properdocs: Build) -> None:
    assert properdocs.code == 0, properdocs.output
    assert "WARNING" not in properdocs.output


def test_its_site_has_the_same_files_byte_for_byte(
    properdocs: Build, site_of: Callable[[str], Build]
) -> None:
    ours, theirs = (_files(site) for site in (site_of("notes"), properdocs))

    assert len(theirs) > 200
    assert theirs.keys() == ours.keys()
    assert [path for path in theirs if theirs[path] != ours[path]] == []


def test_its_pages_say_what_built_them(properdocs: Build) -> None:
    assert b"ProperDocs" in _GENERATOR.findall((properdocs.site / "index.html").read_bytes())[0]


def test_a_broken_link_fails_its_strict_build_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("see [[nowhere]]\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(_CONFIG, "utf-8")

    built = command_result(tmp_path, "properdocs", "build", "--strict", "-q", site=tmp_path / "site")

    assert built.code == 1
    assert "no note is called 'nowhere'" in built.output
    assert "Traceback" not in built.output


def test_a_save_is_served_without_another_build(tmp_path: Path) -> None:
    write_vault(tmp_path, {"mkdocs.yml": _CONFIG, "docs/index.md": "# Home\n"})
    with serving(tmp_path, "properdocs", "serve", "-f", "mkdocs.yml") as server:
        (tmp_path / "docs" / "index.md").write_text("# Home\n\nsecond words\n", "utf-8")
        until(lambda: "second words" in server.get("")[1], server, "the save")

        assert server.said().count("Building documentation") == 1


def _files(site: Build) -> Mapping[str, bytes]:
    """Every file, but for the line that names the generator; a packed file has the time in it."""
    return {
        path: _GENERATOR.sub(b"", content)
        for path, content in site.files().items()
        if not path.endswith(".gz")
    }
