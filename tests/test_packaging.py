"""What a newcomer runs and what an installed package must hold."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import quotecheck

SET_UP = [
    "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/quotecheck check seeds/bereaved-families",
    'python3 -m venv .venv && .venv/bin/pip install ".[test]" && .venv/bin/pytest -n auto',
]


def test_readme_has_the_two_set_up_commands_between_their_marks(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    between = re.search(r"<!-- set-up:begin -->(.*?)<!-- set-up:end -->", readme, re.DOTALL)
    assert between is not None
    assert re.findall(r"^python3 -m venv .*$", between[1], re.MULTILINE) == SET_UP


def test_documentation_is_true(root: Path) -> None:
    done = subprocess.run([sys.executable, "docs/check.py"], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_changelog_has_this_version(root: Path) -> None:
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{quotecheck.__version__}]" in changelog


def test_no_heavy_package_is_a_default_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=\[ ]", line)[0] for line in project["dependencies"]}
    assert names == {
        "numpy",
        "threadpoolctl",
        "onnxruntime",
        "tokenizers",
        "trafilatura",
        "lxml_html_clean",
        "typer",
        "rich",
    }


def test_the_command_line_imports_nothing_heavy() -> None:
    heavy = ("numpy", "onnxruntime", "tokenizers", "torch", "sentence_transformers", "trafilatura", "lxml", "rich")
    code = f"import sys, quotecheck.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
