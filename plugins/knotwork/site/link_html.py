"""Links, tags and addresses as HTML, with the address seen from the page they appear on."""

from __future__ import annotations

from html import escape
from urllib.parse import quote, unquote

from knotwork.html.attributes import attributes_html
from knotwork.html.media import caption, is_page, is_player, is_sound, picture_word, player
from knotwork.html.policy import Target
from knotwork.html.video_pages import video_player
from knotwork.knowledge.external_urls import is_published_url, is_replaced_by_link
from knotwork.knowledge.link_index import missing_note_key
from knotwork.knowledge.resolution import (
    Attachment,
    Element,
    Footnote,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    OutsideVault,
    Resolution,
    Resolved,
    Top,
    may_be_site_page,
)
from knotwork.model.body import Attributes, UrlStart
from knotwork.model.names import NotePath, basename, is_note, shown_as, slug, tag_key, without_md
from knotwork.model.note import BlockId, Heading, Link, Note
from knotwork.site.addresses import relative
from knotwork.site.render_context import RenderContext
from knotwork.site.words import Words


def wikilink_html(context: RenderContext, note: Note, index: int) -> str:
    """A wikilink."""
    link, resolution = note.links[index], context.kb.resolutions[note.path][index]
    if type(resolution) is Resolved and type(resolution.anchor) is Top:  # nearly all links, for speed
        href = relative(context.site.notes[resolution.target], context.here)
        html = f'<a href="{href}">{escape(label(link))}</a>'
    else:
        html = link_html(context, link, resolution, escape(label(link)))
    return f"<mark>{html}</mark>" if context.highlighted and link in context.highlighted else html


def label(link: Link) -> str:
    """What a wikilink shows."""
    display = caption(link.display) if link.kind == "embed" or link.image else link.display
    if display:
        return display
    target = without_md(basename(NotePath(link.target))) if link.image else link.target
    if target and not link.subpath:
        return target
    return shown_as(target, link.subpath) or link.raw


def link_html(
    context: RenderContext, link: Link, resolution: Resolution, text: str, attributes: Attributes = ()
) -> str:
    """A link around a text that is HTML already; without a destination, that text."""
    end = "</a>" if leads_somewhere(context, resolution) else "</span>"
    return f"{link_start(context, link, resolution, attributes)}{text}{end}"


def leads_somewhere(context: RenderContext, resolution: Resolution) -> bool:
    """Whether a link has a destination: a note, a file, or the entry of a missing note."""
    match resolution:
        case Resolved() | Attachment() | MissingAnchor():
            return True
        case MissingNote(unpublished=unpublished):
            return unpublished is None and context.kb.settings.wanted_page
        case MissingAttachment() | OutsideVault():
            return False


def link_start(context: RenderContext, link: Link, resolution: Resolution, attributes: Attributes) -> str:
    """The opening tag of a link; `<span>` when it leads nowhere."""
    href = link_href(context, link, resolution)
    kind, about = _class_and_title(context.words, resolution)
    given = dict(attributes)
    shown = f' class="{kind}"' if kind and "class" not in given else ""
    title = f' title="{escape(about)}"' if about and "title" not in given else ""
    return (
        f'<a href="{escape(href)}"{shown}{title}{attributes_html(attributes)}>'
        if href is not None
        else f"<span{shown}{title}>"
    )


def _class_and_title(words: Words, resolution: Resolution) -> tuple[str, str]:
    """The class and the title of a link that does not lead where it should; empty for the others."""
    match resolution:
        case Resolved() | Attachment():
            return "", ""
        case MissingAnchor(name=name):
            return "kw-missing-anchor", words("This note has no “{name}”", name=name)
        case MissingNote(unpublished=None, name=name):
            return "kw-missing", words("Not written yet: {name}", name=name)
        case MissingNote(name=name) | MissingAttachment(name=name, unpublished=str()):
            return "kw-unpublished", words("Not published: {name}", name=name)
        case MissingAttachment(name=name):
            return "kw-missing", words("No such file: {name}", name=name)
        case OutsideVault():
            return "kw-missing", words("Not part of these notes")


def link_href(context: RenderContext, link: Link, resolution: Resolution) -> str | None:
    """The address of a link, seen from the page it appears on; None when it leads nowhere."""
    match resolution:
        case Resolved(target=target):
            page = context.site.note(target)
            anchor = fragment(resolution)
            return relative(f"{page}#{anchor}" if anchor else page, context.here)
        case MissingAnchor(target=target):
            return relative(context.site.note(target), context.here)
        case Attachment(target=target):
            return relative(file_url(context, link, target), context.here)
        case MissingNote(unpublished=None, name=name) if context.kb.settings.wanted_page:
            return relative(context.site.wanted(missing_note_key(name)), context.here)
        case MissingNote() | MissingAttachment() | OutsideVault():
            return None


def fragment(resolution: Resolved) -> str | None:
    """The id a resolved link leads to; None for the page itself."""
    match resolution.anchor:
        case Heading(anchor=id_) | BlockId(anchor=id_) | Element(id=id_):
            return id_
        case Footnote(label=label):
            return f"fn:{label}"
        case Top():
            return None


def url_start(context: RenderContext, note: Note, slot: UrlStart) -> str:
    """The opening tag of a link to the outside, or all that shows a picture, sound or film."""
    if not slot.href:
        start = f'<span class="kw-missing" title="{context.words("No destination")}">'
        return f"{start}{escape(slot.alt)}</span>" if slot.image else start
    safe = is_published_url(note.urls[slot.url], context.kb.settings)
    file = slot.href.partition("#")[0].partition("?")[0]
    if slot.image and safe and is_replaced_by_link(note.urls[slot.url], context.kb.settings):
        return _file_link(slot)
    if slot.image and safe and is_player(file) and not context.inline:
        name = slot.alt or unquote(basename(file))
        return player(
            escape(slot.href),
            file,
            name,
            slot.attributes,
            context.words("Sound") if is_sound(file) else context.words("Video"),
            foreign=True,
        )
    if slot.image and safe and _is_page(slot.href):
        plays = context.kb.settings.video_players and not context.inline
        return (plays and video_player(slot.href, slot.alt or context.words("Video"))) or _file_link(slot)
    attributes = attributes_html(slot.attributes)
    if slot.image and safe and context.inline:
        return picture_word(slot.alt, slot.href)
    if slot.image and safe:
        return f'<img src="{escape(slot.href)}" alt="{escape(slot.alt)}"{attributes} />'
    if slot.image:
        return f'<span class="kw-unsafe" title="{escape(slot.alt)}"{attributes}></span>'
    return f'<a href="{escape(slot.href)}"{attributes}>' if safe else '<span class="kw-unsafe">'


def _file_link(slot: UrlStart) -> str:
    """A link instead of the file that would be shown."""
    name = slot.alt or unquote(slot.href)
    return f'<a class="kw-file" href="{escape(slot.href)}">{escape(name)}</a>'


def _is_page(url: str) -> bool:
    try:
        return is_page(url)
    except ValueError:  # `https://[`
        return False


def raw_address(context: RenderContext, note: Note, link: int | None, url: int | None) -> Target | None:
    """The new address for an address in raw HTML; None when it is unchanged."""
    if url is not None:
        outside = note.urls[url]
        if not is_published_url(outside, context.kb.settings):
            return Target(None, "kw-unsafe")
        linked = is_replaced_by_link(outside, context.kb.settings)
        return Target(None, "kw-file", link=outside.url) if linked else Target(outside.url)
    assert link is not None, "an address is a link or a URL"
    written, resolution = note.links[link], context.kb.resolutions[note.path][link]
    if may_be_site_page(written, resolution):
        return None
    kind, about = _class_and_title(context.words, resolution)
    missing = isinstance(resolution, MissingNote | MissingAttachment | OutsideVault)
    if missing and written.image:
        return Target(None, "kw-placeholder", about, basename(NotePath(written.target)))
    return Target(link_href(context, written, resolution), kind, about)


def tag_html(context: RenderContext, name: str) -> str:
    """A tag, leading to its page."""
    key = tag_key(name)
    if key not in context.kb.tags.occurrences:
        return f"#{escape(name)}"
    href = escape(relative(context.site.tag(key), context.here))
    return f'<a class="kw-tag" href="{href}">#{escape(name)}</a>'


def file_url(context: RenderContext, link: Link, target: NotePath) -> str:
    """An attachment's address; what stands behind `#` is for its viewer (`#page=2`) or its own headings."""
    at = link.subpath.strip()
    if at and is_note(target):
        at = slug(at)
    return f"{context.site.file(target)}#{quote(at, safe='=&,')}" if at else context.site.file(target)
