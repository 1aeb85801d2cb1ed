"""A fix that moves a line takes with it what stands below it: lists, texts, comments, at whatever depth."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.rules import check
from knotwork.rules.fixes import apply_fixes
from knotwork.vault.vault import Vault

A = NotePath("a.md")
CHILDREN = (
    ["command:", "  - /bin/sh", "  - -c", '  - "true"'],
    ["args: [one, two]"],
    ["script: |", "  set -e", "", "    run it"],
    ["env:", "  # the first", "  - name: A", "    value: b"],
    ["note: one", "  two"],
    ["rules:", "  - - a", "    - b"],
)


def block(children: list[list[str]], width: int) -> str:
    lines = [f"{' ' * width}{line}".rstrip() for child in children for line in child]
    return "\n".join(["things:", "  - name: one", *lines, ""])


@given(st.lists(st.sampled_from(CHILDREN), min_size=2, max_size=4, unique_by=lambda child: child[0]))
def test_what_stands_below_a_moved_line_moves_with_it(children: list[list[str]]) -> None:
    note = f"# A\n\n```yaml\n{block(children, 5)}```\n"
    fixes = [found.fix for found in check(compile_vault(Vault.of({A: note}))) if found.fix]

    for fix in fixes:
        after = apply_fixes({A: note}, [fix])[0][A].split("```yaml\n")[1].removesuffix("```\n")
        assert yaml.safe_load(after) == yaml.safe_load(block(children, 4))


def test_such_a_fix_is_there() -> None:
    note = f"# A\n\n```yaml\n{block([CHILDREN[1], CHILDREN[0]], 5)}```\n"

    assert any(found.fix for found in check(compile_vault(Vault.of({A: note}))))
