"""YAML text becomes nodes with places: bounded, scalars as Kubernetes reads them, nothing made from tags.

The nodes are PyYAML's. Their marks' `index` is the offset in the text, in code points; their `tag` says
what a plain scalar is to Kubernetes. There are no cycles, and no more than 100 levels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from knotwork.model.yaml_extent import NOT_ALLOWED
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.limits import (
    MAX_DOCUMENTS,
    YAML_LIMIT,
    LimitExceeded,
    check_alias_limits,
    check_limits,
)
from knotwork.snippets.yaml.scalars import Value, kind_of, resolved
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX, syntax_error

YAML_TAG = snippet_rule(
    "yaml-tag",
    "warning",
    "yaml",
    """
    A value in a manifest has a tag that Kubernetes does not know, such as `!Ref`.

    Kubernetes reads the value as if the tag were not there. What the tag should do is done by another
    program, or by none; knotwork never creates anything from one.

    Bad:

    ```yaml {k8s="invalid:yaml-tag"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: database
    data:
      host: !Ref DatabaseHost
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: database
    data:
      host: db.example.com
    ```

    In YAML that is not for Kubernetes nothing is said about tags.
    """,
    position=5,
)
DUPLICATE_KEY = snippet_rule(
    "duplicate-key",
    "error",
    "yaml",
    """
    A mapping has the same key twice.

    The API server refuses such a manifest; a program that only reads YAML keeps the last value and says
    nothing. For Kubernetes, `y`, `yes`, `on` and `true` are one key.

    Bad:

    ```yaml {k8s="invalid:duplicate-key"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: keys
    data:
      LEVEL: debug
      LEVEL: info
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: keys
    data:
      LEVEL: info
    ```

    Take out one of them; which one only you know. For two ways to write it, use two blocks.
    """,
    position=7,
)


TAG = "tag:yaml.org,2002:"
STRING, NULL, MERGE = f"{TAG}str", f"{TAG}null", f"{TAG}merge"
_TAGS = {kind: f"{TAG}{kind}" for kind in ("str", "int", "float", "bool", "null", "merge")}
_MAP, _SEQ = f"{TAG}map", f"{TAG}seq"
_MARKER = re.compile(r"^(---|\.\.\.)(?=[ \t\n]|\Z)[^\n]*\n?", re.MULTILINE)
_NO_CONTENT = re.compile(r"(?:[ \t]*(?:#[^\n]*)?(?:\n|\Z)|%[^\n]*(?:\n|\Z))*")
try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]
_EXACT = _Parser.__name__ == "CParser"
"""Whether libyaml is at hand; PyYAML's own parser refuses some tabs that Kubernetes takes."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a text."""

    root: yaml.Node | None
    """None: it has no content, or could not be read."""
    start: int
    """The offset of its first character, behind the line of its `---`."""
    end: int
    """The offset behind its last; the next `---` is not in it."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A text as nodes."""

    text: str
    documents: tuple[Document, ...]
    violations: tuple[Violation, ...]
    """What is wrong with it as YAML: `yaml-syntax`, `yaml-limit`, `yaml-tag`, `duplicate-key`."""
    exact: bool = True
    """False when libyaml is missing and PyYAML's own parser was used, which refuses some valid texts."""


def composed(text: str, starts: Iterable[int] = ()) -> Composed:
    """The documents of a text. Never raises.

    A document that cannot be read hides no other. `starts` are offsets at which further documents begin
    though no `---` stands there.
    """
    control = NOT_ALLOWED.search(text)
    if control:
        message = f"YAML does not allow the character U+{ord(control[0]):04X}"
        found = Violation(YAML_SYNTAX, control.start(), control.end(), message, "Remove it.")
        return Composed(text, (Document(None, 0, len(text)),), (found,), _EXACT)
    documents: list[Document] = []
    violations: list[Violation] = []
    for begin, start, end in _stretches(text, sorted(starts)):
        if len(documents) == MAX_DOCUMENTS:
            message = f"of more than {MAX_DOCUMENTS:,} documents in one block the rest is not read"
            violations.append(Violation(YAML_LIMIT, start, start, message, "Split the block."))
            break
        root = None
        try:
            root = _root(text[begin:end])
        except LimitExceeded as error:
            place = begin + error.at
            violations.append(Violation(YAML_LIMIT, place, place, error.message, error.help))
        except yaml.YAMLError as error:
            violations.append(syntax_error(error, text, begin, end))
        if root is not None:
            _move(root, begin)
            violations += _duplicate_keys(root)
            if "!" in text:
                violations += _foreign_tags(root, text)
        documents.append(Document(root, start, end))
    return Composed(text, tuple(documents), tuple(violations), _EXACT)


def value_of(node: yaml.ScalarNode) -> Value:
    """The value of a scalar as Kubernetes reads it."""
    if node.tag == STRING or not node.tag.startswith(TAG):
        return str(node.value)
    kind, value = resolved(node.value)
    return value if _TAGS[kind] == node.tag else str(node.value)


def key_of(node: yaml.Node) -> str:
    """The name of a field as Kubernetes reads it: a key `y` is `true`. Empty for a list or mapping."""
    if not isinstance(node, yaml.ScalarNode):
        return ""
    if node.tag == STRING or node.tag == MERGE:
        return str(node.value)
    value = value_of(node)
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return str(value)


def plain(node: yaml.Node) -> Any:
    """The value of a node as Kubernetes reads it; what an alias repeats is one object."""
    return _plain(node, {})


def pairs(node: yaml.MappingNode) -> Sequence[tuple[yaml.Node, yaml.Node]]:
    """Keys and values of a mapping, those it merges (`<<`) behind its own, which win."""
    for key, _ in node.value:
        if key.tag == MERGE:
            return _merged(node)
    found: Sequence[tuple[yaml.Node, yaml.Node]] = node.value
    return found


def _merged(node: yaml.MappingNode) -> list[tuple[yaml.Node, yaml.Node]]:
    found = {key_of(key): (key, value) for key, value in node.value if key.tag != MERGE}
    for key, value in node.value:
        if key.tag == MERGE:
            for source in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                for pair in pairs(source) if isinstance(source, yaml.MappingNode) else ():
                    found.setdefault(key_of(pair[0]), pair)
    return list(found.values())


# -- composing


class _NoResolver:
    """What a composer asks about each node."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> str:
        if kind is yaml.ScalarNode:
            return _TAGS[kind_of(value or "")] if implicit[0] else STRING
        return _MAP if kind is yaml.MappingNode else _SEQ

    def descend_resolver(self, parent: yaml.Node | None, index: Any) -> None:
        """Nothing depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """Nothing depends on where a node stands."""


class _Composer(_NoResolver, _Parser):
    """The parser, with our resolver."""

    def __init__(self, text: str) -> None:
        _Parser.__init__(self, text)


def _root(text: str) -> yaml.Node | None:
    """The root of a text with one document; raises TooMuch and yaml.YAMLError."""
    check_limits(text, _Composer)
    composer = _Composer(text)
    try:
        root: yaml.Node | None = composer.get_single_node()
    finally:
        composer.dispose()
    if isinstance(root, yaml.ScalarNode) and not root.value and root.tag == NULL:
        return None  # nothing but a `---`
    if root is not None and "*" in text:
        check_alias_limits(root)
    return root


def _stretches(text: str, starts: list[int]) -> Iterator[tuple[int, int, int]]:
    """For each document: where it is composed from, where it starts, and where it ends."""
    if "\n---" not in text and not text.startswith("---") and "..." not in text and not starts:
        yield 0, 0, len(text)
        return
    begin = start = 0
    cuts = [(m.start(), m.end(), m[1]) for m in _MARKER.finditer(text)] + [(at, at, "") for at in starts]
    for at, behind, marker in sorted(cuts):
        if marker == "---" and _NO_CONTENT.fullmatch(text, begin, at) and begin == start:
            # comments and directives above a first `---` belong to what follows it
            if text.find("%", begin, at) == -1:
                begin = at
            start = behind if _only_marker(text, at, behind) else at
            continue
        yield begin, start, at
        begin, start = (behind, behind) if marker == "..." else (at, behind)
        if marker == "---" and not _only_marker(text, at, behind):
            start = at
    yield begin, start, len(text)


def _only_marker(text: str, at: int, behind: int) -> bool:
    rest = text[at + 3 : behind].strip()
    return not rest or rest.startswith("#")


def _move(root: yaml.Node, by: int) -> None:
    """Count places from the start of the whole text."""
    if by == 0:
        return
    for node in nodes(root):
        node.start_mark = _moved(node.start_mark, by)
        node.end_mark = _moved(node.end_mark, by)


def _moved(mark: yaml.Mark, by: int) -> yaml.Mark:
    return yaml.Mark(mark.name, mark.index + by, mark.line, mark.column, None, 0)  # libyaml's are fixed


def nodes(root: yaml.Node) -> Iterator[yaml.Node]:
    """Every node below a root and the root, each once."""
    seen = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, yaml.MappingNode):
            for pair in node.value:
                stack += pair
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value


def _foreign_tags(root: yaml.Node, text: str) -> Iterator[Violation]:
    """Tags that Kubernetes does not know, such as `!Ref` and `!!python/object`."""
    for node in nodes(root):
        at = node.start_mark.index
        if not node.tag.startswith(TAG) or ":python/" in node.tag:
            end = at + len(text[at : at + 200].split(maxsplit=1)[0])
            message = f"Kubernetes does not know the tag `{text[at:end]}`, and reads the value without it"
            yield Violation(YAML_TAG, at, end, message, "Remove it: nothing is ever created from a tag.")


def _duplicate_keys(root: yaml.Node) -> Iterator[Violation]:
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) in seen or type(node) is yaml.ScalarNode:
            continue
        seen.add(id(node))
        if not isinstance(node, yaml.MappingNode):
            stack += node.value
            continue
        stack += [value for _, value in node.value]
        keys = {key.value for key, _ in node.value if key.tag == STRING}
        if len(keys) < len(node.value):  # one comes twice, or is no string
            stack += [key for key, _ in node.value]
            yield from _repeated_keys(node)


def _repeated_keys(node: yaml.MappingNode) -> Iterator[Violation]:
    first: dict[str, yaml.Node] = {}
    for key, _ in node.value:
        name = key_of(key)
        if name and name in first:
            yield _duplicate_key(name, key, first[name])
        else:
            first[name] = key


def _duplicate_key(name: str, key: yaml.Node, first: yaml.Node) -> Violation:
    start, end = key.start_mark.index, key.end_mark.index
    message = f'the key "{name}" is given twice'
    if key.value != first.value:
        message = f'the keys "{first.value}" and "{key.value}" are one: both are read as "{name}"'
    related = ((first.start_mark.index, first.end_mark.index, "the first is here"),)
    return Violation(
        DUPLICATE_KEY,
        start,
        end,
        message,
        "Keep one: programs take the last, or refuse both.",
        related=related,
    )


# -- plain values


def _plain(node: yaml.Node, known: dict[int, Any]) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return value_of(node)
    if id(node) not in known:
        if isinstance(node, yaml.MappingNode):
            known[id(node)] = {key_of(key): _plain(value, known) for key, value in pairs(node)}
        else:
            known[id(node)] = [_plain(each, known) for each in node.value]
    return known[id(node)]
