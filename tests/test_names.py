"""From one kind of name to another, at the lengths and depths where they change."""

from __future__ import annotations

import pytest

from knotwork.knowledge.kinds import kinds_of, spellings
from knotwork.model.names import (
    NotePath,
    github_slug,
    heading_key,
    page_file,
    page_rank,
    page_url,
    short_path,
    shown_as,
    slug,
    tag_key,
    unique_anchor,
    without_md,
)
from knotwork.model.names import file_name as file_name_of
from knotwork.model.nearest import Candidates, Nearest, nearest_names
from knotwork.model.plural import counted
from knotwork.syntax.reader import read_note


@pytest.mark.parametrize("directories", [True, False])
def test_the_file_of_a_page_is_found_by_its_address(directories: bool) -> None:
    pages = {
        path: page_file(page_url(path, directories=directories))
        for path in ("a.md", "x/b.md", "x/index.md", "README.md")
    }

    assert pages == {
        "a.md": "a/index.html" if directories else "a.html",
        "x/b.md": "x/b/index.html" if directories else "x/b.html",
        "x/index.md": "x/index.html",
        "README.md": "index.html",
    }


def test_of_several_notes_with_one_page_index_comes_first_then_md() -> None:
    notes = ["README.md", "index.markdown", "index.md", "README.mkd", "index.mkd"]

    assert sorted(notes, key=page_rank) == [
        "index.md",
        "index.markdown",
        "index.mkd",
        "README.md",
        "README.mkd",
    ]


@pytest.mark.parametrize(("length", "kept"), [(250, True), (251, False)])
def test_a_name_is_kept_as_long_as_a_file_system_takes_it_with_html_behind_it(
    length: int, kept: bool
) -> None:
    short = short_path("x" * length)

    assert (short == "x" * length) == kept
    assert len(short) == 250
    assert len(short_path("ü" * 125).encode()) == 250
    assert len(short_path("ü" * 126).encode()) <= 250


def test_two_long_names_that_begin_alike_are_two_files() -> None:
    assert short_path("x" * 300) != short_path("x" * 301)
    assert short_path("x" * 300).startswith("x" * 230)


@pytest.mark.parametrize(("folders", "kept"), [(100, True), (101, False)])
def test_a_page_lies_in_at_most_a_hundred_folders(folders: int, kept: bool) -> None:
    path = "/".join(["a"] * (folders + 1))

    short = short_path(path)
    assert (short == path) == kept
    if not kept:
        assert short.startswith("a/a/a/")
        assert short.count("/") == 49


@pytest.mark.parametrize(("last", "kept"), [(199, True), (200, False)])
def test_a_path_has_at_most_a_thousand_bytes(last: int, kept: bool) -> None:
    path = "/".join([*["x" * 199] * 4, "y" * (last + 1)])

    assert len(path) == 801 + last
    assert (short_path(path) == path) == kept
    assert len(short_path(path)) <= 1_000


def test_one_name_of_a_path_that_is_too_deep_is_the_folder_of_what_is_left() -> None:
    names = [f"{number:03}" for number in range(150)]

    assert short_path("/".join(names)).split("/")[:-1] == names[:49]


def test_a_tag_has_at_most_twenty_parts_and_what_is_deeper_counts_as_one() -> None:
    at = [f"t{number}" for number in range(20)]

    assert tag_key("/".join(at)) == "/".join(at)
    assert tag_key("/".join([*at, "x"])) == "/".join([*at[:19], "t19-x"])
    assert tag_key("#A//b/") == "a/b"


def test_an_anchor_that_is_taken_is_counted_on() -> None:
    assert unique_anchor("a", ()) == "a"
    assert unique_anchor("a", {"a"}) == "a_1"
    assert unique_anchor("a", {"a", "a_1"}) == "a_2"
    assert unique_anchor("a_9", {"a_9"}) == "a_10"
    assert unique_anchor("", ()) == "_1"


def test_slugs_are_those_of_python_markdown_and_of_github() -> None:
    assert slug("  A  b -- c!") == "a-b-c"
    assert github_slug(" A  b -- c!") == "a--b----c"
    assert heading_key("A: b/C  (d)") == "a b c d"


def test_what_is_no_name_of_a_file_has_a_hash_in_it() -> None:
    assert file_name_of("a b") == "a b"
    for text in ("", ".", "..", "a/b", "a\\b", "a\0"):
        name = file_name_of(text)
        assert name not in ("", ".", "..")
        assert "/" not in name
        assert "\\" not in name
    assert file_name_of("a/b") != file_name_of("a-b")


def test_the_endings_of_notes_are_no_part_of_their_names() -> None:
    assert [without_md(path) for path in ("a.md", "a.MD", "x/a.markdown", "a.md.md", "a.txt", "md")] == [
        "a",
        "a",
        "x/a",
        "a.md",
        "a.txt",
        "md",
    ]


def test_a_link_without_display_text_shows_its_parts() -> None:
    assert shown_as("Note", "") == "Note"
    assert shown_as("Note", "A # b") == "Note > A > b"
    assert shown_as("", "A") == "A"


def test_kinds_are_known_by_their_plural_and_their_singular() -> None:
    spelt = spellings(["NetworkPolicy", "Ingress", "Gateway", "Endpoints", "Pod", "Switch", "Box"])

    assert {name: spelt[name] for name in spelt if name != spelt[name].lower()} == {
        "networkpolicies": "NetworkPolicy",
        "ingresses": "Ingress",
        "gateways": "Gateway",
        "endpointses": "Endpoints",
        "endpoint": "Endpoints",
        "pods": "Pod",
        "switches": "Switch",
        "boxes": "Box",
    }


def test_a_kind_s_own_name_wins_over_another_s_plural() -> None:
    assert spellings(["Pod", "Pods"]) == {"pod": "Pod", "pods": "Pods", "podses": "Pods"}


def test_a_note_is_about_the_kinds_it_lists_then_those_its_title_file_and_aliases_name() -> None:
    def about(path: str, text: str) -> list[str]:
        return kinds_of(
            read_note(NotePath(path), text), spellings(["Pod", "Service", "Network Policy", "Job"])
        )

    assert about("a.md", "---\nkind: [Pod, 3, Service]\n---\n") == ["Pod", "Service"]
    assert about("x/jobs.md", "---\nkind: Pod\naliases: [services]\n---\n# Network policies\n") == [
        *("Pod", "Network Policy", "Job", "Service")
    ]
    assert about("pod.md", "# Pods\n") == ["Pod"]
    assert about("podium.md", "") == []


# -- did you mean


def test_the_nearest_name_comes_first_and_of_those_as_near_the_first_in_the_alphabet() -> None:
    assert nearest_names("pod-name", ["pod-names", "pod name", "pod-nom"])[:2] == ("pod name", "pod-names")
    assert nearest_names("podx", ["podz", "pody", "poda"]) == ("poda", "pody", "podz")
    assert nearest_names("pod", ["service", "ingress"]) == ()


def test_at_most_three_names_are_suggested() -> None:
    assert nearest_names("podx", ["poda", "podb", "podc", "podd"]) == ("poda", "podb", "podc")
    assert Nearest().names("podx", Candidates(["poda", "podb", "podc", "podd"]), 2) == ("poda", "podb")


@pytest.mark.parametrize(("length", "compared"), [(200, True), (201, False)])
def test_names_are_compared_up_to_two_hundred_characters(length: int, compared: bool) -> None:
    assert bool(nearest_names("x" * length, ["x" * 199])) == compared
    assert bool(nearest_names("x" * 199, ["x" * length])) == compared


def test_names_whose_numbers_differ_are_not_suggested() -> None:
    assert nearest_names("pods 1", ["pods 2", "pods", "pod 1"]) == ("pod 1", "pods")


def test_after_so_many_comparisons_nothing_is_suggested() -> None:
    nearest, known = Nearest(4), Candidates(["pods", "podz"])

    assert nearest.names("podx", known)
    assert nearest.names("podx", known)
    assert nearest.names("podx", known) == ()


@pytest.mark.parametrize(("at", "found"), [(1_999, True), (2_000, False)])
def test_two_thousand_texts_are_looked_at(at: int, found: bool) -> None:
    known = ["service"] * at + ["pods"]

    assert bool(nearest_names("podz", known)) == found


def test_things_are_counted_with_commas_and_in_their_plural() -> None:
    assert counted(1, "note") == "1 note"
    assert counted(0, "note") == "0 notes"
    assert counted(1_000, "note asks", "notes ask") == "1,000 notes ask"
