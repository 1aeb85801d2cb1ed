"""Sessions of a console in blocks without a language: `# kubectl get pod a -o yaml` and what it prints.

In a file that kubectl reads, commands are a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fences import is_unmarked
from knotwork.snippets.violation import Violation, as_info
from knotwork.snippets.yaml.separators import MISSING_SEPARATOR
from knotwork.snippets.yaml.shell_lines import COMMAND_ABOVE, COMMAND_AMONG
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_COMMAND = lazy_regex(
    r"^[ \t]*[#$][ \t]+(?:kubectl|oc|helm|cat|less|vim?|nano|ls|cd|curl|docker|crictl)[ \t]+[^\n]*\S",
    re.MULTILINE,
)
"""A command behind the prompt of a console; with `#`, that of root, it is a comment of YAML."""
_AS_COMMENT = "Make it a comment, `# kubectl ...`, or write it in a note: kubectl cannot read the file."
_PRINTS = lazy_regex(
    r"\b(?:cat|less|more|bat|head|vim?|nvim|nano|code|tee|touch|echo|curl|wget|ls|cd)\b"
    r"|\b(?:kubectl|oc|k)[ \t]+(?:get|edit|describe|explain)\b|\b(?:helm|kustomize)\b|--dry-run"
)
"""A command below which a manifest stands that it prints or opens."""
_SEVERAL_FILES = lazy_regex(
    r"^[ \t]*(?:[^\n#$]{0,60}[#$][ \t]+|[#$][ \t]*)?cat[ \t]+"
    r"(?:[\w./-]*\*[\w./*-]*|[\w./-]+\.ya?ml(?:[ \t]+[\w./-]+\.ya?ml)+)[ \t]*$",
    re.MULTILINE,
)
"""A command that prints several files one after the other: `cat manifests/*`."""
_BETWEEN = frozenset((MISSING_SEPARATOR, YAML_SYNTAX))


def as_session(violations: Sequence[Violation], fence: Fence, *, file: bool) -> list[Violation]:
    """The violations of a block's text; as infos those between what commands in it print.

    `file`: the block is one, which no command prints.
    """
    if violations and not file and "cat " in fence.text and _SEVERAL_FILES.search(fence.text) is not None:
        violations = [as_info(own) if own.rule is MISSING_SEPARATOR else own for own in violations]
    if not violations or not is_unmarked(fence) or _COMMAND.search(fence.text) is None:
        return list(violations)
    return [as_info(violation) if violation.rule in _BETWEEN else violation for violation in violations]


def in_file(violations: Sequence[Violation], text: str) -> list[Violation]:
    """The violations of a file's text; as errors the commands in it, unless they print the file."""
    return [
        replace(own, severity=None, help=_AS_COMMENT, repair=None)
        if own.rule is YAML_SYNTAX
        and own.message.endswith((COMMAND_ABOVE, COMMAND_AMONG))
        and not _PRINTS.search(text, own.start, own.end)
        else own
        for own in violations
    ]
