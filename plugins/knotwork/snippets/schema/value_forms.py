"""What a value may look like by the API server's validation: the range of a number, the form of a text."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace


class Form(Struct, frozen=True):
    """What a text looks like."""

    pattern: re.Pattern[str]
    what: str
    """What it must be, as a phrase."""
    help: str


class Limit(Struct, frozen=True):
    """What a value must be."""

    low: int | None = None
    high: int | None = None
    """The least and the highest number."""
    form: Form | None = None
    """That of a text, or of each text in a list."""
    filled: bool = False
    """Whether a text, a list or a mapping may not be empty."""
    most: int | None = None
    """The most items of a list."""


def not_empty(limit: Limit) -> Limit:
    """The same limit of a value that may not be empty, either."""
    return replace(limit, filled=True)


def _form(pattern: str, what: str, help_: str) -> Form:
    return Form(re.compile(pattern), what, help_)


def _text(pattern: str, what: str, help_: str) -> Limit:
    """A text of a form, and nothing else."""
    return Limit(form=_form(pattern, what, help_))


_LABEL = r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?"
_SEGMENT = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
"""A segment of a subdomain, as long as the whole may be. Source: `dns1123SubdomainFmt` of apimachinery."""
_SUBDOMAIN_PART = rf"{_SEGMENT}(?:\.{_SEGMENT})*"
_SUBDOMAIN = rf"(?=.{{1,253}}\Z){_SUBDOMAIN_PART}"
_PART = r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
_INSIDE = r"(?!/)(?!(?:.*/)?\.\.(?:/|\Z)).*"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
PORT = Limit(low=1, high=65535)
NOT_NEGATIVE = Limit(low=0)
FILLED = Limit(filled=True)
TOKEN = Limit(low=600, high=2**32)
NAME = _text(
    _SUBDOMAIN,
    "a lowercase RFC 1123 subdomain",
    "A lowercase RFC 1123 subdomain: letters, digits, `-` and `.`, such as `web`.",
)
NAME_OF_LABEL = _text(
    _LABEL,
    "a lowercase RFC 1123 label",
    "A lowercase RFC 1123 label: at most 63 letters, digits and `-`.",
)
QUALIFIED = _text(
    rf"(?:{_SUBDOMAIN}/)?{_PART}",
    "a qualified name",
    "Write a name, or `DOMAIN/NAME`, such as `example.com/ready`.",
)
PREFIXED = _text(
    rf"{_SUBDOMAIN}/\S+", "a domain-prefixed path", "Write `DOMAIN/NAME`, such as `example.com/ready`."
)
MANAGER = _text(
    rf"(?=.{{1,63}}\Z){_SUBDOMAIN}/\S+",
    "a domain-prefixed path of at most 63 characters",
    "Write `DOMAIN/NAME`, such as `example.com/queue`.",
)
PROFILE = _text(
    _INSIDE,
    "a relative path without `..`",
    "It is a path within the directory of the kubelet's profiles.",
)
DESCENDING = _text(_INSIDE, "a relative path without `..`", "It is a path within the volume.")
OWN_FILE = _text(
    rf"(?!\.\.){_INSIDE}",
    "a relative path that does not start with `..`",
    "It is a path within the volume.",
)
STRAIGHT = Limit(
    form=_form(r"(?!(?:.*/)?\.\.(?:/|\Z)).*", "a path without `..`", "Write it without `..`."), filled=True
)
DISK = _text(
    r"iqn\.\d{4}-\d{2}\.[-.A-Za-z0-9]+:[^,;*&$|\s]+|eui\.[A-Za-z0-9]{16}|naa\.[A-Za-z0-9]{32}",
    "valid, starting with iqn, eui or naa",
    "Such as `iqn.2001-04.com.example:storage.disk1`.",
)
IDENTIFIER = _text(r"[A-Za-z_][A-Za-z0-9_]*", "a valid CEL identifier", "Use letters, digits and `_`.")
PREFIX = _text(r"[ -<>-~]*", "printable ASCII without `=`", "It begins the names of environment variables.")
UP_TO_255 = Limit(low=0, high=255)
POSITIVE = Limit(low=1)
ABSOLUTE = _text(r"/.*", "an absolute path", "Begin it with `/`.")
HEADER = _text(r"[-A-Za-z0-9]+", "a valid HTTP header name", "Use letters, digits and `-`.")
ADDRESS = _text(
    rf"(?:{_OCTET}\.){{3}}{_OCTET}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*",
    "a valid IP address",
    "Write one: `10.0.0.1`.",
)
SEARCHES = Limit(
    form=_form(r"\.|[-A-Za-z0-9_]+(?:\.[-A-Za-z0-9_]+)*\.?", "a domain", "Write one: `example.com`."), most=32
)
SYSCTL = _text(
    r"(?=.{1,253}\Z)[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:[./][a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*",
    "a valid sysctl name",
    "Such as `net.core.somaxconn`.",
)
VERSION = _text(r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?", "a version", "Such as `v1` and `v1beta1`.")
KIND = _text(
    r"[A-Za-z](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?", "a kind", "Use letters and digits, such as `CronTab`."
)
GROUP = _text(_SUBDOMAIN, "an API group", "Such as `example.com`.")
URL = _text(
    r"https://[^/\s@?#]+(?:/[^\s?#]*)?",
    "an https:// URL with a host, and without a user, a query or a fragment",
    "Such as `https://hooks.example.com/pods`.",
)
WEBHOOK = _text(
    rf"{_SEGMENT}(?:\.{_SEGMENT}){{2,}}",
    "a domain with at least three segments separated by dots",
    "Such as `pods.example.com`.",
)
SEGMENT_OR_NOTHING = _text(r"(?!\.{1,2}\Z)[^/%]*", "a name without `/` and `%`", "It is a segment of a URL.")
SEGMENTS = _text(
    rf"/|(?:/{_SUBDOMAIN_PART})+/?",
    "a path of lower-case letters, digits, `-` and `.`",
    "Begin it with `/`, such as `/validate-pods`.",
)
WARNING = _text(r"[^\x00-\x1f]{1,256}", "at most 256 printable characters", "Make it shorter.")
ONE_LINE = _text(r"\s*\S(?:[^\n]*\S)?\s*", "on one line, and more than spaces", "Write it on one line.")
KEY = _text(
    r"(?=.{1,253}\Z)(?!\.\.|\.\Z)[-._a-zA-Z0-9]+",
    "a valid key of a ConfigMap or Secret",
    "Use letters, digits, `-`, `_` and `.`.",
)
DRIVER = Limit(
    form=_form(
        rf"(?i:(?=.{{1,63}}\Z){_SUBDOMAIN_PART})",
        "a domain of at most 63 characters",
        "Use letters, digits, `-` and `.`, such as `disks.csi.example.com`.",
    ),
    filled=True,
)
PROVISIONER = Limit(
    form=_form(
        rf"(?:(?i:{_SUBDOMAIN})/)?{_PART}",
        "a qualified name",
        "Write a name, or `DOMAIN/NAME`, such as `disks.csi.example.com`.",
    ),
    filled=True,
)
DEVICE_DRIVER = Limit(
    form=_form(
        rf"(?i:(?=.{{1,63}}\Z){_SUBDOMAIN_PART})",
        "a domain of at most 63 characters",
        "Such as `gpu.example.com`.",
    ),
    filled=True,
)
ATTRIBUTE = _text(
    rf"{_SUBDOMAIN_PART}/[A-Za-z_][A-Za-z0-9_]*",
    "a fully qualified name",
    "Write `DOMAIN/NAME`, such as `gpu.example.com/model`.",
)
DEVICE_FIELD = _text(
    rf"(?:(?i:{_SUBDOMAIN_PART})/)?[A-Za-z_][A-Za-z0-9_]{{0,31}}",
    "a C identifier, or one with a domain",
    "Use letters, digits and `_`: `model`, or `gpu.example.com/model`.",
)
POOL = Limit(
    form=_form(
        rf"(?=.{{1,253}}\Z){_SUBDOMAIN_PART}(?:/{_SUBDOMAIN_PART})*",
        "names divided by `/`",
        "Such as `node-1`.",
    ),
    filled=True,
)
SIGNER = Limit(
    form=_form(
        rf"{_LABEL}(?:\.{_LABEL})+/{_SUBDOMAIN_PART}",
        "a fully qualified domain and path",
        "Write `DOMAIN/NAME`, such as `example.com/signer`.",
    ),
    filled=True,
)
SEGMENT = Limit(
    form=_form(r"(?!\.{1,2}\Z)[^/%]+", "a name without `/` and `%`", "Write the name alone."), filled=True
)
LABEL_VALUE = _text(
    rf"(?:{_PART})?",
    "a valid label value",
    "Use at most 63 letters, digits, `-`, `_` and `.`; start and end with a letter or digit.",
)
POD_VERSION = _text("v1", "v1", "Remove it: it is the version of the pod's fields.")
UNPADDED = Limit(form=_form(r"\S(?:.*\S)?", "without spaces around it", "Remove them."), filled=True)
WINDOWS_USER = Limit(
    form=_form(
        r'(?:[^\\/:*?"<>|]{1,255}\\)?(?![. ]+\Z)[^"/\\:;|=,+*?<>@\[\]]{1,104}',
        "a user, or `DOMAIN\\USER`",
        "Such as `ContainerAdministrator`.",
    ),
    filled=True,
)
STANDARD_FINALIZERS = ("kubernetes", "orphan", "foregroundDeletion")
"""The finalizers without a domain, which Kubernetes has itself."""
FINALIZER = _text(
    rf"{'|'.join(STANDARD_FINALIZERS)}|{_SUBDOMAIN_PART}/{_PART}",
    "a standard finalizer or a fully qualified name",
    "Write `DOMAIN/NAME`, such as `example.com/cleanup`.",
)
NON_RESOURCE = Limit(
    form=_form(
        r"\*|(?!.*//)/(?:[^ *]*|[^ *]*/\*|\*)",
        "`*`, or a path that begins with `/`, and that has a `*` only behind its last `/`",
        "Such as `/healthz` and `/metrics/*`.",
    ),
    filled=True,
)
MICRO_TIME = _text(
    r"\d{4}-\d\d-\d\dT\d{1,2}:\d\d:\d\d[.,]\d{6}(?:Z|[+-]\d\d:\d\d)|(?!\d{4}-\d\d-\d\d[Tt]\d).*",
    "a time with six digits behind the seconds",
    "Such as `2026-01-31T23:59:00.000000Z`.",
)
SEMANTIC_VERSION = _text(
    r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?",
    "a semantic version",
    "Write three numbers, and no `v`: `1.37.0`.",
)
STRATEGY = _text(
    rf"OldestEmulationVersion|{_SUBDOMAIN}/{_PART}",
    "OldestEmulationVersion, or a qualified name with a domain",
    "Write `OldestEmulationVersion`.",
)
ANY_ACCOUNT = _text(rf"\*|{_SUBDOMAIN}", "`*`, or the name of an account", "Such as `builder`.")
ANY_NAMESPACE = _text(rf"\*|{_LABEL}", "`*`, or a DNS-1123 label", "Such as `kube-system`.")
EXTENDED = _text(
    rf"(?!(?:[^/]*\.)?kubernetes\.io/)(?!requests\.){_SUBDOMAIN}/{_PART}",
    "the name of an extended resource",
    "Write `DOMAIN/NAME`, such as `example.com/gpu`.",
)
UID = _text(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "a lowercase UUID",
    "Write the `metadata.uid` of what it is about.",
)
JSON_PATH = Limit(
    form=_form(r"\..+", "a simple path that begins with `.`", "Such as `.spec.size`."), filled=True
)
API_VERSION = Limit(
    form=_form(
        rf"(?:{_SUBDOMAIN}/)?[a-z](?:[-a-z0-9]{{0,61}}[a-z0-9])?",
        "a version, or `GROUP/VERSION`",
        "Such as `example.com/v1`.",
    ),
    filled=True,
)
