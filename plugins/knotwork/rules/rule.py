"""What a rule is: a code, a severity, an explanation, and a function that returns findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from inspect import cleandoc, getsource
from textwrap import dedent
from typing import Any

from msgspec.structs import replace

from knotwork.config.option_kinds import Level
from knotwork.config.settings import Settings
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.model.diagnostics import Diagnostic, Fix, Location, Problem, Severity
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath, TextOf
from knotwork.model.note import Note
from knotwork.model.rule_info import RuleInfo
from knotwork.model.text import Span

LinkCheck = Callable[[KnowledgeBase, ResolvedLink], Iterable[Diagnostic]]
NoteCheck = Callable[[KnowledgeBase, Note], Iterable[Diagnostic]]
VaultCheck = Callable[[KnowledgeBase], Iterable[Diagnostic]]
TextsCheck = Callable[[KnowledgeBase, TextOf], Iterable[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Rule(RuleInfo):
    """A rule and the function that returns its findings: for a link, for a note, or for the vault.

    A rule without one has the findings that the readers of notes and snippets report under its code.
    """

    of_link: LinkCheck | None = None
    """The findings about a link that does not simply reach a file; such links do not depend on others."""
    of_note: NoteCheck | None = None
    """The findings in a note, from its facts, its snippets and its backlinks."""
    of_vault: VaultCheck | None = None
    """The findings that no note has for itself."""
    of_names: bool = False
    """Whether those of the vault depend on the paths of its files only."""
    of_texts: TextsCheck | None = None
    """The findings of the vault that need the texts of notes, beside their facts."""


def reader_rule(
    code: str, severity: Severity, *, safe_by: Iterable[Equivalence] = ()
) -> Callable[[Callable[[], None]], Rule]:
    """Make a function without a body a rule: the readers of notes and files report its findings.

    The docstring is its explanation; its file or folder in `rules` is the family.
    """
    return lambda explained: Rule(*_info(explained, code, severity, safe_by))


def link_rule(
    code: str, severity: Severity, *, safe_by: Iterable[Equivalence] = ()
) -> Callable[[LinkCheck], Rule]:
    """Make a check of a link a rule."""
    return lambda check: Rule(*_info(check, code, severity, safe_by), of_link=check)


def note_rule(code: str, severity: Severity) -> Callable[[NoteCheck], Rule]:
    """Make a check of a note a rule."""
    return lambda check: Rule(*_info(check, code, severity), of_note=check)


def vault_rule(
    code: str, severity: Severity, *, of_names: bool = False, off: bool = False
) -> Callable[[VaultCheck], Rule]:
    """Make a check of the whole vault a rule; `of_names`: it depends on the paths of files only.

    `off`: unless the settings turn it on; its check does nothing for files where `severity_in` is None.
    """
    return lambda check: Rule(*_info(check, code, severity, off=off), of_vault=check, of_names=of_names)


def texts_rule(code: str, severity: Severity, *, off: bool) -> Callable[[TextsCheck], Rule]:
    """Make a check of the whole vault that reads the texts of notes a rule; `off` as for `vault_rule`."""
    return lambda check: Rule(*_info(check, code, severity, off=off), of_texts=check)


def severity_in(rule: RuleInfo, settings: Settings, path: NotePath) -> Severity | None:
    """The severity of a rule's findings in a file; None when it is off there."""
    return settings.severity(rule.code, path, _default(rule, settings))


def is_off(rule: RuleInfo, settings: Settings) -> bool:
    """Whether a rule is off in every file."""
    level = settings.rules.get(rule.code, _default(rule, settings))
    return level == "off" and not any(rule.code in levels for levels in settings.per_path.values())


def _default(rule: RuleInfo, settings: Settings) -> Level:
    """The severity of a rule's findings that no setting names."""
    is_silent = rule.off and not (rule.is_advice and settings.security_advice)
    return "off" if is_silent else rule.severity


def _info(
    check: Callable[..., Any],
    code: str,
    severity: Severity,
    safe_by: Iterable[Equivalence] = (),
    *,
    off: bool = False,
) -> tuple[str, Severity, str, str, bool, frozenset[Equivalence]]:
    """The fields of `RuleInfo`."""
    explanation = cleandoc(check.__doc__ or _from_source(check))
    assert explanation, f"the rule {code} explains itself"
    family = check.__module__.split(".")[1:3][-1]
    return code, severity, family, explanation, off, frozenset(safe_by)


def _from_source(check: Callable[..., Any]) -> str:
    """The docstring of a check when Python runs with `-OO`, which drops docstrings."""
    import ast

    try:
        function = ast.parse(dedent(getsource(check))).body[0]
    except OSError:  # installed without sources
        return ""
    assert isinstance(function, ast.FunctionDef), "a check is a function"
    return ast.get_docstring(function) or ""


def reported(rule: RuleInfo, path: NotePath, problem: Problem) -> Diagnostic:
    """The finding of a rule that was made while the file was read."""
    severity = problem.severity or rule.severity
    location = Location(path, problem.span)
    fix = _in_file(problem.fix, path) if problem.fix else None
    return Diagnostic(rule.code, severity, location, problem.message, problem.help, fix=fix)


def _in_file(fix: Fix, path: NotePath) -> Fix:
    return replace(fix, edits=tuple(replace(edit, path=path) for edit in fix.edits))


def finding(rule: RuleInfo, path: NotePath, span: Span, message: str, help_: str | None = None) -> Diagnostic:
    """A finding of a rule, with its severity, without fix or related places."""
    return Diagnostic(rule.code, rule.severity, Location(path, span), message, help_)
