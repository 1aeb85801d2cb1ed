"""The addresses of a site's pages and files, and links from one page to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote

from knotwork.knowledge.kinds import notes_about
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import (
    Anchor,
    NameKey,
    NotePath,
    TagKey,
    basename,
    file_name,
    folder,
    folders_above,
    is_note,
    name_key,
    page_file,
    page_url,
    short_path,
    without_md,
)
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.filenames import FOLDER as SNIPPET_FILES
from knotwork.snippets.snippet import Snippet

_UNSAFE = lazy_regex(r"[^\w./-]+")


@dataclass(frozen=True)
class Addresses:
    """The addresses of a site's pages, below its root and percent-encoded; the home page's is empty.

    Only a fragment needs escaping in HTML: all else is letters, digits and `%/-._~`.
    """

    notes: Mapping[NotePath, str]
    directories: bool = True
    """MkDocs' `use_directory_urls`."""
    owners: Mapping[NameKey, NotePath] = field(default_factory=dict)
    """The notes by the key of their address: files that differ in case alone are one file on some systems."""
    wanted_parts: Mapping[NameKey, int] = field(default_factory=dict)
    """On which page of the wanted notes each missing note is listed; 1 when it is not in the mapping."""
    wanted_anchors: Mapping[NameKey, Anchor] = field(default_factory=dict)
    """The ids of the missing notes' entries."""
    about: Mapping[str, NotePath] = field(default_factory=dict)
    """The note about each kind of object."""
    manifests: Mapping[str, str] = field(default_factory=dict)
    """The text of each manifest that is published as a file of its own, by the file's path."""
    folders: frozenset[str] = frozenset()
    """The folders with notes' pages and attachments in them, whose names no file can have."""
    moved: Mapping[NotePath, str] = field(default_factory=dict)
    """The addresses of what another plugin has moved, before they are encoded."""

    def note(self, path: NotePath) -> str:
        """A note's page."""
        return self.notes[path]

    def file(self, path: NotePath) -> str:
        """An attachment; or the page of a note that knotwork leaves to MkDocs (`exclude`)."""
        if path.endswith("/"):  # a folder
            return self.generated(folder_source(path[:-1]))
        url = page_url(path, directories=self.directories) if is_note(path) else path
        return encoded(self.moved.get(path, url))

    def manifest(self, snippet: Snippet) -> str | None:
        """The file of a manifest alone; None when there is none that holds just that."""
        if snippet.file is None or self.manifests.get(snippet.file) != snippet.text:
            return None
        return encoded(snippet.file)

    def generated(self, source: str) -> str:
        """The page of a generated file `tags/k8s.md`, or of the note that owns its address."""
        owner = self.owner(source)
        return self.note(owner) if owner else encoded(page_url(source, directories=self.directories))

    def key(self, path: NotePath) -> NameKey:
        """What all spellings of the address of a note's page have in common."""
        return name_key(unquote(self.notes[path]))

    def owner(self, source: str) -> NotePath | None:
        """The note that has the address of a generated file's page."""
        return self.owners.get(name_key(page_url(source, directories=self.directories)))

    def has_page(self, path: NotePath) -> bool:
        """Whether a note has the page at its address: of several notes with one address only one has it."""
        if path not in self._has_page:
            self._has_page[path] = self.owner(path) == path
        return self._has_page[path]

    @cached_property
    def _has_page(self) -> dict[NotePath, bool]:
        """The notes that were looked at so far."""
        return {}

    def tag(self, key: TagKey) -> str:
        """A tag's page."""
        return self.generated(tag_source(key))

    def wanted(self, key: NameKey) -> str:
        """A missing note's entry on the page of wanted notes."""
        page = paged(WANTED, self.wanted_parts.get(key, 1))
        return f"{self.generated(page)}#{self.wanted_anchor(key)}"

    def wanted_anchor(self, key: NameKey) -> Anchor:
        """The id of a missing note's entry."""
        return self.wanted_anchors.get(key) or _wanted_slug(key)


HOME, TAGS, TODO, WANTED, SNIPPETS = "index.md", "tags/index.md", "todo.md", "wanted.md", "snippets.md"
GRAPH, HEALTH = "graph.md", "health.md"
"""The files that generated pages would be made of."""


def addresses(
    kb: KnowledgeBase,
    *,
    directories: bool = True,
    moved: Mapping[NotePath, str] | None = None,
) -> Addresses:
    """The addresses of a vault's pages as MkDocs gives them.

    `moved` has the notes and attachments that another plugin has put elsewhere, as a blog does with posts;
    addresses as they are before they are encoded.
    """
    parts, anchors = wanted_places(kb)
    moved = moved or {}
    urls = {path: moved.get(path, page_url(path, directories=directories)) for path in kb.notes}
    notes = {path: encoded(url) for path, url in urls.items()}
    owners = {name_key(url): path for path, url in urls.items()}
    folders = frozenset(
        above for path in (*urls.values(), *kb.vault.attachments) for above in folders_above(path)
    )
    manifests = _manifests(kb, urls.values())
    return Addresses(notes, directories, owners, parts, anchors, notes_about(kb), manifests, folders, moved)


def wanted_places(kb: KnowledgeBase) -> tuple[dict[NameKey, int], dict[NameKey, Anchor]]:
    """The page of the wanted notes on which each missing note is listed, and the id of its entry."""
    size = kb.settings.page_size
    parts = {missing.key: 1 + index // size for index, missing in enumerate(kb.links.missing_notes)}
    return parts, _wanted_anchors(missing.key for missing in kb.links.missing_notes)


def snippet_anchor(snippet: Snippet) -> str:
    """The id of a snippet on its note's page; the dot in it keeps it apart from the ids of headings."""
    return basename(snippet.file) if snippet.file else f"snippet.{snippet.index + 1}"


def tag_source(key: TagKey, page: int = 1) -> str:
    """The generated file of a tag's page; later pages of a long list are numbered."""
    parts = [
        f"{part}-tag" if part in ("index", "readme") else part for part in map(file_name, key.split("/"))
    ]
    return paged(f"{short_path('/'.join(['tags', *parts]))}.md", page)


def folder_source(path: str, page: int = 1) -> str:
    """The generated file of a folder's page."""
    return paged(f"{path}/index.md" if path else HOME, page)


def paged(source: str, page: int) -> str:
    """The file of the `page`-th part of a generated list."""
    if page == 1:
        return source
    stem = folder(source) if basename(source) == "index.md" else without_md(source)
    return f"{stem}/page-{page}.md".lstrip("/")


def _wanted_anchors(keys: Iterable[NameKey]) -> dict[NameKey, Anchor]:
    """An id for each missing note; of names that only differ in spaces and the like, each has its own."""
    slugs = {key: _wanted_slug(key) for key in keys}
    count = Counter(slugs.values())
    return {
        key: Anchor(f"{anchor}-{sha256(key.encode('utf-8', 'replace')).hexdigest()[:8]}")
        if count[anchor] > 1
        else anchor
        for key, anchor in slugs.items()
    }


def _wanted_slug(key: NameKey) -> Anchor:
    return Anchor("wanted-" + _UNSAFE.sub("-", key.replace("/", "-")))


def encoded(path: str) -> str:
    """A path percent-encoded for a URL, slashes kept."""
    return quote(path, safe="/")


@lru_cache(maxsize=1024)  # a page leads to the same notes from its text, its drawings and its lists
def relative(url: str, here: str) -> str:
    """The reference from the page at `here` to `url`; both below the site's root, percent-encoded."""
    if "#" in url:
        path, _, fragment = url.partition("#")
        return f"#{fragment}" if path == here else f"{relative(path, here)}#{fragment}"
    for above, ups in _folders_to_root(here):
        if url.startswith(above):
            return ups + url[len(above) :] or "./"
    raise AssertionError("every address begins with the root's, which is empty")


@lru_cache(maxsize=64)  # a page has many links
def _folders_to_root(here: str) -> tuple[tuple[str, str], ...]:
    """The folders an address lies in, the innermost first, each with the way up to it: `a/b/` is `../`."""
    names = here.split("/")[:-1]
    return tuple(
        ("".join(f"{name}/" for name in names[:depth]), "../" * (len(names) - depth))
        for depth in range(len(names), -1, -1)
    )


def _manifests(kb: KnowledgeBase, urls: Iterable[str]) -> dict[str, str]:
    """The texts of the manifests, by file; a page or an attachment of the same path takes precedence."""
    texts = {
        snippet.file: snippet.text
        for snippets in kb.snippets.by_note.values()
        for snippet in snippets
        if snippet.file
    }
    files = {
        path
        for path in (*kb.vault.attachments, *map(page_file, urls))
        if path.startswith(f"{SNIPPET_FILES}/")
    }
    folders = {above for path in (*files, *texts) for above in folders_above(path)}
    return {
        path: text
        for path, text in texts.items()
        if path not in files
        and path not in folders
        and not any(above in files or above.endswith(".html") for above in folders_above(path))
    }
