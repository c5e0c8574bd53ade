"""What polling knows of a source, as figures that a person asks for."""

from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.core.polling.posting_hours import busiest_hours
from monitor.core.polling.posting_rate import DAY, PostingRate, mean_rate, median_delay_minutes, requests_in_24_hours
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PollingFacts:
    """One source's posting rate and what it costs."""

    posts_per_day: float
    """As estimated when it last posted: a source that fell silent keeps what it used to do."""
    is_guess: bool
    """Not one post of the last weeks is known: the rate is that of any source."""
    busiest_hours: str
    """The two busiest weekday hours on the clock of its zone, "09-11"; empty while none stand out."""
    median_delay_minutes: float | None
    """From publication to our sight; ``None`` until a dated entry came."""
    requests_24h: float
    budget_share: float
    """Its requests as a share of all requests that the budget allows in a day."""


def polling_facts(posting_rate: PostingRate, *, now: datetime, zone: ZoneInfo, budget: float) -> PollingFacts:
    """The facts as of now. ``budget``: requests of all sources in a day."""
    busiest = busiest_hours(posting_rate, now)
    requests = requests_in_24_hours(posting_rate, now)
    return PollingFacts(
        posts_per_day=mean_rate(posting_rate, posting_rate.at) * DAY,
        is_guess=posting_rate.seen < 1,
        busiest_hours="-".join(f"{hour.astimezone(zone):%H}" for hour in busiest) if busiest else "",
        median_delay_minutes=median_delay_minutes(posting_rate),
        requests_24h=requests,
        budget_share=requests / budget if budget > 0 else 0.0,
    )
