"""Whole vaults become whole sites: no broken link, no lost list item, no altered code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from link_crawl import broken_links
from site_builds import VAULTS, Build, source_of
from whole_sites import altered_fences, compiled, list_item_counts

SiteOf = Callable[[str], Build]
ALL = ("notes", *sorted(folder.name for folder in VAULTS.iterdir() if folder.is_dir()))


@pytest.fixture(scope="module", params=ALL)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_build_ends_well(name: str, site_of: SiteOf) -> None:
    site = site_of(name)

    assert "Traceback" not in site.output
    assert "could not render" not in site.output
    assert len(list(site.pages())) >= len(compiled(source_of(name)).notes)


def test_no_link_or_fragment_is_broken(name: str, site_of: SiteOf) -> None:
    assert broken_links(site_of(name).site) == []


def test_every_fence_is_published_byte_for_byte(name: str, site_of: SiteOf) -> None:
    assert altered_fences(site_of(name), source_of(name)) == []


def test_every_list_item_is_rendered(name: str) -> None:
    counts = list_item_counts(source_of(name))

    off = {path: count for path, count in counts.items() if count[0] != count[1]}
    rendered, written = (sum(numbers) for numbers in zip(*counts.values(), strict=True))
    assert 0.99 <= rendered / written <= 1.01, off
    assert name == "notes" or off == {}  # the project's own notes show syntax that the counter does not know


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<p id="a"><a href="b.html">b</a><a href="#c">c</a><a href="#a">a</a>'
    )

    assert broken_links(tmp_path) == ["index.html → b.html (a)", "index.html → #c (no such id)"]


# -- a note as people write it: uneven indents, tabs, links to notes that are still to come


def test_each_missing_note_has_an_entry(site_of: SiteOf) -> None:
    headings = [heading.text_content() for heading in site_of("jobs").article("wanted/").xpath(".//h2")]
    missing = compiled(source_of("jobs")).links.missing_notes

    assert sum(len(note.links) for note in missing) == 12
    assert sorted(headings) == sorted(note.name for note in missing)
    assert {"scheduler", "etcd", "kubelet", "api server", "config maps"} <= set(headings)


def test_items_indented_by_six_spaces_are_nested(site_of: SiteOf) -> None:
    article = site_of("jobs").article("jobs/")
    (nested,) = article.xpath(".//li[contains(text(), 'what a job can be given')]/ul")

    assert [item.text_content().strip() for item in nested.xpath("./li")] == [
        "retries",
        "parallel pods",
        "a deadline",
        "cleaning up",
    ]


def test_to_dos_whose_sections_are_empty_are_not_written_yet(site_of: SiteOf) -> None:
    article = site_of("jobs").article("todo/")
    items = [" ".join(item.text_content().split()) for item in article.xpath(".//ul[@class='kw-items']/li")]

    assert items == [
        f"{name} not written yet" for name in ("retries", "parallel pods", "a deadline", "cleaning up")
    ]
