"""The fields of metadata that the API server writes: an object that has them is, or was, in a cluster."""

from __future__ import annotations

OF_SERVER = frozenset(
    (
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "generation",
        "managedFields",
        "resourceVersion",
        "selfLink",
        "uid",
    )
)
ONLY_OF_SERVER = OF_SERVER - {"creationTimestamp"}
"""Those that no program writes before: `kubectl create --dry-run` prints `creationTimestamp: null`."""
