"""The languages of fenced blocks that a site gives another form: `custom_fences` of pymdownx.superfences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from knotwork.config.extension_entries import PythonObject

_CODE_FORMAT = "pymdownx.superfences.fence_code_format"
FENCE_FORMS: Mapping[str, Literal["code", "div"]] = {
    _CODE_FORMAT: "code",
    "pymdownx.superfences.fence_div_format": "div",
}
"""By the functions that sites name for it."""


class CustomFence(Struct, frozen=True):
    """A language whose fenced blocks a site gives another form."""

    name: str
    css_class: str
    form: Literal["code", "div"]


def custom_fences(options: Mapping[str, Mapping[str, Any]]) -> Iterator[CustomFence]:
    """Those of which the form is known here, by the options of extensions."""
    for fence in written_fences(options):
        name, css_class = str(fence.get("name", "")), str(fence.get("class", ""))
        form = FENCE_FORMS.get(formatter(fence))
        if name and form is not None and not is_ours(fence):
            yield CustomFence(name, css_class, form)


def written_fences(options: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """All of them as they are written."""
    fences = options.get("pymdownx.superfences", {}).get("custom_fences")
    return [fence for fence in fences if isinstance(fence, Mapping)] if isinstance(fences, list) else []


def foreign_fences(options: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The languages whose fenced blocks functions of others write."""
    for fence in written_fences(options):
        if formatter(fence) not in FENCE_FORMS and not is_ours(fence):
            yield str(fence.get("name", ""))


def formatter(fence: Mapping[str, Any]) -> str:
    """The name of the function that writes a fence."""
    given = fence.get("format")
    return given.name if isinstance(given, PythonObject) else _CODE_FORMAT


def is_ours(fence: Mapping[str, Any]) -> bool:
    """Whether a fence is a diagram, which knotwork draws: Material would load a script from another host."""
    return "mermaid" in (fence.get("name"), fence.get("class"))
