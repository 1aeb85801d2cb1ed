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
_VERDICTS = {
    "valid": "it is valid",
    "invalid": "it is not valid",
    "unchecked": "it was not checked",
    "no-schema": "no schema is known for it, so only its YAML was checked",
}


def snippet_at(kb: KnowledgeBase, path: NotePath, line: int) -> Snippet | None:
    """The snippet in a line of a note; on a fence's marks, the first or last in it."""
    for each in kb.snippets.of(path).snippets:
        fence = kb.notes[path].fences[each.fence]
        first, last = each.lines[0] + fence.first_line, each.lines[1] + fence.first_line
        if first <= line < last or fence.span.start.line <= line < fence.first_line:
            return each
    behind = [
        each
        for each in kb.snippets.of(path).snippets
        if (span := kb.notes[path].fences[each.fence].span).start.line <= line <= span.end.line
    ]
    return behind[-1] if behind else None


def snippet_row(path: NotePath, each: Snippet) -> dict[str, object]:
    """What is known of a snippet, for another program."""
    return {
        "path": path,
        "line": each.line,
        "index": each.index,
        "mode": each.mode,
        "said": each.mode_source,
        "verdict": each.verdict,
        "schema": each.schema or None,
        "kubernetes": each.version,
        "kind": each.kind,
        "api_version": each.api_version,
        "name": each.name,
        "publishes": each.file,
        "findings": [
            {"line": found.location.span.start.line, "rule": found.rule, "message": found.message}
            for found in each.diagnostics
        ],
    }


def snippet_report(path: NotePath, each: Snippet) -> str:
    """The same for a person."""
    named = f": {each.full_name}" if each.full_name else ""
    lines = [
        f"{path}:{each.line}: snippet {each.index + 1} of the note{named}",
        f"taken for {_TAKEN_FOR[each.mode]}: {each.mode_source}",
    ]
    if each.schema:
        lines.append(f"validated by {each.schema}")
    fails = each.mode == "meant-to-fail" and each.verdict == "valid"
    lines.append("it fails, as it is meant to" if fails else _VERDICTS[each.verdict])
    if each.file:
        lines.append(f"published as {each.file}")
    lines += [
        f"  {found.location.span.start.line}: {found.rule}: {found.message}" for found in each.diagnostics
    ]
    return "".join(f"{visible(line)}\n" for line in lines)
