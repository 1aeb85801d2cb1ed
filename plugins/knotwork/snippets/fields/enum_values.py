"""Enum values: the values of fields are checked by the enums that the published schemas do not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import NAMES
from knotwork.snippets.fields.api_errors import unsupported
from knotwork.snippets.fields.suggestions import (
    any_of,
    help_of_known,
    meant,
    only_by,
    perhaps,
    says_opposite,
    written_instead,
)
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.enums import value_since
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import NULL, STRING
from knotwork.snippets.yaml.placeholders import TYPE_NAMES, is_literal, is_placeholder_node

UNKNOWN_VALUE = snippet_rule(
    "unknown-value",
    "error",
    "fields",
    """
    A field has a value that it does not support.

    The API server rejects the manifest: `Unsupported value`. Values are case-sensitive.

    Bad:

    ```yaml {k8s="invalid:unknown-value"}
    apiVersion: v1
    kind: Service
    metadata:
      name: values
    spec:
      type: nodeport
      ports:
        - port: 80
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: values
    spec:
      type: NodePort
      ports:
        - port: 80
    ```

    `check --fix` corrects letter case, dashes and plural; any other value is a suggestion.
    """,
    position=9,
    safe_by=NAMES,
)

_SHORT = {
    "RWO": "ReadWriteOnce",
    "ROX": "ReadOnlyMany",
    "RWX": "ReadWriteMany",
    "RWOP": "ReadWriteOncePod",
}
"""The abbreviations of access modes in kubectl's tables."""


_ONE_KEY = re.compile(r"(metadata\.(?:labels|annotations))(?:\.|\[\"?)([\w./-]+)(?:\"?\])?")
"""One label or annotation, written as elsewhere: `metadata.labels.app`, `metadata.labels[app]`."""
_NO_MEDIUM = "the kubelet cannot mount it: there is no such medium"
"""The API server takes any medium of an emptyDir."""
_TO_FILL_IN = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
"""Words in capitals, as of what another file fills in: `FROM_OVERLAY`."""
_BETWEEN = re.compile(r"\||,? or ")


def unlisted_values(values: tuple[str, ...], owner: str, name: str, node: yaml.Node) -> Iterator[Violation]:
    """The violations of a string, or of the strings in a list, that are not among the values of a field.

    `owner`: the short name of the definition that has the field.
    """
    if is_placeholder_node(node) and not _is_in_other_case(node, values):
        return
    for item in node.value if isinstance(node, yaml.SequenceNode) else (node,):
        if item is not node and _is_empty(item):
            yield at_node(UNKNOWN_VALUE, item, unsupported("", values), f"Write {any_of(values)}.")
        if not isinstance(item, yaml.ScalarNode) or item.tag != STRING:
            continue
        written = item.value
        if written in values or not written or not is_literal(written):
            continue
        if (written in TYPE_NAMES and "string" not in values) or is_choice(written, values):
            continue
        if "PersistentVolumeClaim" in values and "/" in written:  # of a LimitRange: a resource with a domain
            continue
        if name == "fieldPath" and "['" in written and written.endswith("']"):  # a label or an annotation
            continue
        if name == "resource" and ".hugepages-" in written:  # any size of page
            continue
        if name == "medium" and written.startswith("HugePages-"):  # any size of page
            continue
        if name == "fieldPath" and (one := _ONE_KEY.fullmatch(written)):  # in another form
            path = f"{one[1]}['{one[2]}']"
            message = unsupported(written, values, perhaps(path))
            yield replace(at_node(UNKNOWN_VALUE, item, message, f"Write `{path}`."), meant=path)
            continue
        if since := value_since(owner, name, written):
            message = unsupported(written, values, f": supported since Kubernetes {since}")
            help_ = (
                f'Say that it is for that version, `{{k8s-version="{since}"}}`, or write {any_of(values)}.'
            )
            yield at_node(UNKNOWN_VALUE, item, message, help_)
            continue
        if has_slash(written, values):
            yield one_to_choose(item, written, values)
            continue
        if _TO_FILL_IN.fullmatch(written) and not _in_capitals(values) and meant(written, values) is None:
            message = unsupported(written, (), ": it seems to be filled in later")
            yield replace(at_node(UNKNOWN_VALUE, item, message, f"Write {any_of(values)}."), severity="info")
            continue
        best = _SHORT.get(written) if _SHORT.get(written) in values else meant(written, values)
        hint = perhaps(best)
        yield Violation(
            UNKNOWN_VALUE,
            item.start_mark.index,
            item.end_mark.index,
            _NO_MEDIUM + hint if name == "medium" else unsupported(written, values, hint),
            " ".join(filter(None, (help_of_known(values, best), says_opposite(written, values)))),
            repair=written_instead(item, best, only_by(written, best, values)) if best else None,
            meant=best or "",
        )


def _is_empty(item: yaml.Node) -> bool:
    """Whether an item of a list is an empty text, or null; a dash without anything may be filled in later."""
    quoted = isinstance(item, yaml.ScalarNode) and item.start_mark.index < item.end_mark.index
    return quoted and (item.tag == NULL or (item.tag == STRING and not item.value))


def is_choice(written: str, values: Iterable[object]) -> bool:
    """Whether a text shows which values there are: `Immediate | WaitForFirstConsumer`."""
    parts = _BETWEEN.split(written) if "|" in written or " or " in written else ()
    known = {str(value).lower() for value in values}
    return len(parts) > 1 and all(part.strip().lower() in known for part in parts)


def has_slash(written: str, values: Iterable[str]) -> bool:
    """Whether a text shows two values with a slash between them: `Never / Always`."""
    parts = [part.strip().lower() for part in written.split("/")]
    return len(parts) > 1 and set(parts) <= {value.lower() for value in values}


def one_to_choose(node: yaml.Node, written: str, values: Sequence[str]) -> Violation:
    """The info for a text that shows which values there are, where one of them belongs."""
    message = unsupported(written, (), ": choose one of them")
    return replace(at_node(UNKNOWN_VALUE, node, message, f"Write {any_of(values)}."), severity="info")


def _in_capitals(values: Iterable[str]) -> bool:
    """Whether a value of a field is written in capitals with `_` between them itself."""
    return any(_TO_FILL_IN.fullmatch(value) for value in values)


def _is_in_other_case(node: yaml.Node, values: tuple[str, ...]) -> bool:
    """Whether what looks like a placeholder in brackets is a value in other letter case, or short for one."""
    items = node.value if isinstance(node, yaml.SequenceNode) else ()
    words = {value.lower() for value in (*values, *_SHORT) if value in values or _SHORT[value] in values}
    return any(item.value.lower() in words for item in items)
