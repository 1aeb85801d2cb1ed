"""Help within a block of code: the documentation of fields, and links from names to the objects they name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from html import escape
from itertools import chain

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.model.note import Fence
from knotwork.site.addresses import Addresses, relative, snippet_anchor
from knotwork.snippets.fences import yaml_parts
from knotwork.snippets.occurrences import field_occurrences, reference_occurrences
from knotwork.snippets.schema.builtin import NEWEST, schemas_of
from knotwork.snippets.schema.descriptions import kind_descriptions
from knotwork.snippets.snippet import Snippet
from knotwork.snippets.wrapping import usual_kind
from knotwork.snippets.yaml.recovery import recovered
from knotwork.syntax.code_html import Mark

ApiKind = tuple[str, str]
"""An apiVersion and a kind."""


def described_by(snippet: Snippet) -> ApiKind | None:
    """The kind whose documentation describes a snippet's fields; None when there is none."""
    known = schemas_of(NEWEST)
    if snippet.is_manifest:
        key = snippet.api_version or "", snippet.kind or ""
        return key if key in known.kinds() else None
    kind = usual_kind(_path(snippet)) if snippet.mode == "fragment" else ""
    versions = known.versions_of(kind)
    return (versions[0], kind) if versions else None


def docs_name(kind: ApiKind) -> str:
    """The name of the data file with a kind's descriptions: `fields-apps-v1-Deployment`."""
    return f"fields-{kind[0].replace('/', '-')}-{kind[1]}"


def field_docs(kb: KnowledgeBase) -> Iterator[tuple[str, Callable[[], object]]]:
    """The data files with the descriptions of each kind that the vault shows, with what makes each."""
    kinds = {described_by(snippet) for snippets in kb.snippets.by_note.values() for snippet in snippets}
    for kind in sorted(kind for kind in kinds if kind is not None):
        yield docs_name(kind), partial(kind_descriptions, *kind)


def docs_of(snippets: Sequence[Snippet]) -> str:
    """The names of the data files with the documentation of a block, separated by spaces; empty for none."""
    kinds = dict.fromkeys(kind for snippet in snippets if (kind := described_by(snippet)))
    return " ".join(map(docs_name, kinds))


def block_marks(
    kb: KnowledgeBase,
    path: NotePath,
    fence: Fence,
    snippets: Sequence[Snippet],
    site: Addresses,
    here: str,
    *,
    references: bool,
) -> Iterator[Mark]:
    """The fields of the snippets of a block that have documentation.

    With `references` also its names that link to the objects they name.
    """
    types = [_path(snippet) for snippet in snippets if snippet.mode == "fragment"]
    parts = [recovered(part) for part in yaml_parts(fence)]
    fields = [field_occurrences(fence, read, types[0] if types else "") for read in parts if snippets]
    for field in chain.from_iterable(fields):
        opening = f'<span data-kw-field="{escape(field.owner)}.{escape(field.name)}">'
        yield Mark(field.line, field.start, field.end, opening, "</span>")
    defined = kb.snippets.of(path).defined
    linked = parts if references and len(defined) > 1 else []
    for reference in chain.from_iterable(reference_occurrences(fence, read) for read in linked):
        target = defined.get((reference.owner, reference.name))
        if target is not None:
            url = escape(relative(f"{site.note(path)}#{snippet_anchor(target)}", here))
            title = escape(f"{reference.owner} {reference.name}")
            opening = f'<a class="kw-defined" href="{url}" title="{title}">'
            yield Mark(reference.line, reference.start, reference.end, opening, "</a>")


def _path(snippet: Snippet) -> str:
    """The type that a fragment is a part of."""
    return snippet.schema.removeprefix("list of ")
