"""`snippets --extract` replaces no file unasked, and writes nothing outside its folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knotwork.cli.main import main

POD = """\
```yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: a
    image: b:1
```
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.md").write_text(POD)
    return tmp_path


def extract(vault: Path, *more: str) -> Result:
    return CliRunner().invoke(
        main, ["snippets", str(vault / "notes"), "--extract", str(vault / "out"), *more]
    )


def test_a_second_run_writes_the_same(vault: Path) -> None:
    assert extract(vault).exit_code == 0
    assert extract(vault).exit_code == 0

    assert "kind: Pod" in (vault / "out/a/pod-web.yaml").read_text()


def test_another_file_is_kept_unless_force_is_given(vault: Path) -> None:
    file = vault / "out/a/pod-web.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("mine")

    result = extract(vault)
    assert result.exit_code == 2
    assert "would be replaced: nothing was written; --force replaces" in result.stderr
    assert file.read_text() == "mine"

    assert extract(vault, "--force").exit_code == 0
    assert "kind: Pod" in file.read_text()


def test_a_link_in_the_folder_is_not_followed(vault: Path) -> None:
    (vault / "out").mkdir()
    (vault / "elsewhere").mkdir()
    (vault / "out/a").symlink_to(vault / "elsewhere")

    for options in ([], ["--force"]):
        result = extract(vault, *options)
        assert result.exit_code == 2
        assert "would have to be a folder: nothing was written" in result.stderr
    assert list((vault / "elsewhere").iterdir()) == []


def test_a_file_that_is_a_link_is_replaced_and_what_it_leads_to_stays(vault: Path) -> None:
    (vault / "mine.txt").write_text("mine")
    (vault / "out/a").mkdir(parents=True)
    (vault / "out/a/pod-web.yaml").symlink_to(vault / "mine.txt")

    assert extract(vault).exit_code == 2
    assert extract(vault, "--force").exit_code == 0
    assert (vault / "mine.txt").read_text() == "mine"
    assert not (vault / "out/a/pod-web.yaml").is_symlink()


def test_two_notes_whose_files_get_in_each_others_way_are_refused(vault: Path) -> None:
    (vault / "notes/a").mkdir()
    (vault / "notes/a/pod-web.yaml.md").write_text(POD)

    result = extract(vault)

    assert result.exit_code == 2
    assert "pod-web.yaml would have to be a folder" in result.stderr
    assert not (vault / "out").exists()


def test_force_needs_extract(vault: Path) -> None:
    result = CliRunner().invoke(main, ["snippets", str(vault / "notes"), "--force"])

    assert result.exit_code == 2
    assert "--force goes with --extract." in result.stderr
