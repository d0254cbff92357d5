from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_list_names_the_encoder(quotecheck: Run) -> None:
    ran = quotecheck("models", "list")
    assert ran.code == 0
    assert ran.stdout.startswith("encoder ")
    assert json.loads(quotecheck("models", "list", "-f", "json").stdout)[0]["name"] == "encoder"


def test_show_tells_the_true_checksums(quotecheck: Run) -> None:
    model = json.loads(quotecheck("models", "show", "encoder", "-f", "json").stdout)
    for file in model["files"]:
        content = (Path(model["folder"]) / file["name"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])
    shown = quotecheck("models", "show").stdout
    assert all(file["sha256"] in shown for file in model["files"])
    assert model["card"].strip() in shown


def test_verify(quotecheck: Run) -> None:
    assert quotecheck("models", "verify").stdout == (
        "encoder: all files are as they were shipped\njudge: all files are as they were shipped\n"
        "tagger: all files are as they were shipped\n"
    )


def test_the_options_of_every_command(quotecheck: Run, tmp_path: Path) -> None:
    everywhere = ("--offline", "--no-color", "-q", "-v")
    for command in ("list", "show", "verify"):
        plain = quotecheck("models", command)
        ran = quotecheck("models", command, *everywhere)
        assert (ran.code, ran.stdout, ran.stderr) == (0, plain.stdout, "")
    assert quotecheck("models", "export", tmp_path / "encoder", *everywhere).code == 0
    quotecheck("models", "list", "-o", tmp_path / "models.json")
    assert json.loads((tmp_path / "models.json").read_text(encoding="utf-8"))[0]["name"] == "encoder"
