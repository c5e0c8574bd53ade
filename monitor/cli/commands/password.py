"""``monitor password``: the hash of a password for the pages, so that the password itself stands nowhere."""

import getpass
import sys

from monitor.cli.console.output import say, say_error
from monitor.core.model.settings import WebSettings
from monitor.errors import UserError

_LONGEST = 1_000


def password() -> None:
    """Ask for a password twice and print its hash for `web.password`. Example: monitor password > state/secrets/web"""
    chosen = _ask_twice() if sys.stdin.isatty() else sys.stdin.readline(_LONGEST + 2).rstrip("\r\n")
    if not chosen:
        raise UserError("no password was given")
    if len(chosen) > _LONGEST:
        raise UserError(f"at most {_LONGEST} characters")
    if why := WebSettings(password=chosen).weakness:
        say_error(f"This password is weak: {why}.")
    # Not at the top: it is needed once in the life of an installation.
    from argon2 import PasswordHasher

    say_error("In monitor.yaml: web: {password: file:PATH} or env:NAME, with this as the content:")
    say(PasswordHasher().hash(chosen))


def _ask_twice() -> str:
    """Nothing is shown while it is typed; UserError when the two differ."""
    first = getpass.getpass("Password for the pages: ")
    if first != getpass.getpass("The same again: "):
        raise UserError("the two differ; nothing was made")
    return first
