"""Where MkDocs finds the plugin, by the entry point `knotwork`."""

from __future__ import annotations

from knotwork.mkdocs_plugin.plugin import KnotworkPlugin

__all__ = ["KnotworkPlugin"]
