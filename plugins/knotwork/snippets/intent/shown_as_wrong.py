"""Blocks whose surroundings call them wrong: bad examples, exercises, what an error message below names.

Above one stands `**Bad**:` or `Find the mistake`, or below it `error: unknown field "spec.replica"`.
What is found there is meant, so it is an info: the manifest is not valid, and nobody is to use it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from functools import cached_property

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.fields.api_lifecycle import REMOVED_API
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.here_documents import SHELLS
from knotwork.snippets.intent.bad_examples import is_bad_example
from knotwork.snippets.intent.called_broken import is_called_broken, labelled_file
from knotwork.snippets.intent.changed_below import is_changed_below
from knotwork.snippets.intent.denials import is_denied
from knotwork.snippets.intent.exercises import asks_to_fix
from knotwork.snippets.intent.expected_outputs import is_of_kubeadm, is_output, is_shortened
from knotwork.snippets.intent.expected_refusals import as_expected_refusals
from knotwork.snippets.intent.files_to_fix import as_to_be_fixed
from knotwork.snippets.intent.followed_by_fixed import followed_by_fixed
from knotwork.snippets.intent.lists_of_edits import is_of_pieces
from knotwork.snippets.intent.named_as_wrong import is_named_as_wrong
from knotwork.snippets.intent.notations import as_notation
from knotwork.snippets.intent.quoted_refusals import (
    OF_APIS,
    Refusal,
    key_of_line,
    refused_above,
    refused_below,
)
from knotwork.snippets.intent.records_of_scripts import record_of_script
from knotwork.snippets.intent.remarks_of_missing import is_shown_missing
from knotwork.snippets.intent.sent_to_webhooks import sent_to_webhook
from knotwork.snippets.intent.sentences_of_wrong import BELOW, BREAKS, SENTENCE, WRONG_ABOUT
from knotwork.snippets.intent.shown_as_old import shown_as_old
from knotwork.snippets.intent.titles_of_wrong import is_titled_wrong
from knotwork.snippets.intent.todo_lines import is_to_be_changed
from knotwork.snippets.intent.words_of_exercises import TASK
from knotwork.snippets.intent.words_of_wrong import LABEL, MARKED, PITFALL, RIGHT
from knotwork.snippets.violation import Violation, at_most_info, severity, with_infos

_FRAME = lazy_regex(
    r"[\s>*_#+\-–—•\"'`=]+|(?:\d+|[a-z])[.)]\s+|\[!\w+\][+-]?\s*|(?:!!!|\?\?\?\+?|===)\s*\w*\s*\"?|<[^<>]*>"
    r"|:{3,}\s*\w*\s*"
)
"""What stands in front of the words of a line: marks of lists, quotes, headings, callouts, bold text."""
_END = re.compile(r"(?<=[.!?])[\"')*_]*\s+|(?<=[。！？])")
_ANSWER = lazy_regex(r"(?:a\d+|answer|antwort|respuesta|답|答)\b[ \t]*\d*[ \t]*[:.]?[ \t]*$", re.IGNORECASE)
_SETUP = lazy_regex(
    r"(?:setup|preparation|given|starting point|initial state|scenario|problem statement)(?: (?:script"
    r"|files?|manifest))?:?",
    re.IGNORECASE,
)
"""The heading of what an exercise begins with: what is to be done stands above."""
_LABEL = lazy_regex(r"(?:\S+[ \t]+){0,2}\S+[:：]|`?[\w./-]+\.(?:ya?ml|json)`?:?")
"""What may stand between a block and the paragraph about it: `Setup:`, `pod.yaml`."""
_NEXT = lazy_regex(r"^[ \t>]*(?:#{1,6}[ \t]|`{3,}|~{3,})", re.MULTILINE)
"""What ends the text about a block below it."""
_SUMMARY = lazy_regex(r"<summary\b", re.IGNORECASE)
_TAGS_BEHIND = lazy_regex(r"(?:</?[A-Za-z][^<>]*>\s*)+$")
_FILE = lazy_regex(r"[\w./-]+\.(?:ya?ml|json)\b")
_IN_CODE = lazy_regex(r"`([^`\n]+)`")
_OF_OTHERS = OF_APIS | {UNKNOWN_FIELD}
"""The rules about what stands there, however short its values are."""


class Block:
    """A block, and what the text around it says of it: read once for all documents in it."""

    def __init__(self, fence: Fence) -> None:
        self.fence = fence
        self.title = fence.options.get("title", "")

    @cached_property
    def is_meant(self) -> bool:
        """Whether all that is wrong in it is."""
        fence = self.fence
        return (
            is_shown_as_wrong(fence)
            or is_output(fence, self.title)
            or is_called_broken(self.title or labelled_file(fence.above), fence.above)
        )

    @cached_property
    def is_of_kubeadm(self) -> bool:
        """Whether it shows a file that kubeadm wrote."""
        return is_of_kubeadm(self.fence)

    @cached_property
    def refused_above(self) -> Refusal | None:
        """What kubectl or helm says right above it."""
        return refused_above(self.fence.above)

    @cached_property
    def refused_below(self) -> Refusal | None:
        """What they say right below it."""
        return refused_below(self.fence.below)


def shown_as_wrong(
    violations: Sequence[Violation], block: Block, text: str, name: str | None, first: int = 0
) -> Sequence[Violation]:
    """The violations of a document; as infos those that the text around its block says are meant.

    `text`: that of their offsets. `name`: the one of the object. `first`: the 0-based line of the block at
    which the text begins.
    """
    if all(severity(violation) == "info" for violation in violations):
        return violations
    fence, title = block.fence, block.title
    if block.is_meant or is_bad_example(title, name):
        return list(map(at_most_info, violations))
    if file := title or labelled_file(fence.above):
        section = "\n".join(text_above(fence.above).section)
        below = _NEXT.split(fence.below, maxsplit=1)[0]
        violations = as_to_be_fixed(violations, file, f"{section}\n\n{below}", text)
    violations = with_infos(
        violations,
        lambda violation: (
            is_titled_wrong(violation, text)
            or is_shown_missing(violation, text, file=bool(title))
            or is_named_as_wrong(violation, text, name)
            or is_to_be_changed(violation, text)
            or is_of_pieces(violation, text)
            or is_changed_below(violation, fence, text)
        ),
    )
    violations = as_expected_refusals(violations, fence, text, name, first)
    violations = as_notation(violations, fence, text)
    if block.is_of_kubeadm:  # what the API server warns of there is no choice of the writer
        violations = with_infos(violations, lambda violation: severity(violation) == "warning")
    if is_shortened(fence):
        violations = with_infos(violations, lambda violation: violation.rule not in _OF_OTHERS)
    violations = [
        record_of_script(sent_to_webhook(shown_as_old(violation, text), fence, text), fence, text)
        for violation in violations
    ]
    if (above := block.refused_above) is not None:
        violations = with_infos(violations, lambda violation: above.names(violation, text))
    if not fence.below:
        return violations
    refusal = block.refused_below
    if refusal is None:
        return with_infos(violations, lambda violation: _is_called_wrong_below(violation, text, fence.below))
    named = {id(violation): violation for violation in violations if refusal.names(violation, text)}
    if any(own.rule is REMOVED_API for own in named.values()):
        return list(map(at_most_info, violations))
    return with_infos(
        violations,
        lambda violation: id(violation) in named or (bool(named) and refusal.hides(violation)),
    )


def is_shown_as_wrong(fence: Fence) -> bool:
    """Whether the label, the sentence or the heading above a block, or the sentence below, calls it wrong."""
    if fence.below and (_begins_wrong(fence.below) or followed_by_fixed(fence)):
        return True
    labels = 0
    behind_block = False
    for piece in text_above(fence.above).pieces:
        if piece.kind == "block":
            if piece.text not in SHELLS:
                return False  # what stands above another example is about that one
            behind_block = True
        elif piece.kind == "heading":
            title = _bare(piece.text)
            if _ANSWER.match(title) or _SETUP.fullmatch(title):
                behind_block, labels = False, 0  # the question stands above
                continue
            if RIGHT.match(title):
                return False
            return (
                any(pattern.match(title) for pattern in (LABEL, PITFALL, TASK))
                or any(pattern.search(title) is not None for pattern in (MARKED, BREAKS))
                or asks_to_fix([title])
            )
        elif not behind_block:
            lines = [bare for line in piece.text.split("\n") if (bare := _bare(line))]
            if not lines:
                continue
            is_summary = _SUMMARY.search(piece.text) is not None and len(lines) == 1
            if RIGHT.match(lines[-1]) or (len(lines) == 1 and RIGHT.match(lines[0])):
                return False
            if (
                LABEL.match(lines[-1])
                or MARKED.search(lines[-1])
                or _is_called_wrong(" ".join(lines), fence.options.get("title", ""))
            ):
                return True
            labels += 1
            if labels > 1 or len(lines) > 1 or not (is_summary or _LABEL.fullmatch(lines[0])):
                behind_block = True  # only a heading counts further up
    return False


def _is_called_wrong(paragraph: str, title: str) -> bool:
    """Whether a paragraph asks to find a mistake below it, or its last sentence calls what is there wrong.

    `title`: that of the block; what a sentence says of another file is not about it.
    """
    sentences = [sentence for sentence in _END.split(paragraph) if sentence.strip()]
    if asks_to_fix([one for one in sentences if not _is_of_another_file(one, title)]):
        return True
    last = sentences[-1] if sentences else ""
    called = SENTENCE.search(last) or BREAKS.search(last)
    return called is not None and not is_denied(last, called) and not _is_of_another_file(last, title)


def _is_of_another_file(sentence: str, title: str) -> bool:
    """Whether a sentence names files, and not that of a title."""
    names = {posixpath.basename(file) for file in _FILE.findall(sentence)}
    return bool(title and names) and posixpath.basename(title) not in names


def _begins_wrong(below: str) -> bool:
    """Whether the first sentence below a block calls it wrong."""
    first = _END.split(_bare(below.partition("\n\n")[0]), maxsplit=1)[0]
    called = BELOW.match(first)
    return called is not None and not is_denied(first, called)


def _bare(line: str) -> str:
    """The words of a line, without the marks around them."""
    at = 0
    while (frame := _FRAME.match(line, at)) is not None and frame.end() > at:
        at = frame.end()
    return _TAGS_BEHIND.sub("", line[at:]).replace("**", "").replace("__", "").rstrip(' "*_')


def _is_called_wrong_below(violation: Violation, text: str, below: str) -> bool:
    """Whether the first sentences below a block name the field of a violation, and call it wrong."""
    first = _bare(below.partition("\n\n")[0])
    sentence = _END.split(first, maxsplit=1)[0]
    called = WRONG_ABOUT.search(sentence)
    if called is None or is_denied(sentence, called):
        return False
    named = {
        key_of_line(violation, text),
        text[violation.start : violation.end].strip("\"'"),
    }
    return not named.isdisjoint(filter(None, _IN_CODE.findall(below[: len(sentence) + 20])))
