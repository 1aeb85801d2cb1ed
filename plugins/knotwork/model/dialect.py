"""How the notes of a site are to be read."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from knotwork.model.heading_ids import UNICODE, HeadingIds, TabIds


class InsertedFiles(Struct, frozen=True, kw_only=True):
    """Which files the notes of a site may insert."""

    folders: tuple[str, ...]
    """Where they are looked for, in order; absolute."""
    docs_dir: str
    """The vault, absolute."""
    marks: bool = True
    """Whether lines such as `--8<-- "file"` insert one."""
    braces: bool = False
    """Whether lines such as `{!file!}` do."""
    drafts: tuple[str, ...] = ()
    """Lines as in `.gitignore`, of notes that are not published."""
    dedent: bool = False
    """Whether parts of files lose the indent that all of their lines have."""
    only_marked: bool = False
    """Whether only notes with `publish: true` are published."""


class ExtensionSyntax(Struct, frozen=True):
    """How one recognizes what is written for an extension of Python-Markdown that notes do not have."""

    reader: str
    """The extension, or the plugin that brings it."""
    pattern: str
    """A regular expression; `^` is the beginning of a line."""
    place: Literal["text", "info"]
    """Whether it is looked for in running text, or in the info of fenced blocks."""


class Dialect(Struct, frozen=True, kw_only=True):
    """What the reader of a note needs to know about its site; notes read alike have equal dialects."""

    tag_style: Literal["strict", "lenient"] = "strict"
    """As the setting."""
    linkify: bool = True
    """As the setting."""
    mail_addresses: bool = False
    """Whether a bare mail address is a link, too."""
    line_breaks: Literal["obsidian", "commonmark"] = "commonmark"
    """Whether a line break in a paragraph is one on the page."""
    any_task_state: bool = False
    """Whether a letter in the box of a task is a state, as any sign is."""
    bracketed_math: bool = False
    r"""Whether whatever stands in `\(…\)` and `\[…\]` is math."""
    symbols: tuple[str, ...] = ()
    """The kinds of `(c)`, `-->`, `"quotes"` … that are replaced by signs."""
    appended: str = ""
    """The text whose abbreviations and definitions of links every note has."""
    html: Literal["sanitize", "escape", "trust"] = "sanitize"
    """As the setting."""
    heading_ids: HeadingIds = UNICODE
    tab_ids: TabIds | None = None
    """None: content tabs are numbered."""
    contents: str = "[TOC]"
    """What stands for the list of a note's headings; empty for nothing."""
    inserted: InsertedFiles | None = None
    """None: no note inserts files."""
    extensions: tuple[ExtensionSyntax, ...] = ()
    """What Python-Markdown reads on this site and notes do not have."""
    cross_references: bool = False
    """Whether `[text][identifier]` may name a heading, or an object, anywhere on the site."""


DEFAULT = Dialect()
"""How a note is read where nothing is set."""
