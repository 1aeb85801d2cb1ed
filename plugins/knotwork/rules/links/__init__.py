"""Rules about links: what they name must exist, and name one thing."""

from __future__ import annotations

from knotwork.rules.links.anchors import missing_block, missing_heading
from knotwork.rules.links.embeds import embed_cycle
from knotwork.rules.links.files import broken_markdown_link, missing_attachment, not_portable
from knotwork.rules.links.missing_note import missing_note
from knotwork.rules.links.names import alias_link, ambiguous_link
from knotwork.rules.links.unpublished import outside_vault, unpublished_link, unsafe_url

RULES = (
    missing_note,
    missing_heading,
    missing_block,
    ambiguous_link,
    alias_link,
    missing_attachment,
    broken_markdown_link,
    not_portable,
    unpublished_link,
    outside_vault,
    unsafe_url,
    embed_cycle,
)
