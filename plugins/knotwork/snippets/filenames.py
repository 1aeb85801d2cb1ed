"""The files of published manifests: `snippets/pods/pod-hello.yaml` for the Pod `hello` in `pods.md`."""

from __future__ import annotations

import re

from knotwork.model.names import NotePath, without_md

FOLDER = "snippets"
_UNSAFE = re.compile(r"[^a-z0-9.]+")


class Filenames:
    """Names for the files of one note's manifests; a name that is taken gets a number."""

    def __init__(self, path: NotePath) -> None:
        self.folder = f"{FOLDER}/{without_md(path)}"
        self.taken: set[str] = set()
        self.last: dict[str, int] = {}
        """The last number of a name without one."""

    def name(self, kind: str, name: str | None) -> str:
        """A free path below the site's root."""
        stem = "-".join(part for part in (_safe(kind), _safe(name or "")) if part) or "snippet"
        file, number = stem, self.last.get(stem, 1)
        while file in self.taken:
            number += 1
            file = f"{stem}-{number}"
        self.taken.add(file)
        self.last[stem] = number
        return f"{self.folder}/{file}.yaml"


def _safe(text: str) -> str:
    lower = text.lower()
    if not (lower.isascii() and lower.isalnum()):
        lower = _UNSAFE.sub("-", lower).strip("-.")
    return lower[:100]
