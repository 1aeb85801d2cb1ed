"""The theme's indentation is left out, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knotwork.site.minify import minified

PIECES = st.lists(
    st.sampled_from(
        ("<p>", " ", "\n", "\n    ", "\t", "a", "<script>", "</script>", "<pre>", "</pre>", "</article>")
    )
).map("".join)


def test_gaps_are_line_breaks_and_code_is_kept() -> None:
    around = "<head>\n\n    <script>\n  a\n</script>\n    <title>t</title>\n</head>\n\t"
    article = "<article>\n    <pre>\n  x</pre>\n"

    assert minified(f"{around}{article}</article>\n  <p>\n") == (
        "<head>\n<script>\n  a\n</script>\n<title>t</title>\n</head>\n" + article + "</article>\n<p>\n"
    )


@given(PIECES, PIECES)
def test_no_word_is_lost_or_joined_to_another(around: str, said: str) -> None:
    page = f"{around}<article>{said}</article>{around}"

    assert minified(page).split() == page.split()
    assert f"<article>{said}" in minified(page)


@given(PIECES)
def test_what_is_lean_stays_as_it_is(around: str) -> None:
    once = minified(f"{around}<article></article>{around}")

    assert minified(once) == once
