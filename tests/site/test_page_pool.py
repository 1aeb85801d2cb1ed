"""Pages rendered in several processes are those rendered in one, also when a page or a process fails."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from site_builds import Build, built_site

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")

NOTES = {
    "index.md": "# Home\n\n[[bad]] [[n1]] #t\n\n![[n2#Part]]\n",
    "bad.md": "# Bad\n\nwords of bad [[n3]] #t\n\n- later #k8stodo\n",
    "secret.md": "---\npassword: x\n---\n# Secret\n\nnobody reads this [[n1]]\n",
    "changed.md": "# Changed\n\nCHANGE [[n4]]\n",
    **{
        f"n{number}.md": f"---\naliases: [x{number}]\n---\n# N{number}\n\n## Part\n\n"
        f"[[n{number * 7 % 20}|see]] N{number * 3 % 20} #t/{number % 3}\n\n"
        f"```yaml\nkind: Pod\nmetadata: {{name: n{number}}}\n```\n"
        for number in range(20)
    },
}
_FEW = """
import os, signal
from knotwork.mkdocs_plugin import page_pool, whole_pages
from knotwork.vault.shared_work import SharedWork
from knotwork.site import views
from knotwork.site.note_page import NotePage
from knotwork.vault import parallel_reading

page_pool.LEAST, page_pool._TOGETHER, parallel_reading.LEAST = 3, 2, 3
whole_pages.LEAST, whole_pages._TOGETHER = 3, 2
here = os.getpid()
"""
_CHANGING = """
def on_page_markdown(markdown, **more):
    return markdown.replace("CHANGE", "another plugin's words and [[n5]]")
"""
"""It reads pages: they are made in two steps, and only their parts in other processes."""
_ALL_ELSEWHERE = """
here_only = SharedWork.here
SharedWork.here = lambda work: iter(()) if work._children else here_only(work)
"""
"""Leaves all pages to the other process, so that what fails there fails in every run."""
_BROKEN_PARTS = """
plain, whole = views.linked_from, NotePage.content

def linked_from(view, path):
    if path == "n3.md":
        raise ValueError("no list")
    return plain(view, path)

def content(page, *given):
    if page.path == "n4.md":
        raise ValueError("no content")
    return whole(page, *given)

views.linked_from, NotePage.content = linked_from, content
"""
_KILLED = """
whole = NotePage.content

def content(page, *given):
    if page.path == "n9.md" and os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(page, *given)

NotePage.content = content
"""
_NOTHING_MADE = """
whole = NotePage.content

def content(page, *given):
    assert page.is_protected, "what another process made is kept"
    return whole(page, *given)

NotePage.content = content
"""
_USED = """
def on_post_build(**more):
    import resource
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0, "no process was forked"
"""


def _built(folder: Path, jobs: int, hook: str = "", more: str = "") -> Build:
    folder.mkdir(exist_ok=True)
    (folder / "hook.py").write_text(_FEW + hook)
    config = f"hooks: [hook.py]\nplugins: [search, {{knotwork: {{jobs: {jobs}, fail_on: never}}}}]\n{more}"
    return built_site(folder, NOTES, config)


def _messages(build: Build) -> list[str]:
    lines = (line for line in build.output.splitlines() if " seconds" not in line)
    return [line.replace(str(build.site), "site") for line in lines]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site as one process builds it, page by page."""
    return _built(tmp_path_factory.mktemp("whole") / "1", 1)


def test_pages_rendered_in_processes_are_those_rendered_in_one(tmp_path: Path) -> None:
    serial = _built(tmp_path / "1", 1, _CHANGING)
    parallel = _built(tmp_path / "2", 2, _CHANGING + _USED)

    assert parallel.code == 0, parallel.output
    assert "another plugin's words" in parallel.page("changed/")
    assert _messages(serial) == _messages(parallel)
    assert serial.files() == parallel.files()


def test_pages_made_whole_are_those_made_in_two_steps(whole: Build, tmp_path: Path) -> None:
    parallel = _built(tmp_path / "2", 2, _ALL_ELSEWHERE)
    in_steps = _built(tmp_path / "3", 1, "def on_post_page(output, **more):\n    return output\n")

    again = _built(tmp_path / "2", 2, _NOTHING_MADE)

    why = "'hook.py' works on pages, and may need all of them"
    in_turn = f"INFO    -  knotwork: one process makes the pages: {why}"
    assert (
        [line for line in _messages(in_steps) if line != in_turn] == _messages(whole) == _messages(parallel)
    )
    assert _messages(in_steps).count(in_turn) == 1
    assert whole.files() == again.files()
    assert whole.files() == parallel.files()
    assert whole.files() == in_steps.files()


@pytest.mark.parametrize("kind", [_ALL_ELSEWHERE, _CHANGING])
def test_pages_and_parts_that_fail_in_a_process_fail_as_they_do_in_one(kind: str, tmp_path: Path) -> None:
    serial, parallel = (_built(tmp_path / f"{jobs}", jobs, kind + _BROKEN_PARTS) for jobs in (1, 2))

    assert "no list (in hook.py, line" in serial.output
    assert "no content (in hook.py, line" in serial.output
    assert _messages(serial) == _messages(parallel)
    assert serial.files() == parallel.files()


def test_a_process_that_is_killed_is_said_and_changes_nothing(whole: Build, tmp_path: Path) -> None:
    killed = _built(tmp_path / "2", 2, _ALL_ELSEWHERE + _KILLED, "strict: true\n")

    assert killed.code == 0, killed.output
    assert killed.output.count("the other processes are gone (one was killed)") == 1
    assert whole.files() == killed.files()
