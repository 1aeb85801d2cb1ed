"""How many things a page lists, in which order, and what it says of the rest."""

from __future__ import annotations

import pytest
from lxml import html

from knotwork.knowledge.tag_index import shown_tags
from knotwork.model.names import NotePath
from knotwork.site.addresses import paged, relative
from knotwork.site.views.backlinks import linked_from
from knotwork.site.views.folders import tree as folder_tree
from knotwork.site.views.home import recent
from knotwork.site.views.kind_usage import kind_usage, used_in_notes
from knotwork.site.views.mentions import mentioned_in
from knotwork.site.views.page import cut
from knotwork.site.views.sections import Section, section_addresses
from knotwork.site.views.tags import tag_pages
from test_views import below, listed, pages, tree, view, words

A = NotePath("a.md")


def linking(count: int, text: str = "see [[a]]") -> dict[str, str]:
    return {f"n{number:02}.md": f"{text}\n" for number in range(count)}


# -- pages of a list


@pytest.mark.parametrize(("count", "numbers"), [(0, [1]), (3, [1]), (4, [1, 2]), (6, [1, 2]), (7, [1, 2, 3])])
def test_a_page_holds_as_many_entries_as_the_setting_says(count: int, numbers: list[int]) -> None:
    parts = list(cut(view({"a.md": ""}, page_size=3), "tags/index.md", list(range(count))))

    assert [part.number for part in parts] == numbers
    assert [len(part.shown) for part in parts][:-1] == [3] * (len(numbers) - 1)
    assert [entry for part in parts for entry in part.shown] == list(range(count))
    assert [part.title("Tags") for part in parts] == ["Tags", "Tags (2)", "Tags (3)"][: len(numbers)]


def test_the_second_page_of_a_list_lies_beside_the_first() -> None:
    assert paged("tags/index.md", 1) == "tags/index.md"
    assert paged("tags/index.md", 2) == "tags/page-2.md"
    assert paged("todo.md", 2) == "todo/page-2.md"
    assert paged("index.md", 3) == "page-3.md"


def test_a_section_is_found_on_the_page_where_its_first_entry_stands() -> None:
    def section(anchor: str, entries: int) -> Section:
        return Section("Chapter", anchor, anchor, [lambda here: "entry"] * entries)

    sections = [section("one", 2), section("none", 0), section("two", 1), section("three", 1)]

    assert section_addresses(view({"a.md": ""}, page_size=2), "todo.md", sections) == {
        "one": "todo/#one",
        "two": "todo/page-2/#two",
        "three": "todo/page-2/#three",
    }


def test_a_way_to_another_page_climbs_no_further_than_it_must() -> None:
    assert relative("a/b/", "a/c/") == "../b/"
    assert relative("a/", "a/") == "./"
    assert relative("a/", "a/b/") == "../"
    assert relative("", "a/b/") == "../../"
    assert relative("a/b/c/", "") == "a/b/c/"
    assert relative("a/b/#x", "a/b/") == "#x"
    assert relative("a/b/#x", "a/") == "b/#x"
    assert relative("x.html", "a/b.html") == "../x.html"


# -- what leads to a note


@pytest.mark.parametrize(("count", "open_", "folded"), [(10, 10, 0), (11, 10, 1), (12, 10, 2)])
def test_ten_backlinks_are_open_and_the_rest_is_folded(count: int, open_: int, folded: int) -> None:
    section = linked_from(view({"a.md": "# A\n", **linking(count)}), A)
    summary = ["1 more note", "2 more notes"][folded - 1 : folded] if folded else []

    root = tree_of(section)
    assert len(root.xpath("./section/ul/li")) == open_
    assert len(root.xpath(".//details//li")) == folded
    assert [words(each) for each in root.xpath(".//summary")] == summary
    assert words(root.xpath(".//h2/span")[0]) == str(count)


def test_backlinks_beyond_the_setting_have_a_page_of_their_own() -> None:
    at, beyond = ({"a.md": "# A\n", **linking(count)} for count in (2, 3))

    assert "that link here" not in linked_from(view(at, backlinks_shown=2), A)
    assert "linked-from/a.md" not in pages(at, backlinks_shown=2)
    section = linked_from(view(beyond, backlinks_shown=2), A)
    assert "All 3 notes that link here" in section
    assert [words(each) for each in tree_of(section).xpath(".//li/a")] == ["n00", "n01"]
    page = pages(beyond, backlinks_shown=2)["linked-from/a.md"]
    assert len(listed(page, ".//ul/li")) == 3
    assert page.title == "Linked to A"


def test_notes_that_share_more_folders_mention_a_note_first() -> None:
    text = "The load balancer.\n"
    notes = {"x/y/load balancer.md": "# Load balancer\n", "a.md": text, "x/b.md": text, "x/y/c.md": text}

    section = mentioned_in(view({**notes, "x/z/d.md": text}), NotePath("x/y/load balancer.md"))

    assert [words(each) for each in tree_of(section).xpath(".//li/a")] == ["c", "b", "d", "a"]


def test_a_note_that_nobody_mentions_has_no_section_for_it() -> None:
    assert mentioned_in(view({"load balancer.md": "# Load balancer\n", "a.md": "Text.\n"}), A) == ""


# -- tags


def test_chips_show_the_tags_of_front_matter_first() -> None:
    note = view({"a.md": "---\ntags: [net, Pod]\n---\n#run #Box\n"}).kb.notes[A]

    assert shown_tags(note) == ["net", "Pod", "run", "Box"]


def test_a_tag_that_is_written_twice_is_one_chip_as_it_is_written_first() -> None:
    note = view({"a.md": "#Pod #pod\n\n#POD\n"}).kb.notes[A]

    assert shown_tags(note) == ["Pod"]


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, "and 1 more place"), (5, "and 2 more places")])
def test_a_tag_s_page_shows_three_places_of_a_note(count: int, more: str) -> None:
    text = "\n\n".join(f"place {number} #pod" for number in range(count))
    (page,) = (each for each in tag_pages(view({"a.md": f"{text}\n"})) if each.source == "tags/pod.md")

    assert len(tree(page).xpath(".//div[@class='kw-context']")) == 3
    assert "".join(listed(page, ".//p[@class='kw-where']")) == more


@pytest.mark.parametrize(("count", "more"), [(50, False), (51, True)])
def test_a_tag_lists_fifty_of_those_nested_in_it(count: int, more: bool) -> None:
    text = " ".join(f"#k/n{number:02}" for number in range(count))
    found = pages({"a.md": f"{text}\n"})

    assert ("and 1 more" in words(tree(found["tags/k.md"]))) == more
    assert ("and 1 more" in words(tree(found["tags/index.md"]))) == more
    assert len(tree(found["tags/k.md"]).xpath(".//p[@class='kw-nested']/a")) == 50


# -- wanted notes, home, folders


@pytest.mark.parametrize(("count", "more"), [(10, ""), (11, "and 1 more note"), (12, "and 2 more notes")])
def test_a_wanted_note_lists_ten_of_those_that_ask_for_it(count: int, more: str) -> None:
    page = pages(linking(count, "see [[gone]]"))["wanted.md"]

    assert len(listed(page, ".//ul/li")) == 10
    assert [each for each in listed(page, "./p") if "more" in each] == ([more] if more else [])
    assert f"{count} notes link to it." in words(tree(page))


@pytest.mark.parametrize("count", [50, 51])
def test_the_contents_name_fifty_wanted_notes(count: int) -> None:
    page = pages({"a.md": " ".join(f"[[gone {number}]]" for number in range(count))})["wanted.md"]

    assert len(page.headings) == 50
    assert len(tree(page).xpath(".//h2")) == count


def test_the_latest_notes_come_first_and_those_of_one_day_by_path() -> None:
    dates = {"a.md": "2026-01-02", "b.md": "2026-01-03", "c.md": "2026-01-02", "d.md": "2025-12-31"}
    notes = {path: f"---\ndate: {day}\n---\n" for path, day in dates.items()}

    assert recent(view(notes)) == ["b.md", "a.md", "c.md", "d.md"]


def test_the_home_page_shows_ten_of_the_latest() -> None:
    notes = {f"n{day:02}.md": f"---\ndate: 2026-01-{day:02}\n---\n" for day in range(1, 12)}

    shown = listed(pages(notes)["index.md"], below("recent"))

    assert shown == [f"2026-01-{day:02} n{day:02}" for day in range(11, 1, -1)]


def test_the_most_linked_come_first_and_those_linked_alike_by_path() -> None:
    links = {"n1.md": "[[c]] [[c]] [[b]]", "n2.md": "[[b]] [[d]]", "n3.md": "[[b]] [[c]]"}
    kb = view({"b.md": "", "c.md": "", "d.md": "", **links}).kb

    assert kb.graph.most_linked() == [("b.md", 3), ("c.md", 2), ("d.md", 1)]
    assert kb.graph.most_linked(1) == [("b.md", 3)]
    assert kb.graph.orphans() == ["n1.md", "n2.md", "n3.md"]
    assert kb.graph.components() == [["b.md", "c.md", "d.md", "n1.md", "n2.md", "n3.md"]]


def test_groups_of_notes_are_the_largest_first_and_those_alike_by_path() -> None:
    kb = view(
        {"a.md": "", "b.md": "[[c]]", "c.md": "", "d.md": "", "e.md": "[[f]] [[g]]", "f.md": "", "g.md": ""}
    ).kb

    assert kb.graph.components() == [["e.md", "f.md", "g.md"], ["b.md", "c.md"], ["a.md"], ["d.md"]]


def test_neighbours_that_link_both_ways_come_first_then_those_linked_to() -> None:
    notes = {"a.md": "[[b]] [[c]] [[d]]", "b.md": "", "c.md": "[[a]]", "d.md": "", "e.md": "[[a]]"}

    assert view(notes).kb.graph.neighbours(A) == ("c.md", "b.md", "d.md", "e.md")


def test_folders_are_listed_by_name_and_notes_by_title() -> None:
    notes = {
        "x/b.md": "# alpha\n",
        "x/a.md": "# Zeta\n",
        "x/c.md": "# Beta\n",
        "x/z/d.md": "",
        "x/m/e.md": "",
    }
    page = pages(notes)["x/index.md"]

    assert listed(page, ".//ul/li/a") == ["m/", "z/", "alpha", "Beta", "Zeta"]


def test_a_folder_counts_the_notes_in_it_at_any_depth() -> None:
    found = folder_tree([NotePath("a.md"), NotePath("x/b.md"), NotePath("x/y/c.md"), NotePath("x/y/d.md")])

    assert {name: (held.folders, held.notes, held.below) for name, held in found.items()} == {
        "": (("x",), ("a.md",), found[""].below),
        "x": (("x/y",), ("x/b.md",), 3),
        "x/y": ((), ("x/y/c.md", "x/y/d.md"), 2),
    }


# -- manifests


def manifest(kind: str, name: str) -> str:
    return f"```yaml\napiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}}}\n```\n"


@pytest.mark.parametrize(("count", "more"), [(12, ""), (13, "All 13 notes with this kind")])
def test_a_note_about_a_kind_lists_twelve_notes_with_manifests_of_it(count: int, more: str) -> None:
    notes = {f"n{number:02}.md": manifest("ConfigMap", f"m{number}") for number in range(count)}
    found = view({"configmaps.md": "", **notes})

    section = used_in_notes(
        found, kind_usage(found.kb, lambda: {"ConfigMap": "snippets/#x"}), NotePath("configmaps.md")
    )

    assert len(tree_of(section).xpath(".//li")) == 12
    assert "".join(words(each) for each in tree_of(section).xpath(".//p")) == more


@pytest.mark.parametrize(("count", "more"), [(10, ""), (11, " and 1 more")])
def test_a_note_about_a_kind_lists_ten_manifests_of_a_note(count: int, more: str) -> None:
    found = view(
        {
            "configmap.md": "",
            "a.md": "\n".join(manifest("ConfigMap", f"m{number:02}") for number in range(count)),
        }
    )

    section = used_in_notes(found, kind_usage(found.kb, dict), NotePath("configmap.md"))

    (item,) = tree_of(section).xpath(".//li")
    assert [words(each) for each in item.xpath("./a")] == ["a", *(f"m{number:02}" for number in range(10))]
    assert words(item).endswith(f"m09{more}")


def tree_of(section: str) -> html.HtmlElement:
    return html.fromstring(f"<div>{section}</div>")
