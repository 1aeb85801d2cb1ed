"""Slips of structure: indentation, tabs, spaces, dashes, colons, quotes, keys that are there twice."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import yaml
from blocks import Block, Defect, Field, end, start

_SYNTAX = "yaml-syntax yaml-tab-indent"
_PARSED = "unknown-field missing-field wrong-type empty-field duplicate-key"


def indentation(block: Block, random: Random) -> Iterator[Defect]:
    """Lines that are indented by too much, or too little, or with a tab."""
    for field in _own_lines(block):
        column = block.where(start(field.key))[1]
        first = start(field.key) - (column - 1)
        if column == 1 or block.text[first : start(field.key)].strip():
            continue
        at = start(field.key)
        one_scalar = isinstance(field.value, yaml.ScalarNode) and "\n" not in field.value.value
        if one_scalar and len(_parent(block, field).value) > 1:
            rules = f"{_SYNTAX} {_PARSED}"
            for what, width in (("a space more", column), ("a space less", column - 2)):
                yield block.defect(f"indentation: {what}", rules, (first, at, " " * width), first + width)
            tab = "\t" * max(1, (column - 1) // 2)
            yield block.defect("tab", "yaml-tab-indent yaml-syntax", (first, at, tab), first)
        if column > 4 and one_scalar and not field.is_free and _is_last(block, field):
            rules = f"{_SYNTAX} {_PARSED} one-of"
            width = column - 3
            yield block.defect("indentation: a level less", rules, (first, at, " " * width), first + width)


def marks(block: Block, random: Random) -> Iterator[Defect]:
    """Colons, spaces, quotes and dashes that are missing."""
    for field in _own_lines(block):
        if isinstance(field.value, yaml.MappingNode) and not field.value.flow_style:
            change = (end(field.key), end(field.key) + 1, "")
            yield block.defect("colon missing above fields", "yaml-syntax", change, start(field.key))
        if not isinstance(field.value, yaml.ScalarNode) or "\n" in field.value.value or not field.value.value:
            continue
        key, value = field.key, field.value
        if value.style is None:
            rules = "yaml-syntax wrong-type"  # an only field becomes a text
            change = (end(key) + 1, start(value), "")
            yield block.defect("space after `:` missing", rules, change, start(key), "space is missing")
            change = (end(key), end(key) + 1, "")
            yield block.defect("colon missing", rules, change, start(key), "colon is missing")
            change = (start(value), end(value), f'"{field.text}')
            yield block.defect("quote not closed", rules, change, start(value))
        if block.text[: start(key)].endswith("- ") and field.path[-2:-1] == ("-",):
            change = (start(key) - 1, start(key), "")
            rules = "yaml-syntax unknown-field wrong-type"
            yield block.defect("space after `-` missing", rules, change, start(key) - 2)
    for node in _flow_lists(block):
        change = (end(node) - 1, end(node), "")
        yield block.defect("bracket not closed", "yaml-syntax", change, start(node))


def look_alikes(block: Block, random: Random) -> Iterator[Defect]:
    """Characters that look like those of YAML, as word processors and web pages write them."""
    rules = "confusable-character"
    for field in _own_lines(block):
        key, value = field.key, field.value
        if not isinstance(value, yaml.ScalarNode) or "\n" in value.value or value.style == "|":
            continue
        colon = end(key)
        yield block.defect("look-alike: wide colon", rules, (colon, colon + 1, "："), colon)
        change = (colon + 1, colon + 2, "\u00a0")
        if len(_parent(block, field).value) > 1:
            yield block.defect("look-alike: space after colon", rules, change, colon + 1)
        else:  # an only field becomes a text
            yield block.defect("look-alike: space after colon", "wrong-type", change, start(key), "U+00A0")
        line_start = start(key) - block.where(start(key))[1] + 1
        if start(key) > line_start and block.text[line_start : start(key)].isspace():
            spaces = "\u00a0" * (start(key) - line_start)
            yield block.defect("look-alike: indentation", rules, (line_start, start(key), spaces), line_start)
        if value.style == '"':
            first, last = start(value), end(value)
            yield block.defect("look-alike: quotes", rules, (first, last, f"“{value.value}”"), first)
        if block.text[: start(key)].endswith("- ") and field.path[-2:-1] == ("-",):
            change = (start(key) - 2, start(key) - 1, "–")
            yield block.defect("look-alike: dash", rules, change, start(key) - 2)


def repetitions(block: Block, random: Random) -> Iterator[Defect]:
    """Keys that are there twice, and documents without `---` between."""
    for field in _own_lines(block):
        line, column = block.where(start(field.key))
        if not isinstance(field.value, yaml.ScalarNode) or "\n" in field.value.value:
            continue
        if field.path == ("apiVersion",):
            continue  # the beginning of another manifest
        next_line = sum(map(len, block.lines[:line]))
        again = f"{' ' * (column - 1)}{block.text[start(field.key) : end(field.value)]}\n"
        at = next_line + column - 1
        if not field.is_free or "-" not in field.path:
            defect = Defect(
                "key twice",
                block.with_text(next_line, next_line, again),
                frozenset(("duplicate-key",)),
                line + 1,
                column,
            )
            assert at <= len(block.text) + len(again)
            yield defect
    for number, text in enumerate(block.lines, 1):
        if text == "---\n":
            first = sum(map(len, block.lines[: number - 1]))
            change = (first, first + len(text), "")
            yield Defect(
                "separator missing",
                block.with_text(*change),
                frozenset(("missing-separator",)),
                number,
                1,
                "---",
            )


_NUMBER_OR_TEXT = ("maxSurge", "maxUnavailable", "minAvailable", "targetPort", "port")


def types(block: Block, random: Random) -> Iterator[Defect]:
    """Values of another type, and values that are not there."""
    for field in block.fields:
        value = field.value
        if field.kind == "CronTab" or "openAPIV3Schema" in field.path or field.name in ("kind", "apiVersion"):
            continue
        if field.key is None or (field.is_free and not isinstance(value, yaml.ScalarNode)):
            continue
        first, last = start(value), end(value)
        tag = value.tag.rpartition(":")[2]
        if tag == "int" and field.name not in _NUMBER_OR_TEXT:
            quoted = (first, last, f'"{field.text}"')
            yield block.defect("type: number in quotes", "wrong-type", quoted, first, field.text)
            yield block.defect("type: text for a number", "wrong-type", (first, last, "many"), first)
        elif tag == "bool":
            quoted = (first, last, '"true"')
            yield block.defect("type: text for a switch", "wrong-type", quoted, first, "true")
        elif tag == "str" and isinstance(value, yaml.ScalarNode) and "\n" not in value.value:
            if field.path[-2:-1] in (("labels",), ("annotations",), ("data",)):
                for wrong in ("8080", "yes", "1.10"):
                    change = (first, last, wrong)
                    yield block.defect("type: text without quotes", "wrong-type", change, first, f'"{wrong}"')
            elif field.name in ("value", "image", "mountPath", "name", "command", "schedule", "path"):
                change = (first, last, "[a]")
                yield block.defect("type: list for a text", "wrong-type", change, start(field.key))
        elif isinstance(value, yaml.SequenceNode) and value.flow_style:
            yield block.defect("type: text for a list", "wrong-type", (first, last, "some"), first)


def missing(block: Block, random: Random) -> Iterator[Defect]:
    """Fields that are required, and are not there, or have no value."""
    for field in block.fields:
        required = _REQUIRED.get(field.path[-2:]) if len(field.path) > 1 else _REQUIRED.get(field.path)
        if required is None or field.key is None or field.kind not in required:
            continue
        line, column = block.where(start(field.key))
        if block.lines[line - 1][: column - 1].strip():
            continue  # on the line of a dash
        stop = _stop(block, line, column)
        text = "".join((*block.lines[: line - 1], *block.lines[stop - 1 :]))
        parent = _parent(block, field)
        where = block.where(start(parent))
        if len(parent.value) == 1:  # its own key has no value then
            above = next(each for each in block.fields if each.value is parent)
            where = block.where(start(above.key if above.key is not None else parent))
        if field.path == ("spec", "ports") and block.name == "stateful":
            continue  # a Service without an address of its own needs none
        yield Defect(
            f"missing: {'.'.join(field.path[-2:])}",
            text,
            frozenset(("missing-field", "invalid-name", "one-of")),
            *where,
            field.name,
        )


_PODS = ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod")
_REQUIRED = {
    ("-", "image"): _PODS,
    ("spec", "selector"): ("Deployment", "StatefulSet", "DaemonSet"),
    ("spec", "template"): ("Deployment", "StatefulSet", "DaemonSet", "Job"),
    ("spec", "containers"): _PODS,
    ("spec", "ports"): ("Service",),
    ("metadata", "name"): ("Deployment", "Service", "ConfigMap", "Role", "StorageClass"),
    ("-", "containerPort"): _PODS,
    ("-", "mountPath"): _PODS,
    ("-", "pathType"): ("Ingress",),
    ("spec", "schedule"): ("CronJob",),
    ("spec", "jobTemplate"): ("CronJob",),
    ("spec", "maxReplicas"): ("HorizontalPodAutoscaler",),
    ("spec", "scaleTargetRef"): ("HorizontalPodAutoscaler",),
    ("spec", "accessModes"): ("PersistentVolumeClaim", "PersistentVolume"),
    ("-", "sideEffects"): ("ValidatingWebhookConfiguration",),
    ("-", "clientConfig"): ("ValidatingWebhookConfiguration",),
    ("spec", "names"): ("CustomResourceDefinition",),
    ("spec", "scope"): ("CustomResourceDefinition",),
    ("-", "topologyKey"): _PODS,
    ("-", "verbs"): ("Role",),
    ("rules", "verbs"): ("Role",),
}


def _own_lines(block: Block) -> Iterator[Field]:
    """The fields with a line of their own."""
    for field in block.fields:
        if field.key is not None and block.text[: start(field.key)].rpartition("\n")[2].strip() in ("", "-"):
            yield field


def _is_last(block: Block, field: Field) -> bool:
    """Whether the line below is less indented, so that a lower indent does not end a mapping early."""
    line, column = block.where(start(field.key))
    below = block.lines[line] if line < len(block.lines) else ""
    return len(below) - len(below.lstrip()) < column - 1


def _stop(block: Block, line: int, column: int) -> int:
    """The first line, 1-based, below a field and what belongs to it."""
    for number in range(line + 1, len(block.lines) + 1):
        text = block.lines[number - 1]
        indent = len(text) - len(text.lstrip(" "))
        if (
            indent < column - 1
            or (indent == column - 1 and not text.lstrip().startswith("- "))
            or text == "---\n"
        ):
            return number
    return len(block.lines) + 1


def _parent(block: Block, field: Field) -> yaml.Node:
    """The mapping that has the field."""
    waiting = list(block.documents)
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            if any(key is field.key for key, _ in node.value):
                return node
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    raise AssertionError("every field is in a mapping")


def _flow_lists(block: Block) -> Iterator[yaml.SequenceNode]:
    for field in block.fields:
        if (
            isinstance(field.value, yaml.SequenceNode)
            and field.value.flow_style
            and "\n" not in block.text[start(field.value) : end(field.value)]
        ):
            yield field.value
