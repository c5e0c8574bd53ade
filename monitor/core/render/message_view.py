"""Whole messages as templates see them: alert, digest and notice, each with its title and its words."""

from collections.abc import Sequence
from datetime import datetime

from monitor.core.i18n.catalog import language_setting
from monitor.core.i18n.formats import day_and_time, format_day, name_list
from monitor.core.i18n.phrases import render_reason, translator
from monitor.core.model.languages import Language
from monitor.core.model.messages import (
    AlertMessage,
    DigestMessage,
    Message,
    NoticeMessage,
    RenderContext,
    TestMessage,
)
from monitor.core.render.coverage_lines import (
    ai_summaries_line,
    coverage_figures,
    coverage_line,
    dead_letter_lines,
    earlier_line,
    nothing_new_line,
)
from monitor.core.render.digest_view import TopicView, TroubleView, is_daily, named_elsewhere, topics_of, trouble_view
from monitor.core.render.story_view import NAME_BYTES, StoryView, story_view, text_of
from monitor.core.text.clip import clip_text
from monitor.core.text.sanitize import safe_url
from monitor.values import dataclass

MAX_TROUBLES = 12
"""Failing sources named in a digest; the rest is counted."""
_HEADLINE = 60
"""Characters of the first headline in a subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A message as templates see it; ``kind`` is alert, digest or notice. What a kind lacks is empty."""

    kind: str
    title: str
    subject: str
    """Of a mail: a digest's tells the first headline, which in a chat stands right below the title."""
    label: str
    when: str
    window: str = ""
    note: str = ""
    """Why stories are grouped, why late: a sentence."""
    repeat: bool = False
    stories: tuple[StoryView, ...] = ()
    topics: tuple[TopicView, ...] = ()
    lines: tuple[str, ...] = ()
    lead: StoryView | None = None
    """A digest's top story: told first, and not again under its topic."""
    lead_topic: str = ""
    lead_why: str = ""
    archive: str = ""
    """Where the digest stands among the pages; empty without ``base_url``."""
    end: str = ""
    """A digest's last words."""
    earlier_more: str = ""
    """How much was there before beyond what the topics tell, and in which; empty when they tell all of it."""
    quiet: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    """Topics that only stories of other topics name: (their names, the story's title)."""
    coverage: str = ""
    ai_summaries: str = ""
    """How many sentences a language model made, and why not more; empty when none is asked."""
    figures: tuple[tuple[str, str], ...] = ()
    troubles: tuple[TroubleView, ...] = ()
    more_troubles: int = 0
    not_seen: int = 0
    all_seen: bool = False
    """There are sources, and each was seen."""
    dead_letters: tuple[str, ...] = ()
    new: int = 0
    active: int = 0
    """Topics with at least one story."""
    mentions: int = 0
    empty: bool = False
    proof: str = ""
    home: str = ""
    language: Language

    @property
    def has_earlier(self) -> bool:
        """Whether a topic tells of what was there before."""
        return any(topic.earlier for topic in self.topics)

    @property
    def elsewhere_told(self) -> int:
        """Topics with something new that other parts of a digest tell."""
        return max(self.active - sum(topic.is_told for topic in self.topics), 0)

    @property
    def gists(self) -> str:
        """``ai_summaries`` by its former name (``templates.RENAMED``)."""
        return self.ai_summaries

    @property
    def lang(self) -> str:
        """The language's tag, for the attribute ``lang``: it decides which shape a Han character gets."""
        return language_setting(self.language, "tag")

    @property
    def fonts(self) -> str:
        """What the language is set in."""
        return language_setting(self.language, "fonts")

    @property
    def outlook_fonts(self) -> str:
        """The same for Outlook, which takes the first that it knows."""
        return language_setting(self.language, "outlook_fonts")


def page_of(message: Message, wording: RenderContext) -> PageView:
    """The view of any message."""
    match message:
        case AlertMessage():
            return _alert_page(message, wording)
        case DigestMessage():
            return _digest_page(message, wording, topics_of(message, wording))
        case NoticeMessage():
            return _notice_page(message, wording)
        case TestMessage():
            say = translator(wording)
            lines = (say("test_line", channel=text_of(message.channel, NAME_BYTES)), say("test_what"))
            return _plain_page(say("test_title"), lines, message.at, wording, repeat=message.possible_repeat)


def _repeat_mark(title: str, wording: RenderContext, *, repeat: bool) -> str:
    return f"[{translator(wording)('repeat')}] {title}" if repeat else title


def _home_url(wording: RenderContext) -> str:
    return safe_url(wording.base_url)


def _alert_page(message: AlertMessage, wording: RenderContext) -> PageView:
    say = translator(wording)
    stories = tuple(story_view(news, message.at, wording) for news in message.stories)
    names = tuple(dict.fromkeys(name for story in stories for name in story.topics))
    if message.kind == "grouped" or len(stories) != 1:
        title = name_list(names[:3], wording.language)
        title = f"{title}{' · ' if title else ''}{say('summary_title', n=len(stories))}"
    else:
        mark = f"{say('follow_up')} · " if message.kind == "follow-up" else ""
        title = f"{mark}{_with_topic(stories[0].title, next(iter(stories[0].topics), ''))}"
    return PageView(
        kind="alert",
        title=_repeat_mark(title, wording, repeat=message.possible_repeat),
        subject=_repeat_mark(title, wording, repeat=message.possible_repeat),
        label=say("follow_up") if message.kind == "follow-up" else " · ".join(names[:3]),
        when=day_and_time(message.at, wording),
        note=text_of(render_reason(message.reason, wording.language)),
        repeat=message.possible_repeat,
        stories=stories,
        home=_home_url(wording),
        language=wording.language,
    )


def _with_topic(headline: str, topic: str) -> str:
    """A headline that does not say what it is about gets its topic before it."""
    return headline if not topic or topic.casefold() in headline.casefold() else f"{topic} · {headline}"


def _notice_page(message: NoticeMessage, wording: RenderContext) -> PageView:
    lines = tuple(text_of(render_reason(line, wording.language), 1_000) for line in message.lines)
    # No service takes an empty title.
    title = text_of(render_reason(message.title, wording.language)) or translator(wording)("notice")
    return _plain_page(title, lines, message.at, wording, repeat=message.possible_repeat)


def _plain_page(title: str, lines: tuple[str, ...], at: datetime, wording: RenderContext, *, repeat: bool) -> PageView:
    return PageView(
        kind="notice",
        title=_repeat_mark(title, wording, repeat=repeat),
        subject=_repeat_mark(title, wording, repeat=repeat),
        label=translator(wording)("notice"),
        when=day_and_time(at, wording),
        repeat=repeat,
        lines=lines,
        home=_home_url(wording),
        language=wording.language,
    )


def _digest_page(message: DigestMessage, wording: RenderContext, topics: Sequence[TopicView]) -> PageView:
    new = sum(topic.new for topic in topics)
    lead, lead_topic = _lead_of(message, topics)
    coverage = message.coverage
    label, span = _digest_label(message, wording)
    title, subject = (words(label, span, topics, new, wording) for words in (_digest_title, _digest_subject))
    return PageView(
        kind="digest",
        title=_repeat_mark(title, wording, repeat=message.possible_repeat),
        subject=_repeat_mark(subject, wording, repeat=message.possible_repeat),
        label=label,
        when=span,
        window=_window_line(message, wording),
        note=text_of(render_reason(message.late_by, wording.language)),
        repeat=message.possible_repeat,
        topics=tuple(topics),
        lead=lead,
        lead_topic=lead_topic,
        lead_why=" · ".join(render_reason(reason, wording.language) for reason in message.lead_reasons),
        archive=_archive_page(message, wording),
        end=translator(wording)("digest_end", when=day_and_time(message.from_at, wording)),
        named=named_elsewhere(message, wording),
        earlier_more=earlier_line([(topic.name, topic.earlier_more) for topic in topics], wording),
        quiet=tuple(text_of(name, NAME_BYTES) for name in message.quiet_topics),
        coverage=coverage_line(coverage, wording),
        ai_summaries=ai_summaries_line(coverage.ai_summaries, wording) if coverage.ai_summaries else "",
        figures=coverage_figures(coverage, wording),
        troubles=tuple(trouble_view(trouble, message.to_at, wording) for trouble in coverage.failing[:MAX_TROUBLES]),
        more_troubles=max(len(coverage.failing) - MAX_TROUBLES, 0),
        not_seen=max(coverage.sources - coverage.seen, len(coverage.failing)),
        all_seen=0 < coverage.sources == coverage.seen and not coverage.failing,
        dead_letters=dead_letter_lines(coverage.dead_letters, wording),
        new=new,
        active=sum(topic.is_told for topic in topics),
        mentions=_mentions_told(message),
        empty=not topics,
        proof=nothing_new_line(coverage, wording),
        home=_home_url(wording),
        language=wording.language,
    )


def _window_line(message: DigestMessage, wording: RenderContext) -> str:
    start, end = (day_and_time(at, wording) for at in (message.from_at, message.to_at))
    return translator(wording)("window", start=start, end=end)


def _lead_of(message: DigestMessage, topics: Sequence[TopicView]) -> tuple[StoryView | None, str]:
    """The top story among those that are told in full, and the name of its topic."""
    told = ((story, topic.name) for topic in topics for story in topic.stories if story.id == message.lead)
    return next(told, (None, ""))


def _mentions_told(message: DigestMessage) -> int:
    """Mentions of the window, but for those of stories that were there before."""
    told = {news.story.id: news for topic in message.topics for news in topic.stories if not news.earlier}
    return sum(len(news.mentions) for news in told.values())


def _archive_page(message: DigestMessage, wording: RenderContext) -> str:
    base = _home_url(wording).rstrip("/")
    return f"{base}/digests/{message.id}" if base and message.id else ""


def _digest_label(message: DigestMessage, wording: RenderContext) -> tuple[str, str]:
    """What the digest is called, and the day or days that it is of."""
    say = translator(wording)
    label = say(message.name) if message.name in {"daily", "weekly"} else say("digest_named", name=message.name)
    date = format_day(message.to_at, wording)
    span = date if is_daily(message) else f"{format_day(message.from_at, wording)} – {date}"
    return text_of(label, NAME_BYTES), span


def _digest_title(label: str, date: str, topics: Sequence[TopicView], new: int, wording: RenderContext) -> str:
    if not new:
        return _digest_subject(label, date, topics, new, wording)
    say = translator(wording)
    return say("digest_title", label=label, date=date, count=say("n_new", n=new))


def _digest_subject(label: str, date: str, topics: Sequence[TopicView], new: int, wording: RenderContext) -> str:
    """The headline that a reader should see if nothing else, and how many more there are."""
    say = translator(wording)
    lead = topics[0].lead if topics else None
    if lead is not None:
        key = "digest_subject_more" if new > 1 else "digest_subject"
        return say(
            key, label=label, date=date, headline=_with_topic(clip_text(lead.title, _HEADLINE), topics[0].name), n=new
        )
    old = sum(len(topic.continued) + len(topic.late) for topic in topics)
    return say("digest_subject_old" if old else "digest_subject_empty", label=label, date=date, n=old)
