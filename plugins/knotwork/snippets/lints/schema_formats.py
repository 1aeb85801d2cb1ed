"""Formats in the schemas of a CustomResourceDefinition that nothing checks.

Source: `GetUnrecognizedFormats` in k8s.io/apiextensions-apiserver, of which the API server warns since 1.36.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.one_typo import is_one_typo
from knotwork.snippets.fields.suggestions import perhaps
from knotwork.snippets.lints.fields import given, warning
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.schema_nodes import schema_nodes
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.definition_formats import FORMATS
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Violation
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import literal, text

_TEXTS = FORMATS["string"]
INT_OR_STRING = "int-or-string"
"""What the API's own definitions have as a format, and those of custom resources as a keyword."""
_SYNONYMS = {
    "url": "uri",
    "guid": "uuid",
    "mail": "email",
    "passwd": "password",
    "datetime": "date-time",
    "float32": "float",
    "float64": "double",
    "integer32": "int32",
    "integer64": "int64",
}
"""What other programs call a format that is known here."""
_OTHER_WORDS = frozenset(
    (*("ulid", "cuid", "cuid2", "ksuid", "uid"), *("int", "uint", "int8", "int16", "uint8", "uint16"))
    + ("uint32", "uint64", "idn-email", "idn-hostname", "iri", "time", "cidrv4", "cidrv6", "ip", "bytes")
)
"""Formats that OpenAPI's registry, JSON Schema or a library for checks has: who writes one means no other."""
_MANY = 5
"""So many fields with the same format are one finding."""
_PLAIN = {name.replace("-", "") for name in _TEXTS}


@lint("apiextensions.k8s.io/CustomResourceDefinition", fields=("format",))
def schema_formats(manifest: Manifest) -> Iterator[Violation]:
    """A format that is ignored, so that every value is allowed."""
    if not manifest.since(36):
        return
    seen: set[int] = set()
    alike: dict[tuple[str, str], list[yaml.Node]] = defaultdict(list)
    for schema in schema_nodes(manifest):
        node = given(schema.fields, "format")
        written = literal(node)
        if node is None or not written or id(node) in seen:
            continue
        seen.add(id(node))
        type_ = text(given(schema.fields, "type"))
        known = FORMATS.get("string" if type_ is None else type_, ())
        if written in known or (known is _TEXTS and written.replace("-", "") in _PLAIN):
            continue
        message = f'unrecognized format "{written}"{perhaps(_meant(written, known))}'
        alike[message, _help(manifest, schema.fields, type_, written)].append(node)
    for (message, help_), nodes in alike.items():
        yield from _of_one_format(nodes, message, help_)


def _of_one_format(nodes: Sequence[yaml.Node], message: str, help_: str) -> Iterator[Violation]:
    """The warnings of the same format in several fields: a program wrote many of them, which are one."""
    if len(nodes) < _MANY:
        yield from (warning(node, message, help_) for node in nodes)
        return
    first, *others = nodes
    places = tuple((other.start_mark.index, other.end_mark.index, THIS_TOO) for other in others[:MOST_PLACES])
    message = f"{message}, and in {len(others)} more fields"
    yield replace(warning(first, message, help_), related=places)


def _help(manifest: Manifest, fields: Fields, type_: str | None, written: str) -> str:
    """What to do about a format that is ignored, where it stands and by the type that it is one of."""
    if written == INT_OR_STRING and given(fields, f"x-kubernetes-{written}") is None:
        rest = " and of `type:`" if type_ else ""
        return f"It is ignored: write `x-kubernetes-{written}: true` in place of it{rest}."
    of_type = next((known for known, names in FORMATS.items() if written in names), "")
    if type_ in ("array", "object") and of_type:
        below = "items" if type_ == "array" else "additionalProperties"
        inner = manifest.pairs(given(fields, below))
        what = f"It is ignored: `{written}` is a format of {of_type}s"
        if given(inner, "format") is not None or text(given(inner, "type")) not in (None, of_type):
            return f"{what}, and this is an {type_}. Remove it."
        if type_ == "array" or inner:
            return f"{what}. Write it under `{below}:`."
        if given(fields, "properties") is not None:
            return f"{what}. Write it at the property that it is of, or remove it."
    if given(fields, "pattern") is not None and type_ == "string":
        return "It is ignored, and `pattern:` is what counts: remove it."
    if of_type and type_ != of_type:
        return f"It is ignored: write `type: {of_type}`, or remove it."
    if type_ == "string":
        return "It is ignored: say it with `pattern:`, or remove it."
    return "It is ignored: remove it."


def _meant(written: str, known: Sequence[str]) -> str | None:
    """The format that is meant: another name of it is written, or it has a slip of one letter."""
    synonym = _SYNONYMS.get(written.lower())
    if synonym in known:
        return synonym
    if written.lower() in _OTHER_WORDS:
        return None
    same = (name for name in known if name.lower() == written.lower())
    return next(same, None) or next((name for name in known if is_one_typo(written, name)), None)
