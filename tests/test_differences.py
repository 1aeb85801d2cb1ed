"""Thirty changes of a vault, and what `knotwork diff` says about each; the same from a Git repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from knotwork.cli.main import main
from knotwork.knowledge.comparison.differences import differences
from knotwork.knowledge.comparison.links import link_differences
from knotwork.knowledge.comparison.states import states
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.differences import DIFFERENCE_KINDS, Difference
from knotwork.report.differences import Compared, difference_report
from knotwork.rules.fixes import apply_fixes
from knotwork.rules.renamed_links import with_fixes_of_all, with_new_names
from knotwork.vault.vault import Vault
from markdown_cases import Case, cases

HISTORY = cases(Path(__file__).parent / "differences")
Files = Mapping[str, str]


def changed(files: Files, case: Case) -> dict[str, str]:
    """The files after the commit of a section."""
    after = dict(files)
    for kind, text in case.expected:
        for line in text.splitlines():
            if kind == "moved":
                old, _, new = line.partition(" -> ")
                after[new] = after.pop(old)
            elif kind == "removed":
                del after[line]
    return {**after, **case.notes}


def commits() -> Iterator[tuple[Case, Files, Files]]:
    files: Files = {}
    for case in HISTORY:
        after = changed(files, case)
        yield case, files, after
        files = after


def compared(before: Files, after: Files) -> list[Difference]:
    """What the command would list."""
    kbs = [compile_vault(Vault.of(files)) for files in (before, after)]
    both = states(*kbs, before.get, after.get)
    links = list(with_new_names(kbs[1], link_differences(both)))
    return list(with_fixes_of_all(differences(both, links), links))


def report(before: Files, after: Files, format: str = "text") -> str:
    prefix = "" if format == "text" else "docs/"
    return difference_report(format, compared(before, after), Compared("abc (main)", prefix))


COMMITS = list(commits())


@pytest.mark.parametrize(("case", "before", "after"), COMMITS, ids=[case.title for case in HISTORY])
def test_a_change_is_described(case: Case, before: Files, after: Files) -> None:
    expected = dict(case.expected)["differences"]

    assert report(before, after) == expected


def test_the_history_has_every_kind_of_difference() -> None:
    kinds = {difference.kind for _, before, after in COMMITS for difference in compared(before, after)}

    assert len(HISTORY) == 30
    assert set(DIFFERENCE_KINDS) - kinds == {"old-name"}


def test_nothing_differs_from_itself() -> None:
    assert all(compared(after, after) == [] for _, _, after in COMMITS[-1:])


def test_a_link_with_an_old_name_that_is_an_alias_is_offered_the_new_one() -> None:
    text = "# Pods\nThe smallest thing that Kubernetes runs, with containers in it.\n"
    before = {"pods.md": text, "a.md": "[[pods]] and [[pods#Pods|them]]\n"}
    after = {"pod.md": f"---\naliases: pods\n---\n{text}", "a.md": before["a.md"]}
    rows = json.loads(report(before, after, "json"))["differences"]
    fixes = [row["fix"]["edits"][0]["text"] for row in rows if row["kind"] in ("old-name", "broken-link")]

    assert fixes == ["pod", "pod"]


def test_the_fix_of_a_rename_makes_every_link_lead_where_it_led() -> None:
    text = "# Pods\nThe smallest thing that Kubernetes runs, with containers in it.\n"
    links = "[[pods]] [[pods|them]] [[pods#Pods]] ![[pods]] [x](pods.md) [y](pods.md#pods)\n"
    before = {"pods.md": text, "a.md": links, "sub/b.md": "[[../pods]] [x](../pods.md)\n"}
    after = {"work/pod.md": text, "a.md": links, "sub/b.md": before["sub/b.md"]}
    found = compared(before, after)
    [fix] = [difference.fix for difference in found if difference.kind == "renamed-note"]

    assert fix is not None
    fixed, done = apply_fixes(after, [fix])  # type: ignore[arg-type]
    assert done == [fix]
    kinds = {difference.kind for difference in compared(before, fixed)}  # type: ignore[arg-type]
    assert kinds == {"renamed-note", "lost-address"}


def test_markdown_shows_text_as_text_and_stays_below_the_limit_of_a_comment() -> None:
    hostile = "".join(f"[[<img src=x onerror=alert(1)>{n} **b** @user #1]]\n" for n in range(1_000))
    files = {f"n{n}.md": hostile for n in range(3)}
    text = report({}, files, "markdown")

    html = MarkdownIt("commonmark").render(text)
    assert "<img" not in html
    assert "<strong>b" not in html
    assert "&lt;img src=x" in html
    assert not re.search(r"[@#]\w", html)
    assert "more" in text
    assert len(text) < 65_536


def test_formats_hold_every_kind() -> None:
    for _, before, after in COMMITS[1:14]:
        rows = json.loads(report(before, after, "json"))
        assert sum(rows["counts"].values()) == len(rows["differences"])
        github = report(before, after, "github").splitlines()
        assert github[-1].startswith("::notice title=knotwork diff::")
        assert all(line.startswith("::warning title=") for line in github[:-1])


# -- with Git


def git(folder: Path, *words: str) -> None:
    names = {f"GIT_{who}_{what}": "x@y.z" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ["git", "-C", str(folder), *words],
        check=True,
        capture_output=True,
        env={**os.environ, **names, **nothing},
    )


def write(folder: Path, files: Files) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a site whose last commit is that of the eighth section."""
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    write(root, {"mkdocs.yml": "docs_dir: docs\nplugins:\n  - knotwork:\n      cache: false\n"})
    write(root / "docs", COMMITS[7][2])
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "notes")
    monkeypatch.chdir(root)
    return root


def rename(root: Path) -> None:
    (root / "docs/pods.md").rename(root / "docs/pod.md")


def test_the_command_describes_what_is_not_committed_yet(repository: Path) -> None:
    rename(repository)
    result = run("diff")

    assert result.exit_code == 0
    assert (
        re.sub(r"^  docs/", "  ", result.stdout, flags=re.MULTILINE)
        == dict(HISTORY[8].expected)["differences"]
    )
    assert "\n  docs/index.md:" in result.stdout
    assert "(the merge base with main)" in result.stderr


def test_diff_writes_the_new_names_of_renamed_notes(repository: Path) -> None:
    rename(repository)
    before = {file.name: file.read_bytes() for file in (repository / "docs").iterdir()}
    result = run("diff", "--fix")

    changed = {name for name, data in before.items() if (repository / "docs" / name).read_bytes() != data}
    assert "broken link" not in result.stdout
    assert "1 renamed note" in result.stdout
    assert f"in {len(changed)} notes\n" in result.stderr
    assert changed == {"index.md", "services.md", "deployments.md", "storage.md"}
    assert "wrote" not in run("diff", "--fix").stderr


def test_what_a_change_causes_fails_the_check_and_what_was_there_does_not(repository: Path) -> None:
    (repository / "docs/storage.md").unlink()
    git(repository, "commit", "-qam", "a broken link")
    assert run("check").exit_code == 1
    assert run("check", "--changed-since", "HEAD").exit_code == 0
    rename(repository)
    result = run("check", "--changed-since", "HEAD", "--output-format", "json")

    assert result.exit_code == 1
    errors = [row for row in json.loads(result.stdout) if row["severity"] == "error"]
    assert {row["path"] for row in errors} == {"index.md", "services.md", "deployments.md"}
    assert all("It led to `pods.md`, which is `pod.md` now." in row["help"] for row in errors)


def test_a_folder_is_compared_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "old", COMMITS[7][2])
    write(tmp_path / "new", COMMITS[8][2])
    monkeypatch.chdir(tmp_path / "new")
    result = run("diff", str(tmp_path / "old"), "--vault", str(tmp_path / "new"))

    assert result.exit_code == 0
    assert result.stdout == dict(HISTORY[8].expected)["differences"]


def test_nothing_of_the_repository_is_run(repository: Path) -> None:
    script = repository / "ran.sh"
    script.write_text(f"#!/bin/sh\ntouch {repository}/ran\ncat\n")
    script.chmod(0o755)
    write(repository, {".gitattributes": "*.md filter=f diff=f\n"})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "attributes")
    for name in ("filter.f.smudge", "filter.f.clean", "diff.f.textconv", "core.fsmonitor", "core.pager"):
        git(repository, "config", name, str(script))
    hook = repository / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.symlink_to(script)
    (repository / "ran").unlink(missing_ok=True)

    assert run("diff", "HEAD").exit_code == 0
    assert run("check", "--changed-since", "HEAD").exit_code == 0
    assert not (repository / "ran").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("diff", "no-such"), "no revision of Git has that name"),
        (("diff", "--output=x"), "No such option"),
        (("diff", "--", "--output=x"), "no revision of Git has that name"),
        (("check", "--changed-since", "no-such"), "there is no revision 'no-such'"),
    ],
)
def test_what_cannot_be_compared_is_an_error(repository: Path, words: tuple[str, ...], sentence: str) -> None:
    result = run(*words)

    assert result.exit_code == 2
    assert sentence in result.stderr


def test_a_vault_outside_of_a_repository_has_no_revisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path, {"a.md": "# A\n"})
    result = run("diff", "--vault", str(tmp_path))

    assert result.exit_code == 2
    assert "in no Git repository" in result.stderr


def test_settings_of_then_count_for_then(repository: Path) -> None:
    write(repository, {"mkdocs.yml": "docs_dir: docs\nexclude_docs: storage.md\nplugins:\n  - knotwork:\n"})
    result = run("diff", "HEAD")

    assert "`storage.md` is held back: the site's settings exclude it" in result.stdout


def test_ignored_notes_belong_to_both_states(repository: Path) -> None:
    write(repository, {".gitignore": "private.md\n", "docs/private.md": "# Mine\n[[gone]]\n"})

    assert run("diff", "HEAD").stdout == ""
    assert run("check", "--changed-since", "HEAD", "--fail-on", "info").exit_code == 0
