"""Keys that all spellings of a property share: case, accents, dashes and look-alike letters do not count."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from knotwork.model.note import Property
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import INVISIBLE

_MARKS = re.compile("[\u0300-\u036f]")
_BETWEEN = re.compile(r"[\s\-_.]+")
_QUOTES = "\"'`“”‘’„‚«»*"
_LOOK_ALIKES = str.maketrans(
    "аеорсухіѕјһӏԁɡոьυսιαορνѵıτԛᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "aeopcyxisjhldgnbuuiaopvvitqabcdefghijklmnoprstuvwyz",
)
"""Letters of other alphabets that look like Latin ones, in lower case."""
_WORD = lazy_regex(r"\w+")


@lru_cache(maxsize=1024)
def property_key(name: str) -> str:
    """The key that all spellings of a property's name share: `Dg-Publish` and `dg_publish`."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return _BETWEEN.sub("", _visible(plain).strip(_QUOTES)).translate(_LOOK_ALIKES)


def value_key(value: object) -> str | None:
    """The key that all spellings of a value share; None for a list or a mapping."""
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


def words_of(prop: Property) -> set[str]:
    """The values of a property, and the words in them."""
    values = prop.value if isinstance(prop.value, list) else [prop.value]
    texts = [value_key(value) or "" for value in values]
    return {*texts, *(word for text in texts for word in _WORD.findall(text))}


def _visible(text: str) -> str:
    """A text without invisible characters and accents."""
    return _MARKS.sub("", INVISIBLE.sub("", text))
