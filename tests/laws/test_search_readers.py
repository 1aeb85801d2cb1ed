"""Pages are indexed by our readers as the search plugins would index them, whatever HTML they hold."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import material.plugins.search.plugin as material_search
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.contrib.search import search_index as mkdocs_search
from mkdocs.structure.toc import get_toc

from knotwork.knowledge.compiler import compile_vault
from knotwork.mkdocs_plugin.search_material import sections
from knotwork.mkdocs_plugin.search_readers import quick_add
from knotwork.model.names import NotePath
from knotwork.site.render import render_note
from knotwork.vault.vault import Vault
from markdown_strategies import shown_texts

PIECES = (
    *("a", " ", "\n", "x\n y", "&amp;", "&lt;b&gt;", "&", "&#38;", ">", "\u00a0", "é", "&nbsp;"),
    *("<p>", "</p>", "<p >", "<P>", "</P\n>", "<br>", "<br/>", "<hr />", "<p/>", "<li>", "</li>", "<ul>"),
    *("</ul>", "<pre>", "</pre>", "<code>", "</code>", "<div>", "</div>", "<sub>", "</sub>", "<b>", "</b>"),
    *(
        '<h1 id="a">',
        "</h1>",
        '<h2 id="b">',
        "</h2>",
        "<h2>",
        "<h3 id>",
        '<h3 id="">',
        "</h3>",
        "<h6 ID='c'>",
    ),
    *('<a class="headerlink" href="#a">', "</a>", '<a class="&#104;eaderlink">', '<a title="<b>">'),
    *("<div data-search-exclude>", '<h2 id="d" data-search-exclude>', "<P DATA-SEARCH-EXCLUDE>"),
    *('<div class="linenodiv">', '<div class="a" class="linenodiv">', "<object>", "</object>"),
    *("<svg>", "</svg>", '<path d="M 0 0"/>', "<input type=checkbox>", '<img alt="a > b"', "/>", "<", "</"),
    *(
        "<script>",
        "</script>",
        "<style>p</style>",
        "<title>",
        "</title>",
        "<!-- x -->",
        "<?x?>",
        "<![CDATA[x]]>",
    ),
    *("</p x>", "</p/>", '<p a="b"c="d">', "<p\x0b>", "<1>", "<a:b>", '="', '"', "\x00"),
)
html = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
TOC = get_toc(
    [{"level": 1, "id": "a", "name": "A", "children": [{"level": 2, "id": "b", "name": "B", "children": []}]}]
)


def page(content: str) -> Any:
    return SimpleNamespace(content=content, toc=TOC, url="u/", title="T", meta={"title": "M", "tags": ["t"]})


def entries(add: Any, index: Any, content: str) -> Any:
    try:
        add(page(content))
    except ValueError:
        return "ValueError"
    return index.entries if hasattr(index, "entries") else index._entries


def assert_same_entries(make: Any, content: str) -> None:
    theirs, ours = make(), make()
    add = quick_add(ours)
    assert add is not None

    assert entries(add, ours, content) == entries(theirs.add_entry_from_context, theirs, content)


def material() -> Any:
    return material_search.SearchIndex(lang=["en"], separator=" ", pipeline=[], fields={})


@given(html)
@example('<ul><li><h2 id="b">x</h2></li></ul>')
@example("<div data-search-exclude><div>a</div>b</div>")
@example('a<h2 id="a">b<p>c</h2>d</p>')
def test_material_finds_the_same_sections(content: str) -> None:
    assert_same_entries(material, content)


@given(html, st.sampled_from(("full", "sections", "titles")))
def test_mkdocs_finds_the_same_sections(content: str, indexing: str) -> None:
    assert_same_entries(lambda: mkdocs_search.SearchIndex(indexing=indexing), content)


@settings(max_examples=40)
@given(shown_texts)
def test_a_note_is_indexed_the_same(text: str) -> None:
    kb = compile_vault(Vault.of({"a.md": text}))

    assert_same_entries(material, render_note(kb, NotePath("a.md")))


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n- b\n\n> c\n\n| d |\n|---|\n| e |",
        "```yaml\na: b\n```",
        "> [!note] a\n> b\n\n%% x %%",
        "![[b]]",
    ],
)
def test_a_usual_note_is_read_by_our_reader(text: str) -> None:
    kb = compile_vault(Vault.of({"a.md": text, "b.md": "# B\n\n$x$ [[a]]"}))

    assert sections(render_note(kb, NotePath("a.md"))) is not None


def test_an_index_of_another_class_keeps_its_own_function() -> None:
    class Other(material_search.SearchIndex):  # type: ignore[misc]
        def create_entry_for_section(self, *section: Any) -> None:
            self.entries.append(len(self.entries))

    assert quick_add(Other()) is None


@pytest.mark.parametrize("name", ["Parser", "ContentParser"])
def test_a_version_that_reads_otherwise_keeps_its_own_function(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, make = (
        (material_search, material)
        if name == "Parser"
        else (mkdocs_search, lambda: mkdocs_search.SearchIndex(indexing="full"))
    )

    class Newer(getattr(module, name)):  # type: ignore[misc]
        def handle_data(self, data: str) -> None:
            super().handle_data(data.upper())

    assert quick_add(make()) is not None
    monkeypatch.setattr(module, name, Newer)
    assert quick_add(make()) is None
