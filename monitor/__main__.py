"""``python -m monitor``: the same as the console script ``monitor``."""

import gc
import io
import os
import sys

from monitor.cli.main import COMPLETING, cli
from monitor.cli.output import say_error
from monitor.errors import ConfigError, LockedError, MonitorError, StoreDamagedError, StoreError, UserError

_YOUNG_OBJECTS = 20_000


def main() -> None:
    """Run the command line; a user's mistake ends in one clear line, never in a traceback."""
    _mind_encodings()
    # Loading makes a hundred thousand objects that stay: the collector would look at them over and over.
    gc.set_threshold(_YOUNG_OBJECTS)
    try:
        if COMPLETING in os.environ:
            _complete()
        cli()
    except ConfigError as error:
        for problem in error.problems:
            say_error(str(problem))
        sys.exit(2)
    except StoreDamagedError as error:
        say_error(f"monitor: {error}; {_way_back()}")
        sys.exit(2)
    except (UserError, StoreError) as error:
        say_error(f"monitor: {error}")
        sys.exit(2)
    except LockedError as error:
        say_error(f"monitor: {error}")
        sys.exit(3)
    except MonitorError as error:
        say_error(f"monitor: {error}")
        sys.exit(1)
    except OverflowError as error:
        say_error(f"monitor: a number or a span of time is out of range ({error})")
        sys.exit(2)


def _way_back() -> str:
    from monitor.cli.context import settings_of, way_back

    return way_back(settings_of())


def _complete() -> None:
    """Answer a shell that asks what may follow; ``news-monitor`` is another name of this program."""
    # Registers the shells that Typer knows: its own options for that are not offered.
    from typer.completion import get_completion_inspect_parameters

    get_completion_inspect_parameters()
    cli(prog_name="monitor")


def _mind_encodings() -> None:
    """A console that cannot show a character gets a stand-in for it, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
