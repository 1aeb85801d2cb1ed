"""The page of the graph with many notes, in Debian's chromium with software rendering.

    python tests/bench/graph_page.py [NOTES] [LINKS]      (default 10,000 and 30,000)

Prints how long the build's part takes, how large the data are, and in the browser, from the start of
loading the page: when the graph is drawn, when a search is answered, and when it has come to rest; and while
it still moves, how many frames there are and how long the page takes to zoom, to show a note and to filter.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "site"))
from browser import SOFTWARE_GL, executable, served
from site_builds import built_site

from knotwork.knowledge.compiler import compile_vault
from knotwork.site.addresses import addresses
from knotwork.site.bundle import data_file
from knotwork.site.views import View
from knotwork.site.views.graph_data import data_files
from knotwork.vault.vault import Vault

FOLDERS = 40
_FRAMES = """() => new Promise((resolve) => {
  const gaps = []; let last = performance.now(); const end = last + 3000;
  requestAnimationFrame(function look(now) {
    gaps.push(now - last); last = now;
    if (now < end) requestAnimationFrame(look);
    else resolve([gaps.length / 3, Math.max(...gaps)]);
  });
})"""
_ANSWERED = """(act) => new Promise((resolve) => {
  const start = performance.now();
  new Function(act)();
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start), 0));
})"""


def vault(notes: int, links: int) -> Vault:
    """Notes in folders that link mostly within their folder, and more to some than to others."""
    rng = random.Random(1)
    texts: list[list[str]] = [[f"# Note {number}\n"] for number in range(notes)]
    for _ in range(links):
        source = rng.randrange(notes)
        near = rng.random() < 0.7
        target = int(notes * rng.random() ** 3) if not near else rng.randrange(notes // FOLDERS) * FOLDERS
        texts[source].append(f"[[note-{min(notes - 1, target + (source % FOLDERS if near else 0)):05}]]")
    return Vault.of(
        {
            f"area-{number % FOLDERS:02}/note-{number:05}.md": " ".join([*lines, f"#topic{number % 25}"])
            for number, lines in enumerate(texts)
        }
    )


def main() -> None:
    """Measure and print."""
    notes = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    links = int(sys.argv[2]) if len(sys.argv) > 2 else 3 * notes
    kb = compile_vault(vault(notes, links))
    view = View(kb, addresses(kb))
    assert kb.graph, "the graph is made before the clock starts"
    start = time.perf_counter()
    ((name, value),) = data_files(view)
    path, content = data_file(name, value)
    print(f"build: {time.perf_counter() - start:.2f} s, data {len(content) / 1e6:.2f} MB")
    with tempfile.TemporaryDirectory() as folder:
        site = built_site(Path(folder), {"a.md": "# A\n\n[[b]]\n", "b.md": "# B\n"})
        assert site.code == 0, site.output
        (site.site / path).write_bytes(content)
        with served(site.site) as address:
            look(f"{address}graph/")


def look(address: str) -> None:
    """Open the page, and print how long things take."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=["--no-sandbox", *SOFTWARE_GL]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("pageerror", lambda error: print("error:", error))
        start = time.perf_counter()

        def passed() -> float:
            return time.perf_counter() - start

        page.goto(address, wait_until="commit")
        page.wait_for_selector(".kw-graph[data-state]", state="attached", timeout=60_000)
        print(f"drawn after {passed():.1f} s")
        page.locator(".kw-graph-search input").press_sequentially("note 12")
        page.wait_for_selector(".kw-graph-search li")
        print(f"a search is typed and answered after {passed():.1f} s")
        rate, longest = page.evaluate(_FRAMES)
        print(f"while it moves: {rate:.0f} frames a second, the longest gap {longest:.0f} ms")
        for act, code in (
            ("zoom in", "document.querySelector('.kw-graph-button').click()"),
            (
                "first found note chosen",
                "document.querySelector('.kw-graph-search li').dispatchEvent("
                "new MouseEvent('mousedown', {bubbles: true}))",
            ),
            (
                "filter by folder",
                "var f = document.querySelector('.kw-graph-filters select'); f.value = '3';"
                "f.dispatchEvent(new Event('change'))",
            ),
        ):
            print(f"{act}: {page.evaluate(_ANSWERED, code):.0f} ms")
        page.evaluate(
            "var f = document.querySelector('.kw-graph-filters select'); f.value = '';"
            "f.dispatchEvent(new Event('change'))"
        )
        page.wait_for_selector(".kw-graph[data-state=resting]", state="attached", timeout=120_000)
        print(f"at rest after {passed():.1f} s")
        page.wait_for_timeout(2_000)
        rate, longest = page.evaluate(_FRAMES)
        print(f"at rest: {rate:.0f} frames a second, the longest gap {longest:.0f} ms")
        picture = Path(tempfile.gettempdir()) / "graph-page.png"
        page.screenshot(path=str(picture))
        print(f"picture: {picture}")
        browser.close()


if __name__ == "__main__":
    main()
