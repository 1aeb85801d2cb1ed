"""What knotwork sets for Material where the config file does not: a site asks no other host for anything."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, DictLoader, TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.theme import Theme

from knotwork.config.mkdocs_yml import as_written
from knotwork.config.theme_defaults import THEME_DEFAULTS
from knotwork.site.words import ENGLISH, language_of

_SOURCE = "partials/source.html"
"""Material's template for the link to the repository."""
_COMPONENT = ' data-md-component="source"'
"""Where that stands, Material's script asks the repository's host for its stars."""
_COUNTING_HOSTS = ("github.", "gitlab.")


def set_defaults(config: MkDocsConfig) -> tuple[str, ...]:
    """Set what the configuration leaves to Material, and return the names of that; empty for other themes."""
    if config.theme.name != "material":
        return ()
    chosen, theirs = as_written(config.config_file_path).theme_options, Theme("material")
    names = tuple(
        name for name in THEME_DEFAULTS if name not in chosen and config.theme.get(name) == theirs.get(name)
    )
    for name in names:
        config.theme[name] = deepcopy(THEME_DEFAULTS[name])
    return names


def theme_language(config: MkDocsConfig) -> str:
    """The code of our texts in the language of the theme; `en` when there are none."""
    language = config.theme.get("language")
    return language_of(language) if isinstance(language, str) else ENGLISH


def has_facts(config: MkDocsConfig) -> bool:
    """Whether Material asks the host of `repo_url` for facts about the repository, such as its stars."""
    host = urlsplit(config.repo_url or "").hostname or ""
    return config.theme.name == "material" and any(name in host for name in _COUNTING_HOSTS)


def without_facts(environment: Any) -> Any:
    """The environment of the theme, its link to the repository without what asks the repository's host."""
    try:
        text, _, _ = environment.loader.get_source(environment, _SOURCE)
    except TemplateNotFound:
        return environment
    ours = DictLoader({_SOURCE: text.replace(_COMPONENT, "")})
    environment.loader = ChoiceLoader([ours, environment.loader])
    return environment
