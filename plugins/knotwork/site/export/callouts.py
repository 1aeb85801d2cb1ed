"""Callouts as the admonitions of Material's Markdown: `> [!note] Title` is `!!! note "Title"`."""

from __future__ import annotations

import re

_CALLOUT = re.compile(r"> ?\[!(?P<kind>[\w-]+)[^\]\n]*\](?P<fold>[+-]?)[ \t]*(?P<title>.*)")
_FENCE = re.compile(r"[ \t]*(?P<marks>`{3,}|~{3,})")
_MARKS = {"": "!!!", "-": "???", "+": "???+"}


def with_admonitions(text: str) -> str:
    """The text with an admonition for each callout that stands in no list; code stays as it is."""
    out: list[str] = []
    lines = text.split("\n")
    at, fence = 0, ""
    while at < len(lines):
        marks = _FENCE.match(lines[at])
        if marks and (
            not fence or (marks["marks"].startswith(fence) and lines[at].strip() == marks["marks"])
        ):
            fence = "" if fence else marks["marks"]
        callout = None if fence else _CALLOUT.fullmatch(lines[at])
        if callout is None:
            out.append(lines[at])
            at += 1
            continue
        end = at + 1
        while end < len(lines) and lines[end].startswith(">"):
            end += 1
        inner = "\n".join(line[2:] if line.startswith("> ") else line[1:] for line in lines[at + 1 : end])
        title = callout["title"].strip().replace('"', "&quot;")
        heading = f"{_MARKS[callout['fold']]} {callout['kind'].lower()}" + (f' "{title}"' if title else "")
        body = with_admonitions(inner).split("\n")
        out += ["", heading, "", *(f"    {line}" if line.strip() else "" for line in body), ""]
        at = end
    return "\n".join(out)
