"""A generated file is made when it is needed, and what cannot be made is not written."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from knotwork.mkdocs_plugin.generated_file import GeneratedFile
from knotwork.mkdocs_plugin.generated_files import GeneratedFiles


def generated(folder: Path, content: bytes | None) -> tuple[GeneratedFile, list[str]]:
    config = MkDocsConfig()
    config.load_dict({"site_name": "N", "site_dir": str(folder / "site"), "docs_dir": str(folder)})
    config.validate()
    config.plugins._current_plugin = "knotwork"
    made: list[str] = []

    def make() -> bytes | None:
        made.append("once")
        return content

    return GeneratedFile.of(config, "a.json", make, GeneratedFiles()), made


def test_it_is_made_once_when_it_is_written(tmp_path: Path) -> None:
    file, made = generated(tmp_path, b"{}")
    assert not made

    file.copy_file()
    file.copy_file()

    assert (tmp_path / "site" / "a.json").read_bytes() == b"{}"
    assert made == ["once"]


def test_a_plugin_that_asks_for_its_content_gets_it(tmp_path: Path) -> None:
    file, made = generated(tmp_path, b"{}")

    assert file.content_bytes == b"{}"
    assert file.content_string == "{}"
    assert made == ["once"]


def test_what_cannot_be_made_is_not_written(tmp_path: Path) -> None:
    file, _ = generated(tmp_path, None)

    file.copy_file()

    assert not (tmp_path / "site").exists()


def test_another_content_takes_the_place_of_one_that_was_never_made(tmp_path: Path) -> None:
    file, made = generated(tmp_path, b"{}")

    file.replace(b"[]")
    file.copy_file()

    assert (tmp_path / "site" / "a.json").read_bytes() == b"[]"
    assert not made
