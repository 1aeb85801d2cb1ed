"""A fix that is applied without asking means what was there, and settles the finding alone.

Each rule whose fix may be certain has an example for each of its equivalences, in `EXAMPLES`: notes to which
hypothesis gives other names and surroundings, with the text that is right. Where an equivalence never stands
alone for a rule, the example has it beside another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knotwork.cli.autofix import autofix
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.equivalences import Equivalence, equivalences
from knotwork.model.names import NotePath
from knotwork.rules import RULES, check
from knotwork.rules.fixes import apply_fixes
from knotwork.vault.vault import Vault

A = NotePath("a.md")
E = Equivalence
SAFE_EQUIVALENCES = {rule.code: rule.safe_by for rule in RULES}
Draw = Callable[[st.SearchStrategy[str]], str]

WORDS = st.sampled_from(
    ("pod", "node", "volume", "größe", "claim", "secret", "k8s", "release 1.30", "2026-04-10")
)
PLAIN = st.sampled_from(("pod", "node", "volume", "claim", "secret"))


@dataclass(frozen=True, slots=True)
class Example:
    """A vault with one thing to fix in `a.md`."""

    before: str
    after: str
    others: dict[str, str]
    files: tuple[str, ...] = ()


def two_words(draw: Draw) -> tuple[str, str]:
    return draw(WORDS), draw(PLAIN)


def spelt(draw: Draw, by: Equivalence) -> tuple[str, str]:
    """A name, and the same one in the spelling that an equivalence allows."""
    one, other = two_words(draw)
    name = f"{one} {other}"
    match by:
        case E.SEPARATORS:
            return name, draw(st.sampled_from((f"{one}-{other}", f"{one}_{other}", f"{one}  {other}")))
        case E.LETTER_CASE:
            return name, draw(st.sampled_from((f"{one}-{other.upper()}", f"{one}_{other.title()}")))
        case E.PLURAL:
            return draw(
                st.sampled_from(((name, f"{name}s"), (f"{name}s", name), (f"{one} class", f"{one} classes")))
            )  # type: ignore[arg-type,return-value]
        case E.UNICODE_FORM:
            wide = "".join(chr(ord(each) + 0xFEE0) for each in other)
            return name, draw(st.sampled_from((f"{one} {wide}", f"{one} {other[:1]}\u200b{other[1:]}")))
        case _:
            raise AssertionError(by)


def wikilink(by: Equivalence, draw: Draw) -> Example:
    name, written = spelt(draw, by)
    rest = draw(st.sampled_from(("", "|shown", "#Top", "#Top|shown")))
    mark = draw(st.sampled_from(("", "!")))
    above = draw(
        st.sampled_from(
            ("see ", "> ", "- a\n\n  - [ ] ", "| a |\n|---|\n| ", "> [!note] x\n> ", "*a* ", "~~a~~ `b` ")
        )
    )
    if "|" in above:
        rest = rest.replace("|", "\\|")
    return Example(
        f"{above}{mark}[[{written}{rest}]] z", f"{above}{mark}[[{name}{rest}]] z", {f"x/{name}.md": "# Top\n"}
    )


def doubled(draw: Draw) -> Example:
    name, _ = spelt(draw, E.SEPARATORS)
    if draw(st.sampled_from(("note", "picture"))) == "note":
        return Example(f"[[{name}.md.md]]", f"[[{name}.md]]", {f"{name}.md": ""})
    return Example(f"![[{name}|300]]", f"![[{name}.png|300]]", {}, (f"{name}.png",))


def block_mark(draw: Draw) -> Example:
    name, _ = two_words(draw)
    rest = draw(st.sampled_from(("", "|shown")))
    return Example(f"[[{name}^id-1{rest}]]", f"[[{name}#^id-1{rest}]]", {f"{name}.md": "text ^id-1\n"})


def picture(by: Equivalence, draw: Draw) -> Example:
    name, written = spelt(draw, by)
    if draw(st.sampled_from(("wikilink", "Markdown"))) == "Markdown":
        return Example(
            f"![x]({encoded(written)}.png)",
            f"![x]({encoded(name)}.png)",
            {},
            (f"{name}.png", f"{name} 2.png"),
        )
    return Example(f"![[{written}.png|300]]", f"![[{name}.png|300]]", {}, (f"x/{name}.png", f"{name} 2.png"))


def doubled_picture(draw: Draw) -> Example:
    name, _ = two_words(draw)
    return Example(f"![[{name}.png.png]]", f"![[{name}.png]]", {}, (f"{name}.png", f"{name}.jpg"))


def encoded(name: str) -> str:
    from urllib.parse import quote

    return quote(name)


def markdown(by: Equivalence, draw: Draw) -> Example:
    name, written = spelt(draw, by)
    end = draw(st.sampled_from((")", "#top)")))
    return Example(
        f"[x]({encoded(written)}.md{end}", f"[x]({encoded(name)}.md{end}", {f"{name}.md": "# Top\n"}
    )


def doubled_markdown(draw: Draw) -> Example:
    name, _ = two_words(draw)
    return Example(f"[x]({encoded(name)}.md.md)", f"[x]({encoded(name)}.md)", {f"{name}.md": ""})


def heading(by: Equivalence, draw: Draw) -> Example:
    name, written = spelt(draw, by)
    if by is E.SEPARATORS:
        written = written.replace("  ", "_").replace("-", "_")  # with dashes it is the heading's id
    # a link says a heading's text without what has a meaning in links; these have none of it
    name = name.replace(".", "")
    return Example(
        f"[[b#{written.replace('.', '')}|t]]", f"[[b#{name}|t]]", {"b.md": f"# B\n\n## {name}\n\ntext\n"}
    )


def block(by: Equivalence, draw: Draw) -> Example:
    one, other = draw(PLAIN), draw(PLAIN)
    name = f"{one}-{other}"
    written = {
        E.SEPARATORS: f"{one}--{other}",
        E.LETTER_CASE: f"{one}{other.title()}",
        E.PLURAL: f"{name}s",
        E.UNICODE_FORM: f"{one}\uff0d{other}",
    }[by]
    return Example(f"[[b#^{written}]]", f"[[b#^{name}]]", {"b.md": f"text ^{name}\n"})


def alias(draw: Draw) -> Example:
    name, short = two_words(draw)
    return Example(
        f"[[{short} x]]", f"[[the {name}|{short} x]]", {f"the {name}.md": f"---\naliases: [{short} x]\n---\n"}
    )


def unportable(draw: Draw) -> Example:
    name, _ = two_words(draw)
    return Example(
        f"[x]({encoded(name)} y.md)".replace(" y", "%20y"),
        f"[x](d/{encoded(name)}%20y.md)",
        {f"d/{name} y.md": ""},
    )


def table_bar(draw: Draw) -> Example:
    name, other = two_words(draw)
    return Example(
        f"| a |\n|---|\n| [[{name} b|{other}]] |",
        f"| a |\n|---|\n| [[{name} b\\|{other}]] |",
        {f"{name} b.md": ""},
    )


def in_yaml(before: str, after: str, info: str = "yaml") -> Callable[[Draw], Example]:
    """A block of YAML, at the margin or in a quote or list."""

    def example(draw: Draw) -> Example:
        lead = draw(st.sampled_from(("", "> ", "  ")))
        start = "- item\n\n" if lead == "  " else ""

        def block(text: str, info: str) -> str:
            lines = [f"```{info}", *text.removesuffix("\n").split("\n"), "```"]
            return start + "\n".join(
                f"{lead}{line}".rstrip(" ") if not line else f"{lead}{line}" for line in lines
            )

        return Example(block(before, info), block(after, "yaml"), {})

    return example


POD = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a%s}\n"
    "spec:\n  containers:\n    - name: a\n      image: a:1\n"
)


def in_pod(before: str, after: str, meta: tuple[str, str] = ("", "")) -> Callable[[Draw], Example]:
    return in_yaml(POD % meta[0] + before, POD % meta[1] + after)


MAP = "apiVersion: v1\nkind: %s\nmetadata: {name: a}\n"
MAPS = MAP % "ConfigMap" + "%s" + MAP % "ConfigMap"
CLASS = '{"apiVersion": "%s", "kind": "StorageClass", "metadata": {"name": "x"}, "provisioner": "p"}'
VOLUMES = "      volumeMounts: [{name: %s, mountPath: /d}]\n  volumes: [{name: my-data, emptyDir: {}}]\n"
MODE = "      ports: [{containerPort: 80}]\n      livenessProbe: {tcpSocket: {port: %s}}\n"

_NAMED: dict[str, Callable[[Equivalence, Draw], Example]] = {
    "missing-note": wikilink,
    "missing-attachment": picture,
    "broken-markdown-link": markdown,
    "missing-heading": heading,
    "missing-block": block,
}
EXAMPLES: dict[tuple[str, Equivalence], Callable[[Draw], Example] | None] = {
    **{
        (code, by): partial(made, by)
        for code, made in _NAMED.items()
        for by in SAFE_EQUIVALENCES[code]
        if by in SAFE_EQUIVALENCES["missing-heading"]
    },
    ("missing-note", E.EXTENSION): doubled,
    ("missing-note", E.BLOCK_MARK): block_mark,
    ("missing-attachment", E.EXTENSION): doubled_picture,
    ("broken-markdown-link", E.EXTENSION): doubled_markdown,
    ("missing-heading", E.LETTER_CASE): None,  # headings are compared without it
    ("missing-block", E.UNICODE_FORM): None,  # a block id is ASCII, and read so
    ("alias-link", E.ALIAS): alias,
    ("not-portable", E.PATH): unportable,
    ("unescaped-pipe", E.TABLE_BAR): table_bar,
    ("unmarked-manifest", E.LANGUAGE): in_yaml(POD % "", POD % "", info=""),
    ("yaml-tab-indent", E.INDENTATION): in_yaml(
        "kind: ConfigMap\napiVersion: v1\nmetadata:\n\tname: a\n\tlabels:\n\t\ta: b\n",
        "kind: ConfigMap\napiVersion: v1\nmetadata:\n    name: a\n    labels:\n        a: b\n",
    ),
    ("yaml-escape", E.ESCAPE): in_yaml('a: "it\\\'s"\n', 'a: "it\'s"\n'),
    ("missing-separator", E.SEPARATOR): in_yaml(MAPS % "----\n", MAPS % "---\n"),
    ("lone-ellipsis", E.COMMENT): in_yaml("a: 1\n...\nb: 2\n", "a: 1\n# ...\nb: 2\n"),
    ("unknown-field", E.PLURAL): in_pod("", "", (", label: {a: b}", ", labels: {a: b}")),
    ("unknown-field", E.LETTER_CASE): in_pod(
        "      imagepullpolicy: Always\n", "      imagePullPolicy: Always\n"
    ),
    ("unknown-field", E.SEPARATORS): in_pod(
        '      "image-pull_policy": Always\n', '      "imagePullPolicy": Always\n'
    ),
    ("unknown-field", E.UNICODE_FORM): in_pod("      ｔｔｙ: true\n", "      tty: true\n"),
    ("unknown-field", E.REFERENCE): in_pod(
        "      env: [{name: a, valueFrom: {secretRef: {name: a, key: b}}}]\n",
        "      env: [{name: a, valueFrom: {secretKeyRef: {name: a, key: b}}}]\n",
    ),
    ("unknown-value", E.LETTER_CASE): in_pod(
        "      imagePullPolicy: 'always'\n", "      imagePullPolicy: 'Always'\n"
    ),
    ("unknown-value", E.SEPARATORS): in_pod("  restartPolicy: On-Failure\n", "  restartPolicy: OnFailure\n"),
    ("unknown-value", E.PLURAL): in_pod("  restartPolicy: OnFailures\n", "  restartPolicy: OnFailure\n"),
    ("unknown-value", E.UNICODE_FORM): in_pod("  restartPolicy: Ａlways\n", "  restartPolicy: Always\n"),
    ("unknown-kind", E.LETTER_CASE): in_yaml(MAP % "configmap", MAP % "ConfigMap"),
    ("unknown-kind", E.SEPARATORS): in_yaml(MAP % "Config-Map", MAP % "ConfigMap"),
    ("unknown-kind", E.PLURAL): in_yaml(MAP % "ConfigMaps", MAP % "ConfigMap"),
    ("unknown-kind", E.UNICODE_FORM): in_yaml(MAP % "ＣonfigMap", MAP % "ConfigMap"),
    ("undefined-volume", E.LETTER_CASE): in_pod(VOLUMES % "My-data", VOLUMES % "my-data"),
    ("undefined-volume", E.SEPARATORS): in_pod(VOLUMES % "my_data", VOLUMES % "my-data"),
    ("undefined-volume", E.PLURAL): in_pod(VOLUMES % "my-datas", VOLUMES % "my-data"),
    ("undefined-volume", E.UNICODE_FORM): in_pod(VOLUMES % "ｍy-data", VOLUMES % "my-data"),
    ("removed-api", E.API_VERSION): in_yaml(
        CLASS % "storage.k8s.io/v1beta1",
        CLASS % "storage.k8s.io/v1",
    ),
    ("wrong-type", E.QUOTES): in_pod(
        "      env: [{name: a, value: 1.10}]\n", '      env: [{name: a, value: "1.10"}]\n'
    ),
    ("invalid-value", E.QUOTES): in_pod(MODE % '"80"', MODE % "80"),
    **{
        ("invalid-value", by): in_yaml(RBAC % group, RBAC % "rbac.authorization.k8s.io")
        for by, group in (
            (E.LETTER_CASE, "RBAC.authorization.k8s.io"),
            (E.SEPARATORS, "rbac.authorization.k8s-.io"),
            (E.UNICODE_FORM, "rbac.authorization.k8s.ｉo"),
        )
        for RBAC in (
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: a}\n"
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}\n"
            "subjects: [{kind: User, name: a, apiGroup: %s}]\n",
        )
    },
    ("invalid-quantity", E.LETTER_CASE): in_pod(
        "      resources: {limits: {memory: 512mi}}\n", "      resources: {limits: {memory: 512Mi}}\n"
    ),
    ("invalid-quantity", E.SEPARATORS): in_pod(
        "      resources: {limits: {memory: 512 Mi}}\n", "      resources: {limits: {memory: 512Mi}}\n"
    ),
    ("invalid-value", E.PLURAL): None,  # `io` is too short to have one
    ("invalid-quantity", E.PLURAL): None,  # units have none
    ("invalid-quantity", E.UNICODE_FORM): None,  # digits and units are ASCII
}


def test_each_certain_fix_of_each_rule_has_an_example() -> None:
    assert set(EXAMPLES) == {(code, by) for code, every in SAFE_EQUIVALENCES.items() for by in every}


PAIRS = sorted(
    (pair for pair, made in EXAMPLES.items() if made is not None), key=lambda pair: (pair[0], pair[1].name)
)
"""In one order in every process: some of the examples are made from sets."""
SURROUNDINGS = st.sampled_from(
    (
        ("", ""),
        ("\ufeff", ""),
        ("text\r\n\r\n", "\r\n"),
        ("# Heading\n\n", "\n\nno end"),
        ("tab\tübung\u2028\n\n", "\n"),
    )
)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]} {pair[1].name}")
@given(st.data())
@settings(max_examples=12, deadline=None)
def test_a_certain_fix_writes_what_was_meant_and_nothing_else(
    pair: tuple[str, Equivalence], data: st.DataObject
) -> None:
    code, by = pair
    made = EXAMPLES[pair]
    assert made is not None
    example = made(data.draw)
    above, below = data.draw(SURROUNDINGS)
    newline = "\r\n" if "\r" in above else "\n"
    before = above + example.before.replace("\n", newline) + below
    texts = {A: before, **{NotePath(path): text for path, text in example.others.items()}}
    kb = compiled(texts, example.files)
    found = check(kb, texts.get)
    mine = [each for each in found if each.rule == code and each.fix is not None and each.fix.safe]

    assert len(mine) == 1, [(each.rule, each.message, each.fix) for each in found]
    fix = mine[0].fix
    assert fix is not None
    assert by in fix.by

    after, _ = apply_fixes(texts, [fix])
    assert after[A] == above + example.after.replace("\n", newline) + below
    assert {**after, A: before} == texts
    left = check(compiled(after, example.files), after.get)
    assert not counted(left) - counted(found), "nothing new"
    assert counted(found) - counted(left) == Counter([said(mine[0])]), "that finding is gone, and no other"

    once = autofix(kb, texts.get, texts.get, lambda code: True)
    assert once.after == {A: after[A]}
    twice = autofix(once.kb, after.get, after.get, lambda code: True)
    assert not twice.after


def compiled(texts: dict[NotePath, str], files: tuple[str, ...]) -> KnowledgeBase:
    return compile_vault(Vault.of(dict(texts), files))


def said(found: Diagnostic) -> tuple[str, str, str]:
    return found.location.path, found.rule, found.message


def counted(found: tuple[Diagnostic, ...]) -> Counter[tuple[str, str, str]]:
    return Counter(said(each) for each in found if each.rule != "orphan-note")


NEAR = st.lists(
    st.sampled_from(("pod", "Pods", "pod-1", "pod 2", "po d", "node", "no-de", "2026-04-10", "1", "a"))
)


@given(
    NEAR.map(" ".join).filter(bool),
    st.lists(NEAR.map(" ".join).filter(bool), max_size=5),
    st.sampled_from(((".md", ""), (".png", "!"))),
)
@example("pod-1", ["pod 1", "node"], (".md", ""))
@example("pod-1", ["pod 1", "pod"], (".png", "!"))
@settings(deadline=None)
def test_no_fix_writes_another_name(written: str, names: list[str], kind: tuple[str, str]) -> None:
    ending, mark = kind
    shown = ending if mark else ""
    files = tuple(f"{name}{ending}" for name in names) if mark else ()
    notes = {} if mark else {f"{name}{ending}": "" for name in names}
    texts = {"a.md": f"{mark}[[{written}{shown}]]", **notes}
    found = check(compile_vault(Vault.of(texts, files)))

    for each in found:
        if each.fix is not None and each.fix.safe and each.location.path == A:
            target = each.fix.edits[0].text.removesuffix(shown)
            assert equivalences(written, target)
            assert [name for name in {"a", *names} if name == written or equivalences(written, name)] == [
                target
            ]
