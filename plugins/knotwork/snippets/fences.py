"""The fences that are YAML: those that name it, those that look like a manifest, and those that hold some.

JSON is YAML, too; a shell command gives manifests in here-documents.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from knotwork.model.equivalences import Equivalence
from knotwork.model.note import Fence
from knotwork.model.one_typo import is_one_typo
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.here_documents import SHELLS, here_documents, quoted_manifests
from knotwork.snippets.json_objects import json_objects
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.yaml.shell_lines import command_end

UNMARKED_MANIFEST = snippet_rule(
    "unmarked-manifest",
    "info",
    "yaml",
    """
    A block holds a manifest and is not marked as YAML: it names no language, or another one.

    It is checked like one that is. But it has no syntax highlighting, neither here nor in Obsidian.

    Bad:

    ````markdown
    ```
    apiVersion: v1
    kind: Namespace
    metadata:
      name: unmarked
    ```
    ````

    Good:

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: marked
    ```

    `check --fix` adds `yaml` to an opening fence without a language. If it only looks like a manifest, write
    `output` or `{k8s=skip}`.
    """,
    position=10,
    safe_by=(Equivalence.LANGUAGE,),
)

YAML = frozenset(("yaml", "yml", "kyaml", "k8s", "kubernetes"))
"""The languages of blocks of YAML."""
_NO_LANGUAGE = frozenset(("", "text", "txt", "plain", "plaintext"))
_UNREAD = frozenset(
    (
        *("output", "out", "log", "logs", "diff", "patch", "markdown", "md", "mdx", "html", "xml"),
        *("helm", "gotmpl", "go-template", "gotemplate", "go-text-template", "tpl", "template", "django"),
        *("jinja", "jinja2", "j2", "yaml+jinja", "twig", "erb", "liquid", "handlebars", "mustache", "smarty"),
        *("cue", "jsonnet", "kcl", "pkl", "dhall", "nix", "hcl", "terraform", "tf", "ytt", "json", "toml"),
    )
)
"""Languages of which a text may begin like a manifest and be none: outputs, templates, and their own."""
_API_VERSION = lazy_regex(r"^[ \t]*apiVersion:[ \t]*[\"']?[\w./-]+[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_KIND = lazy_regex(r"^[ \t]*kind:[ \t]*[\"']?[A-Z]\w+[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_ANY_CASE = lazy_regex(
    r"\A(?>(?:[ \t]*(?:#[^\n]*|---[ \t]*)?\n)*)"
    r"(?P<indent>[ \t]*)(?i:apiVersion:[ \t]*[\"']?(?:[a-z0-9.-]+/)?v[0-9][a-z0-9]*[\"']?[ \t]*(?:#[^\n]*)?\n"
    r"[ \t]*kind:[ \t]*[\"']?[a-z]\w+[\"']?[ \t]*(?:#[^\n]*)?)\n"
    r"(?>(?:[ \t]*#[^\n]*\n)*)(?P=indent)metadata:[ \t]*(?:\{[^\n]*|#[^\n]*)?\n"
)
"""The head of a manifest in another letter case: `kind: pod`, `apiversion: v1`."""
_JSON = frozenset(("json", "jsonc", "json5"))
_JSON_MANIFEST = lazy_regex(r"\s*(?://[^\n]*\n\s*)*\{\s*(?://[^\n]*\n\s*)*\"(?:apiVersion|kind)\"\s*:")
_READS = lazy_regex(r"\s*[^\s#:'\"][^\n:]*<<")
"""A first line with a here-document, which is no YAML."""
_BEGINS = lazy_regex(r"<<-?[ \t]*['\"]?(\w+)")
_NOT_JSON = lazy_regex(r"\.\.\.|…")
"""Lines left out, which no program reads as JSON."""


def is_yaml(fence: Fence) -> bool:
    """Whether there is YAML in a fence that is validated."""
    return _is_yaml(fence) or bool(yaml_parts(fence))


def yaml_parts(fence: Fence) -> tuple[Fence, ...]:
    """The YAML in a fence: all of it, or the here-documents in it, each with its places in the note."""
    if has_commands_for_yaml(fence):
        return tuple(here_documents(fence))
    if _is_json_manifest(fence):
        return json_objects(fence)
    if _is_yaml(fence):
        return (_without_end(fence) if "<<" in fence.info else fence,)
    if fence.language in SHELLS or fence.language in _NO_LANGUAGE:
        return (*here_documents(fence), *quoted_manifests(fence))
    return ()


def _without_end(fence: Fence) -> Fence:
    """A block whose opening marks begin a here-document, its last word as a comment: ```sh cat <<EOF."""
    begins = _BEGINS.search(fence.info)
    if begins is None:
        return fence
    ends = re.compile(rf"^{re.escape(begins[1])}(?=[ \t]*$)", re.MULTILINE)
    return replace(fence, text=ends.sub("#" * len(begins[1]), fence.text))


def has_commands_for_yaml(fence: Fence) -> bool:
    """Whether a block that is marked as YAML begins with shell commands, and one reads manifests from it."""
    if "<<" not in fence.text or fence.language not in YAML:
        return False
    if not _READS.match(fence.text) and not command_end(fence.text):
        return False
    return next(here_documents(fence), None) is not None


def _is_yaml(fence: Fence) -> bool:
    if fence.language in YAML or is_unmarked(fence) or _is_json_manifest(fence):
        return True
    return bool({"k8s", "schema"} & fence.options.keys()) and fence.language not in SHELLS


def _is_json_manifest(fence: Fence) -> bool:
    """Whether a fence of JSON begins like a manifest, and is whole."""
    if fence.language not in _JSON or _JSON_MANIFEST.match(fence.text) is None:
        return False
    return '"apiVersion"' in fence.text and '"kind"' in fence.text and not _NOT_JSON.search(fence.text)


def is_unmarked(fence: Fence) -> bool:
    """Whether a fence begins with the lines of a manifest, and names no language, or another than YAML."""
    if fence.language in YAML or fence.language in _UNREAD or fence.language in _JSON:
        return False
    if not any(name in fence.text for name in ("apiVersion", "apiversion", "ApiVersion", "APIVersion")):
        return False
    if {"k8s", "schema"} & fence.options.keys():
        return False
    if _ANY_CASE.match(fence.text):
        return True
    lines = [
        line for line in fence.text[:4000].split("\n") if line.strip() and not line.lstrip().startswith("#")
    ]
    top = "\n".join(lines[:1] if lines[:1] != ["---"] else lines[1:2])
    begins = bool(_API_VERSION.match(top) or _KIND.match(top))
    return begins and bool(_API_VERSION.search(fence.text) and _KIND.search(fence.text))


def unmarked_message(fence: Fence) -> tuple[str, str]:
    """What is said of an unmarked manifest: the message, and the help."""
    language = fence.language
    if not language or language in _NO_LANGUAGE:
        return (
            "this block holds a manifest and does not say that it is YAML",
            "Write `yaml` after its opening marks.",
        )
    message = f"this block holds a manifest and is marked as `{language}`"
    plain = language.strip(".,:;-")
    if plain in YAML or any(is_one_typo(plain, name) for name in ("yaml", "yml")):
        message = f"`{language}` is no language: did you mean `yaml`?"
    return message, f"Write `yaml` in place of `{language}`."
