"""Checks that compare one setting with another; they read the tree, so a mistake elsewhere does not hide them."""

import ipaddress

from monitor.adapters.config.refused_sources import find_private_sources
from monitor.adapters.config.schema.formats import Malformed, parse_duration, suggest_word
from monitor.adapters.config.schema.paths import EACH, found_at, place_of
from monitor.adapters.config.schema.urls import on_this_machine, split_url
from monitor.adapters.config.schema.values import Site
from monitor.adapters.config.schema.yaml_tree import Mapped, Node, Scalar
from monitor.adapters.config.settings.callback_check import check_callback
from monitor.adapters.config.settings.web_keys import OFF
from monitor.core.model.settings import Settings, Watchlists
from monitor.core.model.sources import Place
from monitor.errors import Problem

_RESERVED = {"terminal": "terminal", "outbox": "file"}


def check_settings(root: Node, site: Site) -> None:
    """Report names that lead nowhere, names used twice, and values that do not go together."""
    _check_channel_names(root, site)
    _check_fallbacks(root, site)
    _check_digest_names(root, site)
    _check_mail(root, site)
    _check_pages(root, site)
    _check_polling(root, site)
    _check_fleet(root, site)
    check_callback(root, site)


def cross_check(settings: Settings, watchlists: Watchlists) -> list[Problem]:
    """What settings and watchlists say against each other.

    Topics, signals and watchlists that no watchlist file has, and sources of a network that is not allowed.
    """
    known = {
        "topics": tuple(topic.id for topic in watchlists.topics),
        "signals": tuple(watchlists.signals),
    }
    problems = []
    for route in settings.alerts.routes:
        for key, place in route.places.items():
            what, _, name = key.partition("/")
            if name not in known[what]:
                problems.append(_unknown_name(place, what.removesuffix("s"), name, known[what]))
    for digest in settings.digests:
        for name, place in digest.places.items():
            if name not in watchlists.names:
                problems.append(_unknown_name(place, "watchlist", name, watchlists.names))
    return [*problems, *find_private_sources(settings, watchlists)]


def _unknown_name(place: Place, what: str, name: str, known: tuple[str, ...]) -> Problem:
    hint = suggest_word(name, known)
    expected = "" if hint or not known else f"one of {', '.join(known[:20])}{', …' if len(known) > 20 else ''}"
    return Problem(
        file=place.file,
        line=place.line,
        column=place.column,
        what=f"there is no {what} {name}",
        expected=expected,
        hint=hint,
    )


def _channel_names(root: Node) -> tuple[str, ...]:
    channels = root.members.get("channels") if isinstance(root, Mapped) else None
    return tuple(channels.value.members) if channels is not None and isinstance(channels.value, Mapped) else ()


def _check_channel_names(root: Node, site: Site) -> None:
    names = _channel_names(root)
    used = [
        *found_at(root, "alerts", "routes", EACH, "channels", EACH),
        *found_at(root, "digests", EACH, "channels", EACH),
        *found_at(root, "self_alerts", "channels", EACH),
    ]
    for scalar in used:
        if scalar.raw not in names:
            site.problems.append(_unknown_name(scalar.place, "channel", scalar.raw, names))
    for name, kind in _RESERVED.items():
        for given in found_at(root, "channels", name, "type"):
            if given.raw != kind:
                site.report(given.place, f"the name {name} is kept for a channel of type {kind}", got=given.raw)


def _check_fallbacks(root: Node, site: Site) -> None:
    names = _channel_names(root)
    follow: dict[str, Scalar] = {}
    for name in names:
        for scalar in found_at(root, "channels", name, "fallback"):
            if scalar.raw not in names:
                site.problems.append(_unknown_name(scalar.place, "channel", scalar.raw, names))
            follow[name] = scalar
    for name, scalar in follow.items():
        seen, at = [name], scalar.raw
        while at in follow and at not in seen:
            seen.append(at)
            at = follow[at].raw
        if at == name:
            site.report(scalar.place, f"the fallback of {name} leads back to it", got=" → ".join([*seen, at]))


def _check_digest_names(root: Node, site: Site) -> None:
    first: dict[str, Place] = {}
    for scalar in found_at(root, "digests", EACH, "name"):
        if (earlier := first.get(scalar.raw)) is not None:
            hint = f"the first is at {earlier.file}:{earlier.line}:{earlier.column}"
            site.report(scalar.place, f"two digests are called {scalar.raw}", hint=hint)
        first.setdefault(scalar.raw, scalar.place)


def _check_mail(root: Node, site: Site) -> None:
    """A mail server's user and password come together."""
    for name in _channel_names(root):
        for smtp in found_at(root, "channels", name, "smtp"):
            try:
                user = split_url(smtp.raw, ("smtp", "smtps", "smtp+starttls")).username
            except Malformed:
                continue  # reported where it was read, or behind env:
            password = next(found_at(root, "channels", name, "password"), None)
            if user and password is None:
                site.report(smtp.place, f"channels.{name}.password is missing", expected="env:NAME or file:PATH")
            if password is not None and not user:
                what = f"channels.{name}.smtp names no user for the password"
                site.report(smtp.place, what, got=smtp.raw, expected="smtp+starttls://user@host:587")


def _check_pages(root: Node, site: Site) -> None:
    """Links need pages to lead to, and what is reached from other machines needs a password."""
    _check_proxies(root, site)
    off = any(listen.raw == OFF for listen in found_at(root, "web", "listen"))
    for base_url in found_at(root, "web", "base_url") if off else ():
        what = "web.base_url is given, but no pages are served"
        site.report(base_url.place, what, hint="take it out, or give web.listen an address")
    if next(found_at(root, "web", "password"), None) is not None:
        return
    for listen in found_at(root, "web", "listen"):
        host = listen.raw.rpartition(":")[0].strip("[]")
        if host and listen.raw != OFF and not on_this_machine(f"//{listen.raw}"):
            what = f"the pages would be open to everybody on {host}"
            site.report(listen.place, what, hint="set web.password to env:NAME, or listen on 127.0.0.1")
    for base_url in found_at(root, "web", "base_url"):
        if not on_this_machine(base_url.raw):
            what = f"the pages would be open to everybody behind {base_url.raw}"
            site.report(base_url.place, what, hint="set web.password to env:NAME")


def _check_proxies(root: Node, site: Site) -> None:
    """A header is believed from a proxy that is named, and from nobody else."""
    header = next(found_at(root, "web", "user_header"), None)
    named = list(found_at(root, "web", "proxies", EACH))
    if header is not None and not named:
        what = "web.user_header is believed from nobody: web.proxies names no proxy"
        site.report(header.place, what, got=header.raw, hint='name its address, e.g. proxies: ["172.18.0.2"]')
    for proxy in named if header is None else ():
        site.report(proxy.place, "web.proxies is given without web.user_header", got=proxy.raw)
        return
    for proxy in named:
        if _is_everybody(proxy.raw):
            what = "web.proxies holds every address: anybody could name themselves"
            site.report(proxy.place, what, got=proxy.raw, hint="name the proxy's own address")


def _is_everybody(network: str) -> bool:
    try:
        return ipaddress.ip_network(network, strict=False).prefixlen == 0
    except ValueError:
        return False  # said where it is read


def _check_polling(root: Node, site: Site) -> None:
    least, most = (next(found_at(root, "polling", key), None) for key in ("min", "max"))
    if most is None:
        return  # it follows from the budget, and gives way to min
    try:
        low, high = parse_duration(least.raw if least else "5m"), parse_duration(most.raw)
    except Malformed:
        return
    if low > high:
        place = place_of(root, "polling", "min" if least else "max")
        site.report(place, "polling.min is longer than polling.max")


def _check_fleet(root: Node, site: Site) -> None:
    """What several machines share is a server, not a file on one of them."""
    for enabled in found_at(root, "fleet", "enabled"):
        database = next(found_at(root, "database"), None)
        if enabled.raw == "true" and (database is None or database.raw.startswith("sqlite:")):
            what = "a fleet shares a PostgreSQL database, and this one is a file on one machine"
            site.report(enabled.place, what, expected="database: postgresql://user@host/name")
