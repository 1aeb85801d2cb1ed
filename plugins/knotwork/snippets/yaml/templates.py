"""Templates, as for Helm and Jinja: the YAML around `{{ }}` is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.yaml.masks import with_masks

YAML_TEMPLATE = snippet_rule(
    "yaml-template",
    "info",
    "yaml",
    """
    A block has `{{ }}`, `{% %}` or `#@` in place of YAML.

    It is a template: Helm, Ansible, ytt or another program renders it before it reaches the API server. Only
    the YAML around that is checked, and fields and APIs that do not exist whatever is rendered.

    Bad:

    ```yaml {k8s="invalid:yaml-template"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: {{ .Release.Name }}
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: my-release
    ```

    Show the rendered manifest to have it checked in full; braces in quotes are plain text. To keep the
    template, mark the block with `{k8s=template}`, or use another language, such as `yaml+jinja`.
    """,
    position=6,
)

YTT = lazy_regex(r"(?:^|(?<=[ \t]))#@(?:[ \t]|[a-z][a-z-]*/|\()", re.MULTILINE)
"""The beginning of a comment that ytt runs: `#@ def`, `#@overlay/match`."""
_OPENINGS = ("{{", "{%", "{#", "<#", "</#", "<%", "<<", "<?", "%{")
"""How the parts of templates may begin: of Helm, Jinja, FreeMarker, ERB, PHP, Terraform."""
_STATEMENTS = "if|else|end|range|with|define|block|template|include"
_DIRECTIVES = (
    "if|else|elseif|list|items|sep|switch|case|default|break|assign|macro|function"
    "|return|import|include|local|global|noparse|compress|attempt|recover|setting|ftl"
)
_OPENING = lazy_regex(
    rf"\{{\{{|\{{%|\{{#|<%|<#--|</?#(?=(?:{_DIRECTIVES})\b)|\[/?#(?=(?:{_DIRECTIVES})\b)"
    rf"|\[%(?=[-+~]?\s+[A-Za-z])|\[\[(?=-?\s*(?:(?:{_STATEMENTS})\b|\.[A-Z]))|<<(?=-?\s*(?:{_STATEMENTS})\b)"
    r"|<\?(?==|php\b|\s*(?:if|else|end|foreach)\w*\b)|%\{(?=~?\s*(?:if|else|endif|for|endfor)\b)"
)
_CLOSING: Mapping[str, str] = {
    "{%": "%}",
    "{#": "#}",
    "<%": "%>",
    "<#--": "-->",
    "<#": ">",
    "</#": ">",
    "[%": "%]",
    "[[": "]]",
    "[#": "]",
    "[/#": "]",
    "<<": ">>",
    "<?": "?>",
    "%{": "}",
}
_END_OR_TEXT = lazy_regex(r"""\}\}|"(?:[^"\\\n]|\\.)*"|`[^`]*`""")
"""What ends `{{`, or a text in it, where braces are no end."""
_KEY_BEFORE = lazy_regex(r"[ \t]*(?:- +)*[^\s#:'\"{\[][^\n:]*:[ \t]+")
_NEXT_LINE = lazy_regex(
    r"(?:\n[ \t]*(?:#[^\n]*)?(?=\n))*\n(?P<indent> *)(?:- |[^\s#:][^\n:]*:(?:[ \t]|$))", re.MULTILINE
)
"""The next line with a key or an item, behind empty ones and comments."""
_BLOCK_SCALAR = lazy_regex(
    r"^(?P<indent> *(?:- +)*)"
    r"(?P<key>(?:[^\s#'\"{\[-](?:[^\n:]|:(?! ))*|\"[^\"\n]*\"|'[^'\n]*')[ ]*: +)?(?:[!&]\S+ +)*"
    r"[|>][-+0-9]*[ \t]*(?:#[^\n]*)?$",
    re.MULTILINE,
)
_DEEPEST = 60
_DEDENT = [re.compile(rf"^ {{0,{width}}}\S", re.MULTILINE) for width in range(_DEEPEST + 1)]
"""A line that ends a block scalar, by the indentation of its key."""
_VISIBLE = lazy_regex(r"[^\s]")
_IN_LINE = lazy_regex(r"[^\n]")
CONTROL = lazy_regex(
    r"\{\{-?\s*(?:if|else|end|range|with|define|block)\b|\{\{~?(?:[#^]|/(?!\*))"
    r"|\{%[-+]?\s*(?:if|elif|else|endif|for|endfor|block|endblock|macro|endmacro)\b"
    r"|[<\[]/?#(?:if|else|elseif|list|items|switch|case|default)\b"
    r"|<%[-_]?\s*(?:\}|(?:if|unless|else|elsif|end|for|while|\w[\w.]*\.each)\b)"
    r"|(?:\[\[|<<)-?\s*(?:if|else|end|range|with|define|block)\b|<\?(?:php)?\s*(?:if|else|end|foreach)\w*\b"
    r"|\[%[-+~]?\s+(?i:if|unless|else|elsif|end|endif|for|foreach|endfor|while|block)\b"
    r"|%\{~?\s*(?:if|else|endif|for|endfor)\b"
)
"""What begins or ends a branch."""
_BRANCH = "#>"
"""The first characters of the comment that a line between two branches becomes."""
BRANCH_LINE = r"[ \t]*#>##"
"""How such a line begins, as a pattern."""
_BRANCH_LINES = lazy_regex(f"^{BRANCH_LINE}", re.MULTILINE)
_COMMENT_BEGINS = lazy_regex(r"-?\s*/\*")
"""What follows the braces of a comment, which may hold others: `{{- /* … */}}`."""
WRITES_NOTHING = lazy_regex(r"\{#|<#--|\{\{[-~]?\s*(?:/\*|!|\$\w*\s*:?=(?!=))|\{%[-+]?\s*set\b")
"""What begins a comment, or gives a variable its value."""
_LONGEST = 400
"""The most characters of one `{{ }}` that are searched for texts with braces."""


def may_have_braces(text: str) -> bool:
    """Whether something in a text begins like a part of a template: quick, and sometimes wrong."""
    if ("{" in text or "<" in text) and any(opening in text for opening in _OPENINGS):
        return True
    return "[%" in text or "[[" in text or "[#" in text or "[/#" in text


def braces(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of every `{{ }}`, `{% %}`, `{# #}`, `<#if …>`, `<% %>` and the like, in linear time."""
    unclosed: set[str] = set()
    at = 0
    while match := _OPENING.search(text, at):
        opening, at = match[0], match.end()
        if opening in unclosed:
            continue
        end = _end(text, opening, at)
        if end == -1:
            unclosed.add(opening)
        else:
            at = end + len(_CLOSING.get(opening, "}}"))
            yield match.start(), at


def begins_braces(text: str, at: int) -> bool:
    """Whether a part of a template begins at an offset, and is no comment."""
    match = _OPENING.match(text, at)
    return match is not None and match[0] not in ("{#", "<#--")


def _end(text: str, opening: str, start: int) -> int:
    """The offset of what closes braces; -1: nothing does."""
    if opening != "{{":
        return text.find(_CLOSING[opening], start)
    if _COMMENT_BEGINS.match(text, start) and (comment_end := text.find("*/", start)) != -1:
        return text.find("}}", comment_end)
    simple = text.find("}}", start)
    if simple == -1 or ('"' not in (within := text[start:simple]) and "`" not in within):
        return simple
    parts = _END_OR_TEXT.finditer(text, start, start + _LONGEST)
    ends = (part.start() for part in parts if part[0] == "}}")
    return next(ends, simple)


def without_braces(text: str) -> str:
    """A text of the same length that is YAML: a line of nothing but braces is a comment, a value `xxx`."""
    spans = list(braces(text))
    bare = _bare(text, spans)
    texts = block_scalars(bare)[::-1]
    masks = []
    begins = ends = -1
    alone = in_text = False
    for start, end in spans:
        if end > ends:
            begins, ends = line_start(text, start), line_end(text, end)
            rest = bare[begins:ends].strip()
            alone = not rest or (rest.startswith("#") and "\n" not in rest)
            while texts and texts[-1][1] <= start:
                texts.pop()
            in_text = bool(texts) and texts[-1][0] <= start
        written = text[start:end]
        if in_text and alone:
            blank = max(0, min(end, begins + texts[-1][2]) - start)
            mask = " " * blank + _IN_LINE.sub("x", written[blank:])
        elif not alone and _is_above_its_block(bare, start, end, begins, ends):
            mask = _VISIBLE.sub("#", written)
        elif not alone:
            mask = _IN_LINE.sub(" " if WRITES_NOTHING.match(written) else "x", written)
        elif CONTROL.match(written):
            first, line_break, rest = written.partition("\n")
            mask = _BRANCH + "#" * (len(first) - 2) + line_break + _VISIBLE.sub("#", rest)
        else:
            mask = _VISIBLE.sub("#", written)
        masks.append((start, end, mask))
    return with_masks(text, masks)


def block_scalars_of(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """The texts of block scalars in a template with braces at these offsets, as `block_scalars` has them."""
    return block_scalars(_bare(text, spans))


def _bare(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A template with spaces for its braces, whose lines end no text, and `xxx` for those that are a key."""
    masks = []
    for start, end in spans:
        filling = "x" if text.startswith(":", end) else " "
        masks.append((start, end, _IN_LINE.sub(filling, text[start:end])))
    return with_masks(text, masks)


def block_scalars(bare: str) -> list[tuple[int, int, int]]:
    """The texts of block scalars, whose lines are no YAML: their offsets, and how far they are indented.

    `bare` is a text with spaces for its braces. A text is deeper than its key, or than its dash.
    """
    texts: list[tuple[int, int, int]] = []
    for header in _BLOCK_SCALAR.finditer(bare):
        if texts and header.start() < texts[-1][1]:
            continue
        indent = header["indent"]
        width = len(indent) if header["key"] else max(0, indent.rfind("-"))
        end = _DEDENT[min(width, _DEEPEST)].search(bare, header.end())
        stop = len(bare[: end.start() if end is not None else len(bare)].rstrip())
        indents = (
            len(line) - len(line.lstrip()) for line in bare[header.end() : stop].split("\n") if line.strip()
        )
        texts.append((header.end(), stop, min(indents, default=len(bare))))
    return texts


def _is_above_its_block(bare: str, start: int, end: int, begins: int, ends: int) -> bool:
    """Whether braces are the value of a key whose further entries follow, on deeper lines.

    Helm's `labels: {{- include "labels" . | nindent 4 }}` writes entries above those that stand there.
    `bare` is the text with spaces for braces, and has their lines between two offsets.
    """
    if bare[end:ends].strip() or not _KEY_BEFORE.fullmatch(bare, begins, start):
        return False
    below = _NEXT_LINE.match(bare, ends)
    indent = len(bare[begins:ends]) - len(bare[begins:ends].lstrip(" -"))
    return below is not None and len(below["indent"]) > indent


def branch_offsets(text: str) -> list[int]:
    """The offsets of the lines between branches, in a text without braces."""
    return [match.start() for match in _BRANCH_LINES.finditer(text)] if _BRANCH in text else []
