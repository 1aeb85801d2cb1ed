"""What a writer shows about a manifest, and what then is no mistake, or may be none.

A comment, dots, the file it stands in, its folder or a placeholder says so: each is a step of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.identity import identity
from knotwork.snippets.intent.absence_rules import OF_ALL_PARTS
from knotwork.snippets.intent.absences import with_absences
from knotwork.snippets.intent.before_and_after import as_before
from knotwork.snippets.intent.blanks_to_fill import with_blanks
from knotwork.snippets.intent.commented_choices import as_choice
from knotwork.snippets.intent.commented_fields import left_out_by_comment
from knotwork.snippets.intent.comparisons import as_replaced
from knotwork.snippets.intent.completed_elsewhere import completed_elsewhere
from knotwork.snippets.intent.described_types import described_types
from knotwork.snippets.intent.fields_for_others import with_others
from knotwork.snippets.intent.filled_by_kustomize import kustomized_violations
from knotwork.snippets.intent.filled_by_webhooks import filled_by_webhooks
from knotwork.snippets.intent.filler_words import with_filler_words
from knotwork.snippets.intent.folders_of_minors import as_of_folder
from knotwork.snippets.intent.forgotten_containers import with_forgotten_containers
from knotwork.snippets.intent.forgotten_fields import with_forgotten_fields
from knotwork.snippets.intent.kept_for_old import kept_for_old
from knotwork.snippets.intent.left_out_lines import without_left_out
from knotwork.snippets.intent.listed_alternatives import with_listed_alternatives
from knotwork.snippets.intent.lists_left_out import without_lists
from knotwork.snippets.intent.lists_of_edits import with_listed_edits
from knotwork.snippets.intent.local_config import if_never_applied
from knotwork.snippets.intent.marked_keys import with_marked_keys
from knotwork.snippets.intent.named_schemas import by_named_schema
from knotwork.snippets.intent.names_to_fill_in import names_to_fill_in
from knotwork.snippets.intent.old_releases import as_of_release
from knotwork.snippets.intent.one_field_shown import with_one_field
from knotwork.snippets.intent.own_placeholders import own_placeholders
from knotwork.snippets.intent.port_ranges import port_ranges
from knotwork.snippets.intent.proposals import as_called_proposal, as_proposed, is_called_proposal
from knotwork.snippets.intent.said_removed import as_said_removed
from knotwork.snippets.intent.second_examples import without_second_examples
from knotwork.snippets.intent.shown_as_old import shown_as_known
from knotwork.snippets.intent.skeletons import as_skeleton
from knotwork.snippets.intent.states_of_objects import is_as_printed, is_of_server, was_in_cluster
from knotwork.snippets.intent.stored_elsewhere import stored_elsewhere
from knotwork.snippets.intent.template_files import (
    completed_by_program,
    is_template_file,
    merged_by_program,
)
from knotwork.snippets.intent.template_notes import as_form
from knotwork.snippets.intent.titled_parts import with_titled_parts
from knotwork.snippets.intent.to_be_added import with_additions
from knotwork.snippets.intent.values_to_replace import values_to_replace
from knotwork.snippets.intent.version_headings import as_of_version
from knotwork.snippets.intent.written import Written
from knotwork.snippets.said_of_blocks import is_said_to_be_part, is_to_be_applied
from knotwork.snippets.schema.builtin import schemas_of
from knotwork.snippets.validation import Result, with_violations
from knotwork.snippets.violation import Violation, at_most_info, unquoted, with_infos
from knotwork.snippets.yaml.elisions import is_closed_by_dots

_DOTS = "The dots may stand for it; `# ...` says so, for `...` only ends a document."
_Step = Callable[[Sequence[Violation], Written], Sequence[Violation]]


def as_meant(result: Result, written: Written) -> Result:
    """A result without, or with less of, what the writer shows to be left out, filled in or meant.

    Its violations are in the order of their offsets.
    Without errors it is valid; but what a comment calls wrong is still wrong, and the manifest is not valid.
    """
    by_place = sorted(result.violations, key=lambda violation: violation.start)
    result = with_violations(result, _through(_STEPS, by_place, written))
    result = replace(result, violations=tuple(shown_as_known(result.violations, written.text)))
    result = with_violations(result, _through(_LAST_STEPS, result.violations, written))
    return if_never_applied(result, written.document.root) if written.unmarked else result


def _through(
    steps: Sequence[_Step], violations: Sequence[Violation], written: Written
) -> Sequence[Violation]:
    for step in steps:
        violations = step(violations, written)
    return violations


# -- the steps


def _of_kustomize(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    root = written.document.root
    return kustomized_violations(violations, root, written.text, written.title, written.context)


def _by_webhooks(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    registry = written.context.registry
    if written.directive.fails or not registry.mutated:
        return violations
    return filled_by_webhooks(violations, written.document.root, written.path, registry)


def _completed(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    if not written.in_file:
        return violations
    listed = written.context.kustomized
    return completed_elsewhere(
        violations, written.text, written.title, listed=listed, custom=written.is_custom
    )


def _for_old_clusters(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    places, context = (written.path, written.title), written.context
    root, defined = written.document.root, context.registry.defined
    if "1." in written.path or "1." in written.title:
        violations = as_of_folder(violations, places)
    return kept_for_old(violations, root, places, defined, written.block, file=context.file)


def _stored_elsewhere(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    if not written.unmarked:
        return violations
    stored = written.context.registry.stored
    return stored_elsewhere(violations, written.document.root, (written.path, written.title), stored)


def _of_version(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    if not written.in_note:
        return violations
    known = as_said_removed(violations, written.text, written.block)
    known = as_of_version(known, written.block.above, written.directive.version)
    return as_of_release(as_before(known, written.text, written.block), written.path, written.block)


def _of_skeletons(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    if not written.unmarked:
        return violations
    root = written.document.root
    return without_second_examples(as_skeleton(violations, root), root, written.text)


def _in_parts(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    """As infos what stands for other fields, and what begins another part."""
    if not written.unmarked:
        return violations
    violations = with_others(violations, written.text, file=written.context.file)
    if written.context.file:
        return violations
    violations = with_marked_keys(violations, written.text)
    root = written.document.root
    if root is None:
        return violations
    violations = with_listed_edits(violations, root, written.text)
    first = root.start_mark.index
    return as_replaced(with_titled_parts(violations, written.text, first), written.text, first)


def _left_out(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    return without_left_out(violations, written.text) if written.elided else violations


def _commented(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    return [as_choice(left_out_by_comment(own, written.text), written.text) for own in violations]


def _to_replace(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    return values_to_replace(violations, written.text, written.block, file=written.context.file)


def _by_text(step: Callable[[Sequence[Violation], str], Sequence[Violation]]) -> _Step:
    """The step of a function that needs the text only."""
    return lambda violations, written: step(violations, written.text)


def _without_lists(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    if not written.in_note:
        return violations
    violations = without_lists(violations, identity(root := written.document.root).kind or "manifest")
    return violations if is_to_be_applied(written.block) else with_listed_alternatives(violations, root)


def _forgotten(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    """As an error that a manifest which is applied has no containers, where that is all it lacks."""
    context, block = written.context, written.block
    if not written.unmarked or context.kustomized or is_said_to_be_part(block):
        return violations
    if not (context.file or is_to_be_applied(block)):
        return violations
    paths = (written.path, written.title)
    above = "\n".join(text_above(block.above).own)
    return with_forgotten_containers(violations, written.document.root, written.text, paths, above)


def _to_be_added(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    if not written.in_note:
        return violations
    return with_additions(violations, written.document.root, written.text)


def _absent(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    if not written.in_note:
        return violations
    violations = with_blanks(violations, written.document, written.block)
    return with_absences(violations, written.document, written.block)


def _of_own_kinds(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    """As an info a custom kind in place of those that a definition lists: a program may add its own."""
    registry = written.context.registry
    if not registry.custom or not written.is_custom:
        return violations
    violations = by_named_schema(violations, written.document.root, written.text)
    if written.in_note and not is_to_be_applied(written.block):
        violations = with_one_field(violations, written.document.root, written.text)
    kinds, text = {kind for _, kind in registry.defined}, written.text
    return with_infos(violations, lambda own: own.rule is UNKNOWN_VALUE and unquoted(own, text) in kinds)


def _closed(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    """As infos those of missing fields, where dots above the next `---` may stand for them."""
    if not written.in_note:
        return violations
    if not is_closed_by_dots(written.text, written.document.end):
        return violations
    return [
        replace(at_most_info(violation), help=_DOTS) if violation.rule is MISSING_FIELD else violation
        for violation in violations
    ]


def _of_cluster(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    """As infos what an object of a cluster lacks: the server took it whole, so it is shown in part."""
    if not written.in_note or not violations:
        return violations
    root, text = written.document.root, written.text
    if was_in_cluster(root):
        violations = with_infos(violations, lambda own: is_as_printed(own, text))
    return with_infos(violations, lambda own: own.rule in OF_ALL_PARTS) if is_of_server(root) else violations


def _filled_in(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    return own_placeholders(violations, written.text, template=is_template_file(written.title))


def _by_program(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    """As infos what a program that has the file as its own may add to it, or reads of it."""
    if not written.in_file or not violations:
        return violations
    root = written.document.root
    merged = merged_by_program(violations, root, custom=written.is_custom)
    return completed_by_program(merged, root, written.title)


def _proposed(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    if violations and written.unmarked:
        beginnings = written.block.beginnings
        if written.in_note:
            violations = as_form(violations, written.path, beginnings)
        if is_called_proposal(written.path, beginnings) and not is_to_be_applied(written.block):
            known = schemas_of(written.directive.version)
            violations = as_called_proposal(violations, written.document.root, known)
    return as_proposed(violations) if written.context.proposal and written.unmarked else violations


_STEPS: Sequence[_Step] = (
    _of_kustomize,
    _by_webhooks,
    _completed,
    _for_old_clusters,
    _stored_elsewhere,
    _of_version,
    _of_skeletons,
    _in_parts,
    _left_out,
    _commented,
    _to_replace,
    *map(_by_text, (names_to_fill_in, with_filler_words, port_ranges, described_types)),
    _of_own_kinds,
    _filled_in,
    _by_program,
)
_LAST_STEPS: Sequence[_Step] = (
    _without_lists,
    _forgotten,
    with_forgotten_fields,
    _to_be_added,
    _absent,
    _closed,
    _of_cluster,
    _proposed,
)
