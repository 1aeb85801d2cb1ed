"""What stands around a note's text: who links to it, who could, what is unwritten, the graph, previews."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from browser import served, watched
from link_crawl import broken_links
from site_builds import Build, built_site, visible_text

LONG = "word " * 90
NOTES = {
    "index.md": "# Home\n\n[[kubelet|to kubelet]] [[kubelet#Part|to its part]] [[gone]] [home](index.md)\n",
    "kubelet.md": (
        "---\naliases: [the node agent]\n---\n# Kubelet\n\nIt *starts* `pods` <b onclick=x id=raw>now</b>."
        "\n\n![[linking]]\n\n## Part\n\nOf the part.\n\n### Deeper\n\nDeep.\n\n## Empty\n\n## Also empty\n\n"
        "### Leaf\n"
    ),
    "linking.md": f"# Linking\n\n## Where\n\n{LONG} **{LONG}** *see [this one](kubelet.md#part)* {LONG}\n",
    "front.md": '---\nup: "[[kubelet]]"\n---\n# Front\n\n## Unfilled\n\n## Said\n\nx\n',
    "embedding.md": "# Embedding\n\n![[kubelet]]\n\n![[front]]\n",
    "bold.md": "# Bold\n\nA *kube*let, **the node** agent & `x`.\n",
    "<b>x.md": "---\ntitle: <script>alert(1)</script>\n---\n[[kubelet]] <b>kubelet\n",
    **{f"m{number:02}.md": f"# M{number}\n\nHere kubelet <i>is</i> named.\n" for number in range(12)},
    "near/kubelet notes.md": "# Notes\n\nkubelet & kubelet\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    done = built_site(tmp_path_factory.mktemp("note-page"), NOTES)
    assert done.code == 0, done.output
    return done


def test_linked_from_says_where_how_and_in_what_section(site: Build) -> None:
    section = site.article("kubelet/").xpath(".//section[@class='kw-linked-from']")[0]
    items = {visible_text(item.xpath("./a")[0]): item for item in section.xpath("./ul/li")}

    assert "up" in visible_text(items["Front"].xpath("./div")[0])
    assert "in its properties" in visible_text(items["Front"])
    assert "embedded" in visible_text(items["Embedding"])
    long = items["Linking"].xpath("./div")[0]
    assert visible_text(long.xpath(".//mark")[0]) == "this one"
    assert long.xpath(".//em/mark/a")
    assert len(visible_text(long)) < 500
    assert "› Where" in visible_text(long)


def test_mentions_are_folded_and_counted_nearest_first(site: Build) -> None:
    folded = site.article("kubelet/").xpath(".//details[@class='kw-mentions']")[0]

    assert "open" not in folded.attrib
    assert visible_text(folded.xpath("./summary")[0]) == "Mentioned without a link 14"
    assert len(folded.xpath("./ul/li")) == 10
    assert visible_text(folded.xpath("./p")[0]) == "and 4 more notes"
    assert visible_text(folded.xpath("./ul/li/div")[1]) == "Here kubelet is named."
    assert {visible_text(each) for each in folded.xpath(".//mark")} <= {"kubelet", "the node agent"}
    bold = folded.xpath("./ul/li[a='Bold']/div")[0]
    assert visible_text(bold) == "A kubelet, the node agent & x."


def test_empty_sections_say_so_on_their_own_page_only(site: Build) -> None:
    page = site.tree("kubelet/")
    marked = page.xpath("//article//*[self::h1 or self::h2 or self::h3][span[@class='kw-unwritten']]/@id")

    assert marked == ["empty", "leaf"]
    assert "not written yet" not in visible_text(
        page.xpath("//nav[contains(@class, 'md-nav--secondary')]")[0]
    )
    assert "kw-unwritten" not in site.page("embedding/")


def test_search_knows_nothing_of_it(site: Build) -> None:
    index = site.searched()
    text = " ".join(
        f"{each['title']} {each['text']}" for each in index if each["location"].startswith("kubelet")
    )

    for said in ("Mentioned", "not written yet", "Graph of", "is</i> named", "Linked from"):
        assert said not in text


def test_the_graph_is_links_with_names(site: Build) -> None:
    graph = site.article("kubelet/").xpath(".//*[@class='kw-local-graph']")[0]
    names = {link.get("aria-label") or visible_text(link) for link in graph.xpath(".//a")}

    assert {"Home", "Linking", "Front", "Embedding", "<script>alert(1)</script>"} <= names
    assert graph.xpath(".//svg/@aria-label") == ["Notes around Kubelet"]
    for link in graph.xpath(".//a"):
        assert (site.site / "kubelet" / unquote(link.get("xlink:href")) / "index.html").is_file()
    assert site.article("m01/").xpath(".//*[@class='kw-local-graph']") == []
    assert broken_links(site.site) == []


# -- in the browser


@pytest.fixture(scope="module")
def address(site: Build) -> Iterator[str]:
    with served(site.site) as where:
        yield where


@pytest.mark.browser
def test_a_link_shows_where_it_leads_while_the_pointer_rests_on_it(browser: Any, address: str) -> None:
    with watched(browser, viewport={"width": 1000, "height": 800}) as seen:
        seen.page.goto(address)
        card, link = seen.page.locator(".kw-preview"), seen.page.get_by_text("to kubelet", exact=True)
        link.hover()
        card.wait_for()

        assert card.get_attribute("role") == "tooltip"
        assert link.get_attribute("aria-describedby") == card.get_attribute("id")
        assert "It starts pods now." in card.inner_text()
        assert "Linked from" not in card.inner_text()
        assert card.locator("em, code").count() >= 2
        inside = card.locator("*").evaluate_all("all => all.flatMap(each => each.getAttributeNames())")
        assert set(inside) <= {"class", "href", "tabindex"}
        links = card.locator("a").evaluate_all("links => links.map(link => link.href)")
        assert links
        assert all(link.startswith(address) for link in links)
        box = card.bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 1000

        card.hover()
        seen.page.wait_for_timeout(400)
        assert card.is_visible()
        seen.page.mouse.move(900, 700)
        card.wait_for(state="detached")
        assert link.get_attribute("aria-describedby") is None
    assert seen.troubles == []


@pytest.mark.browser
def test_a_link_shows_its_section_on_focus_until_esc(browser: Any, address: str) -> None:
    with watched(browser, reduced_motion="reduce") as seen:
        seen.page.goto(address)
        card, link = seen.page.locator(".kw-preview"), seen.page.get_by_text("to its part")
        seen.page.get_by_text("to kubelet", exact=True).focus()
        seen.page.keyboard.press("Tab")
        card.wait_for()

        assert link.evaluate("each => each === document.activeElement")
        assert card.inner_text().split("\n")[0] == "Part"
        assert "Of the part." in card.inner_text()
        assert "Deep." in card.inner_text()
        assert "Empty" not in card.inner_text()
        assert card.evaluate("each => getComputedStyle(each).animationName") == "none"
        seen.page.keyboard.press("Escape")
        assert card.count() == 0
        seen.page.wait_for_timeout(600)
        assert card.count() == 0
        assert link.evaluate("each => each === document.activeElement")
    assert seen.troubles == []


@pytest.mark.browser
def test_no_preview_for_missing_notes_own_page_or_on_touch(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address)
        for name in ("gone", "home"):
            seen.page.get_by_text(name, exact=True).hover()
            seen.page.wait_for_timeout(600)
            assert seen.page.locator(".kw-preview").count() == 0
    assert seen.troubles == []
    with watched(browser, has_touch=True, viewport={"width": 390, "height": 800}) as seen:
        seen.page.goto(address)
        seen.page.evaluate("document.addEventListener('click', event => event.preventDefault())")
        seen.page.get_by_text("to kubelet", exact=True).tap()
        seen.page.wait_for_timeout(600)

        assert seen.page.locator(".kw-preview").count() == 0
    assert seen.troubles == []


@pytest.mark.browser
def test_from_a_disk_there_are_no_previews_and_no_errors(browser: Any, tmp_path: Path) -> None:
    done = built_site(
        tmp_path, {"index.md": "# Home\n\n[[a]]\n", "a.md": "# A\n"}, "use_directory_urls: false\n"
    )
    with watched(browser) as seen:
        seen.page.goto((done.site / "index.html").as_uri())
        seen.page.get_by_role("link", name="a", exact=True).first.hover()
        seen.page.wait_for_timeout(600)

        assert seen.page.locator(".kw-preview").count() == 0
    # Material's own search cannot be read from a disk
    assert [each for each in seen.troubles if "error:" in each and "ERR_FAILED" not in each] == []


@pytest.mark.browser
def test_previews_and_graph_go_along_with_instant_navigation(browser: Any, tmp_path: Path) -> None:
    notes = {
        "index.md": "# Home\n\n[[a|to A]]\n",
        "a.md": "# A\n\n[[b|to B]]\n",
        "b.md": "# B\n\nsaid in B\n",
    }
    with served(tmp_path / "site") as where, watched(browser) as seen:
        theme = "theme: {name: material, font: false, features: [navigation.instant]}\n"
        done = built_site(tmp_path, notes, f"site_name: N\nsite_url: {where}\n{theme}")
        assert done.code == 0, done.output
        seen.page.goto(where, wait_until="networkidle")
        seen.page.evaluate("window.stayed = true")
        first = seen.page.locator("article p a", has_text="to A")
        first.hover()
        seen.page.locator(".kw-preview").wait_for()
        first.click()
        seen.page.locator("article h1", has_text="A").wait_for()
        seen.page.wait_for_timeout(600)
        assert seen.page.locator(".kw-preview").count() == 0  # though a link is below the pointer
        assert seen.page.evaluate("window.stayed")

        seen.page.locator(".kw-local-graph a", has_text="B").hover()
        seen.page.locator(".kw-preview", has_text="said in B").wait_for()
        seen.page.locator(".kw-local-graph a", has_text="B").click()
        seen.page.locator("article h1", has_text="B").wait_for()
    assert seen.troubles == []


@pytest.mark.browser
def test_the_graph_is_walked_by_keyboard_without_scripts(browser: Any, address: str) -> None:
    with watched(browser, java_script_enabled=False) as seen:
        seen.page.goto(f"{address}linking/")
        link = seen.page.locator(".kw-local-graph .kw-near a").first
        link.focus()
        seen.page.keyboard.press("Enter")
        seen.page.locator("h1", has_text="Kubelet").wait_for()
    assert seen.troubles == []
