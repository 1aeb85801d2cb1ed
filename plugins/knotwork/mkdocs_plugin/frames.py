"""The theme's HTML around notes is rendered once for folders with the same links, not once for each note.

It is the same but for a few texts. The first pages of each frame are rendered by the theme as well, and later
ones now and then: if one of them differs, the theme renders every page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from knotwork.mkdocs_plugin.frame_recording import Frame, filled, place, recorded
from knotwork.mkdocs_plugin.kept_frames import KeptFrames
from knotwork.mkdocs_plugin.page_values import Context

FEW = 8
"""Up to how many pages as deep in a folder of the root no frame is made for."""
FRAMES_OF_FOLDER = 8
"""How many frames a folder may have: for notes with and without a description, for example."""
CHECKED = 2
"""How many pages of each frame the theme renders too."""
SAMPLE = 100
"""Of how many pages after these it renders one."""


class Frames:
    """The frames of one build."""

    def __init__(self, report: Callable[[str], None], kept: KeptFrames | None = None) -> None:
        """`report` is called with a sentence when the theme renders a page otherwise than expected.

        `kept` are the frames of earlier builds.
        """
        self.report, self._kept = report, kept
        self.frames: defaultdict[Any, list[Frame]] = defaultdict(list)
        self.tries: Counter[Any] = Counter()
        self.is_off = False
        self._counted: Any = None
        self._pages_in: Counter[Any] = Counter()
        self._nav: Any = None
        self._in_nav: set[int] = set()

    def rendered(self, template: Any, context: Context) -> str:
        """What a template renders for a page."""
        page = context["page"]
        folder = place(page.url)[0]
        if (
            self.is_off
            or self._is_in_nav(page, context.get("nav"))
            or self._is_small(folder, context["pages"])
        ):
            return str(template.render(context))
        if self._kept is not None and (html := self._kept.filled(template.name, context)) is not None:
            return html
        frames, key = self.frames[template.name, len(folder)], (template.name, folder)
        for frame in frames:
            filling = _filling(frame, context) if frame.has_same_links(folder) else None
            if filling is not None:
                return self._checked(frame, filling, template, context)
        html = str(template.render(context))
        if self.tries[key] < FRAMES_OF_FOLDER:
            self.tries[key] += 1
            frames += self._new_frame(key, template, context, html)
        return html

    def _new_frame(self, key: Any, template: Any, context: Context, html: str) -> list[Frame]:
        """The frame of a page, if it has one."""
        try:
            frame = recorded(template, context)
            filling = _filling(frame, context)
            if filling is not None and filled(frame.texts, filling) == html:
                self._keep(frame, filling, template, context)
                return [frame]
        except MemoryError:
            raise
        except Exception:  # the template does what cannot be written down: it renders each page
            self.tries[key] = FRAMES_OF_FOLDER
        return []

    def _checked(self, frame: Frame, filling: list[str], template: Any, context: Context) -> str:
        html = filled(frame.texts, filling)
        frame.uses += 1
        if frame.uses > CHECKED and frame.uses % SAMPLE:
            self._keep(frame, filling, template, context)
            return html
        rendered = str(template.render(context))
        if rendered != html:
            self.is_off, page = True, context["page"]
            self.report(
                f"{page.file.src_uri}: the theme renders this page otherwise than those before it; "
                "from here on, it renders each page by itself"
            )
        else:
            self._keep(frame, filling, template, context)
        return rendered

    def _keep(self, frame: Frame, filling: list[str], template: Any, context: Context) -> None:
        if self._kept is not None:
            self._kept.keep(frame, filling, template.name, context)

    def _is_in_nav(self, page: Any, nav: Any) -> bool:
        """Whether the page is one of the menu's, which the theme marks there."""
        if nav is not self._nav:
            self._nav, self._in_nav = nav, {id(listed) for listed in nav.pages}
        return id(page) in self._in_nav or page.parent is not None

    def _is_small(self, folder: tuple[str, ...], files: Any) -> bool:
        """Whether too few pages may have the frame of a page in that folder for it to be worth it."""
        if files is not self._counted:
            self._counted = files
            self._pages_in = Counter(_neighbourhood(place(file.url)[0]) for file in files)
        return self._pages_in[_neighbourhood(folder)] <= FEW


def _neighbourhood(folder: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The folder of the root that a folder is in, and how deep: a menu tells pages of one apart seldom."""
    return folder[:1], len(folder)


def _filling(frame: Frame, context: Context) -> list[str] | None:
    try:
        return frame.filling(context)
    except MemoryError:
        raise
    except Exception:  # the template fails for this page, or its parts depend on each other
        return None
