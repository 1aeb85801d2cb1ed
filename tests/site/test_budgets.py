"""What a page may weigh, whatever the vault weighs."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml.html import tostring
from site_builds import Build, built_site, parsed, source_of, visible_text

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import page_url
from knotwork.site.addresses import addresses
from knotwork.site.bundle import script, stylesheet
from knotwork.site.render import render_note
from knotwork.vault.read_vault import read_docs

HTML = 40_000
"""Bytes of a note's page beside its text."""
SCRIPT = 15_000
"""Bytes of what our scripts add to every page, compressed."""
HASHED = re.compile(r"assets/knotwork/[\w-]+\.[0-9a-f]{8}\.(?:js|css)$")

THOUSAND = {
    f"folder {n % 20:02}/note {n}.md": (
        f"# Note {n}\n\nIt leads to [[note {n * 7 % 1000}]] and to [[note {n % 30}]]. #tag/{n % 50}\n\n"
        f"## Part\n\nWords about note {n % 30 + 1}, [[note {(n + 1) % 1000}|the next]] and more.\n"
    )
    for n in range(1000)
}


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Build:
    done = built_site(tmp_path_factory.mktemp("thousand"), THOUSAND)
    assert done.code == 0, done.output
    return done


def beside(site: Build, source: Path) -> Iterator[tuple[int, str]]:
    """For each note, the bytes of its page that are not text: not what its own text became, nor its
    table of contents, nor the words that are quoted from other notes.
    """
    kb = compile_vault(read_docs(source, Settings()), Settings())
    site_addresses = addresses(kb)
    for path in kb.notes:
        page = (site.site / page_url(path) / "index.html").read_bytes()
        tree = parsed(page.decode())
        text = [render_note(kb, path, site_addresses)]
        text += (tostring(each, encoding="unicode") for each in tree.xpath(f"//nav[{_CONTENTS}]"))
        text += (visible_text(each) for each in tree.xpath("//*[@class='kw-context']"))
        yield len(page) - sum(len(each.encode()) for each in text), path


_CONTENTS = "contains(@class, 'md-nav--secondary')"


def test_a_page_of_our_notes_is_light_beside_its_text(site_of: Callable[[str], Build]) -> None:
    heaviest = max(beside(site_of("notes"), source_of("notes")))
    print(f"heaviest of our notes beside its text: {heaviest}")

    assert heaviest[0] <= HTML


def test_a_page_of_a_thousand_notes_is_light_beside_its_text(thousand: Build) -> None:
    heaviest = max(beside(thousand, thousand.site.parent / "docs"))
    print(f"heaviest of 1,000 notes beside its text: {heaviest}")

    assert heaviest[0] <= HTML


def test_scripts_and_styles_of_every_page_are_small() -> None:
    weights = {path: len(gzip.compress(content)) for path, content in (script(), stylesheet())}
    print(weights)

    assert weights[script()[0]] <= SCRIPT


def test_nothing_of_ours_blocks_a_page_and_names_tell_the_content(site_of: Callable[[str], Build]) -> None:
    for page in site_of("every").pages():
        tree = parsed(page.read_text("utf-8"))
        ours = [each for each in tree.xpath("//script[@src]") if "assets/knotwork/" in each.get("src")]
        styles = [each for each in tree.xpath("//link[@rel='stylesheet']/@href") if "/knotwork" in each]

        assert len(ours) == len(styles) == 1, page
        assert "defer" in ours[0].attrib, page
        assert HASHED.search(ours[0].get("src")), page
        assert HASHED.search(styles[0]), page
