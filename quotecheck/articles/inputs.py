"""What the user names (files, folders, standard input) to articles, and to what was skipped and why."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from quotecheck.articles.files import decode, one_line, open_bytes, os_reason, printable_path, read_bytes
from quotecheck.articles.objects import read_json, read_json_lines
from quotecheck.articles.plain import read_header
from quotecheck.errors import InputError
from quotecheck.records import Article, Skipped
from quotecheck.settings import SETTINGS_FILES

PLAIN = (".txt", ".md")
HTML = (".html", ".htm")
KNOWN = (*PLAIN, ".jsonl", ".json", *HTML)

NO_COVERAGE = ("gold.json", "readme.md", *SETTINGS_FILES)
"""Names of files that can hold nothing but what should be found, a note to the reader, or settings. In a folder they
are passed over without a word; one that is named is read."""

ASIDE = {"gold": "what should be found", "readme": "a note to the reader", "transcript": "a transcript"}
"""Stems of files that stand beside coverage and are none themselves, by their names. As such a name may deceive, one
in a folder is listed as skipped; it is no error, and one that is named is read."""

NEVER_BESIDE = ("readme", "gold.json")
"""Names of files, or their stems, that are set aside even where they are named, unless they are all there is: a shell
writes ``folder/*`` out as all its names, and nobody means a note to the reader beside articles."""

_Found = Iterator[tuple[str, Article | InputError]]


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it was read: from which file, where in it, and whether its id is that file's stem."""

    path: Path
    place: str
    position: int
    article: Article
    by_stem: bool


class _Problems:
    """What could not be used, with the places to sort it by: file, then position in the file."""

    def __init__(self) -> None:
        self._found: list[tuple[str, int, Skipped]] = []

    def add(self, name: str, error: InputError, place: str = "", position: int = 0, *, aside: bool = False) -> None:
        self._found.append((name, position, Skipped(name + place, str(error), aside)))

    def sorted(self, named: Collection[str]) -> list[Skipped]:
        """All in order, but for files that one input sets aside and another names."""
        ordered = sorted(self._found, key=lambda found: found[:2])
        told = [skipped for name, _, skipped in ordered if not (skipped.aside and name in named)]
        # What a folder and a name set aside is told once.
        return [one for place, one in enumerate(told) if not (one.aside and place and told[place - 1] == one)]


def read_articles(
    inputs: Sequence[str | Path], *, stdin: BinaryIO | None = None
) -> tuple[list[Article], list[Skipped]]:
    """Read what ``inputs`` name: files (all but `NEVER_BESIDE` other inputs), folders (all but hidden files,
    `NO_COVERAGE` and `ASIDE`), ``-`` for JSONL on ``stdin``.

    Articles come sorted by id; of two with one id, the one whose file (and place in the file) sorts first is
    kept. What cannot be used comes as Skipped, sorted by its place, which is a file or ``file:line``. Neither
    depends on the order of ``inputs``. Nothing is raised for bad input.

    The id of a plain text or a web page is its file's stem; where files of several folders have one stem, the folder's
    name goes before it (``courier/story``), with as many folders above it as it takes to tell them apart. Its outlet is
    the name of its folder where the plain texts and web pages of the whole call lie in more than one folder (one folder
    an outlet); where they lie in one, this name would tell nothing, and the outlet is the stem (one file an outlet). A
    web page that names its site has that for outlet. Files that could not be read count for neither.
    """
    problems = _Problems()
    files: dict[str, Path] = {}
    alone = len({str(given) for given in inputs}) < 2
    for given in inputs:
        try:
            found = {"-": Path("-")} if str(given) == "-" else _files_of(Path(given), problems, alone=alone)
        except (OSError, ValueError) as problem:
            problems.add(_shown(given), os_reason(problem))
            continue
        for name, path in found.items():
            if name in files:
                problems.add(name, InputError("is given twice", "name it once"))
            files[name] = path
    read: dict[str, list[_Read]] = {}
    for name, path in sorted(files.items()):
        shown = "stdin" if name == "-" else name
        by_stem = _suffix(path) in (*PLAIN, *HTML)
        position = 0
        for place, article in _read(path, stdin):
            position += 1
            if isinstance(article, InputError):
                problems.add(shown, article, place, position)
            else:
                read.setdefault(shown, []).append(_Read(path, place, position, article, by_stem))
        if position == 0:
            problems.add(shown, InputError("holds no articles", "leave it out"))

    kept: dict[str, tuple[str, Article]] = {}
    for shown, articles_of in _named(read).items():
        for one in articles_of:
            article = one.article
            if article.id in kept:
                first = kept[article.id][0]
                reason = InputError(f"repeats the id {one_line(article.id)!r} of {first}", "give every article its own")
                problems.add(shown, reason, one.place, one.position)
            else:
                kept[article.id] = (shown + one.place, article)
    articles = [article for _, (_, article) in sorted(kept.items())]
    return articles, problems.sorted(files)


def _named(read: dict[str, list[_Read]]) -> dict[str, list[_Read]]:
    """The same, with the ids and outlets that plain texts and web pages have in each other's company."""
    homes: dict[str, set[str]] = defaultdict(set)  # stem -> the folders in which it stands
    for one in (one for found in read.values() for one in found if one.by_stem):
        homes[one.article.id].add(_folder(one.path))
    by_folder = len(set().union(*homes.values())) > 1
    depths = {stem: _depth(folders) for stem, folders in homes.items()}

    def named(one: _Read) -> _Read:
        if not one.by_stem:
            return one
        stem, folder = one.article.id, _folder(one.path)
        outlet = one.article.outlet or (_end(folder, 1).rstrip("/") if by_folder else "") or stem
        return replace(one, article=replace(one.article, id=_end(folder, depths[stem]) + stem, outlet=outlet))

    return {shown: [named(one) for one in found] for shown, found in read.items()}


def _depth(folders: set[str]) -> int:
    """How many names at the end of their paths it takes to tell the folders apart; 0 for a single one."""
    most = max(len(Path(folder).parts) for folder in folders)
    return next((n for n in range(most) if len({_end(folder, n) for folder in folders}) == len(folders)), most)


def _end(folder: str, depth: int) -> str:
    """The last ``depth`` names of a folder's path, each with a slash behind it."""
    names = Path(folder).parts[1:]  # without the root
    return "".join(f"{printable_path(name)}/" for name in names[max(0, len(names) - depth) :])


def _read(path: Path, stdin: BinaryIO | None) -> _Found:
    """The articles of one file with their places in it, or what is wrong; an error of the whole file has no place."""
    try:
        yield from _read_known(path, stdin)
    except InputError as problem:
        yield "", problem


def _read_known(path: Path, stdin: BinaryIO | None) -> _Found:
    suffix = _suffix(path)
    if str(path) == "-" or suffix == ".jsonl":
        source: Path | BinaryIO = path
        if str(path) == "-":
            if stdin is None:
                raise InputError("no standard input is at hand", "name a file")
            source = stdin
        with closing(open_bytes(source)) as stream:
            yield from read_json_lines(stream)
        return
    if suffix not in KNOWN:
        raise InputError(f"has no known format ({one_line(suffix) or 'no suffix'})", f"give {', '.join(KNOWN)}")
    data = read_bytes(path)
    if not data.strip():
        raise InputError("holds no text", "leave it out")
    if suffix == ".json":
        yield from read_json(data)
        return
    stem = printable_path(_bare(path).stem)
    if suffix in HTML:
        from quotecheck.articles.web import read_html

        yield "", read_html(data, stem)
        return
    text = decode(data)
    if not text.strip():
        raise InputError("holds no text", "leave it out")
    date, title = read_header(text)
    yield "", Article(id=stem, text=text, title=title, date=date)


def _no_article(stem: str, remedy: str = "") -> InputError:
    remedy = remedy or ("give it alone" if stem in NEVER_BESIDE else "name it")
    return InputError(f"is {ASIDE[stem]} by its name, no article", f"{remedy} to have it read")


def _shown(path: str | Path) -> str:
    return one_line(printable_path(path))


def _bare(path: Path) -> Path:
    """``path`` without the .gz that says nothing of the format inside."""
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def _suffix(path: Path) -> str:
    return _bare(path).suffix.lower()


def _folder(path: Path) -> str:
    return os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 - resolve() would follow links away from the name


def _files_of(given: Path, problems: _Problems, *, alone: bool) -> dict[str, Path]:
    """The files that one input names: itself, or those below it. Raises OSError or ValueError if there is none such.

    Of a folder, hidden files and folders and those of `NO_COVERAGE` and `ASIDE` are left out, the last with a word.
    Links are followed, each folder once. A file of `NEVER_BESIDE` that is named is left out too, unless ``alone``.
    """
    if not given.is_dir():
        given.stat()
        stem, name = _bare(given).stem.lower(), _bare(given).name.lower()
        if not alone and _suffix(given) in KNOWN and not {stem, name}.isdisjoint(NEVER_BESIDE):
            problems.add(_shown(given), _no_article(stem, "give it alone"), aside=True)
            return {}
        return {_shown(given): given}
    found: dict[str, Path] = {}
    seen: set[tuple[int, int]] = set()
    pending = [given]
    while pending:
        folder = pending.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            for path in sorted(folder.iterdir()):
                if path.name.startswith(".") or path.name.lower() in NO_COVERAGE:
                    continue
                if path.is_dir():
                    pending.append(path)
                elif not path.is_file():
                    problems.add(_shown(path), InputError("is no regular file", "leave it out"))
                elif _suffix(path) in KNOWN and (stem := _bare(path).stem.lower()) in ASIDE:
                    problems.add(_shown(path), _no_article(stem), aside=True)
                else:
                    found[_shown(path)] = path
        except OSError as problem:
            problems.add(_shown(folder), os_reason(problem))
    if not found:
        problems.add(_shown(given), InputError("holds no articles", f"give {', '.join(KNOWN)}"))
    return found
