"""Files that a person or a program completes before they are applied, by their path or by what they lack.

Such are `deploy/app-template.yaml` and `skeleton/service.yaml`; and objects without metadata, whose values a
program merges into others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.intent.absence_rules import OF_FIELDS
from knotwork.snippets.lints.forms import EMPTY, INVALID_NAME
from knotwork.snippets.violation import Violation, at_most_info, with_infos
from knotwork.snippets.yaml.nodes import key_of, nodes
from knotwork.snippets.yaml.placeholders import is_literal_name
from knotwork.snippets.yaml.template_indents import TEMPLATE_INDENT

_FORMS = r"templates?|tmpl|tpl|skeletons?|scaffold(?:s|ing)?|boilerplates?|blueprints?|cookiecutters?|stubs?"
_TEMPLATE = re.compile(
    rf"(?:^|[/_.-])(?:{_FORMS})(?:[_.-][\w.-]*)?/|(?:^|[/_.-])(?:{_FORMS})(?:[_-][\w.-]*)?\.(?:ya?ml|json)$"
    rf"|(?:^|/)_+[\w-]*(?:samples?|templates?|examples?)[\w-]*_*/|\.(?:{_FORMS})\.ya?ml$",
    re.IGNORECASE,
)
_OF_PROGRAM = re.compile(r"(?:^|/)(?:src|pkg|internal|cmd|lib|assets|bindata|embed\w*|resources)/")
"""Folders of a program's sources."""
_IDENTITY = frozenset(("name", "namespace"))


def is_template_file(path: str) -> bool:
    """Whether a file is to be completed by its name, or by a folder's."""
    return _TEMPLATE.search(path) is not None


def completed_by_program(
    violations: Sequence[Violation], root: yaml.Node | None, path: str
) -> Sequence[Violation]:
    """The violations of a file's document; as infos what it lacks, where a program adds its image and name.

    Both are empty or placeholders there, and the path says that it is a template, or part of a program.
    """
    if not any(map(_is_of_absence, violations)):
        return violations
    if not (is_template_file(path) or _OF_PROGRAM.search(path)) or not _has_no_image(root):
        return violations
    return [at_most_info(own) if _is_of_absence(own) else own for own in violations]


def _is_of_absence(violation: Violation) -> bool:
    empty = violation.rule is INVALID_NAME and violation.message.endswith(EMPTY)
    return empty or violation.rule in OF_FIELDS


def merged_by_program(
    violations: Sequence[Violation], root: yaml.Node | None, *, custom: bool
) -> Sequence[Violation]:
    """The violations; as infos the unknown fields of a file's custom object without metadata.

    Nobody can apply it: a program reads it, and may know more fields. A misspelt field stays one.
    """
    if not custom or not isinstance(root, yaml.MappingNode):
        return violations
    if any(key_of(key) == "metadata" for key, _ in root.value):
        return violations
    return with_infos(violations, lambda own: own.rule is UNKNOWN_FIELD and not (own.repair or own.meant))


def _has_no_image(root: yaml.Node | None) -> bool:
    """Whether all images are empty, and a name or another value is empty or a placeholder as well."""
    images, unnamed = [], False
    for key, value in _scalars(root):
        if key == "image":
            images.append(value)
        elif key in _IDENTITY:
            unnamed |= not value or not is_literal_name(value)
        else:
            unnamed |= bool(value) and not is_literal_name(value) and value.isupper()
    return bool(images) and not any(images) and unnamed


def _scalars(root: yaml.Node | None) -> Iterator[tuple[str, str]]:
    """The fields of a document with one value each."""
    for node in nodes(root) if root is not None else ():
        if isinstance(node, yaml.MappingNode):
            yield from (
                (key_of(key), value.value) for key, value in node.value if isinstance(value, yaml.ScalarNode)
            )


def with_other_engines(violations: Sequence[Violation], title: str) -> list[Violation]:
    """The violations of a file; as infos those of Helm's functions where another engine may run them.

    A chart hands the texts in its `files/` on as they are, unless it says otherwise: `.Files.Get`.
    """
    if "files" not in title.split("/")[:-1]:
        return [*violations]
    return with_infos(violations, lambda violation: violation.rule is TEMPLATE_INDENT)
