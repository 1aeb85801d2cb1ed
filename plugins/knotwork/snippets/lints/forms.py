"""Forms of names: what Kubernetes allows as the name of an object, a container, a port, a variable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import quoted
from knotwork.snippets.fields.suggestions import any_of, perhaps, written_instead
from knotwork.snippets.rule import SnippetRule, snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal, literal_name

INVALID_NAME = snippet_rule(
    "invalid-name",
    "error",
    "manifests",
    """
    A name has characters, or a length, that Kubernetes does not allow.

    The API server rejects it: names become parts of URLs, host names and files. Most consist of lower-case
    letters, digits and `-`, with a letter or digit at both ends; other characters and the length depend on
    the kind, and the finding names them.

    Bad:

    ```yaml {k8s="invalid:invalid-name"}
    apiVersion: v1
    kind: Namespace
    metadata:
      name: My_Team
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: my-team
    ```

    `check --fix` changes names only with `--unsafe-fixes`, since other objects may refer to them. A
    placeholder, such as `<name>` or `$NAME`, is not checked.
    """,
    position=1,
    in_parts=True,
)

EMPTY = "must not be empty"
"""What is wrong with a name without characters."""
_LABEL = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_REMARK = lazy_regex(r"//|/\*|#|\s(?:--|;)\s")
"""What may begin a remark, whose words are no part of the name."""
_SEPARATORS = lazy_regex(r"[_\s./:]+")


class Form(Struct, frozen=True):
    """What names of one sort look like."""

    pattern: re.Pattern[str]
    letters: re.Pattern[str]
    """A character that may be in them."""
    longest: int
    shape: str
    """A sentence for people."""

    def fits(self, written: str) -> bool:
        """Whether a name has this form."""
        return len(written) <= self.longest and self.pattern.fullmatch(written) is not None


def _form(pattern: str, letters: str, longest: int, shape: str) -> Form:
    return Form(re.compile(pattern), re.compile(letters), longest, shape)


SUBDOMAIN = _form(
    rf"{_LABEL}(?:\.{_LABEL})*",
    r"[-a-z0-9.]",
    253,
    "A lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, `-` or `.`, and must "
    "start and end with an alphanumeric character.",
)
LABEL = _form(
    _LABEL,
    r"[-a-z0-9]",
    63,
    "A lowercase RFC 1123 label must consist of lower case alphanumeric characters or `-`, and must start "
    "and end with an alphanumeric character.",
)
DNS_1035 = _form(
    r"[a-z](?:[-a-z0-9]*[a-z0-9])?",
    r"[-a-z0-9]",
    63,
    "A DNS-1035 label must consist of lower case alphanumeric characters or `-`, start with an alphabetic "
    "character, and end with an alphanumeric character.",
)
KIND = _form(
    r"[A-Za-z](?:[-A-Za-z0-9]*[A-Za-z0-9])?",
    r"[-A-Za-z0-9]",
    63,
    "Use letters and digits, as in `CronTab`.",
)
CRON_JOB = replace(SUBDOMAIN, longest=52)  # the names of its jobs add eleven characters
DRIVER = _form(
    r"[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?)*",
    r"[-A-Za-z0-9.]",
    63,
    "Use at most 63 letters, digits, `-` and `.`, such as `disks.csi.example.com`.",
)
PATH_SEGMENT = _form(r"(?!\.{1,2}\Z)[^/%]+", r"[^/%]", 10**6, "Use any characters but `/` and `%`.")
PORT_NAME = _form(
    rf"(?=.*[a-z])(?!.*--){_LABEL}",
    r"[-a-z0-9]",
    15,
    "Use at most 15 lower-case letters, digits and single `-`, one of them a letter.",
)
DATA_KEY = _form(
    r"(?!\.\.|\.\Z)[-._a-zA-Z0-9]+", r"[-._a-zA-Z0-9]", 253, "Use letters, digits, `-`, `_` and `.`."
)
VARIABLE = _form(r"[ -<>-~]+", r"[ -<>-~]", 10**6, "Use printable ASCII characters without `=`.")
LABEL_VALUE = _form(
    r"(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?",
    r"[-A-Za-z0-9_.]",
    63,
    "Use at most 63 letters, digits, `-`, `_` and `.`; start and end with a letter or digit.",
)


def fault(written: str, form: Form) -> str | None:
    """What is wrong with a name, as the end of a phrase about it; None when it has the form."""
    if form.fits(written):
        return None
    if len(written) > form.longest:
        return f"must be no more than {form.longest} characters, and has {len(written)}"
    if not written:
        return EMPTY
    strange = [character for character in dict.fromkeys(written) if not form.letters.fullmatch(character)]
    if strange:
        shown = [_shown(character) for character in strange if not character.isupper()]
        capitals = ["upper-case letters"] if len(shown) < len(strange) else []
        return f"must not contain {any_of([*capitals, *shown][:3])}"
    for end in ("..", "--"):
        if end in written and form.pattern.fullmatch(written.replace(end, end[0])):
            return f'must not contain "{end}"'
    for character, verb in ((written[0], "start"), (written[-1], "end")):
        if not character.isalnum():
            return f'must not {verb} with "{character}"'
    return "is not a valid name" if any(map(str.isalpha, written)) else "must contain at least one letter"


def corrected(written: str, form: Form) -> str | None:
    """The name in lower case, with dashes; None when that is not a valid name, either, or has a remark."""
    if _REMARK.search(written):
        return None
    better = written.strip()
    if not form.letters.fullmatch("A"):
        better = better.lower()
    better = _SEPARATORS.sub(lambda match: "".join(_corrected(sign, form) for sign in match[0]), better)
    better = re.sub("-{2,}", "-", better).strip("-._")
    return better if better != written and better and fault(better, form) is None else None


def checked_name(
    node: yaml.Node | None,
    form: Form,
    rule: SnippetRule = INVALID_NAME,
    *,
    suggest: bool = True,
    better: str | None = None,
    read: Callable[[yaml.Node | None], str | None] = literal_name,
) -> Iterator[Violation]:
    """What is wrong with the name at a node, if it is a text and no placeholder.

    `better`: the name that is meant, where that is known. `read` returns None for placeholders.
    """
    written = read(node)
    wrong = fault(written, form) if written is not None else None
    if node is None or written is None or wrong is None:
        return
    better = better or (corrected(written, form) if suggest else None)
    hint = perhaps(better)
    violation = at_node(rule, node, f"Invalid value: {quoted(written)}: {wrong}{hint}", form.shape)
    # others may refer to it by the name it has
    yield replace(violation, repair=written_instead(node, better) if better else None)


_PROTOCOLS = frozenset("HTTP HTTPS HTTP2 TCP UDP GRPC TLS SSL SSH DNS FTP SMTP MQTT AMQP".split())


def port_word(node: yaml.Node | None) -> str | None:
    """The name of a port that is no placeholder: a protocol in capitals is meant as one."""
    written = literal(node)
    return written if written in _PROTOCOLS else literal_name(node)


def _corrected(character: str, form: Form) -> str:
    return character if form.letters.fullmatch(character) else "-"


def _shown(character: str) -> str:
    return (
        "a space"
        if character == " "
        else f'"{character}"'
        if character.isprintable()
        else f"U+{ord(character):04X}"
    )
