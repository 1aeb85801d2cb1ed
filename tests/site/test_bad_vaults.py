"""Vaults no one would write on purpose: MkDocs builds what can be built, and every problem is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from link_crawl import broken_links
from site_builds import Build, built_site, command_result, visible_text, write_vault

GOOD = {"index.md": "# Home\n\n[[a]] [[bytes]] [[yaml]] [[loop]]\n", "a.md": "# A\n\n[[index]]\n"}


def site_of_docs(root: Path, *arguments: str) -> Build:
    """`mkdocs build` of what is in `root/docs` already."""
    return built_site(root, GOOD, "", *arguments)


def test_a_vault_with_everything_wrong_is_published_and_each_problem_is_said(tmp_path: Path) -> None:
    """(BAD 1–4, 11, 13–16, 23, 28)"""
    docs = write_vault(
        tmp_path / "docs",
        {
            "bytes.md": b"\xff\xfe",
            "latin.md": "# Caf\xe9\n".encode("latin-1"),
            "bom.md": "\ufeff---\r\ntitle: With BOM\r\n---\r\ntext [[nowhere]]\r\n".encode(),
            "nul.md": "a\0b\n",
            "yaml.md": "---\ntitle: [1\n---\n\nstill here\n",
            "list.md": "---\n- a\n---\n\nstill here too\n",
            "one.md": "# One\n\n![[two]]\n",
            "two.md": "# Two\n\n![[one]]\n",
            "self.md": "# Self\n\n![[self]]\n",
            "README.md": "# Read me\n",
            "x/index.md": "# X\n",
            "x.md": "# Another X\n",
            "folder.md/inside.md": "# Inside\n",
            "out.md": "![[../../etc/passwd]] [[/etc/passwd]] [p](../../../etc/passwd) ![](%2e%2e/%2e%2e/x)\n",
        },
    )
    (docs / "etc").symlink_to("/etc")
    (docs / "passwd.md").symlink_to("/etc/passwd")
    (docs / "passwd.txt").symlink_to("/etc/passwd")
    (docs / "loop").symlink_to(docs)
    (docs / "circle.md").symlink_to("circle.md")
    (docs / "dangling.md").symlink_to("gone.md")
    os.mkfifo(docs / "fifo.md")
    os.mkfifo(docs / "fifo.png")
    (docs / os.fsdecode(b"caf\xe9.md")).write_text("# Cafe\n")
    (docs / os.fsdecode(b"pic\xe9.png")).write_bytes(b"png")

    done = site_of_docs(tmp_path)

    assert done.code == 0, done.output
    assert "Traceback" not in done.output
    for name, problem in {
        "bytes.md": "not UTF-8: byte 0xFF at offset 0",
        "latin.md": "not UTF-8: byte 0xE9",
        "yaml.md": "front matter",
        "list.md": "front matter",
        "one.md": "embed",
        "self.md": "embed",
        "README.md": "are both published as",
        "x.md": "are both published as",
        "out.md": "outside",
        "etc": "is a link to a place outside the vault",
        "passwd.md": "is a link to a place outside the vault",
        "circle.md": "the file is left out",
        "dangling.md": "is a link to nothing",
        "fifo.md": "is not a regular file",
        "caf": "has a name that is not UTF-8",
    }.items():
        assert said_of(done, name, problem), f"{name}: {problem}\n{done.output}"


def test_nothing_outside_the_vault_is_in_the_site(tmp_path: Path) -> None:
    """(BAD 12, 13)"""
    secret = write_vault(tmp_path / "outside", {"secret.md": "# S\n\nSECRET\n", "secret.txt": "SECRET"})
    docs = write_vault(
        tmp_path / "docs",
        {"b.md": "![[secret]] ![[../outside/secret]] [[secret.txt]] ![s](../outside/secret.txt)\n"},
    )
    (docs / "linked").symlink_to(secret)
    (docs / "secret.md").symlink_to(secret / "secret.md")
    (docs / "secret.txt").symlink_to(secret / "secret.txt")
    done = site_of_docs(tmp_path)

    assert done.code == 0, done.output
    assert [name for name, content in done.files().items() if b"SECRET" in content] == []
    assert not any("secret" in name and not name.startswith("linked-from") for name in done.files())
    assert broken_links(done.site) == []


def test_what_a_broken_note_still_says_is_published(tmp_path: Path) -> None:
    write_vault(
        tmp_path / "docs",
        {
            "bytes.md": b"# B\n\nbefore \xff after\n",
            "date.md": "---\ndate: 2023-02-29\n---\n\n# Y\n\nstill here\n",
            "loop.md": "# L\n\n![[loop]]\n",
        },
    )
    done = site_of_docs(tmp_path)

    assert "before \ufffd after" in visible_text(done.article("bytes/"))
    assert "This note could not be read well" in visible_text(done.article("bytes/"))
    assert "still here" in visible_text(done.article("date/"))
    assert "This embed shows itself" in visible_text(done.article("loop/"))
    assert broken_links(done.site) == []


@pytest.mark.parametrize("strict", [False, True])
def test_a_vault_of_nothing_is_a_site(tmp_path: Path, strict: bool) -> None:
    docs = write_vault(tmp_path / "vault", {})
    done = command_result(
        tmp_path,
        "knotwork",
        "build",
        str(docs),
        "--site-dir",
        str(tmp_path / "site"),
        *["--strict"] * strict,
        site=tmp_path / "site",
    )

    assert done.code == 0, done.output
    assert "Traceback" not in done.output
    assert (done.site / "index.html").exists()


ODD = (
    *("what?", "a#b", "100%", "a&b", "a<b>", 'a"b', "a'b", "[x]", "a\nb", "a:b", "a;b", "~", "-x", "%41"),
    *("dot.", "blank ", "CON", "x.md", ".md", "{{x}}", "ü", "u\u0308", "日本語", "🎉"),
)


def test_notes_with_odd_names_can_be_reached(tmp_path: Path) -> None:
    """(BAD 20, 22)"""
    text = "# Odd {}\n\n## Part\n\n[[a]] #t [[#Part]]\n"
    odd = {f"{number}/{name}.md": text.format(number) for number, name in enumerate(ODD)}
    write_vault(tmp_path / "docs", odd)
    done = site_of_docs(tmp_path)

    assert done.code == 0, done.output
    assert "Traceback" not in done.output
    assert broken_links(done.site) == []
    backlinks = visible_text(done.article("a/"))
    assert [
        name for number, name in enumerate(ODD) if name[0] != "." and f"Odd {number}" not in backlinks
    ] == []


def test_two_notes_that_differ_in_case_are_both_published(tmp_path: Path) -> None:
    """(BAD 21, 24)"""
    write_vault(
        tmp_path / "docs",
        {
            "Note.md": "# Upper\n",
            "note.md": "# Lower\n",
            "x/same.md": "# S\n",
            "y/same.md": "# T\n",
            "b.md": "[[note]] [[Note]] [[same]]\n",
        },
    )
    done = site_of_docs(tmp_path)

    assert done.code == 0, done.output
    assert said_of(done, "b.md", "same")
    assert broken_links(done.site) == []


def test_an_unreadable_file_is_left_out(tmp_path: Path) -> None:
    """(BAD 17)"""
    docs = write_vault(tmp_path / "docs", {"shut.md": "# Shut\n", "closed/in.md": "# In\n"})
    (docs / "shut.md").chmod(0)
    (docs / "closed").chmod(0)
    try:
        done = site_of_docs(tmp_path)
    finally:
        (docs / "closed").chmod(0o755)

    assert done.code == 0, done.output
    assert "Traceback" not in done.output


def said_of(done: Build, name: str, problem: str) -> bool:
    """Whether a line of the log names the file and the problem."""
    return any(name in line and problem in line for line in done.output.splitlines())
