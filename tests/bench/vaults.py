"""Vaults of any size for measuring, the same on every run."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

_WORDS = (
    "pod node service kubelet scheduler container image volume secret config label selector port probe "
    "replica cluster namespace policy ingress endpoint controller manifest restart request limit taint "
    "quota event"
).split()

_MANIFEST = """\
```yaml
apiVersion: v1
kind: Pod
metadata:
  name: {name}
  labels:
    app: {name}
spec:
  containers:
    - name: main
      image: nginx:1.28.0
      ports:
        - containerPort: 80
```
"""
_NOTES_IN_FOLDER, _FOLDERS_IN_AREA = 25, 10


def wikilink(number: int) -> str:
    """A link as Obsidian writes it."""
    return f"[[note-{number:05}]]"


def note(number: int, count: int, *, links: int = 20, link: Callable[[int], str] = wikilink) -> str:
    """A note of about 4 kB with that many links and one manifest."""
    rng = random.Random(number)

    def sentence(words: int) -> str:
        return " ".join(rng.choice(_WORDS) for _ in range(words))

    lines = [f"# Note {number}", "", sentence(40), ""]
    for index in range(links):
        if index % 5 == 0:
            lines += ["", f"## {sentence(3)} {index}", ""]
        lines.append(f"- {sentence(10)} {link(rng.randrange(count))} {sentence(10)}")
    lines += ["", f"{sentence(90)} `{sentence(2)}` **{sentence(2)}** #topic{number % 40}", ""]
    lines.append(_MANIFEST.format(name=f"pod-{number}"))
    return "\n".join(lines) + "\n"


def nested_path(number: int, count: int) -> str:
    """The path of a note in a vault with 25 notes a folder, and ten folders in each folder above."""
    folders = max(1, count // _NOTES_IN_FOLDER)
    folder = number % folders
    return f"area-{folder // _FOLDERS_IN_AREA:03}/part-{folder:04}/note-{number:05}.md"


def flat_path(number: int, count: int) -> str:
    """The path of a note in a vault without folders."""
    return f"note-{number:05}.md"


def relative_link(count: int) -> Callable[[int], str]:
    """Links that every Markdown tool follows, from one folder of a nested vault to another."""
    return lambda number: f"[note {number}](../../{nested_path(number, count)})"


def write_vault(
    folder: Path,
    count: int,
    path: Callable[[int, int], str] = flat_path,
    link: Callable[[int], str] = wikilink,
) -> Path:
    """A folder with that many notes, and nothing else; one that is there and complete is left as it is."""
    complete = folder.with_name(f"{folder.name}.complete")
    if complete.exists():
        return folder
    for number in range(count):
        file = folder / path(number, count)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(note(number, count, link=link), "utf-8")
    complete.touch()
    return folder
