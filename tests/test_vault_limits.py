"""Sizes of files, words that hold a note back, and files in the place of the site's, at their limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from knotwork.config.options import settings_from
from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.file_equivalences import split_extension
from knotwork.model.names import NotePath
from knotwork.rules import CODES, check
from knotwork.vault.collisions import SiteFiles, collisions
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.publication_report import publication_changes, publication_list, publication_summary
from knotwork.vault.read_vault import read_docs
from knotwork.vault.theme_properties import allowed_properties, plain, printable_address
from knotwork.vault.vault import Vault

A = NotePath("a.md")


def found(root: Path, data: bytes, **settings: int) -> list[str]:
    """What is reported of a vault with one file of that content."""
    (root / "a.md").write_bytes(data)
    chosen = Settings(rules={"orphan-note": "off"}, **settings)  # type: ignore[arg-type]
    return [f"{each.severity} {each.rule}" for each in check(compile_vault(read_docs(root, chosen), chosen))]


# -- sizes


def test_a_note_of_more_bytes_than_the_setting_is_slow(tmp_path: Path) -> None:
    assert found(tmp_path, b"x" * 50, warn_note_bytes=50) == []
    assert found(tmp_path, b"x" * 51, warn_note_bytes=50) == ["warning size-limit"]


def test_a_note_of_more_bytes_than_the_limit_is_left_out(tmp_path: Path) -> None:
    assert found(tmp_path, b"x" * 50, max_note_bytes=50) == []
    assert found(tmp_path, b"x" * 51, max_note_bytes=50) == ["error unreadable-file"]


@pytest.mark.parametrize(
    ("data", "utf16"),
    [
        ("# Note\n".encode("utf-16"), True),
        ("# Note\n".encode("utf-16-be"), True),
        (b"\0" * 4 + b"x" * 27, True),
        (b"\0" * 4 + b"x" * 28, False),
        (b"\0" * 3 + b"x" * 10, False),
        (b"\xff\xfe" + b"x" * 40, False),
        (b"x" * 64 + b"\0" * 40, False),
    ],
)
def test_a_file_with_many_zeros_at_its_start_is_no_utf8(tmp_path: Path, data: bytes, utf16: bool) -> None:
    (tmp_path / "a.md").write_bytes(data)
    vault = read_docs(tmp_path, Settings())

    assert (vault.unpublished == {A: "encoding"}) == utf16


# -- what holds a note back


def reasons(front: str, **settings: object) -> list[str]:
    """Why a note with those properties is held back, and what is said about it."""
    chosen = settings_from(settings, "test", CODES)
    vault = Vault.of({"a.md": f"---\n{front}\n---\n"}, settings=chosen)
    return [*vault.unpublished.values(), *(each.problem.message for each in vault.problems)]


@pytest.mark.parametrize(
    ("front", "held"),
    [
        ("publish: true", []),
        ("publish: yes", []),
        ("publish: on", []),
        ("publish: 1", []),
        ("publish: false", ["publish"]),
        ("publish: 'no'", ["publish", "`publish` must be true or false, found `'no'` in quotes"]),
        ("draft: true", ["draft"]),
        ("isDraft: true", ["draft"]),
        ("draft: false", []),
        ("private: yes", ["property"]),
        ("published: false", ["property"]),
        ("published: 2026-01-02", []),
        ("published: soon", ["unclear", "`published` must be true or false, found `soon`"]),
        ("status: draft", ["draft"]),
        ("status: [long, draft]", ["draft"]),
        ("status: a draft, still", ["draft"]),
        ("visibility: private", ["property"]),
        ("visibility: public", []),
        ("status: craft", []),
        ("status: drift", []),
        ("status: darft", ["unclear", "`darft` looks like `draft`"]),
        ("status: drafty", ["unclear", "`drafty` looks like `draft`"]),
        ("visibility: hiden", ["unclear", "`hiden` looks like `hidden`"]),
        ("visibilty: hidden", ["unclear", "`visibilty` looks like `visibility`"]),
        ("pubish: false", ["unclear", "`pubish` looks like `publish`"]),
        ("pubish: true", []),
        (
            "dont_publish: true",
            ["unclear", "`dont_publish` is not a known property, and its name is about publishing"],
        ),
        ("dont_publish: false", []),
        (
            "publish to web: no",
            ["unclear", "`publish to web` is not a known property, and its name is about publishing"],
        ),
        ("publish to web: yes", []),
    ],
)
def test_these_properties_hold_a_note_back(front: str, held: list[str]) -> None:
    assert reasons(front) == held


def test_every_reason_has_words_in_the_summary_and_in_the_list() -> None:
    notes = {
        "a.md": "---\npublish: false\n---\n",
        "b.md": "---\nvisibility: private\n---\n",
        "c.md": "---\ndraft: yes\n---\n",
        "d.md": "Text\n",
        "e.md": "---\npublish: true\n---\n",
    }
    vault = Vault.of(notes, settings=Settings(publish="marked"))

    assert publication_summary(vault) == (
        "published 1 note, held back 4 (1 by publish, 1 draft, 1 by another property, 1 not marked with "
        "`publish: true`)"
    )
    assert publication_list(vault).splitlines()[3:] == [
        "held back  d.md:1:1: it is not marked with `publish: true`",
        "published  e.md",
    ]


@pytest.mark.parametrize(("count", "more"), [(10, None), (11, "and 1 more note published or held back")])
def test_ten_notes_that_became_public_are_named(count: int, more: str | None) -> None:
    lines = list(publication_changes({}, {NotePath(f"n{number:02}.md"): None for number in range(count)}))

    assert lines[:10] == [f"now published: n{number:02}.md" for number in range(10)]
    assert lines[10:] == ([more] if more else [])


def test_ten_files_that_only_unpublished_notes_show_are_named() -> None:
    def line(count: int) -> str:
        files = [f"f{number:02}.png" for number in range(count)]
        text = "".join(f"![[{file}]]\n" for file in files)
        vault = Vault.of({"a.md": f"---\npublish: false\n---\n{text}", "b.md": ""}, files)
        return publication_summary(compile_vault(vault).vault)

    assert "f09.png), see" in line(10)
    assert "f09.png …), see" in line(11)


# -- attachments


def test_files_in_dot_folders_and_for_hosts_are_kept_though_no_note_shows_them() -> None:
    settings = Settings(attachments="used")
    files = [".well-known/a.txt", "x/.b/c.txt", "robots.txt", "x/robots.txt", "loose.txt"]

    kb = compile_vault(Vault.of({"a.md": ""}, files, settings=settings), settings)

    assert kb.vault.attachments == {".well-known/a.txt", "x/.b/c.txt", "robots.txt"}


def test_extensions_are_cut_off_a_name_that_is_more_than_one() -> None:
    assert split_extension("a.png") == ("a", "png", 1)
    assert split_extension("a.PNG.png") == ("a", "png", 2)
    assert split_extension("png.png") == ("png", "png", 1)
    assert split_extension(".png") == (".png", "", 0)
    assert split_extension("a.v1") == ("a.v1", "", 0)
    assert split_extension("a.md.md") == ("a", "md", 2)


def test_a_file_in_the_place_of_the_site_s_own_is_found(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "main.css").write_text("")
    (tmp_path / "css" / "page.html").write_text("")
    (tmp_path / "logo.png").write_text("")
    site = SiteFiles(theme_dirs=[tmp_path / "none", tmp_path], templates=["404.html", "base.html"])
    attachments = [
        *("CSS/Main.css", "css/main%2Ecss", "css/page.html", "css", "logo.png", "404.html", "graph.json"),
        *(
            "assets/knotwork/x.js",
            "assets/x.js",
            "x/index.html",
            "todo/index.html",
            "tags/x.html",
            "y.png",
            "logo.png/z",
        ),
    ]

    assert collisions([NotePath("x.md")], [NotePath(path) for path in attachments], site) == {
        "CSS/Main.css": "css/main.css",
        "css/main%2Ecss": "css/main.css",
        "css": "css/main.css",
        "logo.png": "logo.png",
        "logo.png/z": "logo.png",
        "404.html": "404.html",
        "graph.json": "graph.json",
        "assets/knotwork/x.js": "assets/knotwork/",
        "x/index.html": "x.md",
        "todo/index.html": "todo.md",
    }


def test_a_file_that_the_settings_name_may_replace_one_of_the_theme(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("")
    site = SiteFiles(theme_dirs=[tmp_path])

    assert collisions([], [NotePath("logo.png")], site, ["logo.png"]) == {}


@pytest.mark.parametrize(("length", "published"), [(1_000, True), (1_001, False)])
def test_the_site_s_own_host_is_named_in_at_most_a_thousand_bytes(
    tmp_path: Path, length: int, published: bool
) -> None:
    (tmp_path / "CNAME").write_bytes(b"notes.example.org".ljust(length))
    (tmp_path / "a.md").write_bytes(b"")

    vault = read_docs(tmp_path, Settings(), Exclusions(host="notes.example.org"))
    assert ("CNAME" in vault.attachments) == published


@pytest.mark.parametrize(("kinds", "end"), [(5, "e"), (6, "e …")])
def test_five_kinds_of_what_is_taken_out_of_a_drawing_are_named(tmp_path: Path, kinds: int, end: str) -> None:
    names = "abcdef"[:kinds]
    drawing = "".join(f'<rect on{name}="x"/>' for name in names)
    (tmp_path / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{drawing}</svg>')

    (problem,) = read_docs(tmp_path, Settings()).problems
    assert problem.problem.message.endswith(f"on{end}")


# -- properties for themes


def test_properties_of_another_shape_are_left_out() -> None:
    front = {
        "hide": ["toc"],
        "icon": "material/check",
        "image": "a.png",
        "status": "new",
        "description": "a <b>",
        "other": {"a": [1, "x"]},
        "link": "x",
    }
    wrong = {"hide": "toc", "image": ["a"], "status": "a b", "search": "no", "rss": "x"}

    assert allowed_properties(front, Settings(), lambda file: True) == front
    assert "icon" not in allowed_properties(front, Settings(), lambda file: False)
    assert allowed_properties(wrong, Settings(), lambda file: True) == {}


def test_addresses_that_run_code_are_left_out_and_others_end_no_quotes() -> None:
    schemes = {"image": "javascript:x", "other": "javascript:x", "more": ["ok", "JavaScript:x"]}

    assert allowed_properties(schemes, Settings(), lambda file: True) == {}
    assert allowed_properties({"image": 'a"b ü.png'}, Settings(), lambda file: True)["image"].startswith(
        "a%22b"
    )
    assert printable_address('https://e.x/"a"') == "https://e.x/%22a%22"
    assert printable_address(None) is None


def test_values_of_rare_kinds_become_plain_ones() -> None:
    assert plain({"a": "x", "b": [1, 2.5, None, True]}) == {"a": "x", "b": [1, 2.5, None, True]}
    assert sorted(plain({"x", "y"})) == ["x", "y"]
