"""Which blocks of a note its commands apply: they are whole manifests.

kubectl apply -f - <<EOF          what it reads
cat > web.yaml <<EOF              and further down `kubectl apply -f web.yaml`
```yaml title="web.yaml"          and a block with that command
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from posixpath import normpath

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.here_documents import IS_APPLIED, SHELLS
from knotwork.snippets.intent.block_labels import label_above

_KUBECTL = frozenset(("kubectl", "k", "oc"))
_READS = frozenset(("apply", "create"))
_FILE = frozenset(("-f", "--filename"))
_NAME = lazy_regex(r"\s*(?:---\s*)?#[ \t]*(?:[Ff]ile:?[ \t]*)?([\w./-]+\.ya?ml)[ \t]*:?[ \t]*(?:\n|\Z)")
"""A first comment that names the file of a block."""
_LABEL = lazy_regex(r"(?:[Ff]ile(?:name)?[:*_` \t]+)?([\w./-]+\.ya?ml)")
"""A line above a block that is nothing but the name of its file."""


def applied_files(fences: Iterable[Fence]) -> frozenset[str]:
    """The files that commands of a note apply as they stand."""
    texts = (fence.text for fence in fences if fence.language in SHELLS or not fence.language)
    return frozenset(
        file
        for text in texts
        if "-f" in text
        for line in text.replace("\\\n", " ").split("\n")
        for file in _files(line.split())
    )


def _files(words: list[str]) -> Iterator[str]:
    if _READS.isdisjoint(words) or _KUBECTL.isdisjoint(words) or "--server-side" in words:
        return
    for index, word in enumerate(words):
        if word in _FILE:
            named = words[index + 1 : index + 2]
        else:
            named = [word.partition("=")[2]] if word.startswith(("-f=", "--filename=")) else []
        for file in ",".join(named).split(","):
            if file.endswith((".yaml", ".yml", ".json")):
                yield normpath(file)


def is_applied(block: Fence, applied: Set[str]) -> bool:
    """Whether a command reads a block, or the file that it is by its title or its first comment."""
    if IS_APPLIED in block.options:
        return True
    file = named_file(block) if applied else ""
    return bool(file) and normpath(file) in applied


def named_file(block: Fence) -> str:
    """The file that a block is by its title, by its first comment or by the line above it; empty for none."""
    if title := block.options.get("title", ""):
        return title
    named = _NAME.match(block.text) or _LABEL.fullmatch(label_above(block.above))
    return named[1] if named is not None else ""
