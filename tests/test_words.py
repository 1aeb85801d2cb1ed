"""Names, docstrings and comments use the field's words: a newcomer need not learn a dialect.

Beside each word of ours stands the one that readers know from Obsidian, MkDocs, Kubernetes and linters.
"""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "plugins" / "knotwork"

NAMES = {
    "mended": "fixed",
    "judged": "validated",
    "judge": "validate",
    "asked": "required, requested",
    "told": "has_…, reported",
    "tells": "says, reports",
    "sayings": "messages",
    "judgement": "result",
    "bench": "context",
    "outcomes": "results",
    "trials": "fix check",
    "landmarks": "occurrences",
    "referred": "occurrences",
    "omissions": "elisions",
    "mending": "autofix",
    "mend": "fix",
    "masthead": "site info",
    "scene": "render context",
    "lean": "minify",
    "grave": "severe",
    "gravest": "most severe",
    "mild": "lenient",
    "tagged_place": "tag occurrence",
    "other_names": "search titles",
}
"""A word of an identifier or of a file's name, and the field's word."""

CATCH_ALL = {"each", "found", "said", "told"}
"""Names of variables, functions and classes that do not say what they hold."""

ALLOWED_NAMES = {
    "wanted": "the setting and the page `wanted.md`, which users know",
    "wanted_pages": "the page of wanted notes",
    "WANTED": "the page of wanted notes",
}
"""A name with such a word, and why it may have it."""

PROSE = {
    r"(?:is|are|was|were) told|who asks|what(?:ever)? became of|the gravest": "",
    r"mends?|mended|mending": "fix",
    r"heeded|heeds": "used",
    r"for what it is": "",
    r"nobody has written": "missing",
}
"""A pattern of words in docstrings and comments, and what to write instead."""


@pytest.mark.parametrize("word", NAMES)
def test_no_name_has_this_word(word: str) -> None:
    pattern = re.compile(rf"(?:^|_){word}(?:_|$)", re.IGNORECASE)
    bad = sorted({f"{where}: {name}" for where, name in names() if pattern.search(snake(name))})

    assert [each for each in bad if each.rpartition(" ")[2] not in ALLOWED_NAMES] == [], (
        f"better: {NAMES[word]}"
    )


def test_no_variable_has_a_name_for_anything() -> None:
    bad = sorted(f"{where}: {name}" for where, name in names() if snake(name).strip("_") in CATCH_ALL)

    assert bad == [], "better: the name of the thing, such as `note`, `link` or `finding`"


@pytest.mark.parametrize("words", PROSE)
def test_no_docstring_or_comment_has_these_words(words: str) -> None:
    pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    bad = [
        f"{where}: {' '.join(match[0].split())}"
        for where, text in prose()
        for match in pattern.finditer(text)
    ]

    assert bad == [], f"better: {PROSE[words]}"


PART_OF_SCRIPT = re.compile(
    r"""(?P<comment>/\*.*?\*/)|(?P<string>"(?:\\.|[^"\\\n])*"|`[^`]*`)|(?:(?!/\*)[^"`])+""", re.DOTALL
)
NAME_IN_SCRIPT = re.compile(r"[A-Za-z_$][\w$]*")


def snake(name: str) -> str:
    """`TagOccurrence` as `tag_occurrence`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@cache
def names() -> frozenset[tuple[str, str]]:
    """Each file with the names in it, in Python and in the site's scripts."""
    return frozenset(_names())


@cache
def prose() -> tuple[tuple[str, str], ...]:
    """Each place with its docstring or comment, in Python and in the site's scripts and styles."""
    return tuple(_prose())


def _names() -> Iterator[tuple[str, str]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        where = file.relative_to(PACKAGE).as_posix()
        yield where, file.stem
        for _, kind, text in tokens(file):
            if kind == tokenize.NAME and not keyword.iskeyword(text):
                yield where, text
    for where, _, is_code, text in assets():
        for name in NAME_IN_SCRIPT.findall(text) if is_code and where.endswith(".js") else ():
            yield where, name


def _prose() -> Iterator[tuple[str, str]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        where = file.relative_to(PACKAGE).as_posix()
        for line, kind, text in tokens(file):
            if kind == tokenize.COMMENT:
                yield f"{where}:{line}", text
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                yield f"{where}:{node.lineno}", node.value.value
    for where, line, is_code, text in assets():
        if not is_code:
            yield f"{where}:{line}", text


def assets() -> Iterator[tuple[str, int, bool, str]]:
    """The parts of our scripts and styles: file, line, whether it is code, text; strings are left out."""
    for file in sorted((PACKAGE / "site" / "assets").rglob("*.*s")):
        if file.suffix in (".js", ".css") and "vendor" not in file.parts:
            text, where = file.read_text("utf-8"), file.relative_to(PACKAGE).as_posix()
            for match in PART_OF_SCRIPT.finditer(text):
                if not match["string"]:
                    line = text.count("\n", 0, match.start()) + 1
                    yield where, line, match["comment"] is None, match[0]


def tokens(file: Path) -> Iterator[tuple[int, int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(file.read_text("utf-8")).readline):
        yield token.start[0], token.type, token.string
