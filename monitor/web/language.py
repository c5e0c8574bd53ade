"""What the pages say, in Chinese and English."""

from collections.abc import Callable
from datetime import datetime, tzinfo

from monitor.core.model.settings import Language

Say = Callable[..., str]

PHRASES: dict[str, tuple[str, str | tuple[str, str]]] = {
    "app": ("新闻监测", "News Monitor"),
    "ask_not-relevant": ("这条和你关注的无关吗？", "Is this not relevant to you?"),
    "ask_relevant": ("这条确实相关吗？", "Is this relevant?"),
    "ask_mute": ("静音一天？", "Mute for a day?"),
    "mute_means": (
        "到 {until} 为止不再发送它的即时提醒；摘要里仍会出现。",
        "No alerts about it until {until}; digests still tell.",
    ),
    "for_topics": ("对哪个主题不相关？", "Not relevant to which topic?"),
    "mute_topics": ("静音哪个主题？", "Mute which topic?"),
    "for_topic": ("主题", "Topic"),
    "why_word": ("为什么？一个词就够（可不填）", "Why? One word will do (optional)"),
    "why_hint": (
        "例如句子里紧挨着名字、表明是另一件事的那个词",
        "For example the word beside the name that shows it is something else",
    ),
    "confirm_not-relevant": ("确认不相关", "Yes, not relevant"),
    "confirm_relevant": ("确认相关", "Yes, relevant"),
    "confirm_mute": ("静音一天", "Mute for a day"),
    "nothing_yet": (
        "打开这个页面什么也没有改变，按下按钮才会记录。链接有效到 {until}，只能用一次。",
        "Opening this page changed nothing; the button does. The link works once, until {until}.",
    ),
    "recorded": ("已记录", "Recorded"),
    "recorded_not-relevant": ("对「{topic}」不相关", "Not relevant to “{topic}”"),
    "recorded_relevant": ("对「{topic}」相关", "Relevant to “{topic}”"),
    "recorded_mute": ("「{topic}」静音一天", "“{topic}” muted for a day"),
    "recorded_when": ("{when}，{who}", "{when}, {who}"),
    "recorded_means": (
        "这件事不会再就该主题提醒，也不会进入下一份摘要。规则没有改变。",
        "Nothing more is told about this story for that topic, nor in the next digest. No rule was changed.",
    ),
    "link_bad": ("这个链接在这里无效", "This link is not valid here"),
    "link_bad_more": (
        "可能被截断或改动过。请从原消息里重新打开。",
        "It may have been cut or changed. Open it again from the message.",
    ),
    "link_old": ("这个链接已过期", "This link has expired"),
    "link_old_more": ("它有效到 {until}。", "It worked until {until}."),
    "story_gone": ("这件事已超过保存期限", "This story is no longer kept"),
    "story_gone_more": (
        "它的报道已按保存期限删除，没有什么可记录。",
        "Its reports were removed when their time was over; nothing can be recorded.",
    ),
    "proposal": ("建议的规则", "Proposed rule"),
    "change_exclude": ("主题「{topic}」排除 {words}", "Topic “{topic}”: exclude {words}"),
    "change_needs": ("别名「{alias}」要求附近出现 {words}", "Alias “{alias}”: needs one of {words}"),
    "change_not_near": ("别名「{alias}」附近出现 {words} 时不算", "Alias “{alias}”: not near {words}"),
    "effect": (
        "过去 {days} 天会去掉 {removed} 次提及，其中 {relevant} 次被判为相关；保留 {kept} 次。",
        "Would have removed {removed} mentions in {days} days, of which {relevant} judged relevant; keeps {kept}.",
    ),
    "only_after_yes": ("有人同意之前什么都不会改变。", "Nothing changes without a yes."),
    "decide_here": ("查看并决定", "Look and decide"),
    "accept": ("同意，写入规则", "Yes, change the rule"),
    "reject": ("不同意", "No"),
    "state_open": ("待决定", "open"),
    "state_accepted": ("已同意", "accepted"),
    "state_rejected": ("已拒绝", "rejected"),
    "feedback": ("反馈", "Feedback"),
    "proposals": ("建议的规则", "Proposed rules"),
    "no_proposals": ("没有待决定的建议。", "No proposal waits for an answer."),
    "verdicts": ("最近的判断", "Latest verdicts"),
    "no_verdicts": ("还没有人反馈过。", "Nobody has judged a story yet."),
    "verdict_not-relevant": ("不相关", "not relevant"),
    "verdict_relevant": ("相关", "relevant"),
    "verdict_mute": ("静音", "muted"),
    "examples_of": ("会去掉的例子", "Some of what it would have removed"),
    "home": ("总览", "Overview"),
    "healthy": ("运行正常", "Running"),
    "unhealthy": ("没有心跳", "Not ticking"),
    "seen_of": ("看到 {seen}/{of} 个来源", "{seen} of {of} sources seen"),
    "topics": ("主题", "Topics"),
    "week": ("近 7 天", "7 days"),
    "latest": ("最近的事", "Latest stories"),
    "no_stories": ("还没有任何事件。", "No stories yet."),
    "timeline": ("报道时间线", "Reports in order of time"),
    "facts": ("讲过的事实", "Facts told"),
    "no_facts": ("没有版本、价格、金额、日期。", "No version, price, amount, date or status."),
    "mentions": ("提及", "Mentions"),
    "follows": ("接续", "Follows"),
    "read_article": ("查看原文", "Read the article"),
    "mark_not-relevant": ("不相关", "Not relevant"),
    "mark_relevant": ("相关", "Relevant"),
    "judge": ("你的判断", "Your verdict"),
    "first_seen": ("首次看到 {when}", "first seen {when}"),
    "entry_seen": ("看到 {when}", "seen {when}"),
    "round_up": ("汇总", "round-up"),
    "reports_n": ("{n} 篇报道", ("{n} report", "{n} reports")),
    "error": ("出了点问题", "That did not work"),
    "error_401": ("需要密码", "A password is needed"),
    "error_403": ("不允许", "Not allowed"),
    "error_404": ("没有这个页面", "There is no such page"),
    "error_410": ("已经没有了", "Gone"),
    "tier_official": ("官方", "official"),
    "tier_first-hand": ("一手", "first-hand"),
    "tier_press": ("媒体", "press"),
    "tier_aggregator": ("聚合", "aggregator"),
    "fact_version": ("版本", "version"),
    "fact_amount": ("金额", "amount"),
    "fact_price": ("价格", "price"),
    "fact_date": ("日期", "date"),
    "fact_status": ("状态", "status"),
    "fact_number": ("数字", "number"),
    "untitled": ("（无标题）", "(no title)"),
}


def web_translator(language: Language) -> Say:
    """``say(key, **values)`` in this language; ``n`` decides between singular and plural."""
    column = 0 if language == "zh" else 1

    def say(key: str, **values: object) -> str:
        phrase = PHRASES[key][column]
        if isinstance(phrase, tuple):
            phrase = phrase[0 if values.get("n") == 1 else 1]
        return phrase.format(**values)

    return say


def language_of(accepted: str, default: Language) -> Language:
    """The reader's: the first of zh and en that the browser names (RFC 9110, 12.5.4), else the settings'."""
    ranked: list[tuple[float, int, Language]] = []
    for place, part in enumerate(accepted.split(",")[:20]):
        tag, _, weight = part.strip().lower().partition(";q=")
        primary = tag.partition("-")[0]
        if primary == "zh" or primary == "en":
            ranked.append((-_weight(weight), place, "zh" if primary == "zh" else "en"))
    return min(ranked)[2] if ranked else default


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def full_moment(at: datetime, zone: tzinfo) -> str:
    """2026-11-26 12:20 in the settings' zone."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
