"""Why a note is held back: it says so, or it is unclear whether it may be published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Problem, Severity
from knotwork.model.note import Note, Property, StrayProperties
from knotwork.model.one_typo import is_one_typo
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import FILE_START, Span
from knotwork.vault.property_keys import property_key, value_key, words_of
from knotwork.vault.property_typos import SHORT, SHORTEST, is_typo_in

Reason = Literal[
    "publish", "draft", "property", "unclear", "front-matter", "encoding", "not-marked", "excluded"
]
"""Why a note is held back.

`publish`: it has `publish: false`. `draft`: it is a draft by `draft: true` or `draft_docs`. `property`:
another property of `unpublished_when`. `unclear`: such a property has a value that is neither yes nor no.
`front-matter`: its front matter cannot be read, or is not recognised as such. `encoding`: its first lines
cannot be decoded. `not-marked`: only notes with `publish: true` are published. `excluded`: the settings of
the site leave it out.
"""

_YES = frozenset(("true", "yes", "on", "1"))
_NO = frozenset(("false", "no", "off", "0"))
_ALSO_NO = _NO | {"n", "f"}
_RULES = ("front-matter", "bad-encoding", "broken-canvas", "internal-error")
_NEGATED = lazy_regex("(?:un|no|non|not|dont|don't|never|without)publish")


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Why a note is not published."""

    reason: Reason
    span: Span
    """Where the reason stands in the note; the file's start when it stands elsewhere."""
    problems: tuple[Problem, ...] = ()
    """Findings for the author; none for a plain `publish: false`."""
    phrase: str = ""
    """The property and its value, as a phrase: "`private` is true"; empty when there is none."""


def held_back(note: Note, settings: Settings) -> HeldBack | None:
    """Why a note is held back; None when it is published."""
    if note.unreadable is not None:
        severe = [problem for problem in note.problems if problem.rule in _RULES]
        return HeldBack(note.unreadable, severe[0].span if severe else FILE_START, tuple(severe))
    reasons = [reason for prop in note.declared for reason in _reasons(prop, settings)]
    noticed = tuple(problem for problem in note.problems if problem.rule == "front-matter")
    stray = next((stray for stray in note.strays if any(_stray_reasons(stray, settings))), None)
    if stray is not None:
        problem = stray.problem("error")
        further_problems = tuple(
            problem_of_note for problem_of_note in noticed if problem_of_note.message != problem.message
        )
        return HeldBack("front-matter", stray.span, (problem, *further_problems))
    if reasons:
        first = min(reasons, key=lambda held: held.reason == "unclear")
        problems = (problem for held in reasons for problem in held.problems)
        return replace(first, problems=(*problems, *noticed))
    if settings.publish == "marked" and not any(map(_is_marked, note.declared)):
        return HeldBack("not-marked", FILE_START, noticed)
    return None


def _reasons(prop: Property, settings: Settings) -> Iterator[HeldBack]:
    """Why a property holds its note back, if it does."""
    key = property_key(prop.key)
    if key == "publish":
        yield from _publish(prop)
    for name, unpublished in settings.unpublished_when.items():
        if property_key(name) in (key, key.removeprefix("is")):
            yield from _other_property(prop, name, unpublished)
    text = value_key(prop.value)
    if text in _YES | _ALSO_NO and (meant := _misspelt(key, settings)):
        holding = "false" if meant == "publish" else next(iter(settings.unpublished_when[meant]), "")
        if (text in _YES) == (holding == "true"):
            yield _unclear(prop, f"`{_shown(prop.key)}` looks like `{meant}`", f"Write `{meant}`.")
            return
    yield from _misspelt_words(prop, key, settings)
    yield from _like_publish(prop, key, settings)


def _misspelt_words(prop: Property, key: str, settings: Settings) -> Iterator[HeldBack]:
    """`visibilty: hidden`, `status: privat`: a property of words with a typo in its name, or in its value."""
    if prop.within or len(key) < SHORTEST:
        return
    known = {property_key(name) for name in ("publish", *settings.unpublished_when)}
    for name, unpublished in settings.unpublished_when.items():
        holding = {value_key(value) or "" for value in unpublished}
        if holding <= {"true"} or holding <= {"false"}:
            continue
        words = words_of(prop)
        if property_key(name) not in (key, key.removeprefix("is")):
            if key not in known and words & holding and is_one_typo(key, property_key(name)):
                yield _unclear(prop, f"`{_shown(prop.key)}` looks like `{name}`", f"Write `{name}`.")
        elif not words & holding:
            near = [(word, meant) for word in words for meant in holding if is_typo_in(word, meant)]
            for word, meant in sorted(near)[:1]:
                yield _unclear(prop, f"`{_shown(word)}` looks like `{meant}`", f"Write `{name}: {meant}`.")


def _like_publish(prop: Property, key: str, settings: Settings) -> Iterator[HeldBack]:
    """`dont_publish: true`, `publish to web: no`: unknown properties whose name is about publishing."""
    if "publish" not in key or key in map(property_key, ("publish", *settings.unpublished_when)):
        return
    text = value_key(prop.value)
    negated = _NEGATED.search(key) is not None
    words = {value_key(value) for values in settings.unpublished_when.values() for value in values} - _YES
    if text in ((_YES | {""}) if negated else (_ALSO_NO | words)):
        help_ = "Write `publish: false`, or `publish: true`."
        yield _unclear(
            prop, f"`{_shown(prop.key)}` is not a known property, and its name is about publishing", help_
        )


def _publish(prop: Property) -> Iterator[HeldBack]:
    text = value_key(prop.value)
    if text in _YES or (prop.within and len((text or "").split()) > 1):
        return
    if prop.within:
        yield _misplaced(prop)
    elif prop.value is False and prop.key == "publish":
        yield HeldBack("publish", prop.span, phrase=_property_phrase(prop))
    elif text in _NO:
        problem = _must_be_true_or_false(prop, "publish", "warning")
        yield HeldBack("publish", prop.span, (problem,), _property_phrase(prop))
    else:
        yield HeldBack("unclear", prop.span, (_must_be_true_or_false(prop, "publish", "error"),))


def _other_property(prop: Property, name: str, unpublished: tuple[str, ...]) -> Iterator[HeldBack]:
    """A property of `unpublished_when`: true or false, or one of some words."""
    text = value_key(prop.value)
    holding_values = {value_key(value) for value in unpublished}
    reason: Reason = "draft" if property_key(name) == "draft" else "property"
    if holding_values <= {"true"} or holding_values <= {"false"}:
        holding, opposite = (_YES, _ALSO_NO) if holding_values == {"true"} else (_NO, _YES)
        if text in opposite or (name == "published" and text is not None and _may_be_a_date(text)):
            return
        if text in holding:
            yield (
                _misplaced(prop)
                if prop.within
                else HeldBack(reason, prop.span, phrase=_property_phrase(prop))
            )
        elif not prop.within:
            yield HeldBack("unclear", prop.span, (_must_be_true_or_false(prop, name, "error"),))
    elif not prop.within:
        values = prop.value if isinstance(prop.value, list) else [prop.value]
        texts = [value_key(value) or "" for value in values]
        words = holding_values & words_of(prop)
        if words:
            phrase = (
                f"`{_shown(prop.key)}` has {min(map(str, words))}"
                if texts != [*words]
                else _property_phrase(prop)
            )
            yield HeldBack("draft" if "draft" in words else "property", prop.span, phrase=phrase)


def _may_be_a_date(text: str) -> bool:
    """Whether the value of `published` may be a date: empty, or with a digit, as in `Spring 2020`."""
    return not text or (text not in _NO and any(map(str.isdigit, text)))


def _misspelt(key: str, settings: Settings) -> str | None:
    """The property whose name a name is one letter away from, if that is true or false."""
    names = ["publish", *(name for name, values in settings.unpublished_when.items() if len(values) == 1)]
    known = ("publish", *settings.unpublished_when)
    if key in map(property_key, known) or len(key) < SHORTEST:
        return None
    is_typo = is_typo_in if len(key) <= SHORT else is_one_typo
    return next((name for name in names if is_typo(key, property_key(name))), None)


def _stray_reasons(stray: StrayProperties, settings: Settings) -> Iterator[HeldBack]:
    """Why properties outside the front matter would hold their note back."""
    for prop in stray.properties:
        for held in _reasons(prop, settings):
            # without marks, `Private: for those who ...` is a sentence
            word = len(str(prop.value).split()) < 2 and property_key(prop.key) == "publish"
            if stray.marked or word or held.reason != "unclear":
                yield held


def _is_marked(prop: Property) -> bool:
    return property_key(prop.key) == "publish" and not prop.within and value_key(prop.value) in _YES


def _must_be_true_or_false(prop: Property, name: str, severity: Severity) -> Problem:
    message = f"`{name}` must be true or false, found {_value_in_words(prop, name)}"
    help_ = f"The note is held back. Write `{name}: true` or `{name}: false`."
    return Problem("front-matter", prop.span, message, help_, severity=severity)


def _misplaced(prop: Property) -> HeldBack:
    message = f"`{_shown(prop.key)}` is within `{_shown(prop.within)}`, where it has no effect"
    return _unclear(prop, message, "The note is held back. Write the property at the start of a line.")


def _unclear(prop: Property, message: str, help_: str) -> HeldBack:
    return HeldBack(
        "unclear", prop.span, (Problem("front-matter", prop.span, message, help_, severity="error"),)
    )


def _property_phrase(prop: Property) -> str:
    """`private` is true; for a list or a mapping, what it is."""
    value = prop.written or (_value(prop.value) if isinstance(prop.value, list | dict | None) else prop.value)
    return f"`{_shown(prop.key)}` is {_shown(str(value))}"


def _value_in_words(prop: Property, name: str) -> str:
    if isinstance(prop.value, list | dict | None):
        return _value(prop.value)
    text = prop.written or str(prop.value)
    quoted = " in quotes" if isinstance(prop.value, str) and text[:1] in ("'", '"') else ""
    return f"`{_shown(text if prop.key == name else f'{prop.key}: {text}')}`{quoted}"


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
