"""The library's front door: articles or pairs in, records out. Walks the stations once, in their order."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from quotecheck import __version__
from quotecheck.cores import cores
from quotecheck.errors import InputError, NothingToCompareError, SettingsError
from quotecheck.records import (
    Article,
    Match,
    OutletSummary,
    Pair,
    PairScore,
    Quote,
    Report,
    Skipped,
    SpeakerSummary,
    Statement,
    Text,
)
from quotecheck.settings import Settings, signature

if TYPE_CHECKING:
    from quotecheck.comparison.archive import Addition
    from quotecheck.embedding import Encoder

PAIRS_AT_ONCE = 256
"""Pairs that ``score`` holds in memory; each pair's result is the same in any company."""

AHEAD = 4
"""Articles a core that ``split`` reads before it yields the first."""

Record = TypeVar("Record", Article, Pair, Text)

Progress = Callable[[str, int, int], None]
"""Told ``(what is being done, how much of it is done, out of how much)``."""


def split(articles: Iterable[Article], settings: Settings | None = None) -> list[Quote]:
    """Who said what in each article: its quotes in reading order, article by article as they are given.

    Speakers go by the fullest name in their own article. Quotes under ``settings.min_confidence`` are left out.
    Raises InputError for what is no Article, ModelError if the tagger cannot be loaded.
    """
    return [quote for quotes in split_each(articles, settings) for quote in quotes]


def split_each(articles: Iterable[Article], settings: Settings | None = None) -> Iterator[list[Quote]]:
    """``split`` article by article, several at a time on all cores; reads a few articles ahead of what it yields."""
    from quotecheck.speech import load_tagger, split_article

    least = _checked(settings).min_confidence
    given = _only(articles, Article, "id", "text")
    load_tagger()  # once, before several threads ask for it
    pool = ThreadPoolExecutor(cores())
    try:
        ahead: deque[Future[list[Quote]]] = deque()
        for article in given:
            ahead.append(pool.submit(split_article, article))
            if len(ahead) > AHEAD * cores():
                yield [quote for quote in ahead.popleft().result() if quote.confidence >= least]
        for future in ahead:
            yield [quote for quote in future.result() if quote.confidence >= least]
    finally:
        pool.shutdown(cancel_futures=True)


def check(
    articles: Iterable[Article],
    settings: Settings | None = None,
    *,
    skipped: Iterable[Skipped] = (),
    progress: Progress | None = None,
) -> Report:
    """Line up what the articles quote and say how far the renderings of each statement diverge.

    The order of ``articles`` does not matter: everything is sorted by article id first. ``skipped`` is what could not
    be read, to be listed in the report. Raises NothingToCompareError if fewer than two articles hold quotes,
    InputError if two articles have one id or something is no Article, ModelError if the encoder or the tagger cannot be
    loaded.
    """
    settings = _checked(settings)
    with ThreadPoolExecutor(1) as aside:
        # the encoder is loaded on the other core while the quotes are found; it takes as long, outside the interpreter
        loading = aside.submit(_encoder, settings)
        return _check(articles, settings, loading.result, tuple(skipped), progress or _silent)


def _check(
    articles: Iterable[Article],
    settings: Settings,
    encoder_ready: Callable[[], Encoder],
    skipped: tuple[Skipped, ...],
    tell: Progress,
) -> Report:
    from quotecheck.comparison import CONSTANTS, align
    from quotecheck.speech import load_tagger, unify_speakers

    ordered = sorted(_only(articles, Article, "id", "text"), key=lambda article: article.id)
    twice = [name for name, count in Counter(article.id for article in ordered).items() if count > 1]
    if twice:
        raise InputError(f"two articles have the id {twice[0]!r}", "give every article its own")
    found: list[Quote] = []
    for done, here in enumerate(split_each(ordered, settings)):
        tell("finding quotes", done, len(ordered))
        found += [quote for quote in here if quote.speech]
    if len({quote.article for quote in found}) < 2:
        raise _nothing_to_compare(len(ordered), found)
    quotes = unify_speakers(found)
    tell("comparing", 0, 0)
    encoder = encoder_ready()
    alignment = align(ordered, quotes, encoder, settings.threshold)
    statements = tuple(alignment.statements)
    unmatched = tuple(alignment.unmatched)
    return Report(
        signature=signature(
            settings, version=__version__, encoder=encoder.identity, tagger=load_tagger().identity, constants=CONSTANTS
        ),
        articles=tuple(ordered),
        quotes=tuple(quotes),
        statements=statements,
        speakers=summarise_speakers(quotes, statements, unmatched),
        outlets=summarise_outlets(ordered, quotes, statements),
        unmatched=unmatched,
        skipped=skipped,
    )


def score(pairs: Iterable[Pair], settings: Settings | None = None) -> Iterator[PairScore]:
    """How each pair of texts differs, in the order given; reads and yields ``PAIRS_AT_ONCE`` at a time.

    Raises ModelError if the encoder cannot be loaded, InputError for what is no Pair.
    """
    from quotecheck.comparison import score_pairs

    settings = _checked(settings)
    encoder = _encoder(settings)
    waiting = _only(pairs, Pair, "id", "a", "b")
    while chunk := list(islice(waiting, PAIRS_AT_ONCE)):
        yield from score_pairs(chunk, encoder)


def match(
    queries: Iterable[Text], corpus: Iterable[Text] | Path, k: int = 10, settings: Settings | None = None
) -> list[Match]:
    """The ``k`` texts of the corpus that are most likely what each query quotes, best first.

    ``corpus`` is a list of texts or the folder of an archive (``add_to_archive``), in which each query is answered by
    itself. Raises InputError for ``k`` under 1, for what is no Text and for a folder that holds no archive or a damaged
    one, ModelError if the encoder cannot be loaded or is not the one of the archive.
    """
    if not isinstance(k, int) or k < 1:
        raise InputError(f"k is {k!r}", "ask for one hit or more")
    settings = _checked(settings)
    asked = list(_only(queries, Text, "id", "text"))
    if isinstance(corpus, Path):
        from quotecheck.comparison.archive import find_in_archive, holding

        holding(corpus)  # what is wrong with the folder is said before the encoder is loaded
        return find_in_archive(asked, corpus, k, _encoder(settings))
    from quotecheck.comparison import find_matches

    texts = list(_only(corpus, Text, "id", "text"))
    return find_matches(asked, texts, k, _encoder(settings))


def add_to_archive(
    texts: Iterable[Text], folder: Path, settings: Settings | None = None, *, progress: Progress | None = None
) -> Addition:
    """Add texts to the archive in the folder, which is made if there is none, for ``match`` to search.

    Texts that are in already are passed over, so that a run that was cut short is resumed by running it again. Raises
    InputError for what is no Text and where the folder cannot be used, ModelError if the encoder cannot be loaded or is
    not the one of the archive.
    """
    from quotecheck.comparison.archive import add_texts

    settings = _checked(settings)
    given = _only(texts, Text, "id", "text")
    return add_texts(given, Path(folder), _encoder(settings), progress or _silent)


def _only(given: Iterable[Record], kind: type[Record], *strings: str) -> Iterator[Record]:
    """What is given, one by one. Raises InputError where one is not of that kind or lacks one of its strings."""
    if isinstance(given, str | bytes | Mapping | kind) or not isinstance(given, Iterable):
        raise InputError(f"{_named(given)} is no list of {kind.__name__}", f"put {kind.__name__} records into a list")
    for record in given:
        if not isinstance(record, kind):
            raise InputError(f"{_named(record)} is no {kind.__name__}", f"make a record {kind.__name__} of it")
        for name in strings:
            if not isinstance(value := getattr(record, name), str):
                raise InputError(f"the {name} of one {kind.__name__} is {_named(value)}", "give a string")
        yield record


def _named(value: object) -> str:
    return "None" if value is None else f"an object of type {type(value).__name__}"


def _checked(settings: Settings | None) -> Settings:
    if settings is not None and not isinstance(settings, Settings):
        raise SettingsError(f"{_named(settings)} is no Settings", "make a record Settings of it")
    return settings or Settings()


@dataclass(slots=True)
class _Tally:
    statements: int = 0
    misattributed: int = 0
    outlets: set[str] = field(default_factory=set)
    divergences: list[float] = field(default_factory=list)


def summarise_speakers(
    quotes: Sequence[Quote], statements: Sequence[Statement], unmatched: Collection[str]
) -> tuple[SpeakerSummary, ...]:
    """Every named speaker, those with most statements first.

    ``statements`` counts shared statements and the quotes that one article alone carries. Where articles name
    different speakers for one statement it counts for each of them, as ``misattributed`` too: the articles alone
    cannot tell who is right. ``divergence`` is the mean over the shared statements, None if there are none.
    """
    tallies: dict[str, _Tally] = {}
    for statement in statements:
        named = {rendering.speaker for rendering in statement.renderings if rendering.speaker}
        for speaker in named or {statement.speaker} - {None}:
            tally = tallies.setdefault(str(speaker), _Tally())
            tally.statements += 1
            tally.misattributed += statement.misattributed
            tally.divergences.append(statement.divergence)
    alone = set(unmatched)
    for quote in quotes:
        if quote.speaker:
            tally = tallies.setdefault(quote.speaker, _Tally())
            tally.statements += quote.id in alone
            tally.outlets.add(quote.outlet or quote.article)
    summaries = (
        SpeakerSummary(speaker, t.statements, tuple(sorted(t.outlets)), _mean(t.divergences), t.misattributed)
        for speaker, t in tallies.items()
    )
    return tuple(sorted(summaries, key=lambda s: (-s.statements, s.speaker)))


def summarise_outlets(
    articles: Sequence[Article], quotes: Sequence[Quote], statements: Sequence[Statement]
) -> tuple[OutletSummary, ...]:
    """Every outlet by name, those without quotes too; an article without an outlet stands for itself.

    ``shared`` counts quotes of which at least a part is a rendering of a shared statement. ``divergence`` is the mean
    over all comparisons that one of the outlet's renderings takes part in, None if there are none.
    """
    names = {article.id: article.outlet or article.id for article in articles}
    homes = {quote.id: names[quote.article] for quote in quotes}
    written = Counter(homes.values())
    shared = Counter(homes[name] for name in {r.quote for s in statements for r in s.renderings})
    divergences: dict[str, list[float]] = {name: [] for name in names.values()}
    for statement in statements:
        for comparison in statement.comparisons:
            for name in {homes[comparison.a], homes[comparison.b]}:
                divergences[name].append(comparison.divergence)
    return tuple(
        OutletSummary(name, written[name], shared[name], _mean(divergences[name])) for name in sorted(divergences)
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(sorted(values)) / len(values) if values else None


def _nothing_to_compare(articles: int, found: Sequence[Quote]) -> NothingToCompareError:
    holding = len({quote.article for quote in found})
    if articles < 2:
        return NothingToCompareError("there is one article only" if articles else "there are no articles", _TWO)
    holders = "one of them holds" if holding else "none of them holds"
    return NothingToCompareError(f"of {articles} articles {holders} quotes", _TWO)


_TWO = "give at least two articles with quotes"


def _silent(_what: str, _done: int, _of: int) -> None:
    return None


def _encoder(settings: Settings) -> Encoder:
    encoder = _loaded(settings.model, settings.allow_download)
    if settings.cache is None:
        return encoder
    from quotecheck.embedding.cache import CachedEncoder

    return CachedEncoder(encoder, Path(settings.cache))


@lru_cache(maxsize=2)
def _loaded(name: str | None, allow_download: bool) -> Encoder:
    from quotecheck.embedding import load_encoder

    return load_encoder(name, allow_download=allow_download)
