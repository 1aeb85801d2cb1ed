"""Texts to try laws on: fragments of Markdown and vault syntax between random characters."""

from __future__ import annotations

from hypothesis import strategies as st

_WORDS = ("a", "b", "Note", "Pod Spec", "größe", "日本語", "👩‍💻", "e\u0301", "x y", "1", "k8s", "h")

_PLAIN = (
    "# ", "## ", "###### ", "#", "\n===", "\n---", "---", "***", "- ", "* ", "+ ", "1. ", "2) ", "10. ", "> ",
    ">", "```", "````", "~~~", "```yaml\n", "`", "``", "*", "**", "_", "__", "~~", "[", "]", "](", ")", "](b.md)",
    "](b.md#h)", "](<a b.md>)", "](https://x.y)", "![", "<https://x.y>", "<b>", "</b>", "<div>\n", "</div>\n",
    "<!--", "-->", "<!-- x -->", "<a href='b'>", "\\", "\\[", "\\#", "&amp;", "&#35;", "&", "<", "|", "\n|-|-|\n",
    "\n|---|\n", "| a | b |", "\\|", "[r]: b.md\n", "[r]", "  \n", "    ", "  ", "\t", " ", "\n", "\n\n", "\n    ",
    "\n  ", "\n\t", "\n> ", "\n- ", "\n  - ", '"', "'", "!", ".", ":", "/", "(", "{", "}", "=",
)  # fmt: skip

_VAULT = (
    "[[", "]]", "[[Note]]", "[[a|b]]", "[[a\\|b]]", "[[a#h]]", "[[#h]]", "[[a#^id]]", "![[a]]", "![[a.png|100]]",
    "![[", "![[#h]]", "[[Nte]]", "[[pod-spec]]", "[[AL]]", "|", "#tag", "#a/b", " #k8stodo", "#", "##", "^id",
    " ^id", "\n^id\n", "\n\n^id\n\n", "%%", "%% x %%", "$", "$$", "$x$", "[^1]", "[^1]: ", "^[", "> [!note] ",
    "> [!tip]- T\n> ", '!!! note "T"\n    ', "??? x\n    ", '=== "T"\n    ', "{#id}", "{ .c }", "{: .c }",
    "\n:   ", "- [ ] ", "- [x] ", "---\n", "---\ntags: [x]\n---\n", 'up: "[[a]]"\n', "aliases: AL\n", "title: T\n",
    "tags: ", "\n...\n", "<!-- knotwork-disable-next-line -->", "<!-- knotwork-disable missing-note: x -->",
    '```yaml title="x" hl_lines="1"\n', "```{ .go }\n", "```mermaid\n", "javascript:", "](javascript:x)",
)  # fmt: skip

_ODD = ("\0", "\u2028", "\u2029", "\x0c", "\x0b", "\x1e", "\x85", "\ufeff", "\ud800", "\udfff", "\r", "\r\n", "\xa0",
        "\u200b", "\u202e", "\x01", "\x7f", "\ufffe")  # fmt: skip


def _joined(*fragments: tuple[str, ...], anything: bool = True) -> st.SearchStrategy[str]:
    parts = [st.sampled_from(each) for each in fragments]
    if anything:
        parts.append(st.text(max_size=4))
    return st.lists(st.one_of(parts), max_size=40).map("".join)


vault_texts = _joined(_PLAIN, _WORDS, _VAULT, _VAULT, _ODD)
"""Anything a note may hold, and what no note should."""

clean_texts = _joined(_PLAIN, _WORDS, _VAULT, anything=False)
"""The same without odd characters."""

markdown_texts = _joined(_PLAIN, _WORDS, anything=False)
"""Markdown that knows no vault."""
