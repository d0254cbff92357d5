"""What a figure depends on besides the program: the machine, the system, the versions, the commit."""

from __future__ import annotations

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from quotecheck import __version__
from quotecheck.cores import cores

PACKAGES = (
    "numpy", "onnxruntime", "tokenizers", "threadpoolctl", "faiss-cpu", "torch", "sentence-transformers",
    "transformers", "optimum", "scikit-learn", "scipy", "usearch", "numkong", "matplotlib",
)  # fmt: skip


def conditions(threads: int) -> dict[str, object]:
    """All that must be named for a figure to mean anything; what cannot be found out is null."""
    return {
        "quotecheck": __version__,
        "commit": _commit(),
        "machine": {
            "cpu": _cpu(),
            "architecture": platform.machine(),
            "cores": cores(),
            "memory": _memory(),
            "features": _features(),
        },
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
        "threads": threads,
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _commit() -> str | None:
    """The commit of the checkout that runs, with a word on what is not committed besides results."""
    root = Path(__file__).resolve().parent.parent.parent
    if not (root / ".git").exists():
        return None
    try:
        head = _git(root, "rev-parse", "HEAD")
        changed = _git(root, "status", "--porcelain", "--", ".", ":!benchmarks/results")
    except (OSError, subprocess.SubprocessError):
        return None
    return f"{head} with changes" if changed else head


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, timeout=10, check=True, encoding="utf-8"
    )
    return done.stdout.strip()


def _cpu() -> str | None:
    return _proc("cpuinfo", "model name") or platform.processor() or None


def _features() -> list[str]:
    """The vector instructions that the arithmetic can use, where the system tells."""
    flags = (_proc("cpuinfo", "flags") or "").split()
    return [flag for flag in ("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile") if flag in flags]


def _memory() -> int | None:
    """Bytes of the machine's memory."""
    told = _proc("meminfo", "MemTotal")
    return int(told.split()[0]) * 1024 if told else None


def _proc(file: str, key: str) -> str | None:
    try:
        lines = Path("/proc", file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((line.split(":", 1)[1].strip() for line in lines if line.split(":", 1)[0].strip() == key), None)
