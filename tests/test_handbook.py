"""The handbook: what it says of commands, settings, rules and links is what the code does."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner

from knotwork.cli.loading import load_vault
from knotwork.cli.main import COMMANDS, main
from knotwork.config.mkdocs_yml import read_mkdocs_yml
from knotwork.config.options import options, settings_from
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.resolution import Attachment, MissingAnchor, Resolved, target_of
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath
from knotwork.model.note import BlockId, Heading
from knotwork.report import FORMATS
from knotwork.rules import CODES, RULES, check
from knotwork.vault.source_text import source_text
from knotwork.vault.vault import Vault

ROOT = Path(__file__).parent.parent
NOTES = ROOT / "notes"
HANDBOOK = NOTES / "handbook"
PAGES = sorted(path.stem for path in HANDBOOK.glob("*.md"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
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


def title(info: str) -> str:
    """The title that stands behind the opening marks of a fence."""
    found = _TITLE.search(info)
    return found[1] if found else ""


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


@pytest.mark.parametrize("name", [name for name in PAGES if '"mkdocs.yml"' in page(name)])
def test_each_mkdocs_yml_that_is_shown_is_valid(name: str, tmp_path: Path) -> None:
    shown = [text for info, text in fences(page(name)) if title(info) == "mkdocs.yml"]
    file = tmp_path / "mkdocs.yml"
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "certificates.yaml").touch()

    assert shown
    for text in shown:
        file.write_text(text, encoding="utf-8")
        config = read_mkdocs_yml(file)

        assert config.has_plugin
        settings_from(config.plugin, "mkdocs.yml", CODES)


@pytest.mark.parametrize("name", ["how it works"])
def test_the_files_that_are_named_exist(name: str) -> None:
    package = ROOT / "plugins" / "knotwork"
    named = set(re.findall(r"`([\w./]+(?:\.py|/))`", page(name)))
    places = (package, package / "snippets", ROOT)

    assert len(named) > 10
    assert {each for each in named if not any((place / each).exists() for place in places)} == set()


# -- the vault


@cache
def our_notes() -> KnowledgeBase:
    return load_vault(NOTES).kb


def test_the_notes_of_this_repository_have_no_findings() -> None:
    found = check(our_notes(), lambda path: source_text(NOTES, path))

    assert [each for each in found if each.severity != "info"] == []


def test_every_page_of_the_handbook_can_be_reached_from_its_first() -> None:
    kb = our_notes()
    reached = {target_of(each.resolution) for each in kb.links.of(NotePath("handbook/index.md"))}

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
    [found] = [each.resolution for each in kb.links.of(NotePath(path))]

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
    [found] = [each.resolution for each in kb.links.of(NotePath("a.md"))]

    if line == "nothing":
        assert isinstance(found, MissingAnchor)
    else:
        assert isinstance(found, Resolved)
        assert isinstance(found.anchor, Heading | BlockId)
        assert found.anchor.span.start.line == int(line)


# -- Obsidian


def test_links_that_work_in_a_vault_as_they_are_do() -> None:
    cells = [cell for cell, _ in rows(page("bring an Obsidian vault"), "in Obsidian", "on the site")]
    links = [code for cell in cells for code in re.findall(r"!?\[\[[^`]+\]\]", cell)]
    files = ["files/picture.png", "files/talk.mp3", "files/film.mp4", "files/paper.pdf"]
    note = "# note\n## heading\nA paragraph. ^block\n"

    kb = compile_vault(Vault.of({"deep/er/note.md": note, "index.md": "\n\n".join(links)}, files))
    found = [each.resolution for each in kb.links.of(NotePath("index.md"))]

    assert len(found) == len(links) > 9
    assert [each for each in found if not isinstance(each, Resolved | Attachment)] == []


# -- commands


def commands() -> Mapping[str, click.Command]:
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def test_every_command_has_a_section() -> None:
    assert [name for name in COMMANDS if name not in headings("commands")] == []
    assert [name for name in COMMANDS if f"| [[#{name}]] |" not in page("commands")] == []


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
    assert name != "check" or tuple(choices) == FORMATS


def example_notes(name: str) -> Mapping[str, str]:
    """The vault that the examples of a page begin with."""
    if name == "links":
        return {
            f"notes/{path}": "see [[notes]]\n" if path == "index.md" else ""
            for path in files_of_the_examples()
        }
    return {title(info): text for info, text in fences(page(name)) if title(info).startswith("notes/")}


def examples(name: str) -> Iterator[tuple[str, Mapping[str, str], list[tuple[str, str]]]]:
    """For each example its first line, the files it begins with, and its commands with what they print.

    A `mkdocs.yml` holds for what stands below it; JSON has a fence of its own.
    """
    listed = fences(page(name))
    files = dict(example_notes(name))
    for index, (info, text) in enumerate(listed):
        if title(info) == "mkdocs.yml":
            files["mkdocs.yml"] = text
        if info != "console":
            continue
        runs = [part.partition("\n") for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]]
        printed = [(command, output) for command, _, output in runs]
        if not printed[-1][1]:
            assert listed[index + 1][0] == "json", f"what `{printed[-1][0]}` prints follows"
            printed[-1] = (printed[-1][0], listed[index + 1][1])
        yield printed[0][0], dict(files), printed


EXAMPLES = [(name, *each) for name in ("commands", "links", "start", "CI recipes") for each in examples(name)]


@pytest.mark.parametrize(
    ("files", "runs"), [each[2:] for each in EXAMPLES], ids=[f"{each[0]}: {each[1]}" for each in EXAMPLES]
)
def test_an_example_prints_what_the_page_shows(
    files: Mapping[str, str],
    runs: list[tuple[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    code = 0
    for command, shown in runs:
        if command == "echo $?":
            assert shown == f"{code}\n"
            continue
        result = CliRunner().invoke(main, command.split()[1:])
        code = result.exit_code
        assert (result.stdout if shown.startswith(("[", "{")) else result.output) == shown


def write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


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


# -- commands, wherever they are named


_COMMAND_LINE = re.compile(r"(?<![\w/.-])(?:~/knotwork/bin/|\.venv/bin/)?knotwork (?=[a-z-])[^`\n]*")
_OF_THE_SHELL = frozenset(("|", ">", "<", "&&", ";"))


def command_lines(text: str) -> list[list[str]]:
    """The words of each `knotwork …` in blocks of code and in code among words, up to what is the shell's."""
    marked = [code for info, code in fences(text) if info.partition(" ")[0] in ("sh", "console", "yaml")]
    marked += re.findall(r"`([^`\n]+)`", _FENCE.sub("", text))
    found = []
    for line in (match[0] for code in marked for match in _COMMAND_LINE.finditer(code)):
        words = shlex.split(line, comments=True)
        end = next((index for index, word in enumerate(words) if word in _OF_THE_SHELL), len(words))
        found.append(words[1:end])
    return found


NAMED = [
    (file.stem, words)
    for file in (*sorted(HANDBOOK.glob("*.md")), ROOT / "README.md", *WORKFLOWS)
    for words in command_lines(
        f"```yaml\n{file.read_text(encoding='utf-8')}```\n"
        if file.suffix == ".yml"
        else file.read_text(encoding="utf-8")
    )
]


@pytest.mark.parametrize(
    ("where", "words"), NAMED, ids=[f"{where}: {' '.join(words)}" for where, words in NAMED]
)
def test_a_command_that_is_named_exists_with_its_options(where: str, words: list[str]) -> None:
    name, *rest = words
    if name == "--version":
        return
    command = commands()[name]

    given, _, parameters = command.make_parser(click.Context(command)).parse_args(rest)

    for parameter in parameters:
        if isinstance(parameter.type, click.Choice) and (value := given.get(parameter.name)):
            values = {value} if isinstance(value, str) else {text.partition("=")[0] for text in value}
            assert values <= set(parameter.type.choices)


def test_commands_are_found_on_every_page_that_is_about_them() -> None:
    assert {"start", "CI recipes", "commands", "README", "publish"} <= {where for where, _ in NAMED}


# -- CI


RECIPES = [
    words
    for where, words in NAMED
    if where == "CI recipes"
    and words[:2] == ["check", "notes"]
    and not {"--write-baseline", "--changed-since"}.intersection(words)  # tested in a repository
]


@pytest.mark.parametrize("words", RECIPES, ids=" ".join)
def test_a_recipe_checks_the_notes_and_fails_only_for_what_it_finds(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, example_notes("CI recipes"))
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, words)

    assert result.exit_code == 1, result.output
    assert "heapster" in result.stdout
    if words[-1] in ("json", "sarif", "gitlab"):
        json.loads(result.stdout)


def recipes() -> Mapping[str, Any]:
    """The files that the page of recipes shows, by name."""
    return {
        title(info): yaml.safe_load(text)
        for info, text in fences(page("CI recipes"))
        if info.startswith("yaml")
    }


def actions(text: str) -> set[str]:
    """The actions that a workflow uses, each with its commit and the version in the comment."""
    return set(re.findall(r"uses: (\S+@[0-9a-f]{40} # v[\d.]+)$", text, re.MULTILINE))


def test_recipes_pin_the_actions_that_our_own_workflows_pin() -> None:
    ours = "".join(file.read_text(encoding="utf-8") for file in WORKFLOWS)
    shown = page("CI recipes")

    assert len(actions(ours)) == len(set(re.findall(r"uses: (\S+)", ours)))
    assert len(actions(shown)) == len(set(re.findall(r"uses: ([^<\s]\S*)", shown)))
    assert actions(shown) <= actions(ours)


def test_the_hooks_that_are_named_exist() -> None:
    hooks = {each["id"] for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    named = set(re.findall(r"\bid: ([\w-]+)", page("CI recipes")))

    assert named == hooks


def test_the_recipe_for_gitlab_publishes_what_it_builds() -> None:
    gitlab = recipes()[".gitlab-ci.yml"]

    [build] = gitlab["pages"]["script"]
    assert f"--site-dir {gitlab['pages']['artifacts']['paths'][0]}" in build
    assert gitlab["check"]["artifacts"]["reports"]["codequality"] in gitlab["check"]["script"][0]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_no_more_than_it_needs(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    allowed = [workflow["permissions"], *(job.get("permissions", {}) for job in workflow["jobs"].values())]

    writing = {name for permissions in allowed for name, level in permissions.items() if level == "write"}
    checkouts = [
        step
        for job in workflow["jobs"].values()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/checkout@")
    ]

    assert writing == ({"pages", "id-token"} if path.stem == "publish" else set())
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_our_notes_are_checked_before_they_are_published() -> None:
    [publish] = [path for path in WORKFLOWS if path.stem == "publish"]
    jobs = yaml.safe_load(publish.read_text(encoding="utf-8"))["jobs"]
    steps = [step.get("run") or step["uses"].partition("@")[0] for step in jobs["build"]["steps"]]

    check_, build, upload = (
        steps.index(step)
        for step in (
            "knotwork check notes --output-format github",
            "mkdocs build --strict --site-dir site",
            "actions/upload-pages-artifact",
        )
    )
    assert check_ < build < upload
    assert jobs["deploy"]["needs"] == "build"


def test_every_equivalence_is_explained_with_an_example() -> None:
    table = (HANDBOOK / "commands.md").read_text("utf-8").partition("### What is fixed")[2]

    assert Equivalence.JOINED.value in table
    for each in set(Equivalence) - {Equivalence.JOINED}:
        assert f"\n| {each.value.replace('|', chr(92) + '|')} | " in table
