"""The settings a user can change, where they are read from, and the signature that makes a result reproducible."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quotecheck.errors import SettingsError

SETTINGS_FILES = ("quotecheck.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set, in ``[tool.quotecheck]`` of a pyproject.toml, in quotecheck.toml, or by a flag."""

    model: str | None = None
    """A hub name or a folder for sentence-transformers; None: the shipped encoder."""

    allow_download: bool = False
    """Let ``model`` be fetched from its hub; without it nothing ever touches a network."""

    cache: str | None = None
    """A folder where vectors are kept, so that a text is encoded once; results do not depend on it."""

    threshold: float = 0.5
    """Two renderings are of one statement from this probability on (``same`` in the output)."""

    min_confidence: float = 0.0
    """Quotes that are less certain than this are left out."""

    def __post_init__(self) -> None:
        for name in ("threshold", "min_confidence"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 <= value <= 1.0:
                raise SettingsError(f"{name} is {value!r}", "give a number from 0 to 1")
        if self.model is not None and not (isinstance(self.model, str) and self.model.strip()):
            raise SettingsError(f"model is {self.model!r}", "give a hub name or a folder")
        if self.cache is not None and not (isinstance(self.cache, str) and self.cache.strip()):
            raise SettingsError(f"cache is {self.cache!r}", "name a folder")
        if not isinstance(self.allow_download, bool):
            raise SettingsError(f"allow_download is {self.allow_download!r}", "give true or false")

    def with_flags(self, **flags: object) -> Settings:
        """A copy in which every flag that is not None wins over what stands here."""
        given = {name: value for name, value in flags.items() if value is not None}
        return dataclasses.replace(self, **given)  # type: ignore[arg-type]


def load_settings(folder: Path) -> Settings:
    """Read the settings that hold in ``folder``: its quotecheck.toml, else its pyproject.toml, else the defaults.

    Raises SettingsError for a file that is not TOML, for an unknown key and for a value that makes no sense.
    """
    for name in SETTINGS_FILES:
        path = folder / name
        if not path.is_file():
            continue
        try:
            table: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
            raise SettingsError(f"{name} cannot be read ({problem})", "mend the file") from problem
        if name == "pyproject.toml":
            tools = table.get("tool")
            if not isinstance(tools, Mapping) or "quotecheck" not in tools:
                continue
            table = tools["quotecheck"]
        return _from_table(table, name)
    return Settings()


def _from_table(table: object, source: str) -> Settings:
    if not isinstance(table, Mapping):
        raise SettingsError(f"{source} sets quotecheck to {table!r}", "make it a table, [tool.quotecheck]")
    known = {field.name for field in dataclasses.fields(Settings)}
    values = {key.replace("-", "_"): value for key, value in table.items()}
    unknown = sorted(set(values) - known)
    if unknown:
        wrong = f"{source} sets {unknown[0]!r}, which is no setting"
        raise SettingsError(wrong, f"known are {', '.join(sorted(known))}")
    try:
        return Settings(**values)
    except SettingsError as problem:
        raise SettingsError(f"in {source} {problem.wrong}", problem.remedy) from problem


def signature(
    settings: Settings, *, version: str, encoder: str, tagger: str, judge: str, constants: Mapping[str, object]
) -> str:
    """Name all that a result depends on besides its input, e.g. ``quotecheck:0.1.0|encoder:…|threshold:0.5|…``.

    ``encoder``, ``tagger`` and ``judge`` are their identities (name and digest); ``constants`` are the tuned constants
    of the comparison, which are folded into a digest. Two runs with one signature and one input give the same bytes.
    """
    folded = hashlib.sha256(json.dumps(dict(constants), sort_keys=True, default=str).encode()).hexdigest()[:12]
    parts = {
        "quotecheck": version,
        "encoder": encoder,
        "tagger": tagger,
        "judge": judge,
        "threshold": settings.threshold,
        "min_confidence": settings.min_confidence,
        "constants": folded,
        "seed": 0,
    }
    return "|".join(f"{key}:{value}" for key, value in parts.items())
