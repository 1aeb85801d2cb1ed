"""Bases of Obsidian: `.base` files and blocks of `base`, as far as they can be computed exactly.

```yaml
filters:
  and: [file.hasTag("book"), 'status != "done"']
views:
  - {type: table, name: Books, order: [file.name, author], sort: [{property: author, direction: ASC}]}
```
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from knotwork.model.query import (
    Both,
    Column,
    Compare,
    Condition,
    Constant,
    Contains,
    Everything,
    Field,
    FolderSource,
    LinkSource,
    Not,
    NotRead,
    Query,
    QueryKind,
    SortKey,
    TagSource,
    number_of,
)
from knotwork.syntax.query_tokens import Tokens

_LAYOUT = frozenset(
    "type name rowHeight columnSize cardSize image imageFit imageAspectRatio markers indentProperties "
    "separator".split()
)
"""What a view says about its looks alone."""
_VIEW = frozenset("filters order sort limit".split())
_KINDS: Mapping[str, QueryKind] = {"table": "table", "list": "list", "cards": "cards"}
_FILE_FIELDS = frozenset("name path folder ext tags".split())
_COMPARED = frozenset(("file.folder", "file.ext", "file.path"))
_MOST_VIEWS, _DEEPEST, _MOST_TOKENS = 20, 10, 100
_LARGEST = 50_000


def base_queries(text: str) -> list[Query]:
    """The queries of a base, one for each view; raises NotRead, with the place, for what is not computed."""
    base = _Base(text)
    return base.queries()


class _Base:
    def __init__(self, text: str) -> None:
        self._text = text

    def queries(self) -> list[Query]:
        root = self._loaded()
        for key in root:
            if key not in ("filters", "views", "properties", "formulas"):
                raise self._not_read(f"`{key}`", str(key))
        shared = self._filter(root["filters"], 0) if root.get("filters") else Everything()
        titles = self._titles(root.get("properties") or {})
        views = root.get("views") or [{"type": "table"}]
        if not isinstance(views, list):
            raise self._not_read("`views` must be a list", "views")
        if len(views) > _MOST_VIEWS:
            raise self._not_read(f"more than {_MOST_VIEWS} views", "views")
        return [self._view(view, shared, titles) for view in views]

    def _loaded(self) -> Mapping[str, Any]:
        if len(self._text) > _LARGEST:
            raise NotRead("a base of that size is not read")
        try:
            if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(self._text, yaml.CSafeLoader)):
                raise NotRead("aliases of YAML are not read", self._text.find("*"))
            root = yaml.load(self._text, yaml.CSafeLoader)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            if isinstance(error, NotRead):
                raise
            mark = getattr(error, "problem_mark", None)
            raise NotRead(
                "it is no YAML", _offset(self._text, mark.line, mark.column) if mark else 0
            ) from None
        if root is None:
            return {}
        if not isinstance(root, dict):
            raise NotRead("a base is a mapping with `filters` and `views`")
        return root

    def _not_read(self, message: str, near: str) -> NotRead:
        """The problem where a word of the base stands first."""
        return NotRead(message, max(self._text.find(near), 0))

    def _titles(self, properties: Any) -> Mapping[str, str]:
        titles = {}
        for name, about in properties.items() if isinstance(properties, dict) else ():
            if isinstance(about, dict) and isinstance(about.get("displayName"), str):
                titles[str(name).removeprefix("note.")] = about["displayName"]
        return titles

    def _view(self, view: Any, shared: Condition, titles: Mapping[str, str]) -> Query:
        if not isinstance(view, dict):
            raise self._not_read("a view is a mapping", "views")
        for key in view:
            if key not in _LAYOUT and key not in _VIEW:
                raise self._not_read(f"`{key}`", f"{key}:")
        kind = _KINDS.get(str(view.get("type", "table")))
        if kind is None:
            raise self._not_read(f"a view of type `{view.get('type')}`", str(view.get("type")))
        own = self._filter(view["filters"], 0) if view.get("filters") else Everything()
        names = self._listed(view, "order") or ["file.name"]
        for name in names:
            if not isinstance(name, str | int | float):
                raise self._not_read("a column of `order` is a property", "order")
        names = [str(name) for name in names]
        columns = tuple(
            Column(self._field(name), titles.get(name.removeprefix("note."), _bare(name)))
            for name in names
            if name != "file.name"
        )
        sort = tuple(self._sort_key(key) for key in self._listed(view, "sort"))
        limit = view.get("limit")
        if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 0):
            raise self._not_read("`limit` takes a number", "limit")
        if limit and not sort:
            raise self._not_read("`limit` without `sort`", "limit")
        return Query(
            "bases",
            kind,
            columns,
            "file.name" in names,
            (shared, own),
            sort,
            limit or None,
            title=str(view.get("name") or ""),
        )

    def _listed(self, view: Mapping[Any, Any], key: str) -> list[Any]:
        """The list that a view has below a key, empty where it has none."""
        listed = view.get(key) or []
        if not isinstance(listed, list):
            raise self._not_read(f"`{key}` must be a list", f"{key}:")
        return listed

    def _sort_key(self, key: Any) -> SortKey:
        name = key.get("property", key.get("column")) if isinstance(key, dict) else None
        if not isinstance(name, str):
            raise self._not_read("a sort key has a `property`", "sort")
        return SortKey(self._field(name), str(key.get("direction", "ASC")).upper() == "DESC")

    def _field(self, name: str) -> Field:
        if name.startswith("file."):
            if name.removeprefix("file.") not in _FILE_FIELDS:
                raise self._not_read(f"`{name}`", name)
            return Field(name)
        if name.startswith(("formula.", "this.")):
            raise self._not_read(f"`{name}`", name)
        return Field(name.removeprefix("note."))

    def _filter(self, written: Any, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise self._not_read("filters are nested too deeply", "filters")
        if isinstance(written, str):
            return self._statement(written)
        if not isinstance(written, dict) or len(written) != 1:
            raise self._not_read("a filter is a text, or one of `and`, `or` and `not`", "filters")
        [(word, inner)] = written.items()
        if word not in ("and", "or", "not"):
            raise self._not_read(f"`{word}`", str(word))
        listed: Sequence[Any] = inner if isinstance(inner, list) else [inner] if inner else []
        if not listed:
            return Everything()
        conditions = [self._filter(one, depth + 1) for one in listed]
        joined = conditions[0]
        for condition in conditions[1:]:
            joined = Both(joined, condition, either=word != "and")
        return Not(joined) if word == "not" else joined

    def _statement(self, text: str) -> Condition:
        """A filter as a text; its place is where the text stands in the base."""
        at = max(self._text.find(text), 0)
        try:
            tokens = Tokens(text, _MOST_TOKENS)
            condition = self._alone(tokens)
            if tokens.peek().text:
                raise NotRead(f"`{text}`", 0)
        except NotRead as error:
            raise NotRead(str(error), at + error.at) from None
        return condition

    def _alone(self, tokens: Tokens) -> Condition:
        if tokens.take("!"):
            inner = self._alone(tokens)
            if isinstance(inner, Compare):
                raise NotRead("`!` before a comparison")
            return Not(inner)
        name = tokens.next()
        if name.kind != "word":
            raise NotRead(f"`{name.text}` is not read here", name.at)
        if tokens.take("("):
            return self._call(name.text, name.at, tokens)
        operator = tokens.next()
        field = self._field(name.text)
        if operator.text not in ("==", "!="):
            what = f"`{operator.text}`" if operator.text else "a field alone"
            raise NotRead(f"{what}", operator.at)
        if name.text.startswith("file.") and name.text not in _COMPARED:
            raise NotRead(f"`{name.text}` in a comparison", name.at)
        value = tokens.next()
        if value.kind not in ("string", "number") and value.text not in ("true", "false"):
            raise NotRead(f"`{value.text}`", value.at)
        plain: str | float | bool = value.value
        if value.kind == "number":
            plain = number_of(value.text, value.at)
        elif value.kind == "word":
            plain = value.text == "true"
        return Compare("=" if operator.text == "==" else "!=", field, Constant(plain))

    def _call(self, name: str, at: int, tokens: Tokens) -> Condition:
        values: list[str] = []
        while not tokens.take(")"):
            if values:
                tokens.expect(",")
            value = tokens.next()
            if value.text == "this.file":
                values.append("")
            elif value.kind == "string" and value.value:
                values.append(value.value)
            else:
                raise NotRead(f"`{value.text}` is not read here", value.at)
        if not values:
            raise NotRead(f"`{name}()`", at)
        if name == "file.hasTag":
            conditions: list[Condition] = [TagSource(value.removeprefix("#")) for value in values]
        elif name == "file.inFolder" and len(values) == 1:
            conditions = [FolderSource(values[0].strip("/")) if values[0].strip("/") else Everything()]
        elif name == "file.hasLink" and len(values) == 1:
            conditions = [LinkSource(values[0].removesuffix(".md"), outgoing=False)]
        elif name.endswith(".contains") and len(values) == 1 and not name.startswith(("file.", "formula.")):
            conditions = [Contains(self._field(name.removesuffix(".contains")), values[0])]
        else:
            raise NotRead(f"`{name}(…)`", at)
        joined = conditions[0]
        for condition in conditions[1:]:
            joined = Both(joined, condition, either=True)
        return joined


def _bare(name: str) -> str:
    return name.removeprefix("note.").removeprefix("file.")


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a 0-based line and column."""
    return sum(map(len, text.splitlines(keepends=True)[:line])) + column
