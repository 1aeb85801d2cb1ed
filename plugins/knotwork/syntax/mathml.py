"""A formula in TeX becomes MathML, which browsers draw without a script.

The tree that latex2mathml makes is written out by an allow-list of elements and attributes: whatever the
formula holds is text. Browsers draw less than MathML once had: alphabets become letters of their own
(`\\mathbb{R}` is ℝ), and columns are aligned by a class.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

from knotwork.model.patterns import lazy_regex

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ELEMENTS = frozenset(
    "menclose mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup msup "
    "mtable mtd mtext mtr munder munderover".split()
)
_ATTRIBUTES = frozenset(
    "accent accentunder columnspacing depth displaystyle fence form height largeop linethickness lspace "
    "mathbackground mathcolor mathsize maxsize minsize movablelimits rowspacing rspace scriptlevel "
    "separator stretchy symmetric voffset width".split()
)
_VALUE = lazy_regex(r"[\w .#%+-]{1,60}")
_ALPHABETS = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "bold-fraktur": "BOLD FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "monospace": "MONOSPACE",
}
_OLD_NAMES = {"FRAKTUR": "BLACK-LETTER"}
"""Letters that Unicode had before it had the alphabets: ℜ is BLACK-LETTER CAPITAL R."""
_MACROS = lazy_regex(r"\\(?:(?:re)?newcommand|providecommand|def|let)(?![A-Za-z])")
"""A few of them make a formula of a hundred thousand signs."""

_ENVIRONMENT = lazy_regex(r"\\(begin|end)\{(aligned|gathered|gather\*?|dcases)\}")
_SAME = {"aligned": "split", "dcases": "cases"}
"""What the library knows by another name; the others are drawn as a `matrix`."""

_UPRIGHT = lazy_regex(r"\\mathrm\{(\w)\}")
"""A letter alone would come back slanted."""


class _Unknown(Exception):
    """A command that the library does not know."""


@lru_cache(maxsize=512)
def mathml(tex: str, *, display: bool) -> str | None:
    """The `<math>` of a formula, its source with it; None when it cannot be drawn. Never raises."""
    if _MACROS.search(tex):
        return None
    try:
        # a twentieth of a second to import: only a note with math pays for it
        from latex2mathml.converter import convert_to_element

        drawn = "".join(_written(element) for element in convert_to_element(_plain(tex)))
    except (Exception, RecursionError):
        return None
    shape = ' display="block"' if display else ""
    # search would else find, and show, everything twice
    kept = 'encoding="application/x-tex" data-search-exclude'
    source = f"<annotation {kept}>{escape(tex)}</annotation>"
    return f"<math{shape}><semantics>{drawn}{source}</semantics></math>"


def _plain(tex: str) -> str:
    """A formula in words that the library knows."""
    return _UPRIGHT.sub(r"\\mathrm{{\1}}", _ENVIRONMENT.sub(_known, tex))


def _known(match: re.Match[str]) -> str:
    return f"\\{match[1]}{{{_SAME.get(match[2], 'matrix')}}}"


def _written(element: Element) -> str:
    """An element as HTML; of one that is not on the list only the content."""
    text = _letters(unescape(element.text or ""), element.get("mathvariant", ""))
    if element.tag == "mi" and (text == "&" or re.match(r"\\[A-Za-z]", text)):
        raise _Unknown(text)
    inner = escape(text, quote=False) + "".join(_written(child) for child in element)
    if element.tag not in _ELEMENTS:
        return f"<mrow>{inner}</mrow>"
    return f"<{element.tag}{''.join(_attributes(element))}>{inner}</{element.tag}>"


def _attributes(element: Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name in _ATTRIBUTES and _VALUE.fullmatch(value):
            yield f' {name}="{value}"'
        elif name == "mathvariant" and element.tag == "mi":
            yield ' mathvariant="normal"'  # else a lone letter would be slanted once more
        elif name == "columnalign" and value in ("left", "right"):
            yield f' class="kw-{value}"'


def _letters(text: str, alphabet: str) -> str:
    name = _ALPHABETS.get(alphabet)
    return text if name is None else "".join(_letter(sign, name) for sign in text)


def _letter(sign: str, alphabet: str) -> str:
    """A letter or digit as that alphabet has it, or as it is."""
    words = unicodedata.name(sign, "").replace(" LETTER", "").split()
    if words[:1] in (["LATIN"], ["GREEK"]):
        words = words[1:]
    name = " ".join(words)
    for full in (f"MATHEMATICAL {alphabet} {name}", f"{_OLD_NAMES.get(alphabet, alphabet)} {name}"):
        try:
            return unicodedata.lookup(full)
        except KeyError:
            continue
    return "ℎ" if (sign, alphabet) == ("h", "ITALIC") else sign
