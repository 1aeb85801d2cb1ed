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
from knotwork.snippets.yaml.indented_manifests import indented_starts, names_file
from knotwork.snippets.yaml.templates import BRANCH_LINE

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
    r"(?=\n++(?:(?:#[^\n]*)?\n){0,50}+(?:apiVersion|kind):)",
    re.MULTILINE,
)
_ABOVE = lazy_regex(r"(?:[ \t]*+(?:#[^\n]*+)?\n)*+")
"""Comments and empty lines."""
_INDENTED = lazy_regex(
    r"^([ \t]{1,20}---)[ \t]*(?:#[^\n]*)?$(?=\n+(?:[ \t]*#[^\n]*\n+){0,9}[ \t]{1,20}"
    r"(?:apiVersion|kind|metadata|spec|status):)",
    re.MULTILINE,
)
_OF_MANIFESTS = frozenset(("apiVersion", "kind", "metadata", "spec", "data", "stringData", "status"))
_OF_HEAD = frozenset(("apiVersion", "kind"))
_BELOW_HEAD = _OF_MANIFESTS - _OF_HEAD
"""What continues a manifest, and begins none."""
_MASK = "#"
_MASKED = lazy_regex(r"#-*[ \t]*\n")
_LEFT_OUT = lazy_regex(r"# *\.\.[ \t]*\n")
"""What dots in a line of their own are read as."""
_MARKED = lazy_regex(
    r"^[ \t]*\n(# ?(?:✅|❌|(?:WRONG|INCORRECT|CORRECT|RIGHT|BAD|GOOD)\b)[^\n]*\n)"
    r"(?:#[^\n]*\n)*(?=[A-Za-z][\w-]*:)",
    re.MULTILINE,
)
"""The comment of an example, below an empty line."""
_FILE = lazy_regex(
    r"(?:^[ \t]*\n|\A)(?P<comment># ?(?:(?:[Ii]n|[Ff]ile|[Tt]hen|[Aa]nd|[Nn]ow|[Cc]reate):? )?"
    r"[\w./-]*\w\.(?:ya?ml|json)[ \t]*(?:[-\u2013\u2014:(#][^\n]*)?\n)"
    r"(?:[ \t]*(?:#[^\n]*)?\n){0,50}+(?=[A-Za-z][\w-]*:|- )",
    re.MULTILINE,
)
"""The comment that names a file, at the beginning or below an empty line, above what stands in the file."""
_BEFORE = lazy_regex(
    r"(?:^[ \t]*\n(?:#[^\n]*\n)+|^##(?=[^\w\n]*+\w)[^\n]*##[ \t]*\n)(?=(?:apiVersion|kind):)", re.MULTILINE
)
"""The comment above a manifest, below an empty line, or with marks on both sides: `### EXPECTED ###`."""
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
_FIELD = lazy_regex(r"^([A-Za-z][\w-]*):", re.MULTILINE)
_HEAD = lazy_regex(r"apiVersion:[^\n]*\n(?:#[^\n]*\n)*kind:")
GLUED = "#,-"
"""What `---` is read as that shares its line with the first field of a manifest."""
_KEY = lazy_regex(
    rf"^(?:(?:(?P<glued>{GLUED})[ \t]*)?(apiVersion|kind):|(---|\.\.\.)(?=[ \t\n]|\Z)|{BRANCH_LINE})",
    re.MULTILINE,
)
"""The fields that every manifest has, and what ends one, or may: another branch of a template."""


def misspelt_separators(text: str) -> list[tuple[int, int]]:
    """The offsets of lines that are meant as `---` above manifests: `----`, `–--`, `====`, ` ---`."""
    heads = text.count("apiVersion:")
    if not heads or has_conflict(text):
        return []
    if heads == 1:
        # below the lines of a single manifest, it may underline them
        above = _ABOVE.match(text)
        first = _MISSPELT.match(text, above.end() if above is not None else 0)
        return [first.span(1)] if first is not None else []
    return [match.span(1) for match in _MISSPELT.finditer(text)]


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


def starts(text: str) -> list[int]:
    """The offsets of the first lines of manifests without a separator above them.

    Such a manifest begins where apiVersion or kind is at the start of a line below a manifest that has both,
    and the other follows.
    """
    heads = text.count("\napiVersion:") + text.startswith("apiVersion:")
    few = not heads or (heads == 1 and text.count("\nkind:") + text.startswith("kind:") < 2)
    if few and GLUED not in text:
        return indented_starts(text) if not heads else []
    offsets: list[int] = []
    seen: set[str] = set()
    keys = list(_KEY.finditer(text))
    for index, match in enumerate(keys):
        key = match[2]
        if key is None:
            seen = set()
        elif match["glued"]:
            offsets.append(match.start(2))
            seen = {key}
        elif key in seen and len(seen) == 2 and _has_both(keys[index : index + 2]):
            offsets.append(_above(text, match.start()))
            seen = {key}
        elif key == "apiVersion" and seen == {"kind"} and _HEAD.match(text, match.start()):
            offsets.append(_above(text, match.start()))  # the one above has no apiVersion
            seen = {key}
        else:
            seen.add(key)
    return offsets


def parts_with_kind(text: str) -> list[int]:
    """The offsets of parts of manifests below others, each with its kind and without an apiVersion.

    An empty line or a comment stands above such a part, as between examples: `# Deployment:`.
    """
    if text.count("\nkind:") + text.startswith("kind:") < 2:
        return []
    offsets: list[int] = []
    kinds: list[int] = []
    for match in _KEY.finditer(text):
        if match[2] == "apiVersion":
            return []
        kinds = [*kinds, match.start()] if match[2] == "kind" else []
        if len(kinds) > 1:
            start = _above(text, match.start())
            if start < match.start() or text.endswith("\n\n", 0, start):
                offsets.append(start)
    return offsets


def marked_parts(text: str) -> list[int]:
    """The offsets of examples below others, each below a comment with a mark: `# ✅ good`, `# ❌ bad`.

    They are parts of several objects when a field at the top is there twice.
    """
    text = text.partition("\n---")[0]
    if "\n\n#" not in text and not ("✅" in text or "❌" in text):
        return []
    offsets = [match.start(1) for match in _MARKED.finditer(text)]
    above: set[str] = set()
    for start, end in pairwise((0, *offsets, len(text))):
        names = _FIELD.findall(text, start, end)
        if not above.isdisjoint(names) and "apiVersion" not in names:
            return offsets
        if "apiVersion" in names and above <= _BELOW_HEAD and above:
            return offsets
        above.update(names)
    return []


def files(text: str) -> list[int]:
    """The offsets of files below others, each below a comment with its name: `# service.yaml`.

    One file may be a manifest and another one not: where there is none above it, one begins below a comment.
    """
    if "\n\n#" not in text and "\n##" not in text:
        return []
    offsets = [match.start("comment") for match in _FILE.finditer(text)]
    if len(offsets) > 1 and not text[: offsets[0]].strip():
        ends = [*offsets[1:], len(text)]
        return [start for start, end in pairwise(ends) if not _continues(text[start:end])]
    if len(offsets) == 1 and _names(text[: offsets[0]]) >= _OF_HEAD:
        return offsets if _names(text[offsets[0] :]).isdisjoint(_OF_MANIFESTS) else []
    first = text.find("\n---", 1) % (len(text) + 1)
    manifest = _BEFORE.search(text, 0, first)
    if manifest is None or not {"apiVersion", "kind"} <= _names(text[manifest.start() : first]):
        return []
    above = _names(text[: manifest.start()])
    return [manifest.start()] if above and above.isdisjoint(_OF_MANIFESTS) else []


def _continues(text: str) -> bool:
    """Whether all that a text has are fields of a manifest whose apiVersion and kind stand above it."""
    names = _names(text)
    return bool(names) and names <= _BELOW_HEAD


def _names(text: str) -> set[str]:
    return set(_FIELD.findall(text))


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
        listed = _ALTERNATIVE.match(text, start) or _are_heads(parts[above], parts[start])
        listed = listed or _is_cut_off(parts[above]) or names_file(text, start)
        yield Violation(
            MISSING_SEPARATOR,
            start,
            line_end(text, start),
            "a second manifest starts here without `---` above it",
            "Put `---` on a line of its own between them.",
            severity="info" if listed else None,
            repair=Repair("Put `---` above it", by, ((start, start, "---\n"),)),
        )


def _is_cut_off(above: str) -> bool:
    """Whether dots end a manifest of which only its head is shown; three at the left are a mark of YAML."""
    return _names(above) <= _OF_NAMED and _ENDS_WITH_DOTS.search(above) is not None


_ENDS_WITH_DOTS = lazy_regex(r"\n[ \t]*(?:(?<=[ \t])#\.\.|\.{4,})\s*\Z")
_OF_NAMED = frozenset(("apiVersion", "kind", "metadata", "name", "namespace"))


def _are_heads(above: str, below: str) -> bool:
    """Whether manifests are listed by their heads: neither has more than apiVersion and kind."""
    return bool(_names(above)) and _names(above) <= _OF_HEAD and _names(below) <= _OF_HEAD


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


def _has_both(keys: list[re.Match[str]]) -> bool:
    return {key[2] for key in keys} == {"apiVersion", "kind"}


def _above(text: str, start: int) -> int:
    """The offset of the comments directly above a line, which belong to it; without any, that of the line.

    An indented comment belongs to what stands above it.
    """
    while start > 0:
        above = line_above(text, start)
        if not text.startswith("#", above) or _LEFT_OUT.match(text, above):
            break
        start = above
    return start
