"""Lines left out of a block, as writers show it: `...`, `# ... as above`, `# other fields go here`."""

from __future__ import annotations

import re

from knotwork.model.equivalences import Equivalence
from knotwork.model.line_offsets import line_start
from knotwork.snippets.rule import snippet_rule

LONE_ELLIPSIS = snippet_rule(
    "lone-ellipsis",
    "info",
    "yaml",
    """
    A line of dots stands for omitted lines.

    In YAML three dots end the document, or are a string: a copy of the block fails, or has a wrong value. A
    comment shows the omission just as well.

    Bad:

    ```yaml {k8s="invalid:lone-ellipsis"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: dots
    data:
      LEVEL: info
      ...
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: dots
    data:
      LEVEL: info
      # ...
    ```

    `check --fix` turns it into a comment where YAML allows one. With dots or such a comment, required fields
    may be missing; to keep plain dots, mark the block with `{k8s=partial}`.
    """,
    position=9,
    safe_by=(Equivalence.COMMENT,),
)

DOTS = re.compile(r"^([ \t]*)(?:- )?(?:#[ \t]*)?(?:\.\.\.+|…+)(?:[ \t]+(?:\.+|…+))*[ \t]*$", re.MULTILINE)
_DOTS_READ = re.compile(r"[ \t]*(?:- )?(?:#[ \t]*)?(?:\.\.|…)")
"""A line of dots, also when it is read as a comment."""
_TO_FILL_IN = re.compile(
    r"^([ \t]*)(?:- )?[\w.-]+:[ \t]+#[ \t]*"
    r"(?:TODO|FIXME|(?:add|put|insert|specify|write|fill in|enter|your)\b)[^\n]*$(?!\n\1(?:[ \t]|- ))",
    re.MULTILINE | re.IGNORECASE,
)
"""A field whose value a comment asks for: `name: # add a name here`."""
_DOTS_AS_VALUE = re.compile(
    r"^[ \t]*(?:- )?[\w.-]+:[ \t]+(?:\[ ?(?:\.\.\.|…) ?\]|\{ ?(?:\.\.\.|…) ?\}|\.\.\.|…)[ \t]*(?:#.*)?$",
    re.MULTILINE,
)
"""A field whose content is left out: `spec: {...}`, `metadata: [...]`."""
_ONE_LINE = 300
_COMMENT = re.compile(
    r"^[ \t]*#[# \t(\[<]*+(?:\.\.\.|…|(?:[^\n#]*[ \t])?(?:"
    r"(?<!be )(?<!if )(?<!is )(?<!when )omitted(?: for brevity)?|excerpt|snip|snipped|truncated|abbreviated"
    r"|(?:redacted|removed|cut|shortened) (?:due to|because of|for) (?:length|brevity|space|clarity)"
    r"|(?:the )?same as above"
    r"|(?:(?<=# )|(?<=#)|(?<=rest )|(?<=rest: ))see (?:\S+ ){0,4}(?:above|below|files?|manifests?|ya?ml)"
    r"|(?:fields|settings|options|values|rest) (?:go|goes) here"
    r"|(?<=# )(?:your (?:[\w-]+ ){0,2}"
    r"|(?:the )?(?!(?:no|never|without|not|one|two|three|all|both|some)\b)(?:[\w-]+ )?)"
    r"(?:schema|properties|spec|definition|template|containers) here"
    r"|(?:add|put|insert|specify|write) (?:\S+ ){0,5}here|(?:fields|params|parameters|settings|options) here"
    r"|(?<!ser )(?<!быть )(?:omitid[oa]s?|omiss[oa]s?|omess[oaie]|опущен[оаы]?|пропущен[оаы]?|сокращен[оаы]?"
    r"|ausgelassen|weggelassen|gekürzt|pominięt[oey]|tronquée?s?|lược bỏ|kısaltıldı)"
    r"(?! (?:si|se|quando|cuando|wenn|falls|если|jeśli|nếu)\b)(?: [^\s#]+){0,4}"
    r"|(?:igual (?:que arriba|ao anterior|acima)|wie oben|come sopra|как выше|jak wyżej|như trên)"
    r")[ \t.)\]>…]*$"
    r"|[^\n#]{0,30}(?:(?<![可以能])省略|[中后前后後下]略|以下略|同上|생략|중략)"
    r"(?:しています|します|しました|了|함|됨|했습니다|합니다)?[ \t.。…)）\]】>]*$)",
    re.MULTILINE | re.IGNORECASE,
)
"""A comment about what is left out: `# ... as above`, `# other fields go here`, `# This is an excerpt`."""


_TO_ADD = re.compile(
    r"[^\n]*\b(?:(?:add|put|insert|specify|write) (?:\S+ ){0,5}here"
    r"|(?:go|goes|options|params|parameters|schema|properties|spec|definition|template|containers) here"
    r"|see (?:\S+ ){0,4}(?:above|below|files?|manifests?|ya?ml))[ \t.)\]>…]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""A comment for who extends a file, or reads on: `# add your hosts here`, `# see the file below`."""


_ASKS = re.compile(r"\b(?:add|put|insert|specify|write) (?:\S+ ){1,5}here[ \t.)\]>…]*$", re.IGNORECASE)


def has_elision(text: str, *, file: bool = False) -> bool:
    """Whether a line of the text is an elision: `...`, `- ...`, `# ...`, `# status omitted`.

    What a comment asks to add is no more than what stands there.
    """
    if ("..." in text or "…" in text) and (DOTS.search(text) or _DOTS_AS_VALUE.search(text)):
        return True
    if "#" not in text:
        return False
    if file:
        return any(not _TO_ADD.match(comment[0]) for comment in _COMMENT.finditer(text))
    if any(not _asks_beside_fields(comment, text) for comment in _COMMENT.finditer(text)):
        return True
    return _TO_FILL_IN.search(text) is not None


def comments_to_add(text: str) -> list[int]:
    """The offsets of the comments that ask for more beside other fields: `# add your labels here`."""
    comments = (comment for comment in _COMMENT.finditer(text) if _asks_beside_fields(comment, text))
    return [comment.start() + comment[0].index("#") for comment in comments]


def _asks_beside_fields(comment: re.Match[str], text: str) -> bool:
    """Whether a comment asks to add something where other fields are, and not for a whole value."""
    if _ASKS.search(comment[0]) is None:
        return False
    column = len(comment[0]) - len(comment[0].lstrip())
    above, below = text[: comment.start()].rstrip(), text[comment.end() :].lstrip("\n").partition("\n")[0]
    is_first = above.rpartition("\n")[2].partition(" #")[0].endswith(":")
    return not is_first or (bool(below.strip()) and len(below) - len(below.lstrip()) >= column)


def elision_comments(text: str) -> set[int]:
    """The offsets of the lines with comments about what is left out."""
    if "#" not in text:
        return set()
    comments = (*_COMMENT.finditer(text), *DOTS.finditer(text))
    return {comment.start() for comment in comments if comment[0].lstrip().startswith("#")}


def ends_with_elision(text: str, start: int, end: int) -> bool:
    """Whether the dots at the end of a document are the last line of the text, or stand between two parts.

    `start` and `end`: the offsets of the document. A part has its kind, and no apiVersion.
    """
    if not text.startswith("...", end):
        return False
    rest = text[end + 3 : end + _ONE_LINE]
    below = rest.strip()
    if below and next(filter(str.strip, rest.split("\n"))).startswith((" ", "\t")):
        return True  # what follows belongs to what is left out
    return not below or (below.startswith("kind:") and text.find("apiVersion:", start, end) == -1)


def is_closed_by_dots(text: str, end: int) -> bool:
    """Whether dots close a document above the `---` of another one: they end it, or stand for the rest of it.

    `end`: the offset of its end.
    """
    return text.startswith("...", end) and text[end + 3 : end + _ONE_LINE].lstrip().startswith("---")


def is_below_elision(text: str, offset: int) -> bool:
    """Whether the lines above an offset, without empty ones, end with an elision."""
    end = text.rfind("\n", 0, offset)
    while end > 0:
        start = line_start(text, end)
        if line := text[start:end].rstrip():
            return is_left_out(line)
        end = start - 1
    return False


def begins_with_elision(text: str, offset: int) -> bool:
    """Whether an elision is the first line below a key that ends at an offset, without empty ones.

    What is written on the line of its key is no such value: nothing of it is left out.
    """
    end = text.find("\n", offset)
    if not text[offset:end].startswith(":"):
        return False
    return end != -1 and is_left_out(text[end : end + _ONE_LINE].lstrip("\n").partition("\n")[0])


def is_left_out(line: str) -> bool:
    """Whether a line is an elision."""
    return _DOTS_READ.match(line) is not None or _COMMENT.match(line) is not None
