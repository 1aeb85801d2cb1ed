"""The files of the docs_dir as MkDocs gets them: those that our scan found, not MkDocs' own.

MkDocs follows symbolic links in the docs_dir, and two links to their own folder make an endless tree.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, file_sort_key, set_exclusions

from knotwork.mkdocs_plugin.mkdocs_steps import missing, original, put_back, take_place
from knotwork.model.names import NotePath, basename, folder, is_note, page_file, page_rank, page_url

FilesOf = Callable[[MkDocsConfig], Files]
"""The function from which a build gets the files of the docs_dir."""

_EXCLUDED = InclusionLevel.EXCLUDED


class VaultFile(File):
    """A file of the vault; a note's page has the address that links to it have."""

    def is_documentation_page(self) -> bool:
        """Whether it is a note; MkDocs itself only accepts extensions in lower case."""
        return is_note(self.src_uri)

    def _get_dest_path(self, use_directory_urls: bool | None = None) -> str:
        if not is_note(self.src_uri):
            return self.src_uri
        directories = self.use_directory_urls if use_directory_urls is None else use_directory_urls
        return page_file(page_url(self.src_uri, directories=directories))

    dest_uri = cached_property(_get_dest_path)


class DocsFiles(Files):
    """Files of which those of the theme are listed without its icons, which are in a hidden folder."""

    def add_files_from_theme(self, env: Any, config: MkDocsConfig) -> None:
        """Add what of the theme is published."""
        shown: Any = ShownFiles(env)
        super().add_files_from_theme(shown, config)


class ShownFiles:
    """Lists the files of a theme that are in no hidden folder: MkDocs publishes none of those."""

    def __init__(self, environment: Any) -> None:
        self._environment = environment

    def list_templates(self, *, filter_func: Callable[[str], bool]) -> list[str]:
        """Their paths in the folders of the theme, sorted."""
        loader = self._environment.loader
        if type(loader) is not FileSystemLoader:
            return list(self._environment.list_templates(filter_func=filter_func))
        paths = {path for root in loader.searchpath for path in _shown(root, follow=loader.followlinks)}
        return sorted(filter(filter_func, paths))


def _shown(root: str, *, follow: bool) -> Iterator[str]:
    for directory, below, names in os.walk(root, followlinks=follow):
        below[:] = (name for name in below if not name.startswith("."))
        path = Path(directory).relative_to(root)
        yield from ((path / name).as_posix() for name in names)


def take_files_from(files_of: FilesOf, config: MkDocsConfig) -> None:
    """Replace MkDocs' `get_files` for one call: the build with that config takes its files from `files_of`.

    If that build ends earlier, a later build with another config calls the original function.
    """
    if missing("get_files"):
        return  # MkDocs lists the files, and those that are not published are removed later

    def once(given: MkDocsConfig) -> Files:
        put_back("get_files")
        return files_of(given) if given is config else original("get_files")(given)

    take_place("get_files", once)


def docs_files(
    paths: Collection[NotePath],
    excluded: Iterable[NotePath],
    contents: Mapping[NotePath, Path],
    config: MkDocsConfig,
) -> Files:
    """The files of the docs_dir for MkDocs: one file for each page, the home page of each folder first.

    `excluded` files are in the list and not published, as are those with a leading dot; files in `contents`
    are published instead of those of the vault.
    """
    files = [_file(path, config) for path in paths]
    for file in files:
        content = contents.get(NotePath(file.src_uri))
        if content is not None:
            file.abs_src_path = str(content)
    unpublished = {*excluded, *_dot_files(paths, config.docs_dir)}.difference(paths)
    left_out = [_file(path, config) for path in sorted(unpublished)]
    for file in left_out:
        file.inclusion = _EXCLUDED
    files = sorted([*files, *left_out], key=file_sort_key)
    set_exclusions(files, config)
    notes = [file for file in files if is_note(file.src_uri) and file.inclusion is not _EXCLUDED]
    notes.sort(key=lambda note: page_rank(note.src_uri), reverse=True)
    pages = {(folder(note.src_uri), note.dest_uri): note for note in notes}
    shadowed = {note.src_uri for note in notes if pages[folder(note.src_uri), note.dest_uri] is not note}
    return DocsFiles(file for file in files if file.src_uri not in shadowed)


def is_dot_file(path: str) -> bool:
    """Whether it is a file with a leading dot that other plugins are set up with: `.nav.yml`, `.meta.yml`."""
    return basename(path).startswith(".") and not is_note(path)


def _dot_files(paths: Iterable[str], docs_dir: str) -> Iterator[str]:
    """Those in the folders of files, and in the folders above these."""
    folders = {""}
    for path in paths:
        while (path := folder(path)) not in folders:
            folders.add(path)
    for name in sorted(folders):
        try:
            with os.scandir(Path(docs_dir, name)) as entries:
                names = [entry.name for entry in entries if is_dot_file(entry.name) and entry.is_file()]
        except OSError:  # a folder of another root, or one that was deleted since
            continue
        yield from (f"{name}/{file}" if name else file for file in sorted(names))


def _file(path: str, config: MkDocsConfig) -> VaultFile:
    return VaultFile(path, config.docs_dir, config.site_dir, config.use_directory_urls)
