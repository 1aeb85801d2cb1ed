"""The part of `knotwork explain` about a snippet: what it is taken for, by which schema it is validated."""

from __future__ import annotations

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.report.terminal import visible
from knotwork.snippets.snippet import Snippet

_TAKEN_FOR = {
    "full": "a whole manifest",
    "fragment": "a part of a manifest",
    "partial": "a manifest with parts left out",
    "patch": "a patch of a manifest",
    "template": "a template",
    "syntax": "YAML of any kind",
    "skip": "a snippet to skip",
    "meant-to-fail": "a manifest that is meant to fail",
    "other": "YAML that is not for Kubernetes",
}
_RESULT_TEXTS = {
    "valid": "it is valid",
    "invalid": "it is not valid",
    "unchecked": "it was not checked",
    "placeholders": "it is valid but for its placeholders",
    "no-schema": "no schema is known for it, so only its YAML was checked",
}


def snippet_at(kb: KnowledgeBase, path: NotePath, line: int) -> Snippet | None:
    """The snippet in a line of a note; on a fence's marks, the first or last in it."""
    for snippet in kb.snippets.of(path).snippets:
        fence = kb.notes[path].fences[snippet.fence]
        first, last = snippet.lines[0] + fence.first_line, snippet.lines[1] + fence.first_line
        if first <= line < last or fence.span.start.line <= line < fence.first_line:
            return snippet
    behind = [
        snippet
        for snippet in kb.snippets.of(path).snippets
        if (span := kb.notes[path].fences[snippet.fence].span).start.line <= line <= span.end.line
    ]
    return behind[-1] if behind else None


def snippet_row(path: NotePath, snippet: Snippet) -> dict[str, object]:
    """A snippet as JSON."""
    return {
        "path": path,
        "line": snippet.line,
        "index": snippet.index,
        "mode": snippet.mode,
        "said": snippet.mode_source,
        "verdict": snippet.verdict,
        "schema": snippet.schema or None,
        "kubernetes": snippet.version,
        "kind": snippet.kind,
        "api_version": snippet.api_version,
        "name": snippet.name,
        "publishes": snippet.file,
        "findings": [
            {"line": finding.location.span.start.line, "rule": finding.rule, "message": finding.message}
            for finding in snippet.diagnostics
        ],
    }


def snippet_report(path: NotePath, snippet: Snippet) -> str:
    """A snippet as text."""
    named = f": {snippet.full_name}" if snippet.full_name else ""
    lines = [
        f"{path}:{snippet.line}: snippet {snippet.index + 1} of the note{named}",
        f"taken for {_TAKEN_FOR[snippet.mode]}: {snippet.mode_source}",
    ]
    if snippet.schema:
        lines.append(f"validated by {snippet.schema}")
    fails = snippet.mode == "meant-to-fail" and snippet.verdict == "valid"
    lines.append("it fails, as it is meant to" if fails else _RESULT_TEXTS[snippet.verdict])
    if snippet.file:
        lines.append(f"published as {snippet.file}")
    lines += [
        f"  {finding.location.span.start.line}: {finding.rule}: {finding.message}"
        for finding in snippet.diagnostics
    ]
    return "".join(f"{visible(line)}\n" for line in lines)
