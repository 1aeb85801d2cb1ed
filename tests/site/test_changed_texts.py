"""Texts that another plugin changes: their pages are those of the changed text, and cost what others cost."""

from __future__ import annotations

from pathlib import Path

import pytest
from link_crawl import broken_links
from site_builds import Build, built_site, write_vault

COUNTING_HOOK = """
from pathlib import Path

from knotwork.knowledge import resolve, snippet_index
from knotwork.knowledge.embeds import Embeds

counts = {"resolvers": 0, "registries": 0, "embeds": 0}


def counted(name, function):
    def call(*args, **options):
        counts[name] += 1
        return function(*args, **options)

    return call


resolve.Resolver.__init__ = counted("resolvers", resolve.Resolver.__init__)
snippet_index.schema_registry = counted("registries", snippet_index.schema_registry)
Embeds.__init__ = counted("embeds", Embeds.__init__)


def on_page_markdown(markdown, page, config, files):
    return f"{markdown}\\n\\nSee [[index]] and ![[index#Pods]]\\n"


def on_post_build(config):
    (Path(config.config_file_path).parent / "counts.txt").write_text(str(counts))
"""


def _counts(root: Path, posts: int) -> str:
    write_vault(root, {"hook.py": COUNTING_HOOK})
    notes = {"index.md": "# Home\n\n## Pods\n\nPods run.\n", "blog/index.md": "# Journal\n"}
    for number in range(posts):
        notes[f"blog/posts/{number}.md"] = (
            f"---\ndate: 2024-03-{number + 1:02}\n---\n# Post {number}\n\n"
            "```yaml\nkind: Pod\napiVersion: v1\nmetadata: {name: a}\n```\n\n<!-- more -->\n\nRest. #t\n"
        )
    done = built_site(root, notes, "plugins: [search, blog, knotwork]\nhooks: [hook.py]\n")

    assert done.code == 0, done.output
    assert "See index" in done.article("blog/2024/03/01/post-0/").text_content()
    return (root / "counts.txt").read_text()


def test_indexes_are_made_once_however_many_pages_a_plugin_changes(tmp_path: Path) -> None:
    assert _counts(tmp_path / "few", 2) == _counts(tmp_path / "many", 9)


HOOK = """
def on_page_markdown(markdown, page, config, files):
    if page.file.src_uri == "a.md":
        return {changed!r}
"""


def _changed(root: Path, notes: dict[str, str], changed: str, config: str = "") -> Build:
    """The site of notes of which another plugin changes `a.md`."""
    write_vault(root, {"hook.py": HOOK.format(changed=changed)})
    done = built_site(root, notes, f"hooks: [hook.py]\n{config}")

    assert done.code == 0, done.output
    assert broken_links(done.site) == []
    return done


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("[[#New part]]", "#new-part"),
        ("[[a#New part]]", "#new-part"),
        ("[new](#new-part)", "#new-part"),
        ("[[#^new]]", "#^new"),
        ("[[b#Its part]]", "../b/#its-part"),
    ],
)
def test_a_link_to_a_part_of_the_note_itself_reaches_the_changed_text(
    tmp_path: Path, link: str, address: str
) -> None:
    notes = {"a.md": "# A\n\n## Old part\n", "b.md": "# B\n\n## Its part\n\n[[a]]\n"}
    done = _changed(tmp_path, notes, f"# A\n\n{link}\n\n## New part\n\nNew. ^new\n")

    assert done.article("a/").xpath("//article//p[1]/a/@href")[0] == address
    assert done.article("a/").xpath("//article//h2/@id")[0] == "new-part"


def test_a_note_shows_a_part_of_its_own_changed_text(tmp_path: Path) -> None:
    changed = "# A\n\n![[#Last part]]\n\n" + "Words.\n\n" * 50 + "## Last part\n\nThe last words.\n"
    done = _changed(tmp_path, {"a.md": "# A\n", "b.md": "# B\n\n[[a]]\n"}, changed)

    [embed] = done.article("a/").find_class("kw-embed")
    assert "The last words." in embed.text_content()


def test_a_changed_text_keeps_the_front_matter_of_its_note(tmp_path: Path) -> None:
    front = "---\ntitle: Pods by name\naliases: [Pea]\nk8s: skip\n---\n"
    body = "# A\n\n```yaml\nkind: Pod\napiVersion: v1\nspec: {unknown: 1}\n```\n"
    done = _changed(tmp_path, {"a.md": front + body, "b.md": "# B\n\n[[a]]\n"}, f"{body}\nAdded.\n")

    assert "Added." in done.article("a/").text_content()
    assert done.article("a/").find_class("kw-findings") == []
    assert done.searched()[0]["title"] == "Pods by name"
    assert '"Pea"' in done.page("assets/knotwork/search/names.js")
    assert (done.site / "a" / "index.md").read_text("utf-8").startswith("---\ntitle: Pods by name\n")


def test_a_changed_text_shows_no_file_that_is_not_published(tmp_path: Path) -> None:
    config = "plugins: [search, knotwork: {attachments: used}]\n"
    notes = {"a.md": "# A\n", "unused.png": "x"}
    done = _changed(tmp_path, notes, "# A\n\n![[unused.png]] #new-tag\n", config)

    assert "Not published: unused.png" in done.article("a/").text_content()
    assert not (done.site / "unused.png").exists()


def test_a_changed_text_with_the_line_breaks_of_windows_is_published_whole(tmp_path: Path) -> None:
    front, body = "---\ntitle: Pods\n---\n", "# A\n\nFirst.\n\n- one\n- two\n\n## Last\n\nThe end.\n"
    changed = f"{body}\nAdded.\n".replace("\n", "\r\n")
    done = _changed(tmp_path, {"a.md": front + body}, changed)

    assert "Added." in done.article("a/").text_content()
    assert (done.site / "a" / "index.md").read_bytes().decode().endswith(f"\n---\n{body}\nAdded.\n")


@pytest.mark.parametrize("front", ["", "---\ntitle: Pods\n---\n"])
def test_front_matter_that_another_plugin_writes_is_not_shown(tmp_path: Path, front: str) -> None:
    changed = "---\nreviewer: nobody\n---\n# A\n\nAdded.\n"
    done = _changed(tmp_path, {"a.md": f"{front}# A\n"}, changed)

    assert "Added." in done.article("a/").text_content()
    assert "nobody" not in done.page("a/index.html")
    assert (done.site / "a" / "index.md").read_text("utf-8").endswith("# A\n\nAdded.\n")


DIRECTIVES = """
import re

def on_page_markdown(markdown, page, config, files):
    return re.sub(r"<!-- md:(\\w+) (\\S+) -->", r"`\\2` { #\\2 }\\n\\n[\\2]: #\\2\\n\\n", markdown)
"""


def test_what_a_hook_makes_of_comments_and_definitions_is_published(tmp_path: Path) -> None:
    write_vault(tmp_path, {"hook.py": DIRECTIVES})
    text = (
        "# A\n\n#### <!-- md:setting config.enabled -->\n\nsee [config.enabled], <!-- md:link [site] -->\n\n"
        "<!-- a comment of words -->\n\n[site]: https://example.org\n[//]: # (another)\n"
    )
    done = built_site(
        tmp_path, {"index.md": "# Home\n\n[a](a.md#config.enabled)\n", "a.md": text}, "hooks: [hook.py]\n"
    )

    assert done.code == 0, done.output
    page = done.article("a/")
    assert page.xpath("string(.//h4[@id='config.enabled']/code)") == "config.enabled"
    assert page.xpath(".//p/a[@href='#config.enabled']/text()") == ["config.enabled"]
    assert "of words" not in done.page("a/")
    assert done.article("").xpath(".//p/a/@href") == ["a/#config.enabled"]
    assert "missing-heading" not in done.output


def test_pictures_beside_posts_are_where_a_blog_puts_them(tmp_path: Path) -> None:
    notes: dict[str, str | bytes] = {
        "index.md": "# Home\n\n![[news.png]]\n",
        "blog/index.md": "# Journal\n",
        "blog/posts/first.md": (
            "---\ndate: 2024-03-01\n---\n# First\n\n![of it](first/news.png), see [the site].\n\n"
            "<!-- more -->\n\n"
            "  [the site]: https://example.org/there\n"
        ),
        "blog/posts/first/news.png": b"\x89PNG",
    }
    done = built_site(tmp_path, notes, "plugins: [search, blog, knotwork]\n")

    assert done.code == 0, done.output
    assert done.article("").xpath(".//img/@src") == ["blog/first/news.png"]
    assert done.article("blog/2024/03/01/first/").xpath(".//img/@src") == ["../../../../first/news.png"]
    assert done.article("blog/").xpath(".//a[@href='https://example.org/there']/text()") == ["the site"]
    assert broken_links(done.site) == []
