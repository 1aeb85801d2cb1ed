"""A knowledge base that is updated is the one that would be compiled whole, after any edits in any order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from hypothesis import example, given
from hypothesis import strategies as st

from definitions import BACKUP_DEFINITION, WEBHOOK
from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.live import LiveVault
from knotwork.model.names import NotePath, is_canvas, is_note
from knotwork.model.note import Note
from knotwork.rules import check
from knotwork.rules.live_findings import LiveFindings
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault, vault_of_notes

BACKUP = "```yaml\napiVersion: example.com/v1\nkind: Backup\nmetadata:\n  name: b\nspec:\n  size: x\n```\n"
POD = "```yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containerz: []\n```\n"
COMMANDS = (
    '```sh\nkubectl patch secret s --type merge -p \'{"spec": {"size": 1}}\'\nkubectl get bakcup\n'
    'kubectl patch svc web -p \'{"spec": {"container": 1}}\'\n```\n'
)
"""What is said of them depends on the custom kinds that are defined elsewhere."""
LACKING = BACKUP.replace("```yaml", "```yaml {k8s=full}").replace("\n  size: x", " {}")
NAMESAKES = tuple(
    BACKUP_DEFINITION.replace("Backup", kind).replace("backup", kind.lower())
    for kind in ("Secret", "Service", "Bakcup")
)
"""Definitions of kinds with names that kubectl has for others."""
UNFIT = tuple(
    f"```yaml\napiVersion: example.com/v1\nkind: Backup\nmetadata:\n  name: {name}\nspec:\n  disk: x\n```\n"
    for name in ("daily", "weekly", "monthly")
)
"""Objects that do not fit their definition: three of them contradict it."""
OBJECTS = tuple(
    f"```yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n  key: {value}\n```\n"
    for name, value in (("one", "a"), ("one", "b"), ("two", "a"))
)
QUERIES = (
    '```dataview\nTABLE status, see, file.tags FROM #one OR "x" SORT status\n```',
    '```dataview\nLIST FROM [[b]] WHERE status = "open"\n```',
    '```base\nfilters: status != "open"\n```',
    "```dataview\nTASK WHERE !completed\n```",
    "status:: open",
)
NAMES = (
    *("a.md", "b.md", "Pod.md", "pods.md", "x/a.md", "x/Pod Spec.md", "x/index.md", "x/y/b.md", "index.md"),
    *("c.markdown", "p.png", "x/p.png", "x/a.svg", "pod-spec.md", "Größe.md", "x/y/README.md"),
    *("a.canvas", "x/map.canvas"),
)
TARGETS = (
    *("a", "b", "Pod", "pods", "pod", "x/a", "Pod Spec", "pod-spec", "x", "x/y/b", "./a", "../a", "/a", "c"),
    *("p.png", "x/p.png", "a.svg", "größe", "AL", "alias", "index", "gone", "b^id", "x/y", "pds"),
    *("a.canvas", "map.canvas", "map"),
)
PARTS = ("", "", "#Part", "#Prat", "#Part#Inner", "#^id", "#^di", "#part-1", "#tag")
links = st.builds(
    lambda target, part, mark, text: f"{mark}[[{target}{part}{text}]]",
    *(
        st.sampled_from(TARGETS),
        st.sampled_from(PARTS),
        st.sampled_from(("", "", "!")),
        st.just("") | st.just("|x"),
    ),
)
markdown_links = st.builds(
    lambda target, part: f"[x]({target.replace(' ', '%20')}{part})",
    *(st.sampled_from((*TARGETS, *NAMES, "x/", "../x/", "y/")), st.sampled_from(("", "#part", "#Part"))),
)
html_links = st.sampled_from(("<a href='a.md'>x</a>", "<a href='../x/a/'>x</a>", "<img src='p.png'>"))
front_matter = st.sampled_from(
    (
        *("", "", "", "---\naliases: AL\n---\n", "---\naliases: [alias, pod spec]\ntitle: gone\n---\n"),
        *("---\npublish: false\n---\n", "---\ntags: [one/two]\nwanted: gone\n---\n", "---\nkind: Pod\n---\n"),
        *("---\npublish: maybe\n---\n", "---\nsee: '[[b]]'\ncover: p.png\n---\n", "---\nk8s: skip\n---\n"),
        *("---\nstatus: open\n---\n", "---\nstatus: open\npublish: false\n---\n"),
        "---\ndate: 2026-01-02\n---\n",
    )
)
blocks = st.sampled_from(
    (
        *("# Part", "## Inner", "# Title", "text ^id", "#one #one/two", "- [ ] write #k8stodo\n  - Part"),
        *(
            "Pod Spec and pods and größe",
            "alias, or Title",
            "%% [[a]] %%",
            "<!-- knotwork-disable missing-note -->",
        ),
        *(
            "<!-- knotwork-disable-next-line -->",
            "<div id='part-1'></div>",
            "[x](javascript:y)",
            BACKUP_DEFINITION,
            BACKUP,
            POD,
            WEBHOOK,
            COMMANDS,
            *NAMESAKES,
            "\n".join(UNFIT),
        ),
        *QUERIES,
        *UNFIT,
        *OBJECTS,
    )
)
texts = st.builds(
    lambda top, parts: top + "\n\n".join(parts) + "\n",
    *(front_matter, st.lists(links | markdown_links | html_links | blocks, max_size=6)),
)
Edit = tuple[str, str | None, str]
"""A file, its new text (None: it is deleted), and the new name of a file that is renamed."""


def file_text(path: str, text: str) -> str:
    """The text as what a file of that name holds: of a canvas two cards."""
    if not is_canvas(path):
        return text
    card = {"x": 0, "y": 0, "width": 250, "height": 60}
    shown = {**card, "id": "a", "type": "file", "file": NAMES[len(text) % len(NAMES)], "subpath": "#Part"}
    return json.dumps({"nodes": [{**card, "id": "b", "type": "text", "text": text}, shown]})


edits = st.tuples(st.sampled_from(NAMES), st.none() | texts, st.just("") | st.sampled_from(NAMES)).map(
    lambda edit: (edit[0], edit[1] and file_text(edit[0], edit[1]), edit[2])
)
folders = st.dictionaries(st.sampled_from(NAMES), texts, max_size=6).map(
    lambda files: {path: file_text(path, text) for path, text in files.items()}
)
chosen_settings = st.sampled_from(
    (
        Settings(),
        Settings(aliases="resolve", attachments="used", comments="count"),
        Settings(max_embedded_characters=300, wanted=("gone",), security_advice=True),
    )
)


def edited(files: Mapping[str, str], edit: Edit) -> dict[str, str]:
    path, text, name = edit
    after = {**files}
    if name and path in after:
        after[name] = after.pop(path)
    elif text is None:
        after.pop(path, None)
    else:
        after[path] = text
    return after


@lru_cache(maxsize=10_000)
def note(path: str, text: str) -> Note:
    return read_note(NotePath(path), text)


def vault_of(files: Mapping[str, str], settings: Settings) -> Vault:
    notes = {NotePath(path): note(path, text) for path, text in files.items() if is_note(path)}
    attachments = frozenset(NotePath(path) for path in files if not is_note(path))
    return vault_of_notes(notes, attachments, settings)


def everything(kb: KnowledgeBase) -> dict[str, object]:
    """All parts of a knowledge base that a page or a command may show."""
    graph = kb.graph
    return {
        "vault": kb.vault,
        "order": [*kb.notes],
        "resolutions": list(kb.resolutions.items()),
        "titles": kb.titles,
        "addresses": kb.addresses,
        "links": kb.links.all,
        "missing notes": kb.links.missing_notes,
        "nodes": graph.nodes,
        "most linked": graph.most_linked(3),
        "outlinks": {path: edges for path, edges in graph.outlinks.items() if edges},
        "backlinks": {path: edges for path, edges in graph.backlinks.items() if edges},
        "neighbours": {path: graph.neighbours(path) for path in sorted(graph.nodes)},
        "mentions": list(kb.mentions.items()),
        "embeds": list(kb.embeds.shown.items()),
        "cycles": list(kb.embeds.cycles()),
        "page limit": kb.embeds.page_limit,
        "snippets": list(kb.snippets.by_note.items()),
        "findings": dict(kb.snippets.findings),
        "custom kinds": sorted(kb.snippets.registry.custom),
        "objects": kb.objects,
        "dated": kb.dated,
        "folders": kb.folders,
        "tags": list(kb.tags.occurrences.items()),
        "tag names": list(kb.tags.names.items()),
        "todos": kb.todos,
    }


@given(folders, st.lists(st.lists(edits, min_size=1, max_size=2), max_size=5), chosen_settings)
@example({"a.md": "[[b#Part]]"}, [[("b.md", "# Part\n", "")], [("b.md", "x\n\n# Part\n", "")]], Settings())
@example({"a.md": "[[AL]]"}, [[("b.md", "---\naliases: AL\n---\n", "")]], Settings(aliases="resolve"))
@example({"a.md": BACKUP}, [[("b.md", BACKUP_DEFINITION, "")], [("b.md", None, "")]], Settings())
@example(
    {"a.md": BACKUP_DEFINITION, "b.md": UNFIT[0], "c.markdown": UNFIT[1]},
    [[("x/a.md", UNFIT[2], "")], [("a.md", None, "x/b.md")], [("b.md", "", "")], [("b.md", BACKUP, "")]],
    Settings(),
)
@example(
    {"a.md": BACKUP_DEFINITION, "b.md": LACKING, "c.markdown": POD},
    [[("x/a.md", WEBHOOK, "")], [("x/a.md", None, "x/b.md")], [("a.md", "", "")], [("x/b.md", "", "")]],
    Settings(),
)
@example(
    {"a.md": COMMANDS, "b.md": "x"},
    [
        *([("b.md", definition, "")] for definition in NAMESAKES),
        [("b.md", BACKUP_DEFINITION, "")],
        [("a.md", COMMANDS.replace("secret", 'sec"ret"'), "")],
        [("b.md", NAMESAKES[0], "")],
    ],
    Settings(),
)
@example({"a.md": "[[pds]]", "pods.md": ""}, [[("pods.md", None, "b.md")], [("Pod.md", "", "")]], Settings())
@example(
    {"a.md": OBJECTS[0], "b.md": OBJECTS[1]}, [[("a.md", None, "")], [("x/a.md", OBJECTS[0], "")]], Settings()
)
@example(
    {"a.md": "[x](x)"}, [[("x/a.md", "", "")], [("x/a.md", None, "")], [("x/a.svg", "", "")]], Settings()
)
@example({"a.md": "[[c]]"}, [[("c.markdown", "", "")], [("c.markdown", None, "")]], Settings())
def test_updated_is_compiled_whole(
    files: dict[str, str], steps: Sequence[Sequence[Edit]], settings: Settings
) -> None:
    live = LiveVault(settings)
    texts = {**files}
    findings = LiveFindings(live, lambda path: texts.get(path))
    findings.update(live.update(vault_of(files, settings)))
    for step in steps:
        everything(live.kb)  # so that each part has something to be updated from
        for edit in step:
            files = edited(files, edit)
        before = everything(live.kb)
        vault = vault_of(files, settings)
        old = live.kb
        found = findings.findings
        texts = files
        differing = findings.update(live.update(vault))
        whole = compile_vault(vault, settings)

        assert everything(live.kb) == everything(whole)
        assert findings.findings == check(whole, files.get) == check(live.kb, files.get)
        assert differing == {each.location.path for each in {*found} ^ {*findings.findings}}
        assert everything(old) == before
