"""`mkdocs.yml` read without MkDocs, and the vault a command is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from knotwork.config.config_yaml import ConfigSource
from knotwork.config.markdown_extensions import SiteMarkdown
from knotwork.config.mkdocs_yml import Site, SiteConfig, find_site, read_mkdocs_yml
from knotwork.config.option_kinds import SettingsError
from knotwork.model.heading_ids import HeadingIds

MKDOCS = SiteMarkdown(heading_ids=HeadingIds(style="mkdocs"))
PLUGIN = "plugins: [knotwork: {html: escape}]\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A project with notes in `notes`, and a vault beside it that belongs to no site."""
    write(tmp_path / "project/mkdocs.yml", "site_name: K8s\ndocs_dir: notes\n" + PLUGIN)
    write(tmp_path / "project/notes/deep/pods.md", "# Pods\n")
    write(tmp_path / "vault/a.md", "# A\n")
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return path


def config(tmp_path: Path, text: str) -> SiteConfig:
    return replace(read_mkdocs_yml(write(tmp_path / "mkdocs.yml", text)), source=ConfigSource())


def error(tmp_path: Path, text: str) -> str:
    with pytest.raises(SettingsError) as raised:
        config(tmp_path, text)
    return str(raised.value).removeprefix(f"{tmp_path}/")


def found(site: Site, home: Path) -> tuple[str, bool]:
    return site.vault_dir.relative_to(home).as_posix(), site.settings == {"html": "escape"}


# --- mkdocs.yml ---------------------------------------------------------------------------------------


def test_an_empty_file_is_mkdocs_defaults(tmp_path: Path) -> None:
    assert config(tmp_path, "") == SiteConfig(docs_dir=tmp_path / "docs", theme="mkdocs", markdown=MKDOCS)


def test_what_is_about_notes_is_read(tmp_path: Path) -> None:
    read = config(
        tmp_path,
        "site_name: 2024\ndocs_dir: ./notes/\nuse_directory_urls: false\nnav: [index.md]\n"
        "exclude_docs: |\n  *.tmp\n  !keep.tmp\ndraft_docs: drafts/\n",
    )

    assert read == SiteConfig(
        docs_dir=tmp_path / "notes",
        site_name="2024",
        exclude_docs=("*.tmp", "!keep.tmp"),
        draft_docs=("drafts/",),
        nav=["index.md"],
        named=frozenset({"index.md"}),
        theme="mkdocs",
        use_directory_urls=False,
        markdown=MKDOCS,
    )


@pytest.mark.parametrize(
    ("plugins", "options", "has_plugin"),
    [
        ("[search]", {}, False),
        ("[search, knotwork]", {}, True),
        ("[{knotwork: {html: trust}}, search]", {"html": "trust"}, True),
        ("{search: {}, knotwork: {html: trust}}", {"html": "trust"}, True),
        ("{knotwork: }", {}, True),
        ("[/knotwork]", {}, True),
        ("[knotwork: {enabled: false, html: trust}]", {"html": "trust"}, False),
        ("[knotwork: {enabled: !ENV [KNOTWORK_UNSET, true]}]", {}, True),
        ("nonsense", {}, False),
        ("", {}, False),
    ],
)
def test_plugins_may_be_listed_in_all_ways_mkdocs_takes(
    tmp_path: Path, plugins: str, options: dict[str, object], has_plugin: bool
) -> None:
    read = config(tmp_path, f"plugins: {plugins}\n")

    assert (read.plugin, read.has_plugin) == (options, has_plugin)


def test_tags_are_read_without_what_they_ask_for(tmp_path: Path) -> None:
    read = config(
        tmp_path,
        "site_name: !unknown Notes\n"
        "theme: {custom_dir: !relative , palette: !mine {a: b}}\n"
        "extra: !!python/object/apply:os.mkdir [" + str(tmp_path / "made") + "]\n"
        "markdown_extensions:\n"
        "- pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }\n"
        "- toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}\n" + PLUGIN,
    )

    assert (read.site_name, read.has_plugin) == ("Notes", True)
    assert not (tmp_path / "made").exists()


def test_the_environment_is_read_as_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOTWORK_URLS", "false")
    monkeypatch.setenv("KNOTWORK_NAME", "from outside")
    read = config(
        tmp_path,
        "use_directory_urls: !ENV KNOTWORK_URLS\n"
        "site_name: !ENV [KNOTWORK_UNSET, KNOTWORK_NAME, none]\n"
        "docs_dir: !ENV [KNOTWORK_UNSET, vault]\n"
        "draft_docs: !ENV KNOTWORK_UNSET\n",
    )

    assert (read.docs_dir, read.site_name) == (tmp_path / "vault", "from outside")
    assert (read.draft_docs, read.use_directory_urls) == ((), False)


def test_inherited_mappings_are_merged_and_all_else_replaced(tmp_path: Path) -> None:
    write(
        tmp_path / "base.yml", "site_name: Base\nnav: [a.md]\nplugins: {knotwork: {html: trust, wanted: [A]}}"
    )
    write(tmp_path / "sub/middle.yml", "INHERIT: ../base.yml\nnav: [b.md]\n")
    read = config(tmp_path, "INHERIT: sub/middle.yml\nplugins: {knotwork: {wanted: [B]}}\n")

    assert (read.site_name, read.nav, read.docs_dir) == ("Base", ["b.md"], tmp_path / "docs")
    assert read.plugin == {"html": "trust", "wanted": ["B"]}


def test_inheritance_that_comes_back_is_said(tmp_path: Path) -> None:
    write(tmp_path / "base.yml", "INHERIT: mkdocs.yml\n")

    assert "INHERIT comes back to where it started" in error(tmp_path, "INHERIT: base.yml\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("site_name: x\nnav: [1\n", "mkdocs.yml:3:1: expected ',' or ']', but got '<stream end>'"),
        ("a: 1\n\tb: 2\n", "mkdocs.yml:2:1: found character '\\t' that cannot start any token"),
        ("a: é\nb: \udcff\n", "mkdocs.yml:2:4: this is not UTF-8: invalid start byte"),
        ("a: b\nc: d\x07\n", "mkdocs.yml:2:5: special characters are not allowed"),
        ("? [a]\n: b\n", "mkdocs.yml:1:3: found unhashable key"),
        ("- a\n", "mkdocs.yml:1:1: expected a mapping of settings, found list"),
        ("a: 2024-13-99\n", "mkdocs.yml: month must be in 1..12"),
        ("[" * 5000, "mkdocs.yml: nested too deep"),
        ("docs_dir: [a]\n", "mkdocs.yml: docs_dir: expected a text, found ['a']"),
        ("exclude_docs: '!'\n", "mkdocs.yml: exclude_docs: Invalid git pattern: '!'"),
        ("INHERIT: base.yml\n", "mkdocs.yml: INHERIT: there is no file 'base.yml'"),
        ("INHERIT: 3\n", "mkdocs.yml: INHERIT: expected the path of a file, found 3"),
        (
            "plugins: [knotwork: [a]]\n",
            "mkdocs.yml: plugins.knotwork: expected a mapping of options, found ['a']",
        ),
    ],
)
def test_what_is_wrong_has_a_place(tmp_path: Path, text: str, sentence: str) -> None:
    assert error(tmp_path, text) == sentence


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Notes.Example.org/a/", "notes.example.org"),
        ("https://me@notes.example.org.:443", "notes.example.org"),
        ("notes.example.org", ""),
        ("http://[::1", ""),
        ("''", ""),
        ("12", ""),
    ],
)
def test_the_host_of_the_site_is_read(tmp_path: Path, url: str, host: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_url: {url}")

    assert read_mkdocs_yml(tmp_path / "mkdocs.yml").host == host


def test_a_byte_order_mark_is_no_trouble(tmp_path: Path) -> None:
    assert config(tmp_path, "\ufeffsite_name: x\r\n").site_name == "x"


# --- the vault ----------------------------------------------------------------------------------------


def test_without_a_vault_it_is_the_docs_dir_of_the_site_here(home: Path) -> None:
    assert found(find_site(None, home / "project"), home) == ("project/notes", True)


def test_without_a_vault_and_a_site_it_is_this_folder(home: Path) -> None:
    assert found(find_site(None, home / "vault"), home) == ("vault", False)


def test_a_given_vault_has_the_settings_of_the_site_whose_docs_dir_it_is(home: Path) -> None:
    site = find_site(Path("project/notes"), home)

    assert found(site, home) == ("project/notes", True)
    assert site.config_file == home / "project/mkdocs.yml"
    assert site.where == "mkdocs.yml: plugins.knotwork"


def test_a_given_vault_has_no_settings_of_the_current_folder(home: Path) -> None:
    assert found(find_site(Path("../vault"), home / "project"), home) == ("vault", False)


def test_a_folder_within_a_docs_dir_has_none_of_its_settings(home: Path) -> None:
    assert found(find_site(Path("project/notes/deep"), home), home) == ("project/notes/deep", False)


def test_a_given_project_is_its_docs_dir(home: Path) -> None:
    assert found(find_site(Path("project"), home), home) == ("project/notes", True)


def test_a_given_project_without_its_docs_dir_is_a_bare_vault(home: Path) -> None:
    write(home / "vault/mkdocs.yml", PLUGIN)

    assert found(find_site(home / "vault", home), home) == ("vault", False)


def test_a_site_between_that_has_another_docs_dir_is_passed_over(home: Path) -> None:
    write(home / "mkdocs.yml", "docs_dir: project/notes\n" + PLUGIN)
    write(home / "project/mkdocs.yml", "docs_dir: elsewhere\n")

    assert find_site(home / "project/notes", home).config_file == home / "mkdocs.yml"


def test_a_config_file_may_be_called_yaml(home: Path) -> None:
    (home / "project/mkdocs.yml").rename(home / "project/mkdocs.yaml")

    assert found(find_site(None, home / "project"), home) == ("project/notes", True)


def test_a_docs_dir_that_is_a_symbolic_link_is_known_by_both_names(home: Path) -> None:
    (home / "project/mkdocs.yml").write_text("docs_dir: linked\n" + PLUGIN)
    (home / "project/linked").symlink_to(home / "vault")

    assert found(find_site(Path("project/linked"), home), home) == ("project/linked", True)
    assert found(find_site(None, home / "project"), home) == ("project/linked", True)


@pytest.mark.parametrize(
    ("vault", "sentence"),
    [
        ("nowhere", "nowhere: there is no such folder"),
        ("vault/a.md", "vault/a.md: a vault is a folder, and this is a file"),
    ],
)
def test_a_vault_is_a_folder(home: Path, vault: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as raised:
        find_site(Path(vault), home)

    assert str(raised.value) == sentence


def test_a_site_here_whose_docs_dir_is_missing_is_an_error(home: Path) -> None:
    write(home / "mkdocs.yml", "")

    with pytest.raises(SettingsError, match="docs_dir: there is no folder"):
        find_site(None, home)
