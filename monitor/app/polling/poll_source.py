"""One poll, step by step: fetch → parse → which are new → match → story → deliveries → one commit."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never
from zoneinfo import ZoneInfo

from monitor.app.clock_changes import repair_future_rows
from monitor.app.context import AppContext
from monitor.app.polling.poll_report import PollReport, name_of
from monitor.app.polling.schedule import learn_from_poll, schedule_next
from monitor.app.polling.websub import Push, after_poll, follow_source
from monitor.app.runtime.measures import PollResult
from monitor.core.i18n.phrases import Reason, join_reasons, reason_of
from monitor.core.model.fetch import Fetched, FetchOutcome, FetchRequest, Gone, NotModified, Throttled, Unavailable
from monitor.core.model.http import Blame
from monitor.core.model.sources import Health, Source, SourceSpec, Validators
from monitor.core.parse.kinds import SOURCE_KINDS, SourceKind
from monitor.core.parse.links import linked_address
from monitor.core.polling.active_hours import opens_at
from monitor.core.polling.next_poll import PublisherHints
from monitor.core.polling.outage import Miss, after_outage
from monitor.core.polling.redirects import address_of, observe_move
from monitor.core.polling.source_health import after_failure, after_gone, after_success
from monitor.core.text.urls import host_of, place_of
from monitor.errors import ParseError, SandboxError, StoreError
from monitor.lazy import load_aside
from monitor.log_lines import lazy_logger, lines_about
from monitor.ports import Transaction
from monitor.values import dataclass

if TYPE_CHECKING:
    from monitor.app.polling.read_document import Reading
    from monitor.app.polling.record_entries import Plan, Recorded

log = lazy_logger(__name__)
_READING = tuple(f"monitor.app.polling.{name}" for name in ("read_document", "record_ahead", "page_changes"))
"""What reads documents: loaded with the first that comes, since most rounds bring none, and it takes a while."""


async def poll_source(app: AppContext, source: Source) -> PollReport:
    """Poll one source that was claimed, and commit everything that follows from it at once."""
    with lines_about(source=source.url):
        started = app.clock.monotonic()
        visit = _Poll(app=app, source=source, spec=app.spec_of(source), began=app.clock.now())
        try:
            report = await visit.run()
        except StoreError as error:
            # Nothing can be noted either; its lease ends, and what it brought is asked for again.
            log.error("what a poll brought could not be stored", error=str(error))  # noqa: TRY400 no bug
            report = PollReport(source=source.url, name=name_of(source), error=str(error))
        except Exception as bug:
            log.exception("a poll broke")
            report = await visit.failed(app.redact(Reason("poll.bug", what=f"{type(bug).__name__}: {bug}")))
        app.measures.note_poll(_result_of(report), app.clock.monotonic() - started)
        log.info("polled", new=report.entries_new, mentions=report.mentions, error=report.error)
        return report


def _result_of(report: PollReport) -> PollResult:
    if report.error:
        return "failed"
    if report.not_modified:
        return "not-modified"
    return "news" if report.entries_new or report.entries_updated else "nothing-new"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Poll:
    """One poll of one source."""

    app: AppContext
    source: Source
    spec: SourceSpec
    began: datetime

    @property
    def kind(self) -> SourceKind:
        """What sets this kind of source apart."""
        return SOURCE_KINDS[self.source.kind]

    async def run(self) -> PollReport:
        """Fetch, and take what comes."""
        outcome = await self.app.fetcher.fetch(self._request())
        if not (isinstance(outcome, Unavailable) and (outcome.unreached or outcome.refused_by_us)):
            await self._answered()
            self._note_host(outcome)
        match outcome:
            case Fetched(body=body):
                body_hash = hashlib.sha256(body).hexdigest()
                if body_hash == self.source.body_hash:
                    return await self._unchanged(outcome)
                return await self._read_and_commit(outcome, body_hash)
            case NotModified():
                return await self._unchanged(outcome)
            case Gone(reason=reason):
                return await self._failed(after_gone(self.source, now=self._now(), reason=reason))
            case Throttled(reason=reason, retry_after=asked):
                failed = after_failure(self.source, now=self._now(), reason=reason)
                # Being asked to wait says nothing about the document: its validators stay good.
                return await self._failed(replace(failed, validators=self.source.validators), asked=asked)
            case Unavailable(reason=reason, unreached=blame, at=at) if blame is not None:
                return await self._unreached(reason, blame, at)
            case Unavailable(reason=reason, blocked=blocked):
                health: Health = "blocked" if blocked else "failing"
                return await self._failed(after_failure(self.source, now=self._now(), reason=reason, health=health))
            case _:
                assert_never(outcome)

    def _note_host(self, outcome: FetchOutcome) -> None:
        """What the answer says of the host that gave it holds for all its sources."""
        at = outcome.at if isinstance(outcome, Throttled) else ""
        place, now = place_of(at or address_of(self.source)), self._now()
        self.app.hosts.answered(place, now=now)
        if isinstance(outcome, Throttled) and outcome.retry_after is not None:
            self.app.hosts.asked_to_wait(place, outcome.retry_after, now=now)

    async def _answered(self) -> None:
        """Something can be reached: what waited for that is asked now."""
        waited = self.app.reachability.answered()
        if not waited:
            return

        def expedite(tx: Transaction) -> None:
            for source_id in waited:
                source = tx.timetable.source(source_id)
                if source is not None and source.state == "active":
                    zone = ZoneInfo(source.timezone) if source.timezone else self.app.zone
                    due = opens_at(self.app.spec_of(source).active, self._now(), zone)
                    tx.timetable.expedite(source_id, due, why=Reason("poll.outage-over"))

        await self.app.in_store.write(expedite)

    async def _unreached(self, reason: str, blame: Blame, at: str) -> PollReport:
        """No answer at all: the source's fault, or one of many signs that it is ours."""
        now, reachability = self._now(), self.app.reachability
        miss = Miss(host=host_of(address_of(self.source)), at=now, blame=blame)
        # A proxy of its own is this source's way out alone.
        own_proxy = self.spec.proxy not in (None, "direct")
        hosts = self.app.hosts_watched
        whose = "theirs" if own_proxy else reachability.missed(self.source, miss, reason=reason, hosts=hosts)
        if whose == "theirs":
            if blame == "host" and not own_proxy:
                place = place_of(at or address_of(self.source))
                self.app.hosts.stayed_silent(place, began=self.began, now=now)
            return await self.failed(reason)
        self.app.hosts.forget()

        def spoilt(tx: Transaction) -> None:
            if whose == "begun":
                reachability.take_back(tx, besides=self.source.id, now=now)
            due = reachability.due_after(self.source.id, now)
            tx.sources.save(after_outage(self.source, reason=reason, now=now, due=due), now=now)

        await self.app.in_store.write(spoilt)
        return PollReport(source=self.source.url, name=name_of(self.source), error=reason)

    async def failed(self, reason: str) -> PollReport:
        """Note a poll that brought nothing."""
        return await self._failed(after_failure(self.source, now=self._now(), reason=reason))

    async def _read_and_commit(self, fetched: Fetched, body_hash: str) -> PollReport:
        await load_aside(*_READING)
        from monitor.app.polling.lists.listed_entries import remember_listed
        from monitor.app.polling.read_document import DocumentReader
        from monitor.app.polling.record_ahead import record_ahead

        try:
            reader = DocumentReader(app=self.app, source=self.source, spec=self.spec)
            reading = await reader.read(fetched)
        except (ParseError, SandboxError) as error:
            return await self.failed(self.app.redact(reason_of(error)))
        document = reading.document
        expected = not self.kind.may_be_empty and document.format != "json" and self.source.posting_rate
        if not (document.entries or document.parts) and document.complete and expected:
            return await self.failed(Reason("poll.went-empty"))
        # Reports carry the outlet's name and language: the first document already says them.
        named = self.source.called(document.title, lang=document.lang, chosen=self.spec.lang)
        await remember_listed(self.app, self.source, reading.remembered)
        plan = await record_ahead(self.app, named, reading.incoming, reading.matchings, reading.shape)
        recorded = await self.app.in_store.write(
            lambda tx: self._commit(tx, named, (fetched, body_hash), reading, plan)
        )
        return PollReport(
            source=self.source.url,
            name=name_of(self.source),
            entries_new=recorded.entries_new,
            entries_updated=recorded.entries_updated,
            mentions=recorded.mentions,
            stories=recorded.stories,
        )

    def _commit(
        self, tx: Transaction, source: Source, came: tuple[Fetched, str], reading: "Reading", plan: "Plan | None"
    ) -> "Recorded":
        """The serial section: decide against the store as it is now, and store what is left in this transaction.

        ``came``: the answer, and the hash of its body.
        """
        from monitor.app.polling.page_changes import keep_reading
        from monitor.app.polling.record_ahead import open_recorder

        (fetched, body_hash), now, document = came, self._now(), reading.document
        repair_future_rows(tx, now)
        recorder = open_recorder(self.app, tx, source)
        recorded = recorder.record(reading.incoming, reading.matchings, reading.shape, plan, before=reading.decided)
        polled = after_success(
            source,
            now=now,
            validators=Validators() if reading.unfinished else replace(fetched.validators, taken_at=now),
            body_hash="" if reading.unfinished else body_hash,
            warning=join_reasons((*document.warnings, *fetched.warnings, *recorded.warnings)),
            whole=document.complete,
        )
        said = fetched.headers.get("link", "")
        polled = replace(
            polled,
            hub=linked_address(said, "hub", url=fetched.url) or document.hub,
            hub_topic=linked_address(said, "self", url=fetched.url) or document.topic,
            feed_shape=recorded.feed_shape,
            moved=observe_move(source, moved_to=fetched.moved_to, now=now),
        )
        polled = learn_from_poll(polled, recorded.fresh_times, shown=reading.shown, now=now, named=recorded.fresh_named)
        asked = PublisherHints(ttl=document.ttl, skip_hours=document.skip_hours, skip_days=document.skip_days)
        missed_in = now - source.last_polled_at if recorded.missed and source.last_polled_at else None
        push = self._heard(tx, found=bool(recorded.entries_new or recorded.entries_updated))
        self._save(tx, polled, replace(asked, fresh_for=fetched.fresh_for), missed_in=missed_in, push=push)
        if (polled.hub, polled.hub_topic) != (source.hub, source.hub_topic):
            follow_source(self.app, tx, polled)
        keep_reading(tx, source, document, memory=reading.memory)
        return recorded

    async def _unchanged(self, outcome: Fetched | NotModified) -> PollReport:
        now = self._now()
        taken_at = now if isinstance(outcome, Fetched) else self.source.validators.taken_at
        polled = after_success(
            self.source,
            now=now,
            validators=replace(outcome.validators, taken_at=taken_at),
            body_hash=self.source.body_hash,
            # What was said of this very document still holds of it.
            warning=self.source.error if self.source.health == "ok" else "",
        )
        polled = learn_from_poll(polled, (), shown=None, now=now)

        def commit(tx: Transaction) -> None:
            self._save(tx, polled, PublisherHints(fresh_for=outcome.fresh_for), push=self._heard(tx, found=False))

        await self.app.in_store.write_together(commit)
        return PollReport(source=self.source.url, name=name_of(self.source), not_modified=True)

    async def _failed(self, failed: Source, *, asked: timedelta | None = None) -> PollReport:
        await self.app.in_store.write_together(lambda tx: self._save(tx, failed, PublisherHints(retry_after=asked)))
        return PollReport(source=failed.url, name=name_of(failed), error=failed.error)

    def _heard(self, tx: Transaction, *, found: bool) -> Push:
        """What a good poll tells of the source's hub."""
        return after_poll(self.app, tx, self.source, began=self.began, now=self._now(), found=found)

    def _save(
        self,
        tx: Transaction,
        polled: Source,
        hints: PublisherHints,
        *,
        missed_in: timedelta | None = None,
        push: Push = Push(),  # noqa: B008 - frozen
    ) -> None:
        now, due = self._now(), polled
        if polled.state != "gone":
            due = schedule_next(self.app, tx, polled, self.spec, hints, now=now, missed_in=missed_in, push=push)
        tx.sources.save(due, now=now)
        if hints.retry_after is not None:
            self.app.hosts.store(tx, now=now)

    def _request(self) -> FetchRequest:
        return FetchRequest(
            url=address_of(self.source),
            validators=self.source.validators,
            headers=self.spec.headers,
            auth=self.spec.auth,
            proxy=self.spec.proxy,
            obey_robots=self.kind.obeys_robots,
            accept=self.kind.accept,
        )

    def _now(self) -> datetime:
        return self.app.clock.now()
