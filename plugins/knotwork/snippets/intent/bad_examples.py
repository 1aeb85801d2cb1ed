"""Files that may be bad on purpose: data of tests, and those whose names say so: `tests/invalid-name.yaml`.

Nobody gives the data of a program's tests to a cluster: `testdata/`, `.kyverno-test/`. What is wrong in
`tests/` a program may complete, or want to be refused. In `test/`, which may be an environment, a name below
it, or that of an object, has to say what it is there for; `broken`, `faulty` and `buggy` say it anywhere.
"""

from __future__ import annotations

import re

from knotwork.snippets.folders_of_tests import TEST, is_below

_BAD = "(?:invalid|bad|broken|mismatch(?:ed)?|malformed|incorrect|wrong|should-fail)"
_REFUSED = re.compile(
    r"(?:^|/)(?:in|non-)valid[-_](?:examples?|samples?|manifests?|crs?)/"
    r"|(?:^|/)(?:samples?|examples?)/(?:[^/]+/)*(?:[^/]+[-_])?(?:disallowed|denied|not[-_]allowed|violations?|violating)"
    r"(?:[-_][^/]+)?(?:/[^/]+|\.(?:ya?ml|json))$",
    re.IGNORECASE,
)
"""A sample of what a policy refuses, or a folder of invalid ones."""
_NAMED = re.compile(
    rf"(?:^|/){TEST}/(?:[^/]+/)*"
    rf"(?:{_BAD}|{_BAD}[-_.][^/]+|[^/]+[-_.]{_BAD})(?:/[^/]+|\.(?:ya?ml|json))$",
    re.IGNORECASE,
)
"""What the tests call so, or a folder of them."""
_CALLED_BAD = re.compile(rf"(?:^|/){_BAD}[-_.][^/]*$", re.IGNORECASE)
"""The file of what may be wrong, if its object is called so as well."""
_BROKEN = re.compile(
    r"(?:^|/)(?![^/]*(?:fix|sol(?:ution|ved)|answer|repair|correct|circuit))"
    r"(?:(?:broken|faulty|buggy)(?:[-_.][^/]*)?|invalid|incorrect|malformed"
    r"|[^/]*[-_](?:broken|faulty|buggy)(?:[-_]?\d+)?)\.(?:ya?ml|json)$",
    re.IGNORECASE,
)
"""The file of an exercise: not `broken-service-fixed.yaml`, nor a service called `brokenhost.yaml`."""
_EXERCISE = re.compile(
    r"(?:^|/)(?:ex|exercise|lab|task|challenge|aufgabe|[üu]bung|ejercicio|exercice"
    r"|exerc[íi]cio)[ _-]*\d+[ _-][^/]*"
    r"\b(?:fix|debug|repair)[ _-](?:(?:the|a)[ _-])?broken[ _-][^/]*/"
    r"(?![^/]*(?:fix|sol(?:ution|ved)|answer|correct|l[öo]sung))[^/]+\.(?:ya?ml|json)$",
    re.IGNORECASE,
)
"""A file in the folder of an exercise: `ex3 - fix broken Pod/pod.yaml`."""
_MEANT_TO_FAIL = re.compile(
    r"-(?:fail(?:s|ed|ing)?|bad|invalid|wrong|violating|non-?compliant)(?:-?\d+)?$"
    r"|^(?:bad|invalid|fail(?:s|ed|ing)?|wrong|violating)-",
    re.IGNORECASE,
)
"""The name of an object that a test of policies wants to be refused."""


def is_bad_example(path: str, name: str | None) -> bool:
    """Whether the path of a file, or in a test the name of an object, says that there may be a mistake."""
    if not path:
        return False
    if _BROKEN.search(path) is not None or _EXERCISE.search(path) is not None:
        return True
    if name is not None and _CALLED_BAD.search(path) is not None and _MEANT_TO_FAIL.search(name) is not None:
        return True
    if is_below(path, "data") or is_below(path, "of a program") or _REFUSED.search(path) is not None:
        return True
    if not is_below(path, "tests"):
        return False
    return _NAMED.search(path) is not None or (name is not None and _MEANT_TO_FAIL.search(name) is not None)
