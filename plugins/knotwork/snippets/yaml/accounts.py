"""What may be wrong where a parser stops, as violations: one for each likely cause, and one that names none.

Which of them is right, the schema of the corrected document may know.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.line_offsets import line_indent, line_start
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.indent_words import off_by
from knotwork.snippets.yaml.slips import BrokenLine

ALIKE = "Indent alike what belongs together, unless a line is missing above."


def accounts(causes: Sequence[BrokenLine], text: str, unexplained: Violation) -> Violation:
    """The violation of the first cause, with the others, and `unexplained`, as what else may be wrong.

    `text`: that of their offsets.
    """
    violations = [_of_cause(cause, unexplained) for cause in causes]
    last = _of_columns(causes, text, unexplained) or unexplained if causes[0].is_guess else violations[0]
    return replace(violations[0], otherwise=(*violations[1:], last))


def _of_cause(cause: BrokenLine, unexplained: Violation) -> Violation:
    message = f"not valid YAML: {cause.message}"
    repair = Repair(cause.title, (), (cause.change,))
    return Violation(
        unexplained.rule, cause.at, cause.at + 1, message, cause.help, repair=repair, sureness=cause.sureness
    )


def _of_columns(causes: Sequence[BrokenLine], text: str, unexplained: Violation) -> Violation | None:
    """That a line is indented otherwise than those around it; None: something else may be wrong."""
    columns = sorted({cause.columns[1] for cause in causes if cause.columns is not None})
    if not all(cause.columns for cause in causes):
        return None
    at, written = causes[0].at, causes[0].columns[0] if causes[0].columns is not None else 0
    message = "the indentation of this line does not fit the lines above it"
    of_one_line = len({cause.at for cause in causes}) == 1
    if of_one_line and len(columns) == 1:
        message = f"this line is indented by {off_by(written - columns[0])} than those around it"
    if not of_one_line:
        line = line_start(text, unexplained.start)
        at = line + line_indent(text, line)
    return Violation(unexplained.rule, at, at + 1, f"not valid YAML: {message}", ALIKE, sureness="slip")
