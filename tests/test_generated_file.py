"""Generated files of a build: in memory, on disk when a plugin asks, and written to the site once."""

from __future__ import annotations

import errno
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig

from knotwork.mkdocs_plugin.generated_file import GeneratedFile
from knotwork.mkdocs_plugin.generated_files import GeneratedFiles
from knotwork.mkdocs_plugin.page_guard import writing_error


class Writes(GeneratedFiles):
    """Counts what is written outside of the vault and the site."""

    count = 0

    def write(self, name: str, content: bytes) -> Path:
        """Write and count."""
        self.count += 1
        return super().write(name, content)


@pytest.fixture
def on_disk() -> Writes:
    """Files that plugins ask for."""
    return Writes()


@pytest.fixture
def file(tmp_path: Path, on_disk: Writes) -> GeneratedFile:
    """A file `a/b.json` of a site in `tmp_path/site`."""
    config: Any = MkDocsConfig()
    config.load_dict({"site_name": "S", "site_dir": str(tmp_path / "site"), "use_directory_urls": True})
    config.plugins = SimpleNamespace(_current_plugin="knotwork")
    return GeneratedFile.of(config, "a/b.json", b"content", on_disk)


def test_a_file_is_written_once(file: GeneratedFile, on_disk: Writes) -> None:
    file.copy_file()
    assert Path(file.abs_dest_path).read_bytes() == file.content_bytes == b"content"
    assert file.abs_src_path == file.abs_dest_path
    file.copy_file()  # a plugin may ask for it again
    assert Path(file.abs_dest_path).read_bytes() == b"content"
    assert on_disk.count == 0


def test_a_plugin_may_open_it_and_write_to_it(file: GeneratedFile, on_disk: Writes) -> None:
    source = Path(str(file.abs_src_path))
    assert source.name == "b.json"
    assert source.read_bytes() == file.content_bytes == b"content"
    source.write_bytes(b"changed")
    file.copy_file()
    assert Path(file.abs_dest_path).read_bytes() == file.content_bytes == b"changed"
    assert file.abs_src_path == str(source)
    assert on_disk.count == 1


def test_a_plugin_may_put_another_file_in_its_place(file: GeneratedFile, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_bytes(b"own")
    file.abs_src_path = str(own)
    file.replace(b"replaced")
    file.copy_file()
    assert own.read_bytes() == Path(file.abs_dest_path).read_bytes() == b"own"


def test_a_plugin_may_change_its_content(file: GeneratedFile) -> None:
    file.content_string = "text"
    file.copy_file()
    assert Path(file.abs_dest_path).read_bytes() == b"text"


@pytest.mark.parametrize("is_asked", [False, True])
def test_replaced_content_is_nowhere_any_more(file: GeneratedFile, is_asked: bool) -> None:
    source = file.abs_src_path if is_asked else None
    file.replace(b"public")
    file.copy_file()
    assert Path(file.abs_dest_path).read_bytes() == b"public"
    assert source is None or Path(source).read_bytes() == b"public"


def test_a_folder_of_its_name_gets_it(file: GeneratedFile) -> None:
    folder = Path(file.abs_dest_path)
    folder.mkdir(parents=True)
    file.copy_file()
    assert [inside.read_bytes() for inside in folder.iterdir()] == [b"content"]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("a/index.html", None),
        ("new/index.html", None),
        ("page", None),
        ("Grüße, 日本/index.html", None),
        ("x" * 35, None),
        ("x" * 255, None),
        ("x" * 256, errno.ENAMETOOLONG),
        ("語" * 85, None),
        ("語" * 86, errno.ENAMETOOLONG),
        ("a", errno.EISDIR),
        ("page/index.html", errno.EEXIST),
        ("page/below/index.html", errno.ENOTDIR),
    ],
)
def test_what_cannot_be_written(tmp_path: Path, name: str, error: int | None) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "page").write_text("as it was", "utf-8")
    found = writing_error(str(tmp_path / name))
    assert (found and found.errno) == error
    assert (tmp_path / "page").read_text("utf-8") == "as it was"


def test_a_path_that_will_do_is_not_touched(tmp_path: Path) -> None:
    assert writing_error(str(tmp_path / "folder" / "index.html")) is None
    assert not list(tmp_path.iterdir())
