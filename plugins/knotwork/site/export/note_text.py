"""A note's Markdown for other generators: links by path, embeds in place, no comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.knowledge.resolution import Attachment, Element, MissingAnchor, Resolved
from knotwork.model.names import NotePath, basename, is_markdown, without_md
from knotwork.model.note import BlockId, Heading, Note
from knotwork.model.text import Lines, normalized
from knotwork.renaming.link_places import link_places
from knotwork.site.export.callouts import with_admonitions
from knotwork.site.export.list_layout import with_even_lists
from knotwork.site.export.targets import Target, destination, heading_id, id_mark

_MAX_DEPTH = 5
"""Embeds within embeds."""
_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")
_SIZE = re.compile(r"\d+(?:x\d+)?")
_ENDS = re.compile(r" {0,3}(?:#{1,6}(?:\s|$)|(?:---+|===+|\.\.\.)\s*$)")
"""A line that ends the block above it: a heading, its underline, the end of front matter."""
_FOR_OBSIDIAN = re.compile(r"^(?:icon|template):[ \t]*[^/\n]*\n", re.MULTILINE)
"""A property that names a file of the theme, where its value is the name of something else."""
_OF_HUGO = re.compile(r"^((?:alias(?:es)?|url|published)[ \t]*:)", re.MULTILINE)
"""Properties with which Hugo decides where a page is, and whether it is one."""
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*")
"""What stands before an embed that has its line for itself."""

Replacement = tuple[int, int, str]


@dataclass(frozen=True)
class Exporter:
    """Writes the notes of a vault for one generator."""

    kb: KnowledgeBase
    target: Target
    text_of: Callable[[NotePath], str | None]
    linked: Mapping[NotePath, Collection[str]]
    """The ids of each note that links lead to."""

    def text(self, path: NotePath) -> str | None:
        """The text of a note; None when it cannot be read."""
        text = self.text_of(path)
        if text is None:
            return None
        lines = Lines(normalized(text))
        exported = self._written(path, path, lines, 0, len(lines.text), (path,))
        start = self._body_start(path, lines)
        head, body = exported[:start], exported[start:]
        if self.target == "zensical":
            head, body = _FOR_OBSIDIAN.sub("", head), with_admonitions(body)
        if self.target == "hugo":  # without front matter, a list at the start is taken for it
            head = _OF_HUGO.sub(r"note_\1", head) or "---\n---\n"
        has_fences = self.target != "markdown"  # Python-Markdown alone has none in lists
        return head + with_even_lists(body, self.kb.settings.dialect, has_fences=has_fences)

    def _body_start(self, path: NotePath, lines: Lines) -> int:
        end = re.match(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", lines.text, re.DOTALL)
        return end.end() if end and self.kb.notes[path].front_matter else 0

    def _written(
        self, page: NotePath, path: NotePath, lines: Lines, start: int, end: int, shown: tuple[str, ...]
    ) -> str:
        """A stretch of a note's text as it stands on a page; `shown` are the parts it is embedded in."""
        out: list[str] = []
        at = start
        for first, last, text in sorted(self._replacements(page, path, lines, shown)):
            if first >= at and last <= end:
                out += [lines.text[at:first], text]
                at = last
        return "".join((*out, lines.text[at:end]))

    def _replacements(
        self, page: NotePath, path: NotePath, lines: Lines, shown: tuple[str, ...]
    ) -> Iterator[Replacement]:
        note = self.kb.notes[path]
        for span in note.comments:
            yield lines.offset(span.start), lines.offset(span.end), ""
        for tag in note.tags:
            at = lines.offset(tag.span.start)
            if tag.source == "inline" and lines.text.startswith("#", at):
                yield at, at + 1, "\\#"
        for fence in note.fences if self.target != "zensical" else ():
            start = lines.offset(fence.span.start)
            info = lines.text.find(fence.info, start, lines.end(fence.span.start.line))
            if fence.info != fence.language and fence.info and info >= 0:
                yield info, info + len(fence.info), fence.language
        yield from self._ids(page, note, lines)
        for resolved in self.kb.links.of(path):
            if resolved.link.published and resolved.link.kind != "front-matter":
                yield from self._link(page, resolved, lines, shown)

    def _ids(self, page: NotePath, note: Note, lines: Lines) -> Iterator[Replacement]:
        """The ids that links lead to; an embed has none."""
        ids = self.linked.get(note.path, ()) if page == note.path else ()
        for heading in note.headings:
            start = lines.offset(heading.span.start)
            if heading.anchor in ids and lines.text.startswith(heading.source, start):
                behind = heading_id(heading.anchor, heading.source, self.target)
                if behind is None or heading.depth:
                    yield start, start, id_mark(heading.anchor)
                elif behind:
                    end = start + len(heading.source)
                    yield end, end, behind
        for block in note.blocks:
            first, last = lines.offset(block.span.start), lines.offset(block.span.end)
            yield first, last, id_mark(block.anchor) if block.anchor in ids else ""

    def _link(
        self, page: NotePath, resolved: ResolvedLink, lines: Lines, shown: tuple[str, ...]
    ) -> Iterator[Replacement]:
        link, reached = resolved.link, resolved.resolution
        start = lines.offset(link.span.start)
        end = start + len(link.raw)
        if not lines.text.startswith(link.raw, start):
            return
        if link.embeds and isinstance(reached, Resolved):
            yield start, end, self._embed(page, resolved, lines, start, end, shown)
        elif link.kind == "markdown":
            yield from self._markdown_link(page, resolved, lines, start, end)
        elif isinstance(reached, Attachment) and link.kind == "embed":
            alt = (
                link.display if link.display and not _SIZE.fullmatch(link.display) else basename(link.target)
            )
            yield (
                start,
                end,
                f"![{_plain(alt)}]({destination(page, reached.target, '', self.target, self.kb.notes)})",
            )
        else:
            text = link.display or link.target or link.subpath
            if link.display is None and link.subpath and link.target:
                text = f"{link.target} > {link.subpath.replace('#', ' > ')}"
            url = self._url(page, resolved)
            yield start, end, f"[{_plain(text)}]({url})" if url else _plain(text)

    def _url(self, page: NotePath, resolved: ResolvedLink) -> str | None:
        """Where a link leads in the export; None when there is nothing."""
        match resolved.resolution:
            case Resolved(target=path, anchor=anchor):
                return destination(page, path, anchor_id(anchor), self.target, self.kb.notes)
            case MissingAnchor(target=path):
                return destination(page, path, "", self.target, self.kb.notes)
            case Attachment(target=path) if not path.endswith("/"):
                return destination(page, path, "", self.target, self.kb.notes)
            case _:
                return None

    def _markdown_link(
        self, page: NotePath, resolved: ResolvedLink, lines: Lines, start: int, end: int
    ) -> Iterator[Replacement]:
        link = resolved.link
        url = self._url(page, resolved)
        if link.html:
            return
        if url is None:
            at = link.raw.rfind("](")
            if at > 0:
                yield start, end, link.raw[: at + 1].lstrip("!")[1:-1]
            return
        places = link_places(link, lines)
        if places is None:
            return
        (first, last), subpath = places.target, places.subpath
        last = subpath[1] if subpath else last
        if places.angle:
            first, last = first - 1, last + 1
        elif lines.text.startswith("#", last):
            last += 1
        yield first, last, url

    def _embed(
        self,
        page: NotePath,
        resolved: ResolvedLink,
        lines: Lines,
        start: int,
        end: int,
        shown: tuple[str, ...],
    ) -> str:
        """The part of a note that an embed shows; a link where it has no line for itself."""
        reached = resolved.resolution
        assert isinstance(reached, Resolved), "an embed of a note"
        line_start = lines.text.rfind("\n", 0, start) + 1
        line_end = lines.text.find("\n", end)
        behind = lines.text[end : line_end if line_end >= 0 else len(lines.text)]
        prefix = lines.text[line_start:start]
        name = (
            f"{reached.target}#{anchor_id(reached.anchor)}" if anchor_id(reached.anchor) else reached.target
        )
        text = None if not is_markdown(reached.target) else self.text_of(reached.target)
        link = f"[{_plain(without_md(basename(reached.target)))}]({self._url(page, resolved)})"
        is_alone = _PREFIX.fullmatch(prefix) and not behind.strip()
        circle = any(name == other or reached.target == other for other in shown)
        if not is_alone or circle or len(shown) > _MAX_DEPTH or text is None:
            return link
        theirs = Lines(normalized(text))
        first, last = self._stretch(reached, theirs)
        body = self._written(page, reached.target, theirs, first, last, (*shown, name)).strip("\n")
        return f"\n{prefix}".join(body.split("\n"))

    def _stretch(self, reached: Resolved, lines: Lines) -> tuple[int, int]:
        """The offsets of the part of a note that a link leads to."""
        note = self.kb.notes[reached.target]
        match reached.anchor:
            case Heading() as heading:
                at = note.headings.index(heading)
                behind = next((one for one in note.headings[at + 1 :] if one.level <= heading.level), None)
                end = lines.starts[behind.span.start.line - 1] if behind else len(lines.text)
                return lines.starts[heading.span.start.line - 1], end
            case BlockId(span=span):
                return _block(lines, span.start.line)
            case _:
                return self._body_start(note.path, lines), len(lines.text)


def _block(lines: Lines, line: int) -> tuple[int, int]:
    """The lines of the block whose id stands in a line, up to the empty ones around it."""
    first = line
    is_alone = lines.line(line).strip().startswith("^")
    if is_alone and line > 1:
        first = line - 1
        while first > 1 and not lines.line(first).strip():
            first -= 1
    while first > 1 and lines.line(first - 1).strip() and not _ENDS.match(lines.line(first - 1)):
        if not is_alone and _ITEM.match(lines.line(first)):
            break
        first -= 1
    return lines.starts[first - 1], lines.end(line)


def anchor_id(anchor: object) -> str:
    """The id that a part of a note has in the export; empty for the whole."""
    match anchor:
        case Heading(anchor=id_) | BlockId(anchor=id_):
            return id_
        case Element(id=id_):
            return id_
        case _:
            return ""


def linked_ids(kb: KnowledgeBase) -> Mapping[NotePath, Collection[str]]:
    """The ids of each note that links lead to."""
    linked: dict[NotePath, set[str]] = {}
    for path in kb.notes:
        for reached in kb.resolutions[path]:
            if isinstance(reached, Resolved) and anchor_id(reached.anchor):
                linked.setdefault(reached.target, set()).add(anchor_id(reached.anchor))
    return linked


def _plain(text: str) -> str:
    """A text in which nothing is Markdown."""
    return _MARKUP.sub(r"\\\1", text)
