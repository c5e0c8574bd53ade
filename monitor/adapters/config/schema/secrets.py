"""Secrets: ``env:NAME`` and ``file:PATH`` are looked up here, and nothing else is taken for one."""

import os
import re
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.urls import has_password, mask_password
from monitor.adapters.config.schema.values import WRONG, Schema, Site, Text, show_node
from monitor.adapters.config.schema.yaml_tree import Node, Scalar
from monitor.core.model.sources import Place
from monitor.values import dataclass

_REFERENCE = r"^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$"
_LARGEST_SECRET = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A reference to a secret, read as the secret itself. The value of a ``MONITOR_…`` variable may be the secret.

    ``check`` raises Malformed when the secret has the wrong form; no message ever shows the value. ``inline`` says
    which values are no secret and may stand in the file (a test server's address).
    """

    expected: str = "env:NAME or file:PATH"
    check: Callable[[str], object] = str
    inline: Callable[[str], bool] | None = None

    def read(self, node: Node, name: str, site: Site) -> object:
        if not isinstance(node, Scalar) or node.value is None:
            return site.report(node.place, f"{name} is wrong", got=show_node(node), expected=self.expected)
        if node.raw.startswith(("env:", "file:")):
            secret = looked_up(node.raw, node.place, name, site)
        elif node.loose or (self.inline is not None and self.inline(node.raw)):
            secret = strip_frame(node.raw) if node.loose else node.raw
            site.secrets.append(secret)
        else:
            hint = "move it into a variable and write env:ITS_NAME here"
            what = f"{name} is a secret and is written in the file"
            return site.report(node.place, what, expected=self.expected, hint=hint)
        if not secret:
            return WRONG if secret is None else secret
        try:
            self.check(secret)
        except Malformed as exc:
            return site.report(node.place, f"the value behind {name} is wrong", hint=_discreet_hint(exc))
        return secret

    def schema(self) -> Schema:
        return {"type": "string"} if self.inline is not None else {"type": "string", "pattern": _REFERENCE}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOrSecret:
    """An address that may stand in the file as long as no password is in it; else it is ``env:`` or ``file:``."""

    text: Text
    goes: str
    """Where a password belongs: a sentence for the error."""
    essential: bool = False
    """Needed by whoever only reads the store, too."""

    @property
    def expected(self) -> str:
        return self.text.expected

    def read(self, node: Node, name: str, site: Site) -> object:
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            return self.text.read(node, name, site)
        if node.raw.startswith(("env:", "file:")):
            secret = looked_up(node.raw, node.place, name, site)
            if not secret:
                return self._without(node, name, site) if secret is not None else WRONG
            try:
                return self.text.parse(secret)
            except Malformed as exc:
                what = f"the value behind {name} is wrong"
                return site.report(node.place, what, expected=self.expected, hint=_discreet_hint(exc))
        if has_password(node.raw) and not node.loose:
            what = f"a password is written in {name}"
            return site.report(node.place, what, got=show_node(node, mask_password), hint=self.goes)
        if has_password(node.raw):
            site.secrets.append(strip_frame(node.raw))
        return self.text.read(node, name, site)

    def _without(self, node: Scalar, name: str, site: Site) -> object:
        if self.essential:
            return site.report(node.place, f"{name} cannot be read: {node.raw} is not set", hint="export it, or file:")
        return ""

    def schema(self) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Referable:
    """A value that may also stand in a variable or a file; ``secret``: there it is one, and is never shown."""

    text: Text
    secret: bool = False

    @property
    def expected(self) -> str:
        return f"{self.text.expected}, env:NAME or file:PATH"

    def read(self, node: Node, name: str, site: Site) -> object:
        if not isinstance(node, Scalar) or not node.raw.startswith(("env:", "file:")):
            return self.text.read(node, name, site)
        look = looked_up if self.secret else _find_secret
        value = look(node.raw, node.place, name, site)
        if not value:
            return WRONG if value is None else value
        if has_password(value):
            site.secrets.append(value)
        try:
            return self.text.parse(value)
        except Malformed as exc:
            what = f"the value behind {name} is wrong"
            return site.report(node.place, what, expected=self.text.expected, hint=_discreet_hint(exc))

    def schema(self) -> Schema:
        found = dict(self.text.schema())
        if pattern := found.get("pattern"):
            found["pattern"] = f"{pattern}|^(env|file):"
        return found


def _discreet_hint(exc: Malformed) -> str:
    """The hint, unless it repeats the value."""
    return "" if "did you mean" in str(exc) else str(exc)


def strip_frame(text: str) -> str:
    """A secret without what editors, shells and ``base64`` put around it: line ends and a byte order mark.

    Blanks alone are none: an empty value in a form, or an alignment in a file.
    """
    inner = text.removeprefix("\ufeff").strip("\r\n").removeprefix("\ufeff")
    return inner if inner.strip() else ""


def framed_secrets(env: Mapping[str, str], secrets: Collection[str]) -> Iterator[str]:
    """A sentence for each variable whose secret has quotes or blanks around it: ``docker run --env-file`` keeps them.

    They may belong to it, so they stay; but a log-in that is refused tells nobody why.
    """
    for name, value in sorted(env.items()):
        secret = strip_frame(value)
        if secret not in secrets:
            continue
        if len(secret) > 1 and secret[0] == secret[-1] and secret[0] in "\"'":
            yield f"{name}: the secret stands in quotation marks, which belong to it; take them out if they do not"
        elif secret != secret.strip():
            yield f"{name}: the secret begins or ends with a blank, which belongs to it; take it out if it does not"


def looked_up(reference: str, place: Place, name: str, site: Site) -> str | None:
    """The secret behind ``env:NAME`` or ``file:PATH``; ``None`` after reporting why there is none.

    Empty where there is none and the site needs none.
    """
    secret = _find_secret(reference, place, name, site)
    if secret:
        site.secrets.append(secret)
    return secret


def _find_secret(reference: str, place: Place, name: str, site: Site) -> str | None:
    where, _, target = reference.partition(":")
    if not re.match(_REFERENCE, reference):
        site.report(place, f"{name} is wrong", got=reference, expected="env:NAME or file:PATH")
        return None
    value, what, hint = _in_variable(target, name, site) if where == "env" else _in_file(target, name, site)
    if value or not site.needs_secrets:
        return value
    site.report(place, what, hint=hint)
    return None


def _in_variable(target: str, name: str, site: Site) -> tuple[str, str, str]:
    """The secret, else what is wrong and what to do about it."""
    state = "is empty" if target in site.env else "is not set"
    what = f"{name} needs the variable {target}, which {state}"
    return strip_frame(site.env.get(target, "")), what, f"export {target}=…"


def _in_file(target: str, name: str, site: Site) -> tuple[str, str, str]:
    """The same for a file."""
    path, value = site.folder, ""
    try:
        path /= Path(target).expanduser()
        site.secret_files.append(str(path))
        problem = _unfit_file(path)
    except RuntimeError:
        problem = "begins with ~, and no home folder can be told for that; write the whole path"
    if not problem:
        value, problem = _secret_in(path)
    what = f"{name}: the file {target} {problem}"
    return value, what, "chmod 600 it" if "other users" in problem else ""


def _unfit_file(path: Path) -> str:
    """Why this file cannot hold a secret, or nothing."""
    try:
        found = path.stat()
    except OSError:
        return "is not there or cannot be read"
    if not stat.S_ISREG(found.st_mode):
        return "is not a file"
    if found.st_size > _LARGEST_SECRET:
        return "is too large for a secret"
    # Windows has no such bits.
    if os.name == "posix" and found.st_mode & (stat.S_IRGRP | stat.S_IROTH) and not _is_handed_in(path):
        return f"can be read by other users (mode {stat.S_IMODE(found.st_mode):04o})"
    return ""


def _is_handed_in(path: Path) -> bool:
    """Whether the file is mounted read-only.

    Docker, Kubernetes and systemd hand secrets in so, with modes (0444, 0640) that whoever runs the program cannot
    change, into a place that only it sees.
    """
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _secret_in(path: Path) -> tuple[str, str]:
    """The secret in the file without its line end, and what is wrong with it."""
    try:
        content = path.read_bytes()
        wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        value = strip_frame(content.decode("utf-16" if wide else "utf-8"))
    except OSError:
        return "", "cannot be read"
    except UnicodeDecodeError:
        return "", "is not UTF-8"
    if "\n" in value and not value.startswith("-----"):
        return "", "holds more than one line"
    return value, "" if value else "is empty"
