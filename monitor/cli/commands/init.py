"""``monitor init``: a commented monitor.yaml and a first watchlist."""

import os
from pathlib import Path
from typing import Annotated

import typer

from monitor.adapters.config.local_timezone import local_zone
from monitor.adapters.config.starter import write_starter
from monitor.cli.output import say


def init(directory: Annotated[Path, typer.Argument(help="Where to write; default here.")] = Path()) -> None:
    """Write a commented monitor.yaml and a first watchlist; nothing is overwritten. Example: monitor init my-monitor"""
    for path in write_starter(directory, timezone=local_zone(os.environ)):
        say(f"wrote {path}")
    say("Next: edit them, then `monitor check`, then `monitor once`.")
