"""The worker of Material's search field is ours."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import pass_context
from mkdocs.utils.templates import url_filter

from knotwork.site.bundle import search_worker

_MATERIALS = re.compile(r"assets/javascripts/workers/(search\.\w+\.min\.js)")


@pass_context
def own_worker_url(context: Any, value: str) -> str:
    """MkDocs' filter `url`; ours for the address of Material's search worker, which the query names."""
    materials = _MATERIALS.fullmatch(str(value))
    return str(url_filter(context, f"{search_worker()[0]}?{materials[1]}" if materials else value))
