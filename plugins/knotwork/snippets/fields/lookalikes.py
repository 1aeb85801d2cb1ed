"""Letters of other alphabets that look like Latin ones: a field with one is unknown, and looks right."""

from __future__ import annotations

import unicodedata

_OTHERS = "АВЕКМНОРСТУХаеорсухіјѕԁһԛԝІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ"
_LATIN = "ABEKMHOPCTYXaeopcyxijsdhqwIJSABEZHIKMNOPTYXovp"
_LETTERS = dict(zip(_OTHERS, _LATIN, strict=True))
_TABLE = str.maketrans(_LETTERS)


def as_latin(written: str) -> str:
    """The text in Latin letters, when those that are not look like some; else the empty string."""
    plain = written.translate(_TABLE) if not written.isascii() else written
    return plain if plain != written and plain.isascii() else ""


def lookalike(written: str) -> str:
    """The first letter of a text that looks like a Latin one, and that it is none, as a phrase."""
    letter = next(letter for letter in written if letter in _LETTERS)
    name = unicodedata.name(letter).lower()
    return f"U+{ord(letter):04X} ({name}) looks like `{_LETTERS[letter]}` and is not"
