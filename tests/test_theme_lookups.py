"""What Material's script looks up in a page: no note can put such an element, attribute or class into it.

The lists come from the script that is installed, so that a new version of Material is held to this too.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from knotwork.html.attributes import allowed_attribute, allowed_classes, published_id

MEANT_FOR_AUTHORS = {"data-preview"}
"""Attributes that Material's handbook has authors write."""
HARMLESS = {"annotate", "select", "highlight", "hll"}
"""Classes for annotations and marked lines, which Material's handbook has authors write."""


_CLASS = re.compile(r"(?:(?<![\w.])|\b(?:a|div|pre|label|table)(?=\.))\.([a-z][\w-]*)")


@cache
def script() -> str:
    spec = find_spec("material")
    assert spec
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "templates" / "assets" / "javascripts"
    return next(folder.glob("bundle.*.js")).read_text("utf-8")


def selectors() -> list[str]:
    """The texts that are handed to `querySelector` and its like."""
    found = re.findall(r"\b[A-Za-z$]{1,3}\(([\"`])((?:[.#:\[]|[a-z]+[\[.:> ])[^\"`]*)\1", script())
    return [text for _, text in found]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"[\"`'#](__[a-z_]+)", script()))))
def test_no_note_has_an_id_that_the_theme_looks_up(name: str) -> None:
    assert published_id(name) != name
    assert allowed_attribute("img", "name", name) is None


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\bdata-[a-z][a-z-]*[a-z]", script()))))
def test_no_note_has_an_attribute_that_the_theme_reads(name: str) -> None:
    assert (allowed_attribute("div", name, "x") is None) == (name not in MEANT_FOR_AUTHORS)
    assert (allowed_attribute("a", name, "x") is None) == (name not in MEANT_FOR_AUTHORS)


def test_no_note_has_a_class_that_the_theme_looks_up() -> None:
    looked_up = {name for text in selectors() for name in _CLASS.findall(text)}

    assert len(looked_up) > 10
    assert {name for name in looked_up if list(allowed_classes([name]))} - HARMLESS == set()


def test_the_lists_hold_what_is_known_to_be_looked_up() -> None:
    text = script()

    assert "__config" in text
    assert "data-clipboard-text" in text
    assert any("md-ellipsis" in each for each in selectors())
