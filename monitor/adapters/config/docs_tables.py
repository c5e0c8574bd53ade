"""The tables of keys in ``docs/*.md``, made from the declarations.

``python -m monitor.adapters.config.docs_tables FILE…`` writes them.
"""

import re
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from monitor.adapters.config.schema.keys import Key
from monitor.adapters.config.settings import alert_keys, backup_keys, daemon_keys, source_access_keys, web_keys
from monitor.adapters.config.settings import keys as settings_keys
from monitor.adapters.config.settings.channel_keys import CHANNEL_TABLES, COMMON, COMMON_NAMES, GROUP_TABLES
from monitor.adapters.config.watchlists import keys as watchlist_keys
from monitor.adapters.config.watchlists import source_keys, topic_keys
from monitor.core.channels.kind import ChannelKind
from monitor.core.channels.registry import CHANNEL_KINDS

TABLES: Final[dict[str, Sequence[Key]]] = {
    "settings": settings_keys.SETTINGS.keys,
    "fetch": source_access_keys.FETCH.keys,
    "alerts": alert_keys.ALERTS.keys,
    "routes": alert_keys.ROUTE.keys,
    "match": alert_keys.MATCH.keys,
    "digests": alert_keys.DIGEST.keys,
    "web": web_keys.WEB.keys,
    "remote": web_keys.REMOTE.keys,
    "polling": source_access_keys.POLLING.keys,
    "websub": source_access_keys.WEBSUB.keys,
    "retention": settings_keys.RETENTION.keys,
    "backup": backup_keys.BACKUP.keys,
    "self alerts": daemon_keys.SELF_ALERTS.keys,
    "heartbeat": daemon_keys.HEARTBEAT.keys,
    "log": daemon_keys.LOG.keys,
    "summarise": settings_keys.SUMMARISE.keys,
    "stories": settings_keys.STORIES.keys,
    "fleet": settings_keys.FLEET.keys,
    "channels": COMMON,
    **{name: table.keys for name, table in GROUP_TABLES.items()},
    **{
        f"channel {kind}": tuple(key for key in table.keys if key.name not in COMMON_NAMES)
        for kind, table in CHANNEL_TABLES.items()
    },
    "watchlist": watchlist_keys.WATCHLIST.keys,
    "topic": topic_keys.TOPIC.keys,
    "alias": topic_keys.ALIAS.keys,
    "examples": topic_keys.EXAMPLES.keys,
    "source": source_keys.SOURCE.keys,
    "search": source_keys.SEARCH.keys,
}
_PERIODS: Final = {timedelta(seconds=1): "s", timedelta(minutes=1): "min"}
_BLOCK = re.compile(r"(<!-- keys: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_KINDS = re.compile(r"(<!-- channel kinds: (keys|table) -->\n).*?(<!-- end of kinds -->)", re.DOTALL)


def refresh_tables(text: str) -> str:
    """The document with its blocks made anew.

    ``<!-- keys: NAME --> … <!-- end -->`` holds one table of keys, ``<!-- channel kinds: keys -->`` the keys of every
    kind of channel and ``<!-- channel kinds: table -->`` a row for each; both end at ``<!-- end of kinds -->``.
    """
    made = {"keys": channel_keys, "table": channel_table}
    text = _KINDS.sub(lambda block: f"{block[1]}{made[block[2]]()}{block[3]}", text)
    return _BLOCK.sub(lambda block: f"{block[1]}{key_table(TABLES[block[2]])}{block[3]}", text)


def tables_in(text: str) -> list[str]:
    """The names of the blocks in a document."""
    return [block[2] for block in _BLOCK.finditer(text)]


def key_table(keys: Sequence[Key]) -> str:
    """A Markdown table, one row a key."""
    rows = ["| key | holds | default | meaning | example |", "|---|---|---|---|---|"]
    for key in keys:
        cells = (
            f"`{key.name}`",
            _expected_text(key),
            _default_text(key),
            key.meaning,
            _as_code(key.example or key.default),
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def channel_keys() -> str:
    """The keys of every kind of channel; kinds with the same keys share a table."""
    groups: dict[str, list[ChannelKind]] = {}
    for kind in CHANNEL_KINDS.values():
        groups.setdefault(key_table(TABLES[f"channel {kind.name}"]), []).append(kind)
    return "\n".join(_keys_of(kinds) for kinds in groups.values())


def _keys_of(kinds: Sequence[ChannelKind]) -> str:
    first, *_ = kinds
    names = ", ".join(f"**`{kind.name}`**" for kind in kinds)
    if not first.options:
        return f"{names} has no keys of its own.\n"
    note = f" — {first.about.note}" if first.about.note else ""
    text = f"{names}{note}\n\n{_table_block(f'channel {first.name}')}"
    for option in first.options:
        if option.members:
            text += f"\n`{option.name}` of `{first.name}`:\n\n{_table_block(option.name)}"
    return text


def _table_block(name: str) -> str:
    return f"<!-- keys: {name} -->\n{key_table(TABLES[name])}<!-- end -->\n"


def channel_table() -> str:
    """What each kind sends, the limits that are held, and how its answers are read."""
    rows = [
        "| kind | message | size limits | rate | signature | a yes is | wait is told by |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in CHANNEL_KINDS.values():
        limits = "; ".join(map(str, kind.format.limits)) or "none"
        rates = ", ".join(f"{count}/{_PERIODS[span]}" for count, span in kind.rates) or "none"
        about = kind.about
        cells = (f"`{kind.name}`", about.message, limits, rates, about.signature, about.accepted, about.wait)
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def _expected_text(key: Key) -> str:
    expected = key.kind.expected
    short = re.sub(r"a mapping with the keys .*", "a mapping, see below", expected)
    return re.sub(r"(a channel with the key type): .*", r"\1", short)


def _default_text(key: Key) -> str:
    if key.required:
        return "**required**"
    return _as_code(key.default) if key.default else key.stands_for or "none"


def _as_code(text: str) -> str:
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(refresh_tables(Path(name).read_text("utf-8")), "utf-8")
