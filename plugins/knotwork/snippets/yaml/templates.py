"""Templates, as for Helm and Jinja: the YAML around `{{ }}` is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

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
_CLOSING: Mapping[str, str] = {"{{": "}}", "{%": "%}", "{#": "#}"}
_VISIBLE = re.compile(r"[^\s]")
_IN_LINE = re.compile(r"[^\n]")


def braces(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of every `{{ }}`, `{% %}` and `{# #}`, in linear time."""
    unclosed: set[str] = set()
    at = 0
    while match := _OPENING.search(text, at):
        opening, at = match[0], match.end()
        if opening in unclosed:
            continue
        end = text.find(_CLOSING[opening], at)
        if end == -1:
            unclosed.add(opening)
        else:
            at = end + 2
            yield match.start(), at


def without_braces(text: str) -> str:
    """A text of the same length that is YAML: a line of nothing but braces is a comment, a value `xxx`."""
    parts, done = [], 0
    for start, end in braces(text):
        shape, mark = (_VISIBLE, "#") if _alone(text, start, end) else (_IN_LINE, "x")
        parts += [text[done:start], shape.sub(mark, text[start:end])]
        done = end
    return "".join((*parts, text[done:]))


def _alone(text: str, start: int, end: int) -> bool:
    """Whether the lines of a pair of braces hold nothing else."""
    line_end = text.find("\n", end)
    after = text[end : line_end if line_end != -1 else len(text)]
    return not text[text.rfind("\n", 0, start) + 1 : start].strip() and not after.strip()
