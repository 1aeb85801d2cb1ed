"""Of what may be wrong where a parser stops, the account whose correction makes the best document.

A correction that YAML can read may still put a field where it does not belong: the schema decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.line_offsets import line_above, line_below, line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.changed_texts import ResultOf
from knotwork.snippets.moved_lines import has_misplaced, is_broken_near, is_joined
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.accounts import ALIKE
from knotwork.snippets.yaml.compose import Composed, composed
from knotwork.snippets.yaml.emptied_fields import leaves_empty

_COMPARED = 3
"""The most errors of one document whose corrections are tried."""
_SLIPPED = 1
"""So many columns are a slip; a line that is further off may belong to another level."""

_OPENS = lazy_regex(r"[ ]*(?:- +)*[\w./\"'-]+:[ \t]*(?:#.*)?")
"""A line with a key whose value stands below it."""
_VALUED = lazy_regex(r"(?P<indent>[ ]*)(?P<key>[\w./-]+:)[ ]+[^\s#|>&{\[][^\n]*")
"""A field with a value on its line."""
_ONE_VALUE = ("apiVersion:", "kind:", "name:", "image:")
"""Fields that have no fields below them anywhere."""
_BY_COLUMNS = "not valid YAML: this line is indented by "
_HEADS_NEAR = 12
"""So many lines above and below may have the other fields of a head."""
_FEW_HEADS = 2
_HEAD = lazy_regex(r"(?:apiVersion|kind|metadata|spec|status):")
_NEXT = lazy_regex(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ ]*[^\s#]")
"""The start of the next line that says something."""


class _Corrected(Struct, frozen=True):
    """A document with one correction."""

    broken: bool
    """Whether it still cannot be read."""
    validated: bool
    """Whether a schema says what belongs into it."""
    errors: int
    near: bool
    """Whether an error is in the corrected lines, or in those next to them."""
    joined: bool = False
    """Whether the line that moves becomes the end of the text above it, no field or item of its own."""
    fails: bool = False
    """Whether lines are moved, and a parser still stops there."""
    empties: bool = False
    """Whether lines are moved, and a key in them, or above them, has no value then."""
    read: Composed | None = None
    """What the document is then; None: there is no correction."""

    @property
    def is_ranked(self) -> bool:
        """Whether a schema says how good the correction is."""
        return self.validated and not self.broken


def with_tried_fixes(
    violations: Sequence[Violation], text: str, start: int, end: int, result_of: ResultOf
) -> list[Violation]:
    """The violations of a document, each with the account that its correction supports.

    `text`: that of the offsets; the document stands between `start` and `end`. `result_of` validates another
    text for it.
    """
    kept: list[Violation] = []
    compared = 0
    for violation in violations:
        if not violation.otherwise:
            kept.append(violation)
            continue
        compared += 1
        tried = compared <= _COMPARED
        chosen = _supported(violation, text, start, end, result_of) if tried else violation.otherwise[-1]
        kept.append(replace(chosen, otherwise=()))
    return kept


def _supported(violation: Violation, text: str, start: int, end: int, result_of: ResultOf) -> Violation:
    *others, last = violation.otherwise
    unexplained = replace(last, help=ALIKE, repair=None) if _leaves_lines(last, text) else last
    both = _value_and_fields(violation, text)
    tried = [(option, _corrected(option, text, start, end, result_of)) for option in (violation, *others)]
    possible = [(option, one) for option, one in tried if not one.joined]
    if not possible:
        return _undecided(last, text)
    options, corrected = [option for option, _ in possible], [one for _, one in possible]
    if any(one.is_ranked for one in corrected):
        return _by_schema(options, corrected, unexplained, text)
    return _by_itself(options, corrected, both or unexplained, text)


def _by_itself(
    options: Sequence[Violation], corrected: Sequence[_Corrected], unexplained: Violation, text: str
) -> Violation:
    """The account that is likeliest where no schema knows what belongs into the document."""
    inner = [index for index, option in enumerate(options) if not _moves_head(option, text)]
    if not inner:
        return _undecided(unexplained, text)
    options, corrected = [options[index] for index in inner], [corrected[index] for index in inner]
    first, *others = options
    if corrected[0].fails:
        readable = [option for option, one in zip(options, corrected, strict=True) if not one.broken]
        if len(readable) != 1 or readable[0].start != first.start:
            return _undecided(unexplained, text)
        return _by_itself(readable, [one for one in corrected if not one.broken], unexplained, text)
    whole = _with_lines_below(options, corrected, text)
    same_line = (
        one for one in others if one.start == first.start and (whole is first or one.message != whole.message)
    )
    either = any(_moves(one, text) == _SLIPPED for one in same_line)
    sure = len(options) == 1 or (_moves(whole, text) <= _SLIPPED and not either)
    unsure = not sure or _leaves_lines(whole, text) or _is_below_empty(whole, text)
    unsure = unsure or _value_and_fields(whole, text) is not None
    if corrected[options.index(whole)].empties:
        return _undecided(unexplained, text)
    return unexplained if unsure else whole


def _by_schema(
    options: Sequence[Violation], corrected: Sequence[_Corrected], unexplained: Violation, text: str
) -> Violation:
    """The account whose correction leaves the fewest errors, where no other one says something else."""
    ranks = [(one.errors, one.near, index) for index, one in enumerate(corrected) if one.is_ranked]
    fewest, near, index = min(ranks)
    best = options[index]
    if not _moves(best, text):
        return best
    alike = [corrected[other] for errors, next_to, other in ranks if (errors, next_to) == (fewest, near)]
    if near or (fewest and not _say_the_same(alike)) or _leaves_lines(best, text):
        return _undecided(unexplained, text)
    return best if _say_the_same(alike) else unexplained


def _undecided(violation: Violation, text: str) -> Violation:
    """The account without the place that it names, where nothing says that this one is right."""
    if not (_moves(violation, text) or violation.message.startswith(_BY_COLUMNS)):
        return violation
    message = "not valid YAML: the indentation of this line does not fit the lines above it"
    return replace(violation, message=message, help=ALIKE, repair=None)


def _with_lines_below(options: Sequence[Violation], corrected: Sequence[_Corrected], text: str) -> Violation:
    """The first account; where its correction leaves lines behind, the same one that moves them, too."""
    first, *others = options
    if not corrected[0].broken and not _leaves_lines(first, text):
        return first
    whole = (
        option
        for option, one in zip(others, corrected[1:], strict=True)
        if not one.broken and not _leaves_lines(option, text)
    )
    alike = (option for option in whole if (option.start, option.message) == (first.start, first.message))
    return next(alike, first)


def _say_the_same(corrected: Sequence[_Corrected]) -> bool:
    """Whether it makes no difference to the document which of some corrections is right."""
    if len(corrected) == 1:
        return True
    first, *others = (one.read.values for one in corrected if one.read is not None)
    return all(other == first for other in others)


def _leaves_lines(violation: Violation, text: str) -> bool:
    """Whether lines are moved, and the key that ends them would have nothing below it."""
    if not _moves(violation, text) or violation.repair is None:
        return False
    _, last, new = violation.repair.changes[0]
    moved = (new + text[last : line_end(text, last)]).rsplit("\n", 1)[-1]
    if _OPENS.fullmatch(moved) is None:
        return False
    below = _NEXT.match(text, line_below(text, last))
    if below is None:
        return True
    column = _indent(below[0].rsplit("\n", 1)[-1])
    is_item = text.startswith("- ", below.end() - 1)
    return column <= _indent(moved) and not (is_item and column == _indent(moved))


def _is_below_empty(violation: Violation, text: str) -> bool:
    """Whether a line is moved that may belong below the key above it, which has nothing below it then."""
    if not _moves(violation, text) or violation.repair is None:
        return False
    first, _, new = violation.repair.changes[0]
    above = text[line_above(text, first) : max(first - 1, 0)]
    key = len(above) - len(above.lstrip(" -"))
    return _OPENS.fullmatch(above) is not None and _indent(new) <= key and not new.lstrip().startswith("-")


def _value_and_fields(violation: Violation, text: str) -> Violation | None:
    """That a field has a value and fields below it; None where it is a single line that is to be moved."""
    if not _moves(violation, text) or violation.repair is None:
        return None
    first, last, new = violation.repair.changes[0]
    above = _VALUED.fullmatch(text, line_above(text, first), max(first - 1, 0))
    if above is None or above["key"] in _ONE_VALUE or len(above["indent"]) >= _indent(text[first:last]):
        return None
    if "\n" not in new and _moves(violation, text) <= _SLIPPED:
        return None
    key = above["key"]
    return replace(
        violation,
        message=f"not valid YAML: `{key}` has a value, and fields below it",
        help=f"Remove the value, or indent what is below it as `{key}` is.",
        repair=None,
    )


def _moves(violation: Violation, text: str) -> int:
    """By how many columns the first of some lines is to be moved; 0: something else is to be corrected."""
    if violation.repair is None:
        return 0
    first, last, new = violation.repair.changes[0]
    written = text[first:last]
    if text[first - 1 : first] not in ("", "\n") or new.split() != written.split():
        return 0
    return abs(_indent(new) - _indent(written))


def _moves_head(violation: Violation, text: str) -> bool:
    """Whether a field of a whole manifest would be moved away from the others of its head."""
    if not _moves(violation, text) or violation.repair is None:
        return False
    first, last, new = violation.repair.changes[0]
    if _HEAD.match(text, first) is None:
        return False
    above = text[:first].rsplit("\n", _HEADS_NEAR)[-_HEADS_NEAR:]
    lines = (*above, *text[last:].split("\n", _HEADS_NEAR)[:_HEADS_NEAR])
    heads = (line for line in lines if _HEAD.match(line.lstrip(" ")))
    beside = sum(_indent(line) == _indent(new) for line in heads)
    return beside < _FEW_HEADS


def _indent(lines: str) -> int:
    return len(lines) - len(lines.lstrip(" "))


def _corrected(option: Violation, text: str, start: int, end: int, result_of: ResultOf) -> _Corrected:
    """The document with what the option corrects."""
    if option.repair is None:
        return _Corrected(True, False, 0, False)
    first, last, new = option.repair.changes[0]
    corrected = text[start:first] + new + text[last:end]
    read = composed(corrected)
    results = [result_of(document, corrected) for document in read.documents]
    errors = [violation for result in results for violation in result.violations if is_error(violation)]
    errors += [violation for violation in read.violations if is_error(violation)]
    moves = _moves(option, text)
    column = min(_indent(new), _indent(text[first:last]))
    lines = first - start, first - start + len(new)
    broken = any(document.root is None for document in read.documents)
    return _Corrected(
        broken=broken,
        validated=any(result.schema and result.verdict != "no-schema" for result in results),
        errors=len(errors),
        near=has_misplaced(errors, corrected, *lines, column if moves else 0),
        joined=bool(moves) and not broken and is_joined(read, corrected, *lines),
        empties=bool(moves) and leaves_empty(corrected, *lines),
        fails=bool(moves) and broken and is_broken_near(errors, corrected, lines[1], column),
        read=read,
    )
