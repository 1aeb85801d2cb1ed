"""Lines that GitHub Actions reads as commands.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Mapping

from knotwork.report.terminal import harmless


def workflow_command(name: str, properties: Mapping[str, object], message: str) -> str:
    """`::error file=index.md,line=3,title=missing-note::no note is …`, with a line break."""
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return harmless(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
