"""Rules about what manifests refer to: labels, volumes, ports, other manifests of the note, images."""

from __future__ import annotations

from knotwork.rules.rule import Rule
from knotwork.rules.rule import snippet_rule as _rule

RULES: tuple[Rule, ...] = (
    _rule(
        "references",
        "unmatched-selector",
        """
    A workload does not select the pods it makes.

    The labels of its template lack what its selector asks for. The API server refuses it: it would make pods
    for ever and never find them.

    Bad:

    ```yaml {k8s="invalid:unmatched-selector"}
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: shop
    spec:
      selector:
        matchLabels:
          app: shop
      template:
        metadata:
          labels:
            app: store
        spec:
          containers:
            - name: shop
              image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: shop
    spec:
      selector:
        matchLabels:
          app: shop
      template:
        metadata:
          labels:
            app: shop
        spec:
          containers:
            - name: shop
              image: nginx:1.27
    ```

    Give the template the labels of the selector; it may have more. `check --fix` changes the selector only
    with `--unsafe-fixes`: that of a workload in the cluster cannot be changed any more.
    """,
    ),
    _rule(
        "references",
        "unmatched-service",
        """
    A Service selects no pod of the note, though it was surely made for one of them.

    The API server takes it: pods may come later. But the Service has no endpoints, and every connection to it
    is refused. Only the pods of the same note count, and only those that have the Service's name, or differ
    from its selector by a slip.

    Bad:

    ````markdown
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: blog
      labels:
        app: blog
    spec:
      containers:
        - name: blog
          image: nginx:1.27
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: blog
    spec:
      selector:
        app: weblog
      ports:
        - port: 80
    ```
    ````

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: blog
      labels:
        app: blog
    spec:
      containers:
        - name: blog
          image: nginx:1.27
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: blog
    spec:
      selector:
        app: blog
      ports:
        - port: 80
    ```

    Give the pods the labels that the Service selects, or the other way round; the pods of a Deployment have
    those of its template. `check --fix` changes the selector only with `--unsafe-fixes`.
    """,
    ),
    _rule(
        "references",
        "undefined-volume",
        """
    A container mounts a volume that its pod does not have.

    The API server refuses the pod: the name of each mount is that of an entry under `volumes`, or of a
    claim's template of a StatefulSet.

    Bad:

    ```yaml {k8s="invalid:undefined-volume"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: mounts
    spec:
      containers:
        - name: web
          image: nginx:1.27
          volumeMounts:
            - name: cache
              mountPath: /cache
      volumes:
        - name: tmp
          emptyDir: {}
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: mounts
    spec:
      containers:
        - name: web
          image: nginx:1.27
          volumeMounts:
            - name: cache
              mountPath: /cache
      volumes:
        - name: cache
          emptyDir: {}
    ```

    Add the volume, or correct the name; `check --fix` does so when only letter case, dashes or a plural
    differ. With `# ...` in the block, or `{k8s=partial}`, the volumes may be what is left out.
    """,
    ),
    _rule(
        "references",
        "undefined-port",
        """
    A probe, a hook or a Service calls a port by a name that the container does not give to one.

    The API server takes it and does not look. The probe then fails each time: the pod is never ready, or is
    restarted again and again. A Service of the same note leads nowhere.

    Bad:

    ```yaml {k8s="invalid:undefined-port"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: ports
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - name: http
              containerPort: 80
          readinessProbe:
            httpGet:
              port: web
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: ports
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - name: http
              containerPort: 80
          readinessProbe:
            httpGet:
              port: http
    ```

    Give the port that name under the container's `ports`, or write its number, which needs no entry there.
    """,
    ),
    _rule(
        "references",
        "undefined-reference",
        """
    A manifest refers to something of the note by a name, a key or a port that it does not have.

    The API server takes it: what is missing may come later. The pod then waits, with
    `CreateContainerConfigError` or a volume that is not mounted, and it does so for ever. An object that the
    note does not show may well exist, so only a name that is a slip of one shown is reported.

    Bad:

    ````markdown
    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
    data:
      LEVEL: info
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: refers
    spec:
      containers:
        - name: web
          image: nginx:1.27
          envFrom:
            - configMapRef:
                name: setting
    ```
    ````

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
    data:
      LEVEL: info
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: refers
    spec:
      containers:
        - name: web
          image: nginx:1.27
          envFrom:
            - configMapRef:
                name: settings
    ```

    Write the name as it is where the other is defined. It is about ConfigMaps, Secrets, claims, accounts,
    roles, and the Services of an Ingress. With `optional: true` the kubelet does not insist, and nothing is
    said. `check --fix` changes names only with `--unsafe-fixes`.
    """,
    ),
    _rule(
        "references",
        "image-latest",
        """
    An image has no fixed version: no tag, or `latest`.

    What runs is what the registry has when a node pulls it, so the same note gives other results next month,
    and the nodes of one Deployment may differ. A rollback cannot bring back what ran before.

    Bad:

    ```yaml {k8s="invalid:image-latest"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: tags
    spec:
      containers:
        - name: web
          image: nginx:latest
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: tags
    spec:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Name a tag, or a digest, `nginx@sha256:…`. This is information only; where notes are sketches, turn the
    rule off for their folder.
    """,
    ),
)
