"""The files that a build leaves in a site, because it would write them again just so."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from knotwork.vault.cache import Cache
from knotwork.vault.written_files import WrittenFiles, digest_of, written_file


def built(site: Path, cache: Cache, contents: dict[str, bytes]) -> list[str]:
    """The paths that a build of those files writes: what is there already, it leaves there."""
    files, written = WrittenFiles(site, cache), []
    left = [path for path, content in contents.items() if files.has(path, digest_of(content))]
    for path in left:
        files.leave(path)
    files.sweep()
    for path, content in contents.items():
        if not files.is_left(path):
            file = site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            os.utime(file, ns=(time.time_ns() - 10**12 + 1,) * 2)
            made = written_file(str(file), digest_of(content))
            assert made is not None
            files.wrote(path, made)
            written.append(path)
    time.sleep(0.11)  # a file counts when a later change gives it another time
    files.keep(cache)
    return written


def test_only_what_is_another_is_written_and_the_rest_goes(tmp_path: Path) -> None:
    site, cache = tmp_path / "site", Cache(tmp_path / "cache")
    first = {"a/index.html": b"a", "b/c/index.html": b"c", "d.css": b"d"}
    built(site, cache, first)
    (site / ".nojekyll").write_text("")
    (site / "b" / "own.txt").write_text("from elsewhere")

    assert built(site, cache, {"a/index.html": b"a", "d.css": b"other"}) == ["d.css"]
    assert {str(path.relative_to(site)) for path in site.rglob("*")} == {
        ".nojekyll",
        "a",
        "a/index.html",
        "d.css",
    }


def test_a_file_that_somebody_changed_is_written_again(tmp_path: Path) -> None:
    site, cache = tmp_path / "site", Cache(tmp_path / "cache")
    contents = {"same": b"1", "changed": b"2", "gone": b"3", "replaced": b"4", "linked": b"5"}
    built(site, cache, contents)
    times = (site / "changed").stat()
    (site / "changed").write_bytes(b"X")
    os.utime(site / "changed", ns=(times.st_atime_ns, times.st_mtime_ns))
    (site / "gone").unlink()
    (site / "replaced").unlink()
    (site / "replaced").mkdir()
    (site / "linked").unlink()
    (site / "linked").symlink_to(site / "same")

    assert built(site, cache, contents) == ["changed", "gone", "replaced", "linked"]
    assert {path.name: path.read_bytes() for path in site.iterdir()} == contents


def test_what_lies_in_a_linked_folder_is_not_touched(tmp_path: Path) -> None:
    outside, site = tmp_path / "outside", tmp_path / "site"
    for folder in (outside, site / "sub"):
        folder.mkdir(parents=True)
    (outside / "a").write_text("a")
    for link in (site / "at root", site / "sub" / "below"):
        link.symlink_to(outside, target_is_directory=True)
    WrittenFiles(site, Cache()).sweep()

    assert [path.name for path in site.iterdir()] == ["at root"]
    assert [path.name for path in outside.iterdir()] == ["a"]


def test_a_new_folder_gets_copies(tmp_path: Path) -> None:
    site, new, cache = tmp_path / "site", tmp_path / "new", Cache(tmp_path / "cache")
    built(site, cache, {"a/b": b"1", "c": b"2", "d": b"3"})
    (site / "d").write_bytes(b"X")
    files = WrittenFiles(site, cache, new)

    assert [path for path in ("a/b", "c") if files.has(path, digest_of(b"1"))] == ["a/b"]
    assert files.leave("a/b")
    assert not files.leave("d"), "it was changed after it was looked at"
    assert (new / "a" / "b").read_bytes() == b"1"
    assert (site / "a" / "b").exists()

    time.sleep(0.11)
    files.keep(cache)
    shutil.rmtree(site)
    new.rename(site)

    assert WrittenFiles(site, cache).has("a/b", digest_of(b"1"))


def test_nothing_is_known_of_another_folder_and_of_a_damaged_record(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    built(tmp_path / "site", cache, {"a": b"a"})
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a").write_bytes(b"a")
    key = os.fsencode((tmp_path / "site").absolute())

    assert WrittenFiles(tmp_path / "site", cache).is_known
    assert not WrittenFiles(tmp_path / "other", cache).is_known

    cache.put("written files", key, b"\xc1")

    assert not WrittenFiles(tmp_path / "site", cache).is_known
