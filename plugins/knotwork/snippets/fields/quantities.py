"""Amounts of CPU, memory and storage: `250m`, `1Gi`, `512M`."""

from __future__ import annotations

import re
from functools import lru_cache

import yaml

from knotwork.model.equivalences import NAMES, equivalences
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.suggestions import any_of, written_instead
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import FLOAT, INTEGER, STRING
from knotwork.snippets.yaml.paths import Path
from knotwork.snippets.yaml.values import literal_name

INVALID_QUANTITY = snippet_rule(
    "invalid-quantity",
    "error",
    "manifests",
    """
    An amount of CPU, memory or storage is not a valid quantity.

    The API server rejects it. A quantity is a number followed by nothing, by `m`, `k`, `M`, `G` …, or by
    `Ki`, `Mi`, `Gi` … The API server accepts `128m` of memory, which is an eighth of a byte: that is a
    warning.

    Bad:

    ```yaml {k8s="invalid:invalid-quantity"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: amounts
    spec:
      containers:
        - name: web
          image: nginx:1.27
          resources:
            limits:
              memory: 128MB
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: amounts
    spec:
      containers:
        - name: web
          image: nginx:1.27
          resources:
            limits:
              memory: 128Mi
    ```

    `check --fix` corrects letter case and spaces when only one unit is possible: `memory: 128mi` is `128Mi`,
    while `128MB` may be `128M` or `128Mi`. A CPU has no unit of bytes: `cpu: 500mi` is probably `500m`.
    """,
    position=3,
    in_parts=True,
    safe_by=NAMES,
)

_QUANTITY = re.compile(r"([-+]?)(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][-+]?\d{1,3})?")
_LOOSE = lazy_regex(r"([-+]?(?:\d+\.?\d*|\.\d+)) *([A-Za-z]+)")
ONE = 10**9
"""One core or one byte in billionths, the unit that quantities are counted in."""
_FACTORS = {
    "n": 1,
    "u": 10**3,
    "m": 10**6,
    "": ONE,
    **{unit: ONE * 10 ** (3 * power) for power, unit in enumerate("kMGTPE", 1)},
    **{f"{unit}i": ONE * 1024**power for power, unit in enumerate("KMGTPE", 1)},
}
_CORES = frozenset({"c", "core", "cores", "cpu", "cpus", "vcpu", "vcpus"})
_THOUSANDTHS = frozenset({"m", "mi", "mc", "mcore", "mcores", "mcpu", "milli", "millicore", "millicores"})
_OF_CLAIMS = frozenset(("storageClassName", "volumeMode", "volumeName", "volumeAttributesClassName"))
"""Fields beside the resources of a claim."""
_SHAPE = "A quantity is a number and a unit without a space: `500m`, `2`, `512Mi`, `1Gi`, `512M`."


@lru_cache(maxsize=1024)
def amount(written: str) -> int | None:
    """The amount of a quantity in billionths, rounded up as Kubernetes does; None: it is not a quantity."""
    match = _QUANTITY.fullmatch(written)
    if match is None or len(written) > 40:
        return None
    sign, digits, unit = match.groups("")
    whole, _, part = digits.partition(".")
    value: int = int(whole + part)
    divisor: int = 10 ** len(part)
    if unit not in _FACTORS:  # `e3`, and not `E` or `Ei`
        exponent = int(unit[1:]) + 9
        if exponent < 0:
            divisor *= 10**-exponent
        else:
            value *= 10**exponent
    else:
        value *= _FACTORS[unit]
    value = -(-value // divisor)
    return -value if sign == "-" else value


def amount_of(node: yaml.Node | None) -> int | None:
    """The amount of the quantity at a node in billionths; None: it is not a quantity."""
    return amount(node.value) if isinstance(node, yaml.ScalarNode) and node.tag in _TAGS else None


_TAGS = frozenset((STRING, INTEGER, FLOAT))


def quantity_violation(node: yaml.Node, path: Path, key: yaml.Node | None) -> Violation | None:
    """The violation for a string that is not a quantity; None for any other value.

    `path`: its path. `key`: the key it stands behind.
    """
    # the API server cuts spaces around it off
    if node.tag != STRING or _QUANTITY.fullmatch(node.value.strip(" ")):
        return None
    name = str(path[1]) if path else ""
    field = name.rpartition(".")[2]
    if field in _OF_CLAIMS:
        message = f'"{field}" is no resource: it belongs in the spec of the claim'
        return at_node(UNKNOWN_FIELD, key or node, message, "Check the indentation.")
    written = literal_name(node)
    if written is None:
        return None
    shown = written if len(written) <= 40 else f"{written[:39]}…"
    near = _meant(written, cores=name.rpartition(".")[2] == "cpu")
    quoted = [f'"{quantity}"' for quantity in near]
    hint = f": did you mean {any_of(quoted)}?" if near else ""
    return Violation(
        INVALID_QUANTITY,
        node.start_mark.index,
        node.end_mark.index,
        f'Invalid value: "{shown}": invalid quantity{hint}',
        _SHAPE,
        repair=written_instead(node, near[0], equivalences(written, near[0])) if len(near) == 1 else None,
    )


def _meant(written: str, *, cores: bool) -> list[str]:
    """The quantities that a misspelt one may mean: `100mi`, `1 Gi`, `512MB`, `2 cores`."""
    bare = written.rstrip("`;,'\".")
    if bare != written and _QUANTITY.fullmatch(bare):
        return [bare]
    match = _LOOSE.fullmatch(written.strip())
    if match is None:
        return []
    number, unit = match.groups()
    if unit in _FACTORS and not (cores and unit not in "num"):
        return [number + unit]
    folded = unit.lower()
    if folded in _CORES:
        return [number]
    if folded in ("b", "byte", "bytes"):
        return [number]
    if cores:  # thousandths have a unit, and nobody has millions of cores
        return [f"{number}m"] if folded in _THOUSANDTHS else []
    folded = folded.removesuffix("b")
    if len(folded) == 2 and folded[1] == "i" and folded[0] in "kmgtpe":
        return [f"{number}{folded[0].upper()}i"]
    if len(folded) == 1 and folded in "kmgtpe":
        return [number + folded.upper() + "i", number + ("k" if folded == "k" else folded.upper())]
    return []
