"""The formats of texts that the API server checks in custom resources: addresses, networks, durations."""

from __future__ import annotations

import re
from collections.abc import Callable

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.addresses import is_address, network

_AMOUNT = lazy_regex(r"\d+\s*([A-Za-zµμ]+)")
_GO = lazy_regex(r"[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)")
_UNITS = ("ns", "us", "µs", "μs", "ms", "s", "m", "h", "hr", "d", "w", "wk")
_LONG_UNITS = ("nano", "micro", "milli", "sec", "min", "hour", "day", "week", "wk")
_MAC = lazy_regex(
    r"(?:[\da-fA-F]{2}[:-]){5}[\da-fA-F]{2}|(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}"
    r"|(?:[\da-fA-F]{2}[:-]){7}(?:(?:[\da-fA-F]{2}[:-]){12})?[\da-fA-F]{2}"
    r"|(?:[\da-fA-F]{4}\.){3}(?:(?:[\da-fA-F]{4}\.){6})?[\da-fA-F]{4}"
)


def _uuid(third: str = "[0-9a-f]", fourth: str = "[0-9a-f]") -> Callable[[str], bool]:
    """Whether a text is a UUID; its hyphens may be left out."""
    pattern = f"[0-9a-f]{{8}}-?[0-9a-f]{{4}}-?{third}[0-9a-f]{{3}}-?{fourth}[0-9a-f]{{3}}-?[0-9a-f]{{12}}"
    return lambda text: re.fullmatch(pattern, text, re.IGNORECASE) is not None


def is_go_duration(text: str) -> bool:
    """Whether a text is a duration as Go writes it: `1h30m`."""
    return _GO.fullmatch(text) is not None


def _is_duration(text: str) -> bool:
    if is_go_duration(text):
        return True
    units = [match[1].lower() for match in _AMOUNT.finditer(text)]
    return any(unit in _UNITS or unit.startswith(_LONG_UNITS) for unit in units)


_FORMATS: dict[str, tuple[Callable[[str], bool], str]] = {
    "ipv4": (lambda text: "." in text and is_address(text), "Write an address: `192.0.2.1`."),
    "ipv6": (lambda text: ":" in text and is_address(text), "Write an address: `2001:db8::1`."),
    "cidr": (
        lambda text: network(text) is not None,
        "Write an address, a slash and a number of bits: `192.0.2.0/24`.",
    ),
    "mac": (lambda text: _MAC.fullmatch(text) is not None, "Write six pairs: `00:00:5e:00:53:01`."),
    "duration": (_is_duration, "Write numbers with units: `1h30m`, `15s`."),
    "uuid": (_uuid(), "Write 32 hexadecimal digits."),
    "uuid3": (_uuid("3"), "Write 32 hexadecimal digits, of which the 13th is 3."),
    "uuid4": (_uuid("4", "[89ab]"), "Write 32 hexadecimal digits, of which the 13th is 4."),
    "uuid5": (_uuid("5", "[89ab]"), "Write 32 hexadecimal digits, of which the 13th is 5."),
}
CHECKED = frozenset(_FORMATS)
"""The formats that are checked; with `int32`, `int64` and `date-time`, which are checked elsewhere, too."""


def is_of_format(text: str, format_: str) -> bool:
    """Whether a text is valid in one of the formats that are checked."""
    return _FORMATS[format_][0](text)


def help_for(format_: str) -> str:
    """What to write in a format."""
    return _FORMATS[format_][1]
