"""Kubernetes' own functions in CEL: their types for the compiler, and what they return.

Those of https://kubernetes.io/docs/reference/using-api/cel/, of all versions of Kubernetes: the compiler
accepts a function before the version that has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from knotwork.snippets.cel.quantities import amount, quantity, semver

Types = str
"""The types of the parameters and the result: `string,string:bool`; `dyn` is any."""


class Function(Struct, frozen=True):
    """A function of Kubernetes."""

    name: str
    member: bool
    """Whether it is called on its first argument: `text.find("a")`."""
    types: tuple[Types, ...]
    """Those of each of its overloads."""
    made_by: Callable[..., Any] | None = None
    """What it returns, whatever the overload; None: it cannot be evaluated here."""

    def arities(self) -> set[int]:
        """The numbers of arguments that it takes."""
        return {len(_parameters(types)) for types in self.types}


def overloads(function: Function) -> Iterator[tuple[list[str], str]]:
    """The types of the parameters and of the result of each overload."""
    for types in function.types:
        yield _parameters(types), types.rpartition(":")[2]


def _parameters(types: Types) -> list[str]:
    parameters = types.rpartition(":")[0]
    return parameters.split(",") if parameters else []


def _is(read: Callable[..., Any]) -> Callable[..., bool]:
    """The function that says whether another can read its arguments."""

    def reads(*arguments: Any) -> bool:
        try:
            read(*arguments)
        except ValueError:
            return False
        return True

    return reads


def _pick(text: str, pattern: str) -> str:
    match = re.search(_linear(pattern), text)
    return match[0] if match else ""


def _pick_all(text: str, pattern: str, most: int = -1) -> list[str]:
    texts = [match[0] for match in re.finditer(_linear(pattern), text)]
    return texts if most < 0 else texts[:most]


def _linear(pattern: str) -> str:
    """A pattern that takes linear time in Python's engine; ValueError for any other."""
    if re.fullmatch(r"\^?(?:\[[^\[\]\\]+\]|[\w.-]|\\[dws.])*[+*]?\$?", pattern) is None:
        raise ValueError("not evaluated")
    return pattern


def _url(text: str) -> dict[str, str]:
    parts = urlsplit(text)
    if not parts.scheme and not text.startswith("/"):
        raise ValueError(f"{text} is no URL")
    return {"url": text}


def _of_url(part: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: part(urlsplit(value["url"])) or ""


def _address(text: str) -> dict[str, str]:
    if "%" in text or str(text).startswith("::ffff:"):
        raise ValueError(f"{text} is no address")
    return {"ip": str(ip_address(text))}


def _network(text: str) -> dict[str, str]:
    if "/" not in text:
        raise ValueError(f"{text} is no network")
    ip_network(text, strict=False)
    return {"cidr": text}


def _contains_address(network: Any, address: Any) -> bool:
    text = address if isinstance(address, str) else address["ip"]
    return ip_address(text) in ip_network(network["cidr"], strict=False)


def _contains_network(network: Any, other: Any) -> bool:
    inner = ip_network(other if isinstance(other, str) else other["cidr"], strict=False)
    outer = ip_network(network["cidr"], strict=False)
    return inner.version == outer.version and inner.subnet_of(outer)  # type: ignore[arg-type]


def _sign(number: Any) -> int:
    return int(number > 0) - int(number < 0)


def _ordered(kind: str, key: Callable[[Any], Any]) -> tuple[Function, ...]:
    """The comparisons of a type: by the quantity or the version that values are."""
    return (
        Function("isLessThan", True, (f"{kind},{kind}:bool",), lambda a, b: key(a) < key(b)),
        Function("isGreaterThan", True, (f"{kind},{kind}:bool",), lambda a, b: key(a) > key(b)),
        Function("compareTo", True, (f"{kind},{kind}:int",), lambda a, b: _sign_of(key(a), key(b))),
    )


def _sign_of(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def _key(value: Any) -> Any:
    """What two quantities or versions are compared by."""
    return value["semver"] if "semver" in value else amount(value)


_NUMBERS = ("quantity,quantity:quantity", "quantity,int:quantity")
_FORMATS = (
    *("dns1123Label", "dns1123Subdomain", "dns1035Label", "qualifiedName", "dns1123LabelPrefix"),
    *(
        "dns1123SubdomainPrefix",
        "dns1035LabelPrefix",
        "labelValue",
        "uri",
        "uuid",
        "byte",
        "date",
        "datetime",
    ),
)
_TEXTS = ("dyn,dyn:dyn",)

FUNCTIONS: tuple[Function, ...] = (
    # text
    Function("find", True, ("string,string:string",), _pick),
    Function("findAll", True, ("string,string:list", "string,string,int:list"), _pick_all),
    # lists
    Function("isSorted", True, ("list:bool",), lambda items: items == sorted(items)),
    Function("sum", True, ("list:dyn",), sum),
    Function("min", True, ("list:dyn",), min),
    Function("max", True, ("list:dyn",), max),
    Function("lists.range", False, ("int:list<int>",)),
    Function("slice", True, ("list,int,int:list",), lambda items, start, end: items[start:end]),
    Function("flatten", True, ("list:list", "list,int:list")),
    *(Function(name, True, ("list:list",)) for name in ("sort", "distinct", "reverse", "unwrapOpt")),
    Function("optional.unwrap", False, ("list:list",)),
    # sets
    Function(
        "sets.contains", False, ("list,list:bool",), lambda items, other: all(item in items for item in other)
    ),
    Function(
        "sets.intersects",
        False,
        ("list,list:bool",),
        lambda items, other: any(item in items for item in other),
    ),
    Function(
        "sets.equivalent",
        False,
        ("list,list:bool",),
        lambda items, other: all(item in items for item in other) and all(item in other for item in items),
    ),
    # URLs
    Function("url", False, ("string:url",), _url),
    Function("isURL", False, ("string:bool",), _is(_url)),
    Function("getScheme", True, ("url:string",), _of_url(lambda url: url.scheme)),
    Function("getHost", True, ("url:string",), _of_url(lambda url: url.netloc.rpartition("@")[2])),
    Function("getHostname", True, ("url:string",), _of_url(lambda url: url.hostname)),
    Function("getPort", True, ("url:string",), _of_url(lambda url: str(url.port) if url.port else "")),
    Function("getEscapedPath", True, ("url:string",), _of_url(lambda url: url.path)),
    Function("getQuery", True, ("url:map",)),
    # quantities and versions
    Function("quantity", False, ("string:quantity",), quantity),
    Function("isQuantity", False, ("string:bool",), _is(quantity)),
    Function("isInteger", True, ("quantity:bool",), lambda value: amount(value) % 1 == 0),
    Function("asInteger", True, ("quantity:int",), lambda value: int(amount(value))),
    Function("asApproximateFloat", True, ("quantity:double",), lambda value: float(amount(value))),
    Function("sign", False, ("quantity:int",), lambda value: _sign(amount(value))),
    Function("add", True, _NUMBERS, lambda one, other: quantity(f"{amount(one) + amount(other):f}")),
    Function("sub", True, _NUMBERS, lambda one, other: quantity(f"{amount(one) - amount(other):f}")),
    *_ordered("quantity", _key),
    Function("semver", False, ("string:semver", "string,bool:semver"), semver),
    Function("isSemver", False, ("string:bool", "string,bool:bool"), _is(semver)),
    Function("major", True, ("semver:int",), lambda value: value["semver"][0]),
    Function("minor", True, ("semver:int",), lambda value: value["semver"][1]),
    Function("patch", True, ("semver:int",), lambda value: value["semver"][2]),
    *_ordered("semver", _key),
    # addresses and networks
    Function("ip", False, ("string:ip",), _address),
    Function("isIP", False, ("string:bool",), _is(_address)),
    Function("ip.isCanonical", False, ("string:bool",), lambda text: _address(text)["ip"] == text),
    Function("family", True, ("ip:int",), lambda value: ip_address(value["ip"]).version),
    *(
        Function(f"is{what}", True, ("ip:bool",))
        for what in ("Unspecified", "Loopback", "LinkLocalMulticast", "LinkLocalUnicast", "GlobalUnicast")
    ),
    Function("cidr", False, ("string:cidr",), _network),
    Function("isCIDR", False, ("string:bool",), _is(_network)),
    Function("containsIP", True, ("cidr,ip:bool", "cidr,string:bool"), _contains_address),
    Function("containsCIDR", True, ("cidr,cidr:bool", "cidr,string:bool"), _contains_network),
    Function("ip", True, ("cidr:ip",), lambda value: _address(value["cidr"].partition("/")[0])),
    Function("masked", True, ("cidr:cidr",)),
    Function("prefixLength", True, ("cidr:int",), lambda value: int(value["cidr"].rpartition("/")[2])),
    # formats
    Function("format.named", False, ("string:dyn",)),
    *(Function(f"format.{name}", False, (":dyn",)) for name in _FORMATS),
    Function("validate", True, _TEXTS),
    # who may do what
    *(
        Function(name, True, _TEXTS)
        for name in (
            *("path", "group", "resource", "subresource", "namespace", "name", "check"),
            *("fieldSelector", "labelSelector"),
        )
    ),
    Function("serviceAccount", True, ("dyn,dyn,dyn:dyn",)),
    *(Function(name, True, ("dyn:bool",)) for name in ("allowed", "errored")),
    *(Function(name, True, ("dyn:string",)) for name in ("reason", "error")),
    Function("jsonpatch.escapeKey", False, ("string:string",)),
)
"""Two of one name are one function."""
