"""The table of contents: what stands in quotes, callouts and lists neither ends a section nor opens one."""

from __future__ import annotations

from typing import Any

from knotwork.mkdocs_plugin.compiled_page import nested_toc
from knotwork.model.names import NotePath
from knotwork.site.render import toc
from knotwork.syntax.reader import read_note


def contents(text: str) -> list[str]:
    """Each entry of a note's table of contents, indented as it is nested."""

    def lines(entries: list[dict[str, Any]], indent: str) -> list[str]:
        return [
            line
            for entry in entries
            for line in (indent + entry["name"], *lines(entry["children"], indent + "  "))
        ]

    return lines(nested_toc(tuple(toc(read_note(NotePath("a.md"), text)))), "")


def test_a_heading_in_a_quote_stands_below_the_section_around_it() -> None:
    text = "# Home\n\n## One\n\n> # A letter\n> ## Its part\n\n### Deeper\n\n## Two\n\n- # Item\n  ## Below\n"

    assert contents(text) == [
        "Home",
        "  One",
        "    A letter",
        "      Its part",
        "    Deeper",
        "  Two",
        "    Item",
        "      Below",
    ]


def test_a_heading_in_a_quote_above_all_others_is_no_title() -> None:
    assert contents("> # A letter\n\n# Home\n\n## One\n") == ["A letter", "Home", "  One"]


def test_a_note_without_such_headings_is_nested_by_level() -> None:
    assert contents("# A\n\n# B\n\n### C\n\n## D\n") == ["A", "  B", "    C", "    D"]
