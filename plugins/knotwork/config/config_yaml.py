"""A config file of MkDocs as YAML: its values, those of the files it inherits from, and what it names."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

from knotwork.config.extension_entries import PythonObject
from knotwork.config.option_kinds import SettingsError
from knotwork.model.text import Lines


class ConfigSource(Struct, frozen=True):
    """What a configuration was read from."""

    files: tuple[Path, ...] = ()
    """The config file and those that it inherits from."""
    digest: bytes = b""
    """Of the files' contents, and of the environment as they name it."""
    tags: frozenset[str] = frozenset()
    """The YAML tags in them that have a meaning for MkDocs only."""


def config_values(path: Path) -> tuple[dict[str, Any], ConfigSource]:
    """The values of a config file, over those of the file that it inherits from, and what they are from.

    Raises SettingsError when one of the files cannot be read.
    """
    files: list[_ConfigFile] = []
    return _merged(path, (), files), _source(files)


class _ConfigFile(Struct):
    """A file as it was read."""

    path: Path
    content: bytes
    values: dict[str, Any] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    """The tags whose effect is left out."""
    environment: list[str | None] = field(default_factory=list)
    """The values of the variables that it names, in order; None for one that is not set."""


def _source(files: list[_ConfigFile]) -> ConfigSource:
    digest = blake2b(digest_size=16)
    for file in files:
        for part in (file.content, repr(file.environment).encode("utf-8", "surrogatepass")):
            digest.update(len(part).to_bytes(8, "big") + part)
    tags = frozenset(tag for file in files for tag in file.tags)
    return ConfigSource(tuple(file.path for file in files), digest.digest(), tags)


def _merged(path: Path, children: tuple[Path, ...], files: list[_ConfigFile]) -> dict[str, Any]:
    """The values of a file merged over those of the file it inherits from; `children` inherit from it.

    All files that are read are added to `files`.
    """
    real = path.resolve()
    if real in children:
        raise SettingsError(f"{children[0]}: INHERIT comes back to where it started at {path}")
    read = _values(path)
    files.append(read)
    values = read.values
    parent = values.pop("INHERIT", None)
    if parent is None:
        return values
    if not isinstance(parent, str):
        raise SettingsError(f"{path}: INHERIT: expected the path of a file, found {parent!r}")
    file = Path(os.path.normpath(path.parent / parent))
    if not file.is_file():
        raise SettingsError(f"{path}: INHERIT: there is no file '{parent}'")
    return _over(_merged(file, (*children, real), files), values)


def _over(base: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Mappings are merged, everything else is replaced."""
    merged = dict(base)
    for key, value in values.items():
        old = merged.get(key)
        merged[key] = _over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _values(path: Path) -> _ConfigFile:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        lines = data[: error.start].decode("utf-8-sig").split("\n")
        place = f"{path}:{len(lines)}:{len(lines[-1]) + 1}"
        raise SettingsError(f"{place}: this is not UTF-8: {error.reason}") from error
    file = _ConfigFile(path, data)
    loader = None
    try:
        loader = _Loader(text, file)
        values = loader.get_single_data()
    except yaml.reader.ReaderError as error:
        at = Lines(text).position(error.position)
        raise SettingsError(f"{path}:{at.line}:{at.column}: {error.reason}") from error
    except yaml.MarkedYAMLError as error:
        raise SettingsError(f"{path}{_place(error)}: {error.problem or error.context}") from error
    except RecursionError as error:
        raise SettingsError(f"{path}: nested too deep") from error
    except ValueError as error:  # a date such as 2024-13-99
        raise SettingsError(f"{path}: {error}") from error
    finally:
        if loader is not None:
            loader.dispose()
    if values is None:
        return file
    if not isinstance(values, dict):
        raise SettingsError(f"{path}:1:1: expected a mapping of settings, found {type(values).__name__}")
    file.values = values
    return file


def _place(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f":{mark.line + 1}:{mark.column + 1}" if mark else ""


class _Loader(yaml.SafeLoader):
    """Plain YAML, MkDocs' `!ENV`, and any other tag without its effect."""

    def __init__(self, text: str, file: _ConfigFile) -> None:
        super().__init__(text)
        self.file = file


def _environment(loader: _Loader, node: yaml.Node) -> Any:
    """`!ENV NAME`, `!ENV [NAME, OTHER, default]`: the first that is set, read as YAML reads it."""
    names, default = [node], None
    if isinstance(node, yaml.SequenceNode) and node.value:
        names = node.value
        if len(names) > 1:
            *names, last = names
            default = loader.construct_object(last, deep=True)
    for name in names:
        value = os.environ.get(str(name.value))
        loader.file.environment.append(value)
        if value is not None:
            tag = loader.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
            return loader.construct_object(yaml.ScalarNode(tag, value, node.start_mark, node.end_mark))
    return default


def _untagged(loader: _Loader, node: yaml.Node) -> str | None:
    """A tagged text as it stands; nothing of what the tag would make is made."""
    loader.file.tags.add(str(node.tag))
    return (node.value or None) if isinstance(node, yaml.ScalarNode) else None


def _python_object(loader: _Loader, suffix: str, node: yaml.Node) -> PythonObject:
    """What `!!python/name:a.b` and `!!python/object/apply:a.b` name; nothing is loaded."""
    loader.file.tags.add(str(node.tag))
    keywords: Any = {}
    if isinstance(node, yaml.MappingNode):
        values = loader.construct_mapping(node, deep=True)
        keywords = values.get("kwds", {}) if suffix.startswith("object/apply:") else {}
    named = {str(key): value for key, value in keywords.items()} if isinstance(keywords, dict) else {}
    return PythonObject(suffix.partition(":")[2], named)


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _python_object)
_Loader.add_constructor(None, _untagged)
