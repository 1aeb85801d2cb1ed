"""A block is read without the lines that show that others are left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence, Set

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import Equivalence
from knotwork.model.line_offsets import line_above, line_below, line_start
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.compose import Composed, broken_documents
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.elisions import DOTS, LONE_ELLIPSIS

_BELOW_DOT = "|".join(rf"(?<=\.\n{' ' * width})\." for width in range(13))
_LEFT_OUT = (
    r"(?i:omitted|snip(?:ped)?|truncated|skipped|omitid[oa]s?|omiss[oa]s?|опущен[оаы]?|пропущен[оаы]?|ausgelassen"
    r"|gekürzt|lược bỏ|(?:[\u4e00-\u9fff]{0,4}省略|[以上中前后後下]略)[\u4e00-\u9fff]{0,4}"
    r"|(?:이하 ?|중간 ?)?생략|[중전후]략)"
)
_ELLIPSIS = re.compile(
    r"^([ \t]*|[ \t]*(?:- )*[\w.-]+:[ \t]+[|>][-+0-9]{0,2}[ \t]+)"
    r"((?:- )?(?:\.\.\.|…+|\[ ?(?:\.\.\.?|…|\. \. \.)[^\[\]\n]*\]|\( ?(?:\.\.\.?|…)[^()\n]*\)"
    r"|\{ ?(?:\.\.\.?|…)[^{}\n]*\}"
    r"|<\.\.[^<>\n]*>|(?:\.\.\.)?<[-. ]*(?i:snip(?:ped)?)[-. ]*>|(?P<dashes>-{2,20}) ?(?i:snip) ?(?P=dashes))"
    r"|(?:\.\.+|…)[ \t]?(?i:(?:(?:output|lines|content|config(?:uration)?|fields) )?"
    r"(?:snip(?:ped)?|cut|omitted|skipped|truncated))[ \t]?[.…]*"
    rf"|\.(?=[ \t]*\n[ \t]*\.)|{_BELOW_DOT}|- \.(?=[ \t]*\n)"
    r"|\.\.|\.\.\.\.+|\.(?: \.)+|(?:\.\.+|…+)(?:[ \t]+(?:\.+|…+))+"
    rf"|(?P<mark>[.…*=~·・-])(?P=mark)+[ \t]?[(（]?(?:{_LEFT_OUT}|略)[)）]?[ \t]?[.…*=~·・-]{{2,}}"
    rf"|(?:…|[~〜～][ \t]?){_LEFT_OUT}(?:…|[ \t]?[~〜～])|・{{2,}}|{_LEFT_OUT}|略"
    rf"|(?=[^\n:#\"']{{0,60}}{_LEFT_OUT})(?![\[({{<-])[^\n:#\"'.…。]{{2,80}}(?:。{{2,}}|…+|\.{{3,}})"
    rf"|[<＜(（【\[][ \t]?(?:[A-Za-z]+ ){{0,3}}(?:{_LEFT_OUT}|略|략|(?i:redacted))(?i: for brevity)?"
    r"[ \t]?[>＞)）】\]]"
    r"|\.\.\.+(?: [\w<][^\n#]*| ?[(（](?=[^\n]*[)）])[^\n:#]*)|[:：⋮︙]"
    r"|//[^\n]*?(?:\.\.+|…|(?i:\b(?:omitted|snip(?:ped)?|truncated|as above)\b)"
    r"|[省忽以中前后後下]略|(?<=//)[ \t]?略)[^\n]*?"
    r")[ \t]*(?:#[^\n]*)?$",
    re.MULTILINE,
)
"""`...`, `... ...`, `. . .`, dots below each other, `...snip`, `[...snip...]`, `(...)`, `// omitted`, the
word for it between marks, `****省略****`, and dots in place of a text: `|- ...`.
"""
_ONLY_WHERE_BROKEN = re.compile(r"[:：]|- \.|\.\.?|\.(?: \.)+|\.\.\.+ [\w<][^\n]*[^.\n]")
_NEXT_DOCUMENT = re.compile(r"---(?=\s|\Z)|%|#|apiVersion:|kind:")
_WORDS = (
    "略",
    "략",
    "・・",
    "skipped",
    "Omitted",
    "omitted",
    "truncated",
    "redacted",
    "omitid",
    "ausgelassen",
    "gekürzt",
)
_ELISIONS = 50
"""The most lines between two keys that are looked at."""


def may_have_elision(text: str) -> bool:
    """Whether `without_elisions` may find something in a text: quick, and sometimes wrong."""
    if "…" in text or ".." in text or ". ." in text or "\n.\n" in text or " .\n" in text:
        return True
    if "//" in text and (" //" in text or "\n//" in text or text.startswith("//")):
        return True
    if "\n:\n" in text or " :\n" in text or "：" in text or "⋮" in text or "︙" in text:
        return True
    for word in _WORDS:
        if word in text:
            return True
    return ("**" in text or "==" in text or "~~" in text or "··" in text) or (
        ("<" in text or "--" in text) and "snip" in text.lower()
    )


def without_elisions(read: Composed, compose: Callable[[str], Composed]) -> tuple[Composed, list[Violation]]:
    """A text that was read, with comments in place of lines of dots, and the violations for these.

    `compose` reads a text.
    """
    if _ELLIPSIS.search(read.text) is None:
        return read, []
    broken, dots = bool(broken_documents(read)), _offsets_of_dots(read)
    lines = [
        match for match in _ELLIPSIS.finditer(read.text) if _is_elision(read.text, match, dots, broken=broken)
    ]
    if not lines:
        return read, []
    commented = compose(_with(lines, read.text, _comment))
    if broken_documents(commented):
        blank = compose(_with(lines, read.text, _blank))  # in a block scalar a comment ends it
        commented = commented if broken_documents(blank) else blank
    if not broken and broken_documents(commented):  # they divide what does not belong together
        return read, [_lone_ellipsis(match, ()) for match in lines]
    by = (Equivalence.COMMENT,) if _are_comments(commented, read.text, lines, compose) else ()
    return commented, [_lone_ellipsis(match, by) for match in lines]


def _with(lines: Sequence[re.Match[str]], text: str, replacement: Callable[[str], str]) -> str:
    """A text of the same length with replacements for these lines, and spaces for tabs before them."""
    parts, at = [], 0
    for match in lines:
        parts += [text[at : match.start()], " " * len(match[1]), replacement(match[2])]
        at = match.end(2)
    return "".join((*parts, text[at:]))


def _blank(dots: str) -> str:
    return " " * len(dots)


def _are_comments(
    commented: Composed, text: str, lines: Sequence[re.Match[str]], compose: Callable[[str], Composed]
) -> bool:
    """Whether the text has the same values with comments instead of these lines as without the lines."""
    if broken_documents(commented):
        return False
    parts, at = [], 0
    for match in lines:
        parts.append(text[at : match.start()])
        at = line_below(text, match.end())
    without = compose("".join((*parts, text[at:])))
    return not broken_documents(without) and without.values == commented.values


def _is_elision(text: str, line: re.Match[str], dots: Set[int], *, broken: bool) -> bool:
    """Whether a line of dots stands for lines left out, and is not a text or the end of a document."""
    if _ONLY_WHERE_BROKEN.fullmatch(line[2]):
        return broken
    if not line[1] and (line[2] == "..." or (line[2].startswith("... ") and not broken)):
        before = text[line_above(text, line.start()) : line.start()].rstrip()
        after = text[line.end() : line.end() + 200].lstrip()
        return before.endswith(":") or not (not after or _NEXT_DOCUMENT.match(after))
    return broken or any(line.start(2) + before in dots for before in range(3))


def without_keys_apart(read: Composed, text: str) -> Composed:
    """The text that was read, without duplicate keys that an elision on their level stands between."""
    if not any(violation.rule is DUPLICATE_KEY for violation in read.violations):
        return read
    lines = [(match.start(), len(match[1])) for match in DOTS.finditer(text)]

    def is_one(violation: Violation) -> bool:
        if violation.rule is not DUPLICATE_KEY:
            return True
        column = violation.start - line_start(text, violation.start)
        first = bisect_left(lines, (violation.related[0][0], 0))
        between = lines[first : first + _ELISIONS]
        return not any(start < violation.start and indent <= column for start, indent in between)

    return replace(read, violations=tuple(filter(is_one, read.violations)))


def _offsets_of_dots(read: Composed) -> Set[int]:
    """The offsets of the values that begin with dots."""
    return {
        node.start_mark.index
        for node in read.nodes
        if isinstance(node, yaml.ScalarNode) and not node.style and node.value.startswith(("...", "…", "//"))
    }


def _comment(dots: str) -> str:
    """A comment of as many characters."""
    return "#".rjust(len(dots) - 2) + ".." if len(dots) > 2 else "#".ljust(len(dots))


def _lone_ellipsis(line: re.Match[str], by: tuple[Equivalence, ...]) -> Violation:
    start, end = line.span(2)
    new = f"# {line[2]}" if line[2].endswith((")", "）")) and line[2].startswith("...") else "# ..."
    tabbed = "\t" in line[1]
    change = (line.start(), end, f"{line[1].expandtabs(2)}{new}") if tabbed else (start, end, new)
    return Violation(
        LONE_ELLIPSIS,
        start,
        end,
        f"`{line[2]}` does not stand for omitted lines in YAML",
        "Write `# ...`: a comment leaves out as well, and the block can be copied.",
        repair=Repair("Write `# ...`", by, (change,)),
    )
