"""Which findings `check` writes, and where: files, formats, groups, an unsaved text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knotwork.cli.main import main

NOTES = {
    "notes/index.md": "# Home\n\n[[pods]] [[kubelets]] [[nothing]]\n",
    "notes/pods.md": "# Pods\n\n[[index]] [[kubelets|x]] [[kubelet]]\n",
    "notes/deep/kubelet.md": (
        "# Kubelet\n\n<!-- knotwork-disable-next-line missing-note: later -->\n[[unwritten]]\n"
    ),
}


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    for name, text in NOTES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path / "notes"


def check(*arguments: str, input: str | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], prog_name="knotwork", input=input)


def places(*arguments: str, input: str | None = None) -> list[str]:
    result = check("--output-format", "concise", *arguments, input=input)
    assert result.exit_code in (0, 1), result.stderr
    return [line.split(": ")[0] for line in result.stdout.splitlines()]


# --- files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["notes"], ["notes/index.md:3:10", "notes/index.md:3:23", "notes/pods.md:3:11"]),
        (["notes", "notes/pods.md"], ["notes/pods.md:3:11"]),
        (["notes", "pods.md"], ["notes/pods.md:3:11"]),
        (["notes/pods.md"], ["notes/pods.md:3:11"]),
        (["notes", "notes/deep"], []),
        (["notes", "notes/deep", "notes/pods.md"], ["notes/pods.md:3:11"]),
    ],
)
def test_findings_of_some_files(arguments: list[str], expected: list[str]) -> None:
    assert places(*arguments) == expected


def test_the_sums_are_those_of_the_files() -> None:
    assert check("notes", "notes/pods.md").stderr == "1 error in 1 of 1 note; 1 fixable with --fix\n"


@pytest.mark.parametrize("file", ["nowhere.md", "notes/nowhere.md", "../outside.md"])
def test_a_file_that_is_not_there_is_2(file: str, tmp_path: Path) -> None:
    (tmp_path.parent / "outside.md").write_text("x")

    for arguments in ([file], ["notes", file]):
        result = check(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")


def test_only_the_files_are_fixed(notes: Path) -> None:
    check("notes", "notes/pods.md", "--fix")

    assert (notes / "index.md").read_text() == NOTES["notes/index.md"]
    assert "[[kubelet|x]]" in (notes / "pods.md").read_text()


# --- an unsaved text ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NOTES)
def test_a_text_as_it_is_saved_has_the_findings_of_its_file(name: str) -> None:
    assert places("notes", "--stdin-filename", name, input=NOTES[name]) == places("notes", name)


def test_an_unsaved_text_takes_the_place_of_the_file(notes: Path) -> None:
    text = "# Pods\n\n[[index]] [[here]]\n"

    assert places("notes", "--stdin-filename", "notes/pods.md", input=text) == ["notes/pods.md:3:11"]
    result = check("notes", "--stdin-filename", "notes/new.md", input="# New\n\n[[new]] [[x]]\n")
    assert "3 | [[new]] [[x]]" in result.stdout
    assert (notes / "pods.md").read_text() == NOTES["notes/pods.md"]
    held = check("notes", "--stdin-filename", "notes/pods.md", input="---\npublish: false\n---\n[[x]]\n")
    assert held.stdout == ""


# --- formats ------------------------------------------------------------------------------------------


def test_several_formats_at_once(tmp_path: Path) -> None:
    formats = ["concise", "json=a.json", "sarif=b.sarif", "markdown=c.md"]
    result = check("notes", *(f"--output-format={name}" for name in formats))

    assert result.stdout == check("notes", "--output-format", "concise").stdout
    assert Path("a.json").read_text() == check("notes", "--output-format", "json").stdout
    assert json.loads(Path("b.sarif").read_text())["version"] == "2.1.0"
    assert "| notes/pods.md:3:11 |" in Path("c.md").read_text()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--output-format=text --output-format=json", "of several formats all but one need a file"),
        ("--output-format=json=a --output-format=sarif=a", "each format needs a file of its own"),
        ("--output-format=json=", "json= names no file"),
        ("--output-format=json=nowhere/a.json", "No such file or directory"),
        ("--output-format=json --group-by=rule", "--group-by goes with --output-format text"),
        ("--output-format=sarif --statistics", "--statistics goes with --output-format text or json"),
        ("--statistics --group-by=rule", "--statistics counts by rule"),
        ("--stdin-filename=notes/a.md --fix --prune", "goes without --fix and --prune: the text is not in"),
        ("--stdin-filename=notes/a.md --write-baseline", "the text is not in the vault yet"),
        ("--changed-since=HEAD --stdin-filename=notes/a.md", "without --changed-since: the text is not"),
        ("--changed-since=HEAD --fix", "--changed-since goes without --fix: fix first"),
        ("--changed-since=HEAD --baseline=a.json", "what is new needs no baseline"),
        ("--changed-since=HEAD --watch", "--watch goes with --select"),
        ("--no-baseline --prune", "the baseline is either used or not"),
        ("--write-baseline --prune", "writes all entries again"),
        ("--write-baseline=a.json --baseline=b.json", "name one file"),
        ("--diff --output-format=json", "--diff prints a diff in place of findings"),
        ("--diff --write-baseline", "--diff writes no file"),
        (
            "--published notes/pods.md --statistics",
            "FILE and --statistics: --published lists notes, not findings",
        ),
        ("--unsafe-fixes", "--unsafe-fixes goes with --fix or --diff"),
    ],
)
def test_what_does_not_go_together_is_2_and_said_in_a_sentence(options: str, sentence: str) -> None:
    result = check("notes", *options.split())

    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


def test_only_a_file_leaves_the_output_empty() -> None:
    assert check("notes", "--output-format", "json=a.json").stdout == ""


def test_on_github_a_table_is_added_to_the_page_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    result = check("notes", "--output-format", "github")

    assert result.stdout.count("::error file=notes/") == 3
    assert page.read_text().startswith("before\n**knotwork**: 3 errors in 2 files\n")


def test_sarif_lists_what_is_silenced_and_why() -> None:
    check("notes", "notes/pods.md", "--write-baseline")
    [run] = json.loads(check("notes", "--output-format", "sarif").stdout)["runs"]
    listed = [[each["kind"] for each in result["suppressions"]] for result in run["results"]]
    reasons = [each["justification"] for result in run["results"] for each in result["suppressions"]]

    assert listed == [[], [], ["inSource"], ["external"]]
    assert reasons == ["later", "in knotwork-baseline.json"]
    assert len({result["partialFingerprints"]["knotwork/v1"] for result in run["results"]}) == 4


def test_rdjson_counts_bytes_and_suggests_what_is_certain(notes: Path) -> None:
    (notes / "index.md").write_text("# Home\n\nä😀 [[kubelets]] [[pods]]\n", "utf-8")
    log = json.loads(check("notes", "notes/index.md", "--output-format", "rdjson").stdout)
    [found] = log["diagnostics"]

    assert found["location"]["range"]["start"] == {"line": 3, "column": 8}
    assert (found["severity"], found["code"]["value"]) == ("ERROR", "missing-note")
    [suggestion] = found["suggestions"]
    assert suggestion["text"] == "kubelet"
    assert suggestion["range"]["start"] == {"line": 3, "column": 10}


# --- groups -------------------------------------------------------------------------------------------


def test_a_cause_is_said_once_with_its_places() -> None:
    assert check("notes", "--group-by", "target").stdout == (
        "error[missing-note]: no note is called 'kubelets' (did you mean [[kubelet]]?) (2 places)\n"
        "  notes/index.md:3:10\n"
        "  notes/pods.md:3:11\n"
        "\n"
        "error[missing-note]: no note is called 'nothing'\n"
        "  notes/index.md:3:23\n"
    )


@pytest.mark.parametrize(
    ("by", "heads"),
    [
        ("rule", ["missing-note: 3 errors"]),
        ("file", ["notes/index.md: 2 errors", "notes/pods.md: 1 error"]),
    ],
)
def test_groups_have_a_head(by: str, heads: list[str]) -> None:
    lines = check("notes", "--group-by", by).stdout.splitlines()

    assert [line for line in lines if line and not line.startswith(" ")] == heads
    assert sum(line.startswith("  notes/") for line in lines) == 3


def test_statistics_count_each_rule() -> None:
    assert check("notes", "--statistics").stdout == "3  error  missing-note  in 2 files, 2 fixable\n"
    assert json.loads(check("notes", "--statistics", "--output-format", "json").stdout) == [
        {"rule": "missing-note", "severity": "error", "count": 3, "files": 2, "fixable": 2}
    ]
