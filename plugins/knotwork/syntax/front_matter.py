"""Front matter: YAML between `---` lines at the very top of a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from knotwork.model.diagnostics import Problem
from knotwork.model.note import Alias, Link, Property, Tag
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, Position, Span
from knotwork.model.yaml_extent import not_allowed
from knotwork.syntax.front_matter_yaml import MAX_BYTES, Loader, Unreadable, invalid_yaml, readable, yaml_node
from knotwork.syntax.property_lines import properties_in
from knotwork.syntax.tag import tag_name
from knotwork.syntax.wikilink import wikilinks_in

_FRONT_MATTER = lazy_regex(r"---[ \t]*\n(?!---|\.\.\.)(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_WORDS = lazy_regex(r"[^,\s]+")


class FrontMatter(Struct):
    """What stands above a note's body."""

    end: int = 0
    """The offset at which the body begins; 0 when there is no front matter."""
    values: Mapping[str, Any] = field(default_factory=dict)
    aliases: tuple[Alias, ...] = ()
    tags: tuple[Tag, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, Span] = field(default_factory=dict)
    """Where each property's value stands."""
    declared: tuple[Property, ...] = ()
    """Every property as written, for those who decide about the note by it."""
    unreadable: bool = False
    """Whether there is front matter whose properties are not all known."""


def front_matter(lines: Lines) -> FrontMatter:
    """The front matter of a normalized text. Never raises: what is wrong becomes a problem."""
    match = _FRONT_MATTER.match(lines.text) if lines.text.startswith("---") else None
    if match is None:
        return FrontMatter()
    start, text = match[0].index("\n") + 1, match[1] or ""
    # what `yaml_node` refuses is nothing that a loader could be made for
    loader = Loader("" if len(text) > MAX_BYTES or not_allowed(text) else text)
    try:
        node = yaml_node(text, loader)
        if node is None:
            return FrontMatter(match.end())
        if isinstance(node, yaml.ScalarNode):
            # two rules with a sentence between them: a person's text, not a mapping gone wrong
            return FrontMatter()
        if not isinstance(node, yaml.MappingNode):
            raise Unreadable(0, "the front matter is a list", "Write `key: value` lines between the marks.")
        with readable(text):
            return _facts(_Reader(lines, start, loader), match.end(), node, text)
    except Unreadable as error:
        at = lines.position(min(start + error.at, max(start, match.end() - 1)))
        problem = Problem("front-matter", Span(at, at), error.message, error.help, severity="error")
        return FrontMatter(match.end(), problems=(problem,), unreadable=True)
    finally:
        loader.dispose()


def _children(node: Any) -> Iterator[Any]:
    for child in node.value:
        if isinstance(child, tuple):
            yield from child
        else:
            yield child


def _facts(reader: _Reader, end: int, node: Any, text: str) -> FrontMatter:
    values: dict[str, Any] = {}
    places: dict[str, Span] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise invalid_yaml(text, key.start_mark.index, "a property's name is a list or a mapping")
        name = str(key.value)
        if name in places:
            reader.problem(key, f"`{name}` is given twice; the last one counts", "Keep one of them.")
        places[name] = reader.span(value)
        if reader.declare(key, value):
            values[name] = reader.declared[-1].value
        reader.nested(value, name)
        reader.links(value, name)
        if name == "aliases":
            reader.aliases(value)
        elif name == "tags":
            reader.tags(value)
        elif name in ("tag", "alias", "cssclass"):
            plural = {"tag": "tags", "alias": "aliases", "cssclass": "cssclasses"}[name]
            reader.problem(key, f"`{name}` is no longer read", f"Write `{plural}`.")
    return FrontMatter(
        end,
        values,
        tuple(reader.found_aliases),
        tuple(reader.found_tags),
        tuple(reader.found_links),
        tuple(reader.problems),
        places,
        tuple(reader.declared),
    )


class _Reader:
    """Collects the facts in the properties, with spans."""

    def __init__(self, lines: Lines, start: int, loader: Any) -> None:
        self.linemap, self.start, self.loader = lines, start, loader
        self.declared: list[Property] = []
        self.found_aliases: list[Alias] = []
        self.found_tags: list[Tag] = []
        self.found_links: list[Link] = []
        self.problems: list[Problem] = []

    def problem(self, node: Any, message: str, help_: str) -> None:
        self.problems.append(Problem("front-matter", self.span(node), message, help_, severity="warning"))

    def span(self, node: Any) -> Span:
        return self.linemap.span(self.start + node.start_mark.index, self.start + node.end_mark.index)

    def declare(self, key: Any, value: Any) -> bool:
        """Remember a property with its value, or with its text when that is all that can be read."""
        span = self.span(value)
        try:
            plain = self.loader.construct_object(value, deep=True)
        except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError) as error:
            why = getattr(error, "problem", None) or str(error)
            if "unhashable" in why:  # `{{date}}`: a mapping in place of a name
                raise
            self.problem(value, f"`{key.value}` cannot be read: {why}", "Correct it, or put it in quotes.")
            self.declared.append(Property(str(key.value), self.linemap.slice(span), span))
            return False
        written = self.linemap.slice(span) if isinstance(value, yaml.ScalarNode) else ""
        self.declared.append(Property(str(key.value), plain, span, written=written))
        return True

    def nested(self, value: Any, within: str) -> None:
        """Remember what stands below a property: a wrong indent puts one property into another."""
        if isinstance(value, yaml.ScalarNode):
            span = self.span(value)
            if span.start.line != span.end.line:
                strays = properties_in(self.linemap, span.start.line + 1, span.end.line)
                self.declared += [replace(stray, within=within) for stray in strays]
            return
        for key, node in _pairs(value, set()):
            span = self.span(node)
            text = node.value if isinstance(node, yaml.ScalarNode) else self.linemap.slice(span)
            self.declared.append(Property(str(key.value), text, span, within))

    def aliases(self, value: Any) -> None:
        for item in self._items(value, "aliases"):
            self.found_aliases.append(Alias(str(item.value), self.span(item)))

    def tags(self, value: Any) -> None:
        several = not isinstance(value, yaml.SequenceNode)
        for item in self._items(value, "tags"):
            for word, at in _words(str(item.value)) if several else [(str(item.value), 0)]:
                name = tag_name(word)
                if name is None:
                    self.problem(item, f"`{word}` cannot be a tag", "Use letters, digits, `-`, `_` and `/`.")
                    continue
                start = self.span(item).start
                hash_ = len(word) - len(word.removeprefix("#"))
                column = start.column + at + hash_ + (1 if item.style in ("'", '"') else 0)
                begin = Position(start.line, column)
                place = Span(begin, Position(start.line, column + len(name)))
                self.found_tags.append(Tag(name, place, "front-matter", None))

    def links(self, value: Any, key: str) -> None:
        for node in _scalars(value, set()):
            if isinstance(node, yaml.ScalarNode):
                self._links_in(node, key)
            else:
                text = node.value[0].value[0].value
                self.problem(node, f"`[[{text}]]` without quotes is a list in a list", f'Write "[[{text}]]".')

    def _links_in(self, node: Any, key: str) -> None:
        span = self.span(node)
        source = self.linemap.slice(span)
        at = self.linemap.offset(span.start)
        for start, end, written in wikilinks_in(source):
            # `"[[ -f x ]]"` is a shell test: links have no space behind their brackets
            if source[start:end].lstrip("![")[:1].isspace():
                continue
            place = self.linemap.span(at + start, at + end)
            link = Link("front-matter", source[start:end], place, *written, True, None, key)
            self.found_links.append(link)

    def _items(self, value: Any, key: str) -> Iterator[Any]:
        """The scalars of a list, or the one scalar; what else stands there is a problem."""
        if isinstance(value, yaml.MappingNode):
            self.problem(value, f"`{key}` must be a list", f"Write `{key}: [one, two]`.")
            return
        for item in value.value if isinstance(value, yaml.SequenceNode) else [value]:
            if not isinstance(item, yaml.ScalarNode) or item.tag == "tag:yaml.org,2002:null":
                empty = isinstance(item, yaml.ScalarNode) and not item.value
                if isinstance(value, yaml.SequenceNode) and not empty:
                    self.problem(item, f"an entry of `{key}` is not text; it is ignored", "Put it in quotes.")
                continue
            yield item


def _words(text: str) -> list[tuple[str, int]]:
    return [(match[0], match.start()) for match in _WORDS.finditer(text)]


def _scalars(node: Any, seen: set[int]) -> Iterator[Any]:
    """All scalars below a node, each once, and every `[[x]]` that YAML reads as a list in a list."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode) or _is_unquoted_link(node):
        yield node
    else:
        for child in _children(node):
            yield from _scalars(child, seen)


def _pairs(node: Any, seen: set[int]) -> Iterator[tuple[Any, Any]]:
    """All pairs below a node whose first half is a text, each once."""
    if isinstance(node, yaml.ScalarNode) or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        yield from (pair for pair in node.value if isinstance(pair[0], yaml.ScalarNode))
    for child in _children(node):
        yield from _pairs(child, seen)


def _is_unquoted_link(node: Any) -> bool:
    return (
        isinstance(node, yaml.SequenceNode)
        and bool(node.flow_style)
        and len(node.value) == 1
        and isinstance(node.value[0], yaml.SequenceNode)
        and bool(node.value[0].flow_style)
        and len(node.value[0].value) == 1
        and isinstance(node.value[0].value[0], yaml.ScalarNode)
        and node.value[0].start_mark.index == node.start_mark.index + 1
    )
