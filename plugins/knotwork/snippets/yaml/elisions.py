"""Text that stops YAML from being read: `...` for lines left out, `{{ }}` for a value, `\\'`.

It is replaced by as many characters of valid YAML, so that offsets stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

import yaml
from msgspec import Struct

from knotwork.model.equivalences import Equivalence
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.compose import Composed, composed
from knotwork.snippets.yaml.nodes import nodes, plain
from knotwork.snippets.yaml.separators import (
    masked_separator,
    misspelt_separator,
    misspelt_separators,
    starts,
)
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX
from knotwork.snippets.yaml.templates import YAML_TEMPLATE, braces, without_braces

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
    A line of dots stands for lines left out.

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
    r"^([ \t]*)((?:- )?(?:\.\.\.|…|\[\.\.\.\]|\[…\]|<\.\.\.>|<snip>))[ \t]*$", re.MULTILINE
)
_ELISION = re.compile(r"^[ \t]*(?:- )?(?:#[ \t]*)?(?:\.\.\.|…)[ \t]*$", re.MULTILINE)
_ESCAPES = 100
"""The most `\\'` of one block that are replaced."""


def has_elision(text: str) -> bool:
    """Whether a line of the text is an elision: `...`, `# ...`, `- ...`."""
    return ("..." in text or "…" in text) and _ELISION.search(text) is not None


class Attempt(Struct, frozen=True):
    """A text that was read, with replacements."""

    composed: Composed
    violations: tuple[Violation, ...]
    """Those for what was replaced."""
    template: bool

    @property
    def broken(self) -> int:
        """How many documents could not be read."""
        return _broken(self.composed)


def attempt(text: str) -> Attempt:
    """The documents of a text, read with replacements where that is necessary."""
    read = _composed(text)
    violations: list[Violation] = []
    template = False
    if spans := misspelt_separators(text):
        read = _composed(_with_masks(text, spans))
        violations += [misspelt_separator(start, end, text[start:end]) for start, end in spans]
    if "..." in text or "…" in text or "<snip>" in text:
        read, elisions = _without_elisions(read)
        violations += elisions
    if "\\'" in text and _broken(read):
        read, escapes = _without_escapes(read)
        violations += escapes
    if ("{{" in text or "{%" in text) and _is_template(read):
        template = True
        start, end = next(braces(read.text))
        read = _composed(without_braces(read.text))
        message = "a template: only the YAML around its `{{ }}` is checked"
        violations.append(Violation(YAML_TEMPLATE, start, end, message))
    return Attempt(read, tuple(violations), template)


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
    return not _broken(without) and _values(without) == _values(commented)


def _values(read: Composed) -> list[object]:
    return [plain(document.root) for document in read.documents if document.root is not None]


def _is_elision(text: str, line: re.Match[str], dots: Set[int], *, broken: bool) -> bool:
    """Whether a line of dots stands for lines left out, and is not a text or the end of a document."""
    if not line[1] and line[2] == "...":
        before = text[text.rfind("\n", 0, max(0, line.start() - 1)) + 1 : line.start()].rstrip()
        after = text[line.end() : line.end() + 200].lstrip()
        return before.endswith(":") or not (
            not after or after.startswith(("---", "%", "#", "apiVersion:", "kind:"))
        )
    return broken or line.start(2) in dots or line.start(2) + 2 in dots


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
        f"`{line[2]}` is no YAML where it stands for lines left out",
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
                "`\\'` is no escape in double quotes, though Kubernetes takes it",
                "Write `'`: only `\"` and `\\` need a backslash there.",
                repair=Repair("Write `'`", (Equivalence.ESCAPE,), ((at, at + 2, "'"),)),
            )
        )
    return read, violations


# -- templates


def _is_template(read: Composed) -> bool:
    """Whether there are braces outside of quotes and block scalars, where they would be text."""
    if next(braces(read.text), None) is None:
        return False
    return bool(_broken(read)) or any(
        read.text.startswith(("{{", "{%"), node.start_mark.index)
        or (isinstance(node, yaml.ScalarNode) and not node.style and "{{" in node.value)
        for document in read.documents
        if document.root is not None
        for node in nodes(document.root)
    )
