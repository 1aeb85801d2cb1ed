"""Judging manifests: one beside kubernetes-validate, a thousand in a vault beside the same vault without.

    python tests/bench/manifests.py

Ours includes reading the YAML and finding its places; kubernetes-validate is handed the parsed document.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import kubernetes_validate
import yaml

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.rules import check
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.validate import note_snippets
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault

MANIFEST = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: nginx:1.28.0
          ports:
            - containerPort: 80
          resources:
            requests:
              cpu: 100m
              memory: 64Mi
            limits:
              memory: 128Mi
"""
ROUNDS, REPEATS, NOTES = 15, 50, 1_000
_LOAD = """
import time
from knotwork.snippets import schemas
start = time.perf_counter()
schemas.schemas("1.37").kind("apps/v1", "Deployment")
print(time.perf_counter() - start)
"""


def main() -> None:
    """Measure and print."""
    _one()
    _load()
    _many()


def _one() -> None:
    note = read_note(NotePath("a.md"), f"```yaml\n{MANIFEST}```\n")
    document = yaml.load(MANIFEST, Loader=yaml.CSafeLoader)
    registry, settings = SchemaRegistry(), Settings()

    def ours() -> None:
        for _ in range(REPEATS):
            note_snippets(note, registry, settings)

    def theirs() -> None:
        kubernetes_validate.validate(document, "1.37", strict=True)

    ours(), theirs()
    pairs = [(_seconds(ours) / REPEATS, _seconds(theirs)) for _ in range(ROUNDS)]
    mine, other = (statistics.median(each) * 1000 for each in zip(*pairs, strict=True))
    ratio = statistics.median(mine / other for mine, other in pairs)
    print(
        f"a Deployment of {MANIFEST.count(chr(10))} lines: ours {mine:.3f} ms, "
        f"kubernetes-validate {other:.2f} ms; median ratio {ratio:.3f}"
    )


def _load() -> None:
    """In a new process each time, since schemas are loaded once."""
    runs = [subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, check=True) for _ in range(9)]
    print(f"loading the schemas: {statistics.median(float(run.stdout) for run in runs) * 1000:.1f} ms")


def _many() -> None:
    text = f"# Note\n\n[[a-1]]\n\n```yaml\n{MANIFEST}```\n"
    named = {
        f"a-{n}.md": text.replace("name: web\n  labels", f"name: web-{n}\n  labels") for n in range(NOTES)
    }
    with_yaml = Vault.of(named)
    without = Vault.of(
        {path: each.replace("```yaml", "```text").replace("kind:", "sort:") for path, each in named.items()}
    )

    def checked(vault: Vault) -> Callable[[], None]:
        return lambda: _check(compile_vault(vault, Settings()))

    pairs = [(_seconds(checked(with_yaml)), _seconds(checked(without))) for _ in range(5)]
    more = statistics.median(mine - other for mine, other in pairs)
    ratio = statistics.median(mine / other for mine, other in pairs)
    print(
        f"{NOTES:,} notes with a manifest each: check takes {more:.3f} s more than without; ratio {ratio:.2f}"
    )


def _check(kb: KnowledgeBase) -> None:
    check(kb, lambda path: None)


def _seconds(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
