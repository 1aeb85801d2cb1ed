"""Lines of a terminal in a block of YAML: commands, and what they print."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_below, line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

COMMAND_ABOVE = "there is a shell command above the YAML"
COMMAND_AMONG = "there is a shell command among the YAML"
"""How the messages end about commands in a text that is YAML otherwise."""
_PROGRAM = (
    r"(?:kubectl|oc|helm|kustomize|cat|vi|vim|nvim|nano|emacs|notepad|more|less|bat|touch|tee|echo|printf|curl|docker(?:-compose)?"
    r"|podman|nerdctl|minikube|k|k3s|kubeadm|crictl|etcdctl|systemctl|openssl|apt|apt-get|yum|dnf|cd|ls|mkdir"
    r"|rm|cp|export|git|wget|ssh|aws|gcloud|eksctl|terraform|flux|argocd|istioctl|calicoctl|velero)"
)
_PROMPT = (
    r"(?:(?:\([\w.-]{1,40}\) )?"
    r"(?:\[?[\w.-]{1,64}@[\w.-]{1,64}[^\n:]{0,40}?(?::[^\n$#]{0,60})?[$#➜✖❯]"
    r"|[\w.-]{1,64}@[\w.-]{1,64} [\w/.~-]{1,60} %)"
    r"|[\w-]{1,64} ?:?[~/][\w/.~-]{0,60} ?[$#➜✖❯]|[~/][\w/.~-]{0,60} [$➜❯]"
    r"|[\w-]{1,64} [$➜❯](?= )|[$➜❯λ]|[a-z]{0,4}sh-\d[\d.]{0,8}[$#]"
    r"|(?:PS )?[A-Z]:\\[^\n>:]{0,80}>"
    rf"|[%>](?= (?:sudo )?{_PROGRAM} ))"
)
"""`$ `, `root@node:~# `, `[admin@host ~]$ `, `node ~ ➜ `, `node:~$ `, `sh-5.1# `, `% kubectl`, `> vim`."""
_PROGRAMS = rf"(?:sudo[ \t]+)?{_PROGRAM}"
_WITHOUT_PROMPT = rf"{_PROGRAMS}[ \t]+(?![=:])[^\s:][^\n]*(?<!:)"
_COMMAND = re.compile(rf"[ \t]*(?:{_PROMPT}[ \t]+[A-Za-z./][^\n]*|\$?{_WITHOUT_PROMPT})(?:\n|\Z)")
"""A command: behind a prompt, or of a program that notes about Kubernetes name."""
_NEXT = lazy_regex(rf"^[ \t]*{_PROMPT}(?:[ \t]|$)", re.MULTILINE)
"""The next prompt: what follows is another command, and its output."""
_OPENS_TEXT = lazy_regex(r"\b(?:echo|printf)[ \t][^\n\"']*[\"'][ \t]*\n\Z")
_CLOSES_TEXT = lazy_regex(r"^[ \t]*[\"'][ \t]*(?:[|>&;][^\n]*)?$", re.MULTILINE)
"""The line that closes the text of `echo "`: `" | kubectl apply -f -`."""
_AT_MARGIN = lazy_regex(rf"[ ]?(?:(?P<prompt>{_PROMPT}(?:[ \t]|$))|{_WITHOUT_PROMPT}$)", re.MULTILINE)
_READS = lazy_regex(r"(?<!<)<<-?[ \t]*[\"'\\]?([A-Za-z_]\w*)[^\n]*\n\Z")
"""The end of a command that reads the lines below it."""
_BEGINS = re.compile(r"(?:apiVersion|kind):|---")
"""How a manifest begins that a command prints."""
_ANSWER = lazy_regex(
    r"[\w.-]{1,80}(?:/[\w.-]{1,80})?(?: \"[\w.-]{1,80}\")? "
    r"(?:created|configured|unchanged|deleted|replaced|patched|edited|labeled|annotated|scaled)"
    r"(?: \([\w ]+\))?$",
    re.MULTILINE,
)
"""What kubectl answers: `pod/web created`."""
_KEY = re.compile(r"[ \t]*[A-Za-z][\w-]*:(?:[ \t]|$)")
_EMPTY = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_YAML = re.compile(r"[ \t]+\S|- |[\"'\w./-]+:(?:[ \t]|$)|[\]}]", re.MULTILINE)
"""A line of a manifest, which no command printed."""
_PRINTED = 40
"""The most lines that a command prints, and are looked at."""
_MASK = "#"
_OWN_BLOCK = "Give the command a block of its own, or name `console` as the language of this one."


def command_end(text: str) -> int:
    """The offset behind the commands that a text begins with; 0: there is none.

    Comments may stand among them, and what those behind a prompt print, up to the next prompt.
    """
    if text.startswith("apiVersion:"):
        return 0  # as most do
    end = at = 0
    prints = continues = False
    while at < len(text):
        line = line_below(text, at)
        prompt = _NEXT.match(text, at) is not None
        if continues or prompt or _COMMAND.match(text, at):
            end = line
            prints = prompt or (continues and prints)
            continues = text[at:line].endswith("\\\n")
        elif text[at:line].lstrip()[:1] not in ("", "#") and (not prints or _KEY.match(text, at)):
            break
        at = line
    return end


def without_commands(text: str, end: int) -> str:
    """A text with comments of the same length in place of its first lines, and of those from a prompt on."""
    prompt = _NEXT.search(text, end)
    last = len(text) if prompt is None else prompt.start()
    if _OPENS_TEXT.search(text, 0, end) and (close := _CLOSES_TEXT.search(text, end)):
        text = text[: close.start()] + _masked(close[0]) + text[close.end() :]
    elif closes := _end_of_read(text, end):
        text = text[:closes] + _masked_to_manifest(text[closes:])
    return _masked(text[:end]) + text[end:last] + _masked(text[last:])


def _end_of_read(text: str, end: int) -> int:
    """The offset of the word that ends what the command above an offset reads; 0: it reads nothing."""
    reads = _READS.search(text, 0, end)
    closes = re.search(rf"^[ \t]*{reads[1]}[ \t]*$", text[end:], re.MULTILINE) if reads is not None else None
    return end + closes.start() if closes is not None else 0


def _masked_to_manifest(text: str) -> str:
    """A text with comments in place of its lines up to the first one that begins a manifest."""
    begins = re.search(rf"^(?:{_BEGINS.pattern})", text, re.MULTILINE)
    last = begins.start() if begins is not None else len(text)
    return _masked(text[:last]) + text[last:]


def without_terminal(text: str) -> tuple[str, int]:
    """A text with comments of the same length in place of commands at its margin, and the first one's offset.

    What a command behind a prompt prints is replaced, too, unless it begins as a manifest does. -1: there is
    no command.
    """
    parts: list[str] = []
    first = -1
    at = 0
    prints = continues = is_output = False
    for line in _LINES.findall(text):
        command = _AT_MARGIN.match(line)
        if command is not None:
            first = at if first == -1 else first
            prints = command["prompt"] is not None
        elif prints and _BEGINS.match(line):
            prints = False
        # without a prompt, what is no line of YAML is printed
        is_output = command is not None or (is_output and bool(line.strip()) and not _YAML.match(line))
        answer = (is_output and command is None) or (first != -1 and _ANSWER.match(line) is not None)
        parts.append(_masked(line) if command is not None or prints or continues or answer else line)
        continues = (command is not None or continues) and line.rstrip("\n").endswith("\\")
        at += len(line)
    return "".join(parts), first


def is_command(text: str, start: int) -> bool:
    """Whether a command stands on the line at an offset, or above it with only what it prints between."""
    line = start
    for _ in range(_PRINTED):
        if _AT_MARGIN.match(text, line) is not None:
            return True
        above = line_start(text, max(line - 1, 0))
        if line == 0 or (line != start and _YAML.match(text, line)):
            return False
        line = above
    return False


def commands_above(text: str, end: int) -> Violation:
    """The finding of commands that a text begins with, up to an offset."""
    above = _EMPTY.match(text)
    start = above.end() if above is not None else 0
    if _end_of_read(text, end):
        message = "not valid YAML: this is a shell command that reads the lines below it"
        help_ = "Name `sh` as the language of the block."
        return Violation(YAML_SYNTAX, start, line_end(text, start), message, help_, severity="info")
    is_all = all(line.lstrip()[:1] in ("", "#") for line in text[end:].split("\n"))
    what = "these are shell commands" if is_all else COMMAND_ABOVE
    return _command(text, start, what)


def command_among(text: str, start: int) -> Violation:
    """The finding of a command at an offset, with YAML above it."""
    return _command(text, start, COMMAND_AMONG)


def _command(text: str, start: int, what: str) -> Violation:
    end = line_end(text, start)
    return Violation(YAML_SYNTAX, start, end, f"not valid YAML: {what}", _OWN_BLOCK, severity="info")


def _masked(text: str) -> str:
    return "\n".join(_MASK * len(line) if line.strip() else line for line in text.split("\n"))
