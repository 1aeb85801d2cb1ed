"""Comments that silence findings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotwork.model.diagnostics import Diagnostic, Location, Problem
from knotwork.model.names import NotePath
from knotwork.model.note import Suppression
from knotwork.model.text import FILE_START, Lines, Position, Span
from knotwork.rules.suppressions import UnusedSuppression, apply_suppressions
from knotwork.syntax.suppression import parse_suppression

A = NotePath("a.md")
RULES = ("missing-note", "missing-anchor", "unknown-field")


def suppressions(text: str) -> list[Suppression]:
    lines = Lines(text)
    found = (
        parse_suppression(match[0], lines.span(*match.span()))
        for match in re.finditer(r"<!--.*?-->", text, re.DOTALL)
    )
    return [each for each in found if each]


def finding(line: int, rule: str = "missing-note", column: int = 1, path: NotePath = A) -> Diagnostic:
    place = Span(Position(line, column), Position(line, column + 1))
    return Diagnostic(rule, "error", Location(path, place), "no such note")


def result(text: str, *findings: Diagnostic) -> tuple[list[int], list[UnusedSuppression]]:
    """The lines of the findings that are left, and the suppressions that silence nothing."""
    kept, unused = apply_suppressions(findings, {A: suppressions(text)}, RULES, {A: text}.get)
    return [each.location.span.start.line for each in kept], unused


def lines(*numbers: int) -> list[Diagnostic]:
    return [finding(number) for number in numbers]


@pytest.mark.parametrize(
    ("comment", "scope", "rules", "reason"),
    [
        ("<!-- knotwork-disable-next-line missing-note -->", "next-line", ("missing-note",), ""),
        ("<!-- knotwork-disable-line a, b: two: colons -->", "line", ("a", "b"), "two: colons"),
        ("<!--knotwork-disable-file a,b c a-->", "file", ("a", "b", "c"), ""),
        ("<!-- knotwork-disable: all of them -->", "disable", (), "all of them"),
        ("<!--\n  knotwork-enable\n  missing-note\n-->", "enable", ("missing-note",), ""),
        (" knotwork-disable ", "disable", (), ""),
    ],
)
def test_each_form_is_read(comment: str, scope: str, rules: tuple[str, ...], reason: str) -> None:
    read = parse_suppression(comment, FILE_START)

    assert read == Suppression(scope, rules, reason, FILE_START)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- -->",
        "",
        "<!-- knotwork -->",
        "<!-- knotwork- -->",
        "<!-- knotwork-disble-line missing-note -->",
        "<!-- knotwork-disable-lines -->",
        "<!-- please knotwork-disable -->",
        "<!-- Knotwork-Disable -->",
        "<!-- knotwork-disable-->-->",
    ],
)
def test_any_other_comment_silences_nothing(comment: str) -> None:
    assert not isinstance(parse_suppression(comment, FILE_START), Suppression)


def test_an_instruction_that_does_not_exist_is_a_problem() -> None:
    problem = parse_suppression("<!-- knotwork-disable-next-lin missing-note -->", FILE_START)

    assert isinstance(problem, Problem)
    assert "knotwork-disable-next-lin" in problem.message


@given(st.text())
def test_any_comment_is_a_suppression_a_problem_or_neither(comment: str) -> None:
    for written in (comment, f"knotwork-disable{comment}"):
        assert isinstance(parse_suppression(written, FILE_START), Suppression | Problem | None)


def test_without_suppressions_all_findings_are_left() -> None:
    assert result("text\n", *lines(1, 2)) == ([1, 2], [])


def test_the_next_line_is_silenced() -> None:
    text = "<!-- knotwork-disable-next-line missing-note -->\none\ntwo\n"

    assert result(text, *lines(1, 2, 3)) == ([1, 3], [])


def test_the_next_line_is_the_next_that_is_not_blank() -> None:
    text = "<!-- knotwork-disable-next-line -->\n\n \t\none\ntwo\n"

    assert result(text, *lines(4, 5)) == ([5], [])


def test_the_next_line_in_a_quote_is_the_next_with_text() -> None:
    text = "> <!-- knotwork-disable-next-line -->\n>\n> one\n"

    assert result(text, *lines(3)) == ([], [])


def test_the_next_line_is_counted_from_the_end_of_the_comment() -> None:
    text = "<!-- knotwork-disable-next-line:\nfor a long\nreason -->\none\n"

    assert result(text, *lines(4)) == ([], [])


def test_the_same_line_is_silenced() -> None:
    text = "one <!-- knotwork-disable-line missing-note -->\ntwo\n"

    assert result(text, *lines(1, 2)) == ([2], [])


def test_a_file_is_silenced_from_its_start_wherever_the_comment_stands() -> None:
    text = "one\n\ntwo <!-- knotwork-disable-file missing-note -->\n"

    assert result(text, *lines(1, 3)) == ([], [])


def test_a_block_is_silenced_up_to_its_end() -> None:
    text = "one\n<!-- knotwork-disable -->\ntwo\n<!-- knotwork-enable -->\nthree\n"

    assert result(text, *lines(1, 3, 5)) == ([1, 5], [])


def test_a_block_that_is_never_closed_goes_to_the_end() -> None:
    text = "one\n<!-- knotwork-disable missing-note -->\ntwo\nthree\n"

    assert result(text, *lines(1, 3, 4)) == ([1], [])


def test_one_rule_may_be_turned_on_again_within_a_block() -> None:
    text = "<!-- knotwork-disable -->\n<!-- knotwork-enable missing-note -->\none\n"

    assert result(text, finding(3), finding(3, "unknown-field")) == ([3], [])


def test_other_rules_and_other_files_are_not_silenced() -> None:
    text = "<!-- knotwork-disable-file missing-note -->\none\n"
    others = [finding(2, "missing-anchor"), finding(2, path=NotePath("b.md"))]

    assert result(text, finding(2), *others)[0] == [2, 2]


def test_a_finding_is_covered_where_it_starts() -> None:
    text = "a b\nc <!-- knotwork-disable-line -->\n"
    spread = Diagnostic(
        "missing-note", "error", Location(A, Span(Position(1, 1), Position(2, 2))), "spans two lines"
    )

    assert result(text, spread)[0] == [1]


def test_a_suppression_that_silences_nothing_is_told() -> None:
    text = (
        "<!-- knotwork-disable-line missing-note, missing-anchor -->\n<!-- knotwork-disable-file: old -->\n"
    )
    [first, second] = suppressions(text)

    assert result(text) == (
        [],
        [
            UnusedSuppression(A, first, ("missing-note", "missing-anchor"), ()),
            UnusedSuppression(A, second, (), ()),
        ],
    )


def test_only_the_rules_that_silence_nothing_are_told() -> None:
    text = "one <!-- knotwork-disable-line missing-note, missing-anchor -->\n"

    assert result(text, finding(1)) == (
        [],
        [UnusedSuppression(A, suppressions(text)[0], ("missing-anchor",), ())],
    )


def test_what_is_no_rule_is_told_apart() -> None:
    text = "one <!-- knotwork-disable-line missing-note, mising-note -->\n<!-- knotwork-enable x -->\n"
    [first, second] = suppressions(text)

    assert result(text, finding(1)) == (
        [],
        [UnusedSuppression(A, first, (), ("mising-note",)), UnusedSuppression(A, second, (), ("x",))],
    )


def test_of_two_suppressions_that_say_the_same_the_second_is_unused() -> None:
    text = "<!-- knotwork-disable-file -->\n<!-- knotwork-disable-file -->\none\n"

    assert result(text, finding(3)) == ([], [UnusedSuppression(A, suppressions(text)[1], (), ())])


def test_many_suppressions_silence_many_findings() -> None:
    text = "<!-- knotwork-disable-next-line --> \n\n" * 10_000 + "<!-- knotwork-disable -->" * 10_000
    kept, _ = result(text, *lines(*range(1, 20_000)))

    assert len(kept) == 10_000
