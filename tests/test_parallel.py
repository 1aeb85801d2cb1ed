"""Work in several processes gives what one gives; each test is a process with one thread of its own."""

import subprocess
import sys

import pytest

from knotwork.config.option_kinds import SettingsError
from knotwork.config.options import settings_from
from knotwork.vault.parallel import process_count

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")

_READING = """
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from knotwork.config.settings import Settings
from knotwork.model.names import NotePath
from knotwork.syntax.reader import read_note
from knotwork.vault import parallel_reading
from knotwork.vault.parallel_reading import read_notes
from knotwork.vault.read_vault import read_vault

parallel_reading.LEAST, parallel_reading._TOGETHER = 3, 40
front = "keys: {1: !!binary aGk=, 2.5: .nan, 3: !!set {x}}\\nday: 2024-02-03\\nbig: 99999999999999999999\\n"
body = "- [[1#x|y]] #t ![[p.png]] ^b\\n```yaml\\na: 1\\n```\\n"
texts = [(NotePath(f"{at}.md"), f"---\\n{front}---\\n# N{at}\\n{body}") for at in range(20)]
texts += [(NotePath("bad.md"), "\\0 \\ud800 %% open"), (NotePath("empty.md"), "")]
parallel = list(read_notes(iter(texts), jobs=3))
serial = [read_note(path, text) for path, text in texts]
assert repr(parallel) == repr(serial)  # NaN is not equal to itself
assert repr(list(read_notes(texts[:2], jobs=3))) == repr(serial[:2])

with TemporaryDirectory() as folder:
    for path, text in texts:
        Path(folder, path).write_bytes(text.encode("utf-8", "surrogatepass"))
    Path(folder, "0a.md").write_bytes("utf16".encode("utf-16"))
    Path(folder, "1a.md").write_bytes(b"\\xff undecodable")
    Path(folder, "2a.md").write_bytes(b"x" * 5_000)
    Path(folder, "zz.md").write_bytes("utf16".encode("utf-16"))
    settings = Settings(max_note_bytes=4_999, warn_note_bytes=140)
    parallel = read_vault(Path(folder), replace(settings, jobs=2))
    serial = read_vault(Path(folder), replace(settings, jobs=1))
assert repr(parallel) == repr(serial)
assert len(serial.all_notes) == len(texts) + 3 and len(serial.problems) > 5
"""

_FAILING = """
import os, signal, threading
from knotwork.vault.parallel import Workers

parent, lines = os.getpid(), []

def work(task):
    if task == 7 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    if task == 3 and os.getpid() != parent:
        raise ValueError("only in another process")
    return task * 2

early = Workers(work, 2, lines.append)
with Workers(work, 2, lines.append) as workers:
    assert workers.is_parallel
    assert list(workers.results(range(20))) == [task * 2 for task in range(20)]
    assert not workers.is_parallel
    assert list(workers.results(range(3))) == [0, 2, 4]
assert len(lines) == 1 and "one was killed" in lines[0], lines

def always(task):
    raise KeyError(task)

with Workers(always, 2, lines.append) as workers:
    try:
        list(workers.results([5]))
    except KeyError as error:
        assert error.args == (5,)
    else:
        raise AssertionError
assert len(lines) == 1

release = threading.Event()
thread = threading.Thread(target=release.wait)
thread.start()
assert early.is_parallel
assert list(early.results([3, 7])) == [6, 14]
assert not early.is_parallel
with Workers(work, 2, lines.append) as workers:
    assert not workers.is_parallel  # a copy of a process with threads may have a lock that nobody frees
    assert list(workers.results([3, 7])) == [6, 14]
release.set()
thread.join()
"""


def _assert_ends_well(script: str) -> None:
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)

    assert (result.returncode, result.stderr) == (0, "")


def test_notes_read_in_processes_are_those_read_in_one():
    _assert_ends_well(_READING)


def test_work_of_a_process_that_is_killed_or_fails_is_done_by_the_parent():
    _assert_ends_well(_FAILING)


@pytest.mark.parametrize(("given", "processes"), [(1, 1), (3, 3)])
def test_a_number_of_jobs_is_that_many_processes(given, processes):
    assert process_count(settings_from({"jobs": given}, "settings", ()).jobs) == processes


def test_auto_is_at_least_one_process_and_at_most_eight():
    assert 1 <= process_count(settings_from({}, "settings", ()).jobs) <= 8


@pytest.mark.parametrize("given", [0, -1, True, "many", 1.5, [2]])
def test_jobs_are_a_number_from_one_or_auto(given):
    with pytest.raises(SettingsError, match=r"settings\.jobs: expected auto or a whole number from 1 up"):
        settings_from({"jobs": given}, "settings", ())
