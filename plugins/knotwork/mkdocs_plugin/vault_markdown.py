"""An extension of Python-Markdown: what a note writes to name other notes.

`[[note]]`, `![[picture.png]]`, `#tag`, `^block` and links to files are those of the note's reader, which
knows them already; all else is Python-Markdown's.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from knotwork.html.policy import Target
from knotwork.model.patterns import lazy_regex
from knotwork.site.vault_syntax import WIKILINK, VaultSyntax

_BEFORE_REFERENCES, _AFTER_LINKS = 175, 145
"""The priorities of inline syntax: `[[a]] [b](c.md)` is no reference, and a title of a link has no tags."""
_BEFORE_CONTENTS, _BEHIND_MKDOCS = 6, -50
"""The priorities of what works on the tree: before ids are linked, and behind MkDocs' own links."""
_MARK = "knotwork-link"
"""The scheme of addresses that MkDocs is to leave alone."""
_ESCAPED = lazy_regex("\x02([0-9]+)\x03")
"""How Python-Markdown keeps a character behind a backslash."""
_INSERTING = ("snippet", "include", "mdx_include")
"""The steps of extensions that insert files: those of a note are in its text already."""


class VaultExtension(Extension):
    """The syntax of one note."""

    def __init__(self, syntax: VaultSyntax, *, has_insertions: bool, lenient_tags: bool) -> None:
        """`has_insertions` says whether files are inserted already, `lenient_tags` as the setting."""
        super().__init__()
        self._syntax, self._has_insertions, self._lenient = syntax, has_insertions, lenient_tags

    def extendMarkdown(self, md: Markdown) -> None:
        """Register what the note needs; it is called behind all other extensions."""
        syntax = self._syntax
        if self._has_insertions:
            for name in _INSERTING:
                if name in md.preprocessors:
                    vars(md.preprocessors[name])["run"] = list
        patterns = md.inlinePatterns
        patterns.register(_Wikilinks(syntax, md), "knotwork_wikilink", _BEFORE_REFERENCES)
        patterns.register(_BlockIds(syntax, md), "knotwork_block_id", _AFTER_LINKS)
        if syntax.tags:
            tags = _tag_pattern(syntax.tags, lenient=self._lenient)
            patterns.register(_Tags(syntax, tags, md), "knotwork_tag", _AFTER_LINKS)
            md.preprocessors.register(_TagLines(syntax, tags, md), "knotwork_tag_lines", 15)
        targets: list[Target] = []
        md.treeprocessors.register(_Links(syntax, targets, md), "knotwork_links", _BEFORE_CONTENTS)
        md.treeprocessors.register(_Targets(targets, md), "knotwork_targets", _BEHIND_MKDOCS)


class _Wikilinks(InlineProcessor):
    def __init__(self, syntax: VaultSyntax, md: Markdown) -> None:
        super().__init__(WIKILINK.pattern, md)
        self._syntax = syntax

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        written = _ESCAPED.sub(lambda sign: f"\\{chr(int(sign[1]))}", self.unescape(m[0]))
        html = self._syntax.wikilink(written, alone=data.strip() == m[0])
        return (None, None, None) if html is None else (_kept(self.md, html), m.start(), m.end())


class _BlockIds(InlineProcessor):
    def __init__(self, syntax: VaultSyntax, md: Markdown) -> None:
        super().__init__(r"(?:^|\s+)\^([A-Za-z0-9-]+)\s*\Z", md)
        self._syntax = syntax

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        html = self._syntax.block_id(m[1])
        return (None, None, None) if html is None else (_kept(self.md, html), m.start(), m.end())


class _Tags(InlineProcessor):
    def __init__(self, syntax: VaultSyntax, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self._syntax = syntax

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        return _kept(self.md, self._syntax.tag(m[1])), m.start(), m.end()


class _TagLines(Preprocessor):
    """A tag that begins a line: Python-Markdown takes it for a heading."""

    def __init__(self, syntax: VaultSyntax, pattern: str, md: Markdown) -> None:
        super().__init__(md)
        self._syntax, self._tag = syntax, re.compile(rf"( {{0,3}}(?:[-*+] +)?){pattern}")

    def run(self, lines: list[str]) -> list[str]:
        return [self._tag.sub(self._begun, line, count=1) if "#" in line else line for line in lines]

    def _begun(self, match: re.Match[str]) -> str:
        if match.start():
            return match[0]
        return match[1] + _kept(self.md, self._syntax.tag(match[2]))


class _Links(Treeprocessor):
    """Gives links and pictures that the note's reader knows an address of their own for MkDocs to keep."""

    def __init__(self, syntax: VaultSyntax, targets: list[Target], md: Markdown) -> None:
        super().__init__(md)
        self._syntax, self._targets = syntax, targets

    def run(self, root: Element) -> None:
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(str(element.tag))
            address = element.get(name) if name else None
            if not name or not address:
                continue
            written = unescape(_ESCAPED.sub(lambda sign: chr(int(sign[1])), address))
            target = self._syntax.target(written, image=name == "src")
            if target is None:
                continue
            if name == "src" and self._syntax.shows_note(written):
                element.tag, element.text, name = "a", element.get("alt"), "href"
                element.attrib.clear()
            element.set(name, f"{_MARK}:{len(self._targets)}")
            self._targets.append(target)


class _Targets(Treeprocessor):
    """Puts in the addresses; what leads nowhere becomes text."""

    def __init__(self, targets: list[Target], md: Markdown) -> None:
        super().__init__(md)
        self._targets = targets

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                scheme, _, number = (element.get(name) or "").partition(":")
                if scheme == _MARK and number.isdecimal():
                    self._lead(element, name, self._targets[int(number)])

    @staticmethod
    def _lead(element: Element, name: str, target: Target) -> None:
        if target.href is not None:
            element.set(name, target.href)
        else:
            if element.tag == "img":
                element.text = ": ".join(filter(None, (element.get("alt"), target.name)))
            element.tag = "span"
            element.attrib.clear()
        if target.kind:
            element.set("class", target.kind)
        if target.title:
            element.set("title", target.title)


def _kept(md: Markdown, html: str) -> str:
    """What stands for finished HTML until all else is done."""
    return md.htmlStash.store(html)


def _tag_pattern(names: frozenset[str], *, lenient: bool) -> str:
    """What finds those tags where a note's reader finds them, the longest first."""
    listed = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    before = r"(?<![^\s(\[{<'\"“‘«—–])" if lenient else r"(?<!\S)"
    return rf"{before}#({listed})(?![\w/-])"
