"""Manifests on the site: a file each, what is said of them beside their code, a catalogue, and their uses."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from link_crawl import broken_links
from lxml import html
from site_builds import Build, built_site, visible_text

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.site.addresses import addresses
from knotwork.site.render import render_note
from knotwork.vault.vault import Vault

SCRIPT, IMAGE, END = "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</script>"

POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: {name}
spec:
  containers:
    - name: web # (1)!
      image: nginx:1.29
"""
WRONG = """\
apiVersion: v1
kind: Pod
metadata:
  name: wrong
  label: {app: web}
spec:
  containers:
    - name: web
      image: nginx:latest
      tty: "yes"
"""
CONFIG = '# kept\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: "é\ttab"}  \n'
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"
SHIRT = "apiVersion: example.com/v1\nkind: Shirt\nmetadata: {name: blue}\n"
HOSTILE = f"""\
apiVersion: v1
kind: Pod
metadata:
  name: '{SCRIPT}'
  '{IMAGE}': '{END}'
spec:
  '{SCRIPT}': 1
  containers: [{{name: a, image: '{IMAGE}', {END!r}: "{END}"}}]
---
apiVersion: example.com/v1
kind: '{IMAGE}'
metadata: {{name: '../../{END}'}}
"""


def fenced(code: str, info: str = "yaml") -> str:
    """A fenced block."""
    return f"```{info}\n{code}```\n"


HELLO, OWN = POD.format(name="hello"), POD.format(name="own")
QUIET, FAILS = WRONG.replace("wrong", "quiet"), WRONG.replace("wrong", "fails")
NOTES = {
    "index.md": "# Home\n\n[[pods]] [[embeds]] [[states]] [[quiet]] [[hostile]] [[mine]] [[config maps]]\n",
    "pods.md": "# Pods\n\n"
    + fenced(HELLO, 'yaml {title="hello.yaml"}')
    + "\n1. Its name.\n\n"
    + fenced(WRONG)
    + fenced(f"{CONFIG}---\n{SERVICE}", 'yaml linenums="10"'),
    "embeds.md": "# Embeds\n\n![[pods]]\n\n" + fenced(HELLO),
    "deep/config maps.md": "# Settings\n\n- in a list ^item\n\n" + indent(fenced(CONFIG), "    "),
    "states.md": "---\nkind: Shirt\n---\n\n# States\n\n"
    + fenced("name: web\nimage: nginx:1.29\n", 'yaml {k8s="Pod.spec.containers[]"}')
    + fenced(FAILS, 'yaml {k8s="invalid:unknown-field,wrong-type"}')
    + fenced("apiVersion: v1\nkind: Pod\nspec: {}\n", "yaml {k8s=skip}")
    + fenced("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n")
    + fenced("apiVersion: v1\nkind: Pod\nmetadata: {name: part}\nspec:\n  # ...\n")
    + fenced("apiVersion: v1\nkind: Pod\nmetadata: {name: mend}\n", "yaml {k8s=patch}")
    + fenced(SHIRT)
    + fenced("on: push\njobs: {}\n")
    + fenced("a: [1\n"),
    "quiet.md": "# Quiet\n\n<!-- knotwork-disable unknown-field wrong-type -->\n\n" + fenced(QUIET),
    "hostile.md": "# Hostile\n\n" + fenced(HOSTILE),
    "mine.md": "# Mine\n\n" + fenced(OWN),
    "snippets/pods.md": "# A note of one's own\n\nin a folder called so\n",
    "snippets/mine/pod-own.yaml": "mine: true\n",
}
OPTIONS = {"rules": {"image-latest": "off"}}
CONFIGURED = (
    "theme: {name: material, font: false, features: [content.code.copy, content.code.annotate], "
    "palette: [{media: '(prefers-color-scheme: light)', scheme: default}, "
    "{media: '(prefers-color-scheme: dark)', scheme: slate}]}\n"
    f"site_name: Notes\nplugins: {json.dumps(['search', {'knotwork': OPTIONS}])}\n"
)
FILES = {
    "pods/pod-hello.yaml": HELLO,
    "pods/pod-wrong.yaml": WRONG,
    "pods/configmap-settings.yaml": CONFIG,
    "pods/service-web.yaml": SERVICE,
    "embeds/pod-hello.yaml": HELLO,
    "deep/config maps/configmap-settings.yaml": CONFIG,
    "states/pod-fails.yaml": FAILS,
    "states/shirt-blue.yaml": SHIRT,
    "mine/pod-own.yaml": "mine: true\n",
}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return built_site(tmp_path_factory.mktemp("snippets"), NOTES, CONFIGURED)


@pytest.fixture(scope="session")
def flat(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return built_site(tmp_path_factory.mktemp("flat"), NOTES, f"{CONFIGURED}use_directory_urls: false\n")


def heads(article: html.HtmlElement) -> list[str]:
    """The headers of an article's blocks."""
    return [visible_text(each) for each in article.xpath(".//div[@class='kw-snippets']/p")]


def said(note: str, **settings: object) -> html.HtmlElement:
    """The page of a note that is alone in its vault."""
    kb = compile_vault(Vault.of({"a.md": note}), Settings(**settings))  # type: ignore[arg-type]
    page = render_note(kb, NotePath("a.md"), addresses(kb))
    return html.document_fromstring(f"<html><body>{page}</body></html>")


def marked_lines(block: html.HtmlElement) -> list[int]:
    """The 1-based lines that marks stand beside."""
    lines = []
    for column in block.xpath(".//span[@class='kw-marks']"):
        line = 1 + (column.text or "").count("\n")
        for mark in column:
            lines.append(line)
            line += (mark.tail or "").count("\n")
    return lines


# -- files


def test_each_manifest_is_a_file_byte_for_byte_at_an_address_that_stays(site: Build, flat: Build) -> None:
    for each in (site, flat):
        assert each.code == 0, each.output
        for name, text in FILES.items():
            assert (each.site / "snippets" / name).read_bytes() == text.encode(), name


def test_every_header_leads_to_the_file_of_its_manifest(site: Build, flat: Build) -> None:
    for each, page in ((site, "pods/"), (flat, "pods.html")):
        links = each.article(page).xpath(".//div[@class='kw-snippets']//a[@download]")
        targets = [(each.site / page).parent.joinpath(link.get("href")) for link in links if each is flat]

        assert [link.get("download") for link in links] == [
            "pod-hello.yaml",
            "pod-wrong.yaml",
            "configmap-settings.yaml",
            "service-web.yaml",
        ]
        assert all(target.is_file() for target in targets)


def test_no_link_is_broken(site: Build, flat: Build) -> None:
    assert broken_links(site.site) == []
    assert broken_links(flat.site) == []


def test_a_file_of_ones_own_stays_and_no_link_takes_it_for_the_manifest(site: Build) -> None:
    assert heads(site.article("mine/")) == ["Pod own valid for Kubernetes 1.37"]
    assert visible_text(site.article("snippets/pods/").xpath(".//h1")[0]) == "A note of one's own"


def test_file_names_are_harmless_whatever_manifests_are_called(site: Build) -> None:
    names = [file.name for file in (site.site / "snippets" / "hostile").iterdir()]

    assert sorted(names) == ["img-src-x-onerror-alert-1-script.yaml", "pod-script-alert-1-script.yaml"]


# -- blocks


def test_code_is_published_as_it_is_written(site: Build, flat: Build) -> None:
    kb = compile_vault(
        Vault.of({name: text for name, text in NOTES.items() if name.endswith(".md")}), Settings()
    )
    for path, note in kb.notes.items():
        for each, url in ((site, addresses(kb)), (flat, addresses(kb, directories=False))):
            page = url.note(path).replace("%20", " ")
            codes = [code.text_content() for code in each.article(page or "index.html").xpath(".//pre/code")]
            written = [fence.text for fence in note.fences]

            assert codes[len(codes) - len(written) :] == written, page


PARTS = (
    "apiVersion: v1\n",
    "kind: Pod\n",
    "kind: List\n",
    "---\n",
    "\t",
    "  ",
    "- ",
    "metadata:\n",
    "name: <b>&amp;\n",
)
MORE = (
    "spec:\n",
    "label: ",
    '"',
    "'",
    "{",
    "[",
    "}",
    "# (1)!",
    "{{ x }}",
    "&a *a\n",
    "...\n",
    "\n",
    "é: 𝒳\n",
    "</code>",
)


@given(st.lists(st.sampled_from(PARTS + MORE), max_size=30), st.sampled_from(("", ' linenums="3"')))
def test_code_stays_as_it_is_whatever_is_said_of_it(parts: list[str], options: str) -> None:
    code = f"a{''.join(parts)}\n"

    assert [each.text_content() for each in said(fenced(code, f"yaml{options}")).xpath("//pre/code")] == [
        code
    ]


def test_a_header_says_what_a_manifest_is_and_how_it_was_judged(site: Build) -> None:
    assert heads(site.article("pods/")) == [
        "Pod hello valid for Kubernetes 1.37 Download",
        "Pod wrong invalid (2) Download",
        "ConfigMap settings valid for Kubernetes 1.37 Download",
        "Service web valid for Kubernetes 1.37 Download",
    ]
    assert heads(site.article("states/")) == [
        "Fragment of Pod.spec.containers[] valid for Kubernetes 1.37",
        "Pod fails meant to fail Download",
        "Pod not checked Download",
        "Pod template",
        "Pod part partial Download",
        "Pod mend patch Download",
        "Shirt blue no schema Download",
        "YAML invalid (1)",
    ]


def test_findings_stand_in_the_block_with_their_lines(site: Build) -> None:
    (block,) = site.article("pods/").xpath(".//div[contains(@class, 'kw-block')][.//li]")
    items = block.xpath(".//div[@class='kw-findings']/ol/li")

    assert [visible_text(each) for each in items] == [
        'error line 21: unknown field "metadata.label": did you mean "labels"?',
        "error line 26: spec.containers[0].tty: must be a boolean, not a string. Write true or false.",
    ]
    assert marked_lines(block) == [5, 10]
    for mark, item in zip(block.xpath(".//a[contains(@class, 'kw-mark')]"), items, strict=True):
        assert mark.get("href") == f"#{item.get('id')}"
        assert item.xpath(".//a/@href") == [f"#{mark.get('id')}"]
        assert mark.get("aria-label").startswith(visible_text(item.xpath(".//a")[0]))


def test_lines_are_called_as_they_are_numbered() -> None:
    article = said(fenced("x:\n  a: 1\n  a: 2\n", 'yaml linenums="41"'))

    assert visible_text(article.xpath(".//li")[0]).startswith("error line 43: ")
    assert marked_lines(article) == [3]


def test_what_is_said_of_a_block_is_no_part_of_its_code(site: Build) -> None:
    article = site.article("pods/")

    assert article.xpath(".//code//a | .//code//*[starts-with(@class, 'kw-')]") == []
    assert all(pre.getnext().get("class") == "kw-findings" for pre in article.xpath(".//pre[.//a]"))
    assert (
        article.xpath("string(.//div[contains(@class, 'kw-block')]/following-sibling::*[1]/li)")
        == "Its name."
    )


def test_an_embed_says_the_same_without_ids_of_its_own(site: Build) -> None:
    embed = site.article("embeds/").xpath(".//div[@class='kw-embed']")[0]

    assert heads(embed) == heads(site.article("pods/"))
    assert marked_lines(embed) == [5, 10]
    assert embed.xpath(".//*[starts-with(@class, 'kw-')]/@id | .//a[starts-with(@href, '#')]") == []


def test_no_id_is_given_twice(site: Build) -> None:
    for page in site.pages():
        ids = html.document_fromstring(page.read_bytes()).xpath("//@id")

        assert sorted(ids) == sorted(set(ids)), page


def test_what_is_silenced_or_turned_off_is_not_shown(site: Build) -> None:
    article = site.article("quiet/")

    assert heads(article) == ["Pod quiet not checked Download"]
    assert article.xpath(".//div[@class='kw-findings'] | .//*[@class='kw-marks']") == []
    assert "latest" not in visible_text(site.article("pods/").xpath(".//ol")[-1])


def test_a_finding_is_as_grave_as_the_settings_say() -> None:
    note = fenced(WRONG)

    assert "warning line 6" in visible_text(said(note, rules={"unknown-field": "warning"}))
    assert "invalid (1)" in visible_text(said(note, rules={"unknown-field": "warning"}))


def test_hints_do_not_decorate_yaml_that_is_not_for_kubernetes() -> None:
    article = said(fenced("on: ${{ x }}\n"))

    assert article.xpath(".//*[contains(@class, 'kw-')]") == []


def test_long_lists_are_folded() -> None:
    data = "".join(f"  k{number}: {number}\n" for number in range(120))
    article = said(fenced(f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n{data}"))
    shown, folded = article.xpath(".//div[@class='kw-findings']//ol")

    assert len(shown) == 10
    assert (len(folded), folded.get("start")) == (90, "11")
    assert visible_text(article.xpath(".//summary")[0]) == "110 more findings"
    assert visible_text(article.xpath(".//details/p")[0]) == "and 20 more"

    many = said(fenced("---\n".join(POD.format(name=f"p{number}") for number in range(30))))

    assert len(many.xpath(".//div[@class='kw-snippets']/p")) == 10
    assert visible_text(many.xpath(".//summary")[0]) == "20 more"


def test_search_does_not_index_what_is_said_of_blocks(site: Build) -> None:
    entries = [entry for entry in site.searched() if not entry["location"].startswith("snippets/#")]
    text = " ".join(entry["text"] for entry in entries)

    assert "nginx:1.29" in text
    assert "did you mean" not in text
    assert "Download" not in text


def test_a_block_that_another_plugin_changed_offers_no_file_that_holds_something_else(tmp_path: Path) -> None:
    hook = "def on_page_markdown(text, **_):\n    return text.replace('hello', 'changed')\n"
    (tmp_path / "hook.py").write_text(hook)
    done = built_site(tmp_path, {"pods.md": NOTES["pods.md"]}, "hooks: [hook.py]\n")

    assert heads(done.article("pods/"))[:2] == [
        "Pod changed valid for Kubernetes 1.37",
        "Pod wrong invalid (2) Download",
    ]


# -- hostile words


def test_hostile_manifests_add_no_element_and_no_attribute(site: Build) -> None:
    for url in ("hostile/", "snippets/", "pods/"):
        article = site.article(url)

        assert article.xpath(".//script | .//img | .//*[@onerror or @src]") == [], url
    hostile = site.article("hostile/")
    assert heads(hostile) == [f"Pod {SCRIPT} invalid (2) Download", f"{IMAGE} ../../{END} no schema Download"]
    assert f'unknown field "spec[{SCRIPT}]"' in visible_text(hostile)


# -- the catalogue, and uses


def test_the_catalogue_lists_kinds_then_notes_then_what_is_not_valid(site: Build) -> None:
    article = site.article("snippets/")
    headings = [visible_text(each) for each in article.xpath(".//h2 | .//h3")]

    assert visible_text(article.xpath(".//p")[0]) == (
        "18 snippets in 7 notes: 9 valid, 3 invalid, 2 no schema, 1 template, 2 not checked, 1 meant to fail."
    )
    assert headings == [
        "By kind",
        f"{IMAGE} 1",
        "ConfigMap 2",
        "Pod 11",
        "Service 1",
        "Shirt 1",
        "Without a kind",
        "By note",
        "Not valid",
        "Invalid 3",
        "No schema 2",
        "Template 1",
        "Not checked 2",
        "Meant to fail 1",
        "snippets",  # the folder of one's own
    ]


def test_entries_name_the_snippet_its_state_and_its_note(site: Build) -> None:
    article = site.article("snippets/")
    (listed,) = article.xpath(".//h3[@id='kind-configmap']/following-sibling::ul[1]")

    assert [visible_text(each) for each in listed] == [
        "settings valid for Kubernetes 1.37 Settings deep Download",
        "settings valid for Kubernetes 1.37 Pods Download",
    ]
    assert listed.xpath("./li[2]//a/@href") == [
        "../pods/#configmap-settings.yaml",
        "../pods/",
        "pods/configmap-settings.yaml",
    ]


def test_a_catalogue_in_pages_leads_from_each_to_the_next(tmp_path: Path) -> None:
    config = f"plugins: {json.dumps(['search', {'knotwork': {'page_size': 5, **OPTIONS}}])}\n"
    done = built_site(tmp_path, NOTES, config)

    assert visible_text(done.article("snippets/page-2/").xpath(".//p[contains(., 'Page')]")[0]).startswith(
        "Page 2 of "
    )
    assert broken_links(done.site) == []


def test_a_note_about_a_kind_lists_where_it_is_used(site: Build) -> None:
    (used,) = site.article("pods/").xpath(".//section[@class='kw-used']")

    assert visible_text(used.xpath("./h2")[0]) == "Pod: used in these notes 5"
    assert [visible_text(each) for each in used.xpath("./ul/li")] == [
        "Embeds: hello",
        f"Hostile: {SCRIPT}",
        "Mine: own",
        "Quiet: quiet",
        "States: without a name, without a name, part, mend",
    ]


def test_a_note_says_which_kind_it_is_about(site: Build) -> None:
    assert site.article("states/").xpath(".//section[@class='kw-used']") == []  # its own are no news
    (used,) = site.article("deep/config maps/").xpath(".//section[@class='kw-used']")

    assert [visible_text(each) for each in used.xpath("./ul/li")] == ["Pods: settings"]


def test_what_a_comment_above_a_block_silences_is_not_shown_either() -> None:
    block = "```yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nbad: 1\n```\n"
    comment = "<!-- knotwork-disable-next-line unknown-field: on purpose -->\n"
    silenced = compile_vault(Vault.of({"a.md": comment + block}))
    said = compile_vault(Vault.of({"a.md": block}))

    assert "unknown field" in render_note(said, NotePath("a.md"))
    assert "unknown field" not in render_note(silenced, NotePath("a.md"))
