"""Notes that other plugins add, remove or move to another address."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from html import escape, unescape
from inspect import signature
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from knotwork.model.names import NotePath, is_note, page_url
from knotwork.model.patterns import lazy_regex
from knotwork.site.content import Heading
from knotwork.vault.vault import Vault

_OWN_MODULES = ("knotwork.", "material.", "mkdocs.contrib.", "properdocs.contrib.")
"""Where the plugins are that need no page after it is written."""

NOT_SHOWN_YET = lazy_regex(
    r"<!--\s*[\w.+-]+(?:[:/=][\w.+*-][^\n]*?)?\s*-->"
    r"|\*?\[(?!//\])[^\]\n]+\]:[ \t]*(?!#(?:\s|\Z)|<>)\S[^\n]*"
)
"""What another plugin may make something of while it changes a text: comments that look like a directive, as
`<!-- md:version 9.3 -->` does, and definitions of links and abbreviations that nothing uses so far.

Not a comment of words, nor `[//]: # (one)`.
"""


def restricted(vault: Vault, published: Collection[str], files: Files) -> Vault:
    """The vault without the files that MkDocs does not publish; `published` are the paths of those it does.

    `files` know which others stand for those: mkdocs-static-i18n has a page for each language.
    A note that shares its page with another one stays (`README.md` next to `index.md`), though MkDocs drops
    it: links to it lead to the shared page.
    """
    pages = {page_url(path) for path in published if is_note(path)}
    notes = {path: note for path, note in vault.notes.items() if path in published or page_url(path) in pages}
    attachments = frozenset(path for path in vault.attachments if path in published)
    removed = (path for path in (*vault.notes, *vault.attachments) if path not in published)
    stand_ins = {
        path: NotePath(file.src_uri)
        for path in removed
        if (file := files.get_file_from_path(path)) is not None
        and (file.src_uri in notes or file.src_uri in attachments)
    }
    return replace(vault, notes=notes, attachments=attachments, stand_ins=stand_ins)


def moved_files(urls: Mapping[str, str], vault: Vault, *, directories: bool) -> dict[NotePath, str]:
    """The notes and attachments that another plugin has moved, with their addresses.

    `urls` are those of MkDocs, by path. A blog moves its posts, and the pictures that stand beside them.
    """
    ordinary = {path: page_url(path, directories=directories) for path in vault.notes}
    ordinary |= {NotePath(path): path for path in vault.attachments}
    return {
        path: url
        for path, own in ordinary.items()
        if path in urls and (url := unquote(urls[path]).removeprefix("./")) != own
    }


def comment_marks(plugins: Mapping[str, Any]) -> re.Pattern[str]:
    """The comments that other plugins look for, such as `<!-- more -->`; they stay in the text."""
    marks, directives = {"<!-- more -->"}, set()
    for plugin in plugins.values():
        options = getattr(plugin, "config", {})
        for name in ("post_excerpt_separator", "abstract_delimiter"):
            mark = options.get(name)
            if isinstance(mark, str):
                marks.add(mark.strip())
        if isinstance(directive := options.get("listings_directive"), str):  # Material's tags
            directives.add(rf"<!--\s*{re.escape(directive)}(?:\s[^<>]*)?-->")
    return re.compile("|".join((*map(re.escape, sorted(marks)), *sorted(directives))))


def with_tags_of_plugins(own: Iterable[dict[str, str]], others: Iterable[Any]) -> list[Any]:
    """A page's tags for the theme; those that another plugin has a list of lead to that list."""
    safe = (tag for tag in others if escape(str(tag.name)) == tag.name)  # themes print names as they are
    listed = {tag.name: tag for tag in safe if getattr(tag, "url", None)}
    return [listed.pop(tag["name"], tag) for tag in own] + list(listed.values())


def register_headings(plugins: Mapping[str, Any], page: Page, headings: Iterable[Heading]) -> None:
    """Tell plugins that resolve `[text][identifier]`, as autorefs does, which headings a page has.

    They find those of the pages that Python-Markdown renders by themselves.
    """
    for plugin in plugins.values():
        register = getattr(plugin, "register_anchor", None)
        if not callable(register) or getattr(plugin, "scan_toc", None) is not True:
            continue
        has_title = "title" in signature(register).parameters
        for _, anchor, name in headings:
            register(page, anchor, **({"title": unescape(name)} if has_title else {}))


def reads_written_pages(config: MkDocsConfig) -> bool:
    """Whether something may read the content of a page that was written: a template or a plugin of others."""
    ends = config.plugins.events["post_build"]
    modules = (getattr(end, "__module__", None) or "" for end in ends)
    return bool(config.theme.custom_dir) or not all(module.startswith(_OWN_MODULES) for module in modules)


def is_left_out(vault: Vault, path: str, file: str | None) -> bool:
    """Whether a file of the docs_dir is not published: it is no file of the vault, or was deleted since."""
    is_published = path in vault.notes or path in vault.attachments
    return not is_published or (file is not None and not os.path.exists(file))  # noqa: PTH110


def notes_of_plugins(files: Iterable[File], config: MkDocsConfig) -> dict[NotePath, str]:
    """The texts of the notes that other plugins generate, by path.

    MkDocs renders those with a page class of their own.
    """
    texts = {}
    for file in files:
        if type(file.page) not in (type(None), Page) or _is_of_vault(file, config):
            continue
        try:
            text = file.content_bytes.decode("utf-8-sig", "replace")
        except OSError:
            continue
        texts[NotePath(file.src_uri)] = text
    return texts


def _is_of_vault(file: File, config: MkDocsConfig) -> bool:
    """Whether a file is one of the docs_dir."""
    path, docs_dir = file.abs_src_path, os.path.normpath(config.docs_dir)
    return path is not None and (
        path == f"{docs_dir}/{file.src_uri}" or Path(path) == Path(docs_dir, file.src_uri)
    )
