"""Where rules are described on the published site of our notes."""

from __future__ import annotations

from collections.abc import Mapping


def documentation() -> str:
    """The address of the published notes; empty when it is not known."""
    return project_urls().get("Documentation", "")


def rule_address(code: str, documentation: str) -> str:
    """A rule's section there; a name for it when no address is known."""
    if not documentation:
        return f"urn:knotwork:rule:{code}"
    return f"{documentation.rstrip('/')}/handbook/rules/#{code}"


def project_urls() -> Mapping[str, str]:
    """The addresses in `[project.urls]` of the installed package, by their labels."""
    from importlib.metadata import PackageNotFoundError, metadata  # slow to import

    try:
        urls = metadata("knotwork").get_all("Project-URL") or []
    except PackageNotFoundError:
        return {}
    return dict(url.partition(", ")[::2] for url in urls)
