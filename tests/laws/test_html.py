"""Whatever HTML a note holds, and by whichever door it comes in: nothing runs, and no word is lost."""

from __future__ import annotations

import re

import lxml.html
import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knotwork.html.attributes import allowed_attribute, published_id
from knotwork.html.elements import ELEMENTS, PUBLISHED, VOID
from knotwork.html.tags import HtmlTag, html_tokens
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.site.render import render_note
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault

DOORS = (
    "<p {html}>x</p>",
    "a <span {html}>x</span>",
    "<img {html}>",
    "<a {html}>x</a>",
    "[x](#y){{: {list} }}",
    "![x](p.png){{: {list} }}",
    "`x`{{: {list} }}",
    "## H {{ {list} }}",
    "para\n{{: {list} }}",
    "- item\n  {{: {list} }}",
    "| a {{: {list} }} |\n|-|\n| b {{: {list} }} |",
    "``` {{ .yaml {list} }}\na: b\n```",
    "**x**{{: {list} }}",
)
NAMES = (
    "onclick onerror ONLOAD style srcdoc srcset formaction action ping background xlink:href usemap data "
    "data-md-color data-kw-docs data-clipboard-text data-hx-get slot is contenteditable tabindex http-equiv "
    "itemprop nonce integrity autofocus lowsrc longdesc"
).split()
VISIBLE = "background border color display float font height margin max padding text vertical width".split()
STYLES = st.lists(
    st.tuples(
        st.sampled_from(
            "color background width margin position z-index top COLOR font-size display content --x "
            "background-image filter transform opacity text-indent".split()
        ),
        st.sampled_from(
            "red #fff transparent 10px -10px 9999999px 50% auto none block fixed absolute url(//x) URL(x) "
            "var(--x) var(--md-accent-fg-color) rgb(1,2,3) rgba(0%/0) expression(a) 1em;x:y /*a*/red \\72 "
            "ed !important x:y".split()
        ),
    ).map(":".join),
    max_size=4,
).map(";".join)
CLASSES = "mermaid md-nav md-overlay kw-card kw-docs tabbed-set arithmatex js".split()
IDS = "__config __search __drawer kw-graph currentScript querySelector cookie body fetch constructor".split()


def page(text: str) -> str:
    kb = compile_vault(Vault.of({"a.md": text}, ["p.png"]))
    return render_note(kb, NotePath("a.md"))


def elements(html: str) -> list[lxml.html.HtmlElement]:
    return list(lxml.html.fragment_fromstring(html, create_parent="body").iter(lxml.html.etree.Element))


def harmless(style: str) -> bool:
    """Whether a style has only properties that change the element alone, without addresses."""
    declarations = [declaration.partition(": ") for declaration in style.split("; ")]
    return all(
        re.fullmatch(r"[a-z-]+", name)
        and name.split("-")[0] in VISIBLE
        and re.fullmatch(r"[\w #%.,/-]+|(?:rgb|hsl)a?\([\d.,%/ deg]+\)|var\(--md-[\w-]+\)", value)
        for name, _, value in declarations
    )


def through(door: str, name: str, value: str) -> str:
    return door.format(html=f'{name}="{value}"', list=f'{name}="{value}"')


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", NAMES)
def test_no_attribute_of_another_name_comes_in_by_any_door(door: str, name: str) -> None:
    found = elements(page(through(door, name, "evil")))

    assert not [each for each in found if name.lower() in each.attrib]


@pytest.mark.parametrize("door", DOORS)
def test_no_class_that_a_script_acts_on_comes_in_by_any_door(door: str) -> None:
    for each in CLASSES:
        classes = {
            word for element in elements(page(through(door, "class", each))) for word in element.classes
        }

        assert each not in classes


@pytest.mark.parametrize("door", DOORS)
def test_no_id_hides_what_scripts_look_for(door: str) -> None:
    heading = door.startswith("##")
    for each in IDS if not heading else (each for each in IDS if each.startswith(("__", "kw"))):
        ids = [element.get("id") for element in elements(page(through(door, "id", each)))]

        assert each not in ids
        assert f"id-{each}" in ids


@pytest.mark.parametrize("door", [door for door in DOORS if not door.startswith("<a")])
def test_a_name_stands_on_links_alone(door: str) -> None:
    found = elements(page(through(door, "name", "currentScript")))

    assert not [each for each in found if each.get("name") and each.tag != "a"]


@pytest.mark.parametrize("door", DOORS)
def test_what_is_documented_comes_in_by_every_door(door: str) -> None:
    for name, value in (("title", "t"), ("class", "md-button"), ("class", "annotate"), ("id", "mine")):
        if door.startswith("```") and name == "title":
            continue  # a fence's title is its caption
        found = elements(page(through(door, name, value)))

        assert [each for each in found if value in (each.get(name) or "").split()], (name, value)


def test_headings_ids_are_none_of_the_scripts() -> None:
    note = read_note(NotePath("a.md"), "# __config\n\n## kw-graph\n\n## Location\n\n## status\n")

    assert [each.anchor for each in note.headings] == ["id-__config", "id-kw-graph", "location", "status"]


def test_an_id_is_published_once_and_for_all() -> None:
    for each in (*IDS, "x", "a b", "ü"):
        published = published_id(each)

        assert published is not None
        assert published_id(published) == published


@pytest.mark.parametrize("length", [300, 301])
def test_ids_have_a_length(length: int) -> None:
    assert (published_id("x" * length) is not None) == (length == 300)


@pytest.mark.parametrize("length", [2_000, 2_001])
def test_values_have_a_length(length: int) -> None:
    assert (allowed_attribute("p", "title", "x" * length) is not None) == (length == 2_000)


TAGS = st.sampled_from((*sorted(ELEMENTS), "pod-name", "T", "my-card", "g", "path"))
VALUES = st.sampled_from(
    ("x", "a.md", "javascript:alert(1)", "https://e.x/", "__config", "p.png", "#x", "", "mermaid")
)
NAME = st.sampled_from((*NAMES, "id", "class", "name", "href", "src", "title", "type"))
WRITTEN = st.builds(
    lambda tag, pairs, end: "<" + tag + "".join(f' {name}="{value}"' for name, value in pairs) + f"{end}>",
    TAGS,
    st.lists(st.tuples(NAME, VALUES), max_size=3),
    st.sampled_from(("", "/", " ")),
)
CLOSED = st.builds("</{}>".format, TAGS)
WORDS = st.sampled_from(
    ("word", "\n", "\n\n", "- ", "> ", "# ", "*em* ", "| a |\n|-|\n", " ", "[[a]] ", "\t")
)
NOTES = st.lists(st.one_of(WRITTEN, CLOSED, WORDS), max_size=12).map("".join)

OURS = {"input", "label"}
"""Elements of tasks and tabs, which only knotwork itself writes."""


@given(NOTES)
@example("<div\nid=__config onclick=x>\n<script>a</script>\n</div>")
@example("<svg><style><img src=x onerror=a></style></svg>")
@example("<math><mtext><table><mglyph><style><img src=x onerror=a>")
def test_whatever_is_written_only_what_is_listed_is_published(text: str) -> None:
    for element in elements(page(text)):
        assert element.tag in PUBLISHED | OURS | {"body"}, text
        for name, value in element.attrib.items():
            assert not name.startswith("on"), text
            assert name != "style" or harmless(value), text
            if name in ("href", "src", "poster"):
                assert not value.lower().startswith(("javascript:", "vbscript:")), text
            if name in ("id", "name"):
                assert not value.startswith("__"), text


@pytest.mark.parametrize("door", ["<p {html}>x</p>", "[x](#y){{: {list} }}", ":material-check:{{ {list} }}"])
@given(style=STYLES)
def test_of_a_style_only_what_covers_and_loads_nothing_is_published(door: str, style: str) -> None:
    written = [element.get("style") for element in elements(page(through(door, "style", style)))]

    assert all(map(harmless, filter(None, written)))


@pytest.mark.parametrize(
    ("style", "published"),
    [
        ("color: #EE0F0F", "color: #EE0F0F"),
        ("background: #ADCCFFA6;", "background: #ADCCFFA6"),
        ("COLOR:Red; position: fixed; width:50%", "color: Red; width: 50%"),
        (
            "text-align:center;color:var(--md-accent-fg-color)",
            "text-align: center; color: var(--md-accent-fg-color)",
        ),
        ("margin: 0 auto; border: 1px solid #ccc", "margin: 0 auto; border: 1px solid #ccc"),
        ("background: url(//x.y/z)", None),
        ("color: transparent; display: none; margin: -9px", None),
        ("col\\6fr: red", None),
        ("", None),
    ],
)
@pytest.mark.parametrize(
    "door", ["<p {html}>x</p>", ":material-check:{{ {list} }}", "![x](p.png){{ {list} }}"]
)
def test_colours_and_sizes_are_published(door: str, style: str, published: str | None) -> None:
    written = [element.get("style") for element in elements(page(through(door, "style", style)))]

    assert [value for value in written if value] == ([published] if published else [])


UNKNOWN = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,8}(-[a-z]{1,5})?", fullmatch=True).filter(
    lambda name: name.lower() not in ELEMENTS
)
AROUND = (
    "{}",
    "a {} b",
    "<div>\n{}\n</div>",
    "- {}",
    "> {}",
    "| {} |\n|-|\n| {} |",
    "# {}",
    "*{}*",
    "<b>{}</b>",
)


@given(
    UNKNOWN, st.sampled_from(AROUND), st.sampled_from(("<{}>", "</{}>", "<{} x=1>", "<{}/>", "<{}>in</{}>"))
)
def test_unknown_elements_are_seen_as_they_are_written(name: str, around: str, form: str) -> None:
    tag = form.format(name, name)
    text = around.format(tag, tag)
    html = page(text)
    note = read_note(NotePath("a.md"), text)

    assert tag in lxml.html.fragment_fromstring(html, create_parent="body").text_content()
    assert [each for each in note.problems if each.rule == "unknown-html"]


@given(st.text("<>/!-='\"& \n\tabscriptong[]?", max_size=80))
@example("<!-- a <!-- b --> <i")
@example("<script>a</SCRIPT ><b>")
def test_tokens_cover_the_text(text: str) -> None:
    at = 0
    for token in html_tokens(text):
        assert token.start == at
        assert token.end > at
        at = token.end
        for each in token.attributes if isinstance(token, HtmlTag) else ():
            assert token.start < each.start <= each.end < token.end

    assert at == len(text)


@given(NOTES)
@example('<a href="b.md">x</a>\n\n> ä <img\n> src="c.png">')
def test_a_link_in_html_stands_where_it_says(text: str) -> None:
    note: Note = read_note(NotePath("a.md"), text)
    lines = text.split("\n")
    for link in note.links:
        if link.html:
            start = link.span.start

            assert lines[start.line - 1][start.column - 1 :].startswith(link.raw.split("\n")[0])


def depth_of(html: str, id_: str) -> int:
    """How many elements an element is in, as a browser reads the HTML."""
    read = nh3.clean(
        html,
        tags={*PUBLISHED, "input", "label"},
        attributes={"*": {"id", "href"}},
        link_rel=None,
    )
    depth = 0
    for token in html_tokens(read):
        if not isinstance(token, HtmlTag) or token.name in VOID:
            continue
        if token.value("id") == id_:
            return depth
        depth += -1 if token.closes else 1
    raise AssertionError(f"no {id_} in {read}")


@given(NOTES)
@example("</div></div></article>x")
@example("<table><tr><td>x")
@example("> <div>\n\n</div></blockquote></div>")
@example("<table><caption></div><tr><td></div></table></div>")
@example("| a |\n|-|\n| </td></table></div> |")
@example("<details><summary>a\n\n- b </details>")
@example("<div>" * 99 + "</div>" * 120)
@example("<div>" * 150 + "</div>" * 150)
def test_a_note_stays_within_its_place_on_the_page(text: str) -> None:
    around = f'<section><div>{page(text)}</div><p id="behind">x</p></section>'

    assert depth_of(around, "behind") == 1


@given(NOTES, NOTES)
@example("<div>\n\n## A\n\n</div>", "x")
def test_an_embed_stays_within_its_place(above: str, below: str) -> None:
    shown = f"{above}\n\n## Part\n\n{below}\n\n## End\n"
    kb = compile_vault(Vault.of({"a.md": "![[b#Part]]\n\n`x`{: #behind }\n", "b.md": shown}))
    html = render_note(kb, NotePath("a.md"))

    assert depth_of(html, "behind") == 1  # its own paragraph
