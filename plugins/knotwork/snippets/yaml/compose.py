"""YAML text becomes nodes with offsets: limited in size, scalars as Kubernetes reads them, no objects.

The nodes are PyYAML's. The `index` of their marks is the offset in the text, in code points; their `tag` is
the type that Kubernetes gives a plain scalar. There are no cycles, and no more than 100 levels.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

import yaml
from msgspec import Struct

from knotwork.model.patterns import lazy_regex
from knotwork.model.yaml_extent import not_allowed
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.duplicate_keys import duplicate_keys
from knotwork.snippets.yaml.field_index import FieldIndex
from knotwork.snippets.yaml.foreign_tags import foreign_tags
from knotwork.snippets.yaml.limits import (
    MAX_DOCUMENTS,
    YAML_LIMIT,
    LimitExceeded,
    check_alias_limits,
    check_limits,
)
from knotwork.snippets.yaml.nodes import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    MAPPING,
    MERGE,
    NULL,
    SEQUENCE,
    STRING,
    TAG,
    nodes,
    plain,
)
from knotwork.snippets.yaml.scalars import Kind, kind_of
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX, syntax_error

_TAGS: Mapping[Kind, str] = {
    "str": STRING,
    "int": INTEGER,
    "float": FLOAT,
    "bool": BOOLEAN,
    "null": NULL,
    "merge": MERGE,
}
"""The very texts that others compare tags with, which is quicker than with equal ones."""
_OF_SCALARS = frozenset((*_TAGS.values(), f"{TAG}binary", f"{TAG}timestamp"))
_MARKER = lazy_regex(r"^(---|\.\.\.)(?=[ \t\n]|\Z)[^\n]*\n?", re.MULTILINE)
_NO_CONTENT = lazy_regex(r"(?:[ \t]*(?:#[^\n]*)?(?:\n|\Z)|%[^\n]*(?:\n|\Z))*")
try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]
_EXPLAINED = 50
"""After so many violations the causes of further errors are not looked for, which takes some parsing each."""
_Scalar = yaml.ScalarNode
_EXACT = _Parser.__name__ == "CParser"
"""Whether libyaml is installed; PyYAML's own parser refuses some tabs that Kubernetes accepts."""


class Document(Struct, frozen=True):
    """One document of a text."""

    root: yaml.Node | None
    """None: it has no content, or could not be read."""
    start: int
    """The offset of its first character, after the line of its `---`."""
    end: int
    """The offset after its last character; the next `---` is not in it."""
    index: FieldIndex | None = None
    """The fields of its mappings; None when there is no root."""


class Composed(Struct, frozen=True):
    """A text as nodes."""

    text: str
    documents: tuple[Document, ...]
    violations: tuple[Violation, ...]
    """What is wrong with it as YAML: `yaml-syntax`, `yaml-limit`, `yaml-tag`, `duplicate-key`."""
    exact: bool = True
    """False when libyaml is missing and PyYAML's own parser was used, which refuses some valid texts."""

    @property
    def values(self) -> list[object]:
        """The values of its documents, without those that are empty."""
        return [plain(document.root) for document in self.documents if document.root is not None]

    @property
    def nodes(self) -> Iterator[yaml.Node]:
        """The nodes of all its documents."""
        roots = (document.root for document in self.documents if document.root is not None)
        return chain.from_iterable(map(nodes, roots))


def broken_documents(read: Composed) -> int:
    """How many documents of a text that was read have an error of YAML."""
    if not read.violations:
        return 0
    return sum(violation.rule is YAML_SYNTAX for violation in read.violations)


def composed(text: str, starts: Iterable[int] = ()) -> Composed:
    """The documents of a text. Never raises.

    A document that cannot be read does not hide the others. `starts` are offsets at which further documents
    begin although there is no `---`.
    """
    has_controls = not_allowed(text) is not None
    documents: list[Document] = []
    violations: list[Violation] = []
    for begin, start, end in _stretches(text, sorted(starts)):
        if len(documents) == MAX_DOCUMENTS:
            message = f"of more than {MAX_DOCUMENTS:,} documents in one block the rest is not read"
            violations.append(Violation(YAML_LIMIT, start, start, message, "Split the block."))
            break
        root = index = None
        if has_controls and (control := not_allowed(text[begin:end])):
            violations.append(_control(control, begin))
            documents.append(Document(None, start, end))
            continue
        try:
            root = _root(text[begin:end])
        except LimitExceeded as error:
            offset = begin + error.at
            violations.append(Violation(YAML_LIMIT, offset, offset, error.message, error.help))
        except yaml.YAMLError as error:
            causes = _stops_at if len(violations) < _EXPLAINED else None
            violations.append(syntax_error(error, text, begin, end, causes))
        if root is not None:
            _move(root, begin)
            index = FieldIndex(root, is_tree="*" not in text)
            if not index.is_plain:
                violations += duplicate_keys(root)
            if "!" in text:
                violations += foreign_tags(root, text)
        documents.append(Document(root, start, end, index))
    return Composed(text, tuple(documents), tuple(violations), _EXACT)


def _control(character: re.Match[str], begin: int) -> Violation:
    """The violation for a character that YAML does not allow, in the text from an offset on."""
    message = f"YAML does not allow the character U+{ord(character[0]):04X}"
    start, end = character.span()
    return Violation(YAML_SYNTAX, begin + start, begin + end, message, "Remove it.")


class _Resolver:
    """Gives each node its tag, as Kubernetes' parser does."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: Any) -> str:
        if kind is _Scalar:
            return _tag_of(value) if implicit[0] else STRING
        return MAPPING if kind is yaml.MappingNode else SEQUENCE

    # the tag of a node does not depend on where it is: these are called at every node, and do nothing
    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = staticmethod("".strip)


@lru_cache(maxsize=4096)  # manifests repeat the same few words
def _tag_of(text: str) -> str:
    """The tag of a plain scalar."""
    return _TAGS[kind_of(text)]


class _Composer(_Resolver, _Parser):
    """The parser, with our resolver."""

    def __init__(self, text: str) -> None:
        _Parser.__init__(self, text)


class _LaterAnchors(_Resolver, yaml.composer.Composer):
    """A composer of the parser's events, in which an anchor may be defined again: the later one counts.

    So says YAML, and go-yaml, which kubectl reads with, does it. PyYAML's own composers refuse it.
    """

    def __init__(self, parser: _Composer) -> None:
        yaml.composer.Composer.__init__(self)
        self.check_event, self.get_event = parser.check_event, parser.get_event
        self.peek_event = parser.peek_event

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        event = self.peek_event()
        if not isinstance(event, yaml.AliasEvent):
            self.anchors.pop(getattr(event, "anchor", None), None)
        return super().compose_node(parent, index)  # type: ignore[arg-type]


def _root(text: str) -> yaml.Node | None:
    """The root of a text with one document; raises LimitExceeded and yaml.YAMLError."""
    check_limits(text, _Composer)
    try:
        root = _single_node(text)
    except yaml.composer.ComposerError as error:
        if "duplicate anchor" not in str(error.context):
            raise
        root = _single_node(text, _LaterAnchors)
    if isinstance(root, yaml.ScalarNode) and not root.value and root.tag == NULL:
        return None  # nothing but a `---`
    if root is not None and "*" in text:
        check_alias_limits(root)
    if root is not None and "!" in text:
        _without_types_of_scalars(root)
    return root


def _single_node(text: str, composer: Callable[[_Composer], Any] = lambda parser: parser) -> yaml.Node | None:
    parser = _Composer(text)
    try:
        root: yaml.Node | None = composer(parser).get_single_node()
    finally:
        parser.dispose()
    return root


def _without_types_of_scalars(root: yaml.Node) -> None:
    """Give a list or mapping that is said to be a scalar, as `!!str [a]` is, the tag of what it is."""
    for node in nodes(root):
        if isinstance(node, yaml.CollectionNode) and node.tag in _OF_SCALARS:
            node.tag = MAPPING if isinstance(node, yaml.MappingNode) else SEQUENCE


def _stops_at(text: str) -> int | None:
    """Where the parser stops in a text with one document; None: it reads it all."""
    try:
        _root(text)
    except LimitExceeded as error:
        return error.at
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        return mark.index if mark is not None else 0
    return None


def _stretches(text: str, starts: list[int]) -> Iterator[tuple[int, int, int]]:
    """For each document: the offset it is composed from, the one it starts at, and the one it ends at."""
    if "\n---" not in text and not text.startswith("---") and "..." not in text and not starts:
        yield 0, 0, len(text)
        return
    begin = start = 0
    cuts = [(m.start(), m.end(), m[1]) for m in _MARKER.finditer(text)] + [(at, at, "") for at in starts]
    for at, after, marker in sorted(cuts):
        if marker == "---" and _NO_CONTENT.fullmatch(text, begin, at) and begin == start:
            # comments and directives above a first `---` belong to the document below it
            if text.find("%", begin, at) == -1:
                begin = at
            start = after if _only_marker(text, at, after) else at
            continue
        yield begin, start, at
        begin, start = (after, after) if marker == "..." else (at, after)
        if marker == "---" and not _only_marker(text, at, after):
            start = at
    yield begin, start, len(text)


def _only_marker(text: str, at: int, after: int) -> bool:
    rest = text[at + 3 : after].strip()
    return not rest or rest.startswith("#")


def _move(root: yaml.Node, by: int) -> None:
    """Make the offsets of a tree count from the start of the whole text."""
    if by == 0:
        return
    for node in nodes(root):
        node.start_mark = _moved(node.start_mark, by)
        node.end_mark = _moved(node.end_mark, by)


def _moved(mark: yaml.Mark, by: int) -> yaml.Mark:
    # a new mark: those of libyaml are read-only
    return yaml.Mark(mark.name, mark.index + by, mark.line, mark.column, None, 0)
