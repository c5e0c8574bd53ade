"""``monitor init``: a configuration by three questions, or by options for scripts."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from monitor.adapters.config.local_timezone import local_zone
from monitor.adapters.config.schema.formats import Malformed, email_address
from monitor.adapters.config.schema.urls import MAIL, WEB, split_url, without_user
from monitor.adapters.config.starter import StarterSettings
from monitor.cli.console.output import say_error
from monitor.cli.setup.answers import (
    AI_VIDEO,
    DEFAULT_SMTP,
    Unchecked,
    allowed_address,
    full_address,
    hook_channel,
    keep_source,
    look_at,
    mail_channel,
)
from monitor.cli.setup.draft import Draft
from monitor.core.model.languages import LANGUAGES
from monitor.errors import UserError

Listed = list[str]


def init(
    what: Annotated[
        Listed | None, typer.Argument(help="What to watch: names of topics. One with a / in it is the folder.")
    ] = None,
    directory: Annotated[Path, typer.Option("--dir", help="Folder to write to; default here.")] = Path(),
    feed: Annotated[Listed | None, typer.Option("--feed", help="Address of a feed or web site; several times.")] = None,
    search: Annotated[bool, typer.Option("--search", help="News searches for the topics as sources.")] = False,
    mail: Annotated[str, typer.Option("--mail", help="Mail address that gets the digest.")] = "",
    smtp: Annotated[str, typer.Option("--smtp", help="Mail server; its password: SMTP_PASSWORD.")] = DEFAULT_SMTP,
    hook: Annotated[str, typer.Option("--hook", help="Web hook that gets alerts: Slack, Feishu, or your own.")] = "",
    example: Annotated[str, typer.Option("--example", help=f"Watchlists that come along: {AI_VIDEO}.")] = "",
    language: Annotated[str, typer.Option("--language", help="Of digests and pages; default the machine's.")] = "",
    timezone: Annotated[str, typer.Option("--timezone", help="IANA name; default the machine's.")] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Write only: ask no source, send no test.")] = False,
) -> None:
    """Set up a monitor: questions on a terminal, options in scripts. Example: monitor init Rivian --feed example.org"""
    # Imported here: help texts load nothing that reads feeds.
    from monitor.cli.setup.finish import finish
    from monitor.cli.setup.questions import ask_all

    names = list(what or ())
    if len(names) == 1 and _is_folder(names[0]):
        directory = Path(names.pop())
    _check_options(feed=feed or (), mail=mail, smtp=smtp, hook=hook, example=example, language=language)
    settings = StarterSettings(timezone=timezone or _zone(), language=language or language_of(os.environ))
    asked = not (names or feed or search or mail or hook or example) and sys.stdin.isatty()
    unchecked, seen = Unchecked(), set[str]()
    with TemporaryDirectory(prefix="monitor-init-") as workshop:
        draft = Draft.begin(directory, Path(workshop), settings)
        if asked:
            ask_all(draft, unchecked)
        else:
            _take_options(draft, names, feed or (), unchecked, search=search, example=bool(example), offline=offline)
            _take_channels(draft, mail=mail, smtp=smtp, hook=hook)
        seen.update(spec.url for spec in draft.load().watchlists.sources if not spec.search_topic)
        finish(draft, seen, unchecked, offline=offline)


def language_of(env: "os._Environ[str] | dict[str, str]") -> str:
    """The language of the machine, as the usual variables name it, where people can read it here; else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if env.get(name):
            code = env[name][:2].lower()
            return code if code in LANGUAGES else "en"
    return "en"


def _zone() -> str:
    try:
        return local_zone(os.environ)
    except UserError as error:
        say_error(f"{error}; UTC is taken")
        return "UTC"


def _is_folder(word: str) -> bool:
    """A first word of older versions: the folder."""
    return "/" in word or word in {".", ".."} or Path(word).is_dir()


def _check_options(*, feed: Sequence[str], mail: str, smtp: str, hook: str, example: str, language: str) -> None:
    """UserError for what cannot be meant, before anything is written."""
    if example and example != AI_VIDEO:
        raise UserError(f'no example "{example}"; there is {AI_VIDEO}')
    if language and language not in LANGUAGES:
        raise UserError(f'no language "{language}"; one of {", ".join(LANGUAGES)}')
    wanted: list[tuple[str, str, tuple[str, ...], str]] = [
        ("--feed", full_address(url), WEB, "https://example.org") for url in feed if not url.startswith("rsshub:")
    ]
    wanted += [("--smtp", smtp, MAIL, "smtp+starttls://user@mail.example.org:587")]
    wanted += [("--hook", hook, WEB, "https://example.org/hook")] if hook else []
    for option, url, schemes, example_of_it in wanted:
        try:
            split_url(url, schemes)
        except Malformed as wrong:
            why = str(wrong) or f"expected an address such as {example_of_it}"
            raise UserError(f"{option} {without_user(url)}: {why}") from None
    if mail:
        try:
            email_address(mail)
        except Malformed:
            raise UserError(f"--mail {mail}: no mail address; one reads me@example.org") from None


def _take_options(
    draft: Draft, names: Sequence[str], feeds: Sequence[str], unchecked: Unchecked, *, search: bool, example: bool,
    offline: bool,
) -> None:  # fmt: skip
    if example:
        draft.add_example()
    for name in names:
        draft.add_topic(name, ())
    for url in feeds:
        if offline:
            draft.add_source(allowed_address(draft, url))
        elif not keep_source(draft, url, look_at(draft, url), unchecked):
            unchecked.lines.append(f"{url}: a page without a feed; left out (monitor sources add {url} --as-is)")
    if search:
        draft.add_searches()


def _take_channels(draft: Draft, *, mail: str, smtp: str, hook: str) -> None:
    if (mail or hook) and not draft.is_new:
        say_error(f"{draft.target / 'monitor.yaml'} is there already: channels are set up in it (docs/channels.md)")
        return
    if mail:
        password = os.environ.get("SMTP_PASSWORD", "")
        if "@" in smtp and not password:
            raise UserError(f"{smtp} names a user; its password is expected in the variable SMTP_PASSWORD")
        mail_channel(draft, mail, smtp, password)
    if hook:
        hook_channel(draft, hook)
