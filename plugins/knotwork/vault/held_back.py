"""Which notes are published, and why the others are not: what is not clearly public is held back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Problem, Severity
from knotwork.model.note import Note, Property, StrayProperties
from knotwork.model.text import FILE_START, INVISIBLE, Span

Reason = Literal[
    "publish", "draft", "property", "unclear", "front-matter", "encoding", "not-marked", "excluded"
]
"""Why a note is held back.

`publish`: it says `publish: false`. `draft`: it is a draft by `draft: true` or `draft_docs`. `property`:
another property of `unpublished_when`. `unclear`: such a property has a value that is neither yes nor no.
`front-matter`: its front matter cannot be read, or is not recognised as such. `encoding`: its first lines
cannot be decoded. `not-marked`: only notes with `publish: true` are published. `excluded`: the settings of
the site leave it out.
"""

_YES = frozenset(("true", "yes", "on", "1"))
_NO = frozenset(("false", "no", "off", "0"))
_ALSO_NO = _NO | {"n", "f"}
_MARKS = re.compile("[\u0300-\u036f]")
_BETWEEN = re.compile(r"[\s\-_.]+")
_RULES = ("front-matter", "bad-encoding", "internal-error")
_SHORTEST, _SHORT = 4, 5
"""Shorter words are near too many others; of short ones only some slips are taken for one."""
_WORD = re.compile(r"\w+")
_NEGATED = re.compile("(?:un|no|non|not|dont|don't|never|without)publish")
_QUOTES = "\"'`“”‘’„‚«»*"
_LOOK_ALIKES = str.maketrans(
    "аеорсухіѕјһӏԁɡոьυսιαορνѵıτԛᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "aeopcyxisjhldgnbuuiaopvvitqabcdefghijklmnoprstuvwyz",
)
"""Letters of other alphabets that look like Latin ones, in lower case."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """That a note is not published, and why."""

    reason: Reason
    span: Span
    """Where that stands in the note; the file's start when it stands elsewhere."""
    problems: tuple[Problem, ...] = ()
    """What its author should know about it; none for a plain `publish: false`."""
    phrase: str = ""
    """The property and its value, as a phrase: "`private` is true"; empty when there is none."""


def held_back(note: Note, settings: Settings) -> HeldBack | None:
    """Why a note is held back; None when it is published."""
    if note.unreadable is not None:
        severe = [each for each in note.problems if each.rule in _RULES]
        return HeldBack(note.unreadable, severe[0].span if severe else FILE_START, tuple(severe))
    found = [held for each in note.declared for held in _judged(each, settings)]
    noticed = tuple(each for each in note.problems if each.rule == "front-matter")
    stray = next((each for each in note.strays if next(_strays(each, settings), None)), None)
    if stray is not None:
        problem = stray.problem("error")
        others = tuple(each for each in noticed if each.message != problem.message)
        return HeldBack("front-matter", stray.span, (problem, *others))
    if found:
        first = min(found, key=lambda held: held.reason == "unclear")
        return replace(first, problems=(*(problem for each in found for problem in each.problems), *noticed))
    if settings.publish == "marked" and not any(_is_marked(each) for each in note.declared):
        return HeldBack("not-marked", FILE_START, noticed)
    return None


@lru_cache(maxsize=1024)
def property_key(name: str) -> str:
    """What all spellings of a property's name have in common: `Dg-Publish` and `dg_publish`."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return _BETWEEN.sub("", _visible(plain).strip(_QUOTES)).translate(_LOOK_ALIKES)


def value_key(value: object) -> str | None:
    """What all spellings of a value have in common; None for a list or a mapping."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str() | int() | float() | date():
            plain = _visible(unicodedata.normalize("NFKC", str(value)).casefold())
            return plain.strip().strip(_QUOTES).strip()
        case _:
            return None


def _visible(text: str) -> str:
    """A text without what nobody sees, and without accents."""
    return _MARKS.sub("", INVISIBLE.sub("", text))


def _judged(each: Property, settings: Settings) -> Iterator[HeldBack]:
    """Why a property holds its note back, if it does."""
    key = property_key(each.key)
    if key == "publish":
        yield from _publish(each)
    for name, unpublished in settings.unpublished_when.items():
        if property_key(name) in (key, key.removeprefix("is")):
            yield from _other(each, name, unpublished)
    text = value_key(each.value)
    if text in _YES | _ALSO_NO and (meant := _misspelt(key, settings)):
        holding = "false" if meant == "publish" else next(iter(settings.unpublished_when[meant]), "")
        if (text in _YES) == (holding == "true"):
            yield _unclear(each, f"`{_shown(each.key)}` looks like `{meant}`", f"Write `{meant}`.")
            return
    yield from _misspelt_words(each, key, settings)
    yield from _like_publish(each, key, settings)


def _misspelt_words(each: Property, key: str, settings: Settings) -> Iterator[HeldBack]:
    """`visibilty: hidden`, `status: privat`: a property of words with a slip in its name, or in its value."""
    if each.within or len(key) < _SHORTEST:
        return
    known = {property_key(name) for name in ("publish", *settings.unpublished_when)}
    for name, unpublished in settings.unpublished_when.items():
        holding = {value_key(value) or "" for value in unpublished}
        if holding <= {"true"} or holding <= {"false"}:
            continue
        words = _words(each)
        if property_key(name) not in (key, key.removeprefix("is")):
            if key not in known and words & holding and _is_one_slip(key, property_key(name)):
                yield _unclear(each, f"`{_shown(each.key)}` looks like `{name}`", f"Write `{name}`.")
        elif not words & holding:
            near = [(word, meant) for word in words for meant in holding if _is_slip_in(word, meant)]
            for word, meant in sorted(near)[:1]:
                yield _unclear(each, f"`{_shown(word)}` looks like `{meant}`", f"Write `{name}: {meant}`.")


def _words(each: Property) -> set[str]:
    """The values of a property, and the words in them."""
    values = each.value if isinstance(each.value, list) else [each.value]
    texts = [value_key(value) or "" for value in values]
    return {*texts, *(word for text in texts for word in _WORD.findall(text))}


def _is_one_slip(written: str, meant: str) -> bool:
    from rapidfuzz.distance import OSA

    return OSA.distance(written, meant, score_cutoff=1) == 1


def _is_slip_in(written: str, meant: str) -> bool:
    """Whether it is that word with one slip: `darft`, `hiden`, `privat`, but not `craft` or `drift`."""
    if len(written) < _SHORTEST or written[0] != meant[0]:
        return False
    if len(written) == len(meant) <= _SHORT and sorted(written) != sorted(meant):
        return False
    return _is_one_slip(written, meant)


def _like_publish(each: Property, key: str, settings: Settings) -> Iterator[HeldBack]:
    """`dont_publish: true`, `publish to web: no`: names that nobody defined, and that can mean one thing."""
    if "publish" not in key or key in map(property_key, ("publish", *settings.unpublished_when)):
        return
    text = value_key(each.value)
    negated = _NEGATED.search(key) is not None
    words = {value_key(value) for values in settings.unpublished_when.values() for value in values} - _YES
    if text in ((_YES | {""}) if negated else (_ALSO_NO | words)):
        help_ = "Write `publish: false`, or `publish: true`."
        yield _unclear(
            each, f"`{_shown(each.key)}` is no known property, and its name is about publishing", help_
        )


def _publish(each: Property) -> Iterator[HeldBack]:
    text = value_key(each.value)
    if text in _YES or (each.within and len((text or "").split()) > 1):
        return
    if each.within:
        yield _misplaced(each)
    elif each.value is False and each.key == "publish":
        yield HeldBack("publish", each.span, phrase=_property_phrase(each))
    elif text in _NO:
        problem = _must_be_true_or_false(each, "publish", "warning")
        yield HeldBack("publish", each.span, (problem,), _property_phrase(each))
    else:
        yield HeldBack("unclear", each.span, (_must_be_true_or_false(each, "publish", "error"),))


def _other(each: Property, name: str, unpublished: tuple[str, ...]) -> Iterator[HeldBack]:
    """A property of `unpublished_when`: true or false, or one of some words."""
    text = value_key(each.value)
    wanted = {value_key(value) for value in unpublished}
    reason: Reason = "draft" if property_key(name) == "draft" else "property"
    if wanted <= {"true"} or wanted <= {"false"}:
        holding, opposite = (_YES, _ALSO_NO) if wanted == {"true"} else (_NO, _YES)
        if text in opposite or (name == "published" and text is not None and _may_be_a_date(text)):
            return
        if text in holding:
            yield (
                _misplaced(each)
                if each.within
                else HeldBack(reason, each.span, phrase=_property_phrase(each))
            )
        elif not each.within:
            yield HeldBack("unclear", each.span, (_must_be_true_or_false(each, name, "error"),))
    elif not each.within:
        values = each.value if isinstance(each.value, list) else [each.value]
        texts = [value_key(value) or "" for value in values]
        found = wanted & {*texts, *(word for text in texts for word in _WORD.findall(text))}
        if found:
            phrase = (
                f"`{_shown(each.key)}` has {min(map(str, found))}"
                if texts != [*found]
                else _property_phrase(each)
            )
            yield HeldBack("draft" if "draft" in found else "property", each.span, phrase=phrase)


def _may_be_a_date(text: str) -> bool:
    """Whether the value of `published` may say when: empty, or with a digit, as in `Spring 2020`."""
    return not text or (text not in _NO and any(map(str.isdigit, text)))


def _misspelt(key: str, settings: Settings) -> str | None:
    """The property whose name a name is one letter away from, if that is true or false."""
    names = ["publish", *(name for name, each in settings.unpublished_when.items() if len(each) == 1)]
    known = ("publish", *settings.unpublished_when)
    if key in map(property_key, known) or len(key) < _SHORTEST:
        return None
    is_slip = _is_slip_in if len(key) <= _SHORT else _is_one_slip
    return next((name for name in names if is_slip(key, property_key(name))), None)


def _strays(stray: StrayProperties, settings: Settings) -> Iterator[HeldBack]:
    """What stray properties would hold their note back for."""
    for each in stray.properties:
        for held in _judged(each, settings):
            # without marks, `Private: for those who ...` is a sentence
            word = len(str(each.value).split()) < 2 and property_key(each.key) == "publish"
            if stray.marked or word or held.reason != "unclear":
                yield held


def _is_marked(each: Property) -> bool:
    return property_key(each.key) == "publish" and not each.within and value_key(each.value) in _YES


def _must_be_true_or_false(each: Property, name: str, severity: Severity) -> Problem:
    message = f"`{name}` must be true or false, found {_found(each, name)}"
    help_ = f"The note is held back. Write `{name}: true` or `{name}: false`."
    return Problem("front-matter", each.span, message, help_, severity=severity)


def _misplaced(each: Property) -> HeldBack:
    message = f"`{_shown(each.key)}` stands within `{_shown(each.within)}`, where it says nothing"
    return _unclear(each, message, "The note is held back. Write the property at the start of a line.")


def _unclear(each: Property, message: str, help_: str) -> HeldBack:
    return HeldBack(
        "unclear", each.span, (Problem("front-matter", each.span, message, help_, severity="error"),)
    )


def _property_phrase(each: Property) -> str:
    """`private` is true; for a list or a mapping, what it is."""
    value = each.written or (_value(each.value) if isinstance(each.value, list | dict | None) else each.value)
    return f"`{_shown(each.key)}` is {_shown(str(value))}"


def _found(each: Property, name: str) -> str:
    if isinstance(each.value, list | dict | None):
        return _value(each.value)
    text = each.written or str(each.value)
    quoted = " in quotes" if isinstance(each.value, str) and text[:1] in ("'", '"') else ""
    return f"`{_shown(text if each.key == name else f'{each.key}: {text}')}`{quoted}"


def _value(value: list[object] | dict[object, object] | None) -> str:
    match value:
        case None:
            return "nothing"
        case list():
            return "a list"
        case dict():
            return "a mapping"


def _shown(text: str) -> str:
    """A text in a message: one line, not too long, without what would end the code around it."""
    line = " ".join(text.replace("`", "'").split())
    return line if len(line) <= 40 else f"{line[:39]}…"
