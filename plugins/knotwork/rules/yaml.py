"""Rules about YAML as text: a block must be readable before anything in it can be judged."""

from __future__ import annotations

from dataclasses import replace

from knotwork.rules.rule import Rule
from knotwork.rules.rule import snippet_rule as _rule


def _with_tabs(rule: Rule) -> Rule:
    """The rule with a tab for each arrow that begins a line: a tab itself would become blanks."""
    return replace(rule, explanation=rule.explanation.replace("\n→", "\n\t"))


RULES: tuple[Rule, ...] = (
    _rule(
        "yaml",
        "yaml-syntax",
        """
    A block that says it is YAML is not.

    kubectl stops at the place and applies neither this document nor those below it. Here the rest of the
    block is judged all the same: each `---` begins anew.

    Bad:

    ```yaml {k8s="invalid:yaml-syntax"}
    annotations:
      example.com/note: restart: only at night
    ```

    Good:

    ```yaml
    annotations:
      example.com/note: "restart: only at night"
    ```

    Most such places need quotes, a closing bracket, or other indentation. What is no YAML at all, such as
    what kubectl prints, should name another language (`console`, `text`); what another program puts together
    first, `{k8s=skip}`.
    """,
    ),
    _with_tabs(
        _rule(
            "yaml",
            "yaml-tab-indent",
            """
    Lines of a block are indented with tabs.

    YAML knows only spaces there, and kubectl refuses the block. Here tabs are read as spaces up to the tab
    stop (4, 8 or 2) with which the block makes sense, so that no other mistake hides behind them.

    Bad:

    ```yaml {k8s="invalid:yaml-tab-indent"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
    →name: tabs
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: tabs
    ```

    `check --fix` writes the spaces. When two tab stops give two meanings, or a tab may belong to a text
    after `|`, it does so only with `--unsafe-fixes`. Let your editor insert spaces in YAML.
    """,
        ),
    ),
    _rule(
        "yaml",
        "yaml-limit",
        """
    A block is too large, too deep, or repeats too much to be read.

    The limits are a million characters, 50,000 values, 100 levels and 100 aliases; written out, aliases may
    stand for a million values and never for themselves. No manifest comes near: the API server takes no
    request above some 3 MB, and kubectl refuses excessive aliases, too.

    Bad:

    ```yaml {k8s="invalid:yaml-limit"}
    labels: &labels
      app: web
      others: *labels
    ```

    Good:

    ```yaml
    labels:
      app: web
    ```

    Show the part you write about and link the whole as an attachment. With `{k8s=skip}` the block is not
    judged.
    """,
    ),
    _rule(
        "yaml",
        "yaml-escape",
        r"""
    A text in double quotes holds `\'`, which is no escape in YAML.

    kubectl happens to take it. Other programs that read YAML, editors and CI among them, refuse the file.

    Bad:

    ```yaml {k8s="invalid:yaml-escape"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: escape
    data:
      greeting: "it\'s up"
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: escape
    data:
      greeting: "it's up"
    ```

    `check --fix` takes the backslash away.
    """,
    ),
    _rule(
        "yaml",
        "yaml-tag",
        """
    A value in a manifest has a tag that Kubernetes does not know, such as `!Ref`.

    Kubernetes reads the value as if the tag were not there. What the tag should do is done by another
    program, or by none; knotwork never creates anything from one.

    Bad:

    ```yaml {k8s="invalid:yaml-tag"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: database
    data:
      host: !Ref DatabaseHost
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: database
    data:
      host: db.example.com
    ```

    In YAML that is not for Kubernetes nothing is said about tags.
    """,
    ),
    _rule(
        "yaml",
        "yaml-template",
        """
    A block holds `{{ }}` or `{% %}` where YAML should stand.

    It is a template: what reaches the API server is what Helm, Ansible or another program makes of it, and
    nobody can tell that from the note. Only the YAML around the braces is read.

    Bad:

    ```yaml {k8s="invalid:yaml-template"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: {{ .Release.Name }}
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: my-release
    ```

    Show what the template makes, and it is judged in full; braces in quotes are plain text. A block that is
    to stay a template says so with `{k8s=template}`, or names another language, such as `yaml+jinja`.
    """,
    ),
    _rule(
        "yaml",
        "duplicate-key",
        """
    A mapping has the same key twice.

    The API server refuses such a manifest; a program that only reads YAML keeps the last value and says
    nothing. For Kubernetes, `y`, `yes`, `on` and `true` are one key.

    Bad:

    ```yaml {k8s="invalid:duplicate-key"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: keys
    data:
      LEVEL: debug
      LEVEL: info
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: keys
    data:
      LEVEL: info
    ```

    Take out one of them; which one only you know. For two ways to write it, use two blocks.
    """,
    ),
    _rule(
        "yaml",
        "missing-separator",
        """
    A second manifest begins in a block without `---` above it.

    To a YAML parser both are one mapping with every key twice. What kubectl applies then, if anything, is the
    second one.

    Bad:

    ````markdown
    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
    apiVersion: v1
    kind: Namespace
    metadata:
      name: prod
    ```
    ````

    Good:

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
    ---
    apiVersion: v1
    kind: Namespace
    metadata:
      name: prod
    ```

    `check --fix` puts `---` between them. Both manifests are judged in any case.
    """,
    ),
    _rule(
        "yaml",
        "lone-ellipsis",
        """
    A line of dots stands for lines left out.

    In YAML three dots end the document, or are a text: whoever copies the block gets an error, or a field
    that is not what it seems. A comment leaves out as well.

    Bad:

    ```yaml {k8s="invalid:lone-ellipsis"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: dots
    data:
      LEVEL: info
      ...
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: dots
    data:
      LEVEL: info
      # ...
    ```

    `check --fix` makes it a comment where YAML reads one. With either, a manifest may lack fields that
    it must have; to say so yourself, and keep plain dots, write `{k8s=partial}`.
    """,
    ),
    _rule(
        "yaml",
        "unmarked-manifest",
        """
    A block holds a manifest and does not say that it is YAML.

    It is judged as one that does. But nothing colours it, neither here nor in Obsidian.

    Bad:

    ````markdown
    ```
    apiVersion: v1
    kind: Namespace
    metadata:
      name: unmarked
    ```
    ````

    Good:

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: marked
    ```

    `check --fix` writes `yaml` behind the opening marks. For something that only looks like a manifest,
    name what it is (`console`), or write `{k8s=skip}` there.
    """,
    ),
)
