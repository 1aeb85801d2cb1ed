"""Notes by someone who means harm: nothing they write runs in a reader's browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import nh3
import pytest
from accessibility import violations
from browser import chromium, served, watched
from hypothesis import example, given
from hypothesis import strategies as st
from link_crawl import broken_links
from lxml import html
from site_builds import Build, built_site, knotwork_site, parsed, visible_text, write_vault

from knotwork.html.elements import PUBLISHED
from knotwork.html.policy import filtered

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
END = "</script>"
TEMPLATE = "{{ 7777*7777 }}"
BAD = (SCRIPT, IMAGE, END, TEMPLATE, "</title></textarea></style>" + SCRIPT, "'onmouseover='alert(1)")
URLS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#115;cript:alert(1)",
    "javascript&colon;alert(1)",
    "java&Tab;script:alert(1)",
    "&#106;avascript:alert(1)",
    "\\javascript:alert(1)",
    "%6Aavascript:alert(1)",
    "vbscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "file:///etc/passwd",
)
RUNS = ("javascript:", "vbscript:", "data:", "file:")
MATERIALS_OWN = "javascript:void(0)"


def quoted(text: str) -> str:
    """A text as a YAML scalar."""
    return "'" + text.replace("'", "''") + "'"


def hostile_notes() -> dict[str, str]:
    """A note a place where a text may stand."""
    linked = " ".join(f"[[title {n}]] [[heading {n}]]" for n in range(len(BAD)))
    notes = {"index.md": f"# Home\n\n{linked}\n"}
    for n, bad in enumerate(BAD):
        notes[f"title {n}.md"] = (
            f"---\ntitle: {quoted(bad)}\ndescription: {quoted(bad)}\naliases: [{quoted(bad)}]\n"
            f"tags: [{quoted(bad.replace(' ', ''))}]\nstatus: {quoted(bad)}\nicon: {quoted(bad)}\n"
            f"kind: {quoted(bad)}\nauthor: {quoted(bad)}\nup: {quoted(f'[[{bad}]]')}\n"
            f"{quoted(bad)}: 1\nsubtitle: {quoted(bad)}\nsearch: {{exclude: {quoted(bad)}}}\n---\n\n"
            "[[index]]\n"
        )
        notes[f"heading {n}.md"] = (
            f"# {bad}\n\n## {bad} #k8stodo\n\n- #k8stodo {bad}\n  - {bad}\n\n[[index]] {bad}\n"
        )
        notes[f"escaped {n}.md"] = (
            "# " + "".join(f"\\{c}" if c in "<>\"'{}&" else c for c in bad) + " #k8stodo\n"
        )
        notes[f"links {n}.md"] = (
            f"[[{bad}]] [[index|{bad}]] [[index#{bad}]] [[index#^{bad}]] [[{bad}#{bad}|{bad}]] ![[{bad}]] "
            f'![[pic.png|{bad}]] [{bad}](index.md) ![{bad}](pic.png "{bad}") [x](<{bad}.md> "{bad}") '
            f"[y](index.md '{bad}')\n\n- [[index]] {bad}\n- `{bad}` [[title {n}]]\n\n"
            f"[^{n}]: {bad} [[index]]\n\nfoot[^{n}] [ref][r]\n\n[r]: index.md '{bad}'\n"
        )
        notes[f"code {n}.md"] = (
            f'``` yaml title="{bad}"\n{bad}\n```\n\n``` {{.{bad} #{bad}}}\n{bad}\n```\n\n'
            f"```{bad}\n{bad}\n```\n\n"
            f"    {bad}\n\n`{bad}`{{: #{bad} onclick=alert(1) title='{bad}' }}\n\n"
            f'# H {{: onclick="alert(1)" #id"{bad} style="x" }}\n\n'
            f"[a](index.md){{: href=javascript:alert(1) onclick=alert(1) target=_blank }}\n\n"
            f'[b](index.md){{ href="javascript:alert(1)" class="{bad}" srcdoc="{bad}" }}\n\n'
            f"![c](pic.png){{ onerror=alert(1) src=javascript:alert(1) }}\n\n$$ {bad} $$\n\n$ {bad} $\n\n"
            f"```mermaid\n{bad}\n```\n\n```math\n{bad}\n```\n"
        )
        notes[f"blocks {n}.md"] = (
            f'> [!{bad}] {bad}\n> {bad}\n\n> [!note]+ {bad}\n> {bad}\n\n!!! {bad} "{bad}"\n    {bad}\n\n'
            f'!!! note "{bad}"\n    {bad}\n\n??? warning inline "{bad}"\n    {bad}\n\n'
            f'=== "{bad}"\n\n    {bad}\n\n'
            f"text ^{bad}\n\n%% {bad} %%\n\n| {bad} | b |\n| - | - |\n| {bad} | [[index\\|{bad}]] |\n\n"
            f"{bad}\n: {bad}\n\n==hi {bad}== #tag/{bad} #{bad}\n\n- [x] {bad}\n\n*[{bad}]: {bad}\n"
        )
        notes[f"manifests {n}.md"] = (
            f"# Manifests\n\n:material-{bad}: :{bad}: $x {bad}$\n\n```yaml\napiVersion: v1\nkind: Pod\n"
            f"metadata:\n  name: {quoted(bad)}\n  labels: {{{quoted(bad)}: {quoted(bad)}}}\n"
            f"  {quoted(bad)}: 1\nspec:\n  {quoted(bad)}: 1\n  containers:\n"
            f"    - name: {quoted(bad)}\n      image: {quoted(bad)}\n      tty: {quoted(bad)}\n---\n"
            f"apiVersion: example.com/v1\nkind: {quoted(bad)}\nmetadata: {{name: {quoted(bad)}}}\n---\n"
            f"apiVersion: {quoted(bad)}\nkind: Service\nmetadata: {{namespace: {quoted(bad)}}}\n```\n\n"
            f'```mermaid\ngraph LR\n  A["{bad}"] --> B\n  click B "javascript:alert(1)"\n```\n'
        )
    notes["urls.md"] = "\n\n".join(
        f'[x]({url}) ![i]({url}) <{url}> [r][{n}] <a href="{url}">raw</a> <img src="{url}">\n\n[{n}]: {url}'
        for n, url in enumerate(
            (*URLS, "java\tscript:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)")
        )
    )
    notes["html.md"] = "\n\n".join(RAW)
    for name in (
        'a"><img src=x onerror=alert(1)>',
        "what?#1",
        "ümläut",
        "日本語",
        TEMPLATE,
        "<script>alert(1)<",
    ):
        notes[f"{name}.md"] = "[[index]] [[html]] #shared\n"
        notes[f"{name}/below.md"] = "[[index]]\n"
    return notes


RAW = (
    SCRIPT,
    "<ScRiPt src=//evil.invalid/x.js></sCrIpT>",
    "<script\n>alert(1)</script\n>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<iframe src=javascript:alert(1)></iframe><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
    "<a href='javascript:alert(1)' onclick=alert(1) onmouseover = 'alert(1)'>x</a>",
    "<a href=' &#1;java\nscript:alert(1)'>x</a>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
    "<input autofocus onfocus=alert(1)><details open ontoggle=alert(1)>x</details>",
    "<base href=//evil.invalid/><link rel=stylesheet href=//evil.invalid/x.css>",
    "<meta http-equiv=refresh content=0>",
    "<style>@import '//evil.invalid/x.css'; body{background:url(//evil.invalid/y)}</style>",
    "<div style='background:url(//evil.invalid/y)'>x</div>",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)></audio>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php <img src=x onerror=alert(1)> ?>",
    "<!DOCTYPE x [<script>alert(1)</script>]>",
    "<xmp><img src=x onerror=alert(1)></xmp><plaintext>",
    "<textarea><img src=x onerror=alert(1)></textarea><title><img src=x onerror=alert(1)></title>",
    "<b <script>alert(1)</script>>x</b>",
    '<img src="x" onerror="alert(1)" alt="`"><img alt="<x" title="a>b" onerror=alert(1) src=y>',
    '<a href="a" title="x" id=__config>{"base":"//evil.invalid"}</a><p id=__search name=__drawer>',
    "a <b onclick=alert(1)>b</b> <span style=x onmouseenter=alert(1)>c</span> <img src=x onerror=alert(1)>",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    config = "plugins: [search, {knotwork: {html: sanitize}}]\n"
    files = {**hostile_notes(), "pic.png": b"\x89PNG"}
    done = built_site(tmp_path_factory.mktemp("hostile"), files, config)

    assert done.code == 0, done.output
    return done


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Build:
    notes = {"index.md": "# Home\n\n[[a]] #t #k8stodo\n", "a.md": "# A\n\n[[gone]]\n", "x/b.md": "# B\n"}
    return built_site(tmp_path_factory.mktemp("harmless"), notes)


def test_no_page_has_a_script_that_is_not_materials(site: Build, harmless: Build) -> None:
    own = {script for page in trees(harmless) for script in scripts(page)}
    for page in trees(site):
        assert scripts(page) - own == set(), page.base_url


def test_no_element_listens_and_no_link_runs(site: Build) -> None:
    for page in trees(site):
        for element in page.iter(html.etree.Element):
            attributes = {name: "".join(value.split()).lower() for name, value in element.attrib.items()}
            where = f"{page.base_url}: {html.tostring(element)[:200]!r}"

            assert not [name for name in attributes if name.startswith("on")], where
            for name in ("href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "poster"):
                value = "".join(each for each in attributes.get(name, "") if each.isprintable())
                assert value == MATERIALS_OWN or not value.startswith(RUNS), where


def test_no_element_is_of_a_kind_that_loads_or_restyles(site: Build, harmless: Build) -> None:
    own = {element.tag for page in trees(harmless) for element in page.iter(html.etree.Element)}
    for page in trees(site):
        tags = {element.tag for element in page.xpath("//article//*")}

        assert not tags & {"script", "style", "iframe", "object", "embed", "base", "link", "meta", "form"}, (
            page.base_url
        )
        assert {element.tag for element in page.xpath("//head//*")} <= own, page.base_url
        assert not page.xpath("//*[@id='__config'][not(self::script)]"), page.base_url


def test_labels_are_shown_as_they_are_written(site: Build) -> None:
    for n, bad in enumerate(BAD):
        page = site.tree(f"title {n}/")

        assert visible_text(page.xpath("//title")[0]) == f"{bad} - Notes"
        assert visible_text(page.xpath("//article//h1")[0]) == bad
        assert page.xpath("//meta[@name='description']/@content")[0] == bad
        assert bad in visible_text(page.xpath("//nav[contains(@class, 'md-nav--primary')]")[0])


def test_templates_in_notes_stay_text(site: Build) -> None:
    assert not [file for file in site.pages() if str(7777 * 7777) in file.read_text("utf-8")]
    assert TEMPLATE in visible_text(site.article(f"heading {BAD.index(TEMPLATE)}/"))


def test_no_link_of_ours_is_broken_by_odd_names(site: Build) -> None:
    for each in broken_links(site.site):
        # pictures called x, and URLs that only look like scripts, are what the notes themselves wrote
        assert each.endswith("→ x (img)") or "script:alert" in each or each.startswith("html/"), each


FOREIGN = """() => [...document.querySelectorAll("*")].filter(each =>
    [...each.attributes].some(({name}) => /^on|^srcdoc$|^formaction$/i.test(name))
    || /^(javascript|vbscript|data|file):/.test(each.protocol || "") && each.href !== "javascript:void(0)"
    || each.closest("article, dialog, .kw-preview, .kw-field")
        && each.matches("script, iframe, object, embed, base, link, meta, form, :not(svg) > style"))
.map(each => each.outerHTML.slice(0, 200))"""
"""What scripts, ours or Material's, may have made of hostile words."""


@pytest.mark.browser
def test_no_hostile_page_does_anything_in_a_browser(site: Build) -> None:
    with chromium() as browser, served(site.site) as address, watched(browser) as seen:
        for file in site.pages():
            seen.page.goto(address + quote(file.relative_to(site.site).as_posix()))
            assert seen.page.evaluate(FOREIGN) == [], file
        # what hovers and opens must not run either
        seen.page.goto(f"{address}html/index.html")
        for element in seen.page.query_selector_all("article a, article details, article b, article span")[
            :40
        ]:
            element.dispatch_event("mouseover")
            element.dispatch_event("focus")
        troubles = [each for each in seen.troubles if not is_a_missing_picture(each)]

        assert troubles == []


@pytest.mark.browser
def test_hostile_pages_can_be_used_by_everyone(site: Build) -> None:
    with chromium() as browser, served(site.site) as address, watched(browser) as seen:
        for url in ("title 1/", "heading 1/", "manifests 1/", "health/", "tags/", "snippets/"):
            seen.page.goto(address + url)
            found = violations(seen.page)
            # numbers in the margin of code (see `EXCEPTED` in test_browser.py), and the authors' own pictures
            wrong = [each for each in found if not each.startswith(("target-size: #block-", "image-alt: "))]

            assert not wrong, "\n".join([url, *wrong])


@pytest.mark.browser
def test_what_opens_on_hostile_pages_shows_text(site: Build) -> None:
    """Previews, the folder tree, the graph's search, what is chosen on the board, field docs."""
    with chromium() as browser, served(site.site) as address, watched(browser) as seen:
        page = seen.page
        page.goto(address)
        for n in range(len(BAD)):
            page.locator(f"article p a[href*='heading%20{n}']").first.hover()
            page.locator(".kw-preview").wait_for()
            assert page.evaluate(FOREIGN) == []
            page.keyboard.press("Escape")  # it may lie upon the next link
        page.locator(".kw-explorer-button").click()
        page.locator(".kw-explorer-row").first.wait_for()
        page.locator(".kw-explorer-filter").fill("script")
        page.locator(".kw-explorer-row", has_text=SCRIPT).first.wait_for()
        assert page.evaluate(FOREIGN) == []

        page.goto(f"{address}graph/")
        page.locator(".kw-graph-search input").press_sequentially("alert")
        page.locator(".kw-graph-list li", has_text="alert(1)").first.wait_for()
        assert page.evaluate(FOREIGN) == []

        page.goto(f"{address}todo/")
        for button in page.locator(".kw-filters button").all():
            button.click()
        assert page.evaluate(FOREIGN) == []

        page.goto(f"{address}manifests 0/")
        page.locator("[data-kw-field='PodSpec.containers']").hover()
        page.locator(".kw-field").wait_for()
        assert page.evaluate(FOREIGN) == []
        troubles = [each for each in seen.troubles if not is_a_missing_picture(each)]

        assert troubles == []


def is_a_missing_picture(trouble: str) -> bool:
    """Chromium's sentence about `<img src=x>`, which is harmless and stays."""
    return "console: Failed to load resource" in trouble and "404" in trouble


def trees(built_: Build) -> Iterator[html.HtmlElement]:
    for file in built_.pages():
        tree = parsed(file.read_text("utf-8"))
        tree.getroottree().docinfo.URL = unquote(file.relative_to(built_.site).as_posix())
        yield tree


def scripts(page: html.HtmlElement) -> set[str]:
    """Content or file of each script; Material's settings differ by page only in where the root is."""
    found = set()
    for script in page.iter("script"):
        text = script.text or ""
        if script.get("id") == "__config" or "__md_scope" in text:
            text = text.replace("../", "").replace('"base": "."', '"base": ".."')
            text = "" if script.get("id") == "__config" else "scope"
        found.add(f"{script.get('id')} {(script.get('src') or '').replace('../', '')} {text}")
    return found


# -- raw HTML against nh3

TAGS = st.sampled_from(
    "a b script style img svg math iframe div p details summary form input textarea title noscript template "
    "object embed base link meta table td video source mark kbd ScRiPt IMG plaintext xmp".split()
)
WRITTEN = (
    "href src onclick onerror style title class id srcdoc action formaction xlink:href name data-x "
    "aria-label OnLoad background poster ping cite dir lang role".split()
)
NAMES = st.sampled_from(WRITTEN)
VALUES = st.sampled_from(
    (*BAD, *URLS, "x", "a.md", "https://example.com/", "", "a&quot;b", "__config", "`", "a\tb")
)
ATTRIBUTE = st.builds(
    lambda name, value, quote: f" {name}={quote}{value}{quote}",
    NAMES,
    VALUES,
    st.sampled_from(("", "'", '"')),
)
OPENED = st.builds(
    lambda tag, attributes, end: f"<{tag}{''.join(attributes)}{end}",
    TAGS,
    st.lists(ATTRIBUTE, max_size=3),
    st.sampled_from((">", "/>", "", " >", ">>")),
)
CLOSED = st.builds(lambda tag: f"</{tag}>", TAGS)
BETWEEN = (
    "text",
    "&lt;b&gt;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "<!",
    "<",
    ">",
    "&#60;b&#62;",
    "\0",
    '"',
)
RAW_TAG = st.one_of(OPENED, CLOSED, st.sampled_from(BETWEEN))
HTML = st.one_of(
    st.lists(RAW_TAG, max_size=8).map("".join), st.text("<>/!-='\"& \n\tabscriptong[]?\0", max_size=60)
)
SCHEMES = ("http", "https", "mailto", "tel")


NAMED = {
    *("id class title lang dir align width height open alt name loading controls colspan rowspan".split()),
    *("start reversed value datetime cite href src scope span type role aria-label data-x".split()),
    *("target rel checked disabled".split()),
}
RISKY = {
    *("script style svg math iframe form input textarea title noscript template object embed base".split()),
    *("link meta plaintext xmp button select option animate set foreignobject mtext annotation-xml".split()),
}


def cleaned(text: str, *, everything: bool) -> str:
    """The text as nh3 (and so a browser) parses it: with what may stand in notes, or all that is bad too."""
    tags = {*PUBLISHED, "input"}
    more = {each.lower() for each in (*WRITTEN, "onfocus", "onmouseover", "xmlns")}
    return str(
        nh3.clean(
            text,
            tags=tags | RISKY if everything else tags,
            clean_content_tags=set(),
            attributes={"*": NAMED | more if everything else NAMED},
            url_schemes={*SCHEMES, "javascript", "vbscript", "data", "file"} if everything else set(SCHEMES),
            link_rel=None,
            strip_comments=False,
        )
    )


@given(HTML)
@example("<a<script>alert(1)</script>")
@example("<!--><img src=x onerror=alert(1)>-->")
@example("</script><script>alert(1)</script>")
@example("<a href=x&Tab;:y><img src=java&#115;cript:alert(1)>")
def test_nh3_finds_nothing_to_remove_from_sanitized_html(text: str) -> None:
    safe = filtered(text, "sanitize", SCHEMES)

    assert cleaned(safe, everything=True) == cleaned(safe, everything=False)
    assert 'id="__' not in safe


@given(HTML)
def test_sanitizing_twice_is_sanitizing_once(text: str) -> None:
    once = filtered(text, "sanitize", SCHEMES)

    assert filtered(once, "sanitize", SCHEMES) == once


@given(HTML)
def test_escaped_html_is_text(text: str) -> None:
    escaped = filtered(text, "escape", SCHEMES)

    assert "<" not in escaped
    assert ">" not in escaped


@given(HTML)
def test_trusted_html_is_published_as_it_is(text: str) -> None:
    assert filtered(text, "trust", SCHEMES) == text


def test_harmless_html_is_kept() -> None:
    text = (
        '<details open=""><summary>More</summary><kbd class="k">a</kbd> <b title="x &amp; y">b</b><br>'
        '<img src="a.png" alt="A"><a href="https://example.com/?a=1&amp;b=2#c">c</a></details> &lt;b&gt;'
    )

    assert filtered(text, "sanitize", SCHEMES) == text


def test_a_folder_with_a_hostile_name_is_a_site_with_a_harmless_one(tmp_path: Path) -> None:
    notes = {"a.md": "# A\n", "<img src=x onerror=alert(1)>/b.md": "# B\n"}
    done = knotwork_site(write_vault(tmp_path / "<script>alert(1)<", notes), tmp_path / "site")

    assert done.code == 0, done.output
    for page in trees(done):
        assert not page.xpath("//script[contains(text(), 'alert')] | //*[@onerror]"), page.base_url
    assert visible_text(done.tree("").xpath("//title")[0]) == "<script>alert(1)<"
    assert visible_text(done.article("").xpath(".//h1")[0]) == "<script>alert(1)<"


@pytest.mark.parametrize("policy", ["escape", "trust"])
def test_the_policy_is_what_a_site_sets(tmp_path: Path, policy: str) -> None:
    note = "# H\n\n<b onclick=x>inline</b> <script>1</script>\n\n<div onclick=x>\n\nblock\n\n</div>\n"
    done = built_site(tmp_path, {"index.md": note}, f"plugins: [search, {{knotwork: {{html: {policy}}}}}]\n")
    article = done.article("")

    assert len(article.xpath(".//*[@onclick]")) == (2 if policy == "trust" else 0)
    assert ("<b onclick=x>inline</b>" in visible_text(article)) == (policy == "escape")
