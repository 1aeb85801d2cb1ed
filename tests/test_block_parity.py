"""Blocks between slashes and Markdown in HTML give the DOM that pymdownx and Python-Markdown give."""

from __future__ import annotations

from typing import Any

import markdown as python_markdown
import pytest

from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.site.render import render_note
from knotwork.vault.vault import Vault
from test_material_parity import dom

_TITLE = "Permanent link"
_TYPES = ["note", "tip", "warning", "info"]
_EXTENSIONS = [
    "md_in_html",
    "def_list",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.blocks.admonition",
    "pymdownx.blocks.details",
    "pymdownx.blocks.tab",
    "pymdownx.blocks.html",
    "pymdownx.blocks.caption",
]
_SETTINGS: dict[str, dict[str, Any]] = {
    "pymdownx.highlight": {"pygments_lang_class": True},
    "pymdownx.blocks.admonition": {"types": _TYPES},
    "pymdownx.blocks.details": {"types": [{"name": "details-tip", "class": "tip", "title": "Tip"}]},
    "pymdownx.blocks.tab": {"alternate_style": True},
}

_FIGURE = "/// figure-caption\nOne.\n///"

_CONTENTS = [
    "[TOC]\n\n# A\n\n## B *c*\n\n### D\n\n## E\n",
    "# A\n\n[TOC]\n\n### B\n\n## C\n\n# D\n",
    "## A\n\n# B\n\n[TOC]\n\n### C & d\n",
    "text [TOC]\n\n`[TOC]`\n",
]

_SAME = [
    ("a type is a block's name", "/// tip\ntext\n///\n"),
    ("a title stands behind a bar", "/// note | A *title*\ntext\n\nmore\n///\n"),
    ("an empty title shows none", "/// note |\ntext\n///\n"),
    ("a type is an option", "/// admonition | T\n    type: warning\n\ntext\n///\n"),
    ("a block without a type has no title", "/// admonition\ntext\n///\n"),
    ("attributes are an option", "/// note | T\n    attrs: {class: wide, id: here}\n\ntext\n///\n"),
    ("more slashes nest", "//// note | A\nbefore\n\n/// tip | B\ninner\n///\n\nafter\n////\n"),
    ("a block ends a paragraph", "before\n/// note | T\ntext\n///\nafter\n"),
    ("a fence ends no block", "/// note | T\n```text\n///\n```\n\nafter\n///\n"),
    ("a block stands in a list item", "- item\n\n    /// note | T\n    text\n    ///\n\n- next\n"),
    ("details are closed", "/// details | T\ntext\n///\n"),
    ("details are open by an option", "/// details | T\n    open: true\n    type: tip\n\ntext\n///\n"),
    ("details have types of their own", "/// details-tip\ntext\n///\n"),
    ("tabs stand beside each other", "/// tab | A\none\n///\n\n/// tab | B\ntwo\n///\n"),
    ("an option starts a new set", "/// tab | A\none\n///\n\n/// tab | B\n    new: true\n\ntwo\n///\n"),
    (
        "an option chooses the tab that is shown",
        "/// tab | A\n///\n\n/// tab | B\n    select: true\n\n2\n///\n",
    ),
    ("an element of HTML has a selector", '/// html | div.card#here[title="x"]\n**bold**\n\n- a\n///\n'),
    ("an element of running text holds it", "/// html | p.x\n**bold** text\n///\n"),
    ("its content may be running text", "/// html | div\n    markdown: inline\n\n**bold** text\n///\n"),
    ("a caption stands in a figure", "text\n\n/// caption\nThe *caption*.\n///\n"),
    (
        "captions of figures are numbered",
        f"a\n\n{_FIGURE}\n\nb\n\n{_FIGURE}\n",
    ),
    ("captions of tables have numbers of their own", "a\n\n/// table-caption\nOne *x*.\n///\n"),
    ("blocks are read in an element with markdown", '<div class="x" markdown>\n**a**\n\n- b\n\n</div>\n'),
    ("with a number, too", '<div markdown="1">\n**a**\n</div>\nafter\n'),
    ("a figure has running text", '<figure markdown="span">\n*a*\n<figcaption>b</figcaption>\n</figure>\n'),
    ("a paragraph has running text", "<p markdown>\n**a** b\n</p>\n"),
    ("on one line as well", "<p markdown>**a** b</p>\n"),
    ("elements with markdown nest", "<div markdown>\n<div markdown>\n*a*\n</div>\n\n*b*\n</div>\n"),
    ("an element without it is raw", "<div markdown>\n\n<div>\n*a*\n</div>\n\n*b*\n\n</div>\n"),
    ("details fold Markdown", "<details markdown>\n<summary>S</summary>\n\ntext **b**\n\n</details>\n"),
]


@pytest.mark.parametrize(("sentence", "text"), _SAME, ids=[sentence for sentence, _ in _SAME])
def test_the_same_as_pymdownx(sentence: str, text: str) -> None:
    theirs = python_markdown.markdown(text, extensions=_EXTENSIONS, extension_configs=_SETTINGS)

    assert dom(_html(text)) == dom(theirs)


@pytest.mark.parametrize("text", _CONTENTS)
def test_the_list_of_headings_is_that_of_python_markdown(text: str) -> None:
    theirs = python_markdown.markdown(
        text, extensions=["toc"], extension_configs={"toc": {"permalink": True, "permalink_title": _TITLE}}
    )

    assert dom(_html(text)) == dom(theirs)


def _html(text: str) -> str:
    return render_note(compile_vault(Vault.of({"a.md": text})), NotePath("a.md"))


def test_three_lists_of_headings_are_shown_and_the_fourth_is_text() -> None:
    assert _html("# A\n" + "\n[TOC]\n" * 3).count('<div class="toc">') == 3
    assert _html("# A\n" + "\n[TOC]\n" * 4).count("<p>[TOC]</p>") == 1


def test_a_block_has_twenty_slashes_and_no_more() -> None:
    assert "admonition" in _html(f"{'/' * 20} note\na\n{'/' * 20}\n")
    assert "admonition" not in _html(f"{'/' * 21} note\na\n{'/' * 21}\n")


def test_twenty_elements_with_markdown_are_read_in_each_other() -> None:
    def nested(count: int) -> str:
        return "<div markdown>\n" * count + "*a*\n" + "</div>\n" * count

    assert "<em>a</em>" in _html(nested(20))
    assert "<em>a</em>" not in _html(nested(21))
