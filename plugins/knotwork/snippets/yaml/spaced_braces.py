"""Templates whose braces a formatter moved apart: `{ { .Values.name } }` is a mapping, for Helm as well."""

from __future__ import annotations

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Repair, Violation
from knotwork.snippets.yaml.templates import YAML_TEMPLATE

_APART = lazy_regex(
    r"\{ \{(?P<within>[ ]?(?:[-~][ ]?)?(?:(?:include|template|if|else|end|range|with|define|block|toYaml|tpl"
    r"|default|quote|required|lookup|printf)\b|\$\w*|\.[A-Za-z][\w.]*|\w[\w.\[\]'\"]*[ ]*\|(?!\|))"
    r"[^{}\n]*)\} \}"
)


def without_spaces_in_braces(text: str) -> tuple[str, list[Violation]]:
    """A text of the same length with the braces of its templates together, and the violation for them."""
    if not (apart := [*_APART.finditer(text)]):
        return text, []
    first, *others = (match.span() for match in apart)
    changes = tuple((*match.span(), f"{{{{{match['within']}}}}}") for match in apart)
    violation = Violation(
        YAML_TEMPLATE,
        *first,
        "a space stands between the braces of this template",
        "Write `{{` and `}}`: a formatter of Markdown may have put a space between the braces.",
        severity="warning",
        repair=Repair("Write `{{` and `}}`", (), changes),
        related=tuple((start, end, THIS_TOO) for start, end in others[:MOST_PLACES]),
    )
    return _APART.sub(r"{{ \g<within> }}", text), [violation]
