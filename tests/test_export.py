"""The export: what other generators read of the notes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from knotwork.cli.main import main


def exported(folder: Path, files: Mapping[str, str], *options: str) -> dict[str, str]:
    vault, out = folder / "vault", folder / "out"
    for path, text in files.items():
        (vault / path).parent.mkdir(parents=True, exist_ok=True)
        (vault / path).write_bytes(text.encode())
    result = CliRunner().invoke(main, ["export", str(out), "--vault", str(vault), *options])
    assert result.exit_code == 0, result.output
    return {
        file.relative_to(out).as_posix(): file.read_bytes().decode()
        for file in sorted(out.rglob("*"))
        if file.is_file()
    }


B = "---\nx: 1\n---\n# B\n## Top #t\none ^b1\n\n## Next\n[[a]] %% hidden %%\n"


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("[[b]] [[B|the *b*]]", r"[b](k/b.md) [the \*b\*](k/b.md)"),
        ("[[b#Next]]", "[b \\> Next](k/b.md#next)"),
        ("[[b#^b1]] [[b#nowhere]]", "[b \\> ^b1](k/b.md#^b1) [b \\> nowhere](k/b.md)"),
        ("[[missing]] ![[missing.png]] [x](no.md)", "missing missing.png x"),
        ("[x](b.md 'T') [y](</k/b.md>)", "[x](k/b.md 'T') [y](k/b.md)"),
        ("![[i p.png|20]] ![[i p.png|alt]]", "![i p.png](i%20p.png) ![alt](i%20p.png)"),
        ("a #tag", "a \\#tag"),
        ("a %% no %% b", "a  b"),
        ("`[[b]]` \\[[b]]", "`[[b]]` \\[[b]]"),
        ("> ![[b#^b1]]", "> one "),
        ("see ![[b#^b1]]", "see [b](k/b.md#^b1)"),
        ("![[a]]", "[a](a.md)"),
        ('```yaml title="x"\n[[b]] #t\n```', "```yaml\n[[b]] #t\n```"),
    ],
)
def test_what_is_written_becomes_markdown(tmp_path: Path, written: str, markdown: str) -> None:
    files = exported(tmp_path, {"a.md": f"{written}\n", "k/b.md": B, "i p.png": ""})

    assert files["a.md"] == f"{markdown}\n"


def test_a_part_that_links_lead_to_has_an_id(tmp_path: Path) -> None:
    notes = {"a.md": "[[b#Top]] [[b#^b1]]\n", "b.md": B}

    assert '## <a id="top-t"></a>Top \\#t\none <a id="^b1"></a>\n' in exported(tmp_path, notes)["b.md"]


def test_an_embedded_section_stands_in_its_place(tmp_path: Path) -> None:
    files = exported(
        tmp_path, {"k/a.md": "x\n\n![[b#Next]]\n", "b.md": B.replace("[[a]]", "[[c]]"), "c.md": ""}
    )

    assert files["k/a.md"] == "x\n\n## Next\n[c](../c.md) \n"


def test_a_callout_is_an_admonition_for_zensical(tmp_path: Path) -> None:
    text = '> [!note]- A "b"\n> > [!tip]\n> > [[b]]\n\nend\n'
    files = exported(tmp_path, {"a.md": text, "b.md": "# B\n"}, "--to", "zensical")

    assert files["a.md"].split() == ('??? note "A &quot;b&quot;" !!! tip [b](b.md) end'.split())
    assert "\n    !!! tip\n\n        [b](b.md)\n" in files["a.md"]


def test_hugo_has_its_own_folders_and_links(tmp_path: Path) -> None:
    notes = {"index.md": "[[b#Next]] ![[i.png]]\n", "k/b.md": B, "i.png": ""}
    files = exported(tmp_path, notes, "--to", "hugo")

    assert (
        files["content/_index.md"]
        == '---\n---\n[b \\> Next]({{< relref "/k/b.md" >}}#next) ![i.png](/i.png)\n'
    )
    assert "## Next {#next}\n" in files["content/k/b.md"]
    assert "static/i.png" in files


def test_lists_are_pages_and_held_back_notes_are_not(tmp_path: Path) -> None:
    notes = {"a.md": "#x [[b]]\n", "b.md": "# *B*\n", "c.md": "---\ndraft: true\n---\n"}
    files = exported(tmp_path, notes)

    assert sorted(files) == ["a.md", "b.md", "index.md", "linked-from.md", "tags.md"]
    assert files["tags.md"] == "# Tags\n\n## x\n\n- [a](a.md)\n"
    assert files["linked-from.md"] == "# Linked from\n\n## [B](b.md)\n\n- [a](a.md)\n"


def test_nothing_is_overwritten_and_nothing_written_into_the_vault(tmp_path: Path) -> None:
    exported(tmp_path, {"a.md": "x\n"})
    (tmp_path / "out" / "a.md").write_text("mine", encoding="utf-8")
    again = ["export", str(tmp_path / "out"), "--vault", str(tmp_path / "vault")]
    inside = ["export", str(tmp_path / "vault" / "out"), "--vault", str(tmp_path / "vault")]

    assert [CliRunner().invoke(main, words).exit_code for words in (again, inside)] == [2, 2]
    assert (tmp_path / "out" / "a.md").read_text("utf-8") == "mine"
    assert CliRunner().invoke(main, [*again, "--force"]).exit_code == 0


def test_an_icon_that_the_theme_has_not_is_left_out_for_zensical(tmp_path: Path) -> None:
    files = exported(tmp_path, {"a.md": "---\nicon: trees\nx: 1\n---\nicon: y\n"}, "--to", "zensical")

    assert files["a.md"] == "---\nx: 1\n---\nicon: y\n"


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("- a\n  - b\n    - c", "-   a\n    -   b\n        -   c"),
        ("- a\n      - over", "-   a\n    -   over"),
        ("text\n1) a\n   more\n2) b\ntext", "text\n\n1.  a\n    more\n2.  b\n    text"),
        ("- a\n  more\n  - b", "-   a\nmore\n    -   b"),
        ("- a\n\n  second\n  - b", "-   a\n\n    second\n\n    -   b"),
        ("-\n- [ ] b\n# H", "-   \n-   [ ] b\n\n# H"),
        ("- a\n  ```yaml\n  x:\n    - y\n  ```", "-   a\n\n        x:\n          - y\n"),
        (" ## H\n  ```\n  x\n  ```", "## H\n```\nx\n```"),
        ("- - a\n> - b\n>   - c", "- - a\n> - b\n>   - c"),
        ("-     code", "-     code"),
    ],
)
def test_lists_are_laid_out_for_all_generators(tmp_path: Path, written: str, markdown: str) -> None:
    assert exported(tmp_path, {"a.md": f"{written}\n"})["a.md"].rstrip("\n") == markdown.rstrip("\n")


def test_a_fence_in_a_list_stays_one_where_generators_read_it(tmp_path: Path) -> None:
    notes = {"a.md": "- a\n  ```yaml\n  x: 1\n  ```\n"}

    assert exported(tmp_path, notes, "--to", "zensical")["a.md"] == "-   a\n    ```yaml\n    x: 1\n    ```\n"


def test_two_notes_for_the_page_of_a_folder_are_two_pages(tmp_path: Path) -> None:
    notes = {"k/index.md": "[[k/README]]\n", "k/README.md": "# R\n", "l/README.md": "[[k/README]]\n"}
    files = exported(tmp_path, notes)

    assert {"k/index.md", "k/readme.md", "l/README.md"} <= files.keys()
    assert (files["k/index.md"], files["l/README.md"]) == (
        "[k/README](readme.md)\n",
        "[k/README](../k/readme.md)\n",
    )
    hugo = exported(tmp_path / "hugo", notes, "--to", "hugo")
    assert {"content/k/_index.md", "content/k/readme.md", "content/l/_index.md"} <= hugo.keys()


def test_hugo_takes_no_property_for_one_of_its_own(tmp_path: Path) -> None:
    note = "---\naliases: [../home]\nurl: https://x.y\npublished:\n---\n# A\n"
    files = exported(tmp_path, {"a.md": note}, "--to", "hugo")

    head = "---\nnote_aliases: [../home]\nnote_url: https://x.y\nnote_published:\n---\n"
    assert files["content/a.md"] == f"{head}# A\n"
