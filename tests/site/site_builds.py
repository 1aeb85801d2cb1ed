"""Vaults written down in place, sites built of them in a process of their own, and pages read back."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import html
from search_entries import search_entries

PROJECT = Path(__file__).parents[2]
VAULTS = PROJECT / "tests" / "vaults"

Files = Mapping[str, str | bytes]

HANGS = 600
"""Seconds after which a command is taken for one that never ends."""

_BIN = Path(sys.executable).parent
_MATERIAL = "site_name: Notes\ntheme: {name: material, font: false}\n"
_KNOTWORK = "plugins: [search, knotwork]\n"


@dataclass(frozen=True)
class Build:
    """What a build left behind."""

    code: int
    output: str
    """All that it wrote to the terminal."""
    site: Path

    def page(self, url: str) -> str:
        """The HTML of the page at an address below the site's root."""
        file = self.site / url
        return (file / "index.html" if file.is_dir() else file).read_text("utf-8")

    def tree(self, url: str) -> html.HtmlElement:
        """The same, parsed."""
        return parsed(self.page(url))

    def article(self, url: str) -> html.HtmlElement:
        """What stands between a page's header and its footer, parsed."""
        return self.tree(url).xpath("//article")[0]

    def pages(self) -> Iterator[Path]:
        """Every page but Material's own 404."""
        return (file for file in sorted(self.site.rglob("*.html")) if file.name != "404.html")

    def searched(self) -> list[dict[str, str]]:
        """What search finds of each section of a page: location, title and text, all plain text."""
        return list(search_entries(self.site))

    def files(self) -> dict[str, bytes]:
        """Every file of the site, by path."""
        found = (file for file in sorted(self.site.rglob("*")) if file.is_file())
        return {file.relative_to(self.site).as_posix(): file.read_bytes() for file in found}


def write_vault(root: Path, files: Files) -> Path:
    """A folder with those files."""
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    root.mkdir(parents=True, exist_ok=True)
    return root


def built_site(
    root: Path,
    files: Files,
    config: str = "",
    *arguments: str,
    env: Mapping[str, str] | None = None,
    timeout: float = HANGS,
) -> Build:
    """`mkdocs build` of those notes.

    `config` stands in `mkdocs.yml`; Material and the plugins search and knotwork are added where it
    says nothing of `plugins:`.
    """
    write_vault(root / "docs", files)
    plugins = "" if "plugins:" in config else _KNOTWORK
    (root / "mkdocs.yml").write_text(f"{'' if 'theme:' in config else _MATERIAL}{plugins}{config}", "utf-8")
    return command_result(root, "mkdocs", "build", *arguments, env=env, site=root / "site", timeout=timeout)


def knotwork_site(source: Path, site: Path) -> Build:
    """`knotwork build` of a folder."""
    return command_result(source.parent, "knotwork", "build", str(source), "--site-dir", str(site), site=site)


def command_result(
    where: Path,
    program: str,
    *arguments: str,
    site: Path,
    env: Mapping[str, str] | None = None,
    timeout: float = HANGS,
) -> Build:
    """A command run to its end in a process of its own; TimeoutExpired when that does not come."""
    command = [str(_BIN / program), *arguments]
    # a variable may be read when Python starts, and ProperDocs hides the MkDocs that is loaded already
    if env or program == "properdocs" or not hasattr(os, "fork"):
        done = subprocess.run(
            command, cwd=where, env=environment(env), capture_output=True, timeout=timeout, check=False
        )
        code, output = done.returncode, done.stdout + done.stderr
    else:
        code, output = _preloaded().result(command, where, timeout)
    return Build(code, output.decode("utf-8", "replace"), site)


@cache
def _preloaded() -> _Preloaded:
    return _Preloaded()


class _Preloaded:
    """Commands whose modules are loaded already: see `preloaded.py`."""

    def __init__(self) -> None:
        self.server = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "preloaded.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env=environment(),
        )
        atexit.register(self.server.kill)

    def result(self, command: list[str], where: Path, timeout: float) -> tuple[int, bytes]:
        """The exit code and all that the command wrote: to stdout, then to stderr."""
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        with tempfile.TemporaryDirectory() as folder:
            files = [str(Path(folder) / name) for name in ("stdout", "stderr")]
            request = {
                "command": command,
                "folder": str(where),
                "environment": environment(),
                "stdout": files[0],
                "stderr": files[1],
            }
            self.server.stdin.write(json.dumps(request) + "\n")
            child = int(self.server.stdout.readline())
            watch = threading.Timer(timeout, os.kill, (child, signal.SIGKILL))
            watch.start()
            code = int(self.server.stdout.readline())
            if not watch.is_alive():
                raise subprocess.TimeoutExpired(command, timeout)
            watch.cancel()
            return code, b"".join(Path(file).read_bytes() for file in files)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for a command: no colours, no advertisement."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COV"))}
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", **(more or {})}


def program(name: str) -> str:
    """Where a command of this Python's environment is."""
    return str(_BIN / name)


def parsed(text: str) -> html.HtmlElement:
    """A page as a tree."""
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def visible_text(element: html.HtmlElement) -> str:
    """The text a reader sees, on one line, without the signs that link to headings."""
    found = element.xpath(".//text()[not(parent::script or parent::style or parent::a[@class='headerlink'])]")
    return " ".join("".join(found).split())


def source_of(name: str) -> Path:
    """The folder with the notes of a vault: `notes`, the project's own, or one in `tests/vaults`."""
    return PROJECT / "notes" if name == "notes" else VAULTS / name
