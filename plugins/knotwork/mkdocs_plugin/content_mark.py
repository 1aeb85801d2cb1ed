"""A page's content that a template prints as a mark, and that remembers what is sought in it."""

from __future__ import annotations

from secrets import token_hex

MARK = f"<{token_hex(16)}>"
"""What is printed in the place of the content; no page can have it."""


class MarkedContent(str):
    """The content of a page, printed as `MARK`."""

    __slots__ = ("sought",)
    sought: dict[str, bool]
    """Whether the strings are in it that were looked for."""

    def __new__(cls, content: str) -> MarkedContent:
        """`content` is what is looked through."""
        made = super().__new__(cls, content)
        made.sought = {}
        return made

    def __str__(self) -> str:
        return MARK

    def __contains__(self, item: object) -> bool:
        is_there = super().__contains__(item)  # type: ignore[operator]
        self.sought[str(item)] = is_there
        return is_there
