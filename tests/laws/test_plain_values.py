"""Values that are accepted at once are those that a closer look accepts."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from knotwork.model.yaml_extent import not_allowed
from knotwork.snippets.fields.scalar_values import is_plainly_valid
from knotwork.snippets.fields.walk import schema_violations
from knotwork.snippets.schema.schema import Keywords, Schema
from knotwork.snippets.yaml.nodes import BOOLEAN, FLOAT, INTEGER, NULL, STRING, value_of
from knotwork.snippets.yaml.values import number

TEXTS = st.sampled_from(
    (
        *(
            "",
            "0",
            "7",
            "007",
            "-1",
            "999999999",
            "9999999999",
            "2147483648",
            "0x1F",
            "1_000",
            "\u0663",
            "1e3",
        ),
        *("TCP", "tcp", "<name>", "PORT", "100m", "1Gi", "128MB", "2026-01-31T23:59:00Z", "true", "1.5"),
    )
) | st.text(max_size=8)
TAGS = st.sampled_from((STRING, INTEGER, FLOAT, BOOLEAN, NULL, "!Ref"))
SCHEMAS = st.builds(
    Schema,
    type=st.sampled_from(
        ("", "string", "integer", "number", "boolean", "quantity", "int-or-string", "object")
    ),
    enum=st.sampled_from(((), (), ("TCP", "UDP"))),
    format=st.sampled_from(("", "int32", "int64", "date-time", "byte")),
    keywords=st.sampled_from((None, None, Keywords(maximum=5, pattern="^a"))),
)


def scalar(tag: str, text: str) -> yaml.ScalarNode:
    at = yaml.Mark("", 0, 0, 0, None, 0)
    return yaml.ScalarNode(tag, text, at, yaml.Mark("", len(text), 0, len(text), None, 0))


@given(TAGS, TEXTS, SCHEMAS)
@example(STRING, "TCP", Schema(type="string", enum=("TCP",)))
@example(INTEGER, "1", Schema(type="int-or-string"))
@example(BOOLEAN, "true", Schema(type="boolean"))
def test_what_is_plainly_valid_has_no_violations(tag: str, text: str, schema: Schema) -> None:
    node = scalar(tag, text)

    if is_plainly_valid(node, schema):
        assert schema_violations(node, schema) == []


@pytest.mark.parametrize(
    ("tag", "text", "schema"),
    [
        (STRING, "TCP", Schema(type="string", enum=("TCP", "UDP"))),
        (INTEGER, "999999999", Schema(type="integer", format="int32")),
        (STRING, "100m", Schema(type="quantity")),
    ],
)
def test_most_values_are_plainly_valid(tag: str, text: str, schema: Schema) -> None:
    assert is_plainly_valid(scalar(tag, text), schema)


@given(TAGS, TEXTS)
def test_a_number_is_what_its_text_says(tag: str, text: str) -> None:
    node = scalar(tag, text)
    value = value_of(node)

    assert number(node) == (value if tag == INTEGER and isinstance(value, int) else None)


def test_yaml_allows_all_characters_but_controls_surrogates_and_two_more() -> None:
    refused = {code for code in range(0x1_0001) if not_allowed(f"a: {chr(code)}\n")}

    controls = {*range(0x20), *range(0x7F, 0xA0)} - {0x09, 0x0A, 0x0D, 0x85}
    assert refused == {*controls, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF}
