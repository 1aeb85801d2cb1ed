"""The manifests in shell commands: `kubectl apply -f - <<EOF`, `cat <<'EOF' > pod.yaml`.

A here-document is cut out as a fence of its own, whose lines and columns are those of the note.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex

SHELLS = frozenset(
    "sh bash shell zsh console terminal shell-session shellsession sh-session bash-session".split()
)
"""The languages of shell commands, and of what a terminal shows."""
_OPENING = lazy_regex(r"(?<!<)<<(-?)[ \t]*(?:'([\w.-]+)'|\"([\w.-]+)\"|\\?([A-Za-z_][\w.-]*))")
_KUBECTL = lazy_regex(r"\b(?:kubectl|k|oc)\b")
_FROM_INPUT = lazy_regex(r"[ \t](?:-f|--filename)(?:[ \t]+|=)?-(?=[ \t<|;&)]|$)")
"""What lets a command read manifests from what it is given."""
_WRITTEN = lazy_regex(r"(?:(?<![0-9&])>>?|\btee(?:[ \t]+-a)?)[ \t]*[\"']?([\w./${}-]+\.ya?ml)\b")
"""The file that a command writes."""
_PATCHES = lazy_regex(r"\bpatch\b[^|;&]*[ \t](?:-p|--patch|--patch-file)\b")
_IN_QUOTES = lazy_regex(
    r"(?:(?:^|(?<=[\s;&|$(]))echo[ \t]+(?:-[en]+[ \t]+)?|(<<<)[ \t]*)(['\"])(.*?)\2", re.DOTALL
)
_TO_KUBECTL = lazy_regex(r"[ \t]*(?:\\\n[ \t]*)?\|[^\n]*\b(?:kubectl|k|oc)\b")
IS_APPLIED = "applied"
"""The option of a here-document that kubectl applies as it stands."""
_READ_AS_IT_STANDS = lazy_regex(r"[ \t](?:apply|create)\b")
_API_VERSION = lazy_regex(r"^[ \t>]*(?:\{[ \t]*)?[\"']?apiVersion[\"']?[ \t]*:", re.MULTILINE)
_KIND = lazy_regex(r"^[ \t>]*[\"']?kind[\"']?[ \t]*:", re.MULTILINE)
_EXPANDED_LINE = lazy_regex(r"^[ \t]*(\$)[\w{(][^:\n]*$", re.MULTILINE)
"""A line that the shell writes as a whole."""
_EXPANDED_LINES = lazy_regex(
    r"^[ \t]*\$\((?:if|for|while|until|case)\b[^\n]*\n(?:[^\n]*\n){0,40}?"
    r"[ \t]*(?:fi|done|esac)[ \t]*\)[ \t]*$"
    r"|^[ \t]*\$\([a-z][^()\n]*\n(?:[^()\n]*\n){0,40}?[^()\n]*\)[ \t]*$",
    re.MULTILINE,
)
"""Lines of a command whose output the shell writes in their place: `$(if …`, `fi)`."""
_COMMAND = lazy_regex(
    r"(?<!\\)\$(\([^()\n]*+(?>(?:\([^()\n]*+\)[^()\n]*+)*)\))|(?<!\\)`((?>(?:[^`\\\n]|\\[^\n])+))`"
)
"""A command in a line whose output the shell writes in its place: `$(date +%F)`, `` `id -u` ``."""
_NO_PLAIN_TEXT = lazy_regex(r"[^\w\s$()./|=-]")
"""What may mean something else in YAML where it stands in a command."""
_NOT_BLANK = lazy_regex(r"[^\s]")
_ESCAPED = lazy_regex(r"(?<!\\)\\([$`])")
"""What the shell writes without its backslash."""
_BACKSLASHES = lazy_regex(r"\\{2,}(?![\\$`])")
"""Backslashes of which the shell writes every second one."""
_BEHIND_END = "'\"`);"
"""What may follow the word that ends a here-document: quotes and brackets around its command, or slips."""
_BRACKET = lazy_regex(r"(?<!\$)[{\[]")
_VARIABLE = lazy_regex(r"\$\{(\w+)\}")


def here_documents(fence: Fence) -> Iterator[Fence]:
    """The here-documents of a fence that are manifests, each as a fence."""
    if "<<" not in fence.text:
        return
    lines = fence.text.split("\n")
    lines_of: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        lines_of[_without_prompt(line).strip().rstrip(_BEHIND_END)].append(number)
    at = 0
    while at < len(lines):
        opening = _OPENING.search(lines[at])
        at += 1
        if opening is None:
            continue
        end = opening[2] or opening[3] or opening[4]
        ends = lines_of.get(end, ())
        if (index := bisect_left(ends, at)) == len(ends):
            continue
        last = ends[index]
        command = " ".join(lines[_command_start(lines, at - 1) : at])
        while at < last and lines[at - 1].rstrip().endswith("\\"):
            at += 1  # the command goes on
        if _READ_AS_SCRIPT.search(command) and not _KUBECTL.search(command):
            continue  # what it has may be a here-document again
        document = _document(fence, lines, at, last, strips_tabs=bool(opening[1]))
        if _is_manifest(document.text, command):
            expands = opening[4] is not None and "\\" not in opening[0]
            document = replace(document, options=_options(command))
            yield replace(document, text=_unexpanded(document.text)) if expands else document
        at = last + 1


def quoted_manifests(fence: Fence) -> Iterator[Fence]:
    """The manifests that a command has in quotes and gives to another: `echo '…' | kubectl apply -f -`."""
    if "apiVersion" not in fence.text or not ("echo" in fence.text or "<<<" in fence.text):
        return
    for match in _IN_QUOTES.finditer(fence.text):
        text = match[3]
        piped = _TO_KUBECTL.match(fence.text, match.end())
        if not match[1] and piped is None:
            continue
        if text.count("\n") < 2 or not (_KIND.search(text) and _API_VERSION.search(text)):
            continue
        if match[2] == '"' and ("\\" in text or "`" in text):
            continue
        start = match.start(3)
        first = fence.text.count("\n", 0, start)
        last = first + text.count("\n") + 1
        columns = [*fence.columns[first:last]]
        if columns:
            columns[0] += start - line_start(fence.text, start)
        arguments = fence.text[piped.end() : line_end(fence.text, piped.end())] if piped is not None else ""
        yield replace(
            fence,
            options={**fence.options, IS_APPLIED: ""} if _is_applied(arguments) else fence.options,
            text=text if match[2] == "'" else _unexpanded(text),
            first_line=fence.first_line + first,
            columns=tuple(columns),
            lines=fence.lines[first:last],
        )


def _command_start(lines: list[str], line: int) -> int:
    """The first line of a command that goes over several with `\\` at their ends."""
    while line > 0 and lines[line - 1].rstrip().endswith("\\"):
        line -= 1
    return line


def _document(fence: Fence, lines: list[str], first: int, last: int, *, strips_tabs: bool) -> Fence:
    """The lines of a fence from `first` up to `last` as a fence, without what the shell takes away."""
    texts, columns = [], []
    prompted = last > first and all(line.startswith(">") for line in lines[first:last])
    for number in range(first, last):
        text = lines[number]
        rest = _without_prompt(text) if prompted else text
        rest = rest.lstrip("\t") if strips_tabs else rest
        before = fence.columns[number] if number < len(fence.columns) else 0
        texts.append(f"{rest}\n")
        columns.append(before + len(text) - len(rest))
    return replace(
        fence,
        text="".join(texts),
        first_line=fence.first_line + first,
        columns=tuple(columns),
        lines=fence.lines[first:last],
    )


def _without_prompt(line: str) -> str:
    """A line without the `> ` that a terminal shows before the lines of a here-document."""
    return line[2:] if line.startswith("> ") else line[1:] if line.startswith(">") else line


def _is_manifest(text: str, command: str) -> bool:
    if text.startswith("#!"):  # a script, which writes manifests
        return False
    has_kind, has_version = _KIND.search(text), _API_VERSION.search(text)
    kubectl = _KUBECTL.search(command)
    if kubectl and _FROM_INPUT.search(command, kubectl.end()):
        return bool(has_kind or has_version)
    return bool(has_kind and has_version)


_READ_AS_SCRIPT = lazy_regex(
    r"^[ \t]*(?:sudo[ \t]+)?(?:/usr/bin/(?:env[ \t]+)?)?"
    r"(?:python[\d.]*|ruby|node|perl|php|lua|(?:ba|z|da|k)?sh|pwsh|psql|mysql|sqlite3)\b"
    r"|>[ \t]*\S+\.(?:py|rb|js|ts|pl|sh|bash|ps1|go|lua|tf|sql)\b",
    re.MULTILINE,
)
"""A command that reads a program from its here-document, or writes one to a file."""


def _options(command: str) -> dict[str, str]:
    """The title of a here-document: the file it becomes, or that of a patch for `kubectl patch`.

    And whether kubectl applies it as it stands.
    """
    if _PATCHES.search(command):
        return {"title": "patch.yaml"}
    written = _WRITTEN.search(command)
    options = {"title": written[1]} if written else {}
    kubectl = _KUBECTL.search(command)
    if kubectl and _is_applied(command[kubectl.end() :]):
        options[IS_APPLIED] = ""
    return options


def _is_applied(arguments: str) -> bool:
    """Whether kubectl applies what it is given, and not only the fields that it is to own."""
    reads = _FROM_INPUT.search(arguments) and _READ_AS_IT_STANDS.search(arguments)
    return bool(reads) and "--server-side" not in arguments


def _unexpanded(text: str) -> str:
    """The text with as many characters, in which what the shell replaces is a comment or a plain value."""
    if "\\\\" in text:
        text = _BACKSLASHES.sub(lambda run: ("\\" * (-(-len(run[0]) // 2))).rjust(len(run[0]), "_"), text)
    if "$" not in text and "`" not in text:
        return text
    text = _COMMAND.sub(lambda command: f"$({_NO_PLAIN_TEXT.sub('_', command[0][2:-1])})", text)
    text = _ESCAPED.sub(r"\1\1", text)
    text = _EXPANDED_LINES.sub(lambda lines: _NOT_BLANK.sub("#", lines[0]), text)
    text = _EXPANDED_LINE.sub(lambda line: line[0].replace("$", "#", 1), text)
    return "\n".join(
        _VARIABLE.sub(r"$_\1_", line) if _is_in_brackets(line) else line for line in text.split("\n")
    )


def _is_in_brackets(line: str) -> bool:
    """Whether a variable stands behind a bracket."""
    bracket = _BRACKET.search(line)
    return bracket is not None and _VARIABLE.search(line, bracket.end()) is not None
