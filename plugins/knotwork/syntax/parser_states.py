"""The parser's states, with tokens that are made in half the library's time: a note has hundreds."""

from __future__ import annotations

from typing import Literal

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

Nesting = Literal[-1, 0, 1]


class BlockState(StateBlock):
    """What is known while blocks are read."""

    def push(self, ttype: str, tag: str, nesting: Nesting) -> Token:
        """Add a token."""
        if nesting < 0:
            self.level -= 1
        token = new_token(ttype, tag, nesting, self.level)
        token.block = True
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


class InlineState(StateInline):
    """What is known while running text is read."""

    def push(self, ttype: str, tag: str, nesting: Nesting) -> Token:
        """Add a token, and before it one for the text that waits."""
        pending = self.pending
        if pending:
            self._push_text(pending)
        paired = None
        if nesting < 0:
            self.level -= 1
            self.delimiters = self._prev_delimiters.pop()
        token = new_token(ttype, tag, nesting, self.level)
        if nesting > 0:
            self.level += 1
            self._prev_delimiters.append(self.delimiters)
            self.delimiters = []
            paired = {"delimiters": self.delimiters}
        self.pendingLevel = self.level
        self.tokens.append(token)
        self.tokens_meta.append(paired)
        return token

    def pushPending(self) -> Token:
        """Add a token for the text that waits."""
        return self._push_text(self.pending)

    def _push_text(self, text: str) -> Token:
        token = text_token(text, self.pendingLevel)
        self.tokens.append(token)
        self.pending = ""
        return token


_new = Token.__new__


def text_token(text: str, level: int) -> Token:
    """A token for text."""
    token = new_token("text", "", 0, level)
    token.content = text
    return token


def new_token(ttype: str, tag: str, nesting: Nesting, level: int) -> Token:
    """A token as `Token(ttype, tag, nesting, level=level)` makes it."""
    token = _new(Token)
    token.type, token.tag, token.nesting, token.level = ttype, tag, nesting, level
    token.attrs, token.meta = {}, {}
    token.map = token.children = None
    token.content = token.markup = token.info = ""
    token.block = token.hidden = False
    return token
