"""Material's tooltips read a title as HTML: what the plugin changes so that it is text all the same."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from knotwork.mkdocs_plugin.tooltips import inert

PAGE = (
    "<html><head><title>&lt;img&gt;</title></head><body class=x><nav><a title='&lt;b'>{menu}</a></nav>"
    "<script>a&lt;b</script><article>{article}</article><footer>{menu}</footer></body></html>"
)


def page(article: str = "", menu: str = "") -> str:
    return PAGE.format(article=article, menu=menu)


@pytest.mark.parametrize("text", ["<img src=x onerror=a>", "a < b & c", "&lt;b&gt;", '"', "<", "plain"])
def test_a_title_comes_out_as_its_text_when_it_is_read_as_html(text: str) -> None:
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    made = html.document_fromstring(inert(page(f'<a title="{written}" href="x">y</a>')))
    title = made.xpath("//article//a/@title")[0]

    assert unescape(title) == text
    assert "<" not in title


def test_text_between_tags_stays_in_the_article_and_gets_a_joiner_in_the_menus() -> None:
    made = inert(page(article='<code>a title="&lt;x" &lt;img</code>', menu="&lt;img&gt; &lt; 1 &lt;/b"))

    assert '<code>a title="&lt;x" &lt;img</code>' in made
    assert made.count("&lt;&#8288;img&gt; &lt; 1 &lt;&#8288;/b") == 2
    assert "<title>&lt;img&gt;</title>" in made
    assert "<script>a&lt;b</script>" in made
    assert "title='&lt;b'" in made


@pytest.mark.parametrize("text", ["", "no page", "<body>", "</article><body><article>", "<article"])
def test_what_is_no_whole_page_is_left_alone(text: str) -> None:
    assert inert(text) == text


@given(st.text("<>&;ltamp\"'title= \n", max_size=60))
def test_no_menu_can_open_a_tag(text: str) -> None:
    menu = text.replace("&", "&amp;").replace("<", "&lt;")
    made = html.document_fromstring(inert(page(menu=menu)))
    shown = "".join(made.xpath("//footer//text()"))

    assert not html.fragments_fromstring(f"<p>{shown}</p>")[0].xpath("./*")
    assert shown.replace("\u2060", "").split() == text.split()
