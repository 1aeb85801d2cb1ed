"""What is found in notes that propose how kinds may look one day, such as `keps/0042-swap.md`.

spec:
  swapLimit: 2Gi        no server knows the field yet,
  restartPolicy: Later  nor the value

A note may also call itself a proposal, or a record of one: `> Status: proposed`, `# Swap: a proposal`; and
so may its path: `future/swap.md`, `api-design.md`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.names import NotePath
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.cel.expressions import INVALID_EXPRESSION
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.apis import UNKNOWN_KIND
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.strange_specs import is_known_nowhere
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.identity import identity
from knotwork.snippets.intent.wholeness import absent_path
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.reduced_parts import at_path
from knotwork.snippets.schema.builtin import BuiltinSchemas
from knotwork.snippets.violation import Violation, severity, with_infos

_OF_THE_API = (
    REMOVED_API,
    DEPRECATED_API,
    UNKNOWN_FIELD,
    UNKNOWN_KIND,
    UNKNOWN_VALUE,
    MISSING_FIELD,
    WRONG_TYPE,
    ONE_OF,
)
"""The rules whose findings another API would not have."""
_OF_TODAY = lazy_regex(
    r"\bForbidden: |\bundeclared reference to |\bundefined field |\bno such resource\b|\bunrecognized format "
)
"""What the messages of other rules say of what is not there today, or not together with something else."""
_SLIP = "did you mean"
_NEAR = 2
"""The names in the path of a field that is near the top, at the most."""
_HEAD = frozenset(("apiVersion", "kind", "metadata", "spec", "status"))
"""The fields that no proposal calls otherwise."""
_HELP = "It is no error here: a proposal may show what is not there yet."
_NAMED = lazy_regex(
    r"(?:^|[/_ .-])(?:proposals?|proposed|rfcs?|future|design[_ -]?docs?)(?=[/_ .-])"
    r"|(?:^|/|(?:^|[/_ -])(?:api|crd|schema|new|next)[_ -])designs?\.md$",
    re.IGNORECASE,
)
"""Words of a path; `pod-design.md` may be a chapter about the design of pods."""
_TITLED = lazy_regex(
    r"\A#[ \t]+(?:(?:RFC|KEP|ADR|CEP|GEP)\b|(?:[^\n]{0,80}[^\w\n])?proposal[ \t]*$"
    r"|proposal(?:[ \t]*:|[ \t]+(?:for|to)\b)"
    r"|(?:[^\n]{0,80}[^\w\n])?future(?:[ \t]+(?:apis?|versions?|work|designs?|plans?|ideas|formats?|syntax))?"
    r"[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS = lazy_regex(
    r"^[ \t>*_|-]*status[*_ \t:|]{1,8}(?:draft|propos(?:ed|al)|provisional|rejected|superseded|withdrawn"
    r"|in[ -]review|under (?:discussion|review)|planned|exploratory|idea)\b"
    r"|\bnothing here (?:binds|is binding)\b"
    r"|\b(?:kept|preserved|retained|archived) for (?:context|history|the record|historical)\b",
    re.IGNORECASE | re.MULTILINE,
)
"""What the beginning of a note says of it: that it is open, or a record of what was."""


def as_proposed(violations: Sequence[Violation]) -> list[Violation]:
    """The violations in a proposal: what the API has or demands today is an info there."""
    return [
        replace(violation, severity="info", help=f"{violation.help or ''} {_HELP}".lstrip(), repair=None)
        if severity(violation) != "info"
        and ((violation.rule in _OF_THE_API and not _is_slip(violation)) or _is_not_there_yet(violation))
        else violation
        for violation in violations
    ]


def is_called_proposal(path: NotePath, beginnings: Sequence[str]) -> bool:
    """Whether a note calls itself a proposal, or a record of one, by its name or where it begins."""
    if _NAMED.search(path) is not None:
        return True
    beginning = beginnings[0].lstrip() if beginnings else ""
    return _TITLED.search(beginning) is not None or _STATUS.search(beginning) is not None


def as_called_proposal(
    violations: Sequence[Violation], root: yaml.Node | None, known: BuiltinSchemas
) -> list[Violation]:
    """The violations in a note that calls itself a proposal: as infos what is missing, or not there yet.

    Further below something is missing only in a mapping that is cut down to one field. `known`: a kind, or a
    version of its API, is known nowhere.
    """

    def may_come(own: Violation) -> bool:
        if own.rule is UNKNOWN_KIND:
            return _is_new_api(own, root, known)
        if own.rule is MISSING_FIELD:
            return _is_cut(own, root)
        is_new_value = own.rule is UNKNOWN_VALUE and _SLIP not in own.message
        return is_new_value or is_known_nowhere(own) or _is_not_there_yet(own)

    return with_infos(violations, may_come, lambda own: f"{own.help or ''} {_HELP}".lstrip())


def _is_cut(absence: Violation, root: yaml.Node | None) -> bool:
    path = absent_path(absence)
    if path.count(".") < _NEAR and "[" not in path:
        return True
    parent = at_path(root, path.rpartition(".")[0])
    return isinstance(parent, yaml.MappingNode) and len(parent.value) == 1


def _is_new_api(violation: Violation, root: yaml.Node | None, known: BuiltinSchemas) -> bool:
    """Whether Kubernetes has no such kind, and none that is spelt nearly so; or no such apiVersion."""
    if violation.meant:
        return False
    api_version, kind, _, _ = identity(root)
    return not known.versions_of(kind or "") or all(version != api_version for version, _ in known.kinds())


def _is_not_there_yet(violation: Violation) -> bool:
    """Whether it is a variable, a resource or a combination that the API of today does not have."""
    if violation.rule not in (INVALID_VALUE, INVALID_EXPRESSION) or _SLIP in violation.message:
        return False
    return _OF_TODAY.search(violation.message) is not None


def _is_slip(violation: Violation) -> bool:
    """Whether a field of the head is misspelt: `Kind`, `apiversion`."""
    repair = violation.repair
    if repair is None or violation.rule is not UNKNOWN_FIELD or "." in (violation.path or ""):
        return False
    return repair.changes[0][2] in _HEAD
