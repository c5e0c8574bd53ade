"""The files that ``monitor init`` writes: a commented ``monitor.yaml`` and a first watchlist."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from monitor.adapters.config.bundled import bundled_folder
from monitor.adapters.config.edit.yaml_text import in_one_line
from monitor.adapters.config.schema.formats import Malformed, time_zone
from monitor.core.model.languages import LANGUAGES, Language
from monitor.errors import UserError
from monitor.values import dataclass

_SETTINGS: Final = """\
# Settings of news-monitor. Every key has a default; "monitor check" tells what is wrong, by line.
# Secrets never stand here: write env:NAME for a variable, or file:PATH for a file that only you can read (chmod 600).

{timezone:<26}# of digest times, quiet hours, and dates that name no zone
{language:<26}# of digests and dashboard: one of {languages}

# Where everything is kept, and where the files beside this one are.
state_dir: state
watchlists: watchlists
templates: templates        # your own templates; what is not there comes with the program

fetch:
  proxy: null               # e.g. env:MONITOR_PROXY; a source may say proxy: direct
  # contact: you@example.org                # goes into the User-Agent, so that a publisher can reach you
{allow}
# rsshub: http://rsshub.lan:1200            # base of every rsshub:/path source

# Ways out. Without any, alerts go to the terminal and digests to state/outbox.
channels:{channels}
#  mail:                                    # 邮件
#    type: email
#    from: "News <news@example.org>"
#    to: [you@example.org]
#    smtp: "smtp+starttls://user@mail.example.org:587"
#    password: env:SMTP_PASSWORD
#  team:                                    # 飞书 / Lark; also dingtalk, wecom, slack, discord, teams, telegram …
#    type: feishu
#    url: env:FEISHU_URL
#    secret: env:FEISHU_SECRET

# What is told at once. Without this, every new story goes to every chat channel.
# alerts:
#   max_age: 24h                            # older entries go to the digest as "late"
#   routes:                                 # the first that matches wins
#     - match: {{topics: [my-topic], signals: [launch]}}
#       channels: [team]
#       quiet_hours: "22:00-07:30"
#     - match: {{}}
#       channels: []                        # everything else: digest only

# Summaries at fixed times. Without this: daily at 08:30.
# digests:
#   - {{name: daily, at: "08:30", channels: [mail]}}
#   - {{name: weekly, at: "Mon 09:00", channels: [mail]}}

web:
  listen: "127.0.0.1:8765"  # the pages; another address than loopback needs a password
  # password: env:MONITOR_PASSWORD
  # base_url: https://news.example.org    # how readers reach them: messages then link to stories and take feedback
"""
_WATCHLIST: Final = """\
# A watchlist: what to watch for (topics), and where (sources). All files in this folder count together.
# "monitor topics add NAME" and "monitor sources add ADDRESS" write here; "monitor check" runs the examples of topics;
# "monitor explain --text '…'" tells why a sentence matches or does not.
watchlist: mine

# A topic in full:
#  - id: kling                               # never changes once in use
#    name: {zh: 可灵, en: Kling}
#    aliases:
#      - 可灵                                 # 座椅可灵活调节 is not a hit: words are told apart
#      - {text: Kling, needs: [快手, Kuaishou, video, 视频, AI]}   # ambiguous: one of these must be near
#    examples:
#      match: [快手可灵发布2.0, Kling AI raises its prices]
#      reject: [座椅可灵活调节, A Klingon dictionary]
topics: []

# Tags on what was found, for routes and templates.
signals:
  launch: [发布, 上线, 推出, 開源, 开源, 発売, 公開, release, launch, "now available"]
  pricing: [降价, 免费, 会员, 値下げ, price, "free tier"]

# A feed, or a page (kind: page). Every source is matched against every topic of all files.
#  - {url: "https://example.org/feed.xml", title: Example, lang: en, tier: press}
sources: []
"""
WATCHLIST_FILE: Final = "watchlists/mine.yaml"
_SEARCH_ENGINES: Final = ("bing-news", "google-news")
_SEARCH_LANGUAGES: Final = {"zh": "zh-CN", "ja": "ja-JP"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterSettings:
    """What a first ``monitor.yaml`` says beyond its comments."""

    timezone: str
    language: Language = "zh"
    channels: Mapping[str, Mapping[str, object]] | None = None
    """Name → keys of each channel."""
    allow: Sequence[str] = ()
    """Hosts (``host:port``) on private addresses that may be asked."""


def settings_text(wanted: StarterSettings) -> str:
    """The text of ``monitor.yaml``; UserError for a time zone that is none."""
    try:
        zone = time_zone(wanted.timezone)
    except Malformed as exc:
        raise UserError(
            f"{wanted.timezone} is not a time zone; expected an IANA name such as Asia/Shanghai; {exc}"
        ) from exc
    channels = "".join(f"\n  {name}: {in_one_line(keys)}" for name, keys in (wanted.channels or {}).items())
    allowed = f"  allow: {in_one_line(list(wanted.allow))}"
    hint = '  # allow: ["rsshub.lan:1200"]              # an own RSSHub on a private address'
    return _SETTINGS.format(
        timezone=f"timezone: {zone} ",
        language=f"language: {wanted.language}",
        languages=", ".join(LANGUAGES),
        allow=allowed if wanted.allow else hint,
        channels=channels or " {}",
    )


def starter_files(wanted: StarterSettings) -> dict[str, str]:
    """The path of each file inside the folder, and its text."""
    return {"monitor.yaml": settings_text(wanted), WATCHLIST_FILE: _WATCHLIST}


def example_files() -> dict[str, str]:
    """The shipped watchlists about AI video models, by their path inside the folder."""
    return {
        f"watchlists/{file.name}": file.read_text("utf-8")
        for file in sorted(bundled_folder("watchlists").glob("*.yaml"))
    }


def searches_text(topics: Sequence[str], language: Language) -> str:
    """News searches for these topics, as the end of a watchlist file."""
    tag = _SEARCH_LANGUAGES.get(language, "en-US")
    rows = "".join(
        f"  - {{engine: {engine}, topics: {in_one_line(list(topics))}, language: {tag}}}\n"
        for engine in _SEARCH_ENGINES
    )
    return f"\n# Search feeds, built from the aliases of each topic.\nsearches:\n{rows}"


def write_missing(
    directory: Path, files: Mapping[str, str], *, private: frozenset[str] = frozenset()
) -> tuple[Sequence[Path], Sequence[Path]]:
    """Write what is not there: (written, kept). Nothing is written over; ``private`` ones are for their owner alone."""
    written, kept = [], []
    for name, text in files.items():
        path = directory / name
        if path.exists():
            kept.append(path)
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            mode = 0o600 if name in private else 0o666
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
                file.write(text)
        except OSError as exc:
            raise UserError(f"{directory} cannot be written: {exc.strerror}") from exc
        written.append(path)
    return written, kept
