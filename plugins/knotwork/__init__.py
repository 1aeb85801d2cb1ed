"""knotwork compiles notes: a folder of Markdown becomes a knowledge base, pages and diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knotwork.config.settings import Settings as Settings
    from knotwork.knowledge.compiler import compile_vault as compile_vault
    from knotwork.knowledge.knowledge_base import KnowledgeBase as KnowledgeBase
    from knotwork.model.diagnostics import Diagnostic as Diagnostic
    from knotwork.model.names import NotePath as NotePath
    from knotwork.rules import check as check
    from knotwork.syntax.reader import read_note as read_note
    from knotwork.vault.read_vault import read_vault as read_vault
    from knotwork.vault.vault import Vault as Vault

__version__ = "0.1.0"

__all__ = [
    "Diagnostic",
    "KnowledgeBase",
    "NotePath",
    "Settings",
    "Vault",
    "__version__",
    "check",
    "compile_vault",
    "read_note",
    "read_vault",
]

_MODULES = {
    "Diagnostic": "model.diagnostics",
    "KnowledgeBase": "knowledge.knowledge_base",
    "NotePath": "model.names",
    "Settings": "config.settings",
    "Vault": "vault.vault",
    "check": "rules",
    "compile_vault": "knowledge.compiler",
    "read_note": "syntax.reader",
    "read_vault": "vault.read_vault",
}


def __getattr__(name: str) -> Any:
    # `knotwork --help` must not wait for the parser: a module is imported when its name is used
    if name in _MODULES:
        from importlib import import_module

        return getattr(import_module(f"knotwork.{_MODULES[name]}"), name)
    raise AttributeError(f"module 'knotwork' has no attribute '{name}'")
