"""Blocks and files that are what programs write: golden files, rendered charts, what kubectl prints.

Nobody applies `web.golden.yaml`, or what stands below `$ kubectl get pod web -o yaml`: what is found there
is an info.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.said_of_blocks import is_to_be_applied

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
    r"|(?:kubectl|k|oc)(?:[ \t]+-\S+)* get\b[^\n]*[ \t](?:-o|--output)[ =]?(?:yaml|json)\b"
    r"|(?:kubectl|k|oc)(?:[ \t]+-\S+)* describe\b[^|>;&\n`:,.]*$)"
)
"""A command that prints manifests."""
_MAKES = lazy_regex(
    r"\b(?:kubectl|k|oc)(?:[ \t]+-\S+)* (?:create|run|expose)\b(?![^\n]*[ \t](?:-f|--filename)\b)"
    r"[^\n]*[ \t](?:-o|--output)[ =]?[\"']?(?:yaml|json)\b"
)
"""A command that prints the manifest of what it makes."""
_TO_FILE = lazy_regex(r"(?<![0-9&])>|\|[ \t]*(?:tee|kubectl|k|oc)\b")
"""What gives the output to a file, or to another command that applies it."""
_GENERATED = lazy_regex(
    r"\((?:auto(?:matically)?[ -]?(?:generated|created)|(?:generated|created) automatically)\)[ \t*_]*:?$",
    re.IGNORECASE,
)
"""The end of a caption of what a controller writes: `Endpoints (auto-generated):`."""
_SHORTENED = lazy_regex(
    r"[\s(\[>*_]*(?:note:?[ \t]+)?(?:(?:the|some|all|long) )?(?:\w+ )?"
    r"(?:keys?|values?|data|tokens?|certificates?|outputs?|lines?|fields?|contents?)"
    r"(?: (?:above|here))? (?:(?:was|were|is|are|has been|have been) )?"
    r"(?:snipped|shortened|truncated|trimmed|abbreviated|abridged|redacted|cut)\b",
    re.IGNORECASE,
)
"""How the text below a block begins that says what was shortened in it: `(keys were snipped)`."""
_WRITES = lazy_regex(r"\b(?:create|save|write|add|apply|put|copy|this file|manifest)\b", re.IGNORECASE)
"""What a reader does with a file before the command."""
_SENTENCE = lazy_regex(
    r"^(?:the |your )?(?:(?:sample|example|expected|command|rendered|resulting|helm|program) )?outputs?"
    r"(?: (?:is|of [^:.\n]{1,60}|will be|looks? like|shows|should be)[^:.\n]{0,40})?[ \t]*[:.]?"
    r"(?: \([^()]*\))?$|(?:^|\b(?:this|it|which|that|command|template|chart|helm|kubectl) )(?:then )?"
    r"(?:renders|prints|outputs|is rendered)"
    r"(?: (?:to|as|into)\b[^:.\n]{0,40}| (?:the following|this|something|similar)\b[^:.\n]{0,40})?[ \t]*:$"
    r"|\boutput (?:similar to|like)(?: the following| this| that| what follows)?(?: \([^()]*\))?[ \t]*[:.]?$"
    r"|(?:^|[.!] )the outputs? (?:shows|contains|lists|has)\b(?:[^.]|\.(?=\w))*[:.]$"
    r"|^(?:the )?\w+(?: \w+)? after (?:the )?(?:admission|mutating|mutation|defaulting|(?:\w+ )?webhook"
    r"|injection)\b[^:.\n]{0,30}:?$"
    r"|\brenders (?:to|as)\b[^:.\n]{0,40}:$"
    r"|(?:渲染|替换|展开)(?:完(?:成)?)?(?:之?后)?(?:的?(?:结果|内容))?(?:是|为|如下)[:：]?$"
    r"|^(?:after|once) (?:it is |being |the )?(?:rendering|rendered|template is rendered)[ \t]*[:,]?"
    r"(?: (?:this|it|the result|we get|you get|it (?:looks|is))\b[^:.\n]{0,30})?:?$"
    r"|^nach dem rendern\b[^:.\n]{0,30}:$|^après (?:le )?rendu\b[^:.\n]{0,30}:$"
    r"|^(?:después de (?:renderizar|renderizado)|depois de renderiza(?:r|do))\b[^:.\n]{0,30}:$"
    r"|^после рендеринга\b[^:.\n]{0,30}:$|^レンダリング(?:後|結果|すると)[^。\n]{0,10}[:：]?$"
    r"|^렌더링(?: 후| 결과|하면)[^.\n]{0,10}:?$"
    r"|\b(?:kubectl|oc) (?:get|describe) [^|>\n]{1,80}`[^.\n|>]{0,20}"
    r"(?:\b(?:shows?|prints?|returns?|gives?|outputs?)\b[^.:\n]{0,30}:"
    r"|\b(?:we|you) (?:will |can |should )?(?:get|see)\b[^.:\n]{0,30}:"
    r"|(?:将?会?(?:得到|看到|输出|显示)|(?:结果|输出)(?:如下|为|是))[^。\n]{0,12}[:：]?"
    r"|(?:zeigt|liefert|ergibt|muestra|devuelve|affiche|renvoie|mostra|retorna|выводит|покажет)\b[^.:\n]{0,30}:)$"
    r"|(?:渲染|输出)(?:(?:出来)?的?结果|成|为|如下|内容)[^。\n]{0,10}[:：]?$"
    r"|(?:出力|出力結果|출력|출력 결과)[:：]?$",
    re.IGNORECASE,
)
"""The end of a sentence that announces what a program prints: `The output is:`, `This renders to:`."""


_MAY_ANNOUNCE = lazy_regex(
    r"\b(?:you|we) (?:should|will|can|now|then|['’]ll) (?:now |then )?(?:get|see)\b[^:.\n]{0,40}"
    r"\b(?:looks?|looking|similar|something) (?:like|to) (?:this|the following|that|these)\b"
    r"[^:.\n]{0,20}[:.]?$"
    r"|\bafter (?:the )?(?:admission|mutati|inject|default|conver)\w*"
    r"(?: (?:webhooks?|controllers?|plugins?))?[ \t]*:?$"
    r"|\b(?:mutated|resulting|injected) (?:Pod|Deployment|manifest|object|resource)(?: spec)?[ \t]*:$",
    re.IGNORECASE,
)
"""The end of a sentence that announces output, unless the reader is to write it, or applies it then."""
_MAKES_IT = lazy_regex(
    r"\b(?:edit|chang|modif|updat|writ|past|put|add|fill)\w*\b[^.!?]{0,40}\b(?:file|manifest|ya?ml|pieces|parts)\b"
    r"|(?:^|[.!?:] )(?:now |then )?(?:deploy|create|apply|write|install|save|put|add)\b[^.!?]*$",
    re.IGNORECASE,
)
"""What asks to write a file, or to apply what stands below."""
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
    above = [line.strip(" \t>*_#`-+") for line in text_above(fence.above).below_block]
    last = next((line for line in reversed(above) if line), "")
    paragraph = _last_paragraph(above)
    if _SENTENCE.search(last) or _SENTENCE.search(paragraph) or _GENERATED.search(last):
        return True
    if any(map(_MAY_ANNOUNCE.search, (last, paragraph))) and not _MAKES_IT.search(paragraph):
        return not is_to_be_applied(fence)
    if _prints(last[last.rfind(". ") + 1 :], last) or _prints(fence.command, ""):
        return True
    first = fence.text.lstrip().partition("\n")[0]
    return "|" not in first and ">" not in first and _COMMAND.search(first) is not None


def is_shortened(fence: Fence) -> bool:
    """Whether the text below a block says that values in it were shortened."""
    return bool(fence.below) and _SHORTENED.match(fence.below) is not None


def _prints(command: str, sentence: str) -> bool:
    """Whether a command prints a manifest, in a sentence that asks to write none."""
    if not command:
        return False
    made = _COMMAND.search(command) or _MAKES.search(command)
    if made is None or _TO_FILE.search(command, made.start()):
        return False
    return not _WRITES.search(sentence.replace(made[0], ""))
