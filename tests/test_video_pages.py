"""Films on other hosts: which addresses have a player, and what of them reaches the page."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from knotwork.html.video_pages import PLAYER_HOSTS, video_player

YOUTUBE, VIMEO = PLAYER_HOSTS


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", f"{YOUTUBE}/embed/dQw4w9WgXcQ"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1m30s", f"{YOUTUBE}/embed/dQw4w9WgXcQ?start=90"),
        ("http://m.youtube.com/shorts/dQw4w9WgXcQ?t=5", f"{YOUTUBE}/embed/dQw4w9WgXcQ?start=5"),
        ("https://www.youtube.com/embed/dQw4w9WgXcQ?autoplay=1", f"{YOUTUBE}/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/76979871", f"{VIMEO}/video/76979871?dnt=1"),
        ("https://vimeo.com/76979871/8272103f6e", f"{VIMEO}/video/76979871?dnt=1&h=8272103f6e"),
        (
            "https://player.vimeo.com/video/76979871?h=8272103f6e",
            f"{VIMEO}/video/76979871?dnt=1&h=8272103f6e",
        ),
        ("https://www.youtube.com/playlist?list=PL123456", None),
        ("https://www.youtube.com/@somebody", None),
        ("https://youtu.be/a/b", None),
        ("https://youtube.com.example.org/watch?v=dQw4w9WgXcQ", None),
        ("https://user@example.org/youtu.be/dQw4w9WgXcQ", None),
        ("javascript://youtu.be/dQw4w9WgXcQ", None),
        ("//youtu.be/dQw4w9WgXcQ", None),
        ("https://vimeo.com/channels/staffpicks", None),
        ("https://x.com/a", None),
        ("https://[", None),
    ],
)
def test_a_film_that_is_known_has_its_player(url: str, source: str | None) -> None:
    player = video_player(url, 'A "talk" <b>')

    if source is None or player is None:
        assert player is source
        return
    frame = html.fragment_fromstring(player)
    assert frame.get("src") == source
    assert frame.get("title") == 'A "talk" <b>'


@given(
    st.sampled_from(["https://youtu.be/", "https://www.youtube.com/watch?v=", "https://vimeo.com/"]),
    st.text("aB1_-\"'<>&?#/=%\\ \n", max_size=30),
)
@example("https://youtu.be/", "aB1_-aB1_-a?t=1#<b>")
@example("https://www.youtube.com/watch?v=", 'aB1_-aB1_-a&x="<b>')
@example("https://vimeo.com/", "123456?<b>")
def test_nothing_else_of_an_address_reaches_the_page(start: str, rest: str) -> None:
    player = video_player(start + rest, "x")

    if player is not None:
        assert html.fragment_fromstring(player).get("src", "").startswith(PLAYER_HOSTS)
        assert player.count("<") == 2
