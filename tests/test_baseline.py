"""A baseline: what was found when it was written is not reported again, and everything else is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from knotwork.cli.main import main
from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.text import Lines, Span
from knotwork.report.baseline import baseline_text, compared, read_baseline
from knotwork.report.fingerprints import fingerprints

FILE = Path("knotwork-baseline.json")
NOTES = {
    "notes/index.md": "# Home\n\n[[pods]] [[gone]] [[gone]]\n",
    "notes/pods.md": "# Pods\n\n[[index]] [[nobody]]\n",
}

Make = Callable[..., None]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.chdir(tmp_path)

    def written(files: dict[str, str] = NOTES) -> None:
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")

    return written


def check(*arguments: str, vault: str | None = "notes") -> Result:
    given = ["check", *([vault] if vault else []), "--output-format", "concise", *arguments]
    return CliRunner().invoke(main, given, prog_name="knotwork")


def test_old_findings_are_green_and_a_new_one_is_red(make: Make) -> None:
    make()
    assert check().exit_code == 1

    written = check("--write-baseline")
    again = check()
    assert (written.exit_code, written.stdout) == (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "no findings in 2 notes; 3 more in knotwork-baseline.json\n"

    make({"notes/pods.md": "# Pods\n\nmore\n\n[[index]] [[nobody]] [[other]]\n"})
    new = check()
    assert new.stdout == "notes/pods.md:5:22: error[missing-note]: no note is called 'other'\n"
    assert new.exit_code == 1


def test_of_findings_alike_one_more_is_new(make: Make) -> None:
    make()
    check("--write-baseline")
    make({"notes/index.md": "# Home\n\n[[gone]] [[pods]] [[gone]] [[gone]]\n"})

    assert check().stdout.startswith("notes/index.md:3:28: error[missing-note]")


def test_a_suggestion_that_changes_makes_no_finding_new(make: Make) -> None:
    make()
    check("--write-baseline")
    make(
        {
            "notes/gonee.md": "# X\n\n[[index]]\n",
            "notes/pods.md": "# Pods\n\n[[index]] [[nobody]] [[gonee]]\n",
        }
    )

    assert check().stdout == ""


def test_what_is_gone_is_said_and_pruned(make: Make) -> None:
    make()
    check("--write-baseline")
    make({"notes/index.md": "# Home\n\n[[pods]] [[gone]]\n"})
    before = FILE.read_text()

    assert "1 entry of knotwork-baseline.json is no longer needed: --prune removes it\n" in check().stderr
    assert FILE.read_text() == before
    assert "removed 1 entry" in check("--prune").stderr
    assert "no longer" not in check().stderr
    make()
    assert check().exit_code == 1


def test_entries_of_what_was_not_looked_for_stay(make: Make) -> None:
    make()
    check("--write-baseline")
    before = FILE.read_text()

    for arguments in (["notes/pods.md"], ["--ignore", "missing-note"], ["--select", "orphan-note"]):
        assert "no longer" not in check(*arguments).stderr
        check("--prune", *arguments)
        check("--write-baseline", *arguments, vault="notes")
        assert FILE.read_text() == before


def test_the_file_is_beside_mkdocs_yml_and_may_have_any_name(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make({"mkdocs.yml": "docs_dir: notes\n", **NOTES})
    monkeypatch.chdir("notes")
    check("--write-baseline", vault=".")
    assert not FILE.exists()
    assert (Path("..") / FILE).exists()
    monkeypatch.chdir("..")
    FILE.rename("known.json")

    assert check(vault=None).exit_code == 1
    assert check("--baseline", "known.json", vault=None).exit_code == 0
    assert check("--baseline=known.json", "--no-baseline").exit_code == 2


def test_no_baseline_reports_all(make: Make) -> None:
    make()
    check("--write-baseline")

    assert check("--no-baseline").stdout.count("missing-note") == 3


def test_vaults_side_by_side_share_a_file_by_their_paths(make: Make) -> None:
    make({**NOTES, "other/index.md": "# Home\n\n[[nowhere]]\n"})
    check("--write-baseline")
    check("--write-baseline", vault="other")

    assert check().exit_code == check(vault="other").exit_code == check(vault=".").exit_code == 0
    assert [*json.loads(FILE.read_text())["findings"]] == [
        "notes/index.md",
        "notes/pods.md",
        "other/index.md",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"version": 2, "findings": {}}',
        '{"version": 1, "findings": {"a": 1}}',
        "[" * 9999,
    ],
)
def test_another_file_is_no_baseline(make: Make, text: str) -> None:
    make({**NOTES, FILE.name: text})
    result = check()

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{FILE.name}: it is " in result.stderr


def test_a_baseline_that_is_not_there_is_no_empty_one(make: Make) -> None:
    make()

    assert check("--baseline", "nowhere.json").exit_code == 2
    assert check("--prune").exit_code == 2
    assert "notes is a folder" in check("--write-baseline", "notes", vault=None).stderr


def test_findings_beyond_the_limit_of_a_file_are_known_too(make: Make) -> None:
    config = "docs_dir: notes\nplugins: [{knotwork: {max_findings_per_file: 2}}]\n"
    many = " ".join(f"[[gone {number}]]" for number in range(5))
    make({"mkdocs.yml": config, "notes/index.md": f"# Home\n\n{many}\n"})
    check("--write-baseline")
    assert check().exit_code == 0
    make({"notes/index.md": f"# Home\n\n{many} [[more]]\n"})

    assert check().stdout.count("\n") == 1


def test_edits_elsewhere_stay_green_and_every_fault_is_red(make: Make) -> None:
    rng = random.Random(7)
    lines = ["# Note", "", *(f"text {number} [[missing {number % 7}]]" for number in range(30))]
    make({"notes/index.md": "\n".join(lines) + "\n"})
    check("--write-baseline")
    for step in range(12):
        at = rng.randrange(2, len(lines) + 1)
        lines[at:at] = rng.choice([[""], ["a new line"], ["- item", "", "text"], ["> quote", ""]])
        make({"notes/index.md": "\n".join(lines) + "\n"})
        assert check().exit_code == 0
        make({"notes/index.md": "\n".join([*lines[:at], "", f"[[new {step}]]", "", *lines[at:]]) + "\n"})
        assert check().exit_code == 1


# --- as values ----------------------------------------------------------------------------------------

Parts = tuple[tuple[str, str], ...]
"""Rules, each with the text that its finding is about."""

findings_of_texts = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["x", "y y", "z"])), max_size=8
).map(tuple)


def listed(parts: Parts, above: int = 0) -> tuple[list[Diagnostic], str]:
    """Findings about a line each, with other lines above."""
    text = "\n" * above + "".join(f"{word}\n" for _, word in parts)
    lines = Lines(text)
    starts = lines.starts[above:]
    spans = [
        Span(lines.position(start), lines.position(start + len(word)))
        for start, (_, word) in zip(starts, parts, strict=False)
    ]
    return [
        Diagnostic(rule, "error", Location(NotePath("n.md"), span), f"message {above}")
        for (rule, _), span in zip(parts, spans, strict=True)
    ], text


@settings(max_examples=30)
@given(findings_of_texts, st.integers(0, 3))
def test_a_baseline_knows_its_own_findings_wherever_they_move(parts: Parts, above: int) -> None:
    findings, text = listed(parts)
    written = compared({}, findings, lambda path: text).current
    moved, longer = listed(parts, above)
    result = compared(read_baseline(baseline_text(written)), moved, lambda path: longer)

    assert (result.new, len(result.known), result.gone) == ((), len(parts), 0)
    prints = fingerprints(findings, lambda path: text)
    assert len(set(prints)) == len(prints)


@settings(max_examples=30)
@given(findings_of_texts, findings_of_texts)
def test_known_and_new_are_all_and_counted_by_text(before: Parts, after: Parts) -> None:
    findings, text = listed(before)
    written = compared({}, findings, lambda path: text).current
    others, another = listed(after)
    result = compared(written, others, lambda path: another)

    for part in {*before, *after}:
        more = max(0, after.count(part) - before.count(part))
        new = [finding for finding in result.new if (finding.rule, _line(another, finding)) == part]
        assert len(new) == more
    assert len(result.new) + len(result.known) == len(after)
    assert result.gone == len(before) - len(result.known)


def _line(text: str, finding: Diagnostic) -> str:
    return text.split("\n")[finding.location.span.start.line - 1]
