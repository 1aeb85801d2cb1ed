"""YAML that is not for Kubernetes, validated by a JSON Schema: compose files, workflows, any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import yaml

from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.limits import YAML_LIMIT
from knotwork.snippets.yaml.nodes import TAG, Fields, merged_fields, plain
from knotwork.snippets.yaml.paths import written
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

JSON_SCHEMA = snippet_rule(
    "json-schema",
    "error",
    "fields",
    """
    A block does not fit the JSON Schema that is set for it.

    This checks YAML that is not for Kubernetes, such as compose files and CI workflows. Nothing is
    downloaded: the schema is a local file.

    Bad:

    ```yaml title="compose.yaml"
    services:
      web:
        image: nginx:1.27
        port: ["8080:80"]
    ```

    Good:

    ```yaml title="compose.yaml"
    services:
      web:
        image: nginx:1.27
        ports: ["8080:80"]
    ```

    `json_schemas` in the settings assigns schemas to blocks, by the block's title or the note's path:
    `compose*.yaml: schemas/compose.json`. A single block can name an attachment of the vault instead:
    `{schema=schemas/compose.json}`. A block with `{k8s=skip}` is not checked.
    """,
    position=5,
)


Check = Callable[[yaml.Node], list[Violation]]

_LIMIT = 50
"""The most violations of one document that are reported."""


@lru_cache(maxsize=64)
def json_schema_check(text: str) -> Check | str:
    """The check of documents by a JSON Schema, itself JSON or YAML; or a phrase about why it cannot be used.

    Nothing is fetched: a schema that refers to another file cannot be used.
    """
    # a binary of some megabytes: only a vault with such schemas loads it
    from jsonschema_rs import FancyRegexOptions, ReferencingError, ValidationError, validator_for

    read = composed(text)
    problems = [
        violation.message for violation in read.violations if violation.rule in (YAML_SYNTAX, YAML_LIMIT)
    ]
    if problems or not read.documents or read.documents[0].root is None:
        return problems[0] if problems else "the file is empty"
    try:
        validator = validator_for(
            plain(read.documents[0].root),
            validate_formats=True,
            retriever=_refuse,
            pattern_options=FancyRegexOptions(backtrack_limit=100_000),
        )
    except (ValidationError, ReferencingError, ValueError, TypeError) as error:
        return (str(error).splitlines() or ["not a JSON Schema"])[0]

    def check(root: yaml.Node) -> list[Violation]:
        violations: dict[tuple[int, str], Violation] = {}
        for error in validator.iter_errors(_value(root, {}, {})):
            for violation in _violations(root, error):
                violations.setdefault((violation.start, violation.message), violation)
            if len(violations) >= _LIMIT:
                break
        return sorted(violations.values(), key=lambda violation: violation.start)

    return check


def _refuse(uri: str) -> Any:
    raise ValueError(f"it refers to {uri}, and nothing is fetched")


def _violations(root: yaml.Node, error: Any) -> Iterator[Violation]:
    path = list(error.instance_path)
    key, node = _at(root, path)
    where = written(path)
    unexpected = getattr(error.kind, "unexpected", None)
    if unexpected is not None and isinstance(node, yaml.MappingNode):
        for name in unexpected:
            child = next((key for key, _ in node.value if _key(key) == name), node)
            yield _violation(child, f'unknown field "{name}"{f" in {where}" if where else ""}')
        return
    message = str(error.message)
    short = message if len(message) <= 160 else message[:157] + "…"
    # a violation of a whole mapping or list is shown at its key
    yield _violation(
        node if isinstance(node, yaml.ScalarNode) or key is None else key, f"{where}: {short}".lstrip(": ")
    )


def _violation(node: yaml.Node, message: str) -> Violation:
    start = node.start_mark.index
    end = node.end_mark.index if isinstance(node, yaml.ScalarNode) else start
    # the message has the path, as JSON Schema counts it
    return Violation(JSON_SCHEMA, start, end, message, "The block's JSON Schema says so.", path="")


def _at(root: yaml.Node, path: list[str | int]) -> tuple[yaml.Node | None, yaml.Node]:
    """The key and the value at a path, as far as the path exists."""
    key, node = None, root
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if _key(k) == str(step)), None)
            if pair is None:
                break
            key, node = pair
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            break
    return key, node


def _value(node: yaml.Node, known: dict[int, Any], merged: dict[yaml.Node | None, Fields]) -> Any:
    """The value in YAML 1.2, where `on` and `yes` are strings. An alias is the same object as its anchor."""
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if id(node) not in known:
        if isinstance(node, yaml.MappingNode):
            fields = merged_fields(node, _key, merged)
            known[id(node)] = {name: _value(value, known, merged) for name, (_, value) in fields.items()}
        else:
            known[id(node)] = [_value(item, known, merged) for item in node.value]
    return known[id(node)]


def _scalar(node: yaml.ScalarNode) -> Any:
    if node.tag == f"{TAG}bool" and node.value.lower() not in ("true", "false"):
        return node.value
    value = plain(node)
    return str(node.value) if isinstance(value, float) and value - value != 0 else value


def _key(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
