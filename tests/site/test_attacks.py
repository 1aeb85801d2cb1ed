"""Whatever a note or a file of the vault tries, in a browser: nothing runs, and no other host is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from attacks import ON_EVERY_SITE, RICH, TOOLTIPS, files, quoted, runs
from browser import guarded, policy, watched
from site_builds import Build, built_site, knotwork_site, write_vault

pytestmark = pytest.mark.browser

POINT_AT_EVERYTHING = """() => {
    const events = ["pointerover", "pointerenter", "mouseover", "mouseenter", "focusin", "focus"]
    const all = "article a, article abbr, article code, [title], .md-ellipsis, .md-nav__link, [data-kw-field]"
    for (const element of document.querySelectorAll(all))
        for (const event of events)
            element.dispatchEvent(new PointerEvent(event, {bubbles: !event.endsWith("enter"), clientX: 9}))
}"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """All attacks at once on a site with default settings."""
    folder = tmp_path_factory.mktemp("attacks")
    notes = {"index.md": "# Home\n\n" + links(ON_EVERY_SITE), **as_files(ON_EVERY_SITE), "p.png": b""}
    return knotwork_site(write_vault(folder / "vault", notes), folder / "site")


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A vault whose files have the names of the theme's and ours."""
    folder = tmp_path_factory.mktemp("filed")
    notes = {"index.md": "# zebra\n\n[[script]] [[SHOUTED]]\n\n```mermaid\ngraph LR\n  A\n```\n", **files()}
    return knotwork_site(write_vault(folder / "vault", notes), folder / "site")


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Build:
    notes = {
        "index.md": "# Home\n\n" + links(TOOLTIPS),
        **as_files({**ON_EVERY_SITE, **TOOLTIPS}),
        "p.png": b"",
    }
    return built_site(tmp_path_factory.mktemp("rich"), notes, RICH)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("harmless")
    notes = {"index.md": "# H\n\n```mermaid\ngraph LR\n  A\n```\n"}
    return knotwork_site(write_vault(folder / "vault", notes), folder / "site")


def as_files(notes: dict[str, str]) -> dict[str, str]:
    return {f"{name}.md": text for name, text in notes.items()}


def links(notes: dict[str, str]) -> str:
    return "".join(f"- [{n}](<{name}.md>)\n" for n, name in enumerate(notes) if '"' not in name)


def test_the_vault_is_built_in_spite_of_it(plain: Build, rich: Build) -> None:
    assert plain.code == 0, plain.output
    assert rich.code == 0, rich.output


def test_no_file_of_the_vault_takes_the_place_of_a_script(filed: Build, harmless: Build) -> None:
    ours, theirs = harmless.files(), filed.files()
    scripts = [path for path in ours if path.startswith("assets/") and not re.search("/(data|search)/", path)]

    assert len(scripts) > 20
    assert [path for path in scripts if theirs.get(path) != ours[path]] == []
    assert [path for path, content in theirs.items() if b"window.taken='file'" in content] == []


@pytest.mark.parametrize("name", ON_EVERY_SITE)
def test_a_note_does_nothing_to_its_reader(name: str, plain: Build, browser: Any) -> None:
    with guarded(plain.site, "") as address:
        assert done_by(browser, f"{address}{quote(name)}/") == []


@pytest.mark.parametrize("name", [*TOOLTIPS, "title and names", "names of the document", "manifests"])
def test_nor_where_the_theme_shows_more(name: str, rich: Build, browser: Any) -> None:
    with guarded(rich.site, "") as address:
        assert done_by(browser, f"{address}{quote(name)}/") == []


@pytest.mark.parametrize("name", ON_EVERY_SITE)
def test_the_strict_policy_holds_on_its_page(name: str, plain: Build, browser: Any) -> None:
    with guarded(plain.site, policy()) as address:
        assert done_by(browser, f"{address}{quote(name)}/") == []


@pytest.mark.parametrize(
    "url", ["", "health/", "graph/", "tags/", "snippets/", "wanted/", "todo/", "404.html"]
)
def test_nor_does_it_on_the_pages_that_list_it(url: str, plain: Build, browser: Any) -> None:
    assert (plain.site / url).exists()
    with guarded(plain.site, policy()) as address:
        assert done_by(browser, f"{address}{url}") == []


@pytest.mark.parametrize("url", ["", "script/", "SHOUTED/", "graph/", "health/", "drawing.svg"])
def test_nor_do_files(url: str, filed: Build, browser: Any) -> None:
    assert (filed.site / url).exists()
    with guarded(filed.site, "") as address:
        assert done_by(browser, f"{address}{url}") == []


@pytest.mark.parametrize("site", ["plain", "rich", "filed"])
def test_search_shows_text(site: str, request: pytest.FixtureRequest, browser: Any) -> None:
    with guarded(request.getfixturevalue(site).site, "") as address:

        def look(page: Any) -> None:
            page.keyboard.press("/")
            page.keyboard.type("zebra")
            page.locator(".md-search-result__item").first.wait_for()
            page.wait_for_timeout(200)

        assert done_by(browser, address, look) == []


def test_previews_and_the_folder_tree_show_text(plain: Build, browser: Any) -> None:
    with guarded(plain.site, "") as address:

        def look(page: Any) -> None:
            for link in page.locator("article li a").all():
                link.hover()
                page.wait_for_timeout(500)
            page.keyboard.press("Escape")
            page.locator(".kw-explorer-button").click()
            page.locator(".kw-explorer-row").first.wait_for()
            page.locator(".kw-explorer-filter").fill("img")
            page.locator(".kw-explorer-row", has_text="<img").first.wait_for()

        assert done_by(browser, address, look) == []


def test_what_is_copied_is_the_code_that_is_shown(rich: Build, browser: Any) -> None:
    with guarded(rich.site, "") as address:
        copied: list[str] = []

        def look(page: Any) -> None:
            page.context.grant_permissions(["clipboard-read", "clipboard-write"])
            for button in page.locator(".md-code__button[data-clipboard-target]").all():
                button.click(force=True)
                page.wait_for_timeout(100)
                copied.append(page.evaluate("navigator.clipboard.readText()"))

        assert done_by(browser, f"{address}code%20that%20is%20copied/", look) == []
        assert copied == ["ls", "pwd"]


def done_by(browser: Any, url: str, look: Callable[[Any], None] = lambda page: None) -> list[str]:
    """All that a page did and should not have done while a reader looked at it and pointed at everything."""
    with watched(browser, viewport={"width": 1400, "height": 900}) as seen:
        seen.page.goto(url)
        seen.page.evaluate(POINT_AT_EVERYTHING)
        seen.page.wait_for_timeout(400)
        look(seen.page)
        taken = seen.page.evaluate("window.taken")
        troubles = [each for each in seen.troubles if "404 (File not found)" not in each]
    return [*([f"ran: {taken}"] if taken else []), *troubles]


def test_a_blog_prints_no_markup_of_its_posts(tmp_path: Path) -> None:
    post = (
        "---\ndate: 2026-01-02\ntemplate: redirect.html\nlocation: javascript:alert(1)\n"
        f"title: {quoted(runs('title'))}\n"
        "categories: [\"</title><script>window.taken='category'</script>\"]\n"
        f"description: {quoted(runs('description'))}\nslug: ../../evil\nrss: x\nimage: [a]\n---\n"
        "# A post\n\n<script>window.taken='post'</script>\n\n<!-- more -->\n\nmore\n"
    )
    defaults = (
        f"template: redirect.html\nlocation: javascript:alert(1)\ndescription: {quoted(runs('.meta.yml'))}\n"
    )
    notes = {
        "index.md": "# Home\n",
        "blog/index.md": "# Blog\n",
        "blog/posts/a.md": post,
        ".meta.yml": defaults,
    }
    done = built_site(tmp_path, notes, "plugins: [search, blog, meta, tags, knotwork]\n")
    pages = [file.read_text("utf-8") for file in done.pages()]

    assert done.code == 0, done.output
    assert len(pages) > 5
    for page in pages:
        assert not [
            sign for sign in ("<script>window.taken", "<img src=x", "location.replace") if sign in page
        ]


def test_our_scripts_work_where_names_hide_the_documents_own(tmp_path: Path, browser: Any) -> None:
    """No such name gets into a page; with `html: trust` it does, and Material's scripts then stop."""
    hidden = (
        "currentScript querySelector querySelectorAll getElementById createElement createElementNS body head"
    )
    note = "# Home\n\n" + "\n\n".join(
        f'<img name="{name}" src="e/assets/knotwork/x.js" alt="">' for name in hidden.split()
    )
    note += '\n\n<p data-kw-docs="../../../evil evil"><span data-kw-field="a.b">hover</span></p>\n'
    files_ = {"index.md": note, "evil.js": "window.taken=1", "e/assets/knotwork/x.js": "window.taken=2"}
    config = "plugins: [search, {knotwork: {html: trust, active_files: allow}}]\n"
    done = built_site(tmp_path, files_, config)
    with guarded(done.site, "") as address, watched(browser) as seen:
        seen.page.goto(address)
        seen.page.locator(".kw-explorer-button").click()
        seen.page.locator(".kw-explorer-row").first.wait_for()
        seen.page.keyboard.press("Escape")
        seen.page.locator("[data-kw-field]").hover()
        seen.page.wait_for_timeout(500)

        assert seen.page.evaluate("window.taken") is None
        assert not [each for each in seen.troubles if "knotwork" in each.partition(": ")[2]]
