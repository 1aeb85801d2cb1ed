"""Used in these notes: on a note about a kind of object, the manifests of that kind in other notes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from knotwork.addresses import relative, snippet_anchor
from knotwork.compiler import KnowledgeBase
from knotwork.names import NotePath, basename, name_key, slug, without_md
from knotwork.note import Note
from knotwork.snippets.snippet import Snippet
from knotwork.views.page import View, counted, unordered

_BETWEEN_WORDS = re.compile(r"[\s_-]+")
_SHOWN, _NAMES_SHOWN = 30, 10


@dataclass(frozen=True, slots=True)
class Uses:
    """Which kinds the vault has manifests of, and where; those that are meant to fail are no example."""

    spellings: Mapping[str, str] = field(default_factory=dict)
    """The kinds by what a note about them may be called, in one word: `pod`, `pods`, `networkpolicies`."""
    manifests: Mapping[str, Mapping[NotePath, Sequence[Snippet]]] = field(default_factory=dict)
    """For each kind the notes that have manifests of it."""
    sections: Mapping[str, str] = field(default_factory=dict)
    """The address of each kind's section in the catalogue."""


def uses(kb: KnowledgeBase, sections: Mapping[str, str]) -> Uses:
    """The uses of all kinds in a vault."""
    manifests: dict[str, dict[NotePath, list[Snippet]]] = defaultdict(lambda: defaultdict(list))
    for path, snippets in kb.snippets.items():
        for each in snippets:
            if each.is_manifest and each.kind and each.mode != "meant-to-fail":
                manifests[each.kind][path].append(each)
    spellings: dict[str, str] = {}
    for spelt in (_one_word, _plural, _singular):  # a kind's own name wins over another's plural
        for kind in manifests:
            spellings.setdefault(spelt(kind), kind)
    return Uses(spellings, manifests, sections)


def used_in(view: View, found: Uses, path: NotePath) -> str:
    """For each kind a note is about, the section that closes its page; empty when it is about none."""
    return "".join(_section(view, found, path, kind) for kind in _kinds(view.kb.notes[path], found))


def _kinds(note: Note, found: Uses) -> list[str]:
    """The kinds a note is about: its `kind:`, else what its title, its file or an alias says."""
    if not found.spellings:
        return []
    given = note.front_matter.get("kind")
    names = [each for each in (given if isinstance(given, list) else [given]) if isinstance(each, str)]
    names += [note.title, basename(without_md(note.path)), *(alias.name for alias in note.aliases)]
    kinds = (found.spellings.get(_one_word(name)) for name in names)
    return list(dict.fromkeys(kind for kind in kinds if kind))


def _section(view: View, found: Uses, path: NotePath, kind: str) -> str:
    others = [(note, each) for note, each in found.manifests[kind].items() if note != path]
    if not others:
        return ""
    here = view.site.note(path)
    items = [_note(view, note, each, here) for note, each in others[:_SHOWN]]
    more = ""
    if len(others) > _SHOWN:
        url = escape(relative(found.sections[kind], here))
        more = f'<p><a href="{url}">All {counted(len(others), "note")} with this kind</a></p>\n'
    name, anchor = escape(kind), escape(f"kw-used-{slug(kind)}")
    return (
        f'<section class="kw-used" aria-labelledby="{anchor}">\n'
        f'<h2 id="{anchor}">{name}: used in these notes <span class="kw-count">{len(others)}</span></h2>\n'
        f"{unordered(items)}{more}</section>\n"
    )


def _note(view: View, note: NotePath, manifests: Sequence[Snippet], here: str) -> str:
    links = [
        view.link(note, here, snippet_anchor(each), each.name or "without a name")
        for each in manifests[:_NAMES_SHOWN]
    ]
    rest = len(manifests) - len(links)
    more = f" and {rest:,} more" if rest > 0 else ""
    return f"{view.link(note, here)}{view.where(note)}: {', '.join(links)}{more}"


def _one_word(name: str) -> str:
    return _BETWEEN_WORDS.sub("", name_key(name))


def _plural(kind: str) -> str:
    one = _one_word(kind)
    if one.endswith("y") and one[-2:-1] not in tuple("aeiou"):
        return f"{one[:-1]}ies"
    return f"{one}es" if one.endswith(("s", "x", "ch", "sh")) else f"{one}s"


def _singular(kind: str) -> str:
    """Of a kind that is a plural itself: `Endpoints`."""
    one = _one_word(kind)
    return one.removesuffix("s") if not one.endswith("ss") else one
