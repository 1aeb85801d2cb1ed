"""A vault of Logseq or Dendron is told from its files, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from knotwork.cli.main import main


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("vault/logseq/config.edn", "Logseq"),
        ("logseq/config.edn", "Logseq"),
        ("dendron.yml", "Dendron"),
        ("vault/dendron.yml", "Dendron"),
    ],
)
def test_another_program_is_named_once(tmp_path: Path, sign: str, name: str) -> None:
    for file, text in ((sign, ""), ("vault/a.md", "# A\n\n[[text|b.c]] [[d]]\n"), ("vault/b.md", "[[a]]")):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    command = ["check", str(tmp_path / "vault")]
    hints = [line for line in CliRunner().invoke(main, command).stderr.splitlines() if name in line]

    assert len(hints) == 1
    assert "; 2 findings about links may come of that" in hints[0]
    assert name not in CliRunner().invoke(main, [*command, "--ignore", "missing-note"]).stderr
    (tmp_path / sign).unlink()
    assert name not in CliRunner().invoke(main, command).stderr
