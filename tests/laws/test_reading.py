"""What is true of every text that is read."""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

from hypothesis import assume, example, given
from markdown_it import MarkdownIt

from knotwork.model.body import FenceSlot, FragmentHref, HeadingEnd, Id, RawHtml, TabAttribute
from knotwork.model.dialect import Dialect
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.model.text import Lines, normalized
from knotwork.syntax.reader import read_note
from markdown_strategies import LOSING, clean_texts, markdown_texts, shown_texts, vault_texts
from plain_html import plain_html, published_code

PATH = NotePath("a.md")


def read(text: str) -> tuple[Note, Lines]:
    """The note, and the lines its places are in."""
    return read_note(PATH, text), Lines(_readable(normalized(text)))


def _readable(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


@given(vault_texts)
def test_nothing_raises(text: str) -> None:
    for style in ("strict", "lenient"):
        note = read_note(PATH, text, Dialect(tag_style=style))

        assert [each for each in note.problems if each.rule == "internal-error"] == []


@given(vault_texts)
def test_the_same_text_gives_the_same_note(text: str) -> None:
    assert read_note(PATH, text) == read_note(PATH, text)


@given(vault_texts)
def test_windows_line_breaks_change_nothing(text: str) -> None:
    text = text.replace("\r", "")

    assert read_note(PATH, text.replace("\n", "\r\n")) == read_note(PATH, text)


@given(vault_texts)
def test_what_is_normal_already_stays(text: str) -> None:
    once = normalized(text)
    assume(not once.startswith("\ufeff"))

    assert normalized(once) == once


@given(vault_texts)
def test_a_link_s_place_holds_what_was_written(text: str) -> None:
    note, lines = read(text)

    for link in note.links:
        assert lines.slice(link.span) == link.raw
        assert link.raw
        if link.kind == "embed":
            assert link.raw.startswith("![[")
        elif link.kind == "wikilink":
            assert link.raw.startswith("[[")
        elif link.kind == "markdown":
            assert link.raw.startswith("![" if link.image else ("[", "<"))
        if link.kind in ("embed", "wikilink"):
            assert link.raw.endswith("]]")
            assert "\n" not in link.raw
            assert link.target in link.raw


@given(vault_texts)
def test_the_place_of_a_url_holds_what_was_written(text: str) -> None:
    note, lines = read(text)

    for url in note.urls:
        assert lines.slice(url.span) == url.raw
        bare = url.raw.lower().startswith(("http://", "https://", "mailto:", "www."))
        assert bare or url.raw.startswith(("[", "![", "<"))


@given(vault_texts)
def test_a_tag_s_place_holds_it(text: str) -> None:
    note, lines = read(text)

    for tag in note.tags:
        if tag.source == "inline":
            assert lines.slice(tag.span) == f"#{tag.name}"


@given(vault_texts)
def test_a_block_id_s_place_holds_it(text: str) -> None:
    note, lines = read(text)

    for block in note.blocks:
        assert lines.slice(block.span) == f"^{block.name}"


@given(vault_texts)
@example("aa\n# a%%aa")
def test_a_heading_s_place_holds_its_source(text: str) -> None:
    note, lines = read(text)
    is_covered = any(problem.rule == "unclosed-comment" for problem in note.problems)

    for heading in note.headings:
        held = lines.slice(heading.span)
        if is_covered:  # what a comment hides that does not end there is covered in the source
            assert len(held) == len(heading.source) or "\n" in heading.source
            continue
        # between the lines of an underlined heading stand the marks of quotes and indents
        first, *_, last = [*heading.source.split("\n"), heading.source.rpartition("\n")[2]]
        assert held.startswith(first)
        assert held.endswith(last)
        if "\n" not in heading.source:
            assert held == heading.source


@given(vault_texts)
def test_ids_are_given_once(text: str) -> None:
    note, _ = read(text)
    anchors = [each.anchor for each in note.headings]
    plain = [each.plain_anchor for each in note.headings if each.plain_anchor]

    assert len({*anchors, *plain}) == len(anchors) + len(plain)


@given(vault_texts)
@example("%% x %% ^id")
def test_every_id_a_link_may_lead_to_is_published_once(text: str) -> None:
    note, _ = read(text)
    assume("{" not in text)  # a heading may be given any id, even a block's
    html = "".join(map(_html, note.body.pieces))
    headings = [anchor for each in note.headings for anchor in (each.anchor, each.plain_anchor) if anchor]
    blocks = {each.name.lower(): each.anchor for each in reversed(note.blocks)}

    for anchor in (*headings, *blocks.values(), *note.footnotes.values()):
        assert html.count(f' id="{escape(anchor)}"') == 1


@given(vault_texts)
def test_code_is_published_as_it_is_written(text: str) -> None:
    note, lines = read(text)

    for piece in note.body.pieces:
        if isinstance(piece, FenceSlot):
            assert published_code(note, piece) == note.fences[piece.fence].text
    for fence in note.fences:
        code = fence.text.removesuffix("\n").split("\n") if fence.text else []
        assert len(code) == len(fence.columns)
        for number, (line, column) in enumerate(zip(code, fence.columns, strict=True), fence.first_line):
            source = lines.line(number)[column:]
            # of a tab that is wider than the indent, blanks are left
            assert line == source or line.lstrip(" ") == source.lstrip(" \t")


@given(vault_texts)
def test_facts_point_at_facts_that_are_there(text: str) -> None:
    note, _ = read(text)

    for link in note.links:
        assert link.context is None or link.context < len(note.contexts)
    for tag in note.tags:
        assert tag.context is None or tag.context < len(note.contexts)
        assert tag.item is None or tag.item < len(note.items)
        assert tag.heading is None or tag.heading < len(note.headings)
    for item in note.items:
        assert item.parent is None or item.parent < len(note.items)
    for context in note.contexts:
        assert context.heading is None or context.heading < len(note.headings)


@given(vault_texts)
def test_places_are_in_the_file(text: str) -> None:
    note, lines = read(text)

    for each in (
        *note.links,
        *note.urls,
        *note.tags,
        *note.headings,
        *note.contexts,
        *note.fences,
        *note.aliases,
    ):
        for position in (each.span.start, each.span.end):
            assert lines.position(lines.offset(position)) == position
        assert each.span.start <= each.span.end
    for problem in note.problems:
        assert lines.position(lines.offset(problem.span.start)) == problem.span.start


@given(clean_texts)
def test_a_stretch_that_can_be_embedded_is_whole(text: str) -> None:
    note, _ = read(text)
    cuts = [each.cut for each in (*note.headings, *note.blocks, *note.items, *note.contexts)]

    for start, end in (*cuts, (0, len(note.body.pieces))):
        assert 0 <= start <= end <= len(note.body.pieces)
        assert _unbalanced("".join(_html(piece) for piece in note.body.pieces[start:end])) == []


def _html(piece: object) -> str:
    match piece:
        case str():
            return piece
        case Id() | FragmentHref() | HeadingEnd() | TabAttribute():
            return piece.html
        case _:
            return ""


def _unbalanced(html: str) -> list[str]:
    class Parser(HTMLParser):
        opened: list[str]
        wrong: list[str]

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("br", "hr", "img", "input"):
                self.opened.append(tag)

        def handle_startendtag(self, tag: str, attrs: object) -> None:
            pass

        def handle_endtag(self, tag: str) -> None:
            if not self.opened or self.opened.pop() != tag:
                self.wrong.append(tag)

    parser = Parser()
    parser.opened, parser.wrong = [], []
    parser.feed(html)
    parser.close()
    return parser.wrong + parser.opened


REFERENCE = MarkdownIt("commonmark", {"html": True, "xhtmlOut": True}).enable(["table", "strikethrough"])
REFERENCE.validateLink = lambda url: True  # type: ignore[method-assign]
VAULT_SYNTAX = re.compile(
    r"!\[\[|!\[.*\.md|\{|\[[ xX]\]|^---[ \t]*$|^[ \t>]*:|===?\+?!? *\"|==|%%|\$|\^|!!!|\?\?\?"
    r"|:\w+:|~\S+~|\+\+|\\[(\[]|\*\[",
    re.MULTILINE,
)
FAR_ITEM = re.compile(r"^[>\-+*\d.) \t]*(?: {4}|\t)[ \t]*(?:[-+*]|\d+[.)])[ \t]", re.MULTILINE)
"""What knotwork's lists may read as an item and CommonMark as the text above."""


@given(markdown_texts)
def test_a_note_without_vault_syntax_is_commonmark(text: str) -> None:
    assume(not VAULT_SYNTAX.search(text))
    assume(not FAR_ITEM.search(text))
    assume("![" not in text or "<" not in text)  # HTML in an image's text is no text for those who cannot see

    note = read_note(PATH, text, Dialect(html="trust", linkify=False))  # else unknown elements are text
    assume(not any("_" in tag.name for tag in note.tags))  # in `_a #b_` the tag has the underscore
    assume(not any(problem.rule == "unclosed-comment" for problem in note.problems))

    assert plain_html(note) == REFERENCE.render(text)


@given(shown_texts)
def test_every_word_is_published(text: str) -> None:
    assume(not LOSING.search(text))
    note, _ = read(text)
    html = "".join(map(_html, note.body.pieces))
    shown = unescape(re.sub(r"<[^<>]*>", "", html))

    for word in ("größe", "日本語"):
        in_slots = sum(each.name.count(word) for each in note.tags) + sum(
            each.raw.count(word) for each in note.links
        )
        assert shown.count(word) + in_slots >= text.count(word)


def test_raw_html_stays_a_piece_of_its_own() -> None:
    note, _ = read("a <b>c</b>\n\n<div>\n")

    assert [piece for piece in note.body.pieces if isinstance(piece, RawHtml)] == [
        RawHtml("<b>"),
        RawHtml("</b>"),
        RawHtml("<div>\n"),
        RawHtml("</div>"),  # what a note opens ends with the note
    ]
