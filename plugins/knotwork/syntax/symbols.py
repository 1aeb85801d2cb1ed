"""Signs for what stands for them: `(c)`, `-->`, `1/2`, `"quotes"`, where a site has asked for that.

The kinds are those of pymdownx.smartsymbols, and `quotes`, `dashes`, `ellipses` of Python-Markdown's smarty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, smartquotes
from markdown_it.token import Token

from knotwork.model.patterns import lazy_regex

_FRACTIONS = dict(
    zip(
        "1/4 1/2 3/4 1/3 2/3 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8".split(),
        "¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞",
        strict=True,
    )
)
SYMBOLS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "trademark": (r"\(tm\)", {"(tm)": "™"}),
    "copyright": (r"\(c\)", {"(c)": "©"}),
    "registered": (r"\(r\)", {"(r)": "®"}),
    "plusminus": (r"\+/-", {"+/-": "±"}),
    "arrows": (r"<-->|(?<!-)-->|<--(?!-)", {"<-->": "↔", "-->": "→", "<--": "←"}),
    "notequal": (r"=/=", {"=/=": "≠"}),
    "fractions": (rf"(?<!\d)(?:{'|'.join(_FRACTIONS)})(?!\d)", _FRACTIONS),
    "care_of": (r"\bc/o\b", {"c/o": "℅"}),
    "dashes": (r"(?<!-)--(?:-(?!-)|(?!-))", {"---": "—", "--": "–"}),
    "ellipses": (r"(?<!\.)\.\.\.(?!\.)", {"...": "…"}),
}
"""For each kind the pattern of what it replaces, and by what."""
LONGEST_QUOTED = 5_000
"""Characters of a paragraph whose quotes are replaced."""
_ORDINAL = lazy_regex(
    r"\b((?:[1-9]\d*)?(?:(?<=1)[123](?=th)|1(?=st)|2(?=nd)|3(?=rd)|[04-9](?=th)))(st|nd|rd|th)\b"
)


def symbols(kinds: Sequence[str]) -> Callable[[MarkdownIt], None]:
    """A plugin that replaces these kinds; `ordinal_numbers` and `quotes` are two more."""
    patterns = [SYMBOLS[kind] for kind in kinds if kind in SYMBOLS]
    signs = {written: sign for _, drawn in patterns for written, sign in drawn.items()}
    pattern = re.compile("|".join(written for written, _ in patterns)) if patterns else None

    def replace(state: StateCore) -> None:
        for token in state.tokens:
            is_address = False
            for child in token.children or ():
                if child.info == "auto" or child.markup == "linkify":
                    is_address = child.nesting == 1
                if pattern and child.type == "text" and not is_address:
                    child.content = pattern.sub(lambda match: signs[match[0]], child.content)
            if token.children and "ordinal_numbers" in kinds:
                token.children = list(_with_ordinals(token.children))

    def register(md: MarkdownIt) -> None:
        if "quotes" in kinds:
            md.options["typographer"] = True
            md.enable("smartquotes")
            md.core.ruler.at("smartquotes", _quotes)
        md.core.ruler.before("text_join", "symbols", replace)

    return register


def _quotes(state: StateCore) -> None:
    """The library's rule, which takes quadratic time, for texts of usual length."""
    tokens = state.tokens
    state.tokens = [token for token in tokens if len(token.content) <= LONGEST_QUOTED]
    smartquotes(state)
    state.tokens = tokens


def _with_ordinals(children: Sequence[Token]) -> Iterator[Token]:
    """The children, with the letters of `1st` raised."""
    for child in children:
        at = 0
        for match in _ORDINAL.finditer(child.content if child.type == "text" else ""):
            yield Token("text", "", 0, content=child.content[at : match.end(1)], level=child.level)
            yield Token("sup_open", "sup", 1, level=child.level)
            yield Token("text", "", 0, content=match[2], level=child.level)
            yield Token("sup_close", "sup", -1, level=child.level)
            at = match.end()
        if at:
            child.content = child.content[at:]
        yield child
