"""The site as a reader meets it, in chromium, below a path, at phone and desktop width, in light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from accessibility import COLOURS, violations
from browser import VIEWS, leave_picture, served, watched
from sample_vaults import LONG_NAME
from site_builds import Build, built_site

pytestmark = pytest.mark.browser

PAGES = {
    "notes": ("", "workloads/pods/", "workloads/", "handbook/writing%20notes/"),
    "every": (
        *("", "manifests/", "hub/", "writing/writing/", "deep/", "deep/er/todos/", "linked-from/hub/"),
        *("tags/", "tags/nested/tag/", "todo/", "wanted/", "snippets/", "health/", "graph/"),
        *(f"{quote(name)}/" for name in [LONG_NAME]),
    ),
    "rtl": ("", quote("תאים/"), "graph/", "todo/"),
    "jobs": ("jobs/",),
    "manual": ("features/callouts/", "install/"),
}
"""Every kind of page."""
SEEN_ONCE = {"notes": ("light", 1440), "manual": ("light", 390), "jobs": ("dark", 1440)}
"""Sites whose kinds of pages `every` has too: their own texts are looked at in one view."""
TOLD = {
    "": ".kw-facts a",
    "hub/": ".kw-linked-from .kw-context mark",
    "manifests/": ".kw-findings li",
    "writing/writing/": ".kw-mermaid pre",
    "linked-from/hub/": ".kw-backlinks a",
    "graph/": ".kw-nodes tbody tr",
    "todo/": ".kw-card .kw-items li",
    "wanted/": "h2",
    "health/": ".kw-found li",
    "tags/": ".kw-tags a",
}
"""What a page without scripts is good for."""
EXCEPTED = {
    "target-size: #block-": (
        "a finding's number stands in the margin of its line of code, and is as high as that; "
        "what it leads to is listed below the code (WCAG 2.5.8: equivalent)"
    ),
}
"""What axe says and we leave, with the reason; nothing of Material's own is left."""
SHIFTS = """window.shift = 0
new PerformanceObserver(list => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) window.shift += each.value
}).observe({type: "layout-shift", buffered: true})"""
"""Adds up how far what is shown moves while a page comes (cumulative layout shift)."""
SiteOf = Callable[[str], Build]


@pytest.fixture(scope="module", params=list(PAGES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def address(name: str, site_of: SiteOf) -> Iterator[str]:
    with served(site_of(name).site) as where:
        yield where


@pytest.mark.parametrize(
    ("name", "scheme", "width"),
    [
        pytest.param(name, *view, marks=pytest.mark.xdist_group("-".join(map(str, view))))
        for name in PAGES
        for view in ([SEEN_ONCE[name]] if name in SEEN_ONCE else VIEWS)
    ],
    indirect=["name"],
)
def test_every_kind_of_page_is_shown_well(
    browser: Any, name: str, address: str, scheme: str, width: int
) -> None:
    """Without an error, no wider than its window, in its place from the start, and by the rules of axe."""
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    wrong: list[str] = []
    with watched(browser, **options) as seen:
        seen.page.add_init_script(SHIFTS)
        for url in PAGES[name]:
            seen.page.goto(address + url)
            seen.page.wait_for_function("document.fonts.status === 'loaded'")
            picture = f"{name}-{unquote(url).strip('/').replace('/', '-')[:40] or 'home'}"
            leave_picture(seen.page, f"{picture}-{scheme}-{width}.png")
            colours = seen.page.evaluate("document.body.dataset.mdColorScheme")
            wide, shift = seen.page.evaluate("[document.documentElement.scrollWidth, window.shift]")

            assert colours == ("slate" if scheme == "dark" else "default")
            wrong += [f"{url}: {wide} pixels wide"] if wide > width else []
            wrong += [f"{url}: shifts by {shift:.3f}"] if shift >= 0.05 else []
            # in the other scheme all is the same but for its colours
            found = violations(seen.page, COLOURS if scheme == "dark" else ())
            wrong += [f"{url}: {each}" for each in found if not any(map(each.startswith, EXCEPTED))]
    assert not wrong + seen.troubles, "\n".join(wrong + seen.troubles)


@pytest.mark.parametrize("name", ["notes", "every"], indirect=True)
def test_every_kind_of_page_is_complete_without_javascript(browser: Any, name: str, address: str) -> None:
    with watched(browser, java_script_enabled=False) as seen:
        for url in PAGES[name]:
            seen.page.goto(address + url)
            article = seen.page.locator("article")

            assert article.locator("h1").first.is_visible(), url
            assert len(article.inner_text()) > 100, url
        if name == "every":
            for url, told in TOLD.items():
                seen.page.goto(address + url)

                assert seen.page.locator(told).first.is_visible(), url
    assert seen.troubles == []


def test_a_note_is_complete_without_javascript(browser: Any, site_of: SiteOf) -> None:
    with (
        served(site_of("notes").site) as address,
        watched(browser, java_script_enabled=False) as seen,
    ):
        seen.page.goto(f"{address}architecture/kubelet/")
        backlinks = seen.page.locator(".kw-linked-from")

        assert backlinks.is_visible()
        assert backlinks.locator("a").first.is_visible()
        assert backlinks.locator("mark").first.is_visible()
    assert seen.troubles == []


def test_the_search_finds_a_note_by_its_title(browser: Any, site_of: SiteOf) -> None:
    with served(site_of("notes").site) as address, watched(browser) as seen:
        seen.page.goto(address)
        seen.page.locator("input.md-search__input").click()
        seen.page.keyboard.type("kubelet")
        seen.page.wait_for_function(FOUND)
        found = seen.page.locator(".md-search-result__link").first
        found.click()
        seen.page.wait_for_url("**/kubelet/**")
        assert "kubelet" in seen.page.locator("article h1").inner_text().lower()
    assert seen.troubles == []


FOUND = """() => {
  const list = document.querySelector('.md-search-result__list');
  window.same = list && list.innerHTML === window.before ? (window.same ?? 0) + 1 : 0;
  window.before = list?.innerHTML;
  const first = document.querySelector('.md-search-result__link');
  return window.same > 20 && first?.pathname.endsWith('/architecture/kubelet/');
}"""
"""Whether the note stands first and the list rests: for the beginning of a word others are found before."""
RENEWED = "list => list.innerHTML = list.innerHTML"


def pressed(seen: Any, address: str, renewed: str) -> None:
    """A result of a search is pressed, and the list of results is changed before it is released."""
    seen.page.goto(address)
    seen.page.locator("input.md-search__input").click()
    seen.page.keyboard.type("kubelet")
    seen.page.wait_for_function(FOUND)
    seen.page.locator(".md-search-result__link[href*='/kubelet/']").first.hover()
    seen.page.mouse.down()
    seen.page.locator(".md-search-result__list").evaluate(renewed)


@pytest.mark.parametrize("renewed", [RENEWED, "list => list.replaceChildren()"])
def test_a_result_is_followed_though_the_list_is_renewed_while_it_is_pressed(
    renewed: str, browser: Any, site_of: SiteOf
) -> None:
    with served(site_of("notes").site) as address, watched(browser) as seen:
        pressed(seen, address, renewed)
        seen.page.mouse.up()
        seen.page.wait_for_url("**/kubelet/**")
    assert seen.troubles == []


def test_a_result_is_not_followed_where_the_pointer_leaves_it(browser: Any, site_of: SiteOf) -> None:
    with served(site_of("notes").site) as address, watched(browser) as seen:
        pressed(seen, address, RENEWED)
        box = seen.page.locator(".md-search-result__meta").bounding_box()
        seen.page.mouse.move(box["x"] + 5, box["y"] + 5)
        seen.page.mouse.up()
        seen.page.wait_for_timeout(300)
        assert seen.page.url == address
    assert seen.troubles == []


def test_code_can_be_copied_as_it_is_written(browser: Any, site_of: SiteOf) -> None:
    site = site_of("notes")
    url = next(
        f"{file.parent.relative_to(site.site).as_posix()}/"
        for file in site.pages()
        if b"<pre>" in file.read_bytes()
    )
    with (
        served(site.site) as address,
        watched(browser, permissions=["clipboard-read", "clipboard-write"]) as seen,
    ):
        seen.page.goto(address + url)
        block = seen.page.locator("article .highlight").first
        block.hover()
        button = block.locator(".md-clipboard, .md-code__button").first
        button.wait_for(state="visible")
        button.click()

        copied = seen.page.evaluate("navigator.clipboard.readText()")
        assert copied.rstrip("\n") == block.locator("pre code").inner_text().rstrip("\n")
    assert seen.troubles == []


def test_instant_navigation_keeps_links_and_backlinks(browser: Any, tmp_path: Path) -> None:
    notes = {
        "index.md": "# Home\n\n[[a|to A]]\n",
        "a.md": "# A\n\n[[x/b#Part|to B]]\n",
        "x/b.md": "# B\n\n## Part\n\n[[a|to A]]\n",
    }
    with served(tmp_path / "site") as address, watched(browser) as seen:
        done = built_site(
            tmp_path,
            notes,
            f"site_name: N\nsite_url: {address}\n"
            "theme: {name: material, font: false, features: [navigation.instant]}\n",
        )
        assert done.code == 0, done.output

        seen.page.goto(address, wait_until="networkidle")  # Material has read its site map by then
        seen.page.evaluate("window.stayed = true")
        for title in "ABA":
            seen.page.locator("article a", has_text=f"to {title}").first.click()
            seen.page.locator("article h1", has_text=title).wait_for()

            assert seen.page.locator(".kw-linked-from").is_visible()
        assert seen.page.evaluate("window.stayed"), "pages were loaded anew"
    assert seen.troubles == []


def test_a_link_to_a_missing_note_leads_to_its_entry(browser: Any, site_of: SiteOf) -> None:
    with served(site_of("jobs").site) as address, watched(browser) as seen:
        seen.page.goto(f"{address}jobs/")
        link = seen.page.locator("article a.kw-missing", has_text="etcd").first

        assert "Not written yet" in link.get_attribute("title")
        link.click()
        seen.page.wait_for_url("**/wanted/#wanted-etcd")
        assert seen.page.locator("#wanted-etcd").is_visible()
    assert seen.troubles == []
