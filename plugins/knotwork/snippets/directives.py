"""What a writer says a snippet is: `{k8s=skip}` on the fence, `# k8s: partial` in it, or further away.

nothing, `auto`              apiVersion and kind: a manifest; otherwise YAML
`full`                       a whole manifest
`partial`                    a manifest with omissions
`patch`                      a strategic merge patch
`template`                   YAML with `{{ }}` in it
`syntax`                     any YAML
`skip`                       not looked at
`Pod.spec.containers[]`      what stands at that path, or a type: `Probe`
`invalid`, `invalid:CODES`   meant to fail, with these findings; behind another word, both hold
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from knotwork.config.option_kinds import MINOR, SettingsError, did_you_mean
from knotwork.config.settings import Settings
from knotwork.model.note import Fence, Note
from knotwork.model.text import FILE_START, Span
from knotwork.snippets.rule import SnippetRule, snippet_rule

UNKNOWN_STATE = snippet_rule(
    "unknown-state",
    "error",
    "states",
    """
    What a note says about a block is no state that exists, or leads nowhere.

    A misspelt state is as good as none: the block is judged as if nothing had been said, and you believe that
    it is skipped or pinned. So it is an error.

    Bad:

    ````markdown
    ```yaml {k8s=skp}
    web: {size: small}
    ```
    ````

    Good:

    ````markdown
    ```yaml {k8s=skip}
    web: {size: small}
    ```
    ````

    The states are `auto`, `full`, `partial`, `patch`, `template`, `syntax`, `skip`, `invalid` and
    `invalid:CODES`; a path such as `Pod.spec.containers[]` and a type such as `Probe` say which part of a
    manifest it is. Beside it may stand `k8s-version="1.29"`. The rule also finds paths that no manifest has,
    JSON Schemas that cannot be used, and comments about no block.
    """,
    position=1,
)


Rules = Mapping[str, SnippetRule]
"""All rules about snippets, by their codes."""

Word = Literal["auto", "full", "partial", "patch", "template", "syntax", "skip", "fragment", "schema"]

_MODES = ("auto", "full", "partial", "patch", "template", "syntax", "skip")
_PATH = re.compile(r"(?:[\w.-]+/)*[A-Z]\w*(?:\.[\w/~-]+|\[\d*\])*")
_COMMENT = re.compile(r"[ \t]*#[ \t]*(k8s(?:-version)?):(.*)")
_LOOKS_LIKE_ONE = re.compile(r"(?<![\w./-])k8s(?:-version)?[ \t]*[=:]|\{[^}]*(?<![\w./-])k8s(?![\w./-])")
"""Not a path or a title: `yaml k8s-cluster.yml`, `yaml k8s/pod.yaml`."""


@dataclass(frozen=True, slots=True)
class Directive:
    """What a snippet is meant to be, and who says so."""

    mode: Word = "auto"
    detail: str = ""
    """The path of a fragment, the file of a JSON Schema."""
    fails: bool = False
    """Whether it is meant to fail."""
    rules: frozenset[SnippetRule] = frozenset()
    """What must be found in it when it is meant to fail; empty: anything."""
    version: str = ""
    """The minor version of Kubernetes: `1.37`."""
    source: str = ""
    """Where the word stands, for people."""


@dataclass(frozen=True, slots=True)
class InvalidDirective:
    """A state that nobody knows, where it stands."""

    span: Span
    message: str
    help: str


def note_directive(note: Note, settings: Settings, rules: Rules) -> tuple[Directive, list[InvalidDirective]]:
    """The state of a note's fences unless they say otherwise: from its front matter, else the settings."""
    directive = Directive(
        _mode(settings.state(note.path)), version=settings.k8s_version, source="the settings"
    )
    if directive.mode == "auto":
        directive = Directive(version=settings.k8s_version)
    given = note.front_matter.get("k8s")
    if given is None:
        return directive, []
    values = given if isinstance(given, dict) else {"default": given}
    reading = _Reading(note.properties.get("k8s", FILE_START), "`k8s` in the front matter", rules)
    for key, value in values.items():
        if key == "version":
            directive = reading.version(directive, value)
        elif key == "default":
            directive = reading.directive(directive, str(value))
        else:
            reading.wrong(f"`k8s` in the front matter has no '{key}'", "It has `version` and `default`.")
    return directive, reading.invalid


def fence_directive(
    fence: Fence, directive: Directive, rules: Rules
) -> tuple[Directive, list[InvalidDirective]]:
    """The state of a fence's documents unless they say otherwise; `state` is its note's."""
    reading = _Reading(_marks(fence), "the comment above the block", rules)
    if fence.directive and not _is_prose(fence.directive):
        directive = reading.directive(directive, fence.directive)
    reading.where = "the block's own `{k8s=…}`"
    options = fence.options
    if "k8s" in options:
        reading.span = _in_info(fence, "k8s")
        directive = reading.directive(directive, options["k8s"])
    if "k8s-version" in options:
        reading.span = _in_info(fence, "k8s-version")
        directive = reading.version(directive, options["k8s-version"])
    if "schema" in options:
        source = "the block's own `{schema=…}`"
        directive = replace(directive, mode="schema", detail=options["schema"], source=source)
    unread = not {"k8s", "k8s-version", "title"} & options.keys()
    if unread and _LOOKS_LIKE_ONE.search(fence.info.partition(" ")[2]):
        reading.wrong(
            "what this block says about `k8s` cannot be read", "Write `yaml {k8s=skip}`: in braces."
        )
    return directive, reading.invalid


def _marks(fence: Fence) -> Span:
    """What opens a block."""
    start = fence.span.start
    return Span(start, start._replace(column=start.column + len(fence.marks)))


def _in_info(fence: Fence, name: str) -> Span:
    """Where a block says something by name; its opening marks when that cannot be told."""
    stands = re.search(rf"(?<![\w-]){re.escape(name)}=(\"[^\"]*\"|'[^']*'|[^\s}}]*)", fence.info)
    if stands is None:
        return _marks(fence)
    _, end = _marks(fence)
    return Span(*(end._replace(column=end.column + at) for at in stands.span()))


def _is_prose(text: str) -> bool:
    """Whether what a comment says about k8s is a sentence, such as `the Deployment for web`, and no state."""
    first, *rest = text.split() or [""]
    return bool(rest) and not rest[-1].startswith("invalid") and first not in _MODES


def document_directive(
    text: str, directive: Directive, rules: Rules, place: Callable[[int, int], Span]
) -> tuple[Directive, list[InvalidDirective]]:
    """The state of one document; `state` is its fence's.

    It is said by comments above the document's first line of content; `place` gives the span in the note
    of two offsets of `text`.
    """
    reading = _Reading(FILE_START, "the comment in it", rules)
    at = 0
    for line in text.split("\n"):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        match = _COMMENT.fullmatch(line)
        if match and not _is_prose(match[2]):
            reading.span = place(at + match.start(1), at + len(line.rstrip()))
            directive = (reading.version if match[1] == "k8s-version" else reading.directive)(
                directive, match[2].strip()
            )
        at += len(line) + 1
    return directive, reading.invalid


@dataclass(slots=True)
class _Reading:
    """States as they are read, one place after another."""

    span: Span
    where: str
    rules: Rules
    invalid: list[InvalidDirective] = field(default_factory=list)

    def wrong(self, message: str, help_: str) -> None:
        self.invalid.append(InvalidDirective(self.span, message, help_))

    def version(self, directive: Directive, value: object) -> Directive:
        try:
            minor = MINOR.read(value, "", ())
        except SettingsError:
            self.wrong(
                f"'{value}' is no version of Kubernetes that is known here", f"Write {MINOR.expected}."
            )
            return directive
        return replace(directive, version=minor)

    def directive(self, before: Directive, text: str) -> Directive:
        """The state that a text names; the one before it when it names none."""
        known = before
        for index, part in enumerate(text.split()):
            if part.partition(":")[0] == "invalid":
                known = self._failing(known, part, alone=index == 0)
            elif index == 0 and part in _MODES:
                known = Directive(_mode(part), version=before.version, source=self.where)
            elif index == 0 and _PATH.fullmatch(part):
                known = Directive("fragment", part, version=before.version, source=self.where)
            else:
                self.wrong(
                    f"'{part}' is no state of a snippet{did_you_mean(part, (*_MODES, 'invalid'))}",
                    f"Write {', '.join(_MODES)}, invalid or invalid:CODE; "
                    "or a path such as Pod.spec.containers[].",
                )
                return before
        return known

    def _failing(self, known: Directive, text: str, *, alone: bool) -> Directive:
        """A state that is meant to fail; alone it says nothing else, and only the version is kept."""
        names = {name.strip() for name in text.partition(":")[2].split(",") if name.strip()}
        for name in sorted(names - self.rules.keys()):
            self.wrong(
                f"no rule about snippets is called '{name}'{did_you_mean(name, self.rules)}",
                "`knotwork rules` lists them.",
            )
        kept = Directive(version=known.version) if alone else known
        return replace(
            kept,
            fails=True,
            rules=frozenset(self.rules[name] for name in names & self.rules.keys()),
            source=self.where,
        )


def _mode(text: str) -> Word:
    assert text in _MODES, f"'{text}' was looked up among the words"
    return text  # type: ignore[return-value]
