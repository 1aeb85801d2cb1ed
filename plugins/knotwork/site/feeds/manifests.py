"""The manifests that the site has a file of: `manifests.json`."""

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
        for each in snippets:
            url = site.manifest(each)
            if url is None:
                continue
            yield {
                "url": url,
                "page": f"{site.note(path)}#{snippet_anchor(each)}",
                "note": path,
                "title": kb.notes[path].title,
                "line": each.line,
                "index": each.index,
                "kind": each.kind,
                "api_version": each.api_version,
                "name": each.name,
                "namespace": each.namespace,
                "mode": each.mode,
                "verdict": each.verdict,
                "kubernetes": each.version,
            }
