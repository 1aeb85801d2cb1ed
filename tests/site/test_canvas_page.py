"""Canvases and queries in a browser: drawn on a wide screen, a list on a phone; nothing runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accessibility import violations
from browser import guarded, policy, watched
from site_builds import Build, knotwork_site, write_vault

pytestmark = pytest.mark.browser

TAKEN = "<img src=x onerror='window.taken = 1'><script>window.taken = 2</script>"
SIZE = {"width": 250, "height": 80}
CANVAS = {
    "nodes": [
        {
            "id": "g",
            "type": "group",
            "label": f"Group {TAKEN}",
            "x": -20,
            "y": -20,
            "width": 640,
            "height": 300,
        },
        {"id": "b", "type": "file", "file": "a.md", "x": 350, "y": 0, "color": "2", **SIZE},
        {
            "id": "a",
            "type": "text",
            "text": f"# Top\n\n[[a]] {TAKEN} " + "word " * 90,
            "x": 0,
            "y": 0,
            **SIZE,
        },
        {"id": "s", "type": "file", "file": "secret.md", "x": 0, "y": 150, **SIZE},
        {"id": "l", "type": "link", "url": "javascript:window.taken=3", "x": 350, "y": 150, **SIZE},
    ],
    "edges": [
        {"id": "e", "fromNode": "a", "toNode": "b", "label": f"to {TAKEN}", "color": "#ff0000"},
        {"id": "f", "fromNode": "b", "toNode": "s"},
    ],
}
QUERY = """# Home

![[map.canvas]]

```dataview
TABLE status FROM #book
```

```base
filters: status == "x"
views:
  - {type: cards, name: Cards, order: [file.name, status]}
```

```dataview
CALENDAR due
```
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("canvas")
    notes = {
        "index.md": QUERY,
        "a.md": f'---\ntags: [book]\nstatus: x\nother: "{TAKEN}"\n---\n# A title\n\nThe first sentence.\n',
        "secret.md": "---\npublish: false\ntags: [book]\nstatus: x\n---\n# Hidden words\n",
        "map.canvas": json.dumps(CANVAS),
        "all.base": 'filters: file.hasTag("book")\n',
    }
    return knotwork_site(write_vault(folder / "vault", notes), folder / "site")


@pytest.fixture(scope="module")
def address(build: Build) -> Iterator[str]:
    with guarded(build.site, policy()) as where:
        yield where


def test_a_wide_screen_shows_cards_in_their_places_and_arrows_between_them(
    address: str, browser: Any
) -> None:
    with watched(browser, viewport={"width": 1400, "height": 900}, java_script_enabled=False) as seen:
        seen.page.goto(f"{address}map.canvas/")
        boxes = [card.bounding_box() for card in seen.page.locator(".kw-card").all()]
        group, first, second, *_ = boxes

        assert seen.page.locator(".kw-canvas-arrows path").count() == 2
        assert group["x"] < first["x"] < second["x"]
        assert first["y"] == second["y"]
        assert first["width"] == second["width"]
        assert seen.page.locator(".kw-card-arrows").first.bounding_box()["width"] <= 1
    assert seen.troubles == []


def test_a_phone_shows_a_list_with_where_arrows_lead(address: str, browser: Any) -> None:
    with watched(browser, viewport={"width": 390, "height": 800}) as seen:
        seen.page.goto(f"{address}map.canvas/")
        cards = seen.page.locator(".kw-card").all()
        tops = [card.bounding_box()["y"] for card in cards]

        assert tops == sorted(tops)
        assert not seen.page.locator(".kw-canvas-arrows").is_visible()
        assert "A title" in seen.page.locator(".kw-card-arrows").first.inner_text()
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert seen.troubles == []


@pytest.mark.parametrize(("url", "scheme"), [("map.canvas/", "light"), ("", "dark")])
def test_everyone_can_read_them(url: str, scheme: str, address: str, browser: Any) -> None:
    with watched(browser, viewport={"width": 1400, "height": 900}, color_scheme=scheme) as seen:
        seen.page.goto(address + url)
        found = violations(seen.page)

        assert found == []
        assert seen.page.evaluate("window.taken") is None
    assert seen.troubles == []


def test_nothing_of_a_held_back_note_is_in_the_site(build: Build) -> None:
    texts = [
        (path, path.read_text("utf-8", "replace")) for path in Path(build.site).rglob("*") if path.is_file()
    ]

    assert [path for path, text in texts if "Hidden words" in text or "secret" in text] == []


def test_rows_lead_to_notes(address: str, browser: Any) -> None:
    with watched(browser) as seen:
        seen.page.goto(address)
        links = [link.get_attribute("href") for link in seen.page.locator(".kw-query a").all()]

        assert links == ["a/", "a/"]
        assert (
            seen.page.locator(".kw-query-unread").inner_text()
            == "Not computed: CALENDAR; LIST, TABLE and TASK are"
        )
    assert seen.troubles == []
