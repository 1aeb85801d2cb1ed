"""The styles and scripts of the site: a source file for each feature, joined, with a hash in the name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from knotwork.model.patterns import lazy_regex
from knotwork.site.words import ENGLISH_WORDS, Words

FOLDER = "assets/knotwork"
"""Below the site's root."""
DATA = f"{FOLDER}/data"
_FILES = "/* FILES */ {}"
"""The placeholder in the page's script for the names of the files that are loaded on demand."""
_WORDS = "/* WORDS */ {}"
"""The placeholder in it for the texts of the site's language."""
_WORKER_SHIM = "iframe-worker.js"
_WORKER_HOST = lazy_regex(r"(?:https?:)?//[^/]+/iframe-worker[/@]")


def stylesheet() -> tuple[str, bytes]:
    """The site's one style sheet: its path, and its content."""
    return _hashed("knotwork.css", _joined("css", ".css"))


def script(without: frozenset[str] = frozenset(), words: Words = ENGLISH_WORDS) -> tuple[str, bytes]:
    """The script of every page in a language, `without` some source files: its path, and its content."""
    names = {name: path.removeprefix(f"{FOLDER}/") for name, (path, _) in _on_demand().items()}
    text = _joined("js", ".js", without).decode("utf-8")
    text = text.replace(_FILES, json.dumps(names, sort_keys=True), 1)
    if data := words.script_data():
        text = text.replace(_WORDS, inert(json.dumps(data, ensure_ascii=False, sort_keys=True)), 1)
    return _hashed("knotwork.js", text.encode("utf-8"))


def on_demand(needed: Callable[[str], bool] = lambda name: True) -> Iterator[tuple[str, bytes]]:
    """The files that scripts load when they need them; `needed` takes a plain file name."""
    for name, file in _on_demand().items():
        if needed(name) and name != _WORKER_SHIM:
            yield file


def search_worker() -> tuple[str, bytes]:
    """The worker that Material's search field starts: its path, and its content."""
    return _hashed("search.js", _joined("js/workers", ".js"))


def search_engine() -> tuple[str, bytes]:
    """What that worker loads to answer the first question: its path, and its content."""
    return _hashed("search-engine.js", _joined("js/search", ".js"))


def local_polyfills(extra: MutableMapping[str, Any]) -> list[tuple[str, bytes]]:
    """Our copies of scripts that Material's offline plugin would load from another host: path, content.

    `extra` is MkDocs' setting of that name; its addresses are replaced.
    """
    path, content = _on_demand()[_WORKER_SHIM]
    urls = extra.get("polyfills") or []
    replaced = [url for url in urls if _WORKER_HOST.match(str(url))]
    if not replaced:
        return []
    extra["polyfills"] = [path if url in replaced else url for url in urls]
    return [(path, content)]


def data_file(name: str, value: object) -> tuple[str, bytes]:
    """Data for the scripts, as a script itself: browsers fetch nothing else for a page opened from disk."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return data_path(name), f"knotwork.receive({json.dumps(name)},{inert(text)});\n".encode()


def data_path(name: str) -> str:
    """Where the data of that name stands, below the site's root."""
    return f"{DATA}/{name}.js"


def inert(text: str) -> str:
    """JSON that is safe within a script element: `<`, `>`, `&` and U+2028/9 are escaped."""
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


@cache
def _on_demand() -> Mapping[str, tuple[str, bytes]]:
    """For each file by its plain name, its path and content."""
    return {
        file.name: _hashed(file.name, file.read_bytes())
        for folder in ("js/pages", "vendor")
        for file in _files(folder, ".js")
    }


@cache
def _joined(folder: str, ending: str, without: frozenset[str] = frozenset()) -> bytes:
    return b"\n".join(file.read_bytes() for file in _files(folder, ending) if file.name not in without)


def _files(folder: str, ending: str) -> list[Traversable]:
    """The files of a folder of assets, in the order of their names; none when there is no such folder."""
    directory = files("knotwork.site").joinpath("assets")
    for part in folder.split("/"):
        directory = directory.joinpath(part)
    if not directory.is_dir():
        return []
    return sorted(
        (file for file in directory.iterdir() if file.name.endswith(ending)), key=lambda file: file.name
    )


def _hashed(name: str, content: bytes) -> tuple[str, bytes]:
    """A file's path with the hash of its content in it, so that a browser may keep it for ever."""
    stem, _, ending = name.rpartition(".")
    return f"{FOLDER}/{stem}.{sha256(content).hexdigest()[:8]}.{ending}", content
