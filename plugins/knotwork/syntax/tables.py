r"""Tables, as GitHub reads them; a link whose `|` is not escaped (`[[pods|Pods]]`) stays whole in its cell.

GitHub and Obsidian cut such a row at every `|`, so that the link is none and the last cell is lost. Here the
link is kept and the missing backslash is a finding; so is a row with more cells than the table has columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from knotwork.model.equivalences import Equivalence
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import SourceMap
from knotwork.syntax.parse_problems import ParseProblem, report_problem
from knotwork.syntax.wikilink import parse_wikilink

_DELIMITERS = re.compile(r"(?:-[-:|]|[:|][-:| \t])[-:| \t]*")
_COLUMN = lazy_regex(r":?-+:?")
_LINK = lazy_regex(r"\[\[([^\[\]\n]+)\]\]")
_PIPE = lazy_regex(r"(?<!\\)\|")
MAX_CELLS = 50_000
"""How many cells the tables of a note may have: a cell takes some kilobytes while a note is read."""
_EMPTY_CELLS = 0x10000
"""How many cells the rows of a table may lack: more would make a small text a large page."""

CellSpan = tuple[int, int]


def tables(md: MarkdownIt) -> None:
    """Register in place of the library's rule; cells have source maps."""
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    below = state.bMarks[start + 1] + state.tShift[start + 1]
    if not state.src.startswith(("|", "-", ":"), below):
        return False
    aligns = _aligns(state, start + 1, end)
    if not aligns or state.is_code_block(start) or "|" not in state.src[slice(*_line(state, start))]:
        return False
    head = _cells(state, start, len(aligns))
    if len(head) != len(aligns) or state.env.get("cells", 0) > MAX_CELLS:
        return False
    if silent:
        return True
    before, state.parentType = state.parentType, "table"
    table = state.push("table_open", "table", 1)
    state.push("thead_open", "thead", 1).map = [start, start + 1]
    _write_row(state, start, "th", head, aligns)
    state.push("thead_close", "thead", -1)
    last = _write_body(state, start + 2, end, aligns)
    state.push("table_close", "table", -1)
    table.map = [start, last]
    state.parentType = before
    state.line = last
    return True


def _aligns(state: StateBlock, line: int, end: int) -> list[str]:
    """How the columns are aligned, by the row of dashes; empty when the line is none."""
    if line >= end or state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return []
    first, last = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    if not _DELIMITERS.fullmatch(state.src, first, last):
        return []
    columns = [column.strip(MD_TRIM_CHARS) for column in state.src[first:last].split("|")]
    columns = columns[0 if columns[0] else 1 : None if columns[-1] else -1]
    if not all(_COLUMN.fullmatch(column) for column in columns):
        return []
    return [_align(column) for column in columns]


def _align(column: str) -> str:
    if column.endswith(":"):
        return "center" if column.startswith(":") else "right"
    return "left" if column.startswith(":") else ""


def _write_body(state: StateBlock, line: int, end: int, aligns: Sequence[str]) -> int:
    """Write the rows from a line on; the line behind the last."""
    terminators = state.md.block.ruler.getRules("blockquote")
    body: Token | None = None
    lacking = 0
    while line < end and state.sCount[line] >= state.blkIndent:
        first, last = _line(state, line)
        if first == last or any(rule(state, line, end, True) for rule in terminators):
            break
        if state.is_code_block(line):
            break
        if not _has_room(state, line, len(aligns)):
            break
        cells = _cells(state, line, len(aligns))
        lacking += len(aligns) - len(cells)
        if lacking > _EMPTY_CELLS:
            break
        if body is None:
            body = state.push("tbody_open", "tbody", 1)
            body.map = [line, line]
        _write_row(state, line, "td", cells, aligns)
        _report_extra_cells(state, cells[len(aligns) :], len(aligns))
        line += 1
    if body is not None and body.map is not None:
        body.map[1] = line
        state.push("tbody_close", "tbody", -1)
    return line


def _has_room(state: StateBlock, line: int, columns: int) -> bool:
    """Count a row's cells; False, with a problem, when the note has too many."""
    state.env["cells"] = state.env.get("cells", 0) + columns
    if state.env["cells"] <= MAX_CELLS:
        return True
    message = f"tables of more than {MAX_CELLS:,} cells: from here on they are shown as text"
    help_ = "Split the note, or attach the table as a file."
    report_problem(state.env, ParseProblem("size-limit", *_line(state, line), message, help_))
    return False


def _write_row(
    state: StateBlock, line: int, tag: str, cells: Sequence[CellSpan], aligns: Sequence[str]
) -> None:
    _report_pipes(state, line, cells)
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    for index, align in enumerate(aligns):
        opening = state.push(f"{tag}_open", tag, 1)
        if align:
            opening.attrs = {"style": f"text-align:{align}"}
        inline = state.push("inline", "", 0)
        inline.map = [line, line + 1]
        inline.children = []
        first, last = cells[index] if index < len(cells) else (state.eMarks[line],) * 2
        inline.content = inline.meta["written"] = state.src[first:last].replace("\\|", "|")
        inline.meta["source"] = _source(state.src, first, last)
        state.push(f"{tag}_close", tag, -1)
    state.push("tr_close", "tr", -1)


# -- cells


def _line(state: StateBlock, line: int) -> CellSpan:
    """Where a line's text begins and ends, without space around it."""
    first, last = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    return _trimmed(state.src, first, last)


def _trimmed(text: str, first: int, last: int) -> CellSpan:
    while first < last and text[first] in MD_TRIM_CHARS:
        first += 1
    while last > first and text[last - 1] in MD_TRIM_CHARS:
        last -= 1
    return first, last


def _cells(state: StateBlock, line: int, columns: int) -> list[CellSpan]:
    """The cells of a row; the `|` of a link splits only what has too few cells without it."""
    text, (first, last) = state.src, _line(state, line)
    links = list(_links(text, first, last))
    cells = _split(text, first, last, {at for link in links for at in link})
    if len(cells) < columns and links:
        cells = _split(text, first, last, {at for link in links if not _spaced(text, link) for at in link})
    return [_trimmed(text, *cell) for cell in cells]


def _split(text: str, first: int, last: int, kept: set[int]) -> list[CellSpan]:
    spans, start = [], first
    for match in _PIPE.finditer(text, first, last):
        if match.start() not in kept:
            spans.append((start, match.start()))
            start = match.end()
    spans.append((start, last))
    # an empty first or last cell is only the row's outer pipe
    if spans[0][0] == spans[0][1]:
        spans = spans[1:]
    return spans[:-1] if spans and spans[-1][0] == spans[-1][1] else spans


def _links(text: str, first: int, last: int) -> Iterator[list[int]]:
    """For each wikilink of a row, where its bars stand that no backslash escapes."""
    for match in _LINK.finditer(text, first, last):
        bars = [bar.start() for bar in _PIPE.finditer(text, *match.span(1))]
        if bars and parse_wikilink(match[1]) is not None:
            yield bars


def _spaced(text: str, bars: Sequence[int]) -> bool:
    """Whether there is space on both sides of a bar, as there is between two cells."""
    return any(text[at - 1].isspace() and text[at + 1].isspace() for at in bars)


def _source(text: str, first: int, last: int) -> SourceMap:
    content, source, length, at = [0], [first], 0, first
    while (pipe := text.find("\\|", at, last)) != -1:
        length += pipe - at
        content += [length, length + 1]
        source += [pipe, pipe + 2]
        length += 1
        at = pipe + 2
    return SourceMap(tuple(content), tuple(source))


# -- problems


def _report_pipes(state: StateBlock, line: int, cells: Sequence[CellSpan]) -> None:
    for bars in _links(state.src, *_line(state, line)):
        if not any(first <= bars[0] and bars[-1] < last for first, last in cells):
            continue
        start, end = state.src.rindex("[[", 0, bars[0]), state.src.index("]]", bars[-1]) + 2
        message = "`|` in a link in a table ends the cell in Obsidian and on GitHub"
        insertions = tuple((at, "\\") for at in bars)
        help_ = f"Write `\\|`: `{state.src[start : bars[0]]}\\|…`."
        report_problem(
            state.env,
            ParseProblem(
                "unescaped-pipe",
                start,
                end,
                message,
                help_,
                insertions,
                "Write \\| in the link",
                (Equivalence.TABLE_BAR,),
            ),
        )


def _report_extra_cells(state: StateBlock, extra: Sequence[CellSpan], columns: int) -> None:
    shown = [cell for cell in extra if cell[0] < cell[1]]
    if shown:
        counted = "1 cell too many" if len(extra) == 1 else f"{len(extra)} cells too many"
        message = f"{counted}: the table has {columns} columns, and this text is not shown"
        help_ = "Write `\\|` for a `|` that is text, or give the table's head another column."
        report_problem(state.env, ParseProblem("extra-cells", shown[0][0], shown[-1][1], message, help_))
