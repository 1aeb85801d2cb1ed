"""What is true of the Markdown that stands beside a note's page, for every text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from hypothesis import assume, example, given
from hypothesis import strategies as st

from knotwork.knowledge.compiler import compile_vault
from knotwork.mkdocs_plugin.adapting import body_text
from knotwork.model.body import RawHtml
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.model.text import normalized
from knotwork.site.feeds.markdown import published_markdown
from knotwork.site.render import render_note
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault
from markdown_strategies import vault_texts

PATH = NotePath("a.md")
HIDING = (
    "%%s3cr3t%%",
    "\n%%\ns3cr3t\n%%\n",
    "<!-- s3cr3t -->",
    "\n<!--\ns3cr3t -->\n",
    "\n\n[//]: # (s3cr3t)\n\n",
)

hiding_texts = st.lists(st.sampled_from(HIDING) | vault_texts, min_size=1, max_size=5).map("".join)


def published(text: str) -> str:
    start = len(normalized(text)) - len(body_text(text))
    return published_markdown(read_note(PATH, text), text, start)


def no_comments(note: Note) -> Iterator[str]:
    """What a page does not show and is no comment: it stays as it was typed."""
    yield from (fence.info for fence in note.fences)
    yield from (link.raw for link in note.links if link.published)
    yield from (url.raw for url in note.urls)
    for piece in note.body.pieces:
        if isinstance(piece, RawHtml):
            yield re.sub(r"<!--.*?(-->|\Z)", "", piece.html, flags=re.DOTALL)


@given(hiding_texts)
def test_what_comments_hide_is_not_published(text: str) -> None:
    kb = compile_vault(Vault.of({PATH: text}))
    assume(PATH in kb.notes)  # else it is held back
    assume("s3cr3t" not in unescape(render_note(kb, PATH)))
    assume("s3cr3t" not in "".join(no_comments(kb.notes[PATH])))

    assert "s3cr3t" not in published(text)


@given(vault_texts)
@example("---\ntags: ---\n\ud800---\ntags: [x]\n---\n")
def test_a_text_that_hides_nothing_is_published_as_it_is(text: str) -> None:
    note = read_note(PATH, text)
    assume(not note.comments and not note.front_matter)

    assert published(text) == body_text(text)


@given(vault_texts)
def test_nothing_is_published_that_does_not_stand_in_the_note(text: str) -> None:
    assume(not read_note(PATH, text).front_matter)
    body = iter(body_text(text))

    assert all(character in body for character in published(text))
