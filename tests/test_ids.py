"""An id is published on its note's own page only: pages that show several notes would have it twice."""

from __future__ import annotations

import lxml.html

from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.site.addresses import addresses
from knotwork.site.content import Content
from knotwork.site.render import render_beginning, render_context, render_note
from knotwork.vault.vault import Vault

A, B = NotePath("a.md"), NotePath("b.md")
NOTE = """# A

## Part {#part}

text <i id=raw>x</i>[^1] ^block

- item :material-home:{#icon} ^item

```yaml
apiVersion: v1
kind: Pod
metadata: {name: x}
```

```yaml {#code}
a: 1
```

=== "One"

    first

[^1]: note
"""
KB = compile_vault(Vault.of({A: NOTE, B: "![[a]]\n\n![[a#Part]]\n\n![[a#^block]]\n\n![[a]]\n"}))
SITE = addresses(KB)


def ids(html: str) -> list[str]:
    return lxml.html.fragment_fromstring(html, create_parent="div").xpath(".//@id")


def tabs_apart(found: list[str]) -> list[str]:
    """Content tabs work by ids: those of an embed or an excerpt have another beginning."""
    return [name for name in found if not name.startswith("__tabbed_e")]


def test_the_own_page_has_each_id_once() -> None:
    found = ids(render_note(KB, A, SITE))

    assert len(found) == len(set(found))
    assert {"part", "raw", "^block", "^item", "block--1", "block-1.line-1", "code", "fn:1"} <= {*found}


def test_an_embed_has_no_ids() -> None:
    found = ids(render_note(KB, B, SITE))

    assert tabs_apart(found) == []
    assert len(found) == len(set(found))


def test_a_note_in_a_list_of_notes_has_no_ids() -> None:
    assert tabs_apart(ids(render_beginning(KB, A, SITE, "blog/"))) == []


def test_a_quote_has_no_ids() -> None:
    note = KB.notes[A]
    cuts = [named.cut for named in (*note.contexts, *note.items, *note.blocks, *note.headings)]

    assert [tabs_apart(ids(render_context(KB, A, cut, SITE, "tags/x/"))) for cut in cuts] == [[]] * len(cuts)


def test_an_anchor_is_the_id_that_a_link_names() -> None:
    assert Content('<p id="fn:a&amp;b">x</p>', (), '<p id="c">y</p>').anchors == {"fn:a&b", "c"}
