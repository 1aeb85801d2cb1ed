r"""Text in double quotes with `\'`, which Kubernetes accepts and YAML does not; tests of charts with `\s`."""

from __future__ import annotations

import re
from collections.abc import Callable

from knotwork.model.equivalences import Equivalence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.compose import Composed, broken_documents
from knotwork.snippets.yaml.parser_messages import NO_ESCAPE
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

YAML_ESCAPE = snippet_rule(
    "yaml-escape",
    "warning",
    "yaml",
    r"""
    A text in double quotes holds `\'`, which is no escape in YAML.

    kubectl accepts it. Other programs that read YAML, such as editors and CI, reject the file.

    Bad:

    ```yaml {k8s="invalid:yaml-escape"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: escape
    data:
      greeting: "it\'s up"
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: escape
    data:
      greeting: "it's up"
    ```

    `check --fix` removes the backslash.
    """,
    position=4,
    safe_by=(Equivalence.ESCAPE,),
)
_SUITE = lazy_regex(r"^tests:[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*[ ]*-[ ]+it:[ ]", re.MULTILINE)
"""The head of the tests in a suite of helm-unittest."""
_LONE_BACKSLASH = lazy_regex(r"(?<!\\)(?:\\\\)*\\(?!\\)")
_NO_ESCAPE = lazy_regex(r"(?<!\\)((?:\\\\)*)\\(?![0abtnvfre \"/\\N_LPxuU\t\n])")
_ESCAPES = 100
"""The most `\\'` of one block that are replaced."""


def without_escapes(read: Composed, compose: Callable[[str], Composed]) -> tuple[Composed, list[Violation]]:
    r"""A text that was read, without `\'`, and the violations for what was replaced.

    `compose` reads a text.
    """
    if _is_of_suite(read, compose):
        return compose(_NO_ESCAPE.sub(r"\1x", read.text)), []
    violations: list[Violation] = []
    for _ in range(_ESCAPES):
        errors = (violation for violation in read.violations if violation.rule is YAML_SYNTAX)
        error = next(errors, None)
        if error is None or not error.message.endswith(NO_ESCAPE):
            break  # outside of double quotes it is another mistake, or none
        at = read.text.find("\\'", max(0, error.start - 1), error.start + 2)
        if at == -1:
            break
        read = compose(f"{read.text[:at]} '{read.text[at + 2 :]}")
        violations.append(
            Violation(
                YAML_ESCAPE,
                at,
                at + 2,
                "`\\'` is not an escape in double quotes, though Kubernetes accepts it",
                "Write `'`: only `\"` and `\\` need a backslash there.",
                repair=Repair("Write `'`", (Equivalence.ESCAPE,), ((at, at + 2, "'"),)),
            )
        )
    return read, violations


def _is_of_suite(read: Composed, compose: Callable[[str], Composed]) -> bool:
    """Whether a text is tests of a chart: helm-unittest doubles lone backslashes in what it cannot read."""
    if "it:" not in read.text or not _SUITE.search(read.text):
        return False
    doubled = compose(_LONE_BACKSLASH.sub(r"\g<0>\\", read.text))
    return not broken_documents(doubled)
