"""A site that is built from what an earlier build kept is the site that is built without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_builds import Build, built_site

from knotwork.mkdocs_plugin.page_needs import template_of_all_pages

TOPICS = ("Pods", "Nodes", "Volumes", "Services")
NOTES = {
    "index.md": "# Home\n\n[[Pods]] [[Nodes#Part]] [[gone]] #t\n\n![[Volumes#Part]]\n\n![](a.png)\n",
    "secret.md": "---\npassword: x\n---\n# Secret\n\nnobody reads this [[Pods]]\n",
    "a.png": b"png",
    **{
        f"{topic}.md": f"---\naliases: [{topic.lower()}]\n---\n# {topic}\n\n## Part\n\n"
        f"[[{TOPICS[at - 1]}|see]] and {TOPICS[at - 2]} #t/{at}\n\n"
        f"```yaml\napiVersion: v1\nkind: Pod\nmetadata: {{name: n{at}}}\n```\n"
        for at, topic in enumerate(TOPICS)
    },
}
_COUNTING = """
from knotwork.site.note_page import NotePage

counts = {"content": 0, "around": 0}

def counting(name):
    plain = getattr(NotePage, name)
    def made(page, *given):
        counts[name] += 1
        return plain(page, *given)
    setattr(NotePage, name, made)

list(map(counting, counts))

def on_{event}(**more):
    print("RENDERED", *counts.values())
"""
WHOLE, IN_PARTS = "shutdown", "post_build"
"""The event of a hook that reads no page, and of one that may: MkDocs makes each page in two steps then."""
EDITS = (
    {
        "Pods.md": "# Pods\n\nshorter [[Nodes]] [[Services#Part|x]]\n",
        "gone.md": "# Gone\n\nfound [[Pods]]\n",
        "a.png": None,
        "Volumes.md": "---\ntitle: Disks\nrelated: '[[Pods]]'\n---\n## Other\n\ntext of Services ^id\n",
    },
    {
        "Nodes.md": None,
        "Services.md": "---\npublish: false\n---\n# Services\n",
        "sub/Nodes.md": "# Nodes\n\n#t/new ![[Volumes]] %% [[Pods]] %%\n",
    },
)


def built(folder: Path, cache: str, event: str = WHOLE) -> Build:
    (folder / "hook.py").write_text(_COUNTING.replace("{event}", event))
    knotwork = f"{{knotwork: {{cache: {cache}}}}}"
    config = f"hooks: [hook.py]\nplugins: [search, {knotwork}]\n"
    return built_site(folder, {}, config)


def rendered(build: Build) -> tuple[int, int]:
    """How many contents and surroundings of notes' pages a build rendered."""
    (line,) = (line for line in build.output.splitlines() if line.startswith("RENDERED"))
    _, contents, around = line.split()
    return int(contents), int(around)


def write(folder: Path, path: str, content: str | bytes | None) -> None:
    file = folder / "docs" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, content in NOTES.items():
        write(tmp_path, path, content)
    return tmp_path


@pytest.mark.parametrize("event", [WHOLE, IN_PARTS])
def test_only_pages_that_show_what_has_changed_are_rendered_again(folder: Path, event: str) -> None:
    first, again = built(folder, "kept", event), built(folder, "kept", event)

    assert rendered(first) == (6, 6)
    assert rendered(again) == (1, 1)  # of what is protected, nothing is kept
    assert first.files() == again.files()

    write(folder, "Services.md", str(NOTES["Services.md"]).replace("## Part", "## Part\n\nmore words"))

    # its own and the protected one; around those that show where its links are
    assert rendered(built(folder, "kept", event)) == (2, 5)
    assert rendered(built(folder, "kept", event)) == (1, 1)


def test_a_site_of_kept_pages_is_the_site_without_them_after_any_edits(folder: Path) -> None:
    built(folder, "kept")
    for edits in EDITS:
        for path, content in edits.items():
            write(folder, path, content)

        assert built(folder, "kept").files() == built(folder, "false").files()


def test_what_the_configuration_and_the_theme_say_is_on_kept_pages_too(folder: Path) -> None:
    theme = "theme: {name: material, font: false, custom_dir: theme}\n"
    theme = f"site_name: Notes\n{theme}plugins: [search, knotwork]\n"
    write(folder, "../theme/main.html", '{% extends "base.html" %}{% block footer %}one{% endblock %}')
    built_site(folder, {}, theme)
    write(folder, "../theme/main.html", '{% extends "base.html" %}{% block footer %}two{% endblock %}')
    changes = "copyright: Somebody\nedit_uri: https://e.org/\nnav: [{First: Pods.md}, index.md]\n"
    kept = built_site(folder, {}, theme + changes)
    fresh = built_site(folder, {}, f"{theme.replace('knotwork', '{knotwork: {cache: false}}')}{changes}")

    assert kept.code == 0, kept.output
    assert "two" in kept.page("Nodes/")
    assert kept.files() == fresh.files()


def test_a_list_of_all_pages_may_stand_in_a_template_with_any_ending(folder: Path) -> None:
    write(folder, "../theme/list.txt", "{% for file in pages %}{{ file.page.title }}{% endfor %}")
    write(folder, "../theme/picture.png", b"\xff")

    assert template_of_all_pages(str(folder / "theme")) == "list.txt"

    write(folder, "../theme/list.txt", "{{ page.title }}")

    assert not template_of_all_pages(str(folder / "theme"))


def test_code_that_stayed_plain_for_lack_of_time_is_coloured_by_the_next_build(folder: Path) -> None:
    write(folder, "code.md", "# Code\n\n```python\nprint(1)\n```\n")
    page = "code/index.html"
    hook = folder / "hook.py"
    hook.write_text(
        "from knotwork.syntax import colouring\n\n"
        "def on_files(files, config):\n"
        "    colouring._spent.total = 1e9\n"
    )
    config = "hooks: [hook.py]\nplugins: [search, knotwork]\n"
    plain = (built_site(folder, {}, config).site / page).read_text("utf-8")
    hook.write_text("")
    coloured = (built_site(folder, {}, config).site / page).read_text("utf-8")

    assert '<span class="nb">print</span>' not in plain
    assert '<span class="nb">print</span>' in coloured
