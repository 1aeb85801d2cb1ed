"""The cache on disk: what it keeps, and that it never fails whatever has become of its file."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knotwork.vault import cache as module
from knotwork.vault import cache_file
from knotwork.vault.cache import FILE, KEPT_DAYS, Cache
from knotwork.vault.cache_folder import cache_folder, opened_cache
from knotwork.vault.code_digest import CodeStamp

_DAY = 86_400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".cache" / "knotwork"


def kept(folder: Path, **values: bytes) -> None:
    cache = Cache(folder)
    for key, value in values.items():
        cache.put("note", key.encode(), value)
    cache.close()


def read(folder: Path, key: str, lines: list[str] | None = None) -> bytes | None:
    cache = Cache(folder, [].append if lines is None else lines.append)
    value = cache.get("note", key.encode())
    cache.close()
    return value


# -- what it keeps


def test_a_value_is_there_at_once_and_in_the_next_run(folder: Path) -> None:
    cache = Cache(folder)
    cache.put("note", b"a", b"1")

    assert cache.get("note", b"a") == b"1"
    assert cache.get("page", b"a") is None
    assert cache.get("note", b"b") is None
    cache.close()
    assert read(folder, "a") == b"1"


def test_the_last_value_counts(folder: Path) -> None:
    kept(folder, a=b"1")
    kept(folder, a=b"2")

    assert read(folder, "a") == b"2"


def test_many_values_are_written_before_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TOGETHER", 60)
    cache = Cache(folder)
    cache.put("note", b"first", b"")  # with what is kept of the code
    cache.write()
    for number in range(3):
        cache.put("note", b"%d" % number, os.urandom(20))

    assert read(folder, "0") is not None
    assert read(folder, "2") is None
    cache.close()
    assert read(folder, "2") is not None


def test_a_closed_cache_and_one_without_a_folder_keep_nothing(folder: Path) -> None:
    closed = Cache(folder)
    closed.close()
    for cache in (closed, Cache()):
        cache.put("note", b"a", b"1")
        cache.write()

        assert cache.get("note", b"a") is None
        assert cache.folder is None
        cache.close()


def test_git_does_not_see_it_and_other_users_neither(folder: Path) -> None:
    kept(folder, a=b"1")

    assert (folder / ".gitignore").read_text() == "*\n"
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0


def test_what_other_code_wrote_is_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(folder, a=b"1")
    monkeypatch.setattr(module, "code_stamp", lambda: CodeStamp(b"other files", settled=True))
    monkeypatch.setattr(module, "code_digest", lambda: b"another version")

    assert read(folder, "a") is None


def test_code_that_looks_as_it_did_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "code_stamp", lambda: CodeStamp(b"the same files", settled=True))
    kept(folder, a=b"1")
    monkeypatch.setattr(module, "code_digest", lambda: pytest.fail("the code is read"))

    assert read(folder, "a") == b"1"


def test_code_that_was_written_just_now_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "code_stamp", lambda: CodeStamp(b"the same files", settled=False))
    kept(folder, a=b"1")
    monkeypatch.setattr(module, "code_digest", lambda: b"another version")

    assert read(folder, "a") is None


def test_entries_that_no_run_asks_for_are_dropped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = 20_000 * _DAY
    monkeypatch.setattr(cache_file.time, "time", lambda: day)
    kept(folder, old=b"1", asked=b"2")
    day += KEPT_DAYS * _DAY

    assert read(folder, "asked") == b"2"
    day += _DAY
    kept(folder)
    assert read(folder, "asked") == b"2"
    assert read(folder, "old") is None


def test_of_a_file_that_is_too_large_the_oldest_half_is_dropped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = 20_000 * _DAY
    monkeypatch.setattr(cache_file.time, "time", lambda: day)
    kept(folder, old=os.urandom(50_000))
    day += _DAY
    cache = Cache(folder)
    cache.put("note", b"new", os.urandom(50_000))
    cache.put("page", b"page", os.urandom(50_000))
    cache.put("page", b"other", os.urandom(50_000))
    cache.close()

    monkeypatch.setattr(module, "MAX_BYTES", (folder / FILE).stat().st_size - 1)
    kept(folder, more=b"1")

    assert (folder / FILE).stat().st_size < 150_000
    assert read(folder, "old") is None
    assert read(folder, "new") is not None


# -- files that are not as they should be


def empty(file: Path) -> None:
    file.write_bytes(b"")


def noise(file: Path) -> None:
    file.write_bytes(os.urandom(20_000))


def half(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def of_another_program(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")


def with_a_view(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute(
            "CREATE VIEW entries AS SELECT x'00' AS key, 'note' AS kind, 1 AS day, x'00' AS value"
        )


DAMAGE = (empty, noise, half, of_another_program, with_a_view)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_made_anew(folder: Path, damage: Callable[[Path], None]) -> None:
    kept(folder, **{f"key{number}": os.urandom(3_000) for number in range(20)})
    damage(folder / FILE)
    lines: list[str] = []
    cache = Cache(folder, lines.append)
    for number in range(20):
        assert cache.get("note", b"key%d" % number) is None
    cache.put("note", b"a", b"1")
    cache.close()

    assert read(folder, "a") == b"1"
    assert len(lines) <= 1
    assert all("\n" not in line and str(folder) in line for line in lines)
    assert bool(lines) == (damage is not empty)


def test_a_value_that_is_not_as_it_was_written_is_not_there(folder: Path) -> None:
    kept(folder, a=b"private: true", b=b"private: false")
    with sqlite3.connect(folder / FILE) as connection:
        rows = connection.execute(
            "SELECT key, value FROM entries WHERE kind = 'note' ORDER BY key"
        ).fetchall()
        connection.execute("UPDATE entries SET value = ? WHERE key = ?", (rows[0][1], rows[1][0]))
        connection.execute("UPDATE entries SET value = 'text' WHERE key = ?", (rows[0][0],))

    assert read(folder, "a") is None
    assert read(folder, "b") is None


@settings(max_examples=50)
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
def test_a_changed_byte_gives_the_value_or_none(
    tmp_path_factory: pytest.TempPathFactory, place: float, byte: int
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    kept(folder, a=b"value")
    data = bytearray((folder / FILE).read_bytes())
    data[int(place * len(data))] = byte
    (folder / FILE).write_bytes(data)

    assert read(folder, "a") in (b"value", None)


@pytest.mark.parametrize("name", [FILE, "."])
def test_what_cannot_be_opened_is_not_used(folder: Path, name: str) -> None:
    if name == FILE:
        (folder / FILE).mkdir(parents=True)
    else:
        folder.parent.mkdir(parents=True)
        folder.write_text("a file")
    lines: list[str] = []
    cache = Cache(folder, lines.append)
    cache.put("note", b"a", b"1")
    cache.write()
    cache.close()

    assert read(folder, "a") is None
    assert [line.startswith(f"the cache in {folder} cannot be used: ") for line in lines] == [True]


class Refusing:
    """A connection whose statements of one kind fail."""

    def __init__(self, connection: sqlite3.Connection, start: str, message: str) -> None:
        self._connection, self._start, self._message = connection, start, message

    def execute(self, sql: str, *values: Any) -> Any:
        if sql.startswith(self._start):
            raise sqlite3.OperationalError(self._message)
        return self._connection.execute(sql, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def test_a_full_disk_or_a_file_that_may_not_be_written_is_still_read(folder: Path) -> None:
    kept(folder, a=b"1")
    lines: list[str] = []
    cache = Cache(folder, lines.append)
    assert cache._connection is not None
    cache._connection = Refusing(cache._connection, "BEGIN", "database or disk is full")  # type: ignore[assignment]
    for key in (b"b", b"c"):
        cache.put("note", key, b"2")
        cache.write()

    assert cache.get("note", b"a") == b"1"
    assert cache.get("note", b"b") is None
    cache.close()
    assert lines == [f"the cache in {folder} cannot be written: database or disk is full"]


def read_only(file: Path, **options: Any) -> sqlite3.Connection:
    """The connection that SQLite makes to a file that may not be written: root may write every file."""
    return sqlite3.Connection(f"{file.as_uri()}?mode=ro", uri=True, **options)


def test_a_folder_that_may_not_be_written_is_still_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(folder, a=b"1")
    lines: list[str] = []
    monkeypatch.setattr(cache_file.sqlite3, "connect", read_only)
    cache = Cache(folder, lines.append)
    cache.put("note", b"b", b"2")
    cache.write()

    assert cache.get("note", b"a") == b"1"
    cache.put("note", b"c", b"3")
    cache.close()
    monkeypatch.undo()
    assert (read(folder, "a"), read(folder, "b"), read(folder, "c")) == (b"1", None, None)
    assert lines == [f"the cache in {folder} cannot be written: attempt to write a readonly database"]


def test_a_file_that_another_process_holds_is_not_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_file, "_WAIT", 0.05)
    kept(folder, a=b"1")
    lines: list[str] = []
    cache = Cache(folder, lines.append)
    other = sqlite3.connect(folder / FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    assert cache.get("note", b"a") is None
    cache.close()
    other.close()
    assert lines == [f"the cache in {folder} cannot be read: database is locked"]


# -- several at once


def write_many(folder: Path, name: str) -> None:
    for round_ in range(5):
        kept(folder, **{f"{name}{number}": b"%d" % round_ for number in range(50)}, shared=name.encode())


def test_processes_share_a_cache(folder: Path) -> None:
    context = get_context("spawn")
    processes = [context.Process(target=write_many, args=(folder, name)) for name in ("x", "y")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert [process.exitcode for process in processes] == [0, 0]
    assert all(read(folder, f"{name}{number}") == b"4" for name in "xy" for number in (0, 49))
    assert read(folder, "shared") in (b"x", b"y")


def test_threads_share_a_cache(folder: Path) -> None:
    cache = Cache(folder)

    def work(name: str) -> None:
        for number in range(50):
            cache.put("note", f"{name}{number}".encode(), name.encode())
            cache.write()
            assert cache.get("note", f"{name}{number}".encode()) == name.encode()

    threads = [threading.Thread(target=work, args=(name,)) for name in "xy"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cache.close()

    assert read(folder, "x49") == b"x"
    assert read(folder, "y49") == b"y"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forked processes here")
def test_a_forked_process_leaves_the_cache_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(folder)
    cache.put("note", b"a", b"1")
    monkeypatch.setattr(cache, "_process", -1)  # as it is after a fork

    assert cache.get("note", b"a") is None
    cache.put("note", b"b", b"2")
    cache.close()
    assert read(folder, "a") is None


# -- where it is


def test_the_folder_is_beside_mkdocs_yml_or_where_the_setting_says(tmp_path: Path) -> None:
    file, vault = tmp_path / "mkdocs.yml", tmp_path / "docs"

    assert cache_folder(None, file, vault) == tmp_path / ".cache" / "knotwork"
    assert cache_folder("../kept", file, vault) == tmp_path / ".." / "kept"
    assert cache_folder(False, file, vault) is None
    assert cache_folder("", file, vault) is None


def test_a_vault_without_a_config_file_has_no_cache_in_it(tmp_path: Path) -> None:
    one, other = (cache_folder(None, None, tmp_path / name) for name in ("a", "b"))

    assert one is not None
    assert other is not None
    assert one != other
    assert one.parent == other.parent
    assert not one.is_relative_to(tmp_path)
    assert cache_folder(False, None, tmp_path) is None


@pytest.fixture
def lines() -> list[str]:
    return []


def test_nothing_is_kept_among_files_that_may_be_published(tmp_path: Path, lines: list[str]) -> None:
    docs, outside = tmp_path / "docs", tmp_path / "outside"
    docs.mkdir()
    outside.symlink_to(docs, target_is_directory=True)
    for folder in (docs, docs / "cache", docs / ".cache", outside / "cache"):
        lines.clear()
        cache = opened_cache(folder, [tmp_path / "site", docs], lines.append)

        assert cache.folder is None
        assert len(lines) == 1
    assert list(docs.iterdir()) == []


def test_a_cache_that_is_open_is_used_on(tmp_path: Path, lines: list[str]) -> None:
    first = opened_cache(tmp_path / "one", [], lines.append)

    assert opened_cache(tmp_path / "one", [], lines.append, first) is first
    assert opened_cache(tmp_path / "two", [], lines.append, first) is not first
    assert opened_cache(None, [], lines.append, first).folder is None
    first.close()
    assert opened_cache(tmp_path / "one", [], lines.append, first).folder == tmp_path / "one"
    assert lines == []
