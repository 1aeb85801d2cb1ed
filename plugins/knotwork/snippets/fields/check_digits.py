"""Numbers of books and cards, whose last digit follows from the others, as the API server checks them.

Source: kube-openapi, pkg/internal/third_party/govalidator.
"""

from __future__ import annotations

from knotwork.model.patterns import lazy_regex

_SPACES = lazy_regex(r"[\t\n\f\r -]+")
_ISBN10 = lazy_regex(r"[0-9]{9}[0-9X]")
_ISBN13 = lazy_regex(r"[0-9]{13}")
_NO_DIGITS = lazy_regex(r"[^0-9]+")
_CARD = lazy_regex(
    r"4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}"
    r"|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35[0-9]{3})[0-9]{11}"
)


def is_isbn(text: str) -> bool:
    """Whether a text is the number of a book, of either length."""
    return is_isbn10(text) or is_isbn13(text)


def is_isbn10(text: str) -> bool:
    """Whether a text is the older number of a book; spaces and hyphens do not count."""
    digits = _SPACES.sub("", text)
    if _ISBN10.fullmatch(digits) is None:
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(place * value for place, value in enumerate(values, 1)) % 11 == 0


def is_isbn13(text: str) -> bool:
    """Whether a text is the number of a book; spaces and hyphens do not count."""
    digits = _SPACES.sub("", text)
    if _ISBN13.fullmatch(digits) is None:
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def is_card(text: str) -> bool:
    """Whether a text is the number of a card; only its digits count."""
    digits = _NO_DIGITS.sub("", text)
    if _CARD.fullmatch(digits) is None:
        return False
    doubled = (sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(digits[::-1]))
    return sum(doubled) % 10 == 0
