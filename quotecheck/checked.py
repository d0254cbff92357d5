"""What callers of the library hand in, checked: the right records, with the strings that they need, no id twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from quotecheck.errors import InputError, SettingsError
from quotecheck.settings import Settings

Record = TypeVar("Record")


def distinct(what: str, ids: Iterable[str]) -> None:
    twice = [name for name, count in Counter(ids).items() if count > 1]
    if twice:
        raise InputError(f"two {what} have the id {twice[0]!r}", "give every one its own")


def only(given: Iterable[Record], kind: type[Record], *strings: str) -> Iterator[Record]:
    """What is given, one by one. Raises InputError where one is not of that kind or lacks one of its strings."""
    if isinstance(given, str | bytes | Mapping | kind) or not isinstance(given, Iterable):
        raise InputError(f"{named(given)} is no list of {kind.__name__}", f"put {kind.__name__} records into a list")
    for record in given:
        if not isinstance(record, kind):
            raise InputError(f"{named(record)} is no {kind.__name__}", f"make a record {kind.__name__} of it")
        for name in strings:
            if not isinstance(value := getattr(record, name), str):
                raise InputError(f"the {name} of one {kind.__name__} is {named(value)}", "give a string")
        yield record


def named(value: object) -> str:
    return "None" if value is None else f"an object of type {type(value).__name__}"


def checked(settings: Settings | None) -> Settings:
    if settings is not None and not isinstance(settings, Settings):
        raise SettingsError(f"{named(settings)} is no Settings", "make a record Settings of it")
    return settings or Settings()
