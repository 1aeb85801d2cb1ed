"""The APIs of a note's kind, under its title."""

from __future__ import annotations

import re

import pytest

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.site.addresses import addresses
from knotwork.site.views import View, note_properties
from knotwork.site.views.api_state import api_state
from knotwork.vault.vault import Vault


def view(notes: dict[str, str]) -> View:
    kb = compile_vault(Vault.of(notes), Settings())
    return View(kb, addresses(kb), "Notes", "", lambda: ())


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Pod", ["v1 Pod Stable since Kubernetes 1.0"]),
        (
            "HorizontalPodAutoscaler",
            [
                "autoscaling/v1 HorizontalPodAutoscaler Stable since Kubernetes 1.2",
                "autoscaling/v2 HorizontalPodAutoscaler Stable since Kubernetes 1.23",
            ],
        ),
        ("PodGroup", ["scheduling.k8s.io/v1beta1 PodGroup Beta since Kubernetes 1.37"]),
        ("EvictionRequest", ["lifecycle.k8s.io/v1alpha1 EvictionRequest Alpha since Kubernetes 1.37"]),
        ("PodSecurityPolicy", []),
        ("pod", []),
        ("'<b>'", []),
        ("{a: b}", []),
        ("", []),
    ],
)
def test_the_served_apis_of_the_highest_level_are_named(kind: str, expected: list[str]) -> None:
    html = api_state(view({"a.md": f"---\nkind: {kind}\n---\n# a\n"}), NotePath("a.md"))

    assert [re.sub("<[^>]+>", "", badge) for badge in re.findall("<span>.*?</span>", html)] == expected
    assert bool(html) == bool(expected)


def test_three_kinds_are_named_and_a_note_may_switch_it_off() -> None:
    kinds = "kind: [Pod, Job, Widget, Service]\n"
    notes = {"a.md": f"---\n{kinds}---\n", "b.md": f"---\n{kinds}knotwork: {{api_state: false}}\n---\n"}
    shown = view(notes)

    assert note_properties(shown, NotePath("a.md")).count("<span>") == 2
    assert note_properties(shown, NotePath("b.md")) == ""
    assert note_properties(view({"a.md": "kind: Pod"}), NotePath("a.md")) == ""
