"""Blocks that are called YAML and may be none: lists of formulas, hosts or conditions, texts for a reader.

An error is certain in a manifest, and elsewhere where what is wrong is a slip in a line of YAML: its
indentation, a quote, a bracket. Of anything else a parser cannot tell a mistake from another kind of text.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.behind_values import BEHIND_QUOTE
from knotwork.snippets.yaml.compose import Composed
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_HEAD = lazy_regex(r"^[ \t]*(?:apiVersion|kind):", re.MULTILINE)
_LINE = lazy_regex(r"^[ \t]*[^\s#][^\n]*$", re.MULTILINE)
_OF_YAML = lazy_regex(
    r"^[ \t]*(?:-[ \t]|-$|[^\s#\"'(\[{][^:\n#(]{0,60}:(?:[ \t]|$)|[\"'][^\"'\n]{1,60}[\"']:(?:[ \t]|$))",
    re.MULTILINE,
)
"""The start of an item, or a key with its colon."""
_FIELD = lazy_regex(
    r"[ \t]*(?:-[ \t]+)*(?:[\w./$-]+|\"[^\"\n]+\"|'[^'\n]+')[ \t]*:"
    r"(?:[ \t]+(?!.*[ \t]{2}[\w.-]+:(?:[ \t]|$))|$)",
    re.MULTILINE,
)
"""A field whose key is one word or in quotes, and no second column beside it."""
_KEY = lazy_regex(r"(?:-[ \t]+)*[\w./$\"'-]+:(?:[ \t]|$)", re.MULTILINE)
_NAME = lazy_regex(r"\{[^{}\n:,\"']+\}\w")
"""A placeholder that begins a name: `{service}_HOST`."""
_OF_WORDS = lazy_regex(r"^[ \t]*(?:-[ \t]+)?[A-Z][\w/&()-]*(?:[ ][\w/&()-]+){1,5}:(?:[ \t]|$)", re.MULTILINE)
"""A key of several words, as a list for readers has it: `System Disk: 500 GB`."""
_COMPARED = lazy_regex(r"^[ \t]*-[ \t]+[^:\n]{1,60}:[ \t]+[<>]=?[ \t]*\d[^\n]*$", re.MULTILINE)
"""An item that is a condition, as no program reads it: `- queue length: >10`."""
_IN_WORDS = lazy_regex(
    r"^[ \t]*(?:-[ \t]+)?[A-Za-z][\w/&()-]*(?:[ ][\w/&()-]+){1,5}:(?:[ \t]|$)", re.MULTILINE
)
"""A key of several words, in any letter case."""
_NAME_ALONE = lazy_regex(r"^[A-Za-z*][\w*-]*(?:[./][\w*-]+)+[ \t]*$", re.MULTILINE)
"""A name with a dot, such as that of a host, alone on its line at the margin."""
_ITEM = lazy_regex(r"[ \t]*-[ \t]+(?![^\n:]* [^\n:]* [^\n:]*:[ \t])[^\n]")
"""An item of a list that is no sentence with a colon."""
_BELOW_COMMENT = lazy_regex(r"^[ \t]*[^\s#][^\n]*\n(?:[ \t]*\n)*(?:#[^\n]*\n)+\Z", re.MULTILINE)
"""A comment at the margin between two lines: several pieces may stand in the block."""
_NAMES = 2
_LOOKED_AT = 1000
"""The most characters above a line that are looked at."""
_SAID_BEHIND = lazy_regex(r"[-=]+>|[\u2190-\u21ff\u27f0-\u27ff\u2013\u2014=(]")
"""How words behind a quoted text begin that say something of it."""
_HELP = "Name the language of the block, such as `text`."
_FEW = "few lines of the block are YAML"
_PERHAPS = "the block may be no YAML"


def as_no_yaml(read: Composed) -> Composed:
    """A text that was read, its errors as infos where it is no manifest and they are no slips.

    Where few of its lines are YAML, the first error is the only one.
    """
    broken = [violation for violation in read.violations if violation.rule is YAML_SYNTAX]
    written = read.text.strip()
    if not broken or _HEAD.search(written) is not None or (written[0] in "{[" and not _NAME.match(written)):
        return read
    first = min(broken, key=lambda violation: violation.start)
    lines = len(_LINE.findall(read.text))
    if lines == 1 and written[0].isalpha() and _KEY.match(written) is None:
        return replace(read, violations=(_lowered(first, _PERHAPS),))
    if len(_OF_YAML.findall(read.text)) * 2 < lines and first.sureness in ("vague", "likely"):
        others = [violation for violation in read.violations if violation.rule is not YAML_SYNTAX]
        return replace(read, violations=(_lowered(first, _FEW), *others))
    lowered = _for_readers if _is_list_for_readers(read.text) else _unless_slip
    return replace(read, violations=tuple(lowered(violation, read.text) for violation in read.violations))


def _is_list_for_readers(text: str) -> bool:
    """Whether a key of several words, or names alone on their lines, show that a block is a list in words.

    So do several conditions in a list, or one beside such a key in any letter case.
    """
    conditions = len(_COMPARED.findall(text))
    if conditions >= _NAMES or (conditions and _IN_WORDS.search(text) is not None):
        return True
    return _OF_WORDS.search(text) is not None or len(_NAME_ALONE.findall(text)) >= _NAMES


def _for_readers(violation: Violation, text: str) -> Violation:
    """The violation of a list in words, as an info."""
    if violation.rule is not YAML_SYNTAX or violation.severity is not None:
        return violation
    return replace(_lowered(violation, _PERHAPS), otherwise=())


def _unless_slip(violation: Violation, text: str) -> Violation:
    """The violation, and what else may be wrong in its place, as an info unless it is a slip."""
    otherwise = tuple(_unless_slip(other, text) for other in violation.otherwise)
    return replace(_alone_unless_slip(violation, text), otherwise=otherwise)


def _alone_unless_slip(violation: Violation, text: str) -> Violation:
    if (
        violation.rule is not YAML_SYNTAX
        or violation.severity is not None
        or violation.sureness in ("slip", "likely")
    ):
        return violation
    line = line_start(text, violation.start)
    if _BELOW_COMMENT.search(text, max(0, line - _LOOKED_AT), line):
        return _lowered(violation, _PERHAPS)
    if violation.message.endswith(BEHIND_QUOTE) and _SAID_BEHIND.match(text, violation.start):
        return _lowered(violation, _PERHAPS)
    if _FIELD.match(text, line) is not None or _ITEM.match(text, line) is not None:
        return violation
    return _lowered(violation, _PERHAPS)


def _lowered(violation: Violation, why: str) -> Violation:
    message = f"{violation.message}; {why}"
    return replace(violation, message=message, severity="info", help=_HELP, repair=None)
