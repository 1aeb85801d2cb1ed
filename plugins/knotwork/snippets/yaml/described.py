"""What `kubectl describe` prints, whole or in part: names in capitals, their values in columns.

And what `kubectl explain` prints: fields with their types.
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.foreign_text import is_of_go
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_ENTRY = lazy_regex(
    r"^( *)([A-Z][\w./()-]*(?: [A-Z(][\w./()-]*){0,5}):( {2,}[^\s#]|[ \t]*$| \S)", re.MULTILINE
)
_MANIFEST = lazy_regex(r"^[ \t]*(?:- )?(?:apiVersion|kind|metadata|spec|status):", re.MULTILINE)
_CERTAIN = lazy_regex(r"^(?:API Version|Kind|Namespace|Labels|Annotations): {2,}\S", re.MULTILINE)
"""What describes any object."""
_PART = lazy_regex(r"^(?:Spec|Status|Metadata|Conditions|Events):[ \t]*$", re.MULTILINE)
_WIDE = "  "
_FEWEST = 2
_EXPLAINED = lazy_regex(
    r"^[ \t]*(?:- )?[A-Za-z][\w.-]*[ \t]+<(?:\[\])?"
    r"(?:[Oo]bject|string|integer|boolean|number|map\[[^\n>]*|[A-Z]\w*)>",
    re.MULTILINE,
)
_OF_NODE = lazy_regex(
    r"(?:[ \t]*\n)*(?:Non-terminated Pods:[ \t]+\(\d+ in total\)"
    r"|Allocated resources:[ \t]*\n[ \t]*(?:\(Total limits|Resource[ ]+Requests)"
    r"|(?:Node-Selectors|QoS Class|Port Mapping|Pod Template|System Info|Controlled By|OldReplicaSets"
    r"|NewReplicaSet|Container Runtime Version|Kubelet Version|Init Containers|Session Affinity"
    r"|External Traffic Policy):)"
)
"""How a part begins that no other program prints."""
_SHOWN = lazy_regex(r"^[ \t]*(?!\.\.\.?[ \t]*$)[^ \t\n]", re.MULTILINE)
"""A line that is not empty and not only dots."""
_LINE = lazy_regex(r"^[ \t]*[^ \t\n#]", re.MULTILINE)


def is_described(text: str) -> bool:
    """Whether a text is what `kubectl describe` prints, such as values in a column behind unlike names."""
    if ":  " not in text or _MANIFEST.search(text) or is_of_go(text):
        return False
    columns: dict[str, tuple[int, int]] = {}
    wide = 0
    for entry in _ENTRY.finditer(text):
        indent, name = entry[1], entry[2]
        if not entry[3].startswith(_WIDE):
            continue
        wide += 1
        column = entry.end() - 1 - entry.start()
        if indent in columns and columns[indent][0] == column and columns[indent][1] != len(name):
            return True
        columns[indent] = column, len(name)
    whole = _PART.search(text) is not None or wide == sum(1 for _ in _SHOWN.finditer(text))
    return (wide >= _FEWEST and whole) or is_certainly_described(text)


def is_shortened(text: str) -> bool:
    """Whether a text is a part of what `kubectl describe` prints, without its columns."""
    return _OF_NODE.match(text) is not None and _MANIFEST.search(text) is None


def is_certainly_described(text: str) -> bool:
    """Whether a text names what all objects have, as `kubectl describe` prints it."""
    return _CERTAIN.search(text) is not None


def is_explained(text: str) -> bool:
    """Whether a text is what `kubectl explain` prints: most lines have a field and its type."""
    if ">" not in text or ("  <" not in text and "\t<" not in text):
        return False
    fields = sum(1 for _ in _EXPLAINED.finditer(text))
    return fields > 1 and fields * 2 >= sum(1 for _ in _LINE.finditer(text))


def described(text: str, command: str = "describe") -> Violation:
    """The finding of a block with output of kubectl, at its first line."""
    start = len(text) - len(text.lstrip())
    message = f"not valid YAML: this is output, as `kubectl {command}` prints it"
    help_ = "Name `text` as the language of the block."
    return Violation(YAML_SYNTAX, start, line_end(text, start), message, help_, severity="info")
