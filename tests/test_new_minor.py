"""A minor version of Kubernetes is added as CONTRIBUTING.md says: data, and one number, and no other code.

The minor is pretended: the newest one, with a kind more, a field more, and an API less.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from knotwork.config.option_kinds import KUBERNETES_MINORS

published = pytest.importorskip("kubernetes_validate")
ROOT = Path(__file__).parents[1]
NOW = KUBERNETES_MINORS[-1]
NEXT = f"1.{int(NOW.partition('.')[2]) + 1}"
GONE = "io.k8s.api.resource.v1beta1."

_STEPS = """
import json, runpy, sys
from pathlib import Path
import knotwork.config.option_kinds as kinds
oldest, *_, newest = kinds.KUBERNETES_MINORS
kinds.KUBERNETES_MINORS = (oldest, newest, sys.argv[1])  # step 2; the minors between take time only
from knotwork.snippets.schema import bundled
data = Path(sys.argv[2])
(data / "data").mkdir()
(data / "data" / "schemas.zlib").write_bytes(runpy.run_path(sys.argv[3])["pool"]())  # step 3
bundled.files = lambda package: data

from knotwork.config.options import settings_from
from knotwork.knowledge.compiler import compile_vault
from knotwork.rules import CODES, check
from knotwork.vault.vault import Vault

def found(version, text):
    settings = settings_from({"k8s_version": version}, "test", CODES) if version else None
    vault = Vault.of({"a.md": f"```yaml\\n{text}```\\n"})
    kb = compile_vault(vault, settings) if settings else compile_vault(vault)
    return [each.message for each in check(kb) if each.rule != "orphan-note"]

print(json.dumps([found(*each) for each in json.load(sys.stdin)]))
"""


def published_with(folder: Path) -> None:
    """A kubernetes-validate that has the pretended minor, too."""
    assert published.__file__ is not None
    source = Path(published.__file__).parent
    package = folder / "kubernetes_validate"
    schemas = package / "kubernetes-json-schema"
    schemas.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    for minor in KUBERNETES_MINORS:
        name = f"v{minor}.0-local-strict"
        (schemas / name).symlink_to(source / "kubernetes-json-schema" / name)
    newest = source / "kubernetes-json-schema" / f"v{NOW}.0-local-strict" / "_definitions.json"
    body: dict[str, Any] = json.loads(newest.read_text("utf-8"))
    definitions = body["$defs"]
    job = json.loads(json.dumps(definitions["io.k8s.api.batch.v1.Job"]))
    job["x-kubernetes-group-version-kind"] = [{"group": "batch", "version": "v1", "kind": "Pipeline"}]
    job["properties"]["kind"] = {"type": ["string", "null"], "enum": ["Pipeline"]}
    definitions["io.k8s.api.batch.v1.Pipeline"] = job
    definitions["io.k8s.api.core.v1.Container"]["properties"]["checkpoint"] = {"type": ["string", "null"]}
    for name in [name for name in definitions if name.startswith(GONE)]:
        del definitions[name]
    new = schemas / f"v{NEXT}.0-local-strict"
    new.mkdir()
    (new / "_definitions.json").write_text(json.dumps(body), "utf-8")


def pod(container: str) -> str:
    head = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
    return f"{head}spec: {{containers: [{{name: a, {container}}}]}}\n"


PIPELINE = """\
apiVersion: batch/v1
kind: Pipeline
metadata: {name: a}
spec:
  parallelsm: 1
  template: {spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}
"""
DEVICES = "apiVersion: resource.k8s.io/v1beta1\nkind: DeviceClass\nmetadata: {name: a}\nspec: {}\n"
STATEFUL = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: a}
spec:
  updateStrategy: {type: Recreate}
  selector: {matchLabels: {app: a}}
  template:
    metadata: {labels: {app: a}}
    spec: {containers: [{name: a, image: "a:1"}]}
"""
NEW_FIELD = pod("image: 'a:1', checkpoint: x")
MISSPELT = 'unknown field "spec.parallelsm": did you mean "parallelism"?'
REMOVED = f"resource.k8s.io/v1beta1 DeviceClass was removed in Kubernetes {NEXT}"
NEW_FIELD = pod("image: 'a:1', checkpoint: x")
ASKED: dict[str, tuple[str | None, str, list[str]]] = {
    "the newest minor is the default, and has a kind more": (None, PIPELINE, [MISSPELT]),
    "which the minor before has not": (
        NOW,
        PIPELINE,
        [f"batch/v1 Pipeline is not in Kubernetes {NOW}", MISSPELT],
    ),
    "a field more": (NEXT, NEW_FIELD, []),
    "which the minor before has not, either": (
        NOW,
        NEW_FIELD,
        ['unknown field "spec.containers[0].checkpoint"'],
    ),
    "a check looks past it": (NEXT, pod("checkpoint: x"), ["this Pod is shown in part: it has no image"]),
    "an API less": (NEXT, DEVICES, [REMOVED]),
    "values are still valid": (NEXT, STATEFUL, []),
}


def answers(folder: Path) -> list[list[str]]:
    published_with(folder)
    (folder / "package").mkdir()
    path = os.pathsep.join((str(folder), str(ROOT / "plugins")))
    command = [sys.executable, "-c", _STEPS, NEXT, str(folder / "package"), str(ROOT / ".dev" / "schemas")]
    questions = json.dumps([each[:2] for each in ASKED.values()])
    done = subprocess.run(
        command,
        input=questions,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[list[str]] = json.loads(done.stdout)
    return found


def test_a_minor_is_added_with_its_data_alone(tmp_path: Path) -> None:
    found = dict(zip(ASKED, answers(tmp_path), strict=True))

    assert found == {what: expected for what, (_, _, expected) in ASKED.items()}
