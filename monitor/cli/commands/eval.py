"""``monitor eval …``: the monitor measures itself on labelled rows."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer

from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.adapters.embeddings import SentenceEmbedder
from monitor.cli.arguments.values import parse_duration
from monitor.cli.console.labelled_rows import expect_rows, read_rows, read_unpacked
from monitor.cli.console.output import print_json, print_table
from monitor.cli.context import load_for_command
from monitor.core.match.matcher import compile_matcher
from monitor.core.parse.article import extract_article
from monitor.errors import ParseError, UserError
from monitor.evaluation.clustering import pair_document, predict_pair, score_stories, story_errors
from monitor.evaluation.extraction import extraction_report, score_phrases, score_text
from monitor.evaluation.matching import compare_with_baselines, score_mentions
from monitor.evaluation.polling.plot import delay_curves, draw_chart, picture_of
from monitor.evaluation.polling.simulate import PolicyName, Trace, evaluate_policies, read_traces

cli = typer.Typer(
    help="Measure the steps on labelled data. Example: monitor eval pairs pairs.jsonl --json",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

File = Annotated[Path, typer.Argument(help="JSON Lines, plain or .gz.", exists=True, dir_okay=False)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
_PLOTTED = (0.25, 0.5, 1.0, 2.0)
"""Budgets of a plot, times what was asked for."""
Semantic = Annotated[bool, typer.Option("--semantic", help="Compare meanings, too; needs the extra of that name.")]
Errors = Annotated[Path | None, typer.Option("--errors", help="Write the rows that came out wrong here.")]


@cli.command("mentions")
def mentions(
    file: File,
    as_json: AsJson = False,
    errors: Errors = None,
    only_known: Annotated[bool, typer.Option("--only-known", help="Skip rows of topics no watchlist has.")] = False,
    watchlists: Annotated[
        Path | None,
        typer.Option("--watchlists", help="Match by the watchlists in this folder.", exists=True, file_okay=False),
    ] = None,
    baselines: Annotated[
        bool, typer.Option("--baselines", help="Beside a substring search and one by word borders, by language.")
    ] = False,
) -> None:
    """Precision and recall of matching. Example: monitor eval mentions $MONITOR_DATA/mentions/mentions.jsonl"""
    here = load_for_command()
    rules = load_watchlists(watchlists, settings=here.settings, env=os.environ) if watchlists else here.watchlists
    rows, matcher = read_rows(file), compile_matcher(rules.topics, rules.signals)
    scored = score_mentions(rows, matcher)
    strange = _counts_text(scored.unknown)
    if strange and not only_known:
        raise UserError(f"rows of topics that no watchlist has: {strange}; --only-known skips them")
    if errors is not None:
        _write_errors(errors, scored.wrong)
    document = scored.document
    if baselines:
        document["languages"] = compare_with_baselines(rows, matcher)
    if as_json:
        print_json(document)
        return
    if strange:
        typer.echo(f"skipped, no watchlist has the topic: {strange}", err=True)
    _print_figures("topic", [("overall", document["overall"]), *sorted(document["topics"].items())])
    for language, by_name in document.get("languages", {}).items():
        _print_figures(language, list(by_name.items()))


def _print_figures(title: str, parts: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    columns = ("tp", "fp", "fn", "tn", "precision", "recall", "f1")
    rows = [(name, *(_figure_text(part[column]) for column in columns)) for name, part in parts]
    print_table((title, *columns), rows, empty="no rows")


@cli.command("stories")
def stories(file: File, as_json: AsJson = False, errors: Errors = None, semantic: Semantic = False) -> None:
    """Do reports of one event meet? Example: monitor eval stories $MONITOR_DATA/stories/clusters.jsonl"""
    rows = read_rows(file)
    expect_rows(file, rows, '"story": the name of the true story', lambda row: isinstance(row.get("story"), str | int))
    embed = SentenceEmbedder().embed if semantic else None
    if errors is not None:
        _write_errors(errors, story_errors(rows, embed=embed))
    _show_document(score_stories(rows, embed=embed), as_json=as_json)


@cli.command("pairs")
def pairs(file: File, as_json: AsJson = False, errors: Errors = None, semantic: Semantic = False) -> None:
    """Are two reports one story? Example: monitor eval pairs $MONITOR_DATA/stories/pairs.jsonl"""
    rows = read_rows(file)
    expect_rows(file, rows, '"label", and two reports "a" and "b"', _is_pair)
    embed = SentenceEmbedder().embed if semantic else None
    predicted = [predict_pair(row, embed=embed) for row in rows]
    if errors is not None:
        wrong = [
            row for row, label in zip(rows, predicted, strict=True) if (label == "same") != (row["label"] == "same")
        ]
        _write_errors(errors, wrong)
    _show_document(pair_document(rows, predicted), as_json=as_json)


@cli.command("polling")
def polling(
    file: File,
    polls_per_day: Annotated[float, typer.Option("--polls-per-day", min=0.01, help="Mean over the sources.")],
    held: Annotated[int, typer.Option("--held", min=1, help="Entries a feed shows at most.")] = 25,
    warm_up: Annotated[str, typer.Option("--warm-up", help="Not measured at the start.")] = "14d",
    cold: Annotated[bool, typer.Option("--cold", help="Measure from the first instant.")] = False,
    policy: Annotated[str, typer.Option("--policy", help="adaptive, fixed or miniflux.")] = "adaptive",
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Draw delay against budget here (.svg, .png); slow.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """How late would entries be seen? Example: monitor eval polling traces.jsonl.gz --polls-per-day 4"""
    if policy not in get_args(PolicyName):
        raise UserError(f'no policy "{policy}"; one of {", ".join(get_args(PolicyName))}')
    if plot is not None:
        _can_be_drawn(plot)
    skipped = timedelta(0) if cold else parse_duration(warm_up)
    try:
        traces = read_traces(read_rows(file))
    except ValueError as error:
        raise UserError(f"{file}: {error}") from None
    _long_enough(file, traces, skipped)
    if plot is not None:
        budgets = [polls_per_day * factor for factor in _PLOTTED]
        figure = draw_chart(budgets, delay_curves(traces, budgets, held=held, warm_up=skipped))
        _write_file(plot, picture_of(figure, plot.suffix.lower()[1:]))
    document = evaluate_policies(
        traces, polls_per_day=polls_per_day, held=held, warm_up=skipped, policy=cast("PolicyName", policy)
    )
    _show_document(document, as_json=as_json)


@cli.command("extraction")
def extraction(
    folder: Annotated[Path, typer.Argument(help="NAME.html[.gz] beside NAME.txt.", exists=True, file_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Is an article's text found? Example: monitor eval extraction $MONITOR_DATA/extraction/articles"""
    pages = [page for page in sorted(folder.iterdir()) if page.name.endswith((".html", ".html.gz"))]
    if not pages:
        raise UserError(f"{folder}: no pages (NAME.html or NAME.html.gz) in it")
    texts = {page.name: _article_text(page) for page in pages}
    expected = {
        page.name: _read_text(truth)
        for page in pages
        if (truth := page.with_name(page.name.split(".html")[0] + ".txt")).is_file()
    }
    scores = {name: score_text(texts[name], wanted) for name, wanted in expected.items()}
    phrases = None
    if (truth := folder / "truth_phrases.json").is_file():
        phrases, _ = score_phrases(_read_phrases(truth), texts)
    document = extraction_report(scores, expected, phrases)
    _show_document(document, as_json=as_json)


def _is_pair(row: Mapping[str, Any]) -> bool:
    return isinstance(row.get("label"), str) and all(isinstance(row.get(side), dict) for side in "ab")


def _can_be_drawn(plot: Path) -> None:
    """UserError before the long work, not after it."""
    if plot.suffix.lower() not in (".svg", ".png"):
        raise UserError(f"{plot}: no picture of this kind can be drawn; name it FILE.svg or FILE.png")
    if plot.is_dir() or not plot.absolute().parent.is_dir():
        raise UserError(f"{plot} cannot be written: {'it is a folder' if plot.is_dir() else 'its folder is not there'}")


def _long_enough(file: Path, traces: Sequence[Trace], skipped: timedelta) -> None:
    """UserError when nothing is left to measure."""
    times = [at for trace in traces for at in (trace.times[0], trace.times[-1])]
    if not times:
        raise UserError(f"{file}: no row has timestamps")
    try:
        span = timedelta(seconds=float(max(times) - min(times)))
    except (OverflowError, ValueError):
        raise UserError(f"{file}: its timestamps are not seconds since 1970") from None
    if span <= skipped:
        days, warming = span / timedelta(days=1), skipped / timedelta(days=1)
        raise UserError(f"{file}: it spans {days:.1f} days, of which {warming:g} warm up; see --cold and --warm-up")


def _article_text(page: Path) -> str:
    """The text found; a page that gives none counts as empty."""
    try:
        return extract_article(read_unpacked(page), url="", content_type="text/html").text
    except ParseError:
        return ""


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: cannot be read as UTF-8 text: {error}") from None


def _is_case(case: object) -> bool:
    return (
        isinstance(case, dict)
        and isinstance(case.get("file"), str)
        and all(isinstance(case.get(which, []), list) for which in ("with", "without"))
    )


def _read_phrases(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(_read_text(path))
    except json.JSONDecodeError as error:
        raise UserError(f"{path}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}") from None
    if not isinstance(found, dict) or not all(_is_case(case) for case in found.values()):
        raise UserError(f'{path}: expected cases with "file", and lists "with" and "without"')
    return found


def _show_document(document: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
        return
    rows = [
        (
            name,
            ", ".join(f"{key} {_figure_text(value)}" for key, value in part.items())
            if isinstance(part, dict)
            else part,
        )
        for name, part in document.items()
    ]
    print_table(("measure", "value"), rows, empty="no rows")


def _write_errors(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    _write_file(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())


def _write_file(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from None


def _figure_text(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _counts_text(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name or '(none)'} {count}" for name, count in sorted(counts.items()))
