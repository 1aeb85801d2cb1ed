"""The site's table of contents for language models: `llms.txt`, as llmstxt.org describes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath, folder
from knotwork.site.site_info import SiteInfo
from knotwork.site.summary import summary

_SPECIAL = re.compile(r"([\\\[\]`*_<>])")


def llms_txt(
    kb: KnowledgeBase,
    notes: Iterable[NotePath],
    info: SiteInfo,
    address: Callable[[NotePath], str],
    data: Iterable[tuple[str, str]],
) -> str:
    """The notes by folder, each by its title with a link; then the other files for programs.

    `address` gives a note's URL below the site's root, `data` the names and descriptions of the other files.
    Links are absolute when the site's address is known.
    """
    by_folder: dict[str, list[str]] = defaultdict(list)
    for path in notes:
        by_folder[folder(path)].append(_entry(kb, path, f"{info.url}{address(path)}"))
    parts = [f"# {_plain(info.name)}\n"]
    if info.description:
        parts.append(f"> {_plain(info.description)}\n")
    for name in sorted(by_folder):
        parts.append(f"## {_plain(name) or 'Notes'}\n\n" + "".join(by_folder[name]))
    parts.append("## Data\n\n" + "".join(f"- [{name}]({info.url}{name}): {what}\n" for name, what in data))
    return "\n".join(parts)


def _entry(kb: KnowledgeBase, path: NotePath, url: str) -> str:
    note = kb.notes[path]
    text = summary(note)
    return f"- [{_plain(note.title)}]({url}){f': {_plain(text)}' if text else ''}\n"


def _plain(text: str) -> str:
    """A text on one line, its markup escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
