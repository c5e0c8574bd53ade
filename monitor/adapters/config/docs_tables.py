"""The tables of keys in ``docs/*.md``, made from the declarations.

``python -m monitor.adapters.config.docs_tables FILE…`` writes them.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from monitor.adapters.config.schema.keys import Key
from monitor.adapters.config.settings import alert_keys
from monitor.adapters.config.settings import keys as settings_keys
from monitor.adapters.config.settings.channel_keys import CHANNEL_TABLES, COMMON, COMMON_NAMES, DKIM
from monitor.adapters.config.watchlists import keys as watchlist_keys
from monitor.adapters.config.watchlists import source_keys, topic_keys

TABLES: Final[dict[str, Sequence[Key]]] = {
    "settings": settings_keys.SETTINGS.keys,
    "fetch": settings_keys.FETCH.keys,
    "alerts": alert_keys.ALERTS.keys,
    "routes": alert_keys.ROUTE.keys,
    "match": alert_keys.MATCH.keys,
    "digests": alert_keys.DIGEST.keys,
    "web": settings_keys.WEB.keys,
    "polling": settings_keys.POLLING.keys,
    "websub": settings_keys.WEBSUB.keys,
    "retention": settings_keys.RETENTION.keys,
    "summarise": settings_keys.SUMMARISE.keys,
    "stories": settings_keys.STORIES.keys,
    "channels": COMMON,
    "dkim": DKIM.keys,
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
_BLOCK = re.compile(r"(<!-- keys: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def refreshed(text: str) -> str:
    """The document with every block ``<!-- keys: NAME --> … <!-- end -->`` made anew."""
    return _BLOCK.sub(lambda block: f"{block[1]}{key_table(TABLES[block[2]])}{block[3]}", text)


def tables_in(text: str) -> list[str]:
    """The names of the blocks in a document."""
    return [block[2] for block in _BLOCK.finditer(text)]


def key_table(keys: Sequence[Key]) -> str:
    """A Markdown table, one row a key."""
    rows = ["| key | holds | default | meaning | example |", "|---|---|---|---|---|"]
    for key in keys:
        cells = (f"`{key.name}`", _holds(key), _default(key), key.meaning, _code(key.example or key.default))
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def _holds(key: Key) -> str:
    expected = key.kind.expected
    short = re.sub(r"a mapping with the keys .*", "a mapping, see below", expected)
    return re.sub(r"(a channel with the key type): .*", r"\1", short)


def _default(key: Key) -> str:
    if key.required:
        return "**required**"
    return _code(key.default) if key.default else key.stands_for or "none"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(refreshed(Path(name).read_text("utf-8")), "utf-8")
