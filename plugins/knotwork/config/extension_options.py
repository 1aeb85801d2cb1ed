"""The extensions of Python-Markdown that notes have the syntax of, and the options of them that are read."""

from __future__ import annotations

from collections.abc import Mapping

ANY = object()
"""An option of which every value is read, or shows no difference."""

_SAME_AS_MATERIAL = (True,)

SYMBOLS = (
    "trademark",
    "copyright",
    "registered",
    "plusminus",
    "arrows",
    "notequal",
    "fractions",
    "ordinal_numbers",
    "care_of",
)
OPTIONS: Mapping[str, Mapping[str, object]] = {
    "abbr": {"glossary": ANY},
    "admonition": {},
    "attr_list": {},
    "codehilite": {"guess_lang": (False,), "css_class": ANY, "use_pygments": (True,)},
    "def_list": {},
    "fenced_code": {"lang_prefix": ANY},
    "footnotes": {
        "BACKLINK_TEXT": ANY,
        "BACKLINK_TITLE": ANY,
        "PLACE_MARKER": ("///Footnotes Go Here///",),
    },
    "markdown_include.include": {
        "base_path": ANY,
        "encoding": ("utf-8",),
        "inheritHeadingDepth": (False,),
        "headingOffset": (0,),
        "recurs_local": ANY,
        "throwException": ANY,
    },
    "md_in_html": {},
    "meta": {},
    "nl2br": {},
    "sane_lists": {},
    "smarty": {
        "smart_quotes": ANY,
        "smart_dashes": ANY,
        "smart_ellipses": ANY,
        "smart_angled_quotes": (False,),
        "substitutions": ({},),
    },
    "tables": {"use_align_attribute": ANY},
    "toc": {
        "permalink": ANY,
        "permalink_title": ANY,
        "permalink_class": ("headerlink",),
        "separator": ANY,
        "toc_depth": ANY,
        "marker": ANY,
        "title": ("",),
        "baselevel": (1,),
        "anchorlink": (False,),
    },
    "pymdownx.arithmatex": {"generic": ANY, "smart_dollar": (True,), "preview": ANY},
    "pymdownx.betterem": {"smart_enable": ANY},
    "pymdownx.blocks.admonition": {"types": ANY},
    "pymdownx.blocks.caption": {"auto": (True,), "auto_level": (0,), "prepend": (False,)},
    "pymdownx.blocks.details": {"types": ANY},
    "pymdownx.blocks.html": {},
    "pymdownx.blocks.tab": {"alternate_style": _SAME_AS_MATERIAL},
    "pymdownx.caret": {
        "smart_insert": ANY,
        "insert": (True,),
        "superscript": (True,),
        "no_space": (True,),
        "punctuation": ANY,
    },
    "pymdownx.details": {},
    "pymdownx.emoji": {"emoji_index": ANY, "emoji_generator": ANY, "alt": ANY, "title": ANY},
    "pymdownx.highlight": {
        "anchor_linenums": ANY,
        "auto_title": (False,),
        "css_class": ANY,
        "guess_lang": (False,),
        "line_anchors": ANY,
        "line_spans": ANY,
        "linenums": (False, None),
        "linenums_style": ANY,
        "pygments_lang_class": ANY,
        "pygments_style": ANY,
        "stripnl": ANY,
        "use_pygments": (True,),
    },
    "pymdownx.inlinehilite": {"style_plain_text": (False,), "css_class": ANY, "custom_inline": ([],)},
    "pymdownx.keys": {
        "camel_case": ANY,
        "class": ("keys",),
        "key_map": ({},),
        "separator": ("+",),
        "strict": (False,),
    },
    "pymdownx.magiclink": {
        "hide_protocol": (False,),
        "labels": ANY,
        "normalize_issue_symbols": ANY,
        "provider": ANY,
        "repo": ANY,
        "repo_url_shortener": (False,),
        "repo_url_shorthand": (False,),
        "shortener_user_exclude": ANY,
        "social_url_shortener": (False,),
        "social_url_shorthand": (False,),
        "user": ANY,
    },
    "pymdownx.mark": {"smart_mark": ANY},
    "pymdownx.saneheaders": {},
    "pymdownx.smartsymbols": dict.fromkeys(SYMBOLS, ANY),
    "pymdownx.snippets": {
        "auto_append": ANY,
        "base_path": ANY,
        "check_paths": ANY,
        "dedent_subsections": ANY,
        "restrict_base_path": (True,),
        "encoding": ("utf-8",),
        "url_download": (False,),
    },
    "pymdownx.superfences": {"preserve_tabs": ANY, "css_class": ANY, "custom_fences": ANY},
    "pymdownx.tabbed": {"alternate_style": _SAME_AS_MATERIAL},
    "pymdownx.tasklist": {"custom_checkbox": _SAME_AS_MATERIAL, "clickable_checkbox": (False,)},
}
"""The extensions whose syntax notes have, with those of their options that are read, or may have any of some
values because notes look so anyway. Any other extension or option that a site sets is named as unread."""
