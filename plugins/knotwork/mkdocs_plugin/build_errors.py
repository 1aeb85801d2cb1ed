"""Why a site could not be built, for its writer: a sentence, and the place in a file that it is about."""

from __future__ import annotations

import logging
import re
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import yaml
from jinja2 import TemplateSyntaxError

from knotwork.mkdocs_plugin.findings_bar import FOLDER
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, Position, Span, normalized
from knotwork.report.excerpt import excerpt

_QUOTED = lazy_regex(r"""['"]([^'"\n]+)['"]|\b([a-z_]+(?:\.[a-z_]+)+)\b""")
_TEMPORARY = lazy_regex(rf"{re.escape(tempfile.gettempdir())}/(?:mkdocs_|knotwork-)\w+(?:/mkdocs\.yml|/)?")
_INSTALLED = lazy_regex(r"[/\\](?:site|dist)-packages[/\\]|^<")
_PACKAGE = Path(__file__).parents[1]
_LONGEST = 1_000_000
"""Characters of a file of which a line is shown."""


@dataclass(frozen=True, slots=True)
class BuildError:
    """Why there is no site."""

    sentence: str
    path: str = ""
    """The file, from the current folder; empty when it is unknown."""
    line: int = 0
    """1-based; 0 when it is unknown."""
    column: int = 0
    """1-based; 0 when it is unknown."""
    text: str = ""
    """That line, with a line of carets below it where there is a column."""

    @property
    def place(self) -> str:
        """`mkdocs.yml:4:7`, as far as it is known."""
        return ":".join(map(str, filter(None, (self.path, self.line, self.column))))


class ErrorRecorder(logging.Handler):
    """Remembers the errors that are logged: MkDocs names wrong settings in its log alone."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Remember a sentence."""
        self.sentences.append(record.getMessage())


def build_error(error: BaseException, logged: list[str], config_file: str | None) -> BuildError:
    """What a writer needs to know of an error of a build; `logged` are the errors in its log."""
    chain = list(_chain(error))
    cause = next((link for link in chain if not isinstance(link, SystemExit)), error)
    syntax = next((link for link in chain if isinstance(link, yaml.MarkedYAMLError)), None)
    sentence = f"{cause}".strip() or type(cause).__name__
    if syntax is not None:
        sentence = f"this is no YAML: {', '.join(filter(None, (syntax.context, syntax.problem)))}"
    if isinstance(error, SystemExit) and logged:
        sentence = "\n".join(dict.fromkeys(logged))
    place = next(filter(None, map(_place, chain)), None)
    if place is None and config_file:
        place = _setting_place(Path(config_file), sentence)
    sentence = _TEMPORARY.sub("the site", sentence)
    if place is None:
        return BuildError(sentence)
    path, line, column = place
    return BuildError(sentence, _shown_path(path), line, column, _text(path, line, column))


def error_page(error: BuildError) -> bytes:
    """The page that stands for every page until the site can be built."""
    place = f"<p>In <code>{escape(error.place)}</code>:</p>\n" if error.place else ""
    text = f"<pre>{_marked(error.text)}</pre>\n" if error.text else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<title>The site could not be built</title>"
        f'<link rel="stylesheet" href="{FOLDER}bar.css"></head>\n'
        '<body class="kw-failure"><main><h1>The site could not be built</h1>\n'
        f'<p class="kw-sentence" role="alert">{escape(error.sentence)}</p>\n{place}{text}'
        "<p>This page reloads when the build succeeds. The terminal has the log.</p></main></body></html>\n"
    ).encode("utf-8", "replace")


def _marked(text: str) -> str:
    line, _, carets = text.partition("\n")
    return f"{escape(line)}\n<mark>{carets}</mark>" if carets else escape(line)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and what caused it, the last cause last."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _place(error: BaseException) -> tuple[str, int, int] | None:
    """The file, line and column that an error names, or the last line of one's own that it came through."""
    if isinstance(error, yaml.MarkedYAMLError) and (mark := error.problem_mark or error.context_mark):
        return mark.name, mark.line + 1, mark.column + 1
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return error.filename, error.lineno, 0
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno or 0, error.offset or 0
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.lineno and not _INSTALLED.search(frame.filename) and _is_own(frame.filename):
            return frame.filename, frame.lineno, 0
    return None


def _is_own(file: str) -> bool:
    """Whether a file is of the writer: below the current folder, and no part of knotwork."""
    path = Path(file).absolute()
    return path.is_relative_to(Path.cwd()) and not path.is_relative_to(_PACKAGE) and path.is_file()


def _setting_place(config_file: Path, sentence: str) -> tuple[str, int, int] | None:
    """Where a config file has the setting that a sentence names in quotes or with dots."""
    try:
        node = yaml.compose(config_file.read_text("utf-8"), yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return None
    names = [name for match in _QUOTED.finditer(sentence) for name in (match[1] or match[2]).split(".")]
    place = None
    for name in names:
        for key, value in _keys(node):
            if key.value == name:
                place, node = key.start_mark, value
                break
    return (str(config_file), place.line + 1, place.column + 1) if place else None


def _keys(node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """The keys, values and entries below a node, the nearest first."""
    nodes = [] if node is None else [node]
    seen: set[int] = set()
    for current in nodes:
        if id(current) in seen:
            continue  # an alias, which may stand in what it names
        seen.add(id(current))
        if isinstance(current, yaml.MappingNode):
            pairs = [pair for pair in current.value if isinstance(pair[0], yaml.ScalarNode)]
            yield from pairs
            values = [value for _, value in current.value]
            yield from ((value, value) for value in values if isinstance(value, yaml.ScalarNode))
            nodes += values
        elif isinstance(current, yaml.SequenceNode):
            yield from ((entry, entry) for entry in current.value if isinstance(entry, yaml.ScalarNode))
            nodes += current.value


def _shown_path(path: str) -> str:
    absolute, here = Path(path).absolute(), Path.cwd()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else path


def _text(path: str, line: int, column: int) -> str:
    try:
        text = Path(path).read_text("utf-8", "replace")[:_LONGEST]
    except OSError:
        return ""
    shown = Lines(normalized(text)).line(line)
    if not column:
        return shown.strip()
    start = Position(line, column)
    return "\n".join(excerpt(shown, Span(start, start)))
