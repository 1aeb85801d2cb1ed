"""Edits of a file that a block lists, each below a remark: what to change, or where a piece is to go.

# change the kind            # after `runs-on:`
#kind: Deployment                strategy:
kind: DaemonSet                    matrix: ...
# use the network of the node
spec:                        # replace the first step
  hostNetwork: true              - uses: ...
# set the DNS policy
dnsPolicy: Default
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.line_offsets import line_above, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.violation import Violation, at_most_info
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_NUMBER = r"#+[ \t]*(?:\d+[.):][ \t]*)?"
_EDITS = lazy_regex(
    rf"{_NUMBER}(?:(?:then|and|now|here|first|next|optionally|please)[ \t,]+){{0,3}}(?:(?:chang|add|set|modif"
    r"|replac|updat|remov|delet|enabl|disabl|edit|switch|append|insert|increas|decreas|renam|adjust)"
    r"(?:e|y|es|s|ing)?\b|(?:uncomment|comment out|put|move|use|choose|select)\b"
    r"|(?:[äa]nder|erg[äa]nz|f[üu]ge|ersetz|setz|entfern|(?:modifi|ajout|chang|remplac|supprim)e[rz]?\b"
    r"|cambia|a[ñn]ad|agrega|reemplaza|elimina|alter|adicion|mud[ae]|substitu"
    r"|измени|добав|замени|поменя|удали))"
    r"|#+[ \t]*[^\n]{0,12}?(?:更改|修改|变更|添加|增加|新增|改为|改成|删除|替换|设置|选择|启用|调整"
    r"|変更|追加|修正|削除|변경|추가|수정|삭제)",
    re.IGNORECASE,
)
"""A remark that asks to change something."""
_PLACES = lazy_regex(
    rf"{_NUMBER}(?:right |just |directly )?(?:after|before|below|under|above|inside|beneath|in|at)\b",
    re.IGNORECASE,
)
"""A remark that says where a piece goes."""
_HAS_VERSION = lazy_regex(r"^[ \t]*[\"']?apiVersion[\"']?[ \t]*:", re.MULTILINE)
_EMPTY = lazy_regex(r"\n[ \t]*\n")
_OF_OTHER_LEVELS = frozenset((UNKNOWN_FIELD, MISSING_FIELD, WRONG_TYPE))
_FEWEST = 2
"""So many fields below remarks make a list."""
_HELP = "If each is an edit of a file, say so: give each its own block, or write `{k8s=partial}`."
_MOST_KEYS = 40


def with_listed_edits(
    violations: Sequence[Violation], root: yaml.Node | None, text: str
) -> Sequence[Violation]:
    """The violations of a document in a note; as infos those about levels in a list of edits.

    Its fields are of several levels, most of them below a remark, and it has no apiVersion. `text`: that of
    the offsets.
    """
    if "#" not in text or not any(own.rule is UNKNOWN_FIELD for own in violations):
        return violations
    if not isinstance(root, yaml.MappingNode) or not _is_list(root, violations, text):
        return violations
    return [
        replace(at_most_info(own), help=_HELP) if own.rule in _OF_OTHER_LEVELS else own for own in violations
    ]


def is_of_pieces(violation: Violation, text: str) -> bool:
    """Whether YAML that cannot be read is that of pieces, each below a remark that says where it goes."""
    if violation.rule is not YAML_SYNTAX or _HAS_VERSION.search(text) is not None:
        return False
    paragraphs = [part.strip() for part in _EMPTY.split(text.strip("\n")) if part.strip()]
    if len(paragraphs) < _FEWEST or not all(map(_is_edit, paragraphs)):
        return False
    start = line_start(text, violation.start)
    return bool(text[:start].strip()) and text[line_above(text, start) : start].lstrip().startswith(
        ("#", "\n")
    )


def _is_edit(piece: str) -> bool:
    return _EDITS.match(piece) is not None or _PLACES.match(piece) is not None


def _is_list(root: yaml.MappingNode, violations: Sequence[Violation], text: str) -> bool:
    keys = [key for key, _ in root.value[:_MOST_KEYS]]
    names = {key_of(key) for key in keys}
    if any(name.lower().startswith("api") for name in names) or "metadata" in names:
        return False
    if {key.start_mark.index for key in keys}.isdisjoint(
        own.start for own in violations if own.rule is UNKNOWN_FIELD
    ):
        return False
    below = sum(_is_below_edit(text, key.start_mark.index, key_of(key)) for key in keys)
    return below >= _FEWEST and 2 * below >= len(keys)


def _is_below_edit(text: str, start: int, name: str) -> bool:
    """Whether the remarks right above a field ask for it, or have its old form: `#kind: Deployment`."""
    line = line_start(text, start)
    while line:
        above = line_above(text, line)
        remark = text[above : line - 1].strip()
        if not remark.startswith("#"):
            return False
        if _EDITS.match(remark) is not None or remark.lstrip("# ").startswith(f"{name}:"):
            return True
        line = above
    return False
