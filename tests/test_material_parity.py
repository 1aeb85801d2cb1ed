"""Material's own syntax gives the DOM that Python-Markdown and pymdownx give for it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

import lxml.html
import markdown as python_markdown
import pytest
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from material.extensions import emoji as material_emoji
from pymdownx import twemoji_db

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.dialect import Dialect
from knotwork.model.names import NotePath
from knotwork.site.icons import icon_html
from knotwork.site.render import render_note
from knotwork.syntax.admonition import admonition
from knotwork.syntax.attributes import attribute_lists
from knotwork.syntax.callout import callouts
from knotwork.syntax.code_html import code_html
from knotwork.syntax.code_info import code_info
from knotwork.syntax.definitions import definitions
from knotwork.syntax.emoji import emoji
from knotwork.syntax.footnotes import footnotes
from knotwork.syntax.reader import read_note
from knotwork.syntax.source_maps import source_maps
from knotwork.syntax.symbols import SYMBOLS
from knotwork.syntax.tabs import tabs
from knotwork.syntax.tasks import tasks
from knotwork.vault.vault import Vault

_EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "tables",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
]
_SETTINGS: dict[str, dict[str, Any]] = {
    # Obsidian and GitHub number footnotes as a reader meets them
    "footnotes": {"USE_DEFINITION_ORDER": False},
    "pymdownx.highlight": {"pygments_lang_class": True},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "pymdownx.superfences": {},
    "pymdownx.mark": {},
}
_EMOJI: dict[str, dict[str, Any]] = {
    **_SETTINGS,
    "pymdownx.emoji": {"emoji_index": material_emoji.twemoji, "emoji_generator": material_emoji.to_svg},
}
_INLINE = frozenset(("a", "br", "code", "del", "em", "img", "span", "strong", "sup"))
_BOOLEAN = frozenset(("checked", "disabled", "open", "download"))


def knotwork_html(text: str) -> str:
    return str(_parser().render(text))


def material_html(text: str) -> str:
    return python_markdown.markdown(text, extensions=_EXTENSIONS, extension_configs=_SETTINGS)


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for syntax in (
        source_maps,
        footnotes,
        definitions,
        emoji,
        tasks(any_state=False),
        admonition,
        tabs,
        callouts,
        attribute_lists,
    ):
        syntax(md)
    md.add_render_rule("fence", _fence)
    md.add_render_rule("emoji", _emoji)
    md.add_render_rule("icon", _icon)
    return md


def _fence(self: RendererHTML, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return code_html(tokens[index].content, tokens[index].info) + "\n"


def _emoji(self: RendererHTML, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return tokens[index].content


def _icon(self: RendererHTML, tokens: Sequence[Token], index: int, *_: Any) -> str:
    classes = " ".join(["twemoji", str(tokens[index].attrs.get("class", ""))]).strip()
    return icon_html(tokens[index].content, (("class", classes),)) or f":{tokens[index].content}:"


def dom(text: str) -> Any:
    """The elements of an HTML text as nested lists, without the white space that is not shown."""
    return _node(lxml.html.fragment_fromstring(text, create_parent="body"), preformatted=False)


def _node(element: Any, *, preformatted: bool) -> list[Any]:
    preformatted = preformatted or element.tag == "pre"
    parts: list[Any] = [element.text or ""]
    for child in element:
        parts += [_node(child, preformatted=preformatted), child.tail or ""]
    if not preformatted:
        parts = _without_blanks(parts, block=element.tag not in _INLINE)
    elif element.tag == "code":
        # pymdownx may leave out or add the last line break
        parts = [part.rstrip("\n") if part is parts[-1] and isinstance(part, str) else part for part in parts]
    return [element.tag, _attributes(element), [part for part in parts if part != ""]]


def _without_blanks(parts: list[Any], *, block: bool) -> list[Any]:
    def edge(index: int) -> bool:
        if not 0 <= index < len(parts):
            return block
        return isinstance(parts[index], list) and parts[index][0] not in _INLINE

    out: list[Any] = []
    for index, part in enumerate(parts):
        if isinstance(part, str):
            part = re.sub(r"[ \t\n]+", " ", part)
            part = part.lstrip(" ") if edge(index - 1) else part
            part = part.rstrip(" ") if edge(index + 1) else part
        out.append(part)
    return out


def _attributes(element: Any) -> dict[str, str]:
    found = {name: "" if name in _BOOLEAN else value for name, value in element.attrib.items()}
    if element.tag == "input":
        found.pop("aria-label", None)  # Material's boxes have no name that a screen reader could say
    if "class" in found:
        found["class"] = " ".join(sorted(found["class"].split()))
    return dict(sorted(found.items()))


_SAME = [
    ("an admonition has a title and content", '!!! note "A *title*"\n    text\n\n    more'),
    ("its type is its title when none is written", "!!! warning\n    text\n"),
    ("an empty title shows none", '!!! tip ""\n    text\n'),
    ("text between two equals signs is marked", "a ==b *c*== d == e ==f g==h\n"),
    ("further words are classes", '!!! note inline end "T"\n    text\n'),
    ("admonitions nest", "!!! note\n    a\n\n    !!! tip\n        b\n\n    c\n"),
    ("an admonition ends a paragraph", "before\n!!! note\n    text\nafter"),
    ("less than four columns are no content", "!!! note\n  text\n"),
    ("content may come after blank lines", "!!! note\n\n    text\n\n\n    more\n\nafter"),
    ("content may hold lists and code", "!!! note\n    - a\n    - b\n\n    ```yaml\n    a: b\n    ```\n"),
    ("content may be indented by tabs", "!!! note\n\ttext\n\n\t- a\n"),
    ("an admonition stands in a list item", "- item\n\n    !!! note\n        text\n\n- next\n"),
    ("an admonition stands in a quote", "> !!! note\n>     text\n"),
    ("details are closed", '??? tip "T"\n    text\n'),
    ("details with a plus are open", "???+ info\n    text\n"),
    ("details need no type", '??? "Only a title"\n    text\n'),
    ("four marks are text", "!!!! note\n"),
    ("a title without a type is text", '!!! "x"\n'),
    ("tabs stand beside each other", '=== "A"\n    one\n\n=== "B"\n    two\n'),
    ("tabs nest", '=== "A"\n    === "x"\n        1\n\n    === "y"\n        2\n\n=== "B"\n    two\n'),
    ("a plus chooses the tab that is shown", '=== "A"\n    one\n\n===+ "B"\n    two\n'),
    ("an exclamation mark starts a new set", '=== "A"\n    one\n\n===! "B"\n    two\n'),
    ("something between parts two sets", '=== "A"\n    one\n\nbetween\n\n=== "B"\n    two\n'),
    ("tabs stand in an admonition and end a paragraph", '!!! note\n    text\n    === "*A*"\n        one\n'),
    ("tabs hold code", '=== "YAML"\n\n    ```yaml title="x"\n    a: b\n    ```\n'),
    (
        "a heading has an id and classes",
        "# Heading {#id .a .b}\n\n## Other { #x } ##\n\nSetext {.y}\n======\n",
    ),
    ("a heading that ends in markup has attributes", "# A *b* {.c}\n"),
    ("a paragraph's last line holds attributes", "two\nlines\n{: #p .x data-y='z' }\n"),
    ("a paragraph's end holds none", "text {: .x }\n\nother { .x }\n"),
    ("a list of attributes alone is text", "{: .x }\n"),
    ("a link has attributes", "[a](b){ .md-button .md-button--primary } and [c](d) { .x }"),
    ("an image has attributes", '![a](b.png){ width="300" align=right loading=lazy }\n'),
    ("emphasis and code have attributes", "*a*{: .b} **c**{.d} `e`{ .f } **g *h*{.i}**{.j}"),
    ("braces in prose are text", "{a} {{ b }} c{.d} f{x} ${y} \\{.z} *a* {.b} c { .d } e"),
    ("a list item has attributes", "- a\n{: .x }\n- b\n\nend\n\n1. c\n\n    d\n    {: .y }\n"),
    ("a table cell has attributes", "| a { .x } | b |\n|---|---|\n| *c* { #d } | { .e } |\n"),
    ("code is coloured", "```yaml\n# note\na: [1, 'b']\n\nc: {}\n```\n"),
    ("code has a title", '```python title="a <b>.py"\nx = """\n1\n"""\n```\n'),
    ("code without a language has a title", '``` title="a b"\nx\n```\n'),
    ("code has line numbers", '```python linenums="9"\na = 1\nb = 2\n```\n'),
    ("line numbers have steps, marks and a title", '```go linenums="1 2 3" title="t"\na\n\nb\nc\n```\n'),
    ("lines are highlighted", '```python hl_lines="2 4-9"\na\nb\nc\nd\ne\n```\n'),
    ("attributes follow in braces", '``` { .yaml .annotate title="x" #id data-a="b" }\na: b\n```\n'),
    ("a class is the language", "```{.python}\nimport os\n```\n\n```yaml { .x }\na: 1\n```\n"),
    ("an unknown language is text", "```nosuch\n<a> & b\n```\n\n```\nnone\n```\n"),
    ("code stands in a list item", "- item\n\n    ```sh\n    ls -l | wc\n    ```\n"),
    ("tasks have boxes", "- [ ] to do\n- [x] done\n- [X] done\n- item\n"),
    ("loose tasks have boxes in their paragraphs", "- [ ] a\n\n    more\n\n- [x] b\n"),
    ("tasks nest", "- [ ] a\n    - [x] b\n    - c\n- d\n    1. [ ] e\n"),
    ("a footnote is linked both ways", "a[^1] b[^note]\n\n[^1]: One.\n[^note]: Two *x*.\n"),
    ("a footnote is referred to twice", "a[^1] b[^1] c[^1]\n\n[^1]: One.\n"),
    ("footnotes are ordered by reference", "b[^b] a[^a]\n\n[^a]: A.\n\n[^b]: B.\n"),
    (
        "a footnote has blocks",
        "a[^1]\n\n[^1]:\n    One.\n\n    ```yaml\n    a: b\n    ```\n\n    - item\n\nend",
    ),
    ("an unknown footnote is text", "a[^1]\n"),
    (
        "a definition list has terms and definitions",
        "Apple\n:   Fruit of *trees*.\n:   A firm.\n\nPear\n:   Fruit.\n",
    ),
    ("a definition has blocks", "Apple\n:   Fruit.\n\n    - red\n    - green\n"),
]


@pytest.mark.parametrize(("sentence", "text"), _SAME, ids=[sentence for sentence, _ in _SAME])
def test_the_same_as_material(sentence: str, text: str) -> None:
    assert dom(knotwork_html(text)) == dom(material_html(text))


_INLINE_SYNTAX = [
    ("keys are drawn", "Press ++ctrl+alt+del++, then ++enter++.\n"),
    ("keys have other names", "++pg-up++ ++cmd+c++ ++f12++ ++arrow-left++"),
    ("any text may stand on a key", '++"Run"+\'it\'++ and ++"a b"++'),
    ("what is no key is text", "++nosuch++ a ++ b ++ c++ C++"),
    ("text is inserted", "an ^^insertion with *words*^^ and ^^two^^"),
    ("text is raised", "A^T^A x^2^ H^2^0 10^-3^ *e*^x^ text^a\\ superscript^ 1^st^"),
    ("text is lowered", "H~2~O CO~2~, C~6~H~12~O~6~ x~i~"),
    ("spaces keep signs apart", "5 ^ 6 ^ 7, ~ a ~ and 3 ^^ 4 ^^ 5"),
    ("abbreviations are explained", "The HTML of HTMLs, *HTML*.\n\n*[HTML]: Hypertext <Markup>\n*[W3C]: x\n"),
    ("the longest abbreviation wins", "A HTML5 in [HTML](https://x.y) `HTML`\n\n*[HTML]: a\n*[HTML5]: b\n"),
    ("a list has abbreviations", "- HTML\n- > HTML\n\n*[HTML]: a\n"),
    ("code has a language", "`#!python range(10)`, `#!sh ls -l` and `:::js let a`"),
    ("code has none", "`#!/bin/sh -e` `#!` `#!python`"),
    ("an address is a link", "see https://kubernetes.io/docs/?a=b#c. Or (http://x.org/a_b), www.x.org!"),
    (
        "an address ends with its sentence",
        "**https://x.org/a** *https://x.org* 'https://x.org'; <https://x.org>",
    ),
    ("an address in a link is its text", "[see https://x.org/a now](https://y.org)"),
    ("no address is a link in code", "`https://x.org` and `` http://x.org ``"),
    ("symbols are drawn", "(c) (tm) (r) +/- --> <-- <--> =/= 1/2 3/4 c/o 1st 22nd 3rd 11th 111th 11/2"),
]
_INLINE_EXTENSIONS = [
    *_EXTENSIONS,
    "abbr",
    "pymdownx.caret",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.smartsymbols",
    "pymdownx.tilde",
]
_SYMBOLS = tuple({*SYMBOLS, "ordinal_numbers"} - {"dashes", "ellipses"})


@pytest.mark.parametrize(
    ("sentence", "text"), _INLINE_SYNTAX, ids=[sentence for sentence, _ in _INLINE_SYNTAX]
)
def test_the_same_as_material_in_running_text(sentence: str, text: str) -> None:
    note = read_note(NotePath("a.md"), text, Dialect(symbols=_SYMBOLS))
    kb = compile_vault(Vault({note.path: note}), Settings())
    theirs = python_markdown.markdown(text, extensions=_INLINE_EXTENSIONS, extension_configs=_SETTINGS)

    ours = re.sub(r' id="[^"]*"| rel="[^"]*"', "", render_note(kb, note.path))

    assert dom(ours) == dom(theirs)


_DIFFERENT = [
    (
        "several words with nothing below are prose, so that no question is lost as a list of classes",
        "??? why is this slow",
        "<p>??? why is this slow</p>",
    ),
    (
        "a marker may be indented up to three columns, as any block in Markdown",
        "- a\n\n   !!! note\n       b",
        '<ul><li><p>a</p><div class="admonition note"><p class="admonition-title">Note</p><p>b</p></div>'
        "</li></ul>",
    ),
    (
        "a folded title is no heading, which would be in no table of contents",
        '??? note "# T"\n    a',
        '<details class="note"><summary># T</summary><p>a</p></details>',
    ),
    (
        "a lone word in braces is text, so that no prose is lost as an attribute",
        "`f`{x} and *a*{{ b }}",
        "<p><code>f</code>{x} and <em>a</em>{{ b }}</p>",
    ),
    (
        "attributes that run code, restyle or point elsewhere are dropped, because notes are not trusted",
        '[a](b){ .c onclick="x" ONLOAD=y style="z" href="//evil" srcset=q title="ok" }',
        '<p><a class="c" href="b" title="ok">a</a></p>',
    ),
    ("a heading keeps its own hashes, because they are its text", "# C# {#c}", '<h1 id="c">C#</h1>'),
    (
        "code keeps its blank lines, because code is never touched",
        "```\n\na\n\n```",
        '<div class="language-text highlight"><pre><span></span><code>\na\n\n</code></pre></div>',
    ),
    (
        "a language is written in lower case, so that styles match",
        "```YAML\n```",
        '<div class="language-yaml highlight"><pre><span></span><code></code></pre></div>',
    ),
    (
        "an unknown option leaves a fence a fence, as CommonMark has it",
        "```text foo=1 b\na\n```",
        '<div class="language-text highlight"><pre><span></span><code>a\n</code></pre></div>',
    ),
    (
        "a footnote nothing refers to has no link back, which would lead nowhere",
        "a\n\n[^x]: b",
        '<p>a</p><div class="footnote"><hr><ol><li id="fn:x"><p>b</p></li></ol></div>',
    ),
    (
        "a link back below code stands in a paragraph of its own, because no paragraph holds a block",
        "a[^1]\n\n[^1]:\n    ```\n    b\n    ```",
        '<p>a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>'
        '<div class="footnote"><hr><ol><li id="fn:1"><div class="language-text highlight"><pre><span></span>'
        '<code>b\n</code></pre></div><p><a class="footnote-backref" href="#fnref:1" '
        'title="Jump back to footnote 1 in the text">\u21a9</a></p></li></ol></div>',
    ),
    (
        "a footnote may be written where it is referred to, as in Obsidian",
        "a^[b *c*]",
        '<p>a<sup id="fnref:inline-1"><a class="footnote-ref" href="#fn:inline-1">1</a></sup></p>'
        '<div class="footnote"><hr><ol><li id="fn:inline-1"><p>b <em>c</em>\u00a0<a class="footnote-backref" '
        'href="#fnref:inline-1" title="Jump back to footnote 1 in the text">\u21a9</a></p></li></ol></div>',
    ),
    (
        "a definition below a blank line stays tight, as Markdown's lists do",
        "A\n\n:   b",
        "<dl><dt>A</dt><dd>b</dd></dl>",
    ),
]


@pytest.mark.parametrize(("sentence", "text", "expected"), _DIFFERENT, ids=[case[0] for case in _DIFFERENT])
def test_different_on_purpose(sentence: str, text: str, expected: str) -> None:
    assert dom(knotwork_html(text)) == dom(expected)
    assert dom(material_html(text)) != dom(expected), "no longer different: it belongs with the others"


_ICONS = [
    "a :material-kubernetes: b",
    ":fontawesome-brands-github: :fontawesome-solid-cloud-arrow-up: :octicons-mark-github-16: :simple-helm:",
    ":material-check:{ .lg .middle } **:material-arrow-right:**",
    "[Go :material-arrow-right:](x){ .md-button }",
    "## Pods :material-kubernetes:",
    "| :material-check: | b |\n|---|---|\n| :octicons-x-16: | d |",
    ":material-nosuch: 10:30:45 a:nosuch:c",
]


@pytest.mark.parametrize("text", _ICONS)
def test_icons_are_those_of_material(text: str) -> None:
    """But they have a name: alone in a cell or a link they are all that it says."""
    theirs = python_markdown.markdown(
        text, extensions=[*_EXTENSIONS, "pymdownx.emoji"], extension_configs=_EMOJI
    )

    unnamed = re.sub(r' role="img" aria-label="[^"]*"', "", knotwork_html(text))

    assert dom(unnamed) == dom(theirs)


def test_every_emoji_of_material_is_a_character_and_no_picture_from_another_host() -> None:
    names = {name for name, known in twemoji_db.emoji.items() if "unicode" in known}
    names |= {name for name in twemoji_db.aliases if name.startswith(":")}

    for name in names:
        assert re.fullmatch(r"<p>a [^<\s:]+ b</p>", knotwork_html(f"a {name} b").strip()), name


_CODE = [
    "",
    "\n",
    "a",
    "a\n",
    "\n\na: b \n\n",
    "\ta:\tb\n",
    "a: 'b\n",
    "\x0c\u2028a\n",
    "\ufeffa: 1\n",
    "<&>\"'\n",
]


@pytest.mark.parametrize(
    "info", ["", "yaml", "python", "nosuch", "mermaid", 'go hl_lines="1 3"', 'sh linenums="1"']
)
@pytest.mark.parametrize("text", _CODE)
def test_code_is_published_byte_for_byte(text: str, info: str) -> None:
    code = code_html(text, info).partition("<code>")[2].partition("</code>")[0]

    assert html.unescape(re.sub(r"<[^>]*>", "", code)) == text


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("YAML title='x'", "yaml"),
        ("{ .python #id }", "python"),
        ("go { .annotate }", "go"),
        (".rust", "rust"),
        ("c++", "c++"),
        ('text title="{ .go }"', "text"),
        ("js {1,3}", "js"),
        ("", ""),
        ("{}", ""),
    ],
)
def test_the_language_of_an_info_string(info: str, expected: str) -> None:
    assert code_info(info).language == expected


def test_titles_labels_and_terms_know_their_place() -> None:
    text = (
        '- x\n\n    !!! note "T *a*"\n        === "L `b`"\n            \tcode\n\n'
        "    > ??? tip\n    >     end\n\nT 2\n: d\n"
    )
    inline = [token for token in _parser().parse(text) if token.type == "inline"]
    placed = {token.content: token.meta["source"] for token in inline if "source" in token.meta}

    for content, source in placed.items():
        assert text[source.offset(0) : source.end(len(content))].lower() == content.lower()
    assert {"T *a*", "L `b`", "Tip", "T 2"} <= placed.keys()


def test_a_diagram_stays_readable_source() -> None:
    """Material would fetch a script from another host for `<pre class="mermaid">`."""
    html = knotwork_html("```mermaid\ngraph LR\n  a --> b\n```\n")

    assert "graph LR" in html
    assert 'class="mermaid"' not in html
