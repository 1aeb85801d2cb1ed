"""Tabs in indentation: YAML does not allow them, so they are read as spaces up to a tab stop."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.equivalences import Equivalence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation

YAML_TAB_INDENT = snippet_rule(
    "yaml-tab-indent",
    "error",
    "yaml",
    """
    Lines of a block are indented with tabs.

    YAML allows only spaces there, and kubectl rejects the block. knotwork reads the tabs as spaces, with the
    tab stop (4, 8 or 2) that makes the block valid, so that it still finds other mistakes. Where spaces stand
    before a tab, it also tries tabs of as many spaces. When several give a block, and none a better one,
    there is no fix: how wide the tabs are decides what the block means.

    Bad:

    ```yaml {k8s="invalid:yaml-tab-indent"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
    \tname: tabs
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: tabs
    ```

    `check --fix` writes the spaces. When the meaning depends on the tab stop, or a tab may belong to a text
    after `|`, it needs `--unsafe-fixes`. Let your editor insert spaces in YAML.
    """,
    position=2,
    safe_by=(Equivalence.INDENTATION,),
)


class Tabs(Struct, frozen=True):
    """How tabs in indentation are read."""

    size: int
    is_width: bool = False
    """Whether a tab is always as many spaces as `size`; otherwise it reaches to the next tab stop."""

    def spaces(self, indent: str) -> str:
        """An indentation without tabs."""
        return indent.replace("\t", " " * self.size) if self.is_width else indent.expandtabs(self.size)

    def width(self, indent: str) -> int:
        """How many columns an indentation has."""
        return len(self.spaces(indent))

    def __str__(self) -> str:
        return f"tabs of {self.size} spaces" if self.is_width else f"tab stops of {self.size}"


STOPS = (Tabs(4), Tabs(8), Tabs(2))
"""The tab stops that are tried, the most likely first."""
WIDTHS = (Tabs(4, is_width=True), Tabs(2, is_width=True), Tabs(8, is_width=True))
"""Those that are tried, too, where spaces stand before a tab: elsewhere they are the same as tab stops."""

_INDENTATION = lazy_regex(r"[ \t]*")
_HEADER = lazy_regex(r"(?:^|[\s:-])[|>][-+1-9]{0,2}[ \t]*(?:[ \t]#.*)?$")
"""The end of a line with the header of a block scalar."""
_SPACE_BEFORE_TAB = lazy_regex(r"^ +\t[ \t]*(?=[^ \t\n])", re.MULTILINE)
_TABBED = lazy_regex(r"^ *\t[ \t]*(?=[^ \t\n])", re.MULTILINE)


def indentation(line: str) -> str:
    """The indentation of a line."""
    match = _INDENTATION.match(line)
    assert match is not None, "an empty text is an indentation, too"
    return match[0]


def tabbed_lines(text: str) -> list[int]:
    """The offsets of the lines that are not empty and are indented with tabs."""
    return [match.start() for match in _TABBED.finditer(text)]


def readings(text: str) -> tuple[Tabs, ...]:
    """How the tabs of a text may be read, the most likely first."""
    return (*STOPS, *WIDTHS) if _SPACE_BEFORE_TAB.search(text) else STOPS


def expanded(text: str, tabs: Tabs) -> str:
    """The text with spaces for the tabs of its indentation."""
    lines = text.split("\n")
    return "\n".join(
        tabs.spaces(indentation(line)) + line[len(indentation(line)) :] if "\t" in indentation(line) else line
        for line in lines
    )


def tabs_in_texts(text: str, tabs: Tabs) -> bool:
    """Whether a tab may belong to the text of a block scalar, and not to its indentation."""
    outer = own = -1
    for line in text.split("\n"):
        if not line.strip():
            continue
        indent = indentation(line)
        width = tabs.width(indent)
        if outer >= 0 and width > outer:
            own = width if own < 0 else own
            after = next((at for at in range(len(indent) + 1) if tabs.width(indent[:at]) >= own), 0)
            if " \t" in indent or "\t" in indent[after:]:
                return True
            continue
        outer = width if _HEADER.search(line) else -1
        own = -1
    return False


def original_column(line: str, column: int, tabs: Tabs) -> int:
    """The 0-based column in a line with tabs for a column of the expanded line."""
    indent = indentation(line)
    if "\t" not in indent:
        return column
    width = tabs.width(indent)
    if column >= width:
        return len(indent) + column - width
    return next(at for at in range(len(indent)) if tabs.width(indent[: at + 1]) > column)


def without_guesses(violations: Sequence[Violation], text: str, written: str) -> list[Violation]:
    """The violations without those about where a field belongs, on lines that tabs indent.

    How wide a tab was meant to be is a guess: `text` was read, and `written` has the tabs.
    """
    lines = written.split("\n")

    def is_guess(violation: Violation) -> bool:
        if '" belongs ' not in violation.message:
            return False
        line = text.count("\n", 0, violation.start)
        return line < len(lines) and "\t" in indentation(lines[line])

    return [violation for violation in violations if not is_guess(violation)]


def as_guesses(violations: Sequence[Violation]) -> list[Violation]:
    """The violations; that of tabs with a repair that is a guess, as their width is."""
    return [
        replace(violation, repair=replace(violation.repair, by=()))
        if violation.rule is YAML_TAB_INDENT and violation.repair is not None
        else violation
        for violation in violations
    ]
