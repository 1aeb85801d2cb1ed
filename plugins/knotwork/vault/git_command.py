"""Git, run for names and contents only.

No hook, no filter and no program that a repository's configuration names is run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_SAFE = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "core.quotePath=false")
_OF_ANOTHER_CALL = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Variables that Git sets for hooks; the repository is that of the vault."""
SECONDS = 60
"""How long Git may take to answer."""


def git_output(folder: Path, *arguments: str) -> bytes | None:
    """What Git writes when it is run in a folder; None when it fails, or is not there."""
    try:
        done = subprocess.run(  # noqa: S603
            [*git_command(folder), *arguments],
            capture_output=True,
            timeout=SECONDS,
            env=git_environment(),
        )
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    return done.stdout if done.returncode == 0 else None


def git_command(folder: Path) -> list[str]:
    """The command that runs Git in a folder, without its arguments."""
    return [shutil.which("git") or "git", *_SAFE, "-C", str(folder)]


def git_environment() -> dict[str, str]:
    """The environment in which Git asks nobody, and no other host."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_CALL}
    return {
        **kept,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }
