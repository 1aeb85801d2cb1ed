"""Text that stops YAML from being read: `...` for lines left out, `{{ }}` for a value, `\\'`.

It is replaced by as many characters of valid YAML, so that offsets stay the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence, Set

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.equivalences import Equivalence
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.alternatives import without_alternatives
from knotwork.snippets.yaml.compose import Composed, composed
from knotwork.snippets.yaml.confusables import without_confusables
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.nodes import nodes
from knotwork.snippets.yaml.placeholders import with_placeholders_filled
from knotwork.snippets.yaml.separators import (
    indented_separators,
    masked_separator,
    misspelt_separator,
    misspelt_separators,
    starts,
)
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX
from knotwork.snippets.yaml.template_errors import certain
from knotwork.snippets.yaml.templates import (
    OPENINGS,
    YAML_TEMPLATE,
    begins_braces,
    braces,
    branch_offsets,
    without_braces,
)

YAML_ESCAPE = snippet_rule(
    "yaml-escape",
    "warning",
    "yaml",
    r"""
    A text in double quotes holds `\'`, which is no escape in YAML.

    kubectl accepts it. Other programs that read YAML, such as editors and CI, reject the file.

    Bad:

    ```yaml {k8s="invalid:yaml-escape"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: escape
    data:
      greeting: "it\'s up"
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: escape
    data:
      greeting: "it's up"
    ```

    `check --fix` removes the backslash.
    """,
    position=4,
    safe_by=(Equivalence.ESCAPE,),
)
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

_ELLIPSIS = re.compile(
    r"^([ \t]*)((?:- )?(?:\.\.\.|…|\[ ?(?:\.\.\.?|…|\. \. \.)[^\[\]\n]*\]|<\.\.\.>|<(?i:snip)>)"
    r"|\.\.|\.\.\.\.+|\. \. \.)[ \t]*$",
    re.MULTILINE,
)
_ONLY_WHERE_BROKEN = frozenset(("..", ". . ."))
_DOTS = re.compile(r"^([ \t]*)(?:- )?(?:#[ \t]*)?(?:\.\.\.|…)[ \t]*$", re.MULTILINE)
_DOTS_READ = re.compile(r"[ \t]*(?:- )?(?:#[ \t]*)?(?:\.\.|…)")
"""A line of dots, also when it is read as a comment."""
_ONE_LINE = 300
_COMMENT = re.compile(
    r"^[ \t]*#[# \t(\[<]*(?:\.\.\.|…|(?:[^\n#]*[ \t])?(?:"
    r"(?<!be )(?<!if )(?<!is )(?<!when )omitted(?: for brevity)?|excerpt|snip|snipped|truncated|abbreviated"
    r"|(?:the )?same as above|(?:fields|settings|options|values|rest) (?:go|goes) here"
    r"|(?:add|put|insert|specify|write) (?:\S+ ){0,5}here|(?:fields|params|parameters|settings|options) here"
    r")[ \t.)\]>…]*$)",
    re.MULTILINE | re.IGNORECASE,
)
"""A comment about what is left out: `# ... as above`, `# other fields go here`, `# This is an excerpt`."""
_DESCRIBED = re.compile(r"^API Version: {2,}\S", re.MULTILINE)
"""A line of what `kubectl describe` shows, which is no manifest."""
_INCLUDE = re.compile(r"^[ \t]*\{!.*!\}[ \t]*$", re.MULTILINE)
"""A line that a program puts a file in place of."""
_MARKS_OF_PLACEHOLDERS = ("@", "##", "]", "%", "}", "**", "*/")
_ELISIONS = 50
"""The most lines between two keys that are looked at."""
_ESCAPES = 100
"""The most `\\'` of one block that are replaced."""


def has_elision(text: str) -> bool:
    """Whether a line of the text is an elision: `...`, `- ...`, `# ...`, `# status omitted`."""
    if ("..." in text or "…" in text) and _DOTS.search(text) is not None:
        return True
    return "#" in text and _COMMENT.search(text) is not None


def ends_with_elision(text: str, end: int) -> bool:
    """Whether dots are the last line of a text, at the offset where its last document ends."""
    return text.startswith("...", end) and not text[end + 3 :].strip()


def is_below_elision(text: str, offset: int) -> bool:
    """Whether the lines above an offset, without empty ones, end with an elision."""
    return _is_left_out(text[: text.rfind("\n", 0, offset) + 1].rstrip().rpartition("\n")[2])


def is_above_elision(text: str, offset: int) -> bool:
    """Whether an elision is the first line below an offset, without empty ones."""
    end = text.find("\n", offset)
    return end != -1 and _is_left_out(text[end : end + _ONE_LINE].lstrip("\n").partition("\n")[0])


def _is_left_out(line: str) -> bool:
    return _DOTS_READ.match(line) is not None or _COMMENT.match(line) is not None


class Attempt(Struct, frozen=True):
    """A text that was read, with replacements."""

    composed: Composed
    violations: tuple[Violation, ...]
    """Those for what was replaced."""
    template: bool
    inserted: tuple[int, ...] = ()
    """The offsets of spaces that stand in the text that was read, and not in the block."""

    @property
    def broken(self) -> int:
        """How many documents could not be read."""
        return _broken(self.composed)


def attempt(text: str) -> Attempt:
    """The documents of a text, read with replacements where that is necessary."""
    if "{!" in text:
        text = _INCLUDE.sub(lambda line: "#...".ljust(len(line[0])), text)
    read, strange, inserted = without_confusables(_composed(text), _composed)
    text = read.text
    if _DESCRIBED.search(text):
        kept = (violation for violation in read.violations if violation.rule is not DUPLICATE_KEY)
        return Attempt(replace(read, violations=tuple(kept)), strange, template=False, inserted=inserted)
    if (
        any(mark in text for mark in _MARKS_OF_PLACEHOLDERS)
        and (filled := with_placeholders_filled(text)) != text
    ):
        read = _composed(filled)
    violations: list[Violation] = [*strange]
    template = False
    if spans := misspelt_separators(text):
        read = _composed(_with_masks(text, spans))
        violations += [misspelt_separator(start, end, text[start:end]) for start, end in spans]
    if " ---" in text and _broken(read) and (spans := indented_separators(text)):
        divided = composed(_with_masks(text, spans), [*starts(text), *(end for _, end in spans)])
        if _broken(divided) < _broken(read):
            read = divided
            violations += [misspelt_separator(start, end, text[start:end]) for start, end in spans]
    if "…" in text or "<snip>" in text.lower() or ".." in text or ". ." in text:
        read, elisions = _without_elisions(read)
        violations += elisions
        read = _without_keys_apart(read, text)
    read = without_alternatives(read)
    if "\\'" in text and _broken(read):
        read, escapes = _without_escapes(read)
        violations += escapes
    if any(mark in text for mark in OPENINGS) and _is_template(read):
        template = True
        written = read.text
        start, end = next(braces(written))
        read = _of_one_branch(_composed(without_braces(written)), written)
        message = "a template: only the YAML around its `{{ }}` is checked"
        violations.append(Violation(YAML_TEMPLATE, start, end, message))
    return Attempt(read, tuple(violations), template, inserted)


def _with_masks(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], masked_separator(text[start:end])]
        at = end
    return "".join((*parts, text[at:]))


def _composed(text: str) -> Composed:
    return composed(text, starts(text))


def _broken(read: Composed) -> int:
    return sum(violation.rule is YAML_SYNTAX for violation in read.violations)


# -- lines left out


def _without_elisions(read: Composed) -> tuple[Composed, list[Violation]]:
    if _ELLIPSIS.search(read.text) is None:
        return read, []
    broken, dots = bool(_broken(read)), _offsets_of_dots(read)
    lines = [
        match for match in _ELLIPSIS.finditer(read.text) if _is_elision(read.text, match, dots, broken=broken)
    ]
    if not lines:
        return read, []
    parts, at = [], 0
    for match in lines:
        parts += [read.text[at : match.start(2)], _comment(match[2])]
        at = match.end(2)
    text = "".join((*parts, read.text[at:]))
    commented = _composed(text)
    by = (Equivalence.COMMENT,) if _are_comments(commented, read.text, lines) else ()
    return commented, [_lone_ellipsis(match, by) for match in lines]


def _are_comments(commented: Composed, text: str, lines: Sequence[re.Match[str]]) -> bool:
    """Whether the text has the same values with comments instead of these lines as without the lines."""
    if _broken(commented):
        return False
    parts, at = [], 0
    for match in lines:
        parts.append(text[at : match.start()])
        at = text.find("\n", match.end()) + 1 or len(text)
    without = _composed("".join((*parts, text[at:])))
    return not _broken(without) and without.values == commented.values


def _is_elision(text: str, line: re.Match[str], dots: Set[int], *, broken: bool) -> bool:
    """Whether a line of dots stands for lines left out, and is not a text or the end of a document."""
    if line[2] in _ONLY_WHERE_BROKEN:
        return broken
    if not line[1] and line[2] == "...":
        before = text[text.rfind("\n", 0, max(0, line.start() - 1)) + 1 : line.start()].rstrip()
        after = text[line.end() : line.end() + 200].lstrip()
        return before.endswith(":") or not (
            not after or after.startswith(("---", "%", "#", "apiVersion:", "kind:"))
        )
    return broken or any(line.start(2) + before in dots for before in range(3))


def _without_keys_apart(read: Composed, text: str) -> Composed:
    """The text that was read, without duplicate keys that an elision on their level stands between."""
    if not any(violation.rule is DUPLICATE_KEY for violation in read.violations):
        return read
    lines = [(match.start(), len(match[1])) for match in _DOTS.finditer(text)]

    def is_one(violation: Violation) -> bool:
        if violation.rule is not DUPLICATE_KEY:
            return True
        column = violation.start - text.rfind("\n", 0, violation.start) - 1
        first = bisect_left(lines, (violation.related[0][0], 0))
        between = lines[first : first + _ELISIONS]
        return not any(start < violation.start and indent <= column for start, indent in between)

    return replace(read, violations=tuple(filter(is_one, read.violations)))


def _offsets_of_dots(read: Composed) -> Set[int]:
    """The offsets of the values that begin with dots."""
    return {
        node.start_mark.index
        for document in read.documents
        if document.root is not None
        for node in nodes(document.root)
        if isinstance(node, yaml.ScalarNode) and not node.style and node.value.startswith(("...", "…"))
    }


def _comment(dots: str) -> str:
    """A comment of as many characters."""
    return "#".rjust(len(dots) - 2) + ".." if len(dots) > 2 else "#"


def _lone_ellipsis(line: re.Match[str], by: tuple[Equivalence, ...]) -> Violation:
    start, end = line.span(2)
    return Violation(
        LONE_ELLIPSIS,
        start,
        end,
        f"`{line[2]}` does not stand for omitted lines in YAML",
        "Write `# ...`: a comment leaves out as well, and the block can be copied.",
        repair=Repair("Write `# ...`", by, ((start, end, "# ..."),)),
    )


# -- escapes


def _without_escapes(read: Composed) -> tuple[Composed, list[Violation]]:
    r"""The text without `\'`, which YAML does not allow in double quotes but Kubernetes accepts."""
    violations: list[Violation] = []
    for _ in range(_ESCAPES):
        errors = (violation for violation in read.violations if violation.rule is YAML_SYNTAX)
        error = next(errors, None)
        at = -1 if error is None else read.text.find("\\'", max(0, error.start - 1), error.start + 2)
        if at == -1:
            break
        read = _composed(f"{read.text[:at]} '{read.text[at + 2 :]}")
        violations.append(
            Violation(
                YAML_ESCAPE,
                at,
                at + 2,
                "`\\'` is not an escape in double quotes, though Kubernetes accepts it",
                "Write `'`: only `\"` and `\\` need a backslash there.",
                repair=Repair("Write `'`", (Equivalence.ESCAPE,), ((at, at + 2, "'"),)),
            )
        )
    return read, violations


# -- templates


def _of_one_branch(read: Composed, written: str) -> Composed:
    """A template that was read, without duplicate keys that stand in different branches, or are braces."""
    branches = branch_offsets(read.text)

    def is_one(violation: Violation) -> bool:
        if violation.rule is not DUPLICATE_KEY:
            return True
        first = violation.related[0][0]
        between = bisect_left(branches, first) < bisect_left(branches, violation.start)
        start = violation.start + written.startswith("$", violation.start)
        return not between and not begins_braces(written, start)

    return replace(read, violations=tuple(certain(list(filter(is_one, read.violations)), written)))


def _is_template(read: Composed) -> bool:
    """Whether there are braces outside of quotes and block scalars, where they would be text."""
    if next(braces(read.text), None) is None:
        return False
    return bool(_broken(read)) or any(
        begins_braces(read.text, node.start_mark.index)
        or (isinstance(node, yaml.ScalarNode) and not node.style and "{{" in node.value)
        for document in read.documents
        if document.root is not None
        for node in nodes(document.root)
    )
