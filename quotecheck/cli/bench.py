"""``quotecheck bench``: how fast the stations are on this machine, beside other libraries if asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from quotecheck.cli.messages import Messages
from quotecheck.cli.options import NoColor, Offline, Quiet, Verbose
from quotecheck.cli.output import look, write
from quotecheck.errors import SettingsError

if TYPE_CHECKING:
    from quotecheck.bench.section import Section

app = typer.Typer(rich_markup_mode=None, help="How fast it is on this machine.", no_args_is_help=False)

SPLIT_ARTICLES = "100"
CHECK_ARTICLES = "2,20,200"

Number = TypeVar("Number", int, float)

Peers = Annotated[bool, typer.Option("--peers", help="Time other libraries too, as far as they are installed.")]
JsonFile = Annotated[
    Path | None,
    typer.Option("--json", metavar="FILE", help="Write every raw time, and what it depends on.", show_default=False),
]
PlotFile = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE", help="Draw time against size, as SVG.", show_default=False),
]
Repeats = Annotated[int, typer.Option(metavar="N", help="Rounds after the one that warms up; their median counts.")]
Threads = Annotated[
    int | None, typer.Option(metavar="N", help="Threads for everybody.  [default: the cores]", show_default=False)
]
PeerModel = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER", help="The model that sentence-transformers opens.  [default: what the encoder was made of]",
        show_default=False,
    ),
]  # fmt: skip
Cache = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER", help="Where sentence vectors are kept.  [default: the user's cache]", show_default=False
    ),
]
Articles = Annotated[str, typer.Option(metavar="N,N", help="Numbers of articles.")]


@app.command()
def search(
    *,
    sizes: Annotated[str, typer.Option(metavar="N,N", help="Rows of the corpus.")] = "10000",
    queries: Annotated[str, typer.Option(metavar="N,N", help="Numbers of queries; the most for join.")] = "1,100,1000",
    k: Annotated[str, typer.Option("-k", metavar="N,N", help="How many of the best.")] = "1,10,100",
    thresholds: Annotated[str, typer.Option(metavar="X,X", help="Scores from which on pairs count.")] = "0.6,0.75,0.9",
    repeats: Repeats = 5,
    threads: Threads = None,
    limit: Annotated[
        float, typer.Option(metavar="SECONDS", help="Who takes longer runs once; who would take ten times it, never.")
    ] = 10.0,
    cache: Cache = None,
    peers: Peers = False,
    json_file: JsonFile = None,
    plot: PlotFile = None,
    offline: Offline = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Time exact search: the best k, all pairs over a threshold, memory."""
    from quotecheck.bench.search import SearchPlan, run_search

    given = {"threads": threads, "cache": cache}
    plan = SearchPlan(
        sizes=_numbers("--sizes", sizes, int),
        queries=_numbers("--queries", queries, int),
        k=_numbers("-k", k, int),
        thresholds=_numbers("--thresholds", thresholds, float),
        repeats=repeats,
        limit=limit,
        peers=peers,
        **{name: value for name, value in given.items() if value is not None},  # type: ignore[arg-type]
    )
    messages = _messages(plot, quiet=quiet, verbose=verbose, no_color=no_color)
    _tell([run_search(plan, messages.progress)], plan.threads, messages, json_file, plot, no_color=no_color)


@app.command()
def encode(
    *,
    sentences: Annotated[int, typer.Option(metavar="N", help="How many distinct sentences.")] = 512,
    repeats: Repeats = 5,
    threads: Threads = None,
    peers: Peers = False,
    peer_model: PeerModel = None,
    json_file: JsonFile = None,
    offline: Offline = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Time the encoder, in sentences a second."""
    from quotecheck.bench.encode import EncodePlan, run_encode
    from quotecheck.cores import cores

    plan = EncodePlan(sentences, repeats, cores() if threads is None else threads, peers, peer_model)
    messages = Messages(quiet=quiet, verbose=verbose, no_color=no_color)
    _tell([run_encode(plan, messages.progress)], plan.threads, messages, json_file, None, no_color=no_color)


@app.command()
def split(
    *,
    articles: Articles = SPLIT_ARTICLES,
    repeats: Repeats = 5,
    json_file: JsonFile = None,
    offline: Offline = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Time finding quotes, in articles and characters a second."""
    from quotecheck.bench.stations import StationPlan, run_split
    from quotecheck.cores import cores

    plan = StationPlan(_numbers("--articles", articles, int), repeats)
    messages = Messages(quiet=quiet, verbose=verbose, no_color=no_color)
    _tell([run_split(plan, messages.progress)], cores(), messages, json_file, None, no_color=no_color)


@app.command()
def check(
    *,
    articles: Articles = CHECK_ARTICLES,
    repeats: Repeats = 5,
    json_file: JsonFile = None,
    offline: Offline = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Time the main job from articles to report."""
    from quotecheck.bench.stations import StationPlan, run_check
    from quotecheck.cores import cores

    plan = StationPlan(_numbers("--articles", articles, int), repeats)
    messages = Messages(quiet=quiet, verbose=verbose, no_color=no_color)
    _tell([run_check(plan, messages.progress)], cores(), messages, json_file, None, no_color=no_color)


@app.command("all")
def everything(
    *,
    repeats: Repeats = 5,
    threads: Threads = None,
    cache: Cache = None,
    peers: Peers = False,
    peer_model: PeerModel = None,
    json_file: JsonFile = None,
    plot: PlotFile = None,
    offline: Offline = False,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Time everything, as each benchmark does by default."""
    from quotecheck.bench.encode import EncodePlan, run_encode
    from quotecheck.bench.search import SearchPlan, run_search
    from quotecheck.bench.stations import StationPlan, run_check, run_split
    from quotecheck.bench.vectors import cache_folder
    from quotecheck.cores import cores

    count = cores() if threads is None else threads
    kept = cache_folder() if cache is None else cache
    # every plan is made, and so checked, before the first is run
    searching = SearchPlan(repeats=repeats, threads=count, peers=peers, cache=kept)
    encoding = EncodePlan(repeats=repeats, threads=count, peers=peers, peer_model=peer_model)
    splitting = StationPlan(_numbers("--articles", SPLIT_ARTICLES, int), repeats)
    checking = StationPlan(_numbers("--articles", CHECK_ARTICLES, int), repeats)
    messages = _messages(plot, quiet=quiet, verbose=verbose, no_color=no_color)
    sections = [
        run_split(splitting, messages.progress),
        run_check(checking, messages.progress),
        run_encode(encoding, messages.progress),
        run_search(searching, messages.progress),
    ]
    _tell(sections, count, messages, json_file, plot, no_color=no_color)


def _messages(plot: Path | None, *, quiet: bool, verbose: bool, no_color: bool) -> Messages:
    """What a run with a plot tells. Raises MissingExtraError at once where it could not be drawn at the end."""
    if plot is not None:
        from quotecheck.bench.plot import require_matplotlib

        require_matplotlib()
    return Messages(quiet=quiet, verbose=verbose, no_color=no_color)


def _tell(
    sections: list[Section],
    threads: int,
    messages: Messages,
    json_file: Path | None,
    plot: Path | None,
    *,
    no_color: bool,
) -> None:
    """Print the table, and write the files that were asked for."""
    from quotecheck.bench.machine import conditions
    from quotecheck.bench.section import section_object
    from quotecheck.bench.table import render_sections
    from quotecheck.report.json_lines import document

    shown = look(None, no_color=no_color)
    told = conditions(threads)
    objects: dict[str, Any] = {section.name: section_object(section) for section in sections}
    messages.clear()
    write([render_sections(sections, told, shown.width, shown.color)], None)
    if json_file is not None:
        write([document(told | objects)], json_file)
    if plot is not None:
        from quotecheck.bench.plot import growth_curve

        write([growth_curve(objects["search"]["cases"])], plot)


def _numbers(flag: str, given: str, kind: Callable[[str], Number]) -> tuple[Number, ...]:
    """The numbers of a list such as ``1,10,100``."""
    try:
        return tuple(kind(part.strip().replace("_", "")) for part in given.split(","))
    except ValueError:
        what = "whole numbers" if kind is int else "numbers"
        raise SettingsError(f"{flag} is {given!r}", f"give {what} with commas between") from None
