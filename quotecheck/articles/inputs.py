"""What the user names (files, folders, standard input) to articles, and to what was skipped and why."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from quotecheck.articles.files import decode, one_line, open_bytes, os_reason, printable_path, read_bytes
from quotecheck.articles.objects import read_json, read_json_lines
from quotecheck.articles.plain import read_header
from quotecheck.errors import InputError
from quotecheck.records import Article, Skipped

PLAIN = (".txt", ".md")
HTML = (".html", ".htm")
KNOWN = (*PLAIN, ".jsonl", ".json", *HTML)

ASIDE = ("gold", "readme", "transcript")
"""Stems of files that belong to a folder of coverage and are no coverage themselves: what should be found (gold.json),
a note to the reader, the speech that was covered. In a folder they are passed over; one that is named is read."""

_Found = Iterator[tuple[str, Article | InputError]]


class _Problems:
    """What could not be used, with the places to sort it by: file, then position in the file."""

    def __init__(self) -> None:
        self._found: list[tuple[str, int, Skipped]] = []

    def add(self, name: str, error: InputError, place: str = "", position: int = 0) -> None:
        self._found.append((name, position, Skipped(name + place, str(error))))

    def sorted(self) -> list[Skipped]:
        return [skipped for *_, skipped in sorted(self._found, key=lambda found: found[:2])]


def read_articles(
    inputs: Sequence[str | Path], *, stdin: BinaryIO | None = None
) -> tuple[list[Article], list[Skipped]]:
    """Read what ``inputs`` name: files, folders (all but hidden files and `ASIDE`), ``-`` for JSONL on ``stdin``.

    Articles come sorted by id; of two with one id, the one whose file (and place in the file) sorts first is
    kept. What cannot be used comes as Skipped, sorted by its place, which is a file or ``file:line``. Neither
    depends on the order of ``inputs``. Nothing is raised for bad input.

    A plain text's id is its file's stem. Its outlet is the name of its folder where the plain texts and web pages
    of the whole call lie in more than one folder (one folder an outlet); where they lie in one, this name would
    tell nothing, and the outlet is the stem (one file an outlet). A web page that names its site has that for outlet.
    """
    problems = _Problems()
    files: dict[str, Path] = {}
    for given in inputs:
        try:
            found = {"-": Path("-")} if str(given) == "-" else _files_of(Path(given), problems)
        except (OSError, ValueError) as problem:
            problems.add(_shown(given), os_reason(problem))
            continue
        for name, path in found.items():
            if name in files:
                problems.add(name, InputError("is given twice", "name it once"))
            files[name] = path
    folders = {_folder(path) for path in files.values() if _suffix(path) in (*PLAIN, *HTML)}

    kept: dict[str, tuple[str, Article]] = {}
    for name, path in sorted(files.items()):
        position = 0
        shown = "stdin" if name == "-" else name
        for place, article in _read(path, stdin, by_folder=len(folders) > 1):
            position += 1
            if isinstance(article, InputError):
                problems.add(shown, article, place, position)
            elif article.id in kept:
                first = kept[article.id][0]
                reason = InputError(f"repeats the id {one_line(article.id)!r} of {first}", "give every article its own")
                problems.add(shown, reason, place, position)
            else:
                kept[article.id] = (shown + place, article)
        if position == 0:
            problems.add(shown, InputError("holds no articles", "leave it out"))
    articles = [article for _, (_, article) in sorted(kept.items())]
    return articles, problems.sorted()


def _read(path: Path, stdin: BinaryIO | None, *, by_folder: bool) -> _Found:
    """The articles of one file with their places in it, or what is wrong; an error of the whole file has no place."""
    try:
        yield from _read_known(path, stdin, by_folder)
    except InputError as problem:
        yield "", problem


def _read_known(path: Path, stdin: BinaryIO | None, by_folder: bool) -> _Found:
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
    outlet = printable_path(Path(_folder(path)).name) if by_folder else stem
    if suffix in HTML:
        from quotecheck.articles.web import read_html

        yield "", read_html(data, stem, outlet)
        return
    text = decode(data)
    if not text.strip():
        raise InputError("holds no text", "leave it out")
    date, title = read_header(text)
    yield "", Article(id=stem, text=text, outlet=outlet or stem, title=title, date=date)


def _shown(path: str | Path) -> str:
    return one_line(printable_path(path))


def _bare(path: Path) -> Path:
    """``path`` without the .gz that says nothing of the format inside."""
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def _suffix(path: Path) -> str:
    return _bare(path).suffix.lower()


def _folder(path: Path) -> str:
    return os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 - resolve() would follow links away from the name


def _files_of(given: Path, problems: _Problems) -> dict[str, Path]:
    """The files that one input names: itself, or those below it. Raises OSError or ValueError if there is none such.

    Of a folder, hidden files and folders and the files of `ASIDE` are left out. Links are followed, each folder once.
    """
    if not given.is_dir():
        given.stat()
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
                if path.name.startswith("."):
                    continue
                if path.is_dir():
                    pending.append(path)
                elif not path.is_file():
                    problems.add(_shown(path), InputError("is no regular file", "leave it out"))
                elif not (_suffix(path) in KNOWN and _bare(path).stem.lower() in ASIDE):
                    found[_shown(path)] = path
        except OSError as problem:
            problems.add(_shown(folder), os_reason(problem))
    if not found:
        problems.add(_shown(given), InputError("holds no articles", f"give {', '.join(KNOWN)}"))
    return found
