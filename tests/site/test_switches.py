"""Parts of the site that are switched off: for all pages, or by a note for its own."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from lxml import html
from mkdocs.commands.build import build
from mkdocs.config import load_config

from knotwork.config.options import settings_from
from knotwork.config.settings import Settings
from knotwork.config.switches import Switches, page_parts, wrong_switches
from knotwork.rules import CODES

POD = """\
```yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: nginx:1.27
      ports: [{containerPort: eighty}]
```
"""
SITE = {
    "index.md": "# Start\n\nThe [guide](guide/index.md) says more.\n\n- one\n- two\n\n## Empty\n\n## Full\n\n"
    + POD,
    "guide/index.md": "# Guide\n\nBack to the [start](../index.md).\n",
    "guide/deep.md": "---\ndescription: Deep.\nauthor: Ann\n---\n# Deep\n\nThe Guide is [here](index.md). "
    "- [ ] k8stodo\n",
}
ADDED = {
    "linked_from": "kw-linked-from",
    "mentions": "kw-mentions",
    "local_graph": "kw-local-graph",
    "rail": "kw-rail",
    "dates": "kw-dates",
    "unwritten_marks": "kw-unwritten",
    "breadcrumbs": "kw-trail",
    "tag_chips": "md-tag",
    "properties": "kw-properties",
    "field_docs": "data-kw-field",
    "snippet_headers": "kw-snippets",
    "snippet_findings": "kw-findings",
}
"""What shows each part in the HTML of a page."""


def built(folder: Path, notes: dict[str, str], plugins: list[object]) -> Path:
    """The folder of a site."""
    for path, text in notes.items():
        file = folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    written = {
        "site_name": "N",
        "theme": {"name": "material", "font": False},
        "plugins": plugins,
        "markdown_extensions": [
            {"toc": {"permalink": "¶"}},
            {"pymdownx.highlight": {"line_spans": "__span", "pygments_lang_class": True}},
            "pymdownx.superfences",
        ],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")
    config = load_config(str(folder / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return folder / "site"


def article(file: Path) -> list[tuple[str, str, str, str]]:
    """The elements of a page's article: name, class, text, and what follows."""
    (found,) = html.parse(str(file), html.HTMLParser(encoding="utf-8")).xpath("//article")
    return [
        (
            each.tag,
            each.get("class", ""),
            " ".join((each.text or "").split()),
            " ".join((each.tail or "").split()),
        )
        for each in found.iter("*")
        if each.get("id", "")[:2] != "__"
    ]


def test_with_all_parts_off_pages_are_those_of_material(tmp_path: Path) -> None:
    off: dict[str, object] = {part.name: False for part in fields(Switches)}
    with_us = built(tmp_path / "a", SITE, ["search", {"knotwork": {**off, "cache": False}}])
    without = built(tmp_path / "b", SITE, ["search"])

    pages = {str(file.relative_to(without)) for file in without.rglob("*.html")}
    assert {str(file.relative_to(with_us)) for file in with_us.rglob("*.html")} == pages
    assert not {"graph.json", "llms.txt", "feed.xml", "manifests.json"} & {
        file.name for file in with_us.iterdir()
    }
    for page in pages - {"404.html"}:
        assert article(with_us / page) == article(without / page), page


def test_a_note_switches_parts_of_its_own_page(tmp_path: Path) -> None:
    numbers = {part: number for number, part in enumerate(ADDED)}
    notes = {
        f"n/{number}.md": f"---\ntags: [a]\nauthor: Ann\ncreated: 2026-05-01\n"
        f"knotwork: {{{part}: false}}\n---\n"
        f"# Thing number {number}\n\n"
        f"[[hub]]\n\n## Empty\n\n## Full\n\n{POD}"
        for part, number in numbers.items()
    }
    notes["hub.md"] = "# Hub\n\n" + "".join(f"[[n/{number}]]\n" for number in numbers.values())
    notes["names.md"] = "# Names\n\n[[hub]]\n\n" + "".join(
        f"- It is Thing number {number} here.\n" for number in numbers.values()
    )
    site = built(tmp_path, notes, ["search", {"knotwork": {"cache": False, "properties": True}}])

    for part, number in numbers.items():
        text = (site / f"n/{number}/index.html").read_text("utf-8")
        assert {other for other, mark in ADDED.items() if mark not in text} == {part}


def test_the_note_says_more_than_the_site() -> None:
    settings = Settings(mentions=False)

    assert settings.shows("mentions", {"knotwork": {"mentions": True}})
    assert not settings.shows("mentions", {"knotwork": {"mentions": "yes"}})
    assert not settings.shows("linked_from", {"knotwork": {"linked_from": False}})
    assert Settings().shows("graph", {"knotwork": {"graph": False}})


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("off", "expected a mapping of parts"),
        ({"linked_form": False}, "unknown part 'linked_form'; did you mean 'linked_from'"),
        ({"graph": False}, "unknown part 'graph'"),
        ({"mentions": "no"}, "knotwork.mentions: expected true or false, found 'no'"),
    ],
)
def test_what_is_no_part_of_a_page_is_said(value: object, sentence: str) -> None:
    assert sentence in "".join(wrong_switches(value))
    assert not wrong_switches(dict.fromkeys(page_parts(), False))


def test_a_former_name_and_wanted_are_taken() -> None:
    former = settings_from({"health_page": False, "wanted": False}, "here", CODES)

    assert (former.health, former.wanted_page, former.wanted) == (False, False, ())
    assert former.notices == ("here: 'health_page' is called 'health' now",)
    assert settings_from({"wanted": ["a"]}, "here", CODES).wanted == ("a",)
