"""Used in these notes: on a note about a kind of object, the manifests of that kind in other notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from knotwork.knowledge.kinds import kinds_of, spellings
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath, slug
from knotwork.site.addresses import SNIPPETS, relative, snippet_anchor
from knotwork.site.views.page import View, unordered
from knotwork.snippets.snippet import Snippet

_SHOWN, _NAMES_SHOWN = 12, 10


@dataclass(frozen=True, slots=True)
class KindUsage:
    """The kinds of the vault's manifests and the notes that have them, without those meant to fail."""

    spellings: Mapping[str, str] = field(default_factory=dict)
    """The kinds by what a note about them may be called, in one word: `pod`, `pods`, `networkpolicies`."""
    manifests: Mapping[str, Mapping[NotePath, Sequence[Snippet]]] = field(default_factory=dict)
    """For each kind the notes that have manifests of it."""
    sections: Callable[[], Mapping[str, str]] = dict
    """Gives the address of each kind's section in the catalogue."""


def kind_usage(kb: KnowledgeBase, sections: Callable[[], Mapping[str, str]]) -> KindUsage:
    """The usage of all kinds in a vault; `sections` gives the addresses of the catalogue's sections."""
    manifests: dict[str, dict[NotePath, list[Snippet]]] = defaultdict(lambda: defaultdict(list))
    for path, snippets in kb.snippets.by_note.items():
        for snippet in snippets:
            if snippet.is_manifest and snippet.kind and snippet.mode != "meant-to-fail":
                manifests[snippet.kind][path].append(snippet)
    return KindUsage(spellings(manifests), manifests, sections)


def used_in_notes(view: View, usage: KindUsage, path: NotePath) -> str:
    """A section for each kind that a note is about, for the end of its page; empty when it is about none."""
    return "".join(
        _section(view, usage, path, kind) for kind in kinds_of(view.kb.notes[path], usage.spellings)
    )


def _section(view: View, usage: KindUsage, path: NotePath, kind: str) -> str:
    others = [(note, manifests) for note, manifests in usage.manifests[kind].items() if note != path]
    if not others:
        return ""
    here, words = view.site.note(path), view.words
    items = [_note(view, note, manifests, here) for note, manifests in others[:_SHOWN]]
    more = ""
    if len(others) > _SHOWN:
        url = escape(relative(usage.sections()[kind], here)) if view.has_page(SNIPPETS) else ""
        if url:
            one, many = "The {n} note with this kind", "All {n} notes with this kind"
            more = f'<p><a href="{url}">{words.plural(len(others), one, many)}</a></p>\n'
        else:
            rest = words.plural(len(others) - _SHOWN, "and {n} more note", "and {n} more notes")
            more = f"<p>{rest}</p>\n"
    title = words("{kind}: used in these notes", kind=escape(kind))
    anchor = escape(f"kw-used-{slug(kind)}")
    return (
        f'<section class="kw-used" aria-labelledby="{anchor}">\n'
        f'<h2 id="{anchor}">{title} <span class="kw-count">{len(others)}</span></h2>\n'
        f"{unordered(items)}{more}</section>\n"
    )


def _note(view: View, note: NotePath, manifests: Sequence[Snippet], here: str) -> str:
    links = [
        view.link(note, here, snippet_anchor(manifest), manifest.name or view.words("without a name"))
        for manifest in manifests[:_NAMES_SHOWN]
    ]
    rest = len(manifests) - len(links)
    more = " " + view.words("and {n} more", n=view.words.number(rest)) if rest > 0 else ""
    return f"{view.link(note, here)}{view.where(note)}: {', '.join(links)}{more}"
