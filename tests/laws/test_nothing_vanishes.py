"""What a note says is on its page, or a finding stands where it is not.

Random notes are glued from pieces of every syntax. Each `W` in a piece becomes a word of its own, and each of
these words is looked for. It need not be there where Markdown has a place for what no reader sees; these
places are all of `_is_hidden_by_nature`.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.text import Lines, Position, normalized
from knotwork.rules import check
from knotwork.site.render import render_note
from knotwork.vault.vault import Vault

PATH = NotePath("a.md")
FILES = ("p.png", "s.mp3", "d.pdf")

INLINE = (
    *(
        "W",
        "W W",
        "*W*",
        "**W**",
        "_W_",
        "~~W~~",
        "==W==",
        "`W`",
        "``W ` W``",
        "$W$",
        "$$W$$",
        "$5 W",
        "W$",
        "$",
    ),
    *(
        "[[W]]",
        "[[b|W]]",
        "[[b#W]]",
        "[[b#^W]]",
        "[[#W]]",
        "![[b]]",
        "![[b|W]]",
        "![[p.png|W]]",
        "![[p.png|W|200]]",
    ),
    *(
        "![[W.png]]",
        "![[s.mp3|W]]",
        "![[d.pdf|W]]",
        "[W](b.md)",
        "[W](<b c.md>)",
        "[W](b c.md)",
        "[W]()",
        "[W](#)",
    ),
    *(
        "[W][r]",
        "[W][]",
        "[W]",
        "[W](https://x.y)",
        '[W](b.md "W")',
        "![W](p.png)",
        "![W](b.md)",
        "![W]()",
        "![W|100](p.png)",
    ),
    *(
        "![W](https://youtu.be/x)",
        "![W](https://x.y/p.png)",
        "<https://x.y/W>",
        "https://x.y/W",
        "W@x.y",
        "[W](javascript:x)",
    ),
    *(
        "#W",
        "#W/W",
        "^W",
        " ^W",
        "[^W]",
        "^[W W]",
        "%% W %%",
        "%%",
        ":smile:",
        ":W:",
        "{#W}",
        "{ .W }",
        "{W}",
        "&amp; W",
    ),
    *(
        "<b>W</b>",
        "<W>",
        "<pod-W>",
        "<br>",
        "<!-- W -->",
        "<kbd>W</kbd>",
        "<span title='W'>W</span>",
        "\\W",
        "W\\",
        "W  ",
    ),
    *(
        "<iframe src='https://x.y/W'></iframe>",
        "<img src='W.png' alt='W'>",
        "<a href='W.md'>W</a>",
        "<a name='W'></a>",
    ),
    *(
        "[ ] W",
        "[x] W",
        "[/] W",
        "[-] W",
        "W:",
        "**W",
        "W**",
        "`W",
        "[W",
        "W]",
        "[[W",
        "W]]",
        "|",
        "W | W",
        "\\|",
        "!",
    ),
)
INLINE_OF_MATERIAL = (
    *(
        "^^W^^",
        "W^W^",
        "W~W~",
        "^W^",
        "~W~",
        "++ctrl+W++",
        '++"W"++',
        "`#!sh W`",
        "`:::nosuch W`",
        "\\(W^2\\)",
    ),
    *(
        "\\[W = W\\]",
        "\\(W W\\)",
        "www.x.y/W",
        "mailto:W@x.y",
        "https://x.y/<W>",
        "https://x.y/%%W%%",
        "^^W",
        "++W",
    ),
)
BLOCKS = (
    *(
        "# W",
        "## W ##",
        "###### W",
        "W\n===",
        "W\n---",
        "---",
        "***",
        "- W",
        "* W",
        "1. W",
        "7) W",
        "- W\n  - W\n    - W",
    ),
    *(
        "- W\n\t- W",
        "W\n\t- W",
        "W\n    1. W",
        "# W\n\t- W",
        "\t- W",
        "    W",
        "> W",
        "> W\n> W",
        "> W\nW",
        "> > W",
        ">W",
    ),
    *(
        "> [!note] W\n> W",
        "> [!W]- W\n> W",
        "> [!tip]+\n> W",
        "> [!note] ## W\n> W",
        "> [!note]\n> - W",
        "> ## [!note] W",
    ),
    *(
        '!!! note "W"\n    W',
        "!!! W\n    W",
        "??? tip W\n    W",
        "!!! note\n  W",
        '=== "W"\n    W',
        '=== "W"\n    W\n\n=== "W"\n\n    W',
    ),
    *(
        "```\nW\n```",
        "```yaml\nW: W\n```",
        "```W\nW\n```",
        "```yaml W\nW\n```",
        "``` W W\nW\n```",
        '```yaml title="W"\nW\n```',
    ),
    *(
        "```{ .yaml .W }\nW\n```",
        "```yaml {1,3} W\nW\n```",
        "~~~\nW",
        "```W W```",
        "```mermaid\nW\n```",
        "````\nW\n```\nW",
    ),
    *(
        "$$\nW\n$$",
        "$$\nW",
        "| W | W |\n|---|---|\n| W | W |",
        "| W | W |\n|---|---|\n| W | W | W |\n| W |",
        "| W | W |\n|---|\n| W |",
    ),
    *(
        "| W | W |\n|---|---|\n| [[b|W]] | W |",
        "W | W\n--|--\nW | W",
        "W\n:   W",
        "W\nW\n:   W\n\n    W",
        "W\n\n:   W",
    ),
    *(
        "[r]: https://x.y",
        "[r]: b.md 'W'",
        "[W]: https://x.y",
        "[^W]: W",
        "[^n]: W\n\n    W",
        "[^n]: W\n[^n]: W",
        "[//]: # (W)",
    ),
    *(
        "<div>W</div>",
        "<div>\nW\n</div>",
        "<details><summary>W</summary>\n\nW\n\n</details>",
        "<script>W</script>",
        "<style>W</style>",
    ),
    *(
        "<!-- W -->",
        "<!-- W",
        "<!--\nW\n-->",
        "<pre>W\n\nW</pre>",
        "<W>\nW\n</W>",
        "<table><tr><td>W</td></tr></table>",
        "<?W?>",
    ),
    *(
        "%%\nW\n%%",
        "%% W",
        "^W",
        "{: .W }",
        "*[W]: W",
        "*[W]: W\n\nW",
        "\\[\nW^2\n\\]",
        "\\[\nW",
        "--8<-- 'W'",
        "++W++",
        "/// W\nW\n///",
        "::: W\nW\n:::",
        "W\\\nW",
    ),
)
GLUE = (
    "\n\n",
    "\n\n",
    "\n\n",
    "\n",
    "\n",
    " ",
    " ",
    "",
    "\n    ",
    "\n\t",
    "\n\n    ",
    "\n  ",
    "\n> ",
    "\n- ",
    "\n\n  - ",
    "|",
    "\n    - ",
)

_LETTERS = "bcdfghklmnprstvwxz"


def _word(number: int) -> str:
    """A word that is in no other and in no name of HTML: `qbbq`, `qbcq` …"""
    first, second = divmod(number, len(_LETTERS))
    return f"q{_LETTERS[first % len(_LETTERS)]}{'u' * (first // len(_LETTERS))}{_LETTERS[second]}q"


@st.composite
def notes(draw: st.DrawFn) -> str:
    """A note, its words numbered."""
    piece = st.sampled_from(BLOCKS) | st.sampled_from((*INLINE, *INLINE_OF_MATERIAL))
    glued = draw(st.lists(st.tuples(piece, st.sampled_from(GLUE)), min_size=1, max_size=14))
    numbers = count()
    return re.sub("W", lambda _: _word(next(numbers)), "".join(part for pair in glued for part in pair))


class _Page(HTMLParser):
    """What a page says: its text, and what its attributes hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += (value for _, value in attrs if value)


def _is_hidden_by_nature(kb: KnowledgeBase, lines: Lines, at: Position, word: str) -> bool:
    """Whether the word stands where Markdown has a place for what no reader sees."""
    note = kb.notes[PATH]
    if any(span.start <= at < span.end for span in note.comments):
        return True  # a comment; a definition that nothing uses
    if any(word in f"{link.target}#{link.subpath}" for link in note.links):
        return True  # the destination of a link
    if any(word in url.url for url in note.urls):
        return True
    if any(word in block.name for block in note.blocks):
        return True  # the id of a block
    if any(word in label for label in note.footnotes):
        return True  # the label of a footnote, which is shown as a number
    if re.search(rf"[{{ ][.#]{word}[ }}]", lines.line(at.line)):
        return True  # a class or id of an attribute list, when the block that would have it is not shown
    # the language of a block that holds code
    return any(fence.text.strip() and word in fence.info.split(" ")[0] for fence in note.fences)


def _vanished(text: str) -> list[tuple[str, str]]:
    text = normalized(text)
    kb = compile_vault(Vault.of({PATH: text, "b.md": "# B"}, FILES))
    found = check(kb, lambda path: text)
    if PATH not in kb.notes:
        return []  # held back as a whole, with a finding
    said = "\n".join(_Page(render_note(kb, PATH)).text)
    lines = Lines(text)
    gone = []
    for match in re.finditer("q[a-z]+?q", text):
        at = lines.position(match.start())
        if match[0] in said or _has_finding(found, at.line) or _is_hidden_by_nature(kb, lines, at, match[0]):
            continue
        gone.append((match[0], lines.line(at.line)))
    return gone


def _has_finding(found: tuple[Diagnostic, ...], line: int) -> bool:
    spans = (
        each.location.span for each in found if each.location.path == PATH and each.rule != "orphan-note"
    )
    return any(span.start.line <= line <= span.end.line for span in spans)


@given(notes())
def test_each_word_is_on_the_page_or_has_a_finding_on_its_line(text: str) -> None:
    assert _vanished(text) == []
