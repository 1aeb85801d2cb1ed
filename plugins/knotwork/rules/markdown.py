"""Rules about Markdown that a page does not show, or not as it was meant."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.equivalences import Equivalence
from knotwork.model.note import Note
from knotwork.rules.rule import finding, note_rule, reader_rule
from knotwork.syntax.diagram import DIAGRAMS, loads_elsewhere


@reader_rule("unescaped-pipe", "warning", safe_by=(Equivalence.TABLE_BAR,))
def unescaped_pipe() -> None:
    r"""A link in a table has a `|` without a backslash.

    Knotwork reads the link whole. Obsidian and GitHub end the cell at the `|`: there the link is lost, and
    the row's last cell with it.

    Bad: `| [[pods|Pods]] | a group of containers |`

    Good: `| [[pods\|Pods]] | a group of containers |`
    """


@reader_rule("extra-cells", "warning")
def extra_cells() -> None:
    r"""A row of a table has more cells than the table has columns; they are not shown.

    The head decides how many columns there are. Often a `|` that is text, as in `a | b`, was meant.

    Bad:

    ```markdown
    | command | what it does |
    |---|---|
    | `ps | grep sh` | looks for shells |
    ```

    Good:

    ```markdown
    | command | what it does |
    |---|---|
    | `ps \| grep sh` | looks for shells |
    ```
    """


@reader_rule("indented-links", "info")
def indented_links() -> None:
    """Links stand in indented code, where they are text.

    Lines that are indented by four columns or a tab are code, unless they continue a list. A list that is
    meant as one stands directly below its paragraph or heading, or is indented by less.

    Bad:

    ```markdown
    Some text.

        - see [[pods]]
    ```

    Good:

    ```markdown
    Some text.

    - see [[pods]]
    ```
    """


@reader_rule("bidi-control", "warning")
def bidi_control() -> None:
    """A character shows text in another order than it is written.

    An address can look like another one with it, and a command like another than the one that is copied.
    Arabic and Hebrew need no such character: their direction is known from the letters.

    Bad: U+202E (right-to-left override) before `moc.elpmaxe`.

    Good: `example.com`
    """


@note_rule("foreign-diagram", "warning")
def foreign_diagram(kb: KnowledgeBase, note: Note) -> Iterator[Diagnostic]:
    """A diagram would load something from another host when it is drawn; its source is shown instead.

    Every reader's browser would ask that host, which learns who reads the page. Mermaid loads pictures of
    nodes and labels, and addresses in styles. Links that a reader clicks are allowed.

    Bad: `style web fill:url(https://example.com/a.png)` in a `mermaid` block.

    Good: `style web fill:#fc0`
    """
    for fence in note.fences:
        if fence.language in DIAGRAMS and loads_elsewhere(fence.text):
            message = "this diagram is not drawn: it would load something from another host"
            help_ = "Remove the address of the picture or style."
            yield finding(foreign_diagram, note.path, fence.span, message, help_)


@note_rule("empty-link", "warning")
def empty_link(kb: KnowledgeBase, note: Note) -> Iterator[Diagnostic]:
    """A link or picture leads nowhere, or shows nothing.

    Without a destination its text is shown as text. Without a text nobody can see or press it.

    Bad: `[install]()`, `[](install.md)`

    Good: `[install](install.md)`
    """
    for url in note.urls:
        if not url.url:
            message = f"this {'picture' if url.image else 'link'} has no destination"
            help_ = "Write a path or an address between the parentheses."
            yield finding(empty_link, note.path, url.span, message, help_)


@reader_rule("unread-info", "info")
def unread_info() -> None:
    """Words after a code block's opening marks are no language and no options.

    There stand the code's language and options: `title`, `linenums`, `hl_lines`. A file name is the block's
    title. Often the first line of the code was written too high: it is shown as the title, too. Other words
    behind a language are not shown.

    Bad:

    ````markdown
    ```alb/scheme: internet-facing
    alb/port: 80
    ```
    ````

    Good:

    ````markdown
    ```
    alb/scheme: internet-facing
    alb/port: 80
    ```
    ````
    """


@reader_rule("unclosed-code", "warning")
def unclosed_code() -> None:
    """A code block has no end, so that the rest of the note is code.

    Its end is a line of the same marks, as many or more, with nothing after them. A block in a list item
    or a quote ends with it.

    Bad: a line of four backticks that opens a block, and three that are meant to close it.

    Good: four backticks and four backticks.
    """


@reader_rule("raw-definition", "info")
def raw_definition() -> None:
    """The definition of a link stands directly below a paragraph, and is shown as text.

    Bad:

    ```markdown
    See [the docs][1].
    [1]: https://kubernetes.io
    ```

    Good:

    ```markdown
    See [the docs][1].

    [1]: https://kubernetes.io
    ```
    """


@reader_rule("duplicate-definition", "warning")
def duplicate_definition() -> None:
    """A footnote or the destination of links is defined twice under one label.

    Of two footnotes the last is shown, of two destinations the first counts.

    Bad: `[^1]: by weight`, and further down `[^1]: by volume`.

    Good: `[^weight]: by weight`, and further down `[^volume]: by volume`.
    """


@reader_rule("accidental-heading", "info")
def accidental_heading() -> None:
    """A single `-` below a line of text makes it a heading.

    In Markdown dashes below a text are a heading's underline, however few. An empty list item looks the same.

    Bad:

    ```markdown
    References:
    -
    ```

    Good:

    ```markdown
    References:

    - to be found
    ```
    """


@reader_rule("missing-space", "info")
def missing_space() -> None:
    """A line looks like a heading or a list item, and the space behind its mark is missing.

    Obsidian and GitHub show such a line as text, too; Python-Markdown takes it for a heading. Behind the mark
    there is nothing, or a no-break space, which many keyboards type with Alt and which is no space for
    Markdown.

    Bad: `##Probes`, and `# Probes` with U+00A0 for the space.

    Good: `## Probes`
    """


RULES = (
    unescaped_pipe,
    extra_cells,
    indented_links,
    bidi_control,
    foreign_diagram,
    empty_link,
    unread_info,
    unclosed_code,
    raw_definition,
    duplicate_definition,
    accidental_heading,
    missing_space,
)
