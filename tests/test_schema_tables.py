"""Tables in the code that the bundled schemas could contradict agree with them, for every minor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from knotwork.config.option_kinds import KUBERNETES_MINORS, STATE
from knotwork.snippets.directives import DIRECTIVE_WORDS
from knotwork.snippets.fields.fragments import UnknownPath, at_path
from knotwork.snippets.manifest import POD_TEMPLATES
from knotwork.snippets.schema.builtin import NEWEST, schemas_of
from knotwork.snippets.schema.enums import _SINCE, field_enums, value_since
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.wrapping import USUAL_PATHS

REMOVED_GROUPS = {"extensions"}
"""Groups with workloads that no bundled minor serves any more."""


def template_paths(schema: Schema, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where a kind has a PodTemplateSpec, down to the depth of a CronJob's."""
    if schema.name == "PodTemplateSpec":
        yield path
    elif len(path) < 4:
        for name, below in schema.fields.items():
            yield from template_paths(below, (*path, name))


@pytest.mark.parametrize("minor", KUBERNETES_MINORS)
def test_pods_are_looked_for_where_the_schemas_have_their_templates(minor: str) -> None:
    known = schemas_of(minor)
    by_schema = {
        (api_version.rpartition("/")[0], kind): path
        for api_version, kind in known.kinds()
        if not kind.endswith("List") and (schema := known.kind(api_version, kind)) is not None
        for path in template_paths(schema)
    }

    by_table = {kind: path for kind, path in POD_TEMPLATES.items() if path and kind[0] not in REMOVED_GROUPS}
    assert by_table == by_schema


@pytest.mark.parametrize(("place", "newer"), _SINCE.items(), ids=lambda each: ".".join(each))
def test_a_value_is_valid_from_its_minor_on(place: tuple[str, str], newer: Mapping[str, str]) -> None:
    owner, field = place
    for value, since in newer.items():
        at = KUBERNETES_MINORS.index(since)
        having = [value in field_enums(owner, minor)[field] for minor in KUBERNETES_MINORS]

        assert having == [index >= at for index in range(len(KUBERNETES_MINORS))]
        assert value_since(owner, field, value) == since


@pytest.mark.parametrize(("name", "path"), USUAL_PATHS.items())
def test_a_part_is_wrapped_where_a_value_of_its_type_is(name: str, path: str) -> None:
    schema = at_path(schemas_of(NEWEST), path, {})

    assert not isinstance(schema, UnknownPath)
    assert schema.name == name


def test_every_word_of_a_directive_can_be_a_setting() -> None:
    for word in DIRECTIVE_WORDS:
        assert STATE.read(word, "k8s", ()) == word
