"""``monitor run`` as services call it, without what reads commands: a daemon would hold those 3 MiB for months."""

import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

_CONFIG = frozenset({"-c", "--config"})
_INTERRUPTED = 130


def is_plain_run(words: Sequence[str]) -> bool:
    """Whether these are ``run`` and at most a settings file, before or behind it; the rest is for ``cli.main``."""
    match words:
        case ["run"]:
            return True
        case [option, file, "run"] | ["run", option, file]:
            return option in _CONFIG and not file.startswith("-") and file != ""
        case _:
            return False


def run_plainly(words: Sequence[str]) -> None:
    """The same as ``cli.main`` does with such words."""
    try:
        from monitor.cli.arguments.config_option import take_config
        from monitor.cli.commands.run import run
        from monitor.cli.console.logs import ask_levels, log_to_stderr

        take_config(next((Path(file) for option, file in pairwise(words) if option in _CONFIG), None))
        ask_levels({})
        log_to_stderr()
        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
