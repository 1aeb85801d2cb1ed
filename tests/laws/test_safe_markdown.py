"""Whatever a note holds that Python-Markdown renders: no script of it runs, and it comes out whole."""

from __future__ import annotations

from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown

from knotwork.config.settings import Settings
from knotwork.html.safe_urls import safe_url, without_whitespace
from knotwork.knowledge.compiler import compile_vault
from knotwork.mkdocs_plugin.markdown_safety import SafeHtml
from knotwork.mkdocs_plugin.vault_markdown import VaultExtension
from knotwork.model.names import NotePath
from knotwork.site.addresses import addresses
from knotwork.site.vault_syntax import VaultSyntax
from knotwork.vault.vault import Vault

EXTENSIONS = (
    "abbr admonition attr_list def_list footnotes md_in_html tables toc pymdownx.arithmatex "
    "pymdownx.blocks.html pymdownx.caret pymdownx.critic pymdownx.details pymdownx.inlinehilite "
    "pymdownx.keys pymdownx.magiclink pymdownx.mark pymdownx.progressbar pymdownx.smartsymbols "
    "pymdownx.superfences pymdownx.tabbed pymdownx.tasklist pymdownx.tilde"
).split()
HTML = """
<script>alert(1)</script>
<b onclick="x()">
</b>
<img src=x onerror="x()">
<svg onload=x()>
<a href="
<div markdown onclick="x()">
</div>
<p markdown=1 style="position:fixed">
<iframe src="//e.example">
<form action="x">
<math href="javascript:x()">
<style>
<base href="//e.example">
<!--
-->
">
""".strip().split("\n")
MARKDOWN = """
javascript:x()
&#106;avascript:x()
java&Tab;script:x()
{: onclick="x()" title="
"}
"title"
[t](
)
[t][r]
[r]: javascript:x()
<https://e.example/>
[[
]]
![[
b
|
#tag
%%
{++
++}
{>>
<<}
{~~
~>
~~}
/// html
///
!!! note
=== "T"
- [ ]
[=50% "
[^1]
[^1]:
*[b]:
$x$
==
^
`
```
*
_
\\
::: x
| a | b |
|-|-|
""".strip().split("\n")
SPACE = ("\n", "\n\n", " ", "\n    ")
TEXTS = st.lists(st.sampled_from((*HTML, *MARKDOWN, *SPACE, *SPACE)), max_size=14).map("".join)
FORBIDDEN = frozenset("script style iframe object embed form base link meta svg math button textarea".split())


def rendered(text: str) -> str:
    kb = compile_vault(Vault.of({"a.md": text, "b.md": "# B\n"}), Settings())
    syntax = VaultSyntax(kb, NotePath("a.md"), addresses(kb))
    own = [VaultExtension(syntax, has_insertions=False, lenient_tags=False), SafeHtml("sanitize", ("https",))]
    return Markdown(extensions=[*EXTENSIONS, *own]).convert(text)


@settings(max_examples=50)
@given(TEXTS)
def test_no_text_runs_a_script(text: str) -> None:
    tree = html.fragment_fromstring(rendered(text), create_parent="main")

    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in FORBIDDEN
        assert not [name for name in element.attrib if name.startswith("on") or name in ("srcdoc", "action")]
        for name in ("href", "src"):
            address = without_whitespace(unescape(element.get(name, "")))
            assert safe_url(address, ("http", "https", "ftp", "mailto"))
