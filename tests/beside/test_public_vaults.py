"""Public vaults: their links and tags mean what Obsidian makes of them, and their sites are whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from link_crawl import broken_links
from public_folders import PODS, VAULTS
from site_builds import Build, knotwork_site
from whole_sites import altered_fences, compiled, list_item_counts

from knotwork.cli.main import main

SiteOf = Callable[[Path], Build]
FOLDERS = [PODS, *sorted(folder for folder in VAULTS.iterdir() if folder.is_dir())]


@pytest.fixture(scope="module")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> SiteOf:
    @cache
    def site(folder: Path) -> Build:
        return knotwork_site(folder, tmp_path_factory.mktemp("site") / folder.name)

    return site


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_the_build_ends_well(folder: Path, site_of: SiteOf) -> None:
    site = site_of(folder)

    assert site.code == 0, site.output
    assert "Traceback" not in site.output
    assert "could not render" not in site.output
    assert len(list(site.pages())) >= len(compiled(folder).notes)


def test_no_link_or_fragment_is_broken(folder: Path, site_of: SiteOf) -> None:
    assert broken_links(site_of(folder).site) == []


def test_every_fence_is_published_byte_for_byte(folder: Path, site_of: SiteOf) -> None:
    assert altered_fences(site_of(folder), folder) == []


def test_every_list_item_is_rendered(folder: Path) -> None:
    counts = list_item_counts(folder)
    rendered, written = (sum(numbers) for numbers in zip(*counts.values(), strict=True))

    assert 0.99 <= rendered / (written or 1) <= 1.01, counts


def test_links_and_tags_checked_by_hand() -> None:
    expected = json.loads((VAULTS / "expected.json").read_text(encoding="utf-8"))
    vaults = {row["vault"] for row in expected}
    links = {vault: _by_place(_rows("links", VAULTS / vault)) for vault in vaults}
    tags = {vault: _by_place(_rows("tags", VAULTS / vault)) for vault in vaults}

    wrong = [row for row in expected if not _as_expected(row, links[row["vault"]], tags[row["vault"]])]

    assert len(wrong) <= 1, wrong


def test_the_note_about_pods() -> None:
    links = _rows("links", PODS)
    (todo,) = _rows("todo", PODS)
    manifest_rules = {rule["code"] for rule in _rows("rules") if rule["family"] not in _NOT_OF_MANIFESTS}
    findings = [row for row in _rows("check", PODS) if row["rule"] in manifest_rules]

    assert [link["status"] for link in links] == ["missing-note"] * 20
    assert [(tag["line"], tag["column"], tag["tag"]) for tag in _rows("tags", PODS)] == [(5, 22, "k8stodo")]
    assert [item["section"] for item in todo["items"]] == ["empty"] * 4
    assert [(row["line"], row["column"], row["rule"]) for row in findings] == [
        (38, 1, "yaml-tab-indent"),
        (40, 5, "unknown-field"),
        (46, 15, "image-latest"),
        (54, 6, "unknown-field"),
        (59, 6, "empty-field"),
    ]


_NOT_OF_MANIFESTS = ("links", "notes", "rules")


def _rows(command: str, *folders: Path) -> list[dict[str, Any]]:
    result = CliRunner().invoke(main, [command, *map(str, folders), "--output-format", "json"])
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def _by_place(rows: list[dict[str, Any]]) -> dict[tuple[str, int, int], dict[str, Any]]:
    return {(row["path"], row["line"], row["column"]): row for row in rows}


def _as_expected(row: dict[str, Any], links: dict[Any, Any], tags: dict[Any, Any]) -> bool:
    place = (row["note"], row["line"], row["col"])
    match row["kind"]:
        case "not_a_link":
            return place not in links
        case "not_a_tag":
            return place not in tags
        case "tag" | "frontmatter_tag":
            return place in tags and tags[place]["tag"] == row["expect_target_or_null"]
        case _:
            link = links.get(place, {})
            expected = (row["raw"], row["expect_target_or_null"], row["expect_anchor"])
            return (link.get("raw"), link.get("target"), link.get("anchor")) == expected
