"""A pass of the library ``reader``, all feeds forced. ``with_reader.py DATABASE URL…``."""

import sys

from reader import make_reader


def main() -> None:
    """One pass over the addresses."""
    reader = make_reader(sys.argv[1])
    for url in sys.argv[2:]:
        reader.add_feed(url, exist_ok=True)
    # Else it asks no feed twice within an hour.
    reader.set_tag((), ".reader.update", {"interval": 1})
    for _ in reader.update_feeds_iter(workers=8, scheduled=False):
        pass


if __name__ == "__main__":
    main()
