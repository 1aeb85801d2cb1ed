"""Validating manifests: one beside kubernetes-validate, many in a vault beside the same vault without.

Ours includes reading the YAML and finding its positions; kubernetes-validate is handed the parsed document.
One manifest of ours takes less than a millisecond: a sample is the middle of many, since what another program
takes of the processor in between would otherwise count.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median

from experiment import Experiment
from one_note import timed
from processes import Sample

MANIFEST = Path(__file__).with_name("deployment.yaml").read_text("utf-8")
_REPEATS, _ROUNDS = 200, 15


def one_manifest() -> Experiment:
    """The time of one manifest: `kubernetes-validate`, which stops at the first error, and `knotwork`."""
    import kubernetes_validate
    import yaml

    from knotwork.config.settings import Settings
    from knotwork.model.names import NotePath
    from knotwork.snippets.schema.registry import SchemaRegistry
    from knotwork.snippets.validate import note_snippets
    from knotwork.syntax.reader import read_note

    note = read_note(NotePath("a.md"), f"```yaml\n{MANIFEST}```\n")
    document = yaml.load(MANIFEST, Loader=yaml.CSafeLoader)
    registry, settings = SchemaRegistry(), Settings()

    def ours() -> None:
        note_snippets(note, registry, settings)

    def theirs() -> None:
        kubernetes_validate.validate(document, "1.37", strict=True)

    def warm_up() -> None:
        ours(), theirs()

    sides = {"kubernetes-validate": lambda: timed(theirs, 1), "knotwork": lambda: _middle(ours)}
    return Experiment("one-manifest", sides, warm_up, _ROUNDS)


def _middle(run: Callable[[], object]) -> Sample:
    """What `run` takes when half of its repetitions take longer."""
    samples = [timed(run, 1) for _ in range(_REPEATS)]
    return Sample(median(sample.cpu for sample in samples), median(sample.wall for sample in samples))


def many_manifests(notes: int) -> Experiment:
    """The findings of a vault whose notes have a manifest each, and of the same vault `without`."""
    from knotwork.config.settings import Settings
    from knotwork.knowledge.compiler import compile_vault
    from knotwork.rules import check
    from knotwork.vault.vault import Vault

    text = f"# Note\n\n[[a-1]]\n\n```yaml\n{MANIFEST}```\n"
    texts = {
        f"a-{number}.md": text.replace("name: web\n  labels", f"name: web-{number}\n  labels")
        for number in range(notes)
    }
    with_yaml = Vault.of(texts)
    without = Vault.of(
        {path: text.replace("```yaml", "```text").replace("kind:", "sort:") for path, text in texts.items()}
    )

    def checked(vault: Vault) -> Sample:
        return timed(lambda: check(compile_vault(vault, Settings())), notes)

    def warm_up() -> None:
        checked(with_yaml)

    sides = {"without": lambda: checked(without), "knotwork": lambda: checked(with_yaml)}
    return Experiment("many-manifests", sides, warm_up)
