"""A note's Body and what its links mean become HTML."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from html import escape, unescape
from urllib.parse import quote, unquote

from knotwork.addresses import Addresses, addresses, relative
from knotwork.compiler import KnowledgeBase, wanted_key
from knotwork.embeds import Region, chain_text, region, whole
from knotwork.html_balance import OpenTags
from knotwork.html_policy import Target, filtered, is_linked, publishable
from knotwork.icons import icon_html
from knotwork.media import (
    caption,
    captions_beside,
    file_link,
    is_image,
    is_page,
    is_player,
    player,
    size_attributes,
)
from knotwork.names import NotePath, basename, is_note, shown_as, slug, tag_key, without_md
from knotwork.note import (
    Cut,
    EmbedSlot,
    FenceSlot,
    IconSlot,
    Link,
    LinkEnd,
    LinkStart,
    Note,
    RawHtml,
    TagSlot,
    UrlEnd,
    UrlStart,
    WikilinkSlot,
)
from knotwork.resolve import (
    Attachment,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    OutsideVault,
    Resolution,
    Resolved,
    leads_off,
)
from knotwork.snippet_blocks import code_html, fence_html

_IDS = re.compile(r' id="(?!__tabbed_)[^"]*"')
_PERMALINK = re.compile(r'<a class="headerlink" [^>]*>&para;</a>')
_ALT = re.compile(r'^ alt="([^"]*)"')
_ICONS = 1_000_000
"""Characters of icons on one page; further ones are shown by their names."""
_HEADING_LEVELS = 6
_SHOWN_PROBLEMS = ("bad-encoding", "internal-error")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a piece of a note is rendered for."""

    kb: KnowledgeBase
    site: Addresses
    here: str
    """The address of the page it appears on."""
    highlighted: Collection[Link] = ()
    """The links that a reader is looking for, in a backlink's context."""
    inline: bool = False
    """Whether block content has no place: embeds become links."""
    shown: tuple[Region, ...] = ()
    """The regions around it: the page's note, and each embed down to here."""
    embeds: list[int] = field(default_factory=lambda: [0])
    """How many embeds the page shows so far."""
    embedded: list[int] = field(default_factory=lambda: [0])
    """About how many characters they put out so far."""
    icons: list[int] = field(default_factory=lambda: [0])
    """How many characters its icons have so far."""


def render_note(kb: KnowledgeBase, path: NotePath, site: Addresses | None = None) -> str:
    """The HTML of a note's own content, links relative to its page."""
    site = site or addresses(kb)
    note = kb.notes[path]
    scene = Scene(kb, site, site.note(path), shown=(whole(note),))
    return _panel(note) + _filled(scene, note, (0, len(note.body.pieces)))


def render_beginning(kb: KnowledgeBase, path: NotePath, site: Addresses, here: str) -> str:
    """The HTML of a note for a list of notes at `here`: without its title, its ids, and what it embeds."""
    note = kb.notes[path]
    scene = Scene(kb, site, here, shown=(whole(note),))
    return _shown(scene, note, (0, len(note.body.pieces)))


def render_context(
    kb: KnowledgeBase, path: NotePath, cut: Cut, site: Addresses, here: str, links: Collection[Link] = ()
) -> str:
    """The inline HTML of a block of a note, for a page elsewhere, some of its links marked."""
    note = kb.notes[path]
    scene = Scene(kb, site, here, links, True, (Region(path, cut, path),))
    return _foreign(scene, note, cut)


def _filled(scene: Scene, note: Note, cut: Cut) -> str:
    return "".join(_html(scene, note, at) for at in range(*cut))


def _foreign(scene: Scene, note: Note, cut: Cut) -> str:
    """The HTML of a stretch on another page: without its ids, links within the note lead to its page."""
    number = scene.embeds[0]
    open_tags = OpenTags()
    page = escape(relative(scene.site.note(note.path), scene.here))
    out = []
    for at in range(*cut):
        html = _html(scene, note, at, open_tags)
        if isinstance(note.body.pieces[at], str):
            html = _PERMALINK.sub("", _IDS.sub("", html))
            html = html.replace(' href="#', f' href="{page}#')
            html = html.replace('"__tabbed_', f'"__tabbed_e{number}_')
        elif isinstance(note.body.pieces[at], IconSlot):
            html = _IDS.sub("", html)
        out.append(html)
    return "".join((*out, open_tags.leave()))


def _html(scene: Scene, note: Note, at: int, elsewhere: OpenTags | None = None) -> str:
    """The HTML of one piece of a note's Body; on another page, `elsewhere`, raw HTML has no ids."""
    piece = note.body.pieces[at]
    match piece:
        case str():
            return piece
        case WikilinkSlot(link=index):
            return _wikilink(scene, note, index)
        case LinkStart(link=index, attributes=attributes):
            start = _link_start(scene, note.links[index], scene.kb.resolutions[note.path][index], attributes)
            return f"<mark>{start}" if note.links[index] in scene.highlighted else start
        case LinkEnd(link=index):
            end = "</a>" if _leads(scene.kb.resolutions[note.path][index]) else "</span>"
            return f"{end}</mark>" if note.links[index] in scene.highlighted else end
        case EmbedSlot():
            return _embed(scene, note, piece, at)
        case TagSlot(tag=index):
            return _tag(scene, note.tags[index].name)
        case IconSlot():
            return _icon(scene, piece)
        case FenceSlot() if scene.inline:
            return code_html(note, piece)
        case FenceSlot():
            own = len(scene.shown) == 1  # neither an embed nor within one
            return fence_html(scene.kb, note, piece, scene.site, scene.here, own=own)
        case RawHtml():
            return _raw(scene, note, piece, elsewhere)
        case UrlStart():
            return _url_start(scene, note, piece)
        case UrlEnd(url=index):
            url = note.urls[index]
            return "</a>" if url.url and publishable(url, scene.kb.settings) else "</span>"


def _raw(scene: Scene, note: Note, slot: RawHtml, elsewhere: OpenTags | None) -> str:
    """Raw HTML as the settings have it, its addresses leading where they mean."""
    settings = scene.kb.settings
    targets = {at: target for at, link, url in slot.addresses if (target := _target(scene, note, link, url))}
    html = filtered(
        slot.html, settings.html, settings.url_schemes, targets, strays=slot.strays, elsewhere=elsewhere
    )
    return _IDS.sub("", html) if elsewhere is not None and settings.html == "trust" else html


def _target(scene: Scene, note: Note, link: int | None, url: int | None) -> Target | None:
    """What an address in raw HTML becomes; None when it stays as it is."""
    if url is not None:
        found = note.urls[url]
        if publishable(found, scene.kb.settings) and is_linked(found, scene.kb.settings):
            return Target(None, "kw-file", link=found.url)
        return Target(found.url) if publishable(found, scene.kb.settings) else Target(None, "kw-unsafe")
    assert link is not None, "an address is a link or a URL"
    written, resolution = note.links[link], scene.kb.resolutions[note.path][link]
    if leads_off(written, resolution):
        return None
    kind, about = _trouble(resolution)
    missing = isinstance(resolution, MissingNote | MissingAttachment | OutsideVault)
    if missing and written.image:
        return Target(None, "kw-placeholder", about, basename(NotePath(written.target)))
    return Target(_href(scene, written, resolution), kind, about)


def _tag(scene: Scene, name: str) -> str:
    key = tag_key(name)
    if key not in scene.kb.tags:
        return f"#{escape(name)}"
    href = escape(relative(scene.site.tag(key), scene.here))
    return f'<a class="kw-tag" href="{href}">#{escape(name)}</a>'


def _icon(scene: Scene, slot: IconSlot) -> str:
    drawn = icon_html(slot.name, slot.attributes) if scene.icons[0] < _ICONS else None
    scene.icons[0] += len(drawn or "")
    return drawn or f":{escape(slot.name)}:"


def _wikilink(scene: Scene, note: Note, index: int) -> str:
    link, resolution = note.links[index], scene.kb.resolutions[note.path][index]
    html = _anchor(scene, link, resolution, escape(label(link)))
    return f"<mark>{html}</mark>" if link in scene.highlighted else html


def label(link: Link) -> str:
    """What a wikilink shows."""
    display = caption(link.display) if link.kind == "embed" or link.image else link.display
    if display:
        return display
    target = without_md(basename(NotePath(link.target))) if link.image else link.target
    return shown_as(target, link.subpath) or link.raw


def _anchor(scene: Scene, link: Link, resolution: Resolution, text: str, attributes: str = "") -> str:
    end = "</a>" if _leads(resolution) else "</span>"
    return f"{_link_start(scene, link, resolution, attributes)}{text}{end}"


def _leads(resolution: Resolution) -> bool:
    """Whether a link leads somewhere: to a note, a file, or the entry of a wanted note."""
    match resolution:
        case Resolved() | Attachment() | MissingAnchor():
            return True
        case MissingNote(unpublished=unpublished):
            return unpublished is None
        case MissingAttachment() | OutsideVault():
            return False


def _link_start(scene: Scene, link: Link, resolution: Resolution, attributes: str) -> str:
    """The opening tag of a link; `<span>` when it leads nowhere."""
    href = _href(scene, link, resolution)
    kind, about = _trouble(resolution)
    shown = f' class="{kind}"' if kind and "class=" not in attributes else ""
    title = f' title="{escape(about)}"' if about and "title=" not in attributes else ""
    return (
        f'<a href="{escape(href)}"{shown}{title}{attributes}>'
        if href is not None
        else f"<span{shown}{title}>"
    )


def _trouble(resolution: Resolution) -> tuple[str, str]:
    """The class and the title of a link that does not lead where it should; empty for the others."""
    match resolution:
        case Resolved() | Attachment():
            return "", ""
        case MissingAnchor(wanted=wanted):
            return "kw-missing-anchor", f"This note has no “{wanted}”"
        case MissingNote(unpublished=None, name=name):
            return "kw-missing", f"Not written yet: {name}"
        case MissingNote(name=name) | MissingAttachment(name=name, unpublished=str()):
            return "kw-unpublished", f"Not published: {name}"
        case MissingAttachment(name=name):
            return "kw-missing", f"No such file: {name}"
        case OutsideVault():
            return "kw-missing", "Not part of these notes"


def _href(scene: Scene, link: Link, resolution: Resolution) -> str | None:
    match resolution:
        case Resolved(target=target):
            page = scene.site.note(target)
            anchor = fragment(resolution)
            return relative(f"{page}#{anchor}" if anchor else page, scene.here)
        case MissingAnchor(target=target):
            return relative(scene.site.note(target), scene.here)
        case Attachment(target=target):
            return relative(_file_url(scene, link, target), scene.here)
        case MissingNote(unpublished=None, name=name):
            return relative(scene.site.wanted(wanted_key(name)), scene.here)
        case MissingNote() | MissingAttachment() | OutsideVault():
            return None


def fragment(resolution: Resolved) -> str | None:
    """The id a resolved link leads to; None for the page itself."""
    if resolution.heading is not None:
        return resolution.heading.anchor
    if resolution.block is not None:
        return resolution.block.anchor
    return f"fn:{resolution.footnote}" if resolution.footnote else resolution.element


def _url_start(scene: Scene, note: Note, slot: UrlStart) -> str:
    if not slot.href:
        alt = _ALT.match(slot.attributes) if slot.image else None
        start = '<span class="kw-missing" title="No destination">'
        return f"{start}{alt[1] if alt else ''}</span>" if slot.image else start
    safe = publishable(note.urls[slot.url], scene.kb.settings)
    file = slot.href.partition("#")[0].partition("?")[0]
    if slot.image and safe and is_linked(note.urls[slot.url], scene.kb.settings):
        return _file_link(slot)
    if slot.image and safe and is_player(file) and not scene.inline:
        alt = _ALT.match(slot.attributes)
        name = unescape(alt[1]) if alt and alt[1] else unquote(basename(NotePath(file)))
        return player(escape(slot.href), file, name, _ALT.sub("", slot.attributes), foreign=True)
    if slot.image and safe and _is_page(slot.href):
        return _file_link(slot)
    if slot.image and safe:
        return f'<img src="{escape(slot.href)}"{slot.attributes} />'
    if slot.image:
        return f'<span class="kw-unsafe"{slot.attributes.replace(" alt=", " title=")}></span>'
    return f'<a href="{escape(slot.href)}"{slot.attributes}>' if safe else '<span class="kw-unsafe">'


def _file_link(slot: UrlStart) -> str:
    """A link in the place of what would be shown."""
    alt = _ALT.match(slot.attributes)
    name = alt[1] if alt and alt[1] else escape(unquote(slot.href))
    return f'<a class="kw-file" href="{escape(slot.href)}">{name}</a>'


def _is_page(url: str) -> bool:
    try:
        return is_page(url)
    except ValueError:  # `https://[`
        return False


# -- embeds


def _embed(scene: Scene, note: Note, slot: EmbedSlot, at: int) -> str:
    link, resolution = note.links[slot.link], scene.kb.resolutions[note.path][slot.link]
    match resolution:
        case Attachment(target=target):
            html = _file(scene, link, slot, target)
        case MissingAttachment(name=name, unpublished=str()):
            about = f"{slot.alt or 'Not published'}: {name}"
            html = f'<span class="kw-placeholder">{escape(about)}</span>'
        case MissingAttachment(name=name):
            about = slot.alt or caption(link.display) or "No such file"
            html = f'<span class="kw-placeholder">{escape(about)}: {escape(name)}</span>'
        case OutsideVault():
            html = '<span class="kw-placeholder">Not part of these notes</span>'
        case Resolved(target=target) if (
            link.embeds and slot.block and not scene.inline and not scene.kb.notes[target].is_sealed
        ):
            html = _embedded(scene, note, slot, at, resolution)
            html = f"<div{slot.attributes}>{html}</div>" if slot.attributes else html
        case Resolved() | MissingAnchor() | MissingNote():
            text = escape(slot.alt or label(link))
            html = _anchor(scene, link, resolution, text, slot.attributes)
    return f"<mark>{html}</mark>" if link in scene.highlighted else html


def _file(scene: Scene, link: Link, slot: EmbedSlot, target: NotePath) -> str:
    url = escape(relative(_file_url(scene, link, target), scene.here))
    size = size_attributes(link.display)
    named = slot.alt or caption(link.display)
    if is_image(target):
        alt = slot.alt if link.kind == "markdown" else named or basename(target)
        return f'<img src="{url}" alt="{escape(alt)}"{size} loading="lazy"{slot.attributes} />'
    if is_player(target) and not scene.inline:
        captions = captions_beside(target, lambda path: path in scene.kb.vault.attachments)
        beside = captions and escape(relative(scene.site.file(NotePath(captions)), scene.here))
        return player(url, target, named or basename(target), size + slot.attributes, beside)
    return file_link(url, target, named or basename(target), link.subpath, slot.attributes)


def _embedded(scene: Scene, note: Note, slot: EmbedSlot, at: int, resolution: Resolved) -> str:
    target = region(scene.kb.notes, resolution)
    assert target is not None, "a resolved embed shows a part of a note"
    settings = scene.kb.settings
    scene.embeds[0] += 1
    here = Region(note.path, (at, at + 1), note.path)
    names = (*(each.name for each in scene.shown), target.name)
    if target.holds(here) or any(target.holds(each) for each in scene.shown):
        return _stopped(scene, note, slot, f"This embed shows itself: {chain_text(names)}")
    if len(scene.shown) > settings.max_embed_depth:
        return _stopped(scene, note, slot, f"Embedded too deeply: {chain_text(names)}")
    if scene.embeds[0] > settings.max_embeds:
        return _stopped(scene, note, slot, f"More than {settings.max_embeds} embeds on one page")
    embeds = scene.kb.embeds
    if scene.embedded[0] + embeds.size(target) > embeds.allowance:
        return _stopped(scene, note, slot, "Too much to show on one page")
    scene.embedded[0] += embeds.size(target)
    shown = (*scene.shown, target)
    inner = replace(scene, highlighted=(), inline=False, shown=shown)
    source = scene.kb.notes[target.path]
    link = note.links[slot.link]
    is_whole = target.cut == (0, len(source.body.pieces))
    name = slot.alt or caption(link.display) or (source.title if is_whole else label(link))
    href = escape(_href(scene, link, resolution) or "")
    title = f'<p class="kw-embed-title"><a href="{href}">{escape(name)}</a></p>'
    return f'<div class="kw-embed">{title}\n{_shown(inner, source, target.cut)}</div>'


def _shown(scene: Scene, note: Note, cut: Cut) -> str:
    """A stretch as an embed shows it: a note without the heading that is its title, an item in a list."""
    if cut[0] == 0 and note.title_from == "heading" and note.contexts:
        after = _foreign(scene, note, (note.contexts[0].cut[1], cut[1]))
        return after.partition("</h1>\n")[2]
    html = _foreign(scene, note, cut)
    return f"<ul>\n{html}</ul>\n" if html.startswith("<li") else html


def _file_url(scene: Scene, link: Link, target: NotePath) -> str:
    """An attachment's address; what stands behind `#` is for its viewer (`#page=2`) or its own headings."""
    at = link.subpath.strip()
    if at and is_note(target):
        at = slug(at)
    return f"{scene.site.file(target)}#{quote(at, safe='=&,')}" if at else scene.site.file(target)


def _stopped(scene: Scene, note: Note, slot: EmbedSlot, why: str) -> str:
    link, resolution = note.links[slot.link], scene.kb.resolutions[note.path][slot.link]
    leads = _anchor(scene, link, resolution, escape(label(link)))
    return f'<p class="kw-placeholder">{escape(why)} ({leads})</p>'


# -- a note that could not be read well


def _panel(note: Note) -> str:
    problems = [problem for problem in note.problems if problem.rule in _SHOWN_PROBLEMS]
    return "".join(
        '<div class="admonition failure kw-problem">'
        '<p class="admonition-title">This note could not be read well</p>'
        f"<p>Line {problem.span.start.line}: {escape(problem.message)}</p></div>\n"
        for problem in problems
    )


def toc(note: Note) -> Iterator[tuple[int, str, str]]:
    """Level, id and HTML of each heading, for a table of contents.

    A heading in a quote, a callout or a list stands below the section around it, whatever its own level: a
    quoted letter's title neither ends a section nor holds the next one.
    """
    for heading in note.headings:
        level = heading.level if not heading.depth else _HEADING_LEVELS + heading.depth + heading.level
        yield level, heading.anchor, escape(heading.text, quote=False)
