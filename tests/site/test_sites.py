"""Whole vaults become whole sites: no broken link, no lost list item, no altered code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from link_crawl import broken_links
from list_markers import written_items
from lxml import html
from site_builds import PUBLIC, Build, parsed

from conftest import source_of
from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import KnowledgeBase, compile_vault
from knotwork.model.names import NotePath, page_url
from knotwork.site.addresses import addresses
from knotwork.site.render import render_note
from knotwork.vault.vault import read_docs

ALL = ("notes", "seed", *PUBLIC)
SiteOf = Callable[[str], Build]


@pytest.fixture(scope="module", params=ALL)
def name(request: pytest.FixtureRequest) -> str:
    source_of(request.param)
    return str(request.param)


def test_the_build_ends_well(name: str, site_of: SiteOf) -> None:
    built = site_of(name)

    assert built.code == 0, built.output
    assert "Traceback" not in built.output
    assert "could not render" not in built.output
    assert len(list(built.pages())) >= len(compiled(name).notes)


def test_no_link_or_fragment_is_broken(name: str, site_of: SiteOf) -> None:
    assert broken_links(site_of(name).site) == []


def test_every_fence_is_published_byte_for_byte(name: str, site_of: SiteOf) -> None:
    built, kb = site_of(name), compiled(name)
    fences = 0
    for path, note in kb.notes.items():
        codes = iter(code_of(built.article(page_url(path)))) if note.fences else iter(())
        for fence in note.fences:
            fences += 1
            published = next((code for code in codes if code == fence.text), None)

            assert published is not None, f"{path}:{fence.span.start.line} is not published as it is written"
    print(f"{name}: {fences} fences published byte for byte")


def test_every_list_item_is_rendered(name: str) -> None:
    kb = compiled(name, max_embeds=0)
    pairs = {path: (rendered_items(kb, path), written_items(source(name, path))) for path in kb.notes}
    rendered = sum(count for count, _ in pairs.values())
    written = sum(len(lines) for _, lines in pairs.values())
    off = {path: (count, len(lines)) for path, (count, lines) in pairs.items() if count != len(lines)}
    ratio = rendered / written if written else 1
    print(f"{name}: {rendered} list items rendered ÷ {written} written = {ratio:.4f} {off or ''}")

    assert 0.99 <= ratio <= 1.01, off


# -- the customer's note


def test_the_seed_wants_twenty_notes_and_its_page_lists_each(site_of: SiteOf) -> None:
    page = site_of("seed") if source_of("seed") else None
    assert page is not None
    wanted = [heading.text_content() for heading in page.article("wanted/").xpath(".//h2")]

    assert sum(len(each.links) for each in compiled("seed").missing_notes) == 20
    assert sorted(wanted) == sorted(each.name for each in compiled("seed").missing_notes)
    assert {"services", "etcd", "kubelet", "kube api server", "environment variables"} <= set(wanted)


def test_the_seed_nests_what_a_pod_contains(site_of: SiteOf) -> None:
    article = site_of("seed").article("pods/") if source_of("seed") else None
    assert article is not None
    (nested,) = article.xpath(".//li[contains(text(), 'pod also contains')]/ul")

    assert [item.text_content().strip() for item in nested.xpath("./li")] == [
        "init container",
        "sidecar containers",
        "volumes",
        "helper containers",
    ]


def test_the_seeds_four_to_dos_are_not_written_yet(site_of: SiteOf) -> None:
    article = site_of("seed").article("todo/") if source_of("seed") else None
    assert article is not None
    items = [" ".join(item.text_content().split()) for item in article.xpath(".//ul[@class='kw-items']/li")]

    assert items == [
        f"{name} not written yet"
        for name in ("init container", "sidecar containers", "volumes", "helper containers")
    ]


def compiled(name: str, **settings: int) -> KnowledgeBase:
    chosen = Settings(**settings)  # type: ignore[arg-type]
    return compile_vault(read_docs(source_of(name), chosen), chosen)


def source(name: str, path: NotePath) -> str:
    return (source_of(name) / path).read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


def code_of(article: html.HtmlElement) -> Iterator[str]:
    """The text of each block of code, without line numbers, as a reader would copy it."""
    for code in article.xpath(".//pre//code"):
        yield code.text_content()


def rendered_items(kb: KnowledgeBase, path: NotePath) -> int:
    """The list items of a note's own text; footnotes are none, nor is what we say of its code."""
    page = parsed(f"<html><body>{render_note(kb, path, addresses(kb))}</body></html>")
    return len(page.xpath("//li[not(ancestor::div[@class='footnote' or @class='kw-findings'])]"))


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<p id="a"><a href="b.html">b</a><a href="#c">c</a><a href="#a">a</a>'
    )

    assert broken_links(tmp_path) == ["index.html → b.html (a)", "index.html → #c (no such id)"]
