"""Settings: what may be set, what each setting does, and what is said when one is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping

import pytest
import yaml

from knotwork.config.globs import matches
from knotwork.config.markdown_extensions import SiteMarkdown
from knotwork.config.option_kinds import SettingsError
from knotwork.config.options import options, settings_from
from knotwork.config.settings import Settings

RULES = ("missing-note", "missing-anchor", "unknown-field")
WHERE = "mkdocs.yml: plugins.knotwork"


def settings(text: str) -> Settings:
    return settings_from(yaml.safe_load(text), WHERE, RULES)


def wrong(mapping: object) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as raised:
        settings_from(mapping, WHERE, RULES)
    return raised.value.sentences


def test_nothing_set_is_the_defaults() -> None:
    assert settings_from({}, WHERE, RULES) == Settings()


def test_an_option_left_empty_has_its_default() -> None:
    read = settings("todo_tags:\nhtml:\nrules:\npage_size:\n")

    assert read == Settings()


def test_every_option_is_described_in_a_sentence() -> None:
    described = options()

    assert len(described) > 20
    assert [each.name for each in described if not re.fullmatch(r"[A-Z].*\.", each.doc)] == []
    assert all(each.expected for each in described)


def test_every_default_may_be_written_down() -> None:
    defaults = {each.name: each.default for each in options()}

    assert settings_from(defaults, WHERE, RULES) == Settings()


def test_a_tag_may_be_written_with_its_hash() -> None:
    read = settings("todo_tags: ['#k8stodo', later/on]")

    assert read.todo_tags == ("k8stodo", "later/on")


def test_a_text_is_a_list_of_its_lines() -> None:
    read = settings("exclude: |\n  drafts/\n\n  *.txt\ntodo_tags: one")

    assert read.exclude == ("drafts/", "*.txt")
    assert read.todo_tags == ("one",)


def test_a_wanted_note_may_be_written_as_a_link() -> None:
    assert settings("wanted: ['[[Pod Lifecycle]]', Jobs]").wanted == ("Pod Lifecycle", "Jobs")


def test_a_scheme_may_be_written_with_its_colon() -> None:
    assert settings("url_schemes: [HTTPS://, 'mailto:', zotero]").url_schemes == ("https", "mailto", "zotero")


def test_a_bare_off_which_yaml_reads_as_false_is_off() -> None:
    assert settings("rules: {missing-note: off}").rules == {"missing-note": "off"}


@pytest.mark.parametrize(
    ("option", "nearest"), [("todo_tag", "todo_tags"), ("ignore", "ignore_tags"), ("schemas", "json_schemas")]
)
def test_an_unknown_option_names_the_nearest(option: str, nearest: str) -> None:
    assert wrong({option: "x"}) == (
        f"mkdocs.yml: plugins.knotwork: unknown option '{option}'; did you mean '{nearest}'?",
    )


def test_an_unknown_option_near_to_none_names_none() -> None:
    assert wrong({"qqqqq": 1}) == ("mkdocs.yml: plugins.knotwork: unknown option 'qqqqq'",)


def test_all_that_is_wrong_is_said_at_once() -> None:
    mapping = {
        "html": "sanitise",
        "page_size": True,
        "max_embeds": 0,
        "rules": {"mising-note": "error", "missing-note": "fatal"},
        "per_path": {"a/**": {"missing-note": 3}, "!b": {}, "[z-a]": {}},
        "url_schemes": 5,
    }

    assert wrong(mapping) == (
        f"{WHERE}.html: expected sanitize, escape or trust, found 'sanitise'",
        f"{WHERE}.page_size: expected a whole number from 1 up, found true",
        f"{WHERE}.max_embeds: expected a whole number from 1 up, found 0",
        f"{WHERE}.rules: unknown rule 'mising-note'; did you mean 'missing-note'?",
        f"{WHERE}.rules.missing-note: expected error, warning, info or off, found 'fatal'",
        f"{WHERE}.per_path.a/**.missing-note: expected error, warning, info or off, found 3",
        f"{WHERE}.per_path: '!b' is not a pattern for paths (nothing matches a lone '!…')",
        f"{WHERE}.per_path: '[z-a]' is not a pattern for paths (bad character range z-a at position 10)",
        f"{WHERE}.url_schemes: expected a list of URL schemes, found 5",
    )


def test_a_name_of_digits_that_yaml_reads_as_a_number_is_told_to_be_quoted() -> None:
    assert wrong(yaml.safe_load("ignore_tags: [ffffff, 000000]")) == (
        f"{WHERE}.ignore_tags: expected a list of tags, found 0 in it (a name made of digits needs quotes)",
    )


@pytest.mark.parametrize("tag", ["", "#", "two words", "a#b", None, True, 1.5, [], {}])
def test_what_is_no_tag_is_refused(tag: object) -> None:
    [sentence] = wrong({"todo_tags": [tag]})

    assert sentence.startswith(f"{WHERE}.todo_tags: expected a list of tags, found ")


@pytest.mark.parametrize("mapping", [[], "todo_tags", 3, None])
def test_options_are_a_mapping(mapping: object) -> None:
    [sentence] = wrong(mapping)

    assert sentence.startswith(f"{WHERE}: expected a mapping of options, found ")


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("pods.md", "warning"),
        ("daily/monday.md", "info"),
        ("daily/2024/monday.md", "info"),
        ("daily/done/monday.md", None),
        ("other/daily.md", "warning"),
    ],
)
def test_the_last_pattern_that_matches_sets_the_severity(path: str, severity: str | None) -> None:
    read = settings(
        "rules: {missing-note: warning}\n"
        "per_path:\n"
        "  daily/**: {missing-note: info}\n"
        "  daily/done/: {missing-note: off}\n"
        "  '*.md': {missing-anchor: error}\n"
    )

    assert read.severity("missing-note", path, "error") == severity


def test_a_rule_that_is_not_set_has_its_own_severity() -> None:
    assert Settings().severity("missing-note", "pods.md", "error") == "error"
    assert Settings().severity("missing-note", "pods.md", "off") is None


def test_a_path_may_turn_on_what_is_off() -> None:
    read = settings("rules: {missing-note: off}\nper_path: {a.md: {missing-note: error}}")

    assert read.severity("missing-note", "a.md", "warning") == "error"


@pytest.mark.parametrize(
    ("patterns", "path", "expected"),
    [
        ((), "a.md", False),
        (("*.md",), "deep/down/a.md", True),
        (("/a.md",), "deep/a.md", False),
        (("drafts/",), "x/drafts/a.md", True),
        (("a/**/b.md",), "a/b.md", True),
        (("drafts/*", "!drafts/keep.md"), "drafts/keep.md", False),
    ],
)
def test_patterns_are_those_of_gitignore(patterns: tuple[str, ...], path: str, expected: bool) -> None:
    assert matches(patterns, path) is expected


def test_settings_do_not_import_what_a_run_may_not_need() -> None:
    heavy: Mapping[str, str] = {"rapidfuzz": "a wrong name", "pathspec": "a pattern"}
    code = f"import sys, knotwork.config.settings; print(*({set(heavy)} & set(sys.modules)))"

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == ""


@pytest.mark.parametrize(
    ("given", "file", "most"),
    [(None, "", 150), (None, "../mkdocs.yml", 500), (0, "../mkdocs.yml", 0), (7, "", 7)],
)
def test_a_site_that_was_there_keeps_a_longer_menu(given: int | None, file: str, most: int) -> None:
    settings = Settings(notes_in_nav=given, markdown=SiteMarkdown(file=file))

    assert settings.most_in_nav == most
