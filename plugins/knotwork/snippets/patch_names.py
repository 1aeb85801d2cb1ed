"""Files that are patches by their names: `patch.yaml`, `replicas-patch.yml`, `patches/limits.yaml`.

What tests of operators assert is a part of an object, too: `01-assert.yaml`.
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex

_PATCH = re.compile(
    r"(?:^|[/_.-])(?:patch(?:es)?|assert)(?:[_.-][^/]*)?\.ya?ml$|(?:^|[/_-])patch(?:es)?(?:-[^/]*)?/",
    re.IGNORECASE,
)
_NAMED = lazy_regex(r"\s*(?:---[ \t]*\n\s*)?#+[ \t]*(?:\w+:[ \t]*)?(?P<path>[\w./-]+\.ya?ml)\b")


def is_patch_file(path: str) -> bool:
    """Whether a file is a patch by its name, or by a folder's."""
    return _PATCH.search(path) is not None


def names_patch(text: str) -> bool:
    """Whether the comment that a document begins with names such a file: `# overlays/prod/patch.yaml`."""
    named = _NAMED.match(text) if "#" in text[:200] else None
    return named is not None and is_patch_file(named["path"])
