"""The settings as options: how the handbook describes each, and how what a site gives is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any

from knotwork.config.option_kinds import Kind, SettingsError, entries
from knotwork.config.settings import Settings
from knotwork.config.switches import Switches
from knotwork.model.nearest import did_you_mean

FORMER_NAMES = {"health_page": "health"}
"""The names that settings had before, with those they have now."""


@dataclass(frozen=True, slots=True)
class Option:
    """A setting as the handbook describes it."""

    name: str
    default: object
    expected: str
    """What it may be set to, in words."""
    doc: str
    schema: Mapping[str, Any]
    """A JSON Schema of what it may be set to."""


def options() -> tuple[Option, ...]:
    """All settings, in the order in which they are explained."""
    return tuple(
        Option(
            setting.name,
            setting.default if setting.default_factory is MISSING else setting.default_factory(),
            setting.metadata["kind"].expected,
            setting.metadata["doc"],
            setting.metadata["kind"].schema,
        )
        for setting in _fields()
    )


def _fields() -> Iterator[Field[Any]]:
    """The fields that a site may set under the plugin's name, switches last."""
    switches = {setting.name for setting in fields(Switches)}
    described = [setting for setting in fields(Settings) if "kind" in setting.metadata]
    return iter(sorted(described, key=lambda setting: setting.name in switches))


def settings_from(mapping: object, where: str, known_rules: Collection[str]) -> Settings:
    """The settings in a mapping; what it leaves out, or leaves empty, has its default.

    `where` opens each sentence of the SettingsError that is raised when something is wrong with them:
    `mkdocs.yml: plugins.knotwork`.
    """
    kinds: dict[str, Kind] = {setting.name: setting.metadata["kind"] for setting in _fields()}

    def option(key: str, value: object) -> Any:
        name = FORMER_NAMES.get(key, key)
        if name not in kinds:
            raise SettingsError(f"{where}: unknown option '{key}'{did_you_mean(key, kinds)}")
        return None if value is None else kinds[name].read(value, f"{where}.{key}", known_rules)

    given = entries(mapping, where, "a mapping of options", option)
    former = [name for name in FORMER_NAMES if name in given]
    values = {FORMER_NAMES[name]: given.pop(name) for name in former} | given
    if isinstance(values.get("wanted"), bool):
        values.setdefault("wanted_page", values.pop("wanted"))
    values["notices"] = tuple(f"{where}: '{name}' is called '{FORMER_NAMES[name]}' now" for name in former)
    return Settings(**{key: value for key, value in values.items() if value is not None})
