"""The plugin within MkDocs: its options, its neighbours, and what it must leave alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from link_crawl import broken_links
from lxml import html
from site_builds import Build, Files, built_site, parsed, visible_text

BROKEN = {"index.md": "# Home\n\nsee [[nowhere]]\n"}
FINE = {"index.md": "# Home\n\nsee [[a]]\n", "a.md": "# A\n\nsee [[index]]\n"}


def options(**values: object) -> str:
    """The plugin's part of `mkdocs.yml`."""
    return f"plugins: {json.dumps(['search', {'knotwork': values}])}\n"


def navigation(page: html.HtmlElement) -> list[str]:
    """What the site's navigation lists, in order."""
    names = page.xpath("//nav[contains(@class, 'md-nav--primary')]//a[contains(@class, 'md-nav__link')]")
    return [
        " ".join(name.text_content().split()) for name in names if not name.get("href", "").startswith("#")
    ]


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [visible_text(each) for each in page.xpath(path)]


# -- findings and the end of a build


@pytest.mark.parametrize(
    ("config", "arguments", "code"),
    [
        ("", ("--strict", "-q"), 1),
        ("", ("--strict",), 1),
        ("", (), 0),
        (options(fail_on="never"), ("-q",), 0),
        (options(fail_on="warning"), (), 1),
        (options(fail_on="error"), ("-q",), 1),
    ],
)
def test_a_broken_link_fails_a_build_that_asks_for_it(
    tmp_path: Path, config: str, arguments: tuple[str, ...], code: int
) -> None:
    """(BAD 44)"""
    done = built_site(tmp_path, BROKEN, config, *arguments)

    assert done.code == code, done.output
    assert ("no note is called 'nowhere'" in done.output) == (code != 0 or "-q" not in arguments)
    assert done.output.count("no note is called 'nowhere'") < 2
    assert "Traceback" not in done.output
    assert '"knotwork":' in done.page("search/search_index.json")  # a site that failed is searched too


def test_a_warning_fails_only_where_warnings_do(tmp_path: Path) -> None:
    files = {**FINE, "b.md": "# B\n\n[[index]] [[index#gone]]\n"}

    assert (
        built_site(tmp_path / "a", files, options(fail_on="warning", rules={"orphan-note": "warning"})).code
        == 1
    )
    assert built_site(tmp_path / "b", FINE, options(fail_on="warning")).code == 0


def test_strict_is_content_with_notes_in_order(tmp_path: Path) -> None:
    done = built_site(tmp_path, FINE, "", "--strict")

    assert (done.code, "WARNING" in done.output) == (0, False), done.output


def test_a_wrong_option_names_the_nearest(tmp_path: Path) -> None:
    done = built_site(tmp_path, FINE, options(todo_tag=["x"], page_size="many"))

    assert done.code != 0
    assert "unknown option 'todo_tag'; did you mean 'todo_tags'?" in done.output
    assert "page_size" in done.output
    assert "Traceback" not in done.output


# -- navigation


def test_a_nav_with_titles_is_kept_and_pages_follow_each_other(tmp_path: Path) -> None:
    files = {name: f"# Heading of {name}\n" for name in ("index.md", "a.md", "b.md", "c.md")}
    done = built_site(
        tmp_path, files, "nav:\n  - Start: index.md\n  - Part:\n    - Second & last: b.md\n  - a.md\n"
    )

    assert done.code == 0
    assert navigation(done.tree("b/")) == ["Start", "Second & last", "Heading of a.md"]
    assert texts(done.tree("b/"), "//h1") == ["Heading of b.md"]
    assert texts(done.tree("b/"), "//a[@rel='prev' or contains(@class, '--prev')]/div") == []
    assert done.tree("b/").xpath("//link[@rel='prev']/@href") == [".."]
    assert done.tree("b/").xpath("//link[@rel='next']/@href") == ["../a/"]


@pytest.mark.parametrize(("limit", "listed"), [(3, True), (2, False)])
def test_notes_stand_in_the_navigation_while_they_are_few(tmp_path: Path, limit: int, listed: bool) -> None:
    files = {"index.md": "# Home\n", "a.md": "# A note\n", "x/b.md": "# B #tagged\n"}
    done = built_site(tmp_path, files, options(notes_in_nav=limit))

    found = navigation(done.tree("a/"))

    assert ("A note" in found) == listed
    assert "Tags" in found
    assert broken_links(done.site) == []


@pytest.mark.parametrize(("limit", "instant"), [(2, True), (1, False)])
def test_instant_navigation_is_on_while_notes_are_few(tmp_path: Path, limit: int, instant: bool) -> None:
    config = "site_name: N\ntheme: {name: material, font: false, features: [navigation.instant]}\n"
    files = {"index.md": "# Home\n", "a.md": "# A\n"}
    done = built_site(tmp_path, files, config + options(instant_limit=limit))

    assert ("navigation.instant" in done.page("")) == instant


def test_navigation_takes_no_more_room_when_notes_become_many(tmp_path: Path) -> None:
    few = {"index.md": "# Home\n", **{f"n{number}.md": f"# N{number}\n" for number in range(5)}}
    many = {"index.md": "# Home\n", **{f"n{number}.md": f"# N{number}\n" for number in range(160)}}
    sizes = [
        len(built_site(tmp_path / name, files, options(notes_in_nav=3)).page("n1/"))
        for name, files in (("few", few), ("many", many))
    ]

    assert abs(sizes[1] - sizes[0]) < 100


def test_a_readme_beside_an_index_is_listed_nowhere(tmp_path: Path) -> None:
    """(BAD 23) Their address is one, and MkDocs gives it to the index."""
    files = {
        **FINE,
        "README.md": "# Read me\n\n[[a]]\n",
        "x/index.md": "# X\n",
        "x/README.md": "# X read me\n",
        "x/y.md": "# Y\n[[README]]\n",
    }
    done = built_site(tmp_path, files)

    assert done.code == 0
    assert "are both published as" in done.output
    assert broken_links(done.site) == []
    assert texts(done.tree(""), "//article//h1") == ["Home"]


def test_every_page_is_reached_from_the_home_page_without_the_navigation(tmp_path: Path) -> None:
    notes = {
        "index.md": "# Home\n\n[[x/index]] #t\n",
        "README.md": "# Read me\n",
        "alone.md": "# Alone\n",
        "x/index.md": "# X\n\n[[linked]]\n",
        "x/linked.md": "# Linked\n",
        "x/alone.md": "# Alone too\n",
        "y/z/deep.md": "# Deep\n",
        "w/README.md": "no title, no links\n",
        "w/v.md": "# V\n",
        **{f"many/n{number}.md": f"# N{number}\n" for number in range(5)},
    }
    done = built_site(tmp_path, notes, options(notes_in_nav=0, page_size=2))
    entries = ["", "graph/", "health/"]  # these two stand in any navigation
    reached, waiting = set(entries), list(entries)
    while waiting:
        url = waiting.pop()
        for href in done.article(url).xpath(".//a/@href"):
            target = urljoin(f"/{url}", href).partition("#")[0].lstrip("/")
            if target not in reached and not urlsplit(href).netloc:
                reached.add(target)
                waiting.append(target)
    notes_and_parts = {file.parent.relative_to(done.site).as_posix() for file in done.pages()} - {"tags"}

    assert notes_and_parts - {url.rstrip("/") or "." for url in reached} == set()


def test_a_folders_own_note_is_not_given_what_it_links_to_or_the_navigation_shows(tmp_path: Path) -> None:
    few = built_site(tmp_path / "few", {**FINE, "b.md": "# B\n"})
    many = built_site(tmp_path / "many", {**FINE, "b.md": "# B\n"}, options(notes_in_nav=0))
    bare = built_site(tmp_path / "bare", {**FINE, "x/index.md": "", "x/y.md": "# Y\n"})

    assert "Also in this folder" not in few.page("")
    assert texts(many.article(""), ".//h2[@id='in-this-folder']/following-sibling::ul[1]//a") == ["B"]
    assert texts(bare.article("x/"), ".//ul[@class='kw-list']//a") == ["Y"]


def test_breadcrumbs_stand_above_a_title_and_a_title_above_the_text(tmp_path: Path) -> None:
    files = {
        "index.md": "# Home\n",
        "x/own.md": "# Own\n\ntext\n",
        "x/none.md": "text\n\n# Later\n",
        "x/front.md": "---\ntitle: Front & back\n---\n\ntext ![[own]]\n",
        "x/both.md": "---\ntitle: Front\n---\n\n# Own\n",
    }
    done = built_site(tmp_path, files)
    titles = {
        "own/": ["Own"],
        "none/": ["none", "Later"],
        "front/": ["Front & back"],
        "both/": ["Own"],
        "": ["x"],
    }
    for name, expected in titles.items():
        article = done.article(f"x/{name}")

        assert texts(article, "./h1") == expected
        # the line for phones may stand between
        assert bool(article.xpath("./h1[1]/preceding-sibling::nav")) == bool(name)


# -- generated pages


def test_a_generated_page_gives_way_to_a_note(tmp_path: Path) -> None:
    notes = {
        "tags/x.md": "# My X\n\nmine #x\n",
        "cli.md": "# My CLI\n\nmine\n",
        "cli/run.md": "# Run\n\n[[cli]]\n",
        "todo.md": "# My to-dos\n\nmine #k8stodo\n",
        "wanted.md": "# My wishes\n\nmine [[nowhere]]\n",
        "linked-from/a.md": "# Mine too\n",
    }
    done = built_site(tmp_path, {**FINE, **notes}, options(backlinks_shown=0))

    assert done.code == 0, done.output
    for url, title in (
        ("tags/x/", "My X"),
        ("cli/", "My CLI"),
        ("todo/", "My to-dos"),
        ("wanted/", "My wishes"),
    ):
        assert texts(done.article(url), ".//h1")[0] == title
        assert "mine" in done.article(url).text_content()
    assert "not written yet" not in done.article("cli/").text_content()
    assert "Run" in done.article("cli/").text_content()
    assert "nowhere" in texts(done.article("wanted/"), ".//h2")
    assert broken_links(done.site) == []


def test_a_folder_called_tags_keeps_its_notes(tmp_path: Path) -> None:
    files = {**FINE, "tags/index.md": "# On tags\n\nmine #k8s\n", "tags/k8s/index.md": "# On k8s\n"}
    done = built_site(tmp_path, files)

    assert done.code == 0
    assert texts(done.article("tags/"), ".//h1") == ["On tags"]
    assert texts(done.article("tags/k8s/"), ".//h1") == ["On k8s"]
    assert broken_links(done.site) == []


def test_a_file_of_the_vault_takes_no_place_of_the_site_s_own(tmp_path: Path) -> None:
    files = {
        **FINE,
        "assets/knotwork/knotwork.css": "/* mine */",
        "x/index.html": "mine",
        "x/y.md": "# Y #t\n",
    }
    done = built_site(tmp_path, files)

    assert done.code == 0, done.output
    assert "mine" not in done.page("x/index.html")
    assert not (done.site / "assets" / "knotwork" / "knotwork.css").exists()
    assert broken_links(done.site) == []


# -- addresses

SPREAD = {
    "index.md": "# Home\n\n[[a b]] [[x/c#^id]] [[x/y/ü]] [[nowhere]] ![[pic.svg]] #t/u #k8stodo\n",
    "a b.md": "# A b\n\n[[index]] [c](x/c.md#part) ![[x/c]] [^1]\n\n[^1]: foot\n",
    "x/c.md": "# C\n\n## Part\n\ntext ^id\n\n[[a b#A b]] [[ü]]\n",
    "x/y/ü.md": "# Ü\n\n[[c]] [[pic.svg]] #t\n",
    "pic.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.mark.parametrize(
    "config",
    [
        "use_directory_urls: false\n",
        "site_url: https://example.com/deep/er/\n",
        "site_url: https://example.com/deep/\nuse_directory_urls: false\n",
        options(page_size=1, backlinks_shown=0),
        options(page_size=1, backlinks_shown=0) + "use_directory_urls: false\n",
        options(notes_in_nav=0),
    ],
)
def test_links_work_wherever_pages_stand(tmp_path: Path, config: str) -> None:
    """(BAD 43)"""
    done = built_site(tmp_path, SPREAD, config)

    assert done.code == 0, done.output
    assert broken_links(done.site) == []


def test_no_address_begins_at_the_hosts_root(tmp_path: Path) -> None:
    done = built_site(tmp_path, SPREAD, "site_url: https://example.com/deep/\n")

    for page in done.pages():
        assert re.findall(r'(?:href|src)="/[^/]', page.read_text("utf-8")) == [], page


# -- neighbours


@pytest.mark.parametrize(
    "config",
    [
        "plugins: [search, tags, knotwork]\n",
        "plugins: [knotwork, tags, search]\n",
        "plugins: [search, knotwork, offline]\n",
        "plugins: [search, knotwork, {privacy: {assets: false}}]\n",
        "plugins: [search, knotwork, {meta: {}}]\n",
        "theme: {name: material, font: false, features: [navigation.instant, navigation.tabs, "
        "navigation.indexes, navigation.sections, toc.integrate]}\nsite_name: N\nsite_url: https://e.invalid/s/\n",
        "theme: mkdocs\nsite_name: N\n",
        "theme: readthedocs\nsite_name: N\n",
    ],
)
def test_it_gets_on_with_its_neighbours(tmp_path: Path, config: str) -> None:
    files = {**SPREAD, "tagged.md": "---\ntags: [one, t/u]\n---\n# Tagged\n\n[[a b]]\n"}
    done = built_site(tmp_path, files, config)

    assert done.code == 0, done.output
    assert "Traceback" not in done.output
    assert broken_links(done.site) == []
    slash = "tagged.html" if "offline" in config else "tagged/"
    assert "A b" in done.page(slash)


def test_search_knows_titles_and_text_but_not_who_links_here(tmp_path: Path) -> None:
    files = {
        "index.md": "# Home\n\nthe *sentence that surrounds* [the link](target.md)\n",
        "target.md": "---\ntitle: A <b> & c\n---\n\nits own words\n\n## Its part\n\nmore\n",
    }
    done = built_site(tmp_path, files)
    found = {each["location"]: each for each in done.searched()}

    assert found["target/"]["title"] == "A <b> & c"
    assert "its own words" in found["target/"]["text"]
    assert "target/#its-part" in found
    assert "sentence that surrounds" in found[""]["text"]
    assert "sentence that surrounds" in done.page("target/")
    assert texts(done.article("target/"), ".//mark") == ["the link"]
    assert not any("surrounds" in each["text"] for where, each in found.items() if where.startswith("target"))


HOSTILE = {
    "icon.md": "icon: nope",
    "template.md": "template: nope.html",
    "template2.md": "template: [main.html]",
    "hide.md": "hide: true",
    "hide2.md": "hide: navigation",
    "search.md": "search: no",
    "search2.md": "search: {boost: nope, exclude: 7}",
    "tags.md": "tags: 5",
    "tags2.md": "tags: {a: [b]}",
    "tags3.md": "tags: [null, {a: b}, 2024-01-01, ok]",
    "title.md": "title: [1]",
    "title2.md": "title: null",
    "description.md": 'description: "\\"><script>alert(1)</script>"',
    "description2.md": "description: {a: b}",
    "status.md": "status: [x]",
    "date.md": "date: 2024-13-45",
    "date2.md": "date: 2024-12-01",
    "script.md": 'title: "<script>alert(1)</script>"',
    "subtitle.md": "subtitle: 5",
    "boost.md": "search:\n  boost: 2",
    "comments.md": "comments: true",
    "author.md": "author: [x]\nauthors: [1, {a: 2}]",
    "canonical.md": "canonical_url: javascript:alert(1)\nimage: {a: 1}\nrevision_date: 5\nlinks: 5",
    "inherit.md": "INHERIT: ../mkdocs.yml",
    "scalar.md": "just words",
    "render_macros.md": "render_macros: true\ntoc_depth: x\nedit_url: 5\nurl: 7\ncontent: x",
}


@pytest.mark.parametrize("plugins", ["[search, knotwork]", "[search, tags, knotwork]"])
def test_front_matter_that_a_theme_would_stumble_over_is_harmless(tmp_path: Path, plugins: str) -> None:
    """(BAD 4–8)"""
    files = {name: f"---\n{yaml}\n---\n\nwords of {name}\n" for name, yaml in HOSTILE.items()}
    done = built_site(tmp_path, files, f"plugins: {plugins}\n")

    assert done.code == 0, done.output
    for name in files:
        page = done.page(f"{name[:-3]}/")
        assert f"words of {name}" in page
        assert "<script>alert(1)" not in page
    assert done.tree("description/").xpath("//meta[@name='description']/@content") == [
        '"><script>alert(1)</script>'
    ]
    assert texts(done.tree("script/"), "//title") == ["<script>alert(1)</script> - Notes"]
    assert texts(done.tree("script/"), "//h1") == ["<script>alert(1)</script>"]
    assert texts(done.tree("title2/"), "//h1") == ["title2"]


# -- what is not published


def test_what_is_private_stays_off_the_site(tmp_path: Path) -> None:
    secret = "SECRET WORDS"
    files = {
        "index.md": "# Home\n\n[[private]] [[draft]] [[left]] [[templates/t]] ![[private]]\n",
        "private.md": f"---\npublish: false\n---\n# Private\n\n{secret} [[index]]\n",
        "draft.md": f"# Draft\n\n{secret} [[index]]\n",
        "left.md": f"# Left\n\n{secret} [[index]]\n",
        "templates/t.md": f"# Template\n\n{secret} [[index]]\n",
        ".trash/gone.md": f"# Gone\n\n{secret} [[index]]\n",
    }
    done = built_site(tmp_path, files, "draft_docs: draft.md\nexclude_docs: left.md\n")

    assert done.code == 0, done.output
    assert not [name for name, content in done.files().items() if secret.encode() in content]
    assert "the folder 'templates' at the root is not published" in done.output
    assert broken_links(done.site) == []


# -- other plugins and hooks

HOOKS = """
def on_page_markdown(markdown, page, **kwargs):
    if page.file.src_uri == "a.md":
        return markdown.replace("old words", "new words and [[index|home]]")

def on_page_context(context, page, config, nav):
    page.meta["seen"] = page.meta.get("kind")

def on_post_page(output, page, config):
    return output.replace("</body>", f"<p id=hook>{page.meta.get('seen')} {page.title}</p></body>")
"""


def hooked(root: Path, files: Files, hooks: str, *arguments: str) -> Build:
    root.mkdir(parents=True, exist_ok=True)
    (root / "hooks.py").write_text(hooks, "utf-8")
    return built_site(root, files, "hooks: [hooks.py]\n", *arguments)


def test_what_another_plugin_makes_of_a_note_is_published_and_said(tmp_path: Path) -> None:
    files = {"index.md": "# Home\n", "a.md": "---\nkind: Pod\n---\n# A\n\nold words\n\n## Part\n"}
    done = hooked(tmp_path, files, HOOKS)

    assert done.code == 0, done.output
    assert "new words and home" in done.article("a/").text_content()
    assert "a.md: another plugin changed the text" in done.output
    assert done.tree("a/").get_element_by_id("hook").text_content() == "Pod A"
    assert "index.md: another plugin" not in done.output
    assert broken_links(done.site) == []


def test_a_page_left_to_mkdocs_is_rendered_by_mkdocs(tmp_path: Path) -> None:
    files = {**FINE, "plain/p.md": "# P\n\n!!! note\n    text [a](../a.md)\n\n[[a]]\n"}
    done = built_site(tmp_path, files, options(exclude=["plain/"]) + "markdown_extensions: [admonition]\n")

    assert done.code == 0, done.output
    assert "[[a]]" in done.article("plain/p/").text_content()
    assert done.article("plain/p/").xpath(".//div[@class='admonition note']//a/@href") == ["../../a/"]


# -- reproducible


def test_a_site_does_not_depend_on_hash_seeds_or_the_order_of_files(tmp_path: Path) -> None:
    notes = {
        **SPREAD,
        **{f"n{number}.md": f"# N #t{number % 3}\n\n[[a b]] [[gone {number}]]\n" for number in range(9)},
    }
    one, other = (
        built_site(
            tmp_path / folder,
            dict(order),
            "site_url: https://example.com/\n",
            env={"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1700000000"},
        ).files()
        for folder, order, seed in (("one", notes.items(), "1"), ("two", reversed(notes.items()), "4242"))
    )

    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_no_page_names_the_machine_it_was_built_on(tmp_path: Path) -> None:
    done = built_site(tmp_path, SPREAD)

    assert not [name for name, content in done.files().items() if str(tmp_path).encode() in content]


def test_the_table_of_contents_is_the_notes_headings(tmp_path: Path) -> None:
    files = {"index.md": "# Top\n\n## A `b` <x>\n\n### C & d\n\n## A b\n"}
    toc = parsed(built_site(tmp_path, files).page("")).xpath("//nav[contains(@class, 'md-nav--secondary')]")[
        0
    ]

    assert texts(toc, ".//a") == ["A b", "C & d", "A b"] or texts(toc, ".//a") == ["A b <x>", "C & d", "A b"]
