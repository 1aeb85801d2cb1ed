"""The pages beside the notes on a built site: what harm cannot do there, and the board in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import chromium, served, watched
from link_crawl import broken_links
from site_builds import built_site

BAD = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
TYPED = "".join(f"\\{sign}" if sign in '<>"()' else sign for sign in BAD)
"""The same as text, not as HTML, in a note."""
NOTES = {
    "a.md": (
        f"---\ndescription: '{BAD}'\nupdated: 2026-01-02\n---\n# {TYPED}\n\n[[gone {BAD}]]\n\n"
        f"- {TYPED} #k8stodo/x\n  - {TYPED}\n\n"
        f"```yaml\nkind: Pod\napiVersion: v1\nmetadata: {{name: '{BAD}'}}\nspec: {{'{BAD}': 1}}\n```\n"
    ),
    f"{BAD.replace('/', '')}/b.md": "# B\n\n[[a]] [[a#nowhere]] #k8stodo\n",
    "x/y/c.md": "# C\n\n- later #k8stodo/x\n\n[[b]] [[missing]]\n",
}
CONFIG = (
    "site_name: N & N\nrepo_url: https://git.invalid/me/notes\nedit_uri: edit/main/docs/\n"
    "theme: {name: material, font: false}\n"
)


def test_the_pages_are_whole_and_hold_nothing_of_a_hostile_note(tmp_path: Path) -> None:
    done = built_site(tmp_path, NOTES, CONFIG)

    assert done.code == 0, done.output
    assert broken_links(done.site) == []
    for url in ("", "health/", "todo/", "wanted/", "tags/", "tags/k8stodo/", "x/", "x/y/"):
        article = done.article(url)

        assert article.xpath(".//img | .//script | .//*[@onerror]") == [], url
    assert BAD in done.article("todo/").text_content()
    assert BAD in done.article("health/").text_content()
    assert BAD in done.article("").text_content()


def test_the_search_does_not_know_of_the_findings(tmp_path: Path) -> None:
    done = built_site(tmp_path, {"index.md": "# Home\n\n[[gone]]\n"})

    assert "missing-note" in done.page("health/")
    assert [each["location"] for each in done.searched() if each["location"].startswith("health")] == []


def test_where_the_source_is_edited_a_wanted_note_can_be_begun(tmp_path: Path) -> None:
    done = built_site(tmp_path, {"x/a.md": "[[gone]]\n"}, CONFIG)

    assert done.article("wanted/").xpath(".//a[@class='kw-create']/@href") == [
        "https://git.invalid/me/notes/new/main/docs?filename=x%2Fgone.md"
    ]


@pytest.mark.browser
def test_to_dos_are_chosen_by_state_tag_and_folder(tmp_path: Path) -> None:
    notes = {
        "index.md": "# Home\n\n- first #k8stodo\n",
        "x/a.md": "# A\n\n- second #k8stodo/net\n- third #k8stodo\n  - part\n\n## part\n\ntext\n",
    }
    done = built_site(tmp_path, notes)
    with chromium() as browser, served(done.site) as address, watched(browser) as seen:
        page = seen.page
        page.goto(f"{address}todo/")
        shown, status = page.locator(".kw-card:visible"), page.get_by_role("status")

        assert shown.count() == 3
        assert page.locator(".kw-filters a").count() == 0

        net = page.get_by_role("button", name="#k8stodo/net 1")
        net.press("Enter")
        assert net.get_attribute("aria-pressed") == "true"
        assert status.inner_text() == "1 of 3 shown"
        assert "second" in shown.inner_text()
        assert page.locator("h2:visible, h3:visible").all_inner_texts() == ["Open", "x 1"]

        page.get_by_role("button", name="Done 1").click()
        assert status.inner_text() == "0 of 3 shown"

        net.click()
        assert "third" in shown.inner_text()
        assert page.locator("h2:visible").all_inner_texts() == ["Done"]

        page.get_by_role("button", name="Done 1").click()
        assert shown.count() == 3
    assert seen.troubles == []


@pytest.mark.browser
def test_without_scripts_the_board_leads_to_its_groups(tmp_path: Path) -> None:
    done = built_site(tmp_path, {"a.md": "- one #k8stodo\n", "x/b.md": "- two #k8stodo\n"})
    with (
        chromium() as browser,
        served(done.site) as address,
        watched(browser, java_script_enabled=False) as seen,
    ):
        seen.page.goto(f"{address}todo/")
        seen.page.get_by_role("link", name="x 1").click()

        assert seen.page.url.endswith("#open-x")
        assert seen.page.locator(".kw-card:visible").count() == 2
    assert seen.troubles == []
