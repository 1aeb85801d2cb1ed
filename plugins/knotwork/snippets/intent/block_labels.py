"""The labels of blocks: the tab that a block stands in, or the line right above it that is its title.

=== "v1 (deprecated)"                    a tab
<summary>The old form</summary>          a part that is folded
**Before:**                              a line of its own
"""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above

_TAB = lazy_regex(
    r"[ \t>]*(?:={3}[!+]{0,2}[ \t]+\"(?P<mkdocs>[^\"\n]+)\""
    r"|<(?:TabItem|Tab|CodeGroupItem)\b[^\n]*?\b(?:label|title|name)=\{?[\"'](?P<jsx>[^\"'\n]+)[\"']"
    r"|\{\{[<%][ \t]*(?:code-?)?tab\b[^\n\"]*\"(?P<hugo>[^\"\n]+)\""
    r"|@tab(?::active)?[ \t]+(?P<vuepress>[^\n]+)|#{1,6}[ \t]+\[(?P<link>[^\]\n]+)\]\(#tab/)",
)
_FOLDED = lazy_regex(
    r"[ \t>]*(?:<details[^<>]*>[ \t]*)?<summary>(.*?)</summary>|[ \t>]*(?:\?{3}\+?"
    r"|!{3})[ \t]+\w+[ \t]+\"([^\"\n]+)\""
)
_MARKS = " \t>*_`#-•:：\u2014\u2013\"'"
_TAGS = lazy_regex(r"</?[A-Za-z][^<>]*>")
_OTHER_BLOCK = ("```", "~~~")


def label_above(above: str) -> str:
    """The words of the last line above a block, without marks around them; empty: a block stands there."""
    lines = [line for line in text_above(above).own if line.strip(" \t>")]
    return _words(lines[-1]) if lines else ""


def label_below(below: str) -> str:
    """The same of the next block, if nothing but that line stands between them."""
    lines: list[str] = []
    for line in below.split("\n"):
        if line.lstrip(" \t>").startswith(_OTHER_BLOCK):
            return _words(lines[0]) if len(lines) == 1 else ""
        if line.strip(" \t>") and not _TAGS.fullmatch(line.strip()):
            lines.append(line)
    return ""


def next_block(below: str) -> str:
    """The text of the next block of code, as far as it is known."""
    lines = iter(below.split("\n"))
    for line in lines:
        if line.lstrip(" \t>").startswith(_OTHER_BLOCK):
            break
    kept: list[str] = []
    for line in lines:
        if line.lstrip(" \t>").startswith(_OTHER_BLOCK):
            break
        kept.append(line)
    return "\n".join(kept)


def tabs_around(above: str, below: str) -> Iterator[str]:
    """The labels of the tabs above and below a block in its section."""
    section = text_above(above).section
    for line in (*section, *_up_to_heading(below)):
        if tab := _TAB.match(line):
            yield next(filter(None, tab.groups())).strip()


def _up_to_heading(below: str) -> Iterator[str]:
    for line in below.split("\n"):
        if line.lstrip(" \t>").startswith("#") and not _TAB.match(line) and " " in line:
            return  # or a comment in a block: what stands below it may be of another section
        yield line


def _words(line: str) -> str:
    """The words of a label, without the marks around them."""
    named = _TAB.match(line) or _FOLDED.match(line)
    text = next(filter(None, named.groups()), "") if named else line
    return _TAGS.sub("", text).strip(_MARKS)
