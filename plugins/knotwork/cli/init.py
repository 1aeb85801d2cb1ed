"""`knotwork init`: the files that make a folder of notes a site, and publish it."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import click

from knotwork.cli.git_remote import remote, repository
from knotwork.cli.new_files import write_new_files
from knotwork.cli.new_site import HOSTS, NewSite, host_files, host_of, mkdocs_yml, pre_commit
from knotwork.cli.options import debug_option, vault_argument
from knotwork.cli.output import print_status
from knotwork.cli.requirement import UNKNOWN
from knotwork.cli.requirement import requirement as known_requirement
from knotwork.config.mkdocs_yml import NAMES
from knotwork.config.option_kinds import SettingsError
from knotwork.report.terminal import visible

_USUAL = ("notes", "docs")
"""The names of folders that are taken for the notes when none is named."""


@click.command("init")
@vault_argument
@click.option(
    "--host",
    type=click.Choice((*HOSTS, "none")),
    help="Where the site is published.  [default: as the Git remote says, else none]",
)
@click.option(
    "--requirement",
    metavar="TEXT",
    help="What the written files give to pip install.  [default: what this knotwork was installed from]",
)
@debug_option
def command(vault: Path | None, host: str | None, requirement: str | None) -> None:
    """Write the files of a site: mkdocs.yml, what publishes it on a host, and a check before each commit.

    A file that is there stays as it is.

    Example: knotwork init notes --host github
    """
    folder = (Path.cwd() / vault).resolve() if vault else _notes(Path.cwd())
    if not folder.is_dir():
        raise SettingsError(f"{vault}: there is no such folder")
    if any(unicodedata.category(character) == "Cc" for character in str(folder)):
        raise SettingsError(f"{visible(str(folder))}: its name has characters that no configuration can hold")
    here = Path.cwd().resolve()
    base = here if here in folder.parents else folder.parent
    root = repository(base) or base
    site = _new_site(folder, base, root, requirement or known_requirement())
    chosen = host or host_of(site.remote)
    kept, files = _site_files(site, base, root, chosen)
    write_new_files(root, {file: text.encode() for file, text in files.items()}, force=False)
    for file in files:
        print_status(f"wrote {os.path.relpath(file)}")
    for file in kept:
        print_status(f"{os.path.relpath(file)} is there and stays as it is")
    names = [os.path.relpath(file) for file, text in files.items() if "git+<" in text]
    if site.requirement == UNKNOWN and names:
        print_status(f"where knotwork is installed from is not known: write it in {' and '.join(names)}")
    if chosen is None:
        print_status(f"no host was seen: --host {'|'.join(HOSTS)} writes what publishes the site")


def _new_site(folder: Path, base: Path, root: Path, requirement: str) -> NewSite:
    """The site of the notes in a folder; `base` has its configuration, `root` is the repository's."""
    named = base if folder.name.lower() in (*_USUAL, "vault") else folder
    return NewSite(
        name=named.name or "Notes",
        docs_dir=folder.relative_to(base).as_posix(),
        vault=folder.relative_to(root).as_posix(),
        requirement=requirement,
        remote=remote(root),
    )


def _site_files(
    site: NewSite, base: Path, root: Path, host: str | None
) -> tuple[list[Path], dict[Path, str]]:
    """The files of a site that are there, and the texts of those that are not."""
    kept = [base / name for name in NAMES if (base / name).exists()]
    files = {} if kept else {base / NAMES[0]: mkdocs_yml(site)}
    at_root = {} if host in (None, "none") else dict(host_files(site, host))
    at_root |= {".pre-commit-config.yaml": pre_commit(site), ".gitignore": _ignored(root, base)}
    for name, text in at_root.items():
        file = root / name
        if os.path.lexists(file):
            kept.append(file)
        else:
            files[file] = text
    return kept, files


def _ignored(root: Path, base: Path) -> str:
    """The folders that sites are built in, for `.gitignore`."""
    folders = {"/site/", f"/{(base / 'site').relative_to(root).as_posix()}/"}
    return "".join(f"{folder}\n" for folder in sorted(folders))


def _notes(here: Path) -> Path:
    """The folder of the notes in a folder; raises SettingsError when that cannot be seen."""
    folders = [here / name for name in _USUAL if (here / name).is_dir()]
    if len(folders) == 1:
        return folders[0].resolve()
    names = " and ".join(folder.name for folder in folders) or "none called notes or docs"
    raise SettingsError(f"which folder has the notes? Here is {names}: knotwork init FOLDER")
