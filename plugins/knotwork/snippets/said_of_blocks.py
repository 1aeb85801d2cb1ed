"""What the text around a block says of it: that it is applied as it stands, or that it shows a part."""

from __future__ import annotations

import re

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.patch_names import is_patch_file

_TEXT = r"(?:skeletons?|stubs?|templates?|manifests?|ya?ml|files?|definitions?|specs?|snippets?|examples?)"
_PARTS = r"(?:fields?|values?|lines?|parts?|pieces|keys|gaps?|blanks?)"
_ASKS = lazy_regex(
    rf"\b(?:complete|finish) (?:the|this|these) (?:following |given )?(?:[\w-]+ ){{0,2}}?{_TEXT}\b"
    rf"|\b{_TEXT}\b[^.?!\n]{{0,40}}\b(?:and|then|to) (?:insert|fill in|complete|add) "
    rf"(?:in )?(?:the|all|what)\b[^.?!\n]{{0,30}}(?:{_PARTS}|missing)\b"
    rf"|\b(?:skeleton|stub|{_TEXT})\b[^?!\n]{{0,60}}?\b(?:is|are) (?:still )?missing (?:some|a few|several)\b"
    rf"|\b(?:fill in|add|insert|supply) (?:in )?(?:the|all|any) (?:missing|remaining) {_PARTS}\b"
    rf"|\bfill in the (?:blanks|gaps)\b"
    r"|\b(?:vervollst[äa]ndige|erg[äa]nze)n?\b|\bcompleta (?:el|la|los|este|esta)\b|\bcompl[ée]tez\b"
    r"|\bcomplete (?:o|a|os|este|esta) |\b(?:дополните|допишите)\b"
    r"|补全|补充完整|填空|完成させ|補完し|빈칸|완성하(?:세요|시오)",
    re.IGNORECASE,
)
_STARTS = lazy_regex(
    r"\bstart(?:er|ing)?[ -](?:files?|manifests?|ya?mls?|templates?|code|skeletons?)\b"
    r"|\b(?:start|ausgangs)(?:datei|manifest|zustand)(?:en|s|e)?\b"
    r"|\b(?:fichiers?|manifestes?) (?:de départ|initia(?:l|ux))(?!\w)"
    r"|\b(?:(?:archivos?|ficheros?|manifiestos?) (?:de inicio|de partida|inicial(?:es)?)"
    r"|(?:arquivos?|ficheiros?|manifestos?) (?:de partida|inicia(?:l|is)))\b"
    r"|\b(?:file|manifest) (?:di partenza|iniziali?)\b|\b(?:start|begin)bestand(?:en)?\b"
    r"|\bplik(?:i)? (?:startow|początkow)\w+|\b(?:стартов|начальн)\w+ (?:файл|манифест)"
    r"|\bзаготовк\w+|(?:起始|初始|起点)(?:文件|清单|模板|代码)|(?:スタート|初期|開始)(?:用)?(?:ファイル|マニフェスト)"
    r"|(?:시작|초기)[ ]?(?:파일|매니페스트)",
    re.IGNORECASE,
)
"""What an exercise calls what readers begin with, which lacks what they are to write."""
_CHANGES = lazy_regex(
    r"\b(?:updat|modify|edit|chang|adjust|extend|amend)\w*\b[^.?!\n]{0,80}"
    r"\b(?:as (?:shown|follows|below)|like (?:this|so|the following)|to include|with the following)\b"
    r"|\badd\b[^.?!\n]{0,40}\b(?:following|below|these)\b[^.?!\n]{0,40}\b(?:to|in|into) (?:the|your|an?)\b",
    re.IGNORECASE,
)
"""What asks to change a manifest: `update the volume to include it`. The block may show that part only."""
_OF_A_PART = lazy_regex(
    r"\b(?:excerpts?|skeletons?)\b"
    r"|\b(?:abridged|shortened|snipped|truncated|abbreviated)\b"
    r"(?! (?:\w+ )?(?:names?|urls?|links?|ids?|hash(?:es)?|digests?|shas?|tokens?|commands?|words?|texts?)\b)"
    r"|(?<!\ban )(?<!\ba )\b(?:initial|relevant|interesting|important|essential|corresponding|changed) "
    r"(?:parts?|portions?|sections?|lines|bits?|pieces?)\b"
    r"|\b(?:key|main|relevant|important) (?:fields|settings|parameters|properties)\b[^.?!\n]{0,40}\Z|关键字段"
    r"|\bfollowing (?:lines|portion)\b|\bportions? of (?:the|an?|this)\b|\btemplates?[\s*_:]*\Z"
    r"|\bAuszug\b|\bextrait\b|\bfragmento\b|\btrecho\b|节选|片段|抜粋|발췌"
    r"|为(?:了)?(?:清楚|简洁|清晰|简单)(?:明了)?起见|(?:已|有所)(?:缩短|精简|省略)|簡(?:潔|略)にするため|간결(?:함을|하게)"
    r"|\bder (?:Übersicht(?:lichkeit)?|Kürze|Klarheit) halber\b|\bgekürzt\b|\babrégée?s?\b"
    r"|\b(?:сокращен[оаы]?|скорочено) для\b"
    r"|\bpor brevedad\b|\bpara mayor claridad\b|\bpor (?:clareza|brevidade)\b",
    re.IGNORECASE,
)
"""What calls a block a part, or a form: `an excerpt of the Pod`, `the relevant lines`, `a Role template:`."""
_MARKED_LINES = lazy_regex(r"\{[\d,\s-]+\}|\bhl_lines=|\bhighlight=")
"""What a fence says to show some of its lines marked: they are what the block is about."""
_READS = lazy_regex(
    r"(?:\A|[\n`|])(?>[^\n`|]*?\b(?:kubectl|k|oc)\b)(?>[^\n`|]*?[ \t](?:apply|create|replace)\b)"
    r"[^\n`|]*?[ \t](?:-f|--filename)\b"
)
"""A command that reads a manifest; each part is searched once, for a line may be long."""
_TO_WRITE = lazy_regex(
    r"\b(?:creat|sav|writ|stor|put)\w*\b[^.?!\n]{0,60}(?:\bfile\b|[\w-]\.ya?ml\b)"
    r"|\b(?:complete|full|whole|entire|finished)\b (?:[\w-]+ ){0,2}?"
    r"(?:manifests?|ya?ml|definitions?|files?|configurations?|specs?)\b"
    r"|\b(?:creat|appl|deploy)\w* the following\b"
    r"|完整|保存|저장",
    re.IGNORECASE,
)
"""What asks to make a file of a block, or an object, or calls it whole."""
_EDITS = lazy_regex(r"\b(?:edit|updat|modif|chang|increas|expand|resiz|extend)\w*", re.IGNORECASE)
"""What changes a file that is there: the block may show the change only."""
_NEXT = lazy_regex(
    r"^[ \t>]*(?:#{1,6} .*|(?:```|~~~)[ \t]*(?:ya?ml|json)\b.*|(?:---|\*\*\*)[ \t]*)$", re.MULTILINE
)
"""What ends the text below a block that is about it."""
_PATH = lazy_regex(r"[\w./{}-]+\.ya?ml\b")


def is_to_be_applied(block: Fence) -> bool:
    """Whether the text around a block asks to apply it or to make a file of it, or calls it whole."""
    above = text_above(block.above).paragraph
    if _EDITS.search(above):
        return False  # the file has more already
    below = _NEXT.split(block.below, maxsplit=1)[0]
    if any(map(_READS.search, (above, below, block.command))):
        return True
    return _TO_WRITE.search(above) is not None or _TO_WRITE.search(below.partition("\n")[0]) is not None


def is_said_to_be_part(block: Fence) -> bool:
    """Whether a block is to be completed, shows a change or a patch, or is called a part."""
    above = text_above(block.above)
    if _ASKS.search("\n".join(above.own)):
        return True
    if _MARKED_LINES.search(block.info) and not is_to_be_applied(block):
        return True
    if _OF_A_PART.search(block.info.partition("title=")[2]):
        return True
    last = above.paragraph
    if _is_start(above.heading, last) and not is_to_be_applied(block):
        return True
    if _CHANGES.search(last) or _OF_A_PART.search(last):
        return True
    caption = last.rpartition("\n")[2]
    return any(is_patch_file(path[0]) for path in _PATH.finditer(caption))


def _is_start(heading: str, paragraph: str) -> bool:
    """Whether a heading, or the last line above a block, calls it what an exercise begins with."""
    last = paragraph.rpartition("\n")[2]
    return _STARTS.search(heading) is not None or _STARTS.search(last) is not None
