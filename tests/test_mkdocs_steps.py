"""What MkDocs keeps for itself may be gone in another version: then its own way is taken, and said."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from knotwork.mkdocs_plugin.live_plugins import why_full
from knotwork.mkdocs_plugin.mkdocs_steps import missing_in_server
from knotwork.mkdocs_plugin.page_needs import why_in_turn
from knotwork.mkdocs_plugin.watching import FileWatcher, watch_files


def config(**options: Any) -> Any:
    file = str(Path(__file__).parents[1] / "mkdocs.yml")
    loaded = load_config(file, plugins=["search", "knotwork"], hooks=[], **options)
    loaded.plugins["material/search"].search_index = SimpleNamespace(add_entry_from_context=print, entries=[])
    return loaded


def test_this_mkdocs_has_all() -> None:
    assert not missing_in_server()
    assert not why_full(config().plugins)


@pytest.mark.parametrize("name", ["_guess_type", "_inject_js_into_html"])
def test_a_server_without_a_function_is_not_live(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delattr(LiveReloadServer, name)

    assert why_full(config().plugins) == f"the server of this MkDocs has no {name}"


class Server:
    """A server of which only some attributes are known."""

    _guess_type = _inject_js_into_html = None


class WithoutEpoch(Server):
    def __init__(self) -> None:
        self._watched_paths: list[str] = []


class WithoutPaths(Server):
    def __init__(self) -> None:
        self._visible_epoch = 0


@pytest.mark.parametrize(
    ("server", "name"), [(WithoutEpoch, "_visible_epoch"), (WithoutPaths, "_watched_paths")]
)
def test_a_server_without_a_state_is_not_live(
    monkeypatch: pytest.MonkeyPatch, server: type, name: str
) -> None:
    monkeypatch.setattr("mkdocs.livereload.LiveReloadServer", server)

    assert missing_in_server() == name


def test_a_server_that_does_not_say_what_it_watches_keeps_its_observer() -> None:
    paths: list[str] = []
    server: Any = SimpleNamespace(observer="own", watch=paths.append)
    watch_files(server, FileWatcher(lambda path: True), ["a"])

    assert (server.observer, paths) == ("own", ["a"])


def test_a_search_index_without_a_list_of_entries_reads_pages_in_turn() -> None:
    loaded = config()
    before = why_in_turn(loaded)
    del loaded.plugins["material/search"].search_index.entries

    assert "search index" not in before
    assert why_in_turn(loaded) == "the search index of 'material/search' has no list of entries"


def test_templates_behind_a_link_may_read_all_pages(tmp_path: Path) -> None:
    (tmp_path / "overrides").mkdir()
    loaded = config(theme={"name": "material", "custom_dir": str(tmp_path / "overrides")})
    before = why_in_turn(loaded)
    (tmp_path / "overrides/partials").symlink_to(tmp_path, target_is_directory=True)

    assert before == ""
    assert why_in_turn(loaded) == "the template partials/*.html may need all pages"
