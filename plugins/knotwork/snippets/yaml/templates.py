"""Templates, as for Helm and Jinja: the YAML around `{{ }}` is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from knotwork.snippets.rule import snippet_rule

YAML_TEMPLATE = snippet_rule(
    "yaml-template",
    "info",
    "yaml",
    """
    A block has `{{ }}` or `{% %}` in place of YAML.

    It is a template: Helm, Ansible or another program renders it before it reaches the API server. Only the
    YAML around the braces is checked.

    Bad:

    ```yaml {k8s="invalid:yaml-template"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: {{ .Release.Name }}
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: my-release
    ```

    Show the rendered manifest to have it checked in full; braces in quotes are plain text. To keep the
    template, mark the block with `{k8s=template}`, or use another language, such as `yaml+jinja`.
    """,
    position=6,
)

_OPENING = re.compile(r"\{\{|\{%|\{#")
_CLOSING: Mapping[str, str] = {"{%": "%}", "{#": "#}"}
_END_OR_TEXT = re.compile(r"""\}\}|"(?:[^"\\\n]|\\.)*"|`[^`]*`""")
"""What ends `{{`, or a text in it, where braces are no end."""
_VISIBLE = re.compile(r"[^\s]")
_IN_LINE = re.compile(r"[^\n]")
_CONTROL = re.compile(
    r"\{\{-?\s*(?:if|else|end|range|with|define|block)\b"
    r"|\{%[-+]?\s*(?:if|elif|else|endif|for|endfor|block|endblock|macro|endmacro)\b"
)
_BRANCH = "#>"
"""The first characters of the comment that a line between two branches becomes."""
BRANCH_LINE = r"[ \t]*#>##"
"""How such a line begins, as a pattern."""
_BRANCH_LINES = re.compile(f"^{BRANCH_LINE}", re.MULTILINE)
_LONGEST = 400
"""The most characters of one `{{ }}` that are searched for texts with braces."""


def braces(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of every `{{ }}`, `{% %}` and `{# #}`, in linear time."""
    unclosed: set[str] = set()
    at = 0
    while match := _OPENING.search(text, at):
        opening, at = match[0], match.end()
        if opening in unclosed:
            continue
        end = _end(text, opening, at)
        if end == -1:
            unclosed.add(opening)
        else:
            at = end + 2
            yield match.start(), at


def _end(text: str, opening: str, start: int) -> int:
    """The offset of what closes braces; -1: nothing does."""
    if opening != "{{":
        return text.find(_CLOSING[opening], start)
    simple = text.find("}}", start)
    if simple == -1 or ('"' not in (within := text[start:simple]) and "`" not in within):
        return simple
    parts = _END_OR_TEXT.finditer(text, start, start + _LONGEST)
    ends = (part.start() for part in parts if part[0] == "}}")
    return next(ends, simple)


def without_braces(text: str) -> str:
    """A text of the same length that is YAML: a line of nothing but braces is a comment, a value `xxx`."""
    spans = list(braces(text))
    bare = _masked(text, [(start, end, " " * (end - start)) for start, end in spans])
    masks = []
    line_end = -1
    alone = False
    for start, end in spans:
        if end > line_end:
            line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end) % (len(text) + 1)
            rest = bare[line_start:line_end].strip()
            alone = not rest or (rest.startswith("#") and "\n" not in rest)
        written = text[start:end]
        if not alone:
            mask = _IN_LINE.sub("x", written)
        elif _CONTROL.match(written) and "\n" not in written:
            mask = _BRANCH + "#" * (end - start - 2)
        else:
            mask = _VISIBLE.sub("#", written)
        masks.append((start, end, mask))
    return _masked(text, masks)


def branch_offsets(text: str) -> list[int]:
    """The offsets of the lines between branches, in a text without braces."""
    return [match.start() for match in _BRANCH_LINES.finditer(text)] if _BRANCH in text else []


def _masked(text: str, masks: Sequence[tuple[int, int, str]]) -> str:
    parts, done = [], 0
    for start, end, mask in masks:
        parts += [text[done:start], mask]
        done = end
    return "".join((*parts, text[done:]))
