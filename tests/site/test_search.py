"""A reader types what they remember, and finds the note: in the theme's own field, by our own search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import guarded, policy, served, watched
from site_builds import Build

pytestmark = pytest.mark.browser
SiteOf = Callable[[str], Build]
QUERIES = Path(__file__).parents[1] / "data" / "search_queries.txt"
_FOUND = """async (queries) => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const worker = new Worker(new URL(config.search, location.href));
  const base = new URL(config.base + "/", location.href);
  const index = await (await fetch(new URL("search/search_index.json", base))).json();
  const answers = [];
  let asked = -1;
  return await new Promise((resolve) => {
    const next = () => {
      asked += 1;
      asked < queries.length ? worker.postMessage({type: 2, data: queries[asked]}) : resolve(answers);
    };
    worker.onmessage = ({data}) => {
      if (data.type === 1) next();
      if (data.type === 3) {
        answers[asked] = data.data.items.map((item) => item[0]);
        if (data.data.isComplete) next(); /* an answer from names comes before */
      }
    };
    worker.postMessage({type: 0, data: {...index, options: {suggest: true}}});
  });
}"""


def found(page: Any, *queries: str) -> list[list[dict[str, Any]]]:
    """The articles that the site's search finds for each query, best first."""
    answers: list[list[dict[str, Any]]] = page.evaluate(_FOUND, list(queries))
    return answers


def cases() -> Iterator[tuple[str, list[str]]]:
    """Each query with the addresses that answer it."""
    for line in QUERIES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            query, _, notes = line.rpartition(" = ")
            yield query, [f"{note.strip().replace(' ', '%20')}/" for note in notes.split(",")]


def test_what_readers_type_finds_the_note(browser: Any, site_of: SiteOf) -> None:
    queries = dict(cases())
    with served(site_of("notes").site) as address, watched(browser) as seen:
        seen.page.goto(address)
        answers = found(seen.page, *queries)

    top = [[item["location"] for item in answer[:3]] for answer in answers]
    missed = [query for query, urls in zip(queries, top, strict=True) if not set(urls) & set(queries[query])]

    assert len(queries) >= 60
    assert len(missed) <= 0.05 * len(queries), missed
    assert not seen.troubles


def test_nothing_is_loaded_before_something_is_typed(browser: Any, site_of: SiteOf) -> None:
    loaded: list[str] = []
    with guarded(site_of("notes").site, policy()) as address, watched(browser) as seen:
        seen.page.context.on("request", lambda request: loaded.append(request.url.removeprefix(address)))
        seen.page.goto(address, wait_until="networkidle")
        seen.page.locator("input.md-search__input").click()
        before = [url for url in loaded if "search" in url]
        seen.page.keyboard.type("deploymnet")
        link = seen.page.locator(".md-search-result__link").first
        link.wait_for()
        index = seen.page.request.get(f"{address}search/search_index.json").body()

        assert {url.split(".")[0] for url in before} == {"search/search_index", "assets/knotwork/search"}
        assert len(index) < 1_000
        assert link.get_attribute("href").startswith(f"{address}workloads/deployments/?h=deployment")
        assert any(url.endswith("/names.js") for url in loaded)
    assert not seen.troubles
