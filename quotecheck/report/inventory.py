"""The shipped models as text or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quotecheck.report.json_lines import Object, document

if TYPE_CHECKING:
    from quotecheck.networks.shipped import ModelInfo


def render_models(models: Sequence[ModelInfo], form: str) -> str:
    """All models, a line each."""
    if form == "json":
        return document([_model_object(model) for model in models])
    return "".join(
        f"{model.name}  {model.model}, {model.size / 1e6:.1f} MB, {model.licence}: {model.description}\n"
        for model in models
    )


def render_model(model: ModelInfo, form: str) -> str:
    """One model with its files and its card."""
    if form == "json":
        return document(_model_object(model) | {"card": model.card})
    facts = {
        "name": model.name,
        "model": model.model,
        "kind": model.kind,
        "licence": model.licence,
        "dimensions": str(model.dimensions or ""),
        "identity": model.identity,
        "folder": str(model.path),
    }
    lines = [f"{key:<11} {value}" for key, value in facts.items() if value]
    lines += [f"{file.sha256}  {file.name} ({file.size:,} bytes)" for file in model.files]
    return "\n".join([*lines, "", model.card.strip()]).rstrip() + "\n"


def _model_object(model: ModelInfo) -> Object:
    return {
        "name": model.name,
        "model": model.model,
        "kind": model.kind,
        "description": model.description,
        "licence": model.licence,
        "dimensions": model.dimensions,
        "identity": model.identity,
        "folder": str(model.path),
        "size": model.size,
        "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in model.files],
    }
