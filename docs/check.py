"""Check that the documentation is true: links lead somewhere, and the output that is shown is what the command prints.

    python docs/check.py          say what is wrong, exit code 1 if anything is
    python docs/check.py --write  put the present output into the pages

Output is a fenced block right under a comment that names its command:

    <!-- output of: quotecheck check seeds/harbour-bridge -->
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
OUTPUT = re.compile(r"(<!-- output of: quotecheck (.+?) -->\n+```[a-z]*\n)(.*?)(^```$)", re.DOTALL | re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def pages() -> Iterator[Path]:
    """Every Markdown page of the project."""
    for pattern in ("*.md", "docs/**/*.md", "seeds/*.md", "models/**/*.md", "benchmarks/*.md", "training/*.md"):
        yield from sorted(ROOT.glob(pattern))


def anchors(page: str) -> set[str]:
    """The anchors that a page's headings have."""
    headings = HEADING.findall(FENCED.sub("", page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path: Path) -> Iterator[str]:
    """Links of a page to files or headings that are not there; the network is left alone."""
    for target in LINK.findall(FENCED.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        if not there.exists():
            yield f"{path.relative_to(ROOT)}: {target} is not there"
        elif anchor and there.suffix == ".md" and anchor not in anchors(there.read_text(encoding="utf-8")):
            yield f"{path.relative_to(ROOT)}: {target} has no such heading"


def output_of(arguments: str) -> str:
    """What ``quotecheck ARGUMENTS`` prints when it is run in the root of the project."""
    command = [sys.executable, "-m", "quotecheck", *shlex.split(arguments)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")
    return run.stdout if run.returncode in (0, 1) else f"exit code {run.returncode}: {run.stderr}"


def renewed(page: str) -> str:
    """The page with the present output in its output blocks."""
    return OUTPUT.sub(lambda found: f"{found[1]}{output_of(found[2])}{found[4]}", page)


def main() -> int:
    """Check or, with --write, renew all pages."""
    problems: list[str] = []
    for path in pages():
        problems += broken_links(path)
        page = path.read_text(encoding="utf-8")
        fresh = renewed(page)
        if fresh != page and "--write" in sys.argv[1:]:
            path.write_text(fresh, encoding="utf-8")
        elif fresh != page:
            problems.append(f"{path.relative_to(ROOT)}: the output shown is not what is printed; docs/check.py --write")
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
