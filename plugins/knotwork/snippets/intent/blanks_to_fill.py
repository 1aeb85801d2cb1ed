"""Forms of exercises: fields without a value that the text asks to fill in, or says to remain empty.

Fill in the name and the image.

containers:
  - name:
    image:
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.intent.absence_rules import OF_FIELDS
from knotwork.snippets.violation import Violation, severity, with_infos
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.nodes import NULL

_FEWEST = 2
"""So many values are not left out by accident where the text asks for them."""
_ASKS = (
    r"\b(?:(?:fill|filling)(?:[ \t]+(?:in|out|up)\b|[ \t]+(?:the|all|any|these|those)[ \t]+(?:\w+[ \t]+)?"
    r"(?:blanks?|gaps?|fields?|values?))|to-?do\b"
    r"|complete[ \t]+(?:the|this|these|each)[ \t]+(?:\w+[ \t]+){0,3}"
    r"(?:manifest|ya?ml|file|definition|spec|field|value|blank|line|template|example|snippet|block)s?\b"
    r"|(?:add|provide|supply|write|enter|insert)[ \t]+(?:the|all)[ \t]+(?:missing|correct|right)\b"
    r"|(?:to be|must be|should be|are to be)[ \t]+(?:filled|completed)\b"
    r"|füllen?\b|ausfüllen|ergänzen?\b|vervollständigen?\b|complét(?:er|ez)\b|rempli(?:r|ssez)\b"
    r"|compl[eé]t[ae]r?\b[ \t]+(?:el|la|los|las|o|a|os|as)\b|rellen(?:a|ar|e)\b|preench(?:a|er)\b"
    r"|заполн\w+|дополн\w+)|填写|填空|补全|補完|埋め|채우"
)
_TEXT = lazy_regex(_ASKS, re.IGNORECASE)
_REMARK = lazy_regex(r"#[^\n]*")
_REMAINS = (
    r"\b(?:shall|must|should|to|will|may|can)[ \t]+(?:remain|stay|be(?:[ \t]+left)?)[ \t]+"
    r"(?:empty|blank|unset)\b|\b(?:left|leave|kept?)[ \t]+(?:it[ \t]+)?(?:empty|blank|unset)\b"
    r"|\bbleib(?:t|en)[ \t]+leer\b|\bleer (?:lassen|bleiben)\b|\bvací[oa]s?\b|\blaiss\w+ vides?\b"
)
_TEXT_REMAINS = lazy_regex(_REMAINS, re.IGNORECASE)
"""What says that fields have no value on purpose: `it shall remain empty`."""
_HELP = "It is to be filled in, as the text says."
_EMPTY = "It is to remain empty, as the text says."


def with_blanks(violations: Sequence[Violation], document: Document, block: Fence) -> Sequence[Violation]:
    """The violations of a document in a note; as infos those of fields that are to be filled in."""
    root = document.root
    if root is None or all(severity(own) == "info" for own in violations):
        return violations
    blanks = [*_blanks(root)]
    if not blanks:
        return violations
    text = _text(block, document)
    if _TEXT_REMAINS.search(text):
        places = {node.start_mark.index for nodes in blanks for node in nodes}
        return with_infos(
            violations, lambda own: own.rule in OF_FIELDS and own.start in places, lambda _: _EMPTY
        )
    if len(blanks) < _FEWEST or not _TEXT.search(text):
        return violations
    places = {node.start_mark.index for _, *pair in blanks for node in pair}
    return with_infos(violations, lambda own: own.start in places, lambda _: _HELP)


def _text(block: Fence, document: Document) -> str:
    """The text above a block, and the comments of a document in it."""
    above = text_above(block.above)
    remarks = _REMARK.findall(block.text, document.start, document.end)
    return "\n".join((above.heading, *above.own, *remarks))


def _blanks(root: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node, yaml.Node]]:
    """The fields below a node whose values are empty, each behind what it is a field of: `image:`."""
    waiting, seen = [(root, root)], set[int]()
    while waiting:
        owner, node = waiting.pop()
        if id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += [(item, item) for item in node.value]
            continue
        for key, value in node.value:
            if value.tag == NULL and not value.value:
                yield owner, key, value
            else:
                waiting.append((key, value))
