"""Links are followed to files by Obsidian's rules, each of which has a name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from knotwork.knowledge.files import Files
from knotwork.knowledge.resolution import Rule
from knotwork.model.names import FOLDER_NOTES, NameKey, NotePath, basename, folder, name_key, page_url
from knotwork.model.note import Link


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that is tried, and the files it finds."""

    rule: Rule
    paths: tuple[NotePath, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """The files that a name leads to, whichever folder the link stands in."""

    key: NameKey
    exact: Step
    ending: NameKey
    elsewhere: Step


class Search:
    """Finds the files that a link may mean. The names that it looks for are added to `looked_for`."""

    def __init__(self, files: Files, *, aliases: bool) -> None:
        """`aliases` says whether aliases are names like any other."""
        self._files = files
        self._lenient_aliases = aliases
        self._slashed = tuple(f"{ending}/" for ending in files.endings)
        self._indexes = tuple(name for name in FOLDER_NOTES if name.endswith(files.endings))
        self._names: dict[str, _Named] = {}

    def steps(self, source: NotePath, link: Link, looked_for: list[str]) -> Iterator[Step]:
        """The rules in the order they are tried, each with all files it finds, the chosen one first."""
        target = link.target
        markdown = link.kind == "markdown"
        if link.html and not target.startswith("/"):
            yield Step("relative to the note", self._exact(normal_path(folder(source), target), looked_for))
            yield self.on_site(source, link, looked_for)
        for name in self._variants(target):
            if markdown and not target.startswith("/"):
                yield Step("relative to the note", self._exact(normal_path(folder(source), name), looked_for))
            if target.startswith(("./", "../")):
                if not markdown:
                    yield Step("relative path", self._exact(normal_path(folder(source), name), looked_for))
                continue
            if target.startswith("/"):
                yield Step(
                    "path from the vault's root", self._exact(normal_path("", name.lstrip("/")), looked_for)
                )
                continue
            yield from self._named(source, name, looked_for)
        if markdown and target.endswith("/"):
            yield from self._folder(source, target, looked_for)
            if target.endswith(self._slashed):
                yield Step(
                    "relative to the note", self._exact(normal_path(folder(source), target[:-1]), looked_for)
                )
            yield self.on_site(source, link, looked_for)
        elif markdown and "/" in target:
            yield from self._folder(source, f"{target}/", looked_for)
        if not target.startswith(("./", "../", "/")) and not target.endswith("/"):
            for index in self._indexes:
                steps = self._named(source, f"{target}/{index}", looked_for)
                yield from (Step("folder index", step.paths) for step in steps)
        if self._lenient_aliases and not target.startswith(("./", "../", "/")):
            looked_for.append(alias_lookup(name_key(target)))
            yield Step("alias", self._files.aliases.get(name_key(target), ()))

    def _folder(self, source: NotePath, target: str, looked_for: list[str]) -> Iterator[Step]:
        """The index of a folder, or its page; `target` ends with a slash."""
        start = "" if target.startswith("/") else folder(source)
        for index in self._indexes:
            yield Step("folder index", self._exact(normal_path(start, f"{target}{index}"), looked_for))
        page = NotePath(f"{normal_path(start, target)}/")
        looked_for.append(folder_lookup(page))
        yield Step("folder page", (page,) if page in self._files.folders else ())

    def on_site(self, source: NotePath, link: Link, looked_for: list[str]) -> Step:
        """The page or attachment that has an address on the site, seen from the note's page.

        Links in HTML are read so, and those of Markdown that end with a slash: browsers follow them.
        """
        if not is_address(link) or link.target.startswith("/"):
            return Step("address on the site", ())
        above = page_url(source).split("/")[:-1]
        for part in link.target.removesuffix("index.html").split("/")[:-1]:
            if part == "..":
                del above[-1:]  # browsers stay at the root
            elif part not in ("", "."):
                above.append(part)
        last = basename(link.target.removesuffix("index.html"))
        above = (
            [*above, last] if last not in ("", ".", "..") else [*(above[:-1] if last == ".." else above), ""]
        )
        address = "/".join(above)
        looked_for.append(page_lookup(address))
        page = self._files.pages.get(address)
        if page is not None:
            return Step("address on the site", (page,))
        file = self._exact(address, looked_for) if address else ()
        return Step("address on the site", file if file and file[0] not in self._files.notes else ())

    def _named(self, source: NotePath, name: str, looked_for: list[str]) -> Iterator[Step]:
        """Exact path; then files whose path ends with the name: own folder, else the shortest path."""
        named = self._files_named(name)
        looked_for.append(named.key)
        yield named.exact
        looked_for.append(named.ending)
        own = (
            self._exact(normal_path(folder(source), name), looked_for) if "/" in source else named.exact.paths
        )
        yield Step("own folder", own)
        yield named.elsewhere

    def only(self, target: str) -> NotePath | None:
        """The file that a name alone leads to from every folder but its own, when there is just one.

        None when the steps must be gone.
        """
        for name in self._variants(target):
            named = self._files_named(name)
            if named.exact.paths or len(named.elsewhere.paths) > 1:
                return None
            for path in named.elsewhere.paths:
                return path
        return None

    def ending_with(self, target: str, looked_for: list[str]) -> tuple[NotePath, ...]:
        """The only file whose path ends with that of a link, folders included, wherever it lies."""
        path = target.lstrip("./")
        for name in self._variants(path) if "/" in path and not path.endswith("/") else ():
            named = self._files_named(name)
            looked_for += (named.key, named.ending)
            both = dict.fromkeys((*named.exact.paths, *named.elsewhere.paths))
            if len(both) == 1:
                return tuple(both)
        return ()

    def names(self, target: str) -> Iterator[str]:
        """What links with a name alone look for in all folders: a file of that name is one of these."""
        for name in self._variants(target):
            named = self._files_named(name)
            yield from (named.key, named.ending)

    def _files_named(self, name: str) -> _Named:
        """What a name leads to from any folder; many links have the same one."""
        if name not in self._names:
            self._names[name] = self._new_named(name)
        return self._names[name]

    def _new_named(self, name: str) -> _Named:
        path = normal_path("", name)
        ending = name_key(f"/{path}")
        candidates = self._files.ending_in(ending)
        rule: Rule = "only candidate" if len(candidates) == 1 else "shortest path"
        exact = Step("exact path", self._files.exact(path))
        return _Named(name_key(path), exact, ending, Step(rule, candidates))

    def _variants(self, target: str) -> tuple[str, ...]:
        """The names to look for: as written when it has a dot, and with the endings of notes."""
        as_written = (target,) if "." in basename(target) else ()
        return (*as_written, *(f"{target}{ending}" for ending in self._files.endings))

    def _exact(self, path: str, looked_for: list[str]) -> tuple[NotePath, ...]:
        looked_for.append(name_key(path))
        return self._files.exact(path)


def is_name(link: Link) -> bool:
    """Whether a link names a file and no folder."""
    return not (link.kind == "markdown" or link.html or "/" in link.target or link.target.startswith("."))


def is_address(link: Link) -> bool:
    """Whether a link may be an address on the site: it depends on the note's page where it leads to."""
    return link.html or (link.kind == "markdown" and link.target.endswith("/"))


def folder_lookup(path: str) -> str:
    """What a link looks for to find the page of a folder, which has a slash behind it."""
    return f"folder:{path}"


def alias_lookup(key: NameKey) -> str:
    """What a link looks for to find the notes with an alias."""
    return f"alias:{key}"


def page_lookup(address: str) -> str:
    """What a link looks for to find the note at an address of the site."""
    return f"page:{address}"


def path_from(source: NotePath, link: Link) -> str | None:
    """The path that a Markdown link names, when it is written as most are: `../folder/note.md`.

    None when it may name another as well, or one outside the vault.
    """
    target, start = link.target, folder(source)
    if link.html or "." not in basename(target):
        return None
    while target.startswith("../"):
        if not start:
            return None
        target, start = target[3:], folder(start)
    if target.startswith((".", "/")) or "/." in target or "//" in target or "\\" in target:
        return None
    return f"{start}/{target}" if start else target


def normal_path(start: str, path: str) -> str:
    """A path that starts in a folder, from the vault's root and without dots."""
    whole = f"{start}/{path}" if start else path
    if "/" not in path and path.strip("."):
        return whole  # a name alone, as most links have it: folders of files have no dots
    return posixpath.normpath(whole).lstrip("/")
