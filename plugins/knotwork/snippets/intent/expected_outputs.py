"""Blocks and files that are what programs write: golden files, rendered charts, what kubectl prints.

Nobody applies them, so what is found there is an info.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex

_FILE = lazy_regex(
    r"(?:^|/)(?:[^/]*[._-](?:golden|expected)|expected(?:[._-][^/]*)?|patched-?resources?[^/]*"
    r"|(?:golden|expected)/(?:[^/]+/)*[^/]+)\.(?:ya?ml|json)$",
    re.IGNORECASE,
)
"""A file of tests that holds what is expected: `web.golden.yaml`, `expected/web.yaml`."""
_RENDERED = lazy_regex(r"^# Source: [^\s/]+/(?:charts/[^\s]*)?templates/\S+[ \t]*$", re.MULTILINE)
"""What helm writes above each manifest of a chart."""
_COMMAND = lazy_regex(
    r"\b(?:helm (?:template|get manifest|(?:install|upgrade)\b[^\n]*--(?:debug|dry-run))"
    r"|(?:kubectl|k|oc)(?:[ \t]+-\S+)* get\b[^\n]*[ \t](?:-o|--output)[ =]?(?:yaml|json)\b)"
)
"""A command that prints manifests."""
_WRITES = lazy_regex(r"\b(?:create|save|write|add|apply|put|copy|this file|manifest)\b", re.IGNORECASE)
"""What a reader does with a file before the command."""
_SENTENCE = lazy_regex(
    r"^(?:the |your )?(?:(?:sample|example|expected|command|rendered|resulting|helm|program) )?outputs?"
    r"(?: (?:is|of [^:.\n]{1,60}|will be|looks? like|shows|should be)[^:.\n]{0,40})?[ \t]*[:.]?"
    r"(?: \([^()]*\))?$|(?:^|\b(?:this|it|which|that|command|template|chart|helm|kubectl) )(?:then )?"
    r"(?:renders|prints|outputs|is rendered)"
    r"(?: (?:to|as|into)\b[^:.\n]{0,40}| (?:the following|this|something|similar)\b[^:.\n]{0,40})?[ \t]*:$"
    r"|\boutput (?:similar to|like)(?: the following| this| that| what follows)?(?: \([^()]*\))?[ \t]*[:.]?$"
    r"|\brenders (?:to|as)\b[^:.\n]{0,40}:$"
    r"|(?:渲染|输出)(?:(?:出来)?的?结果|成|为|如下|内容)[^。\n]{0,10}[:：]?$"
    r"|(?:出力|出力結果|출력|출력 결과)[:：]?$",
    re.IGNORECASE,
)
"""The end of a sentence that announces what a program prints: `The output is:`, `This renders to:`."""


_OF_KUBEADM = lazy_regex(
    r"^  creationTimestamp: null$(?=[\s\S]{0,400}^    tier: control-plane$)", re.MULTILINE
)
"""The head of what kubeadm writes for the control plane: nobody types an empty time."""


def is_of_kubeadm(fence: Fence) -> bool:
    """Whether a block of a note shows a file that kubeadm wrote."""
    return not fence.options.get("title") and _OF_KUBEADM.search(fence.text) is not None


def _last_paragraph(lines: Sequence[str]) -> str:
    """The last lines that are not empty, as one."""
    written = dropwhile(lambda line: not line, reversed(lines))
    return " ".join(reversed([*takewhile(bool, written)]))


def is_output(fence: Fence, path: str) -> bool:
    """Whether a block or a file is the output of a program."""
    if path and _FILE.search(path):
        return True
    if _RENDERED.search(fence.text):
        return True
    above = [line.strip(" \t>*_#`-+") for line in fence.above.split("\n")]
    last = next((line for line in reversed(above) if line), "")
    if (
        _SENTENCE.search(last)
        or _SENTENCE.search(_last_paragraph(above))
        or (_COMMAND.search(last[last.rfind(". ") + 1 :]) and not _WRITES.search(last))
    ):
        return True
    first = fence.text.lstrip().partition("\n")[0]
    return "|" not in first and ">" not in first and _COMMAND.search(first) is not None
