"""A site counts as unchanged only while each of its inputs and files is as it was when it was written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from hypothesis import example, given, settings
from hypothesis import strategies as st

from knotwork.config.mkdocs_yml import find_site
from knotwork.vault import file_stamps
from knotwork.vault.build_turns import begin, end
from knotwork.vault.cache import Cache
from knotwork.vault.kept_site import build_stamp, keep_site, kept_site

FILES = {
    "mkdocs.yml": "INHERIT: base.yml\nsite_name: !ENV NAME\nplugins: [knotwork: {crds: [crd.yaml]}]\n",
    "base.yml": "theme: {name: material, custom_dir: overrides}\n",
    "crd.yaml": "",
    "overrides/main.html": "",
    "overrides/.icons/own/mark.svg": "<svg/>",
    "docs/index.md": "# Home",
    "docs/.meta.yml": "tags: []",
    "docs/.obsidian/app.json": "{}",
    "docs/a/b.md": "",
    "site/index.html": "<p>",
    "site/a/b/index.html": "",
}
NEW = ["docs/c.md", "site/c.html"]
TEXTS = ["", "# Home", "# home", "site_name: a\n"]
EDITS = st.one_of(
    st.tuples(
        st.just("write"), st.sampled_from([*FILES, "docs/c.md", "site/c.html"]), st.sampled_from(TEXTS)
    ),
    st.tuples(st.just("restore"), st.sampled_from([*FILES]), st.just("")),
    st.tuples(st.just("same times"), st.sampled_from([*FILES]), st.sampled_from(TEXTS)),
    st.tuples(st.just("delete"), st.sampled_from([*FILES]), st.just("")),
    st.tuples(st.just("rename"), st.sampled_from(["docs/a", "site/a", "overrides"]), st.just("")),
    st.tuples(st.just("environment"), st.sampled_from(["NAME", "SOURCE_DATE_EPOCH"]), st.sampled_from("ab")),
    st.tuples(st.just("cache"), st.just(".cache"), st.just("a file that nobody publishes")),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EDITS, max_size=4))
@example([("write", "overrides/.icons/own/mark.svg", "<svg />")])
def test_a_kept_site_is_the_one_that_was_written(edits: list[tuple[str, str, str]]) -> None:
    with site_folder() as root:
        cache = Cache(root / ".cache")
        before = inputs_and_files(root)
        inputs = build_stamp(find_site(None, root))
        assert inputs is not None
        keep_site(cache, inputs, root / "site", (), "", begin(cache))
        for edit in edits:
            apply(root, *edit)
        is_kept = is_unchanged(root, cache)
        cache.close()

        assert is_kept <= (inputs_and_files(root) == before)
        if all(kind == "cache" for kind, _, _ in edits):
            assert is_kept


@given(st.permutations("aabb"))
def test_no_site_is_kept_that_two_builds_wrote_at_once(order: list[str]) -> None:
    with site_folder() as root:
        inputs = build_stamp(find_site(None, root))
        assert inputs is not None
        caches = {name: Cache(root / ".cache") for name in "ab"}
        turns: dict[str, bytes] = {}
        for name in order:  # each begins, then ends
            if name not in turns:
                turns[name] = begin(caches[name])
            elif name == "b":
                keep_site(caches[name], inputs, root / "site", (), "", turns[name])
            else:
                end(caches[name], turns[name])
            caches[name].write()

        assert is_unchanged(root, caches["a"]) == (order == list("aabb"))
        keep_site(caches["a"], inputs, root / "site", (), "", begin(caches["a"]))
        assert is_unchanged(root, caches["a"])
        for cache in caches.values():
            cache.close()


def is_unchanged(root: Path, cache: Cache) -> bool:
    try:
        inputs = build_stamp(find_site(None, root))
    except Exception:  # there is no such site any more
        return False
    return inputs is not None and kept_site(cache, inputs) is not None


@contextmanager
def site_folder() -> Iterator[Path]:
    """A site whose files count as settled, in an environment that is restored."""
    environment = mock.patch.dict(os.environ, {"NAME": "a", "SOURCE_DATE_EPOCH": "0"})
    settled = mock.patch.multiple(file_stamps, _COARSEST=0, _FINE=0)
    with environment, settled, tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in FILES.items():
            write(root / name, text)
        yield root


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def apply(root: Path, kind: str, name: str, text: str) -> None:
    file = root / name
    match kind:
        case "environment":
            os.environ[name] = text
        case "cache":
            write(file / "other", text)
        case "delete":
            file.unlink(missing_ok=True)
        case "rename":
            if file.exists():
                file.rename(file.with_name(f"{file.name}2"))
        case "restore":
            write(file, FILES[name])
        case "same times" if file.exists():
            times = file.stat()
            write(file, text)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        case _:
            write(file, text)


def inputs_and_files(root: Path) -> object:
    """All that a build reads, and all that it wrote."""
    files = (file for file in sorted(root.rglob("*")) if file.is_file() and ".cache" not in file.parts)
    contents = {str(file.relative_to(root)): file.read_bytes() for file in files}
    return contents, os.environ["NAME"], os.environ["SOURCE_DATE_EPOCH"]
