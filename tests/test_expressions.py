"""CEL: what Kubernetes' own functions return, and what is said without the library."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knotwork.config.settings import Settings
from knotwork.model.names import NotePath
from knotwork.snippets.cel.environment import flaw, is_installed, outcome
from knotwork.snippets.schema.registry import schema_registry
from knotwork.snippets.validate import note_snippets
from knotwork.syntax.reader import read_note

_ANYTHING = (("self", "dyn"), ("oldSelf", "dyn"))


@pytest.mark.parametrize(
    "expression",
    [
        "quantity('1Gi').isGreaterThan(quantity('1G'))",
        "quantity('2048Mi').compareTo(quantity('2Gi')) == 0",
        "quantity('100m').add(quantity('0.9')).asInteger() == 1",
        "quantity('1k').sub(1).asInteger() == 999 && sign(quantity('-1')) == -1",
        "!quantity('50m').isInteger() && quantity('500m').asApproximateFloat() == 0.5",
        "isQuantity('1.5Gi') && !isQuantity('1.5GB') && !isQuantity('')",
        "semver('1.2.3').isLessThan(semver('1.10.0')) && semver('1.0.0-rc.1').isLessThan(semver('1.0.0'))",
        "semver('1.0.0-rc.2').isLessThan(semver('1.0.0-rc.10'))",
        "semver('1.0.0-1').isLessThan(semver('1.0.0-a'))",
        "isSemver('1.2.3') && !isSemver('v1.2') && isSemver('v1.2', true) && !isSemver('01.0.0')",
        "semver('4.5.6').major() == 4 && semver('4.5.6').minor() == 5 && semver('4.5.6').patch() == 6",
        "ip('2001:db8::1').family() == 6 && isIP('10.0.0.1') && !isIP('10.0.0.256') && ip.isCanonical('::1')",
        "cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))",
        "cidr('10.0.0.0/8').containsCIDR(cidr('10.1.0.0/16')) && cidr('10.0.0.0/8').prefixLength() == 8",
        "url('https://a.example:8080/b?c=d').getHost() == 'a.example:8080' && !isURL('a.example')",
        "url('https://[::1]:80/b').getPort() == '80' && url('/b').getEscapedPath() == '/b'",
        "[1, 2, 2].isSorted() && ![2, 1].isSorted() && [1, 2].sum() == 3 && [3, 1].min() == 1",
        "sets.contains([1, 2], [1]) && !sets.equivalent([1, 2], [1]) && sets.intersects([1], [1, 2])",
        "'abc 123'.find('[0-9]+') == '123' && 'a1b2'.findAll('[0-9]') == ['1', '2']",
    ],
)
def test_kubernetes_own_functions_return_what_its_documentation_says(expression: str) -> None:
    assert flaw(expression, _ANYTHING, "bool") is None
    assert outcome(expression, {}).value is True


@given(st.text(alphabet="self.a()[]'\"+-=<>!&|?:, \n1é", max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_expression_raises_and_a_flaw_stands_in_it(expression: str) -> None:
    wrong = flaw(expression, _ANYTHING)

    outcome(expression, {"a": [1, "b"]})
    if wrong is not None:
        assert 1 <= wrong.line <= expression.count("\n") + 1
        assert wrong.column >= 1


@pytest.mark.parametrize(
    "expression",
    [
        "'aaaaaaaaaa'" + ".replace('a', 'aaaaaaaaaaaaaaaaaaaa')" * 9 + " == ''",
        "['aaaa']" + ".map(x, x + x + x + x + x + x)" * 30 + " == []",
        "self.split('').map(x, self.split('')).size() > 0",
        "self == '\ud800'",
    ],
)
def test_what_grows_beyond_all_bounds_is_not_evaluated(expression: str) -> None:
    assert outcome(expression, "ab" * 10_000).value is None
    assert flaw(expression, (("self", "dyn"),), "bool") is None


def test_without_the_library_one_info_says_that_expressions_are_not_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "cel_expr_python", None)
    is_installed.cache_clear()
    text = """```yaml
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: images}
webhooks:
  - name: images.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig: {url: "https://example.com/images"}
    matchConditions:
      - {name: a, expression: "=<"}
      - {name: b, expression: "=<"}
```
"""
    try:
        note = read_note(NotePath("a.md"), text)
        diagnostics = note_snippets(note, schema_registry({}, {}, Settings()), Settings()).diagnostics
    finally:
        is_installed.cache_clear()

    assert [(d.rule, d.severity) for d in diagnostics] == [("invalid-expression", "info")]
