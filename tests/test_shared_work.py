"""Tasks that forked processes share are done once each, whatever becomes of the processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from knotwork.vault.shared_work import SharedWork

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def results(work: SharedWork) -> tuple[dict[int, bytes], dict[int, bytes]]:
    """What this process did, and what others did."""
    return dict(work.here()), dict(work.elsewhere())


def slowly(task: int) -> bytes:
    """Something that takes so long that others come to their turn."""
    time.sleep(0.002)
    return f"{task} by {os.getpid()}".encode()


@pytest.mark.parametrize("others", [0, 1, 3])
@pytest.mark.parametrize("tasks", [0, 1, 60])
def test_each_task_is_done_once(tasks: int, others: int) -> None:
    work = SharedWork(slowly, tasks)
    work.fork(others, lambda: None)
    own, foreign = results(work)
    work.close()

    assert sorted([*own, *foreign]) == list(range(tasks))
    assert all(result.startswith(b"%d by " % task) for task, result in (own | foreign).items())
    assert not any(result.endswith(str(os.getpid()).encode()) for result in foreign.values())
    assert not work.has_lost


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), signal.SIGKILL)", "1 / 0"])
def test_what_a_process_did_before_its_end_counts(end: str) -> None:
    code = f"""
import os, signal
from knotwork.vault.shared_work import SharedWork

here = os.getpid()

def do(task):
    if os.getpid() != here and task == 3:
        {end}
    return bytes(200_000)

work = SharedWork(do, 8)
work.fork(1, lambda: None)
foreign = dict(work.elsewhere())
own = dict(work.here())
work.close()
assert sorted(foreign) == [0, 1, 2], foreign.keys()
assert sorted(own) == [4, 5, 6, 7], own.keys()
assert work.has_lost
assert {{*foreign.values(), *own.values()}} == {{bytes(200_000)}}
"""
    assert_ends_well(code)


def test_processes_end_when_the_work_is_closed() -> None:
    code = """
import os, signal
from knotwork.vault.shared_work import SharedWork

work = SharedWork(lambda task: signal.pause(), 2)
work.fork(1, lambda: None)
assert os.waitpid(-1, os.WNOHANG) == (0, 0), "the other process works"
work.close()
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    pass
else:
    raise AssertionError("a process is left")
"""
    assert_ends_well(code)


def assert_ends_well(code: str) -> None:
    """In a process of its own: one with several threads, as a worker of the tests is, forks nothing."""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)

    assert ended.returncode == 0, ended.stderr
