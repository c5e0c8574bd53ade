"""The evaluation of polling: its document, its bounds, and the floors on measured traces."""

import gzip
import itertools
import json
import os
from pathlib import Path

import numpy as np
import pytest

from monitor.core.model.settings import PollingSettings
from monitor.core.polling.posting_rate import DAY, HOUR
from monitor.evaluation.polling.bounds import oracle_delays, poisson_bound
from monitor.evaluation.polling.plot import delay_curves
from monitor.evaluation.polling.simulate import Trace, evaluate_policies, measure_policy, read_traces, summarize_delays

START = 19_700 * DAY
FIGURES = {
    "mean_delay_minutes",
    "median",
    "p95",
    "missed",
    "requests_per_source_day",
    "mean_of_sources",
    "worst_tenth",
}


def traces(sources: int = 8, days: int = 30) -> list[Trace]:
    """Sources that post by day, from one entry in two days to a dozen a day; seeded."""
    chance = np.random.default_rng(7)
    made = []
    for number in range(sources):
        daily = 0.5 * 1.6**number
        count = chance.poisson(daily * days)
        when = chance.integers(0, days, count) * DAY + (8 + 10 * chance.random(count)) * HOUR
        made.append(Trace(source=f"s{number}", times=np.sort(START + when)))
    return made


def test_the_document_has_the_keys_of_the_contract() -> None:
    """And nothing else, so that scripts can rely on it."""
    document = evaluate_policies(traces(3, 20), polls_per_day=4)
    assert set(document) == {"fixed", "adaptive", "poisson_bound", "oracle", "entries", "sources"}
    for name in ("fixed", "adaptive", "poisson_bound", "oracle"):
        figures = document[name]
        assert isinstance(figures, dict)
        assert set(figures) == FIGURES
    assert document["sources"] == 3
    assert json.loads(json.dumps(document)) == document


def test_adaptive_beats_fixed_within_the_budget_and_the_oracle_beats_all() -> None:
    """On sources that sleep at night."""
    document = evaluate_policies(traces(), polls_per_day=6)
    mean = {name: document[name]["mean_delay_minutes"] for name in ("fixed", "adaptive", "oracle")}  # type: ignore[index] # the contract says object
    assert mean["oracle"] < mean["adaptive"] < 0.7 * mean["fixed"]
    assert document["adaptive"]["requests_per_source_day"] <= 6.3  # type: ignore[index] # as above


def test_a_cold_start_measures_from_the_first_poll() -> None:
    """More entries count, and the first days are no better than an even spread."""
    warm, cold = (evaluate_policies(traces(4), polls_per_day=6, cold=cold)["entries"] for cold in (False, True))
    assert isinstance(warm, int)
    assert isinstance(cold, int)
    assert cold > 1.5 * warm


def test_the_same_run_gives_the_same_figures() -> None:
    """Nothing is left to chance."""
    assert evaluate_policies(traces(3, 20), polls_per_day=4) == evaluate_policies(traces(3, 20), polls_per_day=4)


def test_a_fixed_interval_waits_half_of_it_on_average() -> None:
    """Six hours: three."""
    result = measure_policy(traces(), "fixed", settings=PollingSettings(budget=4), start=START)
    assert summarize_delays(result)["mean_delay_minutes"] == pytest.approx(180, rel=0.15)


def test_what_slides_off_between_polls_is_missed() -> None:
    """Forty entries at once in a feed that shows twenty-five."""
    burst = Trace(source="burst", times=np.sort(np.repeat(START + np.arange(1, 20) * DAY, 40)))
    result = measure_policy([burst], "fixed", settings=PollingSettings(budget=4), start=START)
    assert result.missed == pytest.approx(15 / 40, abs=0.02)


def test_minifluxs_rule_spends_the_budget_by_its_factor() -> None:
    """So that the comparison is fair."""
    document = evaluate_policies(traces(), polls_per_day=8, policy="miniflux")
    assert "adaptive" not in document
    assert document["miniflux"]["requests_per_source_day"] == pytest.approx(8, rel=0.05)  # type: ignore[index] # the contract says object


def test_the_oracle_is_the_best_of_all_plans() -> None:
    """Against trying everything: every way to poll at three of nine entries, the last among them."""
    times = np.array([0, 1, 2, 50, 51, 90, 200, 201, 203], dtype=np.float64) * 60
    ours = sum(delays.sum() for delays in oracle_delays([times], polls=3))
    best = min(
        sum(min(poll for poll in (*chosen, times[-1]) if poll >= at) - at for at in times)
        for chosen in itertools.combinations(times[:-1], 2)
    )
    assert ours == pytest.approx(best)


def test_the_bound_for_an_even_source_is_half_its_interval() -> None:
    """An entry every half hour for four weeks, twelve polls a day: an hour."""
    times = START + np.arange(0, 28 * DAY, 1800.0)
    (sample,) = poisson_bound([times], start=START, end=START + 28 * DAY, polls=12 * 28)
    assert sample.mean() / 60 == pytest.approx(60, rel=0.01)


def test_the_curves_are_those_of_the_evaluation() -> None:
    """A value for each budget, and a longer delay at the smaller one."""
    drawn = delay_curves(traces(3, 20), [4, 8])
    assert set(drawn) == {"fixed", "miniflux", "adaptive", "poisson_bound"}
    assert all(len(line) == 2 and line[0] > line[1] for line in drawn.values())
    document = evaluate_policies(traces(3, 20), polls_per_day=8)
    assert drawn["adaptive"][1] == document["adaptive"]["mean_delay_minutes"]  # type: ignore[index] # the contract says object


def test_a_row_that_is_no_trace_is_named() -> None:
    """By its number; empty traces are passed over."""
    with pytest.raises(ValueError, match="row 2"):
        read_traces([{"source": "a", "timestamps": [1]}, {"source": "b", "timestamps": "soon"}])
    assert read_traces([{"source": "a", "timestamps": []}]) == []


@pytest.mark.data
def test_floors_on_measured_traces() -> None:
    """133 real sources over 70 days at four polls a day: the figures that polling must keep."""
    file = Path(os.environ.get("MONITOR_DATA", "../shared/data")) / "polling/traces_spring.jsonl.gz"
    if not file.exists():
        pytest.skip(f"no traces at {file}: set MONITOR_DATA")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    measured_from = min(min(row["timestamps"]) for row in rows) // DAY * DAY + 14 * DAY
    result = measure_policy(read_traces(rows), "adaptive", settings=PollingSettings(budget=4), start=measured_from)
    figures = summarize_delays(result)
    slow = [delays.mean() / 60 for delays, daily in zip(result.delays, result.rates, strict=True) if 0 < daily < 1]
    assert figures["mean_delay_minutes"] <= 63, "raise the floor in its own commit, with a reason"
    assert figures["p95"] <= 175
    assert figures["missed"] <= 0.005
    assert figures["requests_per_source_day"] <= 4.08
    assert float(np.mean(slow)) <= 2 * 175.1, "sources with less than one entry a day wait over twice as long as fixed"
