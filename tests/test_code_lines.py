"""Lines of code have the ids that pymdownx.highlight gives them, for addresses of a site that was there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import markdown
import pytest
from lxml import html

from knotwork.config.markdown_extensions import site_markdown
from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.site.addresses import addresses
from knotwork.site.render import render_beginning, render_note
from knotwork.vault.vault import Vault

A = NotePath("a.md")
NOTE = """\
```py title="a.py" linenums="9" hl_lines="2"
def f():
    return 1
```

```mermaid
graph LR
```

```
plain

x
```

- in a list

    ```yaml
    a: 1
    ```

`#!python x`

```py { #own hl_lines="1" }
z
```
"""
FENCES = [{"name": "mermaid", "class": "mermaid"}]


def ids(text: str) -> list[tuple[str, str, str | None, str]]:
    """Each element of the code that has an id, or is a link to a line: name, id, address, text."""
    found = html.fragment_fromstring(text, create_parent="div").xpath(
        "//pre//*[starts-with(@id, '_')] | //pre//a[starts-with(@href, '#_')]"
    )
    return [(each.tag, each.get("id", ""), each.get("href"), each.text_content()) for each in found]


@pytest.mark.parametrize(
    "options",
    [
        {"anchor_linenums": True, "line_spans": "__span"},
        {"anchor_linenums": True, "line_anchors": "__line"},
        {"line_anchors": "__line"},
        {"line_spans": "__span"},
        {},
    ],
)
def test_lines_have_the_ids_of_pymdownx(options: Mapping[str, object]) -> None:
    extensions = ["pymdownx.highlight", "pymdownx.superfences", "pymdownx.inlinehilite", "attr_list"]
    configs = {"pymdownx.highlight": dict(options), "pymdownx.superfences": {"custom_fences": FENCES}}
    set_ = [{name: configs.get(name)} for name in extensions]
    settings = replace(Settings(), markdown=site_markdown(set_))
    kb = compile_vault(Vault.of({A: NOTE}, settings=settings), settings)

    expected = ids(markdown.markdown(NOTE, extensions=extensions, extension_configs=configs))
    assert ids(render_note(kb, A)) == expected
    assert bool(expected) == bool(options)
    assert ids(render_beginning(kb, A, addresses(kb), "elsewhere/")) == []
