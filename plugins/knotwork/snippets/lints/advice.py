"""Advice about security: what a pod may do that it should rather not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import yaml

from knotwork.snippets.lints.fields import given, volumes
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.lints.pod_references import secret_variables
from knotwork.snippets.manifest import Container, Manifest, Pod
from knotwork.snippets.rule import SnippetRule, snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_false, is_true, items, number, text

PRIVILEGED_CONTAINER = snippet_rule(
    "privileged-container",
    "warning",
    "security",
    """
    A container is privileged.

    It may do on its node whatever root may: whoever takes over the program in it has the node, and all that
    runs there.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: network
    spec:
      containers:
        - name: setup
          image: busybox:1.37
          securityContext:
            privileged: true
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: network
    spec:
      containers:
        - name: setup
          image: busybox:1.37
          securityContext:
            capabilities:
              add: [NET_ADMIN]
    ```

    Give it the few capabilities that it needs. What sets up nodes, such as a network plugin, is privileged
    for a reason.
    """,
    position=1,
    off=True,
)
RUN_AS_ROOT = snippet_rule(
    "run-as-root",
    "warning",
    "security",
    """
    A container may run as root.

    Unless the pod or the container says otherwise, the image decides, and most images run as root. A hole in
    the kernel or in the container runtime is then worth much more.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: user
    spec:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: user
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
      containers:
        - name: web
          image: nginxinc/nginx-unprivileged:1.27
    ```

    With `runAsNonRoot` the kubelet does not start a container that would be root; `runAsUser` gives it
    another user. Either will do, for the pod or for the container.
    """,
    position=2,
    off=True,
)
MISSING_LIMITS = snippet_rule(
    "missing-limits",
    "warning",
    "security",
    """
    A container has no limit of memory.

    It may use up its node. Then the kernel kills what it finds there, and other pods of the node suffer with
    this one.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: hungry
    spec:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: hungry
    spec:
      containers:
        - name: web
          image: nginx:1.27
          resources:
            limits:
              memory: 128Mi
    ```

    A container that exceeds it is killed and started again, and nothing else. A LimitRange can give limits to
    all that have none in a namespace; the note does not show it, so the finding comes all the same.
    """,
    position=3,
    off=True,
)
HOST_NAMESPACE = snippet_rule(
    "host-namespace",
    "warning",
    "security",
    """
    A pod shares the network, the processes or the shared memory of its node.

    It can listen to all traffic of the node, see and signal its processes, or read what they share. Isolation
    between pods ends there.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: exposed
    spec:
      hostNetwork: true
      containers:
        - name: web
          image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: exposed
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - containerPort: 80
    ```

    Reach pods by way of a Service. Agents that watch over a node need it; say so in the note.
    """,
    position=4,
    off=True,
)
HOST_PATH = snippet_rule(
    "host-path",
    "warning",
    "security",
    """
    A volume is a folder of the node.

    What the container writes there stays on that node, and with some paths (`/`, `/etc`, the container
    runtime's socket) it owns the node.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: folder
    spec:
      containers:
        - name: web
          image: nginx:1.27
      volumes:
        - name: data
          hostPath:
            path: /srv/data
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: folder
    spec:
      containers:
        - name: web
          image: nginx:1.27
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
    ```

    Use a claim for what is to stay, `emptyDir` for what may go with the pod. On a cluster of one node for
    trying things out it does no harm.
    """,
    position=5,
    off=True,
)
PRIVILEGE_ESCALATION = snippet_rule(
    "privilege-escalation",
    "warning",
    "security",
    """
    The processes of a container may get more rights than they began with.

    A `setuid` program in the image, `sudo` for one, can make an ordinary user root. Kubernetes allows that
    unless the container says otherwise.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: escalates
    spec:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: escalates
    spec:
      containers:
        - name: web
          image: nginx:1.27
          securityContext:
            allowPrivilegeEscalation: false
    ```

    Hardly a program needs it. A pod cannot say it for all of its containers: each says it for itself.
    """,
    position=6,
    off=True,
)
WRITABLE_ROOT = snippet_rule(
    "writable-root",
    "warning",
    "security",
    """
    A container can write to the file system of its image.

    Whoever gets in can change the program or leave another there. And what is written is gone when the
    container is started anew.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: writes
    spec:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: writes
    spec:
      containers:
        - name: web
          image: nginx:1.27
          securityContext:
            readOnlyRootFilesystem: true
    ```

    Mount an `emptyDir` where the program must write, such as `/tmp`.
    """,
    position=7,
    off=True,
)
WILDCARD_RBAC = snippet_rule(
    "wildcard-rbac",
    "warning",
    "security",
    """
    A role has `*` among its verbs, resources or API groups.

    It allows also what is added to the cluster later, and often to read every Secret or to give oneself more
    rights.

    Bad:

    ```yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: reader
    rules:
      - apiGroups: [""]
        resources: ["*"]
        verbs: [get, list]
    ```

    Good:

    ```yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: reader
    rules:
      - apiGroups: [""]
        resources: [pods, services]
        verbs: [get, list]
    ```

    Name what is needed; `kubectl auth can-i --list` shows what an account may do.
    """,
    position=8,
    off=True,
)
SECRET_IN_ENV = snippet_rule(
    "secret-in-env",
    "warning",
    "security",
    """
    A container gets a secret in an environment variable.

    Environment variables show up in dumps, in logs, and in every program that the container starts; and they
    keep the old value when the Secret changes.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: secretive
    spec:
      containers:
        - name: web
          image: nginx:1.27
          env:
            - name: PASSWORD
              valueFrom:
                secretKeyRef:
                  name: login
                  key: password
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: secretive
    spec:
      containers:
        - name: web
          image: nginx:1.27
          volumeMounts:
            - name: login
              mountPath: /run/secrets/login
              readOnly: true
      volumes:
        - name: login
          secret:
            secretName: login
    ```

    A file is read by whom it is meant for, and follows the Secret. Where a program takes nothing but a
    variable, live with it.
    """,
    position=9,
    off=True,
)


_HOST = {"hostNetwork": "network", "hostPID": "processes", "hostIPC": "shared memory"}


@advice(PODS)
def pod_advice(manifest: Manifest) -> Iterator[Violation]:
    """Advice about the pods of a manifest."""
    for pod in manifest.pods:
        yield from _host(manifest, pod)
        for container in pod.containers:
            context = manifest.pairs(given(container.fields, "securityContext"))
            yield from _privileges(manifest, container, context)
            yield from _root(manifest, pod, container, context)
            yield from _limits(manifest, container)
            for key in secret_variables(manifest, container):
                message = f"{_called(container)} has a Secret in its environment"
                yield at_node(
                    SECRET_IN_ENV,
                    key,
                    message,
                    "Mount it as a volume: variables end up in logs and child processes.",
                )


@advice("rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole")
def rule_advice(manifest: Manifest) -> Iterator[Violation]:
    """Advice about what roles allow."""
    for rule in manifest.maps(manifest.value("rules")):
        for field in ("apiGroups", "resources", "verbs"):
            for node in items(given(rule, field)):
                if text(node) == "*":
                    message = f"the rule allows all {field}"
                    yield at_node(WILDCARD_RBAC, node, message, f"List the {field} that are needed.")


def _host(manifest: Manifest, pod: Pod) -> Iterator[Violation]:
    for name, what in _HOST.items():
        if is_true(given(pod.fields, name)):
            message = f"the pod shares the node's {what}"
            yield at_node(
                HOST_NAMESPACE, pod.fields[name][0], message, f"Remove `{name}: true` unless it is needed."
            )
    for _, volume in volumes(manifest, pod):
        if given(volume, "hostPath") is not None:
            message = "the pod reaches into the node's files"
            yield at_node(HOST_PATH, volume["hostPath"][0], message, "Use a volume that is made for the pod.")


def _privileges(manifest: Manifest, container: Container, context: Fields) -> Iterator[Violation]:
    if is_true(given(context, "privileged")):
        message = f"{_called(container)} is privileged"
        yield at_node(
            PRIVILEGED_CONTAINER,
            context["privileged"][0],
            message,
            "Give it the capabilities that it needs.",
        )
        return
    node = given(context, "allowPrivilegeEscalation")
    message = f"{_called(container)} may gain more privileges than it starts with"
    help_ = "Write `allowPrivilegeEscalation: false` in its securityContext."
    if is_true(node):
        yield at_node(PRIVILEGE_ESCALATION, context["allowPrivilegeEscalation"][0], message, help_)
    elif node is None and not manifest.partial:
        yield _at_container(PRIVILEGE_ESCALATION, container, message, help_)
    if not is_true(given(context, "readOnlyRootFilesystem")) and not manifest.partial:
        message = f"{_called(container)} may write to its own file system"
        help_ = "Write `readOnlyRootFilesystem: true` in its securityContext."
        yield _at_container(WRITABLE_ROOT, container, message, help_)


def _root(manifest: Manifest, pod: Pod, container: Container, context: Fields) -> Iterator[Violation]:
    """What a container says of its user counts more than what its pod says."""
    around = manifest.pairs(given(pod.fields, "securityContext"))
    user = given(context, "runAsUser") or given(around, "runAsUser")
    not_root = given(context, "runAsNonRoot") or given(around, "runAsNonRoot")
    message = f"{_called(container)} may run as root"
    help_ = "Write `runAsNonRoot: true` in its securityContext, or a `runAsUser:` above 0."
    if user is not None and number(user) == 0:
        yield at_node(RUN_AS_ROOT, user, f"{_called(container)} runs as root", help_)
    elif is_false(not_root) and user is None and not_root is not None:
        yield at_node(RUN_AS_ROOT, not_root, message, help_)
    elif user is None and not_root is None and not manifest.partial:
        yield _at_container(RUN_AS_ROOT, container, message, help_)


def _limits(manifest: Manifest, container: Container) -> Iterator[Violation]:
    if manifest.partial or container.kind == "ephemeralContainers":
        return
    limits = manifest.pairs(given(manifest.pairs(given(container.fields, "resources")), "limits"))
    if "memory" not in limits:
        message = f"{_called(container)} has no limit of memory"
        yield _at_container(MISSING_LIMITS, container, message, "Add `resources: {limits: {memory: …}}`.")


def _called(container: Container) -> str:
    name = text(given(container.fields, "name"))
    return f'container "{name[:60]}"' if name else container.where


def _at_container(rule: SnippetRule, container: Container, message: str, help_: str) -> Violation:
    """Said at the container's name, or where the container begins."""
    name = given(container.fields, "name")
    node: yaml.Node = name if name is not None else container.node
    found = at_node(rule, node, message, help_)
    return found if name is not None else replace(found, end=found.start + 1)
