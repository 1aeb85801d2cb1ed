"""Files of exercises that a text asks its readers to fix: "Fix the typo in `pod.yaml`, then apply it".

What the sentence names is what is wrong on purpose: of a file whose selector is to be fixed, only findings
about its selector are meant. "Fix the typo in it", or "fix it", names none.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation, with_infos

_FILE = "\0"
_MARKUP = re.compile(r"[*_`\"'“”]+")
_FIX = (
    r"(?:fix|correct|repair|debug|behebe|korrigiere|repariere|corrige|arregla|repara|corrigez|réparez|corrija"
    r"|conserte|исправьте|почините)"
)
_GENERIC = (
    r"(?:(?:the|this|that|its|an?|any|all|every|each|in|of|with|following|syntax|yaml|typos?|errors?|mistakes?"
    r"|bugs?|issues?|problems?|faults?|mismatch(?:es)?|indentation|manifests?|files?|definitions?|containers?"
    r"|pods?|den|die|das|der|alle|fehler|tippfehler|el|los?|las?|un|errore?s?|l['’]|les?|des|erreurs?|os?|as?"
    r"|erros?|ошибк\w+|опечатк\w+|broken|invalid|wrong|incorrect|faulty|bad|both|two|three)[ ,]+)*"
)
_TO_FIX = lazy_regex(
    rf"(?:^|[.!?:;,–—] |\b(?:and|then|so|please|und|dann|bitte|y|et|e|и) ){_FIX} "
    r"(?P<what>(?:[^.!?\0\n]|\.(?=\w)){0,80}?)"
    rf"(?:\b(?:in|inside|within|of|dans|en|em|в|im) (?:the |file |der |datei )*)?{_FILE}",
    re.IGNORECASE,
)
"""What asks to fix a file, or something in it."""
_FAILS = lazy_regex(
    rf"{_FILE}(?:(?!\.ya?ml\b|\.json\b)[^#\0]){{0,300}}?"
    r"\byou (?:should|will|['’]ll) (?:now )?(?:hit|get|see|receive|encounter|run into)"
    r" (?:an? |some )?(?:\w+ )?errors?\b(?:[^#]{0,200}?\b(?:find|fix|correct|repair)\b[^.!?]*)",
    re.IGNORECASE,
)
"""What says that applying a file fails, and asks to find out why."""
_NAME = re.compile(r"[A-Za-z][\w.\[\]-]*")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_NAMES = re.compile(rf"(?:{_GENERIC})?", re.IGNORECASE)
_PAST = lazy_regex(r"\(#\d+\)|\bby @\w|/pull/\d|\b[0-9a-f]{7,40}\b")
"""What a list of changes has: they were made."""
_BLOCK = lazy_regex(r"^[ \t>]*(?:```|~~~)[^\n]*$", re.MULTILINE)


def passages_to_fix(path: str, text: str) -> Iterator[str]:
    """The passages of a text that ask to fix a file. `path`: that of the file."""
    for passage, _ in _requests(path, text):
        yield passage


def as_to_be_fixed(violations: Sequence[Violation], path: str, around: str, text: str) -> Sequence[Violation]:
    """The violations of a file; as infos those of what a text asks to fix in it.

    `path`: that of the file. `around`: the text around it. `text`: that of the offsets.
    """
    requests = [names for _, names in _requests(path, around)]
    return with_infos(
        violations, lambda own: any(not names or _is_about(own, text, names) for names in requests)
    )


def _requests(path: str, text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The passages that ask to fix a file, each with the names of what is to be fixed in it."""
    name = posixpath.basename(path)
    if not name or name not in text:
        return
    named = re.compile(rf"(?<![\w.~/-])(?:[\w.~-]*/)*{re.escape(name)}(?![\w-]|\.\w)")
    for section in re.split(r"^#{1,6}[ \t]", text, flags=re.MULTILINE):
        if not named.search(section):
            continue
        plain = " ".join(_MARKUP.sub("", named.sub(_FILE, _BLOCK.sub("", section))).split())
        for request in (*_TO_FIX.finditer(plain), *_FAILS.finditer(plain)):
            if _PAST.search(plain, request.start(), min(len(plain), request.end() + 40)):
                continue
            what = request.groupdict().get("what") or ""
            yield request[0].replace(_FILE, name), _names(what)


def _names(what: str) -> frozenset[str]:
    """The words of what is to be fixed, in lower case; none where it says "the typo" only."""
    if _NO_NAMES.fullmatch(f"{what} " if what else ""):
        return frozenset()
    words: set[str] = set()
    for word in _NAME.findall(_NO_NAMES.sub("", what, count=1)):
        last = re.sub(r"\[.*?\]", "", word).rpartition(".")[2]
        words |= {part.lower().rstrip("s") for part in (last, *_CAPITAL.split(last)) if len(part) > 2}
    return frozenset(words)


def _is_about(violation: Violation, text: str, names: frozenset[str]) -> bool:
    """Whether the line of a violation, a field above it or its message has one of some names."""
    start = line_start(text, violation.start)
    line = text[start : line_end(text, violation.start)]
    written = [line, violation.message, violation.missing, *_fields_above(text, start, line)]
    words = {
        part.lower().rstrip("s")
        for word in re.findall(r"[A-Za-z]\w*", " ".join(written))
        for part in (word, *_CAPITAL.split(word))
    }
    return not words.isdisjoint(names)


def _fields_above(text: str, start: int, line: str) -> Iterator[str]:
    """The nearest fields that a line stands below, up to three."""
    column = len(line) - len(line.lstrip(" -"))
    count = 0
    for above in reversed(text[:start].split("\n")):
        width = len(above) - len(above.lstrip(" -"))
        if above.strip() and not above.lstrip().startswith("#") and width < column and count < 3:
            count += 1
            column = width
            yield above.partition(":")[0]
