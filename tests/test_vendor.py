"""What is brought along from npm is what was fetched, and NOTICE says so."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "plugins" / "knotwork" / "site" / "assets" / "vendor"
ENTRIES = json.loads((VENDOR / "vendor.json").read_text("utf-8"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_a_file_is_as_it_was_fetched_and_comes_with_its_licences(entry: dict[str, str]) -> None:
    licences = (VENDOR / entry["licences"]).read_text("utf-8")
    notice = (ROOT / "NOTICE").read_text("utf-8")

    assert sha256((VENDOR / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert f"{entry['name']} {entry['version']} ({entry['licence']})" in licences
    assert f"- {entry['file']}: {entry['name']} {entry['version']}, {entry['licence']} licence," in notice
    assert entry["licences"] in notice


def test_no_other_file_is_brought_along() -> None:
    named = {name for entry in ENTRIES for name in (entry["file"], entry["licences"])}

    assert {file.name for file in VENDOR.iterdir()} == {*named, "vendor.json"}


def test_every_package_lets_us_pass_it_on() -> None:
    assert {entry["licence"] for entry in ENTRIES} == {"MIT"}
