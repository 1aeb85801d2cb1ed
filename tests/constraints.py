"""The constraints that the API server checks beyond its schemas: the table in `data/constraints.yaml`.

`python tests/constraints.py` prints it: what each kind must meet, and the rule that finds what does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

TABLE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data" / "constraints.yaml").read_text("utf-8")
)
_LONGEST = 10_000
_LONG = re.compile(r"\$\{(\d+)\}")


class Constraint(NamedTuple):
    """A constraint of a kind, with the change that breaks it."""

    kind: str
    it: str
    change: dict[str, Any]
    rule: str
    """The rule that finds the change; empty: none does."""


def constraints() -> Iterator[Constraint]:
    """All constraints of the table."""
    for kind, entry in TABLE.items():
        for row in entry["constraints"]:
            yield Constraint(kind, row["it"], row["set"], "" if "left" in row else row["rule"])


def broken(constraint: Constraint) -> dict[str, Any]:
    """The whole manifest of the kind with the change in it."""
    manifest: dict[str, Any] = yaml.safe_load(TABLE[constraint.kind]["whole"])
    for path, value in constraint.change.items():
        *above, last = path.split(".") if path != "metadata.name" else ("metadata", "name")
        node: Any = manifest
        for step in above:
            node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
        if isinstance(node, list):
            node[int(last)] = lengthened(value)
        elif value is None:
            del node[last]
        else:
            node[last] = lengthened(value)
    return manifest


def lengthened(value: Any) -> Any:
    """A value with texts of that many letters for `${64}`."""
    if isinstance(value, dict):
        return {key: lengthened(below) for key, below in value.items()}
    match = _LONG.fullmatch(value) if isinstance(value, str) else None
    return "a" * int(match[1]) if match else value


def broken_texts() -> list[str]:
    """The manifests that break a constraint, without very long ones."""
    texts = (yaml.safe_dump(broken(constraint), sort_keys=False) for constraint in constraints())
    return [text for text in texts if len(text) < _LONGEST]


def main() -> None:
    """Print the table."""
    rows = list(constraints())
    for constraint in rows:
        print(f"{constraint.kind:32}{constraint.rule or '(left)':22}{constraint.it}")
    left = sum(not constraint.rule for constraint in rows)
    print(f"\n{len(rows)} constraints of {len(TABLE)} kinds, {len(rows) - left} are checked, {left} are left")


if __name__ == "__main__":
    main()
