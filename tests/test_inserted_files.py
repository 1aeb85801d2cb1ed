"""`--8<--` inserts files of the site's own folders, and nothing that may not be published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from msgspec.structs import replace as struct_replace

from knotwork.config.markdown_extensions import inserted_files
from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.dialect import Dialect
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.rules import check
from knotwork.site.render import render_note
from knotwork.syntax.reader import read_note
from knotwork.vault.cache import Cache
from knotwork.vault.vault_reader import VaultReader

A = NotePath("a.md")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with files to insert beside its notes."""
    for name, text in {
        "includes/part.md": "# Part\n\nsee [[nowhere]] #tag\n",
        "includes/lines.txt": "one\ntwo\nthree\nfour\n",
        "includes/sections.txt": "# --8<-- [start:x]\nin x\n# --8<-- [end:x]\nout of x\n",
        "includes/nested.md": '- --\n  --8<-- "includes/lines.txt:1:1"\n',
        "includes/circle.md": 'round\n\n--8<-- "includes/circle.md"\n',
        "includes/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  nam: x\n",
        ".env": "secret\n",
        "docs/b.md": "# B\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def settings(site: Path, **options: object) -> Settings:
    """The settings of a site that inserts files from its folder and its notes."""
    given = {"base_path": [".", "docs"], **options}
    extensions = {"pymdownx.snippets": given, "markdown_include.include": {}}
    files = inserted_files(extensions, site, site / "docs")
    default = Settings()

    return replace(default, markdown=struct_replace(default.markdown, inserted=files))


def read(site: Path, text: str, **options: object) -> Note:
    return read_note(A, text, settings(site, **options).dialect)


def places(note: Note) -> list[str]:
    return [
        f"{problem.span.start.line}:{problem.span.start.column} {problem.message}"
        for problem in note.problems
    ]


def html(site: Path, text: str, **options: object) -> str:
    (site / "docs/a.md").write_text(text, "utf-8")
    chosen = settings(site, **options)
    return render_note(compile_vault(VaultReader(site / "docs", chosen).read(), chosen), A)


def test_facts_of_what_is_inserted_stand_on_the_line_that_names_it(site: Path) -> None:
    note = read(site, 'above [[b]]\n\n--8<-- "includes/part.md"\n\nbelow [[b]] #x\n- item [[b]]\n')

    assert [(link.raw, link.span.start.line, link.span.start.column) for link in note.links] == [
        ("[[b]]", 1, 7),
        ("[[nowhere]]", 3, 1),
        ("[[b]]", 5, 7),
        ("[[b]]", 6, 8),
    ]
    assert [(tag.name, tag.span.start.line) for tag in note.tags] == [("tag", 3), ("x", 5)]
    assert [item.line for item in note.items] == [6]
    assert [insertion.path for insertion in note.inserted] == [str(site / "includes/part.md")]


def test_findings_in_an_inserted_manifest_stand_on_its_line(site: Path) -> None:
    (site / "docs/a.md").write_text('x\n\n```yaml\n--8<-- "includes/pod.yaml"\n```\n', "utf-8")
    chosen = settings(site)

    found = check(compile_vault(VaultReader(site / "docs", chosen).read(), chosen))

    assert [finding.location.span.start.line for finding in found if finding.rule == "unknown-field"] == [4]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('--8<-- "includes/lines.txt"', "one\ntwo\nthree\nfour"),
        ("--8<-- 'includes/lines.txt'", "one\ntwo\nthree\nfour"),
        ('-8<- "includes/lines.txt:2"', "two\nthree\nfour"),
        ('--8<-- "includes/lines.txt:2:3"', "two\nthree"),
        ('--8<-- "includes/lines.txt::1"', "one"),
        ('--8<-- "includes/lines.txt:1:1,4:4"', "one\nfour"),
        ('--8<-- "includes/lines.txt:-1:"', "four"),
        ('--8<-- "includes/lines.txt::-2"', "one\ntwo\nthree"),
        ('--8<-- "includes/sections.txt:x"', "in x"),
        ('--8<-- "includes/sections.txt"', "in x\nout of x"),
        ("--8<--\nincludes/lines.txt:1:1\n; includes/none.txt\n--8<--", "one"),
        (';--8<-- "includes/lines.txt"', "--8&lt;-- &quot;includes/lines.txt&quot;"),
        ('--8<-- "; includes/lines.txt"', ""),
        ("{!includes/lines.txt!}", "one\ntwo\nthree\nfour"),
        ("{! includes/lines.txt !lines=1 3-4}", "one\nthree\nfour"),
        ("a {!includes/lines.txt!}", "a {!includes/lines.txt!}"),
    ],
)
def test_parts_of_files_are_inserted_as_pymdownx_does(site: Path, written: str, shown: str) -> None:
    assert html(site, f"{written}\n").strip() == (f"<p>{shown}</p>" if shown else "")


def test_the_indent_is_that_of_the_line(site: Path) -> None:
    assert (
        html(site, '- a\n\n    --8<-- "includes/lines.txt::1"\n')
        == "<ul>\n<li>\n<p>a</p>\n<p>one</p>\n</li>\n</ul>\n"
    )


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("includes/none.txt", "there is no file `includes/none.txt` to insert"),
        ("../x", "there is no file `../x` to insert"),
        ("/etc/passwd", "there is no file `/etc/passwd` to insert"),
        (".env", "there is no file `.env` to insert"),
        ("includes/link.txt", "there is no file `includes/link.txt` to insert"),
        ("https://example.com/x", "`https://example.com/x` is on another host and is not loaded"),
        ("includes/sections.txt:y", "`includes/sections.txt` has no section `y`"),
        ("includes/latin.txt", "`includes/latin.txt` cannot be read"),
        ("includes/circle.md", "`includes/circle.md` inserts itself"),
        ("hidden.md", "`hidden.md` is not inserted: its properties may keep it from being published"),
        ("odd.md", "`odd.md` is not inserted: its properties may keep it from being published"),
    ],
)
def test_what_cannot_be_inserted_is_said_at_its_place(site: Path, target: str, why: str) -> None:
    (site / "includes/link.txt").symlink_to("/etc/hostname")
    (site / "includes/latin.txt").write_bytes(b"\xff\xfe\xe9")
    (site / "docs/hidden.md").write_text("---\npublish: false\n---\nsecret\n", "utf-8")
    (site / "docs/odd.md").write_text("---\npublish: true\nPublish: false\n---\nsecret\n", "utf-8")

    note = read(site, f'# A\n\n  --8<-- "{target}"\n')

    assert places(note) == [f"3:3 {why}"]
    assert b"secret" not in note.body.encoded


def test_a_note_of_the_vault_is_inserted_without_its_front_matter(site: Path) -> None:
    (site / "docs/b.md").write_text("---\ntitle: B\npublish: true\n---\nthe text\n", "utf-8")

    assert html(site, '--8<-- "b.md"\n') == "<p>the text</p>\n"


def test_a_file_of_the_largest_size_is_inserted_and_no_larger_one(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knotwork.syntax.inserted_files._LONGEST", 8)
    (site / "includes/eight.txt").write_text("12345678", "utf-8")
    (site / "includes/nine.txt").write_text("123456789", "utf-8")

    assert places(read(site, '--8<-- "includes/eight.txt"\n')) == []
    assert len(places(read(site, '--8<-- "includes/nine.txt"\n'))) == 1


def test_ranges_choose_as_many_lines_as_a_file_may_have_and_no_more(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knotwork.syntax.inserted_parts._MOST_LINES", 8)

    assert places(read(site, '--8<-- "includes/lines.txt:1:4,1:4"\n')) == []
    assert places(read(site, '--8<-- "includes/lines.txt:1:4,1:4,1:1"\n')) == [
        "1:1 `includes/lines.txt` is not inserted: its ranges have too many lines"
    ]


def test_of_sections_with_one_name_the_first_is_inserted_and_one_without_an_end_to_the_last_line(
    site: Path,
) -> None:
    marks = ("[end:x]", "[start:x]", "[start:y]", "[end:x]", "[start:x]")
    lines = "".join(f"--8<-- {mark}\nline {number}\n" for number, mark in enumerate(marks))
    (site / "includes/s.txt").write_text(lines, "utf-8")

    assert html(site, '--8<-- "includes/s.txt:x"\n') == "<p>line 1\nline 2</p>\n"
    assert html(site, '--8<-- "includes/s.txt:y"\n') == "<p>line 2\nline 3\nline 4</p>\n"


def test_places_behind_inserted_lines_take_no_longer_the_more_lines_there_are(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line of a note is looked up by halves: none of them is compared with all others."""
    compared: list[int] = []
    monkeypatch.setattr(
        "knotwork.syntax.inserted_files.abs", lambda n: compared.append(n) or abs(n), raising=False
    )
    text = "a\n" * 1000 + '--8<-- "includes/lines.txt"\n' + "``` see the docs\n```\n" * 10

    note = read(site, text)

    assert len(note.problems) == 10
    assert len(compared) < 100 * 10


def test_nothing_is_inserted_in_a_vault_that_does_not_ask_for_it() -> None:
    note = read_note(A, '--8<-- "part.md"\n\n```\n--8<-- "part.md"\n```\n\n::: module.name\n', Dialect())

    assert [(problem.rule, problem.span.start.line) for problem in note.problems] == [
        ("unread-syntax", 1),
        ("unread-syntax", 4),
        ("unread-syntax", 7),
    ]


def test_a_note_is_read_again_when_a_file_that_it_inserts_changes(site: Path, tmp_path: Path) -> None:
    (site / "docs/a.md").write_text('--8<-- "includes/lines.txt"\n\n--8<-- "b.md"\n', "utf-8")
    reader = VaultReader(site / "docs", settings(site), cache=Cache())
    before = reader.read().notes[A]
    (site / "includes/lines.txt").write_text("other\n", "utf-8")
    after = VaultReader(site / "docs", settings(site), last=reader).read().notes[A]
    (site / "docs/b.md").write_text("# C\n", "utf-8")

    updated = VaultReader(site / "docs", settings(site), last=reader)
    updated.read()
    (site / "docs/b.md").write_text("# D\n", "utf-8")
    last = updated.update([NotePath("b.md")]).notes[A]

    assert [context.text for context in before.contexts] == ["one two three four", "B"]
    assert [context.text for context in after.contexts] == ["other", "B"]
    assert [context.text for context in last.contexts] == ["other", "D"]
