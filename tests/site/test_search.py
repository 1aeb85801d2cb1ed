"""A reader types what they remember, and finds the note: in the theme's own field, by our own search."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from accessibility import COLOURS, violations
from browser import guarded, policy, served, watched
from site_builds import Build, built_site

from knotwork.site.bundle import search_engine
from knotwork.site.search.blocks import PageHead
from knotwork.site.search.folding import words
from knotwork.site.search.names import SearchNames
from knotwork.site.search.names_file import distances, names_file

pytestmark = pytest.mark.browser
SiteOf = Callable[[str], Build]
DATA = Path(__file__).parents[1] / "data"
_FOUND = """async ([queries, given]) => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const worker = new Worker(new URL(config.search, location.href));
  const base = new URL(config.base + "/", location.href);
  const index = given || (await (await fetch(new URL("search/search_index.json", base))).json());
  const answers = [];
  let asked = -1;
  return await new Promise((resolve) => {
    const next = () => {
      asked += 1;
      asked < queries.length ? worker.postMessage({type: 2, data: queries[asked]}) : resolve(answers);
    };
    worker.onmessage = ({data}) => {
      if (data.type === 1) next();
      if (data.type === 3) {
        answers[asked] = data.data.items.map((item) => item[0]);
        if (data.data.isComplete !== false) next(); /* an answer from names comes before */
      }
    };
    worker.postMessage({type: 0, data: {...index, options: {suggest: true}}});
  });
}"""


def found(page: Any, *queries: str, index: Any = None) -> list[list[dict[str, Any]]]:
    """The articles that the site's search finds for each query, best first; `index` may be another."""
    answers: list[list[dict[str, Any]]] = page.evaluate(_FOUND, [queries, index])
    return answers


def cases(file: str) -> Iterator[tuple[str, list[str]]]:
    """Each query with the addresses that answer it."""
    for line in (DATA / file).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            query, _, notes = line.rpartition(" = ")
            yield query, [f"{note.strip().replace(' ', '%20')}/" for note in notes.split(",")]


def test_what_readers_type_finds_the_note(browser: Any, site_of: SiteOf) -> None:
    sets = [dict(cases(file)) for file in ("search_queries.txt", "search_queries_held_out.txt")]
    with served(site_of("notes").site) as address, watched(browser) as seen:
        seen.page.goto(address)
        answers = iter(found(seen.page, *(query for queries in sets for query in queries)))

    for queries in sets:
        top = {query: {item["location"] for item in next(answers)[:3]} for query in queries}
        missed = [query for query, urls in top.items() if not urls & set(queries[query])]
        assert len(queries) >= 60
        assert len(missed) <= 0.05 * len(queries), missed
    assert not seen.troubles


def test_nothing_is_loaded_before_something_is_typed(browser: Any, site_of: SiteOf) -> None:
    loaded: list[str] = []
    with guarded(site_of("notes").site, policy()) as address, watched(browser) as seen:
        seen.page.context.on("request", lambda request: loaded.append(request.url.removeprefix(address)))
        seen.page.goto(address, wait_until="networkidle")
        for _ in range(100):  # what listens to it may begin after all is loaded
            seen.page.keyboard.press("Control+k")
            if seen.page.evaluate("document.activeElement.matches('input.md-search__input')"):
                break
            seen.page.wait_for_timeout(50)
        before = [url for url in loaded if "search" in url]
        seen.page.keyboard.type("deploymnet")
        seen.page.locator(f"a[href^='{address}workloads/deployments/?h=deployment']").first.wait_for()
        index = seen.page.request.get(f"{address}search/search_index.json").body()
        faint = violations(seen.page, COLOURS)

        assert {url.split(".")[0] for url in before} == {"search/search_index", "assets/knotwork/search"}
        assert len(index) < 1_000
        assert faint == []
        assert any("/names.js?" in url for url in loaded)
    assert not seen.troubles


MARKUP = "<img src=x onerror=alert(1)>"
SECRET = "unsayable"
NOTES = {
    "index.md": "# Home\n\n[[deploy/部署]] [[proto]] [[Zażółć]] [[probe]] [[tagged]] [[short]]\n",
    "deploy/部署.md": "# 部署单元\n\n一个部署单元运行在节点上。日本語のノートもある。\n",
    "proto.md": "---\naliases: [constructor, '\"><script>alert(2)</script>', 'toString']\n---\n"
    f"# `__proto__` `{MARKUP}`\n\nhasOwnProperty `</script><script>alert(3)</script>`\n\n## valueOf\n\nx",
    "Zażółć.md": "# Zażółć gęślą jaźń\n\nStraße, Ærø, \u202eright to left\u202c שָׁלוֹם\n",
    "probe.md": "# Liveness\n\nthe kubelet restarts the container if a probe fails\n\n## ConfigMap reload\n",
    "tagged.md": "---\ntags: [ops/night]\n---\n# Watch\n\nthe container restarts at night\n",
    "short.md": "# Services\n\n```yaml\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
    "spec: {ports: [{port: 80}]}\n```\n",
    "backups.md": "# Archives\n\n```yaml\napiVersion: apiextensions.k8s.io/v1\n"
    "kind: CustomResourceDefinition\nmetadata: {name: backups.example.com}\n"
    "spec:\n  group: example.com\n  scope: Namespaced\n"
    "  names: {kind: Backup, plural: backups, singular: backup, shortNames: [bkp]}\n  versions:\n"
    "    - name: v1\n      served: true\n      storage: true\n"
    "      schema: {openAPIV3Schema: {type: object}}\n```\n",
    "restore.md": "# Restore\n\n```yaml\napiVersion: example.com/v1\nkind: Backup\n"
    "metadata: {name: b}\n```\n",
    "long.md": f"# {'Donau' * 60} 🚢🚢\n\n{'x' * 5_000} مرحبا بالعالم 👩‍💻 runAsNonRoot {'a b ' * 3_000}\n",
    "same/1.md": "# Same\n",
    "same/2.md": "# Same\n",
    "excluded.md": f"---\nsearch: {{exclude: true}}\n---\n# {SECRET}\n\n{SECRET}\n",
    "held back.md": f"---\npublish: false\naliases: [{SECRET}]\n---\n# {SECRET}\n",
}
CONFIG = "plugins: [search, offline, knotwork: {fail_on: never}]\n"
WORDS = (
    "Pods, kube-proxy: ConfigMap HTTPRoute apps/v1 80 under_score",
    "Zażółć GĘŚLĄ Straße Ærø İstanbul ﬁn ² Ⅳ Σίσυφος",
    "部署单元 日本語のノート ノード 한국어는 ภาษาไทย x部署y 𠀀𠀁",
    "हिन्दी में שָׁלוֹם مَرْحَبًا e\u0301te\u0301 \u202ea\u202c 👩‍💻 a\u00adb",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Build:
    done = built_site(tmp_path_factory.mktemp("hostile"), NOTES, CONFIG)
    assert done.code == 0, done.output
    return done


def test_any_writing_is_found_and_none_of_it_runs(browser: Any, hostile: Build) -> None:
    notes = {
        "部署": "deploy/%E9%83%A8%E7%BD%B2.html",
        "单元运行": "deploy/%E9%83%A8%E7%BD%B2.html",
        "日本語": "deploy/%E9%83%A8%E7%BD%B2.html",
        "zazolc": "Za%C5%BC%C3%B3%C5%82%C4%87.html",
        "strasse aero": "Za%C5%BC%C3%B3%C5%82%C4%87.html",
        "שלום": "Za%C5%BC%C3%B3%C5%82%C4%87.html",
        "__proto__": "proto.html",
        "constructor": "proto.html",
        "hasOwnProperty": "proto.html",
        "svc": "short.html",
        "config map": "probe.html",
        '"container restarts"': "tagged.html",
        '"restarts the container"': "probe.html",
        "tag:ops": "tagged.html",
        "#ops/night": "tagged.html",
        "kind:svc": "short.html",
        "folder:deploy": "deploy/%E9%83%A8%E7%BD%B2.html",
        "restarts -probe": "tagged.html",
        "bkp": "backups.html",
        "kind:bkp": "restore.html",
        "donau" * 60: "long.html",
        "donaudonau": "long.html",
        "مرحبا": "long.html",
        "run as non root": "long.html",
        "same": "same/1.html",
    }
    with served(hostile.site) as address, watched(browser) as seen:
        seen.page.goto(address)
        answers = dict(zip(notes, found(seen.page, *notes), strict=True))
        nothing = found(seen.page, SECRET, "tag:none", '"', "-", "\\", "(", "\ud800", "%" * 500, "🚢" * 90)
        seen.page.locator("input.md-search__input").click()
        seen.page.keyboard.type("constructor")
        link = seen.page.locator(".md-search-result__link").first
        link.wait_for()
        shown = link.locator("h1").text_content()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/proto.html*")
        seen.page.locator("input.md-search__input").click()
        seen.page.keyboard.press("Control+a")
        seen.page.keyboard.type("livenes")
        seen.page.locator("a[href*='/probe.html']:has(h1)").wait_for()

    assert {query: items[0]["location"] if items else None for query, items in answers.items()} == notes
    assert [items for items in nothing if items] == []
    assert "<img" not in answers["__proto__"][0]["title"]
    assert shown == f"__proto__ {MARKUP} = constructor"
    assert not seen.troubles


def test_what_is_held_back_is_in_no_file_of_the_search(hostile: Build) -> None:
    files = {path: data for path, data in hostile.files().items() if "search" in path}

    assert any(path.endswith("/texts-0.js") for path in files)
    assert not [path for path, data in files.items() if SECRET.encode() in data]


def test_with_an_index_that_is_not_ours_materials_search_answers(browser: Any, hostile: Build) -> None:
    own = json.loads(hostile.page("search/search_index.json"))
    config = {name: value for name, value in own["config"].items() if name != "knotwork"}
    foreign = {
        "config": {**config, "lang": ["en", "de"]},
        "docs": [{"location": "x.html", "title": "Foreign", "text": "<p>words of another plugin</p>"}],
        "options": {"suggest": True},
    }
    kept = {**config, "knotwork": {**own["config"]["knotwork"], "engine": "assets/knotwork/gone.js"}}
    with served(hostile.site) as address, watched(browser) as seen:
        seen.page.goto(address)
        answers = found(seen.page, "foreign", "plugin", "nothing", index=foreign)
        of_an_older_site = found(seen.page, "livenes", "svc", index={"config": kept, "docs": []})
        seen.page.goto("about:blank")
        (hostile.site / "search/search_index.json").write_text(json.dumps(foreign), "utf-8")
        try:
            seen.page.goto(address)
            of_another_site = found(seen.page, "foreign", "plugin", index={"config": kept, "docs": []})
        finally:
            (hostile.site / "search/search_index.json").write_text(json.dumps(own), "utf-8")

    locations = [[item["location"] for item in items] for items in (*answers, *of_another_site)]
    assert locations == [["x.html"], ["x.html"], [], ["x.html"], ["x.html"]]
    assert [items[0]["location"] for items in of_an_older_site] == ["probe.html", "short.html"]


def test_a_site_opened_from_a_disk_is_searched_too(browser: Any, hostile: Build) -> None:
    with watched(browser) as seen:
        seen.page.goto((hostile.site / "proto.html").as_uri())
        seen.page.locator("input.md-search__input").click()
        seen.page.keyboard.type("livenes")
        link = seen.page.locator(".md-search-result__link").first
        link.wait_for()

        assert link.locator("h1").text_content() == "Liveness"
    assert not seen.troubles


def test_the_browser_finds_the_words_that_the_build_finds(browser: Any, hostile: Build) -> None:
    with watched(browser) as seen:
        seen.page.goto((hostile.site / "index.html").as_uri())
        seen.page.add_script_tag(path=str(hostile.site / search_engine()[0]))
        in_browser = seen.page.evaluate("texts => texts.map(knotworkFold.words)", list(WORDS))

    assert in_browser == [words(text) for text in WORDS]


def test_material_can_keep_its_own_search(tmp_path: Path) -> None:
    done = built_site(tmp_path, {"a.md": "# A\n"}, "plugins: [search, knotwork: {search: material}]\n")

    assert "assets/javascripts/workers/search." in done.page("a/")
    assert done.searched()[0]["location"] == "a/"
    assert not (done.site / "assets/knotwork/search").exists()


def test_names_are_whole_again_in_the_browser(browser: Any) -> None:
    names = {
        "": ("Home", "README", ""),
        "folder/": ("Folder", "README", "folder"),
        "Title%20%28of%20one%21%29/": ("Title (of one!)", "Title (of one!)", ""),
        "a%20b/kebab-case/": ("Kebab case", "kebab-case", "a b"),
        "a%20b/%C3%BC%25/": ("Other", "ü%", "a b"),
        "elsewhere/moved/": ("Moved", "moved", "a b"),
        "x//y/": ("y", "y", "x"),
        "page.html": ("page", "page", ""),
        "%3F/": ("\\ud800", "?", ""),
    }
    pages = [PageHead(url, title, (), 1) for url, (title, _, _) in names.items()]
    own = [
        SearchNames(others=(("a", f"alias {file}"), ("f", file)), tags=("t",) * (at % 2), folder=folder)
        for at, (_, file, folder) in enumerate(names.values())
    ]
    table = {**names_file(pages, own), "texts": distances([0, 40, 2_000])}
    with watched(browser) as seen:
        seen.page.add_script_tag(content=search_engine()[1].decode())
        data = seen.page.evaluate("(table) => knotworkUnpacked(table)", table)

    assert data["urls"] == [*names]
    aliases = [
        (at, what, name)
        for at, (_, file, _) in enumerate(names.values())
        for what, name in (("a", f"alias {file}"), ("f", file))
    ]
    assert data["other"] == [value for alias in aliases for value in alias]
    assert data["tags"] == {"t": [1, 3, 5, 7]}
    assert data["texts"] == [0, 40, 2_000]
    assert table["urls"][2:4] == [0, 1]
    assert not seen.troubles
