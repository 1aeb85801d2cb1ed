"""A renaming changes names alone: every link leads where it led, and the way back gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.resolution import target_of
from knotwork.model.diagnostics import Edit
from knotwork.model.names import NotePath
from knotwork.model.text import Lines, normalized
from knotwork.renaming.following import renaming
from knotwork.renaming.moves import STAY, Move, new_path
from knotwork.renaming.parts import part_edit
from knotwork.renaming.tags import tag_edits
from knotwork.vault.vault import Vault

PATHS = ("Pods.md", "k/My nodes.md", "k/l/größe.md", "m/Claim (x).md")
NEW_PATHS = ("k/neu 1.md", "k/l/Zwei.md", "q/r/Drei, vier.md", "m/five.md")
TARGETS = st.sampled_from(
    (
        *("Pods", "My nodes", "größe", "Claim (x)", "k/My nodes", "/k/l/größe", "m/Claim (x).md"),
        *("My nodes#Setup", "größe#^b1", "Pods#Top#Setup", "#Setup", "#^b1", "missing", "svc"),
    )
)
FORMS = st.sampled_from(
    ("[[{}]]", "![[{}]]", "see [[{}|shown]]", "%% [[{}]] %%", "`[[{}]]`", "- [[{}]] #area/x")
)
URLS = st.sampled_from(
    (
        *("[x](<../{}>)", "[x](</{}> 'T')", "![](</{}>)", "> [x\n> y](</{}#setup>)", "[r]\n\n[r]: </{}#^b1>"),
        *("[x](<./{}>)", "[x](<./../{}>)", "[x](<../../{}>)", "[[../{}]]", "[[./{}]]"),
        "[x](<https://example.org/{}>)",
    )
)
ENCODED_URLS = st.sampled_from(("[x](/{})", "[x](../{}#setup)", "<a href='/{}'>x</a>", "[y]: /{}\n\n[x][y]"))
ENCODED_PATHS = [path.replace(" ", "%20").replace("(", "%28").replace(")", "%29") for path in PATHS]
TEXTS = st.lists(
    st.one_of(
        st.builds(str.format, FORMS, TARGETS),
        st.builds(str.format, URLS, st.sampled_from(PATHS)),
        st.builds(str.format, ENCODED_URLS, st.sampled_from(ENCODED_PATHS)),
    ),
    max_size=5,
).map("\n\n".join)
FRONT_MATTER = st.sampled_from(("", "---\nup: '[[Pods]]'\ntags: [area, b]\n---\n", "\ufeff# One\n\n"))
RENAMINGS = st.one_of(
    st.tuples(st.sampled_from(PATHS), st.sampled_from(NEW_PATHS)),
    st.sampled_from((("k", "z/n e"), ("k/l", "l"), ("Pods.md#Setup", "Neu"), ("k/My nodes.md#^b1", "^neu"))),
    st.just(("#area", "#zone/x")),
)


@dataclass(frozen=True)
class Renamed:
    texts: dict[str, str]
    edges: list[object]
    repaired: int


def renamed(texts: Mapping[str, str], old: str, new: str) -> Renamed:
    kb = compile_vault(Vault.of(texts))
    path, _, part = old.partition("#")
    lines = {path: Lines(normalized(text)) for path, text in texts.items()}
    move, edits = STAY, list[Edit]()
    if not path:
        edits = tag_edits(kb.notes.values(), lambda note: lines[note.path], old, new, merge=False)
    elif part:
        edits = [part_edit(kb.notes[NotePath(path)], lines[path], part, new)]
    else:
        move = Move(path, new)
    result = renaming(kb, {}, lambda path: texts.get(path), move, edits)
    path_of = new_path(move)
    after = {path_of(path): result.after.get(NotePath(path), text) for path, text in texts.items()}
    return Renamed(after, edges(texts, new_path(move)), result.repaired)


def edges(texts: Mapping[str, str], path_of: object = str) -> list[object]:
    """What each link reaches, and whether it reaches it whole."""
    kb = compile_vault(Vault.of(texts))
    assert callable(path_of)
    rows = [
        (path_of(path), at, type(reached).__name__, path_of(target_of(reached) or ""))
        for path in kb.notes
        for at, reached in enumerate(kb.resolutions[path])
    ]
    return sorted(rows)


@settings(max_examples=20)
@given(st.tuples(*([st.tuples(FRONT_MATTER, TEXTS)] * len(PATHS))), RENAMINGS)
def test_there_and_back_is_the_same(notes: tuple[tuple[str, str], ...], asked: tuple[str, str]) -> None:
    end = "\r\n\r\n# Top\r\n## Setup\r\ntext ^b1\r\n\r\n#area\r\n"
    texts = {path: f"{head}{text}{end}" for path, (head, text) in zip(PATHS, notes, strict=True)}
    old, new = asked
    path, _, part = old.partition("#")
    there = renamed(texts, old, new)
    assume(not there.repaired)  # a link that led nowhere, and leads somewhere by chance
    back = (f"{path}#{new}", f"#{part}" if not path else part) if part else (new, old)
    if not path:
        back = (new, old)

    there_and_back = renamed(there.texts, *back).texts
    assert edges(there.texts) == there.edges
    assert there_and_back == texts or (asked != ("k", "z/n e") and direct(there_and_back) == direct(texts))


def direct(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts with the shortest links.

    `../k/l/a` in a note of `k` is the only way while one of the two is in another folder: once it is back,
    nothing says that the link went around before.
    """
    short = {
        path: text.replace("../../k/", "../") if path.startswith("k/l/") else text
        for path, text in texts.items()
    }
    around = {"k/My nodes.md": "../k/", "k/l/größe.md": "../l/", "m/Claim (x).md": "../m/"}
    short = {path: text.replace(around.get(path, "../../k/"), "") for path, text in short.items()}
    return {path: text.replace("[[./", "[[") for path, text in short.items()}
