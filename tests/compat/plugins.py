"""`python tests/compat/plugins.py [NAME…]`: each plugin of others before and after knotwork, on a small site.

Both builds are compared with one without knotwork. The exit code is 1 when anything fails or is lost.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from losses import comparison
from plugin_cases import CASES, PluginCase
from site_pair import built


def main() -> int:
    parser = argparse.ArgumentParser(prog="python tests/compat/plugins.py", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--program", choices=("mkdocs", "properdocs"), default="mkdocs")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave all sites there")
    options = parser.parse_args()
    failed = False
    for number, case in enumerate(CASES):
        if options.names and case.name not in options.names and case.package not in options.names:
            continue
        with tempfile.TemporaryDirectory() as temporary:
            folder = (
                options.keep / f"{number}-{case.package or case.name}" if options.keep else Path(temporary)
            )
            problems = list(_problems(case, folder, options.program))
        print(f"{case.package or case.name}: {'' if problems else 'works'}", flush=True)
        for problem in problems:
            print(f"  {problem}", flush=True)
        failed = failed or bool(problems)
    return int(failed)


def _problems(case: PluginCase, folder: Path, program: str) -> Iterator[str]:
    if not case.is_installed:
        yield "not installed"
        return
    config = case.write(folder.absolute())
    without = built(config, folder.absolute() / "without", "without", program)
    if without.code:
        yield f"fails without knotwork: {without.output[-1500:]}"
        return
    for page in missing(case, without.site):
        yield f"without knotwork: {page}"
    for how in ("with", "after"):
        done = built(config, folder.absolute() / how, how, program)
        (folder / f"{how}.log").write_text(done.output, "utf-8")
        if done.code:
            yield f"{how}: {done.output[-1500:]}"
            continue
        for page in missing(case, done.site):
            yield f"{how}: {page}"
        for page_losses in comparison(without.site, done.site).losses:
            for kind, lost in page_losses.found.items():
                if kind not in case.lost:
                    yield f"{how}: {page_losses.path or 'the site'}: {kind}: {', '.join(lost)[:300]}"


def missing(case: PluginCase, site: Path) -> Iterator[str]:
    """What a built site does not show and must."""
    for path, text in case.shows.items():
        file = site / path
        if not file.is_file():
            yield f"there is no {path}"
        elif text not in file.read_text("utf-8"):
            yield f"{path} does not show {text!r}"


if __name__ == "__main__":
    raise SystemExit(main())
