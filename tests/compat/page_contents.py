"""What a reader finds on a page of a site, whatever made it, in a form that can be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from lxml import html

RAW = {
    "[[": r"!?\[\[[^\[\]\n]+\]\]",
    "++": r"\+\+[\w\"][^\s+]*(?:\+[^\s+]+)*\+\+",
    "^^": r"\^\^\S.*?\^\^",
    "~~": r"~~\S.*?~~",
    "==": r"==[^\s=][^=\n]*==",
    "**": r"\*\*\w",
    "--8<--": r"-+8<-+",
    ":::": r"(?:^|\s):::+[ \t]*\S",
    "///": r"(?:^|\n)\s*///+ *\w",
    "!!!": r"(?:^|\n)\s*!!! ?\w",
    "???": r"(?:^|\n)\s*\?\?\?\+? ?[\w\"]",
    "===": r"(?:^|\n)\s*===[!+]? \"",
    "{: }": r"\{:[ \w.#][^{}\n]*\}",
    "{ . }": r"\{ ?[.#][\w-][^{}\n]*\}",
    "*[ ]:": r"\*\[[^\]\n]+\]:",
    "[^ ]": r"\[\^[^\]\s]+\]",
    "[ ]( )": r"\[[^\]\n]*\]\([^)\s]+\)",
    ":icon:": r":(?:material|fontawesome|octicons|simple)-[a-z0-9-]+:",
    "[TOC]": r"\[TOC\]",
    "\\( \\)": r"\\[(\[].+?\\[)\]]",
    "$ $": r"\$\$?\S[^$\n]*\$",
    "```": r"```",
    "< >": r"</?(?:div|span|figure|br|details|summary|img|p|a|sup|sub|kbd)\b[^<>\n]*>",
    "%%": r"%%",
    "{{ }}": r"\{\{.+?\}\}",
    "{% %}": r"\{%.+?%\}",
    "| |": r"(?:^|\n)\s*\|[^\n|]+\|[^\n]*\|",
    "#": r"(?:^|\n)\s*#{1,6} \w",
    "^id": r"(?:^|\s)\^[\w-]+$",
}
"""What looks like markup that nobody has read, by name."""
_RAW = {name: re.compile(pattern, re.MULTILINE) for name, pattern in RAW.items()}
_WORD = re.compile(r"\w+")
_READ_BY_KNOTWORK = (
    (re.compile(r"!\[\[[^\[\]\n]*\]\]"), " "),
    (re.compile(r"\[\[[^\[\]\n|]*\|([^\[\]\n]*)\]\]"), r" \1 "),
    (re.compile(r"%%.*?(?:%%|\Z)", re.DOTALL), " "),
    (re.compile(r"\[!\w+(?:\|[^\]]*)?\][+-]?"), " "),
    (re.compile(r"(?:^|(?<=\s))\^[\w-]+$", re.MULTILINE), " "),
    (re.compile(r"\^\[([^\]\n]*)\]"), r" \1 "),
)
"""Obsidian's markup, which other readers print, and what is left of it as text."""
_SURROUNDING = frozenset(("nav", "section", "details", "div", "aside", "ul", "p"))
_KEPT = re.compile(r"\bkw-(?:embed|math)\b")
_OURS = re.compile(r"^kw-")
_COUNTED = ("li", "td", "th", "pre", "details", "blockquote", "dt", "iframe", "video")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = frozenset(
    "address article aside blockquote br dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr label li main ol p pre section summary table tbody td th thead tr ul".split()
)


@dataclass(frozen=True)
class PageContents:
    """A page without what stands around its content, but for the menu."""

    words: Counter[str]
    """All of them in lower case, without Obsidian's markup."""
    numbers: Counter[str]
    """Those of its lists, which another reader may take for words."""
    ids: frozenset[str]
    """Everything that an address may name on the page."""
    headings: Counter[str]
    """Level and id, as in `h2 usage`."""
    raw: Counter[str]
    """What looks like markup that nobody has read, by name; nothing inside of code."""
    examples: dict[str, str]
    """The first place of each of these."""
    code: Counter[str]
    """The texts of code blocks, white space as single spaces."""
    elements: Counter[str]
    """How many list items, table cells, images and so on it has, by name."""
    links: Counter[str]
    """The addresses of links and images, absolute from the site's root, or of other hosts."""
    menu: frozenset[tuple[str, str]]
    """Entries of the site's menu: title in lower case without punctuation, address."""
    contents: frozenset[str]
    """The addresses in the table of contents."""


def page_contents(file: Path, site: Path) -> PageContents:
    """What a file of a site holds."""
    text = file.read_bytes()
    url = "/" + file.relative_to(site).as_posix()
    root = html.document_fromstring(text or b"<p>", parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    menu, contents = frozenset(_menu(root, url)), frozenset(_contents(root))
    area = _area(root)
    ids = frozenset(area.xpath(".//@id"))
    for element in [*area.xpath(".//script | .//style | .//template | .//svg")]:
        _drop(element)
    for element in area.xpath(".//a[contains(@class, 'headerlink')]"):
        _drop(element)
    for element in area.xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4]/a[@class='toclink']"):
        element.drop_tag()  # a heading that links to itself: its id is what counts
    for element in list(area.iter()):
        if isinstance(element.tag, str) and _is_ours(element):
            _drop(element)
    elements = Counter(element.tag for element in area.iter(*_COUNTED) if not _is_callout(element))
    headings = Counter(f"{each.tag} {each.get('id', '')}" for each in area.iter(*_HEADINGS))
    links = Counter(
        _address(value, url) for value in area.xpath(".//a[@href]/@href | .//img/@src | .//source/@src")
    )
    words = Counter(_WORD.findall(_without_obsidian(_text(area)).casefold()))
    numbers = Counter(number for each in area.iter("ol") for number in _numbers(each))
    blocks = area.xpath(".//pre | .//*[contains(concat(' ', @class, ' '), ' mermaid ')][not(self::pre)]")
    code = Counter(" ".join(each.text_content().split()) for each in blocks)
    for element in [*blocks, *area.iter("code", "kbd")]:
        tail = element.tail
        element.clear()
        element.tail, element.text = tail, "·"
    prose = _text(area)
    found = {name: pattern.findall(prose) for name, pattern in _RAW.items()}
    return PageContents(
        words=words,
        numbers=numbers,
        ids=ids,
        headings=headings,
        raw=Counter({name: len(places) for name, places in found.items() if places}),
        examples={name: " ".join(places[0].split())[:80] for name, places in found.items() if places},
        code=code,
        elements=elements,
        links=links,
        menu=menu,
        contents=contents,
    )


def _area(root: html.HtmlElement) -> html.HtmlElement:
    """The content of a page: what themes mark as such, or all of it."""
    for path in ("//article", "//*[@role='main']", "//main", "//body"):
        for found in root.xpath(path):
            return found
    return root


def _is_ours(element: html.HtmlElement) -> bool:
    """Whether it is something that knotwork shows beside a note's own content."""
    names = element.get("class", "")
    return element.tag in _SURROUNDING and bool(_OURS.search(names)) and not _KEPT.search(names)


def _is_callout(element: html.HtmlElement) -> bool:
    """Whether it is a quote that Obsidian shows as something else."""
    return element.tag == "blockquote" and element.text_content().lstrip().startswith("[!")


def _numbers(items: html.HtmlElement) -> Iterator[str]:
    """The numbers of an ordered list, which stand in no text."""
    start = items.get("start", "1")
    first = int(start) if start.isdecimal() else 1
    for index, _ in enumerate(items.iterchildren("li")):
        yield str(first + index)


def _drop(element: html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _text(element: html.HtmlElement) -> str:
    """The text of an element, a line for each block."""
    parts: list[str] = []
    _collect(element, parts)
    return "".join(parts)


def _collect(root: html.HtmlElement, parts: list[str]) -> None:
    pending: list[html.HtmlElement | str] = [root]
    while pending:
        each = pending.pop()
        if isinstance(each, str):
            parts.append(each)
            continue
        is_block = each.tag in _BLOCKS
        after = ("\n" if is_block else "") + (each.tail or "" if each is not root else "")
        parts.append(("\n" if is_block else "") + (each.text or "" if isinstance(each.tag, str) else ""))
        pending.append(after)
        if isinstance(each.tag, str):
            pending.extend(reversed(each))


def _without_obsidian(text: str) -> str:
    for pattern, kept in _READ_BY_KNOTWORK:
        text = pattern.sub(kept, text)
    return text


def _address(value: str, url: str) -> str:
    """An address from the site's root, without the file name of a folder's page."""
    whole, fragment = urldefrag(urljoin(url, unquote(value.strip())))
    whole = re.sub(r"(?:^|(?<=/))index\.html$", "", whole)
    return f"{whole}#{fragment}" if fragment else whole


def _menu(root: html.HtmlElement, url: str) -> Iterator[tuple[str, str]]:
    """The entries of Material's menu, or of the `nav` elements of another theme."""
    found = root.xpath("//nav[contains(@class, 'md-nav--primary')]") or root.xpath("//nav")
    for nav in found:
        for link in nav.xpath(".//a[@href]"):
            if link.xpath("ancestor::nav[contains(@class, 'md-nav--secondary')]") or link.xpath(
                "ancestor::article"
            ):
                continue
            title, address = (
                " ".join(re.findall(r"[^\W_]+", link.text_content().casefold())),
                _address(link.get("href"), url),
            )
            if title and "#" not in address:
                yield title, address


def _contents(root: html.HtmlElement) -> Iterator[str]:
    for address in root.xpath("//nav[contains(@class, 'md-nav--secondary')]//a/@href"):
        yield unquote(address)
