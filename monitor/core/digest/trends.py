"""Mentions a day, as a digest shows them: of news, and of days that were looked at as a whole."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from monitor.core.model.deliveries import Digest
from monitor.core.model.matches import Mention
from monitor.core.model.sources import Source

TREND_DAYS = 14
_DAY = timedelta(days=1)


def trend_days(to_at: datetime) -> list[tuple[datetime, datetime]]:
    """The days before the end of a window, oldest first."""
    return [(to_at - _DAY * back, to_at - _DAY * (back - 1)) for back in range(TREND_DAYS, 0, -1)]


def days_known(sources: Iterable[Source], to_at: datetime) -> int:
    """Days that a trend can speak of. On the first one sources were read for a part of it, and told what they had."""
    began = min((source.created_at for source in sources if source.created_at is not None), default=None)
    if began is None:
        return TREND_DAYS
    return min(max((to_at - began) // _DAY, 1), TREND_DAYS)


def was_there_before(mention: Mention, digest: Digest) -> bool:
    """A source showed it at the first look, and it carries no date within the window."""
    at = mention.published_at
    return mention.status == "baseline" and (at is None or at < digest.from_at)


def told_at_first_look(mentions: Iterable[Mention], digest: Digest) -> Counter[str]:
    """Topic → mentions of the window's last day that are no news of it."""
    began = digest.to_at - _DAY
    return Counter(
        mention.topic for mention in mentions if mention.created_at >= began and was_there_before(mention, digest)
    )


def trend_of_news(trend: Sequence[int], before: int) -> Sequence[int]:
    """Without what was there before on its last day, so that a topic counts what the digest's first line counts."""
    return [*trend[:-1], max(trend[-1] - before, 0)] if trend else trend
