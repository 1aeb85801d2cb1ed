"""The command line: what other programs are written against, and what a person is told."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import knotwork.cli.check_scope
from knotwork.cli.autofix import autofix
from knotwork.cli.loading import load_vault
from knotwork.cli.main import COMMANDS, main
from knotwork.cli.write_note import exact_text, write_note
from knotwork.config.mkdocs_yml import Site
from knotwork.model.names import NotePath
from knotwork.rules import RULES
from markdown_cases import Case, cases

PLUGINS = Path(__file__).parents[1] / "plugins"
VAULTS = Path(__file__).parent / "vaults"

Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def make(here: Path) -> Make:
    """Writes files below the current folder, `notes/` in front of their names."""

    def written(files: dict[str, str], folder: str = "notes") -> Path:
        (here / folder).mkdir(exist_ok=True)
        for name, text in files.items():
            file = here / folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        return here / folder

    return written


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="knotwork")


def rows(*arguments: str) -> Any:
    result = run(*arguments, "--output-format", "json")
    assert result.exit_code in (0, 1), result.stderr
    return json.loads(result.stdout)


def started(*arguments: str, **extra: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS), **extra.pop("env", {})}
    command = [sys.executable, *extra.pop("python", ()), "-m", "knotwork", *arguments]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, check=False, **extra
    )


CLEAN = {"index.md": "# Home\n\nsee [[pods]]\n", "pods.md": "# Pods\n\nback [[index]]\n"}
BROKEN = {"index.md": "# Home\n\nsee [[Pod-Lifecycle]]\n", "Pod Lifecycle.md": "up: [[index]]\n"}


# --- exit codes and what goes where -------------------------------------------------------------------


def test_a_clean_vault_is_0_and_says_so_on_stderr(make: Make) -> None:
    make(CLEAN)
    result = run("check", "notes")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no findings in 2 notes\n")


def test_a_finding_is_1_with_its_place(make: Make) -> None:
    make(BROKEN)
    result = run("check", "notes", "--output-format", "concise", "--select", "missing-note")

    message = "no note is called 'Pod-Lifecycle' (did you mean [[Pod Lifecycle]]?)"
    assert result.stdout == f"notes/index.md:3:5: error[missing-note]: {message}\n"
    assert result.stderr == "1 error in 1 of 2 notes; 1 fixable with --fix\n"
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--fail-on", "warning"], 0),
        (["--fail-on", "info"], 1),
        (["--fail-on", "never"], 0),
    ],
)
def test_fail_on_is_the_mildest_finding_that_counts(make: Make, options: list[str], code: int) -> None:
    make({"index.md": "# Home\n", "alone.md": "# Alone\n"})

    assert run("check", "notes", *options).exit_code == code


def test_never_forgives_errors(make: Make) -> None:
    make(BROKEN)

    assert run("check", "notes", "--fail-on", "never").exit_code == 0


def test_fail_on_comes_from_the_settings_unless_given(make: Make) -> None:
    make({"mkdocs.yml": "docs_dir: notes\nplugins: [knotwork: {fail_on: info}]\n"}, ".")
    make({"index.md": "# Home\n", "alone.md": "# Alone\n"})

    assert run("check").exit_code == 1
    assert run("check", "--fail-on", "error").exit_code == 0


def test_no_command_shows_the_help() -> None:
    for line in COMMANDS.values():
        assert line in run("--help").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = run(name, "--help")

    assert result.exit_code == 0
    assert f"Example: knotwork {name}" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["check", "--nonsense"],
        ["check", "nowhere"],
        ["check", "--output-format", "nonsense"],
        ["check", "--fail-on", "nonsense"],
        ["check", "--jobs", "0"],
        ["check", "--unsafe-fixes"],
        ["links", "--status", "nonsense"],
        ["rules", "nonsense"],
        ["explain", "no-place"],
        ["explain", "a.md:0:0:x"],
    ],
)
def test_wrong_use_is_2_with_a_sentence_and_nothing_on_stdout(arguments: list[str]) -> None:
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("Error: ") == 1


def test_each_wrong_setting_is_a_sentence(make: Make) -> None:
    make({"mkdocs.yml": "docs_dir: notes\nplugins: [knotwork: {htlm: x, max_embeds: many}]\n"}, ".")
    make(CLEAN)
    result = run("check")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: mkdocs.yml: plugins.knotwork: unknown option 'htlm'; did you mean 'html'?\n"
        "Error: mkdocs.yml: plugins.knotwork.max_embeds: expected a whole number from 1 up, found 'many'\n"
    )


def test_a_config_file_that_is_no_yaml_is_a_sentence(make: Make) -> None:
    make({"mkdocs.yml": "a: [\n"}, ".")
    result = run("todo")

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert "mkdocs.yml:2:1: " in result.stderr


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            KeyError("x"),
            "Error: internal error: KeyError: 'x' (KNOTWORK_DEBUG=1 shows where; please report it)\n",
        ),
        (PermissionError(13, "Permission denied", "a.md"), "Error: a.md: Permission denied\n"),
    ],
)
def test_a_defect_is_2_and_one_sentence(
    monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    def broken(vault: Path | None, here: Path) -> None:
        raise error

    monkeypatch.setattr(knotwork.cli.check_scope, "find_site", broken)
    result = run("check")

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence)


def test_a_defect_is_shown_whole_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(knotwork.cli.check_scope, "find_site")

    assert isinstance(run("check", "--debug").exception, NameError)
    monkeypatch.setenv("KNOTWORK_DEBUG", "1")
    assert isinstance(run("check").exception, NameError)


# --- which vault, which files -------------------------------------------------------------------------


def test_without_a_vault_the_site_of_the_current_folder_is_meant(make: Make) -> None:
    make({"mkdocs.yml": "docs_dir: notes\n", "outside.md": "[[nowhere]]"}, ".")
    make(CLEAN)

    assert {row["path"] for row in rows("links")} == {"index.md", "pods.md"}


def test_without_a_site_the_current_folder_is_the_vault(make: Make) -> None:
    make({"a.md": "[[b]]"}, ".")

    assert [row["path"] for row in rows("links")] == ["a.md"]


def test_what_mkdocs_leaves_out_is_left_out(make: Make) -> None:
    config = "docs_dir: notes\nexclude_docs: |\n  drafts/\n  !drafts/keep.md\ndraft_docs: later.md\n"
    make({"mkdocs.yml": config}, ".")
    make(
        {
            "a.md": "[[x]] [[later]]",
            "drafts/keep.md": "[[x]]",
            "drafts/not.md": "[[x]]",
            "later.md": "[[x]]",
            "hidden.md": "---\npublish: false\n---\n[[x]]",
            ".obsidian/a.md": "[[x]]",
        }
    )

    assert [row["path"] for row in rows("links")] == ["a.md", "a.md", "drafts/keep.md"]


def folder_finding(make: Make, config: str | None) -> tuple[list[str], list[str]]:
    """Where the finding about `templates` stands, and the notes that were read."""
    if config is not None:
        make({"mkdocs.yml": config}, ".")
    make({"index.md": "# Home\n", "templates/a.md": "[[x]]", "deep/templates/b.md": "[[x]]"})
    found = rows("check", "notes", "--select", "unpublished-folder")
    return [each["path"] for each in found], [row["path"] for row in rows("links", "notes")]


@pytest.mark.parametrize("config", [None, "docs_dir: notes\n", "docs_dir: notes\nexclude_docs: '*.tmp'\n"])
def test_a_templates_folder_that_mkdocs_drops_is_said(make: Make, config: str | None) -> None:
    assert folder_finding(make, config) == (["templates"], ["deep/templates/b.md"])


@pytest.mark.parametrize("back", ["'!templates/'", "'!/templates/'"])
def test_a_templates_folder_can_be_taken_back(make: Make, back: str) -> None:
    config = f"docs_dir: notes\nexclude_docs: {back}\n"

    assert folder_finding(make, config) == ([], ["deep/templates/b.md", "templates/a.md"])


def test_a_templates_folder_that_is_left_out_on_purpose_is_not_said(make: Make) -> None:
    config = "docs_dir: notes\nexclude_docs: /templates/\n"

    assert folder_finding(make, config) == ([], ["deep/templates/b.md"])


def test_a_templates_folder_without_notes_is_not_said(make: Make) -> None:
    make({"index.md": "# Home\n", "templates/page.html": ""})

    assert rows("check", "notes") == []


def test_extra_roots_start_at_the_config_file(make: Make, here: Path) -> None:
    make({"mkdocs.yml": "docs_dir: notes\nplugins: [knotwork: {extra_roots: [other]}]\n"}, ".")
    make({"c.md": "[[x]]"}, "other")
    (make({"a.md": "[[x]]"}) / "linked").symlink_to(here / "other")

    assert [row["path"] for row in rows("links", "notes")] == ["a.md", "linked/c.md"]


# --- check --------------------------------------------------------------------------------------------


def test_check_json_has_every_field(make: Make) -> None:
    make(BROKEN)
    (found,) = rows("check", "notes", "--select", "missing-note")

    assert found == {
        "path": "index.md",
        "file": "notes/index.md",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 22,
        "rule": "missing-note",
        "severity": "error",
        "message": "no note is called 'Pod-Lifecycle' (did you mean [[Pod Lifecycle]]?)",
        "help": None,
        "fix": {
            "title": "Write [[Pod Lifecycle]]",
            "safe": True,
            "edits": [{"path": "index.md", "start": [3, 7], "end": [3, 20], "text": "Pod Lifecycle"}],
        },
    }


def test_check_json_of_a_clean_vault_is_an_empty_array(make: Make) -> None:
    make(CLEAN)

    assert run("check", "notes", "--output-format", "json").stdout == "[]\n"


def test_rules_are_selected_and_ignored_one_by_one_or_in_lists(make: Make) -> None:
    make({"a.md": "[[x]] [[a#y]] ![[z.png]]"})

    def codes(*options: str) -> set[str]:
        return {row["rule"] for row in rows("check", "notes", *options)}

    every = {"missing-note", "missing-heading", "missing-attachment", "orphan-note"}
    assert codes() == every
    assert codes("--select", "missing-note,missing-heading") == {"missing-note", "missing-heading"}
    assert codes("--select", "missing-note", "--select", "orphan-note") == {"missing-note", "orphan-note"}
    assert codes("--ignore", "missing-note, orphan-note") == {"missing-heading", "missing-attachment"}
    assert codes("--select", "missing-note,orphan-note", "--ignore", "orphan-note") == {"missing-note"}


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_2_with_the_nearest_one(make: Make, option: str) -> None:
    make(CLEAN)
    result = run("check", "notes", option, "missing-note,mising-heading")

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{option}: no rule is called 'mising-heading'; did you mean 'missing-heading'?" in result.stderr


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif"])
def test_paths_for_forges_start_at_the_current_folder(make: Make, name: str) -> None:
    make(BROKEN)
    shown = run("check", "notes", "--output-format", name).stdout

    assert "notes/index.md" in shown
    assert '"index.md' not in shown
    assert "file=index.md" not in shown


def test_paths_for_forges_start_at_the_repository(
    make: Make, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(BROKEN)
    (here / ".git").mkdir()
    monkeypatch.chdir(here / "notes")

    assert "file=notes/index.md," in run("check", "--output-format", "github").stdout


@pytest.mark.parametrize("name", ["text", "concise", "junit"])
def test_paths_for_people_start_where_they_are(
    make: Make, name: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(BROKEN)
    (here / ".git").mkdir()
    monkeypatch.chdir(here / "notes")
    inside = run("check", "--output-format", name).stdout
    below = run("check", str(make({"x.md": "[[y]]"}, "notes/x")), "--output-format", name).stdout
    monkeypatch.chdir(here)
    outside = run("check", "notes", "--output-format", name).stdout

    assert "notes/" not in inside
    assert "x/x.md:1:1" in below
    assert "notes/index.md:3:5" in outside


def test_colours_come_only_on_a_terminal_or_when_asked_for(make: Make) -> None:
    make(BROKEN)

    assert "\x1b[" not in run("check", "notes").stdout
    assert "\x1b[" not in run("check", "notes", "--no-color").stdout
    assert "\x1b[" in run("check", "notes", "--color").stdout


# --- fixing -------------------------------------------------------------------------------------------


def test_fix_writes_what_is_certain_and_reports_the_rest(make: Make) -> None:
    notes = make({**BROKEN, "more.md": "[[Pod-Lifecycle#x]] [[index]] [[more]]\n"})
    result = run("check", "notes", "--fix", "--output-format", "concise", "--ignore", "orphan-note")

    assert (notes / "index.md").read_text() == "# Home\n\nsee [[Pod Lifecycle]]\n"
    assert result.stderr.splitlines()[:2] == [
        "fixed 1 finding in 1 note (spaces, dashes and underscores: 1)",
        "  notes/index.md:3:5: Write [[Pod Lifecycle]] (spaces, dashes and underscores)",
    ]
    assert result.stdout.startswith("notes/more.md:1:1: error[missing-note]: ")
    assert result.exit_code == 1


def test_fix_ends_well_when_nothing_is_left(make: Make) -> None:
    make(BROKEN)

    assert run("check", "notes", "--fix").exit_code == 0


def test_fixing_twice_is_fixing_once(make: Make) -> None:
    notes = make(
        {**BROKEN, "a.md": "---\naliases: [PL]\n---\n[[PL]] [[Pod-Lifecycle]] [[Pod-Lifecycle|x]]\n"}
    )
    run("check", "notes", "--fix")
    once = {file.name: file.read_bytes() for file in notes.iterdir()}
    again = run("check", "notes", "--fix")

    assert {file.name: file.read_bytes() for file in notes.iterdir()} == once
    assert b"[[a|PL]] [[Pod Lifecycle]] [[Pod Lifecycle|x]]" in once["a.md"]
    assert "fixed" not in again.stderr


def test_more_is_fixed_than_is_listed(make: Make) -> None:
    notes = make({**BROKEN, "index.md": "[[Pod-Lifecycle]]\n" * 250})
    result = run("check", "notes", "--fix")

    assert (notes / "index.md").read_text() == "[[Pod Lifecycle]]\n" * 250
    said = result.stderr.splitlines()
    assert said[0] == "fixed 250 findings in 1 note (spaces, dashes and underscores: 250)"
    assert said[-2:] == ["  and 220 more", "no findings in 2 notes"]


def test_fix_keeps_byte_order_mark_line_ends_and_permissions(make: Make) -> None:
    notes = make({**BROKEN, "index.md": "\ufeff# Home\r\n\r\nsee [[Pod-Lifecycle]]\r\nlast"})
    (notes / "index.md").chmod(0o640)
    run("check", "notes", "--fix")

    assert (notes / "index.md").read_bytes() == (b"\xef\xbb\xbf# Home\r\n\r\nsee [[Pod Lifecycle]]\r\nlast")
    assert (notes / "index.md").stat().st_mode & 0o777 == 0o640
    assert sorted(file.name for file in notes.iterdir()) == ["Pod Lifecycle.md", "index.md"]


def test_fix_writes_through_a_symbolic_link(make: Make) -> None:
    notes = make({"Pod Lifecycle.md": "x", "deep/real.md": "[[Pod-Lifecycle]]"})
    (notes / "index.md").symlink_to("deep/real.md")
    run("check", "notes", "--fix")

    assert (notes / "index.md").is_symlink()
    assert (notes / "deep/real.md").read_text() == "[[Pod Lifecycle]]"


def test_a_note_that_is_not_utf_8_is_left_alone(make: Make) -> None:
    notes = make(BROKEN)
    (notes / "index.md").write_bytes(b"\xff [[Pod-Lifecycle]]\n")
    result = run("check", "notes", "--fix")

    assert (notes / "index.md").read_bytes() == b"\xff [[Pod-Lifecycle]]\n"
    assert result.exit_code == 1


def test_unsafe_fixes_are_made_only_when_asked_for(make: Make) -> None:
    files = {"a/log.md": "", "b/log.md": "", "index.md": "[[log]]"}  # ambiguous
    notes = make(files)
    run("check", "notes", "--fix")
    assert (notes / "index.md").read_text() == "[[log]]"

    result = run("check", "notes", "--fix", "--unsafe-fixes")
    assert (notes / "index.md").read_text() == "[[a/log]]"
    assert "\n-[[log]]\n" in result.stderr
    assert "\n+[[a/log]]\n" in result.stderr
    assert "fixed 1 finding in 1 note (suggestion, not certain: 1)" in result.stderr
    assert "no findings" not in result.stderr
    assert result.stderr.endswith("1 fix is a suggestion, not certain: read the changes\n")


def test_another_name_is_never_written(make: Make) -> None:
    text = "[[K8S CRI]] [[recreate]] [[2026-04-10]] ![[diagram-2.png]]\n"
    notes = make(
        {"K8S CNI.md": "", "create.md": "", "2026-04-01.md": "", "diagram-1.png": "", "index.md": text}
    )
    result = run("check", "notes", "--fix")

    assert (notes / "index.md").read_text() == text
    assert "fixed" not in result.stderr
    assert result.exit_code == 1


def test_a_note_that_changes_after_it_was_read_is_left_alone(make: Make) -> None:
    notes = make(BROKEN)
    kb = load_vault(notes).kb
    (notes / "index.md").write_text("new words\n\n[[Pod-Lifecycle]]\n")
    better = autofix(kb, lambda path: None, partial(exact_text, notes), lambda code: True)

    assert not better.after
    assert better.changed == ("index.md",)


def test_a_note_that_changes_while_it_is_fixed_is_not_overwritten(make: Make) -> None:
    notes = make({"a.md": "old"})
    (notes / "a.md").write_text("newer")

    assert not write_note(notes, NotePath("a.md"), "old", "fixed")
    assert (notes / "a.md").read_text() == "newer"
    assert sorted(file.name for file in notes.iterdir()) == ["a.md"]


def test_a_note_outside_the_vault_is_not_written(make: Make, here: Path) -> None:
    notes = make({"a.md": "x"})
    (here / "outside.md").write_text("old")
    (notes / "b.md").symlink_to(here / "outside.md")

    assert exact_text(notes, NotePath("b.md")) is None
    assert not write_note(notes, NotePath("b.md"), "old", "new")
    assert (here / "outside.md").read_text() == "old"


def test_diff_shows_what_fix_does_and_changes_nothing(make: Make, here: Path) -> None:
    notes = make(BROKEN)
    before = (notes / "index.md").read_bytes()
    result = run("check", "notes", "--diff")

    assert result.stdout == (
        "--- a/notes/index.md\n+++ b/notes/index.md\n@@ -1,3 +1,3 @@\n # Home\n \n"
        "-see [[Pod-Lifecycle]]\n+see [[Pod Lifecycle]]\n"
    )
    assert result.stderr.startswith("would fix 1 finding in 1 note (spaces, dashes and underscores: 1)\n")
    assert (notes / "index.md").read_bytes() == before
    assert result.exit_code == 1


def test_a_diff_can_be_applied(make: Make, here: Path) -> None:
    notes = make({**BROKEN, "index.md": "a\r\n[[Pod-Lifecycle]]\r\nno end"})
    diff = run("check", "notes", "--diff").stdout_bytes
    subprocess.run(["git", "apply", "-"], input=diff, cwd=here, check=True)

    assert (notes / "index.md").read_bytes() == b"a\r\n[[Pod Lifecycle]]\r\nno end"


# --- links, tags, to-dos ------------------------------------------------------------------------------


def test_links_has_every_field_and_every_status(make: Make) -> None:
    make(
        {
            "index.md": "[[pods]] [[pods#Life cycle tag|x]] ![[p.png]]\n"
            "[[log]] [[nope]] [[pods#nope]] ![[q.png]] [[../../x]]\n"
            "[m](pods.md) %%[[pods]]%% [out](https://x.y) [[]]\n",
            "pods.md": "---\nup: '[[index]]'\n---\n# A\n## Life *cycle* #tag\n"
            "| a |\n|---|\n| [[index\\|home]] |\n",
            "a/log.md": "",
            "b/log.md": "",
            "p.png": "",
        }
    )

    fields = ["path", "line", "column", "raw", "kind", "target", "anchor", "status", "published"]
    raw = "[[pods#Life cycle tag|x]]"
    found = rows("links", "notes")

    assert all(list(row) == fields for row in found)
    assert [tuple(row.values()) for row in found] == [
        ("index.md", 1, 1, "[[pods]]", "wikilink", "pods.md", None, "resolved", True),
        ("index.md", 1, 10, raw, "wikilink", "pods.md", "Life *cycle* #tag", "resolved", True),
        ("index.md", 1, 36, "![[p.png]]", "embed", "p.png", None, "resolved", True),
        ("index.md", 2, 1, "[[log]]", "wikilink", "a/log.md", None, "ambiguous", True),
        ("index.md", 2, 9, "[[nope]]", "wikilink", None, None, "missing-note", True),
        ("index.md", 2, 18, "[[pods#nope]]", "wikilink", "pods.md", None, "missing-anchor", True),
        ("index.md", 2, 32, "![[q.png]]", "embed", None, None, "missing-attachment", True),
        ("index.md", 2, 43, "[[../../x]]", "wikilink", None, None, "outside-vault", True),
        ("index.md", 3, 1, "[m](pods.md)", "markdown", "pods.md", None, "resolved", True),
        ("index.md", 3, 16, "[[pods]]", "wikilink", "pods.md", None, "resolved", False),
        ("pods.md", 2, 6, "[[index]]", "front-matter", "index.md", None, "resolved", True),
        ("pods.md", 8, 3, "[[index\\|home]]", "wikilink", "index.md", None, "resolved", True),
    ]


@pytest.mark.parametrize(
    ("link", "anchor"),
    [
        ("[[pods#Life cycle tag]]", "Life *cycle* #tag"),
        ("[[pods#A#Why?]]", "Why?"),
        ("[[pods#^My-Id]]", "^my-id"),
        ("[[pods#[^1]]]", "[^1]"),
        ("[[pods#]]", None),
    ],
)
def test_an_anchor_is_as_the_note_writes_it(make: Make, link: str, anchor: str | None) -> None:
    make({"a.md": link, "pods.md": "# A\n## Life *cycle* #tag\npara ^my-id\n## Why?\nx[^1]\n\n[^1]: y\n"})

    assert [(row["target"], row["anchor"], row["status"]) for row in rows("links", "notes")] == [
        ("pods.md", anchor, "resolved")
    ]


def test_links_can_be_narrowed_down(make: Make) -> None:
    make({**CLEAN, "a.md": "[[x]] [[pods]] ![[y.png]] [[./X]]"})

    def raws(*options: str) -> list[str]:
        return [row["raw"] for row in rows("links", "notes", *options)]

    assert raws("--status", "missing-note") == ["[[x]]", "[[./X]]"]
    assert raws("--status", "missing-note", "--status", "missing-attachment") == [
        "[[x]]",
        "![[y.png]]",
        "[[./X]]",
    ]
    assert raws("--to", "pods.md") == ["[[pods]]", "[[pods]]"]
    assert raws("--to", "Pods", "--status", "missing-note") == []
    assert raws("--to", "x") == ["[[x]]"]
    assert "did you mean 'pods'?" in run("links", "notes", "--to", "podz").stderr


def test_links_for_people_are_aligned(make: Make) -> None:
    make(CLEAN)

    assert run("links", "notes").stdout == (
        "index.md:3:5  [[pods]]   → pods.md   resolved\npods.md:3:6   [[index]]  → index.md  resolved\n"
    )


def test_tags_has_every_field(make: Make) -> None:
    make({"a.md": "---\ntags: [K8s/Net]\n---\n\tx #k8s/net and #done\n#ffffff `#code`\n"})
    make({"mkdocs.yml": "docs_dir: notes\nplugins: [knotwork: {ignore_tags: [ffffff]}]\n"}, ".")

    found = rows("tags")
    assert {tuple(row) for row in found} == {("path", "line", "column", "tag", "source")}
    assert tuple(found[0].values()) == ("a.md", 2, 8, "K8s/Net", "front-matter")


def test_tags_for_people_are_counted_with_their_parents(make: Make) -> None:
    make({"a.md": "#k8s/net #k8s #done\n", "b.md": "#K8S/Net\n"})

    assert run("tags", "notes").stdout == "#k8s      3\n#k8s/net  2\n#done     1\n"


TODO = {
    "a.md": "# A\n\n- pods: #k8stodo\n  - Written\n  - Empty\n  - nowhere\n\n"
    "text #k8stodo/net\n\n## Written\nx\n## Empty\n"
}


def test_todo_has_every_field(make: Make) -> None:
    make(TODO)

    assert rows("todo", "notes") == [
        {
            "path": "a.md",
            "line": 3,
            "column": 9,
            "tag": "k8stodo",
            "heading": "A",
            "text": "pods:",
            "items": [
                {"text": "Written", "line": 4, "section": "written"},
                {"text": "Empty", "line": 5, "section": "empty"},
                {"text": "nowhere", "line": 6, "section": None},
            ],
        },
        {
            "path": "a.md",
            "line": 8,
            "column": 6,
            "tag": "k8stodo/net",
            "heading": "A",
            "text": "text",
            "items": [],
        },
    ]


def test_todos_can_be_narrowed_down(make: Make) -> None:
    make(TODO)

    assert [row["tag"] for row in rows("todo", "notes", "--tag", "#k8stodo/net")] == ["k8stodo/net"]
    assert len(rows("todo", "notes", "--tag", "k8stodo")) == 2


def test_a_todo_without_a_heading_above_has_none(make: Make) -> None:
    make({"a.md": "write this #k8stodo\n"})

    assert rows("todo", "notes")[0]["heading"] is None


def test_todo_for_people_ticks_what_is_written(make: Make) -> None:
    make(TODO)
    result = run("todo", "notes")

    assert result.stdout == (
        "a.md:3:9: #k8stodo: pods: (in A)\n  ☑ Written\n  ☐ Empty\n  ☐ nowhere\n"
        "\na.md:8:6: #k8stodo/net: text (in A)\n"
    )
    assert result.stderr == "2 to-dos, 2 open\n"


# --- graph --------------------------------------------------------------------------------------------

GRAPH = {
    "index.md": "# Home\n#k8s [[pods]] [[pods#x]] ![[pods]] ![[p.png]] [[Nope]] [[nope]]\n"
    "%%[[pods]]%% [[draft]]\n",
    "pods.md": "---\nup: '[[index]]'\n---\n[[#self]]\n",
    "draft.md": "---\npublish: false\n---\n",
    "p.png": "",
    "unused.png": "",
}


def test_graph_has_every_field(make: Make) -> None:
    make(GRAPH)

    assert rows("graph", "notes") == {
        "version": 1,
        "nodes": [
            {"id": "Nope", "title": "Nope", "tags": [], "kind": "missing"},
            {"id": "index.md", "title": "Home", "tags": ["k8s"], "kind": "note"},
            {"id": "p.png", "title": "p.png", "tags": [], "kind": "attachment"},
            {"id": "pods.md", "title": "pods", "tags": [], "kind": "note"},
        ],
        "edges": [
            {"source": "index.md", "target": "Nope", "kind": "wikilink", "count": 2},
            {"source": "index.md", "target": "p.png", "kind": "embed", "count": 1},
            {"source": "index.md", "target": "pods.md", "kind": "embed", "count": 1},
            {"source": "index.md", "target": "pods.md", "kind": "wikilink", "count": 2},
            {"source": "pods.md", "target": "index.md", "kind": "front-matter", "count": 1},
            {"source": "pods.md", "target": "pods.md", "kind": "wikilink", "count": 1},
        ],
    }


def test_graph_for_people_counts(make: Make) -> None:
    make({**GRAPH, "alone.md": "", "lonely.md": "[[alone]]"})

    assert run("graph", "notes").stdout == (
        "4 notes, 1 linked attachment, 1 missing, 9 links\n"
        "\nMost linked, and from how many notes:\n  alone.md  1\n  index.md  1\n  pods.md   1\n"
        "\nOrphans, which no other note links to: 1\n  lonely.md\n"
        "\nIslands of notes connected by links: 2\n  notes in each: 2, 2\n"
    )


def test_graph_for_graphviz_quotes_its_names(make: Make) -> None:
    make({'a"b.md': "[[x\\y]]"})
    shown = run("graph", "notes", "--output-format", "dot").stdout

    assert shown.startswith("digraph vault {\n")
    assert r'"a\"b.md" [label="a\"b"]' in shown
    assert r'"a\"b.md" -> "x\\y" [class="wikilink", weight=1];' in shown


def test_an_empty_vault_is_no_trouble(make: Make) -> None:
    make({})

    for command in ("links", "tags", "todo", "graph"):
        assert run(command, "notes").exit_code == 0
    assert rows("graph", "notes") == {"version": 1, "nodes": [], "edges": []}


def test_a_folder_without_notes_is_no_clean_check(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    make({"readme.txt": "x"})

    named = run("check", "notes", "--output-format", "json")
    assert (named.exit_code, named.stdout) == (2, "[]\n")
    assert "notes: no file there is Markdown" in named.stderr
    monkeypatch.chdir("notes")
    begun = run("check")
    assert begun.exit_code == 2
    assert "Error: no notes in " in begun.stderr
    empty = run("check", "--allow-empty")
    assert (empty.exit_code, empty.stderr) == (0, "no findings in 0 notes\n")


def test_what_is_no_note_is_not_counted_as_one(make: Make) -> None:
    make(
        {
            "a.md": "---\npublish: maybe\n---\n",
            "b.md": "# B\n",
            "b.md.bak": "x",
            "c~": "x",
            "d.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        }
    )

    assert "in 2 of 2 notes and 3 other files" in run("check", "notes").stderr


# --- explain ------------------------------------------------------------------------------------------


def test_explain_has_every_field(make: Make) -> None:
    make({"a/x.md": "see [[Note]]\n", "a/Note.md": "", "zzzz/Note.md": "", "b/c/Note.md": ""})

    assert rows("explain", "a/x.md:1:6", "notes") == {
        "raw": "[[Note]]",
        "path": "a/x.md",
        "line": 1,
        "column": 5,
        "kind": "wikilink",
        "target": "a/Note.md",
        "anchor": None,
        "status": "resolved",
        "candidates": [
            {"target": "a/Note.md", "rule": "own folder", "chosen": True},
            {"target": "b/c/Note.md", "rule": "shortest path", "chosen": False},
            {"target": "zzzz/Note.md", "rule": "shortest path", "chosen": False},
        ],
        "suggestions": [],
    }


def test_explain_tells_why_the_others_were_not_chosen(make: Make) -> None:
    make({"x.md": "see [[Note]]\n", "aaa/Note.md": "", "zzzzz/Note.md": "", "bbb/Note.md": ""})

    assert run("explain", "x.md:1", "notes").stdout == (
        "x.md:1:5: [[Note]] (wikilink)\n"
        "\nleads to 'aaa/Note.md'\n"
        "\nRules, in the order in which they are tried:\n"
        "  1. exact path     nothing\n"
        "  2. own folder     nothing\n"
        "  3. shortest path  aaa/Note.md, bbb/Note.md, zzzzz/Note.md  decides\n"
        "  4. folder index   nothing                                  not tried\n"
        "\nNot chosen:\n"
        "  bbb/Note.md    its path is as long, and later in the alphabet\n"
        "  zzzzz/Note.md  its path is longer\n"
    )


@pytest.mark.parametrize(
    ("link", "suggestions"),
    [
        ("[[pod-spec]]", ["[[Pod Spec]]"]),
        ("[[PS]]", ["[[Pod Spec|PS]]"]),
        ("![[pic.pgn]]", []),
        ("![[pik.png]]", ["![[pic.png]]"]),
        ("[[Pod Spec#Filds]]", ["[[Pod Spec#Fields]]"]),
        ("[[Pod Spec#^onne]]", ["[[Pod Spec#^one]]"]),
        ("[[../../x]]", []),
    ],
)
def test_explain_suggests_what_could_be_written(make: Make, link: str, suggestions: list[str]) -> None:
    make({"x.md": link, "Pod Spec.md": "---\naliases: PS\n---\n## Fields\ny ^one\n", "pic.png": ""})

    assert rows("explain", "x.md:1", "notes")["suggestions"] == suggestions


def test_explain_lists_the_headings_when_one_is_missing(make: Make) -> None:
    make({"x.md": "[[pods#z]]", "pods.md": "# A\n## B *b*\n"})

    assert rows("explain", "x.md:1", "notes")["headings"] == ["A", "B b"]
    assert "Headings of 'pods.md':\n  A\n  B b\n" in run("explain", "x.md:1", "notes").stdout


@pytest.mark.parametrize(
    ("place", "raw"),
    [
        ("x.md:1", "[[a]]"),
        ("x.md:1:1", "[[a]]"),
        ("x.md:1:5", "[[a]]"),
        ("x.md:1:7", "[[b]]"),
        ("notes/x.md:1:7", "[[b]]"),
        ("./x.md:1:7", "[[b]]"),
        ("deep/y.md:3", "[[c]]"),
        ("deep\\y.md:3", "[[c]]"),
        ("w:1.md:1", "[[d]]"),
        ("w:1.md:1:1", "[[d]]"),
        ("w:1.md:1:4", "[[d]]"),
    ],
)
def test_places_are_found(make: Make, here: Path, place: str, raw: str) -> None:
    make({"x.md": "[[a]] [[b]]\n", "deep/y.md": "\n\n[[c]]\n", "w:1.md": "[[d]]"})

    assert rows("explain", place, "notes")["raw"] == raw
    if place.startswith("notes/"):
        assert rows("explain", f"{here}/{place}", "notes")["raw"] == raw


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (
            "x.md:1:6",
            "x.md: there is no link at column 6 of line 1; in that line, by column: 1 [[a]], 7 [[b]]",
        ),
        ("x.md:3", "x.md: there is no link in line 3; the nearest are in line 4, by column: 1 [[c]]"),
        ("y.md:1", "y.md: there is no link in line 1; the note has no links."),
        ("z.md:1", "there is no note 'z.md' in the vault; did you mean 'x.md'?"),
        ("h.md:1", "'h.md' is not published, so its links are not read."),
        ("x.md", "'x.md' is not a position; write PATH:LINE or PATH:LINE:COLUMN, as in index.md:3:45."),
    ],
)
def test_a_place_without_a_link_is_2_with_the_nearest(make: Make, place: str, sentence: str) -> None:
    make({"x.md": "[[a]] [[b]]\n\n\n[[c]]\n", "y.md": "", "h.md": "---\npublish: false\n---\n"})
    result = run("explain", place, "notes")

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {sentence}\n")


# --- rules --------------------------------------------------------------------------------------------


def test_rules_are_listed_by_family() -> None:
    shown = run("rules").stdout

    assert shown.startswith("links\n  missing-note ")
    assert [row["code"] for row in rows("rules")] == [rule.code for rule in RULES]
    assert set(rows("rules")[0]) == {"code", "severity", "family", "summary", "explanation"}


def test_one_rule_is_explained() -> None:
    shown = run("rules", "alias-link").stdout

    assert shown.startswith("alias-link (error)\n\nA wikilink names an alias")
    assert rows("rules", "alias-link")["family"] == "links"


# --- build and serve ----------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the site maker was asked for; it makes nothing."""
    found: dict[str, Any] = {}

    def take(site: Site, **options: Any) -> None:
        found.update(vault=site.vault_dir.name, settings=dict(site.settings), **options)

    maker = ModuleType("knotwork.mkdocs_plugin.serve")
    vars(maker).update(build_site=take, serve_site=take)
    monkeypatch.setitem(sys.modules, "knotwork.mkdocs_plugin.serve", maker)
    return found


def test_build_hands_on_what_was_asked_and_its_exit_code(make: Make, asked: dict[str, Any]) -> None:
    make({"mkdocs.yml": "docs_dir: notes\nplugins: [knotwork: {max_embeds: 7}]\n"}, ".")
    make(CLEAN)

    assert run("build").exit_code == 1
    settings = {"max_embeds": 7}
    assert asked == {"vault": "notes", "settings": settings, "site_dir": None, "strict": False, "jobs": None}
    run("build", "notes", "--site-dir", "public", "--strict", "--jobs", "3")
    assert (asked["site_dir"], asked["strict"], asked["jobs"]) == (Path("public"), True, 3)


def test_serve_hands_on_what_was_asked(make: Make, asked: dict[str, Any]) -> None:
    make(CLEAN)

    assert run("serve", "notes").exit_code == 0
    assert (asked["address"], asked["open_browser"]) == (None, False)
    run("serve", "notes", "--dev-addr", "0.0.0.0:80", "--open")
    assert (asked["address"], asked["open_browser"]) == ("0.0.0.0:80", True)


# --- as a process -------------------------------------------------------------------------------------


def test_check_loads_neither_mkdocs_nor_networkx(make: Make, here: Path) -> None:
    make(BROKEN)
    result = started("check", "notes", python=("-X", "importtime"), cwd=here)

    loaded = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "knotwork.knowledge.resolve" in loaded
    assert not {"mkdocs", "networkx", "material", "jinja2"} & loaded


def test_help_loads_only_click(here: Path) -> None:
    result = started("--help", python=("-X", "importtime"), cwd=here)

    loaded = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    ours = {name for name in loaded if name.startswith("knotwork")}
    assert ours == {"knotwork", "knotwork.cli", "knotwork.cli.main"}
    assert not {"markdown_it", "yaml", "pathspec"} & loaded


def test_output_is_utf_8_whatever_the_terminal(make: Make, here: Path) -> None:
    make({"ä.md": "[[☐ 日本]]\n"})
    result = started("links", "notes", cwd=here, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})

    assert result.stdout == "ä.md:1:1  [[☐ 日本]]  → –  missing-note\n"


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes as a name")
def test_a_file_name_that_is_no_text_does_not_crash_any_format(make: Make, here: Path) -> None:
    notes = make(CLEAN)
    (notes / os.fsdecode(b"\xff.md")).write_text("x")

    for name in ("text", "concise", "json", "github", "gitlab", "sarif", "junit"):
        result = started("check", "notes", "--output-format", name, cwd=here)
        assert (result.returncode, "Traceback" in result.stderr) == (1, False)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes as a name")
def test_notes_below_a_folder_whose_name_is_no_text_insert_files(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"\xff")
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "a.md").write_text('--8<-- "part.txt"\n\n[[nope]]\n')
    (folder / "docs" / "part.txt").write_text("[[also not]]\n")
    extension = "markdown_extensions: [{pymdownx.snippets: {base_path: docs}}]"
    (folder / "mkdocs.yml").write_text(f"site_name: Notes\nplugins: [knotwork]\n{extension}\n")

    for _ in range(2):
        result = started("check", "docs", "--output-format", "concise", cwd=folder)
        missing = [line for line in result.stdout.splitlines() if "missing-note" in line]
        assert [line.split(":")[1] for line in missing] == ["1", "3"], result.stderr


def test_a_reader_who_has_seen_enough_is_no_error(make: Make, here: Path) -> None:
    make({"a.md": "[[x]]\n" * 5000})
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS)}
    command = [sys.executable, "-m", "knotwork", "links", "notes"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=here, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()

    assert said == b"5,000 links, 5,000 missing-note\n"
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that can close streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_error(make: Make, here: Path, closed: str) -> None:
    make(CLEAN)
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS)}
    line = f"'{sys.executable}' -m knotwork links notes {closed}"

    assert subprocess.run(line, shell=True, cwd=here, env=environment, check=False).returncode == 0


def test_the_same_vault_gives_the_same_bytes(make: Make, here: Path) -> None:
    make({f"{name}.md": "#t [[a]] [[b]] [[none]] [[nope]]" for name in "abcdef"})

    for command in ("check", "links", "tags", "todo", "graph"):
        shown = [
            started(
                command, "notes", "--output-format", "json", cwd=here, env={"PYTHONHASHSEED": seed}
            ).stdout
            for seed in ("1", "2")
        ]
        assert shown[0] == shown[1] != ""


# --- notes as people write them -----------------------------------------------------------------------


def test_a_note_whose_links_all_lead_to_notes_still_to_come() -> None:
    jobs = str(VAULTS / "jobs")

    assert [link["status"] for link in rows("links", jobs)] == ["missing-note"] * 12
    assert rows("tags", jobs) == [
        {"path": "jobs.md", "line": 4, "column": 28, "tag": "k8stodo", "source": "inline"}
    ]
    (todo,) = rows("todo", jobs)
    assert todo["text"] == "what a job can be given:"
    assert [(item["text"], item["section"]) for item in todo["items"]] == [
        ("retries", "empty"),
        ("parallel pods", "empty"),
        ("a deadline", "empty"),
        ("cleaning up", "empty"),
    ]
    assert run("check", jobs).exit_code == 1


@pytest.mark.parametrize("case", cases(VAULTS), ids=lambda case: case.title)
def test_all_links_and_tags_of_whole_vaults(case: Case) -> None:
    vault, expected = str(VAULTS / case.title), dict(case.expected)

    assert [_link_line(link) for link in rows("links", vault)] == expected["links"].splitlines()
    assert [_tag_line(tag) for tag in rows("tags", vault)] == expected.get("tags", "").splitlines()


def _link_line(link: dict[str, Any]) -> str:
    anchor = f"#{link['anchor']}" if link["anchor"] else ""
    target = f" -> {link['target']}{anchor}" if link["target"] else ""
    return f"{link['path']}:{link['line']}:{link['column']} {link['raw']}{target} {link['status']}"


def _tag_line(tag: dict[str, Any]) -> str:
    return f"{tag['path']}:{tag['line']}:{tag['column']} {tag['tag']} {tag['source']}"


# --- names that are not known, and names that a shell completes ---------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"), [("chekc", "check"), ("serv", "serve"), ("snippet", "snippets"), ("rename", "mv")]
)
def test_a_misspelt_command_is_answered_with_the_one_that_is_meant(written: str, meant: str) -> None:
    result = run(written, "notes")

    assert result.exit_code == 2
    assert f"there is no command '{written}'; did you mean '{meant}'?" in result.stderr


def test_a_word_like_no_command_gets_no_guess() -> None:
    assert run("xyz").stderr.endswith("Error: there is no command 'xyz'\n")
    assert "--no-such" in run("--no-such").stderr


def completed(shell: str, *words: str) -> list[str]:
    """What a shell is told that the last of the words may become."""
    line = {"COMP_WORDS": " ".join(("knotwork", *words)), "COMP_CWORD": str(len(words))}
    environment = {"_KNOTWORK_COMPLETE": f"{shell}_complete", **line}
    result = CliRunner().invoke(main, env=environment, prog_name="knotwork")
    return [row.partition(",")[2] for row in result.stdout.splitlines()]


def test_shells_complete_commands_options_and_rules() -> None:
    assert completed("bash", "sn") == ["snippets"]
    assert completed("bash", "check", "--sel") == ["--select"]
    assert completed("bash", "check", "--select", "missing-not") == ["missing-note"]
    assert completed("bash", "check", "--ignore", "orphan-note,missing-not") == ["orphan-note,missing-note"]
    assert completed("bash", "check", "--group-by", "t") == ["target"]
    assert completed("bash", "rules", "orphan") == ["orphan-note"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_of_the_handbook_has_a_script(shell: str) -> None:
    variable = f"_KNOTWORK_COMPLETE={shell}_source"
    page = (PLUGINS.parent / "notes/handbook/commands.md").read_text("utf-8")
    script = CliRunner().invoke(main, env=dict([variable.split("=")]), prog_name="knotwork").stdout

    assert f"{variable} knotwork" in page
    assert f"_KNOTWORK_COMPLETE={shell}_complete" in script


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_an_example_that_it_takes(command: str) -> None:
    shown = " ".join(run(command, "--help").stdout.split())
    [example] = re.findall(r"Example: (knotwork [^>|]*?)(?: [>|].*?)? Options:", shown)
    parser = main.get_command(click.Context(main), command)
    assert parser is not None

    _, name, *arguments = shlex.split(example)
    assert name == command
    with contextlib.suppress(click.BadParameter):  # a file of the example is not there
        parser.make_context(command, arguments)


def test_many_findings_of_few_causes_are_offered_in_groups(make: Make) -> None:
    def summary(places: int, *options: str) -> list[str]:
        make({"index.md": "# Home\n" + "\n[[gone]]\n" * places, "b.md": "[[index]]\n"})
        return run("check", "notes", "--select", "missing-note", *options).stderr.splitlines()

    hint = "50 of them have 1 cause: --group-by target shows each once"
    assert summary(50)[0] == hint
    assert len(summary(49)) == 1
    assert hint not in summary(50, "--group-by", "rule")
    assert hint not in summary(50, "--output-format", "json")
