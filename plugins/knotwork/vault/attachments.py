"""Attachments that are left out of the site: those that browsers run, and those in place of its own files."""

from __future__ import annotations

from pathlib import Path

from knotwork.config.globs import matches
from knotwork.config.settings import Settings
from knotwork.html import svg
from knotwork.html.svg import SvgError, safe_svg
from knotwork.model.names import NotePath, is_note
from knotwork.model.note import Note
from knotwork.vault.collisions import collisions
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.file_kinds import is_active, is_host_setting, is_svg
from knotwork.vault.scan import Scan

_ALLOW = "If you trust it, list it under `active_files`."
_ALLOW_HOST = "If it is the site's own host, write that as `site_url`; else list it under `active_files`."
_MAX_CNAME_BYTES = 1_000
"""A host has at most 253 letters."""


def leave_out_active(
    scan: Scan, attachments: set[NotePath], exclusions: Exclusions, settings: Settings
) -> dict[NotePath, bytes]:
    """Leave out the attachments that browsers run; returns the contents of drawings without their scripts."""
    contents: dict[NotePath, bytes] = {}
    for path in sorted(attachments):
        named = path in exclusions.named or matches(settings.active_files, path)
        if named or is_note(path) or not is_active(path) or _names_host(scan.root, path, exclusions.host):
            continue
        if is_svg(path):
            try:
                contents[path] = _safe_drawing(scan, path)
                continue
            except (OSError, SvgError) as error:
                why = getattr(error, "strerror", None) or error
                message = f"the drawing is left out, since its scripts cannot be removed: {why}"
                scan.report("active-file", path, message, _ALLOW)
        elif is_host_setting(path):
            message = "the file is left out: it would change how the site is served"
            scan.report("active-file", path, message, _ALLOW_HOST if path == "CNAME" else _ALLOW)
        else:
            message = "the file is left out: browsers or servers could run it"
            scan.report("active-file", path, message, _ALLOW, "info")
        attachments.discard(path)
        scan.leave_out(path, "active")
    return contents


def leave_out_collisions(
    scan: Scan, notes: dict[NotePath, Note], attachments: set[NotePath], exclusions: Exclusions
) -> None:
    """Leave out the files that would replace a file of the site's own."""
    if exclusions.site is None:
        return
    for path, site_file in collisions(notes, sorted(attachments), exclusions.site, exclusions.named).items():
        message = f"'{path}' is left out: the site has '{site_file}' of its own in its place"
        scan.report("page-collision", path, message, "Rename it, or move it to another folder.")
        scan.leave_out(path, "collision")
        attachments.discard(path)
        notes.pop(path, None)


def _names_host(root: Path, path: NotePath, host: str) -> bool:
    """Whether a file is the `CNAME` of GitHub Pages with the host of `site_url`."""
    if path != "CNAME" or not host:
        return False
    try:
        with (root / path).open("rb") as file:
            content = file.read(_MAX_CNAME_BYTES + 1)
    except OSError:
        return False
    text = content.removeprefix(b"\xef\xbb\xbf").strip().lower()
    return len(content) <= _MAX_CNAME_BYTES and text == host.encode()


def _safe_drawing(scan: Scan, path: NotePath) -> bytes:
    """The drawing without scripts; raises SvgError when they cannot be removed."""
    with (scan.root / path).open("rb") as file:
        safe = safe_svg(file.read(svg.MAX_BYTES + 1))
    if safe.removed:
        removed = ", ".join(safe.removed[:5]) + (" …" if len(safe.removed) > 5 else "")
        message = f"the drawing is published without what browsers run or load: {removed}"
        scan.report("active-file", path, message, _ALLOW)
    return safe.content
