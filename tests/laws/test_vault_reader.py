"""A vault that is read again in part, or from a cache, is the vault that is read whole."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knotwork.config.settings import Settings
from knotwork.model.names import NotePath, is_note
from knotwork.model.note import Note
from knotwork.syntax.reader import read_note
from knotwork.vault.cache import FILE, Cache
from knotwork.vault.collisions import SiteFiles
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.vault import Vault
from knotwork.vault.vault_reader import VaultReader

PATHS = ("a.md", "b.md", "folder/a.md", "folder/c.md", "drafts/d.md", "left/e.md", "templates/t.md", "x~.md")
OTHERS = ("p.png", "folder/d.svg", "page.html", "schema.json", "folder", "a/index.html")
TEXTS = (
    b"# A\n\n[[b]] ![[folder/c]]\n",
    b"---\nprivate: true\n---\nsecret\n",
    b"---\npublish: maybe\n---\n",
    b"# \xff\n",
    b"\xff\xfea\x00b\x00",
    b"",
    b"```yaml {schema=schema.json}\na: 1\n```\n",
    b"text " * 40,
    b"text " * 60,
)
OTHER_TEXTS = (b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"{}", b"<p>")
SETTINGS = Settings(exclude=("left/",), warn_note_bytes=100, max_note_bytes=250)
EXCLUSIONS = Exclusions(exclude=("folder/x*",), drafts=("drafts/",), site=SiteFiles())
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(PATHS), st.sampled_from(TEXTS)),
        st.tuples(st.just("write"), st.sampled_from(OTHERS), st.sampled_from(OTHER_TEXTS)),
        st.tuples(st.just("delete"), st.sampled_from(PATHS + OTHERS), st.none()),
        st.tuples(st.just("rename"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
        st.tuples(st.just("link"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
    ),
    max_size=6,
)


def reader(root: Path, cache: Cache | None = None, last: VaultReader | None = None) -> VaultReader:
    return VaultReader(root, SETTINGS, EXCLUSIONS, cache=cache, last=last)


def for_findings(root: Path, cache: Cache) -> Vault:
    vault = VaultReader(root, SETTINGS, EXCLUSIONS, cache=cache, for_findings=True).read()
    cache.close()
    return vault


def change(root: Path, kind: str, path: str, other: str | bytes | None) -> list[NotePath]:
    """Change a file; returns the paths that have to do with it. What cannot be done is not done."""
    file = root / path
    try:
        match kind, other:
            case "write", bytes() as data:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            case "delete", _:
                shutil.rmtree(file) if file.is_dir() and not file.is_symlink() else file.unlink()
            case "rename", str() as target:
                (root / target).parent.mkdir(parents=True, exist_ok=True)
                file.rename(root / target)
            case "link", str() as target:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.symlink_to(root / target)
    except OSError:
        return []
    return [NotePath(path), *([NotePath(other)] if isinstance(other, str) else [])]


def in_order(vault: Vault) -> tuple[Vault, list[list[NotePath]]]:
    """The vault, and the orders in it that a reader of the site sees."""
    return vault, [[*vault.notes], [*vault.unpublished], [*vault.left_out], [*vault.unpublished_links]]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    return (tmp_path_factory.mktemp("vault") for _ in iter(int, 1))


@settings(max_examples=40)
@given(before=CHANGES, after=st.lists(CHANGES.filter(len), min_size=1, max_size=4))
def test_a_vault_that_changes_is_the_vault_that_is_read_anew(
    folders: Iterator[Path], before: list[tuple[str, str, str]], after: list[list[tuple[str, str, str]]]
) -> None:
    root = next(folders) / "docs"
    root.mkdir()
    for step in before:
        change(root, *step)
    cache_folder = root.parent / "cache"
    cache = Cache(cache_folder)
    live = reader(root, cache)
    vault = live.read()
    for steps in after:
        previous = vault
        vault = live.update([path for step in steps for path in change(root, *step)])
        cache.write()

        whole = reader(root).read()
        assert in_order(vault) == in_order(whole)
        assert in_order(reader(root, Cache(cache_folder)).read()) == in_order(whole)
        assert in_order(reader(root, cache, live).read()) == in_order(whole)
        assert in_order(for_findings(root, Cache(cache_folder))) == in_order(for_findings(root, Cache()))
        same = [path for path, note in vault.notes.items() if previous.notes.get(path) == note]
        assert all(vault.notes[path] is previous.notes[path] for path in same)
        for path in vault.notes:
            assert live.text(path) == (root / path).read_bytes().decode("utf-8", "replace")


# -- what is read, and when


def counting(root: Path, cache: Cache, last: VaultReader | None = None) -> tuple[VaultReader, list[str]]:
    read: list[str] = []

    def notes(texts: object) -> Iterator[Note]:
        for path, text in texts:  # type: ignore[attr-defined]
            read.append(path)
            yield read_note(path, text)

    return VaultReader(root, Settings(), read=notes, cache=cache, last=last), read


def written(root: Path, **texts: str) -> None:
    for name, text in texts.items():
        (root / f"{name}.md").write_text(text)


def aged(root: Path, seconds: int) -> None:
    """Give the files times in the past: their stamps are settled then, but for that of the last change."""
    for file in root.rglob("*"):
        os.utime(file, (time.time() - seconds, time.time() - seconds))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs"


def test_a_note_is_read_once(root: Path) -> None:
    written(root, a="# A", b="# B")
    cache = Cache(root.parent / "cache")
    first, read = counting(root, cache)
    first.read()
    assert read == ["a.md", "b.md"]
    cache.close()

    second, read = counting(root, Cache(root.parent / "cache"))
    second.read()
    assert read == []
    written(root, b="# C")
    assert second.update([NotePath("b.md")]).notes[NotePath("b.md")].title == "C"
    assert read == ["b.md"]


def test_the_same_text_under_another_name_is_another_note(root: Path) -> None:
    written(root, a="text", b="text")
    cache = Cache(root.parent / "cache")
    for _ in range(2):
        notes = reader(root, cache).read().notes

        assert [note.title for note in notes.values()] == ["a", "b"]
        cache.write()


def test_settings_that_a_note_is_read_with_make_another_note(root: Path) -> None:
    written(root, a="(#x)")
    cache = Cache(root.parent / "cache")
    last = None
    for style, tags in (("strict", 0), ("lenient", 1), ("strict", 0)):
        last = VaultReader(root, Settings(tag_style=style), cache=cache, last=last)  # type: ignore[arg-type]

        assert len(last.read().notes[NotePath("a.md")].tags) == tags


def test_a_change_that_leaves_size_and_time_is_seen(root: Path) -> None:
    written(root, a="public: yes")
    aged(root, 100)
    cache = Cache(root.parent / "cache")
    assert reader(root, cache).read().notes[NotePath("a.md")].title == "a"
    status = (root / "a.md").stat()
    (root / "a.md").write_text("# Secrets\n\n")
    os.utime(root / "a.md", ns=(status.st_atime_ns, status.st_mtime_ns))

    assert (root / "a.md").stat().st_size == status.st_size
    assert reader(root, cache).read().notes[NotePath("a.md")].title == "Secrets"


def test_a_note_that_becomes_private_is_held_back_whatever_the_cache_says(root: Path) -> None:
    written(root, a="---\ndraft: false\n---\ntext")
    cache = Cache(root.parent / "cache")
    live = reader(root, cache)
    assert live.read().notes
    written(root, a="---\ndraft: true\n---\ntext")

    for vault in (live.update([NotePath("a.md")]), live.read(), reader(root, cache).read()):
        assert not vault.notes
        assert vault.unpublished == {NotePath("a.md"): "draft"}


def test_a_file_is_as_it_was_read_or_not(root: Path) -> None:
    written(root, a="# A", draft="---\ndraft: true\n---\n")
    (root / "a.md~").write_text("# A")
    (root / "p.png").write_bytes(b"")
    live = reader(root)
    assert not live.is_as_read(NotePath("a.md"))  # it was not read yet
    live.read()

    known = ("a.md", "draft.md", "a.md~", "nothing.md", "b.md~", "4913")
    assert all(map(live.is_as_read, map(NotePath, known)))
    assert not live.is_as_read(NotePath("p.png"))
    (root / "a.md").write_text("# B")
    (root / "b.md~").write_text("")
    (root / "a.md~").unlink()
    assert not any(map(live.is_as_read, map(NotePath, ("a.md", "b.md~", "a.md~"))))
    live.update([NotePath("a.md"), NotePath("b.md~"), NotePath("a.md~")])
    assert all(map(live.is_as_read, map(NotePath, ("a.md", "b.md~", "a.md~"))))
    (root / "draft.md").unlink()
    assert not live.is_as_read(NotePath("draft.md"))


def test_a_folder_that_is_gone_takes_its_notes_along(root: Path) -> None:
    (root / "x").mkdir()
    written(root, a="# A")
    written(root / "x", b="# B", c="# C")
    live = reader(root)
    live.read()
    shutil.rmtree(root / "x")

    assert not live.is_as_read(NotePath("x"))
    assert [*live.update([NotePath("x")]).notes] == ["a.md"]


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_an_edit_is_seen_through_links_to_the_file(root: Path) -> None:
    written(root, a="# A")
    (root / "b.md").symlink_to(root / "a.md")
    live = reader(root)
    live.read()
    written(root, a="# C")

    assert [note.title for note in live.update([NotePath("a.md")]).notes.values()] == ["C", "C"]


def test_a_damaged_cache_gives_the_same_vault(root: Path) -> None:
    written(root, a="# A", b="---\nprivate: true\n---\n")
    cache = Cache(root.parent / "cache")
    whole = reader(root, cache).read()
    cache.close()
    file = root.parent / "cache" / FILE
    data = file.read_bytes()
    for damaged in (b"", data[:5_000], os.urandom(9_000), data[:100] + os.urandom(len(data) - 100)):
        file.write_bytes(damaged)

        assert reader(root, Cache(file.parent)).read() == whole


def test_text_is_that_of_the_facts(root: Path) -> None:
    written(root, a="# A %%secret%%")
    live = reader(root)
    live.read()

    assert live.text(NotePath("a.md")) == "# A %%secret%%"
    assert live.text(NotePath("b.md")) == ""
    written(root, a="# A %%other%%")
    assert live.text(NotePath("a.md")) == ""  # the places of its comments are not known
    live.update([NotePath("a.md")])
    assert live.text(NotePath("a.md")) == "# A %%other%%"
    (root / "a.md").unlink()
    assert live.text(NotePath("a.md")) == ""


def test_texts_of_other_plugins_are_read_once(root: Path) -> None:
    cache = Cache(root.parent / "cache")
    texts = [(NotePath("made.md"), "# Made"), (NotePath("other.md"), "# Other")]
    for expected in (["made.md", "other.md"], []):
        live, read = counting(root, cache)

        assert [note.title for note in live.read_texts(texts)] == ["Made", "Other"]
        assert read == expected
        assert live.text(NotePath("made.md")) == "# Made"


def test_every_path_of_the_law_is_a_note_or_not() -> None:
    assert all(map(is_note, PATHS))
    assert not any(map(is_note, OTHERS))
