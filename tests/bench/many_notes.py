"""Building a site of many notes in one folder, beside plain Material on the same folder.

    python tests/bench/many_notes.py [COUNT]      (default 2,000; plain Material takes minutes)

Prints both times and their ratio, the sizes of both sites, the size of a note's page without the note's
own content, and the memory of our build for each note.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from vaults import write_vault

_CONFIG = "site_name: Bench\ndocs_dir: {docs}\ntheme: {{name: material, font: false}}\nplugins: [{plugins}]\n"


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        docs = write_vault(root / "docs", count)
        few = write_vault(root / "few-docs", 50)
        ours, memory = _build(root, "ours", docs, "search, knotwork")
        _, base = _build(root, "few", few, "search, knotwork")
        theirs, _ = _build(root, "plain", docs, "search")
        sizes = [_size(root / name) for name in ("ours", "plain")]
        page = (root / "ours" / "note-00000" / "index.html").read_text("utf-8")
        start, end = page.index("<article"), page.index("</article>")
        cut = page.find('<section class="kw-linked-from"')
        own = (cut if cut != -1 else end) - start
        print(f"{count:,} notes: ours {ours:.1f} s, plain Material {theirs:.1f} s, ratio {ours / theirs:.3f}")
        print(f"site: ours {sizes[0] / 1e6:.0f} MB, plain {sizes[1] / 1e6:.0f} MB")
        print(
            f"a note's page: {len(page) / 1000:.1f} kB, "
            f"without its own content {(len(page) - own) / 1000:.1f} kB"
        )
        print(
            f"memory: {(memory - base) / (count - 50):.0f} kB for each note more, "
            f"{memory / 1000:.0f} MB in all"
        )


def _build(root: Path, name: str, docs: Path, plugins: str) -> tuple[float, int]:
    """Seconds and peak kB of one `mkdocs build`."""
    config = root / f"{name}.yml"
    config.write_text(_CONFIG.format(docs=docs, plugins=plugins), "utf-8")
    start = time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(root / name)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = _wait(process.pid)
    assert status == 0, f"the build of {name} failed"
    return time.perf_counter() - start, usage.ru_maxrss


def _wait(pid: int) -> tuple[int, int, resource.struct_rusage]:
    import os

    return os.wait4(pid, 0)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()
