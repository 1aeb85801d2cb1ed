"""Lines that a program puts a file in place of: `{!file!}`, `--8<-- "file"`, `!include file`."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex

_INCLUDE = lazy_regex(
    r"^[ \t]*(?:\{!.*!\}|\[\[%.*%\]\]|-{1,2}8<-{1,2}.*|!!!?include.*"
    r"|(?<!.)\$(?:\{\w+\}|\w+)"
    r"|%\{~?[ \t]*(?:if|else|endif|for|endfor)\b[^\n]*\})[ \t]*$",
    re.MULTILINE,
)
"""A line that a program puts a file in place of, or a line of control of Terraform's."""
_CLOSES = lazy_regex(
    r"^[^\n`~]*(?:\{%-?[ \t]*include\b[^\n]*%\}|\{![^\n]*!\}|-{1,2}8<-{1,2}[^\n`~]*)(?:`{3,}|~{3,})[ \t]*$",
    re.MULTILINE,
)
"""Such a line with the marks behind it that close the block: the last line of that file ends before them."""
_NO_BREAK = lazy_regex(r"[^\n]")
_INCLUDES = ("{!", "[[%", "8<-", "!include", "%{", "\n$")


def without_includes(text: str) -> str:
    """A text of the same length, with a comment about lines left out for each such line."""
    # most texts have none of these characters, which is quick to see
    if not ("!" in text or "%" in text or "<" in text or "$" in text):
        return text
    if ("```" in text or "~~~" in text) and (closes := _CLOSES.search(text)) is not None:
        text = text[: closes.start()] + _NO_BREAK.sub(" ", text[closes.start() :])
    if not any(include in text for include in _INCLUDES):
        return text
    return _INCLUDE.sub(lambda line: "#...".ljust(len(line[0])), text)
