"""A template rendered once, with holes for what differs from page to page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from posixpath import normpath
from typing import Any

from jinja2.runtime import Context as TemplateContext
from mkdocs.utils.templates import script_tag_filter, url_filter

from knotwork.mkdocs_plugin.page_values import (
    MARK,
    Context,
    Hole,
    PageProxy,
    Proxy,
    Record,
    TocProxy,
    Untraceable,
)
from knotwork.mkdocs_plugin.search_worker import own_worker_url

PARTIALS = tuple(f"partials/{name}.html" for name in ("toc", "tags", "feedback", "comments"))
"""Templates that do much with a page, or make a list that is as long as it needs: each page renders them."""
_OF_PAGE = ("page", "tags")
_MARK = re.compile(re.escape(MARK) + r"(\d+)/>")
_MARK_LETTERS = MARK[:6].lower()
_ADDRESS_FILTERS = (url_filter, own_worker_url, script_tag_filter)


class Frame:
    """A rendered template: filled in, it is what the template renders for the page."""

    def __init__(self, context: Context, text: str, record: Record, addresses: set[str]) -> None:
        self.shared = {
            name: value for name, value in context.items() if name not in (*_OF_PAGE, "build_date_utc")
        }
        """What was given to the template beside the page."""
        self.has_tags = "tags" in context
        self.uses = 0
        self.conditions = record.conditions
        self.content_holes = frozenset(record.content_holes)
        """The numbers of the holes that the page's content stands in as it is."""
        self.names: frozenset[str] | None = None if record.changes_content else frozenset(record.names)
        """What was read of the page; None when its content was not only printed and searched."""
        self.sought = sorted(record.sought)
        """What is looked for in the content."""
        self.folder, own = place(context["page"].url)
        self._addresses = [tuple(normpath(f"/{address}")[1:].split("/")) for address in addresses]
        self._steps = _steps_in_common(self.folder, self._addresses)
        self._has_same_links: dict[tuple[str, ...], bool] = {}
        self.linked = _parts_below(self.folder, self._addresses)
        """What lies in the folder of the page and is linked to: links to there from there are shorter."""
        if own in self.linked:
            raise Untraceable
        parts = _MARK.split(text)
        self.texts, self.holes = parts[::2], [record.holes[int(number)] for number in parts[1::2]]
        if _MARK_LETTERS in "".join(self.texts).lower():
            raise Untraceable  # the template changes a text after it was read

    def has_same_links(self, folder: tuple[str, ...]) -> bool:
        """Whether all relative links of the frame are the same from a folder as from its own."""
        is_same = self._has_same_links.get(folder)
        if is_same is None:
            is_same = len(folder) == len(self.folder)
            is_same = is_same and _steps_in_common(folder, self._addresses) == self._steps
            self._has_same_links[folder] = is_same
        return is_same

    def filling(self, context: Context) -> list[str] | None:
        """The texts in the holes for a page in a folder with the same links; None: it needs another frame."""
        return [str(hole(context)) for hole in self.holes] if self._fits(context) else None

    def _fits(self, context: Context) -> bool:
        shared = self.shared
        return (
            len(context) == len(shared) + 2 + self.has_tags
            and ("tags" in context) == self.has_tags
            and all(name in context and _is_same(context[name], value) for name, value in shared.items())
            and place(context["page"].url)[1] not in self.linked
            and all(holds(context) for holds in self.conditions)
        )


def place(url: str) -> tuple[tuple[str, ...], str]:
    """The folder that relative links of a page start at, cut before its last part, and that part.

    The last part is empty for a page that is a file of its folder: then nothing is cut off.
    """
    above, _, name = url.rpartition("/")
    parts = tuple(above.split("/")) if above else ()
    if name or not parts:
        return parts, ""
    return parts[:-1], parts[-1]


def filled(texts: Sequence[str], filling: Sequence[str]) -> str:
    """The HTML of a page: the texts of a frame with those in its holes."""
    pieces = [texts[0]]
    for hole, text in zip(filling, texts[1:], strict=True):
        pieces += (hole, text)
    return "".join(pieces)


_Parts = tuple[str, ...]
"""An address or a folder, at its slashes."""


def _parts_below(folder: _Parts, addresses: Iterable[_Parts]) -> set[str]:
    depth = len(folder)
    return {names[depth] for names in addresses if len(names) > depth and names[:depth] == folder} - {""}


def _steps_in_common(folder: _Parts, addresses: Iterable[_Parts]) -> list[int]:
    """How many folders each address has in common with a folder, from the root on."""
    return [_steps(folder, address) for address in addresses]


def _steps(folder: _Parts, address: _Parts) -> int:
    steps = 0
    for own, other in zip(folder, address, strict=False):
        if own != other:
            break
        steps += 1
    return steps


def recorded(template: Any, context: Context) -> Frame:
    """The frame of a template, made for one page; raises an error when the template has none."""
    environment = template.environment
    if environment.autoescape or "build_date_utc" not in context:
        raise Untraceable
    record, addresses = Record(context), set[str]()
    given = {**context, "page": PageProxy(record, lambda context: context["page"])}
    if "tags" in context:
        given["tags"] = Proxy(record, lambda context: context["tags"])
    with _recording(environment, record, addresses):
        text = template.render(given)
    return Frame(context, text, record, addresses)


@contextmanager
def _recording(environment: Any, record: Record, addresses: set[str]) -> Iterator[None]:
    """Let filters, tests and partial templates of an environment work on the values of a record."""
    filters, tests, get_template = (
        dict(environment.filters),
        dict(environment.tests),
        environment.get_template,
    )

    def get_partial(name: Any, *arguments: Any, **options: Any) -> Any:
        template = get_template(name, *arguments, **options)
        return _Partial(template, record) if name in PARTIALS else template

    for name, function in filters.items():
        environment.filters[name] = _traced(function, name, record, addresses)
    for name, function in tests.items():
        environment.tests[name] = _traced(function, name, record, addresses)
    environment.get_template = get_partial
    try:
        yield
    finally:
        del environment.get_template
        environment.filters.update(filters)
        environment.tests.update(tests)


def _traced(
    function: Callable[..., Any], name: str, record: Record, addresses: set[str]
) -> Callable[..., Any]:
    """A filter or test of Jinja that works on the values of a record too."""
    is_passed = getattr(function, "jinja_pass_arg", None) is not None  # what comes before the value

    @wraps(function)
    def traced(*arguments: Any, **options: Any) -> Any:
        before, value, others = arguments[:is_passed], arguments[is_passed], arguments[is_passed + 1 :]
        if any(isinstance(other, Proxy) for other in (*others, *options.values())):
            raise Untraceable
        if function in _ADDRESS_FILTERS:
            if isinstance(value, Hole):
                return value.changed(lambda text, context: function(context, text))
            addresses.add(str(value))
            return function(record.context, value)
        if isinstance(value, Hole):
            if before and isinstance(before[0], TemplateContext):
                raise Untraceable
            return value.changed(lambda text, context: function(*before, text, *others, **options))
        if (
            isinstance(value, Proxy)
            and not (isinstance(value, TocProxy) and name == "first")
            and name != "defined"
        ):
            raise Untraceable
        return function(*arguments, **options)

    return traced


class _Partial:
    """A template within another one, which every page renders for itself."""

    def __init__(self, template: Any, record: Record) -> None:
        self.template, self.record = template, record

    def new_context(self, *arguments: Any) -> tuple[Any, ...]:
        """What the template is given."""
        return arguments

    def root_render_func(self, given: tuple[Any, ...]) -> Iterator[str]:
        """The mark for its text."""
        names, shared, local = given

        def text(context: Context) -> str:
            own = self.template.new_context({**names, **context}, shared, local)
            html = "".join(self.template.root_render_func(own))
            if MARK in html:
                raise Untraceable  # it prints a text that was read before it
            return html

        yield self.record.mark(text)


def _is_same(value: object, other: object) -> bool:
    return value is other or (isinstance(value, str | int | list) and value == other)
