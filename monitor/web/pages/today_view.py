"""What stands around the stream of the first page: figures, topics, what was held back, what was sent."""

from collections.abc import Sequence

from monitor.app.queries.today import AtAGlance, Trend
from monitor.core.i18n.formats import format_number
from monitor.core.i18n.phrases import render_reason
from monitor.core.model.deliveries import Delivery
from monitor.core.render.story_view import text_of
from monitor.core.status.conditions import Condition, MonitorStatus
from monitor.values import dataclass
from monitor.web.charts import Spark, draw_spark
from monitor.web.page import Moment, Reader
from monitor.web.pages.story_view import TONES

_LOUD = 12
_WEEK = 7
_PLACES = {
    "sources": "/sources?state=failing",
    "given-up": "/deliveries?state=dead",
    "channel-stopped": "/deliveries",
    "channel-failing": "/deliveries",
    "digest": "/deliveries",
}
"""Where more about a condition stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionLine:
    """One thing that needs somebody, and where to go."""

    sentence: str
    bad: bool
    path: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    """A figure of today with its trend."""

    name: str
    value: str
    note: str
    chart: Spark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One day of the table beside the trends."""

    day: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """A topic, its trend, and how this week compares with the one before; its mentions where that is not known."""

    id: str
    name: str
    chart: Spark | None = None
    change: str = ""
    up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldStory:
    """A story of which something was held back."""

    story: int
    title: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """What was held back for one reason."""

    name: str
    count: str
    meaning: str
    lines: tuple[HeldStory, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLine:
    """A message and how it went."""

    what: str
    to: str
    tone: str
    when: Moment


def attention_lines(reader: Reader, status: MonitorStatus) -> tuple[AttentionLine, ...]:
    """What needs somebody, worst first, each as a sentence in the reader's language."""
    return tuple(_attention_line(reader, condition) for condition in status.conditions)


def _attention_line(reader: Reader, condition: Condition) -> AttentionLine:
    sentence = text_of(reader.app.redact(render_reason(condition.reason, reader.wording.language)), 300)
    path = _PLACES.get(condition.kind, "")
    link = reader.say("look") if path else ""
    return AttentionLine(sentence=sentence, bad=condition.level == "failing", path=path, link=link)


def stats_of(reader: Reader, found: Trend) -> tuple[Stat, ...]:
    """Stories, mentions, entries, messages: today, against the usual day."""
    return tuple(
        _stat_of(reader, name, values, began=_first_day(found))
        for name, values in (
            ("stories", found.stories),
            ("mentions", found.mentions),
            ("entries", found.entries),
            ("messages", found.sent),
        )
    )


def _first_day(found: Trend) -> int:
    """The first of the days on which something was read: those before say nothing of what is usual."""
    return next((day for day, count in enumerate(found.entries) if count), len(found.entries))


def _stat_of(reader: Reader, name: str, values: Sequence[int], *, began: int) -> Stat:
    language, say = reader.wording.language, reader.say
    before = values[began:-1]
    label = say("trend_label", name=say(f"stat_{name}"), low=min(values), high=max(values))
    return Stat(
        name=say(f"stat_{name}"),
        value=format_number(values[-1], language),
        note=say("usual_day", n=round(sum(before) / len(before))) if before else "",
        chart=draw_spark(values, label),
    )


def stat_table(reader: Reader, found: Trend) -> tuple[DayRow, ...]:
    """The same figures as a table, the newest day first."""
    columns = (found.stories, found.mentions, found.entries, found.sent)
    rows = [
        DayRow(
            day=f"{day:%m-%d}",
            values=tuple(format_number(column[place], reader.wording.language) for column in columns),
        )
        for place, day in enumerate(found.days)
    ]
    return tuple(reversed(rows))


def topic_lines(reader: Reader, found: Trend) -> tuple[tuple[TopicLine, ...], tuple[TopicLine, ...]]:
    """Topics that were mentioned, those that changed most first, and the quiet ones."""
    ids = [topic.id for topic in reader.app.watchlists.topics]
    loud = [topic for topic in ids if any(found.topics.get(topic, ()))]
    loud.sort(key=lambda topic: -abs(_change_of(found.topics[topic])) - sum(found.topics[topic]) / 1000)
    compared = _first_day(found) == 0
    shown = tuple(_topic_line(reader, topic, found.topics[topic], compared=compared) for topic in loud[:_LOUD])
    quiet = tuple(TopicLine(id=topic, name=reader.topic(topic)) for topic in ids if topic not in loud)
    return shown, quiet


def _topic_line(reader: Reader, topic: str, values: Sequence[int], *, compared: bool) -> TopicLine:
    """``compared``: the week before was watched as well."""
    change, name = _change_of(values) if compared else 0, reader.topic(topic)
    told = _told_change(change) if compared else format_number(sum(values[-_WEEK:]), reader.wording.language)
    return TopicLine(
        id=topic,
        name=name,
        chart=draw_spark(values, reader.say("trend_label", name=name, low=min(values), high=max(values))),
        change=told,
        up=change > 0,
    )


def _told_change(change: int) -> str:
    if not change:
        return "="
    return f"▲ {change}" if change > 0 else f"▼ {-change}"


def _change_of(values: Sequence[int]) -> int:
    """This week against the one before."""
    return sum(values[-_WEEK:]) - sum(values[-2 * _WEEK : -_WEEK])


def held_lines(reader: Reader, found: AtAGlance) -> tuple[HeldLine, ...]:
    """What was found and sent to nobody, by reason."""
    say, language = reader.say, reader.wording.language
    lines = [
        HeldLine(
            name=say(f"status_{one.status}"),
            count=format_number(one.count, language),
            meaning=say(f"status_{one.status}_means"),
            lines=tuple(
                HeldStory(story=mention.story_id, title=text_of(mention.entry_title), about=reader.topic(mention.topic))
                for mention in one.newest
            ),
        )
        for one in found.held
    ]
    if found.refused:
        meaning = say("status_refused_means")
        lines.append(
            HeldLine(
                name=say("status_refused"), count=format_number(found.refused, language), meaning=meaning, lines=()
            )
        )
    return tuple(lines)


def sent_lines(reader: Reader, found: Sequence[Delivery]) -> tuple[SentLine, ...]:
    """The newest messages."""
    return tuple(
        SentLine(
            what=reader.say(f"kind_{one.kind}"),
            to=text_of(f"{one.channel} {one.recipient}".strip(), 80),
            tone=TONES.get(one.state, ""),
            when=reader.moment(one.sent_at or one.created_at),
        )
        for one in found
    )
