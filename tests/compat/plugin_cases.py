"""Small sites, one for each plugin of others that must work beside knotwork."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

NOTES = {
    "index.md": "# Home\n\nWelcome, see [the guide](guide/first.md).\n",
    "guide/index.md": "# The guide\n\nIts beginning.\n",
    "guide/first.md": "# First steps\n\nWords of the first page.\n\n## Usage\n\nMore.\n",
    "guide/second.md": (
        "# Second page\n\nBack to [the first](first.md#usage).\n\n- one\n- two\n\n```python\na = 1\n```\n"
    ),
}
"""The notes of each site, before those of its plugin."""


@dataclass(frozen=True)
class PluginCase:
    """A plugin in a site that uses it."""

    name: str
    """How `plugins:` names it."""
    package: str = ""
    """Where it comes from; empty: from Material or MkDocs."""
    options: str = ""
    """Its options, as YAML in one line."""
    files: Mapping[str, str | None] = field(default_factory=dict)
    """More files in the folder of the `mkdocs.yml`; notes stand below `docs/`. None: not there."""
    config: str = ""
    """More lines of the `mkdocs.yml`."""
    shows: Mapping[str, str] = field(default_factory=dict)
    """What a page must show, by its file: the plugin has done its work on it."""
    lost: frozenset[str] = frozenset()
    """Kinds of losses that are meant, such as `menu`."""
    before: str = ""
    """Other plugins that it needs, as entries of `plugins:` in one line."""

    @property
    def is_installed(self) -> bool:
        """Whether the plugin can be used."""
        try:
            return not self.package or bool(distribution(self.package))
        except PackageNotFoundError:
            return False

    @property
    def entry(self) -> str:
        """How it stands in `plugins:`."""
        return f"{self.name}: {self.options}" if self.options else self.name

    @property
    def mkdocs_yml(self) -> str:
        """The configuration of a site with the plugin, without knotwork."""
        return (
            "site_name: Notes\nsite_url: https://example.org/\ntheme: {name: material, font: false}\n"
            f"{self.config}plugins:\n- search\n{self.before}- {self.entry}\n"
        )

    def write(self, folder: Path) -> Path:
        """Write the site to a folder; its `mkdocs.yml`."""
        notes = {f"docs/{path}": text for path, text in NOTES.items()}
        for path, text in {**notes, **self.files, "mkdocs.yml": self.mkdocs_yml}.items():
            if text is None:
                continue
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return folder / "mkdocs.yml"


def together(cases: Sequence[PluginCase]) -> PluginCase:
    """One site with several plugins, in that order."""
    last = cases[-1]
    return replace(
        last,
        before="".join(f"- {case.entry}\n" for case in cases[:-1]),
        files={path: text for case in cases for path, text in case.files.items()},
        config="".join(dict.fromkeys(case.config for case in cases)),
        shows={path: text for case in cases for path, text in case.shows.items()},
    )


_POSTS = {
    "docs/blog/index.md": "# Journal\n\nWhat happened.\n",
    "docs/blog/.authors.yml": "authors:\n  ann:\n    name: Ann\n    description: Writes\n    avatar: a.png\n",
    "docs/blog/posts/first.md": (
        "---\ndate: 2024-03-02\ncategories: [News]\ntags: [one]\nauthors: [ann]\n---\n# First words\n\n"
        "The excerpt.\n\n<!-- more -->\n\nThe rest, and [home](../../index.md).\n"
    ),
    "docs/blog/posts/second.md": "---\ndate: 2024-05-02\n---\n# Second words\n\nAll of it.\n",
}
_MODULE = (
    'def greet(name: str) -> str:\n    """Say hello to somebody.\n\n    Args:\n        name: Who it is.\n'
    '    """\n    return name\n'
)
_COMMAND = (
    'import click\n\n\n@click.command()\n@click.option("--count", help="How often.")\ndef cli(count):\n'
    '    """Greets you."""\n'
)
_NAV = (
    "nav:\n- Home: index.md\n- Guide:\n  - guide/index.md\n  - Steps: guide/first.md\n  - guide/second.md\n"
)
_BY_EXTENSIONS = "markdown_extensions: [mkdocs-click, attr_list, pymdownx.superfences]\n"

CASES = (
    PluginCase("blog", files=_POSTS, shows={"blog/2024/03/02/first-words/index.html": "The rest"}),
    PluginCase(
        "rss",
        "mkdocs-rss-plugin",
        "{match_path: 'guide/.*', use_git: false}",
        shows={"feed_rss_created.xml": "First steps"},
    ),
    PluginCase(
        "i18n",
        "mkdocs-static-i18n",
        "{docs_structure: suffix, languages: [{locale: en, default: true, name: English, build: true}, "
        "{locale: de, name: Deutsch, build: true}]}",
        {
            "docs/index.de.md": "# Zuhause\n\nWillkommen, siehe [den Anfang](guide/first.md).\n",
            "docs/guide/first.de.md": "# Erste Schritte\n\nWorte der ersten Seite.\n",
        },
        shows={
            "de/guide/first/index.html": "Worte der ersten Seite",
            "de/index.html": "Willkommen",
            "guide/first/index.html": "Words of the first page",
            "de/guide/second/index.html": "Back to",
        },
    ),
    PluginCase(
        "i18n",
        "mkdocs-static-i18n",
        "{docs_structure: folder, languages: [{locale: en, default: true, name: English, build: true}, "
        "{locale: de, name: Deutsch, build: true}]}",
        {
            "docs/index.md": None,
            "docs/guide/index.md": None,
            "docs/guide/first.md": None,
            "docs/guide/second.md": None,
            "docs/en/index.md": "# Home again\n\nSee [start](start.md).\n",
            "docs/en/start.md": "# Start\n\nEnglish words.\n",
            "docs/de/index.md": "# Zuhause\n\nSiehe [Anfang](start.md).\n",
            "docs/de/start.md": "# Anfang\n\nDeutsche Worte.\n",
        },
        shows={"de/start/index.html": "Deutsche Worte", "start/index.html": "English words"},
    ),
    PluginCase(
        "awesome-nav",
        "mkdocs-awesome-nav",
        files={
            "docs/.nav.yml": "nav:\n- index.md\n- Reading: guide\n",
            "docs/guide/.nav.yml": "nav:\n- second.md\n- The beginning: first.md\n",
        },
        shows={"index.html": "The beginning"},
    ),
    PluginCase(
        "awesome-pages",
        "mkdocs-awesome-pages-plugin",
        files={"docs/guide/.pages": "title: Reading\nnav:\n- second.md\n- The beginning: first.md\n"},
        shows={"index.html": "The beginning"},
    ),
    PluginCase(
        "literate-nav",
        "mkdocs-literate-nav",
        "{nav_file: SUMMARY.md}",
        {
            "docs/SUMMARY.md": (
                "- [Home](index.md)\n- Reading\n    - [The beginning](guide/first.md)\n"
                "    - [Second page](guide/second.md)\n"
            ),
        },
        shows={"index.html": "The beginning"},
    ),
    PluginCase("section-index", "mkdocs-section-index", config=_NAV, shows={"index.html": "Steps"}),
    PluginCase("exclude", "mkdocs-exclude", "{glob: ['guide/second.md']}"),
    PluginCase("exclude-search", "mkdocs-exclude-search", "{exclude: ['guide/second.md']}"),
    PluginCase(
        "gen-files",
        "mkdocs-gen-files",
        "{scripts: [make.py]}",
        {
            "make.py": "import mkdocs_gen_files\n\nwith mkdocs_gen_files.open('made/page.md', 'w') as file:\n"
            "    file.write('# Made\\n\\nWords that a script wrote, [home](../index.md).\\n')\n"
            "with mkdocs_gen_files.open('guide/second.md', 'a') as file:\n    file.write('\\nAppended.\\n')\n"
        },
        shows={"made/page/index.html": "Words that a script wrote", "guide/second/index.html": "Appended"},
    ),
    PluginCase(
        "macros",
        "mkdocs-macros-plugin",
        files={
            "main.py": (
                "def define_env(env):\n    @env.macro\n    def twice(text):\n        return 2 * text\n"
            ),
            "docs/macro.md": (
                "---\nby: Zoe\n---\n# Macro\n\n{{ twice('again ') }}by {{ page.meta.by }}, {{ who }}.\n"
            ),
        },
        config="extra: {who: somebody}\n",
        shows={"macro/index.html": "again again by Zoe, somebody"},
    ),
    PluginCase(
        "include-markdown",
        "mkdocs-include-markdown-plugin",
        files={
            "docs/whole.md": (
                '# Whole\n\n{% include-markdown "guide/second.md" heading-offset=1 %}\n\n'
                '{% include "part.txt" %}\n'
            ),
            "docs/part.txt": "Text of a part.\n",
        },
        shows={"whole/index.html": "Text of a part"},
    ),
    PluginCase(
        "encryptcontent",
        "mkdocs-encryptcontent-plugin",
        files={"docs/locked.md": "---\npassword: hunter2\n---\n# Locked\n\nSecret words.\n"},
        shows={"locked/index.html": "encrypt"},
        lost=frozenset(("words",)),  # each build encrypts to another text
    ),
    PluginCase(
        "mkdocstrings",
        "mkdocstrings-python",
        "{handlers: {python: {paths: [src]}}}",
        {"src/polite.py": _MODULE, "docs/api.md": "# API\n\n::: polite\n\nand [greet][polite.greet].\n"},
        shows={"api/index.html": "Say hello to somebody"},
    ),
    PluginCase(
        "markdown-exec",
        "markdown-exec",
        files={
            "docs/run.md": "# Run\n\n```python exec=\"on\"\nprint('made ' + 2 * '*' + 'bol' + 'dly**')\n```\n"
        },
        config=_BY_EXTENSIONS,
        shows={"run/index.html": "<strong>boldly</strong>"},
    ),
    PluginCase(
        "search",
        "mkdocs-click",
        files={
            "load.py": "import commands  # noqa: F401\n",
            "commands.py": _COMMAND,
            "docs/cli.md": "# Command\n\n::: mkdocs-click\n    :module: commands\n    :command: cli\n",
        },
        config=f"{_BY_EXTENSIONS}hooks: [load.py]\n",
        shows={"cli/index.html": "How often"},
    ),
    PluginCase(
        "tags",
        files={
            "docs/guide/third.md": "---\ntags: [alpha, beta]\n---\n# Third\n\nTagged.\n",
            "docs/labels.md": "# Labels\n\n<!-- material/tags -->\n",
        },
        shows={"guide/third/index.html": "alpha", "labels/index.html": "beta"},
    ),
    PluginCase("minify", "mkdocs-minify-plugin", "{minify_html: true}"),
    PluginCase(
        "redirects",
        "mkdocs-redirects",
        "{redirect_maps: {'old.md': 'guide/first.md', 'far.md': 'https://example.com/'}}",
        shows={"old/index.html": "guide/first/"},
    ),
    PluginCase(
        "git-revision-date-localized",
        "mkdocs-git-revision-date-localized-plugin",
        "{fallback_to_build_date: true, enable_creation_date: true}",
        {"docs/dated.md": "# Dated\n\nBuilt {{ git_revision_date_localized }}.\n"},
        shows={"guide/first/index.html": "git-revision-date-localized-plugin"},
    ),
    PluginCase(
        "glightbox",
        "mkdocs-glightbox",
        files={
            "docs/picture.md": "# Picture\n\n![A dot](dot.svg)\n",
            "docs/dot.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        },
        shows={"picture/index.html": 'class="glightbox"'},
    ),
    PluginCase(
        "table-reader",
        "mkdocs-table-reader-plugin",
        files={
            "docs/data.csv": "name,size\nanna,3\n",
            "docs/table.md": "# Table\n\n{{ read_csv('docs/data.csv') }}\n",
        },
        shows={"table/index.html": "anna"},
    ),
    PluginCase(
        "meta",
        files={"docs/guide/.meta.yml": "description: From above\ntags: [shared]\n"},
        shows={"guide/first/index.html": "From above"},
    ),
    PluginCase("privacy", "", "{assets_fetch: false}"),
    PluginCase("offline"),
    PluginCase(
        "group",
        "",
        "{enabled: true, plugins: [meta]}",
        {"docs/guide/.meta.yml": "description: From above\n"},
        shows={"guide/first/index.html": "From above"},
    ),
    PluginCase("typeset"),
    PluginCase("projects", "", "{enabled: true}"),
    PluginCase(
        "print-site", "mkdocs-print-site-plugin", shows={"print_page/index.html": "Words of the first page"}
    ),
    PluginCase(
        "llmstxt", "mkdocs-llmstxt", "{sections: {Guide: ['guide/*.md']}}", shows={"llms.txt": "guide"}
    ),
    PluginCase(
        "mermaid2",
        "mkdocs-mermaid2-plugin",
        files={"docs/m.md": "# M\n\n```mermaid\ngraph LR\n  a --> b\n```\n"},
    ),
    PluginCase(
        "autorefs",
        "mkdocs-autorefs",
        files={"docs/ref.md": "# Ref\n\nSee [Usage][], [the *use*][usage].\n"},
        shows={"ref/index.html": 'href="../guide/first/#usage"'},
    ),
)
