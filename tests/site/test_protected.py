"""A page that a plugin encrypts or replaces: no other page, and no other file, shows more than its title."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from site_builds import Build, built_site

from knotwork.mkdocs_plugin.protection import is_replaced, protection
from knotwork.model.names import NotePath
from knotwork.syntax.reader import read_note

SECRET = "xylophonist"
_LOCKED = f"""# Locked room

The {SECRET} meets [[index]] and Open door at noon. #{SECRET}

## About {SECRET} ^x

- [ ] ask the {SECRET} #k8stodo

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: {SECRET}
```
"""
_FILES = {
    "index.md": "# Home\n\n[[locked]] [[locked#Nothing]] ![[locked]] ![[locked#^x]]\n\n![[locked]]\n\n"
    "![[by]]\n",
    "by.md": "# By\n\n![[locked#^x]]\n",
    "open.md": "# Open door\n\nSee [[locked|the room]].\n",
}
_WARNINGS = "plugins:\n  - search\n  - knotwork:\n      fail_on: warning\n"
_HOOK = """
def on_page_content(html, page, **rest):
    if page.file.src_uri == "locked.md":
        return "<p>Enter the password</p>"
    return html.replace("Open", "<em>Open</em>")
"""


def _built(root: Path, text: str, *, hook: bool) -> Build:
    (root / "hook.py").write_text(_HOOK)
    config = "site_url: https://example.org/\n" + ("hooks: [hook.py]\n" if hook else "")
    done = built_site(root, {**_FILES, "locked.md": text}, config)
    assert done.code == 0, done.output
    return done


def _leaks(site: Build) -> list[str]:
    return [path for path, data in site.files().items() if SECRET.encode() in data.lower()]


def test_what_a_plugin_replaces_by_its_front_matter_is_shown_nowhere_else(tmp_path: Path) -> None:
    site = _built(tmp_path, f"---\npassword: pw\ndescription: {SECRET}\n---\n{_LOCKED}", hook=True)

    assert _leaks(site) == []
    assert "internal-error" not in site.output
    assert "Enter the password" in site.page("locked/")
    assert "Locked room" in site.page("open/") or "the room" in site.page("open/")
    assert site.page("").count('class="kw-embed"') == 1  # of the note that embeds a part of it


def test_what_a_plugin_replaces_for_reasons_of_its_own_is_shown_nowhere_else(tmp_path: Path) -> None:
    site = _built(tmp_path, _LOCKED, hook=True)

    assert _leaks(site) == []
    assert "Enter the password" in site.page("locked/")
    assert "<em>Open</em>" in site.page("open/")
    assert (site.site / "open/index.md").is_file()


def test_a_password_that_nothing_asks_for_hides_the_note(tmp_path: Path) -> None:
    site = _built(tmp_path, f"---\npassword: pw\n---\n{_LOCKED}", hook=False)

    assert _leaks(site) == []
    assert "no plugin encrypts it" in site.page("locked/")
    assert "locked.md:2:11: the note has a password, and no plugin encrypts it" in site.output


@pytest.mark.parametrize(("config", "arguments", "code"), [("", ["--strict"], 0), (_WARNINGS, [], 1)])
def test_a_password_that_nothing_asks_for_is_a_warning_like_others(
    tmp_path: Path, config: str, arguments: list[str], code: int
) -> None:
    notes = {"index.md": "# Home\n[[locked]]\n", "locked.md": "---\npassword: pw\n---\n# Locked\n"}

    assert built_site(tmp_path, notes, config, *arguments).code == code


def test_without_a_password_all_of_it_is_shown(tmp_path: Path) -> None:
    site = _built(tmp_path, _LOCKED, hook=False)

    assert {"index.html", "locked/index.html", "locked/index.md"} <= set(_leaks(site))


@pytest.mark.parametrize(
    ("front_matter", "config", "protected"),
    [
        ("password: pw", None, True),
        ("Password: pw", None, True),
        ("password: ''", None, False),
        ("level: team", None, False),
        ("level: team", {}, True),
        ("title: T", {}, False),
        ("title: T", {"global_password": "pw"}, True),
        ("password:", {"global_password": "pw"}, False),
    ],
)
def test_which_notes_are_protected(front_matter: str, config: dict[str, str] | None, protected: bool) -> None:
    plugins = {} if config is None else {"encryptcontent": SimpleNamespace(config=config)}
    note = read_note(NotePath("a.md"), f"---\n{front_matter}\n---\n")

    assert protection(plugins)(note) == protected


def test_a_page_is_replaced_when_most_of_its_words_are_gone() -> None:
    assert not is_replaced("<p>one two three</p>", "<p>one <b>two</b> three</p><script>x</script>")
    assert not is_replaced("<p>one two three</p>", "<p>one two drei</p>")
    assert is_replaced("<p>one two three</p>", "<form><input></form>")
    assert is_replaced("<p>one two three</p>", "<script>var a = 'one two three'</script>")


def test_search_knows_nothing_of_it(tmp_path: Path) -> None:
    site = _built(tmp_path, f"---\npassword: pw\n---\n{_LOCKED}", hook=True)

    assert not [each for each in site.searched() if SECRET in json.dumps(each)]


def test_a_password_reaches_the_plugin_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "hook.py").write_text(
        "def on_page_content(html, page, **rest):\n"
        "    password = page.meta.get('password')\n"
        "    return f'<p>{len(password)} letters</p>' if password else html\n"
    )
    done = built_site(
        tmp_path, {"index.md": "---\npassword: 'a&<b>\"'\n---\n# A\n\nsome words\n"}, "hooks: [hook.py]\n"
    )

    assert "6 letters" in done.page("")
