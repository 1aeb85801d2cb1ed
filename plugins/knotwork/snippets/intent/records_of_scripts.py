"""Files that a script writes for itself, in the form of a manifest, and gives to no cluster.

cat > backup.yaml <<EOF      within a function or a loop; no command applies the file
kind: BackupRecord
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.apis import UNKNOWN_KIND
from knotwork.snippets.here_documents import SHELLS
from knotwork.snippets.violation import Violation, at_most_info

_WRITES = lazy_regex(r"^[ \t]+(?:sudo[ \t]+)?(?:cat|tee)\b(?=[^\n]*<<)[^\n]*", re.MULTILINE)
"""A command within a function, a loop or a branch, which a reader does not type."""
_FILE = lazy_regex(r"([\w.-]+\.(?:ya?ml|json))\b")
_APPLIES = lazy_regex(r"\b(?:kubectl|oc|k)\b[^\n]*[ \t](?:-f|--filename|-k|--kustomize)\b[^\n]*")


def record_of_script(violation: Violation, fence: Fence, text: str) -> Violation:
    """A violation; as an info that of a kind nobody knows, in a file that a script writes and never applies.

    `fence`: the script. `text`: that of the offsets.
    """
    if violation.rule is not UNKNOWN_KIND or fence.language not in SHELLS or violation.meant:
        return violation
    line = text[line_start(text, violation.start) : line_end(text, violation.start)]
    at = fence.text.find(f"\n{line}\n") if line else -1
    written = [*_WRITES.finditer(fence.text, 0, max(at, 0))]
    if not written or not line.startswith("kind:"):
        return violation
    file = _FILE.search(written[-1][0])
    if file is None or any(
        file[1] in applies[0] or _FILE.search(applies[0]) is None
        for applies in _APPLIES.finditer(f"{fence.text}\n{fence.below}")
    ):
        return violation
    return at_most_info(violation)
