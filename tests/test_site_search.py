"""Several processes read the pages of a site for search as one does."""

from __future__ import annotations

import pytest
from msgspec import json

from knotwork.site.search import site_search
from knotwork.site.search.site_search import SiteSearch
from knotwork.vault.shared_work import SharedWork

INDEX = json.encode(
    {
        "config": {"lang": ["en"]},
        "docs": [
            {
                "location": f"page-{number}/{part}",
                "title": f"Page {number}",
                "text": f"word{number} pod {part}",
            }
            for number in range(site_search._LEAST)
            for part in ("", "#a")
        ],
    }
)


def test_processes_read_what_one_reads() -> None:
    assert SiteSearch(2).files(INDEX, {}) == SiteSearch(1).files(INDEX, {})


def test_what_a_killed_process_has_read_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = SiteSearch(1).files(INDEX, {})
    monkeypatch.setattr(SharedWork, "elsewhere", lambda work: iter(()))
    monkeypatch.setattr(SharedWork, "here", lambda work: iter(()))

    assert SiteSearch(2).files(INDEX, {}) == whole


def test_pages_that_are_known_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    search = SiteSearch(1)
    whole = search.files(INDEX, {})
    monkeypatch.setattr(site_search, "search_page", None)

    assert search.files(INDEX, {}) == whole
