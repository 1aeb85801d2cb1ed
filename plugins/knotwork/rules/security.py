"""Advice about the security of manifests, for those who ask for it: all of this is valid."""

from __future__ import annotations

from knotwork.rules.rule import Rule
from knotwork.rules.rule import snippet_rule as _rule

RULES: tuple[Rule, ...] = (
    _rule(
        "security",
        "privileged-container",
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
    ),
    _rule(
        "security",
        "run-as-root",
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
    ),
    _rule(
        "security",
        "missing-limits",
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
    ),
    _rule(
        "security",
        "host-namespace",
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
    ),
    _rule(
        "security",
        "host-path",
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
    ),
    _rule(
        "security",
        "privilege-escalation",
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
    ),
    _rule(
        "security",
        "writable-root",
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
    ),
    _rule(
        "security",
        "wildcard-rbac",
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
    ),
    _rule(
        "security",
        "secret-in-env",
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
    ),
)
