r"""Math: `$x^2$` and `$$ … $$`, left as written so that nothing in it is read as a link or tag.

`$61 and $76` is currency: no blank may follow the opening mark or precede the closing one, and no
digit may stand around the outside.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.dollarmath import dollarmath_plugin


def math(md: MarkdownIt) -> None:
    """Register the library's rules with markup that any math script understands."""
    dollarmath_plugin(md, allow_space=False, allow_digits=False, allow_labels=False)
    md.add_render_rule("math_inline", _inline)
    md.add_render_rule("math_inline_double", _inline)
    md.add_render_rule("math_block", _block)


def _inline(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return rf'<span class="arithmatex">\({escapeHtml(tokens[index].content)}\)</span>'


def _block(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return rf'<div class="arithmatex">\[{escapeHtml(tokens[index].content)}\]</div>' + "\n"
