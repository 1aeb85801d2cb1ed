"""The formats of texts that the API server checks in custom resources: addresses, dates, durations, names.

Each accepts what the API server accepts. Source: the formats that apiextensions-apiserver names
(pkg/apiserver/validation/formats.go), as kube-openapi (pkg/validation/strfmt) and Go's packages read them.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.addresses import is_address, network
from knotwork.snippets.fields.check_digits import is_card, is_isbn, is_isbn10, is_isbn13
from knotwork.snippets.fields.request_uris import is_request_uri

_AMOUNT = lazy_regex(r"\d+\s*([A-Za-zµμ]+)")
_GO = lazy_regex(r"[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)")
_UNITS = ("ns", "us", "µs", "μs", "ms", "s", "m", "h", "hr", "d", "w", "wk")
_LONG_UNITS = ("nano", "micro", "milli", "sec", "min", "hour", "day", "week", "wk")
_MAC = lazy_regex(
    r"[\da-fA-F]{2}([:-])(?:[\da-fA-F]{2}\1){4}[\da-fA-F]{2}"
    r"|[\da-fA-F]{2}([:-])(?:[\da-fA-F]{2}\2){6}(?:(?:[\da-fA-F]{2}\2){12})?[\da-fA-F]{2}"
    r"|(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}|(?:[\da-fA-F]{4}\.){3}(?:(?:[\da-fA-F]{4}\.){6})?[\da-fA-F]{4}"
)
_BASE64 = lazy_regex(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})")
_LIKE_BASE64 = lazy_regex(r"[A-Za-z0-9+/\r\n]*={0,2}\s*")
_DATE = lazy_regex(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = lazy_regex(r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:.[0-9]+)?(?:z|[+-][0-9]{2}:[0-9]{2})")
_EMAIL = lazy_regex(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[\w!#$%&'*+/=?^`{|}~-]+"
    r"(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*"
)
_UNUSUAL_EMAIL = lazy_regex(r"[<\"(;\[\\]|[^\x00-\x7f]")
_AROUND_AT = lazy_regex(r"\s*@\s*")
_HOSTNAME = lazy_regex(
    r"[a-zA-Z0-9](?:-?[a-zA-Z0-9]{0,62})?"
    r"|(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63}"
)
_COLOUR = r"\s*(?:0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*"
_RGB = lazy_regex(rf"rgb\({_COLOUR},{_COLOUR},{_COLOUR}\)", re.ASCII)
_HEX = lazy_regex(r"#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_SSN = lazy_regex(r"[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}")
_OBJECT_ID = lazy_regex(r"[0-9a-fA-F]{24}")
_NAME = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_SHORT_NAME, _LONG_NAME = lazy_regex(_NAME), lazy_regex(rf"{_NAME}(?:\.{_NAME})*")


def _all_of(pattern: re.Pattern[str], most: int | None = None) -> Callable[[str], bool]:
    """Whether a whole text has a form, and at most so many characters."""
    return lambda text: (most is None or len(text) <= most) and pattern.fullmatch(text) is not None


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


def _is_date(text: str) -> bool:
    """Whether a text is a day of the calendar; there is a year 0."""
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = map(int, match.groups())
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 4, month)[1]


def _is_time(text: str) -> bool:
    """Whether a text is a date and a time with its zone; there is no leap second."""
    date, *rest = text.lower().split("t")
    match = _TIME.fullmatch(rest[0]) if rest else None
    if match is None or not _is_date(date):
        return False
    return match[1] <= "23" and match[2] <= "59" and match[3] <= "59"


def _is_email(text: str) -> bool:
    """Whether a text is an address of mail; of one with a name or in quotes only the `@` is checked."""
    if _UNUSUAL_EMAIL.search(text):
        return "@" in text
    return _EMAIL.fullmatch(_AROUND_AT.sub("@", text.strip())) is not None


def _is_hostname(text: str) -> bool:
    """Whether a text is the name of a host; letters and signs of all scripts are allowed.

    One without a dot has a hyphen only behind its first character.
    """
    if any(len(part.encode()) > 63 for part in text.split(".")) or len(text.encode()) > 255:
        return False
    return _HOSTNAME.fullmatch("".join(map(_in_ascii, text))) is not None


def _in_ascii(character: str) -> str:
    """A letter for a letter, a digit for a sign, of which a name may have both."""
    if character.isascii() and (character.isalnum() or character in ".-"):
        return character
    category = unicodedata.category(character)[0]
    return "a" if category == "L" else "0" if category == "S" else " "


_FORMATS: dict[str, tuple[Callable[[str], bool], str]] = {
    "ipv4": (lambda text: "." in text and is_address(text), "Write an address: `192.0.2.1`."),
    "ipv6": (lambda text: ":" in text and is_address(text), "Write an address: `2001:db8::1`."),
    "cidr": (
        lambda text: network(text) is not None,
        "Write an address, a slash and a number of bits: `192.0.2.0/24`.",
    ),
    "mac": (_all_of(_MAC), "Write six pairs: `00:00:5e:00:53:01`."),
    "duration": (_is_duration, "Write numbers with units: `1h30m`, `15s`."),
    "uuid": (_uuid(), "Write 32 hexadecimal digits."),
    "uuid3": (_uuid("3"), "Write 32 hexadecimal digits, of which the 13th is 3."),
    "uuid4": (_uuid("4", "[89ab]"), "Write 32 hexadecimal digits, of which the 13th is 4."),
    "uuid5": (_uuid("5", "[89ab]"), "Write 32 hexadecimal digits, of which the 13th is 5."),
    "date": (_is_date, "Write a day of the calendar: `2026-01-31`."),
    "datetime": (_is_time, "Write it as `2026-01-31T23:59:00Z`."),
    "email": (_is_email, "Write an address: `name@example.com`."),
    "uri": (is_request_uri, "Write it with its scheme, as in `https://example.com/`, or begin with `/`."),
    "hostname": (_is_hostname, "Write the name of a host: `web-1.example.com`."),
    "base64": (_all_of(_BASE64), "Encode it, and write it on one line: `base64 -w0 < FILE`."),
    "k8s-short-name": (
        _all_of(_SHORT_NAME, 63),
        "Write at most 63 lower-case letters, digits and `-`, which begin and end with a letter or digit.",
    ),
    "k8s-long-name": (
        _all_of(_LONG_NAME, 253),
        "Write lower-case letters, digits, `-` and `.`; each part begins and ends with a letter or digit.",
    ),
    "isbn": (is_isbn, "Write 10 or 13 digits, of which the last is the check digit."),
    "isbn10": (is_isbn10, "Write 10 digits, of which the last is the check digit."),
    "isbn13": (is_isbn13, "Write 13 digits, of which the last is the check digit."),
    "creditcard": (is_card, "Write the number of a card, of which the last digit is the check digit."),
    "ssn": (_all_of(_SSN), "Write it as `000-00-0000`."),
    "hexcolor": (_all_of(_HEX), "Write three or six hexadecimal digits: `#ff8800`."),
    "rgbcolor": (_all_of(_RGB), "Write three numbers up to 255: `rgb(255,136,0)`."),
    "bsonobjectid": (_all_of(_OBJECT_ID), "Write 24 hexadecimal digits."),
}
CHECKED = frozenset(_FORMATS)
"""The formats of texts that are checked. Kubernetes' own objects have none of them."""


def name_of(format_: str) -> str:
    """The name that a definition calls a format by."""
    return {"base64": "byte", "datetime": "date-time"}.get(format_, format_)


def is_of_format(text: str, format_: str) -> bool:
    """Whether a text is valid in one of the formats that are checked."""
    return _FORMATS[format_][0](text)


def help_for(format_: str) -> str:
    """What to write in a format."""
    return _FORMATS[format_][1]


def is_data(text: str) -> bool:
    """Whether a text that is no base64 is data all the same: PEM, base64 in lines or without its end."""
    return text.lstrip().startswith("-----BEGIN ") or _LIKE_BASE64.fullmatch(text) is not None
