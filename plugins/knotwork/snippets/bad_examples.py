"""Files of tests whose names say that they are bad on purpose: `testdata/invalid-name.yaml`.

The folder has to say that it is a test, and a name below it what the file is there for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.snippets.violation import Violation, severity

_BAD = "(?:invalid|bad|broken|mismatch(?:ed)?|malformed|incorrect|wrong|should-fail)"
_NAMED = re.compile(
    r"(?:^|/)(?:[\w.-]+[-_])?(?:tests?|testdata|fixtures?)/(?:[^/]+/)*"
    rf"(?:{_BAD}|{_BAD}[-_.][^/]+|[^/]+[-_.]{_BAD})(?:/[^/]+|\.(?:ya?ml|json))$",
    re.IGNORECASE,
)


def is_bad_example(path: str) -> bool:
    """Whether the path of a file says that it is a test with a mistake."""
    return _NAMED.search(path) is not None


def as_bad_examples(violations: Sequence[Violation]) -> list[Violation]:
    """The violations of such a file: infos without a fix."""
    return [
        violation if severity(violation) == "info" else replace(violation, severity="info", repair=None)
        for violation in violations
    ]
