"""A snippet: one YAML document of a fence, its mode, and its diagnostics."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.text import Span

Mode = Literal["full", "fragment", "partial", "patch", "template", "syntax", "skip", "meant-to-fail", "other"]
"""How a document is validated. `other`: by a JSON Schema, or not at all, since it is not for Kubernetes."""
Verdict = Literal["valid", "invalid", "unchecked", "no-schema", "placeholders"]
"""`placeholders`: it is valid but for what is to be filled in."""


class Snippet(Struct, frozen=True, array_like=True, gc=False):
    """One YAML document, validated."""

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
    """The schema it was validated with, for people: `v1 Pod`, `Pod.spec.containers[]`; empty for none."""
    version: str
    """The minor of Kubernetes: `1.37`."""
    mode_source: str
    """Where its mode is from, for people: "the comment in it", "by default, because it holds `{{ }}`"."""
    file: str | None
    """The file it is published as, below the site's root, without percent-encoding:
    `snippets/pods/pod-hello.yaml`; None: it is not a manifest."""
    diagnostics: tuple[Diagnostic, ...]
    """In the order of their locations, without those that were expected."""
    expected: tuple[Diagnostic, ...] = ()
    """Those that its directive expected, and that were found."""

    @property
    def full_name(self) -> str:
        """Its apiVersion, kind and name, those that it has: `v1 Pod hello`."""
        return " ".join(part for part in (self.api_version, self.kind, self.name) if part)

    @property
    def is_manifest(self) -> bool:
        """Whether it has apiVersion and kind."""
        return self.kind is not None and self.api_version is not None
