"""What is always true of the lints, whatever a manifest looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from inspect import getsource
from pathlib import Path
from pkgutil import iter_modules
from random import Random
from types import ModuleType
from typing import Any, TypeGuard, TypeVar

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from constraints import broken_texts
from knotwork.config.option_kinds import KUBERNETES_MINORS
from knotwork.snippets import lints
from knotwork.snippets.cel.expressions import INVALID_EXPRESSION
from knotwork.snippets.fields.quantities import amount
from knotwork.snippets.fields.walk import schema_violations
from knotwork.snippets.lints import advise, lint, lint_note
from knotwork.snippets.lints.forms import LABEL, SUBDOMAIN, corrected, fault
from knotwork.snippets.lints.lint import EVERY_KIND, PODS, Lint, NoteLint
from knotwork.snippets.lints.schedules import schedule_fault
from knotwork.snippets.lints.typos import Names, is_typo, typo
from knotwork.snippets.manifest import Manifest, manifest
from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.rules import RULES
from knotwork.snippets.schema.builtin import group_of, schemas_of
from knotwork.snippets.violation import Violation, severity
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.nodes import merged_fields, nodes
from markdown_cases import cases

T = TypeVar("T")

_FENCE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
_SUITES = (case for case in cases(Path(__file__).parent / "cases") if case.suite.startswith("snippets-"))
MANIFESTS = [text for case in _SUITES for note in case.notes.values() for text in _FENCE.findall(note)]
MANIFESTS += broken_texts()
"""The manifests of all cases, and those that break a constraint of the API server."""

_ODD = [
    "",
    "null",
    "{}",
    "[]",
    "[a]",
    "{a: b}",
    "1",
    "-1",
    "true",
    "''",
    "<x>",
    "&a x",
    "99999999999999999999",
    "[[]]",
]
_KEYS = sorted({key for text in MANIFESTS for key in re.findall(r"(\w+):", text)})


def manifests_of(text: str, *, partial: bool = False) -> list[Manifest]:
    read = [manifest(document.root, partial) for document in composed(text).documents]
    return [document for document in read if document is not None]


def declared(kind: type[T]) -> list[T]:
    """What the files of lints declare."""
    modules = [import_module(module.name) for module in iter_modules(lints.__path__, f"{lints.__name__}.")]
    return [value for module in modules for value in vars(module).values() if isinstance(value, kind)]


def everything(text: str, *, partial: bool = False) -> list[Violation]:
    manifests = manifests_of(text, partial=partial)
    alone = [violation for one in manifests for violation in (*lint(one), *advise(one))]
    return alone + [violation for _, violation in lint_note(list(enumerate(manifests)))]


def spoilt(text: str, random: Random) -> str:
    """The text with a few of its lines and values exchanged for others, or gone."""
    lines = text.split("\n")
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(lines))
        match random.randrange(4):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, random.choice(lines))
            case 2:
                lines[at] = re.sub(r": .*", lambda _: f": {random.choice(_ODD)}", lines[at])
            case _:
                places = list(re.finditer(r"(?<=[:\[{,] )[\w'.-]+(?=[,\]}\n])", lines[at]))
                if places:
                    place = random.choice(places)
                    odd = random.choice([*_ODD, random.choice(_KEYS)])
                    lines[at] = lines[at][: place.start()] + odd + lines[at][place.end() :]
        lines = lines or [""]
    return "\n".join(lines)


spoilt_manifests = st.builds(
    lambda chosen, random: "\n---\n".join(spoilt(text, random) for text in chosen),
    st.lists(st.sampled_from(MANIFESTS), min_size=1, max_size=3),
    st.randoms(use_true_random=False),
)
_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["a", "Always", "1Gi", "80"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6),
    max_leaves=40,
)
_KINDS = sorted(set(re.findall(r"apiVersion: (\S+)\nkind: (\w+)", "\n".join(MANIFESTS))))
any_manifests = st.builds(
    lambda kind, body: yaml.safe_dump({**body, "apiVersion": kind[0], "kind": kind[1]}),
    st.sampled_from(_KINDS),
    st.dictionaries(st.sampled_from(["metadata", "spec", "data", "rules", "subjects", "roleRef"]), _values),
)


_WITH_OTHER_PLACES = """apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {b: c}
binaryData: {b: YQ==}
"""


@given(spoilt_manifests | any_manifests)
@example(_WITH_OTHER_PLACES)
def test_nothing_raises_and_every_finding_is_well_formed(text: str) -> None:
    for violation in everything(text):
        assert 0 <= violation.start <= violation.end <= len(text)
        assert violation.rule is RULES[violation.rule.code]
        assert "\n" not in violation.message
        assert not violation.message.endswith(".")
        assert violation.help is None or violation.help.endswith((".", "`")), violation.help
        for start, end, phrase in violation.related:
            assert 0 <= start <= end <= len(text)
            assert phrase


@given(spoilt_manifests)
@example("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {host: abcdefg==}\n")
def test_what_is_left_out_on_purpose_brings_up_nothing_new(text: str) -> None:
    whole = everything(text)
    places = {(violation.rule, violation.start) for violation in whole}
    others = [
        violation
        for violation in everything(text, partial=True)
        # of what is wrong in a whole manifest, too, an info may say something else in a part
        if severity(violation) != "info" or (violation.rule, violation.start) not in places
    ]

    assert _reported(others) <= _reported(whole)


def _reported(violations: Iterable[Violation]) -> set[object]:
    """Violations; of an expression, of which one mistake is reported, its field."""
    return {
        violation.message.partition(": ")[0] if violation.rule is INVALID_EXPRESSION else violation
        for violation in violations
    }


@given(any_manifests)
def test_nothing_is_reported_as_missing_from_a_partial_manifest(text: str) -> None:
    messages = [found.message for one in manifests_of(text, partial=True) for found in lint(one)]

    assert [message for message in messages if message.endswith(": Required value")] == []


_WITH_A_SAFE_REPAIR = """apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 81, targetPort: "8080"}]
"""


@given(spoilt_manifests)
@example(_WITH_A_SAFE_REPAIR)
def test_a_safe_repair_settles_what_it_is_for(text: str) -> None:
    for violation in everything(text):
        if violation.repair is not None and violation.repair.safe and "&" not in text:
            better = text
            for start, end, new in sorted(violation.repair.changes, reverse=True):
                better = better[:start] + new + better[end:]

            assert violation not in everything(better)


@given(spoilt_manifests)
def test_advice_is_advice_and_nothing_else_is(text: str) -> None:
    for one in manifests_of(text):
        assert all(violation.rule.off for violation in advise(one))
        assert not any(violation.rule.off for violation in lint(one))


@given(spoilt_manifests)
def test_a_check_of_a_note_finds_the_rules_that_it_declares(text: str) -> None:
    manifests = list(enumerate(manifests_of(text)))

    for note_lint in declared(NoteLint):
        assert {violation.rule for _, violation in note_lint.check(manifests)} <= note_lint.rules


def test_a_lint_runs_for_kinds_that_kubernetes_has_had() -> None:
    groups_and_kinds = {
        f"{group_of(api_version)}/{kind}".removeprefix("/")
        for minor in KUBERNETES_MINORS
        for api_version, kind in schemas_of(minor).kinds()
    }

    for of_kinds in declared(Lint):
        assert of_kinds.kinds - {EVERY_KIND, PODS} <= groups_and_kinds


@given(st.text(alphabet="aB1-_. /é", max_size=12))
def test_a_name_that_is_suggested_is_a_name(written: str) -> None:
    for form in (LABEL, SUBDOMAIN):
        better = corrected(written, form)

        assert better is None or (fault(better, form) is None and better != written)


def test_an_anchored_mapping_is_found_once_and_merges_count() -> None:
    text = """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
    - &first {name: a, image: nginx}
    - {<<: *first, name: b}
    - *first
"""

    assert [violation.rule.code for violation in everything(text)].count("image-latest") == 1


def test_what_many_aliases_share_is_looked_at_once() -> None:
    labels = ", ".join(f"k{n}: 'a b'" for n in range(60))
    uses = "\n".join(f"    a{n}: {{matchLabels: *l}}" for n in range(60))
    text = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a, labels: &l {{{labels}}}}}\nspec:\n  x:\n{uses}\n"

    assert [violation.rule.code for violation in everything(text)].count("invalid-label") == 60


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("app-config", "app-confg", True),
        ("app-config", "app_config", True),
        ("app-config", "appConfig", True),
        ("app-config", "app-configs", True),
        ("reader", "raeder", True),
        ("app-config", "api-config", False),
        ("web-1", "web-2", False),
        ("web-1", "web-11", False),
        ("db", "dbs", False),
        ("app-config", "web-config", False),
    ],
)
def test_a_slip_is_told_from_another_name(one: str, other: str, expected: bool) -> None:
    assert is_typo(one, other) is is_typo(other, one) is expected


def test_a_known_name_is_no_slip_and_two_near_ones_are_none_either() -> None:
    assert typo("data", ["data", "Data"]) is None
    assert typo("config", ["configs", "con-fig"]) is None
    assert typo("confg", ["config", "other"]) == "config"


@given(st.lists(st.text(alphabet="abA-1", max_size=7), max_size=8), st.text(alphabet="abA-1", max_size=7))
def test_no_slip_among_many_names_is_passed_over(known: list[str], written: str) -> None:
    alike = {name for name in known if is_typo(written, name)}

    assert alike <= Names(known).near(written)


@pytest.mark.parametrize("written", ["0", "1.5Gi", "250m", "1e3", ".5", "+1", "1E", "1Ei", "12e6"])
def test_quantities_have_amounts(written: str) -> None:
    assert amount(written) is not None


@pytest.mark.parametrize(
    "written", ["*/5 0-23 1,15 * sun", "@weekly", "0 0 ? * 1-5", "5/10 * * * *", "* * * * *"]
)
def test_schedules_that_can_be_have_no_fault(written: str) -> None:
    assert schedule_fault(written) is None


@pytest.mark.parametrize(
    "of_kind", [value for value in declared(Lint) if value.fields], ids=lambda value: value.check.__name__
)
def test_what_a_lint_finds_is_in_manifests_with_one_of_the_fields_it_names(of_kind: Lint) -> None:
    manifests = [
        one
        for text in MANIFESTS
        for one in manifests_of(text)
        if of_kind.runs_for(one.group, one.kind, pods=bool(one.pods))
    ]
    found = [one for one in manifests if list(of_kind.check(one))]

    assert found
    assert not [one.name for one in found if of_kind.fields.isdisjoint(one.names)]


@given(spoilt_manifests, st.booleans())
def test_lints_find_nothing_in_manifests_without_the_fields_they_name(text: str, partial: bool) -> None:
    for one in manifests_of(text, partial=partial):
        for of_kind in lints._lints(one.group, one.kind, lints._FIELDS, pods=bool(one.pods), advice=False):
            if of_kind.fields and of_kind.fields.isdisjoint(one.names):
                assert not list(of_kind.check(one))


@given(spoilt_manifests)
def test_fields_that_were_read_before_are_those_of_the_document(text: str) -> None:
    known = schemas_of(KUBERNETES_MINORS[-1])
    for document in composed(text).documents:
        one = manifest(document.root, index=document.index)
        schema = known.kind(one.api_version, one.kind) if one is not None else None
        if document.root is None or schema is None:
            continue
        found = schema_violations(document.root, schema, index=document.index)

        assert found == schema_violations(document.root, schema)
        for node in nodes(document.root):
            expected = merged_fields(node, _text, {}) if isinstance(node, yaml.MappingNode) else {}
            assert document.index is not None
            assert document.index.fields(node) == expected


def _text(key: yaml.Node) -> str | None:
    return key.value if isinstance(key, yaml.ScalarNode) else None


def test_rules_that_are_off_by_default_stand_in_files_of_advice_alone() -> None:
    for module in lints._MODULES:
        declared = {value.off for value in vars(module).values() if _is_own_rule(value, module)}
        made = {value.advice for value in vars(module).values() if isinstance(value, Lint)}

        assert len(declared) < 2, f"{module.__name__}: a rule that is on and one that is off"
        assert not declared or not made or declared == made, f"{module.__name__}: `@advice` is for `off=True`"


def _is_own_rule(value: object, module: ModuleType) -> TypeGuard[SnippetRule]:
    """Whether a file declares the rule, and does not import it."""
    return isinstance(value, SnippetRule) and f'"{value.code}"' in getsource(module)
