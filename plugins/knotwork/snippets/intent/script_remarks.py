"""What the remarks of a script say of a manifest in it: those above its command, and those below it.

# Try an invalid port
kubectl apply -f - <<EOF      the manifest
EOF
# should fail                 up to what the next command applies
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knotwork.model.patterns import lazy_regex

_GIVES = lazy_regex(
    r"<<|\b(?:kubectl|oc|k)[ \t](?![^\n]{0,200}?\b(?:get|describe|logs|wait|explain|diff|events|api-resources"
    r"|api-versions|config)\b)|\bhelm[ \t]+(?:install|upgrade|uninstall|rollback)\b"
)
"""A command that gives something else to a cluster, changes it or takes it away."""
_WRITES = lazy_regex(r"(?:>>?|\btee(?:[ \t]+-a)?)[ \t]*[\"']?(?P<file>[\w./${}-]+\.(?:ya?ml|json))\b")
_BEHIND = lazy_regex(r"(?:^|[ \t])#+[ \t]*(?P<remark>[^\n]*\S)")
_PRINTS = lazy_regex(r"\becho[ \t]+(?:-[en]+[ \t]+)?([\"'])(?P<text>[^\"']*)\1")
_MOST = 12
"""The most lines above and below that are read."""


def remarks_above(lines: Sequence[str], first: int) -> tuple[str, ...]:
    """The remarks right above the command that has a manifest. `first`: the number of its first line."""
    at = first - 1
    while at > 0 and lines[at - 1].rstrip().endswith("\\"):
        at -= 1  # the command goes over several lines
    remarks: list[str] = []
    while at > 0 and len(remarks) < _MOST and lines[at - 1].lstrip().startswith("#"):
        at -= 1
        remarks.append(lines[at].lstrip(" \t#"))
    return tuple(reversed(remarks))


def remarks_below(lines: Sequence[str], first: int, last: int) -> tuple[str, ...]:
    """The remarks below the end of a manifest, and what commands print there; up to the next one applied.

    `last`: the number of the line that ends it.
    """
    written = _WRITES.search(lines[first - 1]) if first else None
    return _remarks(lines[last + 1 :], (written["file"],) if written is not None else ())


def remarks_of_use(lines: Sequence[str]) -> tuple[str, ...]:
    """The remarks in the commands below a manifest, of which the first that applies a file applies it."""
    used = next((line for line in lines if _GIVES.search(line) and "<<" not in line), "")
    return _remarks(lines, (used,) if used else ())


def _remarks(lines: Sequence[str], files: Sequence[str]) -> tuple[str, ...]:
    """The remarks among some commands, up to one that applies none of some files."""
    remarks: list[str] = []
    paragraph: list[str] = []
    for line in lines[:_MOST]:
        if line.lstrip().startswith("#"):
            paragraph.append(line.lstrip(" \t#"))
            continue
        if _GIVES.search(line) and ("<<" in line or not any(file in line for file in files)):
            return tuple(remarks)  # what stands right above it is about that one
        remarks += [*paragraph, *_of_command(line)]
        paragraph = []
    return (*remarks, *paragraph)


def is_last(lines: Sequence[str], last: int) -> bool:
    """Whether nothing else is given to a cluster below a manifest."""
    return not any(map(_GIVES.search, lines[last + 1 :]))


def _of_command(line: str) -> Iterator[str]:
    """The remark behind a command, and what it prints."""
    behind = _BEHIND.search(line)
    if behind is not None:
        yield behind["remark"]
    for printed in _PRINTS.finditer(line):
        yield printed["text"]
