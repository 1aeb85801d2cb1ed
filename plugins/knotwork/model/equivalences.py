"""When two spellings name the same thing: the table that makes a fix safe."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from knotwork.model.patterns import lazy_regex


class Equivalence(Enum):
    """A difference in writing that is no difference in meaning; the value is how people call it."""

    # of names: notes, files, headings, block ids, fields, kinds, values
    LETTER_CASE = "letter case"
    UNICODE_FORM = "Unicode form"
    SEPARATORS = "spaces, dashes and underscores"
    PLURAL = "plural -s or -es"
    JOINED = "words that are written apart, or together"
    """Never certain: `re-sign` and `resign`, `_index` and `index` may be two names."""
    EXTENSION = "a missing or doubled file extension"
    # of links
    ALIAS = "an alias as display text"
    PATH = "another path to the same file"
    BLOCK_MARK = "the `#` before a block id"
    TABLE_BAR = "the backslash before `|` in a table"
    # of blocks of YAML
    LANGUAGE = "the language of a block"
    INDENTATION = "spaces for tabs"
    SEPARATOR = "`---` between manifests"
    COMMENT = "a comment for lines left out"
    ESCAPE = "a quote that needs no backslash"
    # of values in manifests
    QUOTES = "the same value in the type of its field"
    REFERENCE = "the same reference, called as this field calls it"
    API_VERSION = "the version that replaced an API, with the same fields"


NAMES = (Equivalence.UNICODE_FORM, Equivalence.SEPARATORS, Equivalence.LETTER_CASE, Equivalence.PLURAL)
"""What two spellings of one name may differ in, in the order in which the differences are taken away."""

_SEPARATOR = lazy_regex("[\\s_\u00a0\u2010-\u2015-]+")
_MARKS = frozenset("_-\u2010\u2011\u2012\u2013\u2014\u2015")
_WORD_OR_SEPARATOR = lazy_regex(
    "(?P<separator>[\\s_\u00a0\u2010-\u2015-]+)|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\\s_\u00a0\u2010-\u2015-]"
)
"""Words within a name as `nodeSelector` and `HTTPServer` have them, signs, and what stands between."""
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_WIDTHS = ("<wide>", "<narrow>")
_LAST_WORD = lazy_regex(r"[^\W\d_]+$")
_ACRONYM = lazy_regex(r"[A-Z]{2,}s$")
_CAPITALS = lazy_regex(r"(?<![^\W\d_])[A-Z]{2,}$")
_VOWEL = lazy_regex("[aeiouy]")
_SHORTEST = 3
"""Shorter words have no plural: `as`, `bus`, `dns`."""
_AFTER_ES = ("s", "x", "z", "ch", "sh", "o")
_NO_STEM = ("s", "x", "z", "u", "i")
"""What stands before an -s that is part of the word: `class`, `status`, `Redis`."""
_OTHER_WORDS = frozenset(
    "https news windows pandas lens species series means always besides physics mathematics postgres "
    "jenkins keras mars wales paris brussels glasses customs goods arms canvas atlas nats".split()
)
"""Words whose last letter makes another word of them, not a plural."""


def equivalences(written: str, known: str) -> tuple[Equivalence, ...]:
    """What two spellings of one name differ in; empty when they are the same text or two names.

    Digits, and where one number ends and the next begins, must be the same: `2026-04-10` and
    `2026-04-01` are two names, and so are `v1.2` and `v12`.
    """
    if written == known or not _same(written, known, NAMES):
        return ()
    needed = list(NAMES)
    for difference in NAMES:
        rest = [kept for kept in needed if kept is not difference]
        if _same(written, known, rest):
            needed = rest
    return tuple(needed) if _same_words(written, known) else (*needed, Equivalence.JOINED)


def only_equivalent(written: str, known: Collection[str]) -> tuple[str, tuple[Equivalence, ...]] | None:
    """The one known name that is written otherwise, and how; None when there is none, or more than one."""
    return _only_equivalent(written, tuple(known))


@lru_cache(maxsize=1024)  # a document with many mistakes asks for each name again and again
def _only_equivalent(written: str, known: tuple[str, ...]) -> tuple[str, tuple[Equivalence, ...]] | None:
    forms = _by_form(known)
    near = (name for form in plural_forms(name_form(written)) for name in forms.get(form, ()))
    alike = [(name, by) for name in near if (by := equivalences(written, name))]
    return alike[0] if len(alike) == 1 else None


@lru_cache(maxsize=64)  # the names that are known stay the same, however many are asked for
def _by_form(known: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    forms: dict[str, list[str]] = {}
    for name in dict.fromkeys(known):
        forms.setdefault(name_form(name), []).append(name)
    return forms


def name_form(name: str) -> str:
    """What the spellings of a name have in common, but for its plural."""
    return _without(name, NAMES[:3])


def plural_forms(form: str) -> Iterator[str]:
    """The forms that a name may have in the singular or plural; `equivalences` decides which are one name."""
    yield form
    yield form + "s"
    yield form + "es"
    if form.endswith("s"):
        yield form[:-1]
    if form.endswith("es"):
        yield form[:-2]


def _same(written: str, known: str, differences: Collection[Equivalence]) -> bool:
    plain_written, plain_known = _without(written, differences), _without(known, differences)
    if plain_written == plain_known:
        return bool(plain_written.strip())
    if Equivalence.PLURAL not in differences:
        return False
    return _is_plural(plain_written, plain_known, written, known) or _is_plural(
        plain_known, plain_written, known, written
    )


def _same_words(written: str, known: str) -> bool:
    """Whether the words of two names begin and end at the same places: `re-sign` and `resign` do not."""
    first, second = _composed(written).strip(), _composed(known).strip()
    if (first[:1] in _MARKS) != (second[:1] in _MARKS) or (first[-1:] in _MARKS) != (second[-1:] in _MARKS):
        return False  # `_index` and `index`
    shortest = min(len(_joined(first)), len(_joined(second)))
    (apart, may_be), (others, may_others_be) = _boundaries(first), _boundaries(second)
    return all(at in may_others_be or at >= shortest for at in apart - others) and all(
        at in may_be or at >= shortest for at in others - apart
    )


def _boundaries(name: str) -> tuple[set[int], set[int]]:
    """Where words are separated, as offsets among the name's other signs; and where a new word may begin."""
    apart: set[int] = set()
    may_be: set[int] = set()
    at = 0
    for match in _WORD_OR_SEPARATOR.finditer(name):
        if match.lastgroup == "separator":
            apart.add(at)
        else:
            may_be.add(at)
            at += len(match[0])
            may_be.add(at)
    return apart, may_be


def _without(name: str, differences: Collection[Equivalence]) -> str:
    if Equivalence.UNICODE_FORM in differences:
        name = _composed(name)
    if Equivalence.SEPARATORS in differences:
        name = _joined(name)
    if Equivalence.LETTER_CASE in differences:
        name = name.lower()
    return name


def _composed(name: str) -> str:
    """One form for composed and decomposed letters, and for full and half width; nothing invisible."""
    if name.isascii():
        return name
    wide = (
        unicodedata.normalize("NFKC", letter)
        if unicodedata.decomposition(letter).startswith(_WIDTHS)
        else letter
        for letter in name.translate(_INVISIBLE)
    )
    return unicodedata.normalize("NFC", "".join(wide))


def _joined(name: str) -> str:
    """Without what separates words; a space stays between two numbers."""
    words = [word for word in _SEPARATOR.split(name) if word]
    parts = words[:1]
    for before, word in pairwise(words):
        parts += [" ", word] if before[-1].isdigit() and word[0].isdigit() else [word]
    return "".join(parts)


def _is_plural(plural: str, singular: str, written: str, written_singular: str) -> bool:
    """Whether a form is the plural of another; `written` are the names they are the forms of."""
    if plural[: len(singular)] != singular or plural[len(singular) :] not in ("s", "es"):
        return False
    word = _LAST_WORD.search(_composed(written).rstrip())
    if word is None or word[0].lower() in _OTHER_WORDS:
        return False
    stem = word[0][: len(singular) - len(plural)].lower()
    if plural.endswith("es") and plural[:-2] == singular:
        return len(stem) >= _SHORTEST and bool(_VOWEL.search(stem)) and stem.endswith(_AFTER_ES)
    if _ACRONYM.search(word[0]):
        return True
    if _CAPITALS.search(word[0]) or _CAPITALS.search(_composed(written_singular).rstrip()):
        return False  # `LDAPS` is not several `LDAP`
    return len(stem) >= _SHORTEST and bool(_VOWEL.search(stem)) and not stem.endswith(_NO_STEM)
