"""The files of a new site: its configuration, and what checks and publishes it on a host."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Mapping
from html import escape

import yaml
from msgspec import Struct

from knotwork.cli.git_remote import Remote
from knotwork.config.theme_defaults import THEME_DEFAULTS

_PLAIN = re.compile(r"[A-Za-z][\w ./=@+-]*[\w/]|https://[\w./~-]+")
_PYTHON = "3.13"
_FORMATS = "--output-format text --output-format gitlab=code-quality.json"
"""For the log of the job, and for the merge request."""


class NewSite(Struct, frozen=True):
    """What is known of a site before its files are written."""

    name: str
    docs_dir: str
    """The folder of the notes, from the folder of `mkdocs.yml`."""
    vault: str
    """The same from the root of the repository, or from that folder where there is none."""
    requirement: str
    """How knotwork is installed, for `pip install`."""
    remote: Remote | None = None


def mkdocs_yml(site: NewSite) -> str:
    """The configuration, with what can be set in comments."""
    theme = yaml.safe_dump({name: THEME_DEFAULTS[name] for name in ("features", "palette")}, sort_keys=False)
    indented = "".join(f"  {line}\n" for line in theme.splitlines())
    return f"""\
# The site of the notes. `knotwork serve` shows it while you write; `knotwork build` writes it to site/.
# Editors complete and check it after `knotwork schema > mkdocs.schema.json`, with a first line
# `# yaml-language-server: $schema=mkdocs.schema.json`.
site_name: {_scalar(escape(site.name))}
docs_dir: {_scalar(site.docs_dir)}
{_addresses(site)}# copyright: your name, and the licence

theme:
  name: material
  language: en # of the theme's words: https://squidfunk.github.io/mkdocs-material/setup/changing-the-language/
  font: false # or {{text: Roboto, code: Roboto Mono}}, which each reader's browser loads from Google
  # logo: assets/logo.svg # a file among the notes, as are the next two
  # favicon: assets/favicon.svg
{indented}# extra_css: [assets/site.css]

plugins:
  - search
  - knotwork:
      heading_ids: unicode # as in a folder without mkdocs.yml; `mkdocs` is what MkDocs makes of headings
      # todo_tags: [todo] # the tags of the to-do board
      # publish: marked # only notes with `publish: true`; all but those held back otherwise
      # fail_on: warning # the least severe finding that fails a build
      # rules: {{orphan-note: warning}} # the severity of a rule, or `off`: `knotwork rules` lists them
      # theme_defaults: false # what is not set of `font`, `features` and `palette` is Material's
"""


def host_files(site: NewSite, host: str) -> Mapping[str, str]:
    """The files that a host needs, by their paths from the root of the repository."""
    return _HOSTS[host](site)


def pre_commit(site: NewSite) -> str:
    """A configuration of pre-commit that checks the notes before each commit."""
    return f"""\
# Before each commit, after `pre-commit install`: https://pre-commit.com
repos:
  - repo: local
    hooks:
      - id: knotwork
        name: knotwork check
        entry: {_scalar(f"knotwork check {shlex.quote(site.vault)}")}
        language: python
        additional_dependencies: [{_scalar(site.requirement)}]
        always_run: true
        pass_filenames: false
"""


def _addresses(site: NewSite) -> str:
    """The lines about where the site and its source are published."""
    known, remote = "", site.remote
    url = _pages_url(remote) if remote else None
    known += (
        f"site_url: {_scalar(url)}\n" if url else "# site_url: https://example.org/ # for sitemap and feed\n"
    )
    if remote is None:
        return f"{known}# repo_url: https://github.com/owner/name # for links to the source of each page\n"
    edit = "-/edit" if "gitlab" in remote.host else "edit"
    path = f"{edit}/{remote.branch}/{site.vault}/"
    return f"{known}repo_url: {_scalar(remote.url)}\nedit_uri: {_scalar(path)}\n"


def _pages_url(remote: Remote) -> str | None:
    if remote.host != "github.com":
        return None
    owner, name = remote.path.lower().split("/", 1)
    return f"https://{owner}.github.io/" + ("" if name == f"{owner}.github.io" else f"{name}/")


def _github(site: NewSite) -> Mapping[str, str]:
    branch = site.remote.branch if site.remote else "main"
    return {
        ".github/workflows/site.yml": f"""\
# Checks the notes of each push and pull request, and publishes the site of the branch below.
# Once: in the repository's settings, under Pages, choose "GitHub Actions" as the source.
name: site
on:
  push:
    branches: [{_scalar(branch)}]
  pull_request:
permissions:
  contents: read
concurrency:
  group: site-${{{{ github.ref }}}}
  cancel-in-progress: ${{{{ github.event_name == 'pull_request' }}}}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0
        with:
          python-version: "{_PYTHON}"
      - run: {_scalar(f"pip install {shlex.quote(site.requirement)}")}
      - run: {_scalar(f"knotwork check {shlex.quote(site.vault)} --output-format github")}
      - run: {_scalar(f"knotwork build {shlex.quote(site.vault)} --site-dir site --strict")}
      - if: github.event_name == 'push'
        uses: actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0
        with:
          path: site
  deploy:
    if: github.event_name == 'push'
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
    steps:
      - uses: actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0
"""
    }


def _gitlab(site: NewSite) -> Mapping[str, str]:
    return {
        ".gitlab-ci.yml": f"""\
# Checks the notes, shows findings in merge requests, and publishes the site with GitLab Pages.
image: python:{_PYTHON}
before_script:
  - {_scalar(f"pip install {shlex.quote(site.requirement)}")}
check:
  stage: test
  script:
    - {_scalar(f"knotwork check {shlex.quote(site.vault)} {_FORMATS}")}
  artifacts:
    when: always
    reports:
      codequality: code-quality.json
pages:
  stage: deploy
  script:
    - {_scalar(f"knotwork build {shlex.quote(site.vault)} --site-dir public --strict")}
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""
    }


def build_command(site: NewSite) -> str:
    """What installs knotwork and builds the site, in a shell."""
    build = f"knotwork build {shlex.quote(site.vault)} --site-dir site --strict"
    return f"pip install {shlex.quote(site.requirement)} && {build}"


def _netlify(site: NewSite) -> Mapping[str, str]:
    return {
        "netlify.toml": f"""\
[build]
command = {json.dumps(build_command(site))}
publish = "site"

[build.environment]
PYTHON_VERSION = "{_PYTHON}"
"""
    }


def _cloudflare(site: NewSite) -> Mapping[str, str]:
    name = re.sub(r"[^a-z0-9]+", "-", site.name.lower()).strip("-") or "notes"
    return {
        "wrangler.toml": f"""\
# Cloudflare Pages. In its dashboard, the build command is:
#   {build_command(site)}
# and the variable PYTHON_VERSION is {_PYTHON}.
name = "{name}"
pages_build_output_dir = "site"
"""
    }


def _rsync(site: NewSite) -> Mapping[str, str]:
    return {
        "publish.sh": f"""\
#!/bin/sh
# Checks and builds the site, and copies it to a server: sh publish.sh user@example.org:/var/www/notes/
set -eu
cd "$(dirname "$0")"
target=${{1:?the folder on the server: user@example.org:/var/www/notes/}}
knotwork build {shlex.quote(site.vault)} --site-dir site --strict
rsync --archive --compress --delete --exclude .knotwork-site site/ "$target"
"""
    }


_HOSTS: Mapping[str, Callable[[NewSite], Mapping[str, str]]] = {
    "github": _github,
    "gitlab": _gitlab,
    "netlify": _netlify,
    "cloudflare": _cloudflare,
    "rsync": _rsync,
}
HOSTS = tuple(_HOSTS)
"""The names of the hosts."""


def host_of(remote: Remote | None) -> str | None:
    """The host that publishes the site of a repository, as far as its address says."""
    if remote is None:
        return None
    return next((host for host in ("github", "gitlab") if host in remote.host.split(".")), None)


def _scalar(text: str) -> str:
    """A text as YAML writes it."""
    is_plain = _PLAIN.fullmatch(text) and yaml.safe_load(text) == text
    return text if is_plain else json.dumps(text, ensure_ascii=False)
