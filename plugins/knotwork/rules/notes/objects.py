"""Rules about the Kubernetes objects that the notes of a vault describe together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from knotwork.knowledge.described_objects import described
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic, Location, Related
from knotwork.rules.rule import vault_rule

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Makes texts, lists and mappings only."""


@vault_rule("clashing-object", "info")
def clashing_object(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Two notes describe an object of the same kind, namespace and name with different content.

    A reader who applies both manifests gets the second one, or an error where a field cannot change.
    Manifests that are parts, templates or meant to fail are not compared; nor are those of one note,
    which may show an object as it changes.

    Bad: `a.md` and `b.md` each have a Deployment `web` of the namespace `dev`, with different images.

    Good: another name, or a namespace for each note; or the same manifest in both.
    """
    for key in sorted(kb.objects.shared):
        _, kind, namespace, name = key
        places = [
            (path, snippet)
            for path in kb.objects.notes[key]
            for of, snippet in described(kb.snippets.by_note[path])
            if of == key
        ]
        first_path, first = places[0]
        content = _content(first.text)
        for path in dict.fromkeys(path for path, _ in places if path != first_path):
            # what a note says last of an object is what its reader has in the end
            other = [snippet for of, snippet in places if of == path][-1]
            if content is None or _content(other.text) in (content, None):
                continue
            where = f" of the namespace {namespace}" if namespace else ""
            yield Diagnostic(
                clashing_object.code,
                clashing_object.severity,
                Location(path, other.span),
                f"{kind} {name}{where} has other content in '{first_path}'",
                "Applying one replaces the other: use another name or namespace, or the same manifest.",
                (Related(Location(first_path, first.span), "the other one"),),
            )


@lru_cache(maxsize=16_384)  # `serve` compares again after each save
def _content(text: str) -> object:
    """The values of a manifest without its comments; None when they cannot be compared."""
    try:
        return yaml.load(text, Loader=_LOADER)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
