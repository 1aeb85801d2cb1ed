"""A saved note changes the build that serves it: MkDocs' files, pages and navigation follow the vault."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from mkdocs.structure.files import File, Files, InclusionLevel, file_sort_key, set_exclusions
from mkdocs.structure.nav import get_navigation

from knotwork.knowledge.changes import Changes
from knotwork.mkdocs_plugin.compiled_page import CompiledPage, ShownSite
from knotwork.mkdocs_plugin.deferred_build import DeferredBuild
from knotwork.mkdocs_plugin.docs_files import VaultFile
from knotwork.mkdocs_plugin.generated_files import GeneratedFiles
from knotwork.mkdocs_plugin.page_files import add_file, nav_titles
from knotwork.model.names import FOLDER_NOTES, NotePath, basename, folder, is_note
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.navigation import Nav, navigation
from knotwork.site.views import GeneratedPage
from knotwork.vault.vault import Vault


def may_follow(
    build: DeferredBuild,
    before: CompiledSite,
    site: CompiledSite,
    changes: Changes,
    written: Collection[NotePath],
) -> bool:
    """Whether a build can follow a change of the vault; else MkDocs has to build the site again.

    It can when files come and go that are each a page or an attachment of their own; `written` are the
    paths of those that came, went or were written to.
    """
    old, new = before.view.kb.vault, site.view.kb.vault
    came_or_went = changes.added | changes.removed
    limit = site.view.kb.settings.instant_limit
    return not (
        changes.whole
        or old.contents != new.contents
        or old.left_out != new.left_out
        or _excluded(old) != _excluded(new)
        or any(_shares_page(path, vault) for path in came_or_went for vault in (old, new))
        or (came_or_went and not build.has_own_nav)
        or (len(old.notes) > limit) != (len(new.notes) > limit)
        or any(path in old.attachments or path in new.attachments for path in filter(is_note, written))
        or not set(map(str, written)).isdisjoint(build.config.extra_templates)
    )


def follow_notes(
    build: DeferredBuild,
    before: CompiledSite,
    site: CompiledSite,
    changes: Changes,
    written: Collection[NotePath],
) -> bool:
    """Let a build serve the notes and attachments of the site as it is now, with the navigation.

    The generated pages may stay for `follow_lists`, until one is asked for; False when they may not.
    """
    _follow_attachments(build, before.view.kb.vault, site.view.kb.vault, written)
    if build.shown is None:
        build.shown = ShownSite(site)
        for page in _compiled(build):
            if not page.is_generated:
                page.follow(build.shown)
    build.shown.show(site)
    if changes.added or changes.removed:
        lists = _lists(build)
        for path in changes.removed:
            if (gone := build.files.src_uris.get(path)) is not None and path not in lists:
                build.files.remove(gone)
        _add_notes(build, site, changes.added, lists)
        for path in changes.added:
            if isinstance(added := build.files.src_uris[path].page, CompiledPage):
                added.follow(build.shown)
        _collect_pages(build)
    titles = nav_titles(build.config.nav) if changes.changed else {}
    for path in changes.changed:
        file = build.files.src_uris.get(path)
        if file is not None and isinstance(file.page, CompiledPage) and not file.page.is_generated:
            file.page.title = titles.get(path, file.page.page.html_title)
    if build.has_own_nav and _has_other_navigation(build, _next_navigation(build, site, changes)):
        return False
    build.show_meta()
    return True


def follow_lists(build: DeferredBuild, site: CompiledSite, generated: GeneratedFiles) -> frozenset[str]:
    """Let a build serve the generated pages of the site as it is now; returns their sources."""
    if _follow_lists(build, site, _lists(build), generated):
        _collect_pages(build)
    if build.has_own_nav and _has_other_navigation(build, nav := _navigation(site)):
        config = build.config
        for page in build.nav.pages:
            page.parent = page.previous_page = page.next_page = None
        config.nav = nav
        build.nav = config.plugins.on_nav(
            get_navigation(build.files, config), config=config, files=build.files
        )
        build.show_meta()
    return frozenset(page.source for page in site.generated.pages)


def _compiled(build: DeferredBuild) -> list[CompiledPage]:
    return [file.page for file in build.documents if isinstance(file.page, CompiledPage)]


def _lists(build: DeferredBuild) -> dict[str, CompiledPage]:
    """The generated pages by their sources."""
    return {page.file.src_uri: page for page in _compiled(build) if page.is_generated}


def _collect_pages(build: DeferredBuild) -> None:
    build.documents = build.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
    build.pages = {file.dest_uri: file.page for file in build.documents if file.page is not None}


def _add_notes(
    build: DeferredBuild, site: CompiledSite, paths: Collection[NotePath], lists: Mapping[str, CompiledPage]
) -> None:
    """Add the pages of new notes where MkDocs would have found them."""
    known = [file for file in build.files if file.src_uri not in lists]
    notes = [file for file in known if _is_of_vault(file) and file.is_documentation_page()]
    for path in paths:
        insort(notes, _file(build, path), key=file_sort_key)
    own = {id(file) for file in notes}
    generated = [page.file for page in lists.values() if page.file.src_uri not in paths]
    build.files = Files((*notes, *(file for file in known if id(file) not in own), *generated))
    for path in paths:
        page, file = site.note_page(path), build.files.src_uris[path]
        CompiledPage(site, page, page.html_title, file, build.config)


def _follow_lists(
    build: DeferredBuild, site: CompiledSite, lists: Mapping[str, CompiledPage], generated: GeneratedFiles
) -> bool:
    """Let the generated pages be those of the site; returns whether others or in another order."""
    by_source: dict[str, GeneratedPage] = {}
    for page in site.generated.pages:
        by_source.setdefault(page.source, page)  # an unpublished `index.md` has the path of the home page
    pages, titles = by_source.values(), nav_titles(build.config.nav)
    differ = [*lists] != [*by_source]
    if differ:
        for known in lists.values():
            if build.files.src_uris.get(known.file.src_uri) is known.file:
                build.files.remove(known.file)
        for page in pages:
            if page.source in build.files.src_uris:
                continue  # the user's own
            if page.source in lists:
                build.files.append(lists[page.source].file)
            else:
                file = add_file(build.files, build.config, generated, page.source, bytes)
                CompiledPage(site, page, page.html_title, file, build.config)
    for page in pages:
        if (listed := lists.get(page.source)) is not None:
            listed.compile_from(site, page)
            listed.title = titles.get(page.source, page.html_title)
    return differ


def _follow_attachments(build: DeferredBuild, old: Vault, new: Vault, written: Collection[NotePath]) -> None:
    for path in old.attachments - new.attachments:
        if (file := build.files.get_file_from_path(path)) is not None:
            build.files.remove(file)
            with suppress(OSError):
                Path(file.abs_dest_path).unlink()
    for path in new.attachments - old.attachments:
        build.files.append(_file(build, path))
    for path in new.attachments.intersection((*written, *(new.attachments - old.attachments))):
        if (file := build.files.get_file_from_path(path)) is not None:
            file.copy_file()


def _navigation(site: CompiledSite) -> Nav:
    kb = site.view.kb
    return navigation(kb.notes, site.generated.entries, kb.settings.most_in_nav)


def _next_navigation(build: DeferredBuild, site: CompiledSite, changes: Changes) -> Nav:
    """The navigation of the site; it says the same as before when nothing of what it lists differs."""
    before, build.entries = build.entries, site.generated.entries
    kb = site.view.kb
    is_renamed = bool(changes.titles) and len(kb.notes) <= kb.settings.most_in_nav
    is_same = build.entries == before and not (changes.added or changes.removed or is_renamed)
    return build.config.nav if is_same and build.config.nav is not None else _navigation(site)


def _has_other_navigation(build: DeferredBuild, nav: Nav) -> bool:
    """Whether a build has another navigation; a page may also have taken the path of one in it."""
    return nav != build.config.nav or any(
        build.pages.get(page.file.dest_uri) is not page for page in build.nav.pages
    )


def _file(build: DeferredBuild, path: NotePath) -> File:
    config = build.config
    file = VaultFile(path, config.docs_dir, config.site_dir, config.use_directory_urls)
    set_exclusions([file], config)
    if is_note(path) and file.inclusion is not InclusionLevel.DRAFT:
        file.inclusion = InclusionLevel.NOT_IN_NAV
    return file


def _is_of_vault(file: File) -> bool:
    return isinstance(file, VaultFile) and file.src_dir is not None


def _shares_page(path: NotePath, vault: Vault) -> bool:
    """Whether another note may have the same page: `README.md` beside `index.md`."""
    beside = {NotePath(f"{folder(path)}/{name}".lstrip("/")) for name in FOLDER_NOTES} - {path}
    return basename(path) in FOLDER_NOTES and not beside.isdisjoint(vault.notes)


def _excluded(vault: Vault) -> set[NotePath]:
    return {path for path, reason in vault.unpublished.items() if reason == "excluded"}
