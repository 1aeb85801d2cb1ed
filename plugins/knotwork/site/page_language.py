"""The language of a note, which its page says to browsers, screen readers and search engines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from knotwork.model.patterns import lazy_regex

_CODE = lazy_regex(r"[a-z]{2,8}(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ks ps sd ug ur yi".split())
"""Languages that are written from right to left, unless their code names another script."""
_SCRIPTS = {"arab": "rtl", "hebr": "rtl", "thaa": "rtl", "syrc": "rtl", "latn": "ltr", "cyrl": "ltr"}


def with_language(html: str, front_matter: Mapping[str, object]) -> str:
    """A whole page, its article with the language and direction that the note has under `lang`."""
    code = front_matter.get("lang")
    if not isinstance(code, str) or not _CODE.fullmatch(code.strip()):
        return html
    code = code.strip().replace("_", "-")
    attributes = f'lang="{escape(code)}" dir="{direction(code)}"'
    return html.replace("<article ", f"<article {attributes} ", 1)


def direction(code: str) -> str:
    """In which direction a language is written, by its code: `rtl` or `ltr`."""
    language, *rest = code.lower().split("-")
    script = next((_SCRIPTS[part] for part in rest if part in _SCRIPTS), None)
    return script or ("rtl" if language in _RIGHT_TO_LEFT else "ltr")
