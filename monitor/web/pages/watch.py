"""``/watch``: watch a name. Type it, see where it stood, say of ten hits yes or no, and get rules with their effect."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.adapters.config.edit.checked import read_watchlists_again
from monitor.adapters.config.edit.items import add_topic
from monitor.adapters.config.edit.rules import change_rules
from monitor.adapters.config.edit.versions import edit_with_version
from monitor.app.context import AppContext
from monitor.app.queries.trial import TrialDocuments, trial_documents
from monitor.core.i18n.phrases import Reason, render_reason
from monitor.core.match.matcher import compile_matcher
from monitor.core.match.query.parser import parse_query
from monitor.core.match.suggest.rule_changes import Case, Proposed, Said, apply_change, propose_change
from monitor.core.model.entries import Entry
from monitor.core.model.feedback import Change
from monitor.core.model.filters import EntryFilter
from monitor.core.model.matches import Alias, Document, Match, Topic
from monitor.core.render.sentence_pieces import Piece, pieces_of
from monitor.core.render.story_view import text_of
from monitor.core.text.sanitize import sanitize_line
from monitor.errors import UserError
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.new_topics import free_topic_id, names_in
from monitor.web.page import Moment, Page, Reader, reader_of
from monitor.web.pages.source_view import list_choices
from monitor.web.pages.sources import file_for
from monitor.web.security.request_body import Form, form_of

DAYS = 30
_SHOWN = 40
_JUDGED = 10
_ROUNDS = 3
_ELSEWHERE = 60
_ID = "new-topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class HitChoice:
    """A hit that somebody may judge."""

    id: int
    title: str
    sentence: tuple[Piece, ...]
    source: str
    when: Moment
    reason: str
    said: str
    asks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChoice:
    """A proposed rule with its measured effect."""

    value: str
    change: str
    effect: str
    is_chosen: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPage(Page):
    """The wizard."""

    step: int
    names: str
    query: str
    count: str
    hits: tuple[HitChoice, ...] = ()
    rules: tuple[RuleChoice, ...] = ()
    after: str = ""
    problem: str = ""
    watchlists: tuple[str, ...] = ()
    called: str = ""
    """What the topic is to be called; ``refused`` says why it could not be added to ``chosen``."""
    chosen: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    entry: Entry
    document: Document
    match: Match


def watch_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    @router.api_route("/watch", methods=["GET", "HEAD"])
    async def look(request: Request, name: str = "", query: str = "") -> Response:
        # Also with the answers about its hits: nothing is changed by them, and one may come back to the address.
        return await show(reader_of(app, request), *_asked_for(name, query), _answers_in(request.query_params))

    async def show(
        reader: Reader, name: str, query: str, said: dict[str, str], *, typed: Form | None = None, refused: str = ""
    ) -> Response:
        topic = _draft_topic(name, query)
        if topic is None:
            return reader.html("watch", _wizard_page(reader, name, query, step=1), place="watchlists")
        try:
            if query:
                parse_query(query, topics=[one.id for one in app.watchlists.topics])
            hits = await _find_hits(app, topic)
        except UserError as error:
            page = _wizard_page(reader, name, query, step=1, problem=reader.fault(error))
            return reader.html("watch", page, place="watchlists", status=400)
        proposed = await _propose_rules(app, topic, hits, said) if said else []
        page = _hits_page(reader, (name, query), hits, said, proposed)
        if typed is not None:
            page = replace(_typed_again(page, typed), refused=refused)
        return reader.html("watch", page, place="watchlists", status=400 if refused else 200)

    @router.post("/watch/save")
    async def save(request: Request) -> Response:
        form, reader = await form_of(request), reader_of(app, request)
        try:
            await _save_topic(context, form)
        except UserError as error:
            asked, said = _asked_for(form.get("name", ""), form.get("query", "")), _answers_in(form)
            return await show(reader, *asked, said, typed=form, refused=reader.fault(error))
        context.reload()
        return reader.go_to("/topics", said="topic_added")

    return router


def _asked_for(name: str, query: str) -> tuple[str, str]:
    """Both as they may be shown again."""
    return sanitize_line(name.replace("\n", ",")), sanitize_line(query)


def _answers_in(fields: Mapping[str, str]) -> dict[str, str]:
    """Yes or no to hits, by the numbers of their entries."""
    return {name.removeprefix("hit-"): value for name, value in fields.items() if name.startswith("hit-")}


def _typed_again(page: WatchPage, typed: Form) -> WatchPage:
    """The page with what was chosen and typed on it."""
    chosen = typed.all_of("rule")
    rules = tuple(replace(rule, is_chosen=rule.value in chosen) for rule in page.rules)
    return replace(page, rules=rules, called=sanitize_line(typed.get("called", "")), chosen=typed.get("watchlist", ""))


def _draft_topic(name: str, query: str) -> Topic | None:
    names = names_in(name)
    if not names and not query.strip():
        return None
    aliases = tuple(Alias(text=one) for one in names) if not query.strip() else ()
    return Topic(id=_ID, name={"en": names[0] if names else query}, aliases=aliases, query=query.strip())


async def _find_hits(app: AppContext, topic: Topic) -> Sequence[_Hit]:
    since = app.clock.now() - timedelta(days=DAYS)
    found = await app.in_store.look(lambda tx: trial_documents(tx, [topic], since=since))
    return await asyncio.to_thread(_match_all, app, topic, found)


def _match_all(app: AppContext, topic: Topic, found: TrialDocuments) -> list[_Hit]:
    matcher = compile_matcher([topic], app.watchlists.signals)
    hits = []
    for entry, document in zip(found.entries, found.documents, strict=True):
        match = next(iter(matcher.match(document).found), None)
        if match is not None:
            hits.append(_Hit(entry=entry, document=document, match=match))
    return hits


async def _propose_rules(app: AppContext, topic: Topic, hits: Sequence[_Hit], said: dict[str, str]) -> list[Proposed]:
    """Rules that take out what was refused and keep what was wanted, one after the other, each with its effect."""
    refused = [hit for hit in hits if said.get(str(hit.entry.id)) == "no"]
    if not refused or not topic.aliases:
        return []
    since = app.clock.now() - timedelta(days=DAYS)
    named = {hit.entry.id for hit in hits}
    others = await app.in_store.look(lambda tx: tx.entries.find(EntryFilter(since=since, limit=_ELSEWHERE)))
    elsewhere = [Document(title=one.title, body=one.text, url=one.url) for one in others if one.id not in named]
    history = [Case(document=hit.document, said=_said_of(said.get(str(hit.entry.id), ""))) for hit in hits]
    return await asyncio.to_thread(_propose_in_turn, topic, refused, history, elsewhere)


def _propose_in_turn(
    topic: Topic, refused: Sequence[_Hit], history: Sequence[Case], elsewhere: Sequence[Document]
) -> list[Proposed]:
    found: list[Proposed] = []
    for hit in refused:
        made = propose_change(topic, hit.document, history, elsewhere=elsewhere, days=DAYS)
        if made is not None and len(found) < _ROUNDS:
            found.append(made)
            topic = apply_change(topic, made.change)
    return found


def _said_of(text: str) -> Said:
    return "relevant" if text == "yes" else "not-relevant" if text == "no" else "nothing"


async def _save_topic(context: Context, form: Form) -> None:
    app = context.app
    names, query = names_in(form.get("name", "")), form.get("query", "").strip()
    called = form.get("called", "").strip()[:100] or next(iter(names), "")
    if not called:
        raise UserError(Reason("refused.no-name"))
    topic = await app.in_store.look(lambda tx: free_topic_id(context, tx, called))
    file = file_for(context, form.get("watchlist", ""))
    changes = [_change_in(value, topic) for value in form.all_of("rule")]
    read_again = read_watchlists_again(app.settings, os.environ)
    with edit_with_version(Path(app.settings.state_dir), file, app.clock.now(), read_again=read_again):
        add_topic(file, topic, called, names if not query else (), query=query)
        for change in changes:
            change_rules(file, change)


def _change_in(value: str, topic: str) -> Change:
    """A rule as the form carries it: kind, alias, words."""
    kind, _, rest = value.partition("\t")
    alias, *words = rest.split("\t")
    if kind not in ("exclude", "needs", "not_near") or not words:
        raise UserError(Reason("refused.judgement"))
    return Change(topic=topic, kind=kind, alias=alias, words=tuple(words))  # type: ignore[arg-type]  # one of the three


def _wizard_page(reader: Reader, name: str, query: str, *, step: int, problem: str = "") -> WatchPage:
    return WatchPage(
        title=reader.say("watch_name"),
        lang=reader.lang,
        root=reader.root,
        step=step,
        names=name,
        query=query,
        count="",
        problem=problem,
    )


def _hits_page(
    reader: Reader, asked_for: tuple[str, str], hits: Sequence[_Hit], said: dict[str, str], proposed: Sequence[Proposed]
) -> WatchPage:
    name, query = asked_for
    folder = Path(reader.app.settings.watchlists)
    asked = _spread_hits(hits)
    return replace(
        _wizard_page(reader, name, query, step=3 if said else 2),
        called=name or query,
        count=reader.say("watch_hits", n=len(hits), days=DAYS),
        hits=tuple(_choice_of(reader, hit, said, asks=hit.entry.id in asked) for hit in hits[:_SHOWN]),
        rules=tuple(_rule_line(reader, one, next(iter(names_in(name)), query)) for one in proposed),
        after=_after_saving(reader, said, proposed),
        watchlists=list_choices(folder),
    )


def _spread_hits(hits: Sequence[_Hit]) -> frozenset[int]:
    """Ten that are asked about: from all over what is shown."""
    shown = hits[:_SHOWN]
    step = max(len(shown) / _JUDGED, 1)
    return frozenset(shown[int(place * step)].entry.id for place in range(min(_JUDGED, len(shown))))


def _choice_of(reader: Reader, hit: _Hit, said: dict[str, str], *, asks: bool) -> HitChoice:
    return HitChoice(
        id=hit.entry.id,
        title=text_of(hit.entry.title) or reader.say("untitled"),
        sentence=pieces_of(hit.match.snippet, hit.match.highlights),
        source=text_of(hit.entry.source_title, 80),
        when=reader.moment(hit.entry.published_at or hit.entry.first_seen_at),
        reason=text_of(render_reason(hit.match.reason, reader.wording.language), 240),
        said=said.get(str(hit.entry.id), ""),
        asks=asks,
    )


def _rule_line(reader: Reader, one: Proposed, name: str) -> RuleChoice:
    change, effect, say = one.change, one.effect, reader.say
    words = ", ".join(say("quoted", word=word) for word in change.words)
    return RuleChoice(
        value="\t".join((change.kind, change.alias, *change.words)),
        change=say(f"change_{change.kind}", topic=name, alias=change.alias, words=words),
        effect=say("rule_effect", removed=effect.removed, kept=effect.kept, days=effect.days),
    )


def _after_saving(reader: Reader, said: dict[str, str], proposed: Sequence[Proposed]) -> str:
    if "no" not in said.values():
        return reader.say("watch_all_good")
    return reader.say("watch_rules") if proposed else reader.say("watch_no_rule")
