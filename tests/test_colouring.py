"""Code has its colours, or stays as it is; no code keeps a reader, a build or a server waiting."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from knotwork.model.body import FenceSlot
from knotwork.model.names import NotePath
from knotwork.syntax import colouring, lexing
from knotwork.syntax.code_html import code_html
from knotwork.syntax.colouring import LONGEST, LONGEST_LINE, LONGEST_VETTED, LONGEST_VETTED_LINE, coloured
from knotwork.syntax.reader import read_note


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(colouring, "_spent", colouring._Spent())
    monkeypatch.setattr(colouring, "_SECONDS", 0.3)
    colouring._kept.cache_clear()
    yield
    colouring._kept.cache_clear()
    colouring._helper.end()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("mcschema", "<!--\n"),
        ("docker", "VOLUME" + " " * 3_000 + "x\n"),
        ("bash", "$'" + "\\\\" * 2_000 + "\n"),
        ("console", "$ echo $'" + "\\\\" * 300 + "\n"),
        ("markdown", "```mcschema\n<!--\n```\n"),
        ("rego", '"' + "\\\\" * 2_000 + "\n"),
        ("autohotkey", " \n" * 8_000),
        ("csharp", "a\n" * 8_000),
    ],
)
def test_code_that_holds_up_its_lexer_stays_plain(language: str, text: str) -> None:
    shown = code_html(text, language)

    assert f"<code>{text.replace('<', '&lt;')}</code>" in shown.replace("&quot;", '"').replace("&gt;", ">")
    assert f'class="language-{language} highlight"' in shown


def test_what_follows_has_its_colours_all_the_same() -> None:
    assert coloured("<!--\n", "mcschema") is None
    assert coloured("echo hi\n", "bash") == ((("nb", "echo"), ("w", " "), ("", "hi")),)


def test_a_language_that_used_up_its_time_is_not_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(colouring._helper, "_answer", lambda request: asked.append(request))
    colouring._helper.process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    for number in range(50):
        coloured(f"<!-- {number}", "mcschema")
        colouring._helper.process = colouring._helper.process or subprocess.Popen(
            [sys.executable, "-c", ""], stdin=subprocess.PIPE
        )

    assert 1 <= len(asked) < 10


def test_without_a_helper_process_the_vetted_languages_have_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    assert coloured("a: b\n", "yaml") is not None
    assert coloured("<!--\n", "mcschema") is None


def test_a_vetted_language_needs_no_helper_process(monkeypatch: pytest.MonkeyPatch) -> None:
    helped = []
    monkeypatch.setattr(colouring._helper, "coloured", lambda text, _language: helped.append(text))
    line = "a: " + "b" * (LONGEST_VETTED_LINE - 3) + "\n"
    short = "# c\n" * (LONGEST_VETTED // 4)

    assert coloured(line, "yaml") is not None
    assert coloured(short, "yaml") is not None
    assert helped == []

    assert coloured(line.replace("b\n", "bb\n"), "yaml") is None
    assert coloured(short + "\n", "yaml") is None
    assert len(helped) == 2


def test_with_another_version_of_pygments_no_lexer_is_vetted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pygments.__version__", "2.18.0")
    colouring._vetted.cache_clear()
    try:
        assert colouring._vetted() == frozenset()
        assert coloured("a: b\n", "yaml") is not None
    finally:
        colouring._vetted.cache_clear()


def test_data_has_no_colours() -> None:
    assert coloured("#" * LONGEST_LINE, "yaml") is not None
    assert coloured("#" * (LONGEST_LINE + 1), "yaml") is None
    line = "a: b\n"
    assert coloured(line * (LONGEST // 5), "ini") is not None
    assert coloured(line * (LONGEST // 5) + "\n", "ini") is None


def test_a_million_characters_of_a_note_have_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knotwork.syntax.code_facts.MOST_COLOURED", 20)
    note = read_note(NotePath("a.md"), "```yaml\naaaa: bbb\n```\n" * 3)

    assert [each.plain for each in note.body.pieces if isinstance(each, FenceSlot)] == [False, False, True]
    assert "<span class" not in code_html("a: b\n", "yaml", plain=True)


def test_reading_a_note_colours_nothing() -> None:
    code = (
        "import sys; from knotwork.vault.vault import Vault;"
        "from knotwork.knowledge.compiler import compile_vault;"
        "from knotwork.rules import check;"
        "check(compile_vault(Vault.of({'a.md': '```bash\\necho\\n```\\n'})));"
        "print('pygments' in sys.modules)"
    )
    plugins = str(Path(__file__).parents[1] / "plugins")

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": plugins},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "False\n"


def test_the_helper_gives_what_the_lexer_gives_here() -> None:
    text = 'for a in "$@"; do\n  echo "é 😀 \ufffd"  # c\ndone'

    assert colouring._helper.coloured(text, "bash") == lexing.token_lines(text, "bash")


@pytest.mark.parametrize("language", "yaml json go ini toml sql javascript css html xml diff".split())
def test_what_kubernetes_notes_hold_is_vetted(language: str) -> None:
    assert colouring.lexer_name(language) in colouring._vetted()


@pytest.mark.parametrize(
    "language", "bash console markdown python docker hcl java c cpp rust powershell make jinja".split()
)
def test_what_people_write_has_colours(language: str) -> None:
    shown = coloured("a b = 1\n", language)

    assert shown is not None
    assert "".join(part for line in shown for _, part in line) == "a b = 1"


def test_an_interrupted_block_leaves_no_answer_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    assert colouring._helper.coloured("a\n", "bash")
    with monkeypatch.context() as patched:

        def interrupted() -> None:
            patched.undo()  # the process is ended with a `flush` that works
            raise KeyboardInterrupt

        patched.setattr(colouring._helper.process.stdin, "flush", interrupted)  # type: ignore[union-attr]
        with pytest.raises(KeyboardInterrupt):
            colouring._helper.coloured("first\n", "bash")

    assert colouring._helper.process is None
    assert "second" in str(colouring._helper.coloured("second\n", "bash"))


def test_a_program_that_cannot_run_a_script_has_no_helper_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frozen program would start itself."""
    colouring._helper.end()
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert colouring._helper.coloured("a\n", "bash") is None
    assert colouring._helper.process is None


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_forked_processes_do_not_share_a_helper() -> None:
    """Each would read the other's answers: a block of code would be shown as another note's."""
    code = """
import os
from knotwork.syntax.colouring import coloured

def text(number):
    return f"echo {number} {'x' * (number % 7)}\\n" * 3

coloured("echo\\n", "bash")  # the helper runs
children = []
while len(children) < 2 and 0 not in children:
    children.append(os.fork())
own = len(children) * 1000 if 0 in children else 0

def shown(number):
    lines = coloured(text(number), "bash")
    return "".join("".join(part for _, part in line) + "\\n" for line in lines)

wrong = [number for number in range(own, own + 60) if shown(number) != text(number)]
if 0 in children:
    os._exit(bool(wrong))
print(wrong, [os.waitpid(child, 0)[1] for child in children])
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env={"PYTHONPATH": str(Path(__file__).parents[1] / "plugins")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.stdout == "[] [0, 0]\n", done.stderr


def test_an_answer_about_another_text_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    other = '{"lines": [[["nb", "echo"], ["", " other"]]], "took": 0}\n'
    monkeypatch.setattr(colouring._helper, "_answer", lambda request: other)

    assert coloured("echo mine\n", "bash") is None
    assert coloured("echo other\n", "bash") == ((("nb", "echo"), ("", " other")),)
