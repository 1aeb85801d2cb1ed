"""Reading and rendering one 4 kB note, beside bare markdown-it-py with Pygments.

Both sides parse and render the same texts; ours also collects facts, resolves 20 links and fills the page in.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from experiment import Experiment
from processes import Sample

from vaults import note

_REPEATS, _ROUNDS = 20, 15


def one_note() -> Experiment:
    """The time of one note: `bare` and `knotwork`."""
    from markdown_it import MarkdownIt
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name

    from knotwork.knowledge.compiler import compile_vault
    from knotwork.model.names import NotePath
    from knotwork.site.addresses import addresses
    from knotwork.site.render import render_note
    from knotwork.syntax import colouring
    from knotwork.syntax.reader import read_note
    from knotwork.vault.vault import Vault

    texts = [note(number, 100) for number in range(_REPEATS)]
    kb = compile_vault(Vault.of({f"note-{number:05}.md": note(number, 100) for number in range(100)}))
    site = addresses(kb)
    formatter, lexer = HtmlFormatter(), get_lexer_by_name("yaml")
    markdown = MarkdownIt(
        "commonmark", {"highlight": lambda code, name, attrs: highlight(code, lexer, formatter)}
    ).enable(["table", "strikethrough"])

    def bare() -> None:
        for text in texts:
            markdown.render(text)

    def ours() -> None:
        colouring.forget()
        for number, text in enumerate(texts):
            path = NotePath(f"note-{number:05}.md")
            read = read_note(path, text)
            for link in read.links:
                kb.resolver.resolve(path, link)
            render_note(kb, path, site)

    def warm_up() -> None:
        bare(), ours()

    sides = {"bare": lambda: timed(bare, _REPEATS), "knotwork": lambda: timed(ours, _REPEATS)}
    return Experiment("one-note", sides, warm_up, _ROUNDS)


def timed(run: Callable[[], object], repeats: int) -> Sample:
    """What one of so many repetitions in `run` takes."""
    start, used = time.perf_counter(), time.process_time()
    run()
    return Sample((time.process_time() - used) / repeats, (time.perf_counter() - start) / repeats)
