"""Rules about notes as files: that they can be read, and that each has a name and a page of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic, Location, Related
from knotwork.model.names import NotePath, name_key, page_url
from knotwork.model.note import BlockId
from knotwork.model.text import FILE_START
from knotwork.rules.rule import finding, reported, rule


@rule("orphan-note", "info")
def orphan_note(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """No other note links to this note.

    Readers find it only by search and folder. The home page (`index.md` or `README.md` at the root) is
    never an orphan.

    Bad: a note `taints.md` that no note mentions as `[[taints]]`.

    Good: `nodes can repel pods: [[taints]]`
    """
    for path in kb.graph.orphans():
        if path.lower() not in ("index.md", "readme.md"):
            yield finding("orphan-note", "info", path, FILE_START, "no other note links here")


@rule("duplicate-note", "error")
def duplicate_note(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Two notes have the same name but for case or Unicode form.

    They cannot both exist on macOS and Windows, and links cannot tell them apart.

    Bad: `Pods.md` beside `pods.md`.

    Good: one note, or two names.
    """
    same: dict[str, list[NotePath]] = defaultdict(list)
    for path in kb.notes:
        same[name_key(path)].append(path)
    for paths in same.values():
        for path in paths if len(paths) > 1 else ():
            others = [other for other in paths if other != path]
            related = tuple(Related(Location(other, FILE_START), "the other one") for other in others)
            message = f"'{path}' and '{others[0]}' are one name on macOS and Windows"
            yield Diagnostic(
                "duplicate-note", "error", Location(path, FILE_START), message, "Rename one.", related
            )


@rule("page-collision", "error")
def page_collision(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Two files are published at the same address, so that one would hide the other.

    Two notes, or an attachment and a file that the theme, a plugin or knotwork itself brings along: that
    stays, and the attachment is left out.

    Bad: `pods.md` beside `pods/index.md`; `index.md` beside `README.md`; an attachment
    `assets/stylesheets/main.css` when the theme has a file of that name.

    Good: one of the two under another name.
    """
    yield from reported("page-collision", "error", kb)
    same: dict[str, list[NotePath]] = defaultdict(list)
    for path in kb.notes:
        same[name_key(page_url(path))].append(path)
    for url, paths in same.items():
        if len({name_key(path) for path in paths}) < 2:
            continue
        for path in paths:
            others = [other for other in paths if other != path]
            message = f"'{path}' and '{others[0]}' are both published as '{url or '/'}'"
            related = tuple(Related(Location(other, FILE_START), "the other one") for other in others)
            yield Diagnostic(
                "page-collision", "error", Location(path, FILE_START), message, "Rename one.", related
            )


@rule("duplicate-block-id", "warning")
def duplicate_block_id(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A note has the same block id twice; links lead to the first.

    Bad: two paragraphs that end with ` ^why`.

    Good: ` ^why` and ` ^why-not`.
    """
    for path, note in kb.notes.items():
        first: dict[str, BlockId] = {}
        for block in note.blocks:
            before = first.setdefault(block.name.lower(), block)
            if before is not block:
                line = before.span.start.line
                message = f"the block id ^{block.name} stands here again; links lead to line {line}"
                related = (Related(Location(path, before.span), "first here"),)
                yield Diagnostic(
                    "duplicate-block-id", "warning", Location(path, block.span), message, None, related
                )


@rule("misplaced-block-id", "warning")
def misplaced_block_id(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A block id directly below a table is read as the table's last row.

    Bad:

    ```markdown
    | a | b |
    |---|---|
    | 1 | 2 |
    ^sizes
    ```

    Good: a blank line before `^sizes`.
    """
    return reported("misplaced-block-id", "warning", kb)


@rule("front-matter", "error")
def front_matter(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """The front matter, or an entry in it, cannot be used.

    When the front matter as a whole cannot be read, or `publish` is neither true nor false, nobody can
    tell whether the note is meant for the public: it is an error, and the note is held back. So is a
    note that says `publish: false` or the like where it is not read: between the wrong marks, below the
    first line, in a comment, in a block of code at the very top, or as an inline field `publish:: false`.
    One odd value is a warning and costs that property only.

    Bad:

    ```yaml {k8s="invalid:yaml-syntax"}
    title: Pods: an overview
    up: [[index]]
    ```

    Good:

    ```yaml
    title: "Pods: an overview"
    up: "[[index]]"
    ```
    """
    return reported("front-matter", "error", kb)


@rule("unclosed-comment", "warning")
def unclosed_comment(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A comment is never closed, or does not end with the paragraph it begins in.

    What follows a lone `%%` or `<!--` may be private: nothing of it is published, up to the next mark or
    the end of the note. For two per cent signs write `\\%%`, or put them in code.

    Bad: `50 %% of all pods`

    Good: `50 % of all pods`; `50 %% all of them? %% of all pods`
    """
    return reported("unclosed-comment", "warning", kb)


@rule("bad-encoding", "error")
def bad_encoding(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """The file is not UTF-8, or holds a NUL character.

    It is published with U+FFFD (\ufffd) in place of what could not be read.

    Bad: a note saved as UTF-16 or Latin-1.

    Good: the same note saved as UTF-8.
    """
    return reported("bad-encoding", "error", kb)


@rule("unreadable-file", "error")
def unreadable_file(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A file is left out: it cannot be opened, leads out of the vault, is no regular file or is too large.

    Bad: a link to `/etc` in the vault; a dangling link; a note without read permission.

    Good: a copy of what is meant; for a folder elsewhere, `extra_roots` in the settings.
    """
    return reported("unreadable-file", "error", kb)


@rule("symbolic-link", "warning")
def symbolic_link(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A symbolic link is left out: it leads to what is not published, or to a folder that is read already.

    A file has its real path. What the settings exclude, and what lies in a folder whose name begins with
    a dot, stays unpublished under every other name; a note is not published as an attachment. A hard link
    cannot be seen in the file itself.

    Bad: a link `config.txt` to `.git/config`; a link `public.md` to `private/plan.md` when `private/` is
    excluded; a link `work` to the folder `projects` beside it.

    Good: no link, or one to a file that is published.
    """
    return reported("symbolic-link", "warning", kb)


@rule("editor-copy", "info")
def editor_copy(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A copy that an editor or a tool left beside a file is not published.

    It may hold what the file no longer says. Names that count: `note.md~`, `#note.md#`, `note.md.bak`,
    `.orig`, `.rej`, `.tmp`, `.swp`, `.old`, `note.md.save`, `note.sync-conflict-….md`,
    `note (conflicted copy).md`, `~$report.docx`, `4913`, `Thumbs.db`, `desktop.ini` and the like.

    Bad: `pods.md.bak` beside `pods.md`.

    Good: no copy; or, when the file is meant for readers, its pattern under `editor_copies` in the
    settings.
    """
    return reported("editor-copy", "info", kb)


@rule("active-file", "warning")
def active_file(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """An attachment that browsers or servers would run is left out; an SVG drawing loses what runs in it.

    A file of the site runs with the site's rights in each reader's browser: HTML, XML, scripts, style
    sheets, and SVG opened as a page. A file that hosts follow (`CNAME`, `_redirects`, `_headers`) changes
    where readers get; only a `CNAME` with the host of `site_url` is published. Of an SVG drawing a copy
    without scripts, event handlers, foreign objects and addresses of other files is published. A style
    sheet, script, logo, favicon, template or page that `mkdocs.yml` names is published as it is.

    Bad: `demo.html` beside the notes; a drawing with `<script>` in it.

    Good: a picture of the demo; a drawing exported as plain SVG. For a file you trust, its pattern under
    `active_files` in the settings: `active_files: [_redirects, google*.html]`.
    """
    return reported("active-file", "warning", kb)


@rule("size-limit", "warning")
def size_limit(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A note is very large.

    It takes long to compile and long to load in a browser.

    Bad: a log of 6 MB pasted into a note.

    Good: the log as an attachment, linked.
    """
    return reported("size-limit", "warning", kb)


@rule("unportable-name", "warning")
def unportable_name(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A note's file name does not work on every system, or breaks links.

    Bad: `what?.md`, `C#.md`, `con.md`, `a .md`

    Good: `what.md`, `C sharp.md`
    """
    return reported("unportable-name", "warning", kb)


@rule("unpublished-folder", "info")
def unpublished_folder(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A folder `templates` at the vault's root is not published: MkDocs leaves it out.

    Bad: a folder `templates/` with notes that are meant to be read.

    Good: another name; or, for templates, nothing to do.
    """
    return reported("unpublished-folder", "info", kb)


@rule("nesting-limit", "warning")
def nesting_limit(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Lists or quotes are nested so deeply that the rest is shown as it is written.

    Bad: fifty lists, each in an item of the one before.

    Good: headings, or a note for each branch.
    """
    return reported("nesting-limit", "warning", kb)


@rule("internal-error", "error")
def internal_error(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Knotwork failed on a note; its text is left out, because its comments could not be recognised.

    This is a defect of knotwork, not of your note. Please report it with the note.

    Bad: a finding of this rule.

    Good: none.
    """
    yield from reported("internal-error", "error", kb)
    yield from kb.snippets.findings.get("internal-error", ())


RULES = (
    orphan_note,
    duplicate_note,
    page_collision,
    duplicate_block_id,
    misplaced_block_id,
    front_matter,
    unclosed_comment,
    bad_encoding,
    unreadable_file,
    symbolic_link,
    editor_copy,
    active_file,
    size_limit,
    unportable_name,
    unpublished_folder,
    nesting_limit,
    internal_error,
)
