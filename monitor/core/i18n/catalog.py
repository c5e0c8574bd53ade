"""The program's own words in Chinese and English, and dates and numbers as people of each language write them."""

from collections.abc import Callable
from datetime import datetime

from monitor.core.model.messages import RenderContext

Say = Callable[..., str]

# Chinese, English; English with a count: (one, many), chosen by ``n``.
PHRASES: dict[str, tuple[str, str | tuple[str, str]]] = {
    "app": ("新闻监测", "News Monitor"),
    "daily": ("日报", "Daily digest"),
    "weekly": ("周报", "Weekly digest"),
    "digest_named": ("{name} 摘要", "{name} digest"),
    "digest_title": ("{label} {date}：{count}", "{label}, {date}: {count}"),
    "digest_subject": ("{label} {date}：{headline}", "{label}, {date}: {headline}"),
    "digest_subject_more": (
        "{label} {date}：{headline}｜共 {n} 件新事",
        "{label}, {date}: {headline} | {n} new stories",
    ),
    "digest_subject_old": (
        "{label} {date}：没有新事，{n} 件旧事有新报道",
        "{label}, {date}: nothing new, {n} older stories go on",
    ),
    "digest_subject_empty": ("{label} {date}：没有新消息", "{label}, {date}: nothing new"),
    "n_stories": ("{n} 件事", ("{n} story", "{n} stories")),
    "n_new": ("{n} 件新事", ("{n} new story", "{n} new stories")),
    "n_new_short": ("{n} 件新事", "{n} new"),
    "n_topics": ("{n} 个主题", ("{n} topic", "{n} topics")),
    "n_mentions": ("{n} 次提及", ("{n} mention", "{n} mentions")),
    "n_outlets": ("{n} 家报道", ("{n} outlet", "{n} outlets")),
    "n_more": ("另有 {n} 家", ("and {n} more", "and {n} more")),
    "n_continued": ("{n} 件仍在继续", ("{n} continues", "{n} continue")),
    "n_late": ("{n} 件迟到", ("{n} late", "{n} late")),
    "first_by": ("{source} 首发", "first: {source}"),
    "more_reports": ("又有 {n} 篇报道", ("{n} more report", "{n} more reports")),
    "continued": ("仍在继续", "Still going on"),
    "further": ("更多", "More"),
    "passing": ("正文提到", "Named in the text"),
    "named_elsewhere": ("只在别的主题里提到", "Named under other topics only"),
    "also_about": ("也涉及 {topics}", "also {topics}"),
    "related": ("相关", "related"),
    "late": ("迟到", "late"),
    "late_title": ("迟到的消息", "Seen late"),
    "late_note": ("发布已久，这次才看到", "published earlier, seen only now"),
    "also_in": ("另见「{topic}」", "see {topic}"),
    "quiet": ("没有动静的主题", "Quiet topics"),
    "nothing_new": ("没有新消息", "Nothing new"),
    "nothing_new_proof": (
        "这段时间查看了 {seen} 个来源、{entries} 条内容，没有一条提到你关注的主题。",
        "{seen} sources and {entries} entries were looked at in this time; none names what you watch.",
    ),
    "nothing_new_blind": (
        "这段时间没有一个来源能看到，所以不能说没有新消息。",
        "No source could be seen in this time, so this does not mean that nothing happened.",
    ),
    "coverage": ("覆盖情况", "Coverage"),
    "coverage_line": (
        "{sources} 个来源中看到 {seen} 个 · 读了 {entries} 条 · {mentions} 次提及 · {stories} 件事 · 排除 {refused} 处",
        "{seen} of {sources} sources seen · {entries} entries read · {mentions} mentions · {stories} stories · "
        "{refused} hits refused",
    ),
    "sources_seen": ("来源", "sources"),
    "entries_read": ("已读", "entries read"),
    "mentions": ("提及", "mentions"),
    "stories": ("事件", "stories"),
    "refused": ("已排除", "refused"),
    "not_seen": ("没看到的来源（{n} 个）", ("{n} source not seen", "{n} sources not seen")),
    "and_n_more": ("还有 {n} 个", ("and {n} more", "and {n} more")),
    "all_seen": ("所有来源都看到了。", "Every source was seen."),
    "dead_letters": ("没能送达的消息", "Messages that could not be delivered"),
    "since": ("自 {when}", "since {when}"),
    "window": ("{start} — {end}", "{start} – {end}"),
    "trend_alt": ("近 {n} 天：{values}", "{n} days: {values}"),
    "trend": ("近 {n} 天", ("last {n} day", "last {n} days")),
    "than_before": ("前一天 {n}", "before: {n}"),
    "part": ("第 {part}/{parts} 部分", "part {part}/{parts}"),
    "repeat": ("可能重复", "possible repeat"),
    "repeat_note": (
        "上次发送后没有收到回执，这条消息可能已经收到过。",
        "No answer came to the last attempt: you may have received this before.",
    ),
    "follow_up": ("新进展", "Update"),
    "summary_title": ("{n} 件事", ("{n} story", "{n} stories")),
    "not_relevant": ("不相关", "Not relevant"),
    "mute_day": ("静音一天", "Mute for a day"),
    "open_article": ("查看原文", "Read the article"),
    "open_story": ("全部报道", "All reports"),
    "open_digest": ("打开面板", "Open the dashboard"),
    "notice": ("监测通知", "Monitor notice"),
    "test_title": ("测试消息", "Test message"),
    "test_line": ("通道「{channel}」可以送达。", "The channel “{channel}” works."),
    "test_what": ("这是一条测试消息，不需要处理。", "This is a test; nothing needs to be done."),
    "new_facts": ("新增：{facts}", "New: {facts}"),
    "health_ok": ("正常", "ok"),
    "health_silent": ("异常安静", "silent"),
    "health_failing": ("失败", "failing"),
    "health_blocked": ("被拦截", "blocked"),
    "health_truncated": ("不完整", "truncated"),
    "health_gone": ("已消失", "gone"),
    "health_paused": ("已暂停", "paused"),
    "health_overdue": ("逾期未看", "overdue"),
    "health_unread": ("还没看过", "not read yet"),
    "untitled": ("（无标题）", "(no title)"),
    "footer": ("由你自己的新闻监测发出", "Sent by your own news monitor"),
    "caught_up": ("补发", "Caught up"),
    "reprints_folded": ("更早已经讲过，只列标题", "told before, titles only"),
    "ai_summary": ("AI 摘要", "AI summary"),
    "gists": (
        "AI 摘要：写成 {made} 条，未采用 {refused} 条，失败 {failed} 次",
        "AI summaries: {made} made, {refused} refused, {failed} failed",
    ),
    "gists_spent": ("今日额度已用完", "the day's budget is spent"),
    "gists_trouble": ("暂停：{why}", "paused: {why}"),
    "published": ("发布于 {when}", "published {when}"),
}

SIGNALS: dict[str, str] = {
    "launch": "发布",
    "version": "版本",
    "revenue": "营收",
    "users": "用户",
    "org-change": "人事组织",
    "film-cost": "影视制作",
    "regulation": "监管",
    "release": "发布",
    "update": "更新",
    "pricing": "价格",
    "price": "价格",
    "funding": "融资",
    "open-source": "开源",
    "outage": "故障",
    "benchmark": "评测",
    "partnership": "合作",
    "policy": "监管",
    "legal": "法律",
    "research": "研究",
    "people": "人事",
    "shutdown": "下线",
    "correction": "更正",
}
"""Signal names that watchlists commonly use, in Chinese; any other name stands as it is written."""

_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: int) -> str:
    """1,934"""
    return f"{value:,}"


def translator(wording: RenderContext) -> Say:
    """The function ``say(key, **values)`` in the language of ``wording``; integers get their separators."""
    column = 0 if wording.language == "zh" else 1

    def say(key: str, **values: object) -> str:
        phrase = PHRASES[key][column]
        if isinstance(phrase, tuple):
            phrase = phrase[0 if values.get("n") == 1 else 1]
        # Lists of values show their items as they are; numbers as people write them.
        shown = {name: number(value) if isinstance(value, int) else value for name, value in values.items()}
        return phrase.format(**shown)

    return say


def separator(wording: RenderContext) -> str:
    """What stands between the items of a list of names."""
    return "、" if wording.language == "zh" else ", "


def signal_label(name: str, wording: RenderContext) -> str:
    """What a signal is called in the reader's language."""
    return SIGNALS.get(name, name) if wording.language == "zh" else name.replace("-", " ")


def day(at: datetime, wording: RenderContext) -> str:
    """11月23日 周一 / Mon 23 Nov"""
    local = at.astimezone(wording.zone)
    if wording.language == "zh":
        return f"{local.month}月{local.day}日 {_WEEKDAYS[local.weekday()]}"
    return f"{_EN_DAYS[local.weekday()]} {local.day} {_EN_MONTHS[local.month - 1]}"


def clock_time(at: datetime, wording: RenderContext) -> str:
    """08:30"""
    return at.astimezone(wording.zone).strftime("%H:%M")


def moment(at: datetime, near: datetime, wording: RenderContext) -> str:
    """The time of day when ``at`` is on the local day of ``near``, else with its date (and year when it differs)."""
    local, reference = at.astimezone(wording.zone), near.astimezone(wording.zone)
    time = local.strftime("%H:%M")
    days = (reference.date() - local.date()).days
    if days == 0:
        return time
    if days == 1:
        return f"昨天 {time}" if wording.language == "zh" else f"yesterday {time}"
    if wording.language == "zh":
        date = f"{local.month}月{local.day}日"
        return f"{date} {time}" if local.year == reference.year else f"{local.year}年{date}"
    date = f"{local.day} {_EN_MONTHS[local.month - 1]}"
    return f"{date} {time}" if local.year == reference.year else f"{date} {local.year}"
