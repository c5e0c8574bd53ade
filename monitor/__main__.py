"""``python -m monitor``: the same as the console script ``monitor``."""

import sys

from monitor.cli.main import cli
from monitor.cli.output import say_error
from monitor.errors import ConfigError, LockedError, MonitorError, StoreDamagedError, StoreError, UserError


def main() -> None:
    """Run the command line; a user's mistake ends in one clear line, never in a traceback."""
    try:
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


if __name__ == "__main__":
    main()
