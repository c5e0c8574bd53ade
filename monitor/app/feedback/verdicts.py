"""What readers say: links that record one verdict each, what a verdict stops, and rule changes that wait for a yes."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from monitor.app.context import AppContext
from monitor.app.stories.regroup import story_of
from monitor.core.feedback.signed_links import open_ticket, ticket_id
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Delivery
from monitor.core.model.feedback import Change, Judgement, LinkMaking, Proposal, ProposalState, Ticket, Verdict
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.matches import Mention
from monitor.core.model.operations.key_values import LINK_KEY
from monitor.core.model.settings import Settings, Watchlists
from monitor.core.model.stories import Story
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.values import dataclass

LINKS_WORK_FOR = timedelta(days=30)
MUTE_FOR = timedelta(days=1)
MOST_LETTERS = 80
"""Of the word that a reader may give as the reason."""
_CARRY_STORIES = ("alert", "follow-up", "grouped", "digest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a link, or a page, is about; ``story`` is ``None`` once retention removed it."""

    story: Story | None
    mentions: Sequence[Mention] = ()
    topics: tuple[str, ...] = ()
    """Those that the story mentions and somebody still watches; the link's own first."""


def make_key(tx: Transaction, *, now: datetime) -> None:
    """The key of all links, made once: whoever restores the store can still read links that went out."""
    if not tx.key_values.get(LINK_KEY):
        tx.key_values.set(LINK_KEY, secrets.token_hex(32), now=now)


def key_of(settings: Settings, tx: Transaction) -> bytes:
    """``web.secret``, else the key in the store; empty before the first start."""
    return (settings.web.secret or tx.key_values.get(LINK_KEY) or "").encode()


def link_making(app: AppContext, tx: Transaction, delivery: Delivery) -> LinkMaking | None:
    """What the links in a delivery's message are made from, the same at every attempt; ``None`` = it carries none."""
    key = key_of(app.settings, tx)
    if not (app.settings.web.base_url and key and delivery.kind in _CARRY_STORIES):
        return None
    until = (delivery.created_at + LINKS_WORK_FOR).date()
    return LinkMaking(base_url=app.settings.web.base_url, key=key, delivery_id=delivery.id, until=until)


def read_ticket(app: AppContext, tx: Transaction, token: str) -> Ticket | None:
    """The ticket of a link that this monitor made, expired or not."""
    key = key_of(app.settings, tx)
    return open_ticket(token, key) if key else None


def is_expired(ticket: Ticket, today: date) -> bool:
    """A link works to the end of its last day, UTC."""
    return today > ticket.until


def subject_of(watchlists: Watchlists, tx: Transaction, story_id: int, topic: str = "") -> Subject:
    """The story with its mentions; without a story the topic alone."""
    watched = {known.id for known in watchlists.topics}
    found = tx.stories.get([story_id])
    named = (topic,) if topic in watched else ()
    if not found:
        return Subject(story=None, topics=named)
    mentions = tx.mentions.of_stories([found[0].id])
    topics = dict.fromkeys((*named, *(name for name in found[0].topics if name in watched)))
    return Subject(story=found[0], mentions=mentions, topics=tuple(topics))


def verdicts_by_link(tx: Transaction, token: str) -> Sequence[Verdict]:
    """What this link has recorded already."""
    return tx.verdicts.of_ticket(ticket_id(token))


def record_by_link(
    app: AppContext, tx: Transaction, token: str, topics: Collection[str], *, word: str = ""
) -> Sequence[Verdict]:
    """Record what a link says, once: a second time nothing changes and what stands is returned.

    UserError when the link is not ours, has expired, or names no topic that it may judge.
    """
    now = app.clock.now()
    ticket = read_ticket(app, tx, token)
    if ticket is None or is_expired(ticket, now.date()):
        raise UserError(Reason("refused.link-dead"))
    if before := verdicts_by_link(tx, token):
        return before
    subject = subject_of(app.watchlists, tx, ticket.story_id, ticket.topic)
    if subject.story is None and ticket.judgement != "mute":
        raise UserError(Reason("refused.story-gone"))
    wanted = [topic for topic in subject.topics if topic in topics]
    if not wanted:
        raise UserError(Reason("refused.no-topic"))
    who = _receiver_of(tx, ticket.delivery_id)
    made = [
        _make_verdict(subject, topic, ticket.judgement, word=word, who=who, now=now, story_id=ticket.story_id)
        for topic in wanted
    ]
    return [
        _store_verdict(tx, replace(verdict, ticket=ticket_id(token), delivery_id=ticket.delivery_id), now=now)
        for verdict in made
    ]


def record_verdict(
    app: AppContext, tx: Transaction, story_id: int, topic: str, judgement: Judgement, *, word: str = "", who: str
) -> Verdict:
    """Record what somebody says behind the password or on the command line; UserError when there is no such story."""
    now = app.clock.now()
    subject = subject_of(app.watchlists, tx, story_of(tx, story_id).id)
    if topic not in subject.topics:
        topics = subject.topics or Reason("refused.nothing-watched")
        raise UserError(Reason("refused.not-mentioned", id=str(story_id), topic=topic, topics=topics))
    return _store_verdict(tx, _make_verdict(subject, topic, judgement, word=word, who=who, now=now), now=now)


def mute_topic(tx: Transaction, topic: str, until: datetime, *, who: str, now: datetime) -> None:
    """Send no alerts of a topic until then."""
    tx.topics.mute(topic, until, now=now)
    tx.audit.note(f"mute {topic} until {until.astimezone(UTC):%Y-%m-%d %H:%M} UTC", who=who, now=now)


def muted_until(tx: Transaction, topic: str, *, now: datetime) -> datetime | None:
    """The end of a mute that holds now."""
    return tx.topics.mutes(now=now).get(topic)


def refused_topics(tx: Transaction, story_ids: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """Story → the topics for which it was judged not relevant: it is not alerted for them any more."""
    refused: dict[int, frozenset[str]] = {}
    for (story, topic), judgement in tx.verdicts.judged(set(story_ids)).items():
        if judgement == "not-relevant":
            refused[story] = refused.get(story, frozenset()) | {topic}
    return refused


def proposals_after(tx: Transaction, verdicts: Sequence[Verdict]) -> Sequence[Proposal]:
    """What these verdicts proposed."""
    return tx.proposals.of_verdicts({verdict.id for verdict in verdicts})


def pending_twin(tx: Transaction, change: Change) -> Proposal | None:
    """A proposal of the same change that is open or was refused before."""
    found = tx.proposals.of_change(change)
    return next((proposal for proposal in found if proposal.state in ("open", "rejected")), None)


def open_proposal(tx: Transaction, proposal_id: int) -> Proposal:
    """One that waits for an answer; UserError when there is none."""
    found = tx.proposals.get(proposal_id)
    if found is None:
        raise UserError(Reason("refused.no-proposal", id=str(proposal_id)))
    if found.state != "open":
        when = f"{found.decided_at:%Y-%m-%d %H:%M}"
        raise UserError(Reason(f"refused.decided-{found.state}", id=str(proposal_id), who=found.decided_by, when=when))
    return found


def decide_proposal(tx: Transaction, proposal_id: int, state: ProposalState, *, who: str, now: datetime) -> None:
    """Note a yes or no."""
    found = open_proposal(tx, proposal_id)
    tx.proposals.decide(proposal_id, state, who=who, now=now)
    change = found.change
    where = f"alias {change.alias} of {change.topic}" if change.alias else change.topic
    tx.audit.note(
        f"proposal {proposal_id} {state}: {change.kind} {', '.join(change.words)} for {where}", who=who, now=now
    )


def _store_verdict(tx: Transaction, said: Verdict, *, now: datetime) -> Verdict:
    number = tx.verdicts.add(said)
    if said.judgement == "mute":
        mute_topic(tx, said.topic, now + MUTE_FOR, who=said.who, now=now)
    else:
        tx.audit.note(f"story {said.story_id} is {said.judgement} for {said.topic}", who=said.who, now=now)
    return replace(said, id=number)


def _make_verdict(
    subject: Subject, topic: str, judgement: Judgement, *, word: str, who: str, now: datetime, story_id: int = 0
) -> Verdict:
    mine = [mention for mention in subject.mentions if mention.topic == topic]
    best = max(mine, key=lambda mention: mention.score, default=None)
    return Verdict(
        story_id=subject.story.id if subject.story else story_id,
        topic=topic,
        judgement=judgement,
        word=" ".join(word.split())[:MOST_LETTERS],
        title=subject.story.title if subject.story else "",
        sentence=best.snippet if best else "",
        highlights=best.highlights if best else (),
        mentions=tuple(mention.id for mention in mine),
        who=who,
        at=now,
    )


def _receiver_of(tx: Transaction, delivery_id: int) -> str:
    """Who was sent the link, as far as anybody knows: the channel, and an address that is one person's."""
    found = next(iter(tx.outbox.find(DeliveryFilter(delivery_id=delivery_id))), None)
    if found is None:
        return f"delivery {delivery_id}"
    return f"{found.channel} {found.recipient}".strip()
