"""Fixes change what they name and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotwork.model.diagnostics import Edit, Fix
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath
from knotwork.model.text import Lines, Position, normalized
from knotwork.rules.fixes import apply_fixes, diff

A, B = NotePath("a.md"), NotePath("b.md")

texts = st.text(st.sampled_from("ab \t\r\n\ufeff\u2028\x0c\0é😀\ud800"), max_size=40)


def edit(start: tuple[int, int], end: tuple[int, int], text: str, path: NotePath = A) -> Edit:
    return Edit(path, Position(*start), Position(*end), text)


def fix(*edits: Edit) -> Fix:
    return Fix("fix", (Equivalence.LETTER_CASE,), edits)


def mended(text: str, *fixes: Fix) -> str:
    return apply_fixes({A: text}, fixes)[0][A]


def test_an_edit_replaces_what_it_names() -> None:
    assert mended("see [[Pud]]\n", fix(edit((1, 7), (1, 10), "Pod"))) == "see [[Pod]]\n"


def test_an_edit_may_insert_delete_and_span_lines() -> None:
    fixes = [fix(edit((1, 1), (1, 1), "# ")), fix(edit((1, 4), (2, 1), "")), fix(edit((3, 1), (3, 1), "end"))]

    assert mended("one\ntwo\n", *fixes) == "# onetwo\nend"


def test_fixes_may_come_in_any_order() -> None:
    fixes = [fix(edit((2, 1), (2, 2), "B")), fix(edit((1, 1), (1, 2), "A"))]

    assert mended("a\nb\n", *fixes) == mended("a\nb\n", *reversed(fixes)) == "A\nB\n"


def test_line_breaks_and_the_byte_order_mark_stay() -> None:
    text = "\ufeffone\r\ntwo\rthree\nfour"
    fixes = [fix(edit((line, 1), (line, 2), "X")) for line in (1, 2, 3, 4)]

    assert mended(text, *fixes) == "\ufeffXne\r\nXwo\rXhree\nXour"


def test_a_line_break_in_an_edit_is_that_of_the_file() -> None:
    assert mended("one\r\n", fix(edit((1, 4), (1, 4), "\ntwo"))) == "one\r\ntwo\r\n"


def test_u2028_and_form_feed_are_no_line_breaks() -> None:
    assert mended("a\u2028b\x0cc\nd", fix(edit((2, 1), (2, 2), "D"))) == "a\u2028b\x0cc\nD"


def test_a_fix_that_overlaps_one_before_it_is_left_out_whole() -> None:
    first = fix(edit((1, 1), (1, 4), "ONE"))
    second = fix(edit((2, 1), (2, 4), "TWO"), edit((1, 3), (1, 4), "X"))
    third = fix(edit((2, 1), (2, 4), "DEUX"))

    assert mended("one\ntwo\n", first, second, third) == "ONE\nDEUX\n"


def test_two_insertions_at_one_place_overlap() -> None:
    assert mended("", fix(edit((1, 1), (1, 1), "x")), fix(edit((1, 1), (1, 1), "y"))) == "x"


def test_an_insertion_may_touch_a_replacement() -> None:
    fixes = [fix(edit((1, 2), (1, 3), "B")), fix(edit((1, 2), (1, 2), "<")), fix(edit((1, 3), (1, 3), ">"))]

    assert mended("abc", *fixes) == "a<B>c"


def test_a_fix_may_edit_several_files() -> None:
    both = fix(edit((1, 1), (1, 2), "A", A), edit((1, 1), (1, 2), "B", B))

    assert apply_fixes({A: "a", B: "b"}, [both])[0] == {A: "A", B: "B"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (edit((3, 1), (3, 1), ""), "a.md has no line 3 to edit"),
        (edit((0, 1), (1, 1), ""), "a.md has no line 0 to edit"),
        (edit((1, 1), (1, 6), ""), "a.md:1 has no column 6 to edit"),
        (edit((2, 0), (2, 1), ""), "a.md:2 has no column 0 to edit"),
        (edit((1, 3), (1, 2), ""), "an edit of a.md ends before it starts, in line 1"),
        (edit((1, 1), (1, 1), "", B), "b.md is to be edited, but its text is not here"),
    ],
)
def test_an_edit_outside_its_text_breaks_a_promise(wrong: Edit, sentence: str) -> None:
    with pytest.raises(AssertionError) as raised:
        mended("four\r\n", fix(wrong))

    assert str(raised.value).splitlines()[0] == sentence


@given(texts)
def test_no_fix_changes_nothing(text: str) -> None:
    assert mended(text) == text
    assert mended(text, fix()) == text


@given(texts)
def test_replacing_a_part_by_itself_changes_nothing(text: str) -> None:
    lines = Lines(normalized(text.replace("\0", "")))
    own = [
        fix(edit((number, 1), (number, len(lines.line(number)) + 1), lines.line(number)))
        for number in range(1, len(lines.starts) + 1)
    ]
    text = text.replace("\0", "")

    assert mended(text, *own) == text


@given(texts, st.data())
def test_all_that_no_edit_names_stays_byte_for_byte(text: str, data: st.DataObject) -> None:
    lines = Lines(normalized(text))
    places = st.integers(0, len(lines.text)).map(lines.position)
    spans = data.draw(st.lists(st.tuples(places, places), max_size=4))
    fixes = [fix(Edit(A, min(span), max(span), "«x»")) for span in spans]

    kept = mended(text, *fixes).split("«x»")
    at = 0
    for part in kept:
        at = text.find(part, at)
        assert at >= 0
        at += len(part)

    assert text.startswith(kept[0])
    assert text.endswith(kept[-1])
    assert len(kept) - 1 <= len(fixes)


@given(texts, st.integers(0, 40), st.text("xyz", max_size=3))
def test_positions_are_those_of_the_normalized_text(text: str, at: int, inserted: str) -> None:
    text = text.replace("\0", "")
    plain = normalized(text)
    place = Lines(plain).position(min(at, len(plain)))

    after = mended(text, fix(Edit(A, place, place, inserted)))

    assert normalized(after) == plain[: min(at, len(plain))] + inserted + plain[min(at, len(plain)) :]


def test_a_diff_of_equal_texts_is_empty() -> None:
    assert diff("a\n", "a\n", "a.md") == ""


def test_a_diff_names_the_file_and_the_lines() -> None:
    assert diff("a\nb\n", "a\nc\n", "a.md") == "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"


@pytest.mark.parametrize("after", ["a\r\nc", "a\u2028b\nc\n", "x\x0cy\n", "a\r\nb\n"])
def test_a_diff_can_be_applied(tmp_path: Path, after: str) -> None:
    (tmp_path / "a.md").write_bytes(b"a\r\nb")
    changes = diff("a\r\nb", after, "a.md")

    program = ["patch", "-p1", "--binary"] if shutil.which("patch") else ["git", "apply", "-"]
    subprocess.run(program, cwd=tmp_path, input=changes.encode(), check=True)

    assert (tmp_path / "a.md").read_bytes() == after.encode()
