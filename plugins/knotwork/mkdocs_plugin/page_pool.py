"""The pages of notes rendered ahead of MkDocs in other processes, or taken from an earlier build.

MkDocs asks for one page after the other: first for the content of all, then, when it writes them, for what
stands around each. What other plugins do with a page happens in MkDocs' own process as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from msgspec.structs import replace

from knotwork.mkdocs_plugin.page_cache import PageCache, Part, Rendered, decoded_part, encoded_part
from knotwork.model.names import NotePath
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.content import Content
from knotwork.site.note_page import Around, NotePage
from knotwork.syntax.colouring import given_up
from knotwork.vault.parallel import Workers, process_count

LEAST = 100
"""How many pages are rendered before another process is worth its start."""
_TOGETHER = 8
"""Pages that are one task."""

_Task = tuple[Part, Sequence[NotePath]]
_Results = Sequence[Rendered | None]


class RenderedPages:
    """What the pages of a site's notes show; the order in which they are asked for is known."""

    def __init__(
        self,
        site: CompiledSite,
        order: Sequence[NotePath],
        jobs: int | str = 1,
        cache: PageCache | None = None,
        report: Callable[[str], None] = lambda line: None,
    ) -> None:
        """`report` gets a line when other processes are lost; the pages are rendered all the same."""
        self._site, self._cache = site, cache
        # what a protected note says is in no value but its page
        self._order = [path for path in order if not site.note_page(path).is_protected]
        self._open: set[tuple[Part, NotePath]] = {
            (part, path) for part in ("content", "around") for path in self._order
        }
        """The parts that were not asked for."""
        processes = process_count(jobs) if len(self._order) >= LEAST else 1
        self._workers: Workers[_Task, _Results] = Workers(self._rendered, processes, report)
        self._ahead: dict[Part, Iterator[tuple[NotePath, Rendered | None]]] = {}
        """What other processes render: the pages that are not in the cache."""
        self._waiting: dict[tuple[Part, NotePath], Rendered | None] = {}

    def content(self, page: NotePage) -> Content:
        """The content of a page."""
        made = self._part("content", page)
        return made if isinstance(made, Content) else page.content()

    def around(self, page: NotePage) -> Around:
        """What a page shows around its content."""
        made = self._part("around", page)
        return made if isinstance(made, Around) else page.around()

    def close(self) -> None:
        """End the other processes."""
        self._workers.close()
        self._ahead.clear()
        self._waiting.clear()

    def _part(self, part: Part, page: NotePage) -> Content | Around | None:
        """A part of a page; None when it is not known yet and has to be rendered where it is asked for."""
        key = part, page.path
        if key not in self._open:
            return None
        self._open.remove(key)
        if self._cache is not None and (kept := self._cache.get(part, page.path)) is not None:
            return decoded_part(part, kept)
        rendered = self._rendered_elsewhere(part, page.path)
        if rendered is None and self._cache is not None:
            rendered = self._attempt(part, page.path)
        if rendered is None:
            return None
        if self._cache is not None:
            self._cache.put(part, page.path, rendered)
        return decoded_part(part, rendered.made)

    def _rendered_elsewhere(self, part: Part, path: NotePath) -> Rendered | None:
        if not self._workers.is_parallel or (self._cache is not None and self._cache.has(part, path)):
            return None
        if part not in self._ahead:
            self._ahead[part] = self._rendered_ahead(part)
        while (part, path) not in self._waiting:
            following = next(self._ahead[part], None)
            if following is None:
                return None
            self._waiting[part, following[0]] = following[1]
        return self._waiting.pop((part, path))

    def _rendered_ahead(self, part: Part) -> Iterator[tuple[NotePath, Rendered | None]]:
        cache = self._cache
        paths = [path for path in self._order if cache is None or not cache.has(part, path)]
        if len(paths) < LEAST:
            return
        if not self._ahead:
            self._compute_common_values(paths[0])
        tasks = [(part, paths[start : start + _TOGETHER]) for start in range(0, len(paths), _TOGETHER)]
        for (_, together), results in zip(tasks, self._workers.results(tasks), strict=True):
            yield from zip(together, results, strict=True)

    def _compute_common_values(self, path: NotePath) -> None:
        """Compute what pages share, so that it is not computed in every process."""
        with suppress(Exception):  # they are asked for again at the end of the build
            self._site.source.diagnostics  # noqa: B018
        self._rendered(("content", [path]))
        self._rendered(("around", [path]))

    def _rendered(self, task: _Task) -> _Results:
        """A part of each page; None for one that fails or has a part that fails."""
        part, paths = task
        return [self._attempt(part, path) for path in paths]

    def _attempt(self, part: Part, path: NotePath) -> Rendered | None:
        failures, plain = self._site.source.failures, given_up()
        before = dict(failures)
        rendered = None
        with suppress(Exception):  # it fails again where it is asked for, and is reported there
            if self._cache is not None:
                rendered = self._cache.rendered(part, path)
            else:
                rendered = Rendered(encoded_part(part, self._site.note_page(path)))
        if failures != before:
            failures.clear()
            failures.update(before)
            return None
        if rendered is not None and given_up() != plain:
            rendered = replace(rendered, inputs=b"")  # the next build may have the time that this one lacked
        return rendered
