"""The files that ``monitor init`` writes: a commented ``monitor.yaml`` and a first watchlist."""

from pathlib import Path
from typing import Final

from monitor.adapters.config.schema.formats import Malformed, time_zone
from monitor.core.model.languages import LANGUAGES
from monitor.errors import UserError

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
  # allow: ["rsshub.lan:1200"]              # an own RSSHub on a private address
# rsshub: http://rsshub.lan:1200            # base of every rsshub:/path source

# Ways out. Without any, alerts go to the terminal and digests to state/outbox.
channels: {{}}
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
# "monitor check" runs the examples; "monitor explain --text '…'" tells why a sentence matches or does not.
watchlist: first

topics:
  - id: kling                               # never changes once in use
    name: {zh: 可灵, en: Kling}
    owner: 快手 Kuaishou
    aliases:
      - 可灵                                 # 座椅可灵活调节 is not a hit: words are told apart
      - Kling AI
      - {text: Kling, needs: [快手, Kuaishou, video, 视频, AI, model, 模型]}   # ambiguous: one of these must be near
    examples:
      match: [快手可灵发布2.0, Kling AI raises its prices]
      reject: [座椅可灵活调节, A Klingon dictionary]

# Tags on what was found, for routes and templates.
signals:
  launch: [发布, 上线, 推出, 开源, release, launch, "now available"]
  pricing: [降价, 免费, 会员, price, "free tier"]

sources:
  - {url: "https://36kr.com/feed", title: 36氪, lang: zh, timezone: Asia/Shanghai, tier: press}
  - {url: "https://www.theverge.com/rss/index.xml", title: The Verge, lang: en, timezone: America/New_York, tier: press}

# Search feeds, built from the aliases of a topic.
searches:
  - {engine: bing-news, topics: [kling], language: zh-CN}
  # - {engine: google-news, topics: [kling], language: en-US}
"""


def starter_files(*, timezone: str, language: str = "zh") -> dict[str, str]:
    """The path of each file inside the folder, and its text."""
    try:
        zone = time_zone(timezone)
    except Malformed as exc:
        raise UserError(f"{timezone} is not a time zone; expected an IANA name such as Asia/Shanghai; {exc}") from exc
    return {
        "monitor.yaml": _SETTINGS.format(
            timezone=f"timezone: {zone} ", language=f"language: {language}", languages=", ".join(LANGUAGES)
        ),
        "watchlists/first.yaml": _WATCHLIST,
    }


def write_starter(directory: Path, *, timezone: str) -> list[Path]:
    """Write the files into the folder; UserError, and nothing written, when one of them is there already."""
    files = {directory / name: text for name, text in starter_files(timezone=timezone).items()}
    if there := [str(path) for path in files if path.exists()]:
        raise UserError(f"{', '.join(there)} is already there; nothing was written")
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as exc:
        raise UserError(f"{directory} cannot be written: {exc.strerror}") from exc
    return list(files)
