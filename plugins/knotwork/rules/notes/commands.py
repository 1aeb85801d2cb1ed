"""Rules about what the commands of a note need: files and objects that the note, or one it links to, has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath, basename
from knotwork.model.note import Fence, Note
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Span
from knotwork.rules.rule import Rule, finding, severity_in, vault_rule
from knotwork.snippets.commands.invocations import Value
from knotwork.snippets.commands.kubectl import has_commands
from knotwork.snippets.commands.uses import ObjectUse, Uses, uses_of
from knotwork.snippets.here_documents import SHELLS
from knotwork.snippets.yaml.source import Source

_OUTPUT = frozenset(("", "text", "txt", "plain", "output", "console"))
"""The languages of what a terminal shows, and of nothing in particular."""
_OF_MACHINES = frozenset(
    """Node Lease CSINode StorageClass IngressClass GatewayClass RuntimeClass PriorityClass APIService
    ComponentStatus CertificateSigningRequest""".split()
)
"""The kinds of which a cluster has objects before anyone makes one, or that machines make."""
_EVERYWHERE = lazy_regex(
    r"default|kubernetes|coredns|(?:kube|system|etcd|cluster|storage|kubeadm)[-:].*|admin|edit|view|my-?.+"
)
"""The names of objects that every cluster has, and those that stand for names of the reader's own."""
_READ = lazy_regex(
    r"(?:\s-f[ =]?|--(?:filename|patch-file|from-file|from-env-file)[ =])(?:[\w.-]+[=,/])*$", re.ASCII
)
"""What stands before the name of a file that a command reads."""


@vault_rule("undefined-file", "info", off=True)
def undefined_file(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A command of kubectl reads a file that nothing in the note makes or names.

    A reader who types it gets `the path "web.yaml" does not exist`. The file may be a block of the note or
    the title of one, what another command writes, a file of the vault, or part of a note that this one
    links to; a note with fewer blocks than files lacks the last ones. Notes whose commands clone,
    download or generate files are not checked.

    Bad: `kubectl apply -f web.yaml` in a note that has no manifest and says nothing else of `web.yaml`.

    Good: the manifest above the command, or a link to the note that has it.

    A list of commands for looking up may name any file: that is why the rule is off by default.
    """
    attachments: frozenset[str] | None = None
    for note, blocks in _notes_with_commands(kb, undefined_file):
        if any(uses.has_makers for _, uses in blocks):
            continue
        files: dict[str, tuple[Fence, Value]] = {}
        for fence, uses in blocks:
            for file in uses.files:
                files.setdefault(basename(NotePath(file.text)), (fence, file))
        unnamed = [name for name in files if not _says(note, name)]
        near = _linked(kb, note)
        attachments = attachments or frozenset(map(basename, kb.vault.attachments))
        for name in unnamed[_count_of_files(note) :]:
            if name not in attachments and not any(_says(linked, name, read=True) for linked in near):
                fence, file = files[name]
                message = f"nothing in this note makes the file '{file.text}'"
                help_ = "Show what is in it, or link to the note that does."
                yield finding(undefined_file, note.path, _span(fence, file.start, file.end), message, help_)


@vault_rule("undefined-object", "info", off=True)
def undefined_object(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A command of kubectl is about an object that nothing in the note makes or shows.

    A reader who types it gets `Error from server (NotFound)`. The object may be made by a manifest or by a
    command, in the note or in one that it links to, or be listed in output that stands before the command.
    What controllers make has a name that begins with that of an object. Objects that every cluster has,
    and those of machines, are not reported, nor are any in notes whose commands install other programs.

    Bad: `kubectl delete pod web` in a note without a Pod `web`.

    Good: a manifest or `kubectl run web` above it, or a link to the note that makes it.

    A list of commands for looking up may name any object: that is why the rule is off by default.
    """
    for note, blocks in _notes_with_commands(kb, undefined_object):
        if any(uses.has_makers or uses.applies_others for _, uses in blocks):
            continue
        near = [note, *_linked(kb, note)]
        reported = set()
        for fence, uses in blocks:
            for used in uses.objects:
                if (used.kind, used.name) in reported or _is_everywhere(used):
                    continue
                reported.add((used.kind, used.name))
                if not _is_shown(note, used.name, fence.first_line) and not any(
                    _makes(kb, other, used.name) for other in near
                ):
                    message = f"nothing in this note makes the {used.kind} '{used.name}'"
                    help_ = "Make it first, or link to the note that does."
                    yield finding(
                        undefined_object, note.path, _span(fence, used.start, used.end), message, help_
                    )


def _notes_with_commands(
    kb: KnowledgeBase, rule: Rule
) -> Iterator[tuple[Note, Sequence[tuple[Fence, Uses]]]]:
    """The notes for which a rule is on, with their blocks of shell lines."""
    for path, note in kb.notes.items():
        if severity_in(rule, kb.settings, path) and any(map(has_commands, note.fences)):
            yield note, [(fence, uses_of(fence.text)) for fence in note.fences if _is_checked(fence)]


def _is_checked(fence: Fence) -> bool:
    return fence.language in SHELLS and fence.options.get("k8s", fence.directive) != "skip"


def _linked(kb: KnowledgeBase, note: Note) -> list[Note]:
    """The notes that a note links to."""
    targets = dict.fromkeys(edge.target for edge in kb.graph.outlinks.get(note.path, ()))
    return [kb.notes[target] for target in targets if target in kb.notes and target != note.path]


def _count_of_files(note: Note) -> int:
    """How many blocks of a note may be files: those without a title that are neither commands nor output."""
    return sum(
        fence.language not in SHELLS | _OUTPUT and "title" not in fence.options for fence in note.fences
    )


def _says(note: Note, name: str, *, read: bool = False) -> bool:
    """Whether a note names a file otherwise than in commands that read it; `read`: or in these."""
    return any(
        read or not _READ.search(text, max(0, match.start() - 80), match.start())
        for text in _texts(note)
        for match in _whole(name).finditer(text)
    )


def _texts(note: Note) -> Iterator[str]:
    yield from (context.text for context in note.contexts)
    yield from (part for fence in note.fences for part in (fence.info, fence.text))
    yield from (link.raw for link in note.links)


@lru_cache(maxsize=4096)
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")


def _makes(kb: KnowledgeBase, note: Note, name: str) -> bool:
    """Whether a note makes an object of that name, or one whose name it begins with."""
    names = {
        *(snippet.name for snippet in kb.snippets.of(note.path).snippets if snippet.name),
        *(made for fence in note.fences if _is_checked(fence) for _, made in uses_of(fence.text).made),
    }
    if name in names or any(name.startswith(f"{made}-") for made in names):
        return True
    # in a List, or as a field of another kind whose controller makes it
    return any(
        snippet.name != name and _whole(name).search(snippet.text)
        for snippet in kb.snippets.of(note.path).snippets
    )


def _is_shown(note: Note, name: str, line: int) -> bool:
    """Whether output above a line of a note lists an object of that name."""
    return any(
        fence.language in _OUTPUT and fence.first_line < line and _whole(name).search(fence.text)
        for fence in note.fences
    )


def _is_everywhere(used: ObjectUse) -> bool:
    return used.kind in _OF_MACHINES or _EVERYWHERE.fullmatch(used.name) is not None


def _span(fence: Fence, start: int, end: int) -> Span:
    return Source(fence, fence.text).span(start, end)
