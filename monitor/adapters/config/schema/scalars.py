"""The single values that settings and watchlists share: words, durations, zones, web addresses, proxies."""

import re
from datetime import timedelta

from monitor.adapters.config.schema import formats
from monitor.adapters.config.schema import urls as links
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.secrets import OpenOrSecret
from monitor.adapters.config.schema.values import Text

_NAME = r"[a-z0-9][a-z0-9_-]{0,63}"


def duration_text(least: str, most: str = "3650d") -> Text:
    """A duration within [least, most]."""
    low, high = formats.parse_duration(least), formats.parse_duration(most)

    def parse(text: str) -> timedelta:
        span = formats.parse_duration(text)
        if not low <= span <= high:
            raise Malformed("" if span < low else f"at most {most}")
        return span

    expected = f"a duration such as 30s, 5m, 24h or 90d{'' if least == '0s' else f', not under {least}'}"
    return Text(expected=expected, parse=parse, pattern=r"^([0-9]+[smhdw])+$")


def name_text(what: str) -> Text:
    """A name that others refer to."""

    def parse(text: str) -> str:
        if not re.fullmatch(_NAME, text):
            near = re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-_")
            raise Malformed(f"did you mean {near}" if re.fullmatch(_NAME, near) else "")
        return text

    return Text(expected=f"{what} of small letters, digits, - and _", parse=parse, pattern=f"^{_NAME}$")


def free_text(what: str) -> Text:
    """Free text on one line."""

    def parse(text: str) -> str:
        if any(ord(char) < 32 or ord(char) == 127 for char in text.strip()):
            raise Malformed("on one line, without control characters")
        return text.strip()

    return Text(expected=what, parse=parse)


def _web_address(text: str) -> str:
    links.split_url(text, links.WEB)
    if links.has_user(text):
        raise Malformed("no user and no password may stand in an address")
    return text


def _base_address(text: str) -> str:
    if "?" in text or "#" in text:
        raise Malformed("without ? and #: pages are added at its end")
    return _web_address(text).rstrip("/")


def _proxy_address(text: str) -> str:
    links.split_url(text, links.PROXIES)
    return text


def _proxy_or_direct(text: str) -> str:
    return text if text == "direct" else _proxy_address(text)


WEB_ADDRESS = Text(expected="an address with http:// or https://", parse=_web_address, mask=links.without_user)
BASE_ADDRESS = Text(expected="an address with http:// or https://", parse=_base_address, mask=links.without_user)
PROXY = OpenOrSecret(
    text=Text(
        expected="an http://, https:// or socks5:// address, env:NAME or null",
        parse=_proxy_address,
        mask=links.mask_password,
    ),
    goes="write the whole address into a variable and env:ITS_NAME here",
)
PROXY_OR_DIRECT = OpenOrSecret(
    text=Text(expected="direct, or a proxy address, or env:NAME", parse=_proxy_or_direct, mask=links.mask_password),
    goes="write the whole address into a variable and env:ITS_NAME here",
)
TIME_ZONE = Text(expected="an IANA time zone such as Asia/Shanghai", parse=formats.time_zone)
LANGUAGE_TAG = Text(expected="a language such as zh, en or zh-CN", parse=formats.language_tag)
