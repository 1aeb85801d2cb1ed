"""The pages of notes as values that record what is looked up in them while they are rendered.

What is looked up in a way that is not recorded raises: such a page is rendered without a record, and is not
kept.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from knotwork.knowledge.embeds import Region
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.query_rows import Answer
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.site.addresses import Addresses
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.note_page import NotePage
from knotwork.site.page_inputs import Inputs
from knotwork.site.views import GeneratedContent
from knotwork.site.views.kind_usage import KindUsage
from knotwork.snippets.snippet import Snippet
from knotwork.snippets.validate import NoteSnippets
from knotwork.vault.git_dates import GitDates

Made = TypeVar("Made")

_TITLE = frozenset(("title", "title_from", "is_protected"))
"""The facts of a note that its title is made from."""


class RecordedPages:
    """The pages of a site's notes as values that record what is looked up in them."""

    def __init__(self, site: CompiledSite) -> None:
        self._inputs: dict[str, set[str]] = defaultdict(set)
        kb = cast(KnowledgeBase, _knowledge_base(site.view.kb, self._adding))
        where = cast(Addresses, _Addresses(site.view.site, self._adding))
        dates = cast(Mapping[NotePath, GitDates], _Recorded(site.view.git_dates, self._adding("git dates")))
        self._view = replace(site.view, kb=kb, site=where, check=_not_recorded, git_dates=dates)
        self._generated = cast(GeneratedContent, _Generated(site.generated, self._adding))

    def inputs(self, path: NotePath, make: Callable[[NotePage], Made]) -> tuple[Made, Inputs]:
        """What `make` makes of a note's page, and what it looked up for that."""
        for names in self._inputs.values():
            names.clear()
        page = NotePage(path, self._view, self._view.kb, self._generated)
        made = make(page)
        whole = self._inputs.get("note", set())
        parts = {
            kind: sorted(names - whole if kind in ("title", "headings") else names)
            for kind, names in self._inputs.items()
        }
        return made, {kind: names for kind, names in parts.items() if names}

    def _adding(self, kind: str) -> _Add:
        """What records a look-up of that kind."""
        return self._inputs[kind].add


_Add = Callable[[str], None]
_Adding = Callable[[str], _Add]


class _Recorded:
    """A mapping; each look-up in it is recorded."""

    __iter__ = None  # else Python asks for 0, 1, 2, …

    def __init__(self, values: Any, add: _Add) -> None:
        self.values, self.add = values, add

    def __getitem__(self, name: str) -> Any:
        self.add(name)
        return self.values[name]

    def __contains__(self, name: str) -> bool:
        self.add(name)
        return name in self.values

    def get(self, name: str, default: Any = None) -> Any:
        self.add(name)
        return self.values.get(name, default)


class _Notes(_Recorded):
    """The notes of a vault."""

    def __init__(self, notes: Mapping[NotePath, Note], adding: _Adding) -> None:
        super().__init__(notes, adding("title"))
        self.add_headings, self.add_whole = adding("headings"), adding("note")
        self._recorded: dict[str, _Note] = {}

    def __getitem__(self, path: str) -> Any:
        note = self._recorded.get(path)
        if note is None:
            facts = self.values.get(path)
            if facts is None:
                self.add(path)
                raise KeyError(path)
            note = self._recorded[path] = _Note(facts, self)
        return note

    def get(self, path: str, default: Any = None) -> Any:
        try:
            return self[path]
        except KeyError:
            return default


class _Note:
    """A note; what is read of it is recorded."""

    __slots__ = ("facts", "notes")

    def __init__(self, facts: Note, notes: _Notes) -> None:
        self.facts, self.notes = facts, notes

    @property
    def path(self) -> NotePath:
        return self.facts.path

    @property
    def title(self) -> str:
        self.notes.add(self.facts.path)
        return self.facts.title

    def __getattr__(self, name: str) -> Any:
        notes = self.notes
        add = notes.add if name in _TITLE else notes.add_headings if name == "headings" else notes.add_whole
        add(self.facts.path)
        return getattr(self.facts, name)


class _Snippets:
    """The snippets of notes; those of a note depend on its text and on the vault's schemas."""

    def __init__(self, kb: KnowledgeBase, adding: _Adding) -> None:
        self.kb, self.add_note, self.add_schemas = kb, adding("note"), adding("schemas")

    def of(self, path: NotePath) -> NoteSnippets:
        self.add_note(path)
        self.add_schemas("")
        return self.kb.snippets.of(path)


class _Embeds:
    """How much a page may embed."""

    def __init__(self, kb: KnowledgeBase, adding: _Adding) -> None:
        self.kb, self.add_note, self.add_limit = kb, adding("note"), adding("embedded at most")

    @property
    def page_limit(self) -> int:
        self.add_limit("")
        return self.kb.embeds.page_limit

    def size(self, shown: Region, note: _Note) -> int:
        self.add_note(shown.path)
        return self.kb.embeds.size(shown, note.facts)


class _Addresses:
    """The addresses of a site."""

    def __init__(self, site: Addresses, adding: _Adding) -> None:
        self.site, self.adding = site, adding
        self.notes = _Recorded(site.notes, adding("page"))
        self.about = _Recorded(site.about, adding("about"))
        self.directories = site.directories
        self.note = self.notes.__getitem__
        self.owner = _recorded(site.owner, adding("owner"))
        self.file = _recorded(site.file, adding("file"))
        self.generated = _recorded(site.generated, adding("generated"))
        self.tag = _recorded(site.tag, adding("tag"))
        self.wanted = _recorded(site.wanted, adding("wanted"))
        self.has_page = _recorded(site.has_page, adding("has page"))

    def manifest(self, snippet: Snippet) -> str | None:
        self.adding("manifest")(snippet.file or "")
        return self.site.manifest(snippet)

    def __getattr__(self, name: str) -> Any:
        return _not_recorded()


class _Generated:
    """What generated pages add to notes."""

    def __init__(self, generated: GeneratedContent, adding: _Adding) -> None:
        self.generated, self.adding = generated, adding

    @property
    def kind_usage(self) -> _KindUsage:
        return _KindUsage(self.generated.kind_usage, self.adding)

    def appended(self, path: NotePath) -> str:
        self.adding("appended")(path)
        return self.generated.appended(path)


class _KindUsage:
    """Where the manifests of each kind are."""

    def __init__(self, usage: KindUsage, adding: _Adding) -> None:
        self.usage, self.adding = usage, adding
        self.manifests = _Recorded(usage.manifests, adding("manifests of"))

    @property
    def spellings(self) -> Mapping[str, str]:
        self.adding("kinds")("")
        return self.usage.spellings

    def sections(self) -> _Recorded:
        return _Recorded(self.usage.sections(), self.adding("section of"))


def _knowledge_base(kb: KnowledgeBase, adding: _Adding) -> SimpleNamespace:
    notes = _Notes(kb.notes, adding)
    graph = SimpleNamespace(
        backlinks=_Recorded(kb.graph.backlinks, adding("backlinks")),
        neighbours=_recorded(kb.graph.neighbours, adding("neighbours")),
    )
    attachments = _Recorded(kb.vault.attachments, adding("has attachment"))
    return SimpleNamespace(
        settings=kb.settings,
        notes=notes,
        resolutions=_Recorded(kb.resolutions, adding("resolutions")),
        vault=SimpleNamespace(notes=notes, attachments=attachments),
        graph=graph,
        mentions=_Recorded(kb.mentions, adding("mentions")),
        tags=SimpleNamespace(occurrences=_Recorded(kb.tags.occurrences, adding("has tag"))),
        snippets=_Snippets(kb, adding),
        embeds=_Embeds(kb, adding),
        queries=SimpleNamespace(answers=_recorded_answers(kb, adding("query"))),
    )


def _recorded_answers(kb: KnowledgeBase, add: _Add) -> Callable[..., tuple[Answer, ...]]:
    """What answers queries; each is recorded with the note that has it."""

    def answers(language: str, text: str, path: NotePath) -> tuple[Answer, ...]:
        add(json.dumps((language, text, path)))
        return kb.queries.answers(language, text, path)

    return answers


def _recorded(look_up: Callable[[Any], Any], add: _Add) -> Callable[[Any], Any]:
    """A function whose calls are recorded."""

    def recorded(of: Any) -> Any:
        add(of)
        return look_up(of)

    return recorded


def _not_recorded() -> Any:
    raise LookupError("what a page reads here is not recorded")
