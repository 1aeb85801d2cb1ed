"""IP addresses and ranges of them, as Kubernetes reads them: with zeros in front of the numbers of IPv4."""

from __future__ import annotations

import ipaddress

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def is_address(written: str) -> bool:
    """Whether a text is an IP address."""
    try:
        ipaddress.ip_address(without_zeros(written))
    except ValueError:
        return False
    return "%" not in written


def network(written: str | None) -> Network | None:
    """The range of addresses that is written so; None when it is none."""
    address, slash, length = (written or "").partition("/")
    if not slash or "%" in address or not (length.isascii() and length.isdigit()):
        return None
    try:
        return ipaddress.ip_network(f"{without_zeros(address)}/{int(length)}", strict=False)
    except ValueError:
        return None


def without_zeros(address: str) -> str:
    """An address without leading zeros in its decimal numbers: old clusters allow them."""
    head, colon, dotted = address.rpartition(":")
    if colon and "." not in dotted:
        return address
    numbers = (part.lstrip("0") or "0" if part else "" for part in dotted.split("."))
    return f"{head}{colon}{'.'.join(numbers)}"
