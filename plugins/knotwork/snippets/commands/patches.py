"""What `kubectl patch` gives with `-p`: YAML or JSON, checked as a patch of the type that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.commands.invocations import Invocation, Value, invocation
from knotwork.snippets.commands.kubectl_table import resource_types, type_names
from knotwork.snippets.commands.shell_lines import commands
from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.walk import Leniency, schema_violations
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.schema.builtin import schemas_of
from knotwork.snippets.schema.project_kinds import groups_of_namesakes
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.schema.scopes import WITHOUT_NAMESPACE
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX
from knotwork.snippets.yaml.written_breaks import written_breaks

_PATCH = Leniency(required=False, directives=True)
_QUOTED = lazy_regex(r"""(?:-p|--patch)?=?(?:'([^']*)'|"([^"\\$`]*)")""")
"""A text that the shell gives as it is written."""
_TYPES = ("strategic", "merge", "json")
_LONGEST = 20_000
_GROUPS = 3
"""The most groups that are named."""


def patch_violations(text: str, minor: str, custom: Iterable[tuple[str, str]] = ()) -> Iterator[Violation]:
    """What is wrong with the patches in the commands of a block, at offsets in it. Never raises.

    `minor` is the minor version of Kubernetes; `custom`: the apiVersions and kinds of custom resources.

    A patch is not looked at when the shell makes a part of it, when it is of a type that is not one of
    Kubernetes', or in a file. All are warnings: the API server drops unknown fields without a word.
    """
    if "patch" not in text:
        return
    for words in commands(text):
        called = invocation(words)
        if called is None or called.command != "patch":
            continue
        for value in called.values("patch"):
            match = _QUOTED.fullmatch(text, value.start, value.end)
            if match is not None:
                group = 1 if match[1] is not None else 2
                wrong = _of_patch(match[group], match.start(group), value, called, minor)
                yield from (_of_kind(violation, called, custom) for violation in wrong)


def _of_patch(patch: str, offset: int, value: Value, called: Invocation, minor: str) -> Iterator[Violation]:
    if not patch.strip() or len(patch) > _LONGEST or '\\"' in patch:  # as PowerShell and cmd.exe need it
        return
    read = composed(patch)
    wrong = [violation for violation in read.violations if violation.rule is YAML_SYNTAX][:1]
    root = read.documents[0].root if read.documents and not wrong else None
    types = [type_.text for type_ in called.values("type")]
    if root is not None and "..." not in patch and "…" not in patch:
        wrong = _of_root(root, types[-1] if types else _TYPES[0], called, minor)
        if (breaks := written_breaks(patch, 0, len(patch))) is not None:
            wrong = [replace(own, help=breaks.help) if own.rule is UNKNOWN_FIELD else own for own in wrong]
    for violation in wrong:
        yield replace(
            violation,
            start=violation.start + offset,
            end=min(violation.end + offset, value.end),
            severity="warning",
            repair=None,
            related=(),
        )


def _of_root(root: yaml.Node, type_: str, called: Invocation, minor: str) -> list[Violation]:
    if type_ not in _TYPES:
        return []
    is_list = isinstance(root, yaml.SequenceNode)
    if is_list is not (type_ == "json"):
        if is_list:
            help_ = "Operations on fields need `--type json`."
            return [at_node(WRONG_TYPE, root, "a patch of this type must be a mapping, not a list", help_)]
        help_ = "Write `[{op: replace, path: /spec/replicas, value: 3}]`, or remove `--type json`."
        return [at_node(WRONG_TYPE, root, "a JSON patch must be a list of operations", help_)]
    schema = None if is_list else _schema(called, minor)
    return [] if schema is None else schema_violations(root, schema, leniency=_PATCH)


def _schema(called: Invocation, minor: str) -> Schema | None:
    """The schema of the type that a command names; None for a type that is not one of Kubernetes'."""
    _, kind = _type(called)
    known = schemas_of(minor)
    versions = known.versions_of(kind) if kind else ()
    return known.kind(versions[0], kind) if versions else None


def _type(called: Invocation) -> tuple[str, str]:
    """The type that a command names, and the kind of Kubernetes that it is; empty: it is none."""
    if not called.arguments or not called.arguments[0].literal:
        return "", ""
    written = called.arguments[0].text.partition("/")[0].lower()
    return written, "" if "." in written else resource_types().get(written, "")


def _of_kind(violation: Violation, called: Invocation, custom: Iterable[tuple[str, str]]) -> Violation:
    """The violation of a field; where a custom resource of the same name may be meant, it says so."""
    if violation.rule is not UNKNOWN_FIELD or violation.has_suggestion:
        return violation
    written, kind = _type(called)
    defined = [version.rpartition("/")[0] for version, other in custom if other == kind]
    groups = list(dict.fromkeys((*defined, *groups_of_namesakes(kind))))
    in_none = kind in WITHOUT_NAMESPACE and any(called.values("namespace"))
    if not groups and not in_none:
        return violation
    names = any_of([f"`{type_names(kind)[1]}.{group}`" for group in groups[:_GROUPS] or ["GROUP"]])
    if not defined and not in_none:
        known = f"{violation.help} " if violation.help else ""
        return replace(violation, help=f"{known}A custom resource needs its full name: {names}.")
    core = f"`{written}` is {kind} of Kubernetes" + (", which is in no namespace" if in_none else "")
    return replace(violation, help=f"{core}; a custom resource needs its full name: {names}.")
