"""`check` of a vault that has not changed is answered from the cache, and never from an older vault's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knotwork.cli import loading
from knotwork.cli.main import main
from knotwork.vault import file_stamps
from knotwork.vault.folder_stamp import folder_stamp

PLUGINS = Path(__file__).parents[1] / "plugins"

MKDOCS_YML = """\
site_name: Notes
theme: {name: material, custom_dir: overrides}
plugins:
  - knotwork:
      crds: [crds/widget.yaml]
"""
CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  names: {kind: Widget, plural: widgets}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {type: object, properties: {size: {type: integer}}}
"""
WIDGET = "```yaml\napiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\nspec: {size: 3}\n```\n"
FILES = {
    "mkdocs.yml": MKDOCS_YML,
    "crds/widget.yaml": CRD,
    "overrides/main.html": "",
    "docs/index.md": "# Home\n\n[[a]] [[missing one]] ![[drawing.svg]] [logo](img/logo.png)\n",
    "docs/a.md": f"# A\n\n[[index]] [[sub/b]]\n\n{WIDGET}",
    "docs/sub/b.md": "---\ntags: [x]\n---\n# B\n\n[[index#nowhere]]\n",
    "docs/drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    "docs/img/logo.png": "png",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site; files are taken for unchanged as soon as they are written."""
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("_COARSEST", "_FINE"):
        monkeypatch.setattr(file_stamps, name, 0)
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--output-format", "json", *arguments], prog_name="knotwork")


def outcome(result: Result) -> tuple[int, str, str]:
    return result.exit_code, result.stdout, result.stderr


def is_read(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> bool:
    """Whether a check reads the vault."""
    reads = []
    load_site = loading.load_site
    with monkeypatch.context() as patch:
        patch.setattr(
            loading,
            "load_site",
            lambda *given, **options: reads.append(given) or load_site(*given, **options),
        )
        check(*arguments)
    return bool(reads)


def uncached(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    with monkeypatch.context() as patch:
        patch.setattr("knotwork.cli.check_run.findings_inputs", lambda *given: None)
        return check(*arguments)


def test_the_second_check_reads_nothing_and_says_the_same(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = check()

    assert "missing one" in first.stdout
    assert outcome(check()) == outcome(first)
    assert not is_read(monkeypatch)


def edited(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        text = (site / path).read_text("utf-8")
        assert old in text
        (site / path).write_text(text.replace(old, new), "utf-8")

    return change


def with_same_times(path: str, old: str, new: str) -> Callable[[Path], None]:
    """An edit of the same length by a program that puts the file's times back."""

    def change(site: Path) -> None:
        before = (site / path).stat()
        edited(path, old, new)(site)
        os.utime(site / path, ns=(before.st_atime_ns, before.st_mtime_ns))

    return change


CHANGES: dict[str, Callable[[Path], object]] = {
    "a note is edited": edited("docs/index.md", "missing one", "missing two"),
    "the times of an edited note are put back": with_same_times(
        "docs/index.md", "missing one", "missing 1st"
    ),
    "a note is made": lambda site: (site / "docs/missing one.md").write_text("# Here\n", "utf-8"),
    "a note is renamed": lambda site: (site / "docs/sub/b.md").rename(site / "docs/sub/c.md"),
    "a note is deleted": lambda site: (site / "docs/sub/b.md").unlink(),
    "a note trades places with another": lambda site: (
        (site / "docs/a.md").rename(site / "docs/x"),
        (site / "docs/sub/b.md").rename(site / "docs/a.md"),
        (site / "docs/x").rename(site / "docs/sub/b.md"),
    ),
    "a folder is renamed": lambda site: (site / "docs/sub").rename(site / "docs/below"),
    "an attachment is deleted": lambda site: (site / "docs/drawing.svg").unlink(),
    "a drawing gets a script": edited("docs/drawing.svg", "<path", "<script>1</script><path"),
    "a folder becomes a file": lambda site: (
        (site / "docs/img/logo.png").unlink(),
        (site / "docs/img").rmdir(),
        (site / "docs/img").write_text("", "utf-8"),
    ),
    "a rule is turned off": edited(
        "mkdocs.yml", "      crds:", "      rules: {missing-note: off}\n      crds:"
    ),
    "a folder is excluded": edited("mkdocs.yml", "theme:", "exclude_docs: sub/\ntheme:"),
    "a schema elsewhere is edited": edited("crds/widget.yaml", "type: integer", "type: string"),
    "the theme gets a file": lambda site: (
        (site / "overrides/img").mkdir(),
        (site / "overrides/img/logo.png").write_text("", "utf-8"),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_after_a_change_it_says_what_it_says_without_a_cache(
    change: Callable[[Path], object], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = check()
    change(site)
    after = check()

    assert outcome(after) == outcome(uncached(monkeypatch))
    assert outcome(after) != outcome(before)


def test_rules_are_chosen_by_every_check_anew(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    for arguments in (
        ("--select", "missing-note"),
        ("--ignore", "missing-note"),
        ("--select", "missing-anchor"),
    ):
        assert outcome(check(*arguments)) == outcome(uncached(monkeypatch, *arguments))
        assert not is_read(monkeypatch, *arguments)


def test_the_exit_code_is_that_of_each_check(site: Path) -> None:
    assert check("--fail-on", "never").exit_code == 0
    assert check("--fail-on", "error").exit_code == 1


def test_every_format_is_answered_from_the_cache(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    for style in ("text", "concise", "github", "gitlab", "sarif", "junit"):
        arguments = ("--output-format", style)
        assert outcome(check(*arguments)) == outcome(uncached(monkeypatch, *arguments))


def test_a_file_that_was_saved_just_now_is_read_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_COARSEST", "_FINE"):
        monkeypatch.setattr(file_stamps, name, 10**12)
    check()

    assert is_read(monkeypatch)


def test_a_folder_that_is_a_link_is_read_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "elsewhere").mkdir()
    (site / "docs/linked").symlink_to(site / "elsewhere", target_is_directory=True)
    check()

    assert is_read(monkeypatch)


def test_a_linked_file_is_watched_where_it_is(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "docs/second.md").symlink_to(site / "docs/index.md")
    check()

    assert not is_read(monkeypatch)
    edited("docs/index.md", "missing one", "missing two")(site)
    assert outcome(check()) == outcome(uncached(monkeypatch))


def test_names_with_a_dot_are_read_again_where_they_are_published(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited("mkdocs.yml", "theme:", 'exclude_docs: "!.well-known/"\ntheme:')(site)
    check()

    assert is_read(monkeypatch)


def test_a_vault_with_an_unreadable_file_is_read_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edited("mkdocs.yml", "      crds:", "      max_note_bytes: 30\n      crds:")(site)
    assert "unreadable-file" in check().stdout

    assert is_read(monkeypatch)


def test_a_cache_that_is_turned_off_keeps_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edited("mkdocs.yml", "      crds:", "      cache: false\n      crds:")(site)
    check()

    assert is_read(monkeypatch)
    assert not (site / ".cache").exists()


def test_the_stamp_of_a_folder_is_the_same_in_every_process(site: Path) -> None:
    stamp = folder_stamp([site / "docs", site / "overrides"])
    assert stamp is not None

    code = (
        "import sys; from pathlib import Path; from knotwork.vault.folder_stamp import folder_stamp;"
        "print(folder_stamp([Path('docs').absolute(), Path('overrides').absolute()]).digest.hex())"
    )
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS), "PYTHONHASHSEED": "7"}
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=site, env=environment, capture_output=True, text=True
    )
    assert shown.stdout.strip() == stamp.digest.hex()


def test_what_may_not_fail_again_is_not_kept_though_it_is_no_finding(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "mkdocs.yml").write_text(
        "plugins: [knotwork: {rules: {internal-error: 'off'}, jobs: 1}]\n", "utf-8"
    )
    with monkeypatch.context() as patch:

        def without_memory(*given: object) -> None:
            raise MemoryError

        patch.setattr("knotwork.syntax.reader.read_body", without_memory)
        assert "missing one" not in check().stdout

    assert "missing one" in check().stdout


def test_a_setting_with_a_former_name_is_named_by_each_check(site: Path) -> None:
    (site / "mkdocs.yml").write_text("site_name: N\nplugins: [knotwork: {health_page: false}]\n", "utf-8")
    outputs = [CliRunner().invoke(main, ["check"]).output for _ in range(2)]

    assert "'health_page' is called 'health' now" in outputs[0]
    assert outputs[1] == outputs[0]
