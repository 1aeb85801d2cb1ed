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

    Give the template the labels of the selector; it may have more. The selector of what is already in the
    cluster cannot be changed.
    """,
    ),
    _rule(
        "references",
        "unmatched-service",
        """
    A Service selects no pods of the note, though it looks as if it should.

    TODO

    Bad:

    ```yaml {k8s="invalid:unmatched-service"}
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

    TODO
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

    Add the volume, or mend one of the two names. With `# ...` in the block, or `{k8s=partial}`, volumes may
    be what is left out.
    """,
    ),
    _rule(
        "references",
        "undefined-port",
        """
    A probe, a hook or a Service names a port that the container does not have.

    The API server takes it, since it cannot tell. Then the probe fails, and the pod is restarted again and
    again; or the Service leads nowhere.

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

    Name the port so in the container's `ports`, or write its number: numbers need no entry there.
    """,
    ),
    _rule(
        "references",
        "undefined-reference",
        """
    TODO

    Bad:

    ```yaml {k8s="invalid:undefined-reference"}
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

    TODO
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
