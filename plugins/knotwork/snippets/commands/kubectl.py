"""The lines of kubectl in a note: commands, flags, resource types and names that do not exist."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from knotwork.model.note import Fence, Note
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.commands.invocations import kubectl_arguments, parts
from knotwork.snippets.commands.kubectl_table import Command, kubectl_commands, resource_types
from knotwork.snippets.commands.shell_lines import Word, commands
from knotwork.snippets.fields.suggestions import perhaps
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Repair, Violation

KUBECTL_COMMAND = snippet_rule(
    "kubectl-command",
    "info",
    "references",
    """
    A kubectl command line has a command, a flag, a resource type or a name that does not exist.

    Anyone who copies the line gets an error. Lines in blocks of `sh`, `bash`, `shell`, `console` and the like
    are read: with and without a prompt, over several lines, in pipes, with the alias `k`. Variables,
    placeholders, plugins and types of custom resources are not reported: a command, a type or a name is
    reported only if it is similar to one that exists, and a name only if the note has a manifest of its kind.

    Bad:

    ````markdown
    ```sh
    kubectl get deploment web --lables app=web
    ```
    ````

    Good:

    ````markdown
    ```sh
    kubectl get deployment web --selector app=web
    ```
    ````

    The commands and flags are those of the newest kubectl that is bundled. A block with `{k8s=skip}` is
    not checked.
    """,
)

_SHELLS = frozenset(("sh", "bash", "shell", "zsh", "console", "shell-session", "sh-session", "bash-session"))
_MAY_HAVE = lazy_regex(r"\bkubectl[ \t]|^[ \t]*(?:\$[ \t]+)?k[ \t]+[a-z]", re.MULTILINE)
_TYPED = frozenset(
    """get describe delete edit label annotate patch scale autoscale expose wait explain
    set rollout""".split()
)
"""The commands whose first argument, or that of their own commands, is a resource type."""
_WITH_COMMANDS = frozenset(("rollout", "config", "set", "top", "auth", "certificate", "plugin", "kuberc"))
"""The commands that do nothing without one of their own commands."""
_MOST_NAMES = 100
"""The most words of a command that are looked at as names."""

Names = Mapping[str, Collection[str]]
"""The names of the note's objects by kind."""


def has_commands(fence: Fence) -> bool:
    """Whether a fence may have lines of kubectl."""
    return (
        fence.language in _SHELLS
        and fence.options.get("k8s", fence.directive) != "skip"
        and _MAY_HAVE.search(fence.text) is not None
    )


def names_types(note: Note, types: Collection[str]) -> bool:
    """Whether lines of kubectl in a note may have one of some names of types, which are in lower case."""
    texts = (fence.text.lower() for fence in note.fences if has_commands(fence))
    # quotes, and lines that go on, may divide a name
    bare = (re.sub(r"""\\\n|["'\\]""", "", text) for text in texts)
    return any(name in text for text in bare for name in types)


def command_violations(
    text: str, names: Names, custom: Collection[str], texts: str = ""
) -> Iterator[Violation]:
    """What does not exist in the lines of kubectl in a block; `custom` are further resource types.

    `texts`: all such blocks of the note; a name that stands in them more than once is no slip.
    """
    for words in commands(text):
        arguments = kubectl_arguments(words)
        if arguments is not None:
            yield from _Line(names, custom, texts).check(arguments)


class _Line:
    def __init__(self, names: Names, custom: Collection[str], texts: str) -> None:
        self.names, self.custom, self.texts = names, custom, texts

    def check(self, words: list[Word]) -> Iterator[Violation]:
        path = ""
        positional: list[Word] = []
        for part in parts(words):
            path = part.path
            match part.role:
                case "flag":
                    # a flag before the command may be one of the command's
                    violation = _flag(part.word, part.command, path) if path else None
                    if violation is not None:
                        yield violation
                        return
                case "command":
                    if path not in kubectl_commands():
                        return  # help, or a command of older versions
                case "argument":
                    if not positional and not part.word.literal and part.command.commands:
                        return  # `create secret <type>`: which command it is stands open
                    if not positional and (not path or path in _WITH_COMMANDS):
                        yield from _unknown_command(part.word, path, part.command)
                        return
                    positional.append(part.word)
        if path.partition(" ")[0] in _TYPED and positional:
            yield from self._objects(positional, path)

    def _objects(self, words: list[Word], path: str) -> Iterator[Violation]:
        """The resource type and the names that a command is about."""
        first = words[0]
        if not first.literal or "=" in first.text:
            return
        if "/" in first.text:
            for word in words:
                type_, _, name = word.text.partition("/")
                if word.literal and name:
                    yield from self._type(word, type_)
                    yield from self._name(word, type_, name)
            return
        for type_ in first.text.split(","):
            yield from self._type(first, type_.partition(".")[0] if path == "explain" else type_)
        if "," not in first.text and path in ("get", "describe", "delete", "edit", "scale", "patch"):
            for word in words[1:_MOST_NAMES]:
                if word.literal:
                    yield from self._name(word, first.text, word.text)

    def _type(self, word: Word, type_: str) -> Iterator[Violation]:
        known = resource_types()
        lower = type_.lower()
        if lower in known or lower in self.custom or "." in lower or not lower.isalpha():
            return
        best = _near(lower, known, longest=9)
        # a letter before it makes another word: `kservice` is Knative's
        if best is not None and best[0] == lower[0]:
            message = f'the server doesn\'t have a resource type "{type_}"{perhaps(best)}'
            yield _violation(word, word.text.find(type_), type_, best, message)

    def _name(self, word: Word, type_: str, name: str) -> Iterator[Violation]:
        kind = resource_types().get(type_.lower(), "")
        defined = self.names.get(kind, ())
        if not defined or name in defined or len(name) < 5 or self.texts.count(name) > 1:
            return
        best = _near(name, defined)
        if best is not None and not (name.startswith(best) or best.startswith(name) or _numbered(name, best)):
            message = f'no manifest of this note has the {kind} "{name}"{perhaps(best)}'
            yield _violation(word, word.text.rfind(name), name, best, message)


def _unknown_command(word: Word, path: str, command: Command) -> Iterator[Violation]:
    best = _near(word.text, command.commands) if word.literal and word.text.islower() else None
    # `kubectl creates an object` is a sentence
    if (
        best is not None
        and best[0] == word.text[0]
        and word.text not in (f"{best}s", f"{best}d", f"{best}ed")
    ):
        where = f"kubectl {path}".strip()
        message = f'unknown command "{word.text}" for "{where}"{perhaps(best)}'
        yield _violation(word, 0, word.text, best, message)


def _numbered(name: str, other: str) -> bool:
    """Whether two names differ in their numbers: `node-1` and `node-2` are two nodes."""
    return re.sub(r"\d+", "", name) == re.sub(r"\d+", "", other)


def _flag(word: Word, command: Command, path: str) -> Violation | None:
    """The violation for a flag that a command does not have."""
    if not word.text.startswith("--"):
        return _short_flag(word, command, path)
    name = word.text[2:].partition("=")[0]
    if name in command.flags or not re.fullmatch(r"[a-z][a-z-]*", name):
        return None
    best = _near(name, command.flags)
    message = f"unknown flag: --{name} for kubectl {path}{perhaps(f'--{best}' if best else None)}"
    return _violation(word, 2, name, best, message)


def _short_flag(word: Word, command: Command, path: str) -> Violation | None:
    for index, letter in enumerate(word.text[1:], start=1):
        name = command.short.get(letter)
        if name is None:
            if not word.literal or not letter.isalpha():
                return None
            message = f"unknown shorthand flag: '{letter}' in {word.text} for kubectl {path}"
            return _violation(word, index, letter, None, message)
        if command.flags[name]:
            return None
    return None


def _violation(word: Word, offset: int, part: str, best: str | None, message: str) -> Violation:
    start = word.start + max(0, offset)
    end = start + len(part)
    violation = Violation(KUBECTL_COMMAND, start, end, message)
    if best is None or not word.literal:
        return violation
    return replace(violation, repair=Repair(f"Write `{best}`", (), ((start, end, best),)))


def _near(written: str, known: Collection[str], longest: int = 7) -> str | None:
    """The known word that is written wrongly: one letter more, less or other, two in a long word.

    `longest`: the length up to which one letter counts.
    """
    from rapidfuzz.distance import OSA

    if len(written) < 4:
        return None
    most = 1 if len(written) <= longest else 2
    near = [
        (distance, word)
        for word in sorted(known)
        if len(word) > 3 and (distance := OSA.distance(written, word, score_cutoff=most)) <= most
    ]
    return min(near)[1] if near else None
