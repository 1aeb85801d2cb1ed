"""Alternatives in one block, each below a comment that says so: `# before`, `# after`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

import yaml
from msgspec.structs import replace

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import Composed, Document
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.separators import IN_OTHER_LANGUAGES

_COMMENT_ABOVE = lazy_regex(r"(?:\A|\n)(?P<above>[^\n]*)\n(?P<comments>(?:[ \t]*#[^\n]*\n)+)[ \t]*\Z")
_SAYS_SO = lazy_regex(
    r"#\W*(?:or ?(?:\W|$)"
    r"|(?:alternative(?:ly)?|after|before|old|new|instead|option|variant|bad|good|wrong|right)\b"
    rf"|{IN_OTHER_LANGUAGES}"
    r"|[^\n]*:[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_FOR_ANCHORS = lazy_regex(
    r"['\"]?(?:[._]|x-|(?:anchors?|aliases|alias|vars?|variables|definitions)\b)", re.IGNORECASE
)
_ANCHOR = lazy_regex(r"[ \t]*:[ \t]+&[^\s,\]}]")
_OR = lazy_regex(rf"^[ \t]*#\W*(?:or|vs|versus|{IN_OTHER_LANGUAGES})\W*$", re.IGNORECASE | re.MULTILINE)
_COMMENT_BEHIND = lazy_regex(r"[ \t]+#")
_OF_KUSTOMIZE = "kustomize.config.k8s.io/"
_MANY = 200
"""With more duplicate keys, those of halves are not told apart."""
_LOOKED_AT = 1000
"""The most characters above a key that are looked at."""


def without_alternatives(read: Composed) -> Composed:
    """A text that was read, without duplicate keys that are parts of their own in an excerpt.

    A comment stands above such a key or begins its paragraph, and an empty line above the comment, or the
    comment names an alternative; or the keys only hold anchors. In a manifest with apiVersion and kind a
    duplicate key is one: it would be refused.
    """
    if not any(violation.rule is DUPLICATE_KEY for violation in read.violations):
        return read
    starts = [document.start for document in read.documents]
    kinds = {document.start: _kind(document, read.text) for document in read.documents}

    def is_one(violation: Violation) -> bool:
        if violation.rule is not DUPLICATE_KEY:
            return True
        start = starts[max(0, bisect_right(starts, violation.start) - 1)]
        kind = kinds[start]
        return kind is None or not (
            _is_set_apart(read.text, violation)
            or kind == "listing"
            or (kind == "one key" and _is_below_line(read.text, violation.start))
            or _holds_anchor(read.text, violation)
            or _is_listed(read.text, violation)
        )

    return _without_second_halves(read, list(filter(is_one, read.violations)))


def _without_second_halves(read: Composed, kept: list[Violation]) -> Composed:
    """A text that was read, without keys of both halves of an excerpt: below `# bad` and below `# good`.

    `kept`: the violations without those of keys that stand directly below such a comment.
    """
    others = {id(violation) for violation in kept}
    excused = [violation for violation in read.violations if id(violation) not in others]
    halves = [violation.start for violation in excused if _begins_half(read.text, violation)]
    if not halves or len(kept) > _MANY:
        return replace(read, violations=tuple(kept))
    twice = [violation for violation in read.violations if violation.rule is DUPLICATE_KEY]

    def is_one(violation: Violation) -> bool:
        half = max((start for start in halves if start < violation.start), default=0)
        if violation.rule is not DUPLICATE_KEY or violation.related[0][0] >= half:
            return True
        key = read.text[violation.start : violation.end]
        within = (other for other in twice if half <= other.start < violation.start)
        return any(read.text[other.start : other.end] == key for other in within)

    return replace(read, violations=tuple(filter(is_one, kept)))


def _begins_half(text: str, violation: Violation) -> bool:
    """Whether a comment at the margin is about a duplicate key and what follows, or names an alternative."""
    above = text[max(0, violation.start - _LOOKED_AT) : violation.start]
    comment = _COMMENT_ABOVE.search(above)
    if comment is None:
        return False
    if not above.endswith("\n"):
        return _heads_a_part(comment, text, violation.start)
    return _SAYS_SO.search(comment["comments"]) is not None


def _kind(document: Document, text: str) -> Literal["one key", "listing", "parts"] | None:
    """What an excerpt shows, looked at once for all of its duplicate keys; None: it is a manifest."""
    if _is_manifest(document):
        return None
    if not _has_one_name(document.root):
        return "parts"
    return "listing" if _is_listing(document, text) else "one key"


def _is_manifest(document: Document) -> bool:
    root = document.root
    fields = dict(root.value) if isinstance(root, yaml.MappingNode) else {}
    names = {key_of(key): value for key, value in fields.items()}
    if not {"apiVersion", "kind"} <= names.keys():
        return False
    version = names["apiVersion"]
    if not isinstance(version, yaml.ScalarNode):
        return True
    return bool(version.value) and not version.value.startswith(_OF_KUSTOMIZE)


def _has_one_name(node: yaml.Node | None) -> bool:
    """Whether all keys of a mapping are one key, which alternatives of it have."""
    return isinstance(node, yaml.MappingNode) and len({key_of(key) for key, _ in node.value}) == 1


def _is_below_line(text: str, start: int) -> bool:
    """Whether an empty line or a comment stands above a key at the margin."""
    above = text[max(0, start - _LOOKED_AT) : start]
    return above.endswith("\n\n") or (above.endswith("\n") and _COMMENT_ABOVE.search(above) is not None)


def _holds_anchor(text: str, violation: Violation) -> bool:
    """Whether a key and the first of its name stand there for their anchors: `_: &host a.example`."""
    ends = (violation.end, violation.related[0][1])
    return _FOR_ANCHORS.match(text, violation.start) is not None and all(
        _ANCHOR.match(text, end) is not None for end in ends
    )


def _is_listing(document: Document, text: str) -> bool:
    """Whether a document shows one key several times, each with a value on its line; twice: and a comment."""
    root = document.root
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    if len(pairs) == 1 and _has_one_name(below := pairs[0][1]):  # below a key of their own
        return len(below.value) > 1 and _all_have_comments(below.value, text)
    if not all(isinstance(value, yaml.ScalarNode) for _, value in pairs):
        return False
    if len(pairs) > 2 or _SAYS_SO.match(text[document.start : document.end].lstrip()):
        return True
    return _all_have_comments(pairs, text)


def _all_have_comments(pairs: Sequence[tuple[yaml.Node, yaml.Node]], text: str) -> bool:
    """Whether a comment stands behind the value of each entry."""
    return all(_COMMENT_BEHIND.match(text, value.end_mark.index) for _, value in pairs)


def _is_listed(text: str, violation: Violation) -> bool:
    """Whether each line from the first key to this one is that key with a value and a comment behind it.

    Or a comment between the two says no more than `or` or `vs.`, on their level.
    """
    first = violation.related[0][0]
    if violation.start - first > _LOOKED_AT:
        return False
    begin = line_start(text, first)
    indent, key = text[begin:first], text[violation.start : violation.end]
    lines = text[begin : line_end(text, violation.start)].split("\n")
    one = re.compile(rf"{re.escape(indent)}{re.escape(key)}:[ \t]+[^\s#|>].*[ \t]#")
    if all(map(one.match, lines)):
        return True
    return any(
        line.startswith(f"{indent}#") and _OR.match(line) is not None for line in lines if indent.isspace()
    )


def _is_set_apart(text: str, violation: Violation) -> bool:
    start = max(0, violation.start - _LOOKED_AT)
    paragraph = text[text.rfind("\n\n", start, violation.start) + 2 : violation.start]
    if text.startswith("\n\n", violation.start - len(paragraph) - 2) and paragraph.lstrip(" ").startswith(
        "#"
    ):
        return True
    above = _COMMENT_ABOVE.search(text[max(0, violation.start - _LOOKED_AT) : violation.start])
    return above is not None and (
        not above["above"].strip()
        or _heads_a_part(above, text, violation.start)
        or _SAYS_SO.search(above["comments"]) is not None
        or _follows_one(text, violation)
    )


def _heads_a_part(comment: re.Match[str], text: str, start: int) -> bool:
    """Whether a comment at the margin stands above a field that does not: it is about what follows it."""
    first = line_start(text, start)
    return first < start and "\n#" in f"\n{comment['comments']}"


def _follows_one(text: str, violation: Violation) -> bool:
    """Whether the first key has a comment above it, too, and no other key of their mapping is between."""
    first = violation.related[0][0]
    beginning = line_start(text, first)
    if text[beginning:first].strip() or violation.start - first > _LOOKED_AT:
        return False
    if _COMMENT_ABOVE.search(text[max(0, first - _LOOKED_AT) : first]) is None:
        return False
    lines = text[text.find("\n", first) : violation.start].split("\n")[1:-1]
    return all(
        len(line) - len(line.lstrip()) > first - beginning or line.lstrip().startswith(("#", "- "))
        for line in lines
        if line.strip()
    )
