"""`knotwork check --against SITE_DIR`: the addresses of a former site that the site of the notes has not."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from unicodedata import normalize

from knotwork.cli.options import NotFound
from knotwork.config.mkdocs_yml import Site
from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.text import FILE_START
from knotwork.rules.addresses import lost_address

_VALUE = r"""(?:"([^"<>]{0,1000})"|'([^'<>]{0,1000})'|([^\s"'<>]{1,1000}))"""
_HEADING = re.compile(rf"<h[1-6](?:\s[^<>]{{0,1000}})?\sid={_VALUE}", re.IGNORECASE)
_ID = re.compile(rf"\s(?:id|name)={_VALUE}", re.IGNORECASE)
_TITLE = re.compile(r"<h1[^<>]{0,1000}>((?:(?!</?h1|headerlink).){0,1000})", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<[^<>]{0,1000}>?")
_REFRESH = re.compile(r"""<meta\s[^<>]{0,1000}http-equiv=["']?refresh""", re.IGNORECASE)
_NO_ADDRESS = ("404.html",)


def lost_addresses(site: Site, former: Path, jobs: int | None) -> list[Diagnostic] | None:
    """The pages and headings of the site in the folder `former` that a site built now has not, by path.

    None, and an error on stderr, when the site could not be built. Raises NotFound when there is no site in
    the folder, and SettingsError when the configuration is wrong.
    """
    before = _pages(former)
    if not before:
        raise NotFound(f"{former}: there is no site in it: no file there is HTML")

    from knotwork.mkdocs_plugin.serve import build_site  # only now: it loads MkDocs

    with tempfile.TemporaryDirectory(prefix="knotwork-against-") as folder:
        built = build_site(site, site_dir=Path(folder) / "site", strict=False, jobs=jobs, aside=True)
        if built is None:
            return None
        findings = compared(before, _pages(built.folder), built.notes, _from_vault(former, site.vault_dir))
        return sorted(findings, key=lambda finding: finding.location)


def compared(
    before: Mapping[str, Path], now: Mapping[str, Path], notes: Mapping[str, NotePath], former: str
) -> Iterator[Diagnostic]:
    """What the pages of one site have and those of another have not.

    Pages are files by their paths below the site's root; `notes` has the notes of the pages that are `now`.
    `former` is the path from the vault to the former site: there lies a page that no note has.
    """
    lost = [file for file in before if file not in now]
    titles: dict[str, list[str]] = {}
    for file in now if lost else ():
        if file in notes:
            titles.setdefault(_title(_text(now[file])), []).append(notes[file])
    for file in lost:
        same = titles.get(_title(_text(before[file])), [])
        where = (
            f"`{same[0]}`, which has the same title" if len(same) == 1 else "the note that has its content"
        )
        help_ = f"Write `redirect_from: {_address(file)}` in the front matter of {where}."
        place = NotePath(f"{former}/{file}")
        yield _finding(place, f"the former site has a page {_address(file)}, this one has not", help_)
    for file, page in before.items():
        if file not in now or not (ids := _values(_HEADING, _text(page))):
            continue
        text = _text(now[file])
        if _REFRESH.search(text):
            continue
        has = set(_values(_ID, text))
        for id_ in dict.fromkeys(ids):
            if id_ not in has:
                message = f"the former page {_address(file)} has a heading #{id_}, this one has not"
                help_ = f"Keep the id behind the heading's text: `{{#{id_}}}`."
                yield _finding(notes.get(file, NotePath(f"{former}/{file}")), message, help_)


def _from_vault(folder: Path, vault: Path) -> str:
    try:
        return Path(os.path.relpath(folder.resolve(), vault.resolve())).as_posix()
    except ValueError:  # on another drive of Windows
        return folder.resolve().as_posix()


def _pages(folder: Path) -> dict[str, Path]:
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*.html"))}
    return {
        normalize("NFC", name): file
        for name, file in files.items()
        if name not in _NO_ADDRESS and file.is_file()
    }


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace")


def _values(attribute: re.Pattern[str], text: str) -> list[str]:
    return [unescape(next(filter(None, groups), "")) for groups in attribute.findall(text)]


def _title(text: str) -> str:
    heading = _TITLE.search(text)
    return " ".join(unescape(_MARKUP.sub("", heading[1])).split()) if heading else ""


def _address(file: str) -> str:
    """`/pods/` of `pods/index.html`."""
    return f"/{file.removesuffix('index.html') if f'/{file}'.endswith('/index.html') else file}"


def _finding(path: NotePath, message: str, help_: str) -> Diagnostic:
    place = Location(path, FILE_START)
    return Diagnostic(lost_address.code, lost_address.severity, place, message, help_)
