"""Plain scalars as Kubernetes reads them: `yes` is true, `0777` is 511, `12:30` is a string.

Kubernetes' tools read YAML with version 2 of Go's yaml and convert it to JSON: a number without a fraction
is an integer, however it is written.
"""

from __future__ import annotations

import math
import re
import struct
from typing import Literal

from knotwork.model.patterns import lazy_regex

Kind = Literal["str", "int", "float", "bool", "null", "merge"]
Value = str | int | float | bool | None

_WORDS: dict[str, tuple[Kind, Value]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), ("null", None)),
    **dict.fromkeys(
        ("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"), ("bool", True)
    ),
    **dict.fromkeys(
        ("n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"), ("bool", False)
    ),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), ("float", float("nan"))),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), ("float", float("inf"))),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), ("float", float("-inf"))),
    "<<": ("merge", "<<"),
}
_NUMBERS = frozenset("+-.0123456789")
_INTEGER = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)")
_FLOAT = lazy_regex(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_EXACT = 1e21
"""From this number on, JSON has an exponent, and the number is not an integer."""
_SMALLEST, _GREATEST = -4, 6
"""The exponents of the numbers that Go writes without one, and the first beyond."""
_LONGEST = 400
"""A longer text is not a number."""


def resolved(text: str) -> tuple[Kind, Value]:
    """The kind of a plain scalar, and its value."""
    word = _WORDS.get(text)
    if word is not None:
        return word
    if text[0] not in _NUMBERS or len(text) > _LONGEST:
        return "str", text
    digits = text.replace("_", "")
    if _INTEGER.fullmatch(digits):
        number = _integer(digits)
        if -(2**63) <= number < 2**64:
            return "int", number
    if not _FLOAT.fullmatch(digits):
        return "str", text
    fraction = float(digits)
    if fraction in (float("inf"), float("-inf")):
        return "str", text
    if fraction.is_integer() and abs(fraction) < _EXACT:
        return "int", int(fraction)
    return "float", fraction


def kind_of(text: str) -> Kind:
    """The kind of a plain scalar."""
    return resolved(text)[0]


def key_text(text: str) -> str:
    """What a plain key that is no string becomes as the name of a field in JSON."""
    kind, value = resolved(text)
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, str):
        return text
    digits = text.replace("_", "")
    return str(value) if kind == "int" and _is_integer(digits) else _in_go(float(value))


def _is_integer(digits: str) -> bool:
    return _INTEGER.fullmatch(digits) is not None and -(2**63) <= _integer(digits) < 2**64


def _in_go(number: float) -> str:
    """A number of 32 bits as Go writes it with the fewest digits: from a million on, it has an exponent."""
    due = _single(number)
    if not math.isfinite(due):
        return ".nan" if math.isnan(due) else ".inf" if due > 0 else "-.inf"
    digits = next((count for count in range(9) if _single(float(f"{due:.{count}e}")) == due), 9)
    written = f"{due:.{digits}e}"
    if _SMALLEST <= int(written.partition("e")[2]) < _GREATEST:
        return repr(float(written)).removesuffix(".0")
    return written


def _single(number: float) -> float:
    """The number of 32 bits that is next to a number."""
    try:
        return float(struct.unpack("f", struct.pack("f", number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)


def _integer(digits: str) -> int:
    octal = digits.lstrip("+-")
    if len(octal) > 1 and octal[0] == "0" and octal[1].isdigit():
        return int(digits, 8)
    return int(digits, 0)
