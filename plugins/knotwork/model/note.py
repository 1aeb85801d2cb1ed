"""The facts of one note: all that its own text says, with spans, and nothing about other notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct, field

from knotwork.model.body import Body, Cut
from knotwork.model.diagnostics import Problem, Severity
from knotwork.model.names import Anchor, NotePath, is_note
from knotwork.model.text import Span

LinkKind = Literal["wikilink", "embed", "markdown", "front-matter"]
TagSource = Literal["inline", "front-matter"]

HIDDEN = "\0"
"""Replaces a character that is no prose. No note has one: NUL is read as U+FFFD."""


class Heading(Struct, frozen=True, array_like=True, gc=False):
    """A heading."""

    level: int
    text: str
    """As a reader sees it, without markup."""
    source: str
    """As it is written: markup and tags included, the hashes not."""
    anchor: Anchor
    """The `id` it is published with."""
    plain_anchor: Anchor | None
    """A second id without its tags' text, so that finishing a to-do breaks no link; None without tags."""
    span: Span
    cut: Cut
    """Its section: itself and all up to the next heading of the same or a higher level."""
    empty: bool
    """Whether nothing but other headings stands in its section."""
    depth: int = 0
    """How many blocks it stands in: a quote, a callout, a list and its item."""


class Link(Struct, frozen=True, array_like=True, gc=False):
    """A link to something in the vault, as it is written."""

    kind: LinkKind
    raw: str
    """The slice of the source."""
    span: Span
    target: str
    """The path as written, percent-decoded in Markdown links; empty for a link within the note."""
    subpath: str
    """What follows the first `#`, without it; empty for none."""
    display: str | None
    """The display text of a wikilink, the size of an image embed; None when there is none."""
    published: bool
    """False inside a comment."""
    context: int | None
    """The index in `Note.contexts` of the block around it; None in front matter and comments."""
    field: str | None = None
    """The front-matter key it stands under."""
    image: bool = False
    """Whether the page shows its target: a Markdown image, or `<img>`, `<video>` … in HTML."""
    html: bool = False
    """Whether it is an address in raw HTML; `raw` is then the whole tag."""

    @property
    def embeds(self) -> bool:
        """Whether it shows what it names: `![[…]]`, or `![…](…)` of a note or of a part of this note."""
        return self.kind == "embed" or (self.image and shows_note(self.target))


def shows_note(target: str) -> bool:
    """Whether a Markdown image with that target embeds a note, as Obsidian writes it without wikilinks."""
    return not target or is_note(target)


class Url(Struct, frozen=True, array_like=True, gc=False):
    """A Markdown link or image, or an address in raw HTML, that leads outside the vault."""

    url: str
    """Percent-decoded for a link, as it is published for an image."""
    scheme: str
    """Lower case, without the colon; empty for `//host`."""
    raw: str
    span: Span
    image: bool = False


class Context(Struct, frozen=True, array_like=True, gc=False):
    """The block around a link or tag: a paragraph, a heading, a list item's own text, a table cell."""

    cut: Cut
    span: Span
    heading: int | None
    """The index in `Note.headings` of the section it stands in; None above the first heading."""
    text: str
    """As a reader sees it, on one line, without tags."""
    in_table: bool = False
    hidden: tuple[int, ...] = ()
    """Where code, formulas, images and links stand in the text: the start and the end of each stretch."""

    @property
    def prose(self) -> str:
        """The text with `HIDDEN` in place of each character of code, formulas, images and links."""
        if not self.hidden:
            return self.text
        parts, at = list[str](), 0
        for start, end in zip(self.hidden[::2], self.hidden[1::2], strict=True):
            parts += (self.text[at:start], HIDDEN * (end - start))
            at = end
        return "".join((*parts, self.text[at:]))


class Tag(Struct, frozen=True, array_like=True, gc=False):
    """A tag."""

    name: str
    """As written, without `#`."""
    span: Span
    source: TagSource
    context: int | None
    """The index in `Note.contexts`; None in front matter."""
    item: int | None = None
    """The index in `Note.items` of the list item it stands in."""
    heading: int | None = None
    """The index in `Note.headings` of the heading it stands in, when it stands in one."""


class BlockId(Struct, frozen=True, array_like=True, gc=False):
    """A `^block-id` and the block it names."""

    name: str
    """As written, without `^`."""
    anchor: Anchor
    """The `id` it is published with, `^` included."""
    span: Span
    cut: Cut


class Item(Struct, frozen=True, array_like=True, gc=False):
    """A list item."""

    text: str
    """Its own text as a reader sees it, without tags and nested items."""
    line: int
    parent: int | None
    """The index in `Note.items` of the item it is nested in."""
    cut: Cut
    checked: bool | None
    """Whether its task box is ticked, or says that it is cancelled; None when it has no box."""
    state: str = ""
    """The sign in its box, if that is another than a space or an `x`."""


class Fence(Struct, frozen=True, array_like=True, gc=False):
    """A fenced code block."""

    info: str
    """All that follows the opening marks, as written."""
    language: str
    text: str
    """The code, byte for byte but for line breaks, which are `\\n`."""
    span: Span
    first_line: int
    """The note's 1-based line of the code's first line."""
    columns: tuple[int, ...]
    """For each line of the code, how many characters of the source line stand before it."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What its info says by name: `{title="a.yaml" k8s=skip}`."""
    directive: str = ""
    """The text behind `k8s:` in an HTML comment directly above it: `skip` in `<!-- k8s: skip -->`."""
    marks: str = "```"
    """What opens it."""
    lines: tuple[int, ...] = ()
    """For each line of the code the note's 1-based line, negative where that names a file whose line it is;
    empty when they follow each other from `first_line` on."""
    above: str = ""
    """Some lines right above it, as written; of other blocks of code only their opening marks."""
    below: str = ""
    """Some lines right below it, as written."""
    command: str = ""
    """The last command of a block of commands right above it; empty where text stands between."""
    beginnings: tuple[str, ...] = ()
    """How the note begins, unless in another section, and each section that it stands in, the outer first.

    Each is the heading and the first paragraph below it; of the note all up to a block.
    """


class Alias(Struct, frozen=True, array_like=True, gc=False):
    """Another name of the note, from its front matter."""

    name: str
    span: Span


class Property(Struct, frozen=True, array_like=True, gc=False):
    """A property as it is written, wherever it stands."""

    key: str
    """Letter case, spaces and look-alikes as written, without quotes."""
    value: Any
    """A plain value; its text when it stands where no YAML is read."""
    span: Span
    """Where its value stands; the end of its key when it has none."""
    within: str = ""
    """The property that it is nested in."""
    written: str = ""
    """The value as written, quotes included; empty for a list or a mapping, and where no YAML is read."""


class StrayProperties(Struct, frozen=True, array_like=True, gc=False):
    """Properties outside of front matter, where no program reads them."""

    span: Span
    """The line that keeps them from being front matter."""
    why: str
    """`it is never closed`; ends a sentence."""
    properties: tuple[Property, ...]
    marked: bool
    """Whether marks stand around them; a single word behind a colon may be prose without."""

    def problem(self, severity: Severity) -> Problem:
        """That they look like front matter."""
        help_ = "Front matter stands between two lines of `---`, the first of them the note's first line."
        message = f"this looks like front matter, but {self.why}"
        return Problem("front-matter", self.span, message, help_, severity=severity)


class Suppression(Struct, frozen=True, array_like=True, gc=False):
    """A comment that silences rules: `<!-- knotwork-disable-next-line missing-note: planned -->`."""

    scope: Literal["next-line", "line", "file", "disable", "enable"]
    rules: tuple[str, ...]
    """Empty: all rules."""
    reason: str
    span: Span


class Insertion(Struct, frozen=True, array_like=True, gc=False):
    """A file that a note inserts."""

    path: str
    """Absolute."""
    digest: bytes
    """Of its bytes as they were read."""


class Note(Struct, frozen=True, array_like=True, gc=False):
    """The facts of one file."""

    path: NotePath
    title: str
    """From the front matter, else the heading of level 1 that opens the note, else the file's name."""
    title_from: Literal["front-matter", "heading", "name"]
    front_matter: Mapping[str, Any]
    """Plain values; empty when there is none or it is broken."""
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    urls: tuple[Url, ...]
    contexts: tuple[Context, ...]
    tags: tuple[Tag, ...]
    blocks: tuple[BlockId, ...]
    items: tuple[Item, ...]
    fences: tuple[Fence, ...]
    aliases: tuple[Alias, ...]
    suppressions: tuple[Suppression, ...]
    problems: tuple[Problem, ...]
    body: Body
    footnotes: Mapping[str, Anchor]
    """Label → the id of its text."""
    properties: Mapping[str, Span] = field(default_factory=dict)
    """Where the value of each property of the front matter stands."""
    comments: tuple[Span, ...] = ()
    """What no page shows: `%%` comments, comments of HTML, definitions that no link uses; sorted."""
    declared: tuple[Property, ...] = ()
    """Every property of the front matter as written, with repeated, nested and unreadable ones."""
    strays: tuple[StrayProperties, ...] = ()
    unreadable: Literal["front-matter", "encoding"] | None = None
    """Why not all of its properties are known; None when they are."""
    ids: Mapping[str, Anchor] = field(default_factory=dict)
    """The ids and names that raw HTML and attribute lists give → what they are published as."""
    is_protected: bool = False
    """Whether it stands for a note of which no other page shows more than the title."""
    inserted: tuple[Insertion, ...] = ()
    """The files whose lines stand in it."""
    written_for: str = ""
    """The extension of Python-Markdown, or its plugin, whose syntax it has; empty when it has none."""
    fields: tuple[Property, ...] = ()
    """Dataview's inline fields, `name:: value`, in its text; those of a list are `within` its item."""
