"""The handbook: what it says of commands, settings, rules and links is what the code does."""

from __future__ import annotations

import json
import re
import runpy
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from knotwork.cli import COMMANDS, main
from knotwork.commands.opening import opened
from knotwork.compiler import compile_vault, target_of
from knotwork.names import NotePath
from knotwork.report import FORMATS
from knotwork.resolve import Attachment, MissingAnchor, Resolved
from knotwork.rules import CODES, RULES, check
from knotwork.settings import options, settings_from
from knotwork.vault import Vault, source_text

ROOT = Path(__file__).parent.parent
NOTES = ROOT / "notes"
HANDBOOK = NOTES / "handbook"
WRITER = ".venv/bin/python .dev/handbook"

_FENCE = re.compile(
    r"^(?P<marks>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=marks)$", re.MULTILINE | re.DOTALL
)
_TITLE = re.compile(r'title="([^"]*)"')
_CELL = re.compile(r"(?<!\\)\|")


def page(name: str) -> str:
    return (HANDBOOK / f"{name}.md").read_text(encoding="utf-8")


def headings(name: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", _FENCE.sub("", page(name)), re.MULTILINE)


def fences(text: str) -> list[tuple[str, str]]:
    """What stands behind the opening marks of each fence, and what stands in it."""
    return [(match["info"], match["text"]) for match in _FENCE.finditer(text)]


def section(text: str, heading: str) -> str:
    """The text below a heading of level 2, up to the next."""
    return re.split(r"^## ", text.partition(f"\n## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str, *heads: str) -> list[list[str]]:
    """The cells of the table with these heads, without backticks and backslashes."""
    lines = iter(text.splitlines())
    start = f"| {' | '.join(heads)} |"
    assert start in lines, f"there is a table {start}"
    next(lines)
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        found.append([cell.strip().strip("`").replace("\\|", "|") for cell in _CELL.split(line)[1:-1]])
    return found


# -- what is written by the code


@pytest.mark.parametrize("name", ["settings.md", "rules.md", "how it works.md"])
def test_pages_written_from_the_code_are_up_to_date(name: str) -> None:
    written = runpy.run_path(str(ROOT / ".dev" / "handbook"))["PAGES"][name]()

    assert (HANDBOOK / name).read_text(encoding="utf-8") == written, f"run {WRITER}"


def test_every_rule_has_a_section() -> None:
    assert [each.code for each in RULES if each.code not in headings("rules")] == []


def test_every_setting_has_a_section() -> None:
    assert [each.name for each in options() if each.name not in headings("settings")] == []


def test_the_mkdocs_yml_of_the_settings_page_is_valid() -> None:
    [example] = [text for info, text in fences(page("settings")) if "mkdocs.yml" in info]
    plugins = yaml.safe_load(example)["plugins"]

    read = settings_from(plugins[1]["knotwork"], "mkdocs.yml", CODES)

    assert read.rules["orphan-note"] == "off"


# -- the vault


def test_the_notes_of_this_repository_have_no_findings() -> None:
    read = opened(NOTES)

    found = check(read.kb, lambda path: source_text(NOTES, path))

    assert [each for each in found if each.severity != "info"] == []


def test_every_page_of_the_handbook_can_be_reached_from_its_first() -> None:
    kb = opened(NOTES).kb
    reached = {target_of(each.resolution) for each in kb.links_of(NotePath("handbook/index.md"))}

    pages = {f"handbook/{path.name}" for path in HANDBOOK.glob("*.md")} - {"handbook/index.md"}

    assert pages - reached == set()


# -- writing notes


def test_what_is_shown_is_what_was_typed() -> None:
    text = page("writing notes")
    shown = re.compile(r'\n!!! example "Shown as"\n((?: {4}[^\n]*\n|\n)+)')

    typed = [
        match for match in _FENCE.finditer(text) if match["info"] == "markdown" and len(match["marks"]) == 4
    ]

    assert len(typed) > 10
    for match in typed:
        box = shown.match(text, match.end() + 1)
        assert box is not None, f"a box follows this example:\n{match['text']}"
        assert textwrap.dedent(box[1]).strip("\n") == match["text"].strip("\n")


# -- links


def files_of_the_examples() -> list[str]:
    [listed] = [text for info, text in fences(section(page("links"), "Examples")) if info == "text"]
    return listed.split()


def link_rows() -> list[list[str]]:
    return rows(page("links"), "in", "link", "leads to", "decided by")


@pytest.mark.parametrize(("path", "link", "target", "rule"), link_rows())
def test_a_link_of_the_table_leads_where_the_table_says(path: str, link: str, target: str, rule: str) -> None:
    texts = {each: "# Volumes\n" for each in files_of_the_examples() if each.endswith(".md")}
    texts["k8s/net/services.md"] = "---\naliases: [svc]\n---\n"
    pictures = [each for each in files_of_the_examples() if not each.endswith(".md")]
    assert path in texts

    kb = compile_vault(Vault.of({**texts, path: texts[path] + link}, pictures))
    [found] = [each.resolution for each in kb.links_of(NotePath(path))]

    if target == "nothing":
        assert target_of(found) is None
    else:
        assert isinstance(found, Resolved | Attachment)
        assert (found.target, found.rule) == (target, rule)


def test_the_table_shows_every_rule_that_the_text_names() -> None:
    named = re.findall(r"^\d+\. \*\*([^*]+)\*\*", page("links"), re.MULTILINE)
    shown = {rule for *_, rule in link_rows()}

    assert len(named) == 9
    assert set(named) - shown == {"alias"}  # it needs a setting


@pytest.mark.parametrize(("link", "line"), rows(page("links"), "link", "leads to line"))
def test_a_heading_is_found_where_the_table_says(link: str, line: str) -> None:
    [note] = [text for info, text in fences(page("links")) if 'title="pods.md"' in info]

    kb = compile_vault(Vault.of({"pods.md": note, "a.md": link}))
    [found] = [each.resolution for each in kb.links_of(NotePath("a.md"))]

    if line == "nothing":
        assert isinstance(found, MissingAnchor)
    else:
        assert isinstance(found, Resolved)
        reached = found.heading or found.block
        assert reached is not None
        assert reached.span.start.line == int(line)


# -- commands


def commands() -> Mapping[str, click.Command]:
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def test_every_command_has_a_section() -> None:
    assert [name for name in COMMANDS if name not in headings("commands")] == []


@pytest.mark.parametrize("name", commands())
def test_every_option_of_a_command_is_in_its_section(name: str) -> None:
    text = section(page("commands"), name)
    written = {
        word
        for parameter in commands()[name].params
        if isinstance(parameter, click.Option)
        for word in (*parameter.opts, *parameter.secondary_opts)
    }

    assert {word for word in written if f"`{word}" not in text} == set()


@pytest.mark.parametrize("name", commands())
def test_the_formats_of_a_command_are_listed(name: str) -> None:
    [choices] = [
        parameter.type.choices
        for parameter in commands()[name].params
        if parameter.name == "output_format" and isinstance(parameter.type, click.Choice)
    ] or [()]

    assert f"`--output-format {'|'.join(choices)}`" in section(page("commands"), name) or not choices
    assert name != "check" or tuple(choices) == tuple(FORMATS)


def example_notes(name: str) -> Mapping[str, str]:
    """The vault that the examples of a page begin with."""
    if name == "links":
        return {
            f"notes/{path}": "see [[notes]]\n" if path == "index.md" else ""
            for path in files_of_the_examples()
        }
    titles = ((_TITLE.search(info), text) for info, text in fences(page(name)))
    return {title[1]: text for title, text in titles if title and title[1].startswith("notes/")}


def examples(name: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """For each example its first line, and its commands with what they print; JSON has a fence of its own."""
    listed = fences(page(name))
    for index, (info, text) in enumerate(listed):
        if info != "console":
            continue
        runs = [part.partition("\n") for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]]
        printed = [(command, output) for command, _, output in runs]
        if not printed[-1][1]:
            assert listed[index + 1][0] == "json", f"what `{printed[-1][0]}` prints follows"
            printed[-1] = (printed[-1][0], listed[index + 1][1])
        yield printed[0][0], printed


EXAMPLES = [(name, *example) for name in ("commands", "links") for example in examples(name)]


@pytest.mark.parametrize(("name", "runs"), [(e[0], e[2]) for e in EXAMPLES], ids=[e[1] for e in EXAMPLES])
def test_an_example_prints_what_the_page_shows(
    name: str, runs: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, text in example_notes(name).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code = 0
    for command, shown in runs:
        if command == "echo $?":
            assert shown == f"{code}\n"
            continue
        result = CliRunner().invoke(main, command.split()[1:])
        code = result.exit_code
        assert (result.stdout if shown.startswith(("[", "{")) else result.output) == shown


def test_the_json_of_the_graph_has_the_keys_that_are_shown(tmp_path: Path) -> None:
    [shown] = [text for info, text in fences(section(page("commands"), "graph")) if info == "json"]
    (tmp_path / "index.md").write_text("# Home\n[[pods]]", encoding="utf-8")
    (tmp_path / "pods.md").write_text("", encoding="utf-8")

    real = json.loads(CliRunner().invoke(main, ["graph", str(tmp_path), "--output-format", "json"]).stdout)

    expected = json.loads(shown)
    assert list(real) == list(expected)
    assert real["nodes"][0] == expected["nodes"][0]
    assert real["edges"][0] == expected["edges"][0]


def test_the_json_of_a_rule_has_the_keys_that_are_named() -> None:
    text = section(page("commands"), "rules")
    [listed] = re.findall(r"in JSON each rule has ([^\n]+)", text)

    real = json.loads(CliRunner().invoke(main, ["rules", "--output-format", "json"]).stdout)

    assert re.findall(r"`(\w+)`", listed) == list(real[0])
