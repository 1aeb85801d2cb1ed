"""Dataview's queries: `LIST`, `TABLE … FROM … WHERE … SORT … LIMIT`, as far as they can be computed exactly.

```dataview
TABLE status, due AS "Until" FROM #project AND -"archive" WHERE status != "done" SORT due DESC
```
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from knotwork.model.patterns import lazy_regex
from knotwork.model.query import (
    Both,
    Column,
    Compare,
    Condition,
    Constant,
    Contains,
    DateValue,
    Everything,
    Field,
    FolderSource,
    LinkSource,
    LinkValue,
    Not,
    NotRead,
    Operator,
    Query,
    QueryKind,
    SortKey,
    TagSource,
    number_of,
)
from knotwork.syntax.query_tokens import Token, Tokens
from knotwork.syntax.wikilink import parse_wikilink

FILE_FIELDS = frozenset("name path folder ext link aliases tags etags".split())
"""What is known of a file; its times and size are those of a copy."""
_CLAUSES = frozenset("from where sort limit group flatten".split())
_OPERATORS: Mapping[str, Operator] = {"=": "=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
_JOINED = {"and": "and", "&": "and", "&&": "and", "or": "or", "|": "or", "||": "or"}
_DAY = lazy_regex(r"\d{4}-\d{2}-\d{2}")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}
MOST_TOKENS = 500
"""Of a query; longer ones are nothing that a person writes."""


def dataview_query(text: str) -> Query:
    """The query of a block; raises NotRead, with the place, for what is not computed."""
    tokens = Tokens(text, MOST_TOKENS)
    first = tokens.next()
    if first.word == "task":
        return _tasks(tokens)
    kinds: Mapping[str, QueryKind] = {"list": "list", "table": "table"}
    kind = kinds.get(first.word)
    if kind is None:
        what = f"`{first.text.upper()}`" if first.text else "an empty query"
        raise NotRead(f"{what}; `LIST`, `TABLE` and `TASK` are", first.at)
    shows_note = not _without_id(tokens)
    columns: list[Column] = []
    while tokens.peek().text and tokens.peek().word not in _CLAUSES:
        if columns and not tokens.take(","):
            raise NotRead(f"`{tokens.peek().text}` is not read here", tokens.peek().at)
        columns.append(_column(tokens))
    if kind == "list" and len(columns) > 1:
        raise NotRead("a list shows one field", tokens.peek().at)
    conditions: list[Condition] = []
    sort: list[SortKey] = []
    limit: int | None = None
    seen: list[str] = []
    while (clause := tokens.next()).text:
        if (clause.word in seen and clause.word != "where") or (clause.word == "from" and seen):
            raise NotRead(f"a second `{clause.text.upper()}`, or one in another order,", clause.at)
        if seen and seen[-1] == "limit":
            raise NotRead("what follows `LIMIT`", clause.at)
        seen.append(clause.word)
        match clause.word:
            case "from":
                conditions.append(_either(tokens, _source))
            case "where":
                conditions.append(_either(tokens, _condition))
            case "sort":
                sort = _sort(tokens)
            case "limit":
                number = tokens.next()
                if number.kind != "number" or not number.text.isdigit():
                    raise NotRead("`LIMIT` takes a number", number.at)
                limit = int(number_of(number.text, number.at))
                if not sort:
                    raise NotRead("`LIMIT` without `SORT`", clause.at)
            case "group" | "flatten":
                raise NotRead(f"`{clause.text.upper()}`", clause.at)
            case _:
                raise NotRead(f"`{clause.text}` is not read here", clause.at)
    return Query("dataview", kind, tuple(columns), shows_note, tuple(conditions), tuple(sort), limit)


def _tasks(tokens: Tokens) -> Query:
    """A query of tasks: all of some notes, or those that are completed, or not."""
    conditions = [_either(tokens, _source)] if tokens.take("from") else []
    completed: bool | None = None
    if tokens.take("where"):
        completed = not tokens.take("!")
        if not tokens.take("completed"):
            raise NotRead("a `WHERE` of tasks other than `completed` and `!completed`", tokens.peek().at)
    if (behind := tokens.peek()).text:
        raise NotRead(f"`{behind.text}` behind a query of tasks", behind.at)
    return Query("dataview", "task", conditions=tuple(conditions), completed=completed)


def _without_id(tokens: Tokens) -> bool:
    if tokens.peek().word != "without":
        return False
    at = tokens.next().at
    if tokens.next().word != "id":
        raise NotRead("`WITHOUT` is followed by `ID`", at)
    return True


def _column(tokens: Tokens) -> Column:
    field = _field(tokens)
    title = field.name
    if tokens.take("as"):
        name = tokens.next()
        if name.kind not in ("word", "string"):
            raise NotRead("`AS` is followed by a name", name.at)
        title = name.value
    return Column(field, title)


def _sort(tokens: Tokens) -> list[SortKey]:
    keys = []
    while True:
        field = _field(tokens)
        word = tokens.peek().word
        if word in ("asc", "ascending", "desc", "descending"):
            tokens.next()
        keys.append(SortKey(field, word.startswith("desc")))
        if not tokens.take(","):
            return keys


def _either(tokens: Tokens, read: Callable[[Tokens], Condition]) -> Condition:
    """Conditions joined by `AND`, or by `OR`: programs differ in which of them binds more closely."""
    left = read(tokens)
    joined = ""
    while (word := _JOINED.get(tokens.peek().word)) is not None:
        at = tokens.next().at
        if joined and word != joined:
            raise NotRead("`AND` beside `OR` without parentheses", at)
        joined = word
        left = Both(left, read(tokens), either=word == "or")
    return left


def _source(tokens: Tokens) -> Condition:
    token = tokens.next()
    match token.kind:
        case "sign" if token.text in ("-", "!"):
            return Not(_source(tokens))
        case "sign" if token.text == "(":
            inner = _either(tokens, _source)
            tokens.expect(")")
            return inner
        case "tag":
            return TagSource(token.value)
        case "string":
            path = token.value.strip("/")
            return FolderSource(path) if path else Everything()
        case "link":
            return LinkSource(_link(token).target, outgoing=False)
        case "word" if token.word in ("outgoing", "incoming"):
            tokens.expect("(")
            link = tokens.next()
            if link.kind != "link":
                raise NotRead(f"`{token.text}` takes a link", link.at)
            tokens.expect(")")
            return LinkSource(_link(link).target, outgoing=token.word == "outgoing")
    what = f"`{token.text}`" if token.text else "an empty `FROM`"
    raise NotRead(f'{what} is no source: those are `#tag`, `"folder"` and `[[note]]`', token.at)


def _condition(tokens: Tokens) -> Condition:
    if tokens.take("!"):
        is_whole = tokens.peek().text == "("
        inner = _condition(tokens)
        if isinstance(inner, Compare) and not is_whole:
            raise NotRead("`!` before a comparison without parentheses", tokens.peek().at)
        return Not(inner)
    if tokens.take("("):
        inner = _either(tokens, _condition)
        tokens.expect(")")
        return inner
    if tokens.peek().word == "contains" and tokens.peek(1).text == "(":
        tokens.next()
        tokens.next()
        holder = _field(tokens)
        tokens.expect(",")
        value = _literal(tokens.next())
        tokens.expect(")")
        return Contains(holder, value.value)
    left = _operand(tokens)
    operator = _OPERATORS.get(tokens.peek().text)
    if operator is None:
        return left
    tokens.next()
    return Compare(operator, left, _operand(tokens))


def _operand(tokens: Tokens) -> Field | Constant:
    token = tokens.peek()
    if token.word == "date" and tokens.peek(1).text == "(":
        return _date(tokens)
    is_field = token.kind == "word" and token.word not in _WORDS
    operand = _field(tokens) if is_field else _literal(tokens.next())
    if (after := tokens.peek()).text in ("+", "-", "*", "/", "%", "[", "."):
        raise NotRead(f"`{after.text}`", after.at)
    return operand


def _date(tokens: Tokens) -> Constant:
    start = tokens.next().at
    tokens.next()
    day = "".join(iter(lambda: tokens.next().text if tokens.peek().text not in ("", ")") else "", ""))
    tokens.expect(")")
    if not _DAY.fullmatch(day):
        raise NotRead(f"`date({day})`, which differs from day to day", start)
    try:
        date.fromisoformat(day)
    except ValueError:
        raise NotRead(f"`{day}` is no day", start) from None
    return Constant(DateValue(day))


def _field(tokens: Tokens) -> Field:
    """A field by its name; what is computed from fields is not."""
    token = tokens.next()
    if token.kind != "word" or token.word in _CLAUSES:
        raise NotRead(f"`{token.text}` is no field" if token.text else "a field is missing", token.at)
    after = tokens.peek()
    if after.text in ("(", "[", "+", "*", "/", "%"):
        raise NotRead(f"`{token.text}{'(…)' if after.text == '(' else ' ' + after.text}`", token.at)
    return field_of(token.text, token.at)


def field_of(name: str, at: int) -> Field:
    """The field of a name; raises NotRead for those that are not known."""
    head, _, rest = name.partition(".")
    if head == "file":
        if rest not in FILE_FIELDS:
            raise NotRead(f"`{name}`", at)
    elif rest or head in ("this", "rows", "row"):
        raise NotRead(f"`{name}`", at)
    return Field(name)


def _literal(token: Token) -> Constant:
    match token.kind:
        case "string":
            return Constant(token.value)
        case "number":
            return Constant(number_of(token.text, token.at))
        case "link":
            return Constant(_link(token))
        case "word" if token.word in _WORDS:
            return Constant(_WORDS[token.word])
    raise NotRead(f"`{token.text}` is not read here" if token.text else "a value is missing", token.at)


def _link(token: Token) -> LinkValue:
    parts = parse_wikilink(token.value)
    if parts is None:
        return LinkValue("")
    if parts.subpath:
        raise NotRead("a link to a part of a note", token.at)
    return LinkValue(parts.target)
