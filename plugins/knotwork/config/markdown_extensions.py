"""What a site sets under `markdown_extensions`: what of it counts for notes, and what has no effect there."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from knotwork.config.code_lines import CodeLines, code_lines
from knotwork.config.custom_fences import CustomFence, custom_fences, foreign_fences
from knotwork.config.extension_entries import PythonObject, entries
from knotwork.config.extension_options import SYMBOLS
from knotwork.config.extension_syntax import extension_syntax
from knotwork.config.text_below import text_below
from knotwork.config.unread_extensions import Unread, unread_extensions
from knotwork.model.dialect import ExtensionSyntax, InsertedFiles
from knotwork.model.heading_ids import HeadingIds, TabIds

_SMARTY = {"smart_quotes": "quotes", "smart_dashes": "dashes", "smart_ellipses": "ellipses"}

_CROSS_REFERENCES = frozenset(("autorefs", "mkdocstrings"))
"""The plugins that resolve `[text][identifier]`."""
_SLUGS = "pymdownx.slugs."
_HEADING_IDS: Mapping[str, HeadingIds] = {
    "markdown.extensions.toc.slugify": HeadingIds(style="mkdocs"),
    "markdown.extensions.headerid.slugify": HeadingIds(style="mkdocs"),
    "markdown.extensions.toc.slugify_unicode": HeadingIds(style="unicode"),
    f"{_SLUGS}uslugify": HeadingIds(style="pymdownx", case="lower"),
    f"{_SLUGS}uslugify_encoded": HeadingIds(style="pymdownx", case="lower", percent_encode=True),
    f"{_SLUGS}uslugify_cased": HeadingIds(style="pymdownx"),
    f"{_SLUGS}uslugify_cased_encoded": HeadingIds(style="pymdownx", percent_encode=True),
    f"{_SLUGS}gfm": HeadingIds(style="pymdownx", case="lower-ascii"),
    f"{_SLUGS}gfm_encoded": HeadingIds(style="pymdownx", case="lower-ascii", percent_encode=True),
}
"""By the functions that sites name for it."""


class SiteMarkdown(Struct, frozen=True, kw_only=True):
    """What counts for notes of what a site sets under `markdown_extensions`."""

    options: Mapping[str, Mapping[str, Any]] = {}
    """Of every extension that is set, what is set of it."""
    heading_ids: HeadingIds = HeadingIds()
    tab_ids: TabIds | None = None
    """How content tabs get their ids; None where they are numbered."""
    has_slugify: bool = False
    """Whether the site has chosen how heading ids are made."""
    permalink: str = "\u00b6"
    """The text of the link behind each heading; empty for none."""
    permalink_title: str = "Permanent link"
    contents: str = "[TOC]"
    """What stands for the list of a note's headings; empty for nothing."""
    toc_levels: tuple[int, int] = (1, 6)
    """The levels of headings that a page's table of contents shows, the first and the last."""
    bracketed_math: bool = False
    r"""Whether whatever stands in `\(…\)` and `\[…\]` is math."""
    symbols: tuple[str, ...] = ()
    """The kinds of `(c)`, `-->`, `"quotes"` … that are replaced by signs."""
    line_breaks: bool = False
    """Whether a line break in a paragraph is shown."""
    appended: str = ""
    """The text whose abbreviations and definitions of links every note has."""
    fences: tuple[CustomFence, ...] = ()
    """The languages of fenced blocks that have another form."""
    code_lines: CodeLines = CodeLines()
    """The ids that lines of code have."""
    inserted: InsertedFiles | None = None
    """The files that notes may insert; None where the site does not set `pymdownx.snippets`."""
    unread: tuple[Unread, ...] = ()
    """What is set and has no effect in notes."""
    extensions: tuple[ExtensionSyntax, ...] = ()
    """What Python-Markdown reads on this site and notes do not have."""
    cross_references: bool = False
    """Whether the site resolves `[text][identifier]`."""
    file: str = ""
    """The path of the config file from the vault; empty when there is none."""

    def fence(self, language: str) -> CustomFence | None:
        """The form of fenced blocks of a language; None for code."""
        return next((fence for fence in self.fences if fence.name == language), None)


NO_EXTENSIONS = SiteMarkdown()
"""For a vault without a config file."""


def site_markdown(
    extensions: object,
    file: str = "",
    text: str = "",
    folder: Path | None = None,
    plugins: Collection[str] = (),
) -> SiteMarkdown:
    """What of `markdown_extensions` counts, as MkDocs takes it: a list of names and mappings, or a mapping.

    `file` and `text` are the path and text of the config file, `folder` is the one that it stands in;
    `plugins` are the names of the site's plugins: some bring an extension.
    """
    options = dict(entries(extensions))
    toc = options.get("toc", {})
    ids, unknown = _heading_ids(toc)
    return SiteMarkdown(
        options=options,
        heading_ids=ids,
        tab_ids=_tab_ids(options.get("pymdownx.tabbed", {})),
        has_slugify="slugify" in toc and not unknown,
        permalink=_permalink(toc),
        permalink_title=_text(toc, "permalink_title", "Permanent link"),
        fences=tuple(custom_fences(options)),
        code_lines=code_lines(options),
        contents=str(toc.get("marker", "[TOC]") or ""),
        toc_levels=_levels(toc.get("toc_depth")),
        bracketed_math="pymdownx.arithmatex" in options,
        symbols=tuple(_symbols(options)),
        line_breaks="nl2br" in options,
        appended="\n".join(_appended(options, folder)),
        unread=unread_extensions(extensions, text, unknown_slugs=[*_unknown_slugs(options)]),
        extensions=tuple(extension_syntax(options, plugins, {*foreign_fences(options)})),
        cross_references=not _CROSS_REFERENCES.isdisjoint(plugins),
        file=file,
    )


def inserted_files(
    options: Mapping[str, Mapping[str, Any]], base: Path, docs_dir: Path
) -> InsertedFiles | None:
    """The files that notes may insert, by the options of the extensions of a site whose folder is `base`."""
    snippets, include = options.get("pymdownx.snippets"), options.get("markdown_include.include")
    if snippets is None and include is None:
        return None
    names = [name for given in (snippets, include) if given is not None for name in _base_paths(given)]
    # a path is meant from where MkDocs is started: beside its config file, or beside the notes
    folders = (os.path.normpath(start / name) for name in names for start in (base, docs_dir.parent))
    return InsertedFiles(
        folders=tuple(dict.fromkeys(folders)),
        docs_dir=os.path.normpath(docs_dir),
        marks=snippets is not None,
        braces=include is not None,
        dedent=snippets is not None and snippets.get("dedent_subsections") is True,
    )


def _base_paths(options: Mapping[str, Any]) -> list[str]:
    given = options.get("base_path", ["."])
    paths = [given] if isinstance(given, str) else given if isinstance(given, list | tuple) else []
    return [path for path in paths if isinstance(path, str)]


def _symbols(options: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if (given := options.get("pymdownx.smartsymbols")) is not None:
        yield from (kind for kind in SYMBOLS if given.get(kind, True))
    if (given := options.get("smarty")) is not None:
        yield from (kind for option, kind in _SMARTY.items() if given.get(option, True))


def _appended(extensions: Mapping[str, Mapping[str, Any]], folder: Path | None) -> Iterator[str]:
    """The texts of the files that are appended to each page, and the glossary; of the site's folder only."""
    glossary = extensions.get("abbr", {}).get("glossary")
    if isinstance(glossary, Mapping):
        yield from (f"*[{name}]: {title}" for name, title in glossary.items())
    options = extensions.get("pymdownx.snippets", {})
    files = options.get("auto_append")
    if folder is None or not isinstance(files, list):
        return
    for file in files:
        texts = (text_below(folder, f"{base}/{file}") for base in _base_paths(options))
        yield from islice((text for text in texts if text is not None), 1)


def _heading_ids(toc: Mapping[str, Any]) -> tuple[HeadingIds, bool]:
    """How ids are made, and whether a function is named for it that is not known here."""
    separator = _text(toc, "separator", "-")
    plain = HeadingIds(style="mkdocs", separator=separator)
    named = toc.get("slugify") or None
    if not isinstance(named, PythonObject):
        return plain, named is not None
    if named.name == f"{_SLUGS}slugify":
        given = named.keywords
        case, form = given.get("case", "none"), given.get("normalize", "NFC")
        if case not in ("none", "lower", "lower-ascii", "fold") or form not in ("NFC", "NFD", "NFKC", "NFKD"):
            return plain, True
        encoded = bool(given.get("percent_encode"))
        ids = HeadingIds(
            style="pymdownx", separator=separator, case=case, normalize=form, percent_encode=encoded
        )
        return ids, False
    known = _HEADING_IDS.get(named.name)
    if known is None:
        return plain, True
    return replace(known, separator=separator), False


def _unknown_slugs(options: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    return (name for name in ("toc", "pymdownx.tabbed") if _heading_ids(options.get(name, {}))[1])


def _tab_ids(tabbed: Mapping[str, Any]) -> TabIds | None:
    ids, unknown = _heading_ids(tabbed)
    if not tabbed.get("slugify") or unknown:
        return None
    return TabIds(ids=ids, below_heading=tabbed.get("combine_header_slug") is True)


def _permalink(toc: Mapping[str, Any]) -> str:
    value = toc.get("permalink")
    if value is None or value is True:
        return "\u00b6"
    return value if isinstance(value, str) else ""


def _levels(depth: object) -> tuple[int, int]:
    """`3` is the levels down to 3, `2-4` those from 2 to 4."""
    first, dash, last = str(depth).partition("-")
    try:
        levels = (int(first), int(last)) if dash else (1, int(first))
    except ValueError:
        return 1, 6
    return (max(1, levels[0]), min(6, levels[1]))


def _text(options: Mapping[str, Any], key: str, default: str) -> str:
    value = options.get(key)
    return value if isinstance(value, str) and value else default
