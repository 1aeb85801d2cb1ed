"""What a site shows does not depend on which parts of it were made before, nor on earlier states of it."""

from __future__ import annotations

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.rules import check
from knotwork.site.addresses import addresses, relative
from knotwork.site.compiled_site import CompiledSite, SiteSource
from knotwork.site.site_info import SiteInfo
from knotwork.site.views import GeneratedContent, View
from knotwork.site.views.generated_content import _KINDS
from knotwork.vault.vault import Vault

POD = "```yaml\napiVersion: v1\nkind: {}\nmetadata: {{name: {}}}\n```\n"
TEXTS = st.sampled_from(
    (
        "",
        "# A title\n\nsee [[pods]], [[a]] and [[gone]] #tag/inner\n",
        "---\naliases: [Pod]\ndate: 2026-01-02\n---\nwords [[x/b#part]] #tag\n",
        "---\nkind: Pod\n---\n# Part\n\n- [ ] open #k8stodo\n",
        POD.format("Pod", "one"),
        "one line more\n\n" + POD.format("Pod", "one"),
        POD.format("Service", "two") + "\n![[a]]\n",
    )
)
PATHS = st.sampled_from(
    (
        *("snippets/a.md", "graph/x/a.md", "health/index.md", "todo/README.md"),
        *("a.md", "pods.md", "x/b.md", "x/index.md", "x/README.md", "x.md", "X/page-2.md", "page-2.md"),
        *("tags.md", "Todo.md", "Tags/tag.md", "linked-from/a.md", "health/page-2.md", "README.md"),
        f"{'long' * 20}/b.md",
        f"{'long' * 20}.md",
    )
)
VAULTS = st.dictionaries(PATHS, TEXTS, min_size=1)


def site(texts: dict[str, str], before: CompiledSite | None = None) -> CompiledSite:
    kb = compile_vault(Vault.of(texts), Settings())
    info = SiteInfo("Notes", "", "https://example.org/")
    source = SiteSource(kb, info, lambda path: texts[path], partial(check, kb), show_findings=True)
    return before.following(source, ()) if before else CompiledSite(source, frozenset())


def parts(made: CompiledSite, *, backwards: bool = False) -> dict[str, object]:
    """All that a site publishes, by its path; made in the order of the paths, or backwards."""
    shown: dict[str, object] = {}
    pages = list(made.pages())
    for page in reversed(pages) if backwards else pages:
        content = page.content()
        shown[page.source] = content, page.reader_html(content.html, page.html_title), page.tags()
    files = list(made.files().items())
    for path, make in reversed(files) if backwards else files:
        shown[f"/{path}"] = make()
    return shown


@settings(max_examples=20)
@given(VAULTS, VAULTS)
def test_a_site_that_follows_another_is_the_one_made_anew(
    first: dict[str, str], second: dict[str, str]
) -> None:
    before = site(first)
    assert before.view, "it has addresses to take over"

    followed = site(second, before)

    assert followed.view.site == addresses(followed.view.kb)
    assert parts(followed) == parts(site(second))


@settings(max_examples=20)
@given(VAULTS)
def test_the_order_in_which_pages_are_made_changes_none(texts: dict[str, str]) -> None:
    assert parts(site(texts)) == parts(site(texts), backwards=True)


@settings(max_examples=20)
@given(VAULTS, st.booleans())
def test_the_pages_for_the_navigation_are_known_without_the_list_of_all(
    texts: dict[str, str], directories: bool
) -> None:
    kb = compile_vault(Vault.of(texts, ["wanted/index.html"]), Settings(page_size=2))
    made = GeneratedContent(View(kb, addresses(kb, directories=directories)))

    assert list(made.entries) == [page.source for page in made.pages if page.entry]


@settings(max_examples=20)
@given(VAULTS, st.booleans())
def test_a_note_gets_every_generated_page_with_its_address(texts: dict[str, str], directories: bool) -> None:
    kb = compile_vault(Vault.of(texts), Settings(page_size=2, backlinks_shown=1))
    made = GeneratedContent(View(kb, addresses(kb, directories=directories)))

    for path in kb.notes:
        listed = [page for kind in _KINDS for page in kind.pages(made)]
        own = [page.html for page in listed if made.view.site.owner(page.source) == path]
        assert made.appended(path) == "".join(own)


URLS = st.lists(st.sampled_from(("a", "b", "c", "")), min_size=1, max_size=4).map("/".join)


@given(URLS, URLS, st.sampled_from(("", "#", "#a", "#a#b")))
def test_a_relative_address_leads_where_it_should(url: str, here: str, fragment: str) -> None:
    made = relative(url + fragment, here)
    path, hash_, rest = made.partition("#")

    assert hash_ + rest == fragment
    if not path:
        assert url == here
    else:
        folders = here.split("/")[:-1]
        ups = path.split("/").count("..") if path.startswith("..") else 0
        below = path[3 * ups :].removeprefix("./")
        assert "/".join((*folders[: len(folders) - ups], below)) == url
