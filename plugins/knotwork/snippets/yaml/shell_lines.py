"""Lines of a terminal in a block of YAML: a command with its prompt, above what it prints or reads."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex

_PROMPT = (
    r"(?:\[?[\w.-]{1,64}@[\w.-]{1,64}[^\n:]{0,40}?(?::[^\n$#]{0,60})?[$#➜✖❯]"
    r"|[\w-]{1,64} ?[~/][\w/.~-]{0,60} ?[$#➜✖❯]|[$➜❯])"
)
"""`$ `, `root@node:~# `, `[admin@host ~]$ `, `node ~ ➜ `."""
_PROGRAMS = (
    r"(?:sudo[ \t]+)?(?:kubectl|oc|helm|kustomize|cat|vi|vim|nano|more|less|echo|curl|docker|minikube)"
)
_COMMAND = re.compile(
    rf"[ \t]*(?:{_PROMPT}[ \t]+[A-Za-z./][^\n]*|{_PROGRAMS}[ \t]+(?![=:])[^\s:][^\n]*(?<!:))(?:\n|\Z)"
)
"""A command: behind a prompt, or of a program that notes about Kubernetes name."""
_EMPTY = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_NEXT = lazy_regex(rf"^[ \t]*{_PROMPT}(?:[ \t]|$)", re.MULTILINE)
"""The next prompt: what follows is another command, and its output."""
_OPENS_TEXT = lazy_regex(r"\b(?:echo|printf)[ \t][^\n\"']*[\"'][ \t]*\n\Z")
_CLOSES_TEXT = lazy_regex(r"^[\"'][ \t]*(?:[|>&;][^\n]*)?$", re.MULTILINE)
"""The line that closes the text of `echo "`: `" | kubectl apply -f -`."""
_MASK = "#"


def command_end(text: str) -> int:
    """The offset behind the commands that a text begins with; 0: there is none."""
    if text.startswith("apiVersion:"):
        return 0  # as most do
    end = at = 0
    while at < len(text):
        line = text.find("\n", at) + 1 or len(text)
        if _COMMAND.match(text, at):
            end = line
        elif not _EMPTY.match(text, at):
            break
        at = line
    return end


def without_commands(text: str, end: int) -> str:
    """A text with comments of the same length in place of its first lines, and of those from a prompt on."""
    prompt = _NEXT.search(text, end)
    last = len(text) if prompt is None else prompt.start()
    if _OPENS_TEXT.search(text, 0, end) and (close := _CLOSES_TEXT.search(text, end)):
        text = text[: close.start()] + _masked(close[0]) + text[close.end() :]
    return _masked(text[:end]) + text[end:last] + _masked(text[last:])


def _masked(text: str) -> str:
    return "\n".join(_MASK * len(line) if line.strip() else line for line in text.split("\n"))
