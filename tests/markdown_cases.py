"""Test suites written as Markdown: a section is a case, its fences are notes and what is expected of them.

    ## A link names a note by its file name

    ````markdown title="a.md"
    see [[b]]
    ````

    ```files
    b.md
    ```

    ```links
    a.md:1:5 [[b]] -> b.md resolved
    ```

`files` lists further files: empty notes and attachments. `disk` does so, too, and the case is written to a
folder and read from there: `loop -> .` is a symbolic link. `settings` (YAML) holds settings,
`mkdocs.yml` the site's config file, for its Markdown extensions. A fence with
the word `escapes` behind its language is read with Python's escapes: `\\t`, `\\r`, `\\ufeff`, and a
backslash at the end of a line that joins it to the next; so is its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TITLE = re.compile(r'\btitle="([^"]*)"')
_ESCAPE = re.compile(r"\\(\n|\\|[abfnrtv0]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})")


@dataclass(slots=True)
class Case:
    """One section of a suite."""

    suite: str
    title: str
    line: int
    notes: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    disk: list[str] | None = None
    """The files and links of a case that is read from a folder."""
    settings: dict[str, object] = field(default_factory=dict)
    mkdocs_yml: str = ""
    """The site's config file, of which the Markdown extensions count; empty for a bare vault."""
    expected: list[tuple[str, str]] = field(default_factory=list)
    """What kind of fact, and the facts, a line each."""

    @property
    def id(self) -> str:
        """The file and the title, as pytest shows and selects them."""
        return f"{self.suite}: {self.title}"


def cases(folder: Path) -> list[Case]:
    """The cases of all suites in a folder."""
    return [case for path in sorted(folder.glob("*.md")) for case in _cases(path)]


def _cases(path: Path) -> Iterator[Case]:
    tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    case: Case | None = None
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            if case is not None:
                yield case
            case = Case(path.name, tokens[index + 1].content, (token.map or [0])[0] + 1)
        elif token.type == "fence" and case is not None:
            _add(case, token)
    if case is not None:
        yield case


def _add(case: Case, fence: Token) -> None:
    language, *words = fence.info.split()
    text = _unescaped(fence.content) if "escapes" in words else fence.content
    title = _TITLE.search(fence.info)
    if title:
        case.notes[_unescaped(title[1]) if "escapes" in words else title[1]] = text
    elif language == "files":
        case.files += text.splitlines()
    elif language == "disk":
        case.disk = text.splitlines()
    elif language == "mkdocs.yml":
        case.mkdocs_yml = text
    elif language == "settings":
        case.settings = yaml.safe_load(text)
    else:
        case.expected.append((language, text))


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        if match[1] == "\n":
            return ""
        if len(match[1]) == 1:
            return {"\\": "\\", "0": "\0"}.get(match[1]) or str(match[0].encode().decode("unicode_escape"))
        return chr(int(match[1][1:], 16))

    return _ESCAPE.sub(character, text)
