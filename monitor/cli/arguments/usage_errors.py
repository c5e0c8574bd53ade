"""What a mistyped option or argument is answered: what was expected and what was got, not in a library's words."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer

_UsageError: Any = typer.BadParameter.__base__
"""Click's, wherever typer has click."""
NEARLY = 0.7
"""Below it words share letters by chance: "health" is no slip of "eval" (0.6), "stauts" is one of "status" (0.8)."""
_QUOTED = re.compile(r"'([^']*)'")
_EXPECTED = {
    "int_parsing": "expected a whole number; got {got}",
    "int_from_float": "expected a whole number; got {got}",
    "float_parsing": "expected a number; got {got}",
    "finite_number": "expected a number; got {got}",
    "bool_parsing": "expected yes or no; got {got}",
    "greater_than": "expected more than {gt}; got {got}",
    "greater_than_equal": "expected {ge} or more; got {got}",
    "less_than": "expected less than {lt}; got {got}",
    "less_than_equal": "expected {le} or less; got {got}",
}


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Inside it a value that does not fit its option or argument is told plainly."""
    try:
        yield
    except typer.BadParameter as error:
        faults = getattr(error.__cause__, "errors", None)
        if faults is not None:
            error.message = _sentence(faults()[0], error)
        elif not error.message:
            # It is missing: what it is says more than its name.
            error.message = getattr(error.param, "help", None) or ""
        raise
    except _UsageError as error:
        _drop_far_options(error)
        if _is_word_with_a_dash(error):
            error.message += "; what begins with “-” goes behind “--”, as in monitor search -- -jobs"
        raise


def _drop_far_options(error: Any) -> None:
    """Of the options that the library offers for an unknown one, those that are spelt nearly so."""
    written, offered = getattr(error, "option_name", ""), getattr(error, "possibilities", None)
    if written and offered:
        from difflib import get_close_matches

        error.possibilities = get_close_matches(written, offered, n=2, cutoff=NEARLY)


def _is_word_with_a_dash(error: Any) -> bool:
    """Is it no option that is unknown, but a word of a query, for a command that takes such words?"""
    option, context = getattr(error, "option_name", "--"), getattr(error, "ctx", None)
    if option.startswith("--") or context is None:
        return False
    return any(param.param_type_name == "argument" for param in context.command.params)


def _sentence(fault: Mapping[str, Any], error: typer.BadParameter) -> str:
    # Not at the top: every command, and the help, begins here.
    from monitor.cli.arguments.choices import did_you_mean

    got = str(fault.get("input", ""))
    pattern = _EXPECTED.get(str(fault["type"]))
    if pattern is not None:
        return pattern.format(got=got or "nothing", **fault.get("ctx", {}))
    told = error.message.removeprefix("Value error, ")
    before, is_choice, listed = told.partition(" is not one of ")
    return told.rstrip(".") + did_you_mean(got, _QUOTED.findall(listed)) if is_choice and before else told
