"""What a note's front matter may hand to a theme: every property that a template prints has a shape."""

from __future__ import annotations

import re
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config.defaults import MkDocsConfig

from knotwork.config.settings import Settings
from knotwork.mkdocs_plugin.page_status import with_known_status
from knotwork.model.names import NotePath
from knotwork.site.meta import checked_meta, page_meta
from knotwork.syntax.reader import read_note
from knotwork.vault.theme_properties import allowed_properties

PRINTED = {
    *("author description hide icon location status subtitle title".split()),
    *("git_creation_date_localized git_revision_date_localized revision_date".split()),
}
"""The properties that Material 9.8 prints or includes by. A new one here needs a shape in `theme_properties`
when it is an address, a file or a class; any other is printed as text, which is escaped."""
CONFIGURED = {
    *("alternate analytics annotate consent generator homepage polyfills scope social status".split()),
    *("tags version".split()),
}
"""What it prints of `config.extra`, which is the owner's."""
PAGE = {
    *("ancestors authors canonical_url categories config content edit_url is_homepage meta".split()),
    *("next_page parent previous_page title toc url".split()),
}
"""What it prints of a page."""


def templates() -> str:
    spec = find_spec("material")
    assert spec
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "templates"
    return "\n".join(file.read_text("utf-8") for file in sorted(folder.rglob("*.html")))


@pytest.mark.parametrize(
    ("used", "known"),
    [
        (r"\bmeta\.(\w+)(?!\w*\")", PRINTED),
        (r"\bconfig\.extra\.(\w+)", CONFIGURED),
        (r"(?<!\.)\bpage\.(\w+)", PAGE),
    ],
    ids=["front matter", "extra", "page"],
)
def test_everything_that_a_template_prints_is_known(used: str, known: set[str]) -> None:
    text = re.sub(r'"(?:blog\.)?meta[^"]*"', "", templates())  # words to be translated

    assert {name for name in re.findall(used, text) if name not in ("html",)} == known


def meta(front_matter: str, settings: Settings | None = None, *files: str) -> dict[str, Any]:
    note = read_note(NotePath("a.md"), f"---\n{front_matter}\n---\n")
    return page_meta(note, settings or Settings(), lambda name: not files or name in files)


def test_a_note_chooses_among_the_templates_that_the_settings_name() -> None:
    allowed = Settings(templates=("landing.html",))

    assert "template" not in meta("template: landing.html")
    assert "template" not in meta("template: redirect.html", allowed)
    assert "template" not in meta("template: [landing.html]", allowed)
    assert meta("template: landing.html", allowed)["template"] == "landing.html"
    assert "template" not in meta("template: landing.html", allowed, "main.html")  # there is none


@pytest.mark.parametrize(
    "icon", ["../base", "material/../../x", "/etc/x", "material/", ".icons/x", "a b", "<b>", "[x]", "a//b"]
)
def test_an_icon_is_a_name_below_the_themes_icons(icon: str) -> None:
    assert "icon" not in meta(f"icon: {icon}")


def test_an_icon_of_the_theme_stays() -> None:
    assert meta("icon: fontawesome/brands/git-alt")["icon"] == "fontawesome/brands/git-alt"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT&colon;alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "java\tscript:x",
        "blob:x",
        "other:thing",
    ],
)
@pytest.mark.parametrize("name", ["location", "image", "canonical_url"])
def test_an_address_is_judged_like_a_link(name: str, address: str) -> None:
    assert name not in meta(f"{name}: '{address}'")
    assert name not in meta(f"{name}: [{{deep: '{address}'}}]")


def test_an_address_in_binary_is_an_address() -> None:
    assert "location" not in meta("location: !!binary amF2YXNjcmlwdDphbGVydCgxKQ==")
    assert "anything" not in meta("anything: !!set {!!binary amF2YXNjcmlwdDphbGVydCgxKQ==}")


def test_an_address_cannot_leave_the_quotes_it_is_printed_between() -> None:
    """In HTML, and in a script: `["{{ page.meta.location }}", …]`."""
    assert meta(r"""location: "a\\b\"c'd\ne<f>\u2028" """)["location"] == "a%5Cb%22c%27d%0Ae%3Cf%3E%E2%80%A8"
    assert meta("location: https://example.com/a?b=1&c=2")["location"] == "https://example.com/a?b=1&amp;c=2"


@pytest.mark.parametrize(
    "value",
    [
        "'\"><script>alert(1)</script>'",
        "!!binary Ij48c2NyaXB0PmFsZXJ0KDEpPC9zY3JpcHQ+",
        '!!set {"<script>"}',
        '!!omap ["<script>": "<script>"]',
        '!!pairs ["<script>": 1]',
        "[[['<script>']], {'<script>': '<script>'}]",
    ],
)
def test_no_kind_of_value_prints_markup(value: str) -> None:
    for name in ("author", "revision_date", "anything", "subtitle"):
        assert not re.search('[<>"]', str(meta(f"{name}: {value}").get(name, "")))


def test_what_other_plugins_read_stays_plain_data() -> None:
    found = meta("date: 2026-02-03\ncategories: [A & B]\nslug: x\nsocial: {cards: false}\nboost: 2")

    assert found["date"] == date(2026, 2, 3)
    assert found["categories"] == ["A &amp; B"]
    assert found["social"] == {"cards": False}
    assert found["boost"] == 2


@pytest.mark.parametrize(
    "written", ["x", "{exclude: yes please}", "{boost: many}", "{boost: -1}", "[exclude]"]
)
def test_search_takes_a_switch_and_a_number(written: str) -> None:
    assert "search" not in meta(f"search: {written}")
    assert meta("search: {exclude: true, boost: 2.5}")["search"] == {"exclude": True, "boost": 2.5}


@pytest.mark.parametrize("name", ["rss", "social", "meta"])
def test_what_other_plugins_take_for_a_mapping_is_one(name: str) -> None:
    assert name not in meta(f"{name}: x")
    assert meta(f"{name}: {{cards: false}}")[name] == {"cards": False}


def test_a_status_is_one_word_since_it_becomes_a_class() -> None:
    assert "status" not in meta("status: new md-search")
    assert "status" not in meta("status: [new]")
    assert meta("status: new")["status"] == "new"


def test_what_another_plugin_reads_from_the_vault_is_checked_too() -> None:
    """Material's plugin `meta` puts what `.meta.yml` says into a page after its front matter was checked."""
    given_ = {
        "template": "redirect.html",
        "description": '"><script>alert(1)</script>',
        "location": "javascript:alert(1)",
        "tags": ["<b>"],
        "git_revision_date_localized": '<span class="a" title="b">2 May</span>',
        "git_creation_date_localized": "<script>alert(1)</script>",
        "already": "A &amp; B",
    }

    assert checked_meta(given_, Settings(), lambda name: True) == {
        "description": "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
        "tags": ["&lt;b&gt;"],
        "git_revision_date_localized": '<span class="a" title="b">2 May</span>',
        "git_creation_date_localized": "&lt;script&gt;alert(1)&lt;/script&gt;",
        "already": "A &amp; B",
    }


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.binary(max_size=9) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from((*sorted(PRINTED), "template", "search", "image", "links", "other"))


@given(st.dictionaries(NAMES, PLAIN, max_size=5))
def test_checking_twice_is_checking_once(values: dict[str, Any]) -> None:
    once = checked_meta(values, Settings(), lambda name: True)

    assert checked_meta(once, Settings(), lambda name: True) == once
    assert allowed_properties(once, Settings(), lambda name: True).keys() == once.keys()


@pytest.mark.parametrize(
    ("status", "extra", "kept"),
    [
        ("new", {}, True),
        ("deprecated", {"status": {"beta": "Not for all"}}, True),
        ("beta", {"status": {"beta": "Not for all"}}, True),
        ("active", {"status": {"beta": "Not for all"}}, False),
        ("active", {"status": "active"}, False),
    ],
)
def test_a_status_that_material_does_not_know_is_about_the_note(
    status: str, extra: dict[str, object], kept: bool
) -> None:
    config = MkDocsConfig()
    config.extra = extra
    meta = {"title": "A", "status": status}

    assert with_known_status(meta, config) == (meta if kept else {"title": "A"})
