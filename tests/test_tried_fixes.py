"""A correction by which a field stands where it does not belong is not believed."""

from __future__ import annotations

import pytest

from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.tried_fixes import with_tried_fixes
from knotwork.snippets.validation import Result
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

LINES = ("one: 1", "two: 2", "three: 3", "four: 4", "five: 5")


def chosen(moved: int, unknown: int) -> str:
    """What is said of a line that is indented too deep, if a field of the corrected text is unknown."""
    text = "\n".join(f"  {line}" if number == moved else line for number, line in enumerate(LINES))
    at = len("".join(f"{line}\n" for line in LINES[:moved]))

    def result_of(document: Document, corrected: str) -> Result:
        start = corrected.index(LINES[unknown])
        violation = Violation(UNKNOWN_FIELD, start, start + 3, "unknown field")
        return Result("full", "invalid", (violation,), "Pod v1")

    unexplained = Violation(YAML_SYNTAX, at, at + 1, "unexplained")
    repair = Repair("Indent it less", (), ((at, at + 2, ""),))
    explained = Violation(YAML_SYNTAX, at, at + 1, "explained", repair=repair, otherwise=(unexplained,))
    [kept] = with_tried_fixes([explained], text, 0, len(text), result_of)
    return kept.message


@pytest.mark.parametrize("moved", range(5))
@pytest.mark.parametrize("unknown", range(5))
def test_a_line_is_indented_less_unless_that_makes_an_error_in_it_or_beside_it(
    moved: int, unknown: int
) -> None:
    assert chosen(moved, unknown) == ("unexplained" if abs(moved - unknown) <= 1 else "explained")
