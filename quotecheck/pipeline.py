"""The library's front door: articles or pairs in, records out. Walks the stations once, in their order."""

from __future__ import annotations

import dataclasses
import hashlib
import warnings
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from quotecheck import __version__
from quotecheck.checked import checked, distinct, named, only
from quotecheck.cores import cores
from quotecheck.errors import InputError, NothingToCompareError
from quotecheck.records import (
    Article,
    Claim,
    Line,
    Match,
    Pair,
    PairScore,
    Quote,
    Report,
    Skipped,
    Text,
    Verified,
)
from quotecheck.settings import Settings, signature
from quotecheck.workers import chunks_of, shared

if TYPE_CHECKING:
    from quotecheck.comparison.archive import Addition
    from quotecheck.embedding import Encoder

PAIRS_AT_ONCE = 256
"""Pairs of one chunk of ``score``; each pair's result is the same in any company."""

QUERIES_AT_ONCE = 1024
"""Queries of one chunk of ``match_each`` in an archive; each query is answered by itself."""

AHEAD = 4
"""Articles a core that ``split`` reads before it yields the first."""


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

    least = checked(settings).min_confidence
    given = only(articles, Article, "id", "text")
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
    settings = checked(settings)
    with ThreadPoolExecutor(1) as aside:
        # the networks are loaded on the other core while quotes are found; it takes as long, outside the interpreter
        loading = aside.submit(_networks, settings)
        return _check(articles, settings, loading.result, tuple(skipped), progress or _silent)


def _check(
    articles: Iterable[Article],
    settings: Settings,
    encoder_ready: Callable[[], Encoder],
    skipped: tuple[Skipped, ...],
    tell: Progress,
) -> Report:
    from quotecheck.comparison import align, load_judge
    from quotecheck.comparison.acts import unsaid
    from quotecheck.comparison.summaries import summarise_outlets, summarise_speakers
    from quotecheck.speech import load_tagger, unify_speakers

    ordered = sorted(only(articles, Article, "id", "text"), key=lambda article: article.id)
    twice = [name for name, count in Counter(article.id for article in ordered).items() if count > 1]
    if twice:
        raise InputError(f"two articles have the id {twice[0]!r}", "give every article its own")
    found: list[Quote] = []
    for done, (article, here) in enumerate(zip(ordered, split_each(ordered, settings), strict=True)):
        tell("finding quotes", done, len(ordered))
        # What somebody would not say, another outlet may have them say.
        found += [quote for quote in here if quote.speech or unsaid(article.text, quote)]
    if len({quote.article for quote in found}) < 2:
        raise _nothing_to_compare(len(ordered), found)
    quotes = unify_speakers(found)
    tell("comparing", 0, 0)
    encoder = encoder_ready()
    alignment = align(ordered, quotes, encoder, load_judge(), settings.threshold)
    statements = tuple(alignment.statements)
    unmatched = tuple(alignment.unmatched)
    return Report(
        signature=_signature(settings, encoder, tagger=load_tagger().identity, judge=load_judge().identity),
        articles=tuple(ordered),
        quotes=tuple(quotes),
        statements=statements,
        speakers=summarise_speakers(ordered, quotes, statements, unmatched),
        outlets=summarise_outlets(ordered, quotes, statements),
        unmatched=unmatched,
        skipped=skipped,
    )


def score(
    pairs: Iterable[Pair], settings: Settings | None = None, *, workers: int | None = 1
) -> Generator[PairScore, None, None]:
    """How each pair of texts differs, in the order given; reads a few chunks of ``PAIRS_AT_ONCE`` ahead.

    ``workers`` is how many processes share the work: with 1 it is done in this one, with None it is so for few pairs,
    and more have a process for every core. The result is the same. Raises ModelError if the encoder cannot be loaded,
    InputError for what is no Pair, WorkerError where a process dies.
    """
    chunks = chunks_of(only(pairs, Pair, "id", "a", "b"), PAIRS_AT_ONCE, lambda pair: len(pair.a) + len(pair.b))
    return shared(partial(_scoring, checked(settings)), chunks, workers)


def _scoring(settings: Settings) -> Callable[[list[Pair]], list[PairScore]]:
    """What scores a chunk of pairs; called once in each process."""
    from quotecheck.comparison import load_judge, score_pairs

    return partial(score_pairs, encoder=_encoder(settings), network=load_judge())


def match(
    queries: Iterable[Text], corpus: Iterable[Text] | Path, k: int = 10, settings: Settings | None = None
) -> list[Match]:
    """The ``k`` texts of the corpus that are most likely what each query quotes, best first.

    ``corpus`` is a list of texts or the folder of an archive (``add_to_archive``), in which each query is answered by
    itself. Raises InputError for ``k`` under 1, for what is no Text and for a folder that holds no archive or a damaged
    one, ModelError if the encoder cannot be loaded or is not the one of the archive.
    """
    return list(match_each(queries, corpus, k, settings))


def match_each(
    queries: Iterable[Text],
    corpus: Iterable[Text] | Path,
    k: int = 10,
    settings: Settings | None = None,
    *,
    workers: int | None = 1,
) -> Generator[Match, None, None]:
    """What ``match`` gives, query by query.

    In an archive queries are read and answered in chunks, by so many ``workers`` as with ``score``. Among a list of
    texts all queries are read before the first is answered, for they help each other.
    """
    if not isinstance(k, int) or k < 1:
        raise InputError(f"k is {k!r}", "ask for one hit or more")
    settings = checked(settings)
    asked = only(queries, Text, "id", "text")
    if isinstance(corpus, Path):
        from quotecheck.comparison.archive import holding

        holding(corpus)  # what is wrong with the folder is said before the encoder is loaded
        chunks = chunks_of(asked, QUERIES_AT_ONCE, lambda query: len(query.text))
        return shared(partial(_finding, corpus, k, settings), chunks, workers)
    from quotecheck.comparison import find_matches

    texts = list(only(corpus, Text, "id", "text"))
    return (found for found in find_matches(list(asked), texts, k, _encoder(settings)))


def _finding(folder: Path, k: int, settings: Settings) -> Callable[[list[Text]], list[Match]]:
    """What answers a chunk of queries; called once in each process."""
    from quotecheck.comparison.archive import find_in_archive

    return partial(find_in_archive, folder=folder, k=k, encoder=_encoder(settings))


def row_signature(settings: Settings | None = None, archive: Path | None = None) -> str:
    """All that a row of ``score``, or of ``match`` in an archive, depends on besides the row that it is made from.

    It is that of ``settings.signature``, with the state of the archive. Raises InputError where there is no archive.
    """
    from quotecheck.comparison import load_judge

    settings = checked(settings)
    made = _signature(settings, _encoder(settings), judge="none" if archive else load_judge().identity)
    if archive is None:
        return made
    from quotecheck.comparison.archive import holding
    from quotecheck.search.index import HEAD

    holding(archive)
    return f"{made}|archive:{hashlib.sha256((archive / HEAD).read_bytes()).hexdigest()[:12]}"


def verify(
    quotes: Iterable[Article | Claim],
    transcript: Iterable[Line],
    settings: Settings | None = None,
    *,
    k: int = 10,
    keep: bool = True,
    skipped: Iterable[Skipped] = (),
    progress: Progress | None = None,
) -> Verified:
    """Hold quotes against a transcript: where each was said, by whom, and how the words differ.

    ``quotes`` are articles, whose quotes are found first, or quotes themselves; each is judged alone, in the order
    given; what is no speech (``Quote.speech``) is left out. Indirect speech that is not found and hardly a quote, with
    a confidence under ``HARDLY_A_QUOTE``, is listed as skipped. ``k`` is how many of the likeliest lines are told of
    each. Most quotes are found by their words; where one is not, the transcript is encoded, and its vectors are kept on
    disk, in ``settings.cache`` or else in the user's cache folder; without ``keep`` no vectors are kept anywhere.
    ``skipped`` is what could not be read, to be listed. Raises InputError where two quotes or two lines have one id,
    something is no such record, or the transcript is empty, NothingToCompareError where there are no quotes, ModelError
    if the encoder or the tagger cannot be loaded.
    """
    from quotecheck.comparison import load_judge
    from quotecheck.comparison.verification import verify_claims
    from quotecheck.comparison.verification_claims import hardly_a_quote
    from quotecheck.speech import load_tagger

    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise InputError(f"k is {k!r}", "ask for one hit or more")
    settings = checked(settings) if keep else dataclasses.replace(checked(settings), cache=None)
    tell = progress or _silent
    lines = list(only(transcript, Line, "id", "text"))
    if not lines:
        raise InputError("the transcript holds no lines", "give one that does")
    distinct("lines of the transcript", (line.id for line in lines))
    with ThreadPoolExecutor(1) as aside:
        # the networks are loaded on the other core while quotes are found and the transcript's words are counted
        loading = aside.submit(_networks, settings)
        articles, claims, doubtful = _claims(quotes, settings, tell)
        if not claims:
            what = "the articles hold no quotes" if articles else "there are no quotes"
            raise NothingToCompareError(what, "give articles with quotes, or with --quotes a list of quotes")
        distinct("quotes", (claim.id for claim in claims))
        found = tuple(
            verify_claims(
                claims,
                lines,
                loading.result,
                lambda: _keeping(loading.result(), settings) if keep else loading.result(),
                threshold=settings.threshold,
                k=k,
                tell=tell,
            )
        )
    tagger = load_tagger().identity if articles else "none"
    made = _signature(settings, loading.result(), tagger=tagger, judge=load_judge().identity)
    amiss = {one.claim.id: one.claim for one in found if one.label == "not found" and one.claim.id in doubtful}
    return Verified(
        signature=f"{made}|k:{k}",
        lines=len(lines),
        verifications=tuple(one for one in found if one.claim.id not in amiss),
        articles=tuple(articles),
        skipped=(*skipped, *(hardly_a_quote(claim, doubtful[name]) for name, claim in amiss.items())),
    )


def _claims(
    given: Iterable[Article | Claim], settings: Settings, tell: Progress
) -> tuple[list[Article], list[Claim], dict[str, float]]:
    """The articles among what is given, and all quotes in its order: those given, and those found in the articles.

    The third part is the confidence of those that are hardly quotes, by id.
    """
    from quotecheck.comparison.verification_claims import claim_of, is_doubtful

    if isinstance(given, str | bytes | Mapping | Article | Claim) or not isinstance(given, Iterable):
        raise InputError(f"{named(given)} is no list of Article or Claim", "put the records into a list")
    listed = list(given)
    articles = [one for one in listed if isinstance(one, Article)]
    distinct("articles", (article.id for article in articles))
    quotes = split_each(articles, settings) if articles else iter(())
    claims: list[Claim] = []
    doubtful: dict[str, float] = {}
    done = 0
    for one in listed:
        if isinstance(one, Article):
            tell("finding quotes", done, len(articles))
            done += 1
            spoken = [quote for quote in next(quotes) if quote.speech]
            claims += [claim_of(one, quote) for quote in spoken]
            doubtful |= {quote.id: quote.confidence for quote in spoken if is_doubtful(quote)}
        else:
            claims += only([one], Claim, "id", "text")
    return articles, claims, doubtful


def _keeping(encoder: Encoder, settings: Settings) -> Encoder:
    """The encoder with its vectors kept in the user's cache folder, unless the settings name another."""
    from quotecheck.embedding.cache import CachedEncoder, user_cache

    if settings.cache is not None:
        return encoder  # it is cached already
    try:
        return CachedEncoder(encoder, user_cache())
    except InputError as problem:
        warnings.warn(f"{problem.wrong}: the transcript's vectors are not kept", RuntimeWarning, stacklevel=2)
        return encoder


def add_to_archive(
    texts: Iterable[Text], folder: Path, settings: Settings | None = None, *, progress: Progress | None = None
) -> Addition:
    """Add texts to the archive in the folder, which is made if there is none, for ``match`` to search.

    Texts that are in already are passed over, so that a run that was cut short is resumed by running it again. Raises
    InputError for what is no Text and where the folder cannot be used, ModelError if the encoder cannot be loaded or is
    not the one of the archive.
    """
    from quotecheck.comparison.archive import add_texts

    settings = checked(settings)
    given = only(texts, Text, "id", "text")
    return add_texts(given, Path(folder), _encoder(settings), progress or _silent)


def _nothing_to_compare(articles: int, found: Sequence[Quote]) -> NothingToCompareError:
    holding = len({quote.article for quote in found})
    if articles < 2:
        return NothingToCompareError("there is one article only" if articles else "there are no articles", _TWO)
    holders = "one of them holds" if holding else "none of them holds"
    return NothingToCompareError(f"of {articles} articles {holders} quotes", _TWO)


_TWO = "give at least two articles with quotes"


def _silent(_what: str, _done: int, _of: int) -> None:
    return None


def _signature(settings: Settings, encoder: Encoder, *, judge: str, tagger: str = "none") -> str:
    from quotecheck.comparison import CONSTANTS

    return signature(
        settings, version=__version__, encoder=encoder.identity, tagger=tagger, judge=judge, constants=CONSTANTS
    )


def _networks(settings: Settings) -> Encoder:
    """The encoder, with the judge loaded too."""
    from quotecheck.comparison import load_judge

    load_judge()
    return _encoder(settings)


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
