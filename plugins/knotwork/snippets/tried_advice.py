"""Advice about a field is given only where it was tried: the document is changed so, and validated again.

A field that "belongs under" another one, a name that is meant, a list that is to be a mapping: where the
changed document is not right, another account of the finding is tried. At last it says only what is known
there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.snippets.changed_trees import Pairs, TreeCopy, first_keys, number_of, pairs_at
from knotwork.snippets.changed_values import changed_value
from knotwork.snippets.fields.duplicate_items import DUPLICATE_ITEM
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.other_levels import is_of_many_things
from knotwork.snippets.fields.several_places import may_be_several, of_several
from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.value_changes import UNDER
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.found_elsewhere import without_elsewhere
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.validation import Result
from knotwork.snippets.violation import THIS_TOO, Violation, is_error
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.nodes import key_of

_MOST, _FEWEST = 24, 4
"""The most findings of one document whose advice is tried, and those of a long one."""
_CHARACTERS = 200_000
"""The most that are validated again: of a document of 10,000 characters, 20 times."""
_MOST_AT_ONCE = 8
"""The most fields that are moved together."""
_EMPTIED = "`{}:` then has nothing left, which is refused: write what belongs there."
_ADDED = -1
"""The offset of what is in no text."""
_MISPLACED = frozenset((UNKNOWN_FIELD, WRONG_TYPE, ONE_OF, DUPLICATE_ITEM))
"""What is found where something is that does not belong there."""
_ACROSS = ("undefined-", "unmatched-", "missing-")
"""How the rules begin that compare a value with others, which may be the wrong ones."""
_PLACE = yaml.ScalarNode("", "", *(yaml.Mark("", _ADDED, 0, 0, None, 0),) * 2)

Validated = Callable[[yaml.Node], Sequence[Violation]]
_Key = tuple[SnippetRule, int, str]


class _Tried(Struct, frozen=True):
    """What comes of following some advice."""

    how: Literal["right", "lacking", "wrong", "untried"]
    needs: tuple[str, ...] = ()
    """The fields that what is added needs, too."""
    empties: str = ""
    """The field that has nothing left, and is refused so."""


_WRONG = _Tried("wrong")
_RIGHT = _Tried("right")
_UNTRIED = _Tried("untried")


class _Touched(Struct, frozen=True):
    """The offsets of what a change touches."""

    around: frozenset[int]
    """The fields of the mappings that lose or get a field."""
    values: tuple[yaml.Node, ...]
    """The values that are moved or changed."""
    beside: frozenset[str] = frozenset()
    """The names of the fields beside one that is moved, which may belong to its new place, too."""
    checked: bool = True
    """Whether what such a value says tells if it belongs there, too."""
    emptied: tuple[str, frozenset[int]] = ("", frozenset())
    """The field that has nothing left, and where it and its value stood."""


def with_tried_advice(
    violations: Sequence[Violation], document: Document, again: Callable[[Document], Result]
) -> list[Violation]:
    """The violations of a document, each with the advice that was found to be right.

    `again` validates another tree for the document, as it found them in the tree as it is.
    """
    root = document.root
    if root is None or not any(violation.otherwise for violation in violations):
        return list(violations)

    def validated(changed: yaml.Node) -> Sequence[Violation]:
        return again(Document(changed, document.start, document.end)).violations

    trial = _Trial(root, violations, validated)
    return without_elsewhere([trial.supported(one) if one.otherwise else one for one in violations], root)


class _Trial:
    """The trials of the advice about one document."""

    def __init__(self, root: yaml.Node, faults: Sequence[Violation], validated: Validated) -> None:
        self.root, self.validated = root, validated
        self.moves = [fault for fault in faults if fault.belongs or fault.below][:_MOST_AT_ONCE]
        self.before = frozenset(key for fault in faults for key in _keys_of(fault))
        length = root.end_mark.index - root.start_mark.index
        self.left = max(_FEWEST, min(_MOST, _CHARACTERS // max(1, length)))

    def supported(self, fault: Violation) -> Violation:
        """The violation with the account of it that its trial supports."""
        accounts = fault.otherwise
        neutral = accounts[-1]
        results: list[_Tried] = []
        self.left -= 1
        options = (fault, *accounts[:-1])
        for option in options:
            if not option.among and _is_one_right(options, results):
                break
            result = self._tried(option, likely=option is fault) if self.left >= 0 else _UNTRIED
            if result.how == "wrong" and option.related:
                # those with it may be wrong in themselves
                result = self._tried(replace(option, related=()), likely=option is fault)
            results.append(result)
            if result.how == "right" and not may_be_several(option, options[len(results) :]):
                break
        right = _right(options, results)
        if len(right) == 1:
            chosen = right[0]
        elif results[0].how == "untried" and fault.meant:
            chosen = fault  # it is a question
        elif right:
            chosen = of_several(right)
        else:
            help_ = _with_possibility(neutral.help, options[0], results[0])
            chosen = replace(neutral, help=help_, below=fault.below)
        if right and (empties := next((one.empties for one in results if one.how == "right"), "")):
            chosen = replace(chosen, help=f"{chosen.help or ''} {_EMPTIED.format(empties)}".lstrip())
        if chosen is fault:
            return replace(fault, otherwise=())
        related = chosen.related or fault.related
        return replace(chosen, otherwise=(), severity=fault.severity, related=related)

    def _tried(self, option: Violation, *, likely: bool) -> _Tried:
        """What comes of following one account; of a path into a list, in any of its items that are near.

        `likely`: it is the first account; a name that is like the written one may have a wrong value, too.
        """
        if not (option.belongs or option.below or option.meant or option.change):
            return _RIGHT  # it says what is there
        others = [fault for fault in self.moves if fault.start != option.start]
        path = option.belongs + option.below
        ways: list[tuple[int, Sequence[Violation]]] = [(-1, ()), (0, ())] if "[]" in path else [(0, ())]
        if path and others:
            ways.append((-1, others))
        results = []
        for item, first in ways:
            copy = TreeCopy(self.root)
            if not copy.is_tree:
                return _UNTRIED
            if option.start not in copy.keys and option.start not in copy.items:
                return _UNTRIED  # it is in a text of the document
            for fault in first:
                _changed(copy, fault, item)
            touched = _changed(copy, option, item)
            is_name = likely and bool(option.meant)
            results.append(self._validated(copy.root, option, touched, is_name) if touched else _WRONG)
            if results[-1].how == "right":
                break
        return min(results, key=lambda result: ("right", "lacking", "wrong").index(result.how))

    def _validated(self, root: yaml.Node, option: Violation, touched: _Touched, is_name: bool) -> _Tried:
        """What is found in the changed document at the places that were touched.

        `is_name`: what is wrong with the value does not count.
        """
        needs: list[str] = []
        inner = [first_keys(node) for node in touched.values]
        unknown = 0
        empties = ""
        for fault in self.validated(root):
            if not is_error(fault):
                continue
            if fault.rule is option.rule and fault.start == option.start and not is_name:
                return _WRONG
            if _key(fault) in self.before or fault.has_suggestion:
                continue  # a slip in the value says nothing about its place
            if option.among:
                return _WRONG
            if fault.start in touched.emptied[1] and fault.rule not in _MISPLACED:
                empties = touched.emptied[0]
                continue
            if fault.missing or fault.rule is MISSING_FIELD:
                places = (fault.start, *(start for start, _, _ in fault.related))
                needed = fault.missing.rpartition(".")[2]
                needs += [needed] if _ADDED in places and needed not in touched.beside else []
            elif (not is_name and _is_about(fault, touched)) or (option.change and _has_two(fault, inner)):
                return _WRONG
            elif fault.rule in _MISPLACED:
                unknown += any(fault.start in keys for keys in inner)
        if 2 * unknown > sum(map(len, inner)):
            return _WRONG
        if needs:
            return _Tried("lacking", tuple(dict.fromkeys(filter(None, needs))))
        return _Tried("right", empties=empties)


def _right(options: Sequence[Violation], results: Sequence[_Tried]) -> list[Violation]:
    return [option for option, result in zip(options, results, strict=False) if result.how == "right"]


def _is_one_right(options: Sequence[Violation], results: Sequence[_Tried]) -> bool:
    """Whether one of several places, which are tried together, is right."""
    return any(option.among for option in _right(options, results))


def _has_two(fault: Violation, inner: Sequence[frozenset[int]]) -> bool:
    """Whether a changed value has two fields of which it may have one."""
    return fault.rule is ONE_OF and any(fault.start in keys for keys in inner)


def _is_about(fault: Violation, touched: _Touched) -> bool:
    """Whether it is about what a change did, and not about what is below that."""
    if fault.start == _ADDED:
        return True
    if fault.start in touched.around and fault.rule in _MISPLACED:
        return touched.checked or fault.rule is not WRONG_TYPE
    items = [item for node in touched.values if isinstance(node, yaml.SequenceNode) for item in node.value]
    if fault.rule is WRONG_TYPE and any(fault.start == item.start_mark.index for item in items):
        return True
    is_value = any(fault.start == node.start_mark.index for node in touched.values)
    return touched.checked and is_value and not fault.rule.code.startswith(_ACROSS)


def _with_possibility(help_: str | None, option: Violation, result: _Tried) -> str | None:
    """The help that claims nothing, with a place that may be meant."""
    if result.how not in ("lacking", "untried") or option.change or option.meant:
        return help_
    name = option.belongs.rpartition(".")[0].replace("[+]", "[]")
    place = f"under {option.below}" if option.below else f"in {name}" if name else "at the top"
    needs = f", which needs {any_of(result.needs, 'and')}, too" if result.needs else ""
    return " ".join(filter(None, (help_, f"It may belong {place}{needs}.")))


def _key(fault: Violation) -> _Key:
    return fault.rule, fault.start, fault.missing


def _keys_of(fault: Violation) -> Iterator[_Key]:
    yield _key(fault)
    yield from ((fault.rule, start, "") for start, _, phrase in fault.related if phrase == THIS_TOO)


def _changed(copy: TreeCopy, option: Violation, item: int) -> _Touched | None:
    """The copy after what the help says; None where that cannot be done."""
    if option.change:
        return _with_value(copy, option)
    pairs = copy.keys.get(option.start)
    if pairs is None:
        return None
    if option.belongs or option.below:
        return _moved(copy, pairs, option, item)
    number = number_of(pairs, option.start)
    key, value = pairs[number]
    if any(key_of(other) == option.meant for other, _ in pairs):
        return None
    pairs[number] = yaml.ScalarNode(key.tag, option.meant, key.start_mark, key.end_mark), value
    return _Touched(_starts(pairs), (value,))


def _with_value(copy: TreeCopy, option: Violation) -> _Touched | None:
    pairs = copy.keys.get(option.start)
    if pairs is not None:
        number = number_of(pairs, option.start)
        value = changed_value(pairs[number][1], option.change, _PLACE)
        if value is None:
            return None
        was = pairs[number][1]
        pairs[number] = pairs[number][0], value
        return _Touched(_starts(pairs), (was if option.change.startswith(UNDER) else value,))
    if option.start not in copy.items:
        return None
    items, number = copy.items[option.start]
    value = changed_value(items[number], option.change, _PLACE)
    if value is None:
        return None
    items[number] = value
    return _Touched(frozenset(), (value,))


def _moved(copy: TreeCopy, pairs: Pairs, option: Violation, item: int) -> _Touched | None:
    """The copy with a field, and those beside it that belong there, too, in another place."""
    starts = {option.start, *(start for start, _, phrase in option.related if phrase == THIS_TOO)}
    moved = [pair for pair in pairs if pair[0].start_mark.index in starts]
    if option.belongs and not option.below:
        parent = option.belongs.removesuffix(key_of(moved[0][0])).removesuffix(".")
        target = pairs_at(copy.root.value, parent, _PLACE, item)
    else:
        target = pairs_at(pairs, option.below, _PLACE, item)
    if target is None or target is pairs:
        return None
    present = {key_of(key) for key, _ in target}
    if any(key_of(key) in present for key, _ in moved):
        return None
    for pair in moved:
        pairs.remove(pair)
        target.append(pair)
    emptied = _emptied(copy, option.start) if not pairs else ("", frozenset[int]())
    copy.drop_empty(pairs)
    values = tuple(value for _, value in moved)
    named = any(is_of_many_things(key_of(key)) for key, _ in moved)  # such a name says little
    beside = frozenset(key_of(key) for key, _ in pairs)
    around = _starts(pairs) | _starts(target)
    return _Touched(around, values, beside, checked=named, emptied=emptied)


def _emptied(copy: TreeCopy, start: int) -> tuple[str, frozenset[int]]:
    """The field whose only entry was the one at an offset, and where it and its value stood."""
    for pairs in copy.keys.values():
        for key, value in pairs:
            if isinstance(value, yaml.MappingNode) and not value.value and value.start_mark.index == start:
                return key_of(key), frozenset((start, key.start_mark.index))
    return "", frozenset()


def _starts(pairs: Pairs) -> frozenset[int]:
    """The offsets of keys and values, without what is below them."""
    return frozenset(node.start_mark.index for pair in pairs for node in pair)
