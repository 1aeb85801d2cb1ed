"""What a reader's browser does for the search field, with our search and with Material's, in chromium.

    python tests/bench/search_field.py [PAGES ...]      (default 137, 1,000 and 10,000)

The pages are our own notes and more with made-up words, of about 4 kB. Prints for each number of pages and
each search: bytes moved (compressed as servers do) and seconds of processors until the page has come to rest,
and from the first letter until the first answer; and how large the whole index is.
"""

from __future__ import annotations

import gzip
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "site"))
sys.path.insert(0, str(Path(__file__).parent))
import os

from browser import executable, served
from processes import tree_cpu
from site_builds import PROJECT

from knotwork.site.search.names import SearchNames
from knotwork.site.search.site_search import INDEX, SiteSearch

_QUERY = "deploymnet"
_RESULT = ".md-search-result__link"
_VOCABULARY = 40_000


def made_up(number: int, words: list[str], weights: list[float]) -> Iterator[Mapping[str, str]]:
    """The entries of a page of about 4 kB in Material's index: words as frequent as in a language."""
    rng = random.Random(number)
    title = " ".join(rng.choices(words, k=3))
    for part in range(5):
        text = " ".join(rng.choices(words, cum_weights=weights, k=110))
        where = f"made/{number // 50}/{number}/" + (f"#part-{part}" if part else "")
        yield {
            "location": where,
            "title": title if not part else " ".join(rng.choices(words, k=2)),
            "text": text,
        }


def vocabulary() -> tuple[list[str], list[float]]:
    """Words with their cumulative weights."""
    rng = random.Random(0)
    syllables = [first + second for first in "bcdfghjklmnprstvw" for second in "aeiou"]
    words = ["".join(rng.choices(syllables, k=rng.randint(2, 5))) for _ in range(_VOCABULARY)]
    weights, total = [], 0.0
    for rank in range(_VOCABULARY):
        total += 1 / (rank + 2)
        weights.append(total)
    return words, weights


def main() -> None:
    """Measure and print."""
    sizes = [int(size) for size in sys.argv[1:]] or [137, 1_000, 10_000]
    with tempfile.TemporaryDirectory() as folder:
        sites = {name: Path(folder, name) for name in ("knotwork", "material")}
        for name, site in sites.items():
            _build(name, site, Path(folder))
        index = json.loads((sites["material"] / INDEX).read_text("utf-8"))
        own, words = index["docs"], vocabulary()
        for size in sizes:
            index["docs"] = own + [entry for n in range(size - 137) for entry in made_up(n, *words)]
            content = json.dumps(index, separators=(",", ":")).encode()
            (sites["material"] / INDEX).write_bytes(content)
            start = time.process_time()
            names: dict[str, SearchNames] = {}
            files = SiteSearch().files(content, names)
            took = time.process_time() - start
            shutil.rmtree(sites["knotwork"] / "assets/knotwork/search")
            for path, data in files.items():
                file = sites["knotwork"] / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            largest = sum(map(len, files.values())) / 1e6
            print(
                f"{size} pages: made in {took:.1f} s, {len(files)} files, {largest:.1f} MB "
                f"(Material's: {len(content) / 1e6:.1f} MB)"
            )
            for name, site in sites.items():
                print(f"  {name}: {look(site)}")


def _build(name: str, site: Path, folder: Path) -> None:
    import subprocess

    config = (
        (PROJECT / "mkdocs.yml")
        .read_text("utf-8")
        .replace("- knotwork:\n", f"- knotwork:\n      search: {name}\n")
    )
    config = config.replace("docs_dir: notes", f"docs_dir: {PROJECT / 'notes'}")
    config = config.replace("custom_dir: site_overrides", f"custom_dir: {PROJECT / 'site_overrides'}")
    file = folder / f"{name}.yml"
    file.write_text(config, "utf-8")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", file, "--site-dir", site],
        check=True,
        timeout=300,
    )


def look(site: Path) -> str:
    """Open the home page and ask; what both took."""
    from playwright.sync_api import sync_playwright

    def moved(urls: list[str], address: str) -> float:
        files = {site / url.removeprefix(address).partition("?")[0] for url in urls}
        return sum(len(gzip.compress(file.read_bytes())) for file in files if file.is_file()) / 1000

    with sync_playwright() as playwright, served(site) as address:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        page = browser.new_page()
        urls: list[str] = []
        page.context.on("request", lambda request: urls.append(request.url))

        def used() -> float:
            return tree_cpu(os.getpid()) - time.process_time()

        before = used()
        page.goto(address, wait_until="networkidle", timeout=120_000)
        _rest(page, used)
        opened, view = used() - before, moved([url for url in urls if "search" in url], address)
        urls.clear()
        page.locator("input.md-search__input").click()
        start, before = time.perf_counter(), used()
        page.keyboard.type(_QUERY)
        answer = "none"
        try:
            page.locator(_RESULT).first.wait_for(timeout=60_000)
            answer = f"{time.perf_counter() - start:.2f} s"
        except Exception:
            pass
        _rest(page, used)
        asked = used() - before
        browser.close()
    return (
        f"page view {view:,.0f} kB of search, {opened:.1f} s of processors; first answer after {answer}, "
        f"{moved(urls, address):,.0f} kB, {asked:.1f} s of processors"
    )


def _rest(page: Any, used: Any) -> None:
    """Wait until the browser does nothing."""
    while True:
        before = used()
        page.wait_for_timeout(1_000)
        if used() - before < 0.1:
            return


if __name__ == "__main__":
    main()
