"""Where another manifest begins in a text, with or without `---` above it."""

from __future__ import annotations

import re
from itertools import pairwise

from knotwork.model.line_offsets import line_above
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.indented_manifests import indented_starts
from knotwork.snippets.yaml.quoted_lines import quoted_lines
from knotwork.snippets.yaml.templates import BRANCH_LINE

_OF_MANIFESTS = frozenset(("apiVersion", "kind", "metadata", "spec", "data", "stringData", "status"))
OF_HEAD = frozenset(("apiVersion", "kind"))
_BELOW_HEAD = _OF_MANIFESTS - OF_HEAD
"""What continues a manifest, and begins none."""
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
    r"(?>(?:[ \t]*(?:#[^\n]*)?\n){0,50})(?=[A-Za-z][\w-]*:|- )",
    re.MULTILINE,
)
"""The comment that names a file, at the beginning or below an empty line, above what stands in the file."""
_BEFORE = lazy_regex(
    r"(?:^[ \t]*\n(?:#[^\n]*\n)+|^##(?=[^\w\n]*+\w)[^\n]*##[ \t]*\n)(?=(?:apiVersion|kind):)", re.MULTILINE
)
"""The comment above a manifest, below an empty line, or with marks on both sides: `### EXPECTED ###`."""
_FIELD = lazy_regex(r"^([A-Za-z][\w-]*):", re.MULTILINE)
_HEAD = lazy_regex(r"apiVersion:[^\n]*\n(?:#[^\n]*\n)*kind:")
GLUED = "#,-"
"""What `---` is read as that shares its line with the first field of a manifest."""
_KEY = lazy_regex(
    rf"^(?:(?:(?P<glued>{GLUED})[ \t]*)?(apiVersion|kind):|(---|\.\.\.)(?=[ \t\n]|\Z)|{BRANCH_LINE})",
    re.MULTILINE,
)
"""The fields that every manifest has, and what ends one, or may: another branch of a template."""


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
            offsets.append(_above(text, _first_again(text, offsets, match.start())))
            seen = {key}
        elif key == "apiVersion" and seen == {"kind"} and _HEAD.match(text, match.start()):
            offsets.append(_above(text, match.start()))  # the one above has no apiVersion
            seen = {key}
        else:
            seen.add(key)
    quoted = quoted_lines(text) if offsets else []
    return [at for at in offsets if not any(start < at < end for start, end in quoted)]


def _first_again(text: str, offsets: list[int], start: int) -> int:
    """The offset of the first field above a head that the manifest above has already; else of the head.

    Who writes `metadata:` first does so in each manifest.
    """
    seen: set[str] = set()
    begin = max(offsets[-1] if offsets else 0, text.rfind("\n---", 0, start) + 1)
    for field in _FIELD.finditer(text, begin, start):
        if field[1] in seen:
            return field.start() if field[1] in _OF_MANIFESTS else start
        seen.add(field[1])
    return start


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
    if len(offsets) == 1 and names_in(text[: offsets[0]]) >= OF_HEAD:
        return offsets if names_in(text[offsets[0] :]).isdisjoint(_OF_MANIFESTS) else []
    first = text.find("\n---", 1) % (len(text) + 1)
    manifest = _BEFORE.search(text, 0, first)
    if manifest is None or not {"apiVersion", "kind"} <= names_in(text[manifest.start() : first]):
        return []
    above = names_in(text[: manifest.start()])
    return [manifest.start()] if above and above.isdisjoint(_OF_MANIFESTS) else []


def _continues(text: str) -> bool:
    """Whether all that a text has are fields of a manifest whose apiVersion and kind stand above it."""
    names = names_in(text)
    return bool(names) and names <= _BELOW_HEAD


def names_in(text: str) -> set[str]:
    """The fields at the margin of a text."""
    return set(_FIELD.findall(text))


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
