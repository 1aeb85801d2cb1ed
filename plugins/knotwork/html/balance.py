"""Which elements of raw HTML are open: a tag that closes none of them would close the page around it."""

from __future__ import annotations

from knotwork.html.elements import PUBLISHED, VOID

DEEPEST = 100
"""Elements in each other; browsers stop at some hundred."""

_CLOSED_BY_OTHERS = frozenset("p li dt dd tr td th thead tbody tfoot colgroup rt rp rtc".split())
"""Those whose end needs no tag; what contains them keeps them apart from the page."""
_COUNTED = PUBLISHED - VOID - _CLOSED_BY_OTHERS
_TABLE = frozenset(("table", "caption"))
"""No tag within one closes what is around it."""
_ENDS_PARAGRAPH = frozenset(
    "address article aside blockquote center details dir div dl figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hgroup main menu nav ol pre section summary table ul".split()
)


class OpenTags:
    """The open elements of a stretch of HTML, outermost first, each with the depth of the block it is in."""

    def __init__(self) -> None:
        self._open: list[tuple[str, int]] = []

    def opens(self, name: str, depth: int = 0, *, in_paragraph: bool = False) -> bool:
        """Note an opening tag; False when it is nested too deeply to be published."""
        if name not in _COUNTED:
            return True
        if len(self._open) >= DEEPEST:
            return False
        # in a paragraph such an element ends it, and stands behind it
        self._open.append((name, depth - 1 if in_paragraph and name in _ENDS_PARAGRAPH else depth))
        return True

    def closes(self, name: str) -> bool:
        """Note a closing tag; False when nothing that is open ends with it."""
        if name not in _COUNTED:
            return True
        for index in range(len(self._open) - 1, -1, -1):
            known = self._open[index][0]
            if _same(known, name):
                del self._open[index:]
                return True
            if known in _TABLE and name != "table":
                return False
        return False

    def leave(self, depth: int = -1) -> str:
        """The closing tags of what is open deeper than that, which ends."""
        names = []
        while self._open and self._open[-1][1] > depth:
            names.append(self._open.pop()[0])
        return "".join(f"</{name}>" for name in names)


def _same(opened: str, closed: str) -> bool:
    """Whether a tag closes an element: the end of any heading ends a heading."""
    return opened == closed or (_is_heading(opened) and _is_heading(closed))


def _is_heading(name: str) -> bool:
    return len(name) == 2 and name[0] == "h" and name[1] in "123456"
