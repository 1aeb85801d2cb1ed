"""Notes and files by someone who means harm: an attack is a note of its own, named by what it tries.

Each tries to set `window.taken`, to open a dialog, or to have the reader's browser ask `away.invalid`.
"""

from __future__ import annotations

from html import escape
from importlib.util import find_spec
from pathlib import Path

from site_builds import Files

AWAY = "https://away.invalid"
TAKEN = "window.taken='{}'"
LONG = " and then it goes on, far beyond the width that any menu has room for, until it is cut off"


def runs(name: str) -> str:
    """HTML that runs a script when a browser makes elements of it."""
    return f'<img src=x onerror="{TAKEN.format(name)}">'


def single(name: str) -> str:
    """The same for between double quotes: `alert` has no need of any."""
    return f"<img src=x onerror=alert('{name}')>"


def quoted(text: str) -> str:
    """A text as a YAML scalar."""
    return "'" + text.replace("'", "''") + "'"


def titled(name: str) -> str:
    """The same as the title of a Markdown link."""
    return runs(name).replace('"', "&quot;")


ON_EVERY_SITE: dict[str, str] = {
    # front matter
    "redirecting template": (
        f"---\ntemplate: redirect.html\nlocation: 'javascript:{TAKEN.format(1)}'\n---\n# A\n"
    ),
    "template that cannot stand alone": "---\ntemplate: partials/search.html\n---\n# A\n",
    "template of another folder": "---\ntemplate: ../../index.md\nicon: ../main\n---\n# A\n",
    "values that are no text": (
        "---\nauthor: !!binary Ij48c2NyaXB0PndpbmRvdy50YWtlbj0xPC9zY3JpcHQ+\n"
        'description: !!set {"\\"><script>window.taken=2</script>"}\n'
        'revision_date: !!omap ["<script>window.taken=3</script>": "x"]\nsubtitle: [["<script>"]]\n'
        "location: !!binary amF2YXNjcmlwdDphbGVydCgxKQ==\nsearch: {boost: many}\nstatus: [new]\n---\n# A\n"
    ),
    "title and names": (
        f"---\ntitle: {quoted(runs('title'))}\naliases: [{quoted('zebra ' + runs('alias'))}]\n"
        f"tags: ['<b>zebra']\n{quoted(runs('key'))}: 1\n---\nzebra\n\n"
        f"- #k8stodo/{runs('tag').replace(' ', '')} {runs('to-do')}\n  - `{runs('item')}`\n"
    ),
    # ids and names that scripts look up
    "settings of the theme": (
        '# __config\n\n`{"base":"v/","features":[],"search":"v/w.js","translations":{},"tags":null,'
        '"version":{"provider":"mike"}}`{ #__config }\n\n## {"base":"v/"} {#__config}\n\n'
        "<p id=__config>{}</p>\n\n```{.json #__config}\n{}\n```\n\ntext ^__config\n"
    ),
    "names of the document": (
        "\n\n".join(
            f'<img name="{name}" id="{name}" src="{AWAY}/assets/knotwork/x.js">\n\n'
            f"![p](p.png){{ name={name} id={name} }}\n\n## {name}"
            for name in (
                *("currentScript querySelector querySelectorAll getElementById createElement body".split()),
                *("head documentElement forms activeElement addEventListener location document$".split()),
                *("mermaid knotwork __md_scope __md_get __search".split()),
            )
        ).replace(AWAY, "e")
        + "\n\n```mermaid\ngraph LR\n  A --> B\n```\n"
    ),
    # attributes and classes that scripts act on
    "attributes of scripts": "\n\n".join(
        f"`x{n}`{{ {attribute} }}"
        for n, attribute in enumerate(
            (
                "data-kw-field=a.b data-kw-docs=../../../evil",
                "data-kw-field=a.b data-kw-docs=evil",
                "data-clipboard-text=evil data-md-component=search",
                "data-clipboard-target=body data-md-toggle=search",
                "data-md-component=outdated data-md-color-media=x",
                "data-copy=evil data-preview=x data-tabs=1:2",
                ".kw-mermaid .kw-graph .kw-filters .kw-explorer-button",
                ".mermaid .md-search .md-overlay .annotate .tabbed-set",
                "popover=auto contenteditable=true autofocus slot=x is=x",
                f"style=background:url({AWAY}/1) onfocus=alert(1) tabindex=1",
            )
        )
    ),
    "kinds of callouts": (
        '> [!x" onclick="alert(1)] t\n> y\n\n> [!kw-graph] t\n> y\n\n> [!md-dialog] t\n> y\n\n'
        '!!! kw-filters "t"\n    y\n\n??? md-overlay mermaid "t"\n    y\n'
    ),
    "diagram of the theme": (
        '<pre class="mermaid"><code>graph LR\nA-->B</code></pre>\n\n```{.x .mermaid}\na\n```\n'
    ),
    "code that is copied": (
        "```sh {data-copy='rm -r /' data-clipboard-text='rm -r /'}\nls\n```\n\n"
        "```{.sh data-copy='rm -r /' #code}\npwd\n```\n"
    ),
    # what Mermaid and MathML load and run
    "diagrams": "\n\n".join(
        f"```mermaid\n{source}\n```"
        for source in (
            f'graph LR\n  A["{single("label")}"] --> B\n  click A "javascript:alert(1)"',
            f"graph LR\n  A --> B\n  style A fill:url({AWAY}/2)\n  linkStyle 0 stroke:url({AWAY}/3)",
            f"stateDiagram-v2\n  classDef c fill:url({AWAY}/4)\n  a --> b\n  class a c",
            f'%%{{init: {{"securityLevel": "loose", "themeCSS": "a{{background:url({AWAY}/5)}}", '
            '"dompurifyConfig": {"ADD_ATTR": ["onerror"]}}}%%\n'
            f'graph LR\n  A["{single("init")}"]',
            "---\nconfig:\n  securityLevel: loose\n  fontFamily: \"x}@import 'y'\"\n---\n"
            "graph LR\n  A -->B\n  click A call alert(1)",
            f'flowchart LR\n  A@{{ "\\x69mg": "{AWAY}/6.png", label: "x", h: 60, w: 60 }} --> B',
            f"graph LR\n  A[\"<img src='{AWAY}/7.png'>\"] --> B",
            f"classDiagram\n  class A\n  link A \"javascript:alert(1)\"\n  style A fill:url( '{AWAY}/8' )",
            'sequenceDiagram\n  participant A\n  links A: {"x": "javascript:alert(1)"}\n'
            f"  A->>A: <img src={AWAY}/9>",
            f'C4Context\n  Person(a, "A", $sprite="img:{AWAY}/10.png", $link="javascript:alert(1)")',
            f"graph LR\n  A:::c --> B\n  classDef c fill:u\\72l({AWAY}/11)",
            f"kanban\n  a[x]@{{ ticket: 1, icon: 'x', img: '{AWAY}/12' }}",
        )
    ),
    "formulas": (
        "$\\href{javascript:alert(1)}{x}$ $\\style{background:url(" + AWAY + "/13)}{x}$ "
        "$\\class{md-search}{x}$ $\\cssId{__config}{x}$ $\\text{" + runs("text") + "}$ "
        "$\\color{red;background:url(//away.invalid/14)}{x}$ $\\mathrm{<script>window.taken=1</script>}$\n"
    ),
    # raw HTML
    "frames and forms": (
        f"<iframe src='javascript:alert(1)'></iframe><object data='{AWAY}/15'></object>"
        f"<embed src='{AWAY}/16'>"
        f"<form action='{AWAY}/17' name=search id=search><button autofocus onfocus=alert(1)>x</button></form>"
        f"<link rel=stylesheet href='{AWAY}/18'><base href='{AWAY}/'><style>@import '{AWAY}/19'</style>"
        f"<meta http-equiv=refresh content='0;url={AWAY}/20'><svg><image href='{AWAY}/21'/></svg>"
        f"<table background='{AWAY}/22'><tr><td background='{AWAY}/23' style='background:url({AWAY}/24)'>x"
        f"</table><body background='{AWAY}/25'><input type=image src='{AWAY}/26'><isindex>"
        f"<dialog open>x</dialog><p popover=auto>y</p><marquee onstart=alert(1)>z</marquee>\n"
    ),
    "links": (
        f"[a](index.md){{ ping={AWAY}/27 href='javascript:alert(1)' target=_top }}\n\n"
        "[b](<java\tscript:alert(1)>) [c](&#x6a;avascript:alert(1)) "
        "<a href='javascript&colon;alert(1)'>d</a> [[javascript:alert(1)]] "
        "[[index|<img src=x onerror=alert(1)>]] [e](vbscript:x) [f](data:text/html,x)\n"
    ),
    "javascript:alert(1)": "[[links]] [[javascript:alert(1)]] #javascript:x\n\n## javascript:h\n",
    # manifests
    "manifests": (
        "```yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: ../../../assets/javascripts/x\n"
        f"  namespace: {quoted(runs('namespace'))}\n  __proto__: {{polluted: 1}}\n  constructor: 1\n"
        f"spec:\n  containers:\n    - name: {quoted(runs('name'))}\n      image: x\n"
        f"      {quoted(runs('field'))}: 1\n---\napiVersion: ../../x/v1\nkind: ../../Evil\n"
        "metadata: {name: __proto__}\n```\n"
    ),
}
"""Against a site with default settings."""

TOOLTIPS: dict[str, str] = {
    "titles of elements": (
        f"[a](index.md '{titled('link')}') ![b](p.png \"{titled('picture')}\") "
        f'<abbr title="{escape(runs("abbr"))}">c</abbr> <span title="{escape(runs("span"))}">d</span> '
        f'`e`{{ title="{titled("list")}" }}\n\n> [!note] {runs("callout")}\n> x\n\n'
        f'```yaml title="{titled("block")}"\na: 1\n```\n'
    ),
    "long title": f"---\ntitle: {quoted(runs('menu') + LONG)}\n---\n[[index]]\n",
    "long heading": f"# A\n\n## `{runs('contents')}`{LONG}\n\nx\n\n## `{runs('again')}`{LONG}\n\ny\n",
    "footnotes": f"a[^1]\n\n[^1]: `{runs('footnote')}` {LONG}\n",
    "annotations": f"```yaml\na: 1 # (1)!\n```\n\n1. `{runs('annotation')}`\n",
    "tabs": f'=== "{runs("tab")}"\n\n    a\n\n=== "b"\n\n    c\n',
    f'x" onmouseover="{TAKEN.format("name")}" y="': "[[index]]\n",
}
"""Against features of Material that a site may turn on."""

_NOTHING = "window.taken='file';alert('file')"


def theme_script() -> str:
    """The path of the theme's own script, below the site's root."""
    spec = find_spec("material")
    assert spec
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "templates"
    return next(folder.glob("assets/javascripts/bundle.*.js")).relative_to(folder).as_posix()


def files() -> Files:
    """Files of the vault that would stand in the place of scripts, styles and data, or that are opened."""
    from knotwork.site.bundle import on_demand, script

    scripts = [theme_script(), script()[0], *(path for path, _ in on_demand())]
    return {
        **dict.fromkeys(scripts, _NOTHING),
        "assets/knotwork/data/explorer.js": _NOTHING,
        "assets/knotwork/data/evil.js": _NOTHING,
        "search/search_index.json": (
            '{"config":{},"docs":[{"location":"","title":"zebra <img src=x onerror=alert(1)>"}]}'
        ),
        "evil.js": _NOTHING,
        "v/w.js": "onmessage=e=>{}",
        "v/versions.json": "[]",
        "versions.json": f'[{{"version":"x","title":{runs("version")!r},"aliases":[]}}]',
        "script.markdown": "<script>window.taken='markdown'</script>\n",
        "SHOUTED.MD": "<script>window.taken='case'</script>\n",
        "page.html": "<script>window.taken='html'</script>",
        "drawing.svg": (
            '<svg xmlns="http://www.w3.org/2000/svg" onload="window.taken=1"><script>alert(1)</script></svg>'
        ),
        "p.png": b"\x89PNG",
    }


RICH = """theme:
  name: material
  font: false
  features:
    - content.tooltips
    - content.footnote.tooltips
    - content.code.annotate
    - content.code.copy
    - content.tabs.link
    - content.action.edit
    - content.action.view
    - search.highlight
    - search.suggest
    - toc.follow
    - navigation.footer
    - navigation.path
    - navigation.indexes
    - navigation.tracking
    - announce.dismiss
site_name: Rich
repo_url: https://github.invalid/me/notes
edit_uri: edit/main/docs/
plugins: [search, knotwork]
"""
