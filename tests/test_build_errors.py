"""Why a site could not be built: the sentence, and the place that is to be fixed."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from knotwork.mkdocs_plugin.build_errors import BuildError, build_error, error_page

CONFIG = "site_name: X\ntheme:\n  name: material\nplugins:\n  - search\n  - knotwork:\n      todo_tags: [x]\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    return tmp_path


def test_a_configuration_that_is_no_yaml(here: Path) -> None:
    (here / "mkdocs.yml").write_text(CONFIG.replace("- search", "- search: ["))

    with pytest.raises(Exception, match="parsing") as caught:
        load_config(str(here / "mkdocs.yml"))
    error = build_error(caught.value, [], str(here / "mkdocs.yml"))
    assert error.sentence.startswith("this is no YAML: while parsing a flow node")
    assert (error.place, error.text) == ("mkdocs.yml:6:3", "  - knotwork:\n  ^")


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Config value 'theme': Unrecognised theme name: 'material'. There are: mkdocs", "mkdocs.yml:3:9"),
        ("Config value 'plugins': The \"search\" plugin is not installed", "mkdocs.yml:5:5"),
        ("mkdocs.yml: plugins.knotwork: unknown option 'todo_tags'", "mkdocs.yml:7:7"),
        ("mkdocs.yml: plugins.knotwork.todo_tags: a list is required", "mkdocs.yml:7:7"),
        ("Config value 'theme': something else", "mkdocs.yml:2:1"),
        ("no setting is named", ""),
    ],
)
def test_a_wrong_setting_has_the_place_of_its_key(here: Path, sentence: str, place: str) -> None:
    error = build_error(Abort("1 error"), [sentence], str(here / "mkdocs.yml"))

    assert error.sentence == sentence
    assert error.place == place


def test_an_alias_that_stands_in_what_it_names_is_looked_at_once(here: Path) -> None:
    (here / "mkdocs.yml").write_text("extra: &all\n  again: [*all, *all]\n  here: *all\nhooks: x\n")

    assert (
        build_error(Abort("1"), ["'nothing' of 'hooks'"], str(here / "mkdocs.yml")).place == "mkdocs.yml:4:1"
    )


def test_a_hook_in_a_folder_named_like_the_plugin_is_the_writer_s(here: Path) -> None:
    hook = here / "knotwork" / "hook.py"
    hook.parent.mkdir()
    hook.write_text("1 // 0\n")
    with pytest.raises(ZeroDivisionError) as raised:
        exec(compile(hook.read_text(), str(hook), "exec"))

    assert build_error(raised.value, [], None).place == "knotwork/hook.py:1"


def test_a_hook_and_a_template_have_their_own_lines(here: Path) -> None:
    (here / "hook.py").write_text("def run():\n    raise ValueError('oh <no>')\n")
    names: dict[str, object] = {}
    exec(compile((here / "hook.py").read_text(), str(here / "hook.py"), "exec"), names)
    with pytest.raises(ValueError, match="oh") as raised:
        names["run"]()  # type: ignore[operator]
    error = build_error(raised.value, [], None)

    assert (error.sentence, error.place) == ("oh <no>", "hook.py:2")
    assert error.text == "raise ValueError('oh <no>')"
    assert "oh &lt;no&gt;" in error_page(error).decode()
    assert "<no>" not in error_page(error).decode()

    (here / "main.html").write_text("first\n{% if %}\n")
    with pytest.raises(Exception, match="Expected") as broken:
        Environment(loader=FileSystemLoader(here)).get_template("main.html")
    assert build_error(broken.value, [], None).place == "main.html:2"


def test_no_temporary_path_is_named(here: Path) -> None:
    import tempfile

    error = build_error(OSError(f"{tempfile.gettempdir()}/knotwork-abc/mkdocs.yml is full"), [], None)

    assert error == BuildError("the site is full")


def test_a_page_without_a_place_has_the_sentence_alone() -> None:
    page = error_page(BuildError("no space left")).decode()

    assert "no space left" in page
    assert "<pre>" not in page
    assert " style=" not in page
