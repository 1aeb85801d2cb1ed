"""The expressions of a manifest: those that do not compile, at their places."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.cel.environment import Flaw, Variables, flaw, is_installed
from knotwork.snippets.cel.functions import FUNCTIONS
from knotwork.snippets.fields.suggestions import did_you_mean
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.placeholders import is_literal

INVALID_EXPRESSION = snippet_rule(
    "invalid-expression",
    "error",
    "manifests",
    """
    A CEL expression does not compile, or reads a field that does not exist.

    The API server rejects the object. Expressions are in the rules of a CustomResourceDefinition
    (`x-kubernetes-validations`), in admission policies, in the match conditions of webhooks, and in the
    selectors of devices. The messages are those of the API server.

    Bad:

    ```yaml {k8s="invalid:invalid-expression"}
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata:
      name: replicas
    spec:
      matchConstraints:
        resourceRules:
          - apiGroups: [apps]
            apiVersions: [v1]
            operations: [CREATE, UPDATE]
            resources: [deployments]
      validations:
        - expression: object.spec.replicas =< 5
    ```

    Good:

    ```yaml
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata:
      name: replicas
    spec:
      matchConstraints:
        resourceRules:
          - apiGroups: [apps]
            apiVersions: [v1]
            operations: [CREATE, UPDATE]
            resources: [deployments]
      validations:
        - expression: object.spec.replicas <= 5
    ```

    This needs the extra `cel`: `pip install "knotwork[cel]"`; without it, one info per manifest says that its
    expressions are not checked. With it, the rules of a
    CustomResourceDefinition are also evaluated for the resources in the notes, and reported as
    `invalid-value`. Expressions that are too deep, take too many steps, or need the old object (`oldSelf`)
    are left to the API server.
    """,
)
_STANDARD = (
    *("size", "has", "all", "exists", "exists_one", "map", "filter", "matches", "contains", "startsWith"),
    *("endsWith", "split", "join", "replace", "substring", "trim", "lowerAscii", "upperAscii", "charAt"),
    *("format", "int", "uint", "double", "string", "bytes", "bool", "type", "dyn", "timestamp", "duration"),
    *("getFullYear", "getMonth", "getDate", "getDayOfWeek", "getHours", "getMinutes", "getSeconds"),
    *("orValue", "hasValue", "value", "optMap", "optFlatMap", "optional.of", "optional.none"),
)
_TO_FILL_IN = re.compile(
    r"[A-Z]+(?:_[A-Z]+)+|(?=(?:[\w-]+ ){2})(?:[\w-]+ )*(?:CEL|expression)(?: [\w-]+)*", re.ASCII
)
"""A placeholder for a whole expression: `CEL_EXPRESSION`, `a CEL expression`.

No variable of Kubernetes has such a name, and no expression has three words without a sign between them.
"""
_KNOWN = tuple(dict.fromkeys((*_STANDARD, *(function.name for function in FUNCTIONS))))


def unchecked(node: yaml.Node) -> Violation:
    """What is reported at the first expression of a manifest when none can be checked."""
    message = "expressions in CEL are not checked: cel-expr-python is not installed"
    help_ = 'Install it with `pip install "knotwork[cel]"`.'
    return replace(at_node(INVALID_EXPRESSION, node, message, help_), severity="info")


def expression_violations(
    node: yaml.Node | None, where: str, variables: Variables, returns: str
) -> Iterator[Violation]:
    """What is wrong with the expression at a node; nothing for a placeholder, or without the library."""
    if not isinstance(node, yaml.ScalarNode) or not is_literal(node.value) or not is_installed():
        return
    if _TO_FILL_IN.fullmatch(node.value):
        return
    wrong = flaw(node.value, variables, returns)
    if wrong is not None:
        yield violation_in(node, wrong, where, [*_KNOWN, *(name for name, _ in variables)])


def violation_in(node: yaml.ScalarNode, wrong: Flaw, where: str, known: list[str]) -> Violation:
    """The violation for a flaw of the expression at a node; `known` are the names that can be meant."""
    help_ = None
    hint = did_you_mean(wrong.unknown, known) if wrong.unknown and wrong.unknown not in known else ""
    if wrong.message.startswith("Syntax error: token recognition error at: '="):
        help_ = "CEL compares with `==`, `<=` and `>=`."
    elif wrong.unknown in ("length", "lenght", "len", "count"):
        help_ = "CEL has `size()`."
    elif wrong.is_call and any(function.name == wrong.unknown for function in FUNCTIONS):
        help_ = f"Call it as `{wrong.unknown}(…)`."
    elif "mismatched input 'and'" in wrong.message or "mismatched input 'or'" in wrong.message:
        help_ = "Write `&&` for and, `||` for or, `!` for not."
    line = f", line {wrong.line}" if "\n" in node.value.rstrip("\n") else ""
    violation = at_node(INVALID_EXPRESSION, node, f"{where}{line}: {wrong.message}{hint}", help_)
    violation = replace(violation, path="")
    start = node.start_mark.index
    if node.end_mark.index - start == len(node.value) + (2 if node.style in ("'", '"') else 0):
        # on one line and without escapes, so that the expression stands there as it is read
        start += (1 if node.style else 0) + wrong.column - 1
        end = min(start + wrong.length, node.end_mark.index)
        return replace(violation, start=min(start, end), end=end)
    return violation
