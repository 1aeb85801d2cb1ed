"""A page that writes down what a template reads of it.

A text of the page is a `Hole`: it renders as a mark, in whose place each page's own text is put later.
Whatever else a template learns about the page (that a text is empty, that a list has a certain value) is a
condition: another page has the same HTML around its holes if all conditions hold for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Context = Mapping[str, Any]
"""What MkDocs and plugins give to a template, by name; `page` is the page."""
Source = Callable[[Context], Any]
"""A value of a page, by what its template is given."""

MARK = "kwHoLe<&\"'%/ "
"""How every mark begins: nothing that changes a text leaves these characters as they are."""
_MISSING = object()


class Untraceable(Exception):
    """A template does with a page what cannot be written down."""


class Record:
    """What a template has read of a page."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.holes: list[Source] = []
        self.conditions: list[Callable[[Context], bool]] = []
        self.names: set[str] = set()
        """The attributes of the page, its file and its headings that were read."""
        self.content_holes: set[int] = set()
        """The numbers of the holes that the page's content stands in as it is."""
        self.sought: set[str] = set()
        """What a template looks for in the content."""
        self.changes_content = False
        """Whether a template does anything else with the content."""

    def value(self, source: Source) -> Any:
        """A value for the template: a hole for a text; else the value, which becomes a condition."""
        value = _read(source, self.context)
        if isinstance(value, str):
            kind = type(value)
            self.conditions.append(lambda context: type(_read(source, context)) is kind)
            return Hole(self, source)
        self.require(source, value)
        return value

    def require(self, source: Source, value: Any) -> None:
        """Add the condition that a value of a page is this one."""
        if _is_plain(value):
            self.conditions.append(lambda context: _same(_read(source, context), value))
        else:
            self.conditions.append(lambda context: _read(source, context) is value)

    def answer(self, source: Source) -> Any:
        """A plain value of the page, which becomes a condition."""
        value = source(self.context)
        if not _is_plain(value):
            raise Untraceable
        self.require(source, value)
        return value

    def mark(self, source: Source) -> str:
        """The mark for a text."""
        self.holes.append(source)
        return f"{MARK}{len(self.holes) - 1}/>"


def _read(source: Source, context: Context) -> Any:
    try:
        return source(context)
    except (AttributeError, LookupError):
        return _MISSING


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | int | float)


def _same(value: object, other: object) -> bool:
    """Whether plain values are equal, and print the same."""
    return value == other and repr(value) == repr(other)


class Proxy:
    """A value of the page with which a template may do only what its class says."""

    def __init__(self, record: Record, source: Source) -> None:
        self.__dict__["_record"], self.__dict__["_source"] = record, source

    def __getattr__(self, name: str) -> Any:
        raise Untraceable

    def __setattr__(self, name: str, value: object) -> None:
        raise Untraceable

    def __hash__(self) -> int:
        raise Untraceable

    def __eq__(self, other: object) -> Any:
        raise Untraceable

    def __ne__(self, other: object) -> Any:
        raise Untraceable

    def __str__(self) -> str:
        raise Untraceable

    def __bool__(self) -> bool:
        source: Source = self._source
        return bool(self._record.answer(lambda context: bool(source(context))))


class Hole(Proxy):
    """A text of the page."""

    def __str__(self) -> str:
        return str(self._record.mark(self._source))

    def __eq__(self, other: object) -> Any:
        return self._compared(other, lambda value: value == other)

    def __ne__(self, other: object) -> Any:
        return self._compared(other, lambda value: value != other)

    def __contains__(self, item: object) -> bool:
        return bool(self._compared(item, lambda value: item in value))

    __hash__ = Proxy.__hash__

    def _compared(self, other: object, question: Callable[[Any], Any]) -> Any:
        if isinstance(other, Proxy):
            raise Untraceable
        source: Source = self._source
        return self._record.answer(lambda context: question(source(context)))

    def changed(self, change: Callable[[str, Context], Any]) -> Any:
        """What a filter makes of the text."""
        source: Source = self._source
        return self._record.value(lambda context: change(source(context), context))


class ContentHole(Hole):
    """The content of the page."""

    def __str__(self) -> str:
        record: Record = self._record
        record.content_holes.add(len(record.holes))
        return super().__str__()

    def __contains__(self, item: object) -> bool:
        if isinstance(item, str):
            self._record.sought.add(item)
            return bool(self._record.answer(lambda context: item in self._source(context)))
        return super().__contains__(item)

    def __bool__(self) -> bool:
        self._record.changes_content = True
        return super().__bool__()

    def _compared(self, other: object, question: Callable[[Any], Any]) -> Any:
        self._record.changes_content = True
        return super()._compared(other, question)

    def changed(self, change: Callable[[str, Context], Any]) -> Any:
        """What a filter makes of the content."""
        self._record.changes_content = True
        return super().changed(change)

    __hash__ = Proxy.__hash__


class PageProxy(Proxy):
    """The page, or its file: texts are holes."""

    def __getattr__(self, name: str) -> Any:
        source: Source = self._source

        def attribute(context: Context) -> Any:
            return getattr(source(context), name)

        record: Record = self._record
        record.names.add(name)
        if name in _PARTS:
            return _PARTS[name](record, attribute)
        value = record.value(attribute)
        if name == "content" and isinstance(value, Hole):
            return ContentHole(record, attribute)
        if value is _MISSING:
            raise AttributeError(name)
        if callable(value) and not isinstance(value, Proxy):
            raise Untraceable
        return value

    def __eq__(self, other: object) -> Any:
        return NotImplemented  # the page is in no list of pages: see `Frames`

    __hash__ = Proxy.__hash__


class MetaProxy(Proxy):
    """The properties of the page."""

    def __getattr__(self, name: str) -> Any:
        if hasattr(dict, name):
            raise Untraceable
        raise AttributeError(name)

    def __getitem__(self, name: Any) -> Any:
        source: Source = self._source
        value = self._record.value(lambda context: source(context)[name])
        if value is _MISSING:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        source: Source = self._source
        return bool(self._record.answer(lambda context: name in source(context)))

    def get(self, name: Any, default: Any = None) -> Any:
        """The property, or `default`."""
        if name not in self:
            return default
        return self[name]


class TocProxy(Proxy):
    """The table of contents: a template sees its first entry."""

    def __iter__(self) -> Iterator[Any]:
        source: Source = self._source
        if self:
            yield PageProxy(self._record, lambda context: next(iter(source(context))))
            raise Untraceable


_PARTS: dict[str, Callable[[Record, Source], Proxy]] = {
    "meta": MetaProxy,
    "toc": TocProxy,
    "file": PageProxy,
}
