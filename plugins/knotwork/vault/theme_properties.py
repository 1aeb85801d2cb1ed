"""The properties of a note that a theme gets: in the shape it expects, without templates and addresses
that notes may not choose.

A theme's templates print front matter as it is: in HTML, in `href="…"`, between the quotes of a script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from knotwork.config.settings import Settings
from knotwork.html.safe_urls import safe_url
from knotwork.model.patterns import lazy_regex

TEMPLATE = "template"
ADDRESSES = frozenset(
    "avatar banner canonical canonical_url cover edit_url feed href homepage icon_url image link links "
    "location logo redirect redirect_to redirect_url redirects repo_url src thumbnail uri url video".split()
)
"""Properties whose values a template may print as a link, or as the source of a picture."""
TEXTS = frozenset("author description status subtitle title".split())
"""Properties that Material prints as text: `title: javascript: a history` is a title."""

_ICON = lazy_regex(r"[A-Za-z0-9][\w-]*(?:/[A-Za-z0-9][\w.-]*)*")
_RUNS = re.compile(
    r"[\x00-\x20\x7f-\xa0]*(?:j[\s]*a[\s]*v[\s]*a|v[\s]*b)[\s]*s[\s]*c[\s]*r[\s]*i[\s]*p[\s]*t[\s]*:", re.I
)
_BEYOND_URLS = lazy_regex(r"[\x00-\x20\x7f\\\"'<>`\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class RejectedProperty:
    """A property that the theme does not get, and why."""

    name: str
    message: str
    help: str


def rejected_properties(values: Mapping[str, Any], settings: Settings) -> Iterator[RejectedProperty]:
    """The properties of a note that a theme must not get and that an author should know about, in order."""
    for name, value in plain(values).items():
        if name == TEMPLATE and _is_template(value) and value not in settings.templates:
            yield RejectedProperty(
                name,
                f"notes may not choose the template '{value}'",
                "If it is meant for notes, name it under `templates` in the settings.",
            )
        elif name not in TEXTS and any(map(_runs, _strings(value))):
            yield RejectedProperty(
                name, f"`{name}` holds an address that runs code", "Write an `https:` address."
            )


def allowed_properties(
    values: Mapping[str, Any], settings: Settings, has_template: Callable[[str], bool]
) -> dict[str, Any]:
    """The properties that a theme may have, not yet escaped; `has_template` knows which files it has.

    Properties of another shape than the theme expects are left out. What no theme prints is kept for other
    plugins, as plain values: text, numbers, dates, lists and mappings.
    """
    fits: dict[str, Callable[[Any], bool]] = {
        TEMPLATE: lambda value: value in settings.templates and has_template(value),
        "icon": lambda value: _is_icon(value) and has_template(f".icons/{value}.svg"),
        "hide": lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
        "search": _is_search,
        # plugins for feeds and cards fail on another shape
        **dict.fromkeys(("rss", "social", "meta"), lambda value: isinstance(value, Mapping)),
        "image": lambda value: isinstance(value, str),
        "status": lambda value: isinstance(value, str) and re.fullmatch(r"[\w-]+", value) is not None,
        **dict.fromkeys(TEXTS - {"status"}, _is_text),
    }
    allowed = {}
    for name, value in plain(values).items():
        if name in fits and not fits[name](value):
            continue
        if name in ADDRESSES:
            if not all(safe_url(unescape(text), settings.url_schemes) for text in _strings(value)):
                continue
            value = _mapped(value, lambda text: _BEYOND_URLS.sub(_percent, text))
        elif name not in TEXTS and any(map(_runs, _strings(value))):
            continue
        allowed[name] = value
    return allowed


def printable_address(url: str | None) -> str | None:
    """An address of ours as a theme may print it: nothing in it ends the quotes around it."""
    return None if url is None else _BEYOND_URLS.sub(_percent, url)


def plain(value: Any) -> Any:
    """A value without YAML's rarer kinds: `!!binary` and `!!set` hold markup and addresses as well as text.

    Values of a class of their own, which another plugin made, stay as they are.
    """
    match value:
        case bytes():
            return value.decode("utf-8", "replace")
        case Mapping() if type(value) is dict:
            return {
                name if type(name) is str else str(plain(name)): plain(inner) for name, inner in value.items()
            }
        case list() | tuple():
            return [plain(inner) for inner in value]
        case set() | frozenset():
            return sorted(map(str, map(plain, value)))
        case _:
            return value


def _is_template(value: object) -> bool:
    # Obsidian's own plugins know a property `template` too: the name of a note
    return isinstance(value, str) and value.lower().endswith((".html", ".xml", ".js", ".jinja", ".j2"))


def _is_icon(value: object) -> bool:
    return isinstance(value, str) and _ICON.fullmatch(value) is not None and ".." not in value


def _is_text(value: object) -> bool:
    return isinstance(value, str | int | float) or (
        isinstance(value, list) and all(isinstance(item, str) for item in value)
    )


def _is_search(value: object) -> bool:
    if not isinstance(value, Mapping):
        return False
    boost = value.get("boost", 1)
    return (
        isinstance(value.get("exclude", False), bool) and isinstance(boost, int | float) and 0 < boost <= 1000
    )


def _runs(text: str) -> bool:
    return _RUNS.match(unescape(text)) is not None


def _strings(value: Any) -> Iterator[str]:
    """Every text in a value."""
    match value:
        case str():
            yield value
        case Mapping():
            for name, inner in value.items():
                yield from _strings(name)
                yield from _strings(inner)
        case list():
            for inner in value:
                yield from _strings(inner)


def _mapped(value: Any, changed: Callable[[str], str]) -> Any:
    match value:
        case str():
            return changed(value)
        case Mapping():
            return {name: _mapped(inner, changed) for name, inner in value.items()}
        case list():
            return [_mapped(inner, changed) for inner in value]
        case _:
            return value


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
