"""What a note makes on a cluster, what must be there first, and the commands that remove it."""

from __future__ import annotations

import pytest
from lxml import html

from knotwork.model.names import NotePath
from knotwork.site.views.cluster import on_a_cluster
from knotwork.site.views.kind_usage import kind_usage
from test_views import view

POD = """```yaml
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: dev}
spec:
  serviceAccountName: reader
  containers: [{name: a, image: a:1, envFrom: [{configMapRef: {name: shared}}]}]
```
"""


def manifest(
    kind: str, name: str, namespace: str = "", api: str = "v1", mode: str = "", more: str = ""
) -> str:
    where = f", namespace: {namespace}" if namespace else ""
    text = f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: {name}{where}}}\n{more}"
    return f"```yaml {mode}\n{text}```\n"


def shell(*lines: str) -> str:
    return "\n".join(("```sh", *lines, "```", ""))


def section(notes: dict[str, str], path: str = "a.md") -> list[str]:
    """The lines of a note's section."""
    seen = view(notes)
    made = on_a_cluster(seen, kind_usage(seen.kb, dict), NotePath(path))
    return [item.text_content().strip() for item in html.fromstring(f"<div>{made}</div>").xpath(".//li")]


def test_a_manifest_is_made_in_its_namespace_and_needs_that_and_what_it_refers_to() -> None:
    assert section({"a.md": POD}) == [
        "Needs: Namespace dev, ConfigMap dev/shared, ServiceAccount dev/reader",
        "Makes: Pod dev/web",
        "To remove it: kubectl delete pod/web -n dev --ignore-not-found",
    ]


def test_what_a_note_makes_itself_it_does_not_need() -> None:
    notes = {
        "a.md": manifest("Namespace", "dev")
        + POD
        + manifest("ConfigMap", "shared", "dev")
        + manifest("ServiceAccount", "reader", "dev")
    }

    assert section(notes) == [
        "Makes: Namespace dev, Pod dev/web, ConfigMap dev/shared, ServiceAccount dev/reader",
        "To remove it: kubectl delete namespace/dev --ignore-not-found",
    ]


def test_what_is_in_no_namespace_is_removed_by_a_command_of_its_own() -> None:
    text = manifest("PriorityClass", "high", api="scheduling.k8s.io/v1", more="value: 1\n")

    assert section({"a.md": manifest("ConfigMap", "m") + text}) == [
        "Makes: ConfigMap m, PriorityClass high",
        "To remove it: kubectl delete configmap/m --ignore-not-found"
        "\nkubectl delete priorityclass/high --ignore-not-found",
    ]


def test_a_kind_of_another_project_needs_its_definition() -> None:
    text = manifest("Dump", "nightly", "dev", api="notes.example.org/v1", mode="{k8s=syntax}")

    assert section({"a.md": text})[0] == (
        "Needs: Namespace dev, CustomResourceDefinition dumps.notes.example.org"
    )


def test_commands_make_objects_unless_they_only_print_them() -> None:
    lines = (
        "kubectl create namespace try",
        "kubectl create deployment web -n try --image=a:1",
        "kubectl run once -n other --rm -it --image=a:1 -- true",
        "kubectl create configmap printed --dry-run=client -o yaml",
        "kubectl create secret generic pw -n dev --from-literal=a=b",
        "kubectl create secret generic any -n $NS --from-literal=a=b",
    )

    assert section({"a.md": shell(*lines)}) == [
        "Needs: Namespace dev",
        "Makes: Namespace try, Deployment try/web, Secret dev/pw",
        "To remove it: kubectl delete secret/pw -n dev --ignore-not-found"
        "\nkubectl delete namespace/try --ignore-not-found",
    ]


def test_an_object_that_a_command_names_is_needed_where_a_linked_note_has_it() -> None:
    pod = manifest("Pod", "web", "dev", more="spec: {containers: [{name: a, image: a:1}]}\n")
    lines = shell("kubectl exec -n dev web -- date", "kubectl delete pod other")
    notes = {"pods.md": pod, "other.md": pod.replace("web", "other")}

    assert section({**notes, "a.md": f"[[pods]] [[other]]\n\n{lines}"}) == ["Needs: Pod web (pods)"]
    assert section({**notes, "a.md": lines}) == []


def test_the_link_leads_to_a_linked_note_before_others_and_to_no_other_namespace() -> None:
    def config(namespace: str) -> str:
        return manifest("ConfigMap", "shared", namespace)

    others = {"b.md": config("dev"), "c.md": config("dev"), "aa.md": config("prod"), "d.md": POD}

    assert "ConfigMap dev/shared (b)" in section({**others, "a.md": POD})[0]
    assert "ConfigMap dev/shared (c)" in section({**others, "a.md": f"[[c]]\n\n{POD}"})[0]


@pytest.mark.parametrize(
    "text",
    [
        "no blocks",
        manifest("Node", "worker-1"),
        manifest("ConfigMap", "coredns", "kube-system"),
        manifest("ClusterRole", "view", api="rbac.authorization.k8s.io/v1", more="rules: []\n"),
        manifest("Eviction", "web-0", "dev", api="policy/v1"),
        manifest("ConfigMap", '"a; b"', "dev"),
        manifest("ConfigMap", "$NAME", "dev"),
        manifest("Pod", "broken", "dev", more="spec: {containers: {}}\n"),
        manifest("ConfigMap", "m", "dev", mode='{k8s="invalid:unknown-field"}', more="dat: {}\n"),
        manifest("ConfigMap", "m", "dev", mode="{k8s=partial}"),
    ],
)
def test_nothing_is_removed_that_belongs_to_the_cluster_or_is_not_made(text: str) -> None:
    assert section({"a.md": text}) == []


@pytest.mark.parametrize(("count", "more"), [(30, ""), (31, " and 1 more")])
def test_thirty_objects_are_listed(count: int, more: str) -> None:
    listed = section({"a.md": "".join(manifest("ConfigMap", f"m{number:02}") for number in range(count))})

    assert listed[0].endswith(f"ConfigMap m29{more}")
    assert listed[1].count("configmap/") == count


@pytest.mark.parametrize(("replicas", "claims"), [("", 1), ("replicas: 0", 0), ("replicas: 11", 10)])
def test_the_claims_of_a_stateful_set_stay_and_are_removed_by_name(replicas: str, claims: int) -> None:
    claim = (
        "{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1}}}}"
    )
    pod = "{metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a:1}]}}"
    lines = (
        replicas,
        "selector: {matchLabels: {a: b}}",
        f"template: {pod}",
        f"volumeClaimTemplates: [{claim}]",
    )
    text = manifest(
        "StatefulSet", "db", api="apps/v1", more="spec:\n" + "".join(f"  {line}\n" for line in lines)
    )

    names = [f"persistentvolumeclaim/data-db-{index}" for index in range(claims)]
    assert section({"a.md": text})[-1] == (
        f"To remove it: kubectl delete {' '.join(['statefulset/db', *names])} --ignore-not-found"
    )
