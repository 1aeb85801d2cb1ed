"""A finding about many files is short, so that a report grows with the vault and not with its square."""

from __future__ import annotations

import pytest

from knotwork.knowledge.compiler import compile_vault
from knotwork.rules import check
from knotwork.vault.vault import Vault


@pytest.mark.parametrize(
    ("count", "end"),
    [
        (5, "alias of 'x0.md', 'x1.md', 'x2.md', 'x3.md', 'x4.md'"),
        (6, "alias of 'x0.md', 'x1.md', 'x2.md', 'x3.md', 'x4.md' and 1 more"),
    ],
)
def test_an_alias_of_many_notes_names_five(count: int, end: str) -> None:
    notes = {f"x{n}.md": "---\naliases: [same]\n---\n[[same]]\n" for n in range(count)}
    found = [each.message for each in check(compile_vault(Vault.of(notes))) if each.rule == "alias-link"]

    assert found == [f"'same' is only an {end}"] * count


def test_no_message_grows_with_the_vault() -> None:
    def lengths(count: int) -> int:
        aliased = {f"x{n}.md": "---\naliases: [same]\n---\n[[same]] [[y]]\n" for n in range(count)}
        same = {f"d{n}/y.md": "# y\n" for n in range(count)}
        found = check(compile_vault(Vault.of({**aliased, **same})))
        return max(len(each.message) + len(each.help or "") + len(each.related) for each in found)

    assert lengths(200) < lengths(20) + 50
