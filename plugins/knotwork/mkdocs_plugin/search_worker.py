"""The worker of Material's search field is ours."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import pass_context
from mkdocs.utils.templates import url_filter

from knotwork.site.bundle import search_worker

_MATERIALS = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")


@pass_context
def own_worker_url(context: Any, value: str) -> str:
    """MkDocs' filter `url`; for the address of Material's search worker, that of ours."""
    return url_filter(context, search_worker()[0] if _MATERIALS.fullmatch(str(value)) else value)
