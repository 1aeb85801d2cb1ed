"""What the folders above a file say of it: data of tests, or the tests of a program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Meaning = Literal["data", "of a program", "tests", "asserted"]

_CALLED = r"(?:[\w.-]+[-_])?"
"""What may stand in front of the name of a folder: `my-tests`."""
_NOT_OF_CHART = r"(?<!templates/)"
_TOPICS = (
    "integration|data|resources|manifests|cases|common|unit|testing|samples?|utils?|golden|expected|scenarios?"
    "|snapshots?|mocks?|functional|acceptance|regression|smoke"
)

TEST = rf"{_CALLED}tests?"
"""A folder of tests by its plain name."""

_FOLDERS: Mapping[Meaning, tuple[str, ...]] = {
    # nobody gives it to a cluster
    "data": (
        rf"{_CALLED}(?:test[-_]?data|fixtures?|__fixtures__|unittests?|unit[-_]tests?)",
        rf"{_CALLED}\.?(?:kyverno|chainsaw)-tests?",
        r"vendor/(?:[\w.-]+\.[a-z]+|golang\.org|k8s\.io|sigs\.k8s\.io)",  # sources of a program in Go
    ),
    # the program may complete what is there, or want it to be refused
    "of a program": (
        rf"{_NOT_OF_CHART}{_CALLED}(?:e2e|conformance|chainsaw|kuttl)(?:[-_][\w.-]+)?",
        rf"{_NOT_OF_CHART}{_CALLED}tests",
        rf"{_NOT_OF_CHART}tests?/{_CALLED}(?:{_TOPICS})",
        rf"{_NOT_OF_CHART}{_CALLED}test[-_]?cases?[-_]?\d*",
    ),
    # `test` may be an environment: what is there has to say that it is wrong
    "tests": (TEST, rf"{_CALLED}(?:conformance|chainsaw|kuttl|e2e)"),
    # a file may be applied there, or be what an object has to look like
    "asserted": (r"[^/]*(?:chainsaw|kuttl)[^/]*",),
}
"""By what it says of the files below it: the names of a folder."""
_PATTERNS = {
    meaning: re.compile(rf"(?:^|/)(?:{'|'.join(names)})/", re.IGNORECASE)
    for meaning, names in _FOLDERS.items()
}


def is_below(path: str, meaning: Meaning) -> bool:
    """Whether one of the folders above a file says this of it."""
    return _PATTERNS[meaning].search(path) is not None
