"""A note's text for other plugins, and the text that they return.

Other plugins get only what the page shows, because they may publish it. A text that they changed is read
again, once, with the front matter that the note has on disk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from knotwork.config.settings import Settings
from knotwork.knowledge.note_variants import with_changed_note
from knotwork.model.names import is_markdown
from knotwork.model.note import Note
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, normalized
from knotwork.site.addresses import relative
from knotwork.site.feeds.files import markdown_of
from knotwork.site.feeds.markdown import published_body, published_markdown
from knotwork.site.note_page import NotePage
from knotwork.site.render import render_beginning
from knotwork.syntax.front_matter import front_matter
from knotwork.syntax.reader import read_note

_DEFINITION = lazy_regex(r"^ {0,3}\*?\[[^\]^\n][^\]\n]*\]:[ \t]*\S.*", re.MULTILINE)
"""The destination of links, or an abbreviation."""


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note's text as its page shows it: as on disk, or as another plugin changed it."""

    note: Note
    """What was read from it."""
    text: str
    """With its front matter, line breaks as `\\n`."""
    is_changed: bool = False

    @property
    def body(self) -> str:
        """The text without its front matter."""
        return body_text(self.text)

    @property
    def body_start(self) -> int:
        """Where the body begins in the text."""
        return len(self.text) - len(self.body)


def text_on_disk(page: NotePage, text: str) -> NoteText:
    """A note's text as it was read from disk."""
    return NoteText(page.full_kb.notes[page.path], normalized(text))


def changed_text(before: NoteText, body: str, settings: Settings) -> NoteText:
    """The text with the body that another plugin gives; front matter above that body is left out."""
    body = body_text(body)
    if body == before.body:
        return before
    text = before.text[: before.body_start] + body
    return NoteText(read_note(before.note.path, text, settings.dialect), text, True)


def readable_text(page: NotePage, text: NoteText, marks: re.Pattern[str]) -> str:
    """The text of a note for other plugins: what its page shows; of a protected note its title.

    Of a canvas, which is no Markdown, none. `marks` match comments that such a plugin looks for.
    """
    if page.is_protected:
        return f"# {page.html_title}\n"
    if not is_markdown(page.path):
        return ""
    trusted = page.view.kb.settings.html == "trust"
    return published_body(text.note, text.text, text.body_start, html_comments=trusted, marks=marks)


def markdown_file(page: NotePage, text: NoteText) -> tuple[str, bytes] | None:
    """The file of a note's Markdown, path and content; None when none is published."""
    kb = page.view.kb
    file = markdown_of(kb, page.view.site, page.path)
    if file is None:
        return None
    trusted = kb.settings.html == "trust"
    content = published_markdown(text.note, text.text, text.body_start, html_comments=trusted)
    return file, content.encode("utf-8", "replace")


def excerpt(page: NotePage, text: NoteText, separator: str, here: str) -> tuple[str, bool]:
    """The HTML of a note up to a separator, for a list at `here`, and whether the note goes on.

    Empty for a protected note.
    """
    if page.is_protected:
        return "", True
    view, settings = page.view, page.view.kb.settings
    before, matched, behind = text.body.partition(separator)
    definitions = "\n".join(_DEFINITION.findall(behind))
    note = read_note(page.path, f"{before}\n\n{definitions}", settings.dialect)
    html = render_beginning(with_changed_note(view.kb, note), page.path, view.site, here)
    url, heading = relative(view.site.note(page.path), here), note.headings[0] if note.headings else None
    title, anchor = view.kb.notes[page.path].title, ""
    if heading is not None and (heading.level == 1 or heading.text == title):
        title, anchor = heading.text, f' id="{escape(heading.anchor)}"'
    return f'<h2{anchor}><a class="toclink" href="{escape(url)}">{escape(title)}</a></h2>\n{html}', bool(
        matched
    )


@lru_cache(maxsize=4)  # every step of a page needs the body of the same text
def body_text(text: str) -> str:
    """A note's text without its front matter, line breaks as `\\n`."""
    lines = Lines(normalized(text))
    return lines.text[front_matter(lines).end :]
