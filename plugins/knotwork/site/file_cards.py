"""Cards of a canvas that show a file of the vault: a note by its title and first sentence, a picture."""

from __future__ import annotations

from html import escape

from knotwork.html.media import file_link, is_image, is_player, is_sound, player
from knotwork.knowledge.resolution import (
    Attachment,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    OutsideVault,
    Resolved,
)
from knotwork.model.body import FileCard
from knotwork.model.names import NotePath, basename, without_md
from knotwork.model.note import Link, Note
from knotwork.site.addresses import relative
from knotwork.site.link_html import file_url, link_html
from knotwork.site.render_context import RenderContext
from knotwork.site.summary import summary


def file_card(context: RenderContext, note: Note, slot: FileCard) -> str:
    """What a card shows of its file; nothing of a file that is not published, its name included."""
    link, resolution = note.links[slot.link], context.kb.resolutions[note.path][slot.link]
    match resolution:
        case OutsideVault() | MissingNote(unpublished=str()) | MissingAttachment(unpublished=str()):
            name = context.words("Not part of these notes")
            return name if slot.shows == "name" else f'<span class="kw-placeholder">{name}</span>'
        case Attachment(target=target) if slot.shows == "picture" and not context.inline:
            return _picture(context, link, target, "") if is_image(target) else ""
        case Attachment(target=target) if slot.shows == "file" and not context.inline:
            return _file(context, link, target)
        case _ if slot.shows == "picture" and not context.inline:
            return ""
    name = escape(_name(context, link, resolution))
    if slot.shows == "name":
        return name
    shown = link_html(context, link, resolution, name)
    if context.inline:
        return f"<mark>{shown}</mark>" if link in context.highlighted else shown
    about = ""
    if isinstance(resolution, Resolved | MissingAnchor):
        target_note = context.kb.notes[resolution.target]
        about = "" if target_note.is_protected else summary(target_note)
    below = f'<p class="kw-card-about">{escape(about)}</p>' if about else ""
    return f'<p class="kw-card-title">{shown}</p>{below}'


def _name(context: RenderContext, link: Link, resolution: object) -> str:
    """The title of a note, else the name of a file, with the part that a link names."""
    match resolution:
        case Resolved(target=target) | MissingAnchor(target=target):
            name = context.kb.notes[target].title
        case _:
            name = without_md(basename(NotePath(link.target)))
    part = link.subpath.removeprefix("^").replace("#", " › ")
    return f"{name} › {part}" if part and not link.subpath.startswith("^") else name


def _file(context: RenderContext, link: Link, target: NotePath) -> str:
    if is_image(target):
        return _picture(context, link, target, basename(target))
    url = escape(relative(file_url(context, link, target), context.here))
    if is_player(target):
        kind = context.words("Sound") if is_sound(target) else context.words("Video")
        return player(url, target, basename(target), (), kind)
    return f'<p class="kw-card-title">{file_link(url, target, basename(target), "", ())}</p>'


def _picture(context: RenderContext, link: Link, target: NotePath, alt: str) -> str:
    url = escape(relative(file_url(context, link, target), context.here))
    return f'<img src="{url}" alt="{escape(alt)}" loading="lazy" />'
