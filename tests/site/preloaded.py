"""Runs `mkdocs` and other commands, each in a process of its own that has their modules already.

A build of a small vault spends most of its time importing MkDocs and its theme. This program imports them
once, then forks for each request: a line of JSON on stdin with the program, its arguments, its folder, its
environment and the files for what it writes. It answers with two lines, the process id and the exit code.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
from importlib.metadata import entry_points

MODULES = (
    *(
        "mkdocs.__main__",
        "mkdocs.commands.build",
        "mkdocs.contrib.search",
        "knotwork.mkdocs_plugin.build_events",
    ),
    *("material.extensions.emoji", "material.plugins.search.plugin", "material.plugins.tags.plugin"),
    *("jinja2.ext", "markdown.extensions.toc", "pymdownx.superfences", "pygments.lexers", "yaml"),
)


def main() -> None:
    for name in MODULES:
        importlib.import_module(name)
    sys.path[0] = os.path.dirname(sys.executable)  # noqa: PTH120 - as for a console script
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            return run(request)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    return None


def run(request: dict[str, str | list[str] | dict[str, str]]) -> None:
    """The command, to its end."""
    for descriptor, file in enumerate(("/dev/null", request["stdout"], request["stderr"])):
        flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(str(file), flags), descriptor)
    os.chdir(str(request["folder"]))
    os.environ.clear()
    os.environ.update(request["environment"])
    tempfile.tempdir = None
    sys.argv = list(request["command"])
    (script,) = entry_points(group="console_scripts", name=os.path.basename(sys.argv[0]))  # noqa: PTH119
    sys.exit(script.load()())


if __name__ == "__main__":
    main()
