"""`knotwork rules`: the rules of `check`, and why each matters."""

from __future__ import annotations

from itertools import groupby

import click

from knotwork.cli.options import NotFound, debug_option, format_option, rule_codes
from knotwork.cli.output import aligned, write_out
from knotwork.model.nearest import did_you_mean
from knotwork.report.json import json_text
from knotwork.rules import CODES, RULES
from knotwork.rules.rule import Rule


@click.command("rules")
@click.argument("rule", required=False, shell_complete=rule_codes)
@format_option(("text", "json"))
@debug_option
def command(rule: str | None, output_format: str) -> None:
    """List the rules of `check`; or explain one RULE: why it matters, and what to write instead.

    Example: knotwork rules missing-note
    """
    if rule is None:
        write_out(json_text([_row(listed) for listed in RULES]) if output_format == "json" else _list())
        return
    if rule not in CODES:
        raise NotFound(f"no rule is called '{rule}'{did_you_mean(rule, CODES)}")
    explained = next(known for known in RULES if known.code == rule)
    write_out(json_text(_row(explained)) if output_format == "json" else _page(explained))


def _row(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "severity": rule.severity,
        "family": rule.family,
        "summary": rule.summary,
        "explanation": rule.explanation,
    }


def _list() -> str:
    families = groupby(RULES, key=lambda rule: rule.family)
    return "\n".join(
        f"{family}\n{aligned([(f'  {rule.code}', rule.severity, rule.summary) for rule in rules])}"
        for family, rules in families
    )


def _page(rule: Rule) -> str:
    advice = " or `security_advice: true`" if rule.is_advice else ""
    on = f"Off by default; turned on by `rules: {{{rule.code}: {rule.severity}}}`{advice}.\n"
    return f"{rule.code} ({rule.severity})\n\n{rule.explanation}\n" + (f"\n{on}" if rule.off else "")
