"""What is not clearly meant for the public is on no file of the site; what clearly is, stays."""

from __future__ import annotations

import pytest
from site_builds import Build, Files, built_site

SECRET = "xylophonist"
"""A word that stands in every note that is not for the public, and nowhere else."""

_BODY = f"""# About {SECRET}

{SECRET}, #{SECRET} and [[public]]. ^{SECRET}

- [ ] call the {SECRET} #k8stodo
"""


def _top(*lines: str) -> str:
    """A note with those lines of front matter."""
    return "\n".join(("---", *lines, "---", _BODY))


PRIVATE: Files = {
    # -- values of `publish`
    "v01.md": _top("publish: false"),
    "v02.md": _top("publish: False"),
    "v03.md": _top("publish: FALSE"),
    "v04.md": _top("publish: no"),
    "v05.md": _top("publish: Off"),
    "v06.md": _top("publish: 'false'"),
    "v07.md": _top('publish: "False"'),
    "v08.md": _top("publish: 0"),
    "v09.md": _top('publish: "0"'),
    "v10.md": _top("publish: n"),
    "v11.md": _top("publish: never"),
    "v12.md": _top("publish: flase"),
    "v13.md": _top("publish: [false]"),
    "v14.md": _top("publish: {web: false}"),
    "v15.md": _top("publish:"),
    "v16.md": _top("publish: null"),
    "v17.md": _top("publish: ''"),
    "v18.md": _top("publish: 2023-02-31"),
    "v19.md": _top("publish: later  # maybe"),
    "v20.md": _top("publish: !!str false"),
    "v21.md": _top("publish: \uff46\uff41\uff4c\uff53\uff45"),
    # -- its name
    "k01.md": _top("Publish: false"),
    "k02.md": _top("PUBLISH: no"),
    "k03.md": _top('"publish": false'),
    "k04.md": _top("'publish' : false"),
    "k05.md": _top('" publish ": false'),
    "k06.md": _top("publish\u00a0: false"),
    "k07.md": _top("\u200bpublish: false"),
    "k08.md": _top("\uff50\uff55\uff42\uff4c\uff49\uff53\uff48: false"),
    "k09.md": _top("\u0440ublish: false"),
    "k10.md": _top("pubish: false"),
    "k11.md": _top("? publish\n: false"),
    "k12.md": _top("{publish: false, title: T}"),
    "k13.md": _top("publish: false", "publish: true"),
    "k14.md": _top("publish: true", "Publish: false"),
    "k15.md": _top("base: &b {publish: false}", "<<: *b"),
    "k16.md": _top("meta:", "  publish: false"),
    "k17.md": _top("title: >", "  about", "  publish: false"),
    "k18.md": _top("list: [{publish: false}]"),
    # -- words of other programs
    "w01.md": _top("draft: true"),
    "w02.md": _top("Draft: yes"),
    "w03.md": _top("draft: maybe"),
    "w04.md": _top("private: true"),
    "w05.md": _top("private: 'on'"),
    "w06.md": _top("published: false"),
    "w07.md": _top("published: never"),
    "w08.md": _top("dg-publish: false"),
    "w09.md": _top("dg_publish: false"),
    "w10.md": _top("public: no"),
    "w11.md": _top("hidden: true"),
    "w12.md": _top("unlisted: true"),
    "w13.md": _top("status: draft"),
    "w14.md": _top("visibility: Private"),
    "w15.md": _top("share: false"),
    "w16.md": _top("drafts: true"),
    "w17.md": _top("is_draft: true"),
    "w18.md": _top("dont_publish: true"),
    "w19.md": _top("unpublished: true"),
    "w20.md": _top("publish to web: no"),
    "w21.md": _top("confidential: true"),
    "w22.md": _top("status: \U0001f6a7 draft"),
    # -- words with a slip
    "x01.md": _top("visiblity: private"),
    "x02.md": _top("visibilty: hidden"),
    "x03.md": _top("acess: private"),
    "x04.md": _top("staus: draft"),
    "x05.md": _top("statu: private"),
    "x06.md": _top("status: Privat"),
    "x07.md": _top("hiden: true"),
    "x08.md": _top("pubic: false"),
    "x09.md": _top("shar: false"),
    "x10.md": _top("visibility: intenal"),
    "x11.md": _top("status: [note, hiden]"),
    # -- front matter that nobody can read
    "b01.md": _top("title: Review: salaries", "publish: false"),
    "b02.md": _top("publish: false", "tags: [a, b"),
    "b03.md": _top("publish: false", "date: {{date}}"),
    "b04.md": _top("publish: false", "\ttags: x"),
    "b05.md": _top("publish: false", "author: @me"),
    "b06.md": _top("- publish: false"),
    "b07.md": _top("publish:false"),
    "b08.md": _top("title: T", "publish:false"),
    "b09.md": _top('title: "open', "publish: false"),
    "b10.md": _top("publish false"),
    "b11.md": _top("publish = false"),
    "b12.md": _top("publish\uff1a false"),
    "b13.md": _top("a: &a [*a]", "publish: false"),
    "b14.md": _top("title: bell \x07", "publish: false"),
    "b15.md": _top("title: " + "[" * 200, "publish: false"),
    "b16.md": _top("up: *nowhere", "publish: false"),
    "b17.md": _top("just a sentence, and", "publish: false"),
    # -- front matter between the wrong marks, or in the wrong place
    "m01.md": f"---\npublish: false\n----\n{_BODY}",
    "m02.md": f"---yaml\npublish: false\n---\n{_BODY}",
    "m03.md": f"--- yaml\npublish: false\n---\n{_BODY}",
    "m04.md": f"+++\npublish = false\n+++\n{_BODY}",
    "m05.md": f';;;\n{{"publish": false}}\n;;;\n{_BODY}',
    "m06.md": f'{{\n  "title": "T",\n  "publish": false\n}}\n\n{_BODY}',
    "m07.md": f"---\npublish: false\n\n{_BODY}",
    "m08.md": f"\n---\npublish: false\n---\n{_BODY}",
    "m09.md": f"<!-- mine -->\n---\npublish: false\n---\n{_BODY}",
    "m10.md": f"%% mine %%\n\n---\npublish: false\n---\n{_BODY}",
    "m11.md": f"\ufeff\ufeff---\npublish: false\n---\n{_BODY}",
    "m12.md": f"\u200b---\npublish: false\n---\n{_BODY}",
    "m13.md": f"  ---\npublish: false\n---\n{_BODY}",
    "m14.md": f"- - -\npublish: false\n- - -\n{_BODY}",
    "m15.md": f"\u2014\u2014\u2014\npublish: false\n\u2014\u2014\u2014\n{_BODY}",
    "m16.md": f"---\npublish: false\n___\n{_BODY}",
    "m17.md": f"publish: false\n\n{_BODY}",
    "m18.md": f"publish:: false\n\n{_BODY}",
    "m19.md": f"---\ntitle: T\n---\n---\npublish: false\n---\n{_BODY}",
    "m20.md": f"# Title\n---\npublish: false\n---\n{_BODY}",
    "m21.md": f"---\u2028publish: false\u2028---\n{_BODY}",
    "m22.md": f"<!--\npublish: false\n-->\n{_BODY}",
    "m23.md": f"---\n---\npublish: false\n---\n{_BODY}",
    "m24.md": f"**publish**: false\n\n{_BODY}",
    "m25.md": f"---\ndraft: true\n{_BODY}",
    "m26.md": f"\x00---\npublish: false\n---\n{_BODY}",
    "m27.md": f"---\r\rpublish: false\r---\r{_BODY}",
    "m28.md": f"Two notes in one file.\n\n---\ntitle: T\npublish: false\n---\n{_BODY}",
    "m29.md": f"![banner](banner.png)\n\n---\npublish: false\n---\n{_BODY}",
    "m30.md": f"%YAML 1.2\n---\npublish: false\n---\n{_BODY}",
    "m31.md": f"--- # mine\npublish: false\n---\n{_BODY}",
    "m32.md": f"```yaml\n---\npublish: false\n---\n```\n{_BODY}",
    "m33.md": f"--\npublish: false\n--\n{_BODY}",
    "m34.md": f"\u2014-\npublish: false\n\u2014-\n{_BODY}",
    "m35.md": f"---publish: false\n---\n{_BODY}",
    "m36.md": f"```yaml\npublish: false\n```\n{_BODY}",
    "m37.md": f"```toml\ndraft = true\n```\n{_BODY}",
    "m38.md": f"<!-- publish: false -->\n{_BODY}",
    "m39.md": f"{_BODY}\npublish:: false\n",
    "m40.md": f"{_BODY}\nText [draft:: true] text.\n",
    "m41.md": f"# Title\n\nPublish: No\nTags: a\n\n{_BODY}",
    "m42.md": f"---\ndescription: |\n  a\n---\n  b\npublish: false\n---\n{_BODY}",
    "m43.md": f"Tags: a\n\nText.\n\n---\npublish: false\n---\n{_BODY}",
    "m44.md": f"<% tp.x() %>---\npublish: false\n---\n{_BODY}",
    # -- encodings
    "e01.md": _top("publish: false").encode("utf-16"),
    "e02.md": _top("publish: false").encode("utf-16-le"),
    "e03.md": _top("publish: false").encode("utf-16-be"),
    "e04.md": _top("publish: false").encode("utf-32"),
    "e05.md": _top("publish: false", "title: caf\u00e9").encode("latin-1"),
    "e06.md": _top("publ\u00efsh: false").encode("latin-1"),
    "e07.md": b"\xff" + _top("publish: false").encode(),
    "e08.md": _top("publish: false").encode("utf-8-sig"),
    "e09.md": _top("publish\u00a0: false").encode("latin-1"),
}

PUBLIC: Files = {
    "p01.md": "# P\n",
    "p02.md": "---\npublish: true\n---\n# P\n",
    "p03.md": "---\npublish: True\n---\n# P\n",
    "p04.md": "---\npublish: yes\n---\n# P\n",
    "p05.md": "---\npublish: 'true'\n---\n# P\n",
    "p06.md": '---\npublish: "ON"\n---\n# P\n',
    "p07.md": "---\npublish: 1\n---\n# P\n",
    "p08.md": "---\nPublish: TRUE\n---\n# P\n",
    "p09.md": "---\ndraft: false\n---\n# P\n",
    "p10.md": "---\nprivate: no\n---\n# P\n",
    "p11.md": "---\npublished: 2024-01-01\n---\n# P\n",
    "p12.md": "---\npublished:\n---\n# P\n",
    "p13.md": "---\npublished: Spring 2020\n---\n# P\n",
    "p14.md": "---\ndg-publish: true\n---\n# P\n",
    "p15.md": "---\nstatus: evergreen\n---\n# P\n",
    "p16.md": "---\nhidden: off\n---\n# P\n",
    "p17.md": "---\n# publish: false\ntitle: P\n---\n# P\n",
    "p18.md": "---\ndate: 2023-02-29\n---\n# P\n",
    "p19.md": "\ufeff---\r\npublish: true\r\n...\r\n# P\r\n",
    "p20.md": "---\nA sentence: and its end.\n\n---\n\n# P\n",
    "p21.md": "# P\n\npublish: false is what hides a note.\n\n```yaml\n---\npublish: false\n---\n```\n",
    "p22.md": "Private: for those who read on.\n\n# P\n",
    "p23.md": "---\ntitle: P\nkeywords: [draft, private]\npublisher: false friends\n---\n# P\n",
    "p24.md": "---\nhide: [toc]\n---\n# P\n",
    "p25.md": '```json\n{"name": "app", "private": true}\n```\n# P\n',
    "p26.md": "# P\n\nWrite `publish:: false` for that.\n",
    "p27.md": "# P\n\nTags: a\nCreated: today\n",
    "q01.md": "---\nstatus: drift\n---\n# P\n",
    "q02.md": "---\ncraft: true\n---\n# P\n",
    "q03.md": "---\nstats: 12\n---\n# P\n",
    "q04.md": "---\nstatus: published\n---\n# P\n",
    "q05.md": "---\nraft: true\n---\n# P\n",
    "q06.md": "---\nstare: false\n---\n# P\n",
    "q07.md": "---\naccess: public\n---\n# P\n",
    "q08.md": "---\nstate: draft law\n---\n# P\n",
    "q09.md": "---\nstatus: craft\n---\n# P\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site of all of them, with every private note linked to, embedded and mentioned."""
    names = [path.removesuffix(".md") for path in PRIVATE]
    links = "\n".join(f"- [[{name}]] [[{name}#About {SECRET[:0]}]] ![[{name}]]" for name in names)
    files = {**PRIVATE, **PUBLIC, "index.md": f"# Home\n\n{links}\n", "public.md": "# Public\n"}
    config = "site_url: https://example.org/\nplugins: [search, {knotwork: {max_embeds: 1000}}]\n"
    done = built_site(tmp_path_factory.mktemp("publishing"), files, config)
    assert done.code == 0, done.output
    return done


@pytest.mark.parametrize("path", sorted(PRIVATE))
def test_a_private_note_has_no_page(site: Build, path: str) -> None:
    assert not list(site.site.glob(f"{path.removesuffix('.md')}*")), path


@pytest.mark.parametrize("path", sorted(PUBLIC))
def test_a_public_note_has_its_page(site: Build, path: str) -> None:
    assert (site.site / path.removesuffix(".md") / "index.html").is_file(), path


def test_no_file_of_the_site_holds_a_word_of_a_private_note(site: Build) -> None:
    needles = {SECRET.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")}

    found = [path for path, data in site.files().items() if any(needle in data.lower() for needle in needles)]

    assert not found


def test_there_are_sixty_spellings_of_private_and_twenty_of_public() -> None:
    assert len(PRIVATE) >= 60
    assert len(PUBLIC) >= 20
