"""All notes and attachments of a folder."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pathspec import GitIgnoreSpec

from knotwork.config.globs import matches
from knotwork.config.settings import Settings
from knotwork.html import svg
from knotwork.html.svg import SvgError, safe_svg
from knotwork.model.diagnostics import Problem
from knotwork.model.names import NotePath, is_note
from knotwork.model.note import Link, Note
from knotwork.model.text import FILE_START, Lines, Span, normalized
from knotwork.syntax.reader import broken_note, read_note
from knotwork.vault.collisions import SiteFiles, collisions
from knotwork.vault.file_kinds import is_active, is_host_setting, is_svg
from knotwork.vault.held_back import Reason, held_back
from knotwork.vault.scan import FileProblem, Scan, WhyLeftOut
from knotwork.vault.schema_files import schema_files

_MAX_EXCERPT_BYTES = 50_000_000
"""Of a larger file no excerpt is shown."""
_ALLOW = "If you trust it, list it under `active_files`."
_ALLOW_HOST = "If it is the site's own host, write that as `site_url`; else list it under `active_files`."
_MOST_OF_CNAME = 1_000
"""In bytes; a host has at most 253 letters."""

ReadNote = Callable[[NotePath, str], Note]

_MKDOCS_LEAVES_OUT = "/templates/"
"""As it stands in MkDocs, before the lines of `exclude_docs`; its other line is for names with a dot."""


@dataclass(frozen=True, slots=True)
class Vault:
    """The notes and attachments of one folder."""

    notes: Mapping[NotePath, Note] = field(default_factory=dict)
    attachments: frozenset[NotePath] = frozenset()
    unpublished: Mapping[NotePath, Reason] = field(default_factory=dict)
    """Notes that are kept off the site, and why."""
    left_out: Mapping[NotePath, WhyLeftOut] = field(default_factory=dict)
    """Other files that are there and not published, and why."""
    contents: Mapping[NotePath, bytes] = field(default_factory=dict)
    """What is published of an attachment in place of what the file holds: a drawing without scripts."""
    named: Collection[str] = ()
    """The paths that the site's settings name, such as style sheets and a logo."""
    unpublished_links: Mapping[NotePath, tuple[Link, ...]] = field(default_factory=dict)
    """The links of unpublished notes."""
    only_unpublished: tuple[NotePath, ...] = ()
    """The attachments that are published and that only unpublished notes show; known once it is compiled."""
    problems: tuple[FileProblem, ...] = ()
    """Of files that could not be read, or only in part, and of notes that are held back."""
    schema_files: Mapping[str, str] = field(default_factory=dict)
    """The texts of the files that settings and fences judge snippets by, by the name they have there."""
    reason_spans: Mapping[NotePath, Span] = field(default_factory=dict)
    """Where in an unpublished note the reason stands, if it stands there."""
    reason_texts: Mapping[NotePath, str] = field(default_factory=dict)
    """The property and value that hold a note back, as a phrase, if it is a property."""

    @property
    def all_notes(self) -> tuple[NotePath, ...]:
        """The notes that were read: those that are published and those that are held back."""
        held = (path for path, reason in self.unpublished.items() if reason != "excluded")
        return (*self.notes, *held)

    def problems_by_path(self) -> Mapping[NotePath, Sequence[Problem]]:
        """The problems of each file that has some, in order."""
        found: dict[NotePath, list[Problem]] = defaultdict(list)
        for file in self.problems:
            found[file.path].append(file.problem)
        return found

    @classmethod
    def of(
        cls,
        texts: Mapping[str, str],
        attachments: Iterable[str] = (),
        tag_style: str = "strict",
        schema_files: Mapping[str, str] | None = None,
        settings: Settings | None = None,
    ) -> Vault:
        """A vault written down in place, for tests and examples."""
        html = settings.html if settings else "sanitize"
        notes = {
            NotePath(path): read_note(NotePath(path), text, tag_style, html) for path, text in texts.items()
        }
        vault = _published(notes, frozenset(map(NotePath, attachments)), settings or Settings())
        return replace(vault, schema_files=schema_files or {})


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Which files are left out, as gitignore patterns."""

    exclude: Sequence[str] = ()
    """Neither notes nor attachments."""
    drafts: Sequence[str] = ()
    """Notes that are known but not published."""
    named: Collection[str] = ()
    """Paths that `mkdocs.yml` names (its styles, scripts, logo): published even when browsers run them."""
    site: SiteFiles | None = None
    """The files that the site has besides; None: there is no site to be made."""
    host: str = ""
    """The host of the site's address, in lower case; a `CNAME` with it is published."""


def read_vault(
    root: Path, settings: Settings, exclusions: Exclusions | None = None, read: ReadNote | None = None
) -> Vault:
    """The vault in a folder.

    Nothing outside `root` and the settings' `extra_roots` is opened. A file that cannot be read becomes
    a problem, never an exception; only a root that is no folder raises (`NotADirectoryError`).
    """
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is not a folder")
    exclusions = exclusions or Exclusions()
    reader = read or (lambda path, text: read_note(path, text, settings.tag_style, settings.html))
    scan = Scan(root, settings, exclusions.exclude)
    drafts = GitIgnoreSpec.from_lines(exclusions.drafts)
    others = GitIgnoreSpec.from_lines(settings.exclude)
    notes: dict[NotePath, Note] = {}
    attachments: set[NotePath] = set()
    unpublished: dict[NotePath, Reason] = {}
    unpublished_links: dict[NotePath, tuple[Link, ...]] = {}
    for path in sorted(scan.files):
        if not is_note(path) or others.match_file(path):
            attachments.add(path)  # a note that is left to MkDocs can still be linked to
            continue
        note = _note_of(scan, root / path, path, reader, settings)
        if drafts.match_file(path) or drafts.match_file(scan.linked.get(path, path)):
            unpublished[path] = "draft"
            unpublished_links[path] = note.links if note is not None else ()
        elif note is not None:
            notes[path] = note
    _leave_out_collisions(scan, notes, attachments, exclusions)
    contents = _attachments(scan, attachments, exclusions, settings)
    vault = _published(notes, frozenset(attachments), settings)
    files, failed = schema_files(root, notes.values(), attachments, settings)
    for name, why in sorted(failed.items()):
        message = f"the settings name the file {name}, and it cannot be read: {why}"
        scan.report("unreadable-file", Path(name).name, message)
    excluded = {path for path, why in scan.left_out.items() if why == "excluded" and is_note(path)}
    unpublished.update(dict.fromkeys(sorted(excluded), "excluded"))
    return replace(
        vault,
        unpublished={**vault.unpublished, **unpublished},
        left_out={path: why for path, why in sorted(scan.left_out.items()) if path not in excluded},
        contents=contents,
        named=exclusions.named,
        unpublished_links={**vault.unpublished_links, **unpublished_links},
        problems=(*scan.problems, *vault.problems),
        schema_files=files,
    )


def read_docs(
    root: Path, settings: Settings, exclusions: Exclusions | None = None, read: ReadNote | None = None
) -> Vault:
    """The vault in a folder that MkDocs publishes: `read_vault`, without what MkDocs leaves out unasked.

    That is a folder `templates` at the root, unless `exclusions.exclude` takes it back (`!templates/`). When
    notes are hidden by it, a problem says so.
    """
    exclusions = exclusions or Exclusions()
    vault = read_vault(
        root, settings, replace(exclusions, exclude=(_MKDOCS_LEAVES_OUT, *exclusions.exclude)), read
    )
    asked = GitIgnoreSpec.from_lines([*exclusions.exclude, *settings.exclude])
    hidden = [path for path in vault.unpublished if path.startswith("templates/")]
    if not any(vault.unpublished[path] == "excluded" and not asked.match_file(path) for path in hidden):
        return vault
    message = "the folder 'templates' at the root is not published: MkDocs leaves it out"
    help_ = "Rename it, or write under `exclude_docs` what you want: `!templates/` or `templates/`."
    problem = Problem("unpublished-folder", FILE_START, message, help_)
    return replace(vault, problems=(*vault.problems, FileProblem(NotePath("templates"), problem)))


def with_made_notes(vault: Vault, texts: Mapping[NotePath, str], settings: Settings, read: ReadNote) -> Vault:
    """The vault with notes that another plugin made: held back, hidden in part and linked to like others.

    One that has the path of a note of the vault takes its place; one whose path is held back stays so.
    """
    notes = {path: read(path, text) for path, text in texts.items() if path not in vault.unpublished}
    made = _published(notes, frozenset(), settings)
    kept = {path: note for path, note in vault.notes.items() if path not in notes}
    return replace(
        vault,
        notes=dict(sorted({**kept, **made.notes}.items())),
        unpublished={**vault.unpublished, **made.unpublished},
        problems=(*vault.problems, *made.problems),
        reason_spans={**vault.reason_spans, **made.reason_spans},
        reason_texts={**vault.reason_texts, **made.reason_texts},
        unpublished_links={**vault.unpublished_links, **made.unpublished_links},
    )


def source_text(root: Path, path: NotePath) -> str | None:
    """The text of a note for showing an excerpt of it; None when it is gone or no file of the vault."""
    file = root / path
    try:
        if not file.resolve().is_relative_to(root.resolve()) or not file.is_file():
            return None
        if file.stat().st_size > _MAX_EXCERPT_BYTES:
            return None
        return file.read_bytes().decode("utf-8", "replace")
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        return None


def _attachments(
    scan: Scan, attachments: set[NotePath], exclusions: Exclusions, settings: Settings
) -> dict[NotePath, bytes]:
    """Leave those attachments out that browsers run; what is published of drawings is returned."""
    contents: dict[NotePath, bytes] = {}
    for path in sorted(attachments):
        named = path in exclusions.named or matches(settings.active_files, path)
        if named or is_note(path) or not is_active(path) or _names_host(scan.root, path, exclusions.host):
            continue
        if is_svg(path):
            try:
                contents[path] = _drawing(scan, path)
                continue
            except (OSError, SvgError) as error:
                why = getattr(error, "strerror", None) or error
                message = f"the drawing is left out, since its scripts cannot be removed: {why}"
                scan.report("active-file", path, message, _ALLOW)
        elif is_host_setting(path):
            message = "the file is left out: it would change how the site is served"
            scan.report("active-file", path, message, _ALLOW_HOST if path == "CNAME" else _ALLOW)
        else:
            message = "the file is left out: browsers or servers could run it"
            scan.report("active-file", path, message, _ALLOW, "info")
        attachments.discard(path)
        scan.leave_out(path, "active")
    return contents


def _names_host(root: Path, path: NotePath, host: str) -> bool:
    """Whether a file is the `CNAME` of GitHub Pages that says what `site_url` says."""
    if path != "CNAME" or not host:
        return False
    try:
        with (root / path).open("rb") as file:
            written = file.read(_MOST_OF_CNAME + 1)
    except OSError:
        return False
    text = written.removeprefix(b"\xef\xbb\xbf").strip().lower()
    return len(written) <= _MOST_OF_CNAME and text == host.encode()


def _leave_out_collisions(
    scan: Scan, notes: dict[NotePath, Note], attachments: set[NotePath], exclusions: Exclusions
) -> None:
    """Leave those files out that would stand in the place of the site's own."""
    if exclusions.site is None:
        return
    for path, other in collisions(notes, sorted(attachments), exclusions.site, exclusions.named).items():
        message = f"'{path}' is left out: the site has '{other}' of its own in its place"
        scan.report("page-collision", path, message, "Rename it, or move it to another folder.")
        scan.leave_out(path, "collision")
        attachments.discard(path)
        notes.pop(path, None)


def _drawing(scan: Scan, path: NotePath) -> bytes:
    with (scan.root / path).open("rb") as file:
        safe = safe_svg(file.read(svg.MAX_BYTES + 1))
    if safe.removed:
        removed = ", ".join(safe.removed[:5]) + (" …" if len(safe.removed) > 5 else "")
        message = f"the drawing is published without what browsers run or load: {removed}"
        scan.report("active-file", path, message, _ALLOW)
    return safe.content


def _published(notes: dict[NotePath, Note], attachments: frozenset[NotePath], settings: Settings) -> Vault:
    """The notes that are published; why the others are not, with what is wrong there."""
    held = {path: each for path, note in sorted(notes.items()) if (each := held_back(note, settings))}
    return Vault(
        {path: note for path, note in sorted(notes.items()) if path not in held},
        attachments,
        {path: each.reason for path, each in held.items()},
        problems=tuple(
            FileProblem(path, problem) for path, each in held.items() for problem in each.problems
        ),
        reason_spans={path: each.span for path, each in held.items()},
        reason_texts={path: each.phrase for path, each in held.items() if each.phrase},
        unpublished_links={path: notes[path].links for path in held},
    )


def _note_of(scan: Scan, file: Path, path: NotePath, read: ReadNote, settings: Settings) -> Note | None:
    for attempt in (1, 2):  # an editor may be in the middle of saving
        try:
            if file.stat().st_size > settings.max_note_bytes:
                _skip_large(scan, path, settings)
                return None
            data = file.read_bytes()
            break
        except OSError as error:
            if attempt == 2:
                scan.skip(path, f"cannot be read: {error.strerror or error}")
    else:
        return None
    if len(data) > settings.max_note_bytes:
        _skip_large(scan, path, settings)
        return None
    if len(data) > settings.warn_note_bytes:
        message = f"a note of {len(data):,} bytes is slow to read for people and programs"
        scan.report("size-limit", path, message, "Split it, or raise `warn_note_bytes`.")
    if _is_of_wide_characters(data):
        message = "not UTF-8: the text looks like UTF-16 or UTF-32"
        problem = Problem("bad-encoding", FILE_START, message, "Save it as UTF-8, so that it is published.")
        return replace(broken_note(path, (problem,)), unreadable="encoding")
    try:
        return read(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        return _with_problem(read(path, text), _undecodable(data, error))


def _is_of_wide_characters(data: bytes) -> bool:
    """Whether no front matter could be seen in a file: its letters are not bytes."""
    head = data[:64]
    marked = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and 0 in head
    return marked or (head.count(0) > 3 and head.count(0) * 8 > len(head))


def _skip_large(scan: Scan, path: NotePath, settings: Settings) -> None:
    why = f"is larger than {settings.max_note_bytes:,} bytes"
    scan.skip(path, why, "Split it, or raise `max_note_bytes`.")


def _undecodable(data: bytes, error: UnicodeDecodeError) -> Problem:
    before = normalized(data[: error.start].decode("utf-8", "replace"))
    at = Lines(before).position(len(before))
    message = f"not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}"
    help_ = "Save the file as UTF-8; bytes that are not are shown as \ufffd."
    return Problem("bad-encoding", Span(at, at), message, help_)


def _with_problem(note: Note, problem: Problem) -> Note:
    return replace(note, problems=(problem, *note.problems))
