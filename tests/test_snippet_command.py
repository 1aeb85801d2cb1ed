"""`knotwork snippets`, and what the other commands say of the YAML in notes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from definitions import BACKUP_DEFINITION, WEBHOOK
from knotwork.cli.main import main
from knotwork.snippets.schema.builtin import NEWEST

JOBS = Path(__file__).parent / "vaults" / "jobs"

NOTE = """\
# Quotas

- in a list

  ```yaml title="quotas.yaml"
  apiVersion: v1
  kind: ResourceQuota
  metadata:
    name: team
  spec:
    hard: {pods: 10}
  ---
  apiVersion: v1
  kind: LimitRange
  metadata:
    name: Team
  spec:
    limits: []
  ```

```yaml {k8s="Pod.spec.containers[]"}
name: web
image: nginx:1.28
```

```yaml {k8s="invalid:unknown-field"}
apiVersion: v1
kind: ConfigMap
metadata: {name: bad}
dta: {}
```
"""


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "quotas.md").write_text(NOTE, "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="knotwork")


def rows(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--output-format", "json").stdout)


def test_each_document_is_a_row_with_the_keys_of_the_contract(notes: Path) -> None:
    found = rows("snippets", "notes")

    assert [each["line"] for each in found] == [6, 13, 22, 27]
    assert [each["mode"] for each in found] == ["full", "full", "fragment", "meant-to-fail"]
    assert [each["verdict"] for each in found] == ["valid", "invalid", "valid", "valid"]
    assert found[1] == {
        "path": "quotas.md",
        "line": 13,
        "index": 1,
        "mode": "full",
        "verdict": "invalid",
        "kind": "LimitRange",
        "api_version": "v1",
        "name": "Team",
        "publishes": "snippets/quotas/limitrange-team.yaml",
    }


def test_a_person_is_told_how_many_are_valid(notes: Path) -> None:
    result = run("snippets", "notes")

    assert "quotas.md:13  invalid  v1 LimitRange Team" in result.stdout
    assert result.stderr == "4 snippets in 1 note: 1 invalid, 3 valid\n"


def test_whole_manifests_are_written_out_without_the_marks_of_the_list(notes: Path) -> None:
    result = run("snippets", "notes", "--extract", "out")

    assert result.stderr == "wrote 2 manifests to out; left out: 1 fragment, 1 meant-to-fail\n"
    assert sorted(path.as_posix() for path in Path("out").rglob("*.yaml")) == [
        "out/quotas/limitrange-team.yaml",
        "out/quotas/resourcequota-team.yaml",
    ]
    assert Path("out/quotas/resourcequota-team.yaml").read_bytes() == (
        b"apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: team\nspec:\n  hard: {pods: 10}\n"
    )


@pytest.mark.parametrize("line", ["13", "16:5", "18"])
def test_explain_says_what_a_document_was_taken_for_and_why(notes: Path, line: str) -> None:
    told = run("explain", f"quotas.md:{line}", "notes").stdout

    assert told.splitlines()[:3] == [
        "quotas.md:13: snippet 2 of the note: v1 LimitRange Team",
        "taken for a whole manifest: by default, because it has apiVersion and kind",
        f"validated by v1 LimitRange of Kubernetes {NEWEST}",
    ]
    assert rows("explain", f"quotas.md:{line}", "notes")["kubernetes"] == NEWEST


def test_explain_says_who_said_so(notes: Path) -> None:
    assert "a part of a manifest: the block's own `{k8s=…}`" in run("explain", "quotas.md:22", "notes").stdout


def test_a_setting_that_names_a_file_that_is_not_there_is_a_wrong_setting(notes: Path) -> None:
    Path("mkdocs.yml").write_text(
        "docs_dir: notes\nplugins:\n  - knotwork:\n      crds: [none.yaml]\n", "utf-8"
    )
    result = run("check")

    assert result.exit_code == 2
    assert "none.yaml cannot be read: there is no such file" in result.stderr


def test_definitions_named_in_the_settings_are_known(notes: Path) -> None:
    Path("crd.yaml").write_text(
        "kind: CustomResourceDefinition\nspec:\n  group: example.com\n  names: {kind: Widget}\n"
        "  versions:\n    - name: v1\n      schema:\n        openAPIV3Schema:\n          type: object\n"
        "          properties: {spec: {type: object, properties: {size: {type: integer, maximum: 9}}}}\n",
        "utf-8",
    )
    Path("mkdocs.yml").write_text(
        "docs_dir: notes\nplugins:\n  - knotwork:\n      crds: [crd.yaml]\n", "utf-8"
    )
    manifest = "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\nspec: {size: 10}\n"
    (notes / "quotas.md").write_text(f"```yaml\n{manifest}```\n", "utf-8")

    assert [(each["rule"], each["line"], each["column"]) for each in rows("check", "notes")][1:] == [
        ("invalid-value", 5, 14)
    ]


def test_webhooks_named_in_the_settings_may_fill_in_fields(notes: Path) -> None:
    for name, fence in {"crd.yaml": BACKUP_DEFINITION, "webhook.yaml": WEBHOOK}.items():
        Path(name).write_text(fence.removeprefix("```yaml\n").removesuffix("```\n"), "utf-8")
    Path("mkdocs.yml").write_text(
        "docs_dir: notes\nplugins:\n  - knotwork:\n      crds: [crd.yaml, webhook.yaml]\n", "utf-8"
    )
    manifest = "apiVersion: example.com/v1\nkind: Backup\nmetadata: {name: a}\nspec: {}\n"
    (notes / "quotas.md").write_text(f"```yaml\n{manifest}```\n", "utf-8")

    assert [(row["rule"], row["severity"], row["help"]) for row in rows("check", "notes")][1:] == [
        (
            "missing-field",
            "info",
            "A mutating webhook or policy in webhook.yaml may fill it in before the Backup is validated.",
        )
    ]


# -- a manifest as people write it: tabs, and names that are nearly right


def manifest_findings(vault: Path) -> list[tuple[int, int, str]]:
    codes = {rule["code"] for rule in rows("rules") if rule["family"] not in ("links", "notes", "rules")}
    findings = rows("check", str(vault))
    return [(row["line"], row["column"], row["rule"]) for row in findings if row["rule"] in codes]


def test_a_manifest_indented_with_tabs_has_five_findings_at_their_places() -> None:
    assert manifest_findings(JOBS) == [
        (34, 1, "yaml-tab-indent"),
        (36, 5, "unknown-field"),
        (43, 15, "image-latest"),
        (51, 6, "unknown-field"),
        (56, 6, "empty-field"),
    ]


def test_its_fixes_change_nothing_else(tmp_path: Path) -> None:
    vault = tmp_path / "jobs"
    vault.mkdir()
    shutil.copyfile(JOBS / "jobs.md", vault / "jobs.md")
    before = (JOBS / "jobs.md").read_text("utf-8")
    run("check", str(vault), "--fix")
    after = (vault / "jobs.md").read_text("utf-8")
    run("check", str(vault), "--fix")

    assert (vault / "jobs.md").read_text("utf-8") == after
    assert [rule for _, _, rule in manifest_findings(vault)] == ["image-latest", "empty-field"]
    above, fence, below = before.partition("```yaml\n")
    assert after.startswith(above + fence)
    fixed = after.removeprefix(above + fence).split("```")[0]
    assert fixed == below.split("```")[0].expandtabs(4).replace("label:", "labels:").replace(
        "configMapRef:\n                        name: calendar\n                        key",
        "configMapKeyRef:\n                        name: calendar\n                        key",
    )
