"""A second manifest below the first, without `---` between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from knotwork.model.equivalences import Equivalence
from knotwork.model.line_offsets import line_above, line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.foreign_text import has_conflict
from knotwork.snippets.yaml.indented_manifests import names_file
from knotwork.snippets.yaml.manifest_starts import GLUED, OF_HEAD, names_in, starts

MISSING_SEPARATOR = snippet_rule(
    "missing-separator",
    "error",
    "yaml",
    """
    A second manifest begins in a block without `---` above it.

    A YAML parser reads both as one mapping with duplicate keys; kubectl applies the second manifest, if any.

    Bad:

    ````markdown
    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
    apiVersion: v1
    kind: Namespace
    metadata:
      name: prod
    ```
    ````

    Good:

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
    ---
    apiVersion: v1
    kind: Namespace
    metadata:
      name: prod
    ```

    `check --fix` inserts `---` between them. Both manifests are checked either way.
    """,
    position=8,
    safe_by=(Equivalence.SEPARATOR,),
)

_MISSPELT = lazy_regex(
    r"^((?!---[ \t]*$)[ \t]{0,20}(?:(?:[-=_*~\u2010-\u2015][ \t]?){2,200}|[\u2013\u2014]))[ \t]*$"
    r"(?=\n(?>(?:[ \t]*+(?:#[^\n]*)?\n){0,50})(?:apiVersion|kind):)",
    re.MULTILINE,
)
_DASHES = lazy_regex(
    r"^(?!---[ \t]*$)([-\u2010-\u2015]{2,4})[ \t]*$(?=\n+[\w./-]+:(?:[ \t]|$))", re.MULTILINE
)
"""A few dashes on a line of their own, above a field at the margin."""
_KIND = lazy_regex(r"^kind:", re.MULTILINE)
_ABOVE = lazy_regex(r"(?>(?:[ \t]*+(?:#[^\n]*+)?\n)*)")
"""Comments and empty lines."""
_INDENTED = lazy_regex(
    r"^([ \t]{1,20}---)[ \t]*(?:#[^\n]*)?$(?=\n+(?:[ \t]*#[^\n]*\n+){0,9}[ \t]{1,20}"
    r"(?:apiVersion|kind|metadata|spec|status):|\s*\Z)",
    re.MULTILINE,
)
_MASK = "#"
_MASKED = lazy_regex(r"#-*[ \t]*\n")
IN_OTHER_LANGUAGES = (
    r"(?:(?:ou|oder|oppure|или|либо|lub|albo|hoặc|veya|atau)\b"
    r"|(?:vorher|nachher|antes|despu[eé]s|depois)(?=[ \t]*(?:$|[:(\u2013-]))|o[ \t:]*$"
    r"|或者?|または|もしくは|あるいは|또는|혹은)"
)
"""How a comment above an alternative begins: `# or`, in other languages."""
_ALTERNATIVE = lazy_regex(
    r"##(?=[^\w\n]*+\w)[^\n]*##[ \t]*\n"
    r"|[ \t]*#\W*(?:or|alternative(?:ly)?|instead|option|variant)\b"
    r"|[ \t]*#\W*(?:after|before|old|new|bad|good|wrong)"
    r"(?=[ \t]*(?:$|[:(\u2013-])| (?:way|version|style|api|form|format|syntax|example)\b)"
    r"|[ \t]*#[ \t]*(?:✅|❌|(?:correct|incorrect)\b|right(?=[ \t]*(?:$|[:(!\u2013-])))"
    rf"|[ \t]*#\W*{IN_OTHER_LANGUAGES}",
    re.IGNORECASE | re.MULTILINE,
)
"""The comment above a manifest that is another form of the one before: `# after:`; not `# After that`."""

_RESULT = lazy_regex(
    r"[ \t]*#\W*(?:(?:this|it|which|that|and) )?(?:(?:results? in|becomes|turns into|renders (?:to|as)"
    r"|expands to|(?:is|are|gets?) (?:turned|converted|translated|expanded|rendered) (?:in)?to"
    r"|produces|generates|yields)(?:[ \t]*[:：]?|[ \t][^\n:]{1,40}[:：])"
    r"|(?:the )?(?:expected |generated |rendered )?(?:results?|output)[ \t]*[:：])"
    r"[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""The comment above a manifest that the one before is turned into: `# Results in:`, `# produces`."""


def misspelt_separators(text: str) -> list[tuple[int, int]]:
    """The offsets of lines that are meant as `---` above manifests: `----`, `–--`, `====`, ` ---`."""
    heads = text.count("apiVersion:") or len(_KIND.findall(text))
    if not heads or has_conflict(text):
        return []
    if heads == 1:
        # below the lines of a single manifest, it may underline them
        above = _ABOVE.match(text)
        first = _MISSPELT.match(text, above.end() if above is not None else 0)
        return [first.span(1)] if first is not None else []
    return [match.span(1) for match in _MISSPELT.finditer(text)]


def dashes_between(text: str) -> list[tuple[int, int]]:
    """The offsets of dashes that are meant as `---` between documents of any kind: `----`, `–--`."""
    return [match.span(1) for match in _DASHES.finditer(text)]


def indented_separators(text: str) -> list[tuple[int, int]]:
    """The offsets of indented `---` above an indented manifest; in a block scalar they are text."""
    return [match.span(1) for match in _INDENTED.finditer(text)]


def masked_separator(written: str) -> str:
    """A comment of the same length."""
    return _MASK + "-" * (len(written) - 1)


def misspelt_separator(start: int, end: int, written: str) -> Violation:
    """The violation for a line that is meant as `---`."""
    return Violation(
        MISSING_SEPARATOR,
        end - len(written.lstrip()),
        end,
        f"`{written.strip()}` does not separate manifests",
        "Write three hyphens at the start of the line: `---`.",
        repair=Repair("Write `---`", (Equivalence.SEPARATOR,), ((start, end, "---"),)),
    )


def missing_separators(text: str, *, certain: bool) -> Iterator[Violation]:
    """A violation for each of them; `certain`: the manifests around them can be read."""
    by = (Equivalence.SEPARATOR,) if certain else ()
    first = starts(text)
    parts = {start: text[start:end] for start, end in pairwise((0, *first, len(text)))}
    for above, start in pairwise((0, *first)):
        if text[:start].rstrip(" \t").endswith(GLUED) or text.startswith(GLUED, start):
            continue
        if _MASKED.match(text, start) or _is_below_mask(text, start):
            continue  # this line, or the one above it, is a misspelt separator
        if start - above < _LONGEST_HEAD and _is_head_of(parts[above], parts[start]):
            yield _repeated_head(text, above, start)
            continue
        listed = _ALTERNATIVE.match(text, start) or _are_heads(parts[above], parts[start])
        listed = listed or _is_cut_off(parts[above]) or _is_set_apart(text, start)
        yield Violation(
            MISSING_SEPARATOR,
            start,
            line_end(text, start),
            "a second manifest starts here without `---` above it",
            "Put `---` on a line of its own between them.",
            severity="info" if listed else None,
            repair=Repair("Put `---` above it", by, ((start, start, "---\n"),)),
        )


def _is_head_of(above: str, below: str) -> bool:
    """Whether a part has nothing but the apiVersion and kind that the manifest below it has, too."""
    if "#" in above or not above.strip() or not names_in(above) <= OF_HEAD or names_in(below) <= OF_HEAD:
        return False
    heads = {line.rstrip() for line in below.splitlines()}
    return all(line.rstrip() in heads for line in above.splitlines() if line.strip())


def _repeated_head(text: str, above: int, start: int) -> Violation:
    """The violation of a manifest whose head is written twice."""
    return Violation(
        MISSING_SEPARATOR,
        start,
        line_end(text, start),
        "the head of this manifest stands above it already",
        "Remove one of both.",
        repair=Repair("Remove the first", (), ((above, start, ""),)),
    )


def _is_set_apart(text: str, start: int) -> bool:
    """Whether a comment above a manifest names its file, or says that it follows from the one before.

    It begins at the offset of the manifest, or is the line above the empty ones before it.
    """
    end = start
    while end > 0 and not text[line_above(text, end) : end].strip():
        end = line_above(text, end)
    places = (start, line_above(text, end)) if end < start else (start,)
    return any(names_file(text, place) or _RESULT.match(text, place) for place in places)


_LONGEST_HEAD = 100
"""So many characters have the lines of an apiVersion and a kind at most."""


def _is_cut_off(above: str) -> bool:
    """Whether dots end a manifest of which only its head is shown; three at the left are a mark of YAML."""
    return names_in(above) <= _OF_NAMED and _ENDS_WITH_DOTS.search(above) is not None


_ENDS_WITH_DOTS = lazy_regex(r"\n[ \t]*(?:(?<=[ \t])#\.\.|\.{4,})\s*\Z")
_OF_NAMED = frozenset(("apiVersion", "kind", "metadata", "name", "namespace"))


def _are_heads(above: str, below: str) -> bool:
    """Whether manifests are listed by their heads: neither has more than apiVersion and kind."""
    return bool(names_in(above)) and names_in(above) <= OF_HEAD and names_in(below) <= OF_HEAD


def _is_below_mask(text: str, end: int) -> bool:
    """Whether the lines above an offset, without empty ones and comments, end with a misspelt separator."""
    while end > 0:
        start = line_above(text, end)
        if text[start:end].strip():
            if _MASKED.fullmatch(text, start, end) is not None:
                return True
            if not text.startswith("#", start):
                return False
        end = start
    return False
