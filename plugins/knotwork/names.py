"""The kinds of name a vault has, and the only functions that turn one kind into another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from typing import NewType

NotePath = NewType("NotePath", str)
"""A file's path from the vault's root: POSIX, with its extension, as the file system spells it."""

NameKey = NewType("NameKey", str)
"""What all spellings of a name have in common: NFC, lower case."""

Anchor = NewType("Anchor", str)
"""An `id` in the published HTML."""

HeadingKey = NewType("HeadingKey", str)
"""A heading's visible text without case and punctuation, as links compare it."""

TagKey = NewType("TagKey", str)
"""A tag without `#`, NFC, lower case: `#TODO` and `#todo` have one key, and so have `a//b` and `a/b`."""

_PUNCTUATION = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\]")
_BLANKS = re.compile(r"\s+")
_NOT_IN_SLUG = re.compile(r"[^\w\s-]")
_SLUG_BLANKS = re.compile(r"[-\s]+")
_COUNTED = re.compile(r"^(.*)_([0-9]+)$")


def name_key(name: str) -> NameKey:
    """The key of a file name, a path or a link's target."""
    return NameKey(name.lower() if name.isascii() else unicodedata.normalize("NFC", name).lower())


def tag_key(tag: str) -> TagKey:
    """The key of a tag written with or without its `#`."""
    return TagKey("/".join(part for part in name_key(tag.removeprefix("#")).split("/") if part))


def heading_key(text: str) -> HeadingKey:
    """The key of a heading's visible text, or of the part of a link behind `#`."""
    bare = _PUNCTUATION.sub(" ", unicodedata.normalize("NFC", text).lower())
    return HeadingKey(_BLANKS.sub(" ", bare).strip())


def slug(text: str) -> str:
    """Python-Markdown's `slugify_unicode` of a text; may be empty."""
    bare = _NOT_IN_SLUG.sub("", unicodedata.normalize("NFKC", text)).strip().lower()
    return _SLUG_BLANKS.sub("-", bare)


def github_slug(text: str) -> str:
    """The fragment GitHub would give a heading: each blank becomes a dash, runs are kept."""
    return _NOT_IN_SLUG.sub("", text.strip().lower()).replace(" ", "-")


def unique_anchor(wanted: str, taken: Container[str]) -> Anchor:
    """`wanted`, or with `_1`, `_2` … behind it if taken, as Python-Markdown's toc counts; never empty."""
    name = wanted
    while not name or name in taken:
        counted = _COUNTED.match(name)
        name = f"{counted[1]}_{int(counted[2]) + 1}" if counted else f"{name}_1"
    return Anchor(name)


def names_note(path: str) -> bool:
    """Whether a path has the extension of a note."""
    return path[-3:].lower() == ".md"


def without_md(path: str) -> str:
    """A note's path without `.md`; other names as they are."""
    return path[:-3] if names_note(path) else path


def basename(path: str) -> str:
    """The last part of a path."""
    return path.rpartition("/")[2]


def folder(path: str) -> str:
    """The path without its last part; empty at the root."""
    return path.rpartition("/")[0]


def page_url(path: str, *, directories: bool = True) -> str:
    """The address of a note's page below the site's root, as MkDocs gives it; empty for the home page.

    `directories` is MkDocs' `use_directory_urls`: `a/b.md` is `a/b/`, without it `a/b.html`. A note
    called `index` or `README` stands for its folder.
    """
    stem = without_md(path)
    where = f"{folder(stem)}/" if folder(stem) else ""
    if basename(stem) in ("index", "README"):
        return where if directories else f"{where}index.html"
    return f"{stem}/" if directories else f"{stem}.html"


def shown_as(target: str, subpath: str) -> str:
    """What a link without display text shows: `Note > Heading`."""
    parts = [target, *(part.strip() for part in subpath.split("#"))]
    return " > ".join(part for part in parts if part)
