"""Fenced blocks that a site gives another form by their language, under `custom_fences` of superfences."""

from __future__ import annotations

from html import escape

from knotwork.config.custom_fences import CustomFence
from knotwork.html.attributes import attributes_html
from knotwork.model.note import Fence
from knotwork.syntax.code_info import code_info


def custom_fence_html(custom: CustomFence, fence: Fence, *, own: bool) -> str:
    """A block as the site has it: its text in an element for the site's own script; `own` with its id."""
    info = code_info(fence.info)
    classes = " ".join(filter(None, (custom.css_class, *info.classes)))
    given = (("id", str(info.anchor)),) if own and info.anchor else ()
    attributes = attributes_html((*given, *((("class", classes),) if classes else ())))
    text = escape(fence.text.removesuffix("\n"), quote=False)
    if custom.form == "div":
        return f"<div{attributes}>{text}</div>\n"
    return f"<pre{attributes}><code>{text}</code></pre>\n"
