"""The words and signs of a query."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from knotwork.model.patterns import lazy_regex
from knotwork.model.query import NotRead

TokenKind = Literal["word", "string", "number", "link", "tag", "sign", "end"]
_TOKEN = lazy_regex(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*")"""
    r"|(?P<link>\[\[[^\[\]\n]*\]\])"
    r"|(?P<tag>\#[^\s\u2000-\u206f!-,.:;<=>?@\[\]^`{|}~]+)"
    r"|(?P<number>\d+(?:\.\d+)?(?![\w.]))"
    r"|(?P<word>[^\W\d][\w]*(?:[.-][\w]+)*)"
    r"|(?P<sign>!=|<=|>=|==|&&|\|\||[!=<>()\[\],+*/%&|.-])"
)
_DEEPEST = 50
"""Parentheses and signs such as `!`, each around what follows."""
_SPACE = lazy_regex(r"\s*")
_ESCAPE = lazy_regex(r"\\(.)", re.DOTALL)


class Token(Struct, frozen=True):
    """A word or sign, and its offset in the text."""

    kind: TokenKind
    text: str
    at: int

    @property
    def word(self) -> str:
        """Of a word or sign, without regard to letter case; of others empty."""
        return self.text.lower() if self.kind in ("word", "sign") else ""

    @property
    def value(self) -> str:
        """Without quotes, brackets or `#`."""
        match self.kind:
            case "string":
                return _ESCAPE.sub(lambda escape: escape[1], self.text[1:-1])
            case "link":
                return self.text[2:-2]
            case "tag":
                return self.text[1:]
            case _:
                return self.text


class Tokens:
    """The tokens of a text, read one by one; raises NotRead for what is none."""

    def __init__(self, text: str, most: int) -> None:
        self._tokens: list[Token] = []
        self._at = 0
        end, depth = len(text), 0
        at = _space(text, 0)
        while at < end:
            match = _TOKEN.match(text, at)
            if match is None or match.lastgroup is None:
                raise NotRead(f"`{text[at]}` is not read here", at)
            if len(self._tokens) >= most:
                raise NotRead("the query is too long", at)
            kinds: dict[str, TokenKind] = {
                "string": "string",
                "link": "link",
                "tag": "tag",
                "number": "number",
                "word": "word",
                "sign": "sign",
            }
            depth += (match[0] in "(!-") - (match[0] == ")")
            if depth > _DEEPEST:
                raise NotRead("a query nested so deeply", at)
            self._tokens.append(Token(kinds[match.lastgroup], match[0], at))
            at = _space(text, match.end())
        self._end = Token("end", "", end)

    def peek(self, ahead: int = 0) -> Token:
        """The next token, or one further ahead; at the end an empty one."""
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else self._end

    def next(self) -> Token:
        """The next token, which is read."""
        token = self.peek()
        self._at += 1
        return token

    def take(self, *words: str) -> bool:
        """Whether the next token is one of some words or signs; it is read then."""
        if self.peek().word not in words or not self.peek().text:
            return False
        self._at += 1
        return True

    def expect(self, sign: str) -> None:
        """Read a sign; raises NotRead when there is another."""
        token = self.next()
        if token.text != sign:
            raise NotRead(
                f"`{sign}` is missing" if not token.text else f"`{token.text}` is not read here", token.at
            )


def _space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    assert space is not None, "no space is also a match"
    return space.end()
