"""A rule as lists and the handbook describe it: code, severity, explanation."""

from __future__ import annotations

from dataclasses import dataclass

from knotwork.model.diagnostics import Severity
from knotwork.model.equivalences import Equivalence


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule as lists, reports and the handbook show it."""

    code: str
    severity: Severity
    """Of its findings, unless the settings say otherwise."""
    family: str
    """The rules it is listed with: `links`, `notes`, `security` …"""
    explanation: str
    """Markdown: a sentence on what it reports; then why it matters, Bad, Good, and what to do."""
    off: bool
    """Whether it is off unless the settings turn it on."""
    safe_by: frozenset[Equivalence]
    """In what the text before and after a safe fix may differ; a fix by anything else is a suggestion."""

    @property
    def summary(self) -> str:
        """The explanation's first paragraph on one line."""
        return " ".join(self.explanation.partition("\n\n")[0].split())

    @property
    def is_advice(self) -> bool:
        """Whether `security_advice` turns it on."""
        return self.off and self.family == "security"
