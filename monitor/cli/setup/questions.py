"""The questions of ``monitor init`` on a terminal. Every one has an answer that Enter gives."""

import re

import typer

from monitor.adapters.config.schema.formats import Malformed, email_address
from monitor.adapters.config.schema.urls import MAIL, WEB, split_url
from monitor.cli.console.output import say, say_error
from monitor.cli.setup.answers import (
    AI_VIDEO,
    DEFAULT_SMTP,
    Unchecked,
    full_address,
    hook_channel,
    keep_source,
    look_at,
    mail_channel,
)
from monitor.cli.setup.draft import Draft
from monitor.core.channels.recognize import kind_of_address
from monitor.errors import MonitorError

_SEPARATORS = re.compile(r"[,，、;；]")


def ask_all(draft: Draft, unchecked: Unchecked) -> None:
    """What, where, how; whatever is answered is in the draft afterwards."""
    say("Three questions, and the monitor is ready. Enter takes what stands in [brackets]; Ctrl-C writes nothing.\n")
    if not _ask_what(draft):
        return
    _ask_where(draft, unchecked)
    if draft.is_new:
        ask_how(draft)
    else:
        say(f"\n3. {draft.target / 'monitor.yaml'} is there already and stays as it is: channels are set up in it.")


def _ask(question: str, default: str = "", *, hidden: bool = False) -> str:
    answer: str = typer.prompt(question, default=default, show_default=bool(default), hide_input=hidden)
    return answer.strip()


def _ask_what(draft: Draft) -> bool:
    """False when there is nothing more to ask about."""
    say("1. What do you watch? Names of products, companies, people, as the news write them; commas between them.")
    say(f"   “{AI_VIDEO}” takes the watchlists about AI video models that come along.")
    while True:
        names = _names(_ask("   Watch"))
        if AI_VIDEO in names:
            draft.add_example()
            names.remove(AI_VIDEO)
        for name in names:
            aliases = _names(_ask(f"   Other names of “{name}”, as in EV, BEV", "none"))
            try:
                draft.add_topic(name, [alias for alias in aliases if alias != "none"])
                draft.load()
            except MonitorError as error:
                say_error(f"   {error}")
                continue
        if draft.load().watchlists.topics:
            return True
        if not names and typer.confirm("   Nothing yet. Write the files without a topic?", default=False):
            return False


def _names(written: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in _SEPARATORS.split(written) if name.strip()))


def _ask_where(draft: Draft, unchecked: Unchecked) -> None:
    say("\n2. Where? The address of a feed, or of a web site: its feed is found. An empty line ends.")
    if draft.topics:
        say("   Without any, news searches (Bing News, Google News) for your topics are the sources.")
    count = 0
    while written := _ask("   Address" if not count else "   Another"):
        if _wrong_address(full_address(written)):
            continue
        seen = look_at(draft, written)
        if seen.document is not None and not typer.confirm("   Add it?", default=True):
            continue
        count += keep_source(draft, written, seen, unchecked)
    if draft.topics and (not count or typer.confirm("   News searches for your topics, too?", default=False)):
        draft.add_searches()


def _wrong_address(url: str) -> bool:
    try:
        split_url(url, WEB)
    except Malformed as wrong:
        say_error(f"   {url} is no web address" + (f"; {wrong}" if str(wrong) else ""))
        return True
    return False


def ask_how(draft: Draft) -> None:
    """The way out."""
    say("\n3. How shall it tell you?")
    say("   1  by mail: a digest every morning")
    say("   2  in a chat, at once: the web hook of Slack, Discord, Feishu, DingTalk, WeCom, Teams, or your own")
    say("   3  both")
    say("   4  here: alerts on the terminal, digests as files in state/outbox, and the pages")
    answer = _ask("   Choose", "4")
    if answer in {"1", "3", "mail", "both"}:
        _ask_mail(draft)
    if answer in {"2", "3", "chat", "hook", "both"}:
        _ask_hook(draft)


def _ask_mail(draft: Draft) -> None:
    while address := _ask("   Your mail address (empty: no mail)"):
        try:
            email_address(address)
            break
        except Malformed:
            say_error(f"   {address} is no mail address; one reads me@example.org")
    if not address:
        return
    while True:
        server = _ask("   Mail server, as in smtp+starttls://user@mail.example.org:587", DEFAULT_SMTP)
        try:
            split_url(server, MAIL)
            break
        except Malformed as wrong:
            say_error(f"   {server} is no mail server" + (f"; {wrong}" if str(wrong) else ""))
    password = ""
    if "@" in server:
        password = _ask("   Password (not shown; kept in a file that only you can read)", hidden=True)
    mail_channel(draft, address, server, password)


def _ask_hook(draft: Draft) -> None:
    while url := _ask("   Address of the web hook (empty: none)"):
        if not _wrong_address(url):
            say(f"   a {kind_of_address(url)} channel")
            hook_channel(draft, url)
            return
