"""A file of another kind in a block of YAML, below a comment with its name: `# conf/app.properties`.

And files below headings that are underlined.
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_NAME = lazy_regex(
    r"(?:\A|\n[ \t]*\n)#[ \t]*(?:[^\n:#]{0,60}[ \t])?"
    r"(?P<name>[\w./-]*(?:\w\.(?:conf|cfg|cnf|cf|properties|env|ini|toml|sh|bash|service|tf|hcl|rego|py|sql|lua|js|txt)"
    r"|Corefile|Caddyfile|Dockerfile|Makefile|Jenkinsfile)|\.env)"
    r"[ \t]*(?:\([^\n]*|:)?\n(?:[ \t]*\n)?(?P<file>(?:[^\n]+\n?)+)"
)
"""Such a comment at the margin, at the beginning or below an empty line; the file ends at the next one."""
_UNDERLINED = lazy_regex(
    r"^[ \t]*(?P<name>[\w./-]+(?: [\w./-]+){0,5})[ \t]*\n[ \t]*[-=~]{3,}[ \t]*\n"
    r"(?=[ \t]*[\w.-]+:(?:[ \t]|$))",
    re.MULTILINE,
)
"""A heading with a line of dashes below it: a file follows."""
_OF_YAML = lazy_regex(r"^(?:apiVersion|kind|metadata|data|spec):", re.MULTILINE)
_FIELD = lazy_regex(r"[ \t]*(?:- +)?[\w./\"'-]+:(?:[ \t]|$)", re.MULTILINE)


def named_file(text: str, start: int, end: int, place: int) -> Cause | None:
    """The offset, the message and the help for the file that a place is in; None: it is in none."""
    if (title := _UNDERLINED.search(text, start, end)) is not None and title.start() <= place:
        at = title.start("name")
        return Cause(at, f"a heading stands here: `{title['name']}`", "Give each file a block of its own.")
    for match in _NAME.finditer(text, max(0, start - 1), end):
        at = match.start("file")
        if at > place or _OF_YAML.search(match["file"]):
            continue
        if place <= match.end() or not _FIELD.match(match["file"]):  # a parser may stop below it
            return Cause(
                at,
                f"`{match['name']}` is no file of YAML",
                "Give it a block of its own, with its language.",
            )
    return None
