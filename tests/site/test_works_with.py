"""The same notes on sites of other kinds: flat addresses, a disk, Arabic, instant navigation, paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from browser import served, watched
from link_crawl import broken_links
from site_builds import Build, built_site

POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: a\n    image: b:1\n"
NOTES = {
    "index.md": "# Home\n\n[[Поды]], [[日本語]] and [[مرحبا]] %%s3cr3t%%\n",
    "заметки/Поды.md": (
        "---\naliases: [капсулы, pod thing]\ntags: [k8s/core]\ndate: 2024-05-01\nowner: s3cr3t\n---\n"
        f"# Поды\n\nПервый абзац. [[日本語|к]] [[missing]]\n\n## Раздел\n\n```yaml\n{POD}    wrong: 1\n```\n"
    ),
    "日本語.md": "---\ntitle: 日本語のノート\naliases: [nihongo]\n---\nSee [[Поды]]. #k8stodo\n",
    "dir/مرحبا.md": "# مرحبا بالعالم\n\nنص عربي مع `code` و [[Поды]].\n\n| أ | ب |\n|---|---|\n| 1 | 2 |\n",
}
_THEME = "theme: {name: material, font: false, %s}\n"
SITES = {
    "plain": "site_url: https://example.com/deep/er/\n",
    "flat": f"use_directory_urls: false\nsite_name: N\n{_THEME % 'features: [navigation.instant]'}",
    "offline": f"plugins: [search, offline, knotwork]\nsite_name: N\nsite_url: ''\n{_THEME % 'language: en'}",
    "arabic": f"site_name: N\n{_THEME % 'language: ar'}",
}
SiteBy = Callable[[str], Build]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteBy:
    @cache
    def named(name: str) -> Build:
        done = built_site(tmp_path_factory.mktemp(name), NOTES, SITES[name])
        assert done.code == 0, done.output
        return done

    return named


def entries(done: Build) -> list[dict[str, str]]:
    return done.searched()


def searched(page: Any, words: str) -> Any:
    """The first result of a search."""
    field = page.locator("input.md-search__input")
    field.click()
    field.fill(words)
    field.dispatch_event("keyup")  # what Material waits for; `fill` presses no key
    found = page.locator(".md-search-result__link").first
    found.wait_for(state="visible")
    return found


# -- files


@pytest.mark.parametrize("name", SITES)
def test_every_link_leads_somewhere(site: SiteBy, name: str) -> None:
    assert broken_links(site(name).site) == []


@pytest.mark.parametrize("name", SITES)
def test_nothing_is_loaded_from_another_host(site: SiteBy, name: str) -> None:
    for page in site(name).pages():
        loaded = (
            site(name)
            .tree(page.relative_to(site(name).site).as_posix())
            .xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
        )

        assert [url for url in loaded if "//" in url] == []


@pytest.mark.parametrize("name", SITES)
def test_what_no_page_shows_is_in_no_file(site: SiteBy, name: str) -> None:
    assert [file for file, content in site(name).files().items() if b"s3cr3t" in content] == []


@pytest.mark.parametrize(("name", "file"), [("plain", "заметки/Поды/index.md"), ("flat", "заметки/Поды.md")])
def test_a_note_s_markdown_stands_beside_its_page(site: SiteBy, name: str, file: str) -> None:
    text = (site(name).site / file).read_text("utf-8")

    body = NOTES["заметки/Поды.md"].partition("\n---\n")[2]
    assert text == f"---\naliases: [капсулы, pod thing]\ntags: [k8s/core]\ndate: 2024-05-01\n---\n{body}"


def test_a_page_names_its_markdown_and_the_feed(site: SiteBy) -> None:
    links = site("plain").tree("заметки/Поды/").xpath("//link[contains(@rel, 'alternate')]")

    assert [(link.get("type"), link.get("href")) for link in links] == [
        ("text/markdown", "index.md"),
        ("application/rss+xml", "../../feed.xml"),
    ]


# -- what search knows


def test_search_knows_aliases_that_stand_on_no_page(site: SiteBy) -> None:
    names = site("plain").page("assets/knotwork/search/names.js")
    others = names.partition('"moreNames":')[2]

    assert all(f'"{alias}"' in others for alias in ("капсулы", "pod thing", "nihongo"))
    for page in site("plain").pages():
        assert "nihongo" not in page.read_text("utf-8")


def test_search_knows_generated_pages_by_their_titles_alone(site: SiteBy) -> None:
    known = {entry["location"]: entry for entry in entries(site("plain"))}

    assert known["tags/k8s/core/"]["title"] == "Tag: k8s / core"
    for url in ("tags/", "tags/k8s/core/", "todo/", "wanted/", "graph/", "dir/"):
        assert known[url]["text"] == ""
        assert not [location for location in known if location.startswith(f"{url}#")]


def test_search_knows_nothing_of_what_stands_around_a_note(site: SiteBy) -> None:
    texts = " ".join(entry["text"] + entry["title"] for entry in entries(site("plain")))

    for words in ("Linked from", "unknown field", "invalid", "Download", "not written yet", "Graph of"):
        assert words not in texts


@pytest.mark.browser
@pytest.mark.parametrize(
    ("words", "title"), [("капсулы", "Поды"), ("nihongo", "日本語のノート"), ("k8stodo", "日本語のノート")]
)
def test_search_finds_aliases_and_tags(browser: Any, site: SiteBy, words: str, title: str) -> None:
    with served(site("plain").site) as address, watched(browser) as seen:
        seen.page.goto(address)

        assert title in searched(seen.page, words).inner_text()
    assert seen.troubles == []


# -- in the browser


@pytest.mark.browser
def test_a_site_on_a_disk_works(browser: Any, site: SiteBy) -> None:
    root = site("offline").site
    with watched(browser) as seen:
        for page in site("offline").pages():
            seen.page.goto(page.as_uri())
            seen.page.wait_for_load_state("load")
        seen.page.goto((root / "index.html").as_uri())
        searched(seen.page, "капсулы").click()
        seen.page.locator("article h1", has_text="Поды").wait_for()
        link = seen.page.locator("article h1 ~ * a", has_text="к").first
        link.hover()
        seen.page.wait_for_timeout(600)  # a preview has nothing to fetch from here, and says nothing
        link.click()
        seen.page.wait_for_url(lambda url: "%E6%97%A5" in url)
    assert seen.troubles == []


@pytest.mark.browser
def test_scripts_run_on_pages_that_come_without_a_reload(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path / "site") as address, watched(browser) as seen:
        done = built_site(
            tmp_path, NOTES, f"site_name: N\nsite_url: {address}\n{_THEME % 'features: [navigation.instant]'}"
        )
        assert done.code == 0, done.output

        seen.page.goto(address, wait_until="networkidle")  # Material has read its site map by then
        seen.page.evaluate("window.stayed = true")
        seen.page.locator("article a", has_text="Поды").first.click()
        seen.page.locator("article h1", has_text="Поды").wait_for()
        seen.page.locator("article .kw-local-graph, article .kw-linked-from").first.wait_for()
        key = seen.page.locator("article [data-kw-field]").first
        key.hover()
        seen.page.locator(".kw-field").wait_for()
        assert seen.page.evaluate("window.stayed"), "the page was loaded anew"
    assert seen.troubles == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_text_runs_as_its_script_does(browser: Any, site: SiteBy, width: int) -> None:
    with (
        served(site("arabic").site) as address,
        watched(browser, viewport={"width": width, "height": 900}) as seen,
    ):
        for url in ("", "dir/مرحبا/", "заметки/Поды/", "todo/", "tags/", "graph/", "wanted/", "snippets/"):
            seen.page.goto(address + url)
            wide = seen.page.evaluate("document.documentElement.scrollWidth")

            assert wide <= width, f"{url} is too wide"
            assert seen.page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        seen.page.goto(f"{address}заметки/Поды/")
        code, text = seen.page.locator("article pre").first, seen.page.locator("article > p").first

        assert code.evaluate("each => getComputedStyle(each).direction") == "ltr"
        assert text.evaluate("each => getComputedStyle(each).unicodeBidi") == "plaintext"
        left = text.evaluate(
            "each => { const range = document.createRange(); range.selectNodeContents(each);"
            " return range.getBoundingClientRect().left - each.getBoundingClientRect().left }"
        )
        assert abs(left) < 1, "a paragraph in Cyrillic begins at the left"
    assert seen.troubles == []


@pytest.mark.browser
def test_on_paper_there_is_the_note_and_nothing_to_press(browser: Any, site: SiteBy) -> None:
    with served(site("plain").site) as address, watched(browser) as seen:
        seen.page.emulate_media(media="print")
        seen.page.goto(f"{address}заметки/Поды/")

        for shown in ("article h1", "article pre", ".kw-findings"):
            assert seen.page.locator(shown).first.is_visible()
        for hidden in (".md-header", ".md-sidebar", ".md-search", ".kw-raw"):
            assert not seen.page.locator(hidden).first.is_visible()
    assert seen.troubles == []
