"""What the search of a built site knows: Material's index, or the files of knotwork's own."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import html


def search_entries(site: Path) -> Iterator[dict[str, str]]:
    """Location, title and text of each section of a page, all plain text; none where a site has no search."""
    index = site / "search" / "search_index.json"
    if not index.is_file():
        return
    content = index.read_bytes()
    read = json.loads(gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content)
    for entry in read["docs"]:
        yield {"location": entry["location"], "title": _plain(entry["title"]), "text": _plain(entry["text"])}
    if own := read["config"].get("knotwork"):
        yield from _own_entries(site / own["folder"])


def _plain(markup: str) -> str:
    return str(html.fromstring(f"<p>{markup}</p>").text_content())


def _own_entries(folder: Path) -> Iterator[dict[str, str]]:
    names = _content(folder / "names.js")
    files = (folder / f"texts-{number}.js" for number, _ in enumerate(names["texts"].split()))
    pages = [page for file in files for page in _content(file)]
    for url, page_title, sections in zip(_addresses(names), names["titles"], pages, strict=True):
        for anchor, title, text in sections:
            yield {
                "location": f"{url}#{anchor}" if anchor else url,
                "title": title or page_title,
                "text": text,
            }


def _addresses(names: Mapping[str, Any]) -> Iterator[str]:
    """The addresses of all pages: the file leaves out what follows from their titles."""
    for url, title, folder in zip(names["urls"], names["titles"], names["folder"], strict=True):
        if isinstance(url, str) and url.startswith("/"):
            yield url[1:]
            continue
        above = quote(names["folders"][folder])
        last = url if isinstance(url, str) else quote((title, title.lower().replace(" ", "-"))[url], safe="")
        yield f"{above}/{last}".lstrip("/") + names["end"]


def _content(file: Path) -> Any:
    return json.loads(file.read_text("utf-8").split(",", 2)[2].removesuffix(");\n"))
