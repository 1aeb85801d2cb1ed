"""What the site shows with every snippet: its kind, the result of its validation, a link to its file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath, basename
from knotwork.rules import with_severities
from knotwork.rules.checker import fence_spans
from knotwork.rules.suppressions import apply_suppressions
from knotwork.site.addresses import Addresses, relative
from knotwork.site.words import Words, words_of
from knotwork.snippets.snippet import Snippet
from knotwork.snippets.whole_manifests import BY_DEFINITION


@dataclass(frozen=True, slots=True)
class Badge:
    """The result of a snippet's validation, in a word or two of the site's language."""

    words: str
    look: Literal["good", "bad", "plain"]
    group: str = ""
    """The heading in the catalogue for what is not valid: `Invalid`; empty: it is valid."""


def badge(kb: KnowledgeBase, path: NotePath, snippet: Snippet) -> Badge:
    """The result of a snippet's validation, for its header and the catalogue."""
    words = words_of(kb.settings.language)
    not_checked = Badge(words("not checked"), "plain", "Not checked")
    match snippet.mode, snippet.verdict:
        case "meant-to-fail", "valid":
            return Badge(words("meant to fail"), "plain", "Meant to fail")
        case "meant-to-fail", _:
            return Badge(words("meant to fail, and does not"), "bad", "Invalid")
        case _, "invalid":
            findings = shown_findings(kb, path, snippet.diagnostics)
            errors = sum(finding.severity == "error" for finding in findings)
            # its findings are suppressed: readers do not see them either
            invalid = words("invalid ({n})", n=errors)
            return Badge(invalid, "bad", "Invalid") if errors else not_checked
        case "other", "no-schema":
            return Badge(snippet.schema, "plain", "No schema")
        case _, "no-schema":
            return Badge(words("no schema"), "plain", "No schema")
        case "template", _:
            return Badge(words("template"), "plain", "Template")
        case _, "unchecked":
            return not_checked
        case _, "placeholders":
            return Badge(words("with placeholders"), "plain", "With placeholders")
        case "partial", _:
            return Badge(words("partial"), "good")
        case "patch", _:
            return Badge(words("patch"), "good")
        case "syntax", _:
            return Badge(words("YAML only"), "plain")
        case "other", _:
            return Badge(words("valid by {schema}", schema=snippet.schema), "good")
        case _:
            if snippet.schema.endswith(BY_DEFINITION):
                return Badge(words("valid by its definition"), "good")
            return Badge(words("valid for Kubernetes {version}", version=snippet.version), "good")


def badge_html(state: Badge) -> str:
    """A badge."""
    return f'<span class="kw-badge kw-{state.look}">{escape(state.words)}</span>'


def download(words: Words, site: Addresses, snippet: Snippet, here: str) -> str:
    """A link to the file of a manifest alone; empty when it has none."""
    url = site.manifest(snippet)
    if url is None:
        return ""
    name, href = escape(basename(snippet.file or "")), escape(relative(url, here))
    label = words("Download {name}", name=name)
    return f'<a class="kw-raw" href="{href}" download="{name}" aria-label="{label}">{words("Download")}</a>'


def shown_findings(kb: KnowledgeBase, path: NotePath, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings of a note's snippets, after the settings and the note's comments are applied."""
    shown = list(with_severities(kb.settings, findings))
    note = kb.notes[path]
    if shown and note.suppressions:
        silencing = {path: note.suppressions}
        shown, _ = apply_suppressions(shown, silencing, (), lambda _: None, lambda _: fence_spans(note))
    return shown


def display_name(words: Words, snippet: Snippet) -> str:
    """What a snippet is, in a word or two: its kind, or what it is a part of."""
    if snippet.kind:
        return snippet.kind
    if snippet.mode == "fragment" and snippet.schema:
        return words("Fragment of {schema}", schema=snippet.schema)
    return "YAML"


def has_header(snippet: Snippet) -> bool:
    """Whether a snippet has a header: YAML that is not for Kubernetes only when it is wrong."""
    return (
        snippet.is_manifest
        or snippet.verdict == "invalid"
        or snippet.mode in ("fragment", "meant-to-fail", "partial", "patch")
    )
