"""Rules about the fields of a manifest: each must exist, be there, and hold what it takes."""

from __future__ import annotations

from knotwork.rules.rule import Rule
from knotwork.rules.rule import snippet_rule as _rule

RULES: tuple[Rule, ...] = (
    _rule(
        "fields",
        "no-schema",
        """
    Nothing is known here of a kind, so only its YAML is checked.

    It is a custom resource, or a file for some program. What the API server makes of it depends on what is
    installed in your cluster.

    Bad:

    ```yaml {k8s="invalid:no-schema"}
    apiVersion: cert-manager.io/v1
    kind: Certificate
    metadata:
      name: web
    spec:
      secretName: web-tls
    ```

    Good:

    ```yaml title="mkdocs.yml"
    plugins:
      - knotwork:
          crds: [crds/cert-manager.yaml]
    ```

    With its CustomResourceDefinition the block is checked in full: name the file in the settings, or put the
    definition in a note, where it counts for the whole vault. Where YAML is all you want, write
    `{k8s=syntax}`.
    """,
    ),
    _rule(
        "fields",
        "unknown-kind",
        """
    An apiVersion and a kind do not go together, or one of them does not exist.

    The API server looks up both together and answers `no matches for kind`. Most often the apiVersion lacks
    its group: only the oldest kinds are in plain `v1`.

    Bad:

    ```yaml {k8s="invalid:unknown-kind"}
    apiVersion: v1
    kind: NetworkPolicy
    metadata:
      name: deny-all
    spec:
      podSelector: {}
    ```

    Good:

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: deny-all
    spec:
      podSelector: {}
    ```

    `check --fix` writes a kind or an apiVersion in the letter case that Kubernetes knows; when only one
    apiVersion has the kind, it is a suggestion. `kubectl api-resources` lists what your cluster has.
    For a kind that is made up, write `{k8s=syntax}`.
    """,
    ),
    _rule(
        "fields",
        "removed-api",
        """
    A manifest uses an API that the version of Kubernetes you write for has no longer, or not yet.

    kubectl answers `no matches for kind`, as if it had never existed. Old notes and tutorials are full of
    them.

    Bad:

    ```yaml {k8s="invalid:removed-api"}
    apiVersion: policy/v1beta1
    kind: PodDisruptionBudget
    metadata:
      name: web
    spec:
      minAvailable: 1
    ```

    Good:

    ```yaml
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata:
      name: web
    spec:
      minAvailable: 1
    ```

    `check --fix` writes the new apiVersion when nothing else has to change and no default of the old one
    was another; else it is a suggestion. For a block about an older
    cluster write `{k8s-version="1.29"}`; for a note, `version` under `k8s:` in its front matter; for all,
    `k8s_version` in the settings.
    """,
    ),
    _rule(
        "fields",
        "deprecated-api",
        """
    A manifest uses an API that is to go, or that is not developed any further.

    The API server still takes it, and kubectl prints a warning. The finding says since when, and when it goes
    if that is known.

    Bad:

    ```yaml {k8s="invalid:deprecated-api"}
    apiVersion: v1
    kind: Endpoints
    metadata:
      name: database
    subsets:
      - addresses: [{ip: 10.0.0.5}]
        ports: [{port: 5432}]
    ```

    Good:

    ```yaml
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: database
    addressType: IPv4
    endpoints:
      - addresses: [10.0.0.5]
    ports: [{port: 5432}]
    ```

    Often more changes than the name, so `check --fix` leaves it to you. In a note about an older cluster,
    `{k8s-version="1.29"}` judges the block by that one.
    """,
    ),
    _rule(
        "fields",
        "json-schema",
        """
    A block does not fit the JSON Schema that is set for it.

    So YAML is checked that is not for Kubernetes, such as compose files and CI workflows. Nothing is fetched:
    the schema is a file of yours.

    Bad:

    ```yaml title="compose.yaml"
    services:
      web:
        image: nginx:1.27
        port: ["8080:80"]
    ```

    Good:

    ```yaml title="compose.yaml"
    services:
      web:
        image: nginx:1.27
        ports: ["8080:80"]
    ```

    Which schema is for which blocks stands under `json_schemas` in the settings, by the block's title or the
    note's path: `compose*.yaml: schemas/compose.json`. A single block can name an attachment of the vault
    instead: `{schema=schemas/compose.json}`. With `{k8s=skip}` it is not judged.
    """,
    ),
    _rule(
        "fields",
        "unknown-field",
        """
    A field does not exist where it stands.

    The API server refuses the manifest: `unknown field`. It is misspelt, has another case, or stands too deep
    or not deep enough; the finding says which when it can tell.

    Bad:

    ```yaml {k8s="invalid:unknown-field"}
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
      label:
        team: web
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
      labels:
        team: web
    ```

    `check --fix` corrects letter case, dashes and plural, and a reference that this field calls otherwise,
    when what stands below fits. Any other name is a suggestion (`--unsafe-fixes`).
    """,
    ),
    _rule(
        "fields",
        "missing-field",
        """
    A field that must be there is not, or has no value.

    The API server refuses the manifest and calls the field a required value.

    Bad:

    ```yaml {k8s="invalid:missing-field"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
        - image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Only you know what belongs there. Where you leave something out for brevity, say so with a line `# ...`,
    or with `{k8s=partial}` on the block; a patch says `{k8s=patch}`, and a part of a manifest says which:
    `{k8s="Pod.spec"}`.
    """,
    ),
    _rule(
        "fields",
        "wrong-type",
        """
    A value is not of the type its field takes.

    The API server cannot decode the manifest: `cannot unmarshal`. Often quotes are missing: `yes`, `on` and
    `y` are booleans for Kubernetes, `1.10` is a number, and every value of a ConfigMap or an environment
    variable must be a text.

    Bad:

    ```yaml {k8s="invalid:wrong-type"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: types
    data:
      DEBUG: yes
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: types
    data:
      DEBUG: "yes"
    ```

    Where only quotes are missing, or are too many, `check --fix` corrects them. A value to be filled
    in, such as `<port>` or `$PORT`, fits everywhere.
    """,
    ),
    _rule(
        "fields",
        "unknown-value",
        """
    A field takes one of some words, and this is none of them.

    The API server refuses the manifest and lists the words. Their case counts.

    Bad:

    ```yaml {k8s="invalid:unknown-value"}
    apiVersion: v1
    kind: Service
    metadata:
      name: values
    spec:
      type: nodeport
      ports:
        - port: 80
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: values
    spec:
      type: NodePort
      ports:
        - port: 80
    ```

    `check --fix` corrects letter case, dashes and plural; any other word is a suggestion.
    """,
    ),
    _rule(
        "fields",
        "invalid-value",
        """
    A value has the right type, and is too large, too small, or not of the form that its field asks for.

    The API server refuses the manifest. It knows such bounds for ports, counts, addresses, schedules and
    images; a CustomResourceDefinition adds those of its own fields.

    Bad:

    ```yaml {k8s="invalid:invalid-value"}
    apiVersion: v1
    kind: Service
    metadata:
      name: limits
    spec:
      ports:
        - port: 80808
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: limits
    spec:
      ports:
        - port: 8080
    ```

    The finding says what is taken. Rules that a CustomResourceDefinition writes in CEL are for the API server
    only: they are not checked here.
    """,
    ),
    _rule(
        "fields",
        "empty-field",
        """
    A field has no value, and Kubernetes takes it as if it were not there.

    Nothing fails, and what was meant does not happen. Most often what belongs below the field is indented as
    deep as the field itself, or was forgotten.

    Bad:

    ```yaml {k8s="invalid:empty-field"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      nodeSelector:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      nodeSelector:
        disktype: ssd
      containers:
        - name: web
          image: nginx:1.27
    ```

    Write the value, or take the field out; `null` and `{}` say that it is empty on purpose. With `# ...`
    below it, or `{k8s=partial}`, the field is one you leave open, and nothing is said.
    """,
    ),
    _rule(
        "fields",
        "duplicate-item",
        """
    Two entries of a list have the same value in the field that distinguishes them.

    The API server refuses two containers, volumes or ports of one name. Of two environment variables it takes
    the last: that is a warning.

    Bad:

    ```yaml {k8s="invalid:duplicate-item"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: twins
    spec:
      containers:
        - name: web
          image: nginx:1.27
        - name: web
          image: redis:7.4
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: twins
    spec:
      containers:
        - name: web
          image: nginx:1.27
        - name: cache
          image: redis:7.4
    ```

    Name one of them otherwise, or take it out.
    """,
    ),
)
