"""Which pages search reads anew when a note that is served is saved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knotwork.config.settings import Settings
from knotwork.mkdocs_plugin.live_base import LiveBase
from knotwork.site.site_info import SiteInfo
from knotwork.vault.cache import Cache
from knotwork.vault.vault import Vault

TEXTS = {
    "saved.md": "# Saved\n",
    "linking.md": "[[saved]]",
    "other.md": "# Other\n",
    "listing.md": "```dataview\nTABLE status\n```\n",
    "base.md": "```base\nviews: [{type: list}]\n```\n",
    "showing the list.md": "![[listing]]",
}


@pytest.mark.parametrize("saved", ["# Saved\n\nmore\n", "---\nstatus: open\n---\n# Saved\n", None])
def test_pages_that_may_list_a_note_are_read_anew_with_those_that_link_to_it(saved: str | None) -> None:
    base, before = LiveBase(Settings(), lambda path: TEXTS[path], Cache()), Vault.of(TEXTS)
    base.site(before, SiteInfo(), lambda note: False)
    others = {path: note for path, note in before.notes.items() if path != "saved.md"}
    now = Vault.of({} if saved is None else {"saved.md": saved}).notes
    base.site(replace(before, notes={**others, **now}), SiteInfo(), lambda note: False)

    assert base.read_anew() - {"saved.md"} == {
        *("linking.md", "listing.md", "base.md", "showing the list.md")
    }
