"""A site built twice from one configuration: without knotwork, and with it.

Run as a program it builds one of the two: `site_pair.py PROGRAM CONFIG_FILE SITE_DIR with|without|after`.
"""

from __future__ import annotations

import importlib
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BARE = """\
site_name: Notes
docs_dir: {docs}
use_directory_urls: true
theme: {{name: material, font: false}}
plugins: [search]
hooks: [icons.py]
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {{permalink: true}}
  - pymdownx.arithmatex: {{generic: true}}
  - pymdownx.betterem
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.snippets: {{check_paths: false}}
  - pymdownx.superfences
  - pymdownx.tabbed: {{alternate_style: true}}
  - pymdownx.tasklist: {{custom_checkbox: true}}
  - pymdownx.tilde
"""
"""The configuration of a folder that has none: Material with the extensions that its documentation names."""
_ICONS = """\
def on_page_markdown(markdown, page, **others):
    for name in ("icon", "template", "status"):  # Material ends the build when it does not know their values
        page.meta.pop(name, None)
"""
HANGS = 1800
"""Seconds after which a build is taken for one that never ends."""


@dataclass(frozen=True)
class Built:
    """What one build left behind."""

    site: Path
    code: int
    output: str
    """All that it wrote to the terminal."""


def config_of(place: Path, folder: Path) -> Path:
    """The `mkdocs.yml` of a site; for a bare folder of notes one that is written to `folder`."""
    if place.is_file():
        return place.absolute()
    for name in ("mkdocs.yml", "mkdocs.yaml"):
        if (place / name).is_file():
            return (place / name).absolute()
    config = folder / "mkdocs.yml"
    (folder / "icons.py").write_text(_ICONS, "utf-8")
    config.write_text(BARE.format(docs=place.absolute()), "utf-8")
    return config


def built(config: Path, site: Path, how: str, program: str = "mkdocs", cwd: Path | None = None) -> Built:
    """Build a site; `how` is "without" knotwork, "with" it as the first plugin, or with it "after" all."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, __file__, program, str(config), str(site), how],
        cwd=cwd or config.parent,
        env={**env, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=HANGS,
        check=False,
    )
    return Built(site, done.returncode, done.stdout.decode("utf-8", "replace"))


def with_plugin(plugins: Any, how: str) -> Any:
    """A site's `plugins:` without knotwork, or with it; the options that it has stay."""
    entries = (
        [{name: options} for name, options in plugins.items()] if isinstance(plugins, Mapping) else plugins
    )
    entries = list(entries if entries is not None else ["search"])
    own = [entry for entry in entries if _name(entry) == "knotwork"] or ["knotwork"]
    others = [entry for entry in entries if _name(entry) != "knotwork"]
    match how:
        case "without":
            return others
        case "with":
            return [*own, *others]
    return [*others, *own]


def _name(entry: Any) -> str:
    return str(next(iter(entry))) if isinstance(entry, Mapping) else str(entry)


def _build(program: str, config_file: str, site: str, how: str) -> None:
    importlib.import_module(f"{program}.__main__")  # ProperDocs takes MkDocs' place there
    build = importlib.import_module(f"{program}.commands.build")
    base = importlib.import_module(f"{program}.config")
    yaml = importlib.import_module(f"{program}.utils.yaml")
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    with Path(config_file).open("rb") as file:
        written = yaml.yaml_load(file)
    plugins = with_plugin(written.get("plugins"), how)
    config = base.load_config(config_file, site_dir=site, plugins=plugins, strict=False)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build.build(config)
    finally:
        config.plugins.on_shutdown()


if __name__ == "__main__":
    sys.path[0] = ""  # as `python -m mkdocs` has it: no modules of tests, but those of the site
    tempfile.tempdir = None
    _build(*sys.argv[1:])
