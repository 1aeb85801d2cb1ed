"""Directives set the mode of snippets: `{k8s=skip}` on a fence, `# k8s: partial` in it, or a default.

none, `auto`                 a manifest if it has apiVersion and kind, otherwise YAML
`full`                       a whole manifest
`partial`                    a manifest that leaves fields out
`patch`                      a strategic merge patch
`template`                   YAML with `{{ }}` in it
`syntax`                     any YAML
`skip`                       not validated
`Pod.spec.containers[]`      the value at that path, or of a type: `Probe`
`invalid`, `invalid:CODES`   must have findings, or these; after another word, both hold
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from knotwork.config.option_kinds import MINOR, SettingsError
from knotwork.config.settings import Settings
from knotwork.model.nearest import did_you_mean
from knotwork.model.note import Fence, Note
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import FILE_START, Position, Span
from knotwork.snippets.rule import SnippetRule, snippet_rule
from knotwork.snippets.snippet import Mode

UNKNOWN_STATE = snippet_rule(
    "unknown-state",
    "error",
    "states",
    """
    A note gives a block a state that does not exist, or a path that leads nowhere.

    A misspelt state has no effect: the block is checked as if there were none, while you expect it to be
    skipped or pinned. So it is an error.

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
    manifest it is. You can add `k8s-version="1.29"`. The rule also reports paths that no manifest has, JSON
    Schemas that cannot be used, and comments that no block follows.
    """,
    position=1,
)


Rules = Mapping[str, SnippetRule]
"""All rules about snippets, by their codes."""

DIRECTIVE_WORDS: Mapping[str, Mode | None] = {
    "auto": None,
    "full": "full",
    "partial": "partial",
    "patch": "patch",
    "template": "template",
    "syntax": "syntax",
    "skip": "skip",
}
_PATH = lazy_regex(r"(?:[\w.-]+/)*[A-Z]\w*(?:\.[\w/~-]+|\[\d*\])*")
_COMMENT = lazy_regex(r"[ \t]*#[ \t]*(k8s(?:-version)?):(.*)")
_LOOKS_LIKE_ONE = re.compile(r"(?<![\w./-])k8s(?:-version)?[ \t]*[=:]|\{[^{}]*(?<![\w./-])k8s(?![\w./-])")
"""Not a path or a title: `yaml k8s-cluster.yml`, `yaml k8s/pod.yaml`."""


class Directive(Struct, frozen=True):
    """The mode that a snippet is to be validated in, and where that is written."""

    mode: Mode | None = None
    """None: it depends on the document."""
    detail: str = ""
    """The path of a fragment; the file of a JSON Schema for the mode `other`."""
    fails: bool = False
    """Whether the snippet must have findings."""
    rules: frozenset[SnippetRule] = frozenset()
    """The rules that must have findings when it must fail; empty: any."""
    version: str = ""
    """The minor version of Kubernetes: `1.37`."""
    source: str = ""
    """Where the mode is written, for people."""


class InvalidDirective(Struct, frozen=True):
    """A directive that cannot be understood, and its span."""

    span: Span
    message: str
    help: str


def note_directive(note: Note, settings: Settings, rules: Rules) -> tuple[Directive, list[InvalidDirective]]:
    """The default for a note's fences: from its front matter, else from the settings."""
    mode = DIRECTIVE_WORDS[settings.mode(note.path)]
    directive = Directive(mode, version=settings.k8s_version, source="the settings" if mode else "")
    front_matter = note.front_matter.get("k8s")
    if front_matter is None:
        return directive, []
    values = front_matter if isinstance(front_matter, dict) else {"default": front_matter}
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
    """The default for a fence's documents; `directive` is the note's."""
    if not (fence.directive or fence.options or " " in fence.info):
        return directive, []
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
        directive = replace(directive, mode="other", detail=options["schema"], source=source)
    unread = not {"k8s", "k8s-version", "title"} & options.keys()
    if unread and (rest := fence.info.partition(" ")[2]) and _LOOKS_LIKE_ONE.search(rest):
        reading.wrong(
            "what this block says about `k8s` cannot be read", "Write `yaml {k8s=skip}`: in braces."
        )
    return directive, reading.invalid


def _marks(fence: Fence) -> Span:
    """The opening marks of a fence."""
    start = fence.span.start
    return Span(start, Position(start.line, start.column + len(fence.marks)))


def _in_info(fence: Fence, name: str) -> Span:
    """The span of an option; that of the opening marks when it is not found."""
    option = re.search(rf"(?<![\w-]){re.escape(name)}=(\"[^\"]*\"|'[^']*'|[^\s}}]*)", fence.info)
    if option is None:
        return _marks(fence)
    end = _marks(fence).end
    return Span(*(Position(end.line, end.column + at) for at in option.span()))


def _is_prose(text: str) -> bool:
    """Whether a comment about k8s is a sentence, such as `the Deployment for web`, and not a directive."""
    first, *rest = text.split() or [""]
    return bool(rest) and not rest[-1].startswith("invalid") and first not in DIRECTIVE_WORDS


def document_directive(
    text: str, directive: Directive, rules: Rules, place: Callable[[int, int], Span]
) -> tuple[Directive, list[InvalidDirective]]:
    """The directive for one document; `directive` is the fence's.

    It is written in comments above the document's first line of content. `place` gives the span in the note
    of two offsets of `text`.
    """
    if "k8s" not in text:
        return directive, []
    reading = _Reading(FILE_START, "the comment in it", rules)
    at = 0
    for line in text.split("\n"):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        match = _COMMENT.fullmatch(line)
        if match and not _is_prose(match[2]):
            reading.span = place(at + match.start(1), at + len(line.rstrip()))
            read = reading.version if match[1] == "k8s-version" else reading.directive
            directive = read(directive, match[2].strip())
        at += len(line) + 1
    return directive, reading.invalid


class _Reading(Struct):
    """Reads directives from one place after another."""

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
            self.wrong(f"'{value}' is not a known version of Kubernetes", f"Write {MINOR.expected}.")
            return directive
        return replace(directive, version=minor)

    def directive(self, before: Directive, text: str) -> Directive:
        """The directive that a text gives; the one before it when the text is invalid."""
        known = before
        for index, part in enumerate(text.split()):
            if part.partition(":")[0] == "invalid":
                known = self._failing(known, part, alone=index == 0)
            elif index == 0 and part in DIRECTIVE_WORDS:
                known = Directive(DIRECTIVE_WORDS[part], version=before.version, source=self.where)
            elif index == 0 and _PATH.fullmatch(part):
                known = Directive("fragment", part, version=before.version, source=self.where)
            else:
                self.wrong(
                    f"'{part}' is not a state of a snippet"
                    f"{did_you_mean(part, (*DIRECTIVE_WORDS, 'invalid'))}",
                    f"Write {', '.join(DIRECTIVE_WORDS)}, invalid or invalid:CODE; "
                    "or a path such as Pod.spec.containers[].",
                )
                return before
        return known

    def _failing(self, known: Directive, text: str, *, alone: bool) -> Directive:
        """A directive that findings are expected; alone, it keeps only the version of the one before."""
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
