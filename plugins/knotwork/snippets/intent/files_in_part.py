"""Files that a note shows one by one, most of them in part: what the others leave out, each may.

`deployment.yaml`:            a block of `kind:` and `spec:` only
`service.yaml`:               one that ends with `...`
`ingress.yaml`:               so one that lacks a required field is no whole file, either
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set

import yaml

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.intent.wholeness import says_part
from knotwork.snippets.pending import PendingDocument
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import key_of

_FILE = lazy_regex(r"[\w-]\.ya?ml\b")
_LEAST = 2
"""So many other files of a list must be shown in part."""


def files_in_part(
    documents: Sequence[PendingDocument], violations: Sequence[Sequence[Violation]]
) -> Set[int]:
    """The fences of files in lists of which the most others are shown in part."""
    if documents[-1].fence - documents[0].fence < _LEAST:
        return frozenset()
    if not any(own.rule is MISSING_FIELD for faults in violations for own in faults):
        return frozenset()
    lists: dict[Sequence[str], dict[int, bool]] = defaultdict(dict)
    for document, faults in zip(documents, violations, strict=True):
        if (list_ := _list_of(document.block)) is not None:
            files = lists[list_]
            files[document.fence] = files.get(document.fence, False) or _is_in_part(document, faults)
    return frozenset(fence for files in lists.values() for fence in files if _are_most(files, fence))


def _are_most(files: dict[int, bool], fence: int) -> bool:
    parts = sum(files.values()) - files[fence]
    return parts >= _LEAST and 2 * parts >= len(files) - 1


def _list_of(block: Fence) -> Sequence[str] | None:
    """The sections that a block with the name of a file stands in; None: it has no such name.

    A heading that is the name begins no list.
    """
    above = text_above(block.above)
    if _FILE.search(above.heading):
        return block.beginnings[:-1]
    label, first = above.paragraph.rpartition("\n")[2], block.text.partition("\n")[0]
    named = _FILE.search(label) or (first.startswith("#") and _FILE.search(first))
    return block.beginnings if named else None


def _is_in_part(document: PendingDocument, faults: Sequence[Violation]) -> bool:
    """Whether a document is shown in part by what it leaves out."""
    if document.result.mode == "partial" or any(map(says_part, faults)):
        return True
    root = document.document.root
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return bool(pairs) and all(key_of(key) != "apiVersion" for key, _ in pairs)
