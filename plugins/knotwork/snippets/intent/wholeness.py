"""What says that a block is a whole manifest to be applied, and what says that it shows a part of one.

What is absent is weaker evidence than what is there: a field is forgotten only in what is meant to be whole.
No single sign decides but a strong one; of weak ones it takes two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import BESIDE_NAME, MISSING_FIELD, SHOWN_IN_PART
from knotwork.snippets.fields.of_server import ONLY_OF_SERVER
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.intent.patch_files import is_patch_file
from knotwork.snippets.reduced_parts import at_path
from knotwork.snippets.schema.builtin import NEWEST, group_of, schemas_of
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.nodes import NULL, key_of
from knotwork.snippets.yaml.values import text_of, value_at

ENOUGH = 2
"""So many weak signs make a block one that may show a part."""
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
    r"|\bAuszug\b|\bextrait\b|\bfragmento\b|\btrecho\b|节选|片段|抜粋|발췌",
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
_PARAGRAPHS = re.compile(r"\n[ \t>]*\n")
_LINK_TARGET = re.compile(r"^[ \t>]*\[[^\]\n]+\]:[ \t]+\S[^\n]*$", re.MULTILINE)
"""A line that says where a link of the text leads: it is no text itself."""
_BEFORE = re.compile(r"^[ \t>]*(?:#{1,6} .*|(?:```|~~~).*)$", re.MULTILINE)
"""A heading, or the mark of another block: what stands above is not about this block."""
_NEXT = lazy_regex(
    r"^[ \t>]*(?:#{1,6} .*|(?:```|~~~)[ \t]*(?:ya?ml|json)\b.*|(?:---|\*\*\*)[ \t]*)$", re.MULTILINE
)
"""What ends the text below a block that is about it."""
_HEAD = frozenset(("apiVersion", "kind"))
_PATH = lazy_regex(r"[\w./{}-]+\.ya?ml\b")
_UNKNOWN = lazy_regex(r'unknown field "(?P<path>[^"]+)"\Z')
"""The message of an unknown field that is no slip."""


def is_to_be_applied(block: Fence) -> bool:
    """Whether the text around a block asks to apply it or to make a file of it, or calls it whole."""
    above = _last_paragraph(block)
    if _EDITS.search(above):
        return False  # the file has more already
    below = _NEXT.split(block.below, maxsplit=1)[0]
    if any(map(_READS.search, (above, below, block.command))):
        return True
    return _TO_WRITE.search(above) is not None or _TO_WRITE.search(below.partition("\n")[0]) is not None


def is_said_to_be_part(block: Fence) -> bool:
    """Whether a block is to be completed, shows a change or a patch, or is called a part."""
    if _ASKS.search(_near(block)):
        return True
    if _MARKED_LINES.search(block.info) and not is_to_be_applied(block):
        return True
    if _OF_A_PART.search(block.info.partition("title=")[2]):
        return True
    last = _last_paragraph(block)
    if _CHANGES.search(last) or _OF_A_PART.search(last):
        return True
    caption = last.rpartition("\n")[2]
    return any(is_patch_file(path[0]) for path in _PATH.finditer(caption))


def is_of_server(root: yaml.Node | None) -> bool:
    """Whether the API server has written to an object: what it lacks was cut off."""
    metadata = value_at(root, "metadata")
    pairs = metadata.value if isinstance(metadata, yaml.MappingNode) else []
    return any(key_of(key) in ONLY_OF_SERVER and value.tag != NULL for key, value in pairs)


def doubts(root: yaml.Node | None, absence: Violation, violations: Sequence[Violation]) -> int:
    """How many weak signs say that a field was left out on purpose, or is missing for another reason."""
    if not isinstance(root, yaml.MappingNode):
        return 0
    parent, _, name = absent_path(absence).rpartition(".")
    if not _lacks(root, absent_path(absence)) or f"{REQUIRED}: " in absence.message:
        return 0  # what is there and empty, or what another field demands, is not left out
    signs = (
        _has_no_name(root),
        _shows_namespace(root),
        _has_nothing_but_metadata(root) or any(map(says_part, violations)),
        not any(key_of(key).lower().startswith("api") for key, _ in root.value),
        # either may be due to the other
        any(_parent_of_unknown(violation) == parent for violation in violations)
        or " are missing" in absence.message
        or any(_lacks_another(root, violation, name) for violation in violations),
    )
    return sum(signs)


def says_part(violation: Violation) -> bool:
    """Whether a violation says that its object is shown in part."""
    return violation.rule is MISSING_FIELD and violation.help == SHOWN_IN_PART


def absent_path(violation: Violation) -> str:
    """The path of the field that a violation of MISSING_FIELD is about."""
    return violation.missing or violation.message.partition(": ")[0]


def _lacks(root: yaml.Node | None, path: str) -> bool:
    """Whether there is a mapping that does not have a field."""
    parent, _, name = path.rpartition(".")
    node = at_path(root, parent)
    return isinstance(node, yaml.MappingNode) and all(key_of(key) != name for key, _ in node.value)


def _lacks_another(root: yaml.Node, violation: Violation, name: str) -> bool:
    """Whether a violation is about the absence of a field that has another name."""
    path = absent_path(violation)
    if violation.rule is not MISSING_FIELD or not is_error(violation) or not _lacks(root, path):
        return False
    return path.rpartition(".")[2] != name


def _has_no_name(root: yaml.MappingNode) -> bool:
    """Whether an object has no name; where `metadata` is empty, it may be elsewhere."""
    metadata = value_at(root, "metadata")
    if not isinstance(metadata, yaml.MappingNode):
        fields = {key_of(key) for key, _ in root.value}
        return fields.isdisjoint(("metadata", "name")) and not fields <= _HEAD
    names = {key_of(key) for key, value in metadata.value if value.tag != NULL}
    return bool(metadata.value) and names.isdisjoint(("name", "generateName"))


def _shows_namespace(root: yaml.MappingNode) -> bool:
    """Whether a custom object has a namespace and nothing else in `metadata`: it is shown for that."""
    metadata, version = value_at(root, "metadata"), text_of(value_at(root, "apiVersion"))
    if not isinstance(metadata, yaml.MappingNode) or not version:
        return False
    names = {key_of(key) for key, value in metadata.value if value.tag != NULL}
    return names == {"namespace"} and not schemas_of(NEWEST).serves(group_of(version))


def _has_nothing_but_metadata(root: yaml.MappingNode) -> bool:
    """Whether labels and annotations are all that is shown of an object."""
    metadata = value_at(root, "metadata")
    if not isinstance(metadata, yaml.MappingNode) or not metadata.value:
        return False
    fields = {key_of(key) for key, _ in root.value}
    return fields <= _HEAD | {"metadata"} and {key_of(key) for key, _ in metadata.value} <= BESIDE_NAME


def _parent_of_unknown(violation: Violation) -> str | None:
    if violation.rule is not UNKNOWN_FIELD or violation.belongs or not is_error(violation):
        return None
    unknown = _UNKNOWN.match(violation.message)
    return unknown["path"].rpartition(".")[0] if unknown is not None else None


def _near(block: Fence) -> str:
    return _BEFORE.split(block.above)[-1]


def _last_paragraph(block: Fence) -> str:
    return _PARAGRAPHS.split(_LINK_TARGET.sub("", _near(block)).rstrip())[-1]
