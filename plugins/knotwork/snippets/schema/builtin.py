"""The schemas that Kubernetes publishes, for all bundled minor versions.

A definition is compiled when it is first used, with all definitions that it refers to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, Literal

from knotwork.config.option_kinds import KUBERNETES_MINORS
from knotwork.model.one_typo import is_one_typo
from knotwork.snippets.schema.bundled import bundled_data, bundled_kinds, line_at, parsed_body
from knotwork.snippets.schema.enums import field_enums
from knotwork.snippets.schema.lifecycle import known_lifecycles, lifecycle
from knotwork.snippets.schema.limits import field_limits
from knotwork.snippets.schema.needed_fields import needed_fields
from knotwork.snippets.schema.schema import Schema, Type
from knotwork.snippets.schema.versions import age
from knotwork.snippets.schema.zero_values import taken_as_zero

NEWEST = KUBERNETES_MINORS[-1]
"""The newest minor version of Kubernetes whose schemas are bundled."""

ApiStatus = Literal["served", "removed", "unknown-kind", "not-an-object", "foreign"]
"""The status of an apiVersion and a kind in a minor:

`served`: there is a schema. `removed`: another minor serves it; `lifecycle` has which.
`unknown-kind`: its group is one of Kubernetes' own, and no minor ever served that kind in that version.
`not-an-object`: it exists, and no API server stores it: a kubeconfig, a kubelet's configuration, a message
between programs. `foreign`: the group is not one of Kubernetes' own.
"""

_CHOICES: Mapping[str, Type] = {"IntOrString": "int-or-string", "Quantity": "quantity"}
"""The definitions of values that have one of two types."""
_EMBEDDED = "io.k8s.apimachinery.pkg.runtime.RawExtension"
_PROGRAMS = (
    # the groups of files and messages of Kubernetes' own programs
    *("admission.k8s.io", "apidiscovery.k8s.io", "imagepolicy.k8s.io", "meta.k8s.io"),
    *("apiserver.k8s.io", "apiserver.config.k8s.io", "audit.k8s.io", "client.authentication.k8s.io"),
    *("componentconfig", "config.k8s.io", "credentialprovider.kubelet.k8s.io", "kubeadm.k8s.io"),
    *("cloudcontrollermanager.config.k8s.io", "controllermanager.config.k8s.io", "kubectl.config.k8s.io"),
    *("kubecontrollermanager.config.k8s.io", "kubelet.config.k8s.io", "kubeproxy.config.k8s.io"),
    *("kubescheduler.config.k8s.io", "kustomize.config.k8s.io", "pod-security.admission.config.k8s.io"),
    *("eventratelimit.admission.k8s.io", "podtolerationrestriction.admission.k8s.io"),
    *("resourcequota.admission.k8s.io", "cri.kubelet.k8s.io"),
)
_MESSAGES = (
    *("APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Status", "Table", "WatchEvent"),
    *("CreateOptions", "DeleteOptions", "GetOptions", "ListOptions", "PatchOptions", "UpdateOptions"),
    *("PodAttachOptions", "PodExecOptions", "PodLogOptions", "PodPortForwardOptions", "PodProxyOptions"),
    *("NodeProxyOptions", "PodStatusResult", "RangeAllocation", "SerializedReference", "ServiceProxyOptions"),
)
"""What the API server and its clients send each other in `v1`, and never store."""
_BELOW_OTHERS = frozenset((("policy/v1beta1", "Eviction"),))
"""What a part of another API takes, `pods/NAME/eviction`, though its own is gone; tried with 1.36."""
_FILES = frozenset(
    (
        ("v1", "Config"),
        ("v1", "EncryptionConfig"),
        ("v1", "Policy"),
        *(("v1", kind) for kind in _MESSAGES),
        *((f"apiextensions.k8s.io/{version}", "ConversionReview") for version in ("v1", "v1beta1")),
    )
)
"""Other files and messages: a kubeconfig, what once configured the scheduler, an entry of a watch."""
_SLOTS = tuple(slot.name for slot in fields(Schema))


@cache
def schemas_of(minor: str) -> BuiltinSchemas:
    """The schemas of one of the KUBERNETES_MINORS."""
    return BuiltinSchemas(minor)


class BuiltinSchemas:
    """The schemas of one minor version of Kubernetes."""

    minor: str

    def __init__(self, minor: str) -> None:
        assert minor in KUBERNETES_MINORS, f"the schemas of {minor} are bundled"
        header, self._lines = bundled_data()
        at = header["minors"].index(minor)
        self.minor = minor
        self._line_of: dict[str, int] = {}
        for name, changes in header["definitions"].items():
            line = line_at(changes, at)
            if line >= 0:
                self._line_of[name] = line
        self._kinds = {key: entry for key, entry in bundled_kinds().items() if entry[0] in self._line_of}
        self._full_names = MappingProxyType({key: full for key, (full, _) in self._kinds.items()})
        self._compiled: dict[str, tuple[Schema, Schema]] = {}
        self._whole: dict[tuple[str, str], Schema] = {}

    def kind(self, api_version: str, kind: str) -> Schema | None:
        """The schema of a whole manifest, where apiVersion and kind are required; None: it is not served."""
        key = api_version, kind
        if key not in self._whole and key in self._kinds:
            full, required = self._kinds[key]
            body = self._body(full)
            others = (name for name in body.get("required", ()) if name not in required)
            whole = self._schema({**body, "required": [*required, *others]}, required=True)
            whole.name = _short(full)
            whole.enums = field_enums(whole.name, self.minor)
            whole.limits, whole.needed = field_limits(whole.name), needed_fields(whole.name)
            self._whole[key] = whole
        return self._whole.get(key)

    def named(self, name: str) -> tuple[Schema, ...]:
        """The definitions of a short name, `Container`: those of core first, then the newest stable version.

        They are parts of an object: apiVersion, kind and metadata are not required.
        """
        return tuple(self._definition(full)[0] for full in self._by_name.get(name, ()))

    def by_full_name(self, full_name: str) -> Schema:
        """The definition of an existing full name, `io.k8s.api.core.v1.Pod`, as a part of an object."""
        return self._definition(full_name)[0]

    def serves(self, group: str) -> bool:
        """Whether a group is one that Kubernetes serves or ever served; `""` is core."""
        return group in _groups()

    def kinds(self) -> Mapping[tuple[str, str], str]:
        """The full names of the definitions of all kinds that are served, by apiVersion and kind."""
        return self._full_names

    def in_letter_case_of(self, api_version: str, kind: str) -> tuple[str, str] | None:
        """The apiVersion and kind that are served and differ from these only in letter case."""
        written = (api_version.lower(), kind.lower())
        same = (key for key in self._kinds if (key[0].lower(), key[1].lower()) == written)
        return next((key for key in same if key != (api_version, kind)), None)

    def versions_of(self, kind: str) -> tuple[str, ...]:
        """The apiVersions that serve a kind, the preferred one first."""
        return self._by_kind.get(kind, ())

    def misspelt_api(self, api_version: str, kind: str) -> str | None:
        """The apiVersion that serves a kind, when one with a typo in its group is written."""
        group, slash, version = api_version.rpartition("/")
        near = (
            served
            for served in self.versions_of(kind)
            if slash and served.rpartition("/")[2] == version and is_one_typo(group, group_of(served))
        )
        return next(near, None)

    def definitions(self) -> Iterator[Schema]:
        """Every definition that has fields, those of one name together. Compiles all."""
        for full in (name for names in self._by_name.values() for name in names):
            schema, _ = self._definition(full)
            if schema.fields:
                yield schema

    def definition(self, full_name: str) -> Mapping[str, Any] | None:
        """The JSON Schema of a definition, without descriptions; None: it does not exist."""
        line = self._line_of.get(full_name)
        return None if line is None else parsed_body(self._lines[line])

    def api_status(self, api_version: str, kind: str) -> ApiStatus:
        """The status of a manifest's apiVersion and kind in this minor."""
        key = api_version, kind
        if key in self._kinds:
            return "served"
        if key in _BELOW_OTHERS:
            return "not-an-object"
        if key in bundled_kinds() or lifecycle(api_version, kind) is not None:
            return "removed"
        group = group_of(api_version)
        if group in _PROGRAMS or key in _FILES:
            return "not-an-object"
        if self.serves(group) and (group or api_version == "v1"):
            return "unknown-kind"
        if self.misspelt_api(api_version, kind) is not None:
            return "unknown-kind"
        # a custom resource's group has a dot: `app/v1 Deployment` and `v2 Pod` are mistakes
        return "unknown-kind" if "." not in group and self.versions_of(kind) else "foreign"

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        names: dict[str, list[str]] = {}
        for full in sorted(self._line_of, key=_preference):
            names.setdefault(_short(full), []).append(full)
        return names

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[str, ...]]:
        versions: dict[str, tuple[str, ...]] = {}
        for api_version, kind in sorted(self._kinds, key=lambda key: _api_preference(key[0])):
            versions[kind] = (*versions.get(kind, ()), api_version)
        return versions

    def _definition(self, full: str) -> tuple[Schema, Schema]:
        """The schema of a definition, and the same where null is not valid."""
        known = self._compiled.get(full)
        if known is None:
            # both are stored before they are complete: they may refer to themselves
            known = self._compiled[full] = Schema(), Schema()
            source = self._schema(self._body(full), required=False)
            for schema in known:
                for slot in _SLOTS:
                    setattr(schema, slot, getattr(source, slot))
                schema.name = _short(full)
                schema.enums = field_enums(schema.name, self.minor)
                schema.limits, schema.needed = field_limits(schema.name), needed_fields(schema.name)
                schema.embedded = full == _EMBEDDED
                schema.type = _CHOICES.get(schema.name, schema.type)
            known[1].nullable = not known[1].type  # a value of any type may be null
        return known

    def _body(self, full: str) -> dict[str, Any]:
        """A definition, without fields that its schema requires by mistake.

        The server never required them, or has defaults for them; newer schemas are right, as far as they
        can be: of a number or text they do not tell that 0 or nothing is valid.
        """
        body = parsed_body(self._lines[self._line_of[full]])
        newest = schemas_of(NEWEST).definition(full) if "required" in body and self.minor != NEWEST else None
        if newest is not None:
            known, required = newest.get("properties", {}), newest.get("required", ())
            body["required"] = [name for name in body["required"] if name not in known or name in required]
        if "required" in body and (optional := taken_as_zero(_short(full))):
            body["required"] = [name for name in body["required"] if name not in optional]
            for field in (body.get("properties", {}).get(name, {}) for name in optional):
                if "type" in field and "null" not in field["type"]:
                    field["type"] = [*field["type"], "null"]
        return body

    def _schema(self, body: Mapping[str, Any], *, required: bool) -> Schema:
        if "$ref" in body:
            return self._definition(body["$ref"])[required]
        types: list[Any] = body.get("type", [])
        nullable = not types or ("null" in types and not required)
        type_: Type = next((name for name in types if name != "null"), "")
        below = body.get("additionalProperties")
        if "properties" not in body and "items" not in body and not below:
            enum = tuple(body.get("enum", ()))
            return _leaf(type_, nullable, below is False, enum, body.get("format", ""))
        required_fields = tuple(body.get("required", ()))
        return Schema(
            type=type_,
            nullable=nullable,
            fields=MappingProxyType(
                {
                    name: self._schema(field, required=name in required_fields)
                    for name, field in body.get("properties", {}).items()
                }
            ),
            closed=below is False,
            values=self._schema(below, required=False) if below else None,
            items=self._schema(body["items"], required=False) if "items" in body else None,
            required=required_fields,
            list_type=body.get("x-kubernetes-list-type", ""),
            list_keys=tuple(body.get("x-kubernetes-list-map-keys", ())),
        )


def group_of(api_version: str) -> str:
    """The group of an apiVersion: `apps` of `apps/v1`, nothing of `v1`."""
    return api_version.rpartition("/")[0]


@cache
def _groups() -> frozenset[str]:
    return frozenset(group_of(api_version) for api_version, _ in (*bundled_kinds(), *known_lifecycles()))


@cache
def _leaf(type_: Type, nullable: bool, closed: bool, enum: tuple[str, ...], format_: str) -> Schema:
    """One schema for all fields that are the same and refer to nothing."""
    return Schema(type=type_, nullable=nullable, closed=closed, enum=enum, format=format_)


def _short(full: str) -> str:
    return full.rpartition(".")[2]


def _preference(full: str) -> tuple[bool, bool, tuple[int, int, int], str]:
    """The sort key for definitions of one short name."""
    package, version, _ = full.rsplit(".", 2)
    return not package.endswith("api.core"), not package.endswith("apis.meta"), age(version), full


def _api_preference(api_version: str) -> tuple[tuple[int, int, int], bool, str]:
    group, _, version = api_version.rpartition("/")
    return age(version), bool(group), group
