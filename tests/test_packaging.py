"""What the package says of itself is true: its dependencies, its public names, its version."""

from __future__ import annotations

import ast
import importlib
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import knotwork

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "plugins" / "knotwork"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

NOT_IMPORTED = {"mkdocs-material"}
"""The theme, which MkDocs loads by its name."""
FROM_MKDOCS = {"jinja2", "watchdog"}
"""What MkDocs hands to its plugins: the release that MkDocs asks for is the right one."""


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    declared = {distribution(requirement) for requirement in PROJECT["dependencies"]}
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
