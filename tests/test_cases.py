"""Runs `cases/*.md`: what is expected of the notes in a case is compared with what knotwork makes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from knotwork.cli.autofix import autofix
from knotwork.config.markdown_extensions import NO_EXTENSIONS, SiteMarkdown
from knotwork.config.mkdocs_yml import read_mkdocs_yml
from knotwork.config.options import settings_from
from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.knowledge.resolution import (
    Attachment,
    Element,
    Footnote,
    LinkAnchor,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    OutsideVault,
    Resolved,
    Top,
)
from knotwork.knowledge.todos import Todo
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.note import BlockId, Heading, Note
from knotwork.model.text import Position
from knotwork.rules import CODES, check
from knotwork.vault.finding_facts import finding_facts
from knotwork.vault.read_vault import read_docs
from knotwork.vault.vault import Vault
from markdown_cases import Case, cases

FOLDER = Path(__file__).parent / "cases"
CASES = cases(FOLDER)
_QUOTED = re.compile(r'^(\S+:\d+:\d+ \S+ \S+)(?: "(.*)")?$')


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    kb = knowledge_base(case)
    first = NotePath(next(iter(case.notes or kb.notes)))

    assert case.expected, f"{case.suite}:{case.line} expects nothing"
    for kind, text in case.expected:
        expected = text.removesuffix("\n").split("\n") if text else []
        if kind == "html":
            _compare_html(case, expected, _body(kb, first))
        elif kind == "repaired":
            _compare(case, kind, expected, _repaired(kb, case))
        elif kind == "diagnostics":
            findings = check(kb, lambda path: case.notes.get(path))
            _compare_diagnostics(case, expected, findings)
            assert check(knowledge_base(case, finding_facts), lambda path: case.notes.get(path)) == findings
        else:
            _compare(case, kind, expected, list(ACTUAL[kind](kb, first)))
    assert not [each for each in check(kb) if each.rule == "internal-error"], "a note could not be read"


def test_every_rule_has_a_case_in_which_it_finds_something() -> None:
    lines = [
        line
        for case in CASES
        for kind, text in case.expected
        if kind == "diagnostics"
        for line in text.splitlines()
    ]
    defect = {"internal-error"}  # cannot be written down as a note; test_bad_files.py makes one
    of_sites = {"lost-address"}  # needs another site; site/test_addresses.py builds one

    assert {line.split()[2] for line in lines} == CODES - defect - of_sites


def test_every_row_of_the_table_of_links_is_a_case() -> None:
    numbers = {int(n) for case in CASES for n in re.findall(r"\(LINKS (\d+)\)", case.title)}

    assert numbers == set(range(1, 69))


def test_every_row_of_the_table_of_bad_inputs_that_concerns_notes_is_tried() -> None:
    written = [path.read_text(encoding="utf-8") for path in FOLDER.parent.glob("test_*.py")]
    tried = "\n".join([*written, *(case.title for case in CASES)])

    assert {int(n) for n in re.findall(r"\(BAD (\d+)\)", tried)} >= set(range(1, 29))


def test_titles_say_what_is_true_and_say_it_once() -> None:
    titles = [case.id for case in CASES]

    assert len(set(titles)) == len(titles)


def knowledge_base(case: Case, facts: Callable[[Note], Note] = lambda note: note) -> KnowledgeBase:
    """The notes of a case, compiled from some of their facts; that nobody links to a note is no news here."""
    rules = {"orphan-note": "off", **dict(case.settings.get("rules") or {})}  # type: ignore[call-overload]
    settings = settings_from({**case.settings, "rules": rules}, f"{case.suite}:{case.line}", CODES)
    settings = replace(settings, markdown=_markdown(case.mkdocs_yml))
    vault = _vault_in_memory(case, settings) if case.disk is None else _vault_on_disk(case, settings)
    notes = {path: facts(note) for path, note in vault.notes.items()}
    return compile_vault(replace(vault, notes=notes), settings)


def _markdown(mkdocs_yml: str) -> SiteMarkdown:
    if not mkdocs_yml:
        return NO_EXTENSIONS
    with TemporaryDirectory() as folder:
        file = Path(folder) / "mkdocs.yml"
        file.write_text(mkdocs_yml, encoding="utf-8")
        return read_mkdocs_yml(file).markdown


def _vault_in_memory(case: Case, settings: Settings) -> Vault:
    notes = {path: "" for path in case.files if path.lower().endswith(".md")} | case.notes
    attachments = [path for path in case.files if path not in notes]
    return Vault.of(notes, attachments, settings=settings)


def _vault_on_disk(case: Case, settings: Settings) -> Vault:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for line in [*case.notes, *(case.disk or ())]:
            name, arrow, target = line.partition(" -> ")
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            if arrow:
                (root / name).symlink_to(target)
            else:
                (root / name).write_text(case.notes.get(name, ""), encoding="utf-8", newline="")
        return read_docs(root, settings)


# -- what knotwork makes of a case, as lines


def _links(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """`a.md:1:5 [[b#H|x]] -> b.md#H resolved, shown as x`."""
    for each in kb.links.all:
        link = each.link
        shown = [f"shown as {link.display}"] if link.display is not None else []
        field = [f"in {link.field}"] if link.field is not None else []
        hidden = [] if link.published else ["not published"]
        line = f"{_place(each.source, link.span.start)} {_on_one_line(link.raw)} -> {_meaning(each)}"
        yield ", ".join([line, *shown, *field, *hidden])


def _on_one_line(text: str) -> str:
    return text.replace("\n", "\\n")


def _meaning(each: ResolvedLink) -> str:
    match each.resolution:
        case Resolved(target, anchor, _, candidates):
            return f"{target}{_anchor(anchor)} {'ambiguous' if candidates else 'resolved'}"
        case Attachment(target, _, candidates):
            return f"{target} {'ambiguous' if candidates else 'resolved'}"
        case MissingAnchor(target):
            return f"{target} missing-anchor"
        case MissingNote():
            return "missing-note"
        case MissingAttachment():
            return "missing-attachment"
        case OutsideVault():
            return "outside-vault"


def _anchor(anchor: LinkAnchor) -> str:
    match anchor:
        case Heading(source=source):
            return f"#{_on_one_line(source)}"
        case BlockId(name=name):
            return f"#^{name}"
        case Footnote(label):
            return f"#[^{label}]"
        case Top() | Element():
            return ""


def _tags(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """`a.md:1:5 k8stodo inline`."""
    for note in kb.notes.values():
        for tag in sorted(note.tags, key=lambda tag: tag.span):
            yield f"{_place(note.path, tag.span.start)} {tag.name} {tag.source}"


def _held_back(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """`a.md:2:10 publish`."""
    held = sorted(kb.vault.unpublished.items())
    return (f"{_place(path, kb.vault.reason_spans[path].start)} {reason}" for path, reason in held)


def _tag_pages(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """`k8stodo 2`: a tag as it is first written, and how many places it or a tag nested in it has."""
    return (f"{kb.tags.names[key]} {len(places)}" for key, places in kb.tags.occurrences.items())


def _headings(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """`2 fix-probes-k8stodo Fix probes #k8stodo, also fix-probes`."""
    for heading in kb.notes[path].headings:
        also = f", also {heading.plain_anchor}" if heading.plain_anchor else ""
        yield f"{heading.level} {heading.anchor} {heading.text}{also}".rstrip()


def _blocks(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """`1:10 ^id`."""
    for block in kb.notes[path].blocks:
        yield f"{block.span.start.line}:{block.span.start.column} {block.anchor}"


def _aliases(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    return (alias.name for alias in kb.notes[path].aliases)


def _fences(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """`2 yaml`, then the lines of the code, each behind the number of its columns that are no code."""
    for fence in kb.notes[path].fences:
        yield f"{fence.first_line} {fence.info}".rstrip()
        lines = fence.text.split("\n")
        yield from (f"{column}|{line}" for column, line in zip(fence.columns, lines, strict=False))


def _contexts(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """For each link in a block: `[[b]] in: the text of the block`."""
    note = kb.notes[path]
    for link in note.links:
        if link.context is not None:
            yield f"{link.raw} in: {note.contexts[link.context].text}"


def _title(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """`Pods from heading`."""
    yield f"{kb.notes[path].title} from {kb.notes[path].title_from}"


def _todos(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """`a.md:1:5 k8stodo item under Pods: its text`, then `  2 an item: empty` for each item under it."""
    for todo in kb.todos:
        under = f" under {todo.heading.source}" if todo.heading and todo.scope != "section" else ""
        state = "open" if todo.open else "done"
        where = _place(todo.path, todo.tag.span.start)
        yield f"{where} {todo.tag.name} {state} {todo.scope}{under}: {todo.text}"
        yield from _todo_items(todo)


def _todo_items(todo: Todo) -> Iterator[str]:
    for item in todo.items:
        yield f"  {item.line} {item.text}: {item.section or 'no section'}"


def _mentions(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """`b.md <- a.md the block with [the name] in it, and 2 more`."""
    for target, found in kb.mentions.items():
        for each in found:
            text = kb.notes[each.source].contexts[each.context].text
            more = f", and {each.more} more" if each.more else ""
            marked = f"{text[: each.start]}[{text[each.start : each.end]}]{text[each.end :]}"
            yield f"{target} <- {each.source} {marked}{more}"


def _snippets(kb: KnowledgeBase, path: NotePath) -> Iterator[str]:
    """`a.md:3 full valid v1 Pod hello -> snippets/a/pod-hello.yaml`."""
    for source, snippets in kb.snippets.by_note.items():
        for each in snippets:
            parts = (each.mode, each.verdict, each.api_version, each.kind, each.name)
            shown = " ".join(part for part in parts if part)
            yield f"{source}:{each.line} {shown}{f' -> {each.file}' if each.file else ''}"


def _repaired(kb: KnowledgeBase, case: Case) -> list[str]:
    """The first note after its safe fixes, applied until nothing changes."""
    first = NotePath(next(iter(case.notes)))
    better = autofix(kb, case.notes.get, case.notes.get, lambda code: True)
    again = autofix(better.kb, better.after.get, better.after.get, lambda code: True)
    assert not again.after, "twice equals once"
    return better.after.get(first, case.notes[first]).removesuffix("\n").split("\n")


ACTUAL: dict[str, Callable[[KnowledgeBase, NotePath], Iterable[str]]] = {
    "links": _links,
    "tags": _tags,
    "tag-pages": _tag_pages,
    "headings": _headings,
    "blocks": _blocks,
    "aliases": _aliases,
    "fences": _fences,
    "contexts": _contexts,
    "title": _title,
    "todos": _todos,
    "mentions": _mentions,
    "snippets": _snippets,
    "held-back": _held_back,
}
"""What can be expected, and how it is written; of the first note, where the line has no path."""


def _place(path: str, position: Position) -> str:
    return f"{path}:{position.line}:{position.column}"


# -- comparing


def _compare(case: Case, kind: str, expected: list[str], actual: list[str]) -> None:
    if expected != actual:
        pytest.fail(f"{case.suite}:{case.line} {kind}\n{_side_by_side(expected, actual)}", pytrace=False)


def _compare_diagnostics(case: Case, expected: list[str], found: Iterable[Diagnostic]) -> None:
    """A line may name a part of the message or help: `a.md:1:5 error missing-note "did you mean"`."""
    found = list(found)
    actual = [
        f"{_place(each.location.path, each.location.span.start)} {each.severity} {each.rule}"
        for each in found
    ]
    matches = [_QUOTED.match(line) for line in expected]
    assert all(matches), (
        f"{case.suite}:{case.line}: a line of diagnostics reads `a.md:1:5 error missing-note`"
    )
    wanted = [(match[1], match[2] or "") for match in matches if match]
    said = [f"{each.message}\n{each.help or ''}" for each in found]
    same = [place for place, _ in wanted] == actual and all(
        part in whole for (_, part), whole in zip(wanted, said, strict=True)
    )
    if not same:
        shown = [f"{place} {message!r}" for place, message in zip(actual, said, strict=True)]
        _compare(case, "diagnostics", expected, shown)


def _compare_html(case: Case, expected: list[str], body: str) -> None:
    """Each line occurs in the HTML; a line behind `not: ` does not."""
    actual = _blanks(body)
    wrong = [
        line
        for line in expected
        if (_blanks(line.removeprefix("not: ")) in actual) == line.startswith("not: ")
    ]
    if wrong:
        pytest.fail(
            f"{case.suite}:{case.line} html\n  " + "\n  ".join(wrong) + f"\nin:\n{body}", pytrace=False
        )


def _body(kb: KnowledgeBase, path: NotePath) -> str:
    from knotwork.site.render import render_note

    return str(render_note(kb, path))


def _blanks(html: str) -> str:
    return " ".join(html.split())


def _side_by_side(expected: list[str], actual: list[str]) -> str:
    width = max([8, *map(len, expected)])
    rows = [f"  {'expected':{width}} | actual"]
    for left, right in zip_longest(expected, actual, fillvalue=""):
        rows.append(f"{' ' if left == right else '!'} {left:{width}} | {right}")
    return "\n".join(rows)
