"""What is true of every vault: links resolve to what is there, fixes come to an end, pages run nothing."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import get_args

from hypothesis import example, given
from hypothesis import strategies as st

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.resolution import (
    Attachment,
    Element,
    Footnote,
    MissingAnchor,
    Resolution,
    Resolved,
    Top,
    target_of,
)
from knotwork.model.diagnostics import Fix
from knotwork.model.names import NotePath
from knotwork.model.note import BlockId, Heading
from knotwork.rules import check, unsilenced
from knotwork.rules.fixes import apply_fixes
from knotwork.site.render import render_note
from knotwork.vault.vault import Vault
from markdown_strategies import clean_texts, vault_texts

NAMES = ("a.md", "b/a.md", "Note.md", "Pod Spec.md", "sub/Note.md", "k8s.md", "k8s/index.md", "größe.md")
FILES = ("a.png", "b/x.pdf", "007.jpg")


def vaults(texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(NAMES), texts, min_size=1, max_size=4)


def compiled(texts: dict[str, str], settings: Settings | None = None) -> KnowledgeBase:
    return compile_vault(Vault.of(texts, FILES), settings)


@given(vaults(vault_texts), st.sampled_from(["strict", "resolve"]))
@example(
    {NAMES[0]: "# H\n\nx [^1] ^b\n\n[^1]: y\n\n[[#H]] [[#^b]] [[#[^1]]] [[#gone]] [[]] ![[a.png]]\n"},
    "strict",
)
def test_links_resolve_to_what_is_there(texts: dict[str, str], aliases: str) -> None:
    kb = compiled(texts, Settings(aliases=aliases))  # type: ignore[arg-type]

    for each in kb.links.all:
        assert isinstance(each.resolution, get_args(Resolution))
        match each.resolution:
            case Resolved(target, Heading() as heading):
                assert heading in kb.notes[target].headings
            case Resolved(target, BlockId() as block):
                assert block in kb.notes[target].blocks
            case Resolved(target, Footnote(label)):
                assert label in kb.notes[target].footnotes
            case Resolved(target, Top() | Element()):
                assert target in kb.notes
            case MissingAnchor(target):
                assert target in kb.notes
            case Attachment(target):
                assert target in FILES
        assert target_of(each.resolution) in (None, *kb.notes, *FILES)


@given(vaults(vault_texts))
def test_judging_never_raises_and_finds_nothing_internal(texts: dict[str, str]) -> None:
    kb = compiled(texts)

    found = check(kb, lambda path: texts.get(path))

    assert "internal-error" not in {each.rule for each in found}
    assert {each.location.path for each in found} <= set(texts)
    assert list(found) == list(check(compiled(dict(reversed(texts.items()))), lambda path: texts.get(path)))


@given(vaults(vault_texts))
def test_what_is_known_of_all_notes_hangs_together(texts: dict[str, str]) -> None:
    kb = compiled(texts)

    for todo in kb.todos:
        assert todo.tag in kb.notes[todo.path].tags
    assert set(kb.tags.names) == set(kb.tags.occurrences)
    for path, edges in kb.graph.backlinks.items():
        assert all(edge.target == path != edge.source for edge in edges)
    assert sum(len(each) for each in kb.graph.outlinks.values()) <= len(kb.links.all)


def safe(texts: dict[NotePath, str]) -> list[Fix]:
    found = check(compiled(dict(texts)), lambda path: texts.get(path))
    return [each.fix for each in found if each.fix is not None and each.fix.safe]


@given(vaults(vault_texts))
def test_every_fix_can_be_applied(texts: dict[str, str]) -> None:
    written = {NotePath(path): text for path, text in texts.items()}
    found = check(compiled(texts), lambda path: texts.get(path))

    for fix in (each.fix for each in found if each.fix is not None):
        assert apply_fixes(written, [fix])[1] == [fix]


@given(vaults(clean_texts))
def test_fixing_twice_is_fixing_once(texts: dict[str, str]) -> None:
    before = {NotePath(path): text for path, text in texts.items()}

    once = _mended(before)

    assert _mended(once) == once


@given(vaults(clean_texts))
def test_a_safe_fix_leaves_no_new_finding(texts: dict[str, str]) -> None:
    before = {NotePath(path): text for path, text in texts.items()}
    rules = Counter(each.rule for each in check(compiled(texts)) if each.rule != "orphan-note")

    after = _mended(before)

    left = Counter(each.rule for each in check(compiled(dict(after))) if each.rule != "orphan-note")
    assert not left - rules


def _mended(texts: dict[NotePath, str]) -> dict[NotePath, str]:
    for _ in range(10):
        after, _ = apply_fixes(texts, safe(texts))
        if after == texts:
            return texts
        texts = after
    raise AssertionError("fixes that never come to an end")


@given(vaults(vault_texts), st.sampled_from(["escape", "sanitize"]))
def test_no_page_runs_anything(texts: dict[str, str], html: str) -> None:
    kb = compiled(texts, Settings(html=html))  # type: ignore[arg-type]

    for path in kb.notes:
        parser = _Page()
        parser.feed(render_note(kb, path))
        parser.close()
        assert parser.dangerous == []


_URLS = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "srcset",
    "xlink:href",
    "background",
    "ping",
)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.dangerous: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "style", "base", "form"):
            self.dangerous.append(tag)
        for name, value in attrs:
            url = "".join((value or "").lower().split()) if name in _URLS else ""
            if name.startswith("on") or url.startswith(("javascript:", "data:text", "vbscript:")):
                self.dangerous.append(f"{tag} {name}={value}")


@given(vaults(vault_texts))
def test_only_comments_silence_findings(texts: dict[str, str]) -> None:
    kb = compiled(texts)
    silencing = {path for path, note in kb.notes.items() if note.suppressions}

    reported = Counter((each.rule, each.location) for each in check(kb, lambda path: texts.get(path)))

    for each in unsilenced(kb):
        if each.location.path not in silencing:
            assert reported[each.rule, each.location]
