"""What a save changed: findings are the same though lines moved, and new though the words are old."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotwork.knowledge.compiler import compile_vault
from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.text import Position, Span
from knotwork.report.changes import Changes, QuotedFinding, QuotedFindings, changes, quoted_findings
from knotwork.report.log import first_log, save_log
from knotwork.rules import check
from knotwork.vault.vault import Vault


def found(notes: dict[str, str]) -> tuple[QuotedFinding, ...]:
    return quoted_findings(check(compile_vault(Vault.of(notes))), lambda path: notes.get(path, ""))


def between(before: dict[str, str], after: dict[str, str]) -> tuple[list[str], list[str]]:
    difference = changes(found(before), found(after))
    return ([each.message for each in difference.new], [each.message for each in difference.fixed])


BROKEN = "# A\n\n[[b]] [[gone]] [[lost]]\n"


def test_nothing_changes_when_lines_move() -> None:
    after = f"# A\n\na line\n\nand another{BROKEN[3:]}"

    assert between({"a.md": BROKEN, "b.md": "[[a]]"}, {"a.md": after, "b.md": "[[a]]"}) == ([], [])


def test_a_new_broken_link_is_new_though_the_note_has_others() -> None:
    new, fixed = between(
        {"a.md": BROKEN, "b.md": "[[a]]"}, {"a.md": f"[[brand new]]\n\n{BROKEN}", "b.md": "[[a]]"}
    )

    assert len(new) == 1
    assert "brand new" in new[0]
    assert fixed == []


def test_the_same_broken_link_a_second_time_is_one_new_finding() -> None:
    new, fixed = between(
        {"a.md": BROKEN, "b.md": "[[a]]"}, {"a.md": f"{BROKEN}\n[[gone]]\n", "b.md": "[[a]]"}
    )

    assert (len(new), len(fixed)) == (1, 0)


def test_what_is_written_is_fixed_everywhere() -> None:
    before = {"a.md": BROKEN, "b.md": "[[a]] [[gone]]"}
    new, fixed = between(before, {**before, "gone.md": "# Gone\n\n[[a]]\n"})

    assert (len(new), len(fixed)) == (0, 2)


def test_a_suggestion_that_comes_with_another_note_makes_no_finding_new() -> None:
    before = {"a.md": "[[Pod Lifecycel]] [[b]]\n", "b.md": "[[a]]"}

    new, fixed = between(before, {**before, "Pod Lifecycles.md": "[[a]]"})

    assert [message for message in new if "called" in message] == []
    assert fixed == []


def at(path: str, line: int, message: str) -> Diagnostic:
    span = Span(Position(line, 1), Position(line, 2))
    return Diagnostic("missing-note", "error", Location(NotePath(path), span), message)


_QUOTED = st.builds(
    QuotedFinding,
    st.builds(at, st.sampled_from("ab"), st.integers(1, 9), st.sampled_from("xy")),
    st.sampled_from("pq"),
)


@given(st.lists(_QUOTED), st.lists(_QUOTED))
def test_before_and_what_is_new_without_what_is_fixed_is_after(
    before: Sequence[QuotedFinding], after: Sequence[QuotedFinding]
) -> None:
    difference = changes(before, after)

    assert len(before) + len(difference.new) - len(difference.fixed) == len(after)
    assert set(difference.new) <= {each.finding for each in after}
    assert set(difference.fixed) <= {each.finding for each in before}
    assert changes(after, after) == Changes((), ())


def save_lines(changed: Changes, total: int) -> list[str]:
    text = "\n".join(f"see [[x]] {number}" for number in range(1, 99))
    return [line.text for line in save_log(changed, total, lambda path: text, "knotwork check notes")]


def test_a_save_s_lines_are_what_is_new_what_is_fixed_and_how_many_others_there_are() -> None:
    new = at("pods.md", 3, "no note is called 'x'")
    difference = Changes((new,), (at("pods.md", 1, "y"), at("jobs.md", 1, "z")))

    assert save_lines(difference, 1500) == [
        "pods.md:3:1: no note is called 'x' [missing-note]\n  |\n3 | see [[x]] 3\n  | ^",
        "fixed: pods.md: y [missing-note]",
        "fixed: jobs.md: z [missing-note]",
        "1,499 others (knotwork check notes)",
    ]
    assert save_lines(Changes((), ()), 1500) == ["no new findings; 1,500 others (knotwork check notes)"]
    assert save_lines(Changes((), ()), 0) == ["no findings"]
    assert save_lines(Changes((new,), ()), 1)[-1] == "no other findings"
    assert save_lines(Changes((new,), ()), 2)[-1] == "1 other (knotwork check notes)"


def test_what_a_save_causes_in_many_notes_is_one_line_with_the_places() -> None:
    same = tuple(at(f"{number}.md", 2, "no note is called 'x' (did you mean 'y'?)") for number in range(6))

    [first, last] = save_lines(Changes(same[:4], ()), 4)
    assert first.endswith("\n= also at 1.md:2:1, 2.md:2:1, 3.md:2:1")
    assert last == "no other findings"
    assert save_lines(Changes(same[:5], ()), 5)[0].endswith("3.md:2:1 and 1 more place")
    assert save_lines(Changes((), same), 0)[0].endswith("[missing-note] (6 places)")


@pytest.mark.parametrize("count", [10, 11, 13])
def test_of_many_new_findings_ten_are_shown_and_of_many_fixed_ones_five(count: int) -> None:
    many = tuple(at("a.md", number, f"x{number}") for number in range(1, count + 1))

    lines = save_lines(Changes(many, many), count)
    left = [f"{count - 10} more new finding{'s' if count > 11 else ''}"] if count > 10 else []
    assert lines[10:-7] == left
    assert lines[-2:] == [f"fixed: {count - 5} more", "no other findings"]
    assert [line.split(":")[0] for line in lines[-7:-2]] == ["fixed"] * 5


def test_the_first_line_of_a_server_is_a_count_and_how_to_see_them() -> None:
    notes = [NotePath(path) for path in ("a.md", "b.md", "c.md")]
    lines = first_log([at("a.md", line, "x") for line in range(1, 8)], notes, "knotwork check")

    assert [line.text for line in lines] == ["7 errors in 1 of 3 notes (knotwork check lists them)"]
    assert [line.text for line in first_log([], notes, "knotwork check")] == ["no findings in 3 notes"]


@given(st.lists(_QUOTED), st.lists(_QUOTED), st.lists(_QUOTED))
def test_file_by_file_the_difference_is_that_of_all_findings(
    first: Sequence[QuotedFinding], second: Sequence[QuotedFinding], third: Sequence[QuotedFinding]
) -> None:
    texts = {"before": first, "now": second, "then": third}
    known = QuotedFindings([each.finding for each in first], lambda path: "")
    for before, after in (("before", "now"), ("now", "then")):
        old = [QuotedFinding(each.finding, "") for each in texts[before]]
        new = [QuotedFinding(each.finding, "") for each in texts[after]]
        whole = changes(old, new)
        parts = known.update([each.finding for each in new], lambda path: "")

        assert Counter(parts.new) == Counter(whole.new)
        assert Counter(parts.fixed) == Counter(whole.fixed)


def test_what_hides_text_is_named_in_the_log_of_a_server() -> None:
    notes = {"a.md": BROKEN, "b.md": "# B\n\n[[x1]] [[x2]] [[x3]] [[x4]]\n\n%% all of this\n\nis gone\n"}
    diagnostics = check(compile_vault(Vault.of(notes)))

    lines = [line.text for line in first_log(diagnostics, [NotePath(path) for path in notes], "")]

    assert len(lines) == 2
    assert "[unclosed-comment]" in lines[1]
