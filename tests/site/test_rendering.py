"""Formulas, diagrams, icons, annotations, sound and film as a reader meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browser import VIEWS, Watched, leave_picture, served, watched
from site_builds import Build, built_site

pytestmark = pytest.mark.browser

CONFIG = """site_name: Notes
theme:
  name: material
  font: false
  features: [content.code.copy, content.code.annotate, navigation.instant]
  palette:
    - {scheme: default, toggle: {icon: material/weather-night, name: Dark}}
    - {scheme: slate, toggle: {icon: material/weather-sunny, name: Light}}
"""

FLOW = "graph LR\n  A[Client] -->|kubectl| B(API server)\n  B --> C{valid?}\n  C -->|yes| D[(etcd)]\n"

KINDS = {
    "flowchart": FLOW,
    "sequence": "sequenceDiagram\n  User->>API: apply\n  Note over API: admission\n  API-->>User: 201\n",
    "class": "classDiagram\n  Pod <|-- StaticPod\n  Pod : +spec\n",
    "state": "stateDiagram-v2\n  [*] --> Pending\n  Pending --> Running\n",
    "er": "erDiagram\n  NODE ||--o{ POD : runs\n",
    "gantt": "gantt\n  dateFormat YYYY-MM-DD\n  section A\n  first :a1, 2026-01-01, 3d\n",
    "pie": 'pie title Pods\n  "running" : 3\n  "pending" : 1\n',
    "git": "gitGraph\n  commit\n  branch fix\n  commit\n",
    "mindmap": "mindmap\n  root\n    one\n    two\n",
    "timeline": "timeline\n  2014 : Kubernetes\n",
    "quadrant": "quadrantChart\n  x-axis Low --> High\n  y-axis Low --> High\n  A: [0.3, 0.6]\n",
    "chart": "xychart-beta\n  x-axis [a, b]\n  bar [1, 2]\n",
    "journey": "journey\n  section Deploy\n    build: 5: Me\n",
    "blocks": "block-beta\n  a b\n",
    "packet": '---\ntitle: T\n---\npacket-beta\n  0-15: "Port"\n',
    "sankey": "sankey-beta\n\na,b,3\n",
    "kanban": "kanban\n  todo\n    a task\n",
    "requirement": "requirementDiagram\n  requirement r {\n    id: 1\n    text: t\n  }\n",
    "architecture": "architecture-beta\n  service db(database)[Database]\n",
}

BAD = {
    "a script in a label": 'graph LR\n  A["<script>alert(1)</script><img src=data:, onerror=alert(1)>"]\n',
    "a link that runs code": 'graph LR\n  A --> B\n  click A "javascript:alert(1)"\n  click B call alert()\n',
    "settings of its own": (
        "%%{init: {'securityLevel': 'loose', 'htmlLabels': true, 'themeCSS': "
        "'@import url(//evil.invalid/x.css); .node rect {fill: red}'}}%%\n"
        'graph LR\n  A["<img src=data:,x onerror=alert(1)>"] --> B\n  click B call alert(1)\n'
    ),
    "a title full of signs": '---\ntitle: "</style><script>alert(1)</script>"\n---\ngraph LR\n  A --> B\n',
    "a class that loads": "graph LR\n  A --> B\n  style A fill:red,background:url(//evil.invalid/y)\n",
}


def fences(*texts: str) -> str:
    return "".join(f"```mermaid\n{text}```\n\n" for text in texts)


MATH = r"""
Of $n$ nodes, $\sum_{i=1}^n i = \frac{n(n+1)}{2}$ links; a node costs $5, two cost $9.

$$
\begin{aligned}
a &= b + c \\
abcdef &= g
\end{aligned}
$$

$$
x = a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + a_{10} + a_{11} + a_{12} + a_{13} + a_{14} + a_{15}
+ a_{16} + a_{17} + a_{18} + a_{19} + a_{20} + a_{21} + a_{22} + a_{23} + a_{24} + a_{25} + a_{26} + a_{27}
$$

$\nosuch{x}$
"""

POD = """
```yaml
apiVersion: v1
kind: Pod # (1)!
metadata:
  name: hello # (2)!
spec:
  containers:
    - name: web
      image: nginx:1.28
```

1.  A **kind**, see [[other]].
2.  Its name.
"""

FILES = {
    "index.md": "# Start :material-kubernetes:\n\nTo the [[diagrams]].\n",
    "diagrams.md": f"# Diagrams\n\nSee [[other]], [[kinds]].\n\n{fences(FLOW, KINDS['sequence'])}",
    "broken.md": f"# Broken\n\n{fences('graph LR' + chr(10) + '  A ==' + chr(10), FLOW)}",
    "kinds.md": f"# Kinds\n\n{fences(*KINDS.values())}",
    "bad.md": f"# Bad\n\n{fences(*BAD.values())}",
    "math.md": f"# Math\n{MATH}",
    "annotated.md": f"# Annotated\n{POD}",
    "other.md": f"# Other\n\n[[index]]\n\n{fences(KINDS['pie'])}",
    "media.md": "# Media :smile:\n\n![[a.mp3]]\n\n![[b.mp4|300]]\n\n![[c.pdf#page=2]] :material-check:\n",
    "a.mp3": "x",
    "b.mp4": "x",
    "b.vtt": "WEBVTT\n",
    "c.pdf": "x",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    done = built_site(
        tmp_path_factory.mktemp("rendering"), FILES, CONFIG + "site_url: http://127.0.0.1/deep/er/\n"
    )
    assert done.code == 0, done.output
    return done


@pytest.fixture(scope="module")
def address(site: Build) -> Iterator[str]:
    with served(site.site) as where:
        yield where


@contextmanager
def strict(browser: Any, **options: Any) -> Iterator[Watched]:
    """A page on a server that allows neither eval nor another host; Material's own scripts are inline."""
    policy = (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; object-src 'none'; frame-src 'none'"
    )

    def answer(route: Any) -> None:
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": policy}
        route.fulfill(response=response, headers=headers)

    with watched(browser, **options) as seen:
        seen.page.route("**/*", answer)
        yield seen


def drawn(page: Any, count: int) -> None:
    """Wait until so many diagrams are drawn."""
    page.wait_for_function(
        "count => document.querySelectorAll('.kw-diagram > svg').length === count", arg=count
    )


def test_every_kind_of_diagram_is_drawn_without_eval_and_without_another_host(
    browser: Any, address: str
) -> None:
    with strict(browser) as seen:
        seen.page.goto(address + "kinds/")
        drawn(seen.page, len(KINDS))
        leave_picture(seen.page, "rendering-kinds-light-1280.png")

        sizes = seen.page.eval_on_selector_all(
            ".kw-diagram > svg", "all => all.map(each => each.getBoundingClientRect().height)"
        )
        assert min(sizes) > 20
        assert seen.page.locator(".kw-diagram-error").count() == 0
    assert seen.troubles == []


def test_the_source_of_a_diagram_is_folded_below_it_and_opens_by_keyboard(browser: Any, address: str) -> None:
    with strict(browser) as seen:
        seen.page.goto(address + "diagrams/")
        drawn(seen.page, 2)
        source = seen.page.locator(".kw-mermaid code").first
        assert not source.is_visible()

        seen.page.locator(".kw-diagram-source > summary").first.focus()
        seen.page.keyboard.press("Enter")

        source.wait_for(state="visible")
        assert source.text_content() == FLOW
    assert seen.troubles == []


def test_a_diagram_follows_the_colours_of_the_theme(browser: Any, address: str) -> None:
    colour = "getComputedStyle(document.querySelector('.kw-diagram .node rect')).fill"
    with strict(browser) as seen:
        seen.page.goto(address + "diagrams/")
        drawn(seen.page, 2)
        light = seen.page.evaluate(colour)

        seen.page.locator("label[for=__palette_1]").click()

        seen.page.wait_for_function(f"light => {colour} !== light", arg=light)
        assert seen.page.locator(".kw-diagram > svg").count() == 2
        assert seen.page.locator(".kw-diagram-source").count() == 2
    assert seen.troubles == []


def test_a_broken_diagram_shows_its_source_and_says_so(browser: Any, address: str) -> None:
    with strict(browser) as seen:
        seen.page.goto(address + "broken/")
        drawn(seen.page, 1)

        assert seen.page.locator(".kw-mermaid code").first.is_visible()
        said = seen.page.locator(".kw-diagram-error").text_content()
        assert said.startswith("This diagram could not be drawn: Parse error on line")
        assert seen.page.evaluate("document.body.querySelectorAll(':scope > div[id^=dkw]').length") == 0
    assert seen.troubles == []


def test_a_diagram_runs_and_loads_nothing(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address + "bad/")
        settled = "document.querySelectorAll('.kw-diagram > svg, .kw-diagram-error').length"
        refused = 2  # they would ask another host: their source is shown
        seen.page.wait_for_function(f"{settled} === {len(BAD) - refused}")

        for element in seen.page.locator(".kw-diagram .node").all():
            element.dispatch_event("click")
        foreign = ".kw-diagram :is(script, iframe, img[onerror], [onclick], [onload], [href^='javascript'])"
        assert seen.page.locator(foreign).count() == 0
    assert seen.troubles == []


def test_diagrams_are_drawn_on_pages_that_come_without_a_reload(browser: Any, site: Build) -> None:
    with served(site.site) as address, watched(browser) as seen:
        # Material asks for the sitemap to know what it may fetch
        sitemap = (site.site / "sitemap.xml").read_text("utf-8").replace("http://127.0.0.1/deep/er/", address)
        seen.page.route("**/sitemap.xml", lambda route: route.fulfill(body=sitemap, content_type="text/xml"))
        seen.page.goto(address)
        seen.page.evaluate("window.stayed = true")
        asked: list[str] = []
        seen.page.on("request", lambda request: asked.append(request.url))
        assert seen.page.locator(".twemoji > svg").count() == 1

        seen.page.locator("article a", has_text="diagrams").first.click()
        drawn(seen.page, 2)
        seen.page.locator("article a", has_text="other").first.click()
        drawn(seen.page, 1)

        assert seen.page.evaluate("window.stayed")
        assert len([url for url in asked if "/mermaid." in url]) == 1, "loaded once, and only when needed"
    assert seen.troubles == []


def test_without_scripts_all_is_there_to_be_read(browser: Any, address: str) -> None:
    with watched(browser, java_script_enabled=False) as seen:
        seen.page.goto(address + "diagrams/")
        assert seen.page.locator(".kw-mermaid code").first.text_content() == FLOW
        seen.page.goto(address + "math/")
        assert seen.page.locator("math").first.bounding_box()["width"] > 3
        seen.page.goto(address + "annotated/")
        assert seen.page.locator("article ol > li").first.is_visible()
        seen.page.goto(address + "media/")
        assert seen.page.locator("audio[controls], video[controls]").count() == 2
    assert seen.troubles == []


def test_a_site_on_a_disk_draws_its_diagrams(browser: Any, tmp_path: Path) -> None:
    files = {"index.md": fences(FLOW)}
    done = built_site(tmp_path, files, "use_directory_urls: false\nplugins: [knotwork]\n")

    with browser.new_context() as context:
        page = context.new_page()
        page.goto((done.site / "index.html").as_uri())
        drawn(page, 1)
        assert page.locator(".kw-diagram > svg").bounding_box()["width"] > 3


def test_only_a_site_with_diagrams_has_what_draws_them(site: Build, tmp_path: Path) -> None:
    without = built_site(tmp_path, {"index.md": "# No diagram\n\n```yaml\na: b\n```\n"})

    assert any("mermaid" in name for name in site.files())
    assert not any("mermaid" in name for name in without.files())


def test_a_long_context_with_icons_and_formulas_stays_whole(tmp_path: Path) -> None:
    words = ":material-check: $x^2$ word " * 40
    done = built_site(tmp_path, {"a.md": f"# A\n\n{words}[[b]] {words}\n", "b.md": "# B\n"})

    article = done.page("b/").partition("<article")[2].partition("</article>")[0]

    for name in ("span", "svg", "math", "semantics", "msup", "mark"):
        assert len(re.findall(rf"<{name}[ >]", article)) == article.count(f"</{name}>")


def test_formulas_are_drawn_and_wide_ones_scroll_on_a_phone(browser: Any, address: str) -> None:
    with strict(browser, viewport={"width": 390, "height": 800}) as seen:
        seen.page.goto(address + "math/")

        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
        wide = seen.page.locator(".kw-math").nth(1)
        assert wide.evaluate("each => each.scrollWidth > each.clientWidth")
        ends = seen.page.eval_on_selector_all(
            "mtr > mtd:first-child > mi:last-child",
            "all => all.map(each => each.getBoundingClientRect().right)",
        )
        assert max(ends) - min(ends) < 2, "lines are aligned at their signs"
        assert seen.page.locator("annotation").first.is_hidden()
        assert seen.page.locator("code.kw-tex").text_content() == r"$\nosuch{x}$"
    assert seen.troubles == []


def test_a_formula_wider_than_the_page_is_scrolled_by_keyboard(browser: Any, address: str) -> None:
    with watched(browser, viewport={"width": 390, "height": 800}) as seen:
        seen.page.goto(address + "math/")
        wide = seen.page.locator(".kw-math").nth(1)
        wide.focus()
        seen.page.keyboard.press("ArrowRight")

        seen.page.wait_for_function("document.querySelectorAll('.kw-math')[1].scrollLeft > 0")
    assert seen.troubles == []


def test_annotations_open_at_their_lines_below_the_header_of_a_snippet(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address + "annotated/")
        mark = seen.page.locator(".md-annotation__index").first
        mark.wait_for()
        assert seen.page.locator(".kw-block .kw-badge").text_content().startswith("valid")
        assert not seen.page.locator("article ol").first.is_visible()
        assert seen.page.locator(".md-annotation").count() == 2
        assert "(1)" not in seen.page.locator("pre > code").inner_text()
        assert mark.get_attribute("aria-label") == "Annotation 1"

        mark.focus()

        seen.page.locator(".md-annotation a", has_text="other").wait_for(state="visible")
    assert seen.troubles == []


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_pages_fit_their_width(browser: Any, address: str, scheme: str, width: int) -> None:
    with strict(browser, viewport={"width": width, "height": 900}) as seen:
        seen.page.goto(address)
        if scheme == "dark":
            seen.page.locator("label[for=__palette_1]").click()
        for url, count in (("diagrams", 2), ("broken", 1), ("math", 0), ("media", 0)):
            seen.page.goto(f"{address}{url}/")
            drawn(seen.page, count)
            leave_picture(seen.page, f"rendering-{url}-{scheme}-{width}.png")

            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.troubles == []
