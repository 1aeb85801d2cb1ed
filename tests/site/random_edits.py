"""What someone may do to a folder of notes while it is served, at random."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote

Get = Callable[[str], tuple[int, str]]
"""Status and text of a server's answer to a path."""

NOTES: Mapping[str, str] = {
    "index.md": "# Home\n\n[[a]] [[b]] #start\n",
    "a.md": "---\naliases: [first]\n---\n# A\n\n[[b#Part]] [[gone]] ![[c]]\n",
    "b.md": "# B\n\n## Part\n\n[[first]] ^block\n",
    "x/c.md": "# C\n\n![[b#^block]]\n\n```yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\n```\n",
    "x/d.md": "# D\n\nA is mentioned, [[a|linked]] too. #k8stodo\n",
    "x/q.md": "# Q\n\n```dataview\nTABLE file.tags, file.aliases\n```\n",
    "x/y/e.md": "---\ntags: [k8s/core]\n---\n# E\n\n[[c]] [[d]]\n",
}
FILES = (
    "sitemap.xml search/search_index.json assets/knotwork/search/names.js "
    "graph.json manifests.json llms.txt feed.xml 404.html nope/".split()
)
_ACTIONS = "append append append rewrite new delete rename folder attach break hold tag empty index".split()
_SCRIPT = re.compile(r"<script>\s*var livereload.*?</script>", re.DOTALL)


def edit(root: Path, rng: random.Random) -> str:
    """Do something to a folder; returns what."""
    action, note = rng.choice(_ACTIONS), rng.choice(sorted(root.rglob("*.md")))
    names = [path.stem for path in sorted(root.rglob("*.md"))]
    text = (
        f"# T{rng.randrange(99)}\n\n[[{rng.choice(names)}]] [[gone {rng.randrange(5)}]] "
        f"![[{rng.choice(names)}]] #tag{rng.randrange(4)}\n\n## Part\n\nwords\n"
    )
    match action:
        case "append":
            note.write_text(note.read_text("utf-8", "replace") + f"\nmore [[{rng.choice(names)}]]\n")
        case "rewrite":
            note.write_text(text)
        case "new":
            (note.parent / f"new{rng.randrange(20)}.md").write_text(text)
        case "delete" if len(names) > 4:
            note.unlink()
        case "rename":
            note.rename(note.with_name(f"renamed{rng.randrange(20)}.md"))
        case "folder":
            folder = note.parent / f"dir{rng.randrange(3)}"
            if folder.is_dir() and len(names) > 8:
                shutil.rmtree(folder)
            else:
                folder.mkdir(exist_ok=True)
                (folder / f"f{rng.randrange(4)}.md").write_text(text)
        case "attach":
            (note.parent / f"picture{rng.randrange(3)}.png").write_bytes(bytes([rng.randrange(256)]) * 9)
        case "break":
            note.write_bytes(rng.choice([b"---\ntitle: [1\n---\n# A\n", b"\xff\xfe"]))
        case "hold":
            note.write_text("---\npublish: false\n---\n" + text)
        case "tag":
            note.write_text(f"---\ntags: [a/b]\ntitle: Title {rng.randrange(9)}\n---\n{text}")
        case "empty":
            note.write_text("")
        case "index":
            (note.parent / rng.choice(["index.md", "README.md"])).write_text(text)
    return action


def site_of(get: Get, port: int) -> dict[str, tuple[int, str]]:
    """All pages of a server and the files beside them, without what differs from server to server."""
    pages = [unquote(url) for url in re.findall(f":{port}/(.*?)</loc>", get("sitemap.xml")[1])]
    urls = (*pages, *(f"{url}index.md" for url in pages), *FILES)
    return {url: (status, _plain(text, port)) for url in urls for status, text in [get(url)]}


def _plain(text: str, port: int) -> str:
    return _SCRIPT.sub("", text).replace(f":{port}", ":PORT")
