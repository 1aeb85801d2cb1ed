"""The graph of all notes as a table and as data, and the folder tree as data."""

from __future__ import annotations

from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.note_variants import with_protected
from knotwork.model.names import NotePath
from knotwork.site.addresses import addresses
from knotwork.site.views import View
from knotwork.site.views.explorer import explorer_data
from knotwork.site.views.graph import graph_pages, linked
from knotwork.site.views.graph_data import areas, data_files, graph_data, positions
from knotwork.vault.vault import Vault

NOTES = {
    "index.md": "# Home\n\n[[a]] [[a]] [[b]] #top\n",
    "x/a.md": "# Zebra\n\n[[b]] [[a]] [[no such note]] #top/deep\n",
    "x/y/b.md": "# Bee &\n",
    "alone.md": "# Alone\n",
}


def view_of(notes: dict[str, str], **settings: object) -> View:
    kb = compile_vault(Vault.of(notes), Settings(**settings))  # type: ignore[arg-type]
    return View(kb, addresses(kb))


def test_a_pair_of_notes_counts_once_and_no_note_is_linked_with_itself() -> None:
    links = linked(view_of(NOTES))

    assert links.targets["index.md"] == ("x/a.md", "x/y/b.md")
    assert links.targets["x/a.md"] == ("x/y/b.md",)
    assert links.sources["x/y/b.md"] == ("index.md", "x/a.md")
    assert links.count == 3


def test_the_table_says_who_is_linked_how_often_and_in_which_group() -> None:
    (page,) = graph_pages(view_of(NOTES))

    assert page.entry
    assert "4 notes in 1 group, 3 links. 1 note has no backlinks. 1 note has no links at all." in page.html
    rows = page.html.split("<tr>")[2:]
    assert [row.partition("</a>")[0].rpartition(">")[2] for row in rows] == [
        "Bee &amp;",
        "Zebra",
        "Home",
        "Alone",
    ]
    assert "<td>x/y</td><td>2</td><td>0</td><td>1</td>" in rows[0]
    assert "<td></td><td>0</td><td>0</td><td>–</td>" in rows[3]


def test_a_long_table_goes_in_pages_and_the_drawing_is_on_the_first() -> None:
    first, *others = graph_pages(view_of(NOTES, page_size=3))

    assert [first.source, *(page.source for page in others)] == ["graph.md", "graph/page-2.md"]
    assert "kw-graph" in first.html
    assert "kw-graph" not in others[0].html
    assert [page.entry for page in (first, *others)] == [True, False]


def test_a_single_note_has_no_graph() -> None:
    view = view_of({"a.md": "# A\n"})

    assert list(graph_pages(view)) == []
    assert list(data_files(view)) == []


def test_the_data_are_lists_of_the_same_notes() -> None:
    view = view_of(NOTES)
    data = graph_data(view, linked(view))

    assert data["titles"] == ["Alone", "Home", "Zebra", "Bee &"]
    assert data["urls"] == ["alone/", "", "x/a/", "x/y/b/"]
    assert data["edges"] == [1, 2, 1, 3, 2, 3]
    assert data["folders"] == ["", "x", "x/y"]
    assert data["folder"] == [0, 0, 1, 2]
    assert data["tagNames"] == ["top", "top/deep"]
    assert data["tags"] == [[], [0], [0, 1], []]


def test_aliases_are_found_but_those_of_protected_notes() -> None:
    notes = {"a.md": "---\naliases: [Ay, a, Ay]\n---\n[[b]]\n", "b.md": "---\naliases: [Bee]\n---\n[[a]]\n"}
    kb = compile_vault(Vault.of(notes))
    view = View(kb, addresses(kb))
    assert graph_data(view, linked(view))["aliases"] == {"0": ["Ay"], "1": ["Bee"]}
    assert explorer_data(view)["aliases"] == {"0": ["Ay"], "1": ["Bee"]}

    kb = with_protected(kb, {NotePath("b.md")})
    view = View(kb, addresses(kb))
    assert graph_data(view, linked(view))["aliases"] == {"0": ["Ay"]}
    assert explorer_data(view)["aliases"] == {"0": ["Ay"]}


def test_colours_are_for_the_folders_at_the_root_or_deeper_where_one_holds_nearly_all() -> None:
    paths = [NotePath(path) for path in ("a.md", "x/b.md", "x/y/c.md", "z/d.md")]
    below = [NotePath(path) for path in ("docs/a/1.md", "docs/a/2.md", "docs/b/3.md", "docs/b/4.md")]

    assert areas(paths) == ["", "x", "x", "z"]
    assert areas(below) == ["docs/a", "docs/a", "docs/b", "docs/b"]
    assert areas([NotePath("a.md"), NotePath("b.md")]) == ["", ""]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 50)), max_size=200))
def test_every_note_has_a_place_of_its_own(notes: list[tuple[int, int]]) -> None:
    found = positions([area for area, _ in notes], [degree for _, degree in notes])

    assert len(found) == len(notes)
    assert len(set(found)) == len(notes)


def test_the_most_linked_note_of_a_folder_is_in_its_middle() -> None:
    spots = positions([0] * 50, [1] * 30 + [9] + [1] * 19)

    assert min(range(50), key=lambda note: hypot(*spots[note])) == 30


def test_the_folder_tree_has_folders_below_those_that_hold_them_and_notes_by_title() -> None:
    data = explorer_data(view_of(NOTES))

    assert data["folders"] == [[-1, ""], [0, "x"], [1, "y"]]
    assert data["titles"] == ["Alone", "Bee &", "Home", "Zebra"]
    assert data["folder"] == [0, 2, 0, 1]
    assert data["urls"] == ["alone/", "x/y/b/", "", "x/a/"]
