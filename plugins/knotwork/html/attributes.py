"""Which attributes, classes and ids may be published: one list for tags, attribute lists and fences alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from html import escape
from importlib.resources import files

from knotwork.html.elements import ADDRESS_OF
from knotwork.html.styles import safe_style
from knotwork.html.tags import HtmlTag
from knotwork.model.body import Attributes
from knotwork.model.names import Anchor
from knotwork.model.patterns import lazy_regex

LONGEST_VALUE = 2_000
"""Characters of an attribute that is no address."""
LONGEST_ID = 300

_EVERYWHERE = frozenset(("id", "class", "title", "lang", "dir", "role"))
_ALIGNED = "align valign width height"
_ON: Mapping[str, frozenset[str]] = {
    name: frozenset(attributes.split())
    for names, attributes in {
        "a": "href name target rel download hreflang type",
        "img": "src alt width height loading decoding align border hspace vspace",
        "audio": "src controls loop muted preload",
        "video": "src controls loop muted preload poster width height playsinline",
        "source": "src type media",
        "track": "src kind srclang label default",
        "table": f"{_ALIGNED} border cellpadding cellspacing summary",
        "th td": f"{_ALIGNED} colspan rowspan scope headers abbr",
        "tr thead tbody tfoot": _ALIGNED,
        "col colgroup": f"{_ALIGNED} span",
        "p div h1 h2 h3 h4 h5 h6 hr caption center": "align width",
        "ol": "start type reversed",
        "ul": "type",
        "li": "value type",
        "details": "open name",
        "time": "datetime",
        "ins del": "datetime cite",
        "q blockquote": "cite",
        "data": "value",
        "meter progress": "value min max low high optimum",
        "font": "color face size",
        "input": "type checked disabled",
    }.items()
    for name in names.split()
}
_WORD = lazy_regex(r"[\w-]{0,40}")
_SIZE = lazy_regex(r"\d{1,5}(?:\.\d{1,5})?(?:%|px)?|auto")
_NUMBER = lazy_regex(r"-?\d{1,9}(?:\.\d{1,9})?")
_VALUES = {
    **dict.fromkeys("width height border hspace vspace cellpadding cellspacing".split(), _SIZE),
    **dict.fromkeys("start colspan rowspan span min max low high optimum size".split(), _NUMBER),
    **dict.fromkeys(
        "align valign dir loading decoding preload kind scope role controls loop muted playsinline reversed "
        "open default checked disabled".split(),
        _WORD,
    ),
    "color": lazy_regex(r"#[0-9A-Fa-f]{3,8}|[A-Za-z]{1,30}"),
    "target": lazy_regex(r"_blank|_self"),
    "rel": lazy_regex(r"(?:(?:nofollow|noopener|noreferrer|external|me|license|author|tag|help|ugc)\s*)*"),
}
ADDRESSES = frozenset(("href", "src", "poster"))
"""The attributes that lead somewhere and may stand on some element; attribute lists have none of them."""
_SHOWS = frozenset(("img", "audio", "video", "source", "track"))
"""The elements whose address is shown in place."""

_DATA = lazy_regex(r"data-[a-z0-9][a-z0-9_.-]{0,60}")
_ARIA = lazy_regex(r"aria-[a-z]{1,30}")
_SCRIPTS_DATA = lazy_regex(
    r"data-(?:kw|md|clipboard|tabs|js|focus-visible|title|description|content|html|template|href|src|srcset|"
    r"url|remote|target|action|controller|toggle|method|confirm|bs|hx|ng|turbo|turbolinks|glightbox|fancybox|"
    r"pjax|ajax|poster|callback|eval|mermaid|giscus|copy|copying|switching)(?:[-_.]|$)"
)
"""What scripts of the site, of Material and of others act on or put into a page."""
_OURS = re.compile(r"(?:__|kw-)", re.IGNORECASE)
"""How the ids begin that Material's scripts and ours look up."""
_SCRIPTS_CLASS = lazy_regex(
    r"(?:kw|md|tabbed|mathjax|tex2jax|katex)(?:[-_]|$)|mermaid$|arithmatex$|headerlink$|js(?:-|$)|footnote-ref$"
    r"|footnote-backref$|giscus|glightbox",
    re.IGNORECASE,
)
_MATERIALS = frozenset("md-button md-button--primary md-button--stretch md-icon md-tag".split())
"""Classes of Material's that its handbook has authors write."""


def attributes_html(attributes: Attributes) -> str:
    """Attributes as HTML, each with a space before it."""
    return "".join(f' {escape(name)}="{escape(value)}"' for name, value in attributes)


def allowed_attribute(tag: str, name: str, value: str, *, heading: bool = False) -> str | None:
    """The value with which an attribute may be published on an element; None when it may not.

    Addresses are allowed by their name only: whether they are safe, `safe_url` knows.
    """
    if name == "id":
        return published_id(value, heading=heading)
    if name == "class":
        return " ".join(allowed_classes(value.split())) or None
    if name in ADDRESSES or name == "cite":
        return value if name in _ON.get(tag, ()) else None
    if len(value) > LONGEST_VALUE:
        return None
    if name == "style":
        return safe_style(value)
    if _DATA.fullmatch(name):
        return None if _SCRIPTS_DATA.match(name) else value
    if _ARIA.fullmatch(name):
        return value
    if name not in _EVERYWHERE and name not in _ON.get(tag, ()):
        return None
    if name == "name" and tag == "a":
        return published_id(value)
    pattern = _VALUES.get(name)
    return value if pattern is None or pattern.fullmatch(value.strip()) else None


def allowed_classes(classes: Iterable[str]) -> Iterator[str]:
    """The classes that no script acts on."""
    for name in classes:
        if len(name) <= LONGEST_ID and (name in _MATERIALS or not _SCRIPTS_CLASS.match(name)):
            yield name


def published_id(written: str, *, heading: bool = False) -> Anchor | None:
    """The id with which a note's own id is published; None when it has none.

    An id that scripts look up, or that would stand for a property of `document` or `window`, has a
    prefix. A heading's id may be such a property: it is named by no form or picture.
    """
    name = written.strip(" \t\n\r\f")
    if not name or len(name) > LONGEST_ID:
        return None
    taken = _OURS.match(name) or (not heading and name in _dom_names())
    return Anchor(f"id-{name}" if taken else name)


def address_names(tag: HtmlTag) -> Collection[str]:
    """The attributes of a tag that lead to a file or page, by name."""
    if tag.closes:
        return ()
    if tag.name in ADDRESS_OF:
        return (ADDRESS_OF[tag.name],)
    return ADDRESSES & _ON.get(tag.name, frozenset())


def shows(tag: HtmlTag, name: str) -> bool:
    """Whether a page shows the file at that address of a tag, as it does a picture."""
    return tag.name in _SHOWS or name == "poster"


def acts_on_scripts(name: str) -> bool:
    """Whether scripts act on an attribute; Material's content tabs have one that they do not read."""
    return name != "data-tabs" and _SCRIPTS_DATA.match(name) is not None


@cache
def _dom_names() -> frozenset[str]:
    """What `document` and `window` have: an element of that name may hide it from scripts."""
    return frozenset(files("knotwork.html").joinpath("dom_names.txt").read_text("utf-8").split())
