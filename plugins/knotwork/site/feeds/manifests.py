"""The manifests that are published as files: `manifests.json`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.site.addresses import Addresses, snippet_anchor


def manifests_json(kb: KnowledgeBase, site: Addresses) -> Any:
    """`{version, manifests}`, in the order of notes and places."""
    return {"version": 1, "manifests": list(_manifests(kb, site))}


def _manifests(kb: KnowledgeBase, site: Addresses) -> Iterator[dict[str, object]]:
    for path, snippets in kb.snippets.by_note.items():
        for snippet in snippets:
            url = site.manifest(snippet)
            if url is None:
                continue
            yield {
                "url": url,
                "page": f"{site.note(path)}#{snippet_anchor(snippet)}",
                "note": path,
                "title": kb.notes[path].title,
                "line": snippet.line,
                "index": snippet.index,
                "kind": snippet.kind,
                "api_version": snippet.api_version,
                "name": snippet.name,
                "namespace": snippet.namespace,
                "mode": snippet.mode,
                "verdict": snippet.verdict,
                "kubernetes": snippet.version,
            }
