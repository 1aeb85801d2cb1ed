"""A build of a site that is there already writes nothing, and shows what the build before showed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from mkdocs.config import load_config
from site_builds import Build, command_result, environment, write_vault

from knotwork.config.mkdocs_yml import read_mkdocs_yml
from knotwork.mkdocs_plugin.repeated_builds import repeats

CONFIG = """\
site_name: Notes
theme: {name: material, font: false, custom_dir: overrides}
plugins: [search, knotwork: {jobs: 1}]
"""
ICONS = "markdown_extensions: [pymdownx.emoji: {{options: {{custom_icons: [{}]}}}}]\n"
FILES = {
    "mkdocs.yml": CONFIG,
    "overrides/partials/copyright.html": "<p>Free</p>",
    "docs/index.md": "# Home\n\n[[a]] [[missing one]]\n",
    "docs/a.md": "# A\n\n[[index]]\n",
}
PROGRAM = """
import os, sys
read = set()
def record(event, values):
    if event == "open" and isinstance(values[0], (str, bytes)) and not values[2] & (os.O_WRONLY | os.O_RDWR):
        read.add(os.path.realpath(os.fsdecode(values[0])))
sys.addaudithook(record)
from knotwork.cli.main import main
main(["build"], standalone_mode=False)
print(*sorted(read), sep="\\n")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_vault(tmp_path, FILES)
    long_ago = time.time() - 3600
    os.utime(tmp_path / "mkdocs.yml", (long_ago, long_ago))
    return tmp_path


def built(project: Path, *options: str, program: str = "knotwork") -> tuple[Build, bool]:
    """A build, and whether it wrote something."""
    time.sleep(0.15)  # what is saved and read at the same time is not kept
    page = project / "site/index.html"
    before = page.stat() if page.exists() else None
    result = command_result(project, program, "build", *options, site=project / "site")
    return result, before != page.stat()


def test_the_second_build_writes_nothing_and_shows_the_same(project: Path) -> None:
    first, wrote = built(project)
    assert wrote
    assert "missing one" in first.output

    second, wrote = built(project)
    assert not wrote
    assert (second.code, second.output) == (first.code, first.output)


def test_after_a_change_the_site_is_that_of_a_first_build(project: Path) -> None:
    built(project)
    for name, text in {"docs/a.md": "# A\n\n[[index]] changed\n", "site/a/index.html": "changed"}.items():
        (project / name).write_text(text, "utf-8")
        again, wrote = built(project)
        assert wrote, name

    cold = command_result(project, "knotwork", "build", "--site-dir", "cold", site=project / "cold")
    assert again.files() == cold.files()


@pytest.mark.parametrize(
    ("name", "text", "is_kept"),
    [
        ("mkdocs.yml", CONFIG.replace("[search,", "[search, tags, meta, offline,"), True),
        ("mkdocs.yml", CONFIG.replace("[search,", "[search, rss,"), False),
        ("mkdocs.yml", CONFIG.replace("material,", "readthedocs,"), False),
        ("mkdocs.yml", f"{CONFIG}hooks: [hook.py]\n", False),
        ("mkdocs.yml", f"{CONFIG}markdown_extensions: [admonition, pymdownx.details]\n", True),
        ("mkdocs.yml", f"{CONFIG}markdown_extensions: [pymdownx.snippets]\n", False),
        ("mkdocs.yml", f"{CONFIG}extra: {{a: !!python/name:material.extensions.emoji.twemoji }}\n", True),
        ("mkdocs.yml", f"{CONFIG}extra: {{a: !!python/object/apply:os.getcwd []}}\n", False),
        ("overrides/main.html", "{{ build_date_utc }}", False),
        ("mkdocs.yml", f"{CONFIG}{ICONS.format('overrides/.icons')}", True),
        ("mkdocs.yml", f"{CONFIG}{ICONS.format('icons')}", False),
        ("mkdocs.yml", CONFIG.replace("[search,", "[search: {jieba_dict_user: words.txt},"), False),
    ],
)
def test_a_build_is_left_out_where_nothing_else_counts(
    name: str, text: str, is_kept: bool, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "hook.py").touch()
    (project / name).write_text(text, "utf-8")
    file = project / "mkdocs.yml"

    monkeypatch.chdir(project)
    assert repeats(load_config(str(file)), read_mkdocs_yml(file)) is is_kept


def test_mkdocs_leaves_out_a_build_too(project: Path) -> None:
    first, _ = built(project, program="mkdocs")
    second, wrote = built(project, program="mkdocs")

    assert first.code == second.code == 0
    assert not wrote
    assert "missing one" in second.output
    assert "Nothing has changed since" in second.output
    assert built(project, "--strict", program="mkdocs")[0].code == 1


def test_every_file_that_a_build_reads_counts(project: Path) -> None:
    """Else the next build would not see it change: `site_stamp` must know of it."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=project, env=environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr

    read = done.stdout.split()
    assert str((project / "docs/a.md").resolve()) in read
    counted = [project / name for name in ("mkdocs.yml", "docs", "overrides", ".cache", "site")]
    installed = [Path(folder) for folder in (*sys.path, sys.prefix, sys.base_prefix) if folder]
    system = [Path(name) for name in ("/etc", "/usr", "/proc", "/sys", "/dev")]
    temporary = [project.parent / f".{project.name}"]
    known = [folder.resolve() for folder in (*counted, *installed, *system, *temporary)]
    unknown = [file for file in read if not any(Path(file).is_relative_to(folder) for folder in known)]
    assert not [file for file in unknown if "/knotwork-" not in file and "/.site.new-" not in file]
