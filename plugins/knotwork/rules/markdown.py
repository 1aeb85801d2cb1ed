"""Rules about Markdown that a page does not show, or not as it was meant."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.compiler import KnowledgeBase
from knotwork.diagnostics import Diagnostic
from knotwork.rules.rule import reported, rule


@rule("unescaped-pipe", "warning")
def unescaped_pipe(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    r"""A link in a table has a `|` without a backslash.

    Knotwork reads the link whole. Obsidian and GitHub end the cell at the `|`: there the link is lost, and
    the row's last cell with it.

    Bad: `| [[pods|Pods]] | a group of containers |`

    Good: `| [[pods\|Pods]] | a group of containers |`
    """
    return reported("unescaped-pipe", "warning", kb)


@rule("extra-cells", "warning")
def extra_cells(kb: KnowledgeBase) -> Iterator[Diagnostic]:
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
    return reported("extra-cells", "warning", kb)


@rule("indented-links", "info")
def indented_links(kb: KnowledgeBase) -> Iterator[Diagnostic]:
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
    return reported("indented-links", "info", kb)


RULES = (
    unescaped_pipe,
    extra_cells,
    indented_links,
)
