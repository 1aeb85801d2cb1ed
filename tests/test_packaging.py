"""What the package says of itself is true: its dependencies, its public names, its version."""

from __future__ import annotations

import ast
import importlib
import json
import re
import sys
import tomllib
from collections.abc import Callable
from email.message import Message
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

import knotwork
from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.text import FILE_START
from knotwork.report.sarif import sarif_report
from knotwork.rules import RULES
from knotwork.syntax.reader import read_note

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "plugins" / "knotwork"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

NOT_IMPORTED = {"mkdocs-material"}
"""The theme, which MkDocs loads by its name."""
EXTRAS = ("cel",)
"""What more can be installed with the package, and is imported if it is there."""
FROM_MKDOCS = {"jinja2", "markdown", "watchdog"}
"""What MkDocs hands to its plugins: the release that MkDocs asks for is the right one."""


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    extras = [each for extra in EXTRAS for each in PROJECT["optional-dependencies"][extra]]
    declared = {distribution(requirement) for requirement in [*PROJECT["dependencies"], *extras]}
    distributions = packages_distributions()
    imported = {distribution(name) for module in imported_modules() for name in distributions[module][:1]}

    assert imported - FROM_MKDOCS == declared - NOT_IMPORTED
    assert imported >= FROM_MKDOCS


def test_every_dependency_has_a_lowest_version() -> None:
    extras = PROJECT["optional-dependencies"].values()
    requirements = [*PROJECT["dependencies"], *(each for extra in extras for each in extra)]

    assert [each for each in requirements if ">=" not in each and distribution(each) != "knotwork"] == []


def test_every_public_name_can_be_imported() -> None:
    assert sorted(knotwork.__all__) == knotwork.__all__
    assert {"__version__", *knotwork._MODULES} == set(knotwork.__all__)
    for name, module in knotwork._MODULES.items():
        assert getattr(knotwork, name) is getattr(importlib.import_module(f"knotwork.{module}"), name)


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()
    assert "Typing :: Typed" in PROJECT["classifiers"]


def test_the_classifiers_begin_with_the_lowest_python_that_is_required() -> None:
    versions = re.findall(
        r"^Programming Language :: Python :: (3\.\d+)$", "\n".join(PROJECT["classifiers"]), re.M
    )

    assert PROJECT["requires-python"] == f">={versions[0]}"


def distribution(requirement: str) -> str:
    """The name of the distribution that a requirement asks for."""
    name = re.match(r"[\w-]+", requirement)
    assert name is not None, requirement
    return name[0].lower().replace("_", "-")


def imported_modules() -> set[str]:
    """The top-level modules that the package imports, without Python's own."""
    modules = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module)
    return {module.partition(".")[0] for module in modules} - sys.stdlib_module_names - {"knotwork"}


@pytest.fixture
def project_urls(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has the installed package name these addresses."""

    def given(*urls: str) -> None:
        message = Message()
        for url in urls:
            message["Project-URL"] = url
        monkeypatch.setattr("importlib.metadata.metadata", lambda name: message)

    return given


def driver() -> dict[str, Any]:
    """What SARIF says of knotwork and of its rules."""
    findings = [Diagnostic(rule.code, "error", Location(NotePath("a.md"), FILE_START), "x") for rule in RULES]
    log = json.loads(sarif_report(findings, lambda path: None, RULES))
    described: dict[str, Any] = log["runs"][0]["tool"]["driver"]
    return described


def test_sarif_leads_to_the_section_of_each_rule_on_the_site(
    project_urls: Callable[..., None],
) -> None:
    project_urls("Repository, https://code.example/knotwork", "Documentation, https://docs.example/knotwork")
    rules = read_note(NotePath("rules.md"), (ROOT / "notes" / "handbook" / "rules.md").read_text("utf-8"))
    anchors = {heading.anchor for heading in rules.headings}

    assert driver()["informationUri"] == "https://docs.example/knotwork"
    for rule in driver()["rules"]:
        page, _, anchor = rule["helpUri"].partition("#")
        assert page == "https://docs.example/knotwork/handbook/rules/"
        assert anchor in anchors


def test_sarif_names_rules_where_no_site_is_known(project_urls: Callable[..., None]) -> None:
    project_urls("Repository, https://code.example/knotwork")

    assert driver()["informationUri"] == "https://code.example/knotwork"
    assert driver()["rules"][0]["helpUri"].startswith("urn:knotwork:rule:")
