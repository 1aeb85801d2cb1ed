"""The site's own texts: all are looked up, no translation is left over, all have the English one's values."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel import Locale

import knotwork.site
from knotwork.config.settings import Settings
from knotwork.model.failures import IN_THE_LOG, NOT_MADE
from knotwork.model.names import NotePath
from knotwork.site.bundle import script
from knotwork.site.compiled_site import compiled_site
from knotwork.site.page_language import with_language
from knotwork.site.site_info import SiteInfo
from knotwork.site.words import Words, language_of, languages, words_of
from knotwork.vault.vault import Vault

SITE = Path(knotwork.site.__file__).parent
SOURCES = sorted(SITE.rglob("*.py"))
SCRIPTS = sorted((SITE / "assets/js").rglob("*.js"))
_SHOWN = re.compile(r'(?:aria-label|title|placeholder|alt)="[^"{]*[A-Za-z]{2}')
_NO_WORDS = ("knotwork check", "serve")
"""Names of commands."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SHOWN_BY_SCRIPTS = re.compile(
    r'(?:"aria-label"|title|placeholder): *"[^"]'
    r'|(?:textContent =|(?<!Params\.)append\(|, \{[^{}]*\},)\s*"[^"]*[A-Za-z]{3}'
    r'|toLocaleString\("'
)
_TEXT = re.compile(r'knotwork\.words\(\s*"([^"]*)"')
_PLURAL = re.compile(r'knotwork\.plural\(\s*[\w.]+,\s*"[^"]*",\s*"([^"]*)"')


def test_every_text_of_pages_is_looked_up() -> None:
    others = [
        f"{path.name}:{line}: {shown}"
        for path in SOURCES
        if "feeds" not in path.parts
        for line, html in _literals(ast.parse(path.read_text()))
        for shown in _visible(html)
        if shown not in _NO_WORDS and "[^" not in html
    ]
    assert not others


def test_a_text_that_is_not_looked_up_is_found() -> None:
    found = [shown for _, html in _literals(ast.parse("x = f'<p>{n} Notes</p>'")) for shown in _visible(html)]
    assert found == ["Notes"]
    assert _visible('<a title="Down">{}</a>') == ['title="Down']


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_text_of_scripts_is_looked_up(path: Path) -> None:
    text = _COMMENT.sub("", path.read_text()).replace('"Kubernetes "', "kubernetes")
    assert not [match[0] for match in _SHOWN_BY_SCRIPTS.finditer(text)]


@pytest.mark.parametrize("code", languages())
def test_a_language_has_the_texts_that_are_looked_up(code: str) -> None:
    words = words_of(code)
    assert words.language == code
    assert set(words.texts) == _texts_of_pages()
    assert set(words.of_scripts) == _texts_of_scripts()
    forms = Locale.parse(code, sep="-").plural_form.tags | {"other"}
    for english, own in (*words.texts.items(), *words.of_scripts.items()):
        assert isinstance(own, str) == (english not in _plurals()), english
        for text in [own] if isinstance(own, str) else own.values():
            assert text.strip(), english
            assert not set('<>&"') & set(text), f"{text}: it stands in HTML"
            left_out = set() if isinstance(own, str) else {"{n}"}
            assert _values(english) - left_out <= _values(text) <= _values(english), f"{english}: {text}"
        if not isinstance(own, str):
            assert set(own) == forms, english


def test_the_language_with_texts_that_is_nearest() -> None:
    given = ("de", "de-AT", "fr_CA", "en", "en-GB", "tlh", "", "zh-TW", "zh_Hant")
    assert [language_of(code) for code in given] == ["de", "de", "fr", "en", "en", "en", "en", "en", "en"]


def test_numbers_and_their_nouns() -> None:
    assert words_of("en").counted(1_234, "note") == "1,234 notes"
    assert words_of("de").counted(1_234, "note") == "1.234 Notizen"
    assert words_of("fr").counted(0, "note") == "0 note"


def test_a_text_without_a_translation_is_english() -> None:
    words = Words("de", {})
    assert words("Linked from") == "Linked from"
    assert words.counted(1, "note") == "1 note"


def test_scripts_get_the_texts_of_their_language() -> None:
    assert b"/* WORDS */ {}" in script()[1]
    german = script(words=words_of("de"))
    assert german[0] != script()[0]
    assert "Alle Notizen" in german[1].decode()
    assert "Verwiesen von" not in german[1].decode(), "what only pages use"


NOTES = {
    NotePath(path): text
    for path, text in {
        "a/b.md": "# B\n\n[[c]] [[Missing]] #k8stodo\n\n## Empty\n",
        "c.md": "# C\n\nB is here, and {x} 1. [[b]]\n\n```yaml\nkind: Pod\napiVersion: v1\n```\n",
        "d.md": "---\ntags: [t/u]\ndate: 2025-01-01\n---\n![[c]] ![[none.png]] ![[x.mp3]]\n",
    }.items()
}


def test_all_texts_of_a_site_are_in_its_language() -> None:
    german, english = _visible_words("de"), _visible_words("en")
    assert "Verwiesen von" in german
    texts = words_of("de").texts
    same = {key for key, own in texts.items() if own == key}
    left = {key for key in texts.keys() & english if key in german and key not in same and " " in key}
    assert not left


def _visible_words(code: str) -> set[str]:
    """All texts between the tags of a site's pages."""
    source = compiled_site(Vault.of(NOTES), Settings(language=code), SiteInfo(), lambda path: NOTES[path])
    found: set[str] = set()
    for page in source.pages():
        if hasattr(page, "around"):
            html = page.reader_html(page.content().html, "", page.around())
        else:
            html = page.reader_html("", "")
        found.update(text.strip() for text in re.split(r"<[^>]*>", html))
    assert not source.source.failures
    return found


def _literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The HTML in a module's texts, `{}` for each value in them; not what documents it."""
    documents = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documents | within
        ):
            yield node.lineno, node.value


def _visible(html: str) -> list[str]:
    if not re.search(r"</?[a-z]+[ >]", html):
        return []
    found = [match[0] for match in _SHOWN.finditer(html)]

    class Texts(HTMLParser):
        def handle_data(self, data: str) -> None:
            if re.search(r"[A-Za-z]{2}", text := data.replace("{}", "").strip()):
                found.append(text)

    Texts().feed(html)
    return found


def _values(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


@cache
def _texts_of_scripts() -> set[str]:
    texts = "".join(_COMMENT.sub("", path.read_text()) for path in SCRIPTS)
    return {*_TEXT.findall(texts), *_PLURAL.findall(texts)}


@cache
def _texts_of_pages() -> set[str]:
    found = {"{n} errors", "{n} warnings", "{n} hints"}  # by the severity of findings
    for path in SOURCES:
        tree = ast.parse(path.read_text())
        names = dict(_named(tree)) | {"IN_THE_LOG": IN_THE_LOG, "NOT_MADE": NOT_MADE}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (text := _looked_up(node, names)):
                found.add(text)
    return found


@cache
def _plurals() -> set[str]:
    """The texts that have a form for each kind of number."""
    english = json.loads((SITE / "languages/de.json").read_text())
    return {key for table in english.values() for key, own in table.items() if not isinstance(own, str)}


def _named(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        target = node.targets[0]
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        for name, value in pairs:
            if (
                isinstance(name, ast.Name)
                and isinstance(value, ast.Constant)
                and isinstance(value.value, str)
            ):
                yield name.id, value.value


def _looked_up(call: ast.Call, names: dict[str, str]) -> str:
    def text(at: int) -> str:
        node = call.args[at] if len(call.args) > at else None
        if isinstance(node, ast.Constant):
            return str(node.value)
        return names.get(node.id, "") if isinstance(node, ast.Name) else ""

    match getattr(call.func, "attr", getattr(call.func, "id", "")):
        case "words" | "marked":
            return text(0)
        case "plural":
            return text(2)
        case "counted":
            return f"{{n}} {text(1)}s" if text(1) else ""
        case _:
            return ""


def test_what_titles_hold_stays_text() -> None:
    notes = {NotePath("a.md"): "[[{n} <b>]]\n"}
    site = compiled_site(Vault.of(notes), Settings(language="fr"), SiteInfo(), lambda path: notes[path])
    html = site.note_page(NotePath("a.md")).content().html
    assert f"Pas encore écrite : {escape('{n} <b>')}" in html


@pytest.mark.parametrize(
    ("code", "attributes"),
    [
        ("de", 'lang="de" dir="ltr" '),
        (" pt_BR ", 'lang="pt-BR" dir="ltr" '),
        ("fa", 'lang="fa" dir="rtl" '),
        ("az-Arab", 'lang="az-Arab" dir="rtl" '),
        ("ar-Latn", 'lang="ar-Latn" dir="ltr" '),
        ('de" onclick="x', ""),
        ("", ""),
        (["de"], ""),
        (None, ""),
        (True, ""),
    ],
)
def test_an_article_has_the_language_of_its_note(code: object, attributes: str) -> None:
    assert with_language("<body><article class>x", {"lang": code}) == f"<body><article {attributes}class>x"
