"""Files of a vault that would replace files of the site itself."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from knotwork.model.names import NotePath, folders_above, is_note, page_file, page_url

_OWN_FOLDER = "assets/knotwork"
_OWN = ("graph.json", "manifests.json", "llms.txt", "feed.xml")
_OWN_PAGES = ("todo.md", "wanted.md", "snippets.md", "graph.md", "health.md", "tags/index.md", "index.md")
_MKDOCS_FILES = (
    *("404.html", "sitemap.xml", "sitemap.xml.gz", "objects.inv", "search/search_index.json"),
    *("search/search_index.js", "search/main.js", "search/worker.js", "search/lunr.js"),
)
"""Files that MkDocs and common plugins write to every site."""
_NOT_PUBLISHED = (".html", ".py", ".pyc", "mkdocs_theme.yml")
"""Files of themes that stay in the theme."""


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """The files that a site has besides its notes."""

    theme_dirs: Sequence[Path] = ()
    templates: Collection[str] = ()
    """Templates that become files of the same name, such as `404.html`."""
    directories: bool = True
    """MkDocs' `use_directory_urls`."""


def collisions(
    notes: Iterable[NotePath],
    attachments: Collection[NotePath],
    site: SiteFiles,
    named: Collection[str] = (),
) -> Mapping[NotePath, str]:
    """For each file that must not be published: the file or page of the site that it would replace.

    Letter case, Unicode form and percent-encoding make no difference: they make none on some file systems
    and servers. A file that `named` holds may replace a file of the theme.
    """
    notes = list(notes)
    tops = {key.partition("/")[0] for path in (*attachments, *notes) for key in _keys(path)}
    theirs = {path_key(path): path for path in (*_MKDOCS_FILES, *site.templates)}
    theirs |= {path_key(path): path for path in _theme_files(site.theme_dirs, tops) if path not in named}
    pages = {path_key(_page(path, site)): path for path in (*_OWN_PAGES, *_folder_pages(notes), *notes)}
    taken = {**pages, **theirs, **{path_key(path): path for path in _OWN}}
    folders = {above: path for key, path in taken.items() for above in folders_above(key)}
    replaced: dict[NotePath, str] = {}
    for path in notes:
        above = next((key for key in folders_above(path_key(_page(path, site))) if key in theirs), None)
        if above is not None:
            replaced[path] = theirs[above]
    for path in attachments:
        own_file = next((own for key in _keys(path) if (own := _site_file(key, taken, folders))), None)
        if own_file is not None:
            replaced[path] = own_file
    return replaced


def installed_theme(name: str) -> list[Path]:
    """The folder of an installed theme, found without importing it; empty when there is none."""
    from importlib.metadata import entry_points  # slow to import
    from importlib.util import find_spec

    for entry in entry_points(group="mkdocs.themes", name=name):
        top, *inner = entry.value.split(".")
        spec = find_spec(top)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            return [Path(place, *inner)]
    return []


def _site_file(key: str, taken: Mapping[str, str], folders: Mapping[str, str]) -> str | None:
    """The file or page of the site that a file of the vault would replace, contain, or be contained in."""
    if key == _OWN_FOLDER or key.startswith(f"{_OWN_FOLDER}/"):
        return f"{_OWN_FOLDER}/"
    return (
        taken.get(key)
        or folders.get(key)
        or next((taken[up] for up in folders_above(key) if up in taken), None)
    )


def _page(path: str, site: SiteFiles) -> str:
    return page_file(page_url(path, directories=site.directories))


def _folder_pages(notes: Iterable[str]) -> Iterator[str]:
    return (f"{folder}/index.md" for folder in {above for path in notes for above in folders_above(path)})


def _theme_files(dirs: Iterable[Path], tops: Collection[str]) -> Iterator[str]:
    """The files of a theme in those folders of its top that the vault has, too."""
    for directory in dirs:
        try:
            entries = [entry for entry in os.scandir(directory) if path_key(entry.name) in tops]
        except OSError:
            continue
        for entry in entries:
            if entry.is_file():
                yield from (entry.name,) if _is_published(entry.name) else ()
            for above, _, names in os.walk(entry.path) if entry.is_dir() else ():
                inner = Path(above).relative_to(directory).as_posix()
                yield from (f"{inner}/{name}" for name in names if _is_published(name))


def _is_published(name: str) -> bool:
    return not (name.startswith(".") or name.endswith(_NOT_PUBLISHED) or is_note(name))


def _keys(path: str) -> Iterator[str]:
    """The keys of a path as it is written, and as a server may decode it."""
    for _ in range(3):
        yield path_key(path)
        decoded = unquote(path).replace("\\", "/")
        if decoded == path:
            return
        path = decoded


def path_key(path: str) -> str:
    """The key of all paths that some file system or server treats as the same."""
    if path.isascii():
        plain = path.lower()
    else:
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
        plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    parts = (part.rstrip(" .") for part in plain.split("/"))
    return "/".join(part for part in parts if part)
