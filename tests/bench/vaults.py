"""Vaults of any size for measuring, the same on every run."""

from __future__ import annotations

import random
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


def note(number: int, count: int, *, links: int = 20) -> str:
    """A note of about 4 kB with that many links and one manifest."""
    rng = random.Random(number)

    def sentence(words: int) -> str:
        return " ".join(rng.choice(_WORDS) for _ in range(words))

    lines = [f"# Note {number}", "", sentence(40), ""]
    for index in range(links):
        if index % 5 == 0:
            lines += ["", f"## {sentence(3)} {index}", ""]
        lines.append(f"- {sentence(10)} [[note-{rng.randrange(count):05}]] {sentence(10)}")
    lines += ["", f"{sentence(90)} `{sentence(2)}` **{sentence(2)}** #topic{number % 40}", ""]
    lines.append(_MANIFEST.format(name=f"pod-{number}"))
    return "\n".join(lines) + "\n"


def write_vault(folder: Path, count: int) -> Path:
    """A folder with that many notes, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"note-{number:05}.md").write_text(note(number, count), "utf-8")
    return folder
