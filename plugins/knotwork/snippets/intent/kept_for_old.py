"""Manifests for an API that is gone, kept for old clusters beside those for the API that replaced it.

They are in a folder that is named after the old version (`crds/v1beta1/`), or the same object stands beside
them in a version that is served.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

import yaml
from msgspec.structs import replace

from knotwork.model.note import Fence
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD
from knotwork.snippets.fields.of_server import ONLY_OF_SERVER
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.identity import defined_kind
from knotwork.snippets.intent.folders_of_minors import minor_of_folders
from knotwork.snippets.intent.old_versions import is_of_old_version
from knotwork.snippets.pending import PendingDocument
from knotwork.snippets.violation import Violation, as_info, severity, with_infos
from knotwork.snippets.yaml.values import text, value_at

_OF_APIS = frozenset((REMOVED_API, DEPRECATED_API))
_FOLDER = "its folder is named after the old version"
_OLD_FOLDER = re.compile(
    r"(?:^|/)(?:[^/]+[-_.]old|old|BACKUP[^/]*|archived?|archives|legacy|deprecated|obsolete)/"
)
"""The folder of what is not used any more: not `legacy-v1/`, nor a chart that is called `db-backup`."""
_OLD_FILE = re.compile(
    r"(?<![a-z])(?:before|pre|older[-_]than|below|lt|up[-_]?to|until)[-_]?"
    r"(?:(?:k8s|kube|kubernetes)[-_]?v?1[._-]\d|v?1[._-]\d(?=\d))\d?"
    r"(?![\d.]*\.\d)[^/]{0,60}\.(?:ya?ml|json)$"
    r"|(?:k8s|kube(?:rnetes)?)[^/]{0,60}[-_]v?1[._-]\d{1,2}[-_]?(?:and[-_])?(?:or[-_])?"
    r"(?:earlier|older|below|lower|before)[^/]{0,60}\.(?:ya?ml|json)$",
    re.IGNORECASE,
)
"""The file for clusters before a version: `k8s_before_v1_18.yaml`, `crd-pre-1.16.yaml`.

Not `default-1.18.yaml`, which ends as `lt` does.
"""
_DEPRECATION = re.compile(
    r"(?:^|/)[^/]*(?:deprecat\w*[-_]?apis?|apis?[-_]?deprecat\w*)[^/]*(?:/|\.md$)", re.IGNORECASE
)
"""An exercise or a policy about old APIs."""
_MIGRATED = re.compile(
    r"(?<!dis)allowed|solution|solved|fixed|migrated|(?:^|[/_-])(?:after|new|good|answer)", re.IGNORECASE
)
"""What in its path or above it stands for what is right."""
_OLD = "its folder is named after what is old"
_OLD_MINOR = "its folder is named after a version that may have had it"
_OLD_VERSION = "its file is named after older versions"
_ABOUT = "its path says that it is about old APIs"
_SENT = "as it is here, it goes to or comes from a webhook"
_REVIEWS = frozenset(
    ("TokenReview", "SubjectAccessReview", "AdmissionReview", "ImageReview", "ConversionReview")
)
_PAYLOAD = re.compile(
    r"\b(?:sen[dt]s?|POSTs?(?:ed)?|webhooks?|payload|request (?:body|object)|respon[ds]\w*)\b", re.IGNORECASE
)
"""What is said above the request to a webhook or its answer."""
_BY_WRITER = "the text above says that it is the old form"
_SAYS_OLD = re.compile(
    r"\bif (?:you|your|the|an?)\b[^.:\n]{0,80} (?:looks?|looked) like\b"
    r"(?=[^.:,\n]{0,30}:|[^.:,\n]{0,30},? (?:change|replace|update|migrate|convert|upgrade|move|you (?:need"
    r"|have|must|should)))"
    r"|\b(?:used to|previously|formerly|originally) (?:look|looked|be|was|were|had|have|read)\b[^.:\n]{0,60}:"
    r"|\b(?:old|previous|former|legacy) (?:form(?:at)?|version|manifest|syntax|definition|api)\b"
    r"(?: (?:of|for) (?:the|this|an?|our|these) (?:manifest|resource|object|definition|api|custom resource"
    r"|(?-i:[A-Z])\w+))?"
    r"(?:,? (?:which |that )?(?:looks?|looked|is|was|reads?|used?|uses)\b[^.:\n]{0,40})?[*_` ]*:"
    r"|(?:^|\n)[#*_> \t]*before(?: the (?:migration|change|upgrade))?[ \t*_]*:?[ \t*_]*\Z",
    re.IGNORECASE,
)
"""The end of the text above what is to be migrated: `If your X looks like this:`, `Before:`."""
_BY_TITLE = "the text around it calls that version old"
_WRITTEN = "the API server wrote it"
_BESIDE = "the same object stands beside it in a version that is served"


def kept_for_old(
    violations: Sequence[Violation],
    root: yaml.Node | None,
    paths: Sequence[str],
    defined: Set[tuple[str, str]],
    block: Fence,
    *,
    file: bool = False,
) -> list[Violation]:
    """The violations of a document; that of its API as an info where it is kept for old clusters.

    `paths`: of its note, and of its file. `defined`: the group and kind of what definitions of a version that
    is served define in the vault. `block`: the one it stands in. `file`: somebody applies it.
    """
    if not any(violation.rule in _OF_APIS for violation in violations):
        return list(violations)
    version = (text(value_at(root, "apiVersion")) or "").rpartition("/")[2]
    why = ""
    if any(f"/{version}/" in f"/{path}" for path in paths):
        why = _FOLDER
    elif text(value_at(root, "kind")) == "CustomResourceDefinition":
        why = _BESIDE if defined_kind(root) in defined else ""
    why = why or _by_path(paths, block.above) or _by_minor(violations, paths)
    why = why or _as_payload(root, block.above)
    if not why and not file:
        why = _by_text(root, block)
        if why == _BY_TITLE:  # what is moved may be shown by its head
            violations = with_infos(violations, lambda own: own.rule is EMPTY_FIELD)
    return [_as_info(violation, why) for violation in violations] if why else list(violations)


def _by_path(paths: Sequence[str], above: str) -> str:
    """Why the path of a manifest says that it is for old clusters; empty where it does not."""
    if any(_OLD_FOLDER.search(path) for path in paths):
        return _OLD
    if any(_OLD_FILE.search(path) for path in paths):
        return _OLD_VERSION
    if not any(_DEPRECATION.search(path) for path in paths):
        return ""
    nearest = next((line for line in reversed(above.split("\n")) if line.strip()), "")
    migrated = any(map(_MIGRATED.search, (*paths, nearest)))
    return "" if migrated else _ABOUT


def _by_minor(violations: Sequence[Violation], paths: Sequence[str]) -> str:
    """Why the folder of a manifest says that it is for a minor in which its API was not gone; or nothing."""
    gone = [int(own.gone.partition(".")[2]) for own in violations if own.rule in _OF_APIS and own.gone]
    minor = minor_of_folders(paths) if gone else 0
    return _OLD_MINOR if minor and minor < min(gone) else ""


def _by_text(root: yaml.Node | None, block: Fence) -> str:
    """Why a manifest in a note is not applied: it is to be migrated, or an object of a cluster is shown."""
    if not block.above.strip():
        return ""  # nothing is said about it
    if _SAYS_OLD.search(block.above.rstrip().rpartition("\n\n")[2]):
        return _BY_WRITER
    if is_of_old_version(root, block):
        return _BY_TITLE
    metadata = value_at(root, "metadata")
    written = {name for name in ONLY_OF_SERVER if value_at(metadata, name) is not None}
    return _WRITTEN if len(written) > 1 else ""


def _as_payload(root: yaml.Node | None, above: str) -> str:
    """Why a review is no object for the API server: it is an answer, or the text above it says so."""
    if text(value_at(root, "kind")) not in _REVIEWS:
        return ""
    answered = value_at(root, "spec") is None and any(
        value_at(root, part) is not None for part in ("status", "response", "request")
    )
    paragraph = above.rpartition("\n\n")[2]
    return _SENT if answered or _PAYLOAD.search(paragraph) else ""


def beside_served(
    documents: Sequence[PendingDocument], violations: Sequence[Sequence[Violation]]
) -> list[Sequence[Violation]]:
    """The violations of a note's documents; those of old APIs as infos where another is the same object."""
    old = [index for index, own in enumerate(violations) if any(v.rule is REMOVED_API for v in own)]
    served = {
        (*document.identity[1:3], document.directive.version)
        for index, document in enumerate(documents)
        if old and index not in old and document.result.mode == "full" and document.identity.api_version
    }
    kept = list(violations)
    for index in old:
        same = (*documents[index].identity[1:3], documents[index].directive.version)
        if all(same) and same in served:
            kept[index] = [_as_info(violation, _BESIDE) for violation in violations[index]]
    return kept


def _as_info(violation: Violation, why: str) -> Violation:
    if severity(violation) == "info":
        return violation
    if violation.rule is UNKNOWN_FIELD:  # the old form may have had it
        return as_info(violation)
    if violation.rule not in _OF_APIS or " comes with " in violation.message:
        return violation
    return replace(violation, message=f"{violation.message}; {why}", severity="info", repair=None)
