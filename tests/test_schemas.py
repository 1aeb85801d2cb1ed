"""The bundled schemas say what Kubernetes' published ones say, for every minor and every kind."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotwork.config.option_kinds import KUBERNETES_MINORS
from knotwork.snippets.schema.builtin import NEWEST, group_of, schemas_of
from knotwork.snippets.schema.descriptions import kind_descriptions, kinds
from knotwork.snippets.schema.lifecycle import Lifecycle, known_lifecycles, lifecycle
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.schema.zero_values import taken_as_zero
from published_schemas import schema_script

ROOT = Path(__file__).parents[1]
DATA = ROOT / "plugins" / "knotwork" / "snippets" / "schema" / "data"
CHOICES = {"Quantity": "quantity", "IntOrString": "int-or-string"}


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    return schema_script()


# -- the data files


@pytest.mark.parametrize("name", ["schemas", "descriptions"])
def test_the_script_writes_what_is_bundled(dev: ModuleType, name: str) -> None:
    written = {"schemas": dev.pool, "descriptions": dev.descriptions}[name]()
    bundled = (DATA / f"{name}.zlib").read_bytes()

    assert zlib.decompress(written) == zlib.decompress(bundled), "run .dev/schemas"
    if "ng" not in zlib.ZLIB_RUNTIME_VERSION:  # zlib-ng packs otherwise
        assert written == bundled


def test_the_script_refuses_schemas_that_take_unknown_fields(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    lax = {name: {**body} for name, body in dev.definitions("1.30").items()}
    del lax["io.k8s.api.core.v1.PodSpec"]["additionalProperties"]
    monkeypatch.setattr(dev, "definitions", lambda minor: lax)

    with pytest.raises(AssertionError, match="take unknown fields"):
        dev.pool()


def test_the_data_are_small() -> None:
    assert (DATA / "schemas.zlib").stat().st_size < 60_000
    assert (DATA / "descriptions.zlib").stat().st_size < 300_000


def test_the_data_have_the_minors_that_the_settings_know() -> None:
    header = zlib.decompress((DATA / "schemas.zlib").read_bytes()).partition(b"\n")[0]

    assert json.loads(header)["minors"] == list(KUBERNETES_MINORS)


# -- parity


@pytest.mark.parametrize("minor", KUBERNETES_MINORS)
def test_every_kind_is_compiled_as_it_is_published(dev: ModuleType, minor: str) -> None:
    published = corrected(dev, minor)
    known = schemas_of(minor)
    compared: set[tuple[int, str]] = set()
    expected = {("v1", "List")}
    for full, body in published.items():
        if full.startswith("io.k8s.apimachinery.pkg.apis.meta."):
            continue
        for each in body.get("x-kubernetes-group-version-kind", ()):
            key = f"{each['group']}/{each['version']}".lstrip("/"), each["kind"]
            expected.add(key)
            schema = known.kind(*key)
            assert schema is not None
            asked = known.kinds()[key], schema.required
            assert {"apiVersion", "kind", *body.get("required", ())} <= {*schema.required}, key
            compare(schema, body, published, dev.REQUIRED, compared, whole=asked)

    assert {*known.kinds()} == expected
    assert len(compared) > 400


@pytest.mark.parametrize("minor", KUBERNETES_MINORS)
def test_every_definition_is_compiled_as_it_is_published(dev: ModuleType, minor: str) -> None:
    published = corrected(dev, minor)
    known = schemas_of(minor)
    compared: set[tuple[int, str]] = set()
    for full in published:
        assert any(
            agrees(each, full, published, dev.REQUIRED, compared)
            for each in known.named(full.rpartition(".")[2])
        ), full
    with_fields = sum("properties" in body for body in published.values())

    assert len([*known.definitions()]) == with_fields + 1  # and `kind: List`


def corrected(dev: ModuleType, minor: str) -> dict[str, Any]:
    """The published definitions, without what a newer minor no longer says is required, and what may be 0."""
    newest = dev.definitions(KUBERNETES_MINORS[-1])
    found = {}
    for full, body in dev.definitions(minor).items():
        now = newest.get(full, body)
        asked = [
            name
            for name in body.get("required", ())
            if name not in now.get("properties", {}) or name in now.get("required", ())
            if name not in taken_as_zero(full.rpartition(".")[2])
        ]
        optional = taken_as_zero(full.rpartition(".")[2])
        properties = {
            name: {**field, "type": [*_listed(field["type"]), "null"]}
            if name in optional and "type" in field and "null" not in field["type"]
            else field
            for name, field in body.get("properties", {}).items()
        }
        found[full] = {**body, "required": asked, **({"properties": properties} if properties else {})}
    return found


def _listed(types: str | list[str]) -> list[str]:
    return [types] if isinstance(types, str) else types


@pytest.mark.parametrize("minor", ["1.25", "1.30", "1.33", "1.35"])
def test_what_older_schemas_ask_for_by_mistake_is_not_missing(minor: str) -> None:
    binding, policy = schemas_of(minor).named("RoleRef")[0], schemas_of(minor).named("NetworkPolicySpec")[0]

    assert "apiGroup" not in binding.required
    assert "podSelector" not in policy.required
    assert "name" in binding.required


def agrees(schema: Schema, full: str, *others: Any) -> bool:
    try:
        compare(schema, {"$ref": f"#/$defs/{full}"}, *others)
    except AssertionError:
        return False
    return True


def compare(
    schema: Schema,
    body: Mapping[str, Any],
    published: Mapping[str, Any],
    added: Mapping[str, tuple[str, ...]],
    compared: set[tuple[int, str]],
    *,
    required: bool = False,
    name: str = "",
    whole: tuple[str, tuple[str, ...]] | None = None,
) -> None:
    """A schema and all below it against the JSON Schema it was compiled from."""
    full = whole[0] if whole else ""
    if "$ref" in body:
        full = body["$ref"].removeprefix("#/$defs/")
        body, name = published[full], full.rpartition(".")[2]
    if (id(schema), full) in compared and full:
        return
    compared.add((id(schema), full))
    types = body.get("type", [])
    types = [types] if isinstance(types, str) else types
    asked = whole[1] if whole else (*body.get("required", ()), *added.get(full, ()))
    expected_type = CHOICES.get(name) or next((each for each in types if each != "null"), "")
    takes_null = not expected_type or ((not types or "null" in types) and not required)
    properties = body.get("properties", {})
    is_list = expected_type == "array"

    assert schema.type == expected_type
    assert whole or schema.name == name
    assert schema.nullable == (takes_null and whole is None)
    assert {*schema.required} == {*asked}
    assert schema.closed == (body.get("additionalProperties") is False)
    assert schema.format == body.get("format", "")
    assert [*schema.enum] == body.get("enum", [])
    assert schema.list_type == (body.get("x-kubernetes-list-type", "") if is_list else "")
    assert [*schema.list_keys] == body.get("x-kubernetes-list-map-keys", [])
    assert schema.embedded == (name == "RawExtension")
    assert {*schema.fields} == {*properties}
    for field, below in properties.items():
        compare(schema.fields[field], below, published, added, compared, required=field in asked)
    for inner, below in (
        (schema.items, body.get("items")),
        (schema.values, body.get("additionalProperties")),
    ):
        assert (inner is None) == (not below)
        if inner is not None:
            compare(inner, below, published, added, compared)


# -- what the server asks for and the schemas do not


@pytest.mark.parametrize("minor", KUBERNETES_MINORS)
def test_a_deployment_needs_pods_to_make(minor: str) -> None:
    deployment = schemas_of(minor).kind("apps/v1", "Deployment")
    assert deployment is not None

    assert deployment.required == ("apiVersion", "kind", "metadata", "spec")
    assert deployment.fields["kind"].enum == ("Deployment",)
    assert not deployment.fields["kind"].nullable
    assert deployment.fields["spec"].fields["template"].required == ("spec",)
    assert not deployment.fields["spec"].fields["template"].fields["spec"].nullable


def test_a_question_to_the_server_needs_no_name() -> None:
    review = schemas_of(NEWEST).kind("authorization.k8s.io/v1", "SubjectAccessReview")
    assert review is not None

    assert review.required == ("apiVersion", "kind", "spec")


def test_a_claim_in_a_stateful_set_need_not_say_its_kind() -> None:
    stateful_set = schemas_of(NEWEST).kind("apps/v1", "StatefulSet")
    claim = schemas_of(NEWEST).kind("v1", "PersistentVolumeClaim")
    assert stateful_set is not None
    assert claim is not None
    templates = stateful_set.fields["spec"].fields["volumeClaimTemplates"]
    assert templates.items is not None

    assert templates.items.required == ()
    assert claim.required == ("apiVersion", "kind", "metadata", "spec")


def test_a_list_holds_whole_objects() -> None:
    several = schemas_of(NEWEST).kind("v1", "List")
    assert several is not None
    assert several.fields["items"].items is not None

    assert several.fields["items"].items.embedded


# -- names


def test_definitions_are_found_by_their_short_names() -> None:
    container = schemas_of(NEWEST).named("Container")

    assert [each.name for each in container] == ["Container"]
    assert container[0].fields["resources"].name == "ResourceRequirements"
    assert schemas_of(NEWEST).named("container") == ()


def test_of_one_name_core_goes_first_and_then_the_newest_stable_version() -> None:
    events, claims = schemas_of(NEWEST).named("Event"), schemas_of(NEWEST).named("ResourceClaim")
    autoscalers = schemas_of(NEWEST).named("HorizontalPodAutoscalerSpec")

    assert "involvedObject" in events[0].fields
    assert "regarding" in events[1].fields
    assert "metrics" in autoscalers[0].fields
    assert "targetCPUUtilizationPercentage" in autoscalers[1].fields
    assert "request" in claims[0].fields
    assert claims[1].fields["spec"].name == "ResourceClaimSpec"
    assert schemas_of("1.36").versions_of("ResourceClaim") == tuple(
        f"resource.k8s.io/{version}" for version in ("v1", "v1beta2", "v1beta1")
    )


def test_versions_of_a_kind() -> None:
    assert schemas_of("1.25").versions_of("HorizontalPodAutoscaler") == (
        *("autoscaling/v2", "autoscaling/v1", "autoscaling/v2beta2"),
    )
    assert schemas_of(NEWEST).versions_of("HorizontalPodAutoscaler") == ("autoscaling/v2", "autoscaling/v1")
    assert schemas_of(NEWEST).versions_of("Event") == ("v1", "events.k8s.io/v1")
    assert schemas_of(NEWEST).versions_of("Certificate") == ()


def test_fields_that_say_the_same_are_one_schema() -> None:
    pod, service = schemas_of(NEWEST).named("PodSpec")[0], schemas_of(NEWEST).named("ServiceSpec")[0]

    assert pod.fields["nodeName"] is service.fields["clusterIP"]


# -- what an apiVersion and a kind are

VERDICTS = """
v1 Pod: served
v1 List: served
v1 PodList: served
v1 Status: not-an-object
v1 DeleteOptions: not-an-object
v1 Pods: unknown-kind
v1 Config: not-an-object
v1 WatchEvent: not-an-object
v2 Pod: unknown-kind
app/v1 Deployment: unknown-kind
v1 Deployment: unknown-kind
v1alpha1 Whatever: foreign
extensions/v1beta1 Ingress: removed
extensions/v1beta1 DeploymentList: removed
extensions/v1beta1 Gateway: unknown-kind
policy/v1beta1 PodSecurityPolicy: removed
settings.k8s.io/v1alpha1 PodPreset: removed
resource.k8s.io/v1alpha2 ResourceClass: removed
admission.k8s.io/v1 AdmissionReview: not-an-object
kubelet.config.k8s.io/v1beta1 KubeletConfiguration: not-an-object
kubeadm.k8s.io/v1beta4 ClusterConfiguration: not-an-object
kustomize.config.k8s.io/v1beta1 Kustomization: not-an-object
apiserver.k8s.io/v1beta1 EgressSelectorConfiguration: not-an-object
gateway.networking.k8s.io/v1 Gateway: foreign
serving.knative.dev/v1 Service: foreign
management.cattle.io/v3 Node: foreign
foo.example.com/v1 Deployment: foreign
skaffold/v4beta1 Config: foreign
"""


@pytest.mark.parametrize("line", VERDICTS.strip().splitlines())
def test_what_is_made_of_an_api_version_and_a_kind(line: str) -> None:
    name, _, expected = line.partition(": ")
    api_version, _, kind = name.partition(" ")
    found = schemas_of(NEWEST).api_status(api_version, kind)

    assert found == expected
    assert (schemas_of(NEWEST).kind(api_version, kind) is not None) == (found == "served")


def test_what_comes_later_is_not_unknown() -> None:
    assert schemas_of("1.25").api_status("resource.k8s.io/v1", "ResourceClaim") == "removed"
    assert lifecycle("resource.k8s.io/v1", "ResourceClaim") == Lifecycle("1.34", None, None, None)


@given(st.text(), st.text())
def test_there_is_a_verdict_for_any_texts(api_version: str, kind: str) -> None:
    assert schemas_of(NEWEST).api_status(api_version, kind)


@pytest.mark.parametrize("group", ["", "apps", "extensions", "settings.k8s.io", "storage.k8s.io"])
def test_groups_of_kubernetes_own(group: str) -> None:
    assert schemas_of(NEWEST).serves(group)


@pytest.mark.parametrize(
    "group", ["x-k8s.io", "gateway.networking.k8s.io", "admission.k8s.io", "cert-manager.io"]
)
def test_groups_that_are_not(group: str) -> None:
    assert not schemas_of(NEWEST).serves(group)


# -- the lifecycle

LIVES = """
extensions/v1beta1 Deployment: 1.1 1.8 1.16 apps/v1 Deployment
extensions/v1beta1 NetworkPolicy: 1.3 1.9 1.16 networking.k8s.io/v1 NetworkPolicy
extensions/v1beta1 Ingress: 1.1 1.14 1.22 networking.k8s.io/v1 Ingress
networking.k8s.io/v1beta1 IngressClass: 1.18 1.19 1.22 networking.k8s.io/v1 IngressClass
policy/v1beta1 PodSecurityPolicy: 1.10 1.21 1.25 -
policy/v1beta1 PodDisruptionBudget: 1.5 1.21 1.25 policy/v1 PodDisruptionBudget
batch/v1beta1 CronJob: 1.8 1.21 1.25 batch/v1 CronJob
batch/v1beta1 CronJobList: 1.8 1.21 1.25 batch/v1 CronJobList
autoscaling/v2beta2 HorizontalPodAutoscaler: 1.12 1.23 1.26 autoscaling/v2 HorizontalPodAutoscaler
flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema: 1.26 1.29 1.32 flowcontrol.apiserver.k8s.io/v1 FlowSchema
rbac.authorization.k8s.io/v1alpha1 Role: 1.5 1.17 1.23 rbac.authorization.k8s.io/v1 Role
storage.k8s.io/v1alpha1 CSIStorageCapacity: 1.19 1.21 1.24 storage.k8s.io/v1 CSIStorageCapacity
v1 Endpoints: 1.0 1.33 - discovery.k8s.io/v1 EndpointSlice
apps/v1 Deployment: 1.9 - - -
"""


@pytest.mark.parametrize("line", LIVES.strip().splitlines())
def test_lives(line: str) -> None:
    name, _, said = line.partition(": ")
    api_version, _, kind = name.partition(" ")
    expected = [None if each == "-" else each for each in said.split(" ", 3)]

    assert lifecycle(api_version, kind) == Lifecycle(*expected)


def test_nothing_is_known_of_what_is_not_kubernetes_own() -> None:
    assert lifecycle("example.com/v1", "Deployment") is None
    assert lifecycle("apps/v1", "List") is None


@pytest.mark.parametrize("minor", KUBERNETES_MINORS)
def test_what_is_served_has_come_and_is_not_removed(minor: str) -> None:
    now = number(minor)
    for (api_version, kind), each in known_lifecycles().items():
        served = schemas_of(minor).kind(api_version, kind) is not None
        gone = each.removed is not None and number(each.removed) <= now
        came = each.introduced is None or number(each.introduced) <= now
        if (kind, minor) == ("ClusterTrustBundle", "1.26"):  # introduced, but not yet in the OpenAPI document
            continue

        assert served == (came and not gone), (api_version, kind)


def test_what_replaces_something_is_served() -> None:
    for (api_version, kind), each in known_lifecycles().items():
        if each.replacement:
            assert schemas_of(NEWEST).kind(*each.replacement.split(" ")), (api_version, kind)
            assert number(each.introduced or "1.0") <= number(each.deprecated or each.removed or "1.0")


def number(minor: str) -> int:
    return int(minor.partition(".")[2])


# -- descriptions


def test_every_kind_is_described() -> None:
    for api_version, kind in kinds():
        said = kind_descriptions(api_version, kind)
        schema = schemas_of(NEWEST).kind(api_version, kind)
        assert said is not None
        assert schema is not None
        assert json.loads(json.dumps(said)) == said
        definitions = said["definitions"]
        for name, each in definitions.items():
            for field in each["fields"].values():
                assert field["type"], (kind, name)
                assert field.get("ref", said["root"]) in definitions
        root = definitions[said["root"]]
        assert {*root["fields"]} == {*schema.fields}
        assert [name for name, field in root["fields"].items() if field.get("required")] == sorted(
            schema.required
        )


def test_a_field_is_described_with_its_type() -> None:
    said = kind_descriptions("v1", "Pod")
    assert said is not None
    pod, spec = said["definitions"]["Pod"], said["definitions"]["PodSpec"]["fields"]
    container = said["definitions"]["Container"]["fields"]

    assert pod["description"].startswith("Pod is a collection of containers")
    assert pod["fields"]["spec"]["ref"] == "PodSpec"
    assert spec["containers"]["type"] == "[]Container"
    assert spec["containers"]["ref"] == "Container"
    assert spec["containers"]["required"]
    assert spec["nodeSelector"]["type"] == "map[string]string"
    assert "ref" not in spec["nodeSelector"]
    assert container["image"]["description"]
    assert said["definitions"]["ResourceRequirements"]["fields"]["limits"]["type"] == "map[string]quantity"
    assert said["definitions"]["HTTPGetAction"]["fields"]["port"]["type"] == "string or integer"


def test_what_is_not_served_is_not_described() -> None:
    assert kind_descriptions("extensions/v1beta1", "Ingress") is None
    assert ("v1", "PodList") not in kinds()
    assert {group_of(api_version) for api_version, _ in kinds()} >= {"", "apps", "batch"}
