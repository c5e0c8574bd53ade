"""``/metrics`` in the format of Prometheus; its client is loaded when somebody first asks."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response
from typing_extensions import override

from monitor.app.context import AppContext
from monitor.app.queries.metrics import MetricsReader, Scrape, by_known_topic
from monitor.app.runtime.measures import PollResult
from monitor.core.model.operations.metrics import Durations
from monitor.version import VERSION
from monitor.web.context import Context

if TYPE_CHECKING:
    from prometheus_client.core import CollectorRegistry, Metric

_RESULTS: tuple[PollResult, ...] = ("news", "nothing-new", "not-modified", "failed")


def metric_routes(context: Context) -> APIRouter:
    """Behind the password, or a token that may read."""
    router, reader = APIRouter(), MetricsReader(app=context.app, status=context.status)

    @router.api_route("/metrics", methods=["GET", "HEAD"])
    async def metrics(request: Request) -> Response:
        from prometheus_client.exposition import choose_encoder

        encode, media_type = choose_encoder(request.headers.get("accept", ""))
        registry = _make_registry(context, await reader.read())
        return Response(encode(registry), headers={"Content-Type": media_type})

    return router


def _make_registry(context: Context, scrape: Scrape) -> "CollectorRegistry":
    """A registry of this one answer, with the process it comes from."""
    from prometheus_client import ProcessCollector
    from prometheus_client.core import CollectorRegistry
    from prometheus_client.registry import Collector

    class Families(Collector):
        """Made already; the client only writes them."""

        @override
        def collect(self) -> "Iterator[Metric]":
            yield from _daemon_families(context, scrape)
            yield from _source_families(scrape)
            yield from _news_families(context, scrape)
            yield from _message_families(context.app, scrape)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Families())
    mirror = context.mirror
    if mirror is None:
        ProcessCollector(registry=registry)
    else:
        ProcessCollector(pid=lambda: mirror.state.process, registry=registry)
        ProcessCollector(namespace="pages", registry=registry)
    return registry


def _daemon_families(context: Context, scrape: Scrape) -> "Iterator[Metric]":
    app, beat = context.app, context.heartbeat.beat_at
    yield _make_gauge("build_info", "The version that runs.", [({"version": VERSION}, 1)])
    if beat is not None:
        yield _make_gauge("last_tick_timestamp_seconds", "When the daemon last looked at the clock.", beat.timestamp())
    kinds = {condition.kind for condition in scrape.status.conditions}
    yield _make_gauge(
        "problems", "What is wrong now, by kind, as /healthz says it.", [({"kind": kind}, 1) for kind in kinds]
    )
    yield _make_gauge("store_bytes", "Size of the database.", scrape.gauges.store_bytes)
    yield _duration_family("store_commit_duration_seconds", "Writing transactions, lock to commit.", context.commits)
    free = app.disk.free_bytes if app.disk else None
    if free is not None:
        yield _make_gauge("disk_free_bytes", "Free on the disk of the state folder.", free)


def _source_families(scrape: Scrape) -> "Iterator[Metric]":
    states: _Samples = [({"state": state, "health": health}, many) for (state, health), many in scrape.sources.items()]
    yield _make_gauge("sources", "Sources by what is done with them and how they do.", states)
    yield _make_gauge("sources_seen", "Sources that were read within the last day and are well.", scrape.sources_seen)
    if scrape.spent is not None:
        yield _make_gauge("budget_spent_ratio", "Requests of the last 24 hours as a share of the budget.", scrape.spent)


def _news_families(context: Context, scrape: Scrape) -> "Iterator[Metric]":
    measures, totals = context.measures, scrape.totals
    known = [topic.id for topic in context.app.watchlists.topics]
    polls: _Samples = [({"result": result}, measures.polls[result]) for result in _RESULTS]
    yield _make_counter("polls", "Polls that ended, by what they brought.", polls)
    yield _duration_family("poll_duration_seconds", "From the request to the commit.", measures.poll_seconds)
    yield _make_counter("entries", "Entries first seen.", [({}, totals.entries)])
    yield _make_counter("mentions", "Mentions found.", _topic_families(by_known_topic(totals.mentions, known)))
    yield _make_counter("stories", "Stories begun.", _topic_families(by_known_topic(totals.stories, known)))
    yield _duration_family("detection_delay_seconds", "From publication, as stated, to first sight.", totals.delays)


def _message_families(app: AppContext, scrape: Scrape) -> "Iterator[Metric]":
    channels, gauges = sorted(app.channel_settings), scrape.gauges
    ended = [
        ({"channel": channel, "outcome": outcome}, scrape.totals.deliveries[channel, outcome])
        for channel in channels
        for outcome in ("sent", "dead")
    ]
    yield _make_counter("deliveries", "Messages that ended, by channel and how.", ended)
    waiting = [({"channel": channel}, scrape.queues.get(channel, 0)) for channel in channels]
    yield _make_gauge("deliveries_waiting", "Messages still to be sent.", waiting)
    since = gauges.waiting_since
    oldest = [(scrape.now - since[channel]).total_seconds() if channel in since else 0 for channel in channels]
    yield _make_gauge(
        "delivery_oldest_waiting_seconds",
        "How long the message that waits longest could have gone out.",
        [({"channel": channel}, seconds) for channel, seconds in zip(channels, oldest, strict=True)],
    )
    stopped = [({"channel": channel}, int(channel in scrape.stopped)) for channel in channels]
    yield _make_gauge("channel_stopped", "1 where a channel was stopped by what its provider answered.", stopped)
    known = {wish.name for wish in app.settings.digests}
    sent = [({"digest": name}, at.timestamp()) for name, at in gauges.digests_sent_at.items() if name in known]
    yield _make_gauge("digest_last_success_timestamp_seconds", "When a digest last went out.", sent)


_Samples = Sequence[tuple[dict[str, str], float]]


def _topic_families(counts: dict[str, int]) -> _Samples:
    return [({"topic": topic}, count) for topic, count in counts.items()]


def _make_gauge(name: str, said: str, values: _Samples | float) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    return _fill_family(GaugeMetricFamily(f"newsmonitor_{name}", said), "", values)


def _make_counter(name: str, said: str, values: _Samples) -> "Metric":
    from prometheus_client.core import CounterMetricFamily

    return _fill_family(CounterMetricFamily(f"newsmonitor_{name}", said), "_total", values)


def _fill_family(family: "Metric", suffix: str, values: _Samples | float) -> "Metric":
    samples = values if isinstance(values, Sequence) else [({}, values)]
    for labels, value in samples:
        family.add_sample(f"{family.name}{suffix}", labels, value)
    return family


def _duration_family(name: str, said: str, durations: Durations) -> "Metric":
    from prometheus_client.core import HistogramMetricFamily

    family, buckets, reached = HistogramMetricFamily(f"newsmonitor_{name}", said), [], 0
    for bound, count in zip((*map(str, durations.bounds), "+Inf"), durations.counts, strict=True):
        reached += count
        buckets.append((bound, float(reached)))
    family.add_metric([], buckets, durations.total)
    return family
