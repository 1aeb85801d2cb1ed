"""A form that names the types of its fields in place of values: `containerPort: integer`, `path: string`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.quantities import INVALID_QUANTITY
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.lints.invalid_base64 import INVALID_BASE64
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.lints.undefined_port import UNDEFINED_PORT
from knotwork.snippets.violation import Violation

_TYPE = lazy_regex(
    r"^[ \t-]*(?!type:)[\w.-]+:[ \t]+(?:string|str|int|integer|number|float|boolean|bool|object)[ \t]*$",
    re.MULTILINE,
)
"""A field whose value is the name of a type; in a schema, `type: string` is none."""
_FEWEST = 5
"""The fewest types in a form."""
_OF_VALUES = (INVALID_VALUE, INVALID_QUANTITY, INVALID_BASE64, WRONG_TYPE, ONE_OF, UNDEFINED_PORT)
_HELP = "If it is to be filled in, say so: `{k8s=syntax}`."


def described_types(violations: Sequence[Violation], text: str) -> list[Violation]:
    """The violations; those of values, and of one of several, as infos where the block names types.

    `text`: that of all documents of the block.
    """
    if not violations or not _names_types(text):
        return list(violations)
    return [
        replace(violation, severity="info", help=_HELP, repair=None)
        if violation.rule in _OF_VALUES
        else violation
        for violation in violations
    ]


@lru_cache(maxsize=1)  # the documents of a block ask one after the other
def _names_types(text: str) -> bool:
    return len(_TYPE.findall(text)) >= _FEWEST
