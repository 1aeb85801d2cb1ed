"""A second example below the first in one block, without `---` between them: its keys are no mistakes."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.snippets.snippet import Mode
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY, is_another_example, repeated_paragraphs


def with_examples(violations: Sequence[Violation], mode: Mode, text: str) -> list[Violation]:
    """The violations of a text; as infos where they are about keys that begin another example."""
    keys = sorted(violation.start for violation in violations if violation.rule is DUPLICATE_KEY)
    if mode == "syntax":
        others = repeated_paragraphs(keys, text)
    elif mode in ("fragment", "other"):
        others = {key for key in keys if is_another_example(text, key)}
    else:
        others = set()
    return [
        replace(violation, severity="info", help="Put `---` between two examples, or give each its block.")
        if violation.rule is DUPLICATE_KEY and violation.start in others
        else violation
        for violation in violations
    ]
