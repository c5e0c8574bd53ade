"""Searching, stories, and one story with all its reports."""

from typing import Literal

from monitor.app.context import AppContext
from monitor.app.queries.search import SearchResult, SearchWish, read_search, search_entries
from monitor.app.queries.story import WholeStory, whole_story
from monitor.core.i18n.phrases import reason_of, render_reason
from monitor.core.model.filters import StoryFilter, StoryPlace
from monitor.core.model.matches import Mention
from monitor.core.model.searches import SearchFilter
from monitor.core.render.cursors import place_in, place_text
from monitor.core.render.highlights import sought_words
from monitor.core.render.json_documents import fact_json, time_json
from monitor.errors import QueryError, UserError
from monitor.mcp.answers import Answer, clean, hit_row, report_row, story_row
from monitor.mcp.arguments import Given
from monitor.mcp.known import cursor_number, require_topic
from monitor.ports import Transaction

_REPORTS = 30
_EDITS = 20


def search(app: AppContext, tx: Transaction, given: Given) -> Answer:
    """Entries of all sources in the query language of topics."""
    order: Literal["newest", "best"] = "best" if given.text("order") == "best" else "newest"
    filters = SearchFilter(
        signal=given.text("signal"),
        languages=(given.text("lang"),) if given.text("lang") else (),
        since=given.moment("since"),
        until=given.moment("until"),
        limit=given.number("limit"),
        before_id=cursor_number(given),
    )
    wish = SearchWish(query=given.text("query"), topic=require_topic(app, given), order=order, filters=filters)
    try:
        wanted, plan = read_search(wish, topics=[topic.id for topic in app.watchlists.topics])
    except QueryError as error:
        raise UserError(f"query, column {error.column}: {render_reason(reason_of(error), 'en')}") from error
    found: SearchResult = search_entries(tx, wanted, plan)
    words = sought_words(plan.sought)
    return Answer(
        items=[hit_row(hit, words) for hit in found.hits],
        following=str(found.more) if found.more else None,
        about={"found": found.count, "exact": found.is_exact, "since": time_json(wanted.since)},
    )


def list_stories(app: AppContext, tx: Transaction, given: Given) -> Answer:
    """Stories, last seen first."""
    size, topic, until = given.number("limit"), require_topic(app, given), given.moment("until")
    before = place_in(given.text("cursor"))
    if given.text("cursor") and before is None:
        raise UserError('cursor: expected what "next" said')
    if before is None and until is not None:
        before = StoryPlace(last_seen_at=until, id=0)
    wanted = StoryFilter(
        topic=topic, since=given.moment("since"), signal=given.text("signal"), limit=size + 1, before=before
    )
    found = tx.stories.find(wanted)
    shown = found[:size]
    mentions: dict[int, list[Mention]] = {}
    for mention in tx.mentions.of_stories([story.id for story in shown]):
        mentions.setdefault(mention.story_id, []).append(mention)
    last = shown[-1] if len(found) > size else None
    return Answer(
        items=[story_row(story, mentions.get(story.id, ()), topic=topic) for story in shown],
        following=place_text(StoryPlace(last_seen_at=last.last_seen_at, id=last.id)) if last else None,
        about={"since": time_json(wanted.since)},
    )


def get_story(app: AppContext, tx: Transaction, given: Given) -> Answer:
    """One story: its reports in the order of time, facts, verdicts, edits, what was sent."""
    number = given.number("story")
    found = whole_story(app, tx, number)
    if found is None:
        raise UserError(f"there is no story {number}; list_stories and search name them")
    sentences = {mention.entry_id: mention.snippet for mention in reversed(found.mentions)}
    begin = cursor_number(given) or 0
    outlets = found.story.outlets
    return Answer(
        items=[report_row(one, sentences.get(one.entry_id, "")) for one in outlets[begin : begin + _REPORTS]],
        following=str(begin + _REPORTS) if len(outlets) > begin + _REPORTS else None,
        about=_about_story(found),
    )


def _about_story(found: WholeStory) -> dict[str, object]:
    story = found.story
    row = story_row(story, found.mentions)
    return {
        **{name: row[name] for name in ("story", "title", "url", "sentence", "topics", "signals", "first_seen")},
        "last_seen": row["last_seen"],
        "reports": len(story.outlets),
        "facts": [fact_json(fact) for fact in story.facts[:40]],
        "follows": {"story": found.follows.id, "title": clean(found.follows.title)} if found.follows else None,
        "verdicts": {topic: verdict for (_, topic), verdict in found.judged.items()},
        "statuses": {mention.topic: mention.status for mention in found.mentions},
        "messages": [
            {"channel": one.channel, "kind": one.kind, "state": one.state, "sent": time_json(one.sent_at)}
            for one in found.deliveries[:20]
        ],
        "edits": [
            {
                "source": clean(edit.source, 100),
                "at": time_json(edit.before.replaced_at),
                "title_before": clean(edit.before.title),
                "title_after": clean(edit.title_after),
            }
            for edit in found.edits[-_EDITS:]
        ],
        "more_edits": found.more_edits or len(found.edits) > _EDITS,
    }
