"""What is answered to a command that there is not: the one that is nearly spelt so, or does what others call that."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from monitor.cli.arguments.usage_errors import NEARLY

OTHER_NAMES: Final = {
    ("health", "healthcheck", "state", "ping", "ps", "info"): ("status", "doctor"),
    ("start", "serve", "server", "daemon", "up", "web", "ui", "pages", "dashboard"): ("run",),
    ("enable", "disable", "install", "uninstall", "systemd"): ("service",),
    ("poll", "update", "refresh", "sync", "crawl"): ("once", "sources refresh"),
    ("setup", "new", "configure", "quickstart"): ("init",),
    ("config", "settings", "validate", "lint", "verify"): ("check",),
    ("add", "watch", "subscribe", "follow"): ("topics add", "sources add"),
    ("remove", "delete", "rm", "unsubscribe"): ("sources remove",),
    ("pause", "resume"): ("sources pause", "deliveries pause"),
    ("unmute", "silence", "snooze"): ("mute",),
    ("feeds", "feed", "sites"): ("sources",),
    ("opml",): ("import", "export"),
    ("names", "keywords", "watchlist", "watchlists", "rules"): ("topics", "check"),
    ("list", "show", "news", "entries", "items", "hits", "results", "articles"): ("stories", "mentions"),
    ("find", "grep", "query"): ("search",),
    ("why",): ("explain",),
    ("alerts", "messages", "notifications", "outbox", "queue", "sent"): ("deliveries",),
    ("test", "notify", "send", "channels"): ("send-test", "routes test", "render"),
    ("preview", "read", "get"): ("fetch", "render"),
    ("history", "changes"): ("audit", "deliveries"),
    ("merge", "split"): ("stories merge", "stories split"),
    ("user", "users", "login", "passwd"): ("password", "token"),
    ("metrics", "stats", "bench"): ("status", "eval"),
}
"""Words that people bring along from other programs, and what does that here."""

_JOURNAL = "`journalctl -u news-monitor`, or the terminal of `monitor run`"
OUTSIDE: Final = {
    "stop": "`systemctl stop news-monitor`, or Ctrl-C where it runs",
    "restart": "`systemctl restart news-monitor`, or `monitor reload` for files that changed",
    "log": _JOURNAL,
    "logs": _JOURNAL,
    "upgrade": "`pip install --upgrade news-monitor`",
}
"""What is done by another program."""


def unknown_command(written: str, known: Iterable[str]) -> str:
    """A sentence: there is no such command, and which one may be meant."""
    word = written.lower()
    meant = [name for words, names in OTHER_NAMES.items() if word in words for name in names]
    told = OUTSIDE.get(word) or " or ".join(
        f"`monitor {name}`" for name in meant or get_close_matches(word, list(known), 1, NEARLY)
    )
    return f"no command “{written}”; " + (f"did you mean {told}?" if told else "`monitor --help` lists them all")
