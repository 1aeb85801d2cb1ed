"""Blocks that are called YAML and hardly have any: lists of formulas or hosts, sketches of folders."""

from __future__ import annotations

import re

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.compose import Composed
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_HEAD = lazy_regex(r"^[ \t]*(?:apiVersion|kind):", re.MULTILINE)
_LINE = lazy_regex(r"^[ \t]*[^\s#][^\n]*$", re.MULTILINE)
_OF_YAML = lazy_regex(
    r"^[ \t]*(?:-[ \t]|-$|[^\s#\"'(\[{][^:\n#(]{0,60}:(?:[ \t]|$)|[\"'][^\"'\n]{1,60}[\"']:(?:[ \t]|$))",
    re.MULTILINE,
)
"""The start of an item, or a key with its colon."""
_GENERAL = lazy_regex(
    r"not valid YAML: (?:this line (?:does not continue what stands above it"
    r"|is neither a field nor a list item)"
    r"|a value cannot begin with this character|a key without a colon|this does not fit the lines above it"
    r"|a colon is missing after `[^`]*/`|a space is missing after `[^`]*`(?:, and \d+ more below)?"
    r"|there is text behind the closing quote)"
)
"""What is said of a line where no better reason is known."""
_HELP = "Name the language of the block, such as `text`."


def as_no_yaml(read: Composed) -> Composed:
    """A text that was read; its first error is an info, and the only one, where few of its lines are YAML.

    Of a part of a manifest most lines are: there an error is a mistake.
    """
    broken = [violation for violation in read.violations if violation.rule is YAML_SYNTAX]
    if not broken or _HEAD.search(read.text) is not None or read.text.lstrip()[:1] in ("{", "["):
        return read
    lines = len(_LINE.findall(read.text))
    if len(_OF_YAML.findall(read.text)) * 2 >= lines:
        return read
    first = min(broken, key=lambda violation: violation.start)
    if _GENERAL.match(first.message) is None:
        return read
    message = f"{first.message}; few lines of the block are YAML"
    lowered = replace(first, message=message, severity="info", help=_HELP, repair=None)
    others = [violation for violation in read.violations if violation.rule is not YAML_SYNTAX]
    return replace(read, violations=(lowered, *others))
