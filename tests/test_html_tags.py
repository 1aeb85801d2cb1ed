"""Pieces of raw HTML: tags and their places, what is open, which addresses are safe, what is shown."""

from __future__ import annotations

import pytest

from knotwork.html.balance import DEEPEST, OpenTags
from knotwork.html.media import caption, captions_beside, file_link, is_page, player, size_attributes
from knotwork.html.safe_urls import safe_image, safe_url, scheme
from knotwork.html.tags import HtmlTag, end_of_tag, html_tokens


def tokens(text: str) -> list[tuple[str, str]]:
    """Each token's kind or name, and the text it covers."""
    return [
        (
            ("/" if token.closes else "") + token.name if isinstance(token, HtmlTag) else token.kind,
            text[token.start : token.end],
        )
        for token in html_tokens(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a<b>c</b>", [("text", "a"), ("b", "<b>"), ("text", "c"), ("/b", "</b>")]),
        ("a < b <c", [("text", "a < b <c")]),
        ("<b <i>", [("b", "<b <i>")]),
        ("x <a href='y", [("text", "x <a href='y")]),
        ("x <a href='y <b>", [("text", "x <a href='y <b>")]),
        ("<!-- a --><!-- b", [("comment", "<!-- a -->"), ("text", "<!-- b")]),
        ("<!-- b <i>", [("text", "<!-- b "), ("i", "<i>")]),
        (
            "<script>a<b></script>c",
            [("script", "<script>"), ("text", "a<b>"), ("/script", "</script>"), ("text", "c")],
        ),
        ("<script></script>", [("script", "<script>"), ("/script", "</script>")]),
        ("<script>a", [("script", "<script>"), ("text", "a")]),
        ("<!DOCTYPE html><p>", [("text", "<!DOCTYPE html>"), ("p", "<p>")]),
        ("</p x>", [("/p", "</p x>")]),
        ("<plaintext>a</plaintext>", [("plaintext", "<plaintext>"), ("text", "a</plaintext>")]),
    ],
)
def test_tokens_are_what_a_browser_reads(text: str, expected: list[tuple[str, str]]) -> None:
    assert tokens(text) == expected


def test_attributes_have_lower_case_names_their_values_and_places() -> None:
    text = "<A HREF=\"x&amp;y\" b='c' d=e f>"
    (tag,) = html_tokens(text)

    assert isinstance(tag, HtmlTag)
    assert tag.name == "a"
    assert [(each.name, each.value, text[each.start : each.end]) for each in tag.attributes] == [
        ("href", "x&y", "x&amp;y"),
        ("b", "c", "c"),
        ("d", "e", "e"),
        ("f", "", ""),
    ]


def test_the_end_of_a_tag_is_found() -> None:
    assert end_of_tag("a<b c>d", 1) == 6
    assert end_of_tag("a<b c", 1) == 5
    assert end_of_tag("a< b>", 1) == 1


# -- what is open


def test_a_tag_closes_what_is_open_and_all_within_it() -> None:
    tags = OpenTags()
    for name in ("div", "em", "h2"):
        assert tags.opens(name)

    assert not tags.closes("span")
    assert tags.closes("h3")
    assert tags.closes("div")
    assert not tags.closes("em")
    assert tags.leave() == ""


def test_no_tag_in_a_table_closes_what_is_around_it() -> None:
    tags = OpenTags()
    tags.opens("div")
    tags.opens("table")

    assert not tags.closes("div")
    assert tags.closes("table")
    assert tags.closes("div")


def test_what_is_left_open_is_closed_innermost_first() -> None:
    tags = OpenTags()
    tags.opens("div", 0)
    tags.opens("em", 1)
    tags.opens("strong", 2)

    assert tags.leave(1) == "</strong>"
    assert tags.leave() == "</em></div>"


def test_elements_that_end_a_paragraph_stand_behind_it() -> None:
    tags = OpenTags()
    tags.opens("em", 2, in_paragraph=True)
    tags.opens("div", 2, in_paragraph=True)

    assert tags.leave(1) == ""
    assert tags.leave(0) == "</div></em>"


def test_elements_are_open_in_each_other_up_to_a_limit() -> None:
    tags = OpenTags()

    assert [tags.opens("div") for _ in range(DEEPEST + 1)] == [True] * DEEPEST + [False]
    assert tags.opens("br")
    assert tags.closes("p")


# -- addresses


@pytest.mark.parametrize(
    ("url", "safe", "trusted", "image"),
    [
        ("a.md", True, True, True),
        ("//example.com", True, True, True),
        ("https://example.com", True, True, True),
        ("HTTPS://example.com", True, True, True),
        ("ht\ntps://example.com", True, True, True),
        ("obsidian://open", False, True, False),
        ("javascript:x", False, False, False),
        (" java\tscript:x", False, False, False),
        ("data:text/html,x", False, False, False),
        ("data:image/png;base64,AA", False, False, True),
        ("data:image/svg+xml,x", False, False, False),
        ("file:///etc", False, False, False),
        ("vbscript:x", False, False, False),
        ("blob:x", False, False, False),
        ("filesystem:x", False, False, False),
        ("ftp://x", False, True, False),
    ],
)
def test_addresses_whose_scheme_is_listed_are_published(
    url: str, safe: bool, trusted: bool, image: bool
) -> None:
    schemes = ("http", "https", "mailto")

    assert safe_url(url, schemes) == safe
    assert safe_url(url, schemes, trust=True) == trusted
    assert safe_image(url, schemes) == image


def test_a_scheme_is_what_stands_before_the_colon() -> None:
    assert [scheme(url) for url in ("A+b.c-1:x", "//x", "1a:x", "a/b:c", "")] == [
        "a+b.c-1",
        "",
        None,
        None,
        None,
    ]


# -- files that are shown


def test_an_embed_has_a_caption_and_a_size() -> None:
    written = ("100", "100x20", "Text", "Text|100", "a|b", "a|100x", " Text | 30 ", "123456", None)

    assert [caption(each) for each in written] == [
        "",
        "",
        "Text",
        "Text",
        "a|b",
        "a|100x",
        "Text",
        "123456",
        "",
    ]
    assert [dict(size_attributes(each)) for each in written] == [
        {"width": "100"},
        {"width": "100", "height": "20"},
        {},
        {"width": "100"},
        {},
        {},
        {"width": "30"},
        {},
        {},
    ]


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://youtu.be/x", True),
        ("https://www.youtube.com/watch?v=x", True),
        ("https://YouTube.com./x", False),
        ("https://notyoutube.com/x", False),
        ("https://open.spotify.com/x", True),
        ("https://i.vimeo.com/a.png", False),
        ("https://pbs.twitter.com/x", False),
        ("https://example.com/youtube.com", False),
        ("https://x.com/a", True),
    ],
)
def test_pages_of_films_are_known_by_their_hosts(url: str, page: bool) -> None:
    assert is_page(url) == page


def test_sound_and_film_have_controls_a_name_and_captions() -> None:
    film = player("u.mp4", "u.mp4", "A & b", (), "Video", "u.vtt")
    sound = player("u.mp3", "u.mp3", "A", (("class", "x"), ("title", "y")), "Sound", "u.vtt", foreign=True)

    assert film == (
        '<video class="kw-video" src="u.mp4" controls preload="metadata" aria-label="A &amp; b">'
        '<track kind="captions" src="u.vtt" default>'
        'Video: <a class="kw-file" href="u.mp4">A &amp; b</a></video>'
    )
    assert sound == (
        '<audio src="u.mp3" controls preload="none" class="x" title="y">'
        'Sound: <a class="kw-file" href="u.mp3">A</a></audio>'
    )


def test_a_file_is_a_link_with_its_kind_if_readers_open_it_elsewhere() -> None:
    assert file_link("u", "a.zip", "A & <b>", "", ()) == '<a class="kw-file" href="u">A &amp; &lt;b&gt;</a>'
    assert file_link("u", "a.PDF", "A", "page 12", (("class", "c"),)) == (
        '<a href="u" class="c">A <span class="kw-file-kind">(PDF, page 12)</span></a>'
    )


def test_captions_stand_beside_the_film() -> None:
    assert captions_beside("x/a.mp4", {"x/a.vtt"}.__contains__) == "x/a.vtt"
    assert captions_beside("x/a.mp4", {"a.vtt"}.__contains__) is None
