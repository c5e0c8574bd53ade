"""A yes to a proposed change: into the file that has the topic, and taken back if the configuration would be wrong."""

from collections.abc import Mapping
from pathlib import Path

from monitor.adapters.config.edit.rules import change_rules
from monitor.adapters.config.edit.yaml_text import edit_alone, write_text
from monitor.adapters.config.settings.load import read_bytes
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.core.match.lint import check_examples
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.feedback import Change
from monitor.core.model.settings import Settings, Watchlists
from monitor.errors import ConfigError, UserError


def accept_change(settings: Settings, change: Change, *, env: Mapping[str, str]) -> Path:
    """Write the change and return the file; UserError, and nothing changed, when it cannot be or breaks something."""
    folder = Path(settings.watchlists)
    with edit_alone(folder if folder.is_dir() else folder.parent):
        return _write_change(settings, folder, change, env=env)


def _write_change(settings: Settings, folder: Path, change: Change, *, env: Mapping[str, str]) -> Path:
    before = load_watchlists(folder, settings=settings, env=env)
    topic = next((known for known in before.topics if known.id == change.topic), None)
    if topic is None or topic.place is None:
        raise UserError(f"nothing was changed: no watchlist in {folder} has the topic {change.topic} any more")
    path = Path(topic.place.file)
    content = read_bytes(path)
    failed = set(_failing_examples(before, change.topic))
    change_rules(path, change)
    try:
        broken = _failing_examples(load_watchlists(folder, settings=settings, env=env), change.topic)
    except ConfigError as error:
        write_text(path, content.decode("utf-8"))
        raise UserError("nothing was changed: " + "\n".join(map(str, error.problems))) from None
    if worse := [sentence for sentence in broken if sentence not in failed]:
        write_text(path, content.decode("utf-8"))
        raise UserError("nothing was changed: " + "; ".join(worse))
    return path


def _failing_examples(watchlists: Watchlists, topic: str) -> list[str]:
    """The topic's examples that do not hold, as sentences."""
    topics = [known for known in watchlists.topics if known.id == topic]
    matcher = compile_matcher(watchlists.topics, watchlists.signals)
    return [finding.sentence for finding in check_examples(matcher, topics)]
