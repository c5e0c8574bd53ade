"""Where a list goes on, as it stands in an address."""

from urllib.parse import urlencode

from monitor.core.render.cursors import place_in as place_in
from monitor.core.render.cursors import place_text as place_text


def query_text(path: str, **values: str) -> str:
    """An address with those values that are set."""
    wanted = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode(wanted)}" if wanted else path
