"""Names change, and all that names them follows: what is written, what is refused, what stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knotwork.cli.main import main

PODS = "---\nup: '[[svc]]'\n---\n# Pods\n## Init containers #todo\ntext ^blk\n\n[[#init containers]]\n"


def write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


def texts(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes().decode()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.relative_to(folder).as_posix().startswith(".")
    }


def mv(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["mv", *arguments, "--vault", str(folder)])


@pytest.mark.parametrize(
    ("link", "old", "new", "after"),
    [
        ("[[Pods]]", "Pods", "My pods", "[[My pods]]"),
        ("[[pods]]", "Pods", "My Pods", "[[my pods]]"),
        ("[[Pods|a pod]] ![[Pods#^blk]]", "Pods", "Q", "[[Q|a pod]] ![[Q#^blk]]"),
        ("[[ Pods #Init containers|x]]", "Pods", "Q", "[[ Q #Init containers|x]]"),
        ("[[k/Pods]] [[/k/Pods.md]] [[./k/Pods]]", "k/Pods", "m/Q", "[[m/Q]] [[/m/Q.md]] [[./m/Q]]"),
        ("[[Pods]]", "k/Pods.md", "m/", "[[Pods]]"),
        ("[[Pods]]", "Pods", "other/svc", "[[other/svc]]"),
        ("[x](k/Pods.md 'T') [x](<k/Pods.md>)", "Pods", "A b", "[x](k/A%20b.md 'T') [x](<k/A b.md>)"),
        ("[![i](i.png)](k/Pods.md#^blk)", "Pods", "Q", "[![i](i.png)](k/Q.md#^blk)"),
        ("[x][r]\n\n[r]: k/Pods.md", "Pods", "Q", "[x][r]\n\n[r]: k/Q.md"),
        ('<a href="k/Pods.md">x</a>', "Pods", "Q", '<a href="k/Q.md">x</a>'),
        ("[x](k/)", "k", "m", "[x](m/)"),
        ("|a|\n|-|\n|[[Pods\\|x]]|", "Pods", "Q", "|a|\n|-|\n|[[Q\\|x]]|"),
        ("%% [[Pods]] %%", "Pods", "Q", "%% [[Q]] %%"),
        ("`[[Pods]]`\n```\n[[Pods]]\n```", "Pods", "Q", "`[[Pods]]`\n```\n[[Pods]]\n```"),
        ("[[nothing]] [x](no.md)", "Pods", "Q", "[[nothing]] [x](no.md)"),
        ("![[i.png|20]] ![](i.png)", "i.png", "k/j.png", "![[j.png|20]] ![](k/j.png)"),
        ("[[Pods#Init containers]]", "Pods#Init containers", "Start up", "[[Pods#Start up]]"),
        ("[x](k/Pods.md#init-containers)", "Pods#Init containers", "Go", "[x](k/Pods.md#go)"),
        ("[[Pods#Pods#Init containers|x]]", "Pods#Pods", "All", "[[Pods#All#Init containers|x]]"),
        ("![[Pods#^blk]] [x](k/Pods.md#^blk)", "Pods#^blk", "^b2", "![[Pods#^b2]] [x](k/Pods.md#^b2)"),
        ("#area/net #Area #areas", "#area", "#zone", "#zone/net #zone #areas"),
        ("[[Pods#Init containers]] #todo", "#todo", "#done", "[[Pods#Init containers]] #done"),
    ],
)
def test_a_link_follows_and_keeps_its_form(tmp_path: Path, link: str, old: str, new: str, after: str) -> None:
    files = {"k/Pods.md": PODS, "svc.md": "# svc\n", "a.md": f"\ufeff{link}\r\n", "i.png": ""}
    write(tmp_path, files)

    assert mv(tmp_path, old, new, "--dry-run").exit_code == 0
    assert texts(tmp_path) == files
    result = mv(tmp_path, old, new)
    assert (result.exit_code, texts(tmp_path)["a.md"]) == (0, f"\ufeff{after}\r\n"), result.output


def test_the_links_of_a_moved_note_follow(tmp_path: Path) -> None:
    text = "[x](../b.md) ![](i.png) [[b]] [y](../../out.md) [z](#h)\n# h\n"
    write(tmp_path, {"k/l/a.md": text, "k/b.md": "", "k/l/i.png": ""})

    assert mv(tmp_path, "k/l/a.md", "a.md").exit_code == 0
    after = "[x](k/b.md) ![](k/l/i.png) [[b]] [y](out.md) [z](#h)\n# h\n"
    assert texts(tmp_path)["a.md"] == after.replace("(out.md)", "(../../out.md)")


@pytest.mark.parametrize(
    ("link", "after"),
    [
        ("[x](<../k/b c.md>)", "[x](<../e/b c.md>)"),
        ("[x](../../top/k/b%20c.md)", "[x](../../z/e/b%20c.md)"),
        ("[x](./../k/b%20c.md#h)", "[x](./../e/b%20c.md#h)"),
        ("[x](./b%20c.md) [[../k/b c|x]]", "[x](./b%20c.md) [[../e/b c|x]]"),
        (r"[x](../../n/p%20\(q\).md)", r"[x](../../n/p%20\(q\).md)"),
        ("[x](../l/)", "[x](../../top/l/)"),
    ],
)
def test_a_link_that_goes_around_does_so_after_the_move_and_back(
    tmp_path: Path, link: str, after: str
) -> None:
    files = {"top/k/a.md": link, "top/k/b c.md": "# h\n", "n/p (q).md": "", "top/l/index.md": ""}
    write(tmp_path, files)

    assert mv(tmp_path, "top/k", "z/e").exit_code == 0
    assert texts(tmp_path)["z/e/a.md"] == after
    assert mv(tmp_path, "z/e", "top/k").exit_code == 0
    assert texts(tmp_path) == files


@pytest.mark.parametrize(
    "link",
    [
        "[x](./b%20c.md)",
        "[x](../l/d.md) [y](../l/)",
        r"[x](./n/p%20\(q\).md)",
        "[x](n/p%20(q).md)",
        "[[./b c]]",
    ],
)
def test_a_note_that_moves_and_comes_back_has_its_links_as_they_were(tmp_path: Path, link: str) -> None:
    files = {"k/a.md": link, "k/b c.md": "", "k/n/p (q).md": "", "l/d.md": "", "l/index.md": ""}
    write(tmp_path, files)

    assert mv(tmp_path, "k/a.md", "l/e/a.md").exit_code == 0
    assert texts(tmp_path)["l/e/a.md"] != link
    assert mv(tmp_path, "l/e/a.md", "k/a.md").exit_code == 0
    assert texts(tmp_path) == files


def test_a_heading_has_another_name_when_a_link_in_it_has(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "## See [[b]]\n[[#See b]] [x](#see-b)\n", "b.md": ""})

    assert mv(tmp_path, "b", "c").exit_code == 0
    assert texts(tmp_path)["a.md"] == "## See [[c]]\n[[#See c]] [x](#see-c)\n"


def test_a_name_that_two_notes_have_is_written_with_its_folder(tmp_path: Path) -> None:
    write(tmp_path, {"x/old.md": "", "y/b.md": "", "a.md": "[[b]]\n"})

    assert mv(tmp_path, "x/old", "x/b").exit_code == 0
    assert texts(tmp_path)["a.md"] == "[[y/b]]\n"


def test_notes_that_are_held_back_follow(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "---\ndraft: true\n---\n[[b]] [x](b.md)\n", "b.md": "[[a]]\n"})

    assert mv(tmp_path, "b", "c").exit_code == 0
    assert texts(tmp_path)["a.md"] == "---\ndraft: true\n---\n[[c]] [x](c.md)\n"
    assert mv(tmp_path, "a", "d").exit_code == 0
    assert texts(tmp_path)["c.md"] == "[[d]]\n"


def test_canvas_files_follow(tmp_path: Path) -> None:
    canvas = {"nodes": [{"type": "file", "file": "b.md", "subpath": "#H"}, {"text": "see [[b#H|x {]]"}]}
    write(tmp_path, {"b.md": "# H\n", "a.canvas": json.dumps(canvas, indent=1)})

    assert mv(tmp_path, "b", "k/c").exit_code == 0
    assert mv(tmp_path, "c#H", "I").exit_code == 0
    after = {"nodes": [{"type": "file", "file": "k/c.md", "subpath": "#I"}, {"text": "see [[c#I|x {]]"}]}
    assert texts(tmp_path)["a.canvas"] == json.dumps(after, indent=1)


def test_a_canvas_gets_another_name_and_keeps_its_ending(tmp_path: Path) -> None:
    card = {"id": "a", "type": "text", "text": "[[b]] #old/x", "x": 0, "y": 0, "width": 9, "height": 9}
    write(tmp_path, {"b.md": "[[a.canvas]] ![[a.canvas|x]]\n", "a.canvas": json.dumps({"nodes": [card]})})

    assert mv(tmp_path, "a.canvas", "k/c").exit_code == 0
    assert mv(tmp_path, "b", "d").exit_code == 0
    assert mv(tmp_path, "#old", "new").exit_code == 0
    after = {"nodes": [{**card, "text": "[[d]] #new/x"}]}
    assert texts(tmp_path) == {"d.md": "[[c.canvas]] ![[c.canvas|x]]\n", "k/c.canvas": json.dumps(after)}


def test_a_name_may_change_in_letter_case_alone(tmp_path: Path) -> None:
    write(tmp_path, {"Pods.md": "", "a.md": "[[Pods]]\n"})

    assert mv(tmp_path, "Pods.md", "pods.md").exit_code == 0
    assert sorted(texts(tmp_path)) == ["a.md", "pods.md"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("b", "c", "c.md is there already"),
        ("b", "C", "c.md is there already"),
        ("b", "i.png/x", "i.png is a file"),
        ("b", "../x", "outside the vault"),
        ("b", ".x", "begin with a dot"),
        ("b", "x#y", "cannot be used in a link"),
        ("k", "k/l", "into itself"),
        ("n", "x", "may be k/n.md or l/n.md"),
        ("nothing", "x", "no file or folder"),
        ("b", "b.md", "this name already"),
        ("b#H", "I", "a heading 'I' already"),
        ("b#No", "x", "no heading 'No'"),
        ("b#Twice", "x", "several headings 'Twice'"),
        ("b#H", "`x`[[c]]", "more in b.md than names"),
        ("b#^one", "^two", "a block ^two already"),
        ("b#^one", "a b", "cannot be a block id"),
        ("#t", "#u", "--merge makes them one"),
        ("#t", "#1", "cannot be a tag"),
        ("#none", "#x", "no note has the tag"),
    ],
)
def test_what_is_ambiguous_or_would_be_lost_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    b = "# H\n[[#H]] [[n]] #t #u\n\none ^one\n\ntwo ^two\n# I\n## Twice\n## Twice\n"
    files = {"b.md": b, "c.md": "", "k/n.md": "", "l/n.md": "", "i.png": ""}
    write(tmp_path, files)
    result = mv(tmp_path, old, new)

    assert (result.exit_code, texts(tmp_path)) == (2, files)
    assert why in result.stderr


def test_two_tags_become_one_on_wish(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "---\ntags: [t, x]\n---\n#t/a #u\n"})

    assert mv(tmp_path, "#t", "#u", "--merge").exit_code == 0
    assert texts(tmp_path)["a.md"] == "---\ntags: [u, x]\n---\n#u/a #u\n"


def test_paths_may_be_written_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"notes/k/a.md": "", "notes/b.md": "[[a]]\n"})
    monkeypatch.chdir(tmp_path)

    assert mv(Path("notes"), "notes/k/a.md", "notes/k/c.md").exit_code == 0
    assert texts(tmp_path) == {"notes/b.md": "[[c]]\n", "notes/k/c.md": ""}


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("", "---\nredirect_from: /k/a/\naliases: a\n---\n"),
        ("---\nx: 1\n---\n", "---\nredirect_from: /k/a/\naliases: a\nx: 1\n---\n"),
        ("---\naliases: []\n---\n", "---\nredirect_from: /k/a/\naliases: [a]\n---\n"),
        ("---\naliases: [x]\n---\n", "---\nredirect_from: /k/a/\naliases: [x, a]\n---\n"),
        ("---\naliases: x\n---\n", "---\nredirect_from: /k/a/\naliases: [x, a]\n---\n"),
        ("---\naliases:\n  - x\n---\n", "---\nredirect_from: /k/a/\naliases:\n  - a\n  - x\n---\n"),
        ("---\naliases:\n---\n", "---\nredirect_from: /k/a/\naliases: a\n---\n"),
    ],
)
def test_a_former_name_and_address_stay_on_wish(tmp_path: Path, head: str, after: str) -> None:
    write(tmp_path, {"k/a.md": f"{head}# A\n", "b.md": "[[a]]\n"})
    result = mv(tmp_path, "k/a.md", "k/new.md", "--alias", "--redirect")

    assert (result.exit_code, texts(tmp_path)) == (0, {"b.md": "[[new]]\n", "k/new.md": f"{after}# A\n"})


def test_former_names_of_a_folder_and_what_cannot_have_them(tmp_path: Path) -> None:
    files = {"k/a.md": "# A\r\n", "k/index.md": "", "b.md": "---\naliases: {x: 1}\n---\n#t\n"}
    write(tmp_path, files)

    assert mv(tmp_path, "#t", "#u", "--alias").exit_code == 2
    refused = mv(tmp_path, "b", "c", "--alias")
    assert (refused.exit_code, texts(tmp_path)) == (2, files)
    assert "b.md has 'aliases' in a form that cannot be added to: write b there" in refused.stderr
    assert mv(tmp_path, "k", "l", "--redirect", "--alias").exit_code == 0
    assert texts(tmp_path)["l/a.md"] == "---\r\nredirect_from: /k/a/\r\n---\r\n# A\r\n"
    assert texts(tmp_path)["l/index.md"] == "---\nredirect_from: /k/\n---\n"
