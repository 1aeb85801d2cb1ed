"""Two spellings are one name only under the table of equivalences."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knotwork.model.equivalences import (
    NAMES,
    Equivalence,
    equivalences,
    name_form,
    only_equivalent,
    plural_forms,
)

SAME = {
    ("pod-spec", "Pod Spec"): "SEPARATORS LETTER_CASE",
    ("Secrets", "Secret"): "PLURAL",
    ("secret", "secrets"): "PLURAL",
    ("node classes", "NodeClass"): "SEPARATORS LETTER_CASE PLURAL",
    ("caches", "cache"): "PLURAL",
    ("PVCs", "PVC"): "PLURAL",
    ("heroes", "hero"): "PLURAL",
    ("größe", "gro\u0308ße"): "",
    ("gro\u0308ße", "größe"): "UNICODE_FORM",
    ("Ｐｏｄ", "Pod"): "UNICODE_FORM",
    ("pod\u00a0spec", "pod spec"): "SEPARATORS",
    ("pod 2", "pod2"): "SEPARATORS",
    ("2026-04-10", "2026 04 10"): "SEPARATORS",
    ("pod\u200bspec", "podspec"): "UNICODE_FORM",
    ("pod_spec", "podSpec"): "SEPARATORS LETTER_CASE",
    ("http-server", "HTTPServer"): "SEPARATORS LETTER_CASE",
    ("re-sign", "resign"): "SEPARATORS JOINED",
    ("every day", "everyday"): "SEPARATORS JOINED",
    ("_index", "index"): "SEPARATORS JOINED",
    ("pod specs", "podspec"): "SEPARATORS PLURAL JOINED",
}
OTHER = [
    ("K8S CRI", "K8S CNI"),
    ("recreate", "create"),
    ("2026-04-10", "2026-04-01"),
    ("2026-04-10", "20260410"),
    ("diagram-2", "diagram-1"),
    ("NoSchedule", "Schedulers"),
    ("v1.2", "v12"),
    ("a-1-2", "a-12"),
    ("Pods 1", "Pod 1"),
    ("https", "http"),
    ("HTTPs", "HTTP"),
    ("dns", "dn"),
    ("notes", "not"),
    ("policies", "policy"),
    ("windows", "window"),
    ("LDAPS", "LDAP"),
    ("ldaps", "LDAP"),
    ("NATS", "NAT"),
    ("redis", "redi"),
    ("status", "statu"),
    ("canvas", "canva"),
    ("x²", "x2"),
    ("cafe", "café"),
    ("C++", "C"),
    ("-", "_"),
    ("", " "),
]


@pytest.mark.parametrize("pair", [pair for pair, by in SAME.items() if by], ids=" = ".join)
def test_these_are_one_name(pair: tuple[str, str]) -> None:
    assert equivalences(*pair) == tuple(Equivalence[each] for each in SAME[pair].split())


@pytest.mark.parametrize("pair", OTHER, ids=" != ".join)
def test_these_are_two_names(pair: tuple[str, str]) -> None:
    assert equivalences(*pair) == equivalences(*reversed(pair)) == ()


names = st.text(st.sampled_from("aAbsSexz -_0129ä\u0308Ａ１é.+"), max_size=12)


@given(names, names)
def test_it_does_not_matter_which_of_two_is_written(one: str, other: str) -> None:
    assert equivalences(one, other) == equivalences(other, one)


@given(names, names)
@example("pod 2", "Pod2")
@example("a-０1s", "a 01")
def test_names_that_are_the_same_have_the_same_numbers(one: str, other: str) -> None:
    if equivalences(one, other):
        found = [re.findall(r"\d+", unicodedata.normalize("NFKC", each)) for each in (one, other)]
        assert found[0] == found[1]


@given(names, st.sampled_from(["upper", "-", "_", " ", "NFD", "s"]), st.data())
def test_a_name_written_otherwise_is_found_by_its_form(name: str, how: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name)))
    match how:
        case "upper":
            other = name[:at].upper() + name[at:]
        case "NFD":
            other = unicodedata.normalize("NFD", name)
        case _:
            other = name[:at] + how + name[at:]

    if equivalences(other, name):
        assert name_form(name) in set(plural_forms(name_form(other)))


def test_of_two_known_names_none_is_taken() -> None:
    assert only_equivalent("pod_spec", ["Pod Spec", "pods", "pod-spec"]) is None
    assert only_equivalent("pod_spec", ["pods", "pod-spec"]) == ("pod-spec", (Equivalence.SEPARATORS,))


def test_each_difference_of_names_is_shown_alone() -> None:
    alone = {by[0] for by in (equivalences(*pair) for pair in SAME) if len(by) == 1}

    assert alone | {Equivalence.LETTER_CASE} == set(NAMES)
