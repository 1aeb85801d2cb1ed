"""Placeholders, to be filled in later: `<name>`, `$VAR`, `YOUR_TOKEN`, `xxx`, `...`, `{{ name }}`."""

from __future__ import annotations

import re
from functools import lru_cache

import yaml

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex

_WHOLE = lazy_regex(
    r"<[^<>]+>|\$\w+|\$\{[^{}]*\}|\$\([^()]*\)|\[[A-Z][A-Z0-9_ -]*\]|YOUR[-_ ].*|your-.*-here"
    r"|[xX]{3,}|y{3,}|z{3,}|Y{3,}|Z{3,}"
    r"|(?:\.\.\.|…).*|\?\?\?+|@\w+@|%\w+%|%(?:\[\d+\])?[svdq]|__\w+__|\{[A-Z][A-Z0-9_]*\}"
    r"|(?:Place|Put|Insert|Enter|Paste)(?:Your)?\w*Here|ENC\[[A-Z0-9_]+,data:.*\]|<<[^<>]+>>"
    r"|\((?=[^()]*[^\W\d]).*\)|\*{6,}|\*{3,}[^*\s]+\*{3,}|(?:你|您)(?:自己)?的.*"
    r"|(?:以[上下]|[中前后後])?(?:省略|略)"
    r"|replace_[a-z]\w*|_[a-z]\w*_|#[A-Z][A-Z0-9_]*#|`[A-Z][A-Z0-9_-]+`",
    re.DOTALL,
)
_UNREADABLE = lazy_regex(
    r"(?<=[:,] )(?:%[A-Z]\w*%|@[A-Z]\w*@|%\(\w+\)[sd])(?=[ \t]*[,}\]])"
    r"|(?<=: )(?:#\{[A-Za-z][\w.-]*\}#?|#[A-Z][A-Z0-9_]*#)(?=[ \t]*$)"
    r"|(?<=[:-] )(?:%\(\w+\)[sd]|%(?:\[\d+\])?(?:[svqtT](?![A-Za-z])|d(?:[a-zA-Z]{1,2}\b|(?![A-Za-z])))|"
    r"@[A-Z]\w*@|@@[A-Za-z]\w*@@|%{1,3}[A-Za-z]\w*%{1,3}|%%[A-Z][A-Z_]+[^%\s]*%%|##[A-Z]\w*##"
    r"|\[[A-Za-z][\w-]*(?: [\w-]+)*\](?=[^\s,\]}(])"
    r"|\{[A-Za-z][\w -]*\}(?=[\w./%-]|:\S)|\[\[[A-Za-z][\w.]*\]\](?=[\w./-])"
    r"|\*{3,}+|\*++/|\*[A-Za-z]\w*(?: \w+)*\*"
    r"|\*{2,3}[A-Za-z]{0,4}[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]+\*{2,3})[^\s#]*(?=[ \t]*$|[ \t]+#)"
    r"|(?<=: )\$\{[^{}\n]*: [^{}\n]*\}(?=[ \t]*$)"
    r"|(?<=: )\$\{[A-Za-z_]\w*\}(?=[ \t]*[,}])"
    r"|(?<= )(?<=[\w-] )\{[A-Z][A-Z0-9_]*\}[\w./-]+(?=[ \t]*$)"
    r"|(?<=: )\|[A-Za-z][\w.-]{1,80}\|(?=[ \t]*$)"
    r"|(?<=: )<(?i:todo|fixme|your|the|e\.g\.|example|optional|required|default)\b[^<>\n]*: [^<>\n]*>"
    r"(?=[ \t]*$)"
    r"|(?<=: )<(?=[^<>\n]* (?i:or|default|optional)\b)(?=[^<>\n]*: )[^<>\n]*>(?=[ \t]*$)"
    r"|(?<=: )<[A-Za-z][\w-]*(?: [\w-]+){2,}[,;]? [a-z]+: [^<>\n]*>"
    r"(?=[ \t]*$)"
    r"|(?<=: )\[(?:#[^\]\n]*|\"[\w-]+\"(?: ?\| ?\"[\w-]+\")+)\](?=[ \t]*$)"
    r"|(?<=[: ] )(?:\[\]\*?(?=[A-Za-z])|\*(?=(?:u?int\d*|string|bool|float\d+)\b))[\w.]+(?=[ \t]*(?:#|$))"
    r"|(?:(?<=: )|(?<=:  ))\[\.\.\.\][^\s,\]}#]\S*(?=[ \t]*$)",
    re.MULTILINE,
)
"""A value that YAML cannot read, or reads as a comment: `@NAME@`, `[USER]@[HOST]`, `{app}-db`, `[# of]`.

Types of Go are among them: `[]Route`, `*int32`; and what its Printf fills in: `%s`, `%[2]d`.
"""
_PIPED = lazy_regex(r": \|[A-Za-z][\w.-]{1,80}\|(?=[ \t]*$)", re.MULTILINE)
"""What Sphinx fills in."""
_KEY = lazy_regex(r"^([ \t]*(?:-[ \t]+)*)(%{1,3}|@{1,2})([A-Z]\w*)(\2)(?=[\w./-]*:(?:[ \t]|$))", re.MULTILINE)
"""A key that YAML cannot read, or its beginning: `%%APP%%:`, `@NAME@.yaml:`."""
_QUOTE = lazy_regex(r"[:-] '[^']*\Z")
_VARIABLE_IN_LIST = lazy_regex(r"(?<=: )\[ ?\$\{ ?\w+ ?\} ?\](?=[ \t]*$)", re.MULTILINE)
"""A list that the environment has: `namespaces: [${NAMESPACES}]`."""
_LINE = lazy_regex(
    r"^([ \t]*)(<[A-Z][A-Z0-9_-]+>|@{1,2}[A-Z][A-Z0-9_]+@{1,2}|%{1,2}[A-Z]\w+%{1,2}|__[A-Z]\w+__"
    r"|%(?:\[\d+\])?[sv]|<<-?[ ][A-Za-z.$][^<>\n]*[ ]-?>>"
    r"|\$\{[A-Z]\w+\}|<[A-Z]+: [^<>\n]{1,80}>"
    r"|<[A-Za-z][\w.]*(?:[ -][\w.,/-]+)+>|\{[A-Z][A-Z0-9]*_[A-Z0-9_]*\}"
    r"|<(?:其[他它余餘]|その他|他の|기타|나머지)[^<>\n:]*>|<[^\W\d_A-Za-z]+(?:[ -][^<>\n:]+)+>"
    r"|[\[(](?i:(?:the )?(?:other|more|remaining|additional|rest of(?: the| your)?) [a-z]+(?: [a-z]+)?)[\])]"
    r"|-{2,}[ ]?(?i:redacted|hidden|masked)[ ]?-{2,}|\{[A-Za-z][\w.]*(?: [\w.,/-]+)+\})(?=[ \t]*$)",
    re.MULTILINE,
)
"""A line that somebody writes lines of their own in place of: `<ANNOTATIONS>`, `{your patch here}`."""
_IN_WORDS = lazy_regex(
    r"(?:(?:this )?(?:is|will be|gets|to be|must be|should be) )?"
    r"(?:set|replaced|filled(?: in)?|over(?:ridden|written)|provided|patched|injected|substituted|supplied)"
    r"(?: (?:later|below|here|automatically))? (?:by|with|in|from|via|at|during|through|per)\b[^\n]*"
    r"|(?:to be|must be|will be) "
    r"(?:set|replaced|filled(?: in)?|over(?:ridden|written)|provided|patched|changed|defined)\b[^\n]*",
    re.IGNORECASE,
)
"""What says that something else writes the value: `set by kustomize`, `to be replaced`."""
_CHANGE = lazy_regex(r"\S+(?: (?:-{1,3}>|=>|→|➡\ufe0f?|⇒) \S+){1,3}(?: \([^()\n]*\))?")
"""What a value was, and what it is to become: `1.26 -> 1.27`, `1 → 2 → 4 (more of them)`."""
_CLOSE_CHANGE = lazy_regex(r"[^\s→⇒➡]+(?:[→⇒➡]\ufe0f?[^\s→⇒➡]+){1,3}")
"""The same without spaces: `Prefix→Exact`."""
_FIRST = frozenset("`#<$[YyxXzZ.…?@%_{E(PI*你您省略以中前后後")
"""The first characters of such a text: most other texts are ruled out by them."""
TYPE_NAMES = frozenset(("string", "str", "int", "integer", "number", "float", "boolean", "bool"))
"""What stands for a value where the fields of a kind are described: `port: int`."""
_CONDITION = lazy_regex(r"[~^=+<X]?\.?\(.+\)(?:->\w+)?")
_LONGEST = 200
_MASK = lazy_regex(
    r"([\"']?)(?:\*{3,}|#{3,}|-{3,}|_{3,}|\.{3,}|\?{3,}|[xX]{3,}|\u2022{3,}|\u25cf{3,}|\u00d7{3,})"
    r"(?:[-.:/ @](?:\*{2,}|#{2,}|_{2,}|[xX]{2,}|\u2022{2,}|\u25cf{2,}))*\1"
)
_BLANKS = lazy_regex("[\u2588\u2591-\u2593\u25a0-\u25a3\u25ae\u25af\u2b1a\u2b1b\u2b1c]")
"""What stands for letters that are blacked out, or to be filled in: `PersistentVolumeCl▒▒▒`."""
_WITHIN = re.compile(
    r"<[^<>]*>|\$[\w({]|\{\{|\{[A-Za-z][\w -]*\}|\.\.\.|…|(?i:your)[-_ ]|[xX]{3}|\A<\w|\w>\Z"
    r"|%(?:\[\d+\])?[svdq](?![A-Za-z0-9])|\breplace_[a-z]|\A_[a-z]\w*_\Z|#[A-Z][A-Z0-9_]*#"
    r"|://[^/\s:]+:(?i:port(?:[-_]?(?:number|no))?)(?=/|\Z)"
)
_CAPITALS = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Z0-9_]*[A-Z]{2})[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9](?![A-Za-z0-9])"
    r"|\A[A-Z][A-Z0-9]+(?:[.-][A-Z0-9]+)*\Z|_[A-Z][A-Z0-9]*_|\{\w+\}"
    r"|\A_+\Z"
    r"|(?<![A-Za-z0-9])(?:(?:NAME|USER|PROJECT|CLUSTER|NODE|REGION|APP|SERVICE)(?:NAME|SPACE)?|POD|ENV|CHANGEME"
    r"|ENVIRONMENT|DOMAIN|TENANT|TIMESTAMP|DATE|VERSION|HASH)(?![A-Za-z0-9])"
    r"|(?<=[a-z0-9][-.])(?:ORGANI[SZ]ATION|ORG|TEAM|CUSTOMER|RELEASE|STAGE|REPO(?:SITORY)?|ACCOUNT|GROUP)"
    r"(?![A-Za-z0-9])"
)
"""Placeholders for a name in lower case: `PROJECT_ID`, `NAME`, `NAME-binding`, `{user}`, `_`; not `A_B`."""


_WORD_IN_CAPITALS = lazy_regex(r"(?<![A-Za-z0-9])[A-Z]{2,}(?![A-Za-z0-9])")
_IN_BRACKETS = lazy_regex(r"[A-Z][A-Z0-9_]+|[\w-]+(?: ?\| ?[\w-]+)+")
"""A placeholder or a choice in brackets, which YAML reads as a list or mapping."""
_IN_BRACES = lazy_regex(r"[a-z]+(?:[-_][a-z]+)+|[a-z]+(?:[A-Z][a-z]+|[A-Z]{2})+")
"""The same in braces: `{secret-name}`."""
_FOR_ONE_VALUE = lazy_regex(
    r"(?:name|namespace|image|tag|version|host|hostname|domain|port|value|key|user|username|password|token|secret"
    r"|project|cluster|region|zone|url|link|path|email|class|size|service|app|number|string|text|date|time)\d*"
    r"|x{2,}|y{2,}|[a-z]+(?:[- ][a-z]+)+"
    r"|[a-z]+(?:[-_/][a-z]+)*[:/@](?:tag|version|name|image|path|port|digest)"
    r"|[A-Za-z]\w*(?: [\w.-]+)+|\d+ ?- ?\d+|(?i:your)[ _-].*"
    r"|[A-Z][A-Za-z]*[a-z](?:[A-Z][A-Za-z]+)+|[A-Z]{2,}Name"
)
"""The same where one value is due: `[cidr-range]`, `[image name]`, `[image:tag]`, `[30000-32767]`."""
_CHOICE = lazy_regex(r"[\w.-]+(?: ?\| ?[\w.-]+)+")


def with_placeholders_filled(text: str) -> str:
    """A text of the same length with `xxx` for each value whose placeholder YAML cannot read."""
    if not (
        "@" in text or "##" in text or "]" in text or ">" in text or "%" in text or "}" in text or "*" in text
    ) and not (": |" in text and _PIPED.search(text)):
        return text
    if "[${" in text or "[ ${" in text:
        text = _VARIABLE_IN_LIST.sub(lambda value: f"[{'x' * (len(value[0]) - 2)}]", text)
    text = _KEY.sub(_in_angles, text)
    return _UNREADABLE.sub(_filled, text)


def _in_angles(key: re.Match[str]) -> str:
    """The same placeholder as `<NAME>`, of the same length."""
    marks = "_" * (len(key[2]) - 1)
    return f"{key[1]}<{marks}{key[3]}{marks}>"


def _filled(value: re.Match[str]) -> str:
    """A value of the same length; within quotes the text itself."""
    before = value.string[line_start(value.string, value.start()) : value.start()]
    if before.count('"') % 2 or value[0].count('"') % 2 or value[0].count("'") % 2 or _QUOTE.search(before):
        return value[0]
    return "x" * len(value[0]) if len(value[0]) > 2 else "$x"[-len(value[0]) :]


def without_placeholder_lines(text: str) -> str:
    """A text of the same length with `#...` for each line that is a placeholder as a whole."""
    return _LINE.sub(lambda line: line[1] + "#...".ljust(len(line[2]))[: len(line[2])], text)


def is_placeholder_node(node: yaml.Node, *, for_one_value: bool = False) -> bool:
    """Whether a list or mapping is a placeholder in brackets, such as `[YOUR_KEY]` and `{GATEWAY_NAME}`.

    `for_one_value`: no list is due there.
    """
    if not isinstance(node, yaml.CollectionNode) or not node.flow_style or len(node.value) != 1:
        return False
    text = node.value[0]
    if isinstance(node, yaml.MappingNode):
        text, value = text
        if not isinstance(value, yaml.ScalarNode) or value.value:
            return False
    if isinstance(text, yaml.MappingNode) and for_one_value:
        return _is_choice_in_words(text)
    if isinstance(text, yaml.SequenceNode) and for_one_value:  # `[[name]]`
        return len(text.value) == 1 and _is_plain_word(text.value[0])
    if not isinstance(text, yaml.ScalarNode):
        return False
    if not text.style and text.value in ("...", "…"):
        return True
    is_word = _FOR_ONE_VALUE.fullmatch(text.value) or text.value.lower() in TYPE_NAMES
    if for_one_value and not text.style and is_word:
        return True
    if isinstance(node, yaml.MappingNode):
        if for_one_value and _is_plain_word(text):
            return True
        if _IN_BRACES.fullmatch(text.value) is not None:
            return True
    return _IN_BRACKETS.fullmatch(text.value) is not None


def _is_plain_word(node: yaml.Node) -> bool:
    """Whether the text within braces is the word for a value: `{replicas}`."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value[:1].isalpha()


def _is_choice_in_words(node: yaml.MappingNode) -> bool:
    """Whether the only item of a list says what to choose from: `[one of: a|b]`."""
    if len(node.value) != 1:
        return False
    key, value = node.value[0]
    if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
        return False
    return " " in key.value and _CHOICE.fullmatch(value.value) is not None


def is_placeholder(text: str) -> bool:
    """Whether a scalar as a whole is a placeholder for any value."""
    braces = text.find("{{")
    if braces != -1 and text.find("}}", braces) != -1:
        return True
    if " " in text and (_CHANGE.fullmatch(text) or (" " in text[3:13] and _IN_WORDS.fullmatch(text))):
        return True
    if not text.isascii() and _CLOSE_CHANGE.fullmatch(text):
        return True
    if (text[:1] not in _FIRST and text[:8] != "replace_") or (
        len(text) > _LONGEST and not text.startswith("ENC[")
    ):
        return not text.isascii() and _BLANKS.search(text) is not None
    return _WHOLE.fullmatch(text) is not None or (not text.isascii() and _BLANKS.search(text) is not None)


def is_mask(text: str) -> bool:
    """Whether a text is nothing but signs that hide another one: `*****`, `xxxx-xxxx`, `"-----"`."""
    return text[1:2] == text[2:3] and _MASK.fullmatch(text) is not None


def is_condition(name: str) -> bool:
    """Whether a name is a condition in place of a field, as policies and tests have them: `+(image)`."""
    return "(" in name and _CONDITION.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def is_literal(text: str) -> bool:
    """Whether a text has no placeholder, neither as a whole nor within."""
    return not is_placeholder(text) and _WITHIN.search(text) is None


@lru_cache(maxsize=4096)
def is_literal_name(text: str) -> bool:
    """The same for a name in lower case: capitals, `{name}` and `_` are placeholders, too."""
    if not is_literal(text):
        return False
    rest = _CAPITALS.sub("", text)
    if rest == text:
        return True
    # beside one, words in capitals are others: `PROJECT/REPO`; other capitals are a mistake: `My-APP`
    rest = _WORD_IN_CAPITALS.sub("", rest)
    return rest != rest.lower()
