"""The fields that removed APIs had and their replacements do not are known, for all bundled minors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knotwork.config.option_kinds import KUBERNETES_MINORS
from knotwork.snippets.schema.builtin import NEWEST, schemas_of
from knotwork.snippets.schema.lifecycle import lifecycle
from knotwork.snippets.schema.migrations import dropped, renamed
from knotwork.snippets.schema.schema import Schema


def fields_only_in(
    old: Schema, new: Schema, path: str = "", above: frozenset[str] = frozenset()
) -> Iterator[str]:
    """The paths of fields, without indexes, that a schema has and another one has not."""
    for name, field in old.fields.items():
        below = f"{path}.{name}".removeprefix(".")
        if name not in new.fields:
            yield below
            continue
        theirs = new.fields[name]
        while field.items is not None and theirs.items is not None:
            field, theirs = field.items, theirs.items
        if field.fields and theirs.fields and field.name not in above:
            yield from fields_only_in(field, theirs, below, above | {field.name})


def removed_apis() -> dict[tuple[str, str], str]:
    """The APIs that the newest minor does not serve, with the last minor that does."""
    newest = schemas_of(NEWEST).kinds()
    last = {api: minor for minor in KUBERNETES_MINORS for api in schemas_of(minor).kinds()}
    return {api: minor for api, minor in last.items() if api not in newest and not api[1].endswith("List")}


REPLACED = {
    (api_version, kind): minor
    for (api_version, kind), minor in removed_apis().items()
    if (known := lifecycle(api_version, kind)) is not None and (known.replacement or "").endswith(f" {kind}")
}


def test_removed_apis_are_among_the_bundled_minors() -> None:
    assert len(REPLACED) > 20


@pytest.mark.parametrize(("api_version", "kind"), sorted(REPLACED))
def test_a_field_that_the_replacement_does_not_have_is_known(api_version: str, kind: str) -> None:
    known = lifecycle(api_version, kind)
    assert known is not None
    assert known.replacement is not None
    old = schemas_of(REPLACED[api_version, kind]).kind(api_version, kind)
    new = schemas_of(NEWEST).kind(known.replacement.partition(" ")[0], kind)
    assert old is not None
    assert new is not None

    unknown = [
        path
        for path in fields_only_in(old, new)
        if not dropped(path.rpartition(".")[2], kind) and not renamed(path, kind)
    ]

    assert not unknown, "name them in schema/migrations.py"
