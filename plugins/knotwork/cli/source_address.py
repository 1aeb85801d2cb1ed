"""The address below which a host shows the files of a repository."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from knotwork.cli.git_remote import remote, repository


def source_address(folder: Path, environment: Mapping[str, str]) -> str:
    """`https://github.com/owner/name/blob/main/`: of the CI's commit, else of the branch; else empty.

    https://docs.github.com/actions/reference/workflows-and-actions/variables
    https://docs.gitlab.com/ci/variables/predefined_variables/
    """
    server, name = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    if server and name and (commit := environment.get("GITHUB_SHA")):
        return f"{server}/{name}/blob/{commit}/"
    project = environment.get("CI_PROJECT_URL")
    if project and (commit := environment.get("CI_COMMIT_SHA")):
        return f"{project}/-/blob/{commit}/"
    root = repository(folder.resolve())
    origin = remote(root) if root else None
    if origin is None:
        return ""
    inner = "/-/blob/" if "gitlab" in origin.host else "/blob/"
    return f"{origin.url}{inner}{origin.branch}/"
