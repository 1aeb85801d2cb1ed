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
_LIKE_AN_ADDRESS = lazy_regex(
    r"[\"']?(?:[a-z]+[-_])+(?:ips?|cidrs?|address|subnet)[\"']?|[\"']?(?:ip|cidr)(?:[-_](?:address|range|block))?[\"']?",
    re.IGNORECASE,
)
"""What it is an address of, where an address is due: `cidr: node-ip`."""
_PART = lazy_regex(r"\d{1,3}|(?![OolI])([A-Za-z])\1{0,2}")
"""A number of an address, or a letter for it: `10.x.y.z`, `xx.xx.xx.xx`; no letter like a digit."""
_OF_ADDRESSES = ("must be a valid CIDR", "must be a valid IP")
_HELP = "If it is to be filled in, show that: `<service-name>`. A name has no underscores or capitals."


def names_to_fill_in(violations: Sequence[Violation], text: str) -> list[Violation]:
    """The violations; those of names that are to be filled in, as the document shows, as infos.

    One of its names says what it is the name of: `service_name`. The others may be like it: `tls_secret`.
    `text`: that of the offsets of the violations.
    """
    violations = [_address_to_fill_in(violation, text) for violation in violations]
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


def _address_to_fill_in(violation: Violation, text: str) -> Violation:
    written = text[violation.start : violation.end]
    due = violation.rule is INVALID_VALUE and any(end in violation.message for end in _OF_ADDRESSES)
    if not due or not (_LIKE_AN_ADDRESS.fullmatch(written) or _has_letters(written)):
        return violation
    written = written.strip("\"'")
    return replace(violation, severity="info", help=f"If it is to be filled in, show that: `<{written}>`.")


def _has_letters(written: str) -> bool:
    """Whether letters stand for some of the four numbers of an address."""
    parts = written.strip("\"'").partition("/")[0].split(".")
    return len(parts) == 4 and all(map(_PART.fullmatch, parts)) and not "".join(parts).isdecimal()
