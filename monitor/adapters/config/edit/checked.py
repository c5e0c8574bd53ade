"""Around an edit of a watchlist file: one after which the configuration would be wrong is taken back."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from monitor.adapters.config.edit.yaml_text import edit_alone, write_text
from monitor.adapters.config.settings.checks import cross_check
from monitor.adapters.config.settings.load import read_bytes
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.core.model.settings import Settings
from monitor.errors import ConfigError, MonitorError, Problem, UserError


@contextmanager
def edit_checked(path: Path, read_again: Callable[[], object]) -> Iterator[None]:
    """Around an edit; ``read_again`` reads the configuration and raises ConfigError when it is wrong now."""
    with edit_alone(path.parent):
        yield from _take_back_unless(path, read_again)


def read_watchlists_again(settings: Settings, env: Mapping[str, str]) -> Callable[[], object]:
    """Reads the watchlists with these settings, as a reload would."""

    def read() -> object:
        watchlists = load_watchlists(Path(settings.watchlists), settings=settings, env=env)
        if problems := cross_check(settings, watchlists):
            raise ConfigError(problems)
        return watchlists

    return read


def _take_back_unless(path: Path, read_again: Callable[[], object]) -> Iterator[None]:
    before = read_bytes(path) if path.exists() else None
    try:
        yield
        read_again()
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from error
    except MonitorError as error:
        if before is None:
            path.unlink(missing_ok=True)
        elif read_bytes(path) != before:
            write_text(path, before.decode("utf-8"))
        if isinstance(error, ConfigError):
            raise UserError("nothing was changed: " + "\n".join(map(_without_place, error.problems))) from None
        raise


def _without_place(problem: Problem) -> str:
    """The line it names is gone again."""
    got = f"; got {problem.got}" if problem.got else ""
    expected = f"; expected {problem.expected}" if problem.expected else ""
    hint = f"; {problem.hint}" if problem.hint else ""
    return f"{problem.what}{got}{expected}{hint}"
