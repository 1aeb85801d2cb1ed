"""HTML of a note's Body and its resolved links."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from html import escape

from msgspec import Struct, field
from msgspec.structs import replace

from knotwork.html.attributes import attributes_html
from knotwork.html.balance import OpenTags
from knotwork.html.media import (
    caption,
    captions_beside,
    file_link,
    is_image,
    is_player,
    is_sound,
    page_of,
    picture_word,
    player,
    size_attributes,
)
from knotwork.html.policy import filtered
from knotwork.knowledge.embeds import Region, chain_text, region, whole
from knotwork.knowledge.external_urls import is_published_url
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.renderers import is_by_python_markdown
from knotwork.knowledge.resolution import (
    Attachment,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    OutsideVault,
    Resolved,
    Top,
)
from knotwork.model.body import (
    Attributes,
    CodeSlot,
    ContentsSlot,
    Cut,
    EmbedSlot,
    FenceSlot,
    FileCard,
    FragmentHref,
    HeadingEnd,
    IconSlot,
    Id,
    LinkEnd,
    LinkStart,
    OwnPiece,
    Piece,
    RawHtml,
    TabAttribute,
    TagSlot,
    UrlEnd,
    UrlStart,
    WikilinkSlot,
)
from knotwork.model.names import NotePath, basename
from knotwork.model.note import Link, Note
from knotwork.site.addresses import Addresses, addresses, relative
from knotwork.site.file_cards import file_card
from knotwork.site.heading_list import heading_list
from knotwork.site.icons import icon_html
from knotwork.site.link_html import (
    file_url,
    label,
    leads_somewhere,
    link_href,
    link_html,
    link_start,
    raw_address,
    tag_html,
    url_start,
    wikilink_html,
)
from knotwork.site.manifests.blocks import fence_html
from knotwork.site.query_html import query_html
from knotwork.site.render_context import RenderContext
from knotwork.site.words import Words
from knotwork.syntax.code_html import inline_code_html

_ICONS = 1_000_000
"""Characters of icons on one page; further ones are shown by their names."""
_HEADING_LEVELS = 6
_SHOWN_PROBLEMS = ("bad-encoding", "internal-error", "broken-canvas")


def render_note(kb: KnowledgeBase, path: NotePath, site: Addresses | None = None) -> str:
    """The HTML of a note's own content, links relative to its page."""
    return "".join(render_around_title(kb, path, site))


def render_around_title(kb: KnowledgeBase, path: NotePath, site: Addresses | None = None) -> tuple[str, str]:
    """The HTML of a note's own content, cut behind its title's text; the first is empty without a title.

    The title is a heading of level 1 with nothing above it.
    """
    site = site or addresses(kb)
    note = kb.notes[path]
    context = RenderContext(kb, site, site.note(path), shown=(whole(note),))
    parts = _pieces_html(context, note, (0, note.body.length))
    panel, end = _panel(context.words, note), _title_end(note)
    if end is None or panel or "".join(parts[: note.headings[0].cut[0]]).strip():
        return "", panel + "".join(parts)
    return "".join(parts[:end]), "".join(parts[end:])


def _title_end(note: Note) -> int | None:
    """The index of the piece that ends a note's first heading; None unless it is of level 1, in no block."""
    heading = note.headings[0] if note.headings else None
    if heading is None or heading.level > 1 or heading.depth:
        return None
    pieces = note.body.pieces
    return next(at for at in range(*heading.cut) if isinstance(pieces[at], HeadingEnd))


def render_beginning(kb: KnowledgeBase, path: NotePath, site: Addresses, here: str) -> str:
    """The HTML of a note for a list of notes at `here`: without its title, its ids, and what it embeds."""
    note = kb.notes[path]
    context = RenderContext(kb, site, here, shown=(whole(note),))
    return _shown(context, note, (0, note.body.length))


def render_context(
    kb: KnowledgeBase, path: NotePath, cut: Cut, site: Addresses, here: str, links: Collection[Link] = ()
) -> str:
    """The inline HTML of a block of a note, for a page elsewhere, some of its links marked.

    A picture is a word there: its alternative text or its file's name. Nothing is fetched for a quote.
    """
    note = kb.notes[path]
    context = RenderContext(kb, site, here, links, True, (Region(path, cut, path),))
    pieces = note.body.stretch(cut)
    if _PLAIN.issuperset(map(type, pieces)):  # nearly all quotes, for speed
        return "".join(
            [
                wikilink_html(context, note, piece.link) if isinstance(piece, WikilinkSlot) else str(piece)
                for piece in pieces
            ]
        )
    return _html_elsewhere(context, note, cut)


_PLAIN = frozenset((str, WikilinkSlot))


class _Elsewhere(Struct, frozen=True):
    """A stretch of a note on another page: without its ids, links within the note lead to its page."""

    note: str
    """The address of the note's page."""
    here: str
    """The address of the page that shows the stretch."""
    embed: int
    """The number of the embed on its page; 0 for a quote."""
    open_tags: OpenTags = field(default_factory=OpenTags)


def _html_elsewhere(context: RenderContext, note: Note, cut: Cut) -> str:
    """The HTML of a stretch on another page than the note's own."""
    elsewhere = _Elsewhere(context.site.note(note.path), context.here, context.embeds[0])
    return "".join(_pieces_html(context, note, cut, elsewhere)) + elsewhere.open_tags.leave()


def _pieces_html(
    context: RenderContext, note: Note, cut: Cut, elsewhere: _Elsewhere | None = None
) -> list[str]:
    """The HTML of each piece of a stretch of a note's Body, on the note's own page or `elsewhere`."""
    return [
        piece if type(piece) is str else _slot_html(context, note, piece, at, elsewhere)
        for at, piece in enumerate(note.body.stretch(cut), cut[0])
    ]


def _slot_html(
    context: RenderContext, note: Note, piece: Piece, at: int, elsewhere: _Elsewhere | None
) -> str:
    match piece:
        case WikilinkSlot(link=index):
            return wikilink_html(context, note, index)
        case str():
            return piece
        case HeadingEnd() if elsewhere is None:
            markdown = context.kb.settings.markdown
            return piece.linked(markdown.permalink, markdown.permalink_title)
        case Id() | FragmentHref() | HeadingEnd() | TabAttribute():
            return piece.html if elsewhere is None else _without_own(piece, elsewhere)
        case LinkStart(link=index, attributes=attributes):
            start = link_start(
                context, note.links[index], context.kb.resolutions[note.path][index], attributes
            )
            return f"<mark>{start}" if note.links[index] in context.highlighted else start
        case LinkEnd(link=index):
            end = "</a>" if leads_somewhere(context, context.kb.resolutions[note.path][index]) else "</span>"
            return f"{end}</mark>" if note.links[index] in context.highlighted else end
        case EmbedSlot():
            return _embed(context, note, piece, at)
        case FileCard():
            return file_card(context, note, piece)
        case TagSlot(tag=index):
            return tag_html(context, note.tags[index].name)
        case ContentsSlot():
            levels = context.kb.settings.markdown.toc_levels
            listed = heading_list(toc(note, levels)) if elsewhere is None else ""
            return f'<div class="toc">\n{listed}</div>\n' if listed else ""
        case IconSlot():
            return _icon(context, piece, elsewhere)
        case CodeSlot(code=code, language=language, attributes=attributes):
            own_id = elsewhere is None
            return inline_code_html(
                code, language, [pair for pair in attributes if own_id or pair[0] != "id"]
            )
        case FenceSlot():
            own = elsewhere is None
            source = partial(fence_html, context.kb, note, piece, context.site, context.here, own=own)
            item = partial(_listed_item, context)
            return query_html(context, note, note.fences[piece.fence], source, item)
        case RawHtml():
            return _raw(context, note, piece, elsewhere)
        case UrlStart():
            return url_start(context, note, piece)
        case UrlEnd(url=index):
            url = note.urls[index]
            return "</a>" if url.url and is_published_url(url, context.kb.settings) else "</span>"


def _listed_item(context: RenderContext, path: NotePath, index: int) -> str:
    """An item of a list in a note as a query shows it, without what that note embeds."""
    note = context.kb.notes[path]
    cut = note.items[index].cut
    size = context.kb.embeds.size(Region(path, cut, path), note)
    if context.embedded[0] + size > context.kb.embeds.page_limit:
        return f'<li class="kw-placeholder">{context.words("Too much to show on one page")}</li>\n'
    context.embedded[0] += size
    context.embeds[0] += 1
    return _html_elsewhere(replace(context, inline=True), note, cut)


def _without_own(piece: OwnPiece, elsewhere: _Elsewhere) -> str:
    """The HTML of a piece on a page that is not the note's own."""
    match piece:
        case Id():
            return ""
        case FragmentHref():
            return piece.on_page(relative(elsewhere.note, elsewhere.here))
        case HeadingEnd():
            return piece.closing_tag
        case TabAttribute():
            return piece.in_embed(elsewhere.embed)


def _raw(context: RenderContext, note: Note, slot: RawHtml, elsewhere: _Elsewhere | None) -> str:
    """Raw HTML as the setting `html` allows it, its addresses resolved."""
    settings = context.kb.settings
    targets = {
        address.at: target
        for address in slot.addresses
        if (target := raw_address(context, note, address.link, address.url))
    }
    return filtered(
        slot.html,
        settings.html,
        settings.url_schemes,
        targets,
        strays=slot.strays,
        elsewhere=elsewhere.open_tags if elsewhere else None,
        pictures_as_words=context.inline,
    )


def _own_attributes(attributes: Attributes, elsewhere: _Elsewhere | None) -> Attributes:
    """The attributes of an element, without its id on another page than the note's own."""
    return tuple(pair for pair in attributes if elsewhere is None or pair[0] != "id")


def _icon(context: RenderContext, slot: IconSlot, elsewhere: _Elsewhere | None) -> str:
    attributes = _own_attributes(slot.attributes, elsewhere)
    drawn = icon_html(slot.name, attributes) if context.icons[0] < _ICONS else None
    context.icons[0] += len(drawn or "")
    return drawn or f":{escape(slot.name)}:"


# -- embeds


def _embed(context: RenderContext, note: Note, slot: EmbedSlot, at: int) -> str:
    link, resolution = note.links[slot.link], context.kb.resolutions[note.path][slot.link]
    words = context.words
    match resolution:
        case Attachment(target=target):
            html = _file(context, link, slot, target)
        case MissingAttachment(name=name) if context.inline:
            html = escape(slot.alt or caption(link.display) or basename(name))
        case MissingAttachment(name=name, unpublished=str()):
            about = f"{slot.alt}: {name}" if slot.alt else words("Not published: {name}", name=name)
            html = f'<span class="kw-placeholder">{escape(about)}</span>'
        case MissingAttachment(name=name):
            given = slot.alt or caption(link.display)
            about = f"{given}: {name}" if given else words("No such file: {name}", name=name)
            html = f'<span class="kw-placeholder">{escape(about)}</span>'
        case OutsideVault():
            html = f'<span class="kw-placeholder">{words("Not part of these notes")}</span>'
        case Resolved(target=target) if (
            link.embeds and slot.block and not context.inline and _may_be_embedded(context.kb, resolution)
        ):
            html = _embedded(context, note, slot, at, resolution)
            html = f"<div{attributes_html(slot.attributes)}>{html}</div>" if slot.attributes else html
        case Resolved() | MissingAnchor() | MissingNote():
            text = escape(slot.alt or label(link))
            html = link_html(context, link, resolution, text, slot.attributes)
    return f"<mark>{html}</mark>" if link in context.highlighted else html


def _may_be_embedded(kb: KnowledgeBase, resolution: Resolved) -> bool:
    """Whether a note, or a part of it, can be shown in another one: what extensions make of it can not."""
    note = kb.notes[resolution.target]
    is_whole = isinstance(resolution.anchor, Top)
    return not note.is_protected and not (
        is_whole and note.written_for and is_by_python_markdown(note, kb.settings)
    )


def embed_html(context: RenderContext, note: Note, slot: EmbedSlot, at: int) -> str:
    """The HTML of an embed, which is the piece `at` of its note."""
    return _embed(context, note, slot, at)


def _file(context: RenderContext, link: Link, slot: EmbedSlot, target: NotePath) -> str:
    href = relative(file_url(context, link, target), context.here)
    url = escape(href)
    size = size_attributes(link.display)
    named = slot.alt or caption(link.display)
    if is_image(target):
        alt = slot.alt if link.kind == "markdown" else named or basename(target)
        if context.inline:
            return picture_word(alt, href)
        given = f'{attributes_html(size)} loading="lazy"{attributes_html(slot.attributes)}'
        return f'<img src="{url}" alt="{escape(alt)}"{given} />'
    if is_player(target) and not context.inline:
        kind = context.words("Sound") if is_sound(target) else context.words("Video")
        captions = captions_beside(target, lambda path: path in context.kb.vault.attachments)
        beside = captions and escape(relative(context.site.file(NotePath(captions)), context.here))
        return player(url, target, named or basename(target), (*size, *slot.attributes), kind, beside)
    page = page_of(link.subpath)
    where = context.words("page {number}", number=page) if page else ""
    return file_link(url, target, named or basename(target), where, slot.attributes)


def _embedded(context: RenderContext, note: Note, slot: EmbedSlot, at: int, resolution: Resolved) -> str:
    target = region(context.kb.notes, resolution)
    assert target is not None, "a resolved embed shows a part of a note"
    settings, words = context.kb.settings, context.words
    context.embeds[0] += 1
    here = Region(note.path, (at, at + 1), note.path)
    names = (*(shown_region.name for shown_region in context.shown), target.name)
    if target.holds(here) or any(target.holds(shown_region) for shown_region in context.shown):
        return _stopped(
            context, note, slot, words("This embed shows itself: {notes}", notes=chain_text(names))
        )
    if len(context.shown) > settings.max_embed_depth:
        return _stopped(context, note, slot, words("Embedded too deeply: {notes}", notes=chain_text(names)))
    if context.embeds[0] > settings.max_embeds:
        return _stopped(context, note, slot, words("More than {n} embeds on one page", n=settings.max_embeds))
    source = context.kb.notes[target.path]
    size = context.kb.embeds.size(target, source)
    if context.embedded[0] + size > context.kb.embeds.page_limit:
        return _stopped(context, note, slot, words("Too much to show on one page"))
    context.embedded[0] += size
    shown = (*context.shown, target)
    inner = replace(context, highlighted=(), inline=False, shown=shown)
    link = note.links[slot.link]
    is_whole = target.cut == (0, source.body.length)
    name = slot.alt or caption(link.display) or (source.title if is_whole else label(link))
    href = escape(link_href(context, link, resolution) or "")
    title = f'<p class="kw-embed-title"><a href="{href}">{escape(name)}</a></p>'
    return f'<div class="kw-embed">{title}\n{_shown(inner, source, target.cut)}</div>'


def _shown(context: RenderContext, note: Note, cut: Cut) -> str:
    """A stretch as an embed shows it: a note without the heading that is its title, an item in a list."""
    title_end = _title_end(note) if cut[0] == 0 and note.title_from == "heading" else None
    if title_end is not None:
        return _html_elsewhere(context, note, (title_end + 1, cut[1]))
    html = _html_elsewhere(context, note, cut)
    is_item = any(item.cut == cut for item in note.items)
    return f"<ul>\n{html}</ul>\n" if is_item else html


def _stopped(context: RenderContext, note: Note, slot: EmbedSlot, why: str) -> str:
    link, resolution = note.links[slot.link], context.kb.resolutions[note.path][slot.link]
    leads = link_html(context, link, resolution, escape(label(link)))
    return f'<p class="kw-placeholder">{escape(why)} ({leads})</p>'


# -- a note that could not be read well


def _panel(words: Words, note: Note) -> str:
    shown = (problem for problem in note.problems if problem.rule in _SHOWN_PROBLEMS)
    problems = [problem for problem in shown if problem.severity in (None, "error")]
    return "".join(
        '<div class="admonition failure kw-problem">'
        f'<p class="admonition-title">{words("This note could not be read well")}</p>'
        f"<p>{words('Line {n}', n=problem.span.start.line)}: {escape(problem.message)}</p></div>\n"
        for problem in problems
    )


def toc(note: Note, levels: tuple[int, int] = (1, _HEADING_LEVELS)) -> Iterator[tuple[int, str, str]]:
    """Level, id and HTML of each heading of those levels, for a table of contents.

    A heading in a quote, a callout or a list stands below the section around it, whatever its own level: a
    quoted letter's title neither ends a section nor holds the next one.
    """
    first, last = levels
    for heading in note.headings:
        if not first <= heading.level <= last:
            continue
        level = heading.level if not heading.depth else _HEADING_LEVELS + heading.depth + heading.level
        yield level, heading.anchor, escape(heading.text, quote=False)
