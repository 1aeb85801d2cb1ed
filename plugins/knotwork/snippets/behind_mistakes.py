"""What a mistake hides: a document is validated again as it is meant, with the field where it belongs.

A misspelt kind or field, or one in a wrong place, is one finding; what is wrong below it is another cause.
The document is corrected as the finding says, and what is then found in the corrected part is reported, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.snippets.changed_trees import TreeCopy, number_of, pairs_at, written_text
from knotwork.snippets.fields.absent_kinds import kinds_of_fields
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.apis import UNKNOWN_KIND
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.identity import identity
from knotwork.snippets.schema.builtin import BuiltinSchemas
from knotwork.snippets.validation import Result, verdict_of
from knotwork.snippets.violation import THIS_TOO, Violation, is_error, severity
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.field_index import FieldIndex

_MODES = ("full", "partial")
_OF_HEAD = frozenset((MISSING_FIELD, WRONG_TYPE))
"""The rules about an apiVersion that is not there, or is a number."""
_BELONGS = '" belongs '
_MOST = 8
"""The most mistakes that are corrected at once."""


class _Part(Struct, frozen=True):
    """A part of a document that a correction makes known."""

    start: int
    end: int
    keys: frozenset[int]
    """The offsets of its first fields; of a list, those of its items."""
    exact: bool = False
    """Whether its field has the name that is meant, and stands in a wrong place only."""


def with_hidden(
    result: Result, document: Document, again: Callable[[Document], Result], known: BuiltinSchemas
) -> Result:
    """The result with what its mistakes hide. `again` validates another tree for the document."""
    root = document.root
    if result.mode not in _MODES or not isinstance(root, yaml.MappingNode):
        return result
    mistakes = [fault for fault in result.violations if _is_correctable(fault)][:_MOST]
    if not mistakes:
        return result
    copy = TreeCopy(root)
    if not copy.is_tree:
        return result
    parts_of = [(fault, [*_corrected(copy, fault, known)]) for fault in mistakes]
    parts = [part for _, its_parts in parts_of for part in its_parts]
    api_version, kind, _, _ = identity(copy.root)
    kinds = (kind,) if kind else kinds_of_fields(copy.root, api_version or "", known)
    if not kind and kinds:
        parts.append(_whole(copy.root))
    if not parts:
        return result
    places = {fault.start for fault in result.violations}
    others = _in_all([[*_hidden_as(copy, kind_, document, again, places)] for kind_ in kinds])
    if not others or any(_is_elsewhere(part, others) for part in parts):
        return result
    # a mistake elsewhere may be hidden, too: a volume that is none of those in a wrong place
    hidden = [fault for fault in others if _is_certain(fault, parts)]
    if not hidden:
        return result
    unfit = {fault for fault, its_parts in parts_of if any(_holds(part, hidden) for part in its_parts)}
    shown = [_as_guess(fault) if fault in unfit else fault for fault in result.violations]
    every = (*shown, *hidden)
    return replace(result, violations=every, verdict=_verdict(result, every))


def _hidden_as(
    copy: TreeCopy, kind: str, document: Document, again: Callable[[Document], Result], places: set[int]
) -> Iterator[Violation]:
    """The violations of the copy as one of a kind, at other places."""
    root = copy.root
    if not identity(root).kind:
        others = [pair for pair in root.value if pair[0].value != "kind"]
        pairs = [(written_text("kind", root), written_text(kind, root)), *others]
        root = yaml.MappingNode(root.tag, pairs, root.start_mark, root.end_mark)
    meant = Document(root, document.start, document.end, FieldIndex(root, is_tree=True))
    for fault in again(meant).violations:
        if severity(fault) != "info" and fault.start not in places and fault.rule is not UNKNOWN_KIND:
            yield fault


def _in_all(of_kinds: Sequence[Sequence[Violation]]) -> list[Violation]:
    """The violations of the first kind that all other kinds have, too."""
    first, *others = of_kinds or [[]]
    common = [{(fault.start, fault.message) for fault in faults} for faults in others]
    return [fault for fault in first if all((fault.start, fault.message) in known for known in common)]


def _verdict(result: Result, violations: Sequence[Violation]) -> str:
    return "invalid" if verdict_of(violations) == "invalid" else result.verdict


def _is_correctable(fault: Violation) -> bool:
    if not is_error(fault):
        return False
    if fault.rule in _OF_HEAD:
        return fault.message.startswith(("apiVersion: ", "kind: "))
    if fault.rule not in (UNKNOWN_FIELD, UNKNOWN_KIND):
        return False
    # it says where, not only that it may be somewhere
    is_below = fault.below and _BELONGS in fault.message
    return bool(fault.repair is not None or fault.belongs or is_below or _meant(fault))


def _meant(fault: Violation) -> str:
    """The one name that a mistake without a repair stands for; an apiVersion and a kind are two."""
    return "" if fault.repair is not None or " " in fault.meant else fault.meant


def _is_elsewhere(part: _Part, others: Sequence[Violation]) -> bool:
    """Whether most fields of a part are unknown: it may belong somewhere else."""
    unknown = {fault.start for fault in others if fault.rule is UNKNOWN_FIELD} & part.keys
    return len(unknown) * 2 > len(part.keys)


def _holds(part: _Part, hidden: Sequence[Violation]) -> bool:
    return any(part.start <= fault.start < part.end for fault in hidden)


def _as_guess(fault: Violation) -> Violation:
    """A mistake whose correction is not safe: what stands below it does not quite fit."""
    return replace(fault, repair=replace(fault.repair, by=())) if fault.repair is not None else fault


def _is_certain(fault: Violation, parts: Sequence[_Part]) -> bool:
    """Whether a fault is one whatever else may be meant: what is absent near a top may be left out.

    So may the one value of a field, or all of its fields, be those of another one: of a field that is in a
    wrong place, too, where its value is none of those it could have there.
    """
    around = [part for part in parts if part.start <= fault.start < part.end]
    other = fault.rule is UNKNOWN_VALUE and fault.repair is None  # no slip of one that it may have
    if any(not part.keys and (not part.exact or other) for part in around):
        return False
    if fault.rule is not MISSING_FIELD and not fault.missing and REQUIRED not in fault.message:
        return True
    # what should be beside a field in a wrong place may be in a wrong place, too
    return fault.missing.count(".") > 1 and any(
        fault.start > part.start and not part.exact for part in around
    )


def _corrected(copy: TreeCopy, fault: Violation, known: BuiltinSchemas) -> Iterator[_Part]:
    """The parts that are known once the copy is corrected, which this does."""
    root = copy.root
    whole = _whole(root)
    if fault.rule in _OF_HEAD and fault.message.startswith("apiVersion: "):
        versions = known.versions_of(identity(root).kind or "")
        if len(versions) == 1:
            key, value = (written_text(word, root) for word in ("apiVersion", versions[0]))
            root.value.append((key, value))
            yield whole
    elif meant := _meant(fault):
        yield from _rewritten(copy, fault.start, fault.end, meant, whole)
    elif fault.repair is not None and len(fault.repair.changes) == 1:
        yield from _rewritten(copy, *fault.repair.changes[0], whole)
    elif fault.rule is UNKNOWN_FIELD:
        yield from _moved(copy, fault)


def _rewritten(copy: TreeCopy, start: int, end: int, new: str, whole: _Part) -> Iterator[_Part]:
    """The copy with another name of a field, or another kind or apiVersion."""
    name = new.strip("\"'")
    pairs = copy.keys.get(start)
    if pairs is None:
        pairs, number = copy.values.get(start, (None, 0))
        if pairs is not None and pairs[number][1].end_mark.index == end:
            pairs[number] = pairs[number][0], written_text(name, pairs[number][1])
            yield whole
        return
    number = number_of(pairs, start)
    key, value = pairs[number]
    if key.end_mark.index == end and all(other.value != name for other, _ in pairs):
        pairs[number] = written_text(name, key), value
        yield whole if name in ("apiVersion", "kind") and pairs is copy.root.value else _part(value)


def _moved(copy: TreeCopy, fault: Violation) -> Iterator[_Part]:
    """The copy with a field, and those beside it that belong there, too, in another place."""
    pairs = copy.keys.get(fault.start)
    if pairs is None:
        return
    starts = {fault.start, *(start for start, _, phrase in fault.related if phrase == THIS_TOO)}
    moved = [pair for pair in pairs if pair[0].start_mark.index in starts]
    if fault.among and any(isinstance(value, yaml.ScalarNode) for _, value in moved):
        return  # of one of several places, only what is within the value is known
    if fault.belongs:
        target = pairs_at(copy.root.value, fault.belongs.rpartition(".")[0], copy.root)
    else:
        target = pairs_at(pairs, fault.below, copy.root)
    if target is None or target is pairs:
        return
    present = {key.value for key, _ in target if isinstance(key, yaml.ScalarNode)}
    name = fault.belongs.rpartition(".")[2] if len(moved) == 1 else ""
    for pair in moved:
        if (name or pair[0].value) not in present:
            pairs.remove(pair)
            target.append((written_text(name, pair[0]), pair[1]) if name else pair)
            yield replace(_part(pair[1]), exact=True)


def _whole(root: yaml.Node) -> _Part:
    return _part(root, *(value for key, value in root.value if key.value == "spec"))


def _part(value: yaml.Node, *below: yaml.Node) -> _Part:
    """A part with a value; its first fields are also those of what is `below` it."""
    mappings = [*(value.value if isinstance(value, yaml.SequenceNode) else [value]), *below]
    keys = [key for node in mappings if isinstance(node, yaml.MappingNode) for key, _ in node.value]
    end = max(value.end_mark.index, value.start_mark.index + 1)
    return _Part(value.start_mark.index, end, frozenset(key.start_mark.index for key in keys))
