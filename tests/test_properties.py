"""The table of a note's properties: what it shows, and what it never shows."""

from __future__ import annotations

from lxml import html

from knotwork.config.options import settings_from
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.rules import CODES
from knotwork.site.addresses import addresses
from knotwork.site.views import View, note_properties
from knotwork.vault.vault import Vault

A = NotePath("a.md")


def rows(front_matter: str, setting: object = True, **settings: object) -> dict[str, html.HtmlElement]:
    """The cells of the table by the properties they show."""
    vault = Vault.of({A: f"---\n{front_matter}---\n# A\n", "folder/b.md": "# B\n\n## Part\n"})
    kb = compile_vault(vault, settings_from({"properties": setting, **settings}, "here", CODES))
    table = note_properties(View(kb, addresses(kb)), A)
    found = html.fragment_fromstring(table).xpath(".//tr") if table else []
    return {name.text_content(): cell for name, cell in found}


def shown(front_matter: str, **settings: object) -> dict[str, str]:
    """The values as HTML, by the names of the properties."""
    cells = rows(front_matter, **settings).items()
    return {
        name: (cell.text or "") + "".join(html.tostring(each, encoding="unicode") for each in cell)
        for name, cell in cells
    }


def values(front_matter: str, setting: object = True) -> dict[str, str]:
    """The same as text."""
    return {name: cell.text_content() for name, cell in rows(front_matter, setting).items()}


def test_links_in_properties_lead_where_links_in_the_text_would() -> None:
    found = shown('up: "see [[b#Part|it]], [[gone]]"\n')

    assert found["up"] == (
        'see <a href="../folder/b/#part">it</a>, <a href="../wanted/#wanted-gone" class="kw-missing" '
        'title="Not written yet: gone">gone</a>'
    )


def test_whole_addresses_are_links_when_their_scheme_is_allowed() -> None:
    assert shown("u: https://example.com/?a=1&b=2\n")["u"].startswith(
        '<a href="https://example.com/?a=1&amp;b=2">'
    )
    assert "<a" not in shown("u: https://example.com\n", linkify=False)["u"]
    assert "<a" not in shown("u: https://example.com\n", url_schemes=["mailto"])["u"]
    assert "<a" not in shown("u: 'javascript:alert(1)'\n")["u"]


def test_values_of_each_kind() -> None:
    found = values(
        "text: a <b>\nday: 2024-05-06\nat: 2024-05-06 07:08:09\nyes: true\nn: 1.5\nnothing:\nempty: []\n"
        "list: [a, {b: c}]\nset: !!set {y, x}\n"
    )

    assert found == {
        "text": "a <b>",
        "day": "2024-05-06",
        "at": "2024-05-06 07:08:09",
        "yes": "true",
        "n": "1.5",
        "list": "ab: c",
        "set": "xy",
    }


def test_what_decides_about_publishing_and_what_programs_read_is_not_shown() -> None:
    front_matter = "Draft: false\npublish: true\ncssclasses: [x]\nPassword: s3\nauthor: Ann\nother: x\n"

    assert values(front_matter) == {"author": "Ann", "other": "x"}
    assert values(front_matter, ["Author", "cssclasses", "password"]) == {"cssclasses": "x", "author": "Ann"}
    assert values(front_matter, False) == {}
    assert values(f"{front_matter}knotwork: {{properties: true}}\n", False) == {"author": "Ann", "other": "x"}
    assert values(f"{front_matter}knotwork: {{properties: false}}\n") == {}


def test_lists_in_lists_end_at_a_depth_and_texts_at_a_length() -> None:
    assert values("deep: {a: {b: {c: {d: x}}}}\n")["deep"] == "a: b: c: d: x"
    assert values("deep: {a: {b: {c: {d: {e: x}}}}}\n")["deep"] == "a: b: c: d: …"
    assert values(f"text: {'x' * 2000}\n")["text"] == "x" * 2000
    assert len(values(f"text: {'x' * 2001}\n")["text"]) == 2000
