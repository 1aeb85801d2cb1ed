"""Lines of a terminal in a block of YAML: a command with its prompt, above what it prints or reads."""

from __future__ import annotations

import re

_PROMPT = (
    r"(?:\[?[\w.-]+@[\w.-]+[^\n:]{0,40}?(?::[^\n$#]{0,60})?[$#➜✖❯]"
    r"|[\w-]+ ?[~/][\w/.~-]{0,60} ?[$#➜✖❯]|[$➜❯])[ \t]+"
)
"""`$ `, `root@node:~# `, `[admin@host ~]$ `, `node ~ ➜ `."""
_PROGRAMS = (
    r"(?:sudo[ \t]+)?(?:kubectl|oc|helm|kustomize|cat|vi|vim|nano|more|less|echo|curl|docker|minikube)"
)
_COMMAND = re.compile(
    rf"[ \t]*(?:{_PROMPT}[A-Za-z./][^\n]*|{_PROGRAMS}[ \t]+(?![=:])[^\s:][^\n]*(?<!:))(?:\n|\Z)"
)
"""A command: behind a prompt, or of a program that notes about Kubernetes name."""
_MASK = "#"


def command_end(text: str) -> int:
    """The offset behind the commands that a text begins with; 0: there is none."""
    end = at = 0
    while at < len(text):
        line = text.find("\n", at) + 1 or len(text)
        if _COMMAND.match(text, at):
            end = line
        elif text[at:line].strip():
            break
        at = line
    return end


def without_commands(text: str, end: int) -> str:
    """A text with comments of the same length in place of its first lines."""
    lines = text[:end].split("\n")
    return "\n".join((_MASK * len(line)) if line.strip() else line for line in lines) + text[end:]
