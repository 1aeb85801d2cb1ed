"""The pages beside the notes, made from vaults written down in place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from lxml import html

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.rules import check
from knotwork.site.addresses import addresses
from knotwork.site.render import render_context
from knotwork.site.summary import LONGEST, changed, summary
from knotwork.site.views import GeneratedContent, GeneratedPage, View
from knotwork.site.views.page import cut
from knotwork.site.views.wanted import creation_url
from knotwork.vault.vault import Vault

EDIT = "https://github.com/me/notes/edit/main/docs/"


def view(notes: Mapping[str, str], edit_url: str = "", **settings: Any) -> View:
    kb = compile_vault(Vault.of(notes), Settings(**settings))
    return View(kb, addresses(kb), "Notes", edit_url, lambda: check(kb))


def pages(notes: Mapping[str, str], edit_url: str = "", **settings: Any) -> dict[str, GeneratedPage]:
    return {page.source: page for page in GeneratedContent(view(notes, edit_url, **settings)).pages}


def tree(page: GeneratedPage) -> html.HtmlElement:
    return html.fromstring(f"<div>{page.html}</div>")


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def listed(page: GeneratedPage, path: str) -> list[str]:
    return [words(each) for each in tree(page).xpath(path)]


def below(heading: str) -> str:
    """The items of the list that follows a heading."""
    return f".//*[@id='{heading}']/following-sibling::ul[1]/li"


# -- summaries and dates


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Pods\n\nThe *smallest* thing there is. More follows.\n", "The smallest thing there is."),
        ("# Pods\n\n- run [[containers]] together\n- die as one\n", "run containers together"),
        ("---\ndescription: What a pod is.\n---\n# Pods\n\nText.\n", "What a pod is."),
        ("---\ndescription: [a, list]\n---\nText of it.\n", "Text of it."),
        ("# Pods\n\n| a | b |\n|---|---|\n| c | d |\n\nA pod has:\n\n- x\n", "A pod has"),
        ("# Pods\n\nVersion 1.37 of it. Next.\n", "Version 1.37 of it."),
        ("# Pods\n\n```yaml\nkind: Pod\n```\n", ""),
        ("# Pods\n\n%% secret %%\n", ""),
        ("", ""),
    ],
)
def test_a_note_is_summed_up_by_its_description_or_first_sentence(text: str, said: str) -> None:
    note = Vault.of({"a.md": text}).notes[NotePath("a.md")]

    assert summary(note) == said


def test_a_summary_is_never_long() -> None:
    note = Vault.of({"a.md": "word " * 100_000}).notes[NotePath("a.md")]

    assert len(summary(note)) <= LONGEST + 2
    assert summary(note).endswith("word …")


@pytest.mark.parametrize(
    ("front", "day"),
    [
        ("date: 2026-01-02", date(2026, 1, 2)),
        ("date: 2026-01-02T23:30:00Z", date(2026, 1, 2)),
        ("date: '2026-01-02 10:00'", date(2026, 1, 2)),
        ("created: 2025-01-01\nupdated: 2026-01-02", date(2026, 1, 2)),
        ("date: soon\ncreated: 2025-01-01", date(2025, 1, 1)),
        ("date: 2026-99-99", None),
        ("date: [2026]", None),
        ("title: x", None),
    ],
)
def test_a_note_was_changed_when_its_front_matter_says(front: str, day: date | None) -> None:
    note = Vault.of({"a.md": f"---\n{front}\n---\n"}).notes[NotePath("a.md")]

    assert changed(note, {}) == day


# -- pages of long lists


def test_a_list_is_cut_into_pages_that_lead_to_each_other() -> None:
    parts = list(cut(view({"a.md": ""}, page_size=2), "todo.md", "abcde"))

    assert [(part.source, "".join(part.shown)) for part in parts] == [
        ("todo.md", "ab"),
        ("todo/page-2.md", "cd"),
        ("todo/page-3.md", "e"),
    ]
    assert [words(html.fromstring(part.pager)) for part in parts] == [
        "Page 1 of 3. Next page",
        "Page 2 of 3. Previous page · Next page",
        "Page 3 of 3. Previous page",
    ]
    assert html.fromstring(parts[1].pager).xpath(".//a/@href") == ["../", "../page-3/"]


def test_a_list_of_one_page_leads_nowhere() -> None:
    (part,) = cut(view({"a.md": ""}), "todo.md", "")

    assert (part.pager, part.title("To do")) == ("", "To do")


# -- home


def test_the_home_page_says_what_there_is() -> None:
    home = pages(
        {
            "a.md": "---\nupdated: 2026-02-01\n---\n# A\n\nAll about a. [[b]] [[gone]] #t\n\n- x #k8stodo\n",
            "b.md": "---\ndate: 2026-03-01\n---\n# B\n",
            "x/c.md": "# C\n\n[[b]]\n\n```yaml\nkind: Pod\napiVersion: v1\nmetadata: {name: c}\n```\n",
        }
    )["index.md"]

    assert listed(home, ".//ul[@class='kw-facts']/li") == [
        "3 notes",
        "2 links",
        "2 tags",
        "1 manifest",
        "1 open to-do",
        "1 wanted note",
        "4 findings",
    ]
    assert listed(home, below("recent")) == ["2026-03-01 B", "2026-02-01 A"]
    assert listed(home, below("most-linked")) == ["B 2"]
    assert listed(home, below("folders")) == ["x/ 1"]
    assert listed(home, below("all-notes")) == ["A All about a.", "B"]


def test_the_home_page_of_undated_notes_has_no_list_of_recent_ones() -> None:
    assert "Recent" not in pages({"a.md": "", "b.md": ""})["index.md"].html


def test_a_vault_with_an_index_keeps_it_and_its_numbers_are_on_the_health_page() -> None:
    found = pages({"index.md": "[[a]]", "a.md": ""})

    assert "index.md" not in found
    assert listed(found["health.md"], ".//ul[@class='kw-facts']/li")[:2] == ["2 notes", "1 link"]


# -- health

ILL = {
    "index.md": "# Home\n\n[[a]] [[gone]]\n\n## Part\n\n[[a#nowhere]] [[gone]]\n",
    "a.md": "# A\n\n```yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {contaners: []}\n```\n",
    "alone.md": "# Alone\n",
}


def test_findings_are_listed_by_rule_and_by_note() -> None:
    health = pages(ILL)["health.md"]

    assert listed(health, below("rule-missing-note")) == ["no note is called 'gone' 2 Home line 3 line 7"]
    assert listed(health, below("rule-missing-heading")) == [
        "Home line 7 'a.md' has no heading 'nowhere' Its headings: 'A'"
    ]
    assert listed(health, below("by-note"))[0] == "Home : 1 missing-heading, 2 missing-note"
    assert listed(health, below("linked-from-nowhere")) == ["Alone"]
    assert listed(health, below("linking-to-no-other-note")) == ["A", "Alone"]
    assert listed(health, below("most-linked")) == ["A 1"]


def test_what_findings_have_in_common_is_first_and_leads_to_their_places() -> None:
    notes = {f"n{number}.md": "[[gone]] [[lost#x]]\n" for number in range(3)}
    notes["n3.md"] = "[[gone]] [[once]]\n\n```k8s\n```\n"
    found = pages(notes, page_size=3)
    health = found["health.md"]

    assert listed(health, below("most-shared-causes"))[:2] == [
        "no note is called 'gone' 4 error missing-note",
        "no note is called 'lost' 3 error missing-note",
    ]
    for href in tree(health).xpath("//*[@id='most-shared-causes']/following-sibling::ul[1]/li/a/@href"):
        url, _, anchor = href.partition("#")
        page = health if not url else found[f"health/{url.strip('/')}.md"]
        [cause] = tree(page).xpath(f"//*[@id='{anchor}']")
        assert len(cause.xpath("following-sibling::ul/li")) == int(anchor[-1] == "1") + 3

    many = {f"n{number:03}.md": "[[gone]]\n" for number in range(101)}
    assert "and 1 more place" in listed(pages(many)["health.md"], ".//p")
    del many["n100.md"]
    assert "and 1 more place" not in listed(pages(many)["health.md"], ".//p")


def test_a_finding_leads_to_its_line_in_a_block_or_to_its_section() -> None:
    health = tree(pages(ILL)["health.md"])
    leads = health.xpath(".//*[@class='kw-line']/a/@href")

    assert "../a/#block-1.line-4" in leads
    assert {"../#home", "../#part"} <= set(leads)


def test_a_finding_in_a_note_without_a_page_leads_to_what_stands_there() -> None:
    notes = {"index.md": "# Home\n\n[[README]]", "README.md": "# Read me\n\n## Part\n\n[[gone]] #k8stodo"}
    found = pages(notes)

    assert tree(found["health.md"]).xpath(".//*[@class='kw-line']/a/@href") == ["../"]
    assert set(tree(found["todo.md"]).xpath(".//*[@class='kw-where']/a/@href")) == {"../"}


def test_the_table_of_rules_leads_to_each_rules_findings() -> None:
    health = tree(pages(ILL)["health.md"])
    rows = {row.text_content(): row.get("href") for row in health.xpath(".//table//th/a")}

    assert rows["missing-note"] == "#rule-missing-note"
    assert rows["orphan-note"] == "#linked-from-nowhere"
    assert all(health.xpath(f".//*[@id='{href[1:]}']") for href in rows.values())


def test_findings_are_those_that_settings_and_comments_want() -> None:
    silenced = {"a.md": "<!-- knotwork-disable missing-note -->\n\n[[gone]] [[index]]", "index.md": "[[a]]"}
    milder = pages({"index.md": "[[gone]]"}, rules={"missing-note": "info"})["health.md"]

    assert "missing-note" not in pages(silenced)["health.md"].html
    assert "1 hint" in listed(milder, ".//ul[@class='kw-facts']/li")


def test_nothing_of_what_is_not_published_stands_on_the_health_page() -> None:
    notes = {
        "index.md": "[[hidden]]\n\n%% [[secret plan]] %%\n",
        "deep/hidden.md": "---\npublish: false\n---\n[[secret too]]\n",
    }
    health = pages(notes, comments="count")["health.md"]

    assert "secret" not in health.html
    assert "hidden" not in health.html
    assert "2 more findings in unpublished text." in listed(health, ".//p")


def test_notes_in_order_are_praised() -> None:
    health = pages({"index.md": "[[a]]", "a.md": "[[index]]"})["health.md"]

    assert "0 findings" in listed(health, ".//ul[@class='kw-facts']/li")
    assert "The check finds nothing to fix." in listed(health, ".//p")


def test_the_health_page_can_be_left_out() -> None:
    found = pages({"a.md": "[[gone]]"}, health=False)

    assert "health.md" not in found
    assert "2 findings" in " ".join(listed(found["index.md"], ".//ul[@class='kw-facts']/li"))
    assert "health" not in found["index.md"].html


def test_the_health_page_is_cut_into_pages_and_kept_out_of_the_search() -> None:
    found = pages({"a.md": " ".join(f"[[gone {n}]]" for n in range(9))}, page_size=4)

    assert "health/page-2.md" in found
    assert not any(page.searched for source, page in found.items() if source.startswith("health"))
    assert max(page.html.count("<li>") for page in found.values()) < 20


# -- to-dos

BOARD = {
    "a.md": "# A\n\n- write it #k8stodo\n  - part\n\n## part\n\ntext\n",
    "x/b.md": "# B\n\n## Later #k8stodo/net\n\ntext\n",
    "x/y/c.md": "# C\n\n- one #k8stodo\n\n## S\n\n- two #k8stodo/net/dns\n",
}


def test_to_dos_stand_in_groups_by_state_and_folder() -> None:
    board = pages(BOARD)["todo.md"]

    assert listed(board, below("open-x")) == [
        "Later #k8stodo/net B",
        "one #k8stodo C",
        "two #k8stodo/net/dns C › S",
    ]
    assert listed(board, below("done-outside-folders")) == ["write it #k8stodo part written A"]
    assert [level for level, _, _ in board.headings] == [2, 3, 2, 3]


def test_what_to_dos_can_be_chosen_by_is_counted_and_leads_to_them_without_scripts() -> None:
    board = tree(pages(BOARD)["todo.md"])
    filters = {words(each): each.get("href") for each in board.xpath(".//div[@class='kw-filters']//a")}

    assert filters == {
        "Open 3": "#open-x",
        "Done 1": "#done-outside-folders",
        "#k8stodo 4": "../tags/k8stodo/",
        "#k8stodo/net 2": "../tags/k8stodo/net/",
        "#k8stodo/net/dns 1": "../tags/k8stodo/net/dns/",
        "Outside folders 1": "#done-outside-folders",
        "x 3": "#open-x",
    }


def test_a_board_with_one_of_each_needs_no_choice() -> None:
    assert "kw-filters" not in pages({"a.md": "- x #k8stodo"})["todo.md"].html


# -- tags


def test_a_tag_lists_each_note_once_with_the_sentences_around_it() -> None:
    notes = {
        "a.md": "---\ntags: [t]\n---\n# A\n\n" + "".join(f"place {n} of #t\n\n" for n in range(5)),
        "b.md": "---\ntags: [t/u]\n---\n# B\n\nAll about b. And more.\n",
    }
    found = pages(notes)

    assert listed(found["tags/t.md"], "./ul/li") == [
        "A place 0 of #t place 1 of #t place 2 of #t and 2 more places",
        "B #t/u All about b.",
    ]
    assert listed(found["tags/t/u.md"], "./p")[0] == "1 note · part of #t · All tags"


def test_the_index_of_tags_is_a_tree_with_counts() -> None:
    index = tree(pages({"a.md": "#a/b/c #a #d", "b.md": "#a/b"})["tags/index.md"])

    assert [words(each) for each in index.xpath("./ul/li")] == ["#a 2 #a/b 2 #a/b/c 1", "#d 1"]
    assert words(index.xpath("./p")[0]) == "4 tags in 2 notes."


def test_a_tag_with_very_many_parts_shows_some() -> None:
    found = pages({"a.md": " ".join(f"#t/n{n:03}" for n in range(120))})

    assert found["tags/index.md"].html.count("<a ") == 52
    assert "and 70 more" in listed(found["tags/t.md"], "./p")[1]


# -- wanted notes


@pytest.mark.parametrize(
    ("edit_url", "url"),
    [
        (EDIT, "https://github.com/me/notes/new/main/docs?filename=a%20b%2Fc%23.md"),
        (
            "https://gitlab.com/me/notes/-/edit/main/docs/",
            "https://gitlab.com/me/notes/-/new/main/docs/a%20b?file_name=c%23.md",
        ),
        ("https://bitbucket.org/me/notes/src/default/docs/", None),
        ("https://example.com/editor?path=/edit/", None),
        ("javascript:/edit/alert(1)", None),
        ("", None),
    ],
)
def test_a_note_is_begun_where_hosts_like_github_begin_files(edit_url: str, url: str | None) -> None:
    assert creation_url(edit_url, "a b/c#.md") == url


def test_a_wanted_note_can_be_created_beside_the_first_that_asks() -> None:
    notes = {"x/a.md": "[[etcd]] [[../up/other]] [[y/z]]"}
    wanted = tree(pages(notes, EDIT)["wanted.md"])

    links = wanted.xpath(".//a[@class='kw-create']/@href")

    assert {href.partition("=")[2] for href in links} == {"x%2Fetcd.md", "up%2Fother.md", "y%2Fz.md"}
    assert "kw-create" not in pages(notes)["wanted.md"].html


def test_missing_notes_whose_names_look_alike_in_a_url_have_entries_of_their_own() -> None:
    notes = {"a.md": "[[b c]] [[b-c]] [[b?c]] [[d e]]"}
    ids = tree(pages(notes)["wanted.md"]).xpath(".//h2/@id")
    kb = compile_vault(Vault.of(notes))
    links = [addresses(kb).wanted(wanted.key).partition("#")[2] for wanted in kb.links.missing_notes]

    assert len(set(ids)) == 4
    assert ids == links
    assert "wanted-d-e" in ids


def test_wanted_notes_are_listed_most_wanted_first_over_several_pages() -> None:
    found = pages({"a.md": "[[one]] [[two]] [[three]]", "b.md": "[[three]]"}, page_size=2)

    assert listed(found["wanted.md"], ".//h2") == ["three", "one"]
    assert listed(found["wanted/page-2.md"], ".//h2") == ["two"]
    assert "Previous page" in found["wanted/page-2.md"].html


# -- folders


def test_a_folder_lists_its_folders_and_what_its_notes_are_about() -> None:
    found = pages(
        {"x/b.md": "# B\n\nAll about b. More.\n", "x/a.md": "# a\n", "x/y/index.md": "# Y\n\nAbout y.\n"}
    )["x/index.md"]

    assert listed(found, "./p") == ["3 notes in this folder, 1 of them in 1 folder below it."]
    assert listed(found, below("folders")) == ["y/ 1 About y."]
    assert listed(found, below("notes")) == ["a", "B All about b."]


def test_a_folder_of_notes_alone_needs_no_headings() -> None:
    found = pages({"x/b.md": "# B\n"})["x/index.md"]

    assert listed(found, "./p") == ["1 note in this folder."]
    assert found.headings == ()


def test_a_quoted_sentence_shows_words_in_place_of_pictures() -> None:
    text = (
        "See [[b]] with ![[pod.png]], ![A node](https://example.org/node.png), "
        "![](https://example.org/my%20plan.png?x=1), <img src='https://example.org/c.png' alt='c'> and "
        "![[gone.png]].\n"
    )
    kb = compile_vault(Vault.of({"a.md": text, "b.md": "# B\n"}, ["pod.png"]), Settings())
    site = addresses(kb)
    cut = kb.notes[NotePath("a.md")].contexts[0].cut
    quoted = render_context(kb, NotePath("a.md"), cut, site, site.note(NotePath("b.md")))

    assert "<img" not in quoted
    assert "kw-placeholder" not in quoted
    assert "with pod.png, A node, my plan.png, c and gone.png." in " ".join(quoted.split())


def test_an_empty_vault_has_numbers_that_lead_nowhere() -> None:
    made = pages({})

    assert list(made) == ["index.md"]
    assert tree(made["index.md"]).xpath("//a") == []
    assert tree(pages({"a.md": "x"})["index.md"]).xpath("//ul[@class='kw-facts']//a/@href") == ["health/"]
