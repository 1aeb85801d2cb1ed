"""`unlinked-first-mention`: a note names another one before it links to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from knotwork.knowledge.first_mentions import FirstMention, NameSearch, singular
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic, Edit, Fix, Location
from knotwork.model.names import NotePath, TextOf, basename
from knotwork.model.note import Link, Note
from knotwork.model.text import Lines, normalized
from knotwork.rules.links.link_text import UNLINKABLE, link_text
from knotwork.rules.rule import severity_in, texts_rule

_Word = tuple[NotePath, str]
"""A note and a name of it in the singular."""


@texts_rule("unlinked-first-mention", "info", off=True)
def unlinked_first_mention(kb: KnowledgeBase, text_of: TextOf) -> Iterator[Diagnostic]:
    """A note names another one, and neither there nor before it is a link to it.

    A reader for whom the word is new looks for the link where the word first stands. Titles, file names and
    aliases count, as whole words, with their plurals and singulars; code, headings and the text of links
    do not. A link in the same line is enough.

    A word that more notes have without a link than as the text of one is taken for a common word and is
    not reported; of a name of several words one such note is. Names of notes in a top-level folder to
    which nothing in the note's own top-level folder links are not reported either.

    Bad: `The kubelet starts the pod.` in a note that links to `[[kubelet]]` further down, or never.

    Good: `The [[kubelet]] starts the pod.`

    Off by default, because it is a matter of style. The fix that it suggests is never applied without
    `--unsafe-fixes`: what is meant may be something else of that name.
    """
    search: NameSearch | None = None
    unlinked: dict[_Word, list[tuple[Note, FirstMention]]] = defaultdict(list)
    for path, note in kb.notes.items():
        text = text_of(path) if severity_in(unlinked_first_mention, kb.settings, path) else None
        if text is None or note.inserted:  # lines of other files are not those of the text
            continue
        search = search or NameSearch(kb.listed_notes)
        linked: dict[NotePath, int] = {}
        for edge in kb.graph.outlinks.get(path, ()):
            if edge.link.field is None:
                linked.setdefault(edge.target, edge.link.span.start.line)
        for mention in search.first_mentions(note, Lines(normalized(text))):
            if mention.span.start.line < linked.get(mention.target, mention.span.start.line + 1):
                unlinked[mention.target, singular(mention.written)].append((note, mention))
    edges = [edge for of_note in kb.graph.outlinks.values() for edge in of_note] if unlinked else []
    linking: dict[_Word, set[NotePath]] = defaultdict(set)
    for edge in edges:
        linking[edge.target, singular(_link_text(edge.link))].add(edge.source)
    parts = {(_part(edge.source), _part(edge.target)) for edge in edges}
    for word, mentions in unlinked.items():
        if len(mentions) > max(len(linking[word]), " " in word[1]):
            continue
        for note, mention in mentions:
            part, other = _part(note.path), _part(mention.target)
            if part == other or (part, other) in parts:
                yield _finding(kb, note, mention)


def _link_text(link: Link) -> str:
    """What a reader sees of a link."""
    if link.kind == "markdown":
        return link.raw.partition("](")[0].strip("[`*")
    return (link.display or basename(NotePath(link.target))).strip("`*")


def _part(path: NotePath) -> str:
    """The top-level folder of a note; empty at the root."""
    return path.partition("/")[0] if "/" in path else ""


def _finding(kb: KnowledgeBase, note: Note, mention: FirstMention) -> Diagnostic:
    name = link_text(kb, note.path, mention.target)
    bar = r"\|" if mention.in_table else "|"
    link = f"[[{name}]]" if name == mention.written else f"[[{name}{bar}{mention.written}]]"
    fix = None
    if not UNLINKABLE.search(name) and not UNLINKABLE.search(mention.written):
        edit = Edit(note.path, mention.span.start, mention.span.end, link)
        fix = Fix(f"Write {link}", (), (edit,))
    return Diagnostic(
        unlinked_first_mention.code,
        unlinked_first_mention.severity,
        Location(note.path, mention.span),
        f"'{mention.written}' is the name of '{mention.target}' and has no link here or before",
        f"Write {link}, if that is meant.",
        fix=fix,
    )
