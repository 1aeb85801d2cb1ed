"""Reports: the same findings, written for people, pipelines and programs."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotwork import __version__
from knotwork.model.diagnostics import Diagnostic, Edit, Fix, Location, Related, Severity
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath
from knotwork.model.text import FILE_START, Position, Span
from knotwork.report import FORMATS, summary
from knotwork.report import report as written
from knotwork.report.excerpt import excerpt
from knotwork.report.terminal import has_colours, painted, visible, width
from knotwork.report.text import text_report
from knotwork.rules import RULES

INDEX = NotePath("index.md")
TEXT = "# Home\n\nsee [[Pod Lifecycel]] for more\n"


def span(line: int, start: int, end: int, end_line: int | None = None) -> Span:
    return Span(Position(line, start), Position(end_line or line, end))


LINK = span(3, 5, 22)


def finding(
    message: str = "no note is called 'Pod Lifecycel'",
    *,
    path: str = INDEX,
    at: Span = LINK,
    severity: Severity = "error",
    help: str | None = None,
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
    rule: str = "missing-note",
) -> Diagnostic:
    return Diagnostic(rule, severity, Location(NotePath(path), at), message, help, related, fix)


def report(format: str, *diagnostics: Diagnostic, text: str | None = TEXT) -> str:
    return written(format, diagnostics, lambda path: text, RULES)


def rows(shown: tuple[str, str]) -> str:
    return "\n".join(shown)


MENDED = finding(
    help="write [[Pod Lifecycle]]",
    fix=Fix(
        "Write [[Pod Lifecycle]]",
        (Equivalence.SEPARATORS,),
        (Edit(INDEX, Position(3, 7), Position(3, 20), "Pod Lifecycle"),),
    ),
)
NASTY = '\ud800\0\x1b[31m\r\n::error::%0A]]>,<b a="\'">&😀\u2028\u202e'

# --- for people ---------------------------------------------------------------------------------------


def test_a_finding_is_shown_with_its_line_and_what_to_do() -> None:
    other = Related(Location(NotePath("pods.md"), span(7, 2, 4)), "this one is near")
    shown = report(
        "text",
        finding(help="write [[Pod Lifecycle]]", related=(other,)),
        finding("a note without a heading", at=FILE_START, severity="info"),
    )

    assert shown == (
        "index.md:3:5: error[missing-note]: no note is called 'Pod Lifecycel'\n"
        "  |\n"
        "3 | see [[Pod Lifecycel]] for more\n"
        "  |     ^^^^^^^^^^^^^^^^^\n"
        "help: write [[Pod Lifecycle]]\n"
        "= pods.md:7:2: this one is near\n"
        "\n"
        "index.md:1:1: info[missing-note]: a note without a heading\n"
    )


def test_the_gutter_is_as_wide_as_the_number() -> None:
    shown = report("text", finding(at=span(100, 1, 2)), text="\n" * 99 + "x\n")

    assert shown.splitlines()[1:] == ["    |", "100 | x", "    | ^"]


def test_without_a_source_there_is_no_excerpt() -> None:
    assert report("text", finding(), text=None).count("\n") == 1


def test_a_line_is_found_in_a_text_as_it_was_read() -> None:
    shown = report("text", finding(at=span(2, 1, 4)), text="\ufeffa\rtwo\r\nb")

    assert "2 | two\n  | ^^^\n" in shown


def test_colours_change_nothing_else() -> None:
    plain = text_report([MENDED], lambda path: TEXT)
    coloured = text_report([MENDED], lambda path: TEXT, colour=True)

    assert "\x1b[1;38;5;160merror[missing-note]\x1b[0m" in coloured
    assert _without_colour(coloured) == plain


@pytest.mark.parametrize("style", ["error", "warning", "info", "fixed", "gutter"])
def test_colours_are_read_on_black_and_on_white(style: str) -> None:
    number = re.search(r"38;5;(\d+)m", painted("x", style, True))
    assert number is not None, "a colour that a terminal does not change"
    luminance = _luminance(int(number[1]))

    assert (luminance + 0.05) / 0.05 > 3.8
    assert 1.05 / (luminance + 0.05) > 3.8


def _luminance(colour: int) -> float:
    """Of one of the 256 colours, as WCAG defines it."""
    index = colour - 16
    cube = [level and 55 + 40 * level for level in (index // 36, index // 6 % 6, index % 6)]
    parts = [8 + 10 * (colour - 232)] * 3 if colour >= 232 else cube
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("variables", "on_terminal", "elsewhere"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
    ],
)
def test_colours_are_for_terminals_and_for_who_asks(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], on_terminal: bool, elsewhere: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    terminal = StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)

    assert (has_colours(terminal), has_colours(StringIO())) == (on_terminal, elsewhere)


def _without_colour(text: str) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", text)


def test_a_concise_report_is_one_line_each() -> None:
    shown = report("concise", finding(), finding("two\nlines"))

    assert shown == (
        "index.md:3:5: error[missing-note]: no note is called 'Pod Lifecycel'\n"
        "index.md:3:5: error[missing-note]: two␊lines\n"
    )


@pytest.mark.parametrize(
    ("line", "at", "expected"),
    [
        ("abc", span(1, 2, 3), "abc\n ^"),
        ("abc", span(1, 4, 4), "abc\n   ^"),
        ("abc", span(1, 2, 2), "abc\n ^"),
        ("abc", span(1, 9, 12), "abc\n   ^"),
        ("", span(1, 1, 1), "\n^"),
        ("abc", span(1, 2, 2, end_line=5), "abc\n ^^"),
        ("\ta\tb", span(1, 4, 5), "    a    b\n         ^"),
        ("a\tb", span(1, 2, 3), "a    b\n ^^^^"),
        ("節点 a", span(1, 4, 5), "節点 a\n     ^"),
        ("a節点b", span(1, 2, 4), "a節点b\n ^^^^"),
        ("😀😀 x", span(1, 4, 5), "😀😀 x\n     ^"),
        ("e\u0301x", span(1, 3, 4), "e\u0301x\n ^"),
        ("\x1b[31mx", span(1, 6, 7), "␛[31mx\n     ^"),
    ],
)
def test_the_carets_stand_below_what_they_mean(line: str, at: Span, expected: str) -> None:
    assert rows(excerpt(line, at)) == expected


def test_of_a_long_line_the_surroundings_are_shown() -> None:
    shown, carets = excerpt("a" * 1000 + "X" + "b" * 1000, span(1, 1001, 1002))

    assert shown == "…" + "a" * 40 + "X" + "b" * 79 + "…"
    assert carets == " " * 41 + "^"


def test_of_a_long_span_the_start_is_shown() -> None:
    shown, carets = excerpt("x" * 1000, span(1, 1, 1001))

    assert shown == "x" * 120 + "…"
    assert carets == "^" * 120


@given(st.text(max_size=200), st.integers(1, 210), st.integers(0, 210))
def test_an_excerpt_is_one_line_and_its_carets_stand_below_it(line: str, start: int, length: int) -> None:
    shown, carets = excerpt(line, span(1, start, start + length))

    assert visible(shown) == shown
    assert set(carets) <= {" ", "^"}
    assert carets.strip()
    assert len(carets) <= sum(map(width, shown)) + 1


# --- for programs -------------------------------------------------------------------------------------


def test_json_has_the_promised_shape() -> None:
    assert json.loads(report("json", MENDED, finding(severity="warning", at=span(1, 1, 2, end_line=3)))) == [
        {
            "path": "index.md",
            "file": "index.md",
            "line": 3,
            "column": 5,
            "end_line": 3,
            "end_column": 22,
            "rule": "missing-note",
            "severity": "error",
            "message": "no note is called 'Pod Lifecycel'",
            "help": "write [[Pod Lifecycle]]",
            "fix": {
                "title": "Write [[Pod Lifecycle]]",
                "safe": True,
                "edits": [{"path": "index.md", "start": [3, 7], "end": [3, 20], "text": "Pod Lifecycle"}],
            },
        },
        {
            "path": "index.md",
            "file": "index.md",
            "line": 1,
            "column": 1,
            "end_line": 3,
            "end_column": 2,
            "rule": "missing-note",
            "severity": "warning",
            "message": "no note is called 'Pod Lifecycel'",
            "help": None,
            "fix": None,
        },
    ]


def test_json_is_readable_and_keeps_lone_surrogates() -> None:
    shown = report("json", finding("節点 \ud800"))

    assert '"節点 \\ud800"' in shown
    assert json.loads(shown)[0]["message"] == "節点 \ud800"


def test_github_gets_a_workflow_command() -> None:
    assert report("github", MENDED) == (
        "::error file=index.md,line=3,col=5,endLine=3,endColumn=22,title=missing-note::"
        "index.md:3:5 missing-note: no note is called 'Pod Lifecycel'%0Awrite [[Pod Lifecycle]]\n"
    )


def test_github_gets_no_columns_for_several_lines() -> None:
    shown = report("github", finding(at=span(1, 2, 3, end_line=4), severity="info"))

    assert shown.startswith("::notice file=index.md,line=1,endLine=4,title=")


def test_github_commands_cannot_be_forged() -> None:
    shown = report("github", finding("100%\r\n::set-output::x", path="a,b:c%\n.md", severity="warning"))

    assert shown == (
        "::warning file=a%2Cb%3Ac%25%0A.md,line=3,col=5,endLine=3,endColumn=22,title=missing-note::"
        "a,b:c%25␊.md:3:5 missing-note: 100%25%0D%0A::set-output::x\n"
    )


def test_gitlab_gets_issues() -> None:
    [issue] = json.loads(report("gitlab", finding(severity="warning")))

    assert len(issue.pop("fingerprint")) == 64
    assert issue == {
        "description": "no note is called 'Pod Lifecycel'",
        "check_name": "missing-note",
        "severity": "minor",
        "location": {"path": "index.md", "lines": {"begin": 3, "end": 3}},
    }


def test_a_gitlab_fingerprint_outlives_lines_added_above() -> None:
    def fingerprints(text: str, *diagnostics: Diagnostic) -> list[str]:
        return [issue["fingerprint"] for issue in json.loads(report("gitlab", *diagnostics, text=text))]

    text = "see [[a]] and [[a]]\n"
    findings = finding("one", at=span(1, 5, 10)), finding("two", at=span(1, 15, 20))
    moved = finding("other words", at=span(3, 2, 7)), finding("x", at=span(3, 9, 14))
    one, two, other = fingerprints(text, *findings, finding(path="b.md", at=span(1, 5, 10)))

    assert fingerprints("# Home\n\n [[a]]  [[a]]\n", *moved) == [one, two]
    assert len({one, two, other}) == 3


def test_sarif_has_one_run() -> None:
    related = Related(Location(NotePath("b c.md"), span(1, 1, 2)), "here")
    log = json.loads(report("sarif", finding(path="a #1.md", severity="info", related=(related,))))
    region = {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 22}

    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert [each["id"] for each in driver["rules"]] == ["missing-note"]
    assert (driver["name"], driver["version"]) == ("knotwork", __version__)
    assert urlsplit(driver["informationUri"]).scheme in ("https", "urn")
    [result] = run["results"]
    [near] = result.pop("relatedLocations")
    assert len(result.pop("partialFingerprints")["primaryLocationLineHash"]) == 64
    assert result == {
        "ruleId": "missing-note",
        "level": "note",
        "message": {"text": "no note is called 'Pod Lifecycel'"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%20%231.md"}, "region": region}}],
    }
    assert near["physicalLocation"]["artifactLocation"] == {"uri": "b%20c.md"}
    assert near["message"] == {"text": "here"}


def test_sarif_says_of_every_rule_what_code_scanning_asks_for() -> None:
    log = json.loads(report("sarif", *(finding(rule=each.code) for each in RULES)))
    rules = log["runs"][0]["tool"]["driver"]["rules"]

    assert [each["id"] for each in rules] == sorted(each.code for each in RULES)
    for each in rules:
        assert each["shortDescription"]["text"].endswith(".")
        assert len(each["shortDescription"]["text"]) <= 1024
        assert each["fullDescription"]["text"]
        assert "Bad" in each["help"]["text"]
        assert each["help"]["markdown"]
        assert urlsplit(each["helpUri"]).scheme in ("https", "urn")
        assert each["defaultConfiguration"]["level"] in ("error", "warning", "note")


RDJSON = jsonschema_rs.validator_for(
    json.loads((Path(__file__).parent / "data" / "rdjson-schema.json").read_text("utf-8"))
)


@given(st.text(), st.text(), st.sampled_from(["error", "warning", "info"]))
def test_rdjson_is_valid_by_its_schema(message: str, path: str, severity: Severity) -> None:
    related = Related(Location(NotePath(f"{path}.md"), span(1, 1, 2)), message)
    log = json.loads(
        report("rdjson", MENDED, finding(message, path=path, severity=severity, related=(related,)))
    )

    assert [error.message for error in RDJSON.iter_errors(log)] == []
    assert log["diagnostics"][0]["suggestions"][0]["text"] == "Pod Lifecycle"
    assert log["diagnostics"][1]["related_locations"][0]["location"]["range"]["start"]["line"] == 1


def test_sarif_has_the_edits_of_a_fix_and_says_whether_it_is_certain() -> None:
    guess = Fix("Write [[x]]", (), (Edit(INDEX, Position(1, 1), Position(1, 1), "x"),))
    results = json.loads(report("sarif", MENDED, finding(fix=guess)))["runs"][0]["results"]
    [certain], [uncertain] = (result["fixes"] for result in results)

    assert certain["artifactChanges"] == [
        {
            "artifactLocation": {"uri": "index.md"},
            "replacements": [
                {
                    "deletedRegion": {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 20},
                    "insertedContent": {"text": "Pod Lifecycle"},
                }
            ],
        }
    ]
    assert certain["description"]["text"] == "Write [[Pod Lifecycle]]"
    assert uncertain["description"]["text"].endswith("not certain)")


def test_markdown_shows_texts_of_notes_as_text() -> None:
    shown = report("markdown", finding("<b> [x](y) | @ann #3 https://x.y `c` *e*", path="a_b.md"))

    assert "| a\\_b.md:3:5 | &lt;b&gt; \\[x\\]\\(y\\) \\| @\u200bann #\u200b3 https:\u200b//x.y" in shown


def test_a_long_table_is_folded_and_ends() -> None:
    assert "<details>" not in report("markdown", *[finding()] * 20)
    folded = report("markdown", *[finding()] * 21)
    assert folded.count("missing-note") == 21
    assert folded.endswith("</details>\n")
    assert "and 1 more" in report("markdown", *[finding()] * 201)
    assert "more" not in report("markdown", *[finding("x")] * 200)


def test_junit_has_a_suite_for_each_file() -> None:
    log = ElementTree.fromstring(
        report(
            "junit", finding(path="b.md"), finding(path="a.md", severity="info"), MENDED, finding(path="b.md")
        )
    )

    assert [(each.get("name"), each.get("tests"), each.get("failures")) for each in log] == [
        ("a.md", "1", "0"),
        ("b.md", "2", "2"),
        ("index.md", "1", "1"),
    ]
    failure = log.find("testsuite[@name='index.md']/testcase/failure")
    assert failure is not None
    assert failure.get("message") == "no note is called 'Pod Lifecycel'"
    assert failure.text == "index.md:3:5\nno note is called 'Pod Lifecycel'\nwrite [[Pod Lifecycle]]"


JUNIT = {
    "testsuites": ((), ("name", "time", "tests", "failures", "errors")),
    "testsuite": (
        ("name", "tests", "failures", "errors"),
        ("group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"),
    ),
    "testcase": (("name",), ("time", "classname", "group")),
    "failure": ((), ("type", "message")),
    "system-out": ((), ()),
}
"""By element the attributes that it must and may have, by the schema of Jenkins (junit-10.xsd)."""


@pytest.mark.parametrize("findings", [(), (finding(), finding(severity="info"), MENDED)])
def test_junit_has_the_elements_and_attributes_that_jenkins_takes(findings: tuple[Diagnostic, ...]) -> None:
    for element in ElementTree.fromstring(report("junit", *findings)).iter():
        needed, allowed = JUNIT[element.tag]
        assert set(needed) <= element.attrib.keys() <= {*needed, *allowed}, element.tag


def test_junit_without_findings_is_a_passed_test() -> None:
    log = ElementTree.fromstring(report("junit"))

    assert len(log.findall("testsuite/testcase")) == 1
    assert log.findall(".//failure") == []


# --- of every format ----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_can_be_written_as_utf_8(format: str) -> None:
    shown = report(format, finding(NASTY, path=f"{NASTY}.md", help=NASTY), text=NASTY)

    assert shown.encode("utf-8")
    assert shown.endswith("\n")


@pytest.mark.parametrize("format", ["text", "concise"])
def test_a_report_for_people_cannot_steer_the_terminal(format: str) -> None:
    shown = report(format, finding(NASTY, path=f"{NASTY}.md", help=NASTY, at=span(2, 1, 9)), text=NASTY)

    assert not {"\x1b", "\0", "\r", "\u2028", "\u202e"} & set(shown)
    assert shown.count("missing-note") == 1


@pytest.mark.parametrize("format", ["text", "concise", "github"])
def test_no_findings_are_no_text(format: str) -> None:
    assert report(format) == ""


def test_no_findings_are_an_empty_array() -> None:
    assert report("json") == report("gitlab") == "[]\n"


@given(st.text(), st.text())
def test_what_programs_read_is_well_formed(message: str, path: str) -> None:
    diagnostic = finding(message, path=path, help=message)

    [issue] = json.loads(report("json", diagnostic))
    parsed: Any = json.loads(report("sarif", diagnostic))
    [case] = ElementTree.fromstring(report("junit", diagnostic)).iter("testcase")
    assert (issue["path"], issue["message"]) == (path, message)
    told = f"{message}\n{message}" if message else ""
    assert parsed["runs"][0]["results"][0]["message"]["text"] == told
    assert str(case.get("name")).endswith("(3:5)")
    assert report("github", diagnostic).count("\n") == 1


# --- in one line --------------------------------------------------------------------------------------


def test_a_summary_counts_findings_and_notes() -> None:
    findings = [finding(), finding(), MENDED, finding(severity="warning", path="b.md")]
    fourteen = [MENDED.location.path, *(NotePath(f"{name}.md") for name in "bcdefghijklmn")]

    assert summary(findings, fourteen) == "3 errors, 1 warning in 2 of 14 notes; 1 fixable with --fix"


def test_a_summary_of_nothing_says_so() -> None:
    assert summary([], [NotePath("a.md")]) == "no findings in 1 note"
    assert summary([finding(severity="info")], [MENDED.location.path]) == "1 info in 1 of 1 note"
