"""Values that a file shows to be filled in by how it spells others: `port: tplPort`, `name: tplName`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.apis import UNKNOWN_KIND
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.foreign_nulls import NULL_WORDS
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.quantities import INVALID_QUANTITY
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.intent.spellings import (
    Spellings,
    is_strong,
    is_weak,
    names_field,
    spelling,
    spellings_of,
)
from knotwork.snippets.lints.forms import INVALID_NAME
from knotwork.snippets.lints.invalid_base64 import INVALID_BASE64
from knotwork.snippets.lints.labels import INVALID_LABEL
from knotwork.snippets.lints.undefined_port import UNDEFINED_PORT
from knotwork.snippets.lints.undefined_volume import UNDEFINED_VOLUME
from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.violation import Violation, severity, unquoted
from knotwork.snippets.yaml.placeholders import is_literal, is_mask

_NAMES = frozenset((INVALID_NAME, INVALID_LABEL, UNDEFINED_PORT, UNDEFINED_VOLUME))
_OF_VALUES = _NAMES | {
    INVALID_VALUE,
    UNKNOWN_VALUE,
    UNKNOWN_KIND,
    WRONG_TYPE,
    INVALID_QUANTITY,
    INVALID_BASE64,
}
_OF_FIELDS = frozenset((UNKNOWN_FIELD, INVALID_LABEL))
"""The rules whose violations are at a key."""
_OF_KNOWN_VALUES = frozenset((UNKNOWN_VALUE, WRONG_TYPE, INVALID_QUANTITY))
_ANY_WORD = lazy_regex(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])")
_IN_WORDS = lazy_regex(
    r"(?i:(?:.*[-_. /:])?placeholder|placeholder[-_. ].*"
    r"|(?:.*[-_. /:])?(?:change|replace|fill|update|edit|set)[-_ ]?me(?:[-_ ]?in)?(?:[-_. :].*)?"
    r"|(?:replace|change|fill[-_ ]?in|insert|enter|put)[-_ ](?:this|with|your|here|the)\b.*"
    r"|(?:insert|put|enter|paste|add)[-_ ].*[-_ ]here|(?:insert|enter|provide|specify) .*|.* goes here"
    r"|(?:e\.?g\.|for example|z\. ?b\.|par exemple)[ ,:].*"
    r"|(?:.*[-_ ])?to[-_ ](?:be[-_ ])?(?:replaced?|filled|changed?|set|defined|determined|added|provided)"
    r"(?:[-_ ](?:in|later|by[-_ ].{1,60}))?|your[-_ ].*|tbd|fixme|(?:[^\W_]+[-_ ])+here"
    r"|(?:(?:to|shall|must|should)[-_ ](?:be[-_ ]|remain[-_ ]|stay[-_ ])(?:left[-_ ])?"
    r"|(?:leave|left|keep)[-_ ])(?:empty|blank|unset|unchanged)|&lt;[^&;]+&gt;)"
    r"|TODO(?:[-_ ].*)?|(?:replace|insert|enter|your|fill|nameOf)[A-Z]\w*|\w+(?:Here|Placeholder)"
    r"|\w+(?:\|\w+)+|changeme[-_.:]?\w*|[A-Za-z_][\w.]*\([\"'][^()]*[\"'][^()]*\)"
)
"""A value that says in words that it is one."""
_MARKED = lazy_regex(r"(==?|--)[A-Za-z][\w ]*\1")
"""The same between signs, which a value in base64 may have: `--port--`."""
_NO_NAME = lazy_regex(
    r"(?i:todo)|(?:replace|enter|insert|provide|specify)[-_][A-Za-z][\w-]*"
    r"|\.?(?:[Vv]alues?|vars?|params?|parameters?|(?:process\.)?env|inputs?|locals?|data\.values)\.[A-Za-z][\w.]*"
)
"""The same where it is not due a name: `todo`, and the variables of a program: `values.port`."""
_TO_FILL = lazy_regex(r"(?:[a-z.]+/)*(?:(?:my|your)[A-Z][A-Za-z]*|[A-Za-z]*[a-z]Image(?:Name)?(?::[\w.-]+)?)")
"""An image that is one's own: `mySshImage`."""
_STRONG = lazy_regex(
    r"[#%$@~]\{[A-Za-z][\w. -]*\}|\(\([A-Za-z][\w. -]*\)\)|%\(\w+\)[sd]|@@[A-Za-z]\w*@@|%%[A-Za-z]\w*%%"
)
"""Marks of programs within a value: `web-#{name}`."""
_NO_TEXT = frozenset("[{&!*|>")
"""What begins a list, a mapping, or a text with properties."""
_LONGEST = 100
_INNER = lazy_regex(r"[A-Za-z](?:[\w.-]*[A-Za-z0-9])?")
_NO_TEXTS = frozenset(("integer", "number", "boolean", "object"))
_NUMBER = lazy_regex(r"\d|(?i:\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|half|many|few)\b)")
"""What says how many, though not as a number: `two pods`, `two gigs`."""
_DIGIT = lazy_regex(r"\d")
_PART = lazy_regex(r"[/:.@ -]+")
_HELP = "It looks like a placeholder. If it is to be filled in, show that: `<{}>`."
_HELP_ANY = "It looks like a placeholder, to be filled in."


def own_placeholders(violations: Sequence[Violation], text: str, *, template: bool) -> list[Violation]:
    """The violations; those of values that are to be filled in, as the file shows, as infos.

    `text`: that of the whole file, and of their offsets. `template`: its path says that it is one.
    """
    if not violations:
        return []
    repeated = _repeated(violations, text)

    def is_one(violation: Violation) -> bool:
        if severity(violation) == "info" or _is_slip(violation):
            return False
        if violation.rule in _OF_FIELDS and text.startswith(":", violation.end):
            return _is_field(unquoted(violation, text), text)
        if violation.rule not in _OF_VALUES or unquoted(violation, text) in NULL_WORDS:
            return False
        return _may_be(violation, text, template=template) or not repeated.isdisjoint(
            _ends(unquoted(violation, text))
        )

    return [_as_info(own, text) if is_one(own) else own for own in violations]


def _is_field(written: str, text: str) -> bool:
    """Whether the name of a field is to be filled in: `CHANGE_ME: 1`, or one with the marks of the file."""
    if _IN_WORDS.fullmatch(written):
        return not written.islower()
    return _STRONG.fullmatch(written) is not None or _is_part(written, spellings_of(text))


def _repeated(violations: Sequence[Violation], text: str) -> frozenset[str]:
    """The words that begin, end or are wrong values of unlike types: nobody slips alike in several.

    Of unlike types are a number, a supported value and a quantity; one of them and a name are, too.
    """
    rules: dict[str, set[SnippetRule]] = {}
    places: dict[str, set[int]] = {}
    for violation in violations:
        words: Iterable[str] = ()
        if violation.rule in _OF_KNOWN_VALUES and not _is_slip(violation):
            written = unquoted(violation, text)
            words = () if _NUMBER.search(written) else _ends(written)
        elif violation.rule in _NAMES and (whole := unquoted(violation, text)):
            words = (whole,)
        for word in words:
            rules.setdefault(word, set()).add(violation.rule)
            places.setdefault(word, set()).add(violation.start)
    return frozenset(
        word
        for word, broken in rules.items()
        if len(broken) > 1 and len(places[word]) > 1 and not broken.isdisjoint(_OF_KNOWN_VALUES)
    )


def _ends(written: str) -> set[str]:
    """A value as a whole, and its first and last word."""
    if not written or len(written) > _LONGEST:
        return set()
    words = _ANY_WORD.findall(written)
    if len(words) < 2:
        return {written}
    return {written, f"{words[0]}\n", f"\n{words[-1]}"}


def _may_be(violation: Violation, text: str, *, template: bool) -> bool:
    written = unquoted(violation, text)
    if not 0 < len(written) <= _LONGEST or "\n" in written or text[violation.start] in _NO_TEXT:
        return False
    key = _key_before(text, violation.start)
    return _is_placeholder(violation, written, key, text) or (template and _is_in_template(written, key))


def _is_slip(violation: Violation) -> bool:
    """Whether a supported value is known that is meant."""
    return violation.rule is UNKNOWN_VALUE and bool(violation.meant)


def _is_placeholder(violation: Violation, written: str, key: str, text: str) -> bool:
    if _IN_WORDS.fullmatch(written) or (is_mask(written) and not _is_schedule(written, key)):
        return True
    if violation.rule is not INVALID_BASE64 and _MARKED.fullmatch(written):
        return True
    if violation.rule not in _NAMES and _NO_NAME.fullmatch(written):
        return True
    if key == "image" and violation.rule is INVALID_VALUE and _TO_FILL.fullmatch(written):
        return True
    if _takes_no_text(violation) and not is_literal(written):
        return True
    file = spellings_of(text)
    if _is_spelt_as_others(violation, written, key, file):
        return True
    if _STRONG.search(written):
        return True
    parts = _PART.split(written)
    if violation.rule is UNKNOWN_KIND and _is_spelt_as_others(violation, parts[-1], key, file):
        return True  # `apps/VERSION`
    return len(parts) > 1 and any(_is_part(part, file) for part in parts)


def _is_schedule(written: str, key: str) -> bool:
    """Whether stars are those of a schedule without its spaces."""
    return key.endswith("schedule") and "*" in written


def _is_spelt_as_others(violation: Violation, written: str, key: str, file: Spellings) -> bool:
    """Whether a value names its field as others of the file do, or stands between the same marks."""
    own = spelling(written)
    if own is None:
        return False
    named = bool(key) and names_field(own, key)
    if own.mark:
        return own.mark in file.marks or is_strong(own.mark) or (named and not is_weak(own.mark))
    if (own.style, own.words[0]) in file.affixes or (own.style, own.words[-1]) in file.affixes:
        return named or own.style not in ("kebab", "plain")
    if own.style in file.styles and own.style != "plain" and names_field(own, key, loosely=True):
        named = True
    if not named or own.style == "kebab" or violation.rule is INVALID_BASE64:
        return False
    if _takes_no_text(violation):  # `port_80` has a number
        return not _DIGIT.search(written)
    return own.style in file.styles or violation.rule is UNKNOWN_KIND


def _is_in_template(written: str, key: str) -> bool:
    """Whether a value of a template is in capitals, or names its field."""
    if any(own is not None and own.mark for own in map(spelling, _PART.split(written))):
        return True
    own = spelling(written)
    if own is None:
        return False
    named = own.style not in ("kebab", "plain") and names_field(own, key, loosely=True)
    return named or own.style == "upper"


def _is_part(part: str, file: Spellings) -> bool:
    """Whether a text stands between marks of the file, or such as no slip has."""
    own = spelling(part) if part else None
    return own is not None and bool(own.mark) and (own.mark in file.marks or is_strong(own.mark))


def _takes_no_text(violation: Violation) -> bool:
    """Whether no text is due: a word for it is none by accident."""
    return violation.due in _NO_TEXTS


def _key_before(text: str, start: int) -> str:
    """The key of the value at an offset; empty for none on its line."""
    before = text[text.rfind("\n", 0, start) + 1 : start].rstrip(" \t\"'")
    if not before.endswith(":"):
        return ""
    return before.rstrip(":\"'").rpartition(" ")[2].strip("{,\"'")


def _as_info(violation: Violation, text: str) -> Violation:
    written = unquoted(violation, text)
    if (own := spelling(written)) is not None and own.mark and (inner := _INNER.search(written)):
        written = inner[0]
    fits = violation.rule is not INVALID_BASE64 and not {*"<>`{}"} & {*written}
    return replace(
        violation,
        severity="info",
        message=violation.message.partition(": did you mean")[0],
        help=_HELP.format(written) if fits else _HELP_ANY,
        repair=None,
        meant="",
    )
