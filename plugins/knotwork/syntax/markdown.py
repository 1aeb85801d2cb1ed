"""The one parser: CommonMark, and every syntax of this folder on top of it."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

from knotwork.model.dialect import DEFAULT, Dialect
from knotwork.syntax.abbreviations import abbreviations
from knotwork.syntax.admonition import admonition
from knotwork.syntax.appended import appended_definitions
from knotwork.syntax.attributes import attribute_lists
from knotwork.syntax.bare_address import bare_addresses
from knotwork.syntax.block_id import block_ids
from knotwork.syntax.callout import callouts
from knotwork.syntax.comment import comments
from knotwork.syntax.contents import contents
from knotwork.syntax.cross_reference import cross_references
from knotwork.syntax.definitions import definitions
from knotwork.syntax.direction import direction
from knotwork.syntax.dispatch import dispatch
from knotwork.syntax.emoji import emoji
from knotwork.syntax.extension_marks import extension_marks
from knotwork.syntax.fence import fences
from knotwork.syntax.footnotes import footnotes
from knotwork.syntax.inline_code import inline_code
from knotwork.syntax.keys import keys
from knotwork.syntax.lists import over_indented_lists
from knotwork.syntax.mail_address import mail_addresses
from knotwork.syntax.markdown_in_html import markdown_in_html
from knotwork.syntax.math import math
from knotwork.syntax.nesting import nesting_limit
from knotwork.syntax.paired_signs import insertions, marks, subscripts, superscripts
from knotwork.syntax.raw_html import raw_html
from knotwork.syntax.shortcodes import shortcodes
from knotwork.syntax.slash_blocks import slash_blocks
from knotwork.syntax.source_maps import source_maps
from knotwork.syntax.spaced_link import spaced_links
from knotwork.syntax.symbols import symbols
from knotwork.syntax.tables import tables
from knotwork.syntax.tabs import tabs
from knotwork.syntax.tag import tags
from knotwork.syntax.tasks import tasks
from knotwork.syntax.unread_marks import unread_marks
from knotwork.syntax.wikilink import wikilinks


@cache
def markdown(dialect: Dialect = DEFAULT) -> MarkdownIt:
    """The parser for the notes of a site; it keeps nothing between two texts."""
    md = slow_markdown(dialect)
    dispatch(md)
    return md


def slow_markdown(dialect: Dialect = DEFAULT) -> MarkdownIt:
    """A new parser that finds the same, and tries each rule on each line and at each sign."""
    options = {"html": True, "xhtmlOut": True, "store_labels": True}
    options["breaks"] = dialect.line_breaks == "obsidian"
    md = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    # Schemes are checked when a page is rendered, by the settings, and with a finding.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    for syntax in (
        source_maps,
        raw_html(trusted=dialect.html != "sanitize"),
        markdown_in_html,
        tables,
        fences,
        math(brackets=dialect.bracketed_math),
        inline_code,
        marks,
        insertions,
        superscripts,
        subscripts,
        keys,
        wikilinks,
        tags(dialect.tag_style),
        emoji,
        *((bare_addresses,) if dialect.linkify else ()),
        *((mail_addresses,) if dialect.mail_addresses else ()),
        comments,
        spaced_links,
        *((cross_references,) if dialect.cross_references else ()),
        footnotes,
        *((symbols(dialect.symbols),) if dialect.symbols else ()),
        definitions,
        abbreviations(dialect.appended),
        appended_definitions(dialect.appended),
        tasks(any_state=dialect.any_task_state),
        admonition,
        tabs,
        slash_blocks,
        shortcodes,
        callouts,
        attribute_lists,
        block_ids,
        over_indented_lists,
        contents(dialect.contents),
        unread_marks(inserts=dialect.inserted),
        *((extension_marks(dialect.extensions),) if dialect.extensions else ()),
        direction,
        nesting_limit,
    ):
        syntax(md)
    return md
