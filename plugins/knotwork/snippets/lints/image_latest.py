"""Images without a fixed version."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.images import image_fault, image_nodes
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal_name

IMAGE_LATEST = snippet_rule(
    "image-latest",
    "info",
    "references",
    """
    An image has no fixed version: no tag, or `latest`.

    The node runs whatever the registry has when it pulls the image: the same note gives different results
    next month, and the nodes of one Deployment may differ. A rollback does not restore the old version.

    Bad:

    ```yaml {k8s="invalid:image-latest"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: tags
    spec:
      containers:
        - name: web
          image: nginx:latest
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: tags
    spec:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Name a tag, or a digest, `nginx@sha256:…`. This is information only; for folders with sketches, turn the
    rule off.
    """,
    position=6,
    in_parts=True,
)


@lint(PODS)
def image_latest(manifest: Manifest) -> Iterator[Violation]:
    """Images whose tag is `latest`, or absent; a digest is a fixed version, too."""
    for pod in manifest.pods:
        for node in image_nodes(pod):
            image = literal_name(node)
            if image and image_fault(image) is None and "@" not in image and _tag(image) in ("", "latest"):
                message = f"{image} has no fixed tag"
                help_ = "Name a version: without one, the image changes over time."
                yield at_node(IMAGE_LATEST, node, message, help_)


def _tag(image: str) -> str:
    return image.rpartition("/")[2].partition(":")[2]
