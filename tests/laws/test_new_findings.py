"""`check --changed-since` reports what a full check finds newly, no more and no less, after any edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from test_live import Edit, edited, edits, folders, vault_of

from knotwork.config.settings import Settings
from knotwork.knowledge.comparison.states import States, states
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.diagnostics import Diagnostic, Severity, at_least
from knotwork.model.text import Lines
from knotwork.rules import check
from knotwork.rules import new_findings as findings_of_a_change
from knotwork.rules.new_findings import new_findings

Files = Mapping[str, str]
SETTINGS = Settings(max_findings_per_file=10_000)


def found(files: Files) -> tuple[Diagnostic, ...]:
    return check(compile_vault(vault_of(files, SETTINGS), SETTINGS), files.get)


def both(before: Files, after: Files) -> States:
    kbs = [compile_vault(vault_of(files, SETTINGS), SETTINGS) for files in (before, after)]
    return states(*kbs, before.get, after.get)


def new(before: Files, after: Files) -> tuple[Diagnostic, ...]:
    return new_findings(both(before, after), found(before), found(after), before.get, after.get)


def counts(files: Files, level: Severity, renamed: Mapping[str, str]) -> Counter[tuple[str, str, str]]:
    """How often each rule finds the same text of a note, at least so severe."""
    written_over = {*renamed.values()} - {*renamed}
    return Counter(
        (
            str(renamed.get(finding.location.path, finding.location.path)),
            finding.rule,
            Lines(files.get(finding.location.path, "")).slice(finding.location.span),
        )
        for finding in found(files)
        if at_least(finding.severity, level) and finding.location.path not in written_over
    )


@given(folders, st.lists(edits, min_size=1, max_size=3))
@settings(max_examples=25)
def test_new_is_what_a_full_check_finds_newly(before: dict[str, str], steps: list[Edit]) -> None:
    after = dict(before)
    for step in steps:
        after = edited(after, step)
    renamed = both(before, after).renamed
    with patch.object(
        findings_of_a_change, "_SHORTEST_MOVED", 1_000_000
    ):  # no line is taken for one that moved
        reported = new(before, after)
    full = {(finding.rule, finding.location, finding.message) for finding in found(after)}

    assert all((finding.rule, finding.location, finding.message) in full for finding in reported)
    for level in ("error", "warning", "info"):
        more = counts(after, level, {}) - counts(before, level, renamed)  # type: ignore[arg-type]
        severe = [finding for finding in reported if at_least(finding.severity, level)]
        assert len(severe) >= sum(more.values())
        if level == "error":  # of the others some were more lenient before
            assert len(severe) == sum(more.values())


@given(folders)
@settings(max_examples=8)
def test_nothing_is_new_when_nothing_changes_but_the_place(files: dict[str, str]) -> None:
    lower = {path: f"\n\n{text}" if not text.startswith("---") else text for path, text in files.items()}

    assert new(files, files) == ()
    assert new(files, lower) == ()


def test_a_line_that_moves_to_another_note_takes_its_findings_along() -> None:
    line = "All the rest of it stands in [[gone]], which is planned.\n"
    before = {"a.md": f"# A\n[[b]]\n\n{line}", "b.md": "# B\n[[a]]\n"}
    after = {"a.md": "# A\n[[b]]\n", "b.md": f"# B\n[[a]]\n\n{line}"}

    assert new(before, after) == ()
    assert [finding.rule for finding in new(before, {**before, "b.md": after["b.md"]})] == ["missing-note"]


def test_what_becomes_more_severe_is_new_and_what_becomes_less_so_is_not() -> None:
    written = {"a.md": "---\nwanted: gone\n---\n[[b]] [[gone]]\n", "b.md": "[[a]]\n"}
    unplanned = {**written, "a.md": "---\nwanted: others\n---\n[[b]] [[gone]]\n"}

    assert [finding.severity for finding in new(written, unplanned)] == ["error"]
    assert new(unplanned, written) == ()


def test_the_help_says_where_the_link_led() -> None:
    text = "# Pods\nThe smallest thing that Kubernetes runs, with containers.\n[[a]]\n"
    before = {"a.md": "[[pods]]\n", "pods.md": text}
    renamed = new(before, {"a.md": "[[pods]]\n", "pod.md": text})
    deleted = new(before, {"a.md": "[[pods]]\n"})

    assert "It led to `pods.md`, which is `pod.md` now." in [finding.help for finding in renamed]
    assert "It led to `pods.md`." in [finding.help for finding in deleted]


def test_a_note_that_is_moved_onto_another_one_brings_its_findings_along() -> None:
    before = {
        "a.md": "\n",
        "x/b.md": "<a href='a.md'>x</a>\n",
        "c.md": "[[a]]\n\n[[a]]\n\n[x](a#part)\n",
    }
    after = {"a.md": "\n", "x/b.md": before["c.md"]}

    assert both(before, after).renamed == {"c.md": "x/b.md"}
    assert [finding for finding in new(before, after) if finding.severity == "error"] == []
