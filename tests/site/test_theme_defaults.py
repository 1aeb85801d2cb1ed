"""Writing a `mkdocs.yml` takes nothing away, and no page asks another host for anything by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from mkdocs.config import load_config
from site_builds import built_site, command_result, knotwork_site, write_vault

from knotwork.mkdocs_plugin.theme_defaults import has_facts, set_defaults

NOTES = {
    "index.md": "# Home\n\n[[a]] `code` $x$ :smile:\n\n```mermaid\ngraph LR\n a --> b\n```\n",
    "a.md": "# A\n\n```yaml\nkind: Pod\n```\n",
}
LOADED = re.compile(
    r'<(?:script|img|iframe|source|video|audio)\b[^>]*\ssrc="?(https?:)?//'
    r'|<link\b(?=[^>]*\srel="?(?:stylesheet|preconnect|preload|prefetch|dns-prefetch|icon))[^>]*\shref="?(?:https?:)?//'
    r"|@import\b|url\(\s*[\"']?(?:https?:)?//"
)
"""What a browser loads from another host."""


def test_a_first_mkdocs_yml_changes_no_page(tmp_path: Path) -> None:
    garden = write_vault(tmp_path / "garden", {**NOTES, "b.md": "# Übung\n\n## Größe\n"})
    bare = knotwork_site(garden, tmp_path / "bare")
    assert command_result(tmp_path, "knotwork", "init", "garden", site=tmp_path).code == 0
    written = command_result(tmp_path, "knotwork", "build", site=tmp_path / "site")

    assert written.files() == bare.files()


def test_no_page_loads_anything_from_another_host(tmp_path: Path) -> None:
    config = "theme: material\nsite_url: https://notes.example/\nrepo_url: https://github.com/a/b\n"
    built = built_site(tmp_path, NOTES, f"site_name: N\n{config}")

    texts = {name: text.decode() for name, text in built.files().items() if name.endswith((".html", ".css"))}
    assert "index.html" in texts
    assert {name: found[0] for name, text in texts.items() if (found := LOADED.search(text))} == {}
    assert not any('data-md-component="source"' in text for text in texts.values())
    assert "https://github.com/a/b" in texts["index.html"]
    assert built.output.count("repository_facts") == 1, built.output


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        ("theme: material\nrepo_url: https://github.com/a/b\n", True),
        ("theme: material\nrepo_url: https://gitlab.example.org/a/b\n", True),
        ("theme: material\nrepo_url: https://codeberg.org/a/b\n", False),
        ("theme: mkdocs\nrepo_url: https://github.com/a/b\n", False),
        ("theme: material\n", False),
    ],
)
def test_material_asks_the_host_of_some_repositories(values: str, asks: bool, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(f"site_name: N\n{values}")

    assert has_facts(load_config(str(tmp_path / "mkdocs.yml"))) is asks


@pytest.mark.parametrize(
    ("theme", "names"),
    [
        ("material", ("font", "features", "palette")),
        ({"name": "material"}, ("font", "features", "palette")),
        ({"name": "material", "font": {"text": "Roboto"}}, ("features", "palette")),
        ({"name": "material", "features": [], "palette": {"scheme": "slate"}, "font": False}, ()),
        ("mkdocs", ()),
        ("readthedocs", ()),
    ],
)
def test_what_is_set_stays(theme: object, names: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    file = tmp_path / "mkdocs.yml"
    file.write_text(yaml.safe_dump({"site_name": "N", "theme": theme}))
    config, before = load_config(str(file)), load_config(str(file))

    assert set_defaults(config) == names
    changed = {key for key in config.theme if config.theme[key] != before.theme.get(key)}
    assert changed == set(names)
