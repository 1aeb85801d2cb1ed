"""A form that names the types of its fields in place of values: `containerPort: integer`, `path: string`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.quantities import INVALID_QUANTITY
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.lints.forms import INVALID_NAME
from knotwork.snippets.lints.invalid_base64 import INVALID_BASE64
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.lints.undefined_port import UNDEFINED_PORT
from knotwork.snippets.violation import Violation

_NAME = (
    r"(?:string|str|text|u?int(?:8|16|32|64)?|integer|long|number|numeric|float(?:32|64)?|double|decimal"
    r"|boolean|bool"
    r"|object|map|dict|array|list|bytes?|date|date-?time|datetime|timestamp|time|duration|quantity|uuid"
    r"|ur[il]|any|enum)"
)
_TYPE_NAME = (
    rf"(?:\*|\[\]){{0,4}}(?:{_NAME}(?:\[\])?|map\[\w+\](?:\*|\[\]){{0,4}}\w+"
    r"|(?:array|list|map|dict)(?: of |[<\[])\w[\w, ]*[>\]]?)"
)
_REMARK = r"(?:[?!*]|[ \t]*\([^()\n]{1,40}\)|(?:,| [-\u2013\u2014|])[ \t]\w[^\n\"'#]{0,60})?"
"""What may stand behind it: `string?`, `string (optional)`, `integer, required`."""
_TYPE = lazy_regex(
    rf"^[ \t-]*\"?(?P<key>(?!\w*[Tt]ype\b)[A-Za-z][\w.-]*)\"?:[ \t]+(?P<quote>[\"']?){_TYPE_NAME}"
    rf"{_REMARK}(?P=quote)[ \t]*,?[ \t]*(?:#[^\n]*)?$",
    re.MULTILINE,
)
"""A field whose value is the name of a type; in a schema, `type: string` is none, nor is `dataType: int`."""
_OWN_TYPE = lazy_regex(rf"[\"']?(?:{_TYPE_NAME}|(?:\*|\[\]){{0,4}}[A-Z][a-z\d][A-Za-z\d]*){_REMARK}[\"']?")
"""The same of a value, or the name of a type of one's own: `SeedConfiguration`."""
_FEWEST = 5
"""The fewest fields of a form that name types."""
_OF_VALUES = (INVALID_VALUE, INVALID_QUANTITY, INVALID_BASE64, WRONG_TYPE, ONE_OF, UNDEFINED_PORT)
_OF_WORDS = (UNKNOWN_VALUE, INVALID_NAME)
"""The same where most words would be slips: only the name of a type is none."""
_HELP = "If it is to be filled in, say so: `{k8s=syntax}`."


def described_types(violations: Sequence[Violation], text: str) -> list[Violation]:
    """The violations; those of values, and of one of several, as infos where the block names types.

    `text`: that of all documents of the block.
    """
    if not violations or not _names_types(text):
        return list(violations)
    return [
        replace(violation, severity="info", help=_HELP, repair=None)
        if _is_of_form(violation, text)
        else violation
        for violation in violations
    ]


def _is_of_form(violation: Violation, text: str) -> bool:
    if violation.rule in _OF_WORDS:
        return _OWN_TYPE.fullmatch(text[violation.start : violation.end]) is not None
    return violation.rule in _OF_VALUES


@lru_cache(maxsize=1)  # the documents of a block ask one after the other
def _names_types(text: str) -> bool:
    return len({field["key"] for field in _TYPE.finditer(text)}) >= _FEWEST
