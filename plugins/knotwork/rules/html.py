"""Rules about HTML in notes: what of it is no HTML, and what of it is not published."""

from __future__ import annotations

from knotwork.rules.rule import reader_rule


@reader_rule("unknown-html", "info")
def unknown_html() -> None:
    r"""A word in angle brackets is no element of HTML, or one that is never closed.

    Knotwork shows it as it is written. Obsidian, GitHub and other programs take it for HTML and show
    nothing: the word is lost there. With `html: trust` it is published as HTML and not reported.

    Bad: `kubectl delete pod <pod-name>`, a `List<String>`

    Good: the same in backticks, or with a backslash: `\<pod-name>`
    """


@reader_rule("removed-html", "warning")
def removed_html() -> None:
    """An element of HTML is not published, because it could run code or load something.

    A link stands in place of a frame, a player or a script of another file; of a form or a drawing,
    its text. Nothing stands in place of a script's or a style sheet's own text.

    Bad: `<iframe src="https://www.youtube.com/embed/x"></iframe>`

    Good: `[The talk](https://www.youtube.com/watch?v=x)`; a drawing as a file, `![[drawing.svg]]`

    With `html: trust` everything is published as it is: only for notes whose authors you trust.
    """


@reader_rule("links-in-html", "info")
def links_in_html() -> None:
    """Links stand in a block of HTML, and cannot be followed.

    A line that begins with a tag such as `<div>` opens a block of HTML, which ends at the next blank line.
    No Markdown is read in it: links are shown as they are written, and not checked.

    Bad:

    ```markdown
    <div>
    see [[pods]]
    </div>
    ```

    Good:

    ```markdown
    <div>

    see [[pods]]

    </div>
    ```
    """


RULES = (unknown_html, removed_html, links_in_html)
