"""MkDocs empties the folder of the site before it builds; files that would be the same again are left there.

Which ones these are is known when the pages are: until then the folder is as the last build left it.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from knotwork.mkdocs_plugin.mkdocs_steps import missing, original, put_back, take_place
from knotwork.mkdocs_plugin.page_needs import why_in_turn
from knotwork.vault.cache import Cache
from knotwork.vault.written_files import WrittenFiles


def left_files(config: MkDocsConfig, cache: Cache, site: Path | None) -> WrittenFiles | None:
    """What the last build has written; the rest is removed by `sweep`, in the place of MkDocs.

    `site` is the folder that the site will be in, if it is not the one that is written to. None when MkDocs
    empties the folder: pages are made in turn, or nothing is kept.
    """
    if cache.folder is None or missing("clean_directory") or why_in_turn(config):
        return None
    folder = Path(config.site_dir)
    written = WrittenFiles(site or folder, cache, folder)
    if written.is_swept:
        return written

    def clean(directory: str) -> None:
        put_back("clean_directory")
        if directory != config.site_dir:
            original("clean_directory")(directory)
        elif not written.is_known:
            original("clean_directory")(directory)
            written.is_swept = True

    take_place("clean_directory", clean)
    return written
