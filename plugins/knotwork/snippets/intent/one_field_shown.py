"""Custom objects of which a note explains one field: a rule may be broken by others, which it does not show.

spec:
  topology: VirtualIP  # instead of the annotation      its definition wants a workspace beside it
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from knotwork.model.line_offsets import line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.violation import Violation, with_infos
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.values import value_at

_FIELD = lazy_regex(r"\bself\.(?:__)?([A-Za-z]\w*?)(?:__)?(?!\w)")


def with_one_field(violations: Sequence[Violation], root: yaml.Node | None, text: str) -> Sequence[Violation]:
    """The violations of a custom object; as infos those of rules that read fields of its spec which it lacks.

    Its spec has one field, with a remark behind it. `text`: that of their offsets.
    """
    spec = value_at(root, "spec")
    if not isinstance(spec, yaml.MappingNode) or len(spec.value) != 1:
        return violations
    at = spec.start_mark.index
    if spec.flow_style or " #" not in text[at : line_end(text, at)]:
        return violations
    shown = {key_of(key) for key, _ in spec.value}

    def reads_more(own: Violation) -> bool:
        return (
            own.rule is INVALID_VALUE and own.start == at and bool({*_FIELD.findall(own.help or "")} - shown)
        )

    return with_infos(violations, reads_more)
