"""What a rule is: a code, how grave it is, an explanation, and a function that finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from inspect import cleandoc, getsource
from textwrap import dedent

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic, Fix, Location, Severity
from knotwork.model.names import NotePath
from knotwork.model.rule_info import RuleInfo
from knotwork.model.text import Span
from knotwork.snippets.rule import SnippetRule

Check = Callable[[KnowledgeBase], Iterable[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Rule(RuleInfo):
    """A rule and the function that finds."""

    check: Check


def rule(code: str, severity: Severity) -> Callable[[Check], Rule]:
    """Make a check whose docstring is the explanation a rule; its file or folder in `rules` is the family."""

    def made(check: Check) -> Rule:
        explanation = cleandoc(check.__doc__ or _from_source(check))
        assert explanation, f"the rule {code} explains itself"
        family = check.__module__.split(".")[1:3][-1]
        return Rule(code, severity, family, explanation, False, check)

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
    """A rule about snippets, whose findings come up when the vault's snippets are read."""

    def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
        yield from kb.snippets.findings.get(rule.code, ())
        yield from reported(rule.code, rule.severity, kb)

    return Rule(rule.code, rule.severity, rule.family, rule.explanation, rule.off, check)


def reported(code: str, severity: Severity, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """The problems of that code which reading the vault brought up."""
    for path, note in kb.notes.items():
        for problem in note.problems:
            if problem.rule == code:
                level = problem.severity or severity
                found = finding(code, level, path, problem.span, problem.message, problem.help)
                yield replace(found, fix=_in_file(problem.fix, path)) if problem.fix else found
    for each in kb.vault.problems:
        if each.problem.rule == code:
            problem = each.problem
            level = problem.severity or severity
            yield finding(code, level, each.path, problem.span, problem.message, problem.help)


def _in_file(fix: Fix, path: NotePath) -> Fix:
    return replace(fix, edits=tuple(replace(edit, path=path) for edit in fix.edits))


def finding(
    code: str, severity: Severity, path: NotePath, span: Span, message: str, help_: str | None = None
) -> Diagnostic:
    """A diagnostic without fix or related places."""
    return Diagnostic(code, severity, Location(path, span), message, help_)
