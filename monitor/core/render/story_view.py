"""What templates see: stories and outlets as clean text, harmless links and ready-made words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from monitor.core.feedback.signed_links import signed_link
from monitor.core.i18n.formats import format_moment, language_label, moment_without_time, name_list
from monitor.core.i18n.phrases import signal_label, translator
from monitor.core.model.feedback import Judgement
from monitor.core.model.messages import RenderContext, StoryNews
from monitor.core.model.stories import Outlet
from monitor.core.render.sentence_pieces import Piece, sentence_of
from monitor.core.text.clip import clip_text, utf8_bytes
from monitor.core.text.languages import SCRIPTED, language_of
from monitor.core.text.normalize import fold
from monitor.core.text.sanitize import safe_url, sanitize_line
from monitor.values import dataclass

TITLE_BYTES = 480
NAME_BYTES = 120
SIGNALS_SHOWN = 3
"""The nearest to the name; more would say nothing."""
AI_SUMMARY_BYTES = 600
_MIDNIGHT = (0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletView:
    """One report: who, under what title, where, when."""

    source: str
    title: str
    url: str
    when: str
    tier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AiSummaryView:
    """A sentence made by a machine, and the reports it rests on."""

    text: str
    cites: tuple[OutletView, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Who is cited."""
        return tuple(dict.fromkeys(outlet.source for outlet in self.cites))


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignView:
    """A report of the same event, or of what led to it, in another language; ``label`` says which."""

    label: str
    outlet: OutletView


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story ready to be shown. ``others`` are reports by further outlets, ``more`` how many outlets those are."""

    id: int
    title: str
    url: str
    page: str
    topics: tuple[str, ...]
    signals: tuple[str, ...]
    snippet: tuple[Piece, ...]
    facts: tuple[str, ...]
    first: OutletView | None
    others: tuple[OutletView, ...]
    more: int
    outlets: int
    when: str
    new_outlets: int
    continued: bool
    late: bool
    official: bool
    also: str
    """The other topics that it names, where one topic tells it."""
    related: bool
    """It goes on with the story told just before it."""
    foreign: tuple[ForeignView, ...] = ()
    """Reports in other languages than the one it is told in, one a language."""
    dismiss: str = ""
    """The feedback link "not relevant" of this delivery, story and topic; empty = there is none."""
    mute: str = ""
    """The feedback link that mutes the topic for a day."""
    ai_summary: AiSummaryView | None = None

    @property
    def sentence(self) -> str:
        """The snippet as one text."""
        return "".join(piece.text for piece in self.snippet)

    @property
    def gist(self) -> AiSummaryView | None:
        """``ai_summary`` by its former name (``templates.RENAMED``)."""
        return self.ai_summary


def text_of(value: str, limit: int = TITLE_BYTES) -> str:
    """Foreign text, clean and bounded in UTF-8 bytes."""
    return clip_text(sanitize_line(value), limit, utf8_bytes)


def topic_names(ids: Iterable[str], wording: RenderContext) -> tuple[str, ...]:
    """Topic ids → names in the reader's language."""
    return tuple(text_of(wording.topics.get(topic, topic), NAME_BYTES) for topic in ids)


def signal_labels(names: Iterable[str], wording: RenderContext) -> tuple[str, ...]:
    """Signals by what the reader's language calls them."""
    return tuple(text_of(signal_label(name, wording.language), NAME_BYTES) for name in names)


def other_topics(topic: str, ids: Iterable[str], wording: RenderContext) -> tuple[str, ...]:
    """The names of the others where one topic tells the story; none where no topic does."""
    return topic_names((other for other in ids if topic and other != topic), wording)


def story_view(
    news: StoryNews, near: datetime, wording: RenderContext, *, under: str = "", related: bool = False
) -> StoryView:
    """A story as templates see it; times are told as seen from ``near``; ``under`` is the topic that tells it."""
    story = news.story
    say = translator(wording)
    outlets = [_outlet_view(outlet, near, wording) for outlet in story.outlets]
    first = outlets[0] if outlets else None
    names = list(dict.fromkeys(outlet.source for outlet in outlets))
    others = _one_each(outlets[1:], skip=first.source if first else "")
    title = text_of(story.title) or (first.title if first else "") or say("untitled")
    return StoryView(
        id=story.id,
        title=title,
        url=safe_url(story.url) or (first.url if first else ""),
        page=story_page(story.id, wording),
        topics=topic_names(story.topics, wording),
        signals=signal_labels(story.signals[:SIGNALS_SHOWN], wording),
        snippet=sentence_of(news, title),
        facts=tuple(text_of(fact.surface or fact.value, NAME_BYTES) for fact in news.new_facts),
        first=first,
        others=tuple(others),
        more=max(len(names) - 1, 0),
        outlets=len(names),
        when=first.when if first else format_moment(story.first_seen_at, near, wording),
        new_outlets=news.new_outlets,
        continued=news.continued,
        late=news.late,
        official=any(outlet.tier == "official" for outlet in outlets),
        also=name_list(other_topics(under, story.topics, wording), wording.language),
        related=related,
        foreign=tuple(foreign_views(news, near, wording)),
        dismiss=feedback_link("not-relevant", news, wording, under),
        mute=feedback_link("mute", news, wording, under),
        ai_summary=_ai_summary_view(news, near, wording),
    )


def foreign_views(news: StoryNews, near: datetime, wording: RenderContext) -> Iterator[ForeignView]:
    """The first report in each language that is not the story's own; last, the story it goes on with.

    Where nothing tells a headline's language ("Kling 3.0 unveiled"), another one is told by its script alone.
    """
    told = language_of(fold(news.story.title), news.story.lang)
    linked = news.linked.outlets[:1] if news.linked else ()
    known = {told}
    for place, outlet in enumerate((*news.story.outlets, *linked)):
        language = language_of(fold(outlet.title), outlet.lang)
        is_other = bool(told and language) or told in SCRIPTED or language in SCRIPTED
        if language in known or not is_other:
            continue
        known.add(language)
        label = _foreign_label(language, wording, is_linked=place >= len(news.story.outlets))
        yield ForeignView(label=label, outlet=_outlet_view(outlet, near, wording))


def _foreign_label(language: str, wording: RenderContext, *, is_linked: bool) -> str:
    """What is only linked may be another event of the same affair."""
    say, name = translator(wording), language_label(language, wording.language)
    if name:
        return say("related_in_language" if is_linked else "also_in_language", language=name)
    return say("related_in_other_language" if is_linked else "also_in_other_language")


def _ai_summary_view(news: StoryNews, near: datetime, wording: RenderContext) -> AiSummaryView | None:
    if news.ai_summary is None:
        return None
    cited = [outlet for outlet in news.story.outlets if outlet.report_id in news.ai_summary.cites]
    return AiSummaryView(
        text=text_of(news.ai_summary.text, AI_SUMMARY_BYTES),
        cites=tuple(_outlet_view(outlet, near, wording) for outlet in cited),
    )


def feedback_link(judgement: Judgement, news: StoryNews, wording: RenderContext, topic: str = "") -> str:
    """The signed link for this story, about ``topic`` or else its first one; empty when the message carries none."""
    about = topic or main_topic(news)
    return signed_link(wording.links, judgement, news.story.id, about) if wording.links and about else ""


def main_topic(news: StoryNews) -> str:
    """What the story is about rather than what it also names: the topic whose name stands first in the headline."""

    def place(topic: str) -> int:
        names = [mention.surface.casefold() for mention in news.mentions if mention.topic == topic and mention.surface]
        places = [at for name in names if (at := news.story.title.casefold().find(name)) >= 0]
        return min(places, default=len(news.story.title))

    return min(news.story.topics, key=place, default="")


def story_page(story_id: int, wording: RenderContext) -> str:
    """The address of a story's page; empty without ``base_url``."""
    base = safe_url(wording.base_url).rstrip("/")
    return f"{base}/stories/{story_id}" if base else ""


def _outlet_view(outlet: Outlet, near: datetime, wording: RenderContext) -> OutletView:
    return OutletView(
        source=text_of(outlet.source, NAME_BYTES) or "—",
        title=text_of(outlet.title),
        url=safe_url(outlet.url),
        when=_published_at(outlet, near, wording),
        tier=outlet.tier,
    )


def _published_at(outlet: Outlet, near: datetime, wording: RenderContext) -> str:
    at = outlet.published_at
    if at is None:
        return format_moment(outlet.seen_at, near, wording)
    local = at.astimezone(wording.zone)
    exact_midnights = (at.astimezone(UTC), local)
    if any((time.hour, time.minute, time.second) == _MIDNIGHT for time in exact_midnights):
        # A date without a time of day: telling "08:00" would be made up.
        return moment_without_time(at, near, wording) or format_moment(outlet.seen_at, near, wording)
    return format_moment(at, near, wording)


def _one_each(outlets: Sequence[OutletView], *, skip: str) -> list[OutletView]:
    seen = {skip}
    kept: list[OutletView] = []
    for outlet in outlets:
        if outlet.source not in seen:
            seen.add(outlet.source)
            kept.append(outlet)
    return kept
