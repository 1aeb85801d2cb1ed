"""Texts made to be slow: each is read, judged and rendered in bounded time and memory, and none is lost."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from call_counts import counted
from definitions import THING_BEFORE_ITS_SCHEMA
from knotwork.config.settings import Settings
from knotwork.model.names import NotePath
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.validate import note_snippets
from knotwork.syntax.reader import read_note

resource = pytest.importorskip("resource", reason="Windows has no limits for a process")

SECONDS, BYTES = 20, 2 * 1024**3
"""Of processor time, which other work on the machine does not change."""
HANGS = 600

TEXTS = {
    "20,000 opening wikilinks (BAD 25)": ("'[[' * 20_000", "'[' * 40_000"),
    "20,000 opening embeds (BAD 25)": ("'![[' * 20_000", "'[' * 40_000"),
    "20,000 closing brackets (BAD 25)": ("']]' * 20_000", "']' * 40_000"),
    "20,000 opening brackets (BAD 25)": ("'[' * 20_000", "'[' * 20_000"),
    "20,000 images (BAD 25)": ("'![' * 20_000", "'[' * 20_000"),
    "20,000 half links (BAD 25)": ("'[a](' * 20_000", "'a' * 20_000"),
    "20,000 half references (BAD 25)": ("'[a][' * 20_000", "'a' * 20_000"),
    "20,000 half tags of HTML (BAD 25)": ("'<a ' * 20_000", "'a' * 20_000"),
    "40,000 elements in each other in one block": ("'<div>\\n' * 40_000 + 'x'", "'x'"),
    "20,000 half comments (BAD 25)": ("'<!-- ' * 20_000", "''"),  # one that does not end hides the rest
    "a ramp of backticks (BAD 25)": ("''.join('x' + '`' * n for n in range(1, 700))", "'`' * 244_650"),
    "20,000 stars (BAD 25)": ("'*a ' * 20_000", "'a' * 20_000"),
    "20,000 stars and underscores (BAD 25)": ("'*a _b ' * 10_000", "'ab' * 10_000"),
    "20,000 dollars (BAD 25)": ("'$a ' * 20_000", "'a' * 20_000"),
    "20,000 beginnings of a formula": ("'$$a\\n' * 20_000", "'a' * 20_000"),
    "20,000 beginnings of a formula in one line": ("'$$a ' * 20_001 + '$'", "'a' * 20_001"),
    "20,000 signs that may come in pairs": (
        "''.join(sign * 2_000 for sign in ('^', '~a', 'a^', '++a', '^^', 'H~2~', '^a^', 'x^y', '++', '^^a'))",
        "'a' * 2_000",
    ),
    "6,000 beginnings of an address": (
        "''.join(part * 1_000 for part in ('http://', 'www.', 'ww.', 'https://a', 'http://a.b/(', 'http://%%b%%'))",
        "'http://' * 1_000",
    ),
    "5,000 addresses": ("'https://a.b/c ' * 5_000", "'https://a.b/c' * 5_000"),
    "20,000 escaped brackets": ("'\\\\( ' * 10_000 + '\\\\[\\n' * 10_000", "'(' * 10_000"),
    "20,000 abbreviations": (
        "''.join(f'*[a{n}]: b\\n' for n in range(20_000)) + '\\na7 a19999'",
        "'a7a19999'",
    ),
    "20,000 escaped dollars in a formula": ("'$' + 'a\\\\$' * 20_000", "'a' * 20_000"),
    "20,000 formulas": ("'$a$ ' * 20_000", "'a' * 20_000"),
    "20,000 different formulas": ("' '.join(f'$a_{n}$' for n in range(20_000))", "'a' * 20_000"),
    "a formula of 100,000 signs": ("'$' + 'a' * 100_000 + '$'", "'a' * 100_000"),
    "a formula of 20,000 braces": ("'$' + '{' * 20_000 + '$'", "'{' * 20_000"),
    "100 formulas of many macros": (
        r"'\n\n'.join('$\\newcommand{\\a}{' + 'x' * 2_000 + '}' + '\\a' * 99 + f'{n}$' for n in range(100))",
        "'x' * 200_000",
    ),
    "20,000 icons": ("':simple-composer: ' * 20_000", "'simple-composer' * 19_000"),
    "20,000 names of emoji without a blank": ("':a:' * 20_000 + 'x'", "':' * 40_000"),
    "20,000 beginnings of an emoji": ("' :a' * 20_000", "'a' * 20_000"),
    "an emoji of 100,000 letters": ("' :' + 'a' * 100_000 + ' :' * 1_000", "'a' * 100_000"),
    "20,000 percent signs (BAD 25)": ("'%% a\\n\\n' * 10_001", "'a' * 5_000"),
    "20,000 carets (BAD 25)": ("'^[a ' * 20_000", "'a' * 20_000"),
    "20,000 footnotes (BAD 25)": ("'[^a ' * 20_000", "'a' * 20_000"),
    "20,000 hashes (BAD 25)": ("'a #' * 20_000", "'a' * 20_000"),
    "20,000 braces (BAD 25)": ("'*a*{' * 20_000", "'a' * 20_000"),
    "20,000 braces with a name (BAD 25)": ("'`a`{ .b' * 20_000", "'a' * 20_000"),
    "20,000 callouts in one line (BAD 25)": ("'> [!a] b\\n' * 5_000", "'b' * 5_000"),
    "20,000 wikilinks (BAD 25)": ("'[[a]] ' * 20_000", "'a' * 20_000"),
    "20,000 tags (BAD 25)": ("'#ab ' * 20_000", "'ab' * 20_000"),
    "20,000 bars of a table (BAD 25)": ("'|' * 20_000 + '\\n' + '|-' * 20_000 + '\\n'", "'|' * 20_000"),
    "20,000 setext candidates (BAD 25)": ("'a\\n' * 20_000", "'a' * 20_000"),
    "20,000 definitions (BAD 25)": ("'a\\n:   b\\n\\n' * 10_000", "'ab' * 10_000"),
    "20,000 link definitions (BAD 25)": ("'[a]: b\\n' * 20_000 + '[a]'", "'a'"),
    "20,000 admonitions (BAD 25)": ("'!!! note\\n    x\\n\\n' * 10_000", "'x' * 10_000"),
    "20,000 tabs (BAD 25)": ("'=== \"t\"\\n    x\\n\\n' * 4_000", "'x' * 4_000"),
    "20,000 headings of one name (BAD 25)": ("'# a\\n\\n' * 10_000", "'a' * 10_000"),
    "20,000 blocks of code (BAD 25)": ("'```\\nx\\n```\\n' * 7_000", "'x' * 7_000"),
    "a list of 500 levels (BAD 26)": (
        "''.join('  ' * n + f'- x\\n' for n in range(500))",
        "'x' * 500",
    ),
    "a list of 500 levels in one line (BAD 26)": ("'- ' * 500 + 'x'", "'x'"),
    "5,000 quotes in one line (BAD 26)": ("'>' * 5_000 + ' x'", "'x'"),
    "5,000 lines of ever deeper quotes (BAD 26)": (
        "''.join('>' * n + ' x\\n' for n in range(1, 300))",
        "'x' * 299",
    ),
    "100 admonitions in each other (BAD 26)": (
        "''.join('    ' * n + '!!! note\\n' for n in range(150)) + '    ' * 150 + 'x'",
        "'x'",
    ),
    "1,000 stars around a word (BAD 26)": ("'*' * 5_000 + 'x' + '*' * 5_000", "'x'"),
    "1,000 brackets around a word (BAD 26)": ("'[' * 5_000 + 'x' + ']' * 5_000", "'x'"),
    "5 MB in one line (BAD 27)": ("'word ' * 1_000_000", "'word' * 1_000_000"),
    "5 MB without a blank (BAD 27)": ("'w' * 5_000_000", "'w' * 5_000_000"),
    "a table of 2,000 columns (BAD 27)": (
        "'|' + 'h|' * 2_000 + '\\n|' + '-|' * 2_000 + '\\n' + ('|' + 'c|' * 2_000 + '\\n') * 20",
        "'h' * 2_000 + 'c' * 40_000",
    ),
    "a table of 50,000 rows (BAD 27)": ("'|h|\\n|-|\\n' + '|c|\\n' * 50_000", "'c' * 50_000"),
    "40,000 comments that do not end": ("'<!-- a' * 40_000", "''"),
    "100,000 instructions that do not end": ("'<?a ' * 100_000", "'a' * 100_000"),
    "3,000 headings, each with a link that nearly names it": (
        "''.join(f'# hello{n}\\n\\n[[#hollo{n}x]]\\n\\n' for n in range(3_000))",
        "'hello' * 3_000",
    ),
    "3,000 headings, each with a link that names it": (
        "''.join(f'# hello{n}\\n\\n[[#hello{n}]] [a](#hello{n})\\n\\n' for n in range(3_000))",
        "'hello' * 3_000",
    ),
    "3,000 block ids, each with a link that nearly names it": (
        "''.join(f'x ^hello{n}\\n\\n[[#^hollo{n}x]]\\n\\n' for n in range(3_000))",
        "'x' * 3_000",
    ),
    "20,000 links in a line of indented code": ("'    x' + '[[a]] ' * 20_000", "'a' * 20_000"),
    "1,000 manifests": (
        "''.join('```yaml\\napiVersion: v1\\nkind: Pod\\nmetadata:\\n  name: a%d\\n```\\n\\n' % n"
        " for n in range(1_000))",
        "'Pod' * 1_000",
    ),
    "12,000 repeated keys below comments": (
        "'```yaml\\n' + '# c\\na: b # x\\n' * 12_000 + '```'",
        "'abcx' * 12_000",
    ),
    "12,000 repeated keys for anchors": (
        "'```yaml\\n' + ''.join(f'_: &a{n} x\\n' for n in range(12_000)) + '```'",
        "'_ax' * 12_000",
    ),
    "30,000 lines of dots in what is no YAML": (
        "'```yaml\\na: [\\n' + '  ...\\n' * 30_000 + '```'",
        "'.' * 90_000",
    ),
    "30,000 blanks in front of an arrow": (
        "'```yaml\\na:' + ' ' * 30_000 + '==>\\nb: c <- d\\n```'",
        "'a:==>'",
    ),
    "30,000 stars in front of a comment": (
        "'```yaml\\na: b\\n- ' + '*' * 30_000 + '#x\\n```'",
        "'*' * 30_000 + '#x'",
    ),
    "20,000 tabs in front of a comment": ("'```yaml\\na: b\\n' + '\\t' * 20_000 + '#x\\n```'", "'#x'"),
    "30,000 blanks behind the mark of a text": ("'```yaml\\na: |' + ' ' * 30_000 + 'x\\n```'", "'a:|x'"),
    "15,000 names of files without any": (
        "'```yaml\\n' + '\\n# a.yaml\\n' * 15_000 + '```'",
        "'aml' * 15_000",
    ),
    "200,000 hashes in a comment": ("'```yaml\\na: b\\n\\n' + '#' * 200_000 + ' x\\n```'", "'#' * 200_000"),
    "200,000 blanks in a comment": ("'```yaml\\na: b\\n#' + ' \\t' * 100_000 + 'x\\n```'", "'abx'"),
    "40,000 comments in a line": (
        "'```yaml\\napiVersion: v1\\nkind: Pod\\na: # ' + 'a: # ' * 40_000 + '\\n```'",
        "'a#' * 40_000",
    ),
    "20,000 comments of another language that do not end": (
        "'```yaml\\na: [\\n' + '/*\\n' * 20_000 + '```'",
        "'/*' * 20_000",
    ),
    "8,000 arrows behind values": (
        "'```yaml\\n' + ''.join(f'a{n}: b   <--- c\\n' for n in range(8_000)) + '```'",
        "'abc' * 8_000",
    ),
    "4,000 manifests without a separator": (
        "'```yaml\\n' + 'apiVersion: v1\\nkind: Pod\\nmetadata: {name: a}\\n' * 4_000 + '```'",
        "'Pod' * 4_000",
    ),
    "4,000 opened templates": (
        "'```yaml\\na: [\\n' + '{{ define `a` }}\\n' * 4_000 + '{{ end }}\\n' * 4_000 + '```'",
        "'define' * 4_000",
    ),
    "a language of 50,000 letters": ("'```yaml ' + 'a' * 50_000 + '\\na: b\\n```'", "'b'"),
    "1,000 objects of a List with unknown fields": (
        "'```yaml\\napiVersion: v1\\nkind: List\\nitems:\\n'"
        " + '- apiVersion: v1\\n  kind: Pod\\n  metadata: {nam: a}\\n  spec: {container: []}\\n' * 1_000"
        " + '```'",
        "'container' * 1_000",
    ),
    "1,000 fields that belong to the level above": (
        "'```yaml\\napiVersion: v1\\nkind: Pod\\nmetadata:\\n  name: a\\nspec:\\n  containers:\\n'"
        " + ''.join(f'  - name: a{n}\\n    image: b:1\\n    volumes:\\n  - name: b{n}\\n'"
        " '    emptyDir: {}\\n' for n in range(1_000)) + '```'",
        "'emptyDir' * 1_000",
    ),
    "1,000 comments that ask for more, and as many fields that are missing": (
        "'```yaml\\napiVersion: v1\\nkind: Pod\\nmetadata:\\n  name: a\\nspec:\\n  containers:\\n'"
        " + '    # add the image here\\n    - name: a\\n' * 1_000 + '```'",
        "'image' * 1_000",
    ),
    "2,000 items that are one in two": (
        "'```yaml\\napiVersion: v1\\nkind: Pod\\nmetadata:\\n  name: a\\nspec:\\n  containers:\\n'"
        " + '    - name: a\\n    - image: b:1\\n' * 1_000 + '```'",
        "'image' * 1_000",
    ),
    "10,000 beginnings of a here-document": (
        "'```sh\\n' + 'cat <<EOF\\n' * 10_000 + '```'",
        "'cat' * 10_000",
    ),
    "a here-document behind 40,000 words": (
        "'```sh\\n' + 'k ' * 40_000 + '<<EOF\\napiVersion: v1\\nkind: Pod\\nEOF\\n```'",
        "'k' * 40_000",
    ),
    "100,000 braces in a here-document": (
        "'```sh\\nkubectl apply -f - <<EOF\\nkind: Pod\\na: ${x} ' + '{' * 100_000 + '\\nEOF\\n```'",
        "'{' * 100_000",
    ),
    "30,000 brackets behind a command": ("'```sh\\nkubectl ' + '[ ' * 30_000 + '\\n```'", "'[' * 30_000"),
    "10,000 comments that silence, and as many findings": (
        "'<!-- knotwork-disable-next-line -->\\n[[gone]]\\n\\n' * 10_000"
        " + '<!-- knotwork-disable -->' * 10_000",
        "'gone' * 10_000",
    ),
    "code that its lexer never ends with": ("'```mcschema\\n<!--\\n```\\n\\n' * 50", "'<!--' * 50"),
    "25,000 embeds of their own note": ("'![[a]]\\n\\n' * 25_000 + 'x'", "'x'"),
    "10,000 embeds (BAD 28)": ("'![[b]] ' * 10_000", "'b'"),
    "100,000 blanks and a number behind a value of YAML": (
        "'```yaml\\na: [\\n- x' + ' ' * 100_000 + '2\\n' + '- ' * 50_000 + '1\\n'"
        " + '(a) ' * 25_000 + '3\\n```'",
        "'a' * 25_000",
    ),
    "4,000 keys of YAML that are there twice, each below a comment": (
        "'```yaml\\napiVersion: v1\\nkind: Pod\\n' + '# wrong\\na: b\\n' * 4_000 + '```'",
        "'ab' * 4_000",
    ),
    "16,000 colons, dashes and quotes in lines of YAML": (
        "''.join(f'```yaml\\napiVersion: v1\\nkind: Pod\\na: {sign * 16_000}\\n```\\n\\n'"
        " for sign in ('a: ', '- ', 'b c ', ' ', '# d', '\"e\" '))",
        "'abcde' * 16_000",
    ),
    "8,000 signs in comments, as options and as blocks of YAML": (
        "''.join(f'```yaml {{{sign * 8_000}}}\\nkind: Pod\\na: b # {sign * 8_000}\\n```\\n\\n'"
        " f'```yaml\\n{sign * 8_000}\\n```\\n\\n' for sign in ('# ', '{', '-', '.', ' ', '> '))",
        "'ab' * 6",
    ),
    "keys of 4,000 tabs and of 10,000 blanks": (
        "''.join(f'```yaml\\nkind: Pod\\nmetadata:\\n  name: a\\n  {key}: b\\n```\\n\\n'"
        " for key in ('\\t' * 4_000, ' ' * 10_000))",
        "'ab' * 2",
    ),
    "100,000 opening brackets of YAML (BAD 31)": ("'---\\na: ' + '[' * 200_000 + '\\n---\\nx'", "''"),
    "a number of 5,000 digits (BAD 33)": ("'---\\na: ' + '9' * 5_000 + '\\n---\\nx'", "'x'"),
    "100,000 keys (BAD 39)": ("'---\\n' + ''.join(f'k{n}: 1\\n' for n in range(100_000)) + '---\\nx'", "''"),
}
"""What is tried, the text, and characters it must still have when it is published, in any order."""

SCRIPT = """
import html, re, sys
from collections import Counter
from knotwork.knowledge.compiler import compile_vault
from knotwork.rules import check
from knotwork.site.render import render_note
from knotwork.vault.vault import Vault

text, kept = eval(sys.argv[1]), Counter(eval(sys.argv[2]))
kb = compile_vault(Vault.of({"a.md": text, "b.md": "b"}))
found = check(kb)
assert not [each for each in found if each.rule == "internal-error"], found[0].message
assert len(found) <= 102, len(found)
# a note whose front matter is not read is held back
page = render_note(kb, "a.md") if "a.md" in kb.notes else ""
shown = html.unescape(re.sub(r"<[^<>]*>", "", page))
missing = kept - Counter(shown)
assert not missing, missing
"""


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.mark.parametrize("what", TEXTS)
def test_a_text_made_to_be_slow_is_not(what: str) -> None:
    text, kept = TEXTS[what]
    plugins = str(Path(__file__).parents[1] / "plugins")

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, text, kept],
        env={"PYTHONPATH": plugins, "PATH": ""},
        timeout=HANGS,
        preexec_fn=_bounded,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-1500:]


POD = """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers: [{name: a, image: b:1}]
"""
DEFINITION = f"{THING_BEFORE_ITS_SCHEMA}          type: object\n          properties:\n"


def _rules_and_properties(many: int) -> str:
    names = [f"a{many}y{number}" for number in range(many)]
    properties = "".join(f"            {name}: {{type: string}}\n" for name in names)
    rules = (f"            - {{rule: self.{name} == 'x', fieldPath: .{name}}}\n" for name in names)
    return f"{DEFINITION}{properties}          x-kubernetes-validations:\n{''.join(rules)}"


# of other names in each text, for what was asked of a name is kept
EACH: dict[str, tuple[Callable[[int], str], int]] = {
    "document of a removed API": (
        lambda many: "---\n".join(
            f"apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {{name: a{number}}}\n"
            for number in range(many)
        ),
        840,
    ),
    "rule of a definition, and property": (_rules_and_properties, 900),
    "unknown field": (
        lambda many: POD + "".join(f"  x{many}y{number}: 1\n" for number in range(many)),
        500,
    ),
    "broken document": (
        lambda many: "---\n".join(
            f"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: [a{number}\n" for number in range(many)
        ),
        500,
    ),
}
"""What there may be much of in a block, that many of it, and the most function calls for each."""


def calls(text: str) -> Counter[str]:
    """How often functions are called to validate a block of YAML, by their names."""
    note, registry = read_note(NotePath("a.md"), f"```yaml\n{text}```\n"), SchemaRegistry()
    return counted(lambda: note_snippets(note, registry, Settings()))[1]


@pytest.mark.parametrize("what", EACH)
def test_what_there_is_much_of_takes_some_calls_each(what: str) -> None:
    text_of, most = EACH[what]
    calls(text_of(4))
    more = calls(text_of(200)).total() - calls(text_of(100)).total()

    assert more / 100 <= most


def test_the_text_around_a_block_is_read_once_for_its_documents() -> None:
    done = calls(EACH["document of a removed API"][0](50))

    assert {done[name] for name in ("is_shown_as_wrong", "is_output", "is_of_kubeadm")} == {1}
