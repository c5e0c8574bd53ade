"""A whole story as its page shows it."""

from collections.abc import Sequence

from monitor.app.queries.story import MOST_EDITS, Edit, WholeStory
from monitor.core.i18n.catalog import find_phrase
from monitor.core.i18n.formats import name_list
from monitor.core.i18n.phrases import render_reason
from monitor.core.model.deliveries import Delivery
from monitor.core.model.feedback import Judgement
from monitor.core.model.messages import StoryNews
from monitor.core.model.stories import Fact, Outlet, Story
from monitor.core.render.sentence_pieces import Piece, pieces_of
from monitor.core.render.story_view import signal_labels, story_view, text_of
from monitor.core.text.sanitize import safe_url
from monitor.values import dataclass
from monitor.web.diffs import DiffPiece, diff_pieces
from monitor.web.page import Moment, Page, Reader
from monitor.web.story_cards import TopicChip, why_news

_MOST = 200
"""Reports and mentions shown; the command line lists all."""
TONES = {"sent": "ok", "dead": "bad", "held": "bad", "deferred": "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletLine:
    """One report."""

    id: int
    when: Moment
    seen: str
    title: str
    url: str
    source: str
    tier: str
    lang: str
    reprint: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionLine:
    """One mention with its sentence and why it counts."""

    topic: str
    source: str
    sentence: tuple[Piece, ...]
    reason: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """A topic of the story and the newest verdict about it."""

    id: str
    name: str
    judged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact told, and who told it first."""

    surface: str
    kind: str
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLine:
    """One message about it."""

    id: int
    what: str
    to: str
    tone: str
    state: str
    answer: str
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLine:
    """What an edit changed."""

    source: str
    when: Moment
    title: tuple[DiffPiece, ...]
    text: tuple[DiffPiece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherStory:
    """Another story by its number."""

    id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage(Page):
    """The whole story."""

    id: int
    headline: str
    url: str
    topic_chips: tuple[TopicChip, ...]
    meta: str
    signals: tuple[str, ...]
    sentence: tuple[Piece, ...]
    follows: OtherStory | None
    topics: tuple[TopicLine, ...]
    outlets: tuple[OutletLine, ...]
    languages: str
    facts: tuple[FactLine, ...]
    mentions: tuple[MentionLine, ...]
    sent: tuple[SentLine, ...]
    edits: tuple[EditLine, ...]
    more_edits: str
    """That there were edits before these; else empty."""
    others: tuple[OtherStory, ...]


def story_page(reader: Reader, found: WholeStory) -> StoryPage:
    """Everything, as text that is clean and bounded."""
    story, say, wording = found.story, reader.say, reader.wording
    news = StoryNews(story=story, mentions=found.mentions)
    view = story_view(news, reader.app.clock.now(), wording)
    best = max(found.mentions, key=lambda mention: mention.score, default=None)
    sentence = pieces_of(best.snippet, best.highlights) if best else ()
    told = "".join(piece.text for piece in sentence).strip(" .。…")
    meta = (say("first_seen", when=reader.moment(story.first_seen_at).text), say("reports_n", n=len(story.outlets)))
    return StoryPage(
        title=view.title,
        lang=reader.lang,
        root=reader.root,
        id=story.id,
        headline=view.title,
        url=view.url,
        topic_chips=tuple(TopicChip(id=topic, name=reader.topic(topic)) for topic in story.topics),
        meta=" · ".join(filter(None, (*meta, why_news(reader, news)))),
        signals=signal_labels(story.signals, wording),
        sentence=() if told == view.title.strip(" .。…") else sentence,
        follows=_other(reader, found.follows) if found.follows else None,
        topics=tuple(_topic_line(reader, topic, found.judged.get((story.id, topic))) for topic in found.topics),
        outlets=tuple(_outlet_line(reader, outlet) for outlet in story.outlets[:_MOST]),
        languages=_languages_of(reader, story),
        facts=tuple(_fact_line(reader, fact, story.outlets) for fact in story.facts),
        mentions=_mention_lines(reader, found),
        sent=tuple(sent_line(reader, one) for one in found.deliveries),
        edits=tuple(_edit_line(reader, edit) for edit in found.edits),
        more_edits=say("more_edits", n=MOST_EDITS) if found.more_edits else "",
        others=tuple(_other(reader, one) for one in found.neighbours),
    )


def sent_line(reader: Reader, one: Delivery) -> SentLine:
    """A message: what, to whom, how it went and what was answered."""
    return SentLine(
        id=one.id,
        what=reader.say(f"kind_{one.kind}"),
        to=text_of(f"{one.channel} {one.recipient}".strip(), 80),
        tone=TONES.get(one.state, ""),
        state=reader.say(f"delivery_{one.state}"),
        answer=text_of(reader.app.redact(render_reason(one.answer, reader.wording.language)), 300),
        when=reader.moment(one.sent_at or one.created_at),
    )


def _other(reader: Reader, story: Story) -> OtherStory:
    return OtherStory(id=story.id, title=text_of(story.title, 160) or reader.say("untitled"))


def _topic_line(reader: Reader, topic: str, judged: Judgement | None) -> TopicLine:
    said = reader.say(f"verdict_{judged}") if judged else ""
    return TopicLine(id=topic, name=reader.topic(topic), judged=said)


def _outlet_line(reader: Reader, outlet: Outlet) -> OutletLine:
    return OutletLine(
        id=outlet.report_id,
        when=reader.moment(outlet.published_at or outlet.seen_at),
        seen=reader.say("entry_seen", when=reader.moment(outlet.seen_at).text),
        title=text_of(outlet.title) or reader.say("untitled"),
        url=safe_url(outlet.url),
        source=text_of(outlet.source, 80),
        tier=reader.say("round_up") if outlet.is_roundup else _kind_name(reader, f"tier_{outlet.tier}", outlet.tier),
        lang=outlet.lang,
        reprint=outlet.is_reprint,
        why=text_of(render_reason(outlet.why, reader.wording.language), 300),
    )


def _languages_of(reader: Reader, story: Story) -> str:
    tags = dict.fromkeys(outlet.lang.partition("-")[0] for outlet in story.outlets if outlet.lang)
    names = [reader.say(f"language_{tag}") if find_phrase("en", f"page.language_{tag}") else tag for tag in tags]
    return name_list(names, reader.wording.language)


def _fact_line(reader: Reader, fact: Fact, outlets: Sequence[Outlet]) -> FactLine:
    surface = text_of(fact.surface or fact.value)
    first = next((outlet for outlet in outlets if surface and surface.casefold() in outlet.title.casefold()), None)
    kind = _kind_name(reader, f"fact_{fact.kind}", fact.kind)
    return FactLine(surface=surface, kind=kind, first=text_of(first.source, 80) if first else "")


def _mention_lines(reader: Reader, found: WholeStory) -> tuple[MentionLine, ...]:
    """One line for each sentence: reprints repeat it."""
    seen: set[tuple[str, str]] = set()
    lines: list[MentionLine] = []
    for mention in found.mentions[:_MOST]:
        if (mention.topic, mention.snippet) in seen:
            continue
        seen.add((mention.topic, mention.snippet))
        lines.append(
            MentionLine(
                topic=reader.topic(mention.topic),
                source=text_of(mention.source_title, 80),
                sentence=pieces_of(mention.snippet, mention.highlights),
                reason=text_of(render_reason(mention.reason, reader.wording.language), 300),
                status=reader.say(f"status_{mention.status}") if mention.status != "new" else "",
            )
        )
    return tuple(lines)


def _edit_line(reader: Reader, edit: Edit) -> EditLine:
    before = edit.before
    return EditLine(
        source=text_of(edit.source, 80),
        when=reader.moment(before.replaced_at),
        title=tuple(diff_pieces(text_of(before.title), text_of(edit.title_after))),
        text=tuple(diff_pieces(before.text, edit.text_after)) if before.text != edit.text_after else (),
    )


def _kind_name(reader: Reader, key: str, name: str) -> str:
    return reader.say(key) if find_phrase("en", f"page.{key}") else name
