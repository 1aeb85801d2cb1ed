"""A build with the cache of an earlier one writes the site that a build without it writes."""

from __future__ import annotations

import os
from pathlib import Path

from site_builds import Build, built_site

from knotwork.vault.cache import FILE

NOTES = {
    "index.md": "# Home\n\n[[a]] ![[b#Part]] #tag %%hidden%%\n\n"
    "```yaml\nkind: Pod\napiVersion: v1\nspecs: 1\n```\n",
    "a.md": "---\nday: 2024-01-01\nnumbers: [1, 2]\n---\n# A\n\n[[b]] and [[gone]]\n",
    "b.md": "# B\n\n## Part\n\ntext ^id\n",
    "secret.md": "---\npublish: false\n---\n[[a]]\n",
}
CHANGED = {
    "a.md": "---\npublish: false\n---\nnow it is private\n",
    "b.md": "# B\n\n## Part\n\nother text %%to be hidden%%\n\n[[index]]\n",
}


def pages(build: Build) -> dict[str, bytes]:
    """The files of a site, but for the one that holds the time."""
    return {path: content for path, content in build.files().items() if path != "sitemap.xml.gz"}


def test_a_site_is_the_same_with_the_cache_of_another_build(tmp_path: Path) -> None:
    config, folder = "site_url: https://example.com/\n", tmp_path / "project" / ".cache" / "knotwork"
    built_site(tmp_path / "project", NOTES, config)
    assert (folder / FILE).stat().st_size > 0

    changed = built_site(tmp_path / "project", CHANGED, config)
    fresh = built_site(tmp_path / "fresh", {**NOTES, **CHANGED}, config)
    assert pages(changed) == pages(fresh)
    assert not any(b"now it is private" in content for content in pages(changed).values())

    (folder / FILE).write_bytes(os.urandom(50_000))
    damaged = built_site(tmp_path / "project", {}, config)
    assert pages(damaged) == pages(fresh)
    assert damaged.output.count("the cache in ") == 1, damaged.output


def test_a_cache_that_cannot_be_used_fails_no_strict_build(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file where the folder should be")
    done = built_site(tmp_path, {"index.md": "# Home\n\n[[a]]\n", "a.md": "[[index]]\n"}, "", "--strict")

    assert done.code == 0, done.output
    assert done.output.count("the cache in ") == 1, done.output
    assert not [path for path in done.files() if "cache" in path]
