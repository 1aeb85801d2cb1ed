"""What is said about publishing: the last line of a build, the list, and the pages of `serve`."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from knotwork.cli.main import main
from knotwork.config.settings import Settings
from knotwork.site.compiled_site import compiled_site
from knotwork.site.site_info import SiteInfo
from knotwork.vault.publication_report import (
    publication,
    publication_changes,
    publication_json,
    publication_list,
    publication_summary,
)
from knotwork.vault.read_vault import read_vault
from knotwork.vault.vault import Vault

NOTES = {
    "index.md": "# Home\n",
    "diary.md": "---\npublish: false\n---\nsecret\n",
    "essay.md": "---\ntitle: An essay\ndraft: true\n---\nsecret\n",
    "pay.md": "---\ntitle: Review: pay\n---\nsecret\n",
    "typo.md": "---\npublish: fasle\n---\nsecret\n",
}


def test_the_last_line_of_a_build_counts_what_is_held_back_by_reason() -> None:
    line = publication_summary(Vault.of(NOTES))

    assert line == (
        "published 1 note, held back 4 "
        "(1 by publish, 1 draft, 1 unclear about publishing, 1 whose front matter cannot be read)"
    )


def test_it_is_short_when_nothing_is_held_back() -> None:
    assert publication_summary(Vault.of({"a.md": "", "b.md": ""})) == "published 2 notes"


def test_the_list_has_the_place_and_the_reason_of_each_note_that_is_held_back() -> None:
    assert publication_list(Vault.of(NOTES)).splitlines() == [
        "held back  diary.md:2:10: `publish` is false",
        "held back  essay.md:3:8: `draft` is true",
        "published  index.md",
        "held back  pay.md:2:14: the front matter is not valid YAML: a value with `: ` in it needs quotes",
        "held back  typo.md:2:10: `publish` must be true or false, found `fasle`",
    ]


def test_the_list_names_the_property_and_its_value() -> None:
    held = {
        "a.md": "---\nprivate: yes\n---\n",
        "b.md": "---\nVisibility: private\n---\n",
        "c.md": "---\nstatus: [draft, long]\n---\n",
        "d.md": "---\nPUBLISH: no\n---\n",
    }

    assert publication_list(Vault.of(held)).splitlines() == [
        "held back  a.md:2:10: `private` is yes",
        "held back  b.md:2:13: `Visibility` is private",
        "held back  c.md:2:9: `status` has draft",
        "held back  d.md:2:10: `PUBLISH` is no",
    ]


def test_a_note_that_becomes_public_or_private_is_named() -> None:
    before = publication(Vault.of({"a.md": "", "b.md": "---\npublish: false\n---\n", "c.md": ""}))
    after = publication(Vault.of({"a.md": "---\npublish: false\n---\n", "b.md": "", "c.md": "", "d.md": ""}))

    assert list(publication_changes(before, after)) == [
        "now held back: a.md (publish)",
        "now published: b.md",
        "now published: d.md",
    ]
    assert list(publication_changes(after, after)) == []


def test_the_list_is_there_for_programs_too() -> None:
    rows = json.loads(publication_json(Vault.of(NOTES)))

    assert rows[0] == {
        "path": "diary.md",
        "published": False,
        "reason": "publish",
        "line": 2,
        "column": 10,
        "message": "`publish` is false",
    }
    assert rows[2] == {
        "path": "index.md",
        "published": True,
        "reason": None,
        "line": None,
        "column": None,
        "message": None,
    }


def test_check_lists_what_is_published(tmp_path: Path) -> None:
    for path, text in NOTES.items():
        (tmp_path / path).write_text(text)

    done = CliRunner().invoke(main, ["check", str(tmp_path), "--published", "--output-format", "json"])

    assert done.exit_code == 0
    assert [row["path"] for row in json.loads(done.stdout) if row["published"]] == ["index.md"]
    assert "published 1 note, held back 4" in done.stderr


def test_check_fails_on_a_note_that_is_held_back_by_a_slip(tmp_path: Path) -> None:
    (tmp_path / "pay.md").write_text(NOTES["pay.md"])

    assert CliRunner().invoke(main, ["check", str(tmp_path)]).exit_code == 1


def test_a_server_has_a_page_that_says_why_and_nothing_else() -> None:
    site = compiled_site(
        Vault.of(NOTES), Settings(), SiteInfo("Notes"), lambda path: NOTES[path], show_findings=True
    )
    pages = {page.source: page for page in site.generated.pages}

    assert {"pay.md", "typo.md"} <= pages.keys()
    assert not {"diary.md", "essay.md"} & pages.keys()
    assert "in it needs quotes" in pages["pay.md"].html
    assert not [page for page in pages.values() if "secret" in page.html]


def test_a_site_has_no_such_page() -> None:
    site = compiled_site(Vault.of(NOTES), Settings(), SiteInfo("Notes"), lambda path: NOTES[path])

    assert not NOTES.keys() & {page.source for page in site.generated.pages}


def test_a_file_whose_letters_are_no_bytes_is_held_back(tmp_path: Path) -> None:
    for name, code in (("a", "utf-16"), ("b", "utf-16-le"), ("c", "utf-32-be")):
        (tmp_path / f"{name}.md").write_bytes("---\npublish: true\n---\n".encode(code))
    (tmp_path / "d.md").write_bytes("---\ntitle: café\n---\n".encode("latin-1"))

    vault = read_vault(tmp_path, Settings())

    assert vault.unpublished == dict.fromkeys(("a.md", "b.md", "c.md"), "encoding")
    assert list(vault.notes) == ["d.md"]
