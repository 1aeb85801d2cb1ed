"""Plugins of others work beside knotwork: `python tests/compat/plugins.py` compares their sites in full.

Here each site is built once, with knotwork in front of the others and behind them by turns.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from losses import page_losses
from page_contents import page_contents
from plugin_cases import CASES, PluginCase, together
from plugins import missing
from site_builds import command_result
from site_pair import with_plugin

_MISSING = [case.package for case in CASES if not case.is_installed]
_GROUPS = (
    "rss gen-files macros include-markdown tags redirects git-revision-date-localized glightbox table-reader "
    "meta exclude-search typeset",
    "exclude minify mermaid2 print-site privacy projects llmstxt",
    "mkdocstrings markdown-exec autorefs",
)
"""Plugins that stand in one site, for a build takes time; the others have one each."""


def _sites() -> list[tuple[str, list[PluginCase]]]:
    groups = [[case for case in CASES if case.name in names.split()] for names in _GROUPS]
    alone = [[case] for case in CASES if not any(case in group for group in groups)]
    return [("-".join(case.name for case in group[:2]), group) for group in (*groups, *alone)]


_SITES = _sites()


def test_the_plugins_are_installed_where_all_tests_must_run() -> None:
    assert not os.environ.get("CI") or _MISSING == [], "pip install knotwork[compat]"


@pytest.mark.parametrize("number", range(len(_SITES)), ids=[name for name, _ in _SITES])
def test_plugins_do_what_they_do_without_knotwork(tmp_path: Path, number: int) -> None:
    cases = [case for case in _SITES[number][1] if case.is_installed]
    if not cases:
        pytest.skip(f"{_SITES[number][1][0].package} is not installed")
    site = together(cases)
    config = site.write(tmp_path)
    text = config.read_text("utf-8")
    own = "- knotwork\n"
    config.write_text(
        text.replace("plugins:\n", f"plugins:\n{own}", 1) if number % 2 else text + own, "utf-8"
    )

    done = command_result(tmp_path, "mkdocs", "build", site=tmp_path / "site")

    assert done.code == 0, done.output
    assert [f"{case.name}: {what}" for case in cases for what in missing(case, done.site)] == []


def test_knotwork_stands_before_or_behind_the_others() -> None:
    assert with_plugin(["search", {"blog": {}}], "with") == ["knotwork", "search", {"blog": {}}]
    assert with_plugin({"search": {}, "knotwork": {"html": "trust"}}, "after") == [
        {"search": {}},
        {"knotwork": {"html": "trust"}},
    ]
    assert with_plugin(["search", "knotwork"], "without") == ["search"]
    assert with_plugin(None, "after") == ["search", "knotwork"]


_PAGE = (
    "<body><nav class='md-nav--primary'><a href='../b/'>B</a></nav><article><h2 id='a-b'>A b</h2><p>one two"
    "</p><ul><li>x</li></ul><pre>code</pre><a href='../c/'>c</a></article>"
)


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (("two", ""), {"words": {"two": 1}}),
        (("id='a-b'", ""), {"ids": {"a-b": 1}, "headings": {"h2 a-b": 1}}),
        (("<li>x</li>", "x"), {"elements": {"li": 1}}),
        (("<pre>code</pre>", "<p>code</p>"), {"elements": {"pre": 1}, "code": {"code": 1}}),
        (("one", "one ++ctrl++"), {"raw": {"++  ++ctrl++": 1}}),
        (("<a href='../c/'>c</a>", "c"), {"links": {"/c/": 1}}),
        (("</ul>", "</ul><section class='kw-linked-from'><ul><li>y</li></ul></section>"), {}),
    ],
)
def test_what_a_page_loses_is_counted(
    tmp_path: Path, change: tuple[str, str], lost: dict[str, dict[str, int]]
) -> None:
    pages = []
    for name, text in (("old", _PAGE), ("new", _PAGE.replace(*change))):
        file = tmp_path / name / "a" / "index.html"
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
        pages.append(page_contents(file, tmp_path / name))

    losses = page_losses("a/index.html", *pages, targets={"/c/"})

    assert losses.found == {kind: Counter(counts) for kind, counts in lost.items()}


def test_each_plugin_has_a_site_of_its_own() -> None:
    names = Counter((case.name, case.package, case.options) for case in CASES)

    assert [name for name, count in names.items() if count > 1] == []
    assert all(isinstance(case, PluginCase) and case.mkdocs_yml for case in CASES)
