"""The attachments that notes use: those of published notes, and those that only unpublished notes use."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import replace

from knotwork.config.globs import matches
from knotwork.config.mkdocs_yml import texts_in
from knotwork.config.settings import Settings
from knotwork.html.media import captions_beside, is_player
from knotwork.knowledge.resolution import Attachment, Resolution
from knotwork.knowledge.resolve import Resolver
from knotwork.model.names import NotePath, folder, is_note
from knotwork.model.note import Note
from knotwork.vault.scan import WhyLeftOut
from knotwork.vault.vault import Vault

_FOR_HOSTS = frozenset(
    "cname robots.txt ads.txt app-ads.txt humans.txt security.txt favicon.ico apple-touch-icon.png "
    "keybase.txt _headers _redirects".split()
)
"""Files at the root for hosts, browsers and search engines, which no note links to."""


def with_used_attachments(
    vault: Vault,
    resolver: Resolver,
    resolutions: Mapping[NotePath, tuple[Resolution, ...]],
    settings: Settings,
) -> Vault:
    """The vault with its used attachments known; with `attachments: used` the others are left out."""
    if settings.attachments == "all" and not vault.unpublished_links:
        return vault
    private = {
        resolution.target
        for path, links in vault.unpublished_links.items()
        for link in links
        if link.target and isinstance(resolution := resolver.resolve(path, link), Attachment)
    }
    if settings.attachments == "all" and not private:
        return vault
    used = {path for note in vault.notes.values() for path in _shown(vault, note, resolutions[note.path])}
    private -= used
    kept = {path for path in vault.attachments if _is_kept(vault, path, settings)}
    if settings.attachments == "all":
        return replace(vault, only_unpublished=tuple(sorted(private - kept)))
    unused = vault.attachments - used - kept
    left_out: dict[NotePath, WhyLeftOut] = {**vault.left_out, **dict.fromkeys(sorted(unused), "unused")}
    return replace(vault, attachments=vault.attachments - unused, left_out=left_out)


def _shown(vault: Vault, note: Note, resolutions: tuple[Resolution, ...]) -> Iterator[NotePath]:
    """The attachments that a note links to, embeds, or names in its front matter."""
    for link, resolution in zip(note.links, resolutions, strict=True):
        if link.published and isinstance(resolution, Attachment):
            yield resolution.target
            if is_player(resolution.target):
                captions = captions_beside(resolution.target, lambda path: path in vault.attachments)
                yield from (NotePath(captions),) if captions else ()
    for text in texts_in(note.front_matter):
        for path in (posixpath.join(folder(note.path), text), text.lstrip("/")):
            if (attachment := NotePath(posixpath.normpath(path))) in vault.attachments:
                yield attachment


def _is_kept(vault: Vault, path: NotePath, settings: Settings) -> bool:
    """Whether an attachment is published though no note shows it: the settings of the site name it."""
    listed = tuple(pattern for pattern in settings.active_files if pattern != "**")
    return (
        path in vault.named
        or is_note(path)  # one that is left to MkDocs
        or path.lower() in _FOR_HOSTS
        or any(part.startswith(".") for part in path.split("/"))  # taken back by the site's settings
        or matches(listed, path)
    )
