"""Files no vault should have: each is left out or shown as well as it can be, and said; none ends a run."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.rules import check
from knotwork.vault.read_vault import read_vault
from knotwork.vault.source_text import source_text
from knotwork.vault.vault import Vault

QUIET = {"orphan-note": "off"}


def compiled(root: Path, **settings: object) -> KnowledgeBase:
    chosen = Settings(rules=QUIET, **settings)  # type: ignore[arg-type]
    return compile_vault(read_vault(root, chosen), chosen)


def findings(kb: KnowledgeBase) -> list[str]:
    """`a.md:1:2 bad-encoding: not UTF-8 …`, a line for each finding."""
    return [
        f"{each.location.path}:{each.location.span.start.line}:{each.location.span.start.column} "
        f"{each.rule}: {each.message}"
        for each in check(kb)
    ]


def test_bytes_that_are_not_utf8_are_shown_and_said_with_their_offset(tmp_path: Path) -> None:
    """(BAD 1)"""
    (tmp_path / "a.md").write_bytes(b"\xff\xfe")
    (tmp_path / "b.md").write_bytes("\ufeffone\r\ntwö ".encode() + b"\xe4 [[a]]\n")

    kb = compiled(tmp_path)

    assert findings(kb) == [
        "a.md:1:1 bad-encoding: not UTF-8: byte 0xFF at offset 0",
        "b.md:2:5 bad-encoding: not UTF-8: byte 0xE4 at offset 13",
    ]
    assert [each.resolution.target for each in kb.links.all] == ["a.md"]  # type: ignore[union-attr]
    assert "\ufffd" in str(kb.notes[NotePath("b.md")].body.pieces)


def test_a_file_that_is_no_text_at_all_is_a_note_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(bytes(range(256)) * 40)

    kb = compiled(tmp_path)

    assert list(kb.notes) == ["a.md"]
    assert {each.rule for each in check(kb)} == {"bad-encoding"}


def test_a_link_out_of_the_vault_is_left_out(tmp_path: Path) -> None:
    """(BAD 13)"""
    root, outside = tmp_path / "vault", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "secret.md").write_text("secret")
    (outside / "secret.png").write_bytes(b"secret")
    (root / "folder").symlink_to(outside)
    (root / "note.md").symlink_to(outside / "secret.md")
    (root / "picture.png").symlink_to(outside / "secret.png")
    (root / "a.md").write_text("![[secret]] ![[picture.png]]")

    kb = compiled(root)

    assert list(kb.notes) == ["a.md"]
    assert not kb.vault.attachments
    assert [each for each in findings(kb) if "outside" in each] == [
        "folder:1:1 unreadable-file: the file is left out: it is a link to a place outside the vault",
        "note.md:1:1 unreadable-file: the file is left out: it is a link to a place outside the vault",
        "picture.png:1:1 unreadable-file: the file is left out: it is a link to a place outside the vault",
    ]
    assert source_text(root, NotePath("note.md")) is None
    assert source_text(root, NotePath("../outside/secret.md")) is None


def test_a_link_to_an_extra_root_is_followed(tmp_path: Path) -> None:
    """(BAD 13)"""
    root, outside = tmp_path / "vault", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "shared.md").write_text("shared")
    (root / "folder").symlink_to(outside)

    kb = compiled(root, extra_roots=(str(outside),))

    assert list(kb.notes) == ["folder/shared.md"]
    assert findings(kb) == []


def test_a_link_in_a_circle_is_walked_once(tmp_path: Path) -> None:
    """(BAD 14)"""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "loop").symlink_to("..")
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "a.md").write_text("a")

    kb = compiled(tmp_path)

    assert list(kb.notes) == ["a.md"]
    assert findings(kb) == [
        "self:1:1 unreadable-file: the file is left out: it is a link to nothing",
        "sub/loop:1:1 symbolic-link: the link is left out: it leads to the vault itself",
    ]


def test_a_link_to_nothing_is_left_out(tmp_path: Path) -> None:
    """(BAD 15)"""
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")

    kb = compiled(tmp_path)

    assert not kb.notes
    assert findings(kb) == ["gone.md:1:1 unreadable-file: the file is left out: it is a link to nothing"]


def test_pipes_and_sockets_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """(BAD 16)"""
    os.mkfifo(tmp_path / "pipe.md")
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.md")

        assert findings(compiled(tmp_path)) == [
            "pipe.md:1:1 unreadable-file: the file is left out: it is not a regular file",
            "socket.md:1:1 unreadable-file: the file is left out: it is not a regular file",
        ]


def test_a_file_that_cannot_be_read_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """(BAD 17), also where root runs the tests, who can read every file."""
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "b.md").write_text("b")
    monkeypatch.setattr(Path, "read_bytes", refusing(Path.read_bytes, "a.md", times=9))

    kb = compiled(tmp_path)

    assert list(kb.notes) == ["b.md"]
    assert findings(kb) == [
        "a.md:1:1 unreadable-file: the file is left out: it cannot be read: Permission denied"
    ]


def test_a_file_that_is_just_being_saved_is_read_at_the_second_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(BAD 18)"""
    (tmp_path / "a.md").write_text("a")
    monkeypatch.setattr(Path, "read_bytes", refusing(Path.read_bytes, "a.md", times=1))

    assert list(compiled(tmp_path).notes) == ["a.md"]


def refusing(read: object, name: str, times: int) -> object:
    refused = []

    def read_bytes(path: Path) -> bytes:
        if path.name == name and len(refused) < times:
            refused.append(path)
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)  # type: ignore[operator, no-any-return]

    return read_bytes


def test_a_file_name_that_is_not_utf8_is_left_out(tmp_path: Path) -> None:
    """(BAD 19)"""
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))).write_text("a")
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/d\xe9"))
    folder.mkdir()
    (folder / "b.md").write_text("b")
    (tmp_path / "c.md").write_text("c")

    kb = compiled(tmp_path)

    assert list(kb.notes) == ["c.md"]
    assert findings(kb) == [
        "caf?.md:1:1 unreadable-file: the file is left out: it has a name that is not UTF-8",
        "d?:1:1 unreadable-file: the file is left out: it has a name that is not UTF-8",
    ]


@pytest.mark.parametrize(
    "name",
    [f"{name}.md" for name in ("what?", "C#", "50%", "a<b", "a>b", 'a"b', "[a]", "a\nb", "a ", "a.")]
    + [f"{name}.md" for name in ("CON", "lpt1", "a|b", "a:b", "a*", "a\\b", " a")],
)
def test_a_name_that_does_not_work_everywhere_is_a_note_and_is_said(tmp_path: Path, name: str) -> None:
    """(BAD 20)"""
    (tmp_path / name).write_text("# H\n\n[[#H]]")

    kb = compiled(tmp_path)

    assert list(kb.notes) == [name]
    assert [each.rule for each in check(kb)] == ["unportable-name"]
    assert "\n" not in findings(kb)[0].partition(": ")[2]


def test_plain_names_are_not_complained_about(tmp_path: Path) -> None:
    for name in ("a.md", "release-1.29.md", "größe.md", "日本語.md", "it's (one).md", "console.md", "a.b.md"):
        (tmp_path / name).write_text("text")

    assert findings(compiled(tmp_path)) == []


def test_names_that_differ_in_case_or_form_are_two_notes_and_are_said(tmp_path: Path) -> None:
    """(BAD 21), (BAD 22)"""
    names = ("Note.md", "note.md", "caf\u00e9.md", "cafe\u0301.md")
    for name in names:
        (tmp_path / name).write_text("[[note]] [[caf\u00e9]]")

    kb = compiled(tmp_path)

    if len([*tmp_path.iterdir()]) < 4:  # a file system that takes two names for one
        kb = compile_vault(Vault.of(dict.fromkeys(names, "[[note]] [[caf\u00e9]]")))
    assert [finding.rule for finding in check(kb) if finding.rule != "orphan-note"] == ["duplicate-note"] * 4
    assert {link.resolution.target for link in kb.links.all} == {"note.md", "caf\u00e9.md"}  # type: ignore[union-attr]


def test_two_notes_at_one_address_are_said(tmp_path: Path) -> None:
    """(BAD 23)"""
    (tmp_path / "foo").mkdir()
    for name in ("foo.md", "foo/index.md", "README.md", "index.md"):
        (tmp_path / name).write_text("text")

    assert [each.rule for each in check(compiled(tmp_path))] == ["page-collision"] * 4


def test_a_note_that_is_too_large_is_left_out_and_a_large_one_is_said(tmp_path: Path) -> None:
    """(BAD 27)"""
    (tmp_path / "large.md").write_text("x" * 60)
    (tmp_path / "huge.md").write_text("x" * 200)

    kb = compiled(tmp_path, warn_note_bytes=50, max_note_bytes=100)

    assert list(kb.notes) == ["large.md"]
    assert findings(kb) == [
        "huge.md:1:1 unreadable-file: the file is left out: it is larger than 100 bytes",
        "large.md:1:1 size-limit: a note of 60 bytes is slow to read for people and programs",
    ]


def test_a_path_with_dots_reads_nothing(tmp_path: Path) -> None:
    """(BAD 12)"""
    root = tmp_path / "vault"
    root.mkdir()
    (tmp_path / "secret.md").write_text("SECRET")
    (tmp_path / "secret.png").write_bytes(b"SECRET")
    (root / "a.md").write_text("![[../secret]] ![[../secret.png]] ![x](../secret.png) [y](%2e%2e/secret.md)")

    kb = compiled(root)

    assert [each.rule for each in check(kb)] == ["outside-vault"] * 4
    assert source_text(root, NotePath("../secret.md")) is None


def test_dot_folders_editors_files_and_excluded_files_are_no_notes(tmp_path: Path) -> None:
    for folder in (".obsidian", ".trash", "sub"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.md").write_text("text")
    (tmp_path / ".a.md.swp").write_text("swap")
    (tmp_path / "b.md").write_text("text")

    kb = compiled(tmp_path, exclude=("b.md",))

    assert list(kb.notes) == ["sub/a.md"]


def test_a_root_that_is_no_folder_is_the_caller_s_mistake(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="is not a folder"):
        read_vault(tmp_path / "gone", Settings())


def test_an_empty_folder_is_an_empty_vault(tmp_path: Path) -> None:
    kb = compiled(tmp_path)

    assert not kb.notes
    assert findings(kb) == []


def test_the_order_in_which_files_were_made_does_not_matter(tmp_path: Path) -> None:
    for number, order in enumerate((("a.md", "b.md", "é.md"), ("é.md", "b.md", "a.md"))):
        root = tmp_path / str(number)
        root.mkdir()
        for name in order:
            (root / name).write_text(f"[[{name[0]}]]")

    one, other = (compiled(tmp_path / name) for name in ("0", "1"))

    assert one.vault == other.vault
    assert list(one.notes) == list(other.notes)


def test_a_finding_at_a_link_in_a_circle_is_shown_without_its_source(tmp_path: Path) -> None:
    (tmp_path / "self.md").symlink_to("self.md")

    assert source_text(tmp_path, NotePath("self.md")) is None
