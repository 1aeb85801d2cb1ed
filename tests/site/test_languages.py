"""A site in a language: its own texts, what is kept of another language, and a note's own language."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_builds import Build, built_site

NOTES = {
    "index.md": "# Home\n\n[[Pods]] [[gone]] #t\n\n## Later\n",
    "Pods.md": "---\nlang: ar\n---\n# Pods\n\n[[index]]\n",
}


def built(folder: Path, language: str, cache: str) -> Build:
    theme = f"site_name: Notes\ntheme: {{name: material, language: {language}}}\n"
    return built_site(folder, NOTES, f"{theme}plugins: [search, {{knotwork: {{cache: {cache}}}}}]\n")


def test_what_is_kept_of_one_language_is_not_shown_in_another(tmp_path: Path) -> None:
    english = built(tmp_path, "en", "kept").files()
    german = built(tmp_path, "de", "kept").files()
    again = built(tmp_path, "en", "kept").files()

    assert again == english
    assert german == built(tmp_path, "de", "false").files()
    page = german["Pods/index.html"].decode()
    assert ">Verwiesen von <" in page
    assert "Linked from" not in page
    assert 'class="kw-unwritten">noch nicht geschrieben<' in german["index.html"].decode()
    assert "<h1>Fehlende Notizen</h1>" in german["wanted/index.html"].decode()
    scripts = [content for path, content in german.items() if path.startswith("assets/knotwork/knotwork.")]
    assert any(b"Alle Notizen" in script for script in scripts)


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_article_of_a_note_has_the_language_of_the_note(tmp_path: Path, language: str) -> None:
    files = built(tmp_path, language, "false").files()

    assert '<article lang="ar" dir="rtl" class="' in files["Pods/index.html"].decode()
    assert "<article class=" in files["index.html"].decode()
