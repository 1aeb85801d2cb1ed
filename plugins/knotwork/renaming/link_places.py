"""Where in a note's text the target of a link stands, and the part behind its `#`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from knotwork.html.attributes import address_names
from knotwork.html.tags import HtmlTag, html_tokens
from knotwork.model.note import Link
from knotwork.model.text import Lines

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_DESTINATION = re.compile(r"\s*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s<][^\s]*))")
_DEFINITION = re.compile(
    r"^[ \t>*+0-9.)-]*\[(?P<label>(?:[^\[\]\\]|\\.)+)\]:[ \t]*\n?[ \t>]*"
    r"(?:<(?P<angle>[^<>\n]*)>|(?P<bare>\S+))",
    re.MULTILINE,
)
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]$")


class LinkPlaces(NamedTuple):
    """The offsets of a link's parts in a normalized text."""

    target: tuple[int, int]
    subpath: tuple[int, int] | None
    """Without its `#`; None when there is none."""
    angle: bool = False
    """Whether the destination stands in `<…>`, where a space is a space."""


def link_places(link: Link, lines: Lines) -> LinkPlaces | None:
    """The places of a link's parts; None when they do not stand in the text as the link says.

    A reference link has them in its definition.
    """
    start = lines.offset(link.span.start)
    if not lines.text.startswith(link.raw, start):
        return None
    if link.html:
        return _in_tag(link, start)
    if link.kind == "markdown":
        return next(_destinations(link, start), None) or _in_definition(link, lines)
    return _in_brackets(link, start)


def _in_brackets(link: Link, start: int) -> LinkPlaces | None:
    raw = link.raw
    at = raw.find("[[") + 2
    at += len(raw[at:]) - len(raw[at:].lstrip())
    if at < 2 or not raw.startswith(link.target, at):
        return None
    end = at + len(link.target)
    target = (start + at, start + end)
    hash_ = raw.find("#", end)
    if not link.subpath or hash_ < 0:
        return None if link.subpath else LinkPlaces(target, None)
    behind = hash_ + 1 + len(raw[hash_ + 1 :]) - len(raw[hash_ + 1 :].lstrip())
    if not raw.startswith(link.subpath, behind):
        return None
    return LinkPlaces(target, (start + behind, start + behind + len(link.subpath)))


def _in_tag(link: Link, start: int) -> LinkPlaces | None:
    tag = next((token for token in html_tokens(link.raw) if isinstance(token, HtmlTag)), None)
    for attribute in tag.attributes if tag else ():
        written = link.raw[attribute.start : attribute.end]
        if tag and attribute.name in address_names(tag):
            places = _parts(link, written, start + attribute.start, angle=False)
            if places is not None:
                return places
    return None


def _destinations(link: Link, start: int) -> Iterator[LinkPlaces]:
    """The places in what may be the link's destination, from the right: its text may hold an image."""
    at = len(link.raw)
    while (at := link.raw.rfind("](", 0, at)) >= 0:
        match = _DESTINATION.match(link.raw, at + 2)
        if match is None:
            continue
        angle = match["angle"] is not None
        written = match["angle"] if angle else _closed(match["bare"])
        places = _parts(link, written, start + match.start("angle" if angle else "bare"), angle=angle)
        if places is not None:
            yield places


def _closed(written: str) -> str:
    """A destination up to the bracket that closes it."""
    depth = 0
    for at, mark in enumerate(written):
        if mark in "()" and not written.endswith("\\", 0, at):
            depth += 1 if mark == "(" else -1
            if depth < 0:
                return written[:at]
    return written


def _in_definition(link: Link, lines: Lines) -> LinkPlaces | None:
    label = _LABEL.search(link.raw)
    if label is None:
        return None
    name = label[1] or link.raw[: label.start()].lstrip("!")[1:-1]
    for match in _DEFINITION.finditer(lines.text):
        if _normal(match["label"]) == _normal(name):
            angle = match["angle"] is not None
            part = "angle" if angle else "bare"
            return _parts(link, match[part], match.start(part), angle=angle)
    return None


def _normal(label: str) -> str:
    return " ".join(label.split()).casefold()


def _parts(link: Link, written: str, start: int, *, angle: bool) -> LinkPlaces | None:
    address, hash_, fragment = written.partition("#")
    path = address.partition("?")[0]
    if decoded(path) != link.target or decoded(fragment).strip() != link.subpath:
        return None
    subpath = (start + len(address) + 1, start + len(written)) if hash_ and link.subpath else None
    return LinkPlaces((start, start + len(path)), subpath, angle)


def decoded(written: str) -> str:
    """What a destination means: without escapes, entities and percent signs."""
    return unquote(unescape(_ESCAPED.sub(r"\1", written)))
