"""A repair is safe only when it brings up nothing new."""

from __future__ import annotations

import pytest

from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.rules.fixes import apply_fixes
from knotwork.vault.vault import Vault

POD = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: a:1\n"
)

SAFE = {
    f"{POD}      imagePullPolicy: always\n": True,
    f"{POD}  dnsPolicy: none\n": False,  # None needs a dnsConfig
    f"{POD}      resources: {{limits: {{mem: 1Gi}}}}\n": False,  # an abbreviation is a guess
    f"{POD}      resources: {{limits: {{Memory: 1Gi}}}}\n": True,
    f"{POD}      resources: {{limits: {{Memory: 1Gi, memory: 2Gi}}}}\n": False,
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {password: 123456}\n": False,
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {password: 123456}\n": True,
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, label: {app: a}}\n": True,
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, label: {app: 'not a label!'}}\n": False,
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 15}\n": True,
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: -15}\n": False,
    "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n"
    "spec: {maxUnavailable: 1, selector: {}}\n": False,
    "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n"
    "spec: {maxUnavailable: 1, selector: {matchLabels: {app: a}}}\n": True,
}


@pytest.mark.parametrize("manifest", SAFE)
def test_a_repair_is_safe_when_it_brings_up_nothing_new(manifest: str) -> None:
    kb = compile_vault(Vault.of({"a.md": f"```yaml\n{manifest}```\n"}))
    fixes = [each.fix for each in kb.snippets.of(NotePath("a.md")).diagnostics if each.fix is not None]

    assert [each.safe for each in fixes] == [SAFE[manifest]]


def test_of_several_repairs_those_that_are_safe_stay_so() -> None:
    manifest = f"{POD}      imagePullPolicy: always\n  dnsPolicy: none\n"
    kb = compile_vault(Vault.of({"a.md": f"```yaml\n{manifest}```\n"}))
    fixes = [each.fix for each in kb.snippets.of(NotePath("a.md")).diagnostics if each.fix is not None]

    assert [each.safe for each in fixes] == [True, False]


def test_an_old_ingress_is_written_anew_as_a_whole_and_that_is_a_suggestion() -> None:
    note = """```yaml
apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata: {name: shop}
spec:
  backend: {serviceName: front, servicePort: http}
  rules:
    - http:
        paths:
          - path: /cart
            backend:
              serviceName: cart
              servicePort: 80
```
"""
    path = NotePath("a.md")
    fixes = [
        each.fix
        for each in compile_vault(Vault.of({path: note})).snippets.of(path).diagnostics
        if each.fix is not None
    ]
    texts, _ = apply_fixes({path: note}, fixes)

    assert [each.safe for each in fixes] == [False]
    assert (
        texts[path]
        == """```yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  defaultBackend: {service: {name: front, port: {name: http}}}
  rules:
    - http:
        paths:
          - path: /cart
            backend:
              service: {name: cart, port: {number: 80}}
```
"""
    )
