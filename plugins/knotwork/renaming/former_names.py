"""A moved note keeps its former name as an alias, or a redirect from its former address."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath, basename, page_url, without_md
from knotwork.renaming.moves import Move
from knotwork.renaming.result import Refused, Renaming
from knotwork.syntax.reader import read_note

_HEAD = re.compile(
    r"\A\ufeff?---[ \t]*(?:\r\n?|\n)(?P<body>.*?)^---[ \t]*(?=\r|\n|\Z)", re.DOTALL | re.MULTILINE
)
_PLAIN = re.compile(r"(?=[^\d])[\w/][\w/ .()-]*(?<! )")
_SCALAR = re.compile(r"[\w/][\w/ .()-]*")


def with_former_names(
    kb: KnowledgeBase,
    exact: Callable[[NotePath], str | None],
    move: Move,
    result: Renaming,
    *,
    alias: bool,
    redirect: bool,
) -> Renaming:
    """The renaming, after which each moved note that is published has its former name or address, too.

    A name that stays gets no alias. Raises Refused when the front matter of a note cannot take it.
    """
    before, after = dict(result.before), dict(result.after)
    for path in kb.notes:
        new = NotePath(move.path(path))
        if new == path:
            continue
        old_text = exact(path)
        text = after.get(path, old_text)
        if text is None or old_text is None:
            raise Refused(f"{path} cannot be changed: it is not UTF-8")
        name = without_md(basename(path))
        if alias and name != without_md(basename(new)):
            text = _with_value(path, text, "aliases", name)
        if redirect:
            address = f"/{page_url(path, directories=kb.settings.directories)}"
            text = _with_value(path, text, "redirect_from", address)
        if text != old_text:
            before[path], after[path] = old_text, text
        if read_note(new, text, kb.settings.dialect).unreadable:
            raise Refused(f"the front matter of {path} cannot take another line")
    return Renaming(before, after, result.links, result.repaired)


def _with_value(path: NotePath, text: str, key: str, value: str) -> str:
    """The text with one more value of a property, which may be a list."""
    newline = "\r\n" if "\r\n" in text else "\n"
    written = value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    head = _HEAD.match(text)
    if head is None:
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        lines = ("---", f"{key}: {written}", "---", "")
        return f"{mark}{newline.join(lines)}{text.removeprefix(mark)}"
    at, body = head.start("body"), head["body"]
    line = re.search(rf"^{key}[ \t]*:(?P<value>[^\r\n]*)(?:\r\n?|\n)", body, re.MULTILINE)
    if line is None:
        return f"{text[:at]}{key}: {written}{newline}{text[at:]}"
    old, start, end = line["value"].strip(), at + line.start("value"), at + line.end("value")
    if old.startswith("[") and old.endswith("]"):
        inner = old[1:-1].strip()
        return f"{text[:start]} [{f'{inner}, ' if inner else ''}{written}]{text[end:]}"
    items = re.compile(r"(?P<indent>[ \t]*)- [^\r\n]*(?:\r\n?|\n)").match(text, at + line.end())
    if not old and items:
        return f"{text[: items.start()]}{items['indent']}- {written}{newline}{text[items.start() :]}"
    if not old:
        return f"{text[:start]} {written}{text[end:]}"
    if not _SCALAR.fullmatch(old):
        raise Refused(f"{path} has '{key}' in a form that cannot be added to: write {written} there")
    return f"{text[:start]} [{old}, {written}]{text[end:]}"
