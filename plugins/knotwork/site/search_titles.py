"""A note's other names, for search alone: in its title while that is indexed, and taken out again.

Material's search weighs a page's title a thousand times as much as its text, and shows it with what was
found in it marked; a name in the text would be found behind every note that mentions it.
"""

from __future__ import annotations

import re
from html import escape

from knotwork.model.note import Note

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
    # between blanks, since Material's search takes a comma or bracket for a part of the word beside it
    listed = f'<span class="kw-names"> · {escape(" · ".join(names), quote=False)}</span>'
    if title:
        return f"{title}{listed}{rest}"
    return f'<h1 id="__title" class="kw-names">{escape(note.title, quote=False)}{listed}</h1>\n{rest}'


def without_search_names(html: str) -> str:
    """The same as a reader sees it."""
    return _NAMES.sub("", html, count=1)


def indexed_title(title: str) -> str:
    """The title that search knows a generated page by: each part of a tag is a word of its own."""
    return f"Tag: {title[1:].replace('/', ' / ')}" if title.startswith("#") else title
