"""Reviews that a note sends to a program of its own, as the API server does: `curl -d @- https://…/webhook`.

Which versions of a TokenReview that program takes is not known: the API server asks it in the configured one.
"""

from __future__ import annotations

import re

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.violation import Violation, at_most_info

_REVIEW = lazy_regex(r"\b(?:Token|\w*Access|Admission|Conversion|Image)Review\b")
_SENDS = lazy_regex(r"\b(?:curl|wget|https?|xh|hey|grpcurl)[ \t][^\n]*?https?://(?P<to>[^\s\"'|\\;)]+)")
"""A program that sends what it is given to an address."""
_DATA = re.compile(
    r"(?:^|[ \t])(?:-X[ \t]?POST|--request[ \t=]POST|POST|-\w*d|--data[\w-]*|--json|--post-\w+|-T)"
    r"(?=[ \t=@'\"]|$)"
)
_OF_SERVER = re.compile(r"/apis?/")
"""The path of an API: what it names is an API server, or a proxy before it."""
_KUBECTL = re.compile(r"\b(?:kubectl|oc)\b")
_LINES = 12
"""The most lines above and below a block that may hold the command."""
_BEGINNING = 40


def sent_to_webhook(violation: Violation, fence: Fence, text: str) -> Violation:
    """A violation; as an info that of the version of a review which is sent to another program.

    `text`: that of its offsets.
    """
    if violation.rule not in (REMOVED_API, DEPRECATED_API) or not _REVIEW.search(violation.message):
        return violation
    return at_most_info(violation) if _is_sent(fence, text) else violation


def _is_sent(fence: Fence, text: str) -> bool:
    before, heredoc, _ = fence.text.partition(text.strip()[:_BEGINNING])
    command = _joined(before).rstrip("\n").rpartition("\n")[2] if heredoc else ""
    if "<<" in command and (_KUBECTL.search(command) or _SENDS.search(command)):
        return _sends(command)
    above = "\n".join(fence.above.split("\n")[-_LINES:])
    below = "\n".join(fence.below.split("\n")[:_LINES])
    return any(map(_sends, (_joined(fence.text), _joined(above), _joined(below))))


def _joined(text: str) -> str:
    """A text in which each command stands on one line."""
    return text.replace("\\\n", " ")


def _sends(commands: str) -> bool:
    """Whether one of some commands sends something to what is no API server."""
    for line in commands.split("\n"):
        sent = _SENDS.search(line)
        if sent is not None and _DATA.search(line) and not _OF_SERVER.search(sent["to"]):
            return True
    return False
