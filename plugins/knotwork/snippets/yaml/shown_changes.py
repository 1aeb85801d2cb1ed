"""A quoted value that a note shows with what it is to become: `class: "nginx" → "traefik"`."""

from __future__ import annotations

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation, severity
from knotwork.snippets.yaml.behind_values import BEHIND_QUOTE
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_BECOMES = lazy_regex(r"(?:-{1,3}>|=>|→|➡\ufe0f?|⇒)[ \t]*[\"'][^\"'\n]*[\"'][ \t]*(?:#[^\n]*)?$")
_HELP = "Show the old and the new manifest, or a `diff`, if readers are to apply it."


def as_shown_change(violation: Violation, text: str) -> Violation:
    """A violation; as an info that of a quoted value behind which stands what it becomes.

    `text`: that of the offsets of the violation.
    """
    if violation.rule is not YAML_SYNTAX or severity(violation) == "info":
        return violation
    if not violation.message.endswith(BEHIND_QUOTE):
        return violation
    end = text.find("\n", violation.start)
    line = text[violation.start : end if end != -1 else len(text)]
    if _BECOMES.match(line) is None:
        return violation
    message = f"{violation.message}: what it is to become"
    return replace(violation, message=message, severity="info", help=_HELP, repair=None, otherwise=())
