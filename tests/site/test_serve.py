"""A server while notes are written: what is saved is shown, what breaks is survived, what is mended heals."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from site_builds import built_site, environment, program, write_vault

NOTES = {
    "index.md": "# Home\n\n[[a]] [[b]]\n",
    "a.md": "# A\n\nfirst words of A [[b]]\n",
    "b.md": "# B\n\nfirst words of B\n",
    "x/c.md": "# C\n\n[[a]] #k8stodo\n",
}
PATIENCE = 300.0
"""Seconds until something that must happen has not happened."""


@dataclass(frozen=True)
class Server:
    """A running server and where its log goes."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def get(self, url: str) -> tuple[int, str]:
        """Status and text of an answer; a request that hangs fails."""
        return self.ask("/" + quote(url, safe="/"))

    def ask(self, address: str) -> tuple[int, str]:
        """The same of an address as it is sent."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def is_alive(self) -> bool:
        return self.process.poll() is None


def free_port() -> int:
    """A port that nobody listens at, below those that the system gives to connections meanwhile."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port


@contextmanager
def serving(where: Path, *command: str) -> Iterator[Server]:
    """A server on a free port of this machine, from its first answer until the test is done with it."""
    port = free_port()
    log = where / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [program(command[0]), *command[1:], "--dev-addr", f"127.0.0.1:{port}"],
            cwd=where,
            env=environment(),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        server = Server(process, port, log)
        try:
            until(lambda: answers(server) or not server.is_alive(), server, "the server answers")
            assert server.is_alive(), server.said()
            yield server
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def serving_folder(root: Path, notes: dict[str, str | bytes]) -> Iterator[tuple[Server, Path]]:
    """`knotwork serve` of a bare folder with those notes."""
    folder = write_vault(root / "vault", notes)
    with serving(root, "knotwork", "serve", str(folder)) as server:
        yield server, folder


def answers(server: Server) -> bool:
    try:
        return server.get("")[0] in (200, 302, 404)
    except (ConnectionError, TimeoutError):
        return False


def until(happened: Callable[[], bool], server: Server, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"{what}: not within {PATIENCE} s\n{server.said()[-3000:]}"
        time.sleep(0.1)


def shows(server: Server, url: str, text: str) -> None:
    """Wait until a page has a text."""
    until(lambda: text in server.get(url)[1], server, f"/{url} shows {text!r}")


def is_well(server: Server) -> None:
    """Every page answers, and the server is there."""
    for url in ("", "a/", "b/", "x/c/", "x/", "todo/", "tags/", "gone/", "search/search_index.json"):
        status, _ = server.get(url)

        assert status in (200, 404), f"/{url}: {status}"
    assert server.is_alive(), server.said()


def test_a_bare_folder_is_served_with_all_its_pages(tmp_path: Path) -> None:
    with serving_folder(tmp_path, dict(NOTES)) as (server, folder):
        for url in ("", "a/", "b/", "x/c/", "x/", "todo/", "tags/"):
            assert server.get(url)[0] == 200, url
        assert "first words of A" in server.get("a/")[1]
        assert server.get("gone/")[0] == 404

        (folder / "a.md").write_text("# A\n\nsecond words of A\n")
        shows(server, "a/", "second words of A")

        (folder / "new.md").write_text("# New\n\n[[a]]\n")
        shows(server, "new/", "<h1")
        shows(server, "a/", "../new/")
        is_well(server)


def overwritten(content: bytes) -> Callable[[Path], object]:
    return lambda note: note.write_bytes(content)


def replaced(put: Callable[[Path], object]) -> Callable[[Path], object]:
    """Something else in the note's place."""
    return lambda note: (note.unlink(), put(note))


BREAKAGES: dict[str, Callable[[Path], object]] = {
    "bytes that are no text": overwritten(b"\xff\xfe"),
    "broken front matter": overwritten(b"---\ntitle: [1\n---\n# A\n"),
    "odd front matter": overwritten(b"---\ntemplate: no.html\ntags: 5\nhide: 1\n---\n# A\n"),
    "an embed of itself": overwritten(b"# A\n\n![[a]] ![[b]]\n"),
    "half of it saved": overwritten("# A\n\n```yaml\nfirst: wörd".encode()[:-2]),
    "nothing in it": overwritten(b""),
    "gone": Path.unlink,
    "renamed": lambda note: note.rename(note.with_name("renamed.md")),
    "a link to nothing": replaced(lambda note: note.symlink_to("nowhere")),
    "a link to itself": replaced(lambda note: note.symlink_to(note)),
    "a pipe": replaced(os.mkfifo),
}
"""What may happen to `a.md` while someone works on it."""


def test_the_server_survives_whatever_happens_to_a_note_and_heals(tmp_path: Path) -> None:
    """(BAD 1, 18)"""
    with serving_folder(tmp_path, dict(NOTES)) as (server, folder):
        note = folder / "a.md"
        for number, (what, happens) in enumerate(BREAKAGES.items()):
            happens(note)
            # the build that saw the breakage is over when another note's text of the same moment is there
            (folder / "b.md").write_text(f"# B\n\nafter {what} ({number})\n")
            shows(server, "b/", f"after {what} ({number})")
            is_well(server)

            mend(folder, number)
            shows(server, "a/", f"mended {number}")
            is_well(server)
        assert "Traceback" not in server.said()


def mend(folder: Path, number: int) -> None:
    """Put `a.md` back, with a text of its own, whatever stands in its place."""
    note = folder / "a.md"
    note.unlink(missing_ok=True)
    (folder / "renamed.md").unlink(missing_ok=True)
    note.write_text(f"# A\n\nmended {number} [[b]]\n")


def test_a_vault_that_is_broken_from_the_start_is_served_and_heals(tmp_path: Path) -> None:
    notes: dict[str, str | bytes] = {
        **NOTES,
        "a.md": b"\xff\xfe",
        "b.md": "---\ntitle: [1\n---\n\n![[b]]\n",
    }
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "dangling.md").symlink_to("gone.md")
    os.mkfifo(tmp_path / "vault" / "pipe.md")
    with serving_folder(tmp_path, notes) as (server, folder):
        is_well(server)
        assert "could not be read well" in server.get("a/")[1]

        (folder / "a.md").write_text("# A\n\nwell again\n")
        shows(server, "a/", "well again")
        is_well(server)


@pytest.mark.parametrize("fail_on", ["never", "info"])
def test_mkdocs_serve_shows_what_is_saved_whatever_fails_a_build(tmp_path: Path, fail_on: str) -> None:
    write_vault(tmp_path / "docs", NOTES)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: N\nsite_url: https://example.com/sub/\ntheme: {name: material, font: false}\n"
        "strict: true\n"
        f"plugins: [search, {{knotwork: {{fail_on: {fail_on}}}}}]\ndraft_docs: draft.md\n"
    )
    (tmp_path / "docs" / "draft.md").write_text("# Draft\n\nnot yet for everyone [[a]]\n")
    with serving(tmp_path, "mkdocs", "serve") as server:
        shows(server, "sub/a/", "first words of A")
        shows(server, "sub/draft/", "not yet for everyone")

        (tmp_path / "docs" / "a.md").write_text("# A\n\n[[nowhere]] second words\n")
        shows(server, "sub/a/", "second words")
        shows(server, "sub/wanted/", "nowhere")

        (tmp_path / "mkdocs.yml").write_bytes(
            (tmp_path / "mkdocs.yml").read_bytes() + b"copyright: by someone\n"
        )
        shows(server, "sub/a/", "by someone")
        assert server.is_alive()


# -- the log


def many_broken(count: int) -> dict[str, str | bytes]:
    """Notes with five broken links each, `count` in all."""
    links = " ".join(f"[[no such note {link}]]" for link in range(5))
    notes: dict[str, str | bytes] = {
        f"n{number:03}.md": f"# N{number}\n\n[[index]] {links}\n" for number in range(count // 5)
    }
    return {"index.md": "# Home\n\n" + " ".join(f"[[{name[:-3]}]]" for name in notes), **notes}


def after(server: Server, start: int, text: str) -> list[str]:
    """The lines of ours in the log from an offset on, once the browsers are told to reload."""
    until(lambda: "Reloading browsers" in server.said()[start:], server, text)
    return [line for line in server.said()[start:].splitlines() if "knotwork:" in line]


def test_the_log_says_what_a_save_changed_and_nothing_old(tmp_path: Path) -> None:
    with serving_folder(tmp_path, many_broken(1500)) as (server, folder):
        first = [line for line in server.said().splitlines() if "knotwork:" in line]
        assert "1,500 errors" in first[0]
        assert "(knotwork check vault lists them)" in first[0]
        assert not any("[missing-note]" in line for line in first)
        assert "/knotwork-" not in server.said(), "no temporary path"
        assert "error[" not in server.said(), "a level is named once"

        note, start = folder / "n042.md", len(server.said())
        text = note.read_text()
        note.write_text(f"{text}\n[[brand new]]\n")
        lines = after(server, start, "the new finding")
        assert lines[0].startswith("ERROR")
        assert "n042.md:5:1: no note is called 'brand new'" in lines[0]
        assert "5 | [[brand new]]" in server.said()[start:]
        assert lines[1].endswith("1,500 others (knotwork check vault)")
        assert len(lines) == 2

        start = len(server.said())
        note.write_text(f"a line above\n\n{text}")
        lines = after(server, start, "what is fixed")
        assert "fixed: n042.md: no note is called 'brand new' [missing-note]" in lines[0]
        assert lines[1].endswith("1,500 others (knotwork check vault)")
        assert len(lines) == 2


# -- a server for its writer alone


def raw(server: Server, path: str, host: str | None) -> int:
    """The status of an answer to a path as it is, and a `Host` header."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        named = f"Host: {host}\r\n" if host else ""
        connection.sendall(f"GET {path} HTTP/1.1\r\n{named}Connection: close\r\n\r\n".encode())
        return int(connection.makefile("rb").readline().split()[1])


def test_other_sites_get_nothing_and_no_path_is_an_internal_error(tmp_path: Path) -> None:
    with serving_folder(tmp_path, dict(NOTES)) as (server, _):
        own = (
            "127.0.0.1",
            f"127.0.0.1:{server.port}",
            f"localhost:{server.port}",
            "[::1]:1",
            "192.168.0.7",
            None,
        )
        for host in own:
            assert raw(server, "/", host) == 200, host
        for host in (
            "evil.example",
            f"evil.example:{server.port}",
            "localhost.evil.example",
            "127.0.0.1.nip.io",
        ):
            assert raw(server, "/", host) == 403, host
            assert raw(server, "/livereload/0/1", host) == 403, host
        for path in (
            "/%00",
            "/a/%00/",
            "/a%00.html",
            f"/{'x' * 5000}",
            f"/livereload/{'9' * 5000}/1",
        ):
            assert raw(server, path, "localhost") == 404, path[:20]
        assert "Traceback" not in server.said()
        is_well(server)


def test_a_build_that_fails_is_shown_and_no_request_hangs(tmp_path: Path) -> None:
    config = (
        "site_name: N\ntheme: {name: material, font: false, custom_dir: over}\nplugins: [search, knotwork]\n"
    )
    write_vault(tmp_path / "docs", NOTES)
    write_vault(tmp_path, {"mkdocs.yml": config, "over/main.html": '{% extends "base.html" %}\n'})
    with serving(tmp_path, "knotwork", "serve", "docs") as server:
        shows(server, "a/", "first words of A")
        for broken in ("plugins: [search, knotwork", "plugins: [no-such-plugin]\n", "site_name: [1, 2]\n"):
            (tmp_path / "mkdocs.yml").write_text(config.replace("plugins:", broken))
            shows(server, "a/", "The site could not be built")
            assert "<code>mkdocs.yml:" in server.get("a/")[1]
            assert bar(server, "a/") == ""
            assert server.get("a/")[0] == 503
            assert server.is_alive()

            (tmp_path / "mkdocs.yml").write_text(config)
            shows(server, "a/", "first words of A")

        (tmp_path / "over" / "main.html").write_text("{% if %}")
        (tmp_path / "docs" / "a.md").write_text("# A\n\nsecond words\n")
        shows(server, "a/", "This page could not be made")
        (tmp_path / "over" / "main.html").write_text('{% extends "base.html" %}\n')
        (tmp_path / "docs" / "a.md").write_text("# A\n\nthird words\n")
        shows(server, "a/", "third words")
        assert "Traceback" not in server.said()

        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(10) == 0


# -- what is wrong with a note, on its page


def bar(server: Server, page: str) -> str:
    """The bar with the findings of a page, as its script asks for it."""
    return server.ask(f"/livereload/knotwork/bar?page=/{quote(page)}")[1]


def test_a_note_s_findings_are_on_its_page_while_it_is_written(tmp_path: Path) -> None:
    with serving_folder(tmp_path, dict(NOTES)) as (server, folder):
        assert "No findings on this page" in bar(server, "a/")

        (folder / "a.md").write_text("# A\n\n[[b]]\n\n[[no <such> note]]\n")
        until(lambda: "1 error on this page" in bar(server, "a/"), server, "the bar has the finding")
        assert "line 5: no note is called" in bar(server, "a/")
        assert "a.md:5:1 · missing-note" in bar(server, "a/")
        assert "<such>" not in bar(server, "a/")
        assert "no note is called" not in bar(server, "b/")
        assert "2 other findings" in bar(server, "b/")
        assert server.get("livereload/knotwork/other.js")[0] == 404

        (folder / "a.md").write_text("---\ntitle: Review: salaries\n---\n# A\n\nsecret words\n")
        shows(server, "a/", "This note is not published")
        assert "Line 2: " in server.get("a/")[1]
        assert "secret words" not in server.get("a/")[1]
        assert "a.md:2:" in bar(server, "a/")

        (folder / "a.md").write_text("# A\n\nall is well\n")
        shows(server, "a/", "all is well")
        assert "kw-problem" not in server.get("a/")[1]


def test_a_build_shows_no_reader_what_is_wrong(tmp_path: Path) -> None:
    done = built_site(tmp_path, {"a.md": "# A\n\n[[no such note]]\n"})

    assert done.code == 0, done.output
    marks = ("livereload", "kw-writer", "knotwork-bar", "kw-led-to")
    for file in (file for file in done.site.rglob("*") if file.is_file()):
        assert not any(mark.encode() in file.read_bytes() for mark in marks), file
