"""CONTRIBUTING.md names files, settings and commands that are there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import knotwork
from knotwork.config.options import options

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "plugins" / "knotwork"
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
COMMANDS = "\n".join(re.findall(r"^ *```sh\n(.*?)^ *```", TEXT, re.DOTALL | re.MULTILINE))
PATH = re.compile(r"`(\.?[\w]+(?:/[\w .-]*)*(?:\.(?:py|md|toml)|/))`")
WITHOUT_PATH = {
    "NOTICE",
    ".ci/run",
    ".ci/package",
    ".ci/lowest",
    ".dev/schemas",
    ".dev/vendor",
    ".dev/lexers",
}


def test_the_files_that_are_named_exist() -> None:
    named = set(PATH.findall(TEXT)) | {path for path in WITHOUT_PATH if f"`{path}`" in TEXT}
    places = (ROOT, PACKAGE)

    assert len(named) > 40
    assert named >= WITHOUT_PATH
    assert [
        path
        for path in sorted(named)
        if not path.startswith(".venv") and not any((place / path).exists() for place in places)
    ] == []


def test_the_links_lead_to_files() -> None:
    links = [unquote(url) for url in re.findall(r"\]\(([^):]+)\)", TEXT)]

    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_the_commands_run_scripts_and_tests_that_exist() -> None:
    named = re.findall(r"(?:\.dev|\.ci|tests)/[-\w./]+", COMMANDS)

    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_tools_of_the_set_up_are_installed_by_it() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    requirements = " ".join([*extras["dev"], *extras["test"]])
    tools = set(re.findall(r"\.venv/bin/([\w-]+)", COMMANDS)) - {"python", "knotwork"}

    assert tools == {"pytest", "ruff", "mypy", "lint-imports"}
    assert all(name in requirements for name in (*tools - {"lint-imports"}, "import-linter", "xdist"))


def test_the_supported_versions_of_python_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = [name.rpartition(" ")[2] for name in project["classifiers"] if " :: 3." in name]
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")

    assert f"| Python | {versions[0]} to {versions[-1]}, each tested |" in TEXT
    assert set(re.findall(r'"(3\.\d+)"', workflow)) == set(versions)


def test_what_others_may_rely_on_exists() -> None:
    assert "k8s_version" in {option.name for option in options()}
    assert knotwork.__version__.count(".") == 2
    for name in ("KUBERNETES_MINORS", "_REPOSITORY_FORMATS", "FORMATS", "COMMANDS", "RULES"):
        pattern = re.compile(rf"^{name}\b", re.MULTILINE)
        assert any(pattern.search(file.read_text("utf-8")) for file in PACKAGE.rglob("*.py")), name
