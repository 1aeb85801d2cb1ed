"""What is published of a drawing: what it shows, and nothing that acts, loads or leads elsewhere unasked."""

from __future__ import annotations

import pytest

from knotwork.html import svg
from knotwork.html.svg import SvgError, safe_svg

ROOT = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'


def inside(content: str) -> str:
    """What is published of a piece of a drawing."""
    safe = safe_svg(ROOT.format("", content).encode()).content.decode()
    return safe.partition(">")[2].removesuffix("</svg>")


def removed(content: str, attributes: str = "") -> tuple[str, ...]:
    return safe_svg(ROOT.format(attributes, content).encode()).removed


@pytest.mark.parametrize(
    "content",
    [
        '<rect width="1" style="fill:#fc0"></rect>',
        '<use href="#a"></use><use xlink:href="#a"></use>',
        '<a href="https://example.com/?a=1&amp;b=2"><text>x</text></a>',
        '<a href="mailto:a@b.c"><text>x</text></a><a href="other.svg"><text>y</text></a>',
        '<image href="data:image/png;base64,AA"></image>',
        '<path fill="url(#a)"></path><path style="fill: url(\'#a\')"></path>',
        '<style>rect { fill: url("#a") } a > b { color: red &amp; }</style>'.replace("a > b", "a &gt; b"),
        '<animate attributeName="width" from="1" to="2" values="1;2"></animate>',
        '<text xml:space="preserve" xml:lang="de">a &lt; b &amp; c</text>',
        '<title>a "b"</title>',
    ],
)
def test_what_only_shows_is_published_as_it_is(content: str) -> None:
    assert inside(content) == content
    assert removed(content) == ()


@pytest.mark.parametrize(
    ("content", "kept", "gone"),
    [
        ("<script>alert(1)</script>", "", ("script",)),
        ('<rect onclick="x()" OnLoad="y()"/>', "<rect></rect>", ("onclick", "OnLoad")),
        ('<a href="#x" ping="https://e.x"/>', '<a href="#x"></a>', ("ping",)),
        ('<a href="javascript:x()"/>', "<a></a>", ("href",)),
        ('<a href="java&#10;script:x()"/>', "<a></a>", ("href",)),
        ('<image href="https://e.x/a.png"/>', "<image></image>", ("href",)),
        ('<image href="a.png"/>', "<image></image>", ("href",)),
        ('<use href="https://e.x/a.svg#a"/>', "<use></use>", ("href",)),
        ('<set attributeName="href" to="javascript:x()"/>', "", ("set",)),
        ('<animate attributeName="xlink:href" to="x"/>', "", ("animate",)),
        ('<set attributeName="onload" to="x"/>', "", ("set",)),
        (
            '<animate attributeName="fill" to="url(https://e.x)"/>',
            '<animate attributeName="fill"></animate>',
            ("to",),
        ),
        ('<rect style="fill:url(https://e.x/a)"/>', "<rect></rect>", ("style",)),
        ('<rect fill="url(https://e.x/a)"/>', "<rect></rect>", ("fill",)),
        ("<style>@import 'a.css';</style>", "<style></style>", ("style",)),
        (r"<style>@\69mport 'a.css';</style>", "<style></style>", ("style",)),
        ("<style>a{b:u/**/rl(https://e.x)}</style>", "<style></style>", ("style",)),
        (
            '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
            "",
            ("foreignObject",),
        ),
        ("<g><metadata>x</metadata></g>", "<g><metadata>x</metadata></g>", ()),
        (
            '<g xmlns:i="http://inkscape.org"><i:guide id="p"/><rect i:label="/home/me"/></g>',
            "<g><rect></rect></g>",
            (),
        ),
        ("<!-- private --><?run x?><g/>", "<g></g>", ()),
        ('<g id="a&quot;b&#9;c"/>', '<g id="a&quot;b&#9;c"></g>', ()),
    ],
)
def test_what_acts_or_loads_is_left_out(content: str, kept: str, gone: tuple[str, ...]) -> None:
    assert (inside(content), removed(content)) == (kept, gone)


def test_what_stands_behind_a_dropped_element_is_published() -> None:
    content = "<script><g><g/></g></script><g>1</g><style>a{}<b/>c</style><g>2</g>"

    assert inside(content) == "<g>1</g><style>a{}c</style><g>2</g>"


def test_what_is_removed_is_named_once() -> None:
    assert removed("<script/><rect onclick='x'/><script/>", 'onload="x"') == ("onload", "script", "onclick")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is no XML"),
        ("<svg/>", "its root has no SVG namespace"),
        ('<p xmlns="http://www.w3.org/1999/xhtml"/>', "it is no SVG drawing"),
        (
            '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
            "the entity 'a'",
        ),
        (ROOT.format("", "<g>"), "is no XML"),
        ('<?xml version="1.0" encoding="none"?><svg/>', "cannot be read|is no XML"),
    ],
)
def test_what_is_no_drawing_has_no_safe_copy(text: str, why: str) -> None:
    with pytest.raises(SvgError, match=why):
        safe_svg(text.encode())


def test_a_drawing_is_nested_up_to_its_limit() -> None:
    def nested(depth: int) -> bytes:
        return ROOT.format("", "<g>" * depth + "</g>" * depth).encode()

    assert safe_svg(nested(199)).content
    with pytest.raises(SvgError, match="more than 200 deep"):
        safe_svg(nested(200))


def test_a_drawing_is_as_large_as_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = ROOT.format("", "").encode()
    monkeypatch.setattr(svg, "MAX_BYTES", len(data))

    assert safe_svg(data).removed == ()
    with pytest.raises(SvgError, match="larger than"):
        safe_svg(data + b" ")
