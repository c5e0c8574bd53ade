"""``/f/{token}``: the page behind a link in a message. Looking changes nothing; pressing the button records, once."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.app.feedback.proposals import propose_after
from monitor.app.feedback.verdicts import (
    MUTE_FOR,
    Subject,
    is_expired,
    proposals_after,
    read_ticket,
    record_by_link,
    subject_of,
    verdicts_by_link,
)
from monitor.core.model.feedback import Proposal, Ticket, Verdict
from monitor.core.model.messages import StoryNews
from monitor.core.render.sentence_pieces import Piece, pieces_of
from monitor.core.render.story_view import story_view, text_of
from monitor.ports import Transaction
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.feedback_view import ProposalView, proposal_view
from monitor.web.page import Page, Reader, reader_of
from monitor.web.security.request_body import form_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChoice:
    """A topic that may be judged."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What the link recorded."""

    what: str
    when: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The story at the head of the page."""

    headline: str
    url: str = ""
    meta: str = ""
    sentence: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictPage(Page):
    """The one page of a link, before and after."""

    head: Head | None = None
    action: str = ""
    which: str = ""
    topics: tuple[TopicChoice, ...] = ()
    asks_why: bool = False
    button: str = ""
    note: str = ""
    recorded: tuple[Recorded, ...] = ()
    meaning: str = ""
    proposals: tuple[ProposalView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Everything the store knows of a link."""

    ticket: Ticket
    subject: Subject
    verdicts: Sequence[Verdict]
    proposals: Sequence[Proposal]


def link_routes(context: Context) -> APIRouter:
    """Open to whoever holds the link: its signature is the right to record, and to nothing else."""
    router, app = APIRouter(), context.app

    def known(tx: Transaction, token: str) -> _Known | None:
        ticket = read_ticket(app, tx, token)
        if ticket is None:
            return None
        verdicts = verdicts_by_link(tx, token)
        return _Known(
            ticket=ticket,
            subject=subject_of(app.watchlists, tx, ticket.story_id, ticket.topic),
            verdicts=verdicts,
            proposals=proposals_after(tx, verdicts),
        )

    @router.api_route("/f/{token}", methods=["GET", "HEAD"])
    async def look(token: str, request: Request) -> Response:
        reader = reader_of(app, request)
        found = await app.in_store.read(lambda tx: known(tx, token))
        return _verdict_page(reader, token, found)

    @router.post("/f/{token}")
    async def press(token: str, request: Request) -> Response:
        reader = reader_of(app, request)
        found = await app.in_store.read(lambda tx: known(tx, token))
        if found is None or (not found.verdicts and not _is_usable(found, reader)):
            return _verdict_page(reader, token, found)
        if not found.verdicts:
            form = await form_of(request)
            chosen = {value for name, value in form.items() if name.startswith("topic-")}
            said = await app.in_store.write(
                lambda tx: record_by_link(app, tx, token, chosen, word=form.get("word", ""))
            )
            await propose_after(app, said)
        return RedirectResponse(f"{reader.root}/f/{token}", status_code=303)

    return router


def _is_usable(found: _Known, reader: Reader) -> bool:
    expired = is_expired(found.ticket, reader.app.clock.now().date())
    return not expired and bool(found.subject.topics) and _still_there(found)


def _still_there(found: _Known) -> bool:
    return found.subject.story is not None or found.ticket.judgement == "mute"


def _verdict_page(reader: Reader, token: str, found: _Known | None) -> Response:
    say = reader.say
    if found is None:
        return reader.message(say("link_bad"), say("link_bad_more"), status=404)
    if not found.verdicts:
        if is_expired(found.ticket, reader.app.clock.now().date()):
            until = found.ticket.until.isoformat()
            return reader.message(say("link_old"), say("link_old_more", until=until), status=410)
        if not _is_usable(found, reader):
            return reader.message(say("story_gone"), say("story_gone_more"), status=410)
    return reader.html("verdict", _page_after(reader, found) if found.verdicts else _page_before(reader, token, found))


def _page_before(reader: Reader, token: str, found: _Known) -> VerdictPage:
    say, ticket = reader.say, found.ticket
    is_mute = ticket.judgement == "mute"
    topics = found.subject.topics
    return VerdictPage(
        head=_story_head(reader, found),
        title=say(f"ask_{ticket.judgement}"),
        lang=reader.lang,
        root=reader.root,
        narrow=True,
        lead=say("mute_means", until=reader.moment(reader.app.clock.now() + MUTE_FOR).text) if is_mute else "",
        action=f"{reader.root}/f/{token}",
        which=say("mute_topics" if is_mute else "for_topics"),
        topics=tuple(
            TopicChoice(id=topic, name=reader.topic(topic), chosen=topic == ticket.topic or len(topics) == 1)
            for topic in topics
        ),
        asks_why=not is_mute,
        button=say(f"confirm_{ticket.judgement}"),
        note=say("nothing_yet", until=ticket.until.isoformat()),
    )


def _page_after(reader: Reader, found: _Known) -> VerdictPage:
    say = reader.say
    return VerdictPage(
        head=_story_head(reader, found),
        title=say("recorded"),
        lang=reader.lang,
        root=reader.root,
        narrow=True,
        recorded=tuple(
            Recorded(
                what=say(f"recorded_{verdict.judgement}", topic=reader.topic(verdict.topic)),
                when=reader.moment(verdict.at).text,
                word=verdict.word,
            )
            for verdict in found.verdicts
        ),
        meaning=say("recorded_means") if found.ticket.judgement == "not-relevant" else "",
        proposals=tuple(proposal_view(proposal, reader) for proposal in found.proposals),
    )


def _story_head(reader: Reader, found: _Known) -> Head | None:
    """The story; what was recorded keeps a copy of it."""
    story = found.subject.story
    if story is None:
        said = next((verdict for verdict in found.verdicts if verdict.title), None)
        return Head(headline=text_of(said.title), sentence=pieces_of(said.sentence, said.highlights)) if said else None
    mine = [mention for mention in found.subject.mentions if mention.topic == found.ticket.topic]
    best = max(mine or found.subject.mentions, key=lambda mention: mention.score, default=None)
    view = story_view(StoryNews(story=story), reader.app.clock.now(), reader.wording)
    return Head(
        headline=view.title,
        url=view.url,
        meta=" · ".join(filter(None, (view.first.source if view.first else "", view.when))),
        sentence=pieces_of(best.snippet, best.highlights) if best else (),
    )
