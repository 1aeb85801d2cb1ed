"""Names to be filled in, written like variables: `name: service_name`, `name: secretName`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.forms import INVALID_NAME
from knotwork.snippets.violation import Violation

_LIKE_A_VARIABLE = lazy_regex(r"[\"']?[a-z]+(?:_[a-z]+)+[\"']?")
_SAYS_WHAT_IT_IS = re.compile(r".*_(?:name|namespace)[\"']?")
_IN_CAMEL_CASE = lazy_regex(r"[\"']?[a-z]+(?:[A-Z][a-z]+)*(?:Name|Namespace)[\"']?")
_HELP = "If it is to be filled in, show that: `<service-name>`. A name has no underscores or capitals."


def names_to_fill_in(violations: Sequence[Violation], text: str) -> list[Violation]:
    """The violations; those of names that are to be filled in, as the document shows, as infos.

    One of its names says what it is the name of: `service_name`. The others may be like it: `tls_secret`.
    `text`: that of the offsets of the violations.
    """
    names = {
        id(violation): name
        for violation in violations
        if violation.rule in (INVALID_NAME, INVALID_VALUE)
        and _LIKE_A_VARIABLE.fullmatch(name := text[violation.start : violation.end])
    }
    if not any(map(_SAYS_WHAT_IT_IS.fullmatch, names.values())):
        names = {}
    names |= {
        id(violation): name
        for violation in violations
        if violation.rule is INVALID_NAME
        and _IN_CAMEL_CASE.fullmatch(name := text[violation.start : violation.end])
    }
    return [
        replace(violation, severity="info", help=_HELP, repair=None) if id(violation) in names else violation
        for violation in violations
    ]
