"""Snippets as a reader meets them: marks at their lines, code that copies clean, words that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser import VIEWS, leave_picture, served, watched
from site_builds import Build
from test_snippets_on_site import site as site  # the fixture

pytestmark = pytest.mark.browser

SPOKEN = ".kw-badge, .kw-kind, .kw-raw, .kw-severity, .kw-help, .kw-findings li, .kw-findings a, .kw-mark"

LINE_TOPS = """code => {
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT), tops = []
    for (let start = true, node; (node = walker.nextNode());)
        for (let at = 0; at < node.length; at++) {
            if (start) {
                const range = document.createRange()
                range.setStart(node, at), range.setEnd(node, at + 1)
                tops.push(range.getBoundingClientRect().top)
            }
            start = node.data[at] === "\\n"
        }
    return tops
}"""
"""Where each line of a block begins."""

WRITTEN = """code => {
    const copy = code.cloneNode(true)
    copy.querySelectorAll(".md-annotation").forEach(each => each.remove())
    return copy.textContent
}"""
"""The text of a block without Material's own marks."""

FAINT = """selector => {
    const canvas = new OffscreenCanvas(1, 1), draw = canvas.getContext("2d", { willReadFrequently: true })
    const paint = (colour, alpha = 1) => {
        draw.globalAlpha = alpha, draw.fillStyle = colour, draw.fillRect(0, 0, 1, 1)
        return [...draw.getImageData(0, 0, 1, 1).data].slice(0, 3)
    }
    const light = colour => colour
        .map(part => (part /= 255) <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], 0)
    return [...document.querySelectorAll(selector)].flatMap(each => {
        const around = []
        for (let up = each; up; up = up.parentElement) around.unshift(up)
        let behind = paint("white"), alpha = 1
        for (const up of around) {
            behind = paint(getComputedStyle(up).backgroundColor)
            alpha *= getComputedStyle(up).opacity
        }
        const own = each.matches(".kw-mark") ? getComputedStyle(each, "::before") : getComputedStyle(each)
        const [dark, bright] = [light(behind), light(paint(own.color, alpha))].sort((a, b) => a - b)
        const contrast = (bright + .05) / (dark + .05)
        return contrast < 4.5 ? [`${each.className || each.tagName}: ${contrast.toFixed(2)}`] : []
    })
}"""
"""What has too little contrast with all that lies behind it (WCAG 1.4.3)."""


@pytest.fixture(scope="module")
def address(site: Build) -> Iterator[str]:
    with served(site.site) as where:
        yield where


@pytest.mark.parametrize("url", ["pods/", "embeds/", "deep/config maps/", "states/"])
def test_the_copy_button_copies_the_code_and_nothing_else(browser: Any, address: str, url: str) -> None:
    with watched(browser, permissions=["clipboard-read", "clipboard-write"]) as seen:
        seen.page.goto(address + url)
        seen.page.locator(".md-code__button").first.wait_for(state="attached")
        for code in seen.page.locator("article pre > code").all():
            seen.page.evaluate("navigator.clipboard.writeText('nothing')")
            code.hover(position={"x": 200, "y": 5})
            code.locator("xpath=..").locator(".md-code__button").click()

            copied = seen.page.evaluate("navigator.clipboard.readText()")
            assert copied == code.evaluate(WRITTEN).rstrip()
    assert seen.troubles == []


def test_a_block_that_is_selected_by_hand_is_its_code(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address + "pods/")
        pre = seen.page.locator("pre", has=seen.page.locator(".kw-marks"))
        selected = pre.evaluate(
            "pre => (getSelection().selectAllChildren(pre), getSelection().toString().trim())"
        )

        assert selected == pre.locator("code").evaluate("code => code.textContent.trim()")


@pytest.mark.parametrize("width", [390, 1440])
def test_each_mark_stands_beside_its_line(browser: Any, address: str, width: int) -> None:
    with watched(browser, viewport={"width": width, "height": 900}) as seen:
        seen.page.goto(address + "pods/")
        pre = seen.page.locator("pre", has=seen.page.locator(".kw-marks"))
        tops = pre.locator("code").evaluate(LINE_TOPS)
        marks = pre.locator(".kw-mark")
        boxes = [mark.bounding_box() for mark in marks.all()]

        for line, box in zip((5, 10), boxes, strict=True):
            assert abs(box["y"] - tops[line - 1]) < 4, f"line {line}"
            assert box["y"] + box["height"] <= tops[line] + 1 if line < len(tops) else True


def test_a_mark_and_its_finding_lead_to_each_other(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address + "pods/")
        mark = seen.page.get_by_role("link", name="line 21, error: unknown field")
        mark.click(position={"x": 12, "y": 8})
        item = seen.page.locator(".kw-findings li:target")

        assert item.inner_text().startswith("error line 21: unknown field")
        item.get_by_role("link", name="line 21").click()
        assert seen.page.locator(".kw-mark:target").get_attribute("data-number") == "21"
        assert seen.page.get_by_role("link", name="Download pod-wrong.yaml").is_visible()
    assert seen.troubles == []


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_what_is_said_of_snippets_can_be_read(browser: Any, address: str, scheme: str, width: int) -> None:
    with watched(browser, viewport={"width": width, "height": 900}, color_scheme=scheme) as seen:
        for url in ("pods/", "embeds/", "states/", "quiet/", "snippets/"):
            seen.page.goto(address + url)
            leave_picture(seen.page, f"snippets-{url.strip('/')}-{scheme}-{width}.png")

            assert seen.page.evaluate(FAINT, SPOKEN) == [], url
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, url
    assert seen.troubles == []


def test_an_annotation_is_still_one(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address + "pods/")
        annotation = seen.page.locator("pre code .md-annotation__index")
        annotation.first.click(force=True)  # it pulses

        assert "Its name." in seen.page.locator(".md-tooltip--active").inner_text()
    assert seen.troubles == []


def test_a_download_is_the_file(browser: Any, address: str, site: Build) -> None:
    with watched(browser, accept_downloads=True) as seen:
        seen.page.goto(address + "pods/")
        with seen.page.expect_download() as waiting:
            seen.page.get_by_role("link", name="Download pod-hello.yaml").click()

        assert waiting.value.suggested_filename == "pod-hello.yaml"
        file = site.site / "snippets" / "pods" / "pod-hello.yaml"
        assert waiting.value.path().read_bytes() == file.read_bytes()


def test_blocks_can_be_printed(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address + "pods/")
        seen.page.emulate_media(media="print")

        assert not seen.page.locator(".kw-marks").first.is_visible()  # printed lines may wrap
        assert not seen.page.locator(".kw-raw").first.is_visible()
        assert seen.page.locator(".kw-findings").first.is_visible()
