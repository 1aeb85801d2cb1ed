"""Reading and rendering one 4 kB note, beside bare markdown-it-py with Pygments in the same run.

    python tests/bench/one_note.py

Prints the median of the ratios of paired rounds. Both sides parse and render the same text; ours also
collects facts, resolves 20 links and fills the page in.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from knotwork.knowledge.compiler import compile_vault
from knotwork.site.addresses import addresses
from knotwork.site.render import render_note
from knotwork.syntax import colouring
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault

sys.path.insert(0, str(Path(__file__).parent))
from vaults import note

ROUNDS, REPEATS = 15, 20


def main() -> None:
    """Measure and print."""
    texts = [note(number, 100) for number in range(REPEATS)]
    kb = compile_vault(Vault.of({f"note-{number:05}.md": note(number, 100) for number in range(100)}))
    site = addresses(kb)
    formatter, lexer = HtmlFormatter(), get_lexer_by_name("yaml")
    bare = MarkdownIt(
        "commonmark", {"highlight": lambda code, name, attrs: highlight(code, lexer, formatter)}
    ).enable(["table", "strikethrough"])

    def theirs() -> None:
        for text in texts:
            bare.render(text)

    def ours() -> None:
        colouring.forget()
        for number, text in enumerate(texts):
            path = f"note-{number:05}.md"
            read = read_note(path, text)
            for link in read.links:
                kb.resolver.resolve(path, link)
            render_note(kb, path, site)

    pairs = [(_seconds(ours), _seconds(theirs)) for _ in range(ROUNDS)]
    ratio = statistics.median(mine / other for mine, other in pairs)
    mine, other = (statistics.median(each) / REPEATS * 1000 for each in zip(*pairs, strict=True))
    print(
        f"{len(texts[0]):,} bytes; ours {mine:.2f} ms, bare markdown-it-py {other:.2f} ms; "
        f"median ratio {ratio:.2f}"
    )


def _seconds(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
