"""How well the story step does on labelled stories and pairs: exactly what ``monitor eval`` prints."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from monitor.core.cluster.assign import WINDOW, Like, assign_story
from monitor.core.cluster.features.embeddings import Embed
from monitor.core.cluster.features.headlines import split_headlines
from monitor.core.cluster.features.report_features import extract_features
from monitor.core.cluster.representative import choose_representative
from monitor.core.cluster.similarity import similarity
from monitor.core.model.stories import CANDIDATES, Joins, NewStory, Outlet, Report
from monitor.core.text.written_dates.dates import read_date
from monitor.evaluation.candidate_index import StoryIndex
from monitor.values import dataclass

Row = Mapping[str, Any]
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
_NOW = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row and the story it came to."""

    row: Row
    outlet: Outlet
    story: int
    founded: bool


def score_stories(
    rows: Sequence[Row], *, timezone: str = "Asia/Shanghai", like: Like = similarity, embed: Embed | None = None
) -> dict[str, Any]:
    """The document of ``monitor eval stories``."""
    placed = _place_stream(rows, timezone, like, embed)
    members = [place for place in placed if _role_of(place.row) == "member"]
    found: Sequence[Hashable] = [place.story for place in members]
    true: Sequence[Hashable] = [place.row["story"] for place in members]
    homes: dict[str, set[int]] = defaultdict(set)
    for place in members:
        homes[place.row["story"]].add(place.story)
    leads = _lead_outlets(placed)
    related = [place for place in placed if _role_of(place.row) == "related"]
    digests = [place for place in placed if _role_of(place.row) == "digest"]
    return {
        "b_cubed": _b_cubed(found, true),
        "pairwise": _pairwise_figures(found, true),
        "related_merged": {"n": sum(p.story in homes[p.row["story"]] for p in related), "of": len(related)},
        "digest_led": {"n": sum(p.founded or leads[p.story] is p.outlet for p in digests), "of": len(digests)},
        "digest_joined": {"n": sum(p.story in homes[p.row["story"]] for p in digests), "of": len(digests)},
        "stories_true": len(set(true)),
        "stories_found": len(set(found)),
        "rows": len(rows),
    }


def story_errors(
    rows: Sequence[Row], *, timezone: str = "Asia/Shanghai", embed: Embed | None = None
) -> list[dict[str, Any]]:
    """Rows that came to a story with rows of another, or not to their own; each with ``found`` and ``why``."""
    placed = _place_stream(rows, timezone, similarity, embed)
    first: dict[str, int] = {}
    owners: dict[int, str] = {}
    wrong = []
    for place in placed:
        role, story = _role_of(place.row), str(place.row["story"])
        if role == "member":
            home, owner = first.setdefault(story, place.story), owners.setdefault(place.story, story)
            right = home == place.story and owner == story
        else:
            right = (owners.get(place.story) == story) == (role == "digest")
        if not right:
            wrong.append({**place.row, "found": place.story})
    return wrong


def score_pairs(
    rows: Sequence[Row], *, timezone: str = "Asia/Shanghai", like: Like = similarity, embed: Embed | None = None
) -> dict[str, Any]:
    """The document of ``monitor eval pairs``."""
    return pair_document(rows, [predict_pair(row, timezone=timezone, like=like, embed=embed) for row in rows])


def pair_document(rows: Sequence[Row], predicted: Sequence[str]) -> dict[str, Any]:
    """The document for rows whose labels were predicted, one each."""
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    for row, label in zip(rows, predicted, strict=True):
        confusion[str(row["label"])][label] += 1
    right = sum(row["label"] == label == "same" for row, label in zip(rows, predicted, strict=True))
    return {
        "same": _precision_recall(
            right, sum(label == "same" for label in predicted), sum(r["label"] == "same" for r in rows)
        ),
        "confusion": {label: dict(sorted(counts.items())) for label, counts in sorted(confusion.items())},
    }


def predict_pair(
    row: Row, *, timezone: str = "Asia/Shanghai", like: Like = similarity, embed: Embed | None = None
) -> str:
    """ "same", "digest" (a round-up joined what it names), "related" or "different", whatever the order of the two."""
    reports = sorted((report_of(row[side], timezone=timezone) for side in "ab"), key=_feed_order)
    index = StoryIndex()
    outcomes = [_assign_report(index, report, like, embed) for report in reports]
    joined, follows = isinstance(outcomes[1][1], Joins), outcomes[1][2] is not None
    if joined:
        return "digest" if any(report.is_roundup for report in reports) else "same"
    return "related" if follows else "different"


def report_of(row: Row, *, timezone: str = "Asia/Shanghai") -> Report:
    """A row of labelled data as a report; dates may have any form that feeds use."""
    read = read_date(str(row.get("published", "")), now=_NOW, timezone=timezone)
    at = read.at if read else _UNDATED
    title = str(row.get("title", ""))
    return Report(
        title=title,
        text=str(row.get("body", "")),
        source=str(row.get("source", "")),
        url=str(row.get("url", "")),
        published_at=at if read else None,
        precision=read.precision if read else "second",
        seen_at=at,
        is_roundup=bool(split_headlines(title)),
    )


def _feed_order(report: Report) -> tuple[datetime, str, str, str]:
    return report.seen_at, report.title, report.source, report.text


def _assign_report(
    index: StoryIndex, report: Report, like: Like, embed: Embed | None
) -> tuple[int, NewStory | Joins, int | None]:
    """Story, assignment and the story that it follows, as production would have them."""
    found = extract_features(report, embed)
    since = report.seen_at - WINDOW
    assignment = assign_story(report, found, index.candidates(found.keys, since=since, limit=CANDIDATES), like=like)
    follows = assignment.follows if isinstance(assignment, NewStory) else None
    return index.add(report, found, assignment), assignment, follows


def _place_stream(rows: Sequence[Row], timezone: str, like: Like, embed: Embed | None) -> list[_Placed]:
    reports = sorted(((report_of(row, timezone=timezone), row) for row in rows), key=lambda pair: _feed_order(pair[0]))
    index = StoryIndex()
    placed = []
    for number, (report, row) in enumerate(reports):
        story, assignment, _ = _assign_report(index, report, like, embed)
        outlet = Outlet(
            source=report.source,
            title=report.title,
            url=report.url,
            published_at=report.published_at,
            seen_at=report.seen_at,
            tier=report.tier,
            entry_id=number,
            is_roundup=report.is_roundup,
        )
        placed.append(_Placed(row, outlet, story, isinstance(assignment, NewStory)))
    return placed


def _lead_outlets(placed: Sequence[_Placed]) -> Mapping[int, Outlet]:
    outlets: dict[int, list[Outlet]] = defaultdict(list)
    for place in placed:
        outlets[place.story].append(place.outlet)
    return {story: choose_representative(reports) for story, reports in outlets.items()}


def _role_of(row: Row) -> str:
    return str(row.get("role") or "member")


def _b_cubed(found: Sequence[Hashable], true: Sequence[Hashable]) -> dict[str, float]:
    """B-cubed precision and recall (Bagga and Baldwin 1998), averaged over rows."""
    both, in_found, in_true = Counter(zip(found, true, strict=True)), Counter(found), Counter(true)
    pairs = list(zip(found, true, strict=True))
    precision = sum(both[pair] / in_found[pair[0]] for pair in pairs) / len(pairs) if pairs else 0.0
    recall = sum(both[pair] / in_true[pair[1]] for pair in pairs) / len(pairs) if pairs else 0.0
    return _rounded_f1(precision, recall)


def _pairwise_figures(found: Sequence[Hashable], true: Sequence[Hashable]) -> dict[str, float]:
    right = _count_pairs(Counter(zip(found, true, strict=True)).values())
    return _precision_recall(right, _count_pairs(Counter(found).values()), _count_pairs(Counter(true).values()))


def _count_pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _precision_recall(right: int, predicted: int, true: int) -> dict[str, float]:
    """Precision is 1 when nothing was predicted, recall is 1 when there was nothing to find."""
    return _rounded_f1(right / predicted if predicted else 1.0, right / true if true else 1.0)


def _rounded_f1(precision: float, recall: float) -> dict[str, float]:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
