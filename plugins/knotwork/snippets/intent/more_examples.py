"""A second example below the first in one block, without `---` between them: its keys are no mistakes.

# with a number
replicas: 3

# without pods
replicas: 0

What shows that a key begins one is a step of its own; some of them leave it open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.line_offsets import line_above, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.intent.chosen_lines import chosen_from
from knotwork.snippets.intent.marks_of_wrong import has_both_marks
from knotwork.snippets.intent.titled_parts import begins_titled_part
from knotwork.snippets.snippet import Mode
from knotwork.snippets.validation import Context
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.duplicate_keys import (
    DUPLICATE_KEY,
    is_another_example,
    repeated_paragraphs,
    to_do,
    together,
)
from knotwork.snippets.yaml.nodes import key_of, nodes
from knotwork.snippets.yaml.placeholders import is_placeholder

_APART = "Put `---` between two examples, or give each its block."
_OR_EXAMPLES = "If they are two examples, put `---` between them."
_EXAMPLES = 3
_ENCODED = lazy_regex(r"(?:base-?64|b64|encode)\w*\([^()\n]*\)", re.IGNORECASE)
_ALTERNATIVE = lazy_regex(
    r"#[ \t#=*-]*(?:(?:an?|the|as an) )?(?:or|oder|ou|или|alternativ(?:e(?:ly)?|a(?:mente)?|ement)"
    r"|option [b-z2-9]|variant [b-z2-9]|variante [b-z2-9]|альтернатив\w*|方式[二2]|另一种|または|또는)\b",
    re.IGNORECASE,
)
_HEAD = ("apiVersion", "kind")


class _Repeated(Struct, frozen=True):
    """The repeated keys of a document."""

    keys: Sequence[int]
    """Their offsets, sorted."""
    first: Mapping[int, int]
    """By these, the offsets of the keys that they repeat."""
    mode: Mode
    text: str
    """That of the offsets."""
    root: yaml.Node
    context: Context

    @property
    def in_manifest(self) -> bool:
        return self.mode == "full" and not self.context.file

    @property
    def in_no_manifest(self) -> bool:
        return self.mode in ("fragment", "syntax", "other") and not self.context.file


_Step = Callable[[_Repeated], Iterable[int]]
"""The offsets of keys that are of another example; not all of them need be repeated."""


def with_examples(
    violations: Sequence[Violation], mode: Mode, text: str, root: yaml.Node | None, context: Context
) -> list[Violation]:
    """The violations of a text; as infos where they are about keys that begin another example.

    `root`: that of the document.
    """
    first = {
        violation.start: violation.related[0][0]
        for violation in violations
        if violation.rule is DUPLICATE_KEY
    }
    if not first or root is None:
        return [*violations]
    repeated = _Repeated(sorted(first), first, mode, text, root, context)
    others, unsure = ({key for step in steps for key in step(repeated)} for steps in (_OTHERS, _UNSURE))
    slips = unsure & _mistakes(repeated) if unsure else set()
    return together([_as_example(violation, others, unsure, slips) for violation in violations], root)


def _as_example(violation: Violation, others: Set[int], unsure: Set[int], slips: Set[int]) -> Violation:
    if violation.rule is DUPLICATE_KEY and violation.start in others | unsure:
        if violation.start in slips - others:
            return replace(violation, severity="warning", repair=None)
        help_ = _APART if violation.start in others else f"{to_do(violation)}. {_OR_EXAMPLES}"
        return replace(violation, severity="info", help=help_, repair=None)
    return violation


def _mistakes(repeated: _Repeated) -> set[int]:
    """The keys at the top that begin no other example: the first of all is there once, and no gap above them.

    Both values are mappings or lists, on lines of their own.
    """
    pairs = repeated.root.value if isinstance(repeated.root, yaml.MappingNode) else []
    offsets = {key.start_mark.index: value for key, value in pairs}
    if not pairs or pairs[0][0].start_mark.index in repeated.first.values():
        return set()
    return {
        at
        for at in repeated.keys
        if at in offsets
        and not is_another_example(repeated.text, at)
        and all(_is_block(offsets.get(key)) for key in (at, repeated.first[at]))
    }


def _is_block(value: yaml.Node | None) -> bool:
    return isinstance(value, yaml.CollectionNode) and not value.flow_style and bool(value.value)


# -- the steps


def _paragraphs(repeated: _Repeated) -> Iterable[int]:
    """In YAML of others, the keys of paragraphs that begin alike."""
    if repeated.mode == "syntax":
        yield from repeated_paragraphs(repeated.root, {*repeated.keys}, repeated.text)


def _below_comments(repeated: _Repeated) -> Iterable[int]:
    """In a part of a manifest, or in a proposal, what a comment or an empty line stands above.

    A file of kustomize is whole.
    """
    if repeated.context.kustomization:
        return
    if repeated.mode in ("fragment", "other") or (repeated.context.proposal and repeated.mode != "syntax"):
        begin = {key for key in repeated.keys if is_another_example(repeated.text, key)}
        yield from begin
        yield from _below(repeated.root, repeated.keys, begin) if begin else ()


def _titled(repeated: _Repeated) -> Iterable[int]:
    """In a manifest of a note, what begins a part with a title."""
    if repeated.in_manifest:
        first = repeated.root.start_mark.index
        yield from (key for key in repeated.keys if begins_titled_part(repeated.text, key, first))


def _marked(repeated: _Repeated) -> Iterable[int]:
    """In a note, all of a block that marks what is right in it, and what is wrong."""
    if repeated.in_no_manifest and has_both_marks(repeated.text):
        yield from repeated.keys


def _at_top(repeated: _Repeated) -> Iterable[int]:
    """In a note, the keys at the top of what has neither an apiVersion nor a kind."""
    pairs = repeated.root.value if isinstance(repeated.root, yaml.MappingNode) else []
    if repeated.in_no_manifest and not any(key_of(key) in _HEAD for key, _ in pairs):
        yield from (key.start_mark.index for key, _ in pairs)


def _often(repeated: _Repeated) -> Iterable[int]:
    """In a note, those that a mapping of no manifest has three times or more, as examples of one field."""
    for node in nodes(repeated.root) if repeated.in_no_manifest else ():
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        names = Counter(key_of(key) for key, _ in pairs)
        yield from (
            key.start_mark.index
            for key, _ in pairs
            if names[key_of(key)] >= _EXAMPLES and key.start_mark.index in repeated.keys
        )


def _below_their_comments(repeated: _Repeated) -> Iterable[int]:
    """Two or more keys of a mapping below a comment, as its first one is: alternatives.

    One is enough if its value is to be filled in. Each alternative of a file begins with the first key.
    """
    for mapping in nodes(repeated.root):
        pairs = mapping.value if isinstance(mapping, yaml.MappingNode) else []
        again: list[int] = []
        begun = to_fill_in = False
        for key, value in pairs if _may_be_alternatives(pairs, repeated) else ():
            at = key.start_mark.index
            begun = at in repeated.first and (begun or bool(_comment_above(repeated.text, at)))
            again += [at] if begun else []
            to_fill_in = to_fill_in or (begun and _is_to_fill_in(value))
        yield from again if len(again) > 1 or to_fill_in else ()


def _may_be_alternatives(pairs: Sequence[tuple[yaml.Node, yaml.Node]], repeated: _Repeated) -> bool:
    """Whether a comment stands above the first of some fields; in a file, another one where it stands again.

    In a file that describes its other fields as well none of them begins an alternative.
    """
    if not pairs or not _comment_above(repeated.text, pairs[0][0].start_mark.index):
        return False
    if not repeated.context.file:
        return True
    comments = [
        (key_of(key), comment)
        for key, _ in pairs
        if (comment := _comment_above(repeated.text, key.start_mark.index))
    ]
    names = {name for name, _ in comments}
    return len(names) == 1 and 1 < len(comments) == len({comment for _, comment in comments})


def _comment_above(text: str, at: int) -> str:
    """The comment on the line above that of an offset; empty for none."""
    line = line_start(text, at)
    above = text[line_above(text, line) : line].strip()
    return above if above.startswith("#") else ""


def _is_to_fill_in(value: yaml.Node) -> bool:
    """Whether a value is a placeholder, or says what is to be encoded: `base64(password)`."""
    written = value.value if isinstance(value, yaml.ScalarNode) else ""
    return is_placeholder(written) or _ENCODED.fullmatch(written) is not None


def _alternatives(repeated: _Repeated) -> Iterable[int]:
    """In a manifest of a note, what a comment calls another way: `# Alternative: by share`."""
    if repeated.in_manifest:
        yield from (key for key in repeated.keys if _ALTERNATIVE.match(_comment_above(repeated.text, key)))


def _chosen(repeated: _Repeated) -> Iterable[int]:
    """Keys that marks for a program stand between: it keeps one of the two."""
    return chosen_from(repeated.text, repeated.first)


_OTHERS: Sequence[_Step] = (_paragraphs, _below_comments)
_UNSURE: Sequence[_Step] = (_titled, _marked, _at_top, _often, _below_their_comments, _alternatives, _chosen)


def _below(root: yaml.Node, keys: Sequence[int], others: Set[int]) -> Iterator[int]:
    """Those of some repeated keys that follow others of their mapping, which begin an example."""
    for node in nodes(root):
        begun = False
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            at = key.start_mark.index
            begun = at in others or (begun and at in keys)
            if begun:
                yield at
