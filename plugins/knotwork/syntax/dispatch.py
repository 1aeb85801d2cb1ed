"""Which rules can match where: a parser tries only those that the character at hand may start.

markdown-it tries each of its rules on each line and at each sign of a text. Nearly all of them look at one
character first and fail, and a rule that is not called fails faster. What is found is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Generic, TypeVar

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, hr
from markdown_it.rules_core import StateCore, normalize, text_join
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from knotwork.syntax.list_block import list_block
from knotwork.syntax.marked_heading import marked_heading
from knotwork.syntax.nesting import LIMIT
from knotwork.syntax.paragraph import paragraph
from knotwork.syntax.parser_states import BlockState, InlineState, text_token
from knotwork.syntax.plain_link import link_tokens, plain_link, plain_links

_Rule = TypeVar("_Rule")

_LINE_STARTS = {
    "comment_block": "%",
    "math_block": "$",
    "math_bracketed_block": "\\",
    "abbreviation": "*",
    "admonition": "!?",
    "tabs": "=",
    "slash_block": "/",
    "shortcode": "{",
    "markdown_html": "<",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
"""The characters that a line begins with, behind its indent; of other rules, any."""

_LINE_STARTS_BELOW_A_PARAGRAPH = {**_LINE_STARTS, "deflist": ":"}

_ANY_LINE = frozenset(("table", "lheading", "deflist", "paragraph"))
"""The rules that may match a line which begins with a letter: all but the last ask for more than one line."""

_ONLY_INDENTED = ("over_indented_list", "code")
_ONLY_DEEP = "nesting_limit"
"""What begins no line but one that is indented by four columns, and one that is nested too deeply."""

_TEXT_STARTS = {
    "newline": "\n",
    "math_inline": "$",
    "math_bracketed": "\\",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "mark": "=",
    "insertion": "^",
    "superscript": "^",
    "subscript": "~",
    "keys": "+",
    "bare_address": ":",
    "mail_address": "@_",
    "bare_www": "Ww",
    "emphasis": "*_",
    "wikilink": "[!",
    "tag": "#",
    "emoji": ":",
    "comment": "%",
    "attribute_list": "{",
    "link": "[",
    "spaced_link": "[",
    "cross_reference": "[",
    "image": "!",
    "footnote_inline": "^",
    "footnote_ref": "[",
    "autolink": "<",
    "open_comment": "<",
    "html_inline": "<",
    "entity": "&",
}
"""The characters that inline rules begin with."""

_NEVER_IN_LINKS = ("bare_address", "bare_www", "mail_address")
"""The inline rules that find nothing in the text of a link."""

_NO_TERMINATORS = ("W", "w")
"""What rules begin with although text does not end there."""

_PAIRED = "*_~:"
"""What has to be paired, or joined with the text around it, once all is read."""


class _Chains(Ruler[_Rule], Generic[_Rule]):
    """Rules of which each chain is one: the first of its rules that matches."""

    def __init__(self, ruler: Ruler[_Rule], chains: Mapping[str, _Rule]) -> None:
        super().__init__()
        self.__rules__ = ruler.__rules__
        self._active = ruler.get_active_rules()
        self._chains = {name: [rule] for name, rule in chains.items()}

    def get_active_rules(self) -> list[str]:
        """The names of all rules that are enabled."""
        return self._active

    def getRules(self, chainName: str = "") -> list[_Rule]:
        """The one rule of a chain."""
        return self._chains[chainName]


def dispatch(md: MarkdownIt) -> None:
    """Make the parser choose its rules by the first character; register it behind all other syntaxes."""
    block = md.block.ruler
    block.at("hr", _hr, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    block.at("list", list_block, {"alt": ["paragraph", "reference", "blockquote"]})
    block.at("heading", marked_heading, {"alt": ["paragraph", "reference", "blockquote"]})
    block.at("paragraph", paragraph)
    interrupting = {name for rule in block.__rules__ for name in rule.alt}
    chains = {name: _interruption(_named(block, name)) for name in interrupting}
    md.block = _Block(_Chains(block, {**chains, "": _block(_named(block))}))
    md.inline = _Inline(md.inline)
    md.core.ruler.at("normalize", _normalize)
    md.core.ruler.at("text_join", _text_join)


def _normalize(state: StateCore) -> None:
    """The library's rule, where it has something to do: read texts are normalized already."""
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def _text_join(state: StateCore) -> None:
    """The library's rule, for the running text that has something to be joined."""
    tokens = [token for token in state.tokens if token.type == "inline" and not _is_joined(token.children)]
    if tokens:
        all_tokens, state.tokens = state.tokens, tokens
        text_join(state)
        state.tokens = all_tokens


def _is_joined(children: Sequence[Token] | None) -> bool:
    """Whether no text in running text stands beside another."""
    before = ""
    for child in children or ():
        kind = child.type
        if kind == "text_special" or child.children or (kind == "text" == before):
            return False
        before = kind
    return True


def _hr(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The library's rule, where the line ends as a rule across the page does: most are list items."""
    return state.src[state.eMarks[start] - 1] in "*-_ \t" and hr(state, start, end, silent)


def _named(ruler: Ruler[_Rule], chain: str = "") -> list[tuple[str, _Rule]]:
    """The names and functions of the rules of a chain, in order."""
    return [
        (rule.name, rule.fn) for rule in ruler.__rules__ if rule.enabled and (not chain or chain in rule.alt)
    ]


def _starting(
    rules: Sequence[tuple[str, _Rule]], starts: Mapping[str, Collection[str]]
) -> tuple[dict[str, tuple[_Rule, ...]], tuple[_Rule, ...]]:
    """For each character the rules that may begin with it, in order, and those for any other character."""
    characters = {character for name, _ in rules for character in starts.get(name, ())}
    return {
        character: tuple(rule for name, rule in rules if character in starts.get(name, character))
        for character in characters
    }, tuple(rule for name, rule in rules if name not in starts)


def _block(rules: Sequence[tuple[str, RuleFuncBlockType]]) -> RuleFuncBlockType:
    every = tuple(rule for _, rule in rules)
    rare = (_ONLY_DEEP, *_ONLY_INDENTED)
    usual, others = _starting([rule for rule in rules if rule[0] not in rare], _LINE_STARTS)
    known = {name for name, _ in rules if name not in rare and name not in _LINE_STARTS}
    assert known <= _ANY_LINE, "an item of one line of text is read without trying other rules"

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.sCount[start] - state.blkIndent >= 4 or state.level >= LIMIT:
            chosen = every
        else:
            at = state.bMarks[start] + state.tShift[start]
            chosen = usual.get(state.src[at : at + 1], others)
        matches = False
        for rule in chosen:
            matches = rule(state, start, end, silent)
            if matches:
                break
        return matches

    return run


def _interruption(rules: Sequence[tuple[str, RuleFuncBlockType]]) -> RuleFuncBlockType:
    """Whether a line ends the block above it: a rule that writes nothing."""
    usual, others = _starting(
        [rule for rule in rules if rule[0] != _ONLY_DEEP], _LINE_STARTS_BELOW_A_PARAGRAPH
    )

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        at = state.bMarks[start] + state.tShift[start]
        matches = False
        for rule in usual.get(state.src[at : at + 1], others):
            matches = rule(state, start, end, silent)
            if matches:
                break
        return matches

    return run


class _Block(ParserBlock):
    """The parser of blocks."""

    def __init__(self, ruler: Ruler[RuleFuncBlockType]) -> None:
        super().__init__()
        self.ruler = ruler

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token] | None:
        """Parse a text."""
        if not src:
            return None
        state = BlockState(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens


class _Inline(ParserInline):
    """The parser of running text, which goes from one character that may start something to the next."""

    def __init__(self, parser: ParserInline) -> None:
        super().__init__()
        self.terminator_re = parser.terminator_re
        self.ruler2 = parser.ruler2
        rules = _named(parser.ruler)
        text = dict(rules)["text"]
        in_links = (name for name, _ in rules if name not in _NEVER_IN_LINKS)
        starts = {character for name in in_links for character in _TEXT_STARTS.get(name, ())}
        self._link = plain_link(starts)
        rules = [(name, plain_links(rule, self._link) if name == "link" else rule) for name, rule in rules]
        marks, others = _starting([rule for rule in rules if rule[0] != "text"], _TEXT_STARTS)
        assert not others, "every inline rule says what it begins with"
        assert all(map(self.terminator_re.match, set(marks) - {*_NO_TERMINATORS})), (
            "text ends where a rule may begin"
        )
        ends = [*filter(self.terminator_re.match, map(chr, range(128))), *_NO_TERMINATORS]
        self._rules = {character: marks.get(character, ()) for character in ends}
        self.ruler = _Chains(parser.ruler, {"": _first_of(self._rules, (text,))})

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse running text; most has no markup."""
        first = self.terminator_re.search(src)
        if not tokens:
            if first is None and src:
                tokens.append(text_token(src, 0))
                return tokens
            if first is not None and self._is_plain(src, first.start(), md, env, tokens):
                return tokens
            tokens.clear()
        state = InlineState(src, md, env, tokens)
        if first is not None and first.start():
            state.pos = first.start()
            state.append_pending(src[: state.pos])
        self.tokenize(state)
        if any([sign in src for sign in _PAIRED]):  # noqa: C419 - four tests take less than a generator
            for pair in self.ruler2.getRules(""):
                pair(state)
        return state.tokens

    def _is_plain(self, src: str, at: int, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> bool:
        """Whether running text is nothing but text and plain links, as most is; their tokens are written.

        `at` is the first sign in it that may start something.
        """
        end, find, written = len(src), self.terminator_re.search, 0
        while at < end:
            if src[at] == "[":
                match = self._link.match(src, at)
                if match is None:
                    return False
                if at > written:
                    tokens.append(text_token(src[written:at], 0))
                tokens += link_tokens(match, md, env)
                at = written = match.end()
            elif self._rules[src[at]]:
                return False
            else:
                at += 1
            if src[at : at + 1] in _NO_TERMINATORS:
                return False
            sign = find(src, at)
            at = end if sign is None else sign.start()
        if written < end:
            tokens.append(text_token(src[written:], 0))
        return True

    def tokenize(self, state: StateInline) -> None:
        """Generate tokens for the state's range."""
        text, end, find = state.src, state.posMax, self.terminator_re.search
        deepest = state.md.options["maxNesting"]
        while state.pos < end:
            at = state.pos
            if state.level >= deepest:
                rules: tuple[RuleFuncInlineType, ...] | None = ()
            else:
                rules = self._rules.get(text[at])
            if rules is None:
                match = find(text, at)
                state.pos = end if match is None else match.start()
                state.append_pending(text[at : state.pos])
                continue
            for rule in rules:
                if rule(state, False):
                    break
            else:
                state.append_pending(text[at])
                state.pos = at + 1
        if state.pending:
            state.pushPending()


def _first_of(
    rules: Mapping[str, Sequence[RuleFuncInlineType]], others: Sequence[RuleFuncInlineType]
) -> RuleFuncInlineType:
    def run(state: StateInline, silent: bool) -> bool:
        matches = False
        for rule in rules.get(state.src[state.pos], others):
            matches = rule(state, silent)
            if matches:
                break
        return matches

    return run
