"""Files that a broken link may mean: one with the same name in another spelling, or similar names."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from knotwork.knowledge.resolution import SameFile
from knotwork.model.equivalences import Equivalence, equivalences, name_form, plural_forms
from knotwork.model.names import NameKey, NotePath, basename, folder, is_note, name_key, without_md
from knotwork.model.nearest import Candidates, Nearest
from knotwork.model.note import Link, Note

ATTACHMENT_EXTENSIONS = frozenset(
    (
        "png jpg jpeg gif bmp svg webp avif ico tiff mp3 wav m4a ogg oga 3gp flac opus mp4 webm ogv mov mkv "
        "pdf canvas base excalidraw csv tsv zip gz tar json yaml yml toml txt html htm xml css "
        "docx xlsx pptx epub"
    ).split()
)
"""Extensions by which a missing target is an attachment; any other dot belongs to a note's name (`v1.30`)."""

_ALIKE = 200
"""How many files of nearly the same name are compared; among more, none is suggested as safe."""


class SimilarFiles:
    """The files of a vault, found by name whatever the spelling."""

    def __init__(
        self,
        notes: Mapping[NotePath, Note],
        paths: Mapping[NameKey, list[NotePath]],
        aliases: Mapping[NameKey, list[NotePath]],
        held_back: Collection[NotePath],
        nearest: Nearest,
    ) -> None:
        """`paths` are all published files by the keys of their paths, `held_back` those that are not."""
        self._notes, self._paths, self._aliases, self._held_back = notes, paths, aliases, held_back
        self._nearest = nearest
        self._similar: dict[NameKey, tuple[NotePath, ...]] = {}
        self._similar_files: dict[NameKey, tuple[NotePath, ...]] = {}

    def similar_notes(self, name: str) -> tuple[NotePath, ...]:
        """The notes whose names or aliases are nearest to a name, nearest first, at most three."""
        key = name_key(without_md(basename(name)))
        if key not in self._similar:
            self._similar[key] = self._nearest_files(key, self._note_names)
        return self._similar[key]

    def similar_files(self, name: str) -> tuple[NotePath, ...]:
        """The attachments whose names are nearest to a name, nearest first, at most three."""
        key = name_key(basename(name))
        if key not in self._similar_files:
            self._similar_files[key] = self._nearest_files(key, self._file_names)
        return self._similar_files[key]

    def same(self, source: NotePath, link: Link) -> tuple[SameFile | None, frozenset[NotePath]]:
        """The one file that has the target's name under the table of equivalences, when it is published.

        Notes that are not published, and notes with such an alias, are candidates like any other. Second,
        all files of that name; of very many only some.
        """
        own = basename(link.target.rstrip("/") if link.kind == "markdown" else link.target)
        same_files: dict[NotePath, tuple[Equivalence, ...]] = {}
        for form in plural_forms(name_form(split_extension(own)[0])):
            if len(self._forms.get(form, ())) > _ALIKE:
                return None, frozenset(path for path, _ in self._forms[form][:_ALIKE])
            for path, name in self._forms.get(form, ()):
                if path in self._notes or (path in self._held_back and is_note(path)):
                    differences = _of_note(own, name)
                else:
                    differences = _of_file(own, name, shown=link.kind == "embed" or link.image)
                folders = _of_folders(path, source, link)
                if differences is not None and folders is not None and path not in same_files:
                    same_files[path] = tuple(dict.fromkeys((*folders, *differences)))
        aliases = {
            path
            for form in plural_forms(name_form(own))
            for alias, path in self._alias_forms.get(form, ())[:_ALIKE]
            if alias == own or equivalences(own, alias)
        }
        if len(same_files.keys() | aliases) != 1 or not same_files:
            return None, frozenset(same_files)
        (path, by), *_ = same_files.items()
        return (SameFile(path, by) if by and path not in self._held_back else None), frozenset(same_files)

    @cached_property
    def _forms(self) -> Mapping[str, list[tuple[NotePath, str]]]:
        forms: dict[str, list[tuple[NotePath, str]]] = defaultdict(list)
        for path in (*(path for paths in self._paths.values() for path in paths), *self._held_back):
            name = without_md(basename(path)) if path in self._notes else basename(path)
            forms[name_form(split_extension(name)[0])].append((path, name))
        return forms

    @cached_property
    def _alias_forms(self) -> Mapping[str, list[tuple[str, NotePath]]]:
        forms: dict[str, list[tuple[str, NotePath]]] = defaultdict(list)
        for path, note in self._notes.items():
            for alias in note.aliases:
                forms[name_form(alias.name)].append((alias.name.strip(), path))
        return forms

    def _nearest_files(self, name: str, known: _Named) -> tuple[NotePath, ...]:
        names = self._nearest.names(name, known.names, 6)
        return tuple(dict.fromkeys(path for near in names for path in known.files[near]))[:3]

    @cached_property
    def _note_names(self) -> _Named:
        names = [(name_key(without_md(basename(path))), path) for path in self._notes]
        return _Named([*names, *((alias, path) for alias, paths in self._aliases.items() for path in paths)])

    @cached_property
    def _file_names(self) -> _Named:
        paths = [path for paths in self._paths.values() for path in paths if path not in self._notes]
        return _Named([(name_key(basename(path)), path) for path in paths])


class _Named:
    """Files by their names."""

    def __init__(self, names: Iterable[tuple[str, NotePath]]) -> None:
        self.files: dict[str, list[NotePath]] = defaultdict(list)
        for name, path in names:
            self.files[name].append(path)
        self.names = Candidates(self.files)


def split_extension(name: str) -> tuple[str, str, int]:
    """A file's name without its extension, the extension in lower case, and how often it stands there."""
    extension = name.rpartition(".")[2].lower()
    if extension != "md" and extension not in ATTACHMENT_EXTENSIONS:
        return name, "", 0
    stem, count = name, 0
    while stem.lower().endswith(f".{extension}") and len(stem) > len(extension) + 1:
        stem, count = stem[: -len(extension) - 1], count + 1
    return stem, extension if count else "", count


def _of_note(written: str, name: str) -> tuple[Equivalence, ...] | None:
    """The differences between the last part of a target and a note's name; None when it is another name."""
    name = without_md(name)
    stem, extension, count = split_extension(written)
    if extension not in ("", "md"):
        stem, count = written, 0
    by = equivalences(stem, name)
    if not by and stem != name:
        return None
    return (*by, Equivalence.EXTENSION) if count > 1 else by


def _of_file(written: str, name: str, *, shown: bool) -> tuple[Equivalence, ...] | None:
    """As `_of_note`, of an attachment; only where a file is shown can its extension be missing."""
    stem, extension, count = split_extension(written)
    own, kind, _ = split_extension(name)
    if extension != kind and (extension or not shown):
        return None
    by = equivalences(stem, own)
    if not by and stem != own:
        return None
    return (*by, Equivalence.EXTENSION) if count != bool(kind) else by


def _of_folders(path: NotePath, source: NotePath, link: Link) -> tuple[Equivalence, ...] | None:
    """The differences between the folders in a target and those of a file; None when it lies elsewhere."""
    target = link.target
    if target.startswith("/"):
        return _alike(folder(path), folder(normal_path("", target)))
    near = _alike(folder(path), folder(normal_path(folder(source), target)))
    if target.startswith(("./", "../")) or (link.kind == "markdown" and near is not None):
        return near
    written = folder(normal_path("", target))
    count = written.count("/") + 1 if written else 0
    return _alike("/".join(folder(path).split("/")[-count:]) if count else "", written)


def _alike(real: str, written: str) -> tuple[Equivalence, ...] | None:
    if real == written:
        return ()
    written_folders, real_folders = written.split("/"), real.split("/")
    if len(written_folders) != len(real_folders):
        return None
    pairs = zip(written_folders, real_folders, strict=True)
    if any(given != actual and name_form(given) != name_form(actual) for given, actual in pairs):
        return None
    pairs = zip(written_folders, real_folders, strict=True)
    return tuple(
        dict.fromkeys(difference for given, actual in pairs for difference in equivalences(given, actual))
    )


def normal_path(start: str, path: str) -> str:
    """A path that starts in a folder, from the vault's root and without dots."""
    return posixpath.normpath(f"{start}/{path}" if start else path).lstrip("/")
