"""Pages that Python-Markdown renders are notes: they name others, are named by them, and run nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from site_builds import Build, built_site, visible_text, write_vault

CONFIG = """
plugins:
- search
- knotwork:
    renderer: {"lists/*": python-markdown, "own.md": knotwork}
markdown_extensions:
- admonition
- attr_list
- md_in_html
- toc: {permalink: true}
- pymdownx.blocks.html
- pymdownx.critic
- pymdownx.snippets: {base_path: [parts, docs], auto_append: [words.txt]}
- pymdownx.superfences
- pymdownx.tabbed: {alternate_style: true}
- abbr
"""
NOTES: dict[str, str | bytes] = {
    "index.md": "# Home\n\n[[new]], [[new#^named]], [[new#Use]], ![[Lists]], [[new#made]]\n\n![[new]]\n",
    "new.md": (
        "---\naliases: [The newest]\n---\n# New\n\n"
        "#k8stodo opens a line, and {++ added ++} #k8s/core, a#none, `#none`.\n\n"
        "[[index|home]] [home](index.md#home) [[Gone]] [gone](gone.md) `[[code]]` ![[dot.png]]\n"
        "![d](dot.png) [secret](secret.md) ![p](gone.png)\n\n"
        "![[Lists]]\n\nbefore ![[Lists]] behind\n\n"
        "| a |\n|---|\n| [[index\\|cell]] |\n\nNamed. ^named\n\n"
        '## Use\n\n=== "Tab"\n\n    in a tab [[#Use]]\n\n'
        "%% hidden words %% <!-- hidden too -->\n\n"
        '--8<-- "part.txt"\n\n--8<-- "secret.md"\n\n'
        "```text\n[[code]] #code\n```\n\nThe HTML, <me@example.org>.\n"
    ),
    "lists/Lists.md": "# Lists\n\n1. one\n    - two ++ctrl++\n\n[[new]]\n",
    "own.md": "# Own\n\n{++ raw ++}\n",
    "secret.md": "---\npublish: false\n---\nprivate words\n",
    "hostile.md": (
        "# Hostile\n\n{++ x ++}\n\n<script>alert(1)</script>\n\n"
        'a <b onclick="alert(2)">b</b> <img src=x onerror="alert(3)"> <!-- secret comment -->\n\n'
        '<div markdown onmouseover="alert(4)">\n*in* <script>alert(5)</script>\n</div>\n\n'
        "[a](javascript:alert(6)) [b](&#106;avascript:alert(7)) [c](java&Tab;script:alert(8))\n"
        '[d](index.md){: onclick="alert(9)" style="position:fixed" id="__search" }\n\n'
        '/// html | script\nalert(10)\n///\n\n/// html | iframe[src="https://example.net/11"]\n///\n\n'
        '[e](https://example.org "[[index]]") ![f](dot.png "<b title=x>")\n\n'
        'text {: title="[[index|onmouseover=alert(12) x]]" }\n\n'
        '<form action="https://example.net/13"><input name=a></form>\n\n'
        '<a href="javascript:alert(14)" onfocus=alert(15)>x</a>\n\n<svg onload="alert(16)"></svg>\n\n'
        '/// html | b\n    markdown: html\n\n<a href="javascript:alert(17)"><i>kept</i></a>\n///\n'
    ),
    "dot.png": b"\x89PNG",
}
PARTS = {
    "parts/part.txt": "An inserted part, [[index|see home]] %% hidden as well %%\n",
    "parts/words.txt": "*[HTML]: a language\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = write_vault(tmp_path_factory.mktemp("markdown"), PARTS)
    done = built_site(folder, NOTES, CONFIG)
    assert done.code == 0, done.output
    return done


def test_extensions_render_the_pages_that_need_them(site: Build) -> None:
    new = site.article("new/")

    assert "Python-Markdown renders 3 notes (pymdownx.critic): see the setting" in site.output
    assert new.xpath("string(.//ins[@class='critic'])") == " added "
    assert new.xpath("string(.//abbr[@title='a language'])") == "HTML"
    assert len(new.xpath(".//div[@class='tabbed-set tabbed-alternate']")) == 1
    assert "++ctrl++" in visible_text(site.article("lists/Lists/"))
    assert "{++ raw ++}" in visible_text(site.article("own/"))


def test_their_links_tags_and_embeds_are_those_of_a_note(site: Build) -> None:
    new = site.article("new/")

    links = {visible_text(link): link.get("href") for link in new.xpath(".//a[not(@class='headerlink')]")}
    assert links["cell"] == "../"
    assert links["me@example.org"] == "mailto:me@example.org"
    assert (links["home"], links["see home"]) == ("../#home", "../")
    assert links["#k8s/core"].startswith("../tags/")
    assert new.xpath(".//a[@class='kw-missing']/text()") == ["Gone", "gone"]
    assert new.xpath(".//img/@src") == ["../dot.png", "../dot.png"]
    assert new.xpath(".//span[@class='kw-placeholder']/text()") == ["p: gone.png"]
    assert new.xpath(".//span[@class='kw-unpublished']/text()") == ["secret"]
    assert len(new.xpath(".//div[@class='kw-embed']")) == 1
    assert len(new.xpath(".//p[contains(., 'before')]/a[contains(@href, 'lists/')]")) == 1
    assert new.xpath(".//code/text()")[:2] == ["#none", "[[code]]"]
    assert "[[code]] #code" in visible_text(new)
    assert "Named. ^named" not in visible_text(new)
    assert new.xpath("string(.//p[contains(., 'opens a line')])").startswith("#k8stodo opens")


def test_other_pages_know_them(site: Build) -> None:
    home, new = site.article(""), site.article("new/")

    assert "new/#^named" in home.xpath(".//a/@href")
    assert "new/#use" in home.xpath(".//a/@href")
    assert "new/#made" in home.xpath(".//a/@href")
    assert [visible_text(embed)[:5] for embed in home.xpath(".//div[@class='kw-embed']")] == ["Lists"]
    assert "Lists" in visible_text(new.xpath(".//section[@class='kw-linked-from']")[0])
    assert "opens a line" in visible_text(site.article("todo/"))
    assert "kw-names" not in site.page("new/")


def test_what_is_kept_back_stays_so_on_them(site: Build) -> None:
    for path, content in site.files().items():
        for words in (b"hidden words", b"hidden too", b"hidden as well", b"private words", b"secret comment"):
            assert words not in content, path
    assert "An inserted part" in visible_text(site.article("new/"))


def test_no_text_of_theirs_runs_a_script(site: Build) -> None:
    article = site.article("hostile/")

    assert article.xpath(".//script | .//iframe | .//form | .//object | .//svg[not(@role)]") == []
    attributes = article.xpath(".//@*")
    assert [at for at in attributes if at.attrname.lower().startswith("on") or at.attrname == "style"] == []
    addresses = [re.sub(r"[\x00-\x20]", "", at) for at in article.xpath(".//@href | .//@src")]
    assert [address for address in addresses if address.lower().startswith(("javascript", "data"))] == []
    assert "__search" not in article.xpath(".//@id")
    assert "example.net" not in site.page("hostile/")


def test_a_page_is_made_anew_when_a_file_that_its_extension_reads_is_another_one(tmp_path: Path) -> None:
    config = (
        "plugins: [search, {knotwork: {renderer: {b.md: python-markdown}}}]\n"
        f"markdown_extensions: [{{pymdownx.b64: {{base_path: {tmp_path}}}}}]\n"
    )
    notes = {"index.md": "# A\n", "b.md": '# B\n\n<img src="shown.png">\n'}
    shown = []
    for content in ("one", "two"):
        write_vault(tmp_path, {"shown.png": content})
        done = built_site(tmp_path, notes, config)
        assert done.code == 0, done.output
        shown += re.findall(r"base64,(\w+)", done.page("b/"))

    assert shown == ["b25l", "dHdv"]
