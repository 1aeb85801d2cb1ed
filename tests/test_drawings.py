"""Where notes stand in the graphs, which of them are drawn, and how their labels are cut."""

from __future__ import annotations

import itertools
from math import hypot

import pytest
from lxml import html

from knotwork.model.names import NotePath
from knotwork.site.views.explorer import explorer_data
from knotwork.site.views.graph import linked
from knotwork.site.views.graph_data import areas, graph_data, positions
from knotwork.site.views.local_graph import MOST, drawing, local_graph
from test_views import listed, pages, tree, view, words

A = NotePath("a.md")


def paths(count: int, name: str = "n") -> list[NotePath]:
    return [NotePath(f"{name}{number:03}.md") for number in range(count)]


def test_the_first_half_of_the_neighbours_stands_on_the_right_from_above_and_goes_round() -> None:
    drawn = drawing(paths(5), {})

    assert [(spot.x > 0, spot.path) for spot in drawn.near] == [
        (True, "n000.md"),
        (True, "n001.md"),
        (True, "n002.md"),
        (False, "n004.md"),
        (False, "n003.md"),
    ]
    assert [spot.y for spot in drawn.near] == [-36, 0, 36, -18, 18]
    assert drawn.near[1].x == 116
    assert drawn.half_height == 36 + 34


@pytest.mark.parametrize(("count", "beside", "gap", "reach"), [(14, False, 36, 116), (15, True, 20, 66)])
def test_from_fifteen_neighbours_on_labels_stand_beside_the_dots(
    count: int, beside: bool, gap: int, reach: int
) -> None:
    drawn = drawing(paths(count), {})

    assert drawn.beside == beside
    heights = sorted({spot.y for spot in drawn.near if spot.x > 0})
    assert {high - low for low, high in itertools.pairwise(heights)} == {gap}
    assert max(spot.x for spot in drawn.near) <= reach
    assert drawn.room == (134 if beside else 164)


def test_notes_one_link_further_stand_on_a_ring_near_the_note_they_are_reached_by() -> None:
    near = paths(4)
    far = {path: near[number % 4] for number, path in enumerate(paths(8, "f"))}

    drawn = drawing(near, far)
    at = {spot.path: spot for spot in drawn.near}
    assert len(drawn.far) == 8
    for spot in drawn.far:
        assert spot.parent is not None
        distances = {path: hypot(each.x - spot.x, each.y - spot.y) for path, each in at.items()}
        assert (spot.x > 0) == (at[spot.parent].x > 0)
        assert distances[spot.parent] <= sorted(distances.values())[1]
        assert abs(spot.x) <= 206
        assert abs(spot.y) < drawn.half_height
    apart = sorted((spot.x, spot.y) for spot in drawn.far)
    assert all(hypot(b[0] - a[0], b[1] - a[1]) > 10 for a, b in itertools.pairwise(apart))


def linked_notes(count: int, name: str = "n") -> dict[str, str]:
    return {f"{name}{number:03}.md": "[[a]]\n" for number in range(count)}


def drawn_names(notes: dict[str, str], layer: str) -> list[str]:
    root = html.fromstring(local_graph(view(notes), A))
    return [words(each) for each in root.xpath(f"//g[@class='kw-{layer}']//text")]


def test_a_note_without_neighbours_has_no_drawing() -> None:
    assert local_graph(view({"a.md": "[[a]]", "b.md": ""}), A) == ""


@pytest.mark.parametrize(("count", "further"), [(24, True), (25, False)])
def test_from_twenty_five_neighbours_on_nothing_further_is_drawn(count: int, further: bool) -> None:
    notes = {"a.md": "", **linked_notes(count), "b.md": "[[n000]]"}

    assert drawn_names(notes, "far") == (["b"] if further else [])


def test_forty_neighbours_are_drawn_and_the_rest_is_counted() -> None:
    at = local_graph(view({"a.md": "", **linked_notes(40)}), A)
    beyond = local_graph(view({"a.md": "", **linked_notes(41)}), A)

    assert "Around it: 40 notes it shares links with." in at
    assert "Around it: 40 of the 41 notes it shares links with." in beyond
    assert len(drawn_names({"a.md": "", **linked_notes(41)}, "near")) == 40


def test_twelve_notes_further_are_drawn_for_each_neighbour() -> None:
    notes = {"a.md": "[[b]]", "b.md": " ".join(f"[[f{number:02}]]" for number in range(13))}

    assert drawn_names({**notes, **{f"f{number:02}.md": "" for number in range(13)}}, "far") == [
        f"f{number:02}" for number in range(12)
    ]
    assert MOST == 150


def test_a_label_is_cut_to_its_room_and_told_whole() -> None:
    fits, long = "x" * 23, "x" * 24
    root = html.fromstring(
        local_graph(view({"a.md": "[[b]] [[c]]", "b.md": f"# {fits}\n", "c.md": f"# {long}\n"}), A)
    )

    links = root.xpath("//g[@class='kw-near']/a")
    assert [(words(each), each.get("aria-label")) for each in links] == [(fits, None), ("x" * 22 + "…", long)]


def test_wide_signs_take_twice_the_room() -> None:
    root = html.fromstring(local_graph(view({"a.md": "[[b]]", "b.md": f"# {'字' * 13}\n"}), A))

    assert words(root.xpath("//g[@class='kw-near']/a")[0]) == "字" * 11 + "…"


# -- the graph of all notes


def test_an_area_is_the_folder_at_the_root_or_one_deeper_where_most_notes_lie_in_one() -> None:
    three, one = [NotePath(f"x/a/{n}.md") for n in range(3)], [NotePath("y/b/1.md")]

    assert areas([*three, *one]) == ["x", "x", "x", "y"]
    assert areas([*three, NotePath("x/c/1.md"), *one]) == ["x/a", "x/a", "x/a", "x/c", "y/b"]
    assert areas([NotePath("a.md"), NotePath("b.md")]) == ["", ""]
    assert areas([NotePath("x/y/a.md"), NotePath("x/z/b.md")]) == ["x/y", "x/z"]


def test_the_most_linked_notes_stand_inmost_and_no_two_at_one_place() -> None:
    spots = positions([0] * 30, list(range(30)))

    distances = [hypot(*spot) for spot in spots]
    assert distances == sorted(distances, reverse=True)
    assert len({*spots}) == 30
    assert round(distances[-1]) == 8


def test_areas_stand_in_a_ring_and_do_not_overlap() -> None:
    spots = positions([0] * 10 + [1] * 10 + [2] * 10, [1] * 30)
    middles = [
        (sum(x for x, _ in spots[at : at + 10]) / 10, sum(y for _, y in spots[at : at + 10]) / 10)
        for at in (0, 10, 20)
    ]

    for number, middle in enumerate(middles):
        inside = max(hypot(x - middle[0], y - middle[1]) for x, y in spots[10 * number : 10 * number + 10])
        for other in middles[:number]:
            assert hypot(middle[0] - other[0], middle[1] - other[1]) > 2 * inside * 0.9
    assert len({round(hypot(*middle) / 10) for middle in middles}) <= 2


def test_the_data_of_the_graph_has_an_entry_a_note() -> None:
    found = view({"x/a.md": "[[b]] [[b]] #k/n", "x/b.md": "", "x/y/c.md": "[[a]] #k", "d.md": ""})

    data = graph_data(found, linked(found))
    assert data["titles"] == ["d", "a", "b", "c"]
    assert data["edges"] == [1, 2, 3, 1]
    assert data["folders"] == ["", "x", "x/y"]
    assert data["folder"] == [0, 1, 1, 2]
    assert data["areas"] == ["x", ""]
    assert data["area"] == [1, 0, 0, 0]
    assert data["tagNames"] == ["k", "k/n"]
    assert data["tags"] == [[], [0, 1], [], [0]]


def test_the_table_has_the_most_linked_notes_first_then_those_that_link_most() -> None:
    notes = {
        "a.md": "[[c]] [[d]]",
        "b.md": "[[c]]",
        "c.md": "[[d]]",
        "d.md": "",
        "e.md": "",
        "f.md": "[[g]]",
        "g.md": "",
    }
    page = pages(notes)["graph.md"]

    rows = [words(each) for each in tree(page).xpath(".//tbody/tr")]
    assert rows == ["c 2 1 1", "d 2 0 1", "g 1 0 2", "a 0 2 1", "b 0 1 1", "f 0 1 2", "e 0 0 –"]
    assert "7 notes in 2 groups, 5 links. 3 notes have no backlinks. 1 note has no links at all." in words(
        tree(page)
    )
    assert "graph.md" not in pages({"a.md": ""})
    assert listed(page, ".//h2") == ["Notes by links"]


def test_folders_in_the_tree_stand_behind_the_one_above_them() -> None:
    data = explorer_data(view({"b.md": "# z\n", "a b/c.md": "# Y\n", "a/d.md": "# x\n", "a/e/f.md": "# w\n"}))

    assert data == {
        "version": 1,
        "folders": [[-1, ""], [0, "a"], [1, "e"], [0, "a b"]],
        "titles": ["w", "x", "Y", "z"],
        "urls": ["a/e/f/", "a/d/", "a%20b/c/", "b/"],
        "folder": [2, 1, 3, 0],
    }


def test_two_notes_that_one_neighbour_leads_to_stand_side_by_side() -> None:
    near = paths(4)

    first, second = drawing(near, dict.fromkeys(paths(2, "f"), near[0])).far
    assert 8 < hypot(first.x - second.x, first.y - second.y) < 40
