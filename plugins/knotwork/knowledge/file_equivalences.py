"""What a written name and the name of a file differ in: extension, folders, spelling."""

from __future__ import annotations

from knotwork.knowledge.search import normal_path
from knotwork.model.equivalences import Equivalence, equivalences, name_form
from knotwork.model.names import NotePath, folder, without_md
from knotwork.model.note import Link

ATTACHMENT_EXTENSIONS = frozenset(
    (
        "png jpg jpeg gif bmp svg webp avif ico tiff mp3 wav m4a ogg oga 3gp flac opus mp4 webm ogv mov mkv "
        "pdf canvas base excalidraw csv tsv zip gz tar json yaml yml toml txt html htm xml css "
        "docx xlsx pptx epub"
    ).split()
)
"""Extensions by which a missing target is an attachment; any other dot belongs to a note's name (`v1.30`)."""


def split_extension(name: str) -> tuple[str, str, int]:
    """A file's name without its extension, the extension in lower case, and how often it stands there."""
    extension = name.rpartition(".")[2].lower()
    if extension != "md" and extension not in ATTACHMENT_EXTENSIONS:
        return name, "", 0
    stem, count = name, 0
    while stem.lower().endswith(f".{extension}") and len(stem) > len(extension) + 1:
        stem, count = stem[: -len(extension) - 1], count + 1
    return stem, extension if count else "", count


def note_differences(written: str, name: str) -> tuple[Equivalence, ...] | None:
    """The differences between the last part of a target and a note's name; None when it is another name."""
    name = without_md(name)
    stem, extension, count = split_extension(written)
    if extension not in ("", "md"):
        stem, count = written, 0
    by = equivalences(stem, name)
    if not by and stem != name:
        return None
    return (*by, Equivalence.EXTENSION) if count > 1 else by


def file_differences(written: str, name: str, *, shown: bool) -> tuple[Equivalence, ...] | None:
    """As `note_differences`, of an attachment; only where a file is shown can its extension be missing."""
    stem, extension, count = split_extension(written)
    own, kind, _ = split_extension(name)
    if extension != kind and (extension or not shown):
        return None
    by = equivalences(stem, own)
    if not by and stem != own:
        return None
    return (*by, Equivalence.EXTENSION) if count != bool(kind) else by


def folder_differences(path: NotePath, source: NotePath, link: Link) -> tuple[Equivalence, ...] | None:
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
