"""Fenced code as HTML: ```` ```yaml title="a.yaml" linenums="1" hl_lines="2 3-5" ````, ```` ```{ .go } ````.

The text of `<code>` is the source's, byte for byte: where a lexer would change it, it is not coloured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from knotwork.html.attributes import allowed_attribute, allowed_classes, published_id
from knotwork.syntax.attributes import Attributes, parse_attributes
from knotwork.syntax.colouring import coloured, lexer_name
from knotwork.syntax.diagram import loads_elsewhere

DIAGRAMS = frozenset(("mermaid",))
"""The languages that a script draws; without it the source is what is seen."""

_LANGUAGE = re.compile(r"\s*\.?(?P<name>[\w#.+-]+)?[^\s{]*\s*")
_FILE = re.compile(r"[\w./@+-]*[\w-]\.[A-Za-z][A-Za-z0-9]{0,9}")
"""A file name behind the language, which is the block's title."""
_K8S = re.compile(r"\bk8s\b")
"""What is meant for the judge of snippets, who has a finding for what cannot be read."""
_WORD = re.compile(r"[^\W\d_]{2}")
_OPTIONS = frozenset(("hl_lines", "k8s", "k8s-version", "linenums", "schema", "title"))
_OPTION = re.compile(r"""([A-Za-z][\w-]*)=(?:"([^"]*)"|'([^']*)')""")
_LINES = re.compile(r"\d{1,6}(?:-\d{1,6})?(?:[ \t]+\d{1,6}(?:-\d{1,6})?)*")
_NUMBERS = re.compile(r"(\d{1,9})(?:[ \t]+(\d{1,9}))?(?:[ \t]+(\d{1,9}))?")


@dataclass(slots=True)
class _Info:
    """What stands behind the opening marks."""

    language: str
    options: dict[str, str]
    classes: list[str] = field(default_factory=list)
    id: str = ""
    unread: str = ""
    """What none of them is."""


def highlighted(text: str, info: str, *, plain: bool = False) -> str:
    """The HTML of one fenced block, as pymdownx.superfences writes it for Material; plain for no colours."""
    parsed = _parsed(info)
    name = parsed.language if parsed.language and lexer_name(parsed.language) else "text"
    html = None if plain else coloured(text, parsed.language)
    lines = _lines(escape(text, quote=False) if html is None else html)
    code = "".join(_marked(lines, parsed.options.get("hl_lines", "")))
    title = escape(parsed.options.get("title", "").strip())
    title = f'<span class="filename">{title}</span>' if title else ""
    pre = f"<pre><span></span><code>{code}</code></pre>"
    numbers = _NUMBERS.match(parsed.options.get("linenums", ""))
    body = title + pre
    if numbers and int(numbers[1]) > 0:
        body = _numbered(pre, title, len(lines), *(int(number or 0) for number in numbers.groups()))
    # not Material's `mermaid`, for which it would fetch a script from another host
    drawn = ["kw-mermaid"] if parsed.language in DIAGRAMS and not loads_elsewhere(text) else []
    own = allowed_classes(parsed.classes)
    classes = escape(" ".join([f"language-{name}", *drawn, *own, "highlight"]))
    anchor = published_id(parsed.id)
    start = f'<div id="{escape(anchor)}"' if anchor else "<div"
    data = "".join(
        f' {key}="{escape(value)}"'
        for key, value in parsed.options.items()
        if key.startswith("data-") and allowed_attribute("div", key, value) is not None
    )
    return f'{start} class="{classes}"{data}>{body}</div>'


def language(info: str) -> str:
    """The language a fence names, in lower case; empty for none."""
    return _parsed(info).language


def unread(info: str) -> str:
    """The words of a fence's info that no page shows and nothing reads; empty for none."""
    parsed = _parsed(info)
    first = info.partition(" ")[0]
    if "/" in first or first.endswith(":"):
        return info  # `alb/x: 499`: no language has such a name
    return parsed.unread if _WORD.search(parsed.unread) and not _K8S.search(parsed.unread) else ""


def options(info: str) -> dict[str, str]:
    """What a fence's info says by name."""
    return _parsed(info).options


def _parsed(info: str) -> _Info:
    match = _LANGUAGE.match(info)
    assert match is not None, "an empty name matches anything"
    name, brace = match["name"] or "", match.end()
    attributes = parse_attributes(info, brace, len(info)) if info.startswith("{", brace) else None
    if attributes is None:
        options = {key: double or single for key, double, single in _OPTION.findall(info)}
        rest = _OPTION.sub(_unless_read, info[brace:]).strip()
        if _FILE.fullmatch(rest) and "title" not in options:
            return _Info(name.lower(), {"title": rest, **options})
        return _Info(name.lower(), options, unread=rest)
    parsed = _from_attributes(name, attributes[0])
    known = (f'{key}="{value}"' for key, value in parsed.options.items() if not _is_read(key))
    parsed.unread = " ".join((*known, info[attributes[1] :].strip())).strip()
    return parsed


def _unless_read(option: re.Match[str]) -> str:
    return "" if _is_read(option[1]) else option[0]


def _is_read(key: str) -> bool:
    return key in _OPTIONS or key.startswith("data-")


def _from_attributes(name: str, attributes: Attributes) -> _Info:
    info = _Info(name.lower(), {})
    for key, value in attributes:
        if key == "class" and value and not info.language:
            info.language = value.lower()
        elif key == "class" and value:
            info.classes.append(value)
        elif key == "id" and value:
            info.id = value
        elif value is not None:
            info.options[key] = value
    return info


def _lines(html: str) -> list[str]:
    """The lines of a text's HTML, each with its line break."""
    *lines, last = html.split("\n")
    return [*(line + "\n" for line in lines), *([last] if last else [])]


def _marked(lines: list[str], wanted: str) -> list[str]:
    """The lines, those wanted (`2 3-5`) marked as highlighted."""
    if not _LINES.fullmatch(wanted):
        return lines
    marked: set[int] = set()
    for part in wanted.split():
        first, _, last = part.partition("-")
        marked.update(range(int(first), min(int(last or first), len(lines)) + 1))
    return [
        f'<span class="hll">{line}</span>' if number in marked else line
        for number, line in enumerate(lines, 1)
    ]


def _numbered(pre: str, title: str, count: int, first: int, step: int, special: int) -> str:
    """The code in a table beside its line numbers: each `step`-th is shown, each `special`-th marked."""
    width = len(str(first + count - 1))
    numbers = "\n".join(
        f'<span class="{"special" if special and number % special == 0 else "normal"}">'
        f"{number if number % max(step, 1) == 0 else '':>{width}}</span>"
        for number in range(first, first + count)
    )
    row = f'<tr><th colspan="2" class="filename">{title}</th></tr>' if title else ""
    return (
        f'<table class="highlighttable">{row}<tr><td class="linenos"><div class="linenodiv">'
        f'<pre><span></span>{numbers}</pre></div></td><td class="code"><div>{pre}</div></td></tr></table>'
    )
