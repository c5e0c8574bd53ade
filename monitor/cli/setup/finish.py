"""The end of ``monitor init``: everything in place, checked, a test sent, and what to do next."""

import os
import shlex
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.adapters.clock import SystemClock
from monitor.app.delivery.on_demand import send_test
from monitor.app.polling.preview import SourcePreview, preview_source
from monitor.cli.console.output import counted, say, say_error
from monitor.cli.context import Loaded, load_all, with_app
from monitor.cli.setup.answers import Unchecked
from monitor.cli.setup.draft import Draft
from monitor.cli.source_preview import preview_lines
from monitor.core.match.lint import lint_topics
from monitor.core.model.sources import SourceSpec

_LOOKED_AT = 12
"""Sources that are asked at once; more take a minute, and `monitor check --live` says so."""


def finish(draft: Draft, seen: set[str], unchecked: Unchecked, *, offline: bool) -> None:
    """Write, check, try the channels, and say what was not checked and what comes next."""
    say("")
    done = draft.write()
    for path in done.written:
        say(f"wrote {path}")
    for path in done.added_to:
        say(f"added to {path}")
    for path in done.kept:
        say(f"{path} was there already and stays as it is")
    here = load_all(draft.target / "monitor.yaml", os.environ, blank_ok=True)
    for finding in lint_topics(here.watchlists.topics, here.watchlists.signals):
        if finding.topic in draft.topics:
            say_error(str(finding))
    say(f"Checked: {counted(len(here.watchlists.topics), 'topic')}, {counted(len(here.watchlists.sources), 'source')}")
    if offline:
        unchecked.lines.append("sources and channels: --offline asked nobody; monitor check --live, monitor send-test")
    else:
        _ask_sources(here, draft, seen, unchecked)
        _send_tests(here, draft, unchecked)
    _say_unchecked(unchecked)
    _say_next(here, draft)


def _ask_sources(here: Loaded, draft: Draft, seen: set[str], unchecked: Unchecked) -> None:
    """The sources that nobody looked at yet: what they bring, and the first matches."""
    new = [spec for spec in here.watchlists.sources if spec.url not in seen and (draft.is_new or spec.search_topic)]
    if len(new) > _LOOKED_AT:
        unchecked.lines.append(f"{len(new)} sources; monitor check --live asks each of them once")
        return
    zone, now = ZoneInfo(here.settings.timezone), SystemClock().now()
    for spec in new:
        found = _preview(here, spec)
        if found.document is None:
            unchecked.lines.append(f"{spec.title or spec.url}: {found.error}")
        for line in preview_lines(found, zone, now=now):
            say(f"  {line}")


def _preview(here: Loaded, spec: SourceSpec) -> SourcePreview:
    return with_app(here, lambda app: preview_source(app, spec))


def _send_tests(here: Loaded, draft: Draft, unchecked: Unchecked) -> None:
    for name in draft.settings.channels or {} if draft.is_new else ():
        for delivery in with_app(here, partial(send_test, channel=name)):
            to = f"{name} to {delivery.recipient}" if delivery.recipient else name
            if delivery.state == "sent":
                say(f"A test message went out: {to}: {delivery.answer or delivery.provider_code}".rstrip(": "))
            else:
                unchecked.lines.append(f"{to}: {delivery.answer}; try again: monitor send-test {name}")


def _say_unchecked(unchecked: Unchecked) -> None:
    if unchecked.lines:
        say_error("\nNot checked:")
    for line in unchecked.lines:
        say_error(f"  {line}")


def _say_next(here: Loaded, draft: Draft) -> None:
    there = "" if draft.target.resolve() == Path.cwd() else f"cd {shlex.quote(str(draft.target))} && "
    say("")
    if not here.watchlists.topics:
        say(f'Next: {there}monitor topics add "what you watch", then monitor sources add ADDRESS')
        return
    if not here.watchlists.sources:
        say(f"Next: {there}monitor sources add ADDRESS (a web site's address finds its feed)")
        return
    say(f"Next: {there}monitor once    one round: what is new, told at once")
    say(f"      {there}monitor run     the daemon, with pages at http://{here.settings.web.listen}/")
