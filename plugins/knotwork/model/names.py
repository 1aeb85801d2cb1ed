"""The kinds of name a vault has, and the only functions that turn one kind into another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterator
from hashlib import sha256
from typing import NewType

from knotwork.model.patterns import lazy_regex

NotePath = NewType("NotePath", str)
"""A file's path from the vault's root: POSIX, with its extension, as the file system spells it."""

TextOf = Callable[[NotePath], str | None]
"""The text of a note; None when there is none, or it cannot be read."""

NameKey = NewType("NameKey", str)
"""What all spellings of a name have in common: NFC, lower case."""

Anchor = NewType("Anchor", str)
"""An `id` in the published HTML."""

HeadingKey = NewType("HeadingKey", str)
"""A heading's visible text without case and punctuation, as links compare it."""

TagKey = NewType("TagKey", str)
"""A tag without `#`, NFC, lower case: `#TODO` and `#todo` have one key, and so have `a//b` and `a/b`."""

NOTE_ENDINGS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What the names of notes of Markdown end with, in any letter case; MkDocs renders these files alone."""
CANVAS_ENDING = ".canvas"
"""What the names of canvases end with; links name them with it."""
BASE_ENDING = ".base"
"""What the names of bases end with, likewise."""
_PAGE_ENDINGS = (*NOTE_ENDINGS, CANVAS_ENDING, BASE_ENDING)
FOLDER_NOTES = tuple(f"{name}{ending}" for name in ("index", "README") for ending in NOTE_ENDINGS)
"""The names of a note that stands for its folder, the one that has its page first."""
MAX_NAME_BYTES = 255
"""The longest name of a file or folder that every usual file system takes, as UTF-8."""
_MAX_STEM_BYTES = MAX_NAME_BYTES - len(".html")
_MAX_PATH_BYTES = 1_000
"""The longest path of a page below the site's root; file systems take 4,096 bytes, with the folders above."""
_MAX_FOLDERS = 100
"""How deep folders may be nested in the path of a page."""

MAX_TAG_PARTS = 20
"""How deep tags are nested; what is deeper counts as one part."""

_PUNCTUATION = lazy_regex(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\]")
_NOT_IN_FILE_NAME = re.compile(r"[\x00-\x1f\x7f/\\\ud800-\udfff]")
_SPACES = lazy_regex(r"\s+")
_NOT_IN_SLUG = re.compile(r"[^\w\s-]")
_SLUG_SPACES = re.compile(r"[-\s]+")
_COUNTED = lazy_regex(r"^(.*)_([0-9]+)$")


def name_key(name: str) -> NameKey:
    """The key of a file name, a path or a link's target."""
    return NameKey(name.lower() if name.isascii() else unicodedata.normalize("NFC", name).lower())


def tag_key(tag: str) -> TagKey:
    """The key of a tag written with or without its `#`."""
    parts = [part for part in name_key(tag.removeprefix("#")).split("/") if part]
    if len(parts) > MAX_TAG_PARTS:
        parts[MAX_TAG_PARTS - 1 :] = ["-".join(parts[MAX_TAG_PARTS - 1 :])]
    return TagKey("/".join(parts))


def heading_key(text: str) -> HeadingKey:
    """The key of a heading's visible text, or of the part of a link behind `#`."""
    bare = _PUNCTUATION.sub(" ", unicodedata.normalize("NFC", text).lower())
    return HeadingKey(_SPACES.sub(" ", bare).strip())


def slug(text: str) -> str:
    """Python-Markdown's `slugify_unicode` of a text; may be empty."""
    bare = _NOT_IN_SLUG.sub("", unicodedata.normalize("NFKC", text)).strip().lower()
    return _SLUG_SPACES.sub("-", bare)


def github_slug(text: str) -> str:
    """The fragment GitHub would give a heading: each space becomes a dash, runs are kept."""
    return _NOT_IN_SLUG.sub("", text.strip().lower()).replace(" ", "-")


def unique_anchor(anchor: str, taken: Container[str]) -> Anchor:
    """`anchor`, or with `_1`, `_2` … behind it if taken, as Python-Markdown's toc counts; never empty."""
    name = anchor
    while not name or name in taken:
        counted = _COUNTED.match(name)
        name = f"{counted[1]}_{int(counted[2]) + 1}" if counted else f"{name}_1"
    return Anchor(name)


def is_note(path: str) -> bool:
    """Whether a file of that name is a note: Markdown, a canvas or a base."""
    return path.lower().endswith(_PAGE_ENDINGS)


def is_markdown(path: str) -> bool:
    """Whether a file of that name is a note of Markdown."""
    return path.lower().endswith(NOTE_ENDINGS)


def is_canvas(path: str) -> bool:
    """Whether a file of that name is a canvas."""
    return path.lower().endswith(CANVAS_ENDING)


def is_base(path: str) -> bool:
    """Whether a file of that name is a base."""
    return path.lower().endswith(BASE_ENDING)


def without_md(path: str) -> str:
    """A note's path without its ending, `.md` or another of Markdown; other names as they are."""
    lower = path.lower()
    if lower.endswith(".md"):  # as almost all do
        return path[:-3]
    return next((path[: -len(ending)] for ending in NOTE_ENDINGS if lower.endswith(ending)), path)


def basename(path: str) -> str:
    """The last part of a path."""
    return path.rpartition("/")[2]


def folder(path: str) -> str:
    """The path without its last part; empty at the root."""
    return path.rpartition("/")[0]


def folders_above(path: str) -> Iterator[str]:
    """The folders that a path lies in, innermost first, without the root."""
    while path := folder(path):
        yield path


def page_url(path: str, *, directories: bool = True) -> str:
    """The address of a note's page below the site's root, as MkDocs gives it; empty for the home page.

    `directories` is MkDocs' `use_directory_urls`: `a/b.md` is `a/b/`, without it `a/b.html`. A note
    called `index` or `README` stands for its folder.
    """
    stem = short_path(without_md(path))
    where = f"{folder(stem)}/" if folder(stem) else ""
    if basename(stem) in ("index", "README"):
        return where if directories else f"{where}index.html"
    return f"{stem}/" if directories else f"{stem}.html"


def is_home(path: str) -> bool:
    """Whether a note stands for the site as a whole."""
    return path.lower() in ("index.md", "readme.md")


def page_file(url: str) -> str:
    """The file of the site that the page at an address is."""
    return url if url.endswith(".html") else f"{url}index.html"


def file_name(text: str) -> str:
    """The name of a file made of a text: no text is another folder, or one that a file system refuses."""
    clean = _NOT_IN_FILE_NAME.sub("-", text)
    if clean != text or clean in ("", ".", ".."):
        clean = f"{clean.strip('.')}-{_digest(text)}"
    return _short_name(clean)


def page_rank(path: str) -> tuple[bool, int]:
    """Which of several notes with one page has it, the lowest: `index.md` before `README.md`, `.md` first."""
    ending = path[len(without_md(path)) :].lower() or CANVAS_ENDING
    return basename(without_md(path)) == "README", _PAGE_ENDINGS.index(ending)


def short_path(path: str) -> str:
    """A path, or one with a hash in it where a file system would not take a name or the whole."""
    if len(path) <= _MAX_STEM_BYTES // 4:  # no character has more bytes than four
        return path
    parts = path.split("/")
    short = "/".join(map(_short_name, parts))
    if len(short.encode("utf-8", "replace")) <= _MAX_PATH_BYTES and len(parts) <= _MAX_FOLDERS + 1:
        return short
    short = "/".join(short.split("/")[: _MAX_FOLDERS // 2])
    kept = short.encode("utf-8", "replace")[: _MAX_PATH_BYTES // 2].decode("utf-8", "ignore")
    return f"{folder(kept) or 'long'}/{_digest(path)}"


def _short_name(name: str) -> str:
    data = name.encode("utf-8", "replace")
    if len(data) <= _MAX_STEM_BYTES:
        return name
    digest = _digest(name)
    kept = data[: _MAX_STEM_BYTES - len(digest) - 1].decode("utf-8", "ignore").rstrip(" .")
    return f"{kept}-{digest}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def shown_as(target: str, subpath: str) -> str:
    """What a link without display text shows: `Note > Heading`."""
    parts = [target, *(part.strip() for part in subpath.split("#"))]
    return " > ".join(part for part in parts if part)
