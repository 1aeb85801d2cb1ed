"""Vaults written for their sites: one with every kind of page, one that is read from right to left."""

from __future__ import annotations

from site_builds import Files

CONFIG = """site_name: {name}
theme:
  name: material
  font: false
  language: {language}
  features: [content.code.copy, content.code.annotate, navigation.indexes]
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {{icon: material/weather-night, name: Dark}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {{icon: material/weather-sunny, name: Light}}
plugins: [search, knotwork]
"""

_LONG = "a name that goes on " * 7 + "_".join(["and", "cannot", "be", "broken", "anywhere"] * 6)
_WORD = "incomprehensibilities" * 5

_MANIFESTS = """---
aliases: [manifest]
tags: [kubernetes/workloads, start]
---
# Manifests

What runs, see [[hub]], and [[a note that nobody wrote]].

```yaml title="web.yaml"
apiVersion: v1
kind: Pod
metadata:
  name: web # (1)!
  labels: {app: web}
spec:
  containers:
    - name: web
      image: nginx:1.29
      ports: [{containerPort: 80}]
```

1. Its [[hub|name]].

```yaml hl_lines="4 5"
apiVersion: v1
kind: Pod
metadata:
  name: wrong
  label: {app: web}
spec:
  containers:
    - name: web
      image: nginx:latest
      tty: "yes"
```

```sh
kubectl apply -f web.yaml  # 'creates' "$both" 12
```

## Nothing here yet

## After it

Text.
"""

_WRITING = f"""# Writing

Inline *emphasis*, **strong**, ~~gone~~, ==marked==, `code`, $a^2 + b^2$ and :material-cube: :smile:.

$$
\\int_0^1 f(x)\\,dx = \\sum_{{i=1}}^n w_i f(x_i) + a + b + c + d + e + f + g + h + i + j + k + l + m + n
$$

```mermaid
graph LR
  A[Client] --> B(API server)
```

> [!tip] A callout
> with [[manifests]] in it

> [!danger]- Folded
> and its text

!!! warning "An admonition"
    with a list

    - [ ] one
    - [x] two

??? note "Details"
    inside

=== "One"
    first

=== "Two"
    second

```python linenums="1" hl_lines="2"
# a comment
def answer(of: str) -> int:
    return 42 if of == "all" else None
```

| Name | What it is | How many |
| ---- | ---------- | -------: |
| a    | {_WORD}    | 1        |

Term
: What it means

A footnote[^1], a [link away](https://example.com/), a [[gone/missing note|missing one]], #nested/tag/deep.

[^1]: Said [[hub|there]].

![A circle](circle.svg){{ width="80" }} ![[paper.pdf]]

![[manifests#After it]]

[Begin](manifests.md){{ .md-button }} [Begin now](manifests.md){{ .md-button .md-button--primary }}

> A quote of {_WORD}

- item ^block
  1. {_LONG}
"""

LONG_NAME = _LONG[:100].strip()

EVERY: Files = {
    "manifests.md": _MANIFESTS,
    "writing/writing.md": _WRITING,
    "writing/circle.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M2 2"/></svg>',
    "writing/paper.pdf": b"%PDF-1.4\n%%EOF\n",
    "hub.md": "# Hub\n\nIn the middle of [[manifests]] and [[writing]].\n\n## Part\n\nOf it.\n",
    "deep/er/todos.md": (
        "# To dos\n\n- parts: #k8stodo\n  - first part\n  - second part\n\n#k8stodo/later See [[hub]].\n\n"
        f"## First part\n\nwritten\n\n## Second part\n\n### {_WORD} #k8stodo\n\n- [[{_WORD}]]\n"
    ),
    "deep/mentions.md": "# Mentions\n\nThe hub and a manifest are named here.\n",
    f"{LONG_NAME}.md": f"---\ntitle: {_LONG}\n---\n[[hub]] [[{_WORD}]] #{_WORD}\n",
    **{f"around/note {n:02}.md": f"# Note {n}\n\nIt links to [[hub]] here. #start\n" for n in range(40)},
}
"""Pages of every kind, with what is hard to lay out: long words, long names, wide tables and formulas."""

RTL: Files = {
    "index.md": "# הערות\n\nראו [[תאים|התאים]] ואת [[צומת]]. #התחלה\n\n- [ ] לכתוב #k8stodo\n",
    "תאים.md": (
        "---\naliases: [תא]\ntags: [עומסים]\n---\n# תאים\n\nתא רץ על [[צומת]] ונקרא Pod.\n\n"
        "```yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  nodename: a\n"
        "  containers: [{name: web, image: nginx}]\n```\n\n> [!note] הערה\n> טקסט\n\n$$ a = b $$\n\n## ריק\n"
    ),
    "עוד/צומת.md": "# צומת\n\nעל צומת רצים [[תאים]] רבים; [[חסר]]. תא אחד.\n",
}
"""A vault in Hebrew."""

WRITTEN: dict[str, tuple[Files, str]] = {
    "every": (EVERY, CONFIG.format(name="Every kind of page", language="en")),
    "rtl": (RTL, CONFIG.format(name="הערות", language="he")),
}
