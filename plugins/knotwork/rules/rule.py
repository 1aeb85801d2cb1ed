"""What a rule is: a code, a severity, an explanation, and a function that returns findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from inspect import cleandoc, getsource
from textwrap import dedent

from msgspec.structs import replace

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic, Fix, Location, Problem, Severity
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath
from knotwork.model.rule_info import RuleInfo
from knotwork.model.text import Span
from knotwork.snippets.rule import SnippetRule

Check = Callable[[KnowledgeBase], Iterable[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Rule(RuleInfo):
    """A rule and the function that returns its findings."""

    check: Check


def rule(code: str, severity: Severity, *, safe_by: Iterable[Equivalence] = ()) -> Callable[[Check], Rule]:
    """Make a check a rule, with its docstring as explanation; its file or folder in `rules` is the family."""

    def made(check: Check) -> Rule:
        explanation = cleandoc(check.__doc__ or _from_source(check))
        assert explanation, f"the rule {code} explains itself"
        family = check.__module__.split(".")[1:3][-1]
        return Rule(code, severity, family, explanation, False, frozenset(safe_by), check)

    return made


def _from_source(check: Check) -> str:
    """The docstring of a check when Python runs with `-OO`, which drops docstrings."""
    import ast

    try:
        function = ast.parse(dedent(getsource(check))).body[0]
    except OSError:  # installed without sources
        return ""
    assert isinstance(function, ast.FunctionDef), "a check is a function"
    return ast.get_docstring(function) or ""


def snippet_check(rule: SnippetRule) -> Rule:
    """The rule, with a check that returns the findings which reading the vault's snippets has left."""

    def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
        yield from kb.snippets.findings.get(rule.code, ())
        yield from reported(rule, kb)

    return Rule(rule.code, rule.severity, rule.family, rule.explanation, rule.off, rule.safe_by, check)


def reported(rule: RuleInfo, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """The findings of a rule that were made while the vault was read."""
    for path, problem in kb.problems.get(rule.code, ()):
        diagnostic = _diagnostic(rule, path, problem)
        yield replace(diagnostic, fix=_in_file(problem.fix, path)) if problem.fix else diagnostic
    for file in kb.vault.problems:
        if file.problem.rule == rule.code:
            yield _diagnostic(rule, file.path, file.problem)


def _diagnostic(rule: RuleInfo, path: NotePath, problem: Problem) -> Diagnostic:
    severity = problem.severity or rule.severity
    return Diagnostic(rule.code, severity, Location(path, problem.span), problem.message, problem.help)


def _in_file(fix: Fix, path: NotePath) -> Fix:
    return replace(fix, edits=tuple(replace(edit, path=path) for edit in fix.edits))


def finding(rule: RuleInfo, path: NotePath, span: Span, message: str, help_: str | None = None) -> Diagnostic:
    """A finding of a rule, with its severity, without fix or related places."""
    return Diagnostic(rule.code, rule.severity, Location(path, span), message, help_)
