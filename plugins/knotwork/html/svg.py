"""A drawing that cannot run: an SVG file's elements and attributes, without what acts or loads."""

from __future__ import annotations

import re
from html import escape
from xml.parsers import expat

from msgspec import Struct, field

from knotwork.model.patterns import lazy_regex

MAX_BYTES = 5_000_000
"""How large a drawing may be."""
_MAX_DEPTH = 200

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_XML, _XHTML = "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/1999/xhtml"
_ELEMENTS = frozenset(
    (
        "a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix "
        "feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight "
        "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode "
        "feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter font "
        "font-face glyph g hkern image line linearGradient marker mask metadata missing-glyph mpath path "
        "pattern polygon polyline radialGradient rect set stop style svg switch symbol text textPath title "
        "tref tspan use view vkern"
    ).split()
)
_ANIMATIONS = frozenset(("animate", "animateMotion", "animateTransform", "set"))
_LINKS = frozenset(("href", "src", "from", "to", "by", "values"))
"""Attributes whose values can be addresses; an animation may write one into another attribute."""
_PLAIN_SPACE = lazy_regex(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]+")
_DATA = lazy_regex(r"data:(?:image|font|application/(?:x-)?font)[/;,\w.+-]", re.IGNORECASE)
_DESTINATION = lazy_regex(r"(?:https?:|mailto:|[^:]*$)", re.IGNORECASE)
_CSS_COMMENT = lazy_regex(r"/\*.*?(?:\*/|$)", re.DOTALL)
_CSS_ESCAPE = lazy_regex(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_CSS_ADDRESS = lazy_regex(r"(?:url|src)\(\s*[\"']?\s*(?=(.{0,30}))", re.IGNORECASE | re.DOTALL)
_CSS_ACTS = lazy_regex(
    r"@import|@namespace|image-set\(|expression\(|-moz-binding|behavior\s*:|javascript:", re.I
)


class SvgError(Exception):
    """A drawing of which no safe copy can be made; the text says why."""


class SafeSvg(Struct, frozen=True):
    """What is published of a drawing."""

    content: bytes
    removed: tuple[str, ...]
    """What a browser would have run or loaded, each kind once: `script`, `onload`."""


def safe_svg(data: bytes) -> SafeSvg:
    """The drawing without scripts, event handlers, foreign objects, and addresses of other files.

    Comments, processing instructions and what other programs store in it (paths on the author's disk) are
    dropped, too. Raises SvgError for what is no SVG, or declares entities, or is too large or too deep.
    """
    if len(data) > MAX_BYTES:
        raise SvgError(f"it is larger than {MAX_BYTES:,} bytes")
    copy = _Copy()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = copy.start
    parser.EndElementHandler = copy.end
    parser.CharacterDataHandler = copy.text
    parser.EntityDeclHandler = copy.entity
    parser.SkippedEntityHandler = copy.skipped
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SvgError(f"line {error.lineno} is no XML ({expat.ErrorString(error.code)})") from error
    except (ValueError, LookupError) as error:  # an encoding that is not known
        raise SvgError(f"it cannot be read as XML ({error})") from error
    if not copy.done:
        raise SvgError("it is no SVG drawing")
    return SafeSvg("".join(copy.out).encode("utf-8", "replace"), tuple(dict.fromkeys(copy.removed)))


class _Copy(Struct):
    """The events of a parser, written down again but for what must not stay."""

    out: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    namespaces: list[dict[str, str]] = field(default_factory=lambda: [{"xml": _XML}])
    dropped: int = 0
    """How deep in a dropped element the parser is; 0 outside."""
    style: list[str] | None = None
    """The text of the style sheet the parser is in."""
    done: bool = False

    def start(self, name: str, pairs: list[str]) -> None:
        attributes = dict(zip(pairs[::2], pairs[1::2], strict=True))
        if len(self.namespaces) > _MAX_DEPTH:
            raise SvgError(f"it is nested more than {_MAX_DEPTH} deep")
        declared = {
            key[6:]: value for key, value in attributes.items() if key == "xmlns" or key.startswith("xmlns:")
        }
        self.namespaces.append({**self.namespaces[-1], **declared} if declared else self.namespaces[-1])
        if self.dropped or self.style is not None:
            self.dropped += 1
            return
        space, local = self._name(name, "")
        if len(self.namespaces) == 2:
            if (space, local) != (_SVG, "svg"):
                raise SvgError("it is no SVG drawing" if space else "its root has no SVG namespace")
            self.done = True
        if space != _SVG or local not in _ELEMENTS or self._animates_an_address(local, attributes):
            self.dropped = 1
            if space in (_SVG, _XHTML) and local not in ("namedview",):
                self.removed.append(local)
            return
        kept = "".join(self._attribute(local, key, value) for key, value in attributes.items())
        self.out.append(f"<{name}{kept}>")
        if local == "style":
            self.style = []

    def end(self, name: str) -> None:
        self.namespaces.pop()
        if self.dropped:
            self.dropped -= 1
            return
        if self.style is not None:
            text = "".join(self.style)
            self.style = None
            if _acts(text):
                self.removed.append("style")
            else:
                self.out.append(escape(text, quote=False))
        self.out.append(f"</{name}>")

    def text(self, text: str) -> None:
        if self.style is not None and not self.dropped:
            self.style.append(text)
        elif not self.dropped and len(self.namespaces) > 1:
            self.out.append(escape(text, quote=False))

    def entity(self, name: str, *rest: object) -> None:
        raise SvgError(f"it declares the entity '{name}'")

    def skipped(self, name: str, is_parameter: bool) -> None:
        raise SvgError(f"it uses the entity '{name}'")

    def _name(self, name: str, default: str | None) -> tuple[str, str]:
        """The namespace and the local part of a name; `default` is the prefix of names without one."""
        prefix, colon, local = name.rpartition(":")
        if not colon and default is None:
            return "", name
        return self.namespaces[-1].get(prefix, ""), local

    def _attribute(self, element: str, name: str, value: str) -> str:
        """An attribute as it is written, with a space before it; empty when it is dropped."""
        if name == "xmlns" or name.startswith("xmlns:"):
            return f" {name}={_quoted(value)}" if value in (_SVG, _XLINK) else ""
        space, local = self._name(name, None)
        if space == _XML:
            return f" {name}={_quoted(value)}" if local in ("space", "lang", "id") else ""
        if space not in ("", _XLINK):
            return ""  # of the program the drawing was made with
        bare = _PLAIN_SPACE.sub("", value)
        unsafe = (
            local.lower().startswith("on")
            or local.lower() == "ping"
            or (local in _LINKS and not _harmless(element, local, bare))
            or (local not in _LINKS and _acts(value))
        )
        if unsafe:
            self.removed.append(local)
            return ""
        return f" {name}={_quoted(value)}"

    def _animates_an_address(self, element: str, attributes: dict[str, str]) -> bool:
        target = attributes.get("attributeName", "").strip().rpartition(":")[2].lower()
        return element in _ANIMATIONS and (target in ("href", "src", "style") or target.startswith("on"))


def _harmless(element: str, attribute: str, value: str) -> bool:
    """Whether what may be an address stays in the drawing, holds a picture, or waits for a click."""
    if attribute not in ("href", "src"):
        return ":" not in value and not _acts(value)
    if not value or value.startswith("#"):
        return True
    if element in ("image", "feImage"):
        return _DATA.match(value) is not None
    return element == "a" and _DESTINATION.match(value) is not None


def _acts(css: str) -> bool:
    """Whether a style, or a value that may name an address as styles do, loads or runs anything."""
    # what looks like a comment may stand in a string
    readings = (css, _CSS_ESCAPE.sub(_unescaped, css), _CSS_ESCAPE.sub(_unescaped, _CSS_COMMENT.sub("", css)))
    if any(map(_CSS_ACTS.search, readings)):
        return True
    addresses = (match[1] for text in readings for match in _CSS_ADDRESS.finditer(text))
    return any(not (address.startswith("#") or _DATA.match(address)) for address in addresses)


def _quoted(value: str) -> str:
    """As `xml.sax.saxutils.quoteattr`, which takes a tenth of a second to import."""
    kept = (
        escape(value, quote=False)
        .replace('"', "&quot;")
        .replace("\n", "&#10;")
        .replace("\r", "&#13;")
        .replace("\t", "&#9;")
    )
    return f'"{kept}"'


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2]
    code = int(match[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
