"""What is true of YAML in notes, wherever its fence stands: places, published texts, and fixes."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from knotwork.cli.autofix import autofix
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.model.text import Lines
from knotwork.rules import check
from knotwork.vault.vault import Vault

A = NotePath("a.md")

_LINES = st.sampled_from(
    (
        *(
            "apiVersion: v1",
            "kind: Pod",
            "kind: ConfigMap",
            "metadata:",
            "  name: web",
            "\tname: web",
            "  label:",
        ),
        *(
            "    app: web",
            "\t\tapp: web",
            "spec:",
            "  containers:",
            "    - name: web",
            "\t- name: web",
            "---",
            "...",
        ),
        *(
            "      image: nginx",
            "      imge: nginx",
            "data:",
            "  port: 80",
            "  on: yes",
            "  a: 'b",
            "# k8s: partial",
        ),
        *(
            "  ports: [80, ",
            "  ...",
            "",
            "  {{ x }}",
            '  q: "it\\\'s"',
            "  <<: *a",
            "  b: &a {c: d}",
            "x",
            "- y",
        ),
    )
)
_YAML = st.lists(_LINES, min_size=1, max_size=16).map(lambda lines: "\n".join(lines) + "\n")
_STATES = st.sampled_from(("", " {k8s=partial}", ' {k8s="invalid"}', " {k8s=patch}", ' {k8s="Pod.spec"}'))

_PLACES: tuple[Callable[[str], str], ...] = (
    lambda fence: fence,
    lambda fence: "- item\n\n" + textwrap.indent(fence, "  "),
    lambda fence: textwrap.indent(fence, "> ", lambda line: True),
    lambda fence: "!!! note\n" + textwrap.indent(fence, "    "),
    lambda fence: "1. one\n   > quote\n   >\n" + textwrap.indent(fence, "   > ", lambda line: True),
)


@st.composite
def notes(draw: st.DrawFn) -> str:
    """A note with a fence of YAML somewhere, and text around it."""
    marks = draw(st.sampled_from(("```", "~~~~")))
    fence = f"{marks}yaml{draw(_STATES)}\n{draw(_YAML)}{marks}\n"
    return f"before `x`\n\n{draw(st.sampled_from(_PLACES))(fence)}\nafter\tit\n"


def compiled(text: str) -> KnowledgeBase:
    return compile_vault(Vault.of({"a.md": text}))


@given(notes())
def test_findings_stand_in_the_note_and_nothing_fails(text: str) -> None:
    kb = compiled(text)
    lines = Lines(text)

    for each in check(kb, lambda path: text):
        assert each.rule != "internal-error"
        start, end = each.location.span.start, each.location.span.end
        assert start <= end
        assert 1 <= start.line <= len(lines.starts)
        assert 1 <= start.column <= len(lines.line(start.line)) + 1
        assert 1 <= end.column <= len(lines.line(end.line)) + 1


@given(notes())
def test_what_is_published_is_what_stands_in_the_fence(text: str) -> None:
    kb = compiled(text)
    snippets = kb.snippets.by_note.get(A, ())

    for each in snippets:
        fence = kb.notes[A].fences[each.fence]
        assert each.text in fence.text
        assert each.text == "".join(fence.text.splitlines(keepends=True)[slice(*each.lines)])
        assert each.line == fence.first_line + each.lines[0]
    for one, other in itertools.pairwise(snippets):
        assert one.fence != other.fence or one.lines[1] <= other.lines[0]
    files = [each.file for each in snippets if each.file]
    assert len({*files}) == len(files)


@given(notes())
def test_fixes_are_done_after_one_time_and_leave_the_rest_of_the_note(text: str) -> None:
    kb = compiled(text)
    before = {(each.rule, each.message) for each in check(kb, lambda path: text)}
    once = autofix(kb, lambda path: text, lambda path: text, lambda code: True)
    after = once.after.get(A, text)
    twice = autofix(compiled(after), lambda path: after, lambda path: after, lambda code: True)

    assert not twice.after
    assert after.startswith("before `x`\n")
    assert after.endswith("\nafter\tit\n")
    now = {(each.rule, each.message) for each in check(compiled(after), lambda path: after)}
    assert {rule for rule, _ in now} <= {rule for rule, _ in before}
