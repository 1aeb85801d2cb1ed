"""Every link of a built site, followed on disk: files must exist, and fragments with them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import html

_ROOT = "http://site.invalid/"


def broken_links(site: Path) -> list[str]:
    """`page → link` for every link, image, script and style of the site that leads to nothing in it."""
    broken = []
    for page in sorted(site.rglob("*.html")):
        if page.name == "404.html":
            continue
        base = _ROOT + quote(page.relative_to(site).as_posix())
        for tag, link in _links(_tree(page)):
            # MkDocs' canonical link and Material's own links to its makers lead elsewhere
            target = urlsplit(urljoin(base, link))
            if target.scheme not in ("http", "https") or target.netloc != "site.invalid":
                continue
            file = site / unquote(target.path).lstrip("/")
            if file.is_dir():
                file = file / "index.html"
            if not file.is_file():
                broken.append(f"{page.relative_to(site)} → {link} ({tag})")
            elif target.fragment and file.suffix == ".html" and unquote(target.fragment) not in _ids(file):
                broken.append(f"{page.relative_to(site)} → {link} (no such id)")
    return broken


def _links(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Each link with the element it stands in; those in drawings, and of what scripts ask for, too."""
    yield from ((element.tag, link) for element, _, link, _ in tree.iterlinks())
    yield from (("svg a", link) for link in tree.xpath("//@*[name() = 'xlink:href']"))
    (script,) = tree.xpath("//script[contains(@src, 'assets/knotwork/knotwork.')]/@src") or [""]
    data = script.rpartition("/")[0] + "/data/"
    names = (name for value in tree.xpath("//@data-kw-docs") for name in value.split())
    yield from (("data", f"{data}{name}.js") for name in names if script)


@cache
def _tree(page: Path) -> html.HtmlElement:
    return html.document_fromstring(page.read_bytes())


@cache
def _ids(page: Path) -> frozenset[str]:
    tree = _tree(page)
    return frozenset((*tree.xpath("//@id"), *tree.xpath("//a/@name"), "__skip"))
