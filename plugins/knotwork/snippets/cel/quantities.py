"""The values of Kubernetes' own functions in CEL: quantities, semantic versions, addresses, networks, URLs.

A value of one of these types is a mapping with one entry, since CEL has no others for them here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from knotwork.model.patterns import lazy_regex

_QUANTITY = lazy_regex(r"([+-]?(?:\d+\.?\d*|\.\d+))(m|[kMGTPE]|[KMGTPE]i|[eE][+-]?\d+|n|u|)")
_SUFFIXES = {
    **{suffix: Decimal(1000) ** power for power, suffix in enumerate("num", -3)},
    **{suffix: Decimal(1000) ** power for power, suffix in enumerate("kMGTPE", 1)},
    **{f"{suffix}i": Decimal(2) ** (10 * power) for power, suffix in enumerate("KMGTPE", 1)},
    "": Decimal(1),
}
_VERSION = lazy_regex(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?")


def quantity(text: str) -> dict[str, str]:
    """The quantity that a text is; ValueError when it is none."""
    amount(text)
    return {"quantity": text}


def amount(value: Any) -> Decimal:
    """The number that a quantity, a text or a whole number is; ValueError when it is none."""
    if isinstance(value, Mapping):
        value = value["quantity"]
    match = _QUANTITY.fullmatch(str(value))
    if match is None:
        raise ValueError(f"{value} is no quantity")
    number, suffix = match.groups()
    try:
        return Decimal(number) * (_SUFFIXES[suffix] if suffix in _SUFFIXES else Decimal(f"1{suffix}"))
    except InvalidOperation as error:
        raise ValueError(f"{value} is no quantity") from error


def semver(text: str, normalize: bool = False) -> dict[str, list[Any]]:
    """The semantic version that a text is; ValueError when it is none.

    `normalize`: `v1.2` is 1.2.0, too. Sorted by these parts, versions are in their order.
    """
    if normalize:
        text = text.removeprefix("v")
        core, sign, rest = re.fullmatch(r"([^-+]*)([-+]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
        numbers = [number.lstrip("0") or "0" for number in core.split(".")]
        text = ".".join((numbers + ["0", "0"])[: max(3, len(numbers))]) + sign + rest
    match = _VERSION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text} is no semantic version")
    major, minor, patch, before = match.groups()
    # numbers come before words, and a version before its release comes before the release
    parts = [
        [0, int(part), ""] if part.isdigit() else [1, 0, part]
        for part in (before.split(".") if before else ())
    ]
    return {"semver": [int(major), int(minor), int(patch), 0 if parts else 1, parts]}
