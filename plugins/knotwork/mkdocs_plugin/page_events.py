"""The events of MkDocs that are about one page: what knotwork does while it is read, rendered and written."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from knotwork.config.settings import Settings
from knotwork.knowledge.page_ids import PageIds
from knotwork.mkdocs_plugin import tooltips
from knotwork.mkdocs_plugin.build_log import BuildLog
from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.mkdocs_plugin.frames import Frames
from knotwork.mkdocs_plugin.generated_files import GeneratedFiles
from knotwork.mkdocs_plugin.kept_frames import KeptFrames
from knotwork.mkdocs_plugin.lazy_templates import LazyTemplates
from knotwork.mkdocs_plugin.live_site import LiveSite
from knotwork.mkdocs_plugin.other_plugins import reads_written_pages, with_tags_of_plugins
from knotwork.mkdocs_plugin.page_files import add_markdown
from knotwork.mkdocs_plugin.page_guard import GuardedTemplates, PageGuard, writing_error
from knotwork.mkdocs_plugin.page_ids import ids_of_pages, render_again
from knotwork.mkdocs_plugin.plugin_log import log
from knotwork.mkdocs_plugin.protection import UNENCRYPTED, encrypts, is_replaced, unencrypted
from knotwork.mkdocs_plugin.replaced_notes import protect_replaced
from knotwork.mkdocs_plugin.search_worker import own_worker_url
from knotwork.mkdocs_plugin.site_search import has_own_search
from knotwork.mkdocs_plugin.theme_defaults import has_facts, without_facts
from knotwork.mkdocs_plugin.uncompiled_pages import check_page
from knotwork.mkdocs_plugin.whole_pages import WholePages
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.rules import with_severities
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.feeds.alternates import with_alternates
from knotwork.site.feeds.files import markdown_of
from knotwork.site.minify import minified
from knotwork.site.not_found_page import with_suggestions
from knotwork.site.page_language import with_language
from knotwork.site.sidebar import with_rail
from knotwork.vault.theme_properties import printable_address


class PageEvents:
    """The part of the plugin that has to do with pages, one by one."""

    settings: Settings
    serving: bool
    is_dirty: bool
    """Whether MkDocs builds only the pages that were edited."""
    site: CompiledSite | None
    """The site of the current build."""
    live: LiveSite
    whole: WholePages | None
    """Makes the pages of the current build whole, where that is possible."""
    generated: GeneratedFiles
    log: BuildLog
    guard: PageGuard
    written: CompiledPage | None
    """The page that was written last, if its content is not needed any more."""
    unencrypted_findings: list[Diagnostic]
    """Findings for notes that have a password and are not encrypted."""
    replaced: set[NotePath]
    """The notes whose content another plugin replaced."""
    page_ids: PageIds
    """The ids on pages that other plugins changed."""

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> None:
        """Errors while a page is read and rendered fail that page only."""
        self.guard.guard_page(page)

    def hide_protected(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Remove a protected note's content from the page object: plugins get it only as they pass it on."""
        if isinstance(page, CompiledPage) and page.is_protected:
            page.content = ""
        return html

    def check_protection(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Remember replaced notes; hide the content of a note with a password that no plugin encrypts."""
        if isinstance(page, CompiledPage) and page.note is not None:
            if page.text is not None and page.text.is_changed:
                self.log.changed_text(page.note.path, serving=self.serving)
            if is_replaced(page.compiled_html, html):
                self.replaced.add(page.note.path)
            elif page.is_protected and not encrypts(config.plugins):
                assert self.site is not None, "the page is one of the site's"
                for finding in with_severities(self.site.view.kb.settings, [unencrypted(page.note)]):
                    self.log.failure(finding)
                    self.unencrypted_findings.append(finding)
                return UNENCRYPTED
        return html

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Publish the Markdown of notes: all other plugins have processed the text by now."""
        if self.whole is not None:
            self.whole.sweep()
        if self.site and self.replaced:
            self.site = protect_replaced(self.site, self.replaced, files, config)
        self.page_ids = ids_of_pages(files)
        render_again(self.page_ids, files, config)
        for page in [file.page for file in files.documentation_pages()]:
            if page is None:
                continue
            if not isinstance(page, CompiledPage):
                check_page(page, self.settings, env)
            elif page.file.src_uri not in self.guard.failed:
                add_markdown(page, files, config, self.generated)
        return self.whole.environment if self.whole is not None else self._environment(env, config)

    def _environment(
        self, env: Any, config: MkDocsConfig, kept: KeptFrames | None = None
    ) -> GuardedTemplates:
        """The theme's templates, which fail one page only, and are rendered once for a folder.

        `kept` are the frames of earlier builds.
        """
        if self._leaves_facts_out(config):
            env = without_facts(env)
        if has_own_search(config, self.settings) and not self.is_dirty:
            env.filters["url"] = own_worker_url
        if kept is not None:
            env = LazyTemplates(env, kept)
        # a live site's menu may change
        frames = None if self.live.begins else Frames(log.info, kept)

        def render(template: Any, context: Any) -> str:
            page = context.get("page")
            if kept is not None and type(page) is CompiledPage and page.is_generated:
                return kept.generated(template, context)
            if frames is None or type(page) is not CompiledPage or page.note is None:
                return str(template.render(context))
            return frames.rendered(template, context)

        return GuardedTemplates(env, self.guard, lambda: getattr(config, "_current_page", None), render)

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> None:
        """Add what search does not index: breadcrumbs, backlinks and tags.

        The edit address is escaped: themes print it unescaped, and it contains the file name.
        """
        self._drop_written(page, config)
        page.edit_url = printable_address(page.edit_url)
        if page.file.src_uri in self.guard.failed:
            page.content = self.guard.whole(page)
        elif isinstance(page, CompiledPage):
            page.content = page.reader_html()
            context["tags"] = with_tags_of_plugins(page.page.tags(), context.get("tags") or ())

    def _drop_written(self, page: Page, config: MkDocsConfig) -> None:
        if self.whole is not None and self.whole.is_making:
            return  # its pages hold no content, and may be made again
        if self.written is not None:
            self.written.drop_content()
        is_last_use = type(page) is CompiledPage and not self.serving and not reads_written_pages(config)
        self.written = page if is_last_use else None  # type: ignore[assignment]

    def with_alternates(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Link to the page's Markdown and the site's feed in its head, and say the note's language."""
        if self.site is None or page.file.src_uri in self.guard.failed:
            return output
        kb, addresses = self.site.view.kb, self.site.view.site
        markdown = markdown_of(kb, addresses, NotePath(page.file.src_uri))
        note = kb.notes.get(NotePath(page.file.src_uri))
        if note is not None:
            output = with_language(output, note.front_matter)
        if isinstance(page, CompiledPage):
            output = with_rail(output, page.rail)
        return minified(with_alternates(output, page.url, markdown, feed=self.site.has_feed))

    def safe_tooltips(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Escape markup in the theme's tooltips."""
        return tooltips.safe(output, config)

    def writable(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Leave out a page whose path the file system does not allow."""
        error = writing_error(page.file.abs_dest_path)
        if error is None:
            return output
        self.guard.fail(page, "writing it", error)
        return ""

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Escape tooltips on pages of the theme itself too: its 404 page has the menu, and suggestions."""
        if template_name == "404.html" and self.site is not None:
            root = urlsplit(config.site_url or "/").path
            output = with_suggestions(output, self.site.view, f"{root.rstrip('/')}/")
        return tooltips.safe(output, config) if template_name.endswith(".html") else output

    def _leaves_facts_out(self, config: MkDocsConfig) -> bool:
        return has_facts(config) and not self.settings.repository_facts
