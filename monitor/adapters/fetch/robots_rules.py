"""The rules of a robots.txt (RFC 9309) that concern us, read and matched in linear time and bounded memory. Pure."""

import re
from urllib.parse import quote, urlsplit

from monitor.values import dataclass

_MOST_LINES = 20_000
_LONGEST_LINE = 2_000
_MOST_RULES = 1_000
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRules:
    """What one robots.txt allows one robot. ``rules`` are (pattern, allowed), the longest first."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0
    """Seconds between two requests that it asks for."""

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return sum(len(pattern) + 100 for pattern, _ in self.rules) + 100

    def allows(self, url: str) -> bool:
        """The longest rule that fits decides, and of two as long the one that allows (RFC 9309 §2.2.2)."""
        parts = urlsplit(url)
        path = _plain_path((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        return next((allowed for pattern, allowed in self.rules if _pattern_fits(pattern, path)), True)


@dataclass(slots=True)
class _Group:
    named: bool = False
    """It names us, not only every robot."""
    rules: list[tuple[str, bool]] | None = None
    delay: float = 0.0


def read_robots(body: bytes, robot: str) -> RobotsRules:
    """The rules for ``robot``: the groups that name it together, else those for all ("*")."""
    ours, for_all = _Group(rules=[]), _Group(rules=[])
    targets: list[_Group] = []
    in_rules = True
    for line in body.decode("utf-8", "replace").lstrip("\ufeff").splitlines()[:_MOST_LINES]:
        key, _, value = line[:_LONGEST_LINE].partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            targets = [] if in_rules else targets
            in_rules = False
            if value == "*":
                targets.append(for_all)
            elif _product_name(value) == robot.lower():
                ours.named = True
                targets.append(ours)
        elif key in {"allow", "disallow"}:
            in_rules = True
            _note_rule(targets, value, allowed=key == "allow")
        elif key == "crawl-delay":
            in_rules = True
            for group in targets:
                group.delay = group.delay or _read_delay(value)
    group = ours if ours.named else for_all
    rules = sorted(group.rules or (), key=lambda rule: (-len(rule[0]), not rule[1]))
    return RobotsRules(rules=tuple(rules), delay=group.delay)


def _note_rule(targets: list[_Group], value: str, *, allowed: bool) -> None:
    if not value.startswith(("/", "*")):
        return
    for group in targets:
        if group.rules is not None and len(group.rules) < _MOST_RULES:
            group.rules.append((re.sub(r"\*+", "*", _plain_path(value)), allowed))


def _product_name(value: str) -> str:
    return value.partition("/")[0].strip().lower()


def _read_delay(value: str) -> float:
    try:
        seconds = float(value[:20])
    except ValueError:
        return 0.0
    return seconds if 0 <= seconds < 1e6 else 0.0


def _pattern_fits(pattern: str, path: str) -> bool:
    """Whether a rule with "*" and a last "$" matches the beginning of a path; each part is looked for once."""
    ends = pattern.endswith("$")
    parts = (pattern[:-1] if ends else pattern).split("*")
    if not path.startswith(parts[0]):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if len(parts) == 1:
        return not ends or at == len(path)
    last = parts[-1]
    return (path.endswith(last) and len(path) - len(last) >= at) if ends else path.find(last, at) >= 0


def _plain_path(path: str) -> str:
    """ASCII, escapes in upper case and none for unreserved characters, so that equal paths look equal."""
    return _ESCAPE.sub(_normalize_escape, quote(path, safe=_ASCII))


def _normalize_escape(found: re.Match[str]) -> str:
    character = chr(int(found[0][1:], 16))
    return character if character in _UNRESERVED else found[0].upper()
