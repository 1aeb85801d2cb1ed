"""What a note's page has beside its text, its dates, and what the page for missing addresses says."""

from lxml import html

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.site.addresses import addresses
from knotwork.site.not_found_page import with_suggestions
from knotwork.site.sidebar import with_rail
from knotwork.site.views.dates import dates
from knotwork.site.views.page import View
from knotwork.site.views.rail import rail, rail_links
from knotwork.vault.vault import Vault

A = NotePath("a.md")
COLUMN = (
    '<div class="md-sidebar md-sidebar--secondary" data-md-type="toc" {}>\n'
    '<div class="md-sidebar__scrollwrap"><div class="md-sidebar__inner">'
    "<nav><div>x</div></nav></div></div></div>"
)


def view(notes: dict[str, str], **settings: object) -> View:
    given = Settings(**settings)  # type: ignore[arg-type]
    kb = compile_vault(Vault.of(notes), given)
    return View(kb, addresses(kb))


def linking(count: int) -> dict[str, str]:
    return {
        "a.md": "",
        **{f"n{number:02}.md": f"[[a]] [[n{(number + 1) % count:02}]]" for number in range(count)},
    }


def test_the_rail_draws_ten_notes_and_counts_the_rest() -> None:
    ten, eleven = (html.fromstring(rail(view(linking(count)), A)) for count in (10, 11))

    assert len(ten.xpath(".//svg/a")) == 10
    assert ten.xpath("string(.//svg/a[not(circle)])") == ""
    assert eleven.xpath("string(.//svg/a[not(circle)])") == "+1"
    assert eleven.xpath(".//ul/li/a/text()") == ["n00", "n01", "n02", "n03", "n04"]
    assert eleven.xpath("string(.//span[@class='kw-count'])") == "11"


def test_the_rail_shows_which_neighbours_link_to_each_other() -> None:
    def lines(notes: dict[str, str]) -> int:
        return (
            html.fromstring(rail(view(notes), A)).xpath("string(.//path[@class='kw-further']/@d)").count("M")
        )

    assert lines({"a.md": "[[b]] [[c]]", "b.md": "", "c.md": ""}) == 0
    assert lines({"a.md": "[[b]] [[c]]", "b.md": "[[c]]", "c.md": "[[b]]"}) == 1


def test_the_neighbours_that_share_most_links_are_drawn_first() -> None:
    notes = {"a.md": " ".join(f"[[n{number:02}]]" for number in range(14))}
    notes |= {f"n{number:02}.md": "[[n12]] [[n13]]" if number < 9 else "" for number in range(14)}
    names = html.fromstring(rail(view(notes), A)).xpath(".//svg/a[circle]/text/text()")

    assert {"n12", "n13"} <= set(names)


def test_a_note_without_neighbours_has_no_rail_and_parts_go_with_their_switches() -> None:
    assert rail(view({"a.md": "[[a]]"}), A) == rail_links(view({"a.md": "[[a]]"}), A) == ""
    assert "<svg" not in rail(view(linking(2), local_graph=False), A)
    assert "<ul" not in rail(view(linking(2), linked_from=False), A)
    assert "Linked from 2" in rail_links(view(linking(2)), A)


def test_the_rail_stands_below_the_table_of_contents_where_there_is_a_column() -> None:
    assert "<nav><div>x</div></nav>RAIL</div></div></div>" in with_rail(COLUMN.format(""), "RAIL")
    assert with_rail(COLUMN.format("hidden"), "RAIL") == COLUMN.format("hidden")
    assert with_rail("<p>no column", "RAIL") == "<p>no column"


def test_dates_are_those_of_the_front_matter() -> None:
    def shown(properties: str) -> str:
        text = dates(view({"a.md": f"---\n{properties}\n---\n"}), A)
        return html.fromstring(text).text_content().strip() if text else ""

    assert (
        shown("created: 2024-05-01\nupdated: 2025-01-02T03:04:05Z")
        == "Created 2024-05-01 · Changed 2025-01-02"
    )
    assert shown("date: '2024-05-01'") == "Created 2024-05-01"
    assert shown("created: soon\nmodified: [1]") == ""


def test_the_page_for_missing_addresses_leads_to_lists_of_notes() -> None:
    page = with_suggestions("<h1>404 - Not found</h1>", view({"a.md": "[[gone]] #t", "b.md": ""}), "/x/")

    assert html.fromstring(f"<div>{page}</div>").xpath(".//a/@href") == [
        "/x/",
        "/x/tags/",
        "/x/wanted/",
        "/x/graph/",
    ]
    assert with_suggestions("<h1>Lost</h1>", view({"a.md": ""}), "/") == "<h1>Lost</h1>"
