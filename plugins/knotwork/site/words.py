"""The texts of the site itself in its language: the English text is the key, as with gettext."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

ENGLISH = "en"

Forms = Mapping[str, str]
"""The forms of a text with a number, by the plural category of Unicode: `one`, `few`, `many`, `other`."""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a language; English ones stand for what it has no text for."""

    language: str = ENGLISH
    """Its code: `pt-BR`."""
    texts: Mapping[str, str | Forms] = field(default_factory=dict)
    """Its texts by the English one, those with a number by the English plural."""
    of_scripts: Mapping[str, str | Forms] = field(default_factory=dict)
    """The same for the texts of scripts."""

    def __call__(self, text: str, **values: object) -> str:
        """A text, safe in HTML, with values in the place of their names in braces."""
        own = self.texts.get(text)
        shown = own if isinstance(own, str) else text
        return shown.format(**values) if values else shown

    def plural(self, number: int, one: str, many: str, **values: object) -> str:
        """A text with a number, which stands in the place of `{n}`: `{n} note`, `{n} notes`."""
        forms = self.texts.get(many)
        if forms is None or isinstance(forms, str):
            return (one if number == 1 else many).format(n=self.number(number), **values)
        form = forms.get(_category(self.language, number)) or forms["other"]
        return form.format(n=self.number(number), **values)

    def counted(self, number: int, noun: str) -> str:
        """A number with its noun, which has a regular plural in English: `2 notes`."""
        return self.plural(number, f"{{n}} {noun}", f"{{n}} {noun}s")

    def number(self, number: int) -> str:
        """A number as its readers write it."""
        return f"{number:,}" if self.language == ENGLISH else _number(self.language, number)

    def script_data(self) -> Mapping[str, object]:
        """What scripts need: the language and its texts; empty for English."""
        return {"language": self.language, "texts": self.of_scripts} if self.of_scripts else {}


ENGLISH_WORDS = Words()


def marked(text: str) -> str:
    """The English text itself, which is looked up later: tests find it by this call."""
    return text


def words_of(language: str) -> Words:
    """The texts of a language by its code; English for one that there are no texts of.

    A language without its own texts of the region has those of the language: `de-AT` has those of `de`, `pt`
    those of `pt-BR`. Chinese in traditional characters has none.
    """
    code = language_of(language)
    return ENGLISH_WORDS if code == ENGLISH else _read(code)


@lru_cache(maxsize=64)
def language_of(language: str) -> str:
    """The code of the texts that a language has; `en` when there are none."""
    wanted = language.replace("_", "-").lower()
    if wanted.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
        return ENGLISH
    known = {code.lower(): code for code in languages()}
    base = wanted.partition("-")[0]
    region = next((code for name, code in known.items() if name.startswith(f"{base}-")), ENGLISH)
    return known.get(wanted) or known.get(base) or region


@cache
def languages() -> tuple[str, ...]:
    """The codes of all languages with texts beside English, sorted."""
    names = (file.name for file in files("knotwork.site").joinpath("languages").iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


@cache
def _read(code: str) -> Words:
    text = files("knotwork.site").joinpath("languages", f"{code}.json").read_text("utf-8")
    tables: Mapping[str, Mapping[str, str | Forms]] = json.loads(text)
    return Words(code, tables["pages"], tables["scripts"])


@cache
def _locale(code: str) -> Any:
    from babel import Locale

    return Locale.parse(code, sep="-")


def _category(code: str, number: int) -> str:
    category: str = _locale(code).plural_form(number)
    return category


@lru_cache(maxsize=4096)
def _number(code: str, number: int) -> str:
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_locale(code))
