"""Rules about what a manifest's fields mean: names, labels, amounts, and fields that exclude each other."""

from __future__ import annotations

from knotwork.rules.rule import Rule
from knotwork.rules.rule import snippet_rule as _rule

RULES: tuple[Rule, ...] = (
    _rule(
        "manifests",
        "invalid-name",
        """
    A name has characters, or a length, that Kubernetes does not take for it.

    The API server refuses it: names become parts of URLs, host names and files. Most are lower-case letters,
    digits and `-`, with a letter or digit at both ends; what else goes and how long they may be depends on
    the kind, and the finding says it.

    Bad:

    ```yaml {k8s="invalid:invalid-name"}
    apiVersion: v1
    kind: Namespace
    metadata:
      name: My_Team
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: my-team
    ```

    `check --fix` changes names only with `--unsafe-fixes`, since others may refer to them. A name to be
    filled in, such as `<name>` or `$NAME`, is not judged.
    """,
    ),
    _rule(
        "manifests",
        "invalid-label",
        """
    A label or annotation has a key or a value that Kubernetes does not take.

    The API server refuses the manifest. The value of a label has at most 63 letters, digits, `-`, `_` and
    `.`, with a letter or digit at both ends: no spaces, slashes or `@`. A key is the same, and may have a
    domain and `/` before it. Annotations take any value.

    Bad:

    ```yaml {k8s="invalid:invalid-label"}
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
      labels:
        owner: jane@example.com
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
      annotations:
        owner: jane@example.com
    ```

    Make it shorter; or an annotation, when nothing is selected by it.
    """,
    ),
    _rule(
        "manifests",
        "invalid-quantity",
        """
    An amount of CPU, memory or storage is not written as Kubernetes writes amounts.

    The API server refuses what is no quantity: a number, and behind it nothing, `m`, `k`, `M`, `G` …, or
    `Ki`, `Mi`, `Gi` … It takes `128m` of memory, which is an eighth of a byte: that is a warning.

    Bad:

    ```yaml {k8s="invalid:invalid-quantity"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: amounts
    spec:
      containers:
        - name: web
          image: nginx:1.27
          resources:
            limits:
              memory: 128MB
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: amounts
    spec:
      containers:
        - name: web
          image: nginx:1.27
          resources:
            limits:
              memory: 128Mi
    ```

    `check --fix` corrects letter case and spaces when only one unit can be meant: `memory: 128mi` is `128Mi`,
    while `128MB` may be `128M` or `128Mi`. A CPU has no unit of bytes: `cpu: 500mi` is probably `500m`.
    """,
    ),
    _rule(
        "manifests",
        "invalid-base64",
        """
    A value below `data` of a Secret is not base64.

    The API server cannot decode the manifest. What you write as it is belongs below `stringData`, and the API
    server encodes it.

    Bad:

    ```yaml {k8s="invalid:invalid-base64"}
    apiVersion: v1
    kind: Secret
    metadata:
      name: login
    data:
      password: hunter2!
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Secret
    metadata:
      name: login
    stringData:
      password: hunter2!
    ```

    Or encode it: `printf %s 'hunter2!' | base64`. A value to be filled in, such as `<password>`, is not
    judged. The `binaryData` of a ConfigMap is base64 as well.
    """,
    ),
    _rule(
        "manifests",
        "requests-over-limits",
        """
    A container requests more of something than it may use.

    The API server refuses the manifest: `must be less than or equal to cpu limit`.

    Bad:

    ```yaml {k8s="invalid:requests-over-limits"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: greedy
    spec:
      containers:
        - name: web
          image: nginx:1.27
          resources:
            requests:
              cpu: 2
            limits:
              cpu: 500m
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: greedy
    spec:
      containers:
        - name: web
          image: nginx:1.27
          resources:
            requests:
              cpu: 250m
            limits:
              cpu: 500m
    ```

    Amounts are compared, not texts: `0.5` is `500m`. The same goes for claims of storage, and for the bounds
    of a LimitRange.
    """,
    ),
    _rule(
        "manifests",
        "one-of",
        """
    Of some fields exactly one must be there, and there is none, or more than one.

    A volume has one source, a probe one way to ask, an environment variable a value or a place to take it
    from. The API server refuses anything else: it does not choose.

    Bad:

    ```yaml {k8s="invalid:one-of"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: choices
    spec:
      containers:
        - name: web
          image: nginx:1.27
          livenessProbe:
            httpGet:
              port: 80
            tcpSocket:
              port: 80
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: choices
    spec:
      containers:
        - name: web
          image: nginx:1.27
          livenessProbe:
            httpGet:
              port: 80
    ```

    To show several ways, use a block for each. In a block with `# ...` or `{k8s=partial}` none at all is
    fine.
    """,
    ),
    _rule(
        "manifests",
        "job-restart-policy",
        """
    The `restartPolicy` of a workload's pods is one that such a workload cannot have.

    A Job is meant to end: the API server takes only `OnFailure` and `Never`, and since pods have `Always`
    unless they say otherwise, a Job must say it. What is to run for ever, such as a Deployment, has `Always`
    only.

    Bad:

    ```yaml {k8s="invalid:job-restart-policy"}
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: restarts
    spec:
      template:
        spec:
          containers:
            - name: once
              image: busybox:1.37
    ```

    Good:

    ```yaml
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: restarts
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: once
              image: busybox:1.37
    ```

    With `Never` a failed pod stays for you to look at and another takes its place; with `OnFailure` its
    container is started again in the same pod.
    """,
    ),
    _rule(
        "manifests",
        "ingress-backend",
        """
    An Ingress names its Service with `serviceName` and `servicePort`, as was done before
    `networking.k8s.io/v1`.

    The API server refuses these fields as unknown. Tutorials from before 2021 are full of them: since then
    the service has a mapping of its own, and each path a `pathType`.

    Bad:

    ```yaml {k8s="invalid:ingress-backend"}
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: old
    spec:
      rules:
        - http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  serviceName: web
                  servicePort: 80
    ```

    Good:

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: new
    spec:
      rules:
        - http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: web
                    port:
                      number: 80
    ```

    `check --fix` rewrites them, on one line, with `--unsafe-fixes`.
    """,
    ),
)
