"""What a site loses when knotwork joins it, page by page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from page_contents import PageContents, page_contents
from search_entries import search_entries

KINDS = {
    "files": "pages and other files that are gone",
    "words": "words that no page shows any more where they stood",
    "ids": "ids of headings and other elements: addresses",
    "headings": "headings: level and id",
    "menu": "entries of the menu: title and address",
    "contents": "entries of a page's table of contents",
    "raw": "markup that is printed as it was written, and was not before",
    "code": "code blocks whose text is not the same any more",
    "elements": "list items, table cells, images, …",
    "links": "addresses that a page led to or showed",
    "search": "addresses that search knew",
}
"""What is counted, with what it means."""
_OWN_FILES = re.compile(
    r"(?:^|/)(?:404\.html|sitemap\.xml(?:\.gz)?|search_index\.json|objects\.inv|feed[^/]*)$|^assets/(?:stylesheets|javascripts)/"
)


@dataclass
class Losses:
    """The losses of one page or, by its path "", of the site as a whole: what, how often."""

    path: str
    found: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, kind: str, lost: Counter[str]) -> None:
        """Keep what was lost of a kind, if anything."""
        if lost:
            self.found[kind] = lost


@dataclass(frozen=True)
class Comparison:
    """A site without knotwork beside the same site with it."""

    pages: int
    losses: tuple[Losses, ...]

    def count(self, kind: str) -> int:
        """How much of a kind is lost on all pages."""
        return sum(page.found[kind].total() for page in self.losses if kind in page.found)


def comparison(without: Path, with_knotwork: Path) -> Comparison:
    """Compare two sites on disk."""
    before, after = _files(without), _files(with_knotwork)
    site = Losses("")
    site.add("files", Counter(sorted(path for path in before - after if not _OWN_FILES.search(path))))
    site.add("search", Counter(sorted(_searched(without) - _searched(with_knotwork))))
    pages, menu_before, menu_after = [], set(), set()
    names = sorted(path for path in before if path.endswith(".html") and not path.endswith("404.html"))
    contents = {path: page_contents(without / path, without) for path in names}
    targets = {f"/{path}".removesuffix("index.html") for path in before}
    targets |= {
        f"/{path}#{anchor}".replace("index.html#", "#") for path in names for anchor in contents[path].ids
    }
    for path, old in contents.items():
        menu_before |= old.menu
        if path in after:
            new = page_contents(with_knotwork / path, with_knotwork)
            menu_after |= new.menu
            pages.append(page_losses(path, old, new, targets))
    site.add("menu", Counter(f"{title} → {url}" for title, url in sorted(menu_before - menu_after)))
    return Comparison(len(names), tuple(page for page in (site, *pages) if page.found))


def page_losses(path: str, old: PageContents, new: PageContents, targets: Collection[str]) -> Losses:
    """What one page lost; `targets` are the addresses of its site that lead somewhere."""
    losses = Losses(path)
    losses.add("words", old.words - new.words - new.numbers)
    losses.add("ids", Counter(sorted(old.ids - new.ids)))
    losses.add("headings", old.headings - new.headings)
    losses.add("contents", Counter(sorted(old.contents - new.contents)))
    losses.add("code", _unread(old.code, new.code))
    losses.add("elements", old.elements - new.elements)
    losses.add("links", _leading(old.links - new.links, targets))
    raw = new.raw - old.raw
    losses.add("raw", Counter({f"{name}  {new.examples[name]}": count for name, count in raw.items()}))
    return losses


def _leading(links: Counter[str], targets: Collection[str]) -> Counter[str]:
    """The links of a site that lead somewhere, or to another host."""
    return Counter({url: n for url, n in links.items() if not url.startswith("/") or url in targets})


def _unread(old: Counter[str], new: Counter[str]) -> Counter[str]:
    """The code blocks of which no block of the other page has the text, alone or among other lines."""
    texts = "\n".join(new)
    return Counter({text: count for text, count in (old - new).items() if text not in texts})


def _files(site: Path) -> set[str]:
    return {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}


def _searched(site: Path) -> set[str]:
    return {entry["location"] for entry in search_entries(site)}
