"""Lines of kubectl taken apart: the command, its arguments, and the values of its flags."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.commands.kubectl_table import Command, kubectl_commands
from knotwork.snippets.commands.shell_lines import Word

_BEFORE = frozenset(("sudo", "watch", "time", "exec", "then", "do", "else", "if", "while", "!"))
_ASSIGNMENT = lazy_regex(r"\w+=")
RUNS_IN_CONTAINER = frozenset(("exec", "run", "debug"))
"""The commands whose second argument begins a command for the container."""


class Value(Struct, frozen=True):
    """A word of a command, or the part of it behind `=`."""

    text: str
    start: int
    """The 0-based offset in the block."""
    end: int
    literal: bool
    """Whether it is what it says: no variable, no placeholder, no quotes."""


class Part(Struct, frozen=True):
    """A word behind `kubectl`, and what it is."""

    role: Literal["flag", "command", "argument"]
    """`command` names a command, or a command of the one before: `rollout` and `status`."""
    word: Word
    path: str
    """The command so far, with the word: `rollout status`; empty before the first."""
    command: Command
    """What kubectl has under the path; under one that it does not have, what it has of itself."""
    name: str = ""
    """The long name of a flag; as it is written where the command has no such flag."""
    value: Value | None = None
    """The value of a flag."""


class Invocation(Struct, frozen=True):
    """One command of kubectl."""

    command: str
    """`get`, `create configmap`; empty when kubectl has no such command."""
    arguments: tuple[Word, ...]
    """Without flags, and without what stands behind `--`."""
    flags: tuple[tuple[str, Value | None], ...]
    """The long names of its flags, and their values; None for a switch."""

    def values(self, *names: str) -> Iterator[Value]:
        """The values of the flags of these names, in order."""
        return (value for name, value in self.flags if name in names and value is not None)


def kubectl_arguments(words: list[Word]) -> list[Word] | None:
    """The words behind `kubectl`; None for any other command."""
    for index, word in enumerate(words):
        if word.text in _BEFORE or _ASSIGNMENT.match(word.text):
            continue
        is_kubectl = word.text in ("kubectl", "k", "kubectl.exe") or word.text.endswith("/kubectl")
        return words[index + 1 :] if is_kubectl else None
    return None


def parts(arguments: list[Word]) -> Iterator[Part]:
    """The words behind `kubectl` one by one, without the values of flags; ends at `--`, and at the command
    that `exec`, `run` and `debug` begin for a container.
    """
    table = kubectl_commands()
    path, command = "", table[""]
    count = 0
    waiting = deque(arguments)
    while waiting:
        word = waiting.popleft()
        if word.text == "--":
            return
        if word.text.startswith("-") and len(word.text) > 1:
            name, value, takes_next = _flag(word, command)
            if takes_next and waiting:
                following = waiting.popleft()
                value = Value(following.text, following.start, following.end, following.literal)
            yield Part("flag", word, path, command, name, value)
        elif not count and word.literal and word.text in command.commands:
            path = command.commands[word.text]
            command = table.get(path, table[""])
            yield Part("command", word, path, command)
        else:
            count += 1
            yield Part("argument", word, path, command)
            if path in RUNS_IN_CONTAINER and count > 1:
                return


def invocation(words: list[Word]) -> Invocation | None:
    """A command of a shell as one of kubectl; None for any other. Never raises."""
    arguments = kubectl_arguments(words)
    if arguments is None:
        return None
    path = ""
    positional: list[Word] = []
    flags: list[tuple[str, Value | None]] = []
    for part in parts(arguments):
        match part.role:
            case "flag":
                flags.append((part.name, part.value))
            case "command":
                path = part.path
            case "argument":
                positional.append(part.word)
    return Invocation(path, tuple(positional), tuple(flags))


def _flag(word: Word, command: Command) -> tuple[str, Value | None, bool]:
    """A flag's long name, the value in the same word, and whether the next word is its value."""
    if word.text.startswith("--"):
        name, sign, value = word.text[2:].partition("=")
        if sign:
            return name, _end_of(word, value), False
        return name, None, command.flags.get(name, False)
    for index, letter in enumerate(word.text[1:], start=2):
        if letter not in command.short:
            return letter, None, False
        name = command.short[letter]
        if command.flags[name]:
            value = word.text[index:]
            return name, _end_of(word, value.removeprefix("=")) if value else None, not value
    return command.short[word.text[1]], None, False


def _end_of(word: Word, value: str) -> Value:
    return Value(value, word.end - len(value) if word.literal else word.start, word.end, word.literal)
