"""The results as a Markdown table, and the place in the handbook where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from goals import Row
from results import Results

PAGE = Path(__file__).parents[2] / "notes" / "handbook" / "serve and speed.md"
START, END = "%% Written by tests/bench: %%", "%% End of what tests/bench writes. %%"

_HEAD = ("work", "beside it", "knotwork", "processor", "clock", "goal", "")
_NAMES = {
    "plain": "Material",
    "plain save": "Material",
    "bare": "parser and highlighting",
    "without": "without it",
}


def table(rows: Iterable[Row], results: Results) -> str:
    """The rows with the medians of both sides, their ratios, the goal, and whether it is reached."""
    lines = [_HEAD, ("---", "---:", "---:", "---:", "---:", "---:", "---")]
    lines += [_cells(row, results) for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def write_handbook(text: str) -> None:
    """Put a table between the marks of the page."""
    page = PAGE.read_text("utf-8")
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    assert end, f"{PAGE.name} has the marks between which the table stands"
    PAGE.write_text(f"{before}{start}\n\n{text}\n{end}{after}", "utf-8")


def _cells(row: Row, results: Results) -> tuple[str, ...]:
    ours = row.absolute(results, row.side)
    theirs = row.absolute(results, row.beside) if row.beside else None
    beside = (
        "" if theirs is None else f"{_NAMES.get(row.beside, row.beside)} {_amount(theirs, row.shown_unit)}"
    )
    ratios = [row.ratio(results, quantity) if row.beside else None for quantity in ("cpu", "wall")]
    if row.quantity in ("memory", "share"):  # the ratio of what the row is about, in one column
        ratios = [None, row.ratio(results, row.quantity) if row.beside else None]
    return (
        row.work,
        beside,
        _failure(row, results) if ours is None else _amount(ours, row.shown_unit),
        *("" if ratio is None else f"{_digits(ratio)} ×" for ratio in ratios),
        _goal(row),
        {True: "reached", False: "missed", None: ""}[row.is_reached(results)],
    )


def _failure(row: Row, results: Results) -> str:
    return "failed" if f"{row.experiment}/{row.side}" in results.failures else "not measured"


def _goal(row: Row) -> str:
    if row.goal is None:
        return ""
    if row.is_ratio:
        return f"≤ {row.goal:g} × {'clock' if row.quantity == 'wall' else 'processor'}"
    return f"≤ {_amount(row.goal, row.unit or row.shown_unit, exact=True)}"


def _amount(value: float, unit: str, *, exact: bool = False) -> str:
    if unit == "s" and value < 0.1:
        value, unit = value * 1000, "ms"
    return f"{value:g} {unit}" if exact else f"{_digits(value)} {unit}"


def _digits(value: float) -> str:
    """Two digits that count, or the whole number."""
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"
