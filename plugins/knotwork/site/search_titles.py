"""A note's aliases in its title while search indexes the page; readers do not see them.

Material's search ranks a match in a page's title far above one in its text; an alias in the text would come
after every note that mentions it.
"""

from __future__ import annotations

import re
from html import escape

from knotwork.model.note import Note
from knotwork.site.words import Words

_NAMES = re.compile(r'<h1 [^>]*class="kw-names">.*?</h1>\n|<span class="kw-names">[^<]*</span>')


def with_search_names(note: Note, title: str, rest: str) -> str:
    """A note's HTML with its aliases in the title, and its front matter's title when it shows another.

    `title` is the HTML up to the end of the title's text, empty for a note that does not open with one.
    """
    names = [alias.name for alias in note.aliases]
    if title and note.title_from == "front-matter":
        names.insert(0, note.title)
    names = list(dict.fromkeys(name for name in map(str.strip, names) if name))
    if not names:
        return title + rest
    # between spaces: to Material's search a comma or bracket is a part of the word next to it
    listed = f'<span class="kw-names"> · {escape(" · ".join(names), quote=False)}</span>'
    if title:
        return f"{title}{listed}{rest}"
    return f'<h1 id="__title" class="kw-names">{escape(note.title, quote=False)}{listed}</h1>\n{rest}'


def without_search_names(html: str) -> str:
    """The HTML as a reader sees it."""
    return _NAMES.sub("", html, count=1)


def indexed_title(title: str, words: Words) -> str:
    """The title under which search finds a generated page: each part of a tag is a word of its own."""
    if not title.startswith("#"):
        return title
    return words("Tag: {name}", name=title[1:].replace("/", " / "))
