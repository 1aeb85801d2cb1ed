"""500 random edits of a folder that is served, with two clients that never stop asking for pages.

    python tests/bench/random_edits.py [EDITS] [SEED]

Every tenth time all pages are compared with those of a server that is started anew. Exits 1 when a page
differs, a request takes a second or more, the log has a traceback, or memory grows by more than a fifth.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "site"))

import random_edits
from site_builds import write_vault
from test_serve import Server, serving, shows

CONFIG = "site_name: N\ntheme: {name: material, font: false}\nplugins: [search, knotwork]\n"
SLOW = 1.0
"""Seconds."""


class Client(threading.Thread):
    """Asks for pages until it is stopped, and measures how long the answers take."""

    def __init__(self, server: Server, seed: int) -> None:
        super().__init__(daemon=True)
        self.server, self.rng, self.goes_on = server, random.Random(seed), True
        self.requests, self.longest, self.failures = 0, 0.0, 0

    def run(self) -> None:
        while self.goes_on:
            url = self.rng.choice(["", "a/", "b/", "x/c/", "last/", "x/", "tags/", "wanted/", "nope/"])
            started = time.monotonic()
            status, _ = self.server.get(url)
            self.longest = max(self.longest, time.monotonic() - started)
            self.failures += status not in (200, 404)
            self.requests += 1
            time.sleep(0.02)


def memory(server: Server) -> int:
    """The memory of a server's process, in megabytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) // 1024


def main(edits: int, seed: int) -> int:
    """Run the edits; returns the number of things that are wrong."""
    wrong, rng, used = 0, random.Random(seed), []
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for where in ("live", "anew"):
            write_vault(root / where, {"mkdocs.yml": f"docs_dir: {root}/docs\n{CONFIG}"})
        folder = write_vault(root / "docs", random_edits.NOTES)
        with serving(root / "live", "mkdocs", "serve") as live:
            clients = [Client(live, seed + number) for number in (1, 2)]
            for client in clients:
                client.start()
            for number in range(1, edits + 1):
                action = random_edits.edit(folder, rng)
                (folder / "last.md").write_text(f"# Last\n\nedit {number}\n")
                started = time.monotonic()
                shows(live, "last/", f"edit {number}")
                visible = time.monotonic() - started
                if number % 10:
                    continue
                time.sleep(0.5)
                pages = random_edits.site_of(live.get, live.port)
                with serving(root / "anew", "mkdocs", "serve") as anew:
                    expected = random_edits.site_of(anew.get, anew.port)
                differing = [url for url in expected | pages if expected.get(url) != pages.get(url)]
                used.append(memory(live))
                wrong += len(differing)
                print(
                    f"{number} ({action}): {len(pages)} pages, {len(differing)} differ {differing[:3]}, "
                    f"visible after {visible:.2f} s, {used[-1]} MB",
                    flush=True,
                )
            for client in clients:
                client.goes_on = False
                client.join()
            log = live.said()
    longest = max(client.longest for client in clients)
    wrong += sum(client.failures for client in clients) + log.count("Traceback") + (longest >= SLOW)
    wrong += used[-1] > used[len(used) // 5] * 1.2
    print(
        f"{sum(client.requests for client in clients)} requests, the longest {longest:.2f} s; "
        f"{log.count('Traceback')} tracebacks; memory {used[0]} to {used[-1]} MB; {wrong} wrong"
    )
    return wrong


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:3]]
    sys.exit(main(*(given + [500, 1][len(given) :])) > 0)
