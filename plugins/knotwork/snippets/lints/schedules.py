"""When CronJobs run: the five fields of a schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.suggestions import meant, perhaps, written_instead
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.time_zones import TIME_ZONES
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal, text

_NAMES: Mapping[str, Mapping[str, int]] = {
    "month": {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)},
    "day of the week": {name: n for n, name in enumerate("sun mon tue wed thu fri sat".split())},
}
_FIELDS = (
    ("minute", 0, 59),
    ("hour", 0, 23),
    ("day of the month", 1, 31),
    ("month", 1, 12),
    ("day of the week", 0, 6),
)
_DURATION = lazy_regex(r"(?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+")
_WORDS = frozenset("@yearly @annually @monthly @weekly @daily @midnight @hourly".split())


@lint("batch/CronJob")
def schedule(manifest: Manifest) -> Iterator[Violation]:
    """When a CronJob runs."""
    zone = given(manifest.spec, "timeZone")
    named = text(zone)
    if zone is not None and named is not None and named.lower() in ("", "local"):
        message = invalid(
            zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"
        )
        yield at_node(INVALID_VALUE, zone, message, "Name one, such as `Europe/Berlin`, or remove it.")
    elif zone is not None and (zone_name := literal(zone)) and zone_name not in TIME_ZONES:
        best = meant(zone_name, sorted(TIME_ZONES)) if zone_name.isascii() else None
        message = invalid(zone, f"unknown time zone{perhaps(best)}")
        violation = at_node(INVALID_VALUE, zone, message, "Name one of the IANA database: `Europe/Berlin`.")
        yield replace(violation, repair=written_instead(zone, best) if best else None)
    node = given(manifest.spec, "schedule")
    written = literal(node)
    if node is None or written is None:
        return
    wrong = schedule_fault(written)
    if wrong:
        help_ = (
            "Five fields: minute, hour, day of the month, month, day of the week; or a word such as `@daily`."
        )
        if "TZ" in written:
            help_ = "Name the zone in `timeZone:`."
        yield at_node(INVALID_VALUE, node, invalid(node, wrong), help_)


def schedule_fault(written: str) -> str | None:
    """What is wrong with a schedule."""
    if "TZ=" in written:
        return "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
    if written.startswith("@"):
        word, _, duration = written.partition(" ")
        if word == "@every":
            return (
                None
                if _DURATION.fullmatch(duration)
                else "failed to parse duration: it needs units, such as `1h30m`"
            )
        if written in _WORDS:
            return None
        return "unrecognized descriptor"
    parts = written.split()
    if len(parts) != 5:
        return "empty spec string" if not parts else f"expected exactly 5 fields, found {len(parts)}"
    for part, (what, low, high) in zip(parts, _FIELDS, strict=True):
        for range_ in part.split(","):
            wrong = _range_fault(range_, what, low, high) if range_ else None
            if wrong:
                return wrong
    return None


def _range_fault(written: str, what: str, low: int, high: int) -> str | None:
    """What is wrong with `5`, `1-5`, `*/15` or `mon-fri`."""
    span, slash, step = written.partition("/")
    first, dash, last = span.partition("-")
    if slash and (not step.isascii() or not step.isdigit() or int(step[:9]) == 0):
        return f'"{written}" needs a step after the `/`, of 1 or more'
    if first in ("*", "?"):
        return None
    numbers = [_number(end, what) for end in ((first, last) if dash else (first,))]
    if any(number is None for number in numbers):
        return f'"{written}" is not a valid {what}'
    start, end = numbers[0] or 0, numbers[-1] or 0
    if start < low or end > high:
        hint = "; Sunday is 0" if what == "day of the week" and end == 7 else ""
        return f"the {what} must be between {low} and {high}, inclusive{hint}"
    return f'beginning of range "{written}" is beyond its end' if start > end else None


def _number(written: str, what: str) -> int | None:
    if written.isascii() and written.isdigit():
        return int(written[:9])
    return _NAMES.get(what, {}).get(written.lower())
