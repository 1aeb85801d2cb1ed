"""A note's facts as bytes, and back: with every type of value that YAML has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from msgspec import MsgspecError
from msgspec.msgpack import Decoder, Encoder, Ext
from msgspec.structs import force_setattr, replace

from knotwork.model.note import Note, Property

_DATE, _TIME, _INTEGER, _TUPLE, _SET, _FROZEN_SET, _MAPPING = range(1, 8)
_READ: dict[int, Callable[[Any], Any]] = {
    _DATE: date.fromisoformat,
    _TIME: datetime.fromisoformat,
    _INTEGER: lambda text: int(text, 16),
    _TUPLE: tuple,
    _SET: set,
    _FROZEN_SET: frozenset,
    _MAPPING: dict,
}
_GROUPS: dict[type, int] = {tuple: _TUPLE, set: _SET, frozenset: _FROZEN_SET}
_INTEGERS = range(-(2**63), 2**64)
"""Those that MessagePack has."""


def encoded(note: Note) -> bytes | None:
    """The note as bytes; None when it has a value that bytes cannot hold, such as half a surrogate pair."""
    strays = tuple(replace(stray, properties=tuple(map(_written, stray.properties))) for stray in note.strays)
    try:
        front_matter = _mapping(note.front_matter)
        declared = tuple(map(_written, note.declared))
        return _encode(replace(note, front_matter=front_matter, declared=declared, strays=strays))
    except (TypeError, ValueError, OverflowError, RecursionError, MsgspecError):
        return None


def decoded(data: bytes) -> Note | None:
    """The note; None when these are no bytes of a note."""
    try:
        note = _decode(data)
    except (TypeError, ValueError, OverflowError, RecursionError, MsgspecError):
        return None
    _share_texts(note)
    return note


def _share_texts(note: Note) -> None:
    """Hold the text of a list item once, which is that of a block as well."""
    texts = {context.text: context.text for context in note.contexts} if note.items else {}
    for item in note.items:
        if (shared := texts.get(item.text)) is not None:
            force_setattr(item, "text", shared)


def _written(prop: Property) -> Property:
    return prop if type(prop.value) is str else replace(prop, value=_plain(prop.value))


def _mapping(values: Any) -> Any:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """The value with what MessagePack does not have as extensions of it."""
    kind = type(value)
    if kind in (str, bool, float, bytes, type(None)):
        return value
    if kind is int:
        return value if value in _INTEGERS else Ext(_INTEGER, _encode(hex(value)))
    if kind is list:
        return [_plain(item) for item in value]
    if kind is dict:
        if all(type(name) is str for name in value):
            return _mapping(value)
        return Ext(_MAPPING, _encode([[_plain(name), _plain(item)] for name, item in value.items()]))
    if kind in (date, datetime):
        return Ext(_DATE if kind is date else _TIME, _encode(value.isoformat()))
    if kind in _GROUPS:
        return Ext(_GROUPS[kind], _encode([_plain(item) for item in value]))
    raise TypeError(f"a value of the type {kind.__name__}")


def _value(code: int, data: memoryview) -> Any:
    if code not in _READ:
        raise ValueError(f"no value has the code {code}")
    return _READ[code](_decode_value(data))


_encode = Encoder().encode
_decode = Decoder(Note, ext_hook=_value).decode
_decode_value = Decoder(ext_hook=_value).decode
