"""Notes that came, went, were renamed, are held back, became orphans; addresses of pages that are gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knotwork.knowledge.comparison.states import States
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.redirects import redirects
from knotwork.model.diagnostics import Edit, Fix, Location
from knotwork.model.differences import Difference
from knotwork.model.names import NotePath, is_home, page_file, page_url
from knotwork.model.note import Note
from knotwork.model.text import FILE_START, Position
from knotwork.vault.publication_report import reason_text
from knotwork.vault.vault import Vault


def note_differences(states: States) -> Iterator[Difference]:
    """The notes that are there in one state only, or under another path."""
    before, after = set(states.before.vault.all_notes), set(states.after.vault.all_notes)
    for old, new in sorted(states.renamed.items()):
        yield Difference("renamed-note", _top(new), "after", f"`{old}` is `{new}` now", old, new)
    for path in sorted(before - states.renamed.keys() - after):
        yield Difference("removed-note", _top(path), "before", f"`{path}` is gone", path)
    former = set(states.renamed.values())
    for path in sorted(after - former):
        if path not in before or path in states.renamed:
            message = f"`{path}` is new"
            if path in states.renamed:
                message += ", in the place of another note"
            yield Difference("added-note", _top(path), "after", message, None, path)


def publication_differences(states: States) -> Iterator[Difference]:
    """The notes and attachments that are published now and were not, and the other way round."""
    old, new = states.before.vault, states.after.vault
    for path, why in new.unpublished.items():
        former = states.path_before(path)
        if former in old.unpublished:
            continue
        was_public = former in old.notes
        if was_public or why != "excluded":
            place = Location(path, new.reason_spans.get(path, FILE_START))
            message = f"`{path}` is held back: {reason_text(new, path)}"
            yield Difference("held-back", place, "after", message, former if was_public else None)
    for path in new.notes:
        former = states.path_before(path)
        if former in old.unpublished and former:
            message = f"`{path}` is public now; it was held back: {reason_text(old, former)}"
            yield Difference("published", _top(path), "after", message, None, path)
    for path in sorted(new.attachments & old.left_out.keys()):
        yield Difference("published", _top(path), "after", f"the file `{path}` is public now", None, path)
    for path in sorted(old.attachments & new.left_out.keys()):
        message = f"the file `{path}` is not published any more"
        yield Difference("held-back", _top(path), "after", message, path)


def orphan_differences(states: States) -> Iterator[Difference]:
    """The notes that other notes linked to, and none does now."""
    before, after = states.before, states.after
    for path in after.listed_notes:
        former = states.path_before(path)
        links = before.graph.backlinks.get(former) if former else None
        if links and not is_home(path) and not after.graph.backlinks.get(path):
            sources = list(dict.fromkeys(edge.source for edge in links))
            more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
            message = f"no other note links to `{path}` any more; `{sources[0]}`{more} did"
            yield Difference("orphaned-note", _top(path), "after", message, sources[0])


def address_differences(states: States) -> Iterator[Difference]:
    """The addresses of the site before at which there is no page now, with the redirect that would keep them.

    Those of notes that are held back now are left out: nobody is to find these.
    """
    pages, now = _pages(states.before), _pages(states.after)
    for file, path in pages.items():
        target = states.path_after(path)
        if file in now or _is_hidden(states.after.vault, target):
            continue
        address = f"/{file.removesuffix('index.html')}" if file.endswith("index.html") else f"/{file}"
        note = states.after.notes.get(target)
        if note is None:
            help_ = f"Write `redirect_from: {address}` in the front matter of the note that has its content."
            message = f"{address} is no longer a page: `{path}` is gone"
            yield Difference("lost-address", _top(path), "before", message, address, help=help_)
            continue
        url = page_url(target, directories=states.after.settings.directories)
        message = f"{address} is no longer a page; `{target}` is at /{url}"
        help_ = f"Write `redirect_from: {address}` in the front matter of `{target}`."
        yield Difference(
            "lost-address",
            _top(target),
            "after",
            message,
            address,
            f"/{url}",
            help_,
            _redirect(note, address),
        )


def _pages(kb: KnowledgeBase) -> Mapping[str, NotePath]:
    """The files of the pages of notes, and of those that lead to notes."""
    directories = kb.settings.directories
    own = {page_file(page_url(path, directories=directories)): path for path in kb.notes}
    return {**redirects(kb, directories=directories).notes, **own}


def _redirect(note: Note, address: str) -> Fix | None:
    """A redirect in the front matter of a note that has none, which a person decides about."""
    if "redirect_from" in note.properties or note.unreadable:
        return None
    line = f"redirect_from: {address}\n"
    if note.declared:
        at = Position(2, 1)
    elif note.front_matter or note.strays:
        return None
    else:
        at, line = Position(1, 1), f"---\n{line}---\n"
    return Fix(f"Write redirect_from: {address}", (), (Edit(note.path, at, at, line),))


def _is_hidden(vault: Vault, path: NotePath) -> bool:
    return path in vault.unpublished or path in vault.left_out


def _top(path: NotePath) -> Location:
    return Location(path, FILE_START)
