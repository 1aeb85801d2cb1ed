"""What a save changed: findings are the same though lines moved, and new though the words are old."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from knotwork.knowledge.compiler import compile_vault
from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.text import Position, Span
from knotwork.report.changes import Changes, QuotedFinding, change_lines, changes, quoted_findings
from knotwork.report.log import first_log, save_log
from knotwork.rules import check
from knotwork.site.views.findings import by_note, findings_panel
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


def test_a_line_a_file_says_what_changed() -> None:
    difference = Changes((at("pods.md", 3, "x"),), (at("pods.md", 1, "y"), at("jobs.md", 1, "z")))

    assert list(change_lines(difference, 1500)) == [
        "pods.md: 1 new, 1 fixed; 1,499 others",
        "jobs.md: 1 fixed",
    ]
    assert list(change_lines(Changes((), ()), 1500)) == ["no new findings; 1,500 others"]
    assert list(change_lines(Changes((), ()), 0)) == ["no findings"]
    assert list(change_lines(Changes((at("a.md", 1, "x"),), ()), 2)) == ["a.md: 1 new; 1 other"]


def test_many_files_are_counted() -> None:
    six = tuple(at(f"{number}.md", 1, "x") for number in range(6))

    assert list(change_lines(Changes(six, ()), 6))[-1] == "and 1 more file"
    assert len(list(change_lines(Changes(six[:5], ()), 5))) == 5


def test_a_save_s_lines_are_its_own_findings_and_no_old_one() -> None:
    lines = [line.text for line in save_log(Changes((at("pods.md", 3, "no note is called 'x'"),), ()), 1500)]

    assert lines == ["pods.md: 1 new; 1,499 others", "pods.md:3:1: no note is called 'x' [missing-note]"]


def test_the_first_lines_are_a_count_and_a_few() -> None:
    notes = [NotePath(path) for path in ("a.md", "b.md", "c.md")]
    lines = [line.text for line in first_log([at("a.md", line, "x") for line in range(1, 8)], notes)]

    assert lines[0] == "7 errors in 1 of 3 notes"
    assert len(lines) == 7
    assert lines[-1] == "2 more; `knotwork check` lists them all"


def test_what_hides_text_is_first_in_the_log_of_a_server_and_on_its_page() -> None:
    notes = {"a.md": BROKEN, "b.md": "# B\n\n[[x1]] [[x2]] [[x3]] [[x4]]\n\n%% all of this\n\nis gone\n"}
    diagnostics = check(compile_vault(Vault.of(notes)))

    lines = [line.text for line in first_log(diagnostics, [NotePath(path) for path in notes])]

    assert "[unclosed-comment]" in lines[1]
    assert "never closed" in findings_panel(by_note(diagnostics)[NotePath("b.md")])
