"""Rules about links: what they name must exist, and name one thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from knotwork.knowledge.embeds import chain_text
from knotwork.knowledge.external_urls import is_published_url
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink, missing_note_key
from knotwork.knowledge.resolution import (
    Attachment,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    OutsideVault,
    Resolved,
    may_be_site_page,
)
from knotwork.model.body import EmbedSlot
from knotwork.model.diagnostics import Diagnostic, Fix, Location, Related
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NameKey, NotePath
from knotwork.model.text import FILE_START
from knotwork.rules.link_fixes import (
    anchor_fix,
    block_mark_fix,
    display_text_fix,
    heading_in_link,
    in_heading,
    link_text,
    path_fix,
    relative_url,
    target_fix,
)
from knotwork.rules.rule import finding, reported, rule

_SHOWN = 5
"""Files that a message names of many."""

_HOST = re.compile(
    r"(?:www\.[\w-]+(?:\.[\w-]+)*|(?:[\w-]+\.)+(?:com|org|net|io|dev|app|edu|gov|info|cn|de|fr|uk|jp|eu))"
    r"(?::\d+)?(?:[/?#]|$)",
    re.IGNORECASE,
)
"""A host without its scheme, which so is a file's name."""


@rule("missing-note", "error")
def missing_note(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A wikilink or embed names a note that does not exist.

    Readers who follow it find nothing but your wish for it. On the site it leads to the page of
    wanted notes.

    Bad:

    ```markdown
    after that the [[kubelett]] starts the pod
    ```

    Good:

    ```markdown
    after that the [[kubelet]] starts the pod
    ```

    Write the note, correct the name, or list it under `wanted:` in the settings, or in the front matter
    of the linking note, when it is to be written later: the finding is then information only.
    """
    planned = {missing_note_key(name) for name in kb.settings.wanted}
    wanted_by = cache(lambda path: _wanted_by(kb, path))
    by_title: dict[NameKey, list[NotePath]] = {}
    for path, note in kb.notes.items():
        by_title.setdefault(missing_note_key(note.title), []).append(path)
    for each in _published(kb):
        resolution = each.resolution
        if not isinstance(resolution, MissingNote) or each.link.kind == "markdown":
            continue
        if resolution.alias_of or resolution.unpublished:
            continue
        key = missing_note_key(resolution.name)
        wanted = key in planned or key in wanted_by(each.source)
        near, fix = _meant(kb, each, resolution, () if wanted else by_title.get(key, ()), may_fix=not wanted)
        message = f"no note is called '{resolution.name}'{near}"
        yield Diagnostic(
            "missing-note",
            "info" if wanted else "error",
            _at(each),
            message,
            _what_to_do(resolution.name),
            fix=fix,
        )


@rule("missing-heading", "error")
def missing_heading(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A link names a heading that the note does not have.

    The link still leads to the note, but to its top. Case and punctuation do not matter; in a chain
    (`[[note#Part#Chapter]]`) each heading must stand below the one before.

    Bad: `[[pods#Lifecicle]]` when the heading is `## Lifecycle`.

    Good: `[[pods#Lifecycle]]`.
    """
    for each in _published(kb):
        missing = each.resolution
        if isinstance(missing, MissingAnchor) and missing.kind == "heading":
            others = (text for text in missing.similar if not _holds_links(kb, each, text))
            best, by = missing.same or (next(others, ""), ())
            near = _did_you_mean(f"'{heading_in_link(best)}'" if best else "")
            message = f"'{missing.target}' has no heading '{missing.name}'{near}"
            fix = anchor_fix(kb, each, heading_in_link(best), by) if best else None
            help_ = _headings_of(kb, missing.target)
            yield Diagnostic("missing-heading", "error", _at(each), message, help_, fix=fix)


@rule("missing-block", "error")
def missing_block(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A link names a block id or footnote that the note does not have.

    The link still leads to the note, but to its top. A block id is written ` ^my-id` at the end of a
    paragraph or list item, with a space before it.

    Bad: `[[pods#^restart]]` when no paragraph of `pods` ends with ` ^restart`.

    Good: `[[pods#^restart-policy]]`, and in pods.md: `Pods are never moved. ^restart-policy`
    """
    for each in _published(kb):
        missing = each.resolution
        if isinstance(missing, MissingAnchor) and missing.kind != "heading":
            what = f"block ^{missing.name}" if missing.kind == "block" else f"footnote [^{missing.name}]"
            best, by = missing.same or (next(iter(missing.similar), ""), ())
            near = _did_you_mean(f"^{best}" if best else "")
            fix = anchor_fix(kb, each, best, by) if best else None
            message = f"'{missing.target}' has no {what}{near}"
            help_ = (
                f"End the paragraph that is meant with ` ^{missing.name}`."
                if missing.kind == "block"
                else None
            )
            yield Diagnostic("missing-block", "error", _at(each), message, help_, fix=fix)


@rule("ambiguous-link", "warning")
def ambiguous_link(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A link fits several files, and only the shortest path decided.

    Obsidian decides such ties by luck; knotwork takes the shortest path, then the first in the
    alphabet, and says so. The next file of that name may silently change where the link leads.

    Bad: `[[notes]]` when there are `2024/notes.md` and `2025/notes.md`.

    Good: `[[2025/notes]]`.
    """
    for each in _published(kb):
        found = each.resolution
        if isinstance(found, Resolved | Attachment | MissingAnchor) and len(found.candidates) > 1:
            others = _files(found.candidates)
            message = f"'{each.link.target}' fits {len(found.candidates)} files: {others}; the first is used"
            help_ = f"Write [[{link_text(kb, each.source, found.target)}]]."
            related = tuple(
                Related(Location(path, FILE_START), "fits too")
                for path in found.candidates[: _SHOWN + 1]
                if path != found.target
            )
            fix = target_fix(kb, each, found.target)
            yield Diagnostic("ambiguous-link", "warning", _at(each), message, help_, related[:_SHOWN], fix)


def _files(paths: Sequence[NotePath]) -> str:
    """The paths for people, the first of them when there are many."""
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(f"'{path}'" for path in paths[:_SHOWN]) + more


@rule("alias-link", "error")
def alias_link(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A wikilink names an alias, which Obsidian does not follow.

    An alias helps you find a note while you type; Obsidian then writes the note's name, and the alias
    as display text. A bare alias is a link to a note that does not exist.

    Bad: `[[svc]]` when `svc` is an alias of `services`.

    Good: `[[services|svc]]`.

    With `aliases: resolve` in the settings, aliases are names like any other and this rule is silent.
    """
    for each in _published(kb):
        missing = each.resolution
        if isinstance(missing, MissingNote) and missing.alias_of and each.link.kind != "markdown":
            message = f"'{missing.name}' is only an alias of {_files(missing.alias_of)}"
            text = link_text(kb, each.source, missing.alias_of[0])
            only = len(missing.alias_of) == 1 and not (missing.unpublished or missing.rivals)
            fix = display_text_fix(kb, each, missing.alias_of[0], only=only)
            help_ = f"Write [[{text}|{missing.name}]], or set `aliases: resolve`."
            yield Diagnostic("alias-link", "error", _at(each), message, help_, fix=fix)


@rule("missing-attachment", "error")
def missing_attachment(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A link or embed names a file that does not exist.

    The page shows a placeholder instead of a broken image. Attachments need their extension.

    Bad: `![[architecture.pgn]]`

    Good: `![[architecture.png]]`
    """
    for each in _published(kb):
        missing = each.resolution
        if not isinstance(missing, MissingAttachment) or missing.unpublished:
            continue
        if each.link.kind != "markdown" or each.link.image:
            if each.link.kind == "markdown":
                same = missing.same
                fix = path_fix(kb, each, same.path, same.by) if same else None
            else:
                fix = _retargeted(kb, each, missing)
            message = f"no file is called '{missing.name}'{_suggestion(kb, each, _nearest(missing), fix)}"
            yield Diagnostic("missing-attachment", "error", _at(each), message, None, fix=fix)


@rule("broken-markdown-link", "error")
def broken_markdown_link(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A Markdown link leads to a file that does not exist, or is no link because of a space in it.

    Paths are read from the folder of the note, `%20` is a space, and a destination with spaces must
    stand in `<…>`.

    Bad: `[start](guide/strat.md)`, `[plan](My Plan.md)`

    Good: `[start](guide/start.md)`, `[plan](<My Plan.md>)` or `[plan](My%20Plan.md)`
    """
    yield from reported("broken-markdown-link", "error", kb)
    for each in _published(kb):
        missing = each.resolution
        if each.link.kind != "markdown":
            continue
        if may_be_site_page(each.link, missing):
            message = f"no note has the address '{each.link.target}'"
            help_ = "It is published as it is: right if another plugin or the theme makes that page."
            yield finding("broken-markdown-link", "info", each.source, each.link.span, message, help_)
        elif isinstance(missing, MissingNote | MissingAttachment) and missing.unpublished:
            continue
        elif isinstance(missing, MissingNote) or (
            isinstance(missing, MissingAttachment) and not each.link.image
        ):
            near = _nearest(missing)
            hint = _did_you_mean(f"'{near[0]}'" if near else "")
            message = f"the link leads to '{missing.name}', which does not exist{hint}"
            help_ = (
                f"If a website is meant, write `https://{each.link.target}`."
                if _HOST.match(each.link.target)
                else "Paths start at the folder of this note; a path from the vault's root begins with `/`."
            )
            fix = path_fix(kb, each, near[0], missing.same.by if missing.same else ()) if near else None
            yield Diagnostic("broken-markdown-link", "error", _at(each), message, help_, fix=fix)


@rule("not-portable", "info")
def not_portable(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A Markdown link resolves only by Obsidian's search through the whole vault.

    GitHub, other editors and plain MkDocs read the path from the note's own folder and find nothing.

    Bad: `[spec](Pod%20Spec.md)` in `notes/a.md` when the file is `notes/specs/Pod Spec.md`.

    Good: `[spec](specs/Pod%20Spec.md)`, or `[[Pod Spec]]`.
    """
    for each in _published(kb):
        found = each.resolution
        if isinstance(found, Resolved | Attachment) and not found.portable:
            message = f"only a search through the vault finds '{each.link.target}'"
            help_ = f"Write its path from here, `{relative_url(each.source, found.target)}`, or a wikilink."
            fix = path_fix(kb, each, found.target, () if found.candidates else (Equivalence.PATH,))
            yield Diagnostic("not-portable", "info", _at(each), message, help_, fix=fix)


@rule("unpublished-link", "warning")
def unpublished_link(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A link names a note or file that is kept off the site (a draft, `publish: false`, `exclude_docs`).

    Readers see the link's text without a link; the name of the note is published with it.

    Bad: `[[salaries]]` when salaries.md says `publish: false`.

    Good: leave the link out, or publish the note.
    """
    for each in _published(kb):
        missing = each.resolution
        if isinstance(missing, MissingNote | MissingAttachment) and missing.unpublished:
            path = missing.unpublished
            message = f"'{path}' is not published"
            help_ = _WHY_LEFT_OUT.get(kb.vault.left_out.get(path, "excluded"))
            yield finding("unpublished-link", "warning", each.source, each.link.span, message, help_)


@rule("outside-vault", "error")
def outside_vault(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A link climbs out of the vault's folder.

    Only what lies in the vault is published, and nothing else is read.

    Bad: `![[../../photos/me.png]]`

    Good: copy the file into the vault, then `![[me.png]]`.
    """
    for each in _published(kb):
        if isinstance(each.resolution, OutsideVault) and not may_be_site_page(each.link, each.resolution):
            message = f"'{each.resolution.path}' leads out of the vault"
            yield finding(
                "outside-vault",
                "error",
                each.source,
                each.link.span,
                message,
                "Only the vault is published: copy the file into it, if there is one, or remove the link.",
            )


@rule("unsafe-url", "warning")
def unsafe_url(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A link's scheme is not among those that are published.

    `javascript:` and `data:` links run code in a reader's browser. They are published as plain text.

    Bad: `[click](javascript:alert(1))`

    Good: `[docs](https://kubernetes.io)`

    More schemes can be allowed with `url_schemes` in the settings; those that run code never are.
    """
    allowed = kb.settings.url_schemes
    for path, note in kb.notes.items():
        for url in note.urls:
            if url.url and not is_published_url(url, kb.settings):
                message = f"links with '{url.scheme}:' are not published"
                help_ = f"Allowed are {', '.join(allowed)}; see `url_schemes`."
                yield finding("unsafe-url", "warning", path, url.span, message, help_)


@rule("embed-cycle", "error")
def embed_cycle(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """An embed shows, directly or by way of others, the place it stands in.

    The page stops at the second time round and shows a placeholder that names the chain.

    Bad: `![[b]]` in a.md, and `![[a]]` in b.md.

    Good: embed the section you mean (`![[a#Summary]]`), or link instead of embedding.
    """
    for (path, at), chain in kb.embeds.cycles():
        note = kb.notes[path]
        piece = note.body.pieces[at]
        assert isinstance(piece, EmbedSlot), "an embed stands there"
        message = f"the embed shows itself: {chain_text(chain)}" if chain else "the embed shows itself"
        yield finding("embed-cycle", "error", path, note.links[piece.link].span, message, "Link instead.")


_WHY_LEFT_OUT = {
    "active": "Browsers or servers would run it; if you trust it, list it under `active_files`.",
    "copy": "It has the name of an editor's copy; rename it, or list it under `editor_copies`.",
    "collision": "The site has a file of its own in its place; rename it.",
}

RULES = (
    missing_note,
    missing_heading,
    missing_block,
    ambiguous_link,
    alias_link,
    missing_attachment,
    broken_markdown_link,
    not_portable,
    unpublished_link,
    outside_vault,
    unsafe_url,
    embed_cycle,
)


def _published(kb: KnowledgeBase) -> Iterable[ResolvedLink]:
    return (each for each in kb.links.all if kb.links.counts(each.link))


def _at(each: ResolvedLink) -> Location:
    return Location(each.source, each.link.span)


def _wanted_by(kb: KnowledgeBase, path: NotePath) -> Collection[str]:
    """The missing notes that a note's front matter says are still to be written."""
    names = kb.notes[path].front_matter.get("wanted")
    listed = names if isinstance(names, list) else [names] if isinstance(names, str) else []
    return {missing_note_key(str(name).strip("[] ")) for name in listed}


def _holds_links(kb: KnowledgeBase, each: ResolvedLink, text: str) -> bool:
    """Whether a link stands in a heading, and so does one in a heading that may be meant.

    Written into each other they would grow without end.
    """
    if not in_heading(kb, each):
        return False
    return any(one.text == text and "[[" in one.source for one in kb.notes[each.source].headings)


def _nearest(missing: MissingNote | MissingAttachment) -> tuple[NotePath, ...]:
    """The files that may be meant: the one whose name it is under the table of equivalences, or near ones."""
    return (missing.same.path,) if missing.same else missing.similar


def _retargeted(
    kb: KnowledgeBase, each: ResolvedLink, missing: MissingNote | MissingAttachment
) -> Fix | None:
    if missing.same:
        return target_fix(kb, each, missing.same.path, missing.same.by)
    if isinstance(missing, MissingAttachment) and (each.link.kind == "embed" or each.link.image):
        return None  # another picture is never the one that was meant to be shown
    return target_fix(kb, each, missing.similar[0]) if missing.similar else None


def _meant(
    kb: KnowledgeBase,
    each: ResolvedLink,
    missing: MissingNote,
    titled: Sequence[NotePath],
    *,
    may_fix: bool,
) -> tuple[str, Fix | None]:
    """What a link to a missing note may mean, as the end of a message, and its fix.

    `titled` are the notes that have its name for a title.
    """
    fix = block_mark_fix(kb, each) or _retargeted(kb, each, missing) if may_fix else None
    if "^" in missing.name:
        return _did_you_mean(_written(fix)), fix
    near = _suggestion(kb, each, _nearest(missing), fix)
    if missing.same or len(titled) != 1:
        return near, fix
    fix = display_text_fix(kb, each, titled[0], only=False)
    return (f" (did you mean {_written(fix)}? That is its title)" if fix else near), fix


def _written(fix: Fix | None) -> str:
    """What a fix writes."""
    return fix.title.removeprefix("Write ") if fix else ""


def _suggestion(kb: KnowledgeBase, each: ResolvedLink, similar: tuple[NotePath, ...], fix: Fix | None) -> str:
    """The files that may be meant; the first as the fix writes it."""
    if not similar:
        return ""
    texts = [f"[[{link_text(kb, each.source, path)}]]" for path in similar]
    if fix and fix.title.startswith("Write [["):
        texts[0] = _written(fix)
    return f" (did you mean {' or '.join(dict.fromkeys(texts))}?)"


def _did_you_mean(meant: str) -> str:
    return f" (did you mean {meant}?)" if meant else ""


def _what_to_do(name: str) -> str | None:
    if "://" in name:
        return f"Write a Markdown link: [text]({name})."
    if name.endswith("/"):
        return "A folder is no note: link to a note in it."
    return None


def _headings_of(kb: KnowledgeBase, path: NotePath) -> str:
    headings = kb.notes[path].headings
    if not headings:
        return "The note has no headings."
    texts = ", ".join(f"'{heading_in_link(heading.text)}'" for heading in headings[:8])
    return f"Its headings: {texts}{' …' if len(headings) > 8 else ''}"
