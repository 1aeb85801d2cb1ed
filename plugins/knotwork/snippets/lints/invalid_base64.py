"""Values that should be base64 and are not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.placeholders import is_literal, is_mask
from knotwork.snippets.yaml.values import literal

INVALID_BASE64 = snippet_rule(
    "invalid-base64",
    "error",
    "manifests",
    """
    A value under `data` of a Secret is not base64.

    The API server cannot decode the manifest. Put plain text under `stringData`; the API server encodes it.

    Bad:

    ```yaml {k8s="invalid:invalid-base64"}
    apiVersion: v1
    kind: Secret
    metadata:
      name: login
    data:
      password: hunter2!
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Secret
    metadata:
      name: login
    stringData:
      password: hunter2!
    ```

    Or encode it: `printf %s 'hunter2!' | base64`. A placeholder, such as `<password>`, is not checked. The
    rule also covers `binaryData` of a ConfigMap, and a `caBundle` that is PEM.
    """,
    position=4,
)


_BASE64 = lazy_regex(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_UNPADDED = lazy_regex(r"[A-Za-z0-9+/]{12,}")
_TO_BE_FILLED_IN = lazy_regex(
    r"[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+|[A-Z]{5,30}|(?is:.*(?:base-?64|encoded|replace).*)"
    r"|[A-Za-z0-9+/=]{4,}\*{3,}[A-Za-z0-9+/=]*|(?:secret)?ref\+\w+://.*|vault:\S+#\S+"
)
"""What stands in the place of base64: `BASE64_CERT`, `base64 encoded key`, `ref+vault://secret/db#password`."""
_NAMES_WHAT = lazy_regex(
    r"(?i:your)(?:[-_ ][A-Za-z]|[A-Z]"
    r"|(?=(?i:user|name|pass|token|key|secret|value|host|url|api|db|e?mail)))[\w -]*"
    r"|[a-z]+(?:Name|User|Username|Password|Token|Key|Secret|Value|Host|Url)"
)
"""What names the value that belongs there: `yourUser`, `dbName`."""
_LETTERS_TO_FILL_IN = lazy_regex(r"[a-z0-9][-.](?:x{4,}|y{4,}|z{4,})\Z")
"""What stands for letters in a name that is to be filled in: `token-zzzzz`."""
_NAMES_CONTENT = lazy_regex(r"[\w.]+(?:[-_][\w.]+)*[-_](?:content|value|goes-here|here)", re.IGNORECASE)
_DESCRIBES = lazy_regex(
    r"^\s*(?:your|my|the|an?|output of|content of|insert|put|enter|paste)\s|\b(?:of|in|from|for|if"
    r"|with) (?:the|your|an?|used|base)\b",
    re.IGNORECASE,
)
"""Words of a sentence about a value; a greeting or a line of settings has none of them."""
_MASKED = lazy_regex(
    r"(?=.{4,})[A-Za-z0-9+/=_-]{0,12}(?:\*{3,}|#{3,}|\u2022{3,}|\u2588{3,}|\.{3,}|\u2026)[A-Za-z0-9+/=_-]{0,12}"
    r"|[A-Za-z0-9+/=_-]{0,8}(?:x{4,}|X{4,})[A-Za-z0-9+/=_-]{0,4}"
    r"|={1,2}"
)
"""A secret of which only the ends are shown: `1####9`, `abc***`, `xxxxx`."""
_MADE_UP = lazy_regex(r"[a-z]{3,20}={1,2}")
"""What looks as base64 does, and decodes to nothing, `adjklaj==`, beside lines that are left out."""
_IS_DATA = lazy_regex(r"[={}]|-----|^[\w.-]+:|^[#\[<]")
_QUOTED = lazy_regex(r"([\"'])(.+)\1\s*", re.DOTALL)
_UNQUOTE = "Take out the quotes within: they are part of the value."
_ENCODE = "Write the text under `stringData:`, or encode it: `printf %s TEXT | base64`."


@lint("Secret", "ConfigMap")
def invalid_base64(manifest: Manifest) -> Iterator[Violation]:
    """Values of a Secret's `data` and of a ConfigMap's `binaryData`."""
    field = "data" if manifest.kind == "Secret" else "binaryData"
    is_form = _LETTERS_TO_FILL_IN.search(manifest.name or "") is not None
    for key, (_, value) in manifest.pairs(manifest.value(field)).items():
        written = literal(value)
        if written is None:
            continue
        packed = written.replace("\n", "").replace("\r", "")
        if not _BASE64.fullmatch(packed) and not _TO_BE_FILLED_IN.fullmatch(written):
            cut = _UNPADDED.fullmatch(packed) is not None and len(packed) % 4 > 1
            message = "illegal base64 data: " + (
                "`=` is missing at the end" if cut else "the value is not base64"
            )
            described = is_form or _is_description(key, written)
            if described:
                message = "the value is not base64: it may describe what belongs here"
            elif manifest.partial and _MADE_UP.fullmatch(written.strip()):
                described, message = True, "the value is not base64: it may be made up"
            elif _MASKED.fullmatch(written.strip()) or is_mask(written.strip()):
                described, message = True, "the value is not base64: it may be masked"
            help_ = _ENCODE if field == "data" else "Encode it: `base64 < FILE`."
            if (within := _QUOTED.fullmatch(written)) is not None:
                if not is_literal(within[2]):
                    continue
                help_ = _UNQUOTE if _BASE64.fullmatch(within[2]) else help_
            violation = at_node(INVALID_BASE64, value, message, help_)
            yield replace(violation, severity="info") if described else violation


def _is_description(key: str, written: str) -> bool:
    """Whether a value says in words what it stands for: `your private key`, `privatekey: privatekey`."""
    if written.strip() == key or any(
        text.fullmatch(written.strip()) for text in (_NAMES_CONTENT, _NAMES_WHAT)
    ):
        return True
    first = written.lstrip().partition("\n")[0]
    return len(written.split()) > 2 and _DESCRIBES.search(written) is not None and not _IS_DATA.search(first)
