"""Where fields and names stand in a block, and how stretches of its HTML are marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from knotwork.model.names import NotePath
from knotwork.model.note import Fence
from knotwork.snippets.occurrences import Occurrence, field_occurrences, reference_occurrences
from knotwork.snippets.schema.descriptions import kind_descriptions
from knotwork.snippets.yaml.recovery import recovered
from knotwork.syntax.code_html import CodeBlock, Mark
from knotwork.syntax.reader import read_note

POD = """\
- in a list
\t```yaml
\tapiVersion: v1
\tkind: Pod
\tmetadata: {name: a, labels: {app: a}}
\tspec:
\t  containers:
\t    - name: "web"
\t      image: nginx:1.28
\t      envFrom:
\t      \t- configMapRef: {name: settings}
\t  volumes:
\t    - name: data
\t      secret: {secretName: "keys"}
\t```
"""


def fence_of(note: str) -> Fence:
    (fence,) = read_note(NotePath("a.md"), note).fences
    return fence


def shown(fence: Fence, found: list[Occurrence]) -> list[str]:
    lines = fence.text.split("\n")
    return [f"{each.owner} {each.name}: {lines[each.line][each.start : each.end]}" for each in found]


def test_fields_are_found_with_the_definitions_they_belong_to() -> None:
    fence = fence_of(POD)

    assert shown(fence, field_occurrences(fence, recovered(fence))) == [
        "Pod apiVersion: apiVersion",
        "Pod kind: kind",
        "Pod metadata: metadata",
        "ObjectMeta name: name",
        "ObjectMeta labels: labels",
        "Pod spec: spec",
        "PodSpec containers: containers",
        "Container name: name",
        "Container image: image",
        "Container envFrom: envFrom",
        "EnvFromSource configMapRef: configMapRef",
        "ConfigMapEnvSource name: name",
        "PodSpec volumes: volumes",
        "Volume name: name",
        "Volume secret: secret",
        "SecretVolumeSource secretName: secretName",
    ]


def test_names_of_other_objects_are_found() -> None:
    fence = fence_of(POD)

    assert shown(fence, reference_occurrences(fence, recovered(fence))) == [
        "ConfigMap settings: settings",
        'Secret keys: "keys"',
    ]


def test_a_fragment_has_the_fields_of_its_place() -> None:
    fence = fence_of("```yaml\n- name: a\n  image: b\n  nothing: c\n```\n")

    assert shown(fence, field_occurrences(fence, recovered(fence), "Pod.spec.containers[]")) == [
        "Container name: name",
        "Container image: image",
    ]
    assert (
        field_occurrences(fence, recovered(fence), "Nothing.at.all")
        == field_occurrences(fence, recovered(fence))
        == []
    )


@given(st.text(alphabet="ab:-[]{}&*#'\"|>!%@`, \n\t?~", max_size=80))
def test_any_block_has_landmarks_within_its_lines(text: str) -> None:
    block = f"apiVersion: v1\nkind: Pod\nspec:\n{text}\n"
    fence = fence_of(f"~~~~~yaml\n{block}~~~~~\n")
    lines = fence.text.split("\n")

    for each in [
        *field_occurrences(fence, recovered(fence)),
        *reference_occurrences(fence, recovered(fence)),
    ]:
        assert 0 <= each.start <= each.end <= len(lines[each.line])


@pytest.mark.parametrize(
    ("field", "since"), [("resizePolicy", "1.27"), ("restartPolicy", "1.28"), ("image", None), ("name", None)]
)
def test_the_version_that_brought_a_field_is_known(field: str, since: str | None) -> None:
    pod = kind_descriptions("v1", "Pod")
    assert pod is not None

    assert pod["definitions"]["Container"]["fields"][field].get("since") == since


# -- marks


def test_a_mark_lies_within_a_token() -> None:
    code = CodeBlock(((("nt", "a&b"), ("p", ":"), ("", " x < y")), (("nt", "c"),)), last_line_ends=False)
    marks = [
        Mark(0, 0, 3, "<b>", "</b>"),
        Mark(0, 1, 2, "<i>", "</i>"),  # overlaps
        Mark(0, 3, 6, "<i>", "</i>"),  # in two tokens
        Mark(0, 7, 8, "<u>", "</u>"),
        Mark(1, 0, 1, "<b>", "</b>"),
        Mark(9, 0, 1, "<b>", "</b>"),  # in no line
    ]

    assert code.html(marks=marks) == (
        '<div class="highlight"><pre><span></span><code>'
        '<span class="nt"><b>a&amp;b</b></span><span class="p">:</span> x <u>&lt;</u> y\n'
        '<span class="nt"><b>c</b></span></code></pre></div>'
    )


@given(
    st.lists(st.tuples(st.text(alphabet="ab<>&;\" '", max_size=6), st.booleans()), max_size=8),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20), st.integers(0, 20)), max_size=6),
)
def test_marks_leave_the_text_as_it_is(
    parts: list[tuple[str, bool]], places: list[tuple[int, int, int]]
) -> None:
    lines = tuple((("nt" if token else "", text),) for text, token in parts)
    marks = [Mark(line, start, end, '<b title="&lt;">', "</b>") for line, start, end in places]
    changed = CodeBlock(lines, last_line_ends=False).html(marks=marks)

    assert html.fromstring(changed).text_content() == "\n".join(text for text, _ in parts)
    assert changed.count("<b ") == changed.count("</b>") <= len(marks)
