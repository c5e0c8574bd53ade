"""What stands around every page: navigation, versions of what it loads, keys, the token of its forms."""

from monitor.core.i18n.phrases import Say
from monitor.values import dataclass

PLACES = (
    ("today", "/", "g t"),
    ("search", "/search", "g f"),
    ("topics", "/topics", "g c"),
    ("sources", "/sources", "g s"),
    ("deliveries", "/deliveries", "g d"),
    ("watchlists", "/watchlists", "g w"),
    ("feedback", "/feedback", "g b"),
    ("settings", "/settings", "g e"),
)
"""Name, path, and the keys that lead there."""
_KEYS = (
    ("/", "search"),
    ("j k", "move"),
    ("o", "open"),
    ("v", "original"),
    ("x", "dismiss"),
    ("m", "mute"),
    ("r", "refresh"),
    ("D", "dark"),
    ("?", "help"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A place of the navigation."""

    name: str
    path: str
    key: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """Keys, and what they do."""

    keys: tuple[str, ...]
    does: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The same on every page. ``style``, ``htmx`` and ``script`` are versions, as addresses carry them."""

    style: str = ""
    htmx: str = ""
    script: str = ""
    theme: str = ""
    theme_cookie: str = ""
    """Where the browser keeps the theme: the key ``D`` changes it without asking us."""
    csrf: str = ""
    here: str = "/"
    """Path and query of this page, without what stands before every path."""
    flash: str = ""
    """What the last change did."""
    flash_bad: bool = False
    signed_in: bool = False
    home: bool = False
    nav: tuple[NavItem, ...] = ()
    keys: tuple[KeyLine, ...] = ()


EMPTY_FRAME = Frame()


def nav_items(current: str) -> tuple[NavItem, ...]:
    """All places, with the one that is shown marked."""
    return tuple(NavItem(name=name, path=path, key=key, current=name == current) for name, path, key in PLACES)


def key_lines(say: Say) -> tuple[KeyLine, ...]:
    """What the keyboard does."""
    doing = tuple(KeyLine(keys=tuple(keys.split()), does=say(f"key_{what}")) for keys, what in _KEYS)
    going = tuple(KeyLine(keys=tuple(keys.split()), does=say(f"nav_{name}")) for name, _, keys in PLACES)
    return doing + going
