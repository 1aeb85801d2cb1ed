"""Google's CEL with Kubernetes' functions: expressions are compiled and evaluated, within bounds.

The library bounds the depth of an expression and the number of steps; what is beyond is not claimed to be
wrong. Patterns take linear time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

from msgspec import Struct

from knotwork.model.patterns import lazy_regex
from knotwork.model.text import LONE_SURROGATE, Lines
from knotwork.snippets.cel.bounds import is_bounded
from knotwork.snippets.cel.functions import FUNCTIONS, overloads
from knotwork.snippets.cel.literals import wrong_literal

_LONGEST = 10_000
"""The longest expression that is compiled, in characters; the API server's limit is about the same."""
_ERROR = lazy_regex(r"ERROR: <input>:(\d+):(\d+): (.*)")
_NAMED = lazy_regex(r"undeclared reference to '([\w.]+)'")
_COMPARED = lazy_regex(r"found no matching overload for '_[<>]=?_' applied to '\((\w+), (\w+)\)'")
_OF_LISTS = lazy_regex(r"found no matching overload for '(?:indexOf|lastIndexOf)'")
"""Functions of texts that Kubernetes has for lists, too."""
_NUMBERS = {"int", "uint", "double"}
_TYPES = frozenset(("string", "int", "double", "bool", "bytes", "timestamp", "duration"))
_TWO_VARIABLES = lazy_regex(
    r"\.\s*(?:transformList|transformMap|transformMapEntry|sortBy"
    r"|(?:all|exists|exists_one|existsOne)\s*\(\s*\w+\s*,\s*\w+\s*,)"
)
"""Macros with two variables (since Kubernetes 1.32), and `sortBy` (1.34), which the library has not."""
_OF_ANY_TYPE = lazy_regex(r"(?:object|oldObject|params)(?:\.\w+|\[(?:'[^'\\]*'|\"[^\"\\]*\"|\d+)\])*")
"""A value whose type only the object says, which is neither a text nor true or false to the compiler."""
_MESSAGES = lazy_regex(r"(?:^|[^\w.])(?:Object(?:\.\w+)*|JSONPatch)\s*\{")
"""Values of types that only the API server has."""


STRING_OR_NULL = "string or null or null_type"
"""What the value of an annotation is."""
Variables = tuple[tuple[str, str], ...]
"""The names and types of what an expression can read: `int`, `list<string>`, `dyn`."""


class Flaw(Struct, frozen=True):
    """Why an expression does not compile."""

    line: int
    """1-based, in the expression."""
    column: int
    """1-based, of the first character."""
    length: int
    message: str
    """The compiler's own words, which are the API server's."""
    unknown: str = ""
    """The function or variable that does not exist."""
    is_call: bool = False
    """Whether that is a function."""


class Outcome(Struct, frozen=True):
    """What an expression evaluates to."""

    value: Any
    """None when it has none that can be relied on."""
    missing: str = ""
    """The field that it reads and that is not there, which is an error."""


@cache
def is_installed() -> bool:
    """Whether expressions can be checked."""
    return find_spec("cel_expr_python") is not None


@lru_cache(maxsize=2048)
def flaw(expression: str, variables: Variables, returns: str = "") -> Flaw | None:
    """Why an expression does not compile; None: it does, or it cannot be told.

    `returns` is the type of its value, `string`, or several: `string or null`; empty for any.
    """
    if not _is_readable(expression):
        return None
    unchecked = bool(_TWO_VARIABLES.search(expression) or _MESSAGES.search(expression))
    try:
        program = _compiler(variables).compile(expression, disable_check=unchecked)
    except RuntimeError as error:
        return _flaw(expression, str(error))
    given = "dyn" if unchecked else str(program.return_type().name()).lower()
    one_of = (*returns.split(" or "), "dyn", "*error*")
    # a list may get its type from an item that only the API server knows
    unknown = ("optional", "list") if returns.startswith("list") else ("optional",)
    if returns and given not in one_of and not given.startswith(unknown):
        message = f"must evaluate to {_one(returns)}, and evaluates to {_shown(given)}"
        return Flaw(1, 1, len(expression.partition("\n")[0]), message)
    if (
        returns in ("bool", "string", STRING_OR_NULL)
        and _OF_ANY_TYPE.fullmatch(expression.strip())
        and given == "dyn"
    ):
        message = f"must evaluate to {_one(returns)} but got dyn"
        return Flaw(1, 1, len(expression.partition("\n")[0]), message)
    wrong = wrong_literal(expression)
    if wrong is not None:
        return flaw_at(expression, wrong[0], 1, wrong[1])
    return None


def flaw_at(expression: str, at: int, length: int, message: str, unknown: str = "") -> Flaw:
    """The flaw of some characters of an expression, from an offset on."""
    place = Lines(expression).position(at)
    return Flaw(place.line, place.column, length, message, unknown)


def _one(returns: str) -> str:
    return returns.removesuffix(" or null_type")


def _shown(type_: str) -> str:
    return type_.replace("<", "(").replace(">", ")")


def outcome(expression: str, value: Any) -> Outcome:
    """What an expression about `self` evaluates to. Never raises."""
    program = _program(expression) if is_bounded(expression, value) else None
    if program is None:
        return Outcome(None)
    try:
        result = program.eval(data={"self": value})
    except RuntimeError:  # too many steps
        return Outcome(None)
    if result.type().name() == "ERROR":
        match = re.match(r'NOT_FOUND: Key not found in map : "(\w+)"', str(result.value()))
        return Outcome(None, match[1] if match else "")
    readable = result.type().name() in ("BOOL", "STRING")
    return Outcome(result.value() if readable else None)


def _flaw(expression: str, report: str) -> Flaw | None:
    """The first error of a report, or the first function that does not exist: others follow from it."""
    if "recursion" in report:
        return None
    flaws = [
        _located(expression, int(line), int(column), message)
        for line, column, message in _ERROR.findall(report)
        if int(line) > 0 and not _is_valid_here(message)
    ]
    return next((flaw for flaw in flaws if flaw.is_call), flaws[0] if flaws else None)


def _is_valid_here(message: str) -> bool:
    """Whether Kubernetes takes what the library does not."""
    compared = _COMPARED.match(message)
    return (compared is not None and {*compared.groups()} <= _NUMBERS) or _OF_LISTS.match(message) is not None


def _located(expression: str, line: int, column: int, message: str) -> Flaw:
    named = _NAMED.match(message)
    name = named[1].partition(".")[0] if named else ""
    text = expression.split("\n")[line - 1]
    at = min(column - 1, len(text))
    # a function is reported at its parenthesis, a name with dots at its last one
    start = text.rfind(name, 0, at + len(name)) if name else -1
    is_call = start >= 0 and text[start + len(name) :].lstrip().startswith("(")
    message = _NAMED.sub(f"undeclared reference to '{name}'", message)
    shown = message.replace(" (in container '')", "").partition(" expecting ")[0]
    return Flaw(line, (start if start >= 0 else at) + 1, len(name) or 1, shown, name, is_call)


def _is_readable(expression: str) -> bool:
    # YAML can write half a character, and the library cannot read it
    return len(expression) <= _LONGEST and not LONE_SURROGATE.search(expression)


@lru_cache(maxsize=256)
def _compiler(variables: Variables) -> Any:
    from cel_expr_python import cel
    from cel_expr_python.ext import ext_optional, ext_strings

    return cel.NewEnv(
        variables={
            **{name: _type(type_) for name, type_ in variables},
            # types by their names
            **dict.fromkeys(("net.IP", "net.CIDR"), cel.Type.DYN),
        },
        extensions=[_declarations(), ext_strings.ExtStrings(), ext_optional.ExtOptional()],
    )


@lru_cache(maxsize=1024)
def _program(expression: str) -> Any:
    """The program of an expression about `self`; None when it cannot be evaluated here."""
    if not _is_readable(expression):
        return None
    try:
        return _evaluator().compile(expression, disable_check=True)
    except RuntimeError:
        return None


@cache
def _declarations() -> Any:
    """The functions for the compiler: it knows the types, and evaluates nothing."""
    from cel_expr_python import cel

    declared: dict[tuple[str, bool, int], list[list[str]]] = defaultdict(list)
    for function in FUNCTIONS:
        for parameters, result in overloads(function):
            declared[function.name, function.member, len(parameters)].append([*parameters, result])
    by_name: dict[str, list[Any]] = defaultdict(list)
    for (name, member, arity), types in declared.items():
        # the library has no types but CEL's own: one overload for all with as many arguments
        *parameters, result = [
            names[0] if len({*names}) == 1 else "dyn" for names in zip(*types, strict=True)
        ]
        by_name[name].append(
            cel.Overload(
                f"{name}_{member}_{arity}".replace(".", "_"),
                return_type=_type(result),
                parameters=[_type(type_) for type_ in parameters],
                is_member=member,
            )
        )
    return cel.CelExtension("kubernetes", [cel.FunctionDecl(name, made) for name, made in by_name.items()])


@cache
def _evaluator() -> Any:
    """The environment that evaluates: a function of each name and number of arguments, of any types."""
    from cel_expr_python import cel
    from cel_expr_python.ext import ext_optional, ext_strings

    made: dict[tuple[str, bool, int], Any] = {}
    for function in FUNCTIONS:
        if function.made_by is not None:
            for arity in function.arities():
                made.setdefault((function.name, function.member, arity), function.made_by)
    functions = [
        cel.FunctionDecl(
            name,
            [
                cel.Overload(
                    f"{name}_{member}_{arity}".replace(".", "_"),
                    return_type=cel.Type.DYN,
                    parameters=[cel.Type.DYN] * arity,
                    is_member=member,
                    impl=made_by,
                )
            ],
        )
        for (name, member, arity), made_by in made.items()
    ]
    return cel.NewEnv(
        variables={"self": cel.Type.DYN},
        extensions=[
            cel.CelExtension("kubernetes", functions),
            ext_strings.ExtStrings(),
            ext_optional.ExtOptional(),
        ],
    )


def _type(name: str) -> Any:
    from cel_expr_python import cel

    if name in _TYPES:
        return getattr(cel.Type, name.upper())
    if name == "list":
        return cel.Type.List(cel.Type.DYN)
    if name == "map":
        return cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    if name.startswith("list<"):
        return cel.Type.List(_type(name[5:-1]))
    if name.startswith("map<"):
        return cel.Type.Map(cel.Type.STRING, _type(name[4:-1]))
    return cel.Type.DYN
