"""What a site sets under `markdown_extensions`: what of it counts for notes, and what has no effect there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from knotwork.config.text_below import text_below
from knotwork.model.dialect import InsertedFiles
from knotwork.model.heading_ids import HeadingIds

_ANY = object()
"""An option of which every value is read, or shows no difference."""

_SAME_AS_MATERIAL = (True,)

_SYMBOLS = (
    "trademark",
    "copyright",
    "registered",
    "plusminus",
    "arrows",
    "notequal",
    "fractions",
    "ordinal_numbers",
    "care_of",
)
_SMARTY = {"smart_quotes": "quotes", "smart_dashes": "dashes", "smart_ellipses": "ellipses"}

_OPTIONS: Mapping[str, Mapping[str, object]] = {
    "abbr": {"glossary": _ANY},
    "admonition": {},
    "attr_list": {},
    "codehilite": {"guess_lang": (False,), "css_class": _ANY, "use_pygments": (True,)},
    "def_list": {},
    "fenced_code": {"lang_prefix": _ANY},
    "footnotes": {
        "BACKLINK_TEXT": _ANY,
        "BACKLINK_TITLE": _ANY,
        "PLACE_MARKER": ("///Footnotes Go Here///",),
    },
    "markdown_include.include": {
        "base_path": _ANY,
        "encoding": ("utf-8",),
        "inheritHeadingDepth": (False,),
        "headingOffset": (0,),
        "recurs_local": _ANY,
        "throwException": _ANY,
    },
    "md_in_html": {},
    "meta": {},
    "nl2br": {},
    "sane_lists": {},
    "smarty": {
        "smart_quotes": _ANY,
        "smart_dashes": _ANY,
        "smart_ellipses": _ANY,
        "smart_angled_quotes": (False,),
        "substitutions": ({},),
    },
    "tables": {"use_align_attribute": _ANY},
    "toc": {
        "permalink": _ANY,
        "permalink_title": _ANY,
        "permalink_class": ("headerlink",),
        "separator": _ANY,
        "toc_depth": _ANY,
        "marker": _ANY,
        "title": ("",),
        "baselevel": (1,),
        "anchorlink": (False,),
    },
    "pymdownx.arithmatex": {"generic": _ANY, "smart_dollar": (True,), "preview": _ANY},
    "pymdownx.betterem": {"smart_enable": _ANY},
    "pymdownx.blocks.admonition": {"types": _ANY},
    "pymdownx.blocks.caption": {"auto": (True,), "auto_level": (0,), "prepend": (False,)},
    "pymdownx.blocks.details": {"types": _ANY},
    "pymdownx.blocks.html": {},
    "pymdownx.blocks.tab": {"alternate_style": _SAME_AS_MATERIAL},
    "pymdownx.caret": {
        "smart_insert": _ANY,
        "insert": (True,),
        "superscript": (True,),
        "no_space": (True,),
        "punctuation": _ANY,
    },
    "pymdownx.details": {},
    "pymdownx.emoji": {"emoji_index": _ANY, "emoji_generator": _ANY, "alt": _ANY, "title": _ANY},
    "pymdownx.highlight": {
        "anchor_linenums": _ANY,
        "auto_title": (False,),
        "css_class": _ANY,
        "guess_lang": (False,),
        "line_anchors": _ANY,
        "line_spans": _ANY,
        "linenums": (False, None),
        "linenums_style": _ANY,
        "pygments_lang_class": _ANY,
        "pygments_style": _ANY,
        "stripnl": _ANY,
        "use_pygments": (True,),
    },
    "pymdownx.inlinehilite": {"style_plain_text": (False,), "css_class": _ANY, "custom_inline": ([],)},
    "pymdownx.keys": {
        "camel_case": _ANY,
        "class": ("keys",),
        "key_map": ({},),
        "separator": ("+",),
        "strict": (False,),
    },
    "pymdownx.magiclink": {
        "hide_protocol": (False,),
        "labels": _ANY,
        "normalize_issue_symbols": _ANY,
        "provider": _ANY,
        "repo": _ANY,
        "repo_url_shortener": (False,),
        "repo_url_shorthand": (False,),
        "shortener_user_exclude": _ANY,
        "social_url_shortener": (False,),
        "social_url_shorthand": (False,),
        "user": _ANY,
    },
    "pymdownx.mark": {"smart_mark": _ANY},
    "pymdownx.saneheaders": {},
    "pymdownx.smartsymbols": dict.fromkeys(_SYMBOLS, _ANY),
    "pymdownx.snippets": {
        "auto_append": _ANY,
        "base_path": _ANY,
        "check_paths": _ANY,
        "dedent_subsections": _ANY,
        "restrict_base_path": (True,),
        "encoding": ("utf-8",),
        "url_download": (False,),
    },
    "pymdownx.superfences": {"preserve_tabs": _ANY, "css_class": _ANY, "custom_fences": _ANY},
    "pymdownx.tabbed": {"alternate_style": _SAME_AS_MATERIAL},
    "pymdownx.tasklist": {"custom_checkbox": _SAME_AS_MATERIAL, "clickable_checkbox": (False,)},
}
"""The extensions whose syntax notes have, with those of their options that are read, or may have any of some
values because notes look so anyway. Any other extension or option that a site sets is named as unread."""

_COLLECTIONS: Mapping[str, tuple[str, ...]] = {
    "extra": ("abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables"),
    "pymdownx.extra": (
        "abbr",
        "attr_list",
        "def_list",
        "footnotes",
        "md_in_html",
        "pymdownx.betterem",
        "pymdownx.superfences",
        "tables",
    ),
}
"""Extensions that stand for several, whose options they are given by name."""

_SET = r"""^[ \t]*(?:-[ \t]+)?["']?(?:markdown\.extensions\.)?({})["':\s,}}]"""

_SLUGS = "pymdownx.slugs."
_CODE_FORMAT = "pymdownx.superfences.fence_code_format"
_FENCE_FORMS: Mapping[str, Literal["code", "div"]] = {
    _CODE_FORMAT: "code",
    "pymdownx.superfences.fence_div_format": "div",
}
"""By the functions that sites name for it."""
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


class PythonObject(Struct, frozen=True):
    """What a tag such as `!!python/name:package.function` names; it is not loaded."""

    name: str
    keywords: Mapping[str, Any] = {}
    """Those it is called with."""


class Unread(Struct, frozen=True):
    """An extension, or an option of one, without effect in notes."""

    extension: str
    option: str = ""
    """Empty for the extension as a whole."""
    line: int = 1
    """The 1-based line of the config file on which it stands; 1 where that is not known."""


class CustomFence(Struct, frozen=True):
    """A language whose fenced blocks a site gives another form."""

    name: str
    css_class: str
    form: Literal["code", "div"]


class SiteMarkdown(Struct, frozen=True, kw_only=True):
    """What counts for notes of what a site sets under `markdown_extensions`."""

    options: Mapping[str, Mapping[str, Any]] = {}
    """Of every extension that is set, what is set of it."""
    heading_ids: HeadingIds = HeadingIds()
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
    inserted: InsertedFiles | None = None
    """The files that notes may insert; None where the site does not set `pymdownx.snippets`."""
    unread: tuple[Unread, ...] = ()
    """What is set and has no effect in notes."""
    file: str = ""
    """The path of the config file from the vault; empty when there is none."""

    def fence(self, language: str) -> CustomFence | None:
        """The form of fenced blocks of a language; None for code."""
        return next((fence for fence in self.fences if fence.name == language), None)


NO_EXTENSIONS = SiteMarkdown()
"""For a vault without a config file."""


def site_markdown(
    extensions: object, file: str = "", text: str = "", folder: Path | None = None
) -> SiteMarkdown:
    """What of `markdown_extensions` counts, as MkDocs takes it: a list of names and mappings, or a mapping.

    `file` and `text` are the path and text of the config file, `folder` is the one that it stands in.
    """
    entries = dict(_entries(extensions))
    toc = entries.get("toc", {})
    ids, unknown = _heading_ids(toc)
    return SiteMarkdown(
        options=entries,
        heading_ids=ids,
        has_slugify="slugify" in toc and not unknown,
        permalink=_permalink(toc),
        permalink_title=_text(toc, "permalink_title", "Permanent link"),
        fences=tuple(_fences(entries)),
        contents=str(toc.get("marker", "[TOC]") or ""),
        toc_levels=_levels(toc.get("toc_depth")),
        bracketed_math="pymdownx.arithmatex" in entries,
        symbols=tuple(_symbols(entries)),
        line_breaks="nl2br" in entries,
        appended="\n".join(_appended(entries, folder)),
        unread=tuple(replace(unread, line=_line(unread, text)) for unread in _unread(extensions, unknown)),
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


def _fences(options: Mapping[str, Mapping[str, Any]]) -> Iterator[CustomFence]:
    for fence in _written_fences(options):
        name, css_class = str(fence.get("name", "")), str(fence.get("class", ""))
        form = _FENCE_FORMS.get(_formatter(fence))
        if name and form is not None and not _is_ours(fence):
            yield CustomFence(name, css_class, form)


def _written_fences(options: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    fences = options.get("pymdownx.superfences", {}).get("custom_fences")
    return [fence for fence in fences if isinstance(fence, Mapping)] if isinstance(fences, list) else []


def _formatter(fence: Mapping[str, Any]) -> str:
    given = fence.get("format")
    return given.name if isinstance(given, PythonObject) else _CODE_FORMAT


def _is_ours(fence: Mapping[str, Any]) -> bool:
    """Whether a fence is a diagram, which knotwork draws: Material would load a script from another host."""
    return "mermaid" in (fence.get("name"), fence.get("class"))


def _base_paths(options: Mapping[str, Any]) -> list[str]:
    given = options.get("base_path", ["."])
    paths = [given] if isinstance(given, str) else given if isinstance(given, list | tuple) else []
    return [path for path in paths if isinstance(path, str)]


def _entries(extensions: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each extension and its options, those of collections as well."""
    for name, options in _written(extensions):
        yield name, options
        for part in _COLLECTIONS.get(name, ()):
            given = options.get(part)
            yield part, given if isinstance(given, Mapping) else {}


def _written(extensions: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    entries = [extensions] if isinstance(extensions, Mapping) else extensions
    for entry in entries if isinstance(entries, list | tuple) else ():
        for name, options in entry.items() if isinstance(entry, Mapping) else [(entry, None)]:
            short = str(name).partition(":")[0].removeprefix("markdown.extensions.")
            yield short, options if isinstance(options, Mapping) else {}


def _symbols(entries: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if (options := entries.get("pymdownx.smartsymbols")) is not None:
        yield from (kind for kind in _SYMBOLS if options.get(kind, True))
    if (options := entries.get("smarty")) is not None:
        yield from (kind for option, kind in _SMARTY.items() if options.get(option, True))


def _appended(entries: Mapping[str, Mapping[str, Any]], folder: Path | None) -> Iterator[str]:
    """The texts of the files that are appended to each page, and the glossary; of the site's folder only."""
    glossary = entries.get("abbr", {}).get("glossary")
    if isinstance(glossary, Mapping):
        yield from (f"*[{name}]: {title}" for name, title in glossary.items())
    options = entries.get("pymdownx.snippets", {})
    files = options.get("auto_append")
    if folder is None or not isinstance(files, list):
        return
    for file in files:
        texts = (text_below(folder, f"{base}/{file}") for base in _base_paths(options))
        yield from islice((text for text in texts if text is not None), 1)


def _unread(extensions: object, unknown_slugs: bool) -> Iterator[Unread]:
    if unknown_slugs:
        yield Unread("toc", "slugify")
    for fence in _written_fences(dict(_entries(extensions))):
        if _formatter(fence) not in _FENCE_FORMS and not _is_ours(fence):
            yield Unread("pymdownx.superfences", f"custom_fences: {fence.get('name')}")
    for name, options in _entries(extensions):
        known = _OPTIONS.get(name)
        if name in _COLLECTIONS:
            continue
        if known is None:
            yield Unread(name)
            continue
        for option, value in options.items():
            fitting = known.get(str(option), ())
            is_slug = (name, option) == ("toc", "slugify")
            if fitting is not _ANY and not is_slug and value not in (fitting or ()):  # type: ignore[operator]
                yield Unread(name, str(option))


def _line(unread: Unread, text: str) -> int:
    """The 1-based line of a config file on which it is set; 1 when it is set elsewhere."""
    at = text.find("markdown_extensions")
    for key in filter(None, (unread.extension, *unread.option.split(": ", 1)[:1])):
        written = re.compile(_SET.format(re.escape(key)), re.MULTILINE).search(text, max(at, 0))
        if written is None:
            return 1
        at = written.start(1)
    return text.count("\n", 0, at) + 1


def _heading_ids(toc: Mapping[str, Any]) -> tuple[HeadingIds, bool]:
    """How ids are made, and whether a function is named for it that is not known here."""
    separator = _text(toc, "separator", "-")
    plain = HeadingIds(style="mkdocs", separator=separator)
    named = toc.get("slugify")
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
