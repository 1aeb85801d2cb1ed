"""Blocks whose fixed form is shown right below them: "The fixed manifest looks like this:".

That sentence says that the block above it is the broken one, if it names no other kind and no other file.
"""

from __future__ import annotations

import posixpath
import re

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex

_KINDS = (
    "pod|deployment|statefulset|daemonset|replicaset|job|cronjob|service|ingress|configmap|secret|role|rolebinding"
    "|clusterrole|clusterrolebinding|namespace|networkpolicy|persistentvolume|persistentvolumeclaim|storageclass"
    "|serviceaccount|horizontalpodautoscaler|poddisruptionbudget"
)
_NOUN = (
    rf"(?:manifests?|ya?ml|specs?|definitions?|files?|versions?|config\w*|snippets?|code|example|{_KINDS})\b"
)
_FIXED = lazy_regex(
    r"(?:(?:so|and|now|finally|hence|therefore),? )?"
    r"(?:(?:here (?:is|are)|here['’]s|this is|below is|that is) )?"
    rf"(?:(?:the|our|a|my|your) )?(?:fully )?(?:fixed|corrected|repaired)(?: \w+)? `?(?:[\w./-]+\.)?{_NOUN}"
    r"|(?:after|once) (?:fixing|correcting|repairing)[^.?!\n]{0,60}\b"
    r"(?:looks?|should look|will look|becomes|is)\b"
    r"|(?:hier (?:ist|sind) |so sieht )?(?:das|die|der)? ?(?:korrigierte|berichtigte|reparierte)[sr]? "
    r"\S*(?:manifest|datei|yaml|definition|version|beispiel)"
    r"|(?:(?:este|esta|aquí) (?:es|está) )?(?:el|la)? ?(?:manifiesto|archivo|fichero|yaml|versión|definición"
    r"|ejemplo) (?:corregid|arreglad)[oa]"
    r"|(?:voici )?(?:le|la)? ?(?:manifeste?|fichier|yaml|version|définition|exemple) (?:corrigée?|réparée?)\b"
    r"|(?:(?:este|esta|aqui) (?:é|está) )?(?:o|a)? ?(?:manifesto|arquivo|ficheiro|yaml|versão|definição"
    r"|exemplo) (?:corrigid|consertad)[oa]"
    r"|(?:вот )?исправленн\w+ (?:манифест|файл|вариант|верси|пример|yaml)"
    r"|(?:以下|下面|这)?(?:是)?(?:修正|修复|改正|更正)(?:过|后|好)?(?:之后)?的?[^。\n]{0,8}(?:ya?ml|清单|文件|配置|版本|写法)"
    r"|(?:以下(?:が|は))?(?:訂正(?:後|版|した)|(?:誤り|間違い)を(?:修正|直)した|正しく直した)"
    r"|(?:다음은 )?(?:바로잡은|올바르게 (?:고친|수정한)|오류를 (?:고친|수정한)) ?",
    re.IGNORECASE,
)
"""How a line begins that announces what was wrong before: `The corrected manifest:`."""
_FRAME = lazy_regex(r"[\s>*_#+\-–—•\"'=✅✔]+\ufe0f?|</?[A-Za-z][^<>]*>")
_TAGS = lazy_regex(r"[ \t>]*(?:</?[A-Za-z][^<>\n]*>[ \t]*)+")
_SUMMARY = lazy_regex(r"[ \t>]*(?:<details[^<>]*>)?[ \t]*<summary>[^\n]*</summary>[ \t]*", re.IGNORECASE)
_FILE = lazy_regex(r"[\w.-]+\.(?:ya?ml|json)\b")
_KIND = lazy_regex(rf"\b({_KINDS})\b", re.IGNORECASE)
_KIND_OF_BLOCK = lazy_regex(r"^[ \t]*\"?kind\"?:[ \t]*[\"']?(\w+)", re.MULTILINE)


def followed_by_fixed(fence: Fence) -> bool:
    """Whether the text between a block and the next one announces the corrected form of what it shows."""
    line = _announcement(fence.below)
    if _FIXED.match(line) is None:
        return False
    kinds = {kind.lower() for kind in _KIND_OF_BLOCK.findall(fence.text)}
    named = {kind.lower() for kind in _KIND.findall(line)}
    if named and named.isdisjoint(kinds):
        return False
    title = posixpath.basename(fence.options.get("title", ""))
    files = _FILE.findall(line)
    return not files or not title or title in files


def _announcement(below: str) -> str:
    """The last line above the next block of code, without what frames it; empty: there is no such block."""
    lines = []
    for line in below.split("\n"):
        if line.lstrip(" \t>").startswith(("```", "~~~")):
            break
        if line.strip(" \t>") and not _TAGS.fullmatch(line) and not _SUMMARY.fullmatch(line):
            lines.append(line)
    else:
        return ""
    last, at = lines[-1] if lines else "", 0
    while (frame := _FRAME.match(last, at)) is not None and frame.end() > at:
        at = frame.end()
    return last[at:]
