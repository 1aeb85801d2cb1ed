"""Blocks of code between shortcodes, as Hugo, Jekyll and Hexo write them, become fences.

    {{< highlight yaml "linenos=table" >}}
    kind: Pod
    {{< /highlight >}}

    {% highlight yaml %}
    kind: Pod
    {% endhighlight %}

So does `{{< text yaml >}}`, with languages that are known. Those without a language, or without an end, and
those around a fence stay as they are.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from knotwork.model.patterns import lazy_regex
from knotwork.syntax.source_maps import line_cut

_OPENS = lazy_regex(
    r"""(?:\{\{(?P<sign>[<%])[ ]*|\{%-?[ ]*)(?P<name>highlight|code-?block|code
        |text(?=[ ]+["']?(?:ya?ml|json|bash|sh|shell|console|plain|go|python)\b))
        [ ]+(?:(?:lang|language)[ ]*[=:][ ]*)?["']?(?P<language>[A-Za-z][\w+#.-]{0,39})["']?
        (?![ ]*[=:])(?:[ ][^\n{}]*)?(?(sign)[>%]\}\}|-?%\})[ \t]*$""",
    re.VERBOSE,
)
_FENCE = lazy_regex(r"[ \t]*(?:`{3}|~{3})")


def shortcodes(md: MarkdownIt) -> None:
    """Register the blocks; they end a paragraph above them."""
    md.block.ruler.before(
        "fence", "shortcode", _shortcode, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _shortcode(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("{", at) or state.is_code_block(start):
        return False
    opening = _OPENS.match(state.src, at, state.eMarks[start])
    last = _end_of(state, opening, start, end) if opening is not None else None
    if opening is None or last is None or _is_around_fence(state, start + 1, last):
        return False
    if silent:
        return True
    indent = state.sCount[start]
    token = state.push("fence", "code", 0)
    token.info, token.markup = opening["language"], opening[0].split(opening["name"])[0]
    token.content = state.getLines(start + 1, last, indent, True)
    token.map = [start, last + 1]
    token.meta["starts"] = [line_cut(state, line, indent)[0] for line in range(start + 1, last)]
    token.meta["open"] = False
    token.meta["span"] = (at, state.eMarks[last])
    state.line = last + 1
    return True


def _end_of(state: StateBlock, opening: re.Match[str], start: int, end: int) -> int | None:
    """The line that closes a block; None without one, or where another begins or its container ends first."""
    name = opening["name"]
    opens, closes = rf"\{{\{{[<%][ ]*{name}\b", rf"\{{\{{[<%][ ]*/[ ]*{name}[ ]*[>%]\}}\}}[ \t]*$"
    if not opening["sign"]:
        opens, closes = rf"\{{%-?[ ]*{name}\b", rf"\{{%-?[ ]*end{name}[ ]*-?%\}}[ \t]*$"
    marks = re.compile(rf"(?P<closes>{closes})|{opens}")
    # of ten thousand blocks without an end, each would look through all below it
    endless = state.env.setdefault("shortcodes_endless", {})
    key = closes, end, state.blkIndent
    if endless.get(key, end) <= start:
        return None
    for line in range(start + 1, end):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return None
        if mark := marks.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]):
            return line if mark["closes"] else None
    endless[key] = min(start, endless.get(key, end))
    return None


def _is_around_fence(state: StateBlock, first: int, last: int) -> bool:
    """Whether the first line that is not empty opens a fence, which is the block of code then."""
    first = next((line for line in range(first, last) if not state.isEmpty(line)), last)
    return first < last and _FENCE.match(state.src, state.bMarks[first], state.eMarks[first]) is not None
