"""A block of YAML that is the text of another program from its first line on: requests, rules, queries.

It is one finding that names the language. A text with a field at its margin is never one, nor is a manifest.
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_FIRST = lazy_regex(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
"""The comments and empty lines above the first line."""
_FIELD = lazy_regex(r"^(?:[\w./-]+|\"[^\"\n]+\"):(?:[ \t]|$)", re.MULTILINE)
_LANGUAGES = (
    (
        "these are requests over HTTP",
        "http",
        re.compile(
            r"(?:GET|PUT|POST|DELETE|HEAD|PATCH)[ ]+/?[\w*][^\s:]*[ \t]*\n"
            r"(?=(?:[^\n]*\n)*?(?:\{[ \t]*$|(?:GET|PUT|POST|DELETE|HEAD|PATCH)[ ]+/?[\w*]))",
            re.MULTILINE,
        ),
    ),
    (
        "these are rules of Rego",
        "rego",
        re.compile(
            r"package[ ]+[\w.]+[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*"
            r"(?=import[ ]|default[ ]|\w+[^\n:]*\{[ \t]*$|\w+[ ](?:contains|if)[ ]|\w+[ ]*:?=)"
            r"|import[ ]+(?:rego\.v1|future\.keywords|data\.|input\.)"
            r"|default[ ]+\w+[ ]*:?=[ ]*(?:true|false)[ \t]*$"
            r"|(?:deny|violation|warn|allow)\[[^\]\n]+\][ \t]*(?:if[ ])?\{[ \t]*$",
            re.MULTILINE,
        ),
    ),
    (
        "this is a configuration of Terraform, or the like",
        "hcl",
        re.compile(
            r"(?:resource|data|module|variable|provider|output|terraform|locals|path|listener|storage|seal)"
            r"(?:[ ]+\"[^\"\n]*\"){0,2}[ ]*\{(?:[ \t]*$|[ ]*\w+[ ]*=)",
            re.MULTILINE,
        ),
    ),
    (
        "this is a Dockerfile",
        "dockerfile",
        re.compile(
            r"FROM[ ]+\S+(?:[ ]+(?:AS|as)[ ]+\S+)?[ \t]*\n"
            r"(?=(?:[^\n]*\n)*?(?:RUN|COPY|ADD|CMD|ENTRYPOINT|WORKDIR|ENV|EXPOSE|USER|ARG)[ ])"
        ),
    ),
    (
        "this is a query of a database",
        "sql",
        re.compile(
            r"SELECT\b[^;:]{1,300}\bFROM\b|INSERT[ ]+INTO\b|CREATE[ ]+(?:TABLE|DATABASE|USER|ROLE|INDEX)\b"
            r"|ALTER[ ]+(?:TABLE|USER|ROLE)\b|GRANT[ ]+[A-Z]+\b|DELETE[ ]+FROM\b|UPDATE[ ]+\w+\s+SET\b"
        ),
    ),
    (
        "this is a query of a graph",
        "cypher",
        re.compile(r"(?:OPTIONAL[ ]+)?(?:MATCH|MERGE|CREATE)[ ]+(?:\w+[ ]*=[ ]*)?\(\w*(?::\w+)?[ ]*[){]"),
    ),
    (
        "this is a query of metrics or logs",
        "promql",
        re.compile(
            r"(?:sum|avg|max|min|count|rate|irate|increase|topk|bottomk|histogram_quantile|absent)\b[ ]*"
            r"(?:(?:by|without)[ ]*\([^()\n]*\)[ ]*)?\(|[a-z_]\w*_\w+\{[a-z_]\w*=~?\""
            r"|\{[a-z_]\w*=~?\"[^\"\n]*\"[^\n}]*\}[ ]*(?:\|[=~]|!=|!~|\|[ ]*\w)"
        ),
    ),
    (
        "this is a script",
        "python",
        re.compile(
            r"(?:from[ ]+[\w.]+[ ]+)?import[ ]+[\w.]+(?:,[ ]*[\w.]+)*[ \t]*\n|def[ ]+\w+\([^\n]*\):[ \t]*\n"
        ),
    ),
)
"""What is it, the name of its language, and how its first line and those below it look."""

_ANSIBLE = lazy_regex(
    r"(?:ok|changed|skipping|failed|fatal|unreachable): \[[\w.-]+\](?:: [A-Z]+!)? =>"
    r"|(?:PLAY|TASK|RUNNING HANDLER|PLAY RECAP) ?(?:\[[^\n]*\] ?)?\*{3,}"
)
"""What Ansible prints: `ok: [host] => {…`, `TASK [install] ****`."""

_LOGGED = lazy_regex(r"\[(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\][ \t]+[^\s:#,]")
"""A line of a log: `[WARNING] the token …`."""


def other_program(text: str) -> Violation | None:
    """The finding of a text that is no YAML and shows another language; None: it may be YAML."""
    start = _FIRST.match(text).end()  # type: ignore[union-attr]
    if _ANSIBLE.match(text, start) is not None:
        return _named(text, start, "this is what Ansible prints", "Name `text` as the language of the block.")
    if _LOGGED.match(text, start) is not None:
        return _named(text, start, "this is a log", "Name `text` as the language of the block.")
    for what, language, begins in _LANGUAGES:
        if begins.match(text, start) is not None and _FIELD.search(text) is None:
            return _named(text, start, what, f"Name `{language}` as the language of the block, or `text`.")
    return None


def _named(text: str, start: int, what: str, help_: str) -> Violation:
    end = line_end(text, start)
    return Violation(YAML_SYNTAX, start, end, f"not valid YAML: {what}", help_, severity="info")
