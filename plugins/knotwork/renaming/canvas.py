"""Canvas files: the files that their cards show, and the wikilinks in their texts.

JSON Canvas 1.0 (https://jsoncanvas.org/spec/1.0/): a card is a flat object with `file`, a path from the
vault's root, and maybe `subpath`, or with `text`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from knotwork.model.note import Link
from knotwork.model.text import FILE_START
from knotwork.syntax.wikilink import wikilinks_in

_STRING = r'"(?:[^"\\]|\\.)*"'
_CARD = re.compile(rf'\{{(?:[^{{}}"]|{_STRING})*\}}')
_FIELD = re.compile(rf'"(?P<name>file|subpath|text)"\s*:\s*(?P<value>{_STRING})')


def canvas_text(text: str, rewritten: Callable[[Link], Link]) -> str:
    """The text of a canvas file with its links as `rewritten` gives them; all else stays, byte for byte."""
    return _CARD.sub(lambda card: _card(card[0], rewritten), text)


def _card(card: str, rewritten: Callable[[Link], Link]) -> str:
    fields = {match["name"]: match["value"] for match in _FIELD.finditer(card)}
    values = {name: _plain(value) for name, value in fields.items()}
    if values.get("file"):
        subpath = (values.get("subpath") or "").removeprefix("#")
        link = _link(f"/{values['file']}", subpath)
        new = rewritten(link)
        values["file"] = new.target.removeprefix("/")
        if subpath:
            values["subpath"] = f"#{new.subpath}"
    elif values.get("text"):
        values["text"] = _text(values["text"] or "", rewritten)
    return _FIELD.sub(lambda match: _field(match, fields, values), card)


def _field(match: re.Match[str], fields: dict[str, str], values: dict[str, str | None]) -> str:
    value = values[match["name"]]
    if value is None or match["value"] != fields[match["name"]] or value == _plain(match["value"]):
        return match[0]
    is_escaped = "\\u" in match["value"]
    return match[0][: -len(match["value"])] + json.dumps(value, ensure_ascii=is_escaped)


def _text(text: str, rewritten: Callable[[Link], Link]) -> str:
    parts, at = [], 0
    for start, end, written in wikilinks_in(text):
        link = _link(written.target, written.subpath)
        new = rewritten(link)
        old = text[start:end]
        if new.target != link.target:
            old = old.replace(link.target, new.target, 1)
        if new.subpath != link.subpath:
            old = old.replace(f"#{link.subpath}", f"#{new.subpath}", 1)
        parts += [text[at:start], old]
        at = end
    return "".join((*parts, text[at:]))


def _link(target: str, subpath: str) -> Link:
    return Link("wikilink", "", FILE_START, target, subpath, None, True, None)


def _plain(value: str) -> str | None:
    try:
        plain = json.loads(value)
    except ValueError:
        return None
    return plain if isinstance(plain, str) else None
