"""Files of tests whose names say that they are bad on purpose: `testdata/invalid-name.yaml`.

The folder has to say that it is a test, and a name below it, or that of an object, what it is there for.
"""

from __future__ import annotations

import re

_BAD = "(?:invalid|bad|broken|mismatch(?:ed)?|malformed|incorrect|wrong|should-fail)"
_NAMED = re.compile(
    r"(?:^|/)(?:[\w.-]+[-_])?(?:tests?|testdata|fixtures?)/(?:[^/]+/)*"
    rf"(?:{_BAD}|{_BAD}[-_.][^/]+|[^/]+[-_.]{_BAD})(?:/[^/]+|\.(?:ya?ml|json))$",
    re.IGNORECASE,
)


_TESTS = re.compile(
    r"(?:^|/)(?:[\w.-]+[-_])?(?:tests?|testdata|fixtures?|conformance|chainsaw|e2e)/", re.IGNORECASE
)
_MEANT_TO_FAIL = re.compile(
    r"-(?:fail(?:s|ed|ing)?|bad|invalid|wrong|violating|non-?compliant)(?:-?\d+)?$"
    r"|^(?:bad|invalid|fail(?:s|ed|ing)?|wrong|violating)-",
    re.IGNORECASE,
)
"""The name of an object that a test of policies wants to be refused."""


def is_bad_example(path: str, name: str | None) -> bool:
    """Whether the path of a file, or in a test the name of an object, says that there is a mistake."""
    if not path or _TESTS.search(path) is None:
        return False
    return _NAMED.search(path) is not None or (name is not None and _MEANT_TO_FAIL.search(name) is not None)
