"""Sessions of a console in blocks without a language: `# kubectl get pod a -o yaml` and what it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fences import is_unmarked
from knotwork.snippets.violation import Violation, as_info
from knotwork.snippets.yaml.separators import MISSING_SEPARATOR
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_COMMAND = lazy_regex(
    r"^[ \t]*[#$][ \t]+(?:kubectl|oc|helm|cat|less|vim?|nano|ls|cd|curl|docker|crictl)[ \t]+[^\n]*\S",
    re.MULTILINE,
)
"""A command behind the prompt of a console; with `#`, that of root, it is a comment of YAML."""
_BETWEEN = frozenset((MISSING_SEPARATOR, YAML_SYNTAX))


def as_session(violations: Sequence[Violation], fence: Fence) -> list[Violation]:
    """The violations of a block's text; as infos those between what commands in it print."""
    if not violations or not is_unmarked(fence) or _COMMAND.search(fence.text) is None:
        return list(violations)
    return [as_info(violation) if violation.rule in _BETWEEN else violation for violation in violations]
