"""kubectl's commands and flags, and the names that it has for the kinds of Kubernetes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set
from functools import cache
from importlib.resources import files

from msgspec import Struct

from knotwork.snippets.schema.builtin import NEWEST, schemas_of
from knotwork.snippets.schema.short_names import SHORT_NAMES

_OPTIONAL = frozenset(("dry-run", "validate", "cascade", "server-side", "record"))
"""Flags whose value can be left out, so that the next word is not theirs."""
_ALSO = ("help", "options", "alpha", "convert")


class Command(Struct, frozen=True):
    """A command of kubectl: `get`, `rollout status`."""

    flags: Mapping[str, bool]
    """Its flags, and those of all commands, and whether each takes the next word as its value."""
    short: Mapping[str, str]
    """The flags by their one letter."""
    commands: Mapping[str, str]
    """The commands below it, their other names too, by the words: `cm` is `create configmap`."""


@cache
def kubectl_commands() -> Mapping[str, Command]:
    """All commands by their words; that of no words has the commands themselves."""
    data = json.loads(
        files("knotwork.snippets.schema").joinpath("data", "kubectl.json").read_text(encoding="utf-8")
    )["commands"]
    everywhere = data[""]["flags"].split() + ["h:help!"]
    table: dict[str, Command] = {}
    for words, entry in data.items():
        flags: dict[str, bool] = {}
        short: dict[str, str] = {}
        for written in [*everywhere, *(entry.get("flags", "").split() if words else ())]:
            letter, _, name = written.rpartition(":")
            bare = name.rstrip("!?")
            flags[bare] = not name.endswith(("!", "?")) and bare not in _OPTIONAL
            if letter:
                short[letter] = bare
        below = {name: f"{words} {name}".strip() for name in entry.get("commands", "").split()}
        for full in [*below.values()]:
            below.update(dict.fromkeys(data[full].get("aliases", "").split(), full))
        table[words] = Command(flags, short, below)
    table[""] = Command(
        table[""].flags, table[""].short, {**table[""].commands, **{name: name for name in _ALSO}}
    )
    return table


@cache
def resource_types() -> Mapping[str, str]:
    """The kinds of Kubernetes by the names that kubectl takes: `po`, `pod`, `pods` are Pod."""
    names = {"all": "", "cs": "ComponentStatus", "componentstatuses": "ComponentStatus"}
    for _, kind in schemas_of(NEWEST).kinds():
        names.update(dict.fromkeys(type_names(kind), kind))
        names.update(dict.fromkeys(SHORT_NAMES.get(kind, ()), kind))
    return names


def names_of_types(kinds: Iterable[str]) -> Set[str]:
    """The names that kubectl takes for kinds of Kubernetes or of custom resources, in lower case."""
    kinds = frozenset(kinds)
    others = (name for name, kind in resource_types().items() if kind in kinds)
    return {*others, *(name for kind in kinds for name in type_names(kind))}


def type_names(kind: str) -> tuple[str, str]:
    """The singular and the plural of a kind."""
    name = kind.lower()
    if name.endswith(("ss", "ch", "x")):
        return name, f"{name}es"
    if name.endswith("s"):
        return name, name  # Endpoints
    return name, f"{name[:-1]}ies" if name.endswith("y") and name[-2:-1] not in "aeiou" else f"{name}s"
