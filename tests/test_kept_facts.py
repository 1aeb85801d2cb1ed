"""What findings need of notes stands on disk in groups, each of which may be gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from knotwork.model.names import NotePath
from knotwork.model.note import Insertion
from knotwork.syntax.reader import read_note
from knotwork.vault.cache import Cache
from knotwork.vault.kept_facts import KeptFacts, Read

NOTES: list[Read] = [
    (path, path.encode(), read_note(path, f"# {path}"))
    for path in sorted(NotePath(f"{number:03}{name}.md") for number in range(120) for name in ("", "/é"))
]


class Counting(Cache):
    """A cache that says which keys were put."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.keys: list[bytes] = []

    def put(self, kind: str, key: bytes, value: bytes) -> None:
        self.keys.append(key)
        super().put(kind, key, value)


@pytest.fixture
def cache(tmp_path: Path) -> Counting:
    return Counting(tmp_path)


def known(cache: Cache, notes: list[Read]) -> list[NotePath]:
    facts = KeptFacts(cache, b"vault")
    return [path for path, content, note in notes if facts.note(path, content) == note]


def test_all_notes_are_known_in_any_order(cache: Counting) -> None:
    KeptFacts(cache, b"vault").keep(NOTES)

    assert known(cache, NOTES) == [path for path, *_ in NOTES]
    assert known(cache, NOTES[::-1]) == [path for path, *_ in NOTES[::-1]]
    assert not known(cache, [(path, b"other", note) for path, _, note in NOTES])
    assert KeptFacts(cache, b"another vault").note(*NOTES[0][:2]) is None


def test_only_groups_that_differ_are_written(cache: Counting) -> None:
    KeptFacts(cache, b"vault").keep(NOTES)
    assert 4 < len(cache.keys) < 20
    cache.keys.clear()
    KeptFacts(cache, b"vault").keep(NOTES)
    assert not cache.keys

    path, content, note = NOTES[100]
    inserting = replace(note, inserted=(Insertion("/part.md", b"digest"),))
    KeptFacts(cache, b"vault").keep([*NOTES[:100], (path, content, inserting), *NOTES[101:]])

    assert len(cache.keys) == 2  # its group and the list of groups
    assert known(cache, [(path, content, inserting)]) == [path]


def test_notes_come_and_go(cache: Counting) -> None:
    KeptFacts(cache, b"vault").keep(NOTES[::2])
    assert known(cache, NOTES) == [path for path, *_ in NOTES[::2]]

    KeptFacts(cache, b"vault").keep(NOTES[50:])
    assert known(cache, NOTES) == [path for path, *_ in NOTES[50:]]

    KeptFacts(cache, b"vault").keep([])
    assert not known(cache, NOTES)


@pytest.mark.parametrize("damage", [b"", b"\xc1", b"\x81"])
def test_a_group_that_is_gone_is_written_again(cache: Counting, damage: bytes) -> None:
    KeptFacts(cache, b"vault").keep(NOTES)
    lost = max(cache.keys[:-1])
    cache.put("facts", lost, damage)
    left = known(cache, NOTES)
    assert 0 < len(left) < len(NOTES)

    facts = KeptFacts(cache, b"vault")
    for path, content, _ in NOTES:
        facts.note(path, content)
    facts.keep(NOTES)

    assert known(cache, NOTES) == [path for path, *_ in NOTES]


def test_a_damaged_list_of_groups_is_none(cache: Counting) -> None:
    KeptFacts(cache, b"vault").keep(NOTES)
    cache.put("facts", b"vault", b"\xc1")

    assert not known(cache, NOTES)
