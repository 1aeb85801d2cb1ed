"""Other addresses of notes: `redirect_from`, `permalink`, and aliases that are written as addresses.

A page at such an address leads to the note, so that a note that was renamed keeps its links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import (
    MAX_NAME_BYTES,
    NotePath,
    folder,
    folders_above,
    is_note,
    name_key,
    page_file,
    page_url,
)
from knotwork.model.note import Note
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import FILE_START, Span
from knotwork.snippets.filenames import FOLDER as SNIPPET_FILES
from knotwork.vault.collisions import SiteFiles, collisions, path_key

_PROPERTIES = ("redirect_from", "permalink")
_ELSEWHERE = lazy_regex(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_UNUSABLE = lazy_regex(r'[\x00-\x1f\x7f\\?#:*"<>|{}\ud800-\udfff]')
_PAGE_ENDINGS = (".html", ".htm")
_MAX_PATH_BYTES = 1_000
_RESERVED = ("tags/", f"{SNIPPET_FILES}/")
"""Folders in which the site makes pages and files of its own."""


class Refusal(NamedTuple):
    """An address at which there is no page that leads to the note."""

    note: NotePath
    span: Span
    written: str
    """The address as it is written."""
    why: str
    """Ends a sentence: `the note `pods.md` has it`."""


class Redirects(NamedTuple):
    """The other addresses of a vault's notes."""

    notes: Mapping[str, NotePath]
    """The note that each page leads to, by the page's file below the site's root: `old/index.html`."""
    refused: Sequence[Refusal]


def redirects(kb: KnowledgeBase, *, directories: bool) -> Redirects:
    """The other addresses of the published notes; `directories` is MkDocs' `use_directory_urls`.

    None is the address of another page or file of the vault, and none that of two notes. Pages and files
    that other plugins add are not known here.
    """
    claims: dict[str, list[_Claim]] = defaultdict(list)
    refused: list[Refusal] = []
    for claim in _claims(kb):
        file = redirect_file(claim.written, directories=directories)
        if file is not None:
            claims[path_key(file)].append(claim._replace(file=file))
        elif not claim.is_alias:
            refused.append(Refusal(*claim[:3], "it is not the address of a page"))
    taken = _taken(kb, claims, directories=directories) if claims else {}
    pages: dict[str, NotePath] = {}
    for key, claiming in claims.items():
        notes = {claim.note for claim in claiming}
        if key in taken:
            why = taken[key]
            refused += (Refusal(*claim[:3], _reason(kb, why)) for claim in claiming if claim.note != why)
        elif len(notes) > 1:
            refused += (
                Refusal(*claim[:3], f"`{min(notes - {claim.note})}` asks for it, too") for claim in claiming
            )
        else:
            pages[claiming[0].file] = claiming[0].note
    return Redirects(pages, sorted(refused))


def redirect_file(address: str, *, directories: bool) -> str | None:
    """The file of the page at an address below the site's root; None when no page can have it.

    `/old/` is `old/index.html`. A note's path, `old.md`, stands for the address of its page.
    """
    path = unquote(address.strip()).removeprefix("/")
    if is_note(path):
        path = page_url(path, directories=directories)
    if not path:
        return page_file(path)
    *above, name = path.removesuffix("/").split("/")
    if not all(map(_is_name, (*above, name))) or any(map(_is_page, above)):
        return None
    if _is_page(path):
        file = path
    elif path.endswith("/") or directories:
        file = page_file(f"{path.removesuffix('/')}/")
    else:
        file = f"{path}.html"
    return file if len(file.encode()) <= _MAX_PATH_BYTES else None


class _Claim(NamedTuple):
    """An address that a note asks for."""

    note: NotePath
    span: Span
    written: str
    is_alias: bool
    file: str = ""


def _claims(kb: KnowledgeBase) -> Iterator[_Claim]:
    if kb.settings.redirects:
        for note in kb.notes.values():
            if note.front_matter:
                yield from _claims_of(note)


def _claims_of(note: Note) -> Iterator[_Claim]:
    for name in _PROPERTIES:
        value = note.front_matter.get(name)
        for address in value if isinstance(value, list) else [value]:
            if isinstance(address, str) and address.strip() and not _ELSEWHERE.match(address.strip()):
                yield _Claim(note.path, note.properties.get(name, FILE_START), address, is_alias=False)
    for alias in note.aliases:
        if alias.name.startswith("/") and alias.name.strip("/ ") and not alias.name.startswith("//"):
            yield _Claim(note.path, alias.span, alias.name, is_alias=True)


def _is_name(part: str) -> bool:
    """Whether a folder or file of every usual system and host can have that name."""
    return (
        part.rstrip(" .") == part.lstrip(" .") != ""
        and not _UNUSABLE.search(part)
        and len(part.encode("utf-8", "replace")) + len(".html") <= MAX_NAME_BYTES
    )


def _is_page(name: str) -> bool:
    return name.lower().endswith(_PAGE_ENDINGS)


def _taken(kb: KnowledgeBase, keys: Collection[str], *, directories: bool) -> Mapping[str, str]:
    """Of files by their keys: what of the site is there already; empty for a page of no note."""
    vault, near = kb.vault, {key.partition("/")[0] for key in keys}
    in_folders = {folder(path): path for path in vault.notes}
    notes = {*_owners(kb, keys), *in_folders.values(), *vault.unpublished}
    tops = {path.partition("/")[0] for path in vault.attachments}
    tops = {top for top in tops if path_key(top) in near}
    files = {path_key(path): path for path in vault.attachments if path.partition("/")[0] in tops}
    folders = {above for path in (*files, *map(path_key, notes)) for above in folders_above(path)}
    replaced = collisions(sorted(notes), [NotePath(key) for key in keys], SiteFiles(directories=directories))
    taken = {str(key): where for key, where in replaced.items()}
    for key in keys:
        file = next((files[up] for up in (key, *folders_above(key)) if up in files), None)
        if file is not None:
            taken[key] = file
        elif key in folders or (key not in taken and key.startswith(_RESERVED)):
            taken[key] = ""
    return taken


def _owners(kb: KnowledgeBase, keys: Iterable[str]) -> Iterator[NotePath]:
    """The notes whose pages may be those files."""
    for key in keys:
        for url in {key.removesuffix("index.html"), f"{key.removesuffix('.html')}/"}:
            yield from kb.addresses.get(name_key(url), ())


def _reason(kb: KnowledgeBase, where: str) -> str:
    if where in kb.notes or where in kb.vault.attachments:
        return f"`{where}` has it"
    return "another page or file of the site has it"
