"""`knotwork init`: the files of a new site, which say what was seen and replace nothing."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from click.testing import CliRunner, Result

from knotwork import __version__
from knotwork.cli.git_remote import Remote, remote
from knotwork.cli.main import main
from knotwork.cli.new_site import HOSTS
from knotwork.cli.requirement import UNKNOWN, requirement
from knotwork.config.config_yaml import config_values
from knotwork.config.mkdocs_yml import read_mkdocs_yml
from knotwork.config.options import settings_from
from knotwork.rules import CODES

RECIPES = (Path(__file__).parents[1] / "notes/handbook/CI recipes.md").read_text("utf-8")
FILES = {
    "github": ".github/workflows/site.yml",
    "gitlab": ".gitlab-ci.yml",
    "netlify": "netlify.toml",
    "cloudflare": "wrangler.toml",
    "rsync": "publish.sh",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with notes, which is the current one."""
    root = tmp_path / "field notes"
    (root / "notes").mkdir(parents=True)
    (root / "notes/index.md").write_text("# Home\n")
    monkeypatch.chdir(root)
    return root


def init(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["init", *arguments])


def with_remote(root: Path, url: str, branch: str = "main") -> None:
    (root / ".git").mkdir(exist_ok=True)
    (root / ".git/HEAD").write_text(f"ref: refs/heads/{branch}\n")
    config = f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n\tfetch = +a\n\tfetch = +b\n'
    (root / ".git/config").write_text(config)


def test_the_folder_of_the_notes_is_seen(project: Path) -> None:
    result = init()

    assert result.exit_code == 0, result.output
    assert "wrote mkdocs.yml\n" in result.stderr
    assert "--host github|gitlab|" in result.stderr
    config = read_mkdocs_yml(project / "mkdocs.yml")
    assert (config.docs_dir, config.site_name) == (project / "notes", "field notes")
    assert settings_from(config.plugin, "", CODES).heading_ids == "unicode"


def test_what_is_there_stays(project: Path) -> None:
    for name in ("mkdocs.yml", ".gitignore", ".pre-commit-config.yaml", *FILES.values()):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("mine")
    for host in HOSTS:
        result = init("notes", "--host", host)
        assert result.exit_code == 0
        assert "wrote" not in result.stderr
        assert f"{FILES[host]} is there and stays as it is" in result.stderr

    assert {file.read_text() for file in project.rglob("*") if file.is_file()} == {"mine", "# Home\n"}


def test_a_second_time_writes_nothing(project: Path) -> None:
    with_remote(project, "https://gitlab.com/a/b")
    assert init().stderr.count("wrote") == 4

    assert "wrote" not in init().stderr


@pytest.mark.parametrize("host", HOSTS)
def test_every_host_has_files_that_can_be_read(host: str, project: Path) -> None:
    with_remote(project, "https://github.com/Ann/field.git", "trunk")
    assert init("--host", host).exit_code == 0

    text = (project / FILES[host]).read_text("utf-8")
    assert "knotwork build notes --site-dir " in text
    if FILES[host].endswith(".yml"):
        assert yaml.safe_load(text)
        assert all(action in RECIPES for action in re.findall(r"uses: (.+)", text))
    elif FILES[host].endswith(".toml"):
        assert tomllib.loads(text)
    hooks = yaml.safe_load((project / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    assert hooks[0]["entry"] == "knotwork check notes"
    assert [each for each in HOSTS if (project / FILES[each]).exists()] == [host]


def test_the_addresses_come_from_the_remote(project: Path) -> None:
    with_remote(project, "git@github.com:Ann/field.git", "trunk")
    init()

    values, _ = config_values(project / "mkdocs.yml")
    assert values["site_url"] == "https://ann.github.io/field/"
    assert values["repo_url"] == "https://github.com/Ann/field"
    assert values["edit_uri"] == "edit/trunk/notes/"
    assert yaml.safe_load((project / FILES["github"]).read_text())[True]["push"] == {"branches": ["trunk"]}


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://github.com/a/b.git", "github.com", "a/b"),
        ("https://name:secret@github.com/a/b", "github.com", "a/b"),
        ("git@gitlab.example.org:group/sub/b.git", "gitlab.example.org", "group/sub/b"),
        ("ssh://git@github.com:22/a/b.git", "github.com", "a/b"),
        ("github.com:a/b", "github.com", "a/b"),
    ],
)
def test_a_remote_is_read(url: str, host: str, path: str, project: Path) -> None:
    with_remote(project, url)

    assert remote(project) == Remote(host, path, "main")


@pytest.mark.parametrize(
    "url", ["/srv/git/a.git", "../b.git", "C:\\a\\b", "", "https://github.com/", "file:///a/b"]
)
def test_a_remote_that_is_on_no_host_is_none(url: str, project: Path) -> None:
    with_remote(project, url)

    assert remote(project) is None
    assert init().exit_code == 0


def test_odd_names_stay_texts(project: Path) -> None:
    folder = project / "a: 'b' & <c> #d"
    folder.mkdir()
    assert init(folder.name, "--host", "gitlab").exit_code == 0

    config = read_mkdocs_yml(project / "mkdocs.yml")
    assert config.docs_dir == folder
    assert config.site_name == "a: 'b' &amp; &lt;c&gt; #d".replace("'", "&#x27;")
    assert yaml.safe_load((project / FILES["gitlab"]).read_text())["pages"]


@pytest.mark.parametrize("arguments", [["nowhere"], ["notes/index.md"], ["--host", "moon"]])
def test_what_cannot_be_done_is_said(arguments: list[str], project: Path) -> None:
    result = init(*arguments)

    assert result.exit_code == 2
    assert not (project / "mkdocs.yml").exists()


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, f"knotwork=={__version__}"),
        (
            {"url": "https://example.org/k", "vcs_info": {"commit_id": "abc"}},
            "knotwork @ git+https://example.org/k@abc",
        ),
        ({"url": "https://me@example.org/k", "vcs_info": {"commit_id": "abc"}}, UNKNOWN),
        ({"url": "file:///nowhere", "dir_info": {}}, UNKNOWN),
        ({"url": "file://FOLDER", "dir_info": {}}, "knotwork @ git+https://github.com/a/k@main"),
    ],
)
def test_another_machine_installs_what_runs_here(
    origin: dict[str, object] | None, expected: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_remote(project, "https://token@github.com/a/k.git")
    text = json.dumps(origin).replace("FOLDER", project.as_posix()) if origin else None
    known = SimpleNamespace(read_text=lambda name: text)
    monkeypatch.setattr("knotwork.cli.requirement.distribution", lambda name: known)

    assert requirement() == expected


def test_where_it_is_installed_from_is_asked_for_or_given(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knotwork.cli.init.known_requirement", lambda: UNKNOWN)

    assert "is not known" not in init("--host", "github", "--requirement", "knotwork==9").stderr
    assert "pip install knotwork==9" in (project / FILES["github"]).read_text()
    (project / FILES["github"]).unlink()
    assert f"is not known: write it in {FILES['github']}\n" in init("--host", "github").stderr


def test_two_folders_are_not_chosen_from(project: Path) -> None:
    (project / "docs").mkdir()
    result = init()

    assert result.exit_code == 2
    assert "knotwork init FOLDER" in result.stderr
