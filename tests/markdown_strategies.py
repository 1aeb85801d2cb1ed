"""Texts to try laws on: fragments of Markdown and vault syntax between random characters."""

from __future__ import annotations

import re

from hypothesis import strategies as st

WORDS = ("a", "b", "Note", "Pod Spec", "größe", "日本語", "👩‍💻", "e\u0301", "x y", "1", "k8s", "h")

BLOCKS = (
    *("# ", "## ", "###### ", "#", "\n===", "\n---", "---", "***"),
    *("- ", "* ", "+ ", "1. ", "2) ", "10. ", "\n- ", "\n  - ", "> ", ">", "\n> "),
    *("```", "````", "~~~", "```yaml\n", "\n```\n", "<div>\n", "</div>\n"),
    *("|", "\n|-|-|\n", "\n|---|\n", "| a | b |", "\\|", "[r]: b.md\n"),
    *("  \n", "    ", "  ", "\t", " ", "\n", "\n\n", "\n    ", "\n  ", "\n\t"),
)
INLINE = (
    *("`", "``", "*", "**", "_", "__", "~~", "\\", "\\[", "\\#", "&amp;", "&#35;", "&", "<"),
    *("[", "]", "](", ")", "](b.md)", "](b.md#h)", "](<a b.md>)", "](https://x.y)", "![", "[r]"),
    *("<https://x.y>", "<b>", "</b>", "<a href='b'>", "<!--", "-->", "<!-- x -->"),
    *('"', "'", "!", ".", ":", "/", "(", "{", "}", "="),
)
LINKS = (
    *(
        "[[",
        "]]",
        "[[Note]]",
        "[[a|b]]",
        "[[a\\|b]]",
        "[[a#h]]",
        "[[#h]]",
        "[[a#^id]]",
        "[[#^id]]",
        "[[a#[^1]]]",
    ),
    *(
        "![[a]]",
        "![[a.png|100]]",
        "![[",
        "![[#h]]",
        "![[b/a]]",
        "[[Nte]]",
        "[[pod-spec]]",
        "[[AL]]",
        "[[a#hh]]",
    ),
    *("javascript:", "](javascript:x)", "](Pod%20Spec.md)", "](Pod Spec.md)", "![](a.png)"),
)
MARKS = (
    *("#tag", "#a/b", " #k8stodo", "##", "^id", " ^id", "\n^id\n", "\n\n^id\n\n"),
    *("%%", "%% x %%", "\n%%\n", "[^1]", "[^1]: ", "^["),
    *("$", "$$", "$x$", "\n$$\n", "$\\frac{a}{", ":smile:", ":material-check:", ":"),
    *("> [!note] ", "> [!tip]- T\n> ", '!!! note "T"\n    ', "??? x\n    ", '=== "T"\n    ', "\n:   "),
    *(
        "++",
        "++ctrl+a++",
        "^^",
        "^^x^^",
        "a^2^",
        "H~2~O",
        "^",
        "~",
        "`#!sh ",
        "\\(x^2\\)",
        "\\[",
        "\\]",
        "\\(",
    ),
    *("https://x.y/a", "www.x.y", "http://", "mailto:a@b", "\n*[a]: b\n", "*[k8s]: "),
    *("==", "==x==", "{#id}", "{ .c }", "{: .c }", "- [ ] ", "- [x] "),
    *(
        "\n/// note | T\n",
        "\n/// tab | T\n",
        "\n/// html | div\n",
        "\n/// caption\n",
        "\n///\n",
        "\n//// tip\n",
    ),
    *(
        "<div markdown>\n",
        "<p markdown>",
        "</p>",
        '<figure markdown="span">',
        "</figure>",
        "\n    open: true\n",
    ),
    *("<!-- knotwork-disable-next-line -->", "<!-- knotwork-disable missing-note: x -->"),
    *('```yaml title="x" hl_lines="1"\n', '```go linenums="1"\n', "```{ .go }\n", "```mermaid\n"),
)
FRONT_MATTER = (
    *("---\n", "---\ntags: [x]\n---\n", "\n...\n", 'up: "[[a]]"\n', "aliases: AL\n", "title: T\n", "tags: "),
)
ODD = (
    *("\0", "\u2028", "\u2029", "\x0c", "\x0b", "\x1e", "\x85", "\ufeff", "\ud800", "\udfff", "\r", "\r\n"),
    *("\xa0", "\u200b", "\u202e", "\x01", "\x7f", "\ufffe"),
)


def _texts(*fragments: tuple[str, ...], anything: bool = False) -> st.SearchStrategy[str]:
    parts = [st.sampled_from(each) for each in fragments]
    if anything:
        parts.append(st.text(max_size=4))
    # hypothesis alone would try five fragments on average: too few for a list in a quote in a callout
    some, many = st.lists(st.one_of(parts), max_size=6), st.lists(st.one_of(parts), min_size=8, max_size=60)
    body = (some | many).map("".join)
    if FRONT_MATTER not in fragments:
        return body
    top = st.lists(st.sampled_from(FRONT_MATTER), max_size=5).map(lambda lines: f"---\n{''.join(lines)}---\n")
    return st.tuples(st.just("") | top, body).map("".join)


vault_texts = _texts(WORDS, BLOCKS, INLINE, LINKS, MARKS, FRONT_MATTER, ODD, anything=True)
"""Anything a note may hold, and what no note should."""

clean_texts = _texts(WORDS, BLOCKS, INLINE, LINKS, MARKS, FRONT_MATTER)
"""The same without odd characters."""

markdown_texts = _texts(WORDS, BLOCKS, INLINE)
"""Markdown that knows no vault."""

LOSING = re.compile(r"%%|<|///|open:|---|\]:|\[!|\{|&|\.\.\.|===|!!!|\?\?\?|```|~~~|\]\(|\[r\]|`")
"""What hides text from readers, or shows it by way of a slot."""

shown_texts = _texts(tuple(each for each in (*WORDS, *BLOCKS, *INLINE, *MARKS) if not LOSING.search(each)))
"""Texts whose every word is published."""
