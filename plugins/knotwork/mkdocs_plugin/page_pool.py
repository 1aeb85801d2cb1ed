"""The pages of notes rendered ahead of MkDocs in other processes.

MkDocs asks for one page after the other: first for the content of all, then, when it writes them, for what
stands around each. What other plugins do with a page happens in MkDocs' own process as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Literal

from msgspec.msgpack import Decoder, Encoder

from knotwork.model.names import NotePath
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.content import Content
from knotwork.site.note_page import Around, NotePage
from knotwork.vault.parallel import Workers, process_count

LEAST = 100
"""How many pages are rendered before another process is worth its start."""
_TOGETHER = 8
"""Pages that are one task."""

Part = Literal["content", "around"]
_Task = tuple[Part, Sequence[NotePath]]
_Results = Sequence[bytes | None]

_encode = Encoder().encode
_DECODERS: dict[Part, Decoder[Any]] = {"content": Decoder(Content), "around": Decoder(Around)}


class RenderedPages:
    """What the pages of a site's notes show; the order in which they are asked for is known."""

    def __init__(
        self,
        site: CompiledSite,
        order: Sequence[NotePath],
        jobs: int | str = 1,
        report: Callable[[str], None] = lambda line: None,
    ) -> None:
        """`report` gets a line when other processes are lost; the pages are rendered all the same."""
        self._site = site
        # what a protected note says is in no value but its page
        self._order = [path for path in order if not site.note_page(path).is_protected]
        self._processes = process_count(jobs) if len(self._order) >= LEAST else 1
        self._workers: Workers[_Task, _Results] = Workers(self._rendered, self._processes, report)
        self._ahead: dict[Part, Iterator[tuple[NotePath, bytes | None]]] = {}
        self._waiting: dict[tuple[Part, NotePath], bytes | None] = {}
        self._open = {(part, path) for part in _DECODERS for path in self._order}
        """The parts that were not asked for."""

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
        """A part of a page, rendered by another process; None when this one has to render it."""
        key = part, page.path
        if not self._workers.is_parallel or key not in self._open:
            return None
        self._open.remove(key)
        if part not in self._ahead:
            self._prepare()
            self._ahead[part] = self._rendered_ahead(part)
        while key not in self._waiting:
            path, encoded = next(self._ahead[part])
            self._waiting[part, path] = encoded
        encoded = self._waiting.pop(key)
        return None if encoded is None else _DECODERS[part].decode(encoded)

    def _prepare(self) -> None:
        """Compute what pages share, so that it is not computed in every process."""
        if not self._ahead:
            with suppress(Exception):  # they are asked for again at the end of the build
                self._site.source.diagnostics  # noqa: B018
            page = self._site.note_page(self._order[0])
            self._rendered(("content", [page.path]))
            self._rendered(("around", [page.path]))

    def _rendered_ahead(self, part: Part) -> Iterator[tuple[NotePath, bytes | None]]:
        tasks = [
            (part, self._order[start : start + _TOGETHER]) for start in range(0, len(self._order), _TOGETHER)
        ]
        for (_, paths), results in zip(tasks, self._workers.results(tasks), strict=True):
            yield from zip(paths, results, strict=True)

    def _rendered(self, task: _Task) -> _Results:
        """A part of each page, encoded; None for one that fails or has a part that fails."""
        part, paths = task
        return [self._attempt(part, path) for path in paths]

    def _attempt(self, part: Part, path: NotePath) -> bytes | None:
        failures = self._site.source.failures
        before, page = dict(failures), self._site.note_page(path)
        try:
            made = _encode(page.content() if part == "content" else page.around())
        except Exception:
            made = None  # it fails again where it is asked for, and is reported there
        if failures != before:
            failures.clear()
            failures.update(before)
            return None
        return made
