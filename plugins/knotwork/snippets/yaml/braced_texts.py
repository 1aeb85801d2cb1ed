"""Configurations, messages and scripts in braces among YAML: lines with no colons, or no commas."""

from __future__ import annotations

import re

from knotwork.model.patterns import first_character, lazy_regex
from knotwork.snippets.yaml.slips import Cause

_BRACED = lazy_regex(
    r"^[ \t]*[A-Za-z_][\w./~^\"-]*(?:[ \t]+[\w./~^*\"-]+)*[ \t]\{[ \t]*\n"
    r"(?:[ \t]*(?!-[ \t])[^\s:{}][^:{}\n]*\n)+"
    r"[ \t]*(?:\}|[^:{}\n]*\{)[ \t]*$",
    re.MULTILINE,
)
"""A block of a configuration in braces: `server {`, lines without colons, and its end or another one."""
_MESSAGE = lazy_regex(
    r"^(?P<margin>[ \t]*)[A-Za-z_][\w.]*[ \t]+\{[ \t]*\n"
    r"(?:[ \t]*(?:\w[^\n]*[^\s,:]|\}|#[^\n]*)?[ \t]*\n){1,100}?"
    r"(?P=margin)\}[ \t]*$",
    re.MULTILINE,
)
"""A message of a protocol, with no commas between its fields: `CreateVolumeRequest {`, `name: "a"`, `}`."""
_COREFILE = lazy_regex(
    r"^[ \t]*(?:prometheus[ ]+[\w.]*:\d+|forward[ ]+\.[ ]+\S+|kubernetes[ ]+cluster\.local\b[^\n:{]*)[ \t]*$",
    re.MULTILINE,
)
"""A line of the configuration of CoreDNS that no YAML has."""
_SCRIPT = lazy_regex(
    r"^[ \t]*(?:(?:\}[ \t]*)?[^\s#:\"'{}()][^\n:#\"'{}()]{0,100}\([^\n#:{}]{0,200}|'{3})\)[ \t]*\{[ \t]*$",
    re.MULTILINE,
)
"""A block of a script that a line opens: `node(LABEL) {`, `if (a) {`, `''') {`."""
_ALONE = "Give it a block of its own, in the language `text`."


def braced_text(text: str, start: int, end: int, place: int) -> Cause | None:
    """What is no YAML and has braces, or is a line of that, at or above the place where a parser stops."""
    braced = _BRACED.search(text, start, end)
    if braced is not None and braced.start() <= place:
        help_ = "Name its language, such as `nginx`, or `text`."
        return Cause(first_character(braced), "this is a configuration in braces", help_)
    message = _MESSAGE.search(text, start, end)
    if message is not None and message.start() <= place:
        return Cause(first_character(message), "this is a message or a configuration in braces", _ALONE)
    corefile = _COREFILE.search(text, start, end)
    if corefile is not None and corefile.start() <= place:
        return Cause(first_character(corefile), "this is a line of a Corefile", _ALONE)
    script = _SCRIPT.search(text, start, end)
    if script is not None and script.start() <= place:
        return Cause(first_character(script), "this is a script", "Name its language, such as `groovy`.")
    return None
