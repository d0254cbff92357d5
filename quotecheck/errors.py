"""What can go wrong, said in one line: what is wrong, and what to do about it."""

from __future__ import annotations


class QuotecheckError(Exception):
    """Base of all errors that quotecheck raises on purpose; ``str()`` is ``what is wrong: what to do``."""

    exit_code = 2

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(f"{wrong}: {remedy}")
        self.wrong = wrong
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled by what it says, as its children are made from other arguments."""
        return _restored, (type(self), self.args, self.__dict__)


class InputError(QuotecheckError):
    """A file, a row or an article cannot be used."""


class SettingsError(QuotecheckError):
    """A setting or a flag has a value that makes no sense."""


class ModelError(QuotecheckError):
    """A model is missing, damaged, or does not fit."""


class MissingExtraError(QuotecheckError):
    """An optional dependency is not installed; the message names the extra that brings it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed", f"pip install 'quotecheck[{extra}]'")
        self.package = package
        self.extra = extra


class NothingToCompareError(QuotecheckError):
    """Fewer than two articles hold quotes, so there is nothing to line up."""

    exit_code = 5


class WorkerError(QuotecheckError):
    """A process that shared the work ended before the work did."""


def _restored(kind: type[QuotecheckError], said: tuple[object, ...], fields: dict[str, object]) -> QuotecheckError:
    problem = kind.__new__(kind)
    problem.args = said
    problem.__dict__.update(fields)
    return problem
