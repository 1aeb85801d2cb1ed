"""Where the cache of a vault is: beside its `mkdocs.yml`, and never among what is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path

from knotwork.vault.cache import Cache

FOLDER = ".cache/knotwork"
"""From the folder of `mkdocs.yml`."""


def cache_folder(setting: object, config_file: Path | None, vault: Path) -> Path | None:
    """The folder that a setting `cache` names; None when it turns the cache off.

    A vault without a config file may be a stranger's: nothing that lies in it is taken for ours, and nothing
    is written into it. Its cache is in the user's own folder for such files.
    """
    if setting is False or setting == "":
        return None
    if config_file is None:
        from platformdirs import user_cache_path  # few commands need it

        name = blake2b(str(vault.resolve()).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
        return user_cache_path("knotwork", appauthor=False) / name
    return config_file.absolute().parent / (setting if isinstance(setting, str) else FOLDER)


def opened_cache(
    folder: Path | None, published: Iterable[Path], report: Callable[[str], None], last: Cache | None = None
) -> Cache:
    """The cache in a folder, or `last` when it is the same; none in a folder that is read or published."""
    if folder is None:
        return Cache()
    if last is not None and last.folder == folder:
        return last
    inside = next((outer for outer in published if folder.resolve().is_relative_to(outer.resolve())), None)
    if inside is not None:
        report(f"the cache in {folder} cannot be used: it would be in {inside}, whose files may be published")
        return Cache()
    return Cache(folder, report)
