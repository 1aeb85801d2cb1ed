"""Dates of notes come from one log of Git, where a site wants them and front matter has none."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from knotwork.config.settings import Settings
from knotwork.mkdocs_plugin.page_cache import PageCache, decoded_part
from knotwork.model.names import NotePath
from knotwork.site.compiled_site import compiled_site
from knotwork.site.site_info import SiteInfo
from knotwork.vault.cache import Cache
from knotwork.vault.git_dates import GitDates, dates_in_log, git_dates
from knotwork.vault.vault import Vault
from memory import Memory

LONG = "".join(f"A line that is kept, number {number}.\n" for number in range(20))


def git(folder: Path, *words: str, day: str = "2026-01-01") -> None:
    when = f"{day}T12:00:00+0000"
    person = {f"GIT_{role}_{what}": "t" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(
        ["git", "-C", str(folder), *words],
        check=True,
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, **person},
    )


def commit(folder: Path, day: str, files: Mapping[str, str | None]) -> None:
    """Commit these contents on a day; None removes a file."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink() if text is None else file.write_text(text, "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "notes", day=day)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "2026-01-01", {"docs/a b.md": LONG, "docs/ü/moved.md": LONG * 2, "docs/again.md": "1"})
    commit(folder, "2026-01-02", {"docs/a b.md": f"{LONG}More.\n", "docs/again.md": None})
    commit(folder, "2026-01-03", {"docs/ü/moved.md": None, "docs/new/moved.md": f"{LONG * 2}More.\n"})
    commit(folder, "2026-01-04", {"docs/again.md": "2", "beside.md": "x"})
    return folder


def dates_of(folder: Path, *notes: str) -> tuple[list[tuple[str, str]], str]:
    """For each note the days of the month on which it was created and changed; and what is said."""
    known, notice = git_dates(folder, [NotePath(note) for note in notes], Cache())
    shown = [known.get(NotePath(note), GitDates()) for note in notes]
    return [(_day(dates.created), _day(dates.modified)) for dates in shown], notice


def _day(known: date | None) -> str:
    return "" if known is None else str(known.day)


def test_notes_have_the_dates_of_their_first_and_last_commits(repository: Path) -> None:
    dates, notice = dates_of(repository / "docs", "a b.md", "new/moved.md", "again.md", "draft.md")

    assert dates == [("1", "2"), ("1", "3"), ("4", "4"), ("", "")]
    assert not notice


def test_what_a_shallow_clone_does_not_know_is_said(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=2", repository.as_uri(), "clone")

    dates, notice = dates_of(tmp_path / "clone/docs", "a b.md", "new/moved.md", "again.md")

    assert dates == [("", ""), ("", ""), ("4", "4")]
    assert notice.startswith(
        "`git_dates`: the date of creation of 2 notes is not known, the history is cut off"
    )


def test_pages_have_the_dates_that_front_matter_does_not_give() -> None:
    texts = {"own.md": "---\ncreated: 2020-01-01\n---\nx\n", "plain.md": "y\n", "secret.md": "z\n"}
    known = {NotePath(note): GitDates(date(2026, 1, 1), date(2026, 1, 2)) for note in texts}
    store = Memory()
    sites = [
        compiled_site(
            Vault.of(texts),
            Settings(git_dates=True),
            SiteInfo(url="https://x.org/"),
            lambda path: texts[path],
            is_protected=lambda note: note.path == "secret.md",
            git_dates=dates,
        )
        for dates in ({}, known)
    ]
    for site in sites:
        cache = PageCache(site, store)
        around = {}
        for path in map(NotePath, texts):
            part = cache.get("around", path)
            if part is None:
                rendered = cache.rendered("around", path)
                cache.put("around", path, rendered)
                part = rendered.made
            around[path] = str(decoded_part("around", part))

    assert "2020-01-01" in around[NotePath("own.md")]
    assert "2026-01-02" in around[NotePath("own.md")]
    assert "2026-01-01" in around[NotePath("plain.md")]
    assert "2026" not in around[NotePath("secret.md")]
    feeds = [(site.feeds["feed.xml"]() or b"").decode() for site in sites]
    assert ["/plain/" in feed for feed in feeds] == [False, True]
    assert "secret" not in feeds[1]


def test_a_folder_without_history_has_no_dates(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")

    dates, notice = dates_of(tmp_path, "a.md")

    assert dates == [("", "")]
    assert notice == "`git_dates`: no dates are known, there is no history here that Git can read"


def test_dates_are_kept_until_there_is_another_commit(repository: Path, tmp_path: Path) -> None:
    cache, docs, note = Cache(tmp_path / "cache"), repository / "docs", NotePath("again.md")
    before, _ = git_dates(docs, [note], cache)
    kept, _ = git_dates(docs, [note], cache)
    commit(repository, "2026-01-09", {"docs/again.md": "3"})
    after, _ = git_dates(docs, [note], cache)
    cache.close()

    assert before == kept == {note: GitDates(date(2026, 1, 4), date(2026, 1, 4))}
    assert after == {note: GitDates(date(2026, 1, 4), date(2026, 1, 9))}


def test_the_latest_name_of_a_file_has_the_dates_of_its_former_ones() -> None:
    log = (
        b"\x012026-03-01 b\0\nR087\0old\nname.md\0new.md\0M\0kept.md\0"
        b"\x012026-02-01 a\0\nM\0old\nname.md\0D\0gone.md\0"
        b"\x012026-01-01 \0\nA\0old\nname.md\0A\0kept.md\0A\0gone.md\0"
    )

    assert dates_in_log(log) == {
        "new.md": GitDates(date(2026, 1, 1), date(2026, 3, 1)),
        "kept.md": GitDates(date(2026, 1, 1), date(2026, 3, 1)),
    }
    assert dates_in_log(b"") == {}


@pytest.mark.parametrize("day", [b"3170843-11-07", b"%as", b""])
def test_a_date_that_no_calendar_has_does_not_count(day: bytes) -> None:
    log = b"\x01" + day + b" 1\0\nM\0a.md\0\0\x012026-01-02 \0\nA\0a.md\0"
    assert dates_in_log(log) == {NotePath("a.md"): GitDates(date(2026, 1, 2), date(2026, 1, 2))}
