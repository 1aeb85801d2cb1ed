"""A vault's own `.obsidian` folder, and the files that a site appends to each page."""

from __future__ import annotations

from pathlib import Path

import pytest

from knotwork.cli.loading import load_vault
from knotwork.config.mkdocs_yml import read_mkdocs_yml
from knotwork.config.obsidian import NO_OBSIDIAN, Obsidian, read_obsidian
from knotwork.model.names import NotePath
from knotwork.rules import check
from knotwork.site.addresses import addresses
from knotwork.site.feeds.graph import site_graph, vault_graph
from knotwork.site.meta import page_meta
from knotwork.site.render import render_note
from knotwork.site.views import View
from knotwork.site.views.home import recent
from knotwork.site.views.local_graph import local_graph


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def html(root: Path, path: str = "a.md") -> str:
    return render_note(load_vault(root).kb, NotePath(path))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.md": ""}, NO_OBSIDIAN),
        ({".obsidian": ""}, NO_OBSIDIAN),
        ({".obsidian/workspace.json": "{}"}, Obsidian(is_there=True, line_breaks=True)),
        ({".obsidian/app.json": '{"strictLineBreaks": true}'}, Obsidian(is_there=True)),
        ({".obsidian/app.json": '{"strictLineBreaks": false}'}, Obsidian(is_there=True, line_breaks=True)),
        *(
            ({".obsidian/app.json": broken}, Obsidian(is_there=True, line_breaks=True))
            for broken in (
                "",
                "{",
                "[]",
                "[" * 100_000,
                "\udcff".encode("utf-8", "surrogatepass").hex(),
                '"x"',
            )
        ),
        (
            {
                ".obsidian/templates.json": '{"folder": "Meta/Templates/"}',
                ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "/Other"}',
            },
            Obsidian(is_there=True, line_breaks=True, templates=("Meta/Templates", "Other")),
        ),
        *(
            ({".obsidian/templates.json": text}, Obsidian(is_there=True, line_breaks=True))
            for text in ('{"folder": ""}', '{"folder": "/"}', '{"folder": "../x"}', '{"folder": 1}', "{}")
        ),
    ],
)
def test_what_a_vault_says(tmp_path: Path, files: dict[str, str], expected: Obsidian) -> None:
    assert read_obsidian(write(tmp_path, files)) == expected


def test_the_notes_may_be_a_part_of_the_vault(tmp_path: Path) -> None:
    settings = {
        ".obsidian/templates.json": '{"folder": "docs/T"}',
        "mkdocs.yml": "site_name: x",
        "docs/a.md": "",
    }
    write(tmp_path, settings)

    config = read_mkdocs_yml(tmp_path / "mkdocs.yml")

    assert config.obsidian == Obsidian(is_there=True, line_breaks=True, templates=("T",))


def test_a_vault_outside_of_the_site_says_nothing(tmp_path: Path) -> None:
    write(tmp_path, {".obsidian/app.json": "{}", "site/mkdocs.yml": "site_name: x", "site/docs/a.md": ""})

    assert read_mkdocs_yml(tmp_path / "site" / "mkdocs.yml").obsidian == NO_OBSIDIAN


def test_settings_behind_a_link_out_of_the_vault_are_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"app.json": '{"strictLineBreaks": true}', "vault/.obsidian/x": ""})
    (tmp_path / "vault/.obsidian/app.json").symlink_to("../../app.json")

    assert read_obsidian(tmp_path / "vault").line_breaks


@pytest.mark.parametrize(
    ("app", "config", "expected"),
    [
        ("{}", None, "<p>one<br />\ntwo</p>"),
        ('{"strictLineBreaks": true}', None, "<p>one\ntwo</p>"),
        ("{}", "plugins: [knotwork: {line_breaks: commonmark}]", "<p>one\ntwo</p>"),
        (None, None, "<p>one\ntwo</p>"),
        (None, "markdown_extensions: [nl2br]\nplugins: [knotwork]", "<p>one<br />\ntwo</p>"),
    ],
)
def test_line_breaks_are_those_of_the_vault(
    tmp_path: Path, app: str | None, config: str | None, expected: str
) -> None:
    files = {"notes/a.md": "one\ntwo", "notes/.obsidian/app.json": app, "mkdocs.yml": config}
    write(tmp_path, {path: text for path, text in files.items() if text is not None})
    if config:
        (tmp_path / "mkdocs.yml").write_text(f"docs_dir: notes\n{config}\n", encoding="utf-8")

    assert html(tmp_path / "notes").strip() == expected


def test_a_letter_is_the_state_of_a_task_in_a_vault_of_obsidian(tmp_path: Path) -> None:
    items = "- [i] note\n- [1] one\n- [x] done\n"

    assert html(write(tmp_path / "plain", {"a.md": items})).count("task-list-item") == 1
    vault = html(write(tmp_path / "vault", {"a.md": items, ".obsidian/x": ""}))
    assert vault.count("task-list-item") == 2
    assert 'aria-label="information"' in vault


@pytest.mark.parametrize(("exclude", "read", "said"), [("", 1, 1), ("!/My T*/", 2, 0), ("My T/", 1, 0)])
def test_templates_are_left_out_and_that_is_said(tmp_path: Path, exclude: str, read: int, said: int) -> None:
    write(
        tmp_path,
        {
            "mkdocs.yml": f"docs_dir: notes\nexclude_docs: '{exclude}'\n",
            "notes/a.md": "",
            "notes/My T/b.md": "[[{{title}}]]",
            "notes/.obsidian/templates.json": '{"folder": "My T"}',
        },
    )

    vault = load_vault(tmp_path / "notes").kb.vault

    assert len(vault.notes) == read
    assert [file.problem.rule for file in vault.problems] == ["unpublished-folder"] * said


APPENDED = "*[API]: Interface\n*[RAM]: x\n\n[k8s]: https://kubernetes.io\n[own]: x.md\n"


def test_excluded_files_have_pages_and_are_in_no_search_graph_or_list_of_mentions(tmp_path: Path) -> None:
    filters = '{"userIgnoreFilters": ["Old/", "one.md", "/^regex/", 3, "../x", ""]}'
    write(
        tmp_path,
        {
            ".obsidian/app.json": filters,
            "Old/kubelet.md": "The scheduler.",
            "Older.md": "The kubelet and the scheduler.",
            "one.md": "A kubelet.",
            "scheduler.md": "",
        },
    )

    kb = load_vault(tmp_path).kb

    assert len(kb.notes) == 4
    assert list(kb.listed_notes) == ["Older.md", "scheduler.md"]
    assert {target: [row.source for row in rows] for target, rows in kb.mentions.items()} == {
        "scheduler.md": ["Older.md"]
    }
    orphans = [row.location.path for row in check(kb) if row.rule == "orphan-note"]
    assert orphans == ["Older.md", "scheduler.md"]
    searched = [
        path
        for path, note in kb.notes.items()
        if "search" not in page_meta(note, kb.settings, lambda name: False)
    ]
    assert searched == ["Older.md", "scheduler.md"]


def test_excluded_files_are_in_no_graph_of_the_site_and_in_no_list_of_the_most_linked(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}',
            "Old/a.md": "---\ndate: 2024-01-01\n---\n[[b]] [[gone]]",
            "b.md": "[[a]] [[c]]",
            "c.md": "[[a]]",
        },
    )
    kb = load_vault(tmp_path).kb
    view = View(kb, addresses(kb))
    graph = site_graph(kb, view.site)

    assert [node["id"] for node in graph["nodes"]] == ["b.md", "c.md"]
    assert [(edge["source"], edge["target"]) for edge in graph["edges"]] == [("b.md", "c.md")]
    assert "a.md" in {node.id.rpartition("/")[2] for node in vault_graph(kb).nodes}
    assert [path for path, _ in kb.graph.most_linked(9, view.is_listed)] == ["b.md", "c.md"]
    assert recent(view) == []
    drawing = local_graph(view, NotePath("b.md"))
    assert "c</text>" in drawing
    assert "a</text>" not in drawing


SNIPPETS = """\
docs_dir: docs
plugins: [knotwork]
markdown_extensions:
  - abbr:
      glossary: {CPU: Central Processing Unit}
  - pymdownx.snippets:
      base_path: [nosuch, .]
      auto_append: [includes/all.md, ../outside.md, nosuch.md]
"""


def test_appended_abbreviations_and_links_are_known_in_every_note(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "outside.md": "*[OUT]: secret\n",
            "site/mkdocs.yml": SNIPPETS,
            "site/includes/all.md": APPENDED,
            "site/docs/a.md": "API, CPU, RAM, OUT, [k8s], [own]\n\n*[RAM]: Memory\n\n[own]: a.md\n",
        },
    )

    page = html(tmp_path / "site" / "docs")

    assert '<abbr title="Interface">API</abbr>, <abbr title="Central Processing Unit">CPU</abbr>' in page
    assert '<abbr title="Memory">RAM</abbr>, OUT, <a href="https://kubernetes.io">k8s</a>' in page
    assert page.count("<a ") == 2
    assert "x.md" not in page
    assert not load_vault(tmp_path / "site" / "docs").kb.notes[NotePath("a.md")].comments


def test_what_a_site_sets_in_extensions_of_running_text(tmp_path: Path) -> None:
    config = "docs_dir: d\nplugins: [knotwork]\nmarkdown_extensions:\n"
    extensions = (
        "- smarty: {smart_dashes: false}\n- pymdownx.smartsymbols: {arrows: false}\n- pymdownx.arithmatex\n"
    )
    write(tmp_path, {"mkdocs.yml": config + extensions, "d/a.md": '"a" -- (c) --> 1st ... \\(see below\\)\n'})

    page = html(tmp_path / "d")

    assert "“a” -- © --&gt; 1<sup>st</sup> … <math>" in page
    assert read_mkdocs_yml(tmp_path / "mkdocs.yml").markdown.unread == ()
