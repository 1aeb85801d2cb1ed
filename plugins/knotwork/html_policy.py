"""What of HTML may stand in a note: one list for tags, attribute lists, fences and ids alike.

`sanitize` publishes the elements and attributes listed here and writes each tag anew, so that nothing
malformed comes through; `escape` shows HTML as text; `trust` publishes it as it is. Tags are filtered one
by one: a note may open a `<div>` in one place and close it in another, but nothing that it has not opened.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Literal, NamedTuple

from knotwork.html_balance import OpenTags
from knotwork.html_elements import ADDRESS_OF, CODE, DRAWINGS, ELEMENTS, PUBLISHED
from knotwork.html_tags import Attribute, HtmlTag, HtmlText, html_tokens
from knotwork.names import Anchor
from knotwork.note import Url
from knotwork.settings import Settings

Policy = Literal["sanitize", "escape", "trust"]

Verdict = Literal["published", "taken out", "unknown", "text", "code", "comment", "drawing"]
"""What becomes of a token of raw HTML: `code` is the text of a script, `drawing` a tag within one."""

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
_WORD = re.compile(r"[\w-]{0,40}")
_SIZE = re.compile(r"\d{1,5}(?:\.\d{1,5})?(?:%|px)?|auto")
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
_VALUES = {
    **dict.fromkeys("width height border hspace vspace cellpadding cellspacing".split(), _SIZE),
    **dict.fromkeys("start colspan rowspan span min max low high optimum size".split(), _NUMBER),
    **dict.fromkeys(
        "align valign dir loading decoding preload kind scope role controls loop muted playsinline reversed "
        "open default checked disabled".split(),
        _WORD,
    ),
    "color": re.compile(r"#[0-9A-Fa-f]{3,8}|[A-Za-z]{1,30}"),
    "target": re.compile(r"_blank|_self"),
    "rel": re.compile(r"(?:(?:nofollow|noopener|noreferrer|external|me|license|author|tag|help|ugc)\s*)*"),
}
ADDRESSES = frozenset(("href", "src", "poster"))
"""The attributes that lead somewhere and may stand on some element; attribute lists have none of them."""
_SHOWS = frozenset(("img", "audio", "video", "source", "track"))
"""The elements whose address is shown in place."""

_PICTURES = frozenset(("img", "audio", "video"))
"""Those in whose place a word stands when there is nothing to show."""

_DATA = re.compile(r"data-[a-z0-9][a-z0-9_.-]{0,60}")
_ARIA = re.compile(r"aria-[a-z]{1,30}")
_SCRIPTS_DATA = re.compile(
    r"data-(?:kw|md|clipboard|tabs|js|focus-visible|title|description|content|html|template|href|src|srcset|"
    r"url|remote|target|action|controller|toggle|method|confirm|bs|hx|ng|turbo|turbolinks|glightbox|fancybox|"
    r"pjax|ajax|poster|callback|eval|mermaid|giscus|copy|copying|switching)(?:[-_.]|$)"
)
"""What scripts of the site, of Material and of others act on or put into a page."""
_OURS = re.compile(r"(?:__|kw-)", re.IGNORECASE)
"""How the ids begin that Material's scripts and ours look up."""
_SCRIPTS_CLASS = re.compile(
    r"(?:kw|md|tabbed|mathjax|tex2jax|katex)(?:[-_]|$)|mermaid$|arithmatex$|headerlink$|js(?:-|$)|footnote-ref$"
    r"|footnote-backref$|giscus|glightbox",
    re.IGNORECASE,
)
_MATERIALS = frozenset("md-button md-button--primary md-button--stretch md-icon md-tag".split())
"""Classes of Material's that its handbook has authors write."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):")
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_YOUTUBE = re.compile(r"https?://www\.youtube(?:-nocookie)?\.com/embed/([\w-]{5,20})(?=[?#]|$)")
"""A player, which a browser shows in a frame alone; the film has a page."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RUNS_CODE = frozenset(("javascript", "vbscript", "data", "file", "blob", "filesystem"))


class Target(NamedTuple):
    """What an address in raw HTML leads to on the page it is published on."""

    href: str | None
    """None when it leads nowhere."""
    kind: str = ""
    """A class that says so."""
    title: str = ""
    """Why, for the reader."""
    name: str = ""
    """Of the file, when a picture is missing."""
    link: str = ""
    """Where a link leads that stands in the place of a picture."""

    @property
    def marks(self) -> str:
        """Kind and title as HTML, with a blank before each."""
        kind = f' class="{escape(self.kind)}"' if self.kind else ""
        return kind + (f' title="{escape(self.title)}"' if self.title else "")


def filtered(
    html: str,
    policy: Policy,
    schemes: Collection[str],
    targets: Mapping[int, Target] | None = None,
    *,
    strays: Collection[int] = (),
    elsewhere: OpenTags | None = None,
) -> str:
    """A piece of raw HTML as it may be published.

    `targets` gives addresses a new value by their place in the piece; tags at `strays` are left out. On
    another page, `elsewhere`, only tags that close what stands there too are kept, and no ids: they
    would be there twice.
    """
    match policy:
        case "trust":
            return _readdressed(html, targets or {})
        case "escape":
            return escape(_COMMENT.sub("", html), quote=False)
        case "sanitize":
            return "".join(_Sieve(schemes, targets or {}, strays, elsewhere).pieces(html))


def allowed_attribute(tag: str, name: str, value: str, *, heading: bool = False) -> str | None:
    """The value with which an attribute may be published on an element, whoever writes it; else None.

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
    for each in classes:
        if len(each) <= LONGEST_ID and (each in _MATERIALS or not _SCRIPTS_CLASS.match(each)):
            yield each


def published_id(written: str, *, heading: bool = False) -> Anchor | None:
    """The id with which a note's own id is published; None when it has none.

    An id that scripts look up, or that would stand for a property of `document` or `window`, has a
    prefix. A heading's id may be such a property: it is named by no form or picture.
    """
    wanted = written.strip(" \t\n\r\f")
    if not wanted or len(wanted) > LONGEST_ID:
        return None
    taken = _OURS.match(wanted) or (not heading and wanted in _dom_names())
    return Anchor(f"id-{wanted}" if taken else wanted)


def safe_url(url: str, schemes: Collection[str], *, trust: bool = False) -> bool:
    """Whether a link to a URL may be published; `trust` admits any scheme that runs no code."""
    match = _SCHEME.match(_BLANKS.sub("", url).lower())
    if match is None:
        return True
    return match[1] in schemes or (trust and match[1] not in _RUNS_CODE)


def is_linked(url: Url, settings: Settings) -> bool:
    """Whether a picture, sound or film becomes a link, since another host would be asked for it."""
    foreign = re.match(r"(?:[a-z][a-z0-9+.\-]*:|[/\\]{2})", _BLANKS.sub("", url.url), re.I) is not None
    return url.image and foreign and settings.external_media == "link" and not _is_data(url.url)


def _is_data(url: str) -> bool:
    return _BLANKS.sub("", url).lower().startswith("data:")


def publishable(url: Url, settings: Settings) -> bool:
    """Whether a link or image to the outside is published: what is not has a finding, and nothing else."""
    safe = safe_image if url.image else safe_url
    return safe(url.url, settings.url_schemes, trust=settings.html == "trust")


def safe_image(url: str, schemes: Collection[str], *, trust: bool = False) -> bool:
    """Whether an image may be published: pictures may also be written out in a `data:` URL."""
    return (
        safe_url(url, schemes, trust=trust)
        or re.match(r"data:image/(png|jpe?g|gif|webp|avif)[;,]", url, re.I) is not None
    )


def is_unknown(tag: HtmlTag) -> bool:
    """Whether HTML has no such element."""
    return tag.name not in ELEMENTS


def address_names(tag: HtmlTag) -> Collection[str]:
    """The attributes of a tag that lead to a file or page, by name."""
    if tag.closes:
        return ()
    if tag.name in ADDRESS_OF:
        return (ADDRESS_OF[tag.name],)
    return ADDRESSES & _ON.get(tag.name, frozenset())


def shows(tag: HtmlTag, name: str) -> bool:
    """Whether what that address of a tag leads to is shown in place, as a picture is."""
    return tag.name in _SHOWS or name == "poster"


@cache
def _dom_names() -> frozenset[str]:
    """What `document` and `window` have: an element of that name may hide it from scripts."""
    return frozenset(files("knotwork").joinpath("dom_names.txt").read_text("utf-8").split())


def _readdressed(html: str, targets: Mapping[int, Target]) -> str:
    """The HTML as it is, but for the addresses that lead somewhere."""
    if not targets:
        return html
    out, at = [], 0
    for token in html_tokens(html):
        for each in token.attributes if isinstance(token, HtmlTag) else ():
            target = targets.get(each.start)
            if target is not None and target.href is not None and each.start < each.end:
                quoted = html[each.start - 1] in "\"'"
                value = escape(target.href)
                out += [html[at : each.start], value if quoted else f'"{value}"']
                at = each.end
    return "".join((*out, html[at:]))


def verdicts(html: str) -> Iterator[tuple[HtmlTag | HtmlText, Verdict]]:
    """The tokens of a piece of raw HTML, each with what becomes of it when it is sanitized."""
    drawing, depth, in_code = "", 0, False
    for token in html_tokens(html):
        if isinstance(token, HtmlText):
            yield token, "code" if in_code and token.kind == "text" else token.kind
            continue
        in_code = token.name in CODE and not token.closes
        if drawing and token.name != drawing:
            yield token, "drawing"
        elif token.name in DRAWINGS:
            if not html.endswith("/>", 0, token.end):
                depth = max(0, depth + (-1 if token.closes else 1))
            yield token, "drawing" if drawing else "taken out"
            drawing = token.name if depth else ""
        elif is_unknown(token):
            yield token, "unknown"
        else:
            yield token, "published" if token.name in PUBLISHED else "taken out"


def shown_text(html: str) -> str:
    """What a reader sees of a piece of raw HTML when it is sanitized, as plain text."""
    return "".join(
        token.text if isinstance(token, HtmlText) else html[token.start : token.end]
        for token, verdict in verdicts(html)
        if verdict in ("text", "unknown")
    )


class _Sieve:
    """Writes allowed tags anew, links in place of frames, and the others' text."""

    def __init__(
        self,
        schemes: Collection[str],
        targets: Mapping[int, Target],
        strays: Collection[int],
        elsewhere: OpenTags | None,
    ) -> None:
        self.schemes = schemes
        self.targets = targets
        self.strays = frozenset(strays)
        self.elsewhere = elsewhere

    def pieces(self, html: str) -> Iterator[str]:
        for token, verdict in verdicts(html):
            if isinstance(token, HtmlText):
                if verdict == "text":
                    yield escape(token.text, quote=False)
            elif verdict == "unknown":
                yield escape(html[token.start : token.end], quote=False)
            elif verdict == "published":
                if not self._is_stray(token):
                    yield f"</{token.name}>" if token.closes else self._opening(token)
            elif verdict == "taken out" and not token.closes:
                yield self._instead(token)

    def _is_stray(self, tag: HtmlTag) -> bool:
        if tag.start in self.strays or self.elsewhere is None:
            return tag.start in self.strays
        return not (self.elsewhere.closes(tag.name) if tag.closes else self.elsewhere.opens(tag.name))

    def _opening(self, tag: HtmlTag) -> str:
        first: dict[str, Attribute] = {}
        for each in tag.attributes:
            first.setdefault(each.name, each)
        targets = {name: self.targets.get(each.start) for name, each in first.items() if name in ADDRESSES}
        nowhere = next((each for each in targets.values() if each and each.href is None), None)
        if nowhere is not None and tag.name in _PICTURES:
            said = ": ".join(
                filter(None, (tag.value("alt") or (nowhere.name and "No such file"), nowhere.name))
            )
            if nowhere.link:
                return f'<a href="{escape(nowhere.link)}"{nowhere.marks}>{escape(said or nowhere.link)}</a>'
            return f"<span{nowhere.marks}>{escape(said, quote=False)}</span>"
        marks = next((each.marks for each in targets.values() if each and each.marks), "")
        kept = [
            self._attribute(tag, each, targets.get(name))
            for name, each in first.items()
            if not (marks and name in ("class", "title"))
        ]
        return f"<{tag.name}{''.join(kept)}{marks}>"

    def _attribute(self, tag: HtmlTag, attribute: Attribute, target: Target | None) -> str:
        name = attribute.name
        if target is not None:
            return "" if target.href is None else f' {name}="{escape(target.href)}"'
        value = allowed_attribute(tag.name, name, attribute.value)
        if value is None or (name in ("id", "name") and self.elsewhere is not None and tag.name != "details"):
            return ""
        if (name in ADDRESSES or name == "cite") and not safe_url(value, self.schemes):
            return ""
        return f' {name}="{escape(value)}"'

    def _instead(self, tag: HtmlTag) -> str:
        """What stands in a note where an element is taken out."""
        if tag.name == "input":
            return _input(tag)
        address = next((each for each in tag.attributes if each.name == ADDRESS_OF.get(tag.name)), None)
        if address is None:
            return ""
        target = self.targets.get(address.start, Target(address.value))
        if not target.href or not safe_url(target.href, self.schemes):
            return ""
        text = tag.value("title") or address.value.strip()
        film = _YOUTUBE.match(target.href)
        href = f"https://www.youtube.com/watch?v={film[1]}" if film else target.href
        return f'<a href="{escape(href)}"{target.marks}>{escape(text, quote=False)}</a>'


def _input(tag: HtmlTag) -> str:
    """A box that can only be looked at; of any other field, what stands in it."""
    kind = (tag.value("type") or "text").strip().lower()
    if kind == "checkbox":
        checked = ' checked=""' if tag.value("checked") is not None else ""
        return f'<input type="checkbox" disabled=""{checked}>'
    shown = "" if kind in ("hidden", "password") else tag.value("value") or tag.value("placeholder") or ""
    return escape(shown, quote=False)
