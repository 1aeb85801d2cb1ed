r"""Math: `$x^2$` in a sentence and `$$ … $$` as a block; nothing in it is read as a link or tag.

So are `\( … \)` and `\[ … \]`, where a site has them (`pymdownx.arithmatex`), and elsewhere when what they
hold must be TeX: `\(see below\)` and `\[--output=json\]` are brackets that a program has escaped.

Money and shell are no math. `$5 and $6`: no space stands inside of the marks, no digit outside of them.
`$HOME/bin:$PATH`, `${A}:${B}`: no formula ends in punctuation that a name follows. None contains code, a link
or a tag, and none is an amount with words behind it (`$60 for two, 70$`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from knotwork.model.patterns import lazy_regex
from knotwork.syntax.mathml import mathml
from knotwork.syntax.source_maps import BlockRule

# no `(…)++`: before Python 3.11.5 it misses matches when a part of the group fails half way
_SINGLE = lazy_regex(r"\$(?![\s$])((?:[^\\$]++|\\.)+)(?<!\s)\$(?!\d)", re.DOTALL)
_DOUBLE = lazy_regex(r"\$\$((?:[^\\$]++|\\.|\$(?!\$))+)\$\$", re.DOTALL)
_VARIABLES = lazy_regex(r"""(?:.*[:/=,;.|"'@-]|[A-Z_][A-Z0-9_]+)""", re.DOTALL)
"""What stands between the dollars of two shell variables."""
_MARKUP = lazy_regex(
    r"""`                                                  # code
      | \s !?\[\[[^\[\]\n]+\]\] | \[\[[^\[\]\n]+\]\] \s      # a wikilink; not a matrix, not [[e]] alone
      | \]\([^()\s./\#:]{0,200}[./\#:][^()\s]{0,200}\)        # a link; not f[x](t)
      | (?:^|\s)\#[^\W\d_]{2}                            # a tag
    """,
    re.VERBOSE,
)
"""What no formula contains."""
_AMOUNT = lazy_regex(r"\d[\d.,]*[kKmM]?\s")
_WORD = lazy_regex(r"[^\W\d_]{2}")
_TEX = lazy_regex(r"[\\^_={}+*/<>]")
_SURE = lazy_regex(r"\\[A-Za-z]{2,}|(?<![A-Za-z]{2})[_^](?:\{|\\|\w(?!\w))|\s[=+<>]\s|^\s*[A-Za-z]\s*[=<>]")
"""What only TeX has: a command, an index, a sign between its sides."""
_SURELY_NOT = lazy_regex(r"\\[*_\[\]()#`]|[A-Za-z]:\\|[^\W\d_]{2,},?[ \n]+[^\W\d_]{2,}")
"""What TeX has nowhere, or within braces only: escaped signs of Markdown, a path, words in a row."""
_BRACED = lazy_regex(r"\{[^{}]*\}")
_PAREN = lazy_regex(r"\\\(((?:[^\\]++|\\[^()])+?)\\\)", re.DOTALL)
_BRACKET = lazy_regex(r"\\\[((?:[^\\]++|\\[^\[\]])+?)\\\]", re.DOTALL)
_CLOSING = {"\\(": "\\)", "\\[": "\\]"}
_LONGEST = 4_000
_PER_NOTE = 200_000
"""Characters of TeX that one formula, and one note, may have; what is longer is shown as it is written."""


def math(*, brackets: bool) -> Callable[[MarkdownIt], None]:
    r"""Inline and block math, to be registered before whatever else could read what stands in it.

    `brackets`: whether whatever stands in `\(…\)` and `\[…\]` is math.
    """

    def register(md: MarkdownIt) -> None:
        md.inline.ruler.before("escape", "math_inline", _inline)
        md.inline.ruler.before("escape", "math_bracketed", _bracketed(certain=brackets))
        ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
        md.block.ruler.before("fence", "math_block", _block("$$", "$$", lambda content: True), ends)
        block = _block("\\[", "\\]", lambda content: brackets or _is_tex(content))
        md.block.ruler.before("fence", "math_bracketed_block", block, ends)
        md.add_render_rule("math_inline", _inline_html)
        md.add_render_rule("math_inline_double", _display_html)
        md.add_render_rule("math_block", _block_html)

    return register


# -- reading


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$" or state.src[max(state.pos - 1, 0)].isdigit():
        return False
    double = state.src.startswith("$$", state.pos)
    match = (_DOUBLE if double else _SINGLE).match(state.src, state.pos, state.posMax)
    if match is None or _MARKUP.search(match[1]):
        return False
    if not double and (_is_shell(match[1], state.src[match.end() : match.end() + 1]) or _is_money(match[1])):
        return False
    if not silent:
        token = state.push("math_inline_double" if double else "math_inline", "math", 0)
        token.content = match[1]
        token.markup = "$$" if double else "$"
    state.pos = match.end()
    return True


def _is_shell(content: str, after: str) -> bool:
    """Whether `$content$after` is one variable, and another right behind it."""
    if after == "{":
        return True
    return (after.isalpha() or after in ("_", "(")) and _VARIABLES.fullmatch(content) is not None


def _is_money(content: str) -> bool:
    """Whether it is an amount with words behind it: `60 for one, 70`."""
    return bool(_AMOUNT.match(content) and _WORD.search(content)) and not _TEX.search(content)


def _bracketed(*, certain: bool) -> RuleFuncInlineType:
    def rule(state: StateInline, silent: bool) -> bool:
        double = state.src.startswith("\\[", state.pos)
        if not double and not state.src.startswith("\\(", state.pos):
            return False
        match = (_BRACKET if double else _PAREN).match(
            state.src, state.pos, min(state.posMax, state.pos + _LONGEST)
        )
        if match is None or _MARKUP.search(match[1]) or not (certain or _is_tex(match[1])):
            return False
        if not silent:
            token = state.push("math_inline_double" if double else "math_inline", "math", 0)
            token.content = match[1]
            token.markup = match[0][:2]
        state.pos = match.end()
        return True

    return rule


def _is_tex(content: str) -> bool:
    """Whether what stands in escaped brackets must be TeX."""
    if len(content) > _LONGEST:
        return False
    return _SURE.search(content) is not None and not _SURELY_NOT.search(_BRACED.sub("", content))


def _block(opening: str, closing: str, fits: Callable[[str], bool]) -> BlockRule:
    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.is_code_block(start):
            return False
        at, line_end = state.bMarks[start] + state.tShift[start], state.eMarks[start]
        if not state.src.startswith(opening, at, line_end):
            return False
        first = state.src[at + len(opening) : line_end].rstrip()
        if closing in first:
            last = start
            content = first.removesuffix(closing)
            if closing in content or content == first or not content.strip():
                return False
        else:
            closed = _closing_line(state, start, end, opening, closing)
            if closed is None:
                return False
            last, before = closed
            content = f"{first}\n{state.getLines(start + 1, last, state.sCount[start], True)}{before}"
        if not fits(content):
            return False
        if silent:
            return True
        token = state.push("math_block", "math", 0)
        token.block = True
        token.content = content
        token.markup = opening
        token.map = [start, last + 1]
        state.line = last + 1
        return True

    return rule


def _closing_line(
    state: StateBlock, start: int, end: int, opening: str, closing: str
) -> tuple[int, str] | None:
    """The line that ends a block, and what stands before its marks.

    A blank line ends it without any, and so does a second beginning: many of them cost no more than one.
    """
    for line in range(start + 1, end):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
        if not text or state.sCount[line] < state.blkIndent:
            return None
        if closing in text:
            return (line, text[:-2]) if text.index(closing) == len(text) - 2 else None
        if opening in text:
            return None
    return None


# -- writing


def _inline_html(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    tex, before, after = _written(tokens[index])
    drawn = _drawn(tex, env, display=False)
    return drawn or f'<code class="kw-tex">{before}{escapeHtml(tex)}{after}</code>'


def _display_html(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    tex, before, after = _written(tokens[index])
    drawn = _drawn(tex, env, display=True)
    if drawn is None:
        return f'<code class="kw-tex">{before}{escapeHtml(tex)}{after}</code>'
    return f'<span class="kw-math">{drawn}</span>'


def _block_html(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    tex, before, after = _written(tokens[index])
    drawn = _drawn(tex, env, display=True)
    if drawn is None:
        return f'<pre class="kw-tex"><code>{before}{escapeHtml(tex)}{after}</code></pre>\n'
    return f'<div class="kw-math">{drawn}</div>\n'


def _written(token: Token) -> tuple[str, str, str]:
    """A formula, and the marks around it."""
    return token.content, token.markup, _CLOSING.get(token.markup, token.markup)


def _drawn(tex: str, env: EnvType, *, display: bool) -> str | None:
    """A formula as MathML, while the note has not more of them than can be drawn in good time."""
    spent = env.get("math", 0) + len(tex) + 20
    if len(tex) > _LONGEST or spent > _PER_NOTE:
        return None
    env["math"] = spent
    return mathml(tex.strip(), display=display)
