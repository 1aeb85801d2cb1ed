"""A snippet: one YAML document of a fence, what it is meant to be, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.text import Span

Mode = Literal["full", "fragment", "partial", "patch", "template", "syntax", "skip", "meant-to-fail", "other"]
Verdict = Literal["valid", "invalid", "unchecked", "no-schema"]


@dataclass(frozen=True, slots=True)
class Snippet:
    """One YAML document, judged."""

    fence: int
    """The index in `Note.fences`."""
    index: int
    """0-based, among the note's snippets."""
    line: int
    """The note's 1-based line of the document's first line."""
    span: Span
    """The document in the note."""
    lines: tuple[int, int]
    """The document's lines in `Fence.text`: 0-based, end excluded."""
    text: str
    """The document, byte for byte as it stands in the fence."""
    mode: Mode
    verdict: Verdict
    kind: str | None
    api_version: str | None
    name: str | None
    """`metadata.name`."""
    namespace: str | None
    schema: str
    """What it was judged by, for people: `v1 Pod`, `Pod.spec.containers[]`; empty for nothing."""
    version: str
    """The minor of Kubernetes: `1.37`."""
    mode_source: str
    """Who says its mode, for people: "the comment in it", "no one says; it has apiVersion and kind"."""
    file: str | None
    """Where it is published below the site's root, not percent-encoded: `snippets/pods/pod-hello.yaml`; None:
    it is no manifest."""
    diagnostics: tuple[Diagnostic, ...]
    """In the order of places; those that were meant to be found are not among them."""
    expected: tuple[Diagnostic, ...] = ()
    """What was meant to be found in it, and was."""

    @property
    def full_name(self) -> str:
        """What it says of itself: `v1 Pod hello`; empty for nothing."""
        return " ".join(part for part in (self.api_version, self.kind, self.name) if part)

    @property
    def is_manifest(self) -> bool:
        """Whether it has apiVersion and kind."""
        return self.kind is not None and self.api_version is not None
