"""Rules about files of the vault: what cannot be read, and what is not published."""

from __future__ import annotations

from knotwork.rules.rule import reader_rule


@reader_rule("bad-encoding", "error")
def bad_encoding() -> None:
    """The file is not UTF-8, or holds a NUL character.

    It is published with U+FFFD (\ufffd) in place of what could not be read.

    Bad: a note saved as UTF-16 or Latin-1.

    Good: the same note saved as UTF-8.
    """


@reader_rule("unreadable-file", "error")
def unreadable_file() -> None:
    """A file is left out: it cannot be opened, leads out of the vault, is not a regular file or is too large.

    Bad: a link to `/etc` in the vault; a dangling link; a note without read permission.

    Good: a copy of what is meant; for a folder elsewhere, `extra_roots` in the settings.
    """


@reader_rule("symbolic-link", "warning")
def symbolic_link() -> None:
    """A symbolic link is left out: it leads to what is not published, or to a folder that is read already.

    A file has its real path. What the settings exclude, and what is in a folder whose name begins with
    a dot, stays unpublished under every other name; a note is not published as an attachment. A hard link
    cannot be seen in the file itself.

    Bad: a link `config.txt` to `.git/config`; a link `public.md` to `private/plan.md` when `private/` is
    excluded; a link `work` to the folder `projects` beside it.

    Good: no link, or one to a file that is published.
    """


@reader_rule("editor-copy", "info")
def editor_copy() -> None:
    """A copy that an editor or a tool left beside a file is not published.

    It may hold what the file no longer says. Names that count: `note.md~`, `#note.md#`, `note.md.bak`,
    `.orig`, `.rej`, `.tmp`, `.swp`, `.old`, `note.md.save`, `note.sync-conflict-….md`,
    `note (conflicted copy).md`, `~$report.docx`, `4913`, `Thumbs.db`, `desktop.ini` and the like.

    Bad: `pods.md.bak` beside `pods.md`.

    Good: no copy; or, when the file is meant for readers, its pattern under `editor_copies` in the
    settings.
    """


@reader_rule("active-file", "warning")
def active_file() -> None:
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


@reader_rule("size-limit", "warning")
def size_limit() -> None:
    """A note is very large.

    It takes long to compile and long to load in a browser.

    Bad: a log of 6 MB pasted into a note.

    Good: the log as an attachment, linked.
    """


@reader_rule("unpublished-folder", "info")
def unpublished_folder() -> None:
    """A folder of templates is not published: `templates` at the root, or the one of Obsidian's settings.

    MkDocs leaves out the first; the second, of Templates or Templater, holds text that is no note yet.

    Bad: a folder `templates/` with notes that are meant to be read.

    Good: another name; or, for templates, nothing to do.
    """
