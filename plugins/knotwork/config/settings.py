"""What the owner of a vault can set, and what each setting means."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from msgspec.structs import replace as struct_replace

from knotwork.config.globs import matches
from knotwork.config.markdown_extensions import NO_EXTENSIONS, SiteMarkdown
from knotwork.config.obsidian import NO_OBSIDIAN, Obsidian
from knotwork.config.option_kinds import (
    ALLOWED,
    FILES,
    FILES_BY_GLOB,
    FOLDER_OR_OFF,
    FOLDERS,
    JOBS,
    KUBERNETES_MINORS,
    LATER_MINOR,
    LEVEL,
    LEVELS,
    LEVELS_BY_GLOB,
    MINOR,
    NOTES_OR_SWITCH,
    PATTERNS,
    RENDERERS,
    SCHEMES,
    STATE,
    STATES_BY_GLOB,
    SWITCH,
    TAGS,
    TEMPLATES,
    VALUES_BY_PROPERTY,
    Kind,
    Level,
    choice,
    number,
)
from knotwork.config.switches import Switches
from knotwork.model.diagnostics import Severity
from knotwork.model.dialect import Dialect
from knotwork.model.heading_ids import HeadingIds

Renderer = Literal["auto", "knotwork", "python-markdown"]

UNPUBLISHED_WHEN: Mapping[str, tuple[str, ...]] = {
    "draft": ("true",),
    "private": ("true",),
    "hidden": ("true",),
    "unlisted": ("true",),
    "confidential": ("true",),
    "published": ("false",),
    "public": ("false",),
    "share": ("false",),
    "dg-publish": ("false",),
    "status": ("draft", "private", "hidden", "unpublished"),
    "visibility": ("draft", "private", "hidden", "internal"),
    "access": ("private", "internal"),
}
"""By which Quartz, Hugo, Jekyll, Pelican, Docusaurus and plugins of Obsidian keep notes back."""


def _about(kind: Kind, doc: str) -> dict[str, object]:
    return {"kind": kind, "doc": doc}


@dataclass(frozen=True, slots=True)
class Settings(Switches):
    """All settings, with their defaults; `options()` describes each."""

    todo_tags: tuple[str, ...] = field(
        default=("k8stodo",),
        metadata=_about(TAGS, "The tags that mark what is still to be done, with or without `#`."),
    )
    aliases: Literal["strict", "resolve"] = field(
        default="strict",
        metadata=_about(
            choice("strict", "resolve"),
            "Whether a link may name a note by an alias: `strict` is what Obsidian does (a link names a "
            "file), `resolve` follows aliases too.",
        ),
    )
    comments: Literal["ignore", "count"] = field(
        default="ignore",
        metadata=_about(
            choice("ignore", "count"),
            "Whether links and tags in `%%` comments count as links and tags of the note.",
        ),
    )
    html: Literal["sanitize", "escape", "trust"] = field(
        default="sanitize",
        metadata=_about(
            choice("sanitize", "escape", "trust"),
            "How HTML in notes is published: `sanitize` keeps what cannot run, `escape` shows it as text, "
            "`trust` publishes it as it is.",
        ),
    )
    external_media: Literal["show", "link"] = field(
        default="show",
        metadata=_about(
            choice("show", "link"),
            "How a picture, sound or film of another host is published: `show` lets each reader's browser "
            "load it from that host, `link` puts a link in its place.",
        ),
    )
    tag_style: Literal["strict", "lenient"] = field(
        default="strict",
        metadata=_about(
            choice("strict", "lenient"),
            "Where a tag may begin: `strict` after a space or at the start of a line, as in Obsidian; "
            "`lenient` also after a bracket, as in `(#foo)`.",
        ),
    )
    heading_ids: Literal["unicode", "mkdocs", "github"] | None = field(
        default=None,
        metadata=_about(
            choice("unicode", "mkdocs", "github"),
            "How the id of a heading is made of its text: `unicode` keeps all letters, `mkdocs` only those "
            "of ASCII, as MkDocs does, `github` does as GitHub. When it is not set, a site with `mkdocs.yml` "
            "has `mkdocs`, so that its addresses stay, and a bare vault `unicode`. What the site sets as "
            "`slugify` of `toc` counts first.",
        ),
    )
    linkify: bool = field(
        default=True,
        metadata=_about(
            SWITCH,
            "Whether an address in the text, `https://…` or `www.…`, is a link, as it is on GitHub and in "
            "Obsidian.",
        ),
    )
    video_players: bool = field(
        default=False,
        metadata=_about(
            SWITCH,
            "Whether the page of a film on YouTube or Vimeo that stands where a picture's address does, "
            "`![A talk](https://youtu.be/…)`, is shown by its player. Readers' browsers then ask that host; "
            "without it the film is a link.",
        ),
    )
    line_breaks: Literal["obsidian", "commonmark"] | None = field(
        default=None,
        metadata=_about(
            choice("obsidian", "commonmark"),
            "Whether a line break in a paragraph is shown: `obsidian` does, `commonmark` joins the lines. "
            "When it is not set, a vault with a folder `.obsidian` is read as its settings say "
            "(`strictLineBreaks`), and all others join lines.",
        ),
    )
    ignore_tags: tuple[str, ...] = field(
        default=(),
        metadata=_about(TAGS, "Texts that look like tags and are none, such as the colour `#ffffff`."),
    )
    exclude: tuple[str, ...] = field(
        default=(),
        metadata=_about(PATTERNS, "Files that knotwork leaves to MkDocs, which renders them itself."),
    )
    renderer: Renderer | Mapping[str, Renderer] = field(
        default="auto",
        metadata=_about(
            RENDERERS,
            "Which program renders the text of a page: `knotwork`, or `python-markdown` with the site's "
            "extensions; `auto` takes the second for pages that write what an extension or plugin of the "
            "site reads and notes do not have, such as `:::` of mkdocstrings. By patterns for paths, the "
            "last one that matches wins. A page is a note with either.",
        ),
    )
    publish: Literal["all", "marked"] = field(
        default="all",
        metadata=_about(
            choice("all", "marked"),
            "Which notes are published: `all` but those that are held back, or only those `marked` with "
            "`publish: true`.",
        ),
    )
    unpublished_when: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: dict(UNPUBLISHED_WHEN),
        metadata=_about(
            VALUES_BY_PROPERTY,
            "The properties, beside `publish: false`, that hold a note back, with the values that do. A "
            "property with the value `true` or `false` holds back with every value that is not clearly the "
            "opposite.",
        ),
    )
    attachments: Literal["all", "used"] = field(
        default="all",
        metadata=_about(
            choice("all", "used"),
            "Which attachments are published: `all`, or only those `used` by a published note: linked, "
            "embedded, or named in its front matter; and what `mkdocs.yml` names.",
        ),
    )
    editor_copies: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            ALLOWED,
            "Whether copies that editors and tools leave beside a note (`note.md~`, `note.md.bak`, "
            "`note (conflicted copy).md`) are published: `leave-out`, `allow`, or patterns "
            "for those that are.",
        ),
    )
    active_files: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            ALLOWED,
            "Whether attachments that browsers or servers run (HTML, scripts, styles, XML) are published: "
            "`leave-out`, `allow`, or patterns for those that are. Of an SVG drawing a copy without scripts "
            "is published; what `mkdocs.yml` names as a style, script, logo or page is published as it is.",
        ),
    )
    wanted: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            NOTES_OR_SWITCH,
            "Notes that may be missing because they are still to be written: links to them are no errors.",
        ),
    )
    planned_notes: Level | None = field(
        default=None,
        metadata=_about(
            LEVEL,
            "The severity of links to notes that are missing and that no other name comes near: most likely "
            "still to be written. When it is not set, it is that of `missing-note`, as for misspelt names, "
            "and it is never more severe.",
        ),
    )
    fail_on: Literal["error", "warning", "info", "never"] | None = field(
        default=None,
        metadata=_about(
            choice("error", "warning", "info", "never"),
            "The least severe finding that fails a run. When it is not set, `knotwork check` and "
            "`mkdocs build --strict` fail on errors and plain `mkdocs build` never fails.",
        ),
    )
    rules: Mapping[str, Level] = field(
        default_factory=dict, metadata=_about(LEVELS, "The severity of each rule's findings, or `off`.")
    )
    per_path: Mapping[str, Mapping[str, Level]] = field(
        default_factory=dict,
        metadata=_about(
            LEVELS_BY_GLOB,
            "The same for some paths of the vault; the last pattern that matches and names the rule wins, "
            "and it wins over `rules`.",
        ),
    )
    k8s_version: str = field(
        default=KUBERNETES_MINORS[-1],
        metadata=_about(MINOR, "The minor version of Kubernetes that manifests are written for."),
    )
    k8s_next: str = field(
        default="",
        metadata=_about(
            LATER_MINOR,
            'The version of Kubernetes up to which removals of APIs are reported in advance: `"1.40"`; by '
            "default only deprecated APIs are.",
        ),
    )
    k8s_default: str = field(
        default="auto",
        metadata=_about(
            STATE,
            "The mode of YAML blocks unless a block, a note or `k8s_paths` sets one; `auto` decides by the "
            "block.",
        ),
    )
    k8s_paths: Mapping[str, str] = field(
        default_factory=dict,
        metadata=_about(
            STATES_BY_GLOB, "The same for the notes of some paths; the last pattern that matches wins."
        ),
    )
    crds: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            FILES,
            "Files with CustomResourceDefinitions, so that custom resources are checked; "
            "those that stand in the notes count anyway.",
        ),
    )
    json_schemas: Mapping[str, str] = field(
        default_factory=dict,
        metadata=_about(
            FILES_BY_GLOB,
            "JSON Schemas for YAML that is not for Kubernetes, by a pattern for the block's title or the "
            "note's path: `compose*.yaml: schemas/compose.json`.",
        ),
    )
    security_advice: bool = field(
        default=False,
        metadata=_about(SWITCH, "Whether manifests also get advice about security."),
    )
    url_schemes: tuple[str, ...] = field(
        default=("http", "https", "mailto", "tel"),
        metadata=_about(SCHEMES, "The schemes that links to the outside may have."),
    )
    templates: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            TEMPLATES,
            "The templates of the theme that a note may choose by `template:` in its front matter.",
        ),
    )
    extra_roots: tuple[str, ...] = field(
        default=(),
        metadata=_about(FOLDERS, "Folders outside the vault that symbolic links in the vault may lead to."),
    )
    notes_in_nav: int | None = field(
        default=None,
        metadata=_about(
            number(0),
            "Up to how many notes the navigation lists every note; above, it has the pages of the folders. "
            "When it is not set, it is 500 in a site with `mkdocs.yml`, where Material would list them all, "
            "and 150 in a bare vault.",
        ),
    )
    search: Literal["knotwork", "material"] = field(
        default="knotwork",
        metadata=_about(
            choice("knotwork", "material"),
            "What answers in Material's search field: `knotwork` finds notes by name, alias and text in "
            "spite of slips, and loads nothing before something is typed; `material` is the theme's own.",
        ),
    )
    theme_defaults: bool = field(
        default=True,
        metadata=_about(
            SWITCH,
            "Whether Material's options `font`, `features` and `palette` are knotwork's where `mkdocs.yml` "
            "does not set them: no font of Google, buttons to copy code, a light and a dark scheme.",
        ),
    )
    repository_facts: bool = field(
        default=False,
        metadata=_about(
            SWITCH,
            "Whether a reader's browser asks the host of `repo_url` for the stars and the version that "
            "Material shows beside the link to the repository.",
        ),
    )
    instant_limit: int = field(
        default=1000, metadata=_about(number(0), "Above how many notes instant navigation is turned off.")
    )
    git_dates: bool = field(
        default=False,
        metadata=_about(
            SWITCH,
            "Whether a note's page, the home page and the feed have the dates of the note's first and last "
            "commit where its front matter has none; one `git log` a build reads them. A shallow clone does "
            "not have them all: in CI, fetch the whole history.",
        ),
    )
    page_size: int = field(
        default=500, metadata=_about(number(1), "How many entries a page of a generated list has.")
    )
    backlinks_shown: int = field(
        default=30,
        metadata=_about(number(0), "How many backlinks a note's page shows; the rest have a page."),
    )
    redirects: bool = field(
        default=True,
        metadata=_about(
            SWITCH,
            "Whether the addresses under `redirect_from` and `permalink` in a note's front matter, and "
            "aliases that begin with `/`, have pages that lead to the note.",
        ),
    )
    max_note_bytes: int = field(
        default=20_000_000, metadata=_about(number(1), "The size in bytes above which a note is skipped.")
    )
    warn_note_bytes: int = field(
        default=5_000_000, metadata=_about(number(1), "The size in bytes above which a note gets a warning.")
    )
    max_embed_depth: int = field(
        default=5, metadata=_about(number(1), "How deep embeds in embedded notes are shown.")
    )
    max_embeds: int = field(default=100, metadata=_about(number(1), "How many embeds one page shows."))
    max_embedded_characters: int = field(
        default=1_000_000,
        metadata=_about(
            number(1),
            "About how many characters of HTML the embeds of one page put out; fewer where all pages "
            "together would put out more than 20 million, or five times what the notes do.",
        ),
    )
    max_findings_per_file: int = field(
        default=100, metadata=_about(number(1), "How many findings of one file are listed.")
    )
    serve: Literal["live", "full"] = field(
        default="live",
        metadata=_about(
            choice("live", "full"),
            "What `serve` does when a note is saved: `live` makes a page when a browser asks for it, `full` "
            "makes all pages, as MkDocs does.",
        ),
    )
    jobs: int | Literal["auto"] = field(
        default="auto",
        metadata=_about(
            JOBS,
            "How many processes read notes and render pages when there are many; `auto` is one for each "
            "processor, up to eight. The result is the same with any number.",
        ),
    )
    cache: str = field(
        default=".cache/knotwork",
        metadata=_about(
            FOLDER_OR_OFF,
            "The folder for what is kept between runs, from the folder of `mkdocs.yml`; `false` keeps "
            "nothing. It may hold the text of notes that are not published, and must not be published "
            "itself. A vault without `mkdocs.yml` has its cache in your own cache folder.",
        ),
    )

    markdown: SiteMarkdown = NO_EXTENSIONS
    """What the site sets under `markdown_extensions`; no setting of the plugin."""
    obsidian: Obsidian = NO_OBSIDIAN
    """What the vault's own folder says; no setting of the plugin."""
    directories: bool = True
    """MkDocs' `use_directory_urls`; no setting of the plugin."""
    notices: tuple[str, ...] = ()
    """What to say about the settings as they were written; no setting of the plugin."""
    language: str = "en"
    """The code of the texts that the site itself shows; no setting of the plugin: the theme's decides."""

    @property
    def most_in_nav(self) -> int:
        """Up to how many notes the navigation lists every note."""
        if self.notes_in_nav is not None:
            return self.notes_in_nav
        return 500 if self.markdown.file else 150

    @property
    def dialect(self) -> Dialect:
        """How notes are read."""
        ids = self.markdown.heading_ids
        if self.heading_ids is not None and not self.markdown.has_slugify:
            ids = HeadingIds(style=self.heading_ids, separator=ids.separator)
        has_breaks = self.obsidian.line_breaks or self.markdown.line_breaks
        files = self.markdown.inserted
        if files is not None:
            files = struct_replace(files, only_marked=self.publish == "marked")
        return Dialect(
            inserted=files,
            tag_style=self.tag_style,
            html=self.html,
            heading_ids=ids,
            tab_ids=self.markdown.tab_ids,
            contents=self.markdown.contents,
            linkify=self.linkify,
            mail_addresses=self.linkify and "pymdownx.magiclink" in self.markdown.options,
            line_breaks=self.line_breaks or ("obsidian" if has_breaks else "commonmark"),
            any_task_state=self.obsidian.is_there,
            bracketed_math=self.markdown.bracketed_math,
            symbols=self.markdown.symbols,
            appended=self.markdown.appended,
            extensions=self.markdown.extensions,
            cross_references=self.markdown.cross_references,
        )

    def rooted(self, base: Path) -> Settings:
        """The settings with the files and folders they name read from a folder: the one their file is in."""

        def rooted(path: str) -> str:
            return os.path.normpath(base / path)

        return replace(
            self,
            extra_roots=tuple(map(rooted, self.extra_roots)),
            crds=tuple(map(rooted, self.crds)),
            json_schemas={glob: rooted(path) for glob, path in self.json_schemas.items()},
        )

    def renderer_of(self, path: str) -> Renderer:
        """What is set for a page: which program renders its text."""
        if isinstance(self.renderer, str):
            return self.renderer
        fitting = [renderer for glob, renderer in self.renderer.items() if matches((glob,), path)]
        return fitting[-1] if fitting else "auto"

    def mode(self, path: str) -> str:
        """The mode in which YAML blocks of a note are validated unless a directive says otherwise."""
        mode = self.k8s_default
        for glob, glob_mode in self.k8s_paths.items():
            if matches((glob,), path):
                mode = glob_mode
        return mode

    def severity(self, rule: str, path: str, default: Level) -> Severity | None:
        """The severity of a rule's findings in a file; None when the rule is off there."""
        level = self.rules.get(rule, default)
        for glob, levels in self.per_path.items():
            if rule in levels and matches((glob,), path):
                level = levels[rule]
        return None if level == "off" else level
