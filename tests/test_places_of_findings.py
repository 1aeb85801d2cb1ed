"""Where findings begin and end, character by character, and what their related places are."""

from __future__ import annotations

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.text import Lines
from knotwork.rules import check
from knotwork.snippets.yaml.paths import written
from knotwork.vault.vault import Vault


def covered(text: str, rule: str, **settings: object) -> list[str]:
    """What the findings of a rule cover of a note."""
    return [Lines(text).slice(each.location.span) for each in of_rule(text, rule, **settings)]


def of_rule(text: str, rule: str, **settings: object) -> list[Diagnostic]:
    chosen = Settings(**settings)  # type: ignore[arg-type]
    return [each for each in check(compile_vault(Vault.of({"a.md": text}), chosen)) if each.rule == rule]


def manifest(spec: str, kind: str = "Pod") -> str:
    return f"```yaml\napiVersion: v1\nkind: {kind}\nmetadata: {{name: a}}\n{spec}```\n"


def test_a_finding_about_a_value_covers_it() -> None:
    text = manifest("spec:\n  restartPolicy: Alwayz\n  contaners: []\n")

    assert covered(text, "unknown-value") == ["Alwayz"]
    assert covered(text, "unknown-field") == ["contaners"]


def test_a_finding_about_a_mapping_covers_its_first_character() -> None:
    env = manifest(
        "spec:\n  containers:\n    - name: a\n      image: nginx:1.28\n"
        "      env:\n        - {name: A, valueFrom: {}}\n"
    )
    nameless = manifest("spec:\n  containers: [{image: nginx:1.28}]\n")

    assert covered(env, "one-of") == ["{"]
    assert covered(env, "missing-limits", security_advice=True) == ["a"]
    assert covered(nameless, "missing-limits", security_advice=True) == ["{"]


def test_what_is_given_twice_leads_to_the_first() -> None:
    text = manifest("data: {a: x, b: y, a: z}\n", "ConfigMap")
    (found,) = of_rule(text, "duplicate-key")

    assert covered(text, "duplicate-key") == ["a"]
    assert [Lines(text).slice(each.location.span) for each in found.related] == ["a"]
    assert found.related[0].location.span < found.location.span


def test_an_empty_key_is_no_key_that_is_given_twice() -> None:
    assert of_rule(manifest("data: {a: x, b: y}\n", "ConfigMap"), "duplicate-key") == []


def test_a_document_behind_another_is_counted_and_placed() -> None:
    text = (
        "```yaml\n"
        + "---\n".join(
            f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\nextra: 1\n" for name in "abc"
        )
        + "```\n"
    )

    assert [each.location.span.start.line for each in of_rule(text, "unknown-field")] == [5, 10, 15]
    assert covered(text, "unknown-field") == ["extra"] * 3


def test_what_is_merged_is_there_and_a_field_s_own_value_wins() -> None:
    text = manifest("data:\n  <<: [{a: 1x, b: 1x}, {a: 2x, c: 2x}]\n  b: own\n", "ConfigMap")

    assert [each.rule for each in check(compile_vault(Vault.of({"a.md": text})))] == ["orphan-note"]


def test_places_in_manifests_are_written_as_people_do() -> None:
    assert written([]) == ""
    assert written(["spec", "containers", 0, "image"]) == "spec.containers[0].image"
    assert (
        written(["metadata", "labels", "app.kubernetes.io/name"]) == "metadata.labels[app.kubernetes.io/name]"
    )
    assert written([0, "a"]) == "[0].a"


def test_a_name_that_a_link_cannot_hold_is_no_fix() -> None:
    def fixes(name: str) -> list[str]:
        kb = compile_vault(Vault.of({"a.md": "[[C basics]]", name: ""}))
        return [each.fix.title for each in check(kb) if each.rule == "missing-note" and each.fix]

    assert fixes("C+basics.md") == ["Write [[C+basics]]"]
    assert fixes("C#basics.md") == []
