"""What a reader sees of inline content, as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from knotwork.names import shown_as
from knotwork.syntax.wikilink import Written


def visible_text(tokens: Sequence[Token], *, tags: bool = True, breaks: str = " ") -> str:
    """What a reader sees of inline tokens; `tags=False` leaves tags out."""
    out = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline" | "math_inline":
                out.append(token.content)
            case "softbreak" | "hardbreak":
                out.append(breaks)
            case "wikilink":
                out.append(shown(token.meta["written"]))
            case "tag" if tags:
                out.append(f"#{token.content}")
            case "image":
                out.append(visible_text(token.children or [], tags=tags, breaks=breaks))
    return "".join(out)


def shown(written: Written) -> str:
    """What a wikilink shows when it is drawn without knowing its target."""
    return written.display or shown_as(written.target, written.subpath)
