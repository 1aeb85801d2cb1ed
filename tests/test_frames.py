"""A template filled in for a page is what the template renders for it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import script_tag_filter, url_filter

from knotwork.mkdocs_plugin.frames import FEW, FRAMES_OF_FOLDER, Frames
from knotwork.mkdocs_plugin.kept_frames import KeptFrames
from memory import Memory

PARTIALS = {
    "partials/toc.html": "{% for item in page.toc %}{{ item.url }} {{ item.title }}, {% endfor %}{{ x }}",
    "partials/tags.html": "{% for tag in tags %}{{ tag.name }} {{ tag.url | url }},{% endfor %}",
    "base.html": "{% block title %}{{ page.title }}{% endblock %}: {% block content %}{% endblock %}",
}


class Pages:
    """Pages of one folder, and what MkDocs gives to their template."""

    def __init__(self, urls: list[str], **properties: list[Any]) -> None:
        self.pages = [self._page(number, url, properties) for number, url in enumerate(urls)]
        self.nav = SimpleNamespace(pages=[self._page(99, "home/", {})], homepage=None)
        self.files = [page.file for page in self.pages]
        self.config = {"site_name": "S"}

    def _page(self, number: int, url: str, properties: dict[str, list[Any]]) -> Any:
        heading = {"level": 1, "id": f"h{number}", "name": f"H {number}", "children": []}
        toc: Any = get_toc([heading] * (number % 3))  # type: ignore[list-item]
        file = SimpleNamespace(src_uri=f"n{number}.md", url=url)
        meta = {"title": f"T <{number}>", "date": number, "hide": ["toc"]}
        page = SimpleNamespace(
            url=url, file=file, toc=toc, meta=meta, parent=None, edit_url=None, content=f"<h1>{number}</h1>"
        )
        page.title = f"Title & {number}"
        for name, values in properties.items():
            value = values[number % len(values)]
            page.__dict__.update({name: value}) if name != "meta" else meta.update(value)
        return page

    def context(self, page: Any) -> dict[str, Any]:
        base = get_relative_url(".", page.url)
        tags = [{"name": f"t{each}", "url": f"tags/{each}/"} for each in range(len(page.toc))]
        given = {"nav": self.nav, "pages": self.files, "config": self.config, "page": page, "base_url": base}
        return {**given, "extra_css": [], "mkdocs_version": "1", "build_date_utc": object(), "tags": tags}


def environment(template: str, **more: str) -> jinja2.Environment:
    made = jinja2.Environment(loader=jinja2.DictLoader({**PARTIALS, "main.html": template, **more}))
    made.filters.update({"url": url_filter, "script_tag": script_tag_filter})
    return made


class Counted:
    """A template that counts how often it is rendered for a page."""

    def __init__(self, template: jinja2.Template) -> None:
        self.template, self.count = template, 0
        self.name, self.environment = template.name, template.environment

    def render(self, context: Any) -> str:
        self.count += isinstance(context["page"], SimpleNamespace)
        return self.template.render(context)


def rendered(template: str, pages: Pages, **more: str) -> int:
    """How many pages the template renders itself, of pages that are all right."""
    made = environment(template, **more)
    counted, frames = Counted(made.get_template("main.html")), Frames(pytest.fail)
    for page in pages.pages:
        context = pages.context(page)

        assert frames.rendered(counted, context) == made.get_template("main.html").render(context)
    return counted.count


SAME_FOLDER = [f"a/b/p{number}/" for number in range(20)]
ONE_FRAME = 3
"""The page a frame is made for, and the two that are compared."""


@pytest.mark.parametrize(
    "template",
    [
        "{{ page.title }} {{ page.meta.title }} {{ page.url }} {{ page.file.src_uri }}",
        "{% extends 'base.html' %}{% block content %}{{ page.content }}{{ super() }}{% endblock %}",
        "{% if page.edit_url %}e{% else %}n{% endif %}{% if '<h1' in page.content %}h{% endif %}",
        "{% if page.meta and page.meta.hide %}{% if 'toc' in page.meta.hide %}hidden{% endif %}{% endif %}",
        "{% if page.meta.x %}x{% endif %}{{ page.meta.x }}{{ page.x }}{{ page.x is defined }}",
        "{{ page.title | lower }} {{ page.title | e }} {{ page.title | urlencode }}",
        "{{ page.title | tojson }} {{ page.title | truncate(5) }}",
        "{{ page.title | replace('Title', 'x') | upper }} {{ page.title | striptags | length }}",
        "{{ page.title | d('x', true) }} {{ page.meta.get('title', 'y') }} {{ page.meta.get('none', 'y') }}",
        "{{ page.title ~ '/' ~ page.url }} {% set t = page.title %}{{ t }}",
        "{{ 'assets/x.css' | url }} {{ page.url | url }} {{ 'https://x.y' | url }}",
        "{{ 'a/' | url }} {{ 'a/b/' | url }} {{ '' | url }} {{ 'x.js' | script_tag }}",
        "{% if page.toc | first is defined %}{{ (page.toc | first).url | url }}{% endif %}",
        "{% include 'partials/toc.html' %}{% include 'partials/tags.html' %}",
        "{% macro m(p) %}{{ p.title }}{% endmacro %}{{ m(page) }}",
        "{% if page.title is string %}s{% endif %}{% if page.title == 'Title & 1' %}one{% endif %}",
    ],
)
def test_a_frame_serves_the_pages_of_a_folder(template: str) -> None:
    count = rendered(template, Pages(SAME_FOLDER))

    assert count <= 3 * ONE_FRAME


@pytest.mark.parametrize(
    "template",
    [
        "{{ page.title.upper() }}",
        "{{ page.title[:8] }}",
        "{% for name, value in page.meta.items() %}{{ name }}{{ value }}{% endfor %}",
        "{% for name in page.meta %}{{ name }}{% endfor %}",
        "{{ ('x' ~ page.title) | upper }}",
        "{{ ('x' ~ page.title) | replace('&', '') }}",
        "{% for item in page.toc %}{{ item.title }}{% else %}{{ page.title.upper() }}{% endfor %}",
        "{{ page.toc | length }}",
        "{{ tags }}",
        "{{ '%s' | format(page.title) }}",
        "{% set x = page.title %}{% include 'partials/toc.html' %}",
        "{{ page }}",
        "{{ {page.title: 1} }}",
        "{{ build_date_utc }}{{ page.title + 'x' }}",
    ],
)
def test_a_template_that_does_more_renders_every_page(template: str) -> None:
    count = rendered(template, Pages(SAME_FOLDER))

    assert count == len(SAME_FOLDER)


def test_a_value_that_differs_is_a_frame_of_its_own() -> None:
    template = "{{ page.title }}{% if page.meta.status %}{{ page.meta.status }}!{% endif %}"
    pages = Pages([f"p{number}/" for number in range(60)], meta=[{}, {"status": "new"}, {"status": ""}])

    assert rendered(template, pages) == 3 * ONE_FRAME


@pytest.mark.parametrize(("kinds", "expected"), [(FRAMES_OF_FOLDER, 0), (FRAMES_OF_FOLDER + 1, 4)])
def test_a_folder_has_so_many_frames(kinds: int, expected: int) -> None:
    pages = Pages(
        [f"p{number}/" for number in range(kinds * 5)], meta=[{"n": number} for number in range(kinds)]
    )

    assert rendered("{{ page.meta.n }}", pages) == FRAMES_OF_FOLDER * ONE_FRAME + 5 * (expected > 0)


@pytest.mark.parametrize(("size", "expected"), [(FEW, FEW), (FEW + 1, ONE_FRAME)])
def test_a_small_folder_has_no_frame(size: int, expected: int) -> None:
    assert rendered("{{ page.title }}", Pages([f"a/p{number}/" for number in range(size)])) == expected


def test_folders_with_the_same_links_share_a_frame() -> None:
    urls = [f"a/f{folder}/p{number}/" for folder in range(6) for number in range(10)]
    template = "{{ 'a/f3/x/' | url }} {{ 'a/' | url }} {{ 'b/x/' | url }} {{ page.title }} {{ page.url }}"

    assert rendered(template, Pages(urls)) == 2 * ONE_FRAME  # one for the folder that a link leads to


def test_links_to_what_lies_below_a_page_are_shorter() -> None:
    pages = Pages([f"a/p{number}/" for number in range(20)])
    template = "{{ 'a/p5/x/' | url }} {{ 'a/p7/' | url }} {{ 'a/' | url }} {{ 'p9/' | url }}"

    assert rendered(template, pages) == ONE_FRAME + 2


def test_pages_that_are_files_share_a_frame() -> None:
    template = "{{ 'a/p5.html' | url }} {{ 'a/b/c.html' | url }} {{ page.title }}"

    assert rendered(template, Pages([f"a/p{number}.html" for number in range(20)])) == ONE_FRAME


def test_folders_have_frames_of_their_own() -> None:
    urls = [f"{folder}/p{number}/" for folder in ("a", "a/b", "c") for number in range(FEW + 1)]

    assert rendered("{{ 'a/b/x/' | url }} {{ base_url }}", Pages(urls)) == 3 * ONE_FRAME


def test_a_page_for_which_the_template_fails_fails_alone() -> None:
    pages, tags = Pages(SAME_FOLDER), {"partials/tags.html": "{{ page.content }}{{ 1 // page.weight }}"}
    for number, page in enumerate(pages.pages):
        page.weight = number - 12
    made = environment("{% include 'partials/tags.html' %}", **tags)
    frames, counted, failed = Frames(pytest.fail), Counted(made.get_template("main.html")), list[int]()
    for number, page in enumerate(pages.pages):
        try:
            frames.rendered(counted, pages.context(page))
        except ZeroDivisionError:
            failed.append(number)

    assert failed == [12]
    assert counted.count == ONE_FRAME + 1


def test_a_page_in_the_menu_is_rendered_by_the_theme() -> None:
    pages = Pages(SAME_FOLDER)
    pages.nav.pages += pages.pages[:5]
    template = "{% for item in nav.pages %}{% if item == page %}active{% endif %}{% endfor %}{{ page.title }}"

    assert rendered(template, pages) == 5 + ONE_FRAME


def test_a_theme_that_renders_otherwise_is_noticed_and_renders_the_rest() -> None:
    pages, messages, calls = Pages(SAME_FOLDER), list[str](), iter(range(1000))
    made = environment("{{ page.title }}{{ count() > 1 }}")
    made.globals["count"] = lambda: next(calls)
    frames, counted = Frames(messages.append), Counted(made.get_template("main.html"))
    for page in pages.pages:
        frames.rendered(counted, pages.context(page))

    assert [message.partition(":")[0] for message in messages] == ["n1.md"]
    assert counted.count == len(SAME_FOLDER)


def made_later(
    template: str, store: Memory, change: dict[str, Any], framed: list[Any]
) -> tuple[int, list[Any]]:
    """How many changed pages a template renders itself in another build, and how they are framed."""
    pages, made = Pages(SAME_FOLDER), environment(template)
    kept = KeptFrames(None)
    kept.common, kept.store = b"all", store
    counted, frames = Counted(made.get_template("main.html")), Frames(pytest.fail, kept)
    for page, own in zip(pages.pages, framed or [None] * len(SAME_FOLDER), strict=True):
        page.__dict__.update(change, framed=own)
        page.file.dest_uri = page.file.name = "x"
        context = pages.context(page)

        assert frames.rendered(counted, context) == made.get_template("main.html").render(context)
    return counted.count, [page.framed for page in pages.pages]


KEPT = "{{ page.title }}{% if '<h1' in page.content %}h{% endif %}{{ page.content }}"


@pytest.mark.parametrize(
    ("template", "change", "is_kept"),
    [
        (KEPT, {"content": "<h1>other</h1>"}, True),
        (KEPT, {"content": "another <h1>"}, True),
        (KEPT, {"content": "no heading"}, False),
        (KEPT, {"title": "another"}, False),
        (KEPT, {"meta": {"title": "another"}}, False),
        (KEPT, {"toc": []}, False),
        ("{{ page.content | striptags }}", {"content": "another"}, False),
        ("{% if page.content %}x{% endif %}{{ page.content }}", {"content": ""}, False),
        ("{{ page.unknown }}{{ page.content }}", {"unknown": "x", "content": "y"}, False),
    ],
)
def test_a_later_build_takes_the_frame_of_a_page_whose_content_alone_is_another(
    template: str, change: dict[str, Any], is_kept: bool
) -> None:
    store = Memory()
    _, framed = made_later(template, store, {}, [])

    count, _ = made_later(template, store, change, framed)

    assert (count == 0) == is_kept


@pytest.mark.parametrize(
    ("change", "own_theme", "is_kept"),
    [
        ({"content": "<h1>other</h1>"}, None, True),
        ({"content": "no heading"}, None, False),
        ({"title": "another"}, None, False),
        ({"content": "<h1>other</h1>"}, "theme", False),
    ],
)
def test_a_later_build_takes_the_frame_of_a_generated_page(
    change: dict[str, Any], own_theme: str | None, is_kept: bool
) -> None:
    pages, made, store = Pages(["p/"]), environment(KEPT), Memory()
    page = pages.pages[0]
    page.file.dest_uri = page.file.name = "x"
    counts = []
    for values in ({}, change):
        page.__dict__.update(values)
        kept = KeptFrames(own_theme)
        kept.common, kept.store, kept.menu_digest = b"all", store, lambda menu: b"menu"
        counted, context = Counted(made.get_template("main.html")), pages.context(page)

        assert kept.generated(counted, context) == made.get_template("main.html").render(context)
        counts.append(counted.count)

    once = 1 if own_theme else 2  # the first page is compared
    assert counts == [once, 0 if is_kept else once]


def test_a_generated_page_whose_content_the_theme_changes_is_rendered_as_ever() -> None:
    pages, store = Pages(["p/"]), Memory()
    page = pages.pages[0]
    page.file.dest_uri = page.file.name = "x"
    template = environment("{{ page.content | striptags }}").get_template("main.html")
    for content in ("<h1>One</h1>", "<h1>Two</h1>"):
        page.content = content
        kept = KeptFrames(None)
        kept.common, kept.store, kept.menu_digest = b"all", store, lambda menu: b"menu"

        assert kept.generated(template, pages.context(page)) == template.render(pages.context(page))
    assert not store.values
