"""The elements of HTML, by what the sanitizer does with them: publish, replace, or take out."""

from __future__ import annotations

PUBLISHED = frozenset(
    """
    a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite code col
    colgroup data dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header
    hgroup hr i img ins kbd li main mark menu meter nav ol p picture pre progress q rp rt rtc ruby s samp
    section small source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u
    ul var video wbr
    """.split()
)
VOID = frozenset(("br", "col", "hr", "img", "input", "source", "track", "wbr"))
"""Those of them that hold nothing and are never closed."""

ADDRESS_OF = {
    "iframe": "src",
    "frame": "src",
    "embed": "src",
    "object": "data",
    "script": "src",
    "portal": "src",
}
"""The elements that a link to their source replaces, and the attribute with that source."""

REPLACED = frozenset(ADDRESS_OF)

CODE = frozenset(("script", "style"))
"""Those whose text is no text for readers."""

DRAWINGS = frozenset(("svg", "math"))
"""Those with elements of their own, of which a note keeps the text."""

TAKEN_OUT = frozenset(
    (*ADDRESS_OF, *CODE, *DRAWINGS)
    + tuple("applet base button canvas dialog form frameset input link meta select template textarea".split())
)
"""Those that the sanitizer reports when it takes them out."""

_UNNOTICED = frozenset(
    """
    area basefont bgsound blink body command content datalist fieldset head html image isindex keygen label
    legend listing map marquee menuitem multicol nextid nobr noembed noframes noscript optgroup option output
    param plaintext search shadow slot spacer title xmp
    """.split()
)
"""Those that leave their text as it is."""

ELEMENTS = PUBLISHED | TAKEN_OUT | _UNNOTICED
"""Every name that HTML has or had; anything else in angle brackets is text."""

PLACEHOLDERS = frozenset(
    """
    address area article aside base button caption cite command content data dialog dir embed fieldset figure
    footer form frame head header html image img input label legend link main map menu meta meter nav object
    option output param picture portal progress script search section select shadow slot source style template
    textarea time title track var video
    """.split()
)
"""Names that people write for something to fill in: `docker push <image>`. Without an attribute and never
closed, they are meant so."""
