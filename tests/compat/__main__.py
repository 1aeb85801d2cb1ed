"""`python tests/compat SITE…`: build each site without and with knotwork, and list what it loses.

SITE is a folder with a `mkdocs.yml`, such a file, or a bare folder of notes. The exit code is 1 when a build
fails or anything is lost.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "site"))

from losses import KINDS, Comparison, comparison
from site_pair import built, config_of


def main() -> int:
    parser = argparse.ArgumentParser(prog="python tests/compat", description=__doc__)
    parser.add_argument("sites", nargs="+", type=Path, metavar="SITE")
    parser.add_argument("--first", action="store_true", help="let knotwork be the first plugin, not the last")
    parser.add_argument("--program", choices=("mkdocs", "properdocs"), default="mkdocs")
    parser.add_argument("--cwd", type=Path, help="the folder to build in, if not that of the mkdocs.yml")
    parser.add_argument(
        "--details", type=int, default=5, metavar="N", help="list up to N losses of each kind"
    )
    parser.add_argument("--pages", type=int, default=10, metavar="N", help="list up to N pages of each kind")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave both sites there")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    options = parser.parse_args()
    results: dict[str, Comparison | str] = {}
    for place in options.sites:
        with tempfile.TemporaryDirectory() as temporary:
            folder = options.keep / place.resolve().name if options.keep else Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            results[str(place)] = _compared(place, folder, options)
    if options.output_format == "json":
        print(json.dumps({name: _as_json(result) for name, result in results.items()}, indent=1))
    else:
        print(_table(results))
        for name, result in results.items():
            print(f"\n## {name}\n{_details(result, options.details, options.pages)}")
    return int(any(isinstance(result, str) or result.losses for result in results.values()))


def _compared(place: Path, folder: Path, options: argparse.Namespace) -> Comparison | str:
    """The comparison of a site's two builds, or what the first that failed wrote."""
    config = config_of(place, folder)
    sites = []
    for how in ("without", "with" if options.first else "after"):
        done = built(config, folder.absolute() / how, how, options.program, options.cwd)
        (folder / f"{how}.log").write_text(done.output, "utf-8")
        if done.code:
            return f"the build {how} knotwork failed:\n{done.output[-3000:]}"
        sites.append(done.site)
    return comparison(*sites)


def _table(results: dict[str, Comparison | str]) -> str:
    """A row for each site."""
    rows = ["| site | pages | " + " | ".join(KINDS) + " |", "|---|---" + "|---" * len(KINDS) + "|"]
    for name, result in results.items():
        if isinstance(result, str):
            rows.append(f"| {name} | failed |" + " |" * len(KINDS))
        else:
            counts = " | ".join(str(result.count(kind)) for kind in KINDS)
            rows.append(f"| {name} | {result.pages} | {counts} |")
    return "\n".join(rows)


def _details(result: Comparison | str, most: int, pages: int) -> str:
    if isinstance(result, str):
        return result
    lines = []
    for kind, meaning in KINDS.items():
        where = [page for page in result.losses if kind in page.found]
        if where:
            lines.append(f"\n### {kind}: {result.count(kind)}, {meaning}")
        for page in where[:pages]:
            lost = page.found[kind]
            named = [
                f"{' '.join(what.split())[:100]}" + (f" × {n}" if n > 1 else "") for what, n in lost.items()
            ]
            more = f" … {len(named) - most} more" if len(named) > most else ""
            lines.append(f"- {page.path or 'the site'}: {' · '.join(named[:most])}{more}")
        if len(where) > pages:
            lines.append(f"- … {len(where) - pages} more pages")
    return "\n".join(lines) if lines else "nothing is lost"


def _as_json(result: Comparison | str) -> object:
    if isinstance(result, str):
        return {"failed": result}
    return {
        "pages": result.pages,
        "lost": {kind: result.count(kind) for kind in KINDS},
        "by_page": {page.path: page.found for page in result.losses},
    }


if __name__ == "__main__":
    raise SystemExit(main())
