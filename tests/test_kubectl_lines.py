"""Lines of kubectl: the words of any shell block stand in it, and nothing raises."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knotwork.model.note import Fence
from knotwork.model.text import FILE_START
from knotwork.snippets.commands.kubectl import command_violations
from knotwork.snippets.commands.kubectl_table import kubectl_commands, resource_types
from knotwork.snippets.commands.shell_lines import commands
from knotwork.snippets.here_documents import here_documents

_PARTS = st.sampled_from(
    [
        "kubectl ",
        "get ",
        "pods",
        " -o",
        "-x",
        "--all",
        "=",
        "'",
        '"',
        "\\",
        "\n",
        "$ ",
        "<<EOF\n",
        "EOF\n",
        "|",
    ]
    + ["#", "$(", ")", "`", "<name>", "{", "}", "é", "\t", "--", "apply ", "rollout ", ">", "2>&1", ";", "k "]
)


@given(st.lists(_PARTS, max_size=25).map("".join))
@settings(max_examples=150, deadline=None)
def test_every_word_stands_in_the_block_and_in_order(text: str) -> None:
    words = [word for command in commands(text) for word in command]

    assert all(word.start < word.end <= len(text) for word in words)
    assert all(one.end <= other.start for one, other in pairwise(words))
    for violation in command_violations(text, {"Pod": ["pods-1"]}, ()):
        assert 0 <= violation.start <= violation.end <= len(text)


def test_names_of_resource_types_are_those_of_kubectl() -> None:
    types = resource_types()

    assert [
        types[name] for name in ("po", "svc", "ingresses", "endpoints", "networkpolicies", "storageclass")
    ] == [*("Pod", "Service", "Ingress", "Endpoints", "NetworkPolicy", "StorageClass")]


def test_commands_have_their_own_flags_those_of_all_and_other_names() -> None:
    table = kubectl_commands()

    assert table["get"].flags["selector"]
    assert not table["get"].flags["all-namespaces"]
    assert table["get"].short["n"] == "namespace"
    assert table["create"].commands["cm"] == "create configmap"
    assert "record" in table["annotate"].flags


_BIG = {
    "cat <<EOF\n": "cat <<EOF\n" * 10_000,
    "k k k": f"{'k ' * 40_000}<<EOF\napiVersion: v1\nkind: Pod\nEOF\n",
    "{{{": f"kubectl apply -f - <<EOF\nkind: Pod\na: ${{x}} {'{' * 100_000}\nEOF\n",
    "[ [": f"kubectl {'[ ' * 30_000}",
}


@pytest.mark.parametrize("begin", _BIG)
def test_a_large_block_has_the_here_documents_that_end(begin: str) -> None:
    text = _BIG[begin]

    assert len([*here_documents(Fence("sh", "sh", text, FILE_START, 2, ()))]) == text.count("\nEOF")
