"""The form under which two links to one article compare equal."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

import ada_url

from monitor.core.text.simple_urls import plain_host, simple_form, split_simple
from monitor.values import dataclass

_PASSES = 8
"""A wrapper inside a wrapper needs another pass; real links need one or two."""

# Parameters that never name an article: the trackers of ad networks, share buttons and mailers, and session ids.
_TRACKERS = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid yclid ymclid msclkid twclid ttclid igshid igsh li_fat_id mc_cid mc_eid
    _ga _gl _hsenc _hsmi __hstc __hssc __hsfp hsctatracking mkt_tok vero_id vero_conv oly_anon_id oly_enc_id wickedid
    ncid cmpid smid smtyp s_cid s_kwcid ef_id at_medium at_campaign at_custom1 xtor rb_clickid trk trkcampaign
    spm scm spm_id_from share_from share_source share_medium share_plat share_tag share_session_id share_token
    shareuid share_uid sharefrom is_share isappinstalled weixin_share_count xhsshare xsec_source xsec_token
    ref_src ref_url referrer referer from_source from_spmid vd_source bbid buvid unique_k plat_id
    chksm scene srcid sessionid_wx exportkey pass_ticket wx_header nettype ascene devicetype
    __twitter_impression guccounter guce_referrer guce_referrer_sig tt_from tt_medium tt_content app_from
    amp outputtype wpamp usqp amp_js_v amp_gsa amp_r ocid cvid fb_action_ids fb_action_types fb_ref fb_source
    action_object_map action_type_map action_ref_map _openstat pk_campaign pk_kwd mtm_campaign mtm_source mtm_medium
    wt_mc wt_zmc wtrid icid intcid sr_share ito mibextid sfnsn rcm sscid cjevent irclickid zanpid
    phpsessid jsessionid aspsessionid sessionid session_id cfid cftoken access_token auth_token
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)
_TRACKER_PREFIXES = ("utm_", "utm-", "hmsr", "hmpl", "hmcu", "hmkw", "hmci", "mtm_", "pk_", "matomo_", "stm_", "itm_")
# These names also carry article ids on other sites: only values that say "came from a feed" or look like chance go.
_ORIGIN_NAMES = frozenset(
    {"f", "from", "src", "source", "ref", "via", "feature", "s", "cid", "origin", "channel", "rss"}
)
_ORIGIN_VALUES = frozenset(
    """
    rss rss2 rss20 feed feeds atom rssfeed rss-feed share timeline singlemessage groupmessage qq weibo wechat weixin
    twitter facebook email newsletter home homepage app h5 pc mobile copylink copy_link youtu.be emb_share
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)
_CHANCE_NAMES = frozenset({"token", "sid", "s", "sign", "nonce", "auth", "key", "session"})
_CHANCE = re.compile(r"\A(?=[^\d]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{16,}")
_CLOCK_NAMES = frozenset({"t", "_t", "_", "ts", "_ts", "timestamp", "time", "rnd", "rand", "random", "nocache", "cb"})
_CLOCK = re.compile(r"\d{10}(?:\d{3})?|0?\.\d+")
_WRAPPERS = {
    "google.com/url": ("url", "q"),
    "link.zhihu.com/": ("target",),
    "link.juejin.cn/": ("target",),
    "l.facebook.com/l.php": ("u",),
}

_AMP_CACHE = re.compile(
    r"https?://(?:[^/]+\.cdn\.ampproject\.org/(?:c|v|a)|(?:www\.)?google\.[a-z.]+/amp)/(s/)?(.+)", re.IGNORECASE
)
_AMP_PATH = re.compile(r"(?:/amp|\.amp|\.amp(?=\.html?$))(?=/?$|\.html?$)", re.IGNORECASE)
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*|/\([SF]\([a-z0-9]{20,}\)\)", re.IGNORECASE)
_INDEX_PAGE = re.compile(r"/(?:index|default)\.html?$", re.IGNORECASE)
# Paths in which either of the two may find something.
_SPECIAL_ENDS = re.compile(r"amp|html?$", re.IGNORECASE)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# An anchor with a number may name an item of a page (a change log); words and text fragments never do.
_ITEM_ANCHOR = re.compile(r"\A(?=.*\d)(?!.*(?:comment|respond|xtor|utm_|ref=|rss|:~:))")
# What an anchor says of the way here, or of a place that every page of a site has.
_PASSING_ANCHOR = re.compile(
    r"#?(?:$|:~:|(?:utm_|ref=|xtor|rss\b|from=)|(?:comments?|respond|disqus_thread|more|top|content|main)$)",
    re.IGNORECASE,
)
# Clocks by which a page names one of its items; the others only keep caches away.
_MOMENT_NAMES = frozenset({"t", "ts", "time", "timestamp"})


# What parsing leaves as it is: no port, no credentials, no escapes of hosts, nothing that it would escape in its place.
_PLAIN_URL = re.compile(
    r"(?P<protocol>https?:)//(?P<host>(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]+)"
    r"(?P<path>/[A-Za-z0-9\-._~!$&()*+,;=:@/%]*)?(?P<search>\?[A-Za-z0-9\-._~!$&()*+,;=:@/?%]+)?"
    r"(?P<hash>#[A-Za-z0-9\-._~!$&()*+,;=:@/?%]+)?"
)
_DOT_SEGMENT = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
_REMEMBERED = 1024


class _PlainUrl(NamedTuple):
    """What ``ada_url.URL`` says of an address that parsing does not change."""

    protocol: str
    hostname: str
    pathname: str
    search: str
    hash: str
    port: str = ""

    @property
    def origin(self) -> str:
        """Scheme and host."""
        return f"{self.protocol}//{self.hostname}"

    @property
    def href(self) -> str:
        """All of it."""
        return f"{self.origin}{self.pathname}{self.search}{self.hash}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What stays of an address besides what names an article."""

    moments: bool = False
    all_parameters: bool = False


_ARTICLE = _Kept()
_ENTRY = _Kept(moments=True)
_FEED = _Kept(all_parameters=True)


def canonical_url(url: str) -> str:
    """The canonical form of an http(s) URL (WHATWG parsing), else the trimmed input; never raises.

    One scheme, no default port, no credentials, no "www."/mobile/AMP host, no trackers or session tokens, sorted
    query, escapes only where needed. Meant for comparing: fetch and show the link as it was given.
    """
    return simple_form(url) or _canonical_form(url, _ARTICLE)


def entry_address(url: str) -> str:
    """As ``canonical_url``, for telling the entries of one feed apart: anchors and "?t=" may be all that differs.

    Only what says where a reader came from goes ("#ref=rss", "#:~:text=").
    """
    return simple_form(url) or _canonical_form(url, _ENTRY)


def feed_address(url: str) -> str:
    """As ``canonical_url``, for telling feeds apart: every parameter counts, tokens and names of mailers too."""
    return simple_form(url) or _canonical_form(url, _FEED)


def bare_address(url: str) -> str:
    """Where an article lies, without its query and anchor; nothing for what is no http(s) URL."""
    if (simple := split_simple(url)) is not None:
        return plain_host(simple[0]) + simple[1]
    parsed = _parse_url(url)
    return plain_host(parsed.hostname) + _plain_path(parsed.pathname) if parsed is not None else ""


def _trim_url(text: str) -> str:
    """Without blanks and zero bytes around it, in whatever order they stand."""
    before = ""
    while before != text:
        before, text = text, text.strip().strip("\x00")
    return text


@lru_cache(maxsize=_REMEMBERED)
def _canonical_form(url: str, kept: "_Kept") -> str:
    trimmed = _trim_url(url)
    current = trimmed
    for _ in range(_PASSES):
        following = _one_pass(current, kept)
        if following is None:
            return trimmed
        if following == current:
            break
        current = following
    return current


def host_of(url: str) -> str:
    """The host, as parsed; empty for what is no http(s) URL."""
    return parsed.hostname if (parsed := _parse_url(url)) is not None else ""


@lru_cache(maxsize=1024)
def place_of(url: str) -> str:
    """The host, with its port where that is not the usual one: what is asked politely; empty for no http(s) URL."""
    parsed = _parse_url(url)
    if parsed is None:
        return ""
    return parsed.hostname if parsed.port in {"", "80", "443"} else f"{parsed.hostname}:{parsed.port}"


def _parse_url(url: str) -> ada_url.URL | _PlainUrl | None:
    """The parsed URL, or ``None`` when it is none of http(s)."""
    if plain := _PLAIN_URL.fullmatch(url):
        protocol, host, path, search, anchor = plain.groups(default="")
        if not _DOT_SEGMENT.search(path):
            return _PlainUrl(protocol, host, path or "/", search, anchor)
    try:
        parsed = ada_url.URL(url.strip().encode("utf-8", "replace").decode())
    except ValueError:
        return None
    return parsed if parsed.protocol in {"http:", "https:"} and parsed.hostname else None


def _one_pass(url: str, keeping: "_Kept") -> str | None:
    if cached := _AMP_CACHE.fullmatch(url):
        inner = _parse_url(("https://" if cached[1] else "http://") + cached[2])
        url = inner.href if inner is not None else url
    parsed = _parse_url(url)
    if parsed is None:
        return None
    host = plain_host(parsed.hostname)
    query = _query_pairs(parsed.search)
    if not keeping.all_parameters and (inside := _wrapped_link(host, parsed.pathname, query)):
        return inside
    path = _plain_path(parsed.pathname)
    kept = sorted(
        pair
        for pair in query
        if keeping.all_parameters or (keeping.moments and pair[0].lower() in _MOMENT_NAMES) or not _is_noise(*pair)
    )
    search = "&".join(name + ("=" + value if value is not None else "") for name, value in map(_joinable_pair, kept))
    fragment = _entry_fragment(parsed.hash) if keeping.moments else _plain_fragment(parsed.hash)
    # A site on a port of its own is rarely served under both schemes; all others are.
    origin = f"{parsed.protocol}//{host}:{parsed.port}" if parsed.port else f"https://{host}"
    return origin + path + ("?" + search if search else "") + fragment


def _plain_path(path: str) -> str:
    path = _normalize_escapes(path)
    if ";" in path or "(" in path:
        path = _SESSION_PATH.sub("", path)
    if not path.isascii() or _SPECIAL_ENDS.search(path):
        path = _INDEX_PAGE.sub("/", _AMP_PATH.sub("", path))
    return path.rstrip("/") or "/"


def _plain_fragment(fragment: str) -> str:
    fragment = _normalize_escapes(fragment)
    routed = fragment.startswith(("#!", "#/")) and len(fragment) > 2
    return fragment if routed or _ITEM_ANCHOR.match(fragment) else ""


def _entry_fragment(fragment: str) -> str:
    return "" if _PASSING_ANCHOR.match(fragment) else _normalize_escapes(fragment)


def _normalize_escapes(part: str) -> str:
    """Escapes in upper case, none for unreserved characters (RFC 3986 §6.2.2)."""
    return _ESCAPE.sub(_normalize_escape, _STRAY_PERCENT.sub("%25", part)) if "%" in part else part


def _normalize_escape(found: re.Match[str]) -> str:
    character = chr(int(found[0][1:], 16))
    return character if character in _UNRESERVED else found[0].upper()


def _query_pairs(search: str) -> list[tuple[str, str]]:
    """Name and value of each parameter, still escaped; a missing "=" counts as an empty value."""
    parts = _normalize_escapes(search.removeprefix("?").replace("+", "%20")).split("&")
    return [(name, value) for name, _, value in (part.partition("=") for part in parts) if name or value]


def _joinable_pair(pair: tuple[str, str]) -> tuple[str, str | None]:
    return pair[0], pair[1] or None


def _is_noise(name: str, value: str) -> bool:
    name = name.lower()
    if name in _TRACKERS or name.startswith(_TRACKER_PREFIXES):
        return True
    if name in _ORIGIN_NAMES and value.lower() in _ORIGIN_VALUES:
        return True
    if name in _CHANCE_NAMES and _CHANCE.fullmatch(value):
        return True
    return name in _CLOCK_NAMES and _CLOCK.fullmatch(value) is not None


def _wrapped_link(host: str, path: str, query: list[tuple[str, str]]) -> str:
    """The link inside a redirecting link, or nothing."""
    for name in _WRAPPERS.get(host + path, ()):
        for found, value in query:
            inner = _parse_url(unquote(value)) if found == name else None
            if inner is not None:
                return inner.href
    return ""
