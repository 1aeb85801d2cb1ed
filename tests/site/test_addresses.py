"""Other addresses of notes lead to them; what a former site had and this one has not is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_builds import built_site, command_result, parsed

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.redirects import redirect_file, redirects
from knotwork.site.compiled_site import compiled_site
from knotwork.site.site_info import SiteInfo
from knotwork.vault.vault import Vault

NOTES = {
    "index.md": "# Home\n\n[[Pods]] [[other]] [[c]]\n",
    "sub/Pods.md": "---\nredirect_from: [old/pods.md, /sub/a b.html, /other/, /404.html]\n---\n"
    '# A "\\<b>" pod\n',
    "other.md": "---\npermalink: /other/\naliases: [/x/, CI/CD]\n---\n# Other\n",
    "c.md": "# C\n\n## Part\n",
    "secret.md": "---\npublish: false\nredirect_from: /leak/\n---\n# Secret\n",
    "x/index.html": "mine",
}


def test_a_former_site_keeps_its_addresses_until_a_note_or_heading_moves(tmp_path: Path) -> None:
    built = built_site(tmp_path, NOTES, "site_url: https://example.com/base/\n")
    page = built.tree("old/pods/")

    assert page.xpath("//link/@href") == ["https://example.com/base/sub/Pods/"]
    assert page.xpath("//a/@href") == ["../../sub/Pods/"]
    assert page.xpath("//meta[@http-equiv]/@content") == ["0; url=../../sub/Pods/"]
    assert page.xpath("//title/text()") == ['A "<b>" pod']
    assert not page.xpath("//script")
    assert parsed(built.page("sub/a b.html")).xpath("//a/@href") == ["Pods/"]
    assert "Other" in built.page("other/")
    assert "refresh" not in built.page("404.html") + built.page("other/")
    assert not (built.site / "leak").exists()
    assert not (built.site / "CI").exists()
    assert "old/pods" not in built.page("sitemap.xml") + str(built.searched())

    (tmp_path / "site").rename(tmp_path / "former")
    docs = tmp_path / "docs"
    (docs / "c.md").write_text("# C\n\n## Portion\n", "utf-8")
    (docs / "other.md").rename(docs / "another.md")
    arguments = ("check", "--against", "former", "--output-format", "concise", "--select", "lost-address")
    checked = command_result(tmp_path, "knotwork", *arguments, site=tmp_path / "site")

    assert checked.code == 1
    assert checked.output.splitlines()[:-1] == [
        # `another.md` asks for it, and so does `sub/Pods.md`
        "former/other/index.html:1:1: error[lost-address]: "
        "the former site has a page /other/, this one has not",
        "docs/c.md:1:1: error[lost-address]: the former page /c/ has a heading #part, this one has not",
    ]
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("address", "with_folders", "without"),
    [
        ("/old/", "old/index.html", "old/index.html"),
        ("old", "old/index.html", "old.html"),
        ("/old.html", "old.html", "old.html"),
        ("a/old.md", "a/old/index.html", "a/old.html"),
        ("a/index.md", "a/index.html", "a/index.html"),
        ("/%C3%BC/", "ü/index.html", "ü/index.html"),
        ("/v1.2", "v1.2/index.html", "v1.2.html"),
        ("%2e%2e/x", None, None),
        ("/a\x7f", None, None),
        ("/a:b", None, None),
        (f"/{'x' * 250}/", "x" * 250 + "/index.html", "x" * 250 + "/index.html"),
        (f"/{'x' * 251}/", None, None),
    ],
)
def test_an_address_is_the_file_of_a_page(
    address: str, with_folders: str | None, without: str | None
) -> None:
    assert redirect_file(address, directories=True) == with_folders
    assert redirect_file(address, directories=False) == without


def test_no_page_leads_to_a_protected_note_or_stands_where_a_note_moved() -> None:
    front = "---\nredirect_from: [{}]\n---\n"
    vault = Vault.of({"a.md": front.format("/old-a/"), "b.md": front.format("/old-b/, /moved/"), "c.md": ""})
    site = compiled_site(
        vault,
        Settings(),
        SiteInfo(),
        lambda path: "",
        {"c.md": "moved/"},
        is_protected=lambda note: note.path == "a.md",
    )

    assert dict(site.redirects) == {"old-b/index.html": "b.md"}


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("/Files/A.html", "`files/a.html` has it"),
        ("/files/data/x/", "`files/data` has it"),
        ("/files/", "another page or file of the site has it"),
        ("/odd.html", "another page or file of the site has it"),
        ("/held", "another page or file of the site has it"),
        ("/B.HTML", "`b.md` has it"),
        ("/b/", None),
        ("/files/b/", None),
    ],
)
def test_what_is_there_already_keeps_its_address(address: str, why: str | None) -> None:
    front = f"---\nredirect_from: {address}\n---\n"
    texts = {"a.md": front, "b.md": "", "odd.html/c.md": "", "held.md": "---\npublish: false\n---\n"}
    vault = Vault.of({**texts, "files/n.md": ""}, ["files/a.html", "files/data"])
    others = redirects(compile_vault(vault, Settings()), directories=False)

    assert [refusal.why for refusal in others.refused] == ([why] if why else [])
    assert list(others.notes.values()) == ([] if why else ["a.md"])
