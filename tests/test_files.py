"""Which files of a folder are read and published: endings, copies, links, what browsers run, long names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from knotwork.cli.main import main
from knotwork.config.option_kinds import SettingsError
from knotwork.config.options import settings_from
from knotwork.config.settings import Settings
from knotwork.html.svg import safe_svg
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.resolution import target_of
from knotwork.model.names import (
    MAX_TAG_PARTS,
    NotePath,
    TagKey,
    is_note,
    page_url,
    short_path,
    tag_key,
    without_md,
)
from knotwork.rules import check
from knotwork.site.addresses import tag_source
from knotwork.vault.collisions import SiteFiles, collisions
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.file_kinds import is_active, is_editor_copy
from knotwork.vault.read_vault import read_docs, read_vault
from knotwork.vault.scan import MAX_FOLDERS, MAX_PATH_BYTES
from knotwork.vault.source_text import source_text


def written(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def compiled(
    root: Path, *exclude: str, exclusions: Exclusions | None = None, **settings: object
) -> KnowledgeBase:
    chosen = Settings(rules={"orphan-note": "off"}, **settings)  # type: ignore[arg-type]
    return compile_vault(read_docs(root, chosen, exclusions or Exclusions(exclude)), chosen)


def findings(kb: KnowledgeBase) -> list[str]:
    return [f"{each.location.path} {each.severity} {each.rule}: {each.message}" for each in check(kb)]


def rules(kb: KnowledgeBase) -> list[str]:
    return [f"{each.location.path} {each.severity} {each.rule}" for each in check(kb)]


# -- endings


@pytest.mark.parametrize("ending", ["md", "markdown", "mdown", "mkdn", "mkd", "MD", "Markdown"])
def test_every_ending_of_markdown_is_a_note_and_is_found_with_and_without_it(
    tmp_path: Path, ending: str
) -> None:
    text = f"[[other]] [[other.{ending}]] [x](other.{ending}) ![[other]]"
    written(tmp_path, {"index.md": text, f"other.{ending}": "# Other %%private%%"})

    kb = compiled(tmp_path)

    assert set(kb.notes) == {"index.md", f"other.{ending}"}
    assert {target_of(each.resolution) for each in kb.links.all} == {f"other.{ending}"}
    assert findings(kb) == []
    assert page_url(f"a/other.{ending}") == "a/other/"


def test_a_link_with_another_ending_than_the_file_has_is_missing(tmp_path: Path) -> None:
    written(tmp_path, {"index.md": "[[other.md]]", "other.markdown": "", "third.mkd": ""})

    assert rules(compiled(tmp_path)) == ["index.md error missing-note"]


def test_two_notes_that_differ_in_their_ending_have_one_page(tmp_path: Path) -> None:
    written(tmp_path, {"a.md": "", "a.markdown": ""})

    assert rules(compiled(tmp_path)) == ["a.markdown error page-collision", "a.md error page-collision"]


def test_a_readme_stands_for_its_folder_as_an_index_does(tmp_path: Path) -> None:
    files = {"index.md": "[[Guides]] [[Tools]] [g](Guides/)", "Guides/README.md": "", "Tools/index.md": ""}

    kb = compiled(written(tmp_path, files))

    assert [target_of(each.resolution) for each in kb.links.all] == [
        "Guides/README.md",
        "Tools/index.md",
        "Guides/README.md",
    ]


def test_an_index_stands_for_its_folder_before_a_readme(tmp_path: Path) -> None:
    written(tmp_path, {"a.md": "[[Guides]]", "Guides/README.md": "", "Guides/index.md": ""})

    assert [target_of(each.resolution) for each in compiled(tmp_path).links.all] == ["Guides/index.md"]


# -- copies

COPIES = (
    "note.md~ #note.md# note.md.bak note.bak note.md.orig note.md.rej note.tmp note.md.swp note.swo note.old "
    "4913 Thumbs.db sub/THUMBS.DB desktop.ini note.md.save note.md.save.1 note.md.~1~ note.md~HEAD "
    "note.sync-conflict-20240101-120000-ABCDEFG.md note_BACKUP_123.md note_REMOTE_9.md ~$report.docx "
    "note.md.1 note.MD.BAK note.md_ note.markdown~ note.md.copy __MACOSX/note.md note.md-old"
).split(" ") + [
    "note (conflicted copy 2024-01-01).md",
    "note (Ann's conflicted copy).md",
    "note (Conflict).md",
    "note [Conflict].md",
    "note (case conflict 2).md",
    "note (SFConflict ann@example.com 2024-01-01-10-00-00).md",
]


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_by_an_editor_or_a_tool_is_left_out_and_listed(tmp_path: Path, name: str) -> None:
    kb = compiled(written(tmp_path, {"index.md": "", name: "private"}))

    assert list(kb.notes) == ["index.md"]
    assert not kb.vault.attachments
    assert kb.vault.left_out == {name: "copy"}
    assert [each for each in rules(kb) if "copy" in each] == [f"{name} info editor-copy"]


@pytest.mark.parametrize(
    "name",
    "bak.md old.md orig tmp/a.md part.md copy.md release-1.30.md a.md.png todo.md.txt x~y.md "
    "Conflict.md v1.0.md poetry.lock swap.md 4913.md 4914".split()
    + ["C# notes.md", "#1 thing.md", "a copy.md", "conflict resolution (git).md", "History (2021).md"],
)
def test_a_name_that_only_sounds_like_a_copy_is_published(name: str) -> None:
    assert not is_editor_copy(name)


def test_copies_are_published_when_the_settings_list_them(tmp_path: Path) -> None:
    written(tmp_path, {"a.bak": "", "b.orig": ""})

    assert set(compiled(tmp_path, editor_copies=("*.bak",)).vault.attachments) == {"a.bak"}
    assert set(compiled(tmp_path, editor_copies=("**",)).vault.attachments) == {"a.bak", "b.orig"}


@pytest.mark.parametrize("name", ["editor_copies", "active_files"])
def test_what_is_left_out_is_a_word_or_a_list_of_patterns(name: str) -> None:
    def read(value: object) -> object:
        return getattr(settings_from({name: value}, "here", ()), name)

    assert (read("leave-out"), read("allow"), read(["*.bak"])) == ((), ("**",), ("*.bak",))
    with pytest.raises(SettingsError, match="leave-out, allow or a list of patterns"):
        read("publish")


# -- what the site excludes


def test_a_link_to_what_is_excluded_gets_one_finding_that_says_not_published(tmp_path: Path) -> None:
    text = "[[salaries]]\n\n[x](hidden.md)\n\n![[p.png]]\n\n[[templates/t]]\n\n![x](templates/q.png)\n"
    files = {"index.md": text, "private/salaries.md": "x", "hidden.md": "x", "private/p.png": ""}
    written(tmp_path, {**files, "templates/t.md": "", "templates/q.png": ""})

    kb = compiled(tmp_path, "private/", "/hidden.md")

    assert [each for each in findings(kb) if each.startswith("index.md")] == [
        f"index.md warning unpublished-link: '{path}' is not published"
        for path in (
            *("private/salaries.md", "hidden.md", "private/p.png"),
            *("templates/t.md", "templates/q.png"),
        )
    ]
    assert kb.links.missing_notes == ()
    assert kb.vault.unpublished == dict.fromkeys(
        ["hidden.md", "private/salaries.md", "templates/t.md"], "excluded"
    )


def test_excluded_notes_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, {"a.md": "", "private/b.md": ""})
    opened: list[str] = []
    read = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        opened.append(path.name)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    compiled(tmp_path, "private/")

    assert opened == ["a.md"]


def test_a_link_by_path_means_the_excluded_note_of_that_path_only(tmp_path: Path) -> None:
    written(tmp_path, {"index.md": "[[other/salaries]] [[private/salaries]]", "private/salaries.md": ""})

    assert rules(compiled(tmp_path, "private/")) == [
        "index.md error missing-note",
        "index.md warning unpublished-link",
    ]


def test_a_dot_folder_that_the_site_takes_back_is_published(tmp_path: Path) -> None:
    written(tmp_path, {".well-known/security.txt": "", ".git/config": "", ".other/a.txt": ""})

    assert set(compiled(tmp_path, "!.well-known").vault.attachments) == {".well-known/security.txt"}
    assert not compiled(tmp_path).vault.attachments
    assert ".git/config" not in compiled(tmp_path, "!.*").vault.attachments


# -- links in the file system


def test_a_link_to_a_folder_of_the_vault_is_left_out_and_the_folder_read(tmp_path: Path) -> None:
    written(tmp_path, {"index.md": "[[real/r]]", "real/r.md": ""})
    (tmp_path / "alias").symlink_to("real")

    kb = compiled(tmp_path)

    assert set(kb.notes) == {"index.md", "real/r.md"}
    assert findings(kb) == [
        "alias info symbolic-link: the link is left out: it leads to the folder 'real', which is read there"
    ]


@pytest.mark.parametrize("target", [".git/config", ".git", "secret/p.md", "secret", "hidden.md", "a.md~"])
@pytest.mark.parametrize("name", ["leak.txt", "leak.md"])
def test_what_is_private_stays_so_through_any_link(tmp_path: Path, target: str, name: str) -> None:
    private = {".git/config": "S", "secret/p.md": "S", "hidden.md": "S", "a.md~": "S"}
    written(tmp_path, {"index.md": "[[leak]]", **private})
    (tmp_path / name).symlink_to(target)
    (tmp_path / "second").symlink_to(name)

    kb = compiled(tmp_path, "secret/", "/hidden.md")

    assert list(kb.notes) == ["index.md"]
    assert not kb.vault.attachments
    assert f"{name} warning symbolic-link" in rules(kb)
    assert "second warning symbolic-link" in rules(kb)


def test_a_note_is_not_published_as_an_attachment_through_a_link(tmp_path: Path) -> None:
    written(tmp_path, {"draft.md": "---\npublish: false\n---\n", "note.md": "a %%private%% b"})
    (tmp_path / "draft.txt").symlink_to("draft.md")
    (tmp_path / "note.txt").symlink_to("note.md")
    (tmp_path / "copy.md").symlink_to("note.md")

    kb = compiled(tmp_path)

    assert not kb.vault.attachments
    assert set(kb.notes) == {"note.md", "copy.md"}


def test_a_draft_stays_one_through_a_link(tmp_path: Path) -> None:
    written(tmp_path, {"drafts/a.md": ""})
    (tmp_path / "b.md").symlink_to("drafts/a.md")

    kb = compiled(tmp_path, exclusions=Exclusions(drafts=("drafts/",)))

    assert kb.vault.unpublished == {"b.md": "draft", "drafts/a.md": "draft"}


def test_links_in_circles_are_walked_once(tmp_path: Path) -> None:
    written(tmp_path, {"x/y/a.md": ""})
    for name in "abcdefgh":
        (tmp_path / name).symlink_to(".")
        (tmp_path / "x" / name).symlink_to("..")
    (tmp_path / "x" / "y" / "one").symlink_to("two")
    (tmp_path / "x" / "y" / "two").symlink_to("one")

    kb = compiled(tmp_path)

    assert list(kb.notes) == ["x/y/a.md"]
    assert len(findings(kb)) == 18


def test_a_report_shows_nothing_of_links_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")

    assert source_text(tmp_path, NotePath("a.md")) is None
    assert CliRunner().invoke(main, ["check", str(tmp_path)]).exit_code == 1


def test_an_extra_root_is_read_once_and_keeps_its_dot_folders_private(tmp_path: Path) -> None:
    root, outside = tmp_path / "vault", tmp_path / "outside"
    written(
        tmp_path, {"vault/a.md": "", "outside/b.md": "", "outside/.git/config": "S", "outside/c/d.md": ""}
    )
    (root / "one").symlink_to(outside)
    (root / "two").symlink_to(outside)
    (root / "three").symlink_to(outside / ".git")
    (outside / "c" / "up").symlink_to("../..")
    (outside / "c" / "loop").symlink_to("..")

    kb = compiled(root, extra_roots=(str(outside),))

    assert set(kb.notes) == {"a.md", "one/b.md", "one/c/d.md"}
    assert not kb.vault.attachments
    assert rules(kb) == [
        "one/c/loop info symbolic-link",
        "one/c/up error unreadable-file",
        "three warning symbolic-link",
        "two info symbolic-link",
    ]


# -- sizes and lengths


def test_a_note_is_measured_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "sparse.md").open("wb") as file:
        file.truncate(1_000_000_000)

    def read_bytes(path: Path) -> bytes:
        raise AssertionError("it was read")

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    kb = compiled(tmp_path)

    assert rules(kb) == ["sparse.md error unreadable-file"]
    assert source_text(tmp_path, NotePath("sparse.md")) is None


@pytest.mark.parametrize(("size", "read"), [(100, True), (101, False)])
def test_the_largest_note(tmp_path: Path, size: int, read: bool) -> None:
    (tmp_path / "a.md").write_text("x" * size)

    assert bool(compiled(tmp_path, max_note_bytes=100).notes) == read


@pytest.mark.parametrize(("depth", "read"), [(MAX_FOLDERS, True), (MAX_FOLDERS + 1, False), (300, False)])
def test_folders_are_read_to_a_depth(tmp_path: Path, depth: int, read: bool) -> None:
    written(tmp_path, {"/".join(["f"] * depth) + "/a.md": "", "b.md": ""})

    kb = compiled(tmp_path)

    assert len(kb.notes) == 1 + read
    assert [each.partition(": ")[2] for each in findings(kb)] == (
        [] if read else [f"the file is left out: it is in more than {MAX_FOLDERS} folders"]
    )


@pytest.mark.parametrize(("size", "read"), [(MAX_PATH_BYTES, True), (MAX_PATH_BYTES + 1, False)])
def test_the_longest_path(tmp_path: Path, size: int, read: bool) -> None:
    folders = ["f" * 199] * 7
    name = "n" * (size - 200 * 7 - len(".md")) + ".md"
    written(tmp_path, {"/".join([*folders, name]): ""})

    assert len(compiled(tmp_path).notes) == read


@pytest.mark.parametrize(("bytes_", "same"), [(250, True), (251, False)])
def test_the_longest_name_of_a_page(bytes_: int, same: bool) -> None:
    for name in ("n" * bytes_, "é" * (bytes_ // 2) + "n" * (bytes_ % 2)):
        assert (short_path(name) == name) == same
        assert len(page_url(f"{name}.md", directories=False).encode()) <= 255


@given(st.lists(st.text(min_size=1, max_size=400).filter(lambda name: "/" not in name), min_size=1))
def test_a_short_path_is_one_that_file_systems_take_and_is_short_already(parts: list[str]) -> None:
    short = short_path("/".join(parts))

    assert all(len(part.encode("utf-8", "replace")) <= 250 for part in short.split("/"))
    assert len(short.encode("utf-8", "replace")) <= 1000
    assert short_path(short) == short


def test_long_names_with_one_beginning_have_pages_of_their_own() -> None:
    assert short_path("n" * 300) != short_path("n" * 301)


@given(st.text(max_size=20))
def test_a_name_without_its_ending_is_no_longer_a_note_of_that_ending(stem: str) -> None:
    for ending in (".md", ".MD", ".Markdown", ".mkd"):
        assert is_note(stem + ending)
        assert without_md(stem + ending) == stem


# -- what browsers run


@pytest.mark.parametrize(
    "name",
    "a.html a.HTM a.xhtml a.shtml a.js a.MJS a.cjs a.css a.xml a.xsl a.wasm a.swf a.hta a.svgz a.php "
    "a.php.txt a.html.gz a.html.en a.rss _redirects _headers .htaccess web.config".split()
    + ["a.html ", "a.html."],
)
def test_a_file_that_browsers_or_servers_run_is_known_by_its_name(name: str) -> None:
    assert is_active(name)


@pytest.mark.parametrize("name", "a.png a.pdf a.txt Vue.js.png a.html.txt robots.txt js html a.json".split())
def test_a_file_that_nothing_runs_is_known_by_its_name(name: str) -> None:
    assert not is_active(name)


def test_an_active_file_is_left_out_and_links_to_it_say_how_to_publish_it(tmp_path: Path) -> None:
    written(tmp_path, {"index.md": "[[demo.html]]", "demo.html": "<script>", "robots.txt": ""})

    kb = compiled(tmp_path)

    assert set(kb.vault.attachments) == {"robots.txt"}
    assert rules(kb) == ["demo.html info active-file", "index.md warning unpublished-link"]
    assert all("active_files" in (each.help or "") for each in check(kb))
    assert rules(compiled(tmp_path, active_files=("demo.html",))) == []


def test_a_file_that_moves_the_site_is_left_out_with_a_warning(tmp_path: Path) -> None:
    written(tmp_path, {"index.md": "", "CNAME": "evil.example.com"})

    assert rules(compiled(tmp_path)) == ["CNAME warning active-file"]
    assert set(compiled(tmp_path, active_files=("CNAME",)).vault.attachments) == {"CNAME"}


@pytest.mark.parametrize(
    "text", ["notes.example.org", "notes.example.org\n", "Notes.Example.ORG\r\n", "\ufeffnotes.example.org"]
)
def test_a_cname_with_the_host_of_the_site_is_published(tmp_path: Path, text: str) -> None:
    written(tmp_path, {"index.md": "", "CNAME": text})

    kb = compiled(tmp_path, exclusions=Exclusions(host="notes.example.org"))

    assert rules(kb) == []
    assert set(kb.vault.attachments) == {"CNAME"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("CNAME", "evil.example.com"),
        ("CNAME", "example.org"),
        ("CNAME", "www.notes.example.org"),
        ("CNAME", "https://notes.example.org"),
        ("CNAME", "notes.example.org\nevil.example.com"),
        ("CNAME", "notes.example.org" + " " * 1_000 + "evil.example.com"),
        ("CNAME", ""),
        ("sub/CNAME", "notes.example.org"),
        ("cname", "notes.example.org"),
        ("_redirects", "notes.example.org"),
    ],
)
def test_any_other_cname_is_left_out(tmp_path: Path, path: str, text: str) -> None:
    written(tmp_path, {"index.md": "", path: text})

    kb = compiled(tmp_path, exclusions=Exclusions(host="notes.example.org"))

    assert rules(kb) == [f"{path} warning active-file"]
    assert not kb.vault.attachments
    assert not (set(compiled(tmp_path).vault.attachments))


def test_a_file_that_mkdocs_yml_names_is_published(tmp_path: Path) -> None:
    written(tmp_path, {"index.md": "", "extra.css": "", "js/a.js": "", "logo.svg": "<svg/>", "other.css": ""})

    kb = compiled(tmp_path, exclusions=Exclusions(named=frozenset({"extra.css", "js/a.js", "logo.svg"})))

    assert set(kb.vault.attachments) == {"extra.css", "js/a.js", "logo.svg"}
    assert not kb.vault.contents


SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


def test_a_drawing_is_published_without_what_runs_in_it(tmp_path: Path) -> None:
    written(
        tmp_path,
        {
            "plain.svg": SVG.format("<!-- private --><rect width='1'/>"),
            "acts.svg": SVG.format("<script>alert(1)</script><rect onclick='x()'/>"),
            "entity.svg": "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG.format("&a;"),
            "none.svg": "",
        },
    )

    kb = compiled(tmp_path)

    assert kb.vault.contents == {
        "acts.svg": SVG.format("<rect></rect>").encode(),
        "plain.svg": SVG.format('<rect width="1"></rect>').encode(),
    }
    assert findings(kb) == [
        "acts.svg warning active-file: the drawing is published without what browsers run or load: "
        "script, onclick",
        "entity.svg warning active-file: the drawing is left out, since its scripts cannot be removed: "
        "it declares the entity 'a'",
        "none.svg warning active-file: the drawing is left out, since its scripts cannot be removed: "
        "line 1 is no XML (no element found)",
    ]


@pytest.mark.parametrize(
    "style",
    [
        "rect { fill: url(#a); mask: url(//evil.invalid/x) }",
        "rect { fill: url(data:image/png,x) } p { mask: src(//evil.invalid/x) }",
        "rect { --a: '/*'; fill: u\\72l(//evil.invalid/x); --b: '*/' }",
        "rect { --a: '/*' } @\\69mport '//evil.invalid/x'; p { --b: '*/' }",
        "rect { fill: u\\72l(#a); mask: u\\00072l('//evil.invalid/x') }",
    ],
)
def test_no_drawing_asks_another_host_whatever_stands_before_the_address(style: str) -> None:
    sheet = safe_svg(SVG.format(f"<style>{style}</style>").encode())
    attribute = safe_svg(SVG.format(f'<rect style="{style}"/>').encode())

    assert sheet.removed == attribute.removed == ("style",)
    assert b"evil" not in sheet.content + attribute.content


# -- files of the site's own


@pytest.mark.parametrize(
    "name",
    "assets/javascripts/bundle.js ASSETS/javascripts/bundle.js assets%2Fjavascripts%2Fbundle.js assets "
    "%61ssets/javascripts/bundle.js assets/knotwork/x.png assets/javascripts/bundle.js/a.png sitemap.xml "
    "sitemap.xml.gz 404.html search/search_index.json objects.inv graph.json LLMS.txt feed.xml "
    "a/index.html todo tags todo/index.html index.html note folder/index.html".split()
    + [
        "a\u200dssets/javascripts/bundle.js",
        "\uff41ssets/javascripts/bundle.js",
        "assets/javascripts/bundle.js.",
    ],
)
def test_a_file_never_takes_the_place_of_one_of_the_site_s_own(tmp_path: Path, name: str) -> None:
    written(tmp_path, {"assets/javascripts/bundle.js": ""})
    notes = [NotePath("a.md"), NotePath("note.md"), NotePath("folder/b.md")]

    assert list(collisions(notes, [NotePath(name)], SiteFiles([tmp_path]))) == [name]


@pytest.mark.parametrize(
    "name", ["assets/a.png", "a.png", "folder/a.txt", "assets/javascripts/b.png", "notes"]
)
def test_other_files_stand_where_they_are(tmp_path: Path, name: str) -> None:
    written(tmp_path, {"assets/javascripts/bundle.js": "", "main.html": ""})

    assert collisions([NotePath("folder/b.md")], [NotePath(name)], SiteFiles([tmp_path])) == {}


def test_a_note_in_a_folder_that_is_called_like_a_file_of_the_site_is_left_out(tmp_path: Path) -> None:
    written(tmp_path, {"index.md": "[[x]]", "sitemap.xml/x.md": "", "assets/javascripts/index.md": ""})

    kb = compiled(tmp_path, exclusions=Exclusions(site=SiteFiles()))

    assert set(kb.notes) == {"index.md", "assets/javascripts/index.md"}
    assert rules(kb) == ["index.md warning unpublished-link", "sitemap.xml/x.md error page-collision"]


def test_many_files_in_one_folder_are_read(tmp_path: Path) -> None:
    for number in range(3_000):
        os.close(os.open(tmp_path / f"{number}.png", os.O_CREAT))

    assert len(read_vault(tmp_path, Settings()).attachments) == 3_000


@pytest.mark.parametrize("tag", ["..", ".", "a/../../b", "\0", "a\nb", "a\\b", "\ud800", "", "index"])
def test_no_tag_is_a_path_to_another_folder(tag: str) -> None:
    source = tag_source(TagKey(tag))

    parts = source.split("/")
    assert parts[0] == "tags"
    assert not {"", ".", "..", "index.md"} & set(parts)
    assert source.encode("utf-8").isascii()
    assert source.isprintable()
    assert "\\" not in source


def test_a_tag_is_nested_to_a_depth() -> None:
    assert tag_key("/".join("a" * MAX_TAG_PARTS)).count("/") == MAX_TAG_PARTS - 1
    assert tag_key("/".join("a" * (MAX_TAG_PARTS + 1))).endswith("/a/a-a")
    assert tag_key("/".join("a" * 2_000)).count("/") == MAX_TAG_PARTS - 1
