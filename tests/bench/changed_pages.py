"""Building a site whose pages another plugin changes, beside the same build without that plugin.

    python tests/bench/changed_pages.py [COUNT ...]      (default 400, 800 and 1,600)

The hook adds a sentence to the end of every note, as a plugin with an abbreviation list or a footer does.
Prints for each number of notes the seconds of both builds, the milliseconds of a note, and the ratio: both
builds are linear when the milliseconds stay, and a changed text costs little when the ratio is near 1.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from vaults import write_vault

_CONFIG = """\
site_name: Bench
docs_dir: {docs}
theme: {{name: material, font: false}}
plugins: [search, knotwork]
hooks: [{hooks}]
"""
_HOOK = """\
def on_page_markdown(markdown, page, config, files):
    return f"{markdown}\\n\\nSee [[note-00000]] and #topic1.\\n"
"""


def main() -> None:
    """Measure and print."""
    for count in [int(argument) for argument in sys.argv[1:]] or [400, 800, 1_600]:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            docs = write_vault(root / "docs", count)
            (root / "hook.py").write_text(_HOOK, "utf-8")
            plain, changed = (min(_seconds(root, docs, hooks) for _ in range(2)) for hooks in ("", "hook.py"))
            print(
                f"{count:,} notes: {plain:.1f} s, with the hook {changed:.1f} s; "
                f"{1000 * plain / count:.1f} ms and {1000 * changed / count:.1f} ms a note; "
                f"ratio {changed / plain:.2f}",
                flush=True,
            )


def _seconds(root: Path, docs: Path, hooks: str) -> float:
    """Processor seconds of one `mkdocs build`: other programs that run do not count."""
    config = root / "mkdocs.yml"
    config.write_text(_CONFIG.format(docs=docs, hooks=hooks), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(root / "site")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, "the build failed"
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
